import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { FolderHeld, lockFolder } from "../../../src/core/store/lock.js"
import { storeProcess } from "../../support/store-process.js"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anchordesk-lock-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const refusal = (where = folder) =>
  lockFolder(where).then(
    () => null,
    (error: unknown) => error,
  )

describe("the lock of a data folder", () => {
  test("dies with its holder, however it dies, and what the dead leave is cleared away", async () => {
    for (let death = 0; death < 3; death++) {
      const holder = storeProcess("hold", folder)
      await holder.said("held")
      const error = await refusal()
      expect(error).toBeInstanceOf(FolderHeld)
      expect(error).toMatchObject({ pid: holder.child.pid, by: "service" })
      expect(String(error)).toContain(`process ${holder.child.pid}`)
      holder.child.kill("SIGKILL")
      await holder.exited
    }
    const lock = await lockFolder(folder)
    expect(readdirSync(folder)).toHaveLength(1)
    await lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test("a holder that is stopped, and cannot answer, holds it all the same, and is named", async () => {
    const holder = storeProcess("hold", folder)
    await holder.said("held")
    holder.child.kill("SIGSTOP")
    expect(String(await refusal())).toContain(`process ${holder.child.pid}, which does not answer`)
    holder.child.kill("SIGKILL")
    await holder.exited
  })

  test("of many that start at once, one has it", async () => {
    for (let round = 0; round < 10; round++) {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
      const held = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
      expect(held).toHaveLength(1)
      await held[0]?.release()
    }
  })

  test("of many processes that start at once after a crash, one has it", async () => {
    const crashed = storeProcess("hold", folder)
    await crashed.said("held")
    crashed.child.kill("SIGKILL")
    await crashed.exited
    const starters = Array.from({ length: 6 }, () => storeProcess("hold", folder))
    const outcomes = await Promise.all(starters.map(({ said }) => Promise.race([said("held"), said("refused")])))
    expect(outcomes.filter((outcome) => outcome === "held")).toHaveLength(1)
    for (const { child, exited } of starters) {
      child.kill("SIGKILL")
      await exited
    }
  })

  test("a folder whose path is longer than a socket's may be", async () => {
    const long = join(folder, "直播間".repeat(8), "x".repeat(120))
    mkdirSync(long, { recursive: true })
    const lock = await lockFolder(long)
    expect(await refusal(long)).toBeInstanceOf(FolderHeld)
    await lock.release()
    await (await lockFolder(long)).release()
    rmSync(long, { recursive: true })
  })

  test("holds between containers that share the folder: a network of their own changes nothing", async ({ skip }) => {
    if (spawnSync("unshare", ["--net", "true"]).status !== 0) {
      process.stderr.write("\nSKIPPED: no network namespace can be made here, so the lock was not tried across two\n")
      skip()
    }
    const holder = storeProcess("hold", folder, ["unshare", "--net"])
    await holder.said("held")
    expect(await refusal()).toBeInstanceOf(FolderHeld)
    holder.child.kill("SIGKILL")
    await holder.exited
    await (await lockFolder(folder)).release()
  })

  test("is its owner's alone to see", async () => {
    const made = join(folder, "made")
    await (await lockFolder(made)).release()
    expect(statSync(made).mode & 0o777).toBe(0o700)
    rmSync(made, { recursive: true })
  })
})
