import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FolderHeld, lockFolder } from "../../../src/core/store/lock.js"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { seeded } from "../../support/random.js"
import { freshDataDir } from "../../support/store.js"
import { type StoreProcess, storeProcess } from "../../support/store-process.js"
import type { Measure } from "../measure.js"
import { spread } from "./spread.js"

/** R5. Each try has a holder of its own, and ends with its death and a take-over. */
export const secondOpener: Measure = {
  id: "R5",
  promise:
    "a data folder is one process's: whoever comes second is refused and told by whom, and has it once that is dead",
  counts: "tries",
  times: { quick: 6, full: 200 },
  needs: [],
  plants: ["the lock is skipped"],
  async run({ seed, times, plant, say }) {
    const random = seeded(seed)
    const skipped = plant !== undefined
    const refused: number[] = []
    const taken: number[] = []
    const violations: string[] = []
    for (let n = 0; n < times; n++) {
      const kind = kinds[n % kinds.length] ?? "running"
      const found = await (kind === "writing"
        ? written(skipped)
        : kind === "racing"
          ? raced(2 + random.int(4), skipped)
          : tried(kind, { skipped, refused, taken }))
      violations.push(...found.map((one) => `try ${n + 1}, ${kind}: ${one}`))
      if (n % 20 === 19) say(`${n + 1} tries`)
    }
    return {
      figures: { ...spread("refused after, ms", refused), ...spread("taken over after a death, ms", taken) },
      violations,
    }
  },
}

const kinds = ["running", "stopped", "racing", "writing"] as const

const folderOfOne = () => mkdtempSync(join(tmpdir(), "anchordesk-second-"))

/** The planted fault: as if there were none. */
function withoutLock(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith("lock-")) rmSync(join(folder, name))
}

type Tried = { skipped: boolean; refused: number[]; taken: number[] }

/** A holder that runs, or that cannot answer; killed, it leaves its socket behind. */
async function tried(kind: "running" | "stopped", { skipped, refused, taken }: Tried): Promise<string[]> {
  const folder = folderOfOne()
  const holder = storeProcess("hold", folder)
  await holder.said("held")
  if (kind === "stopped") holder.child.kill("SIGSTOP")
  if (skipped) withoutLock(folder)
  const from = performance.now()
  const second = await lockFolder(folder).catch((error: unknown) => error)
  refused.push(performance.now() - from)
  const named = second instanceof FolderHeld && second.pid === holder.child.pid
  await killed(holder)
  const dead = performance.now()
  const next = await lockFolder(folder).catch((error: unknown) => error)
  taken.push(performance.now() - dead)
  const got = typeof next === "object" && next !== null && "release" in next
  rmSync(folder, { recursive: true, force: true })
  return [
    ...(named ? [] : ["the second was not refused by the holder's name"]),
    ...(got ? [] : ["a dead one's folder was not to be had"]),
  ]
}

/** Several that start at once, where one has just crashed. */
async function raced(starters: number, skipped: boolean): Promise<string[]> {
  const folder = folderOfOne()
  await (async () => {
    const crashed = storeProcess("hold", folder)
    await crashed.said("held")
    await killed(crashed)
  })()
  const racing = Array.from({ length: starters }, () => storeProcess("hold", folder))
  const heard = racing.map(async ({ said }) => {
    if (skipped) withoutLock(folder)
    return Promise.race([said("held"), said("refused")])
  })
  const holders = (await Promise.all(heard)).filter((line) => line === "held").length
  for (const one of racing) await killed(one)
  rmSync(folder, { recursive: true, force: true })
  return holders === 1 ? [] : [`${holders} hold it at once`]
}

/** A holder that writes while others try to open the store: after its death every row is there that it said it had written. */
async function written(skipped: boolean): Promise<string[]> {
  const folder = await freshDataDir()
  const writer = storeProcess("write", folder)
  await writer.said("wrote a-5")
  const found: string[] = []
  for (let n = 0; n < 2; n++) {
    if (skipped) withoutLock(folder)
    const second = await openStore({ dataDir: folder, log: silent }).catch((error: unknown) => error)
    if (second instanceof FolderHeld) continue
    found.push("a second process opened the store")
    if (typeof second === "object" && second !== null && "pool" in second)
      await (second as Awaited<ReturnType<typeof openStore>>).close()
  }
  await killed(writer)
  withoutLock(folder)
  const said = writer.lines.flatMap((line) => (line.startsWith("wrote ") ? [line.slice(6)] : []))
  const kept = await rooms(folder).catch((error: unknown) => [String(error)])
  const lost = said.filter((id) => !kept.includes(id)).length
  rmSync(folder, { recursive: true, force: true })
  return [...found, ...(lost > 0 ? [`${lost} of ${said.length} rows that were said to be written are gone`] : [])]
}

async function rooms(dataDir: string): Promise<string[]> {
  const store = await openStore({ dataDir, log: silent })
  const rows = await store.prisma.room.findMany()
  await store.close()
  return rows.map(({ id }) => id)
}

function killed({ child, exited }: StoreProcess): Promise<void> {
  child.kill("SIGKILL")
  return exited
}
