import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, watch } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openStore } from "../../../src/core/store/open.js"
import { upkeep } from "../../../src/core/store/upkeep.js"
import { silent } from "../../support/log.js"
import { freshDataDir } from "../../support/store.js"
import { storeProcess } from "../../support/store-process.js"

/** KILLS enlarges it by hand. */
const kills = Number(process.env.KILLS ?? 5)

let dataDir: string
beforeEach(async () => {
  dataDir = await freshDataDir()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe("the embedded store's life", () => {
  test(
    `killed ${kills} times while three write: nothing said to be committed is lost, and it opens each time`,
    async () => {
      const written = new Set<string>()
      for (let kill = 0; kill < kills; kill++) {
        const writer = storeProcess("write", dataDir)
        await writer.said("open")
        await writer.said(`wrote a-${written.size}`)
        while (writer.lines.length < 100 + ((kill * 37) % 90)) await new Promise((resolve) => setImmediate(resolve))
        writer.child.kill("SIGKILL")
        await writer.exited
        for (const line of writer.lines) if (line.startsWith("wrote ")) written.add(line.slice(6))
        const store = await openStore({ dataDir, log: silent })
        const kept = new Set((await store.prisma.room.findMany()).map(({ id }) => id))
        expect([...written].filter((id) => !kept.has(id))).toEqual([])
        // What was committed and not yet said stays too; from here on it is known.
        for (const id of kept) written.add(id)
        await store.close()
      }
    },
    kills * 60_000,
  )

  test("a first start that is killed half-way leaves nothing that a later start trips over", async () => {
    for (const moment of ["pg.new", "pg", ".s.PGSQL.5432"]) {
      const empty = mkdtempSync(join(tmpdir(), "anchordesk-first-"))
      const first = storeProcess("open", empty)
      await appears(empty, moment)
      first.child.kill("SIGKILL")
      await first.exited
      const store = await openStore({ dataDir: empty, log: silent })
      expect(await store.prisma.room.count()).toBe(0)
      await store.close()
      expect(readdirSync(empty)).toEqual(["pg"])
      rmSync(empty, { recursive: true })
    }
  })

  test("a command that meets a service just starting waits for it and joins", async () => {
    const service = openStore({ dataDir, log: silent })
    const command = await openStore({ dataDir, log: silent, join: true })
    await command.prisma.room.create({ data: { id: "r" } })
    await command.close()
    const store = await service
    expect(await store.prisma.room.count()).toBe(1)
    await store.close()
  })

  test("of two commands without a service, the second joins, and is not cut off when the first is through", async () => {
    const first = await openStore({ dataDir, log: silent, join: true })
    const second = await openStore({ dataDir, log: silent, join: true })
    const closing = second.prisma.$transaction(async (tx) => {
      await tx.room.create({ data: { id: "a" } })
      const closed = first.close()
      await tx.room.create({ data: { id: "b" } })
      return { closed }
    })
    const { closed } = await closing
    expect(await second.prisma.room.count()).toBe(2)
    await second.close()
    await closed
    const store = await openStore({ dataDir, log: silent })
    expect(await store.prisma.room.count()).toBe(2)
    await store.close()
  })

  test("a service waits for a command that has the store open, and is refused by another service", async () => {
    const command = await openStore({ dataDir, log: silent, join: true })
    const service = openStore({ dataDir, log: silent })
    await command.close()
    const store = await service
    await expect(openStore({ dataDir, log: silent })).rejects.toThrow(`in use by process ${process.pid}`)
    await store.close()
  })

  test("a folder with a long path opens, and is joined", async () => {
    const long = join(dataDir, "直播間".repeat(8), "x".repeat(120))
    mkdirSync(long, { recursive: true })
    const store = await openStore({ dataDir: long, log: silent })
    const beside = await openStore({ dataDir: long, log: silent, join: true })
    expect(await beside.prisma.room.count()).toBe(0)
    await beside.close()
    await store.close()
  })

  test("when the database breaks, what is asked fails, and the process hears of it", async () => {
    const store = await openStore({ dataDir, log: silent })
    rmSync(join(dataDir, "pg", "pg_wal"), { recursive: true })
    await expect(store.pool.query("insert into room (id) values ('x')")).rejects.toThrow()
    await expect(store.failed).rejects.toThrow("the embedded database stopped")
    await expect(store.pool.query("select 1")).rejects.toThrow()
    await store.close()
  })

  test("a folder that cannot be opened says so, and is free again", async () => {
    rmSync(join(dataDir, "pg", "global"), { recursive: true })
    for (let again = 0; again < 2; again++) {
      await expect(openStore({ dataDir, log: silent })).rejects.toThrow("does not open")
    }
  })

  test("a recursion without end is refused, and the session goes on", async () => {
    const store = await openStore({ dataDir, log: silent })
    await store.pool.query(
      "create function deeper(n integer) returns integer language plpgsql as 'begin return deeper(n + 1); end'",
    )
    await expect(store.pool.query("select deeper(0)")).rejects.toMatchObject({ code: "54001" })
    expect((await store.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }])
    await store.close()
  })

  test("upkeep takes dead rows away, tells the planner what is there, and lets the log be used again", async () => {
    const store = await openStore({ dataDir, log: silent })
    const { pool } = store
    await pool.query("create table wide as select n, repeat(md5(n::text), 60) as text from generate_series(1, 20000) n")
    await pool.query("update wide set n = n + 1")
    const log = "select checkpoint_lsn::text as at from pg_control_checkpoint()"
    const before = (await pool.query(log)).rows
    await upkeep(pool)
    const tables = "select n_dead_tup, reltuples from pg_stat_user_tables join pg_class c on c.oid = relid"
    expect((await pool.query(`${tables} where c.relname = 'wide'`)).rows).toEqual([
      { n_dead_tup: "0", reltuples: 20000 },
    ])
    expect((await pool.query(log)).rows).not.toEqual(before)
    await store.close()
  })

  test("only its owner can connect", async () => {
    const store = await openStore({ dataDir, log: silent })
    const { mode } = statSync(join(dataDir, ".s.PGSQL.5432"))
    expect(mode & 0o777).toBe(0o600)
    await store.close()
    expect(existsSync(join(dataDir, ".s.PGSQL.5432"))).toBe(false)
  })

  test("a reader that pauses in the middle of its rows keeps its turn", async () => {
    const store = await openStore({ dataDir, log: silent })
    const paused = async (from: number) => {
      const client = new pg.Client({ host: dataDir, port: 5432, user: "postgres", database: "postgres" })
      await client.connect()
      // `rows` makes the driver fetch in steps, with a Flush between them.
      const step = { text: "select n from generate_series($1::integer, $1 + 9) n", values: [from], rows: 3 }
      const { rows } = await client.query(step)
      await client.end()
      return rows.map(({ n }) => n)
    }
    const starts = [100, 200, 300, 400]
    const answers = await Promise.all(starts.map(paused))
    expect(answers).toEqual(starts.map((from) => Array.from({ length: 10 }, (_, n) => from + n)))
    await store.close()
  })
})

function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder)
    const look = () => {
      if (!existsSync(join(folder, name))) return
      watcher.close()
      resolve()
    }
    watcher.on("change", look)
    look()
  })
}
