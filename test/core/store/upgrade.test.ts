import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type pg from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import { backup, restore } from "../../../src/core/store/backup.js"
import { readBack } from "../../../src/core/store/backup-file.js"
import { assertPromisesInCatalogue } from "../../../src/core/store/catalogue.js"
import { migrate, readMigrations } from "../../../src/core/store/migrate.js"
import type { Store } from "../../../src/core/store/open.js"
import { bare } from "../../support/bare.js"
import { columnsOf, fillEmptyTables, pour, type Rows, rowsIn } from "../../support/catalogue-rows.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { judge } from "../../support/oracle.js"
import { describeEachStore, type StoreKind, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

/**
 * From every version before to this one, with data: a store that grew old goes through each migration, is backed up before each, and
 * what is restored from those backups is what it was. And the version before runs on today's schema, as it does while replicas are
 * replaced one by one.
 */

const known = readMigrations()
/** A restore takes a second, and there is one for every version. */
const patienceMs = 240_000
const at = new Date("2026-11-23T02:00:00Z")

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query("begin")
    await work(client)
    await client.query("commit")
  } finally {
    client.release()
  }
}

const story = [
  "@ Ana, member Lotus Live, standard, en",
  "@ Bo, member Jade Beauty, standard, zh-Hant",
  "@ Lai, staff, en",
  "> Ana: book Studio 2 tomorrow 3pm-5pm with hosts Mei and Chan Mei Ling, 2 ring lights",
  "> Ana: yes",
  "> Bo: 聽日下晝三點到五點訂3號直播間,一個主播",
  "> Bo: 好",
  "> Bo: /calendar",
  "> Ana: book any medium room on Friday 8pm-10pm",
  "> Ana: yes",
  "> Ana: cancel my booking on Friday",
  "> Lai: /digest here 09:00",
]
/** What is written while it is listened to: a booking, a move, a cancellation. */
const later = [
  "> Ana: book Studio 4 tomorrow 6pm-8pm, 1 host, 1 camera",
  "> Ana: yes",
  "> Ana: move it to 7pm",
  "> Ana: yes",
  "> Bo: book Studio 5 on Friday 3pm-4pm, 1 host",
  "> Bo: yes",
]

await describeEachStore("upgrading", (store, kind) => {
  let folder: string
  let files: string[]
  /** Writes of today's engine, as it handed them to the database. */
  let writes: string[]
  let before: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "anchordesk-upgrade-"))
    const today = join(folder, "today.backup")
    before = join(folder, "before.backup")
    writes = []
    const world = testWorld(listening(store(), writes), "2026-11-23T10:00:00+08:00")
    Object.assign(world, { pages: "https://desk.example.com" })
    await withCentre(store(), deskCentre, world.now)
    const say = player(world, createDesk(world))
    for (const step of story) await say(step)
    await backup(store().pool, { file: before, at })
    writes.length = 0
    for (const step of later) await say(step)
    await inTransaction(store().pool, async (client) => fillEmptyTables(client, (await rowsIn(before)).keys()))
    await backup(store().pool, { file: today, at })
    files = await growingOld(kind, await rowsIn(today), folder)
  }, patienceMs)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test("from each version before, what was there is there, and the desk goes on", { timeout: patienceMs }, async () => {
    expect(files).toHaveLength(known.length)
    for (const file of files) {
      await restore(store().pool, file)
      await assertPromisesInCatalogue(store().pool)
      expect(await lost(store().pool, await rowsIn(file)), file).toEqual([])
      expect(
        await judge(store().pool, { turnoverMinutes: 15, floor: 12, gear: { "ring-light": 6, camera: 2 } }),
      ).toEqual([])
    }
    // The oldest of all, and people go on where they were.
    await restore(store().pool, files[0] ?? "")
    const world = testWorld(store(), "2026-11-23T11:00:00+08:00")
    const say = player(world, createDesk(world))
    // Its turns are numbered anew.
    await store().prisma.turn.deleteMany()
    await say("@ Cy, member Casa Verde, standard, en")
    await say("> Cy: book Studio 6 tomorrow 3pm-4pm, 1 host")
    expect(await say("> Cy: yes")).toEqual(expect.arrayContaining([expect.stringMatching(/^< Booked/)]))
  })

  test("every table has rows in what is backed up, and comes back the same in the other kind of store", async () => {
    const last = files.at(-1) ?? ""
    const { tables } = await readBack(last)
    expect(tables.filter(({ rows }) => rows === 0)).toEqual([])
    const other = await bare(kind === "pglite" ? "postgres" : "pglite").catch(() => null)
    if (!other) return
    await migrate(other.pool)
    await restore(other.pool, last)
    const again = join(folder, "again.backup")
    expect((await backup(other.pool, { file: again, at })).tables).toEqual(tables)
    await other.close()
  })

  test("a version before writes its rows and its commands to today's schema", { timeout: patienceMs }, async () => {
    expect(writes.length).toBeGreaterThan(4)
    const today = await columnsOf(store().pool)
    const seen = new Set<string>()
    for (const file of files) {
      const old = await rowsIn(file)
      const columns = JSON.stringify([...old].map(([table, { columns }]) => [table, columns]))
      if (seen.has(columns)) continue
      seen.add(columns)
      await restore(store().pool, before)
      for (const write of writes) {
        const { rows } = await store().pool.query("select apply_write($1::jsonb) as result", [
          asBefore(write, old, today),
        ])
        expect(rows, file).toEqual([{ result: expect.objectContaining({ is: "done" }) }])
      }
      await inTransaction(store().pool, async (client) => {
        await client.query(`truncate ${[...today.keys()].map((name) => `"${name}"`).join(", ")} cascade`)
        await pour(client, old)
      })
      expect(await lost(store().pool, old), file).toEqual([])
    }
  })
})

/** A store that begins with the first migration and a story, and goes through the others. @returns its backups, one for each version */
async function growingOld(kind: StoreKind, rows: Rows, folder: string): Promise<string[]> {
  const { pool, close } = await bare(kind)
  const files: string[] = []
  try {
    for (const [place, { name }] of known.entries()) {
      await migrate(pool, known.slice(0, place + 1))
      await inTransaction(pool, async (client) => {
        await pour(client, rows)
        const here = await columnsOf(client)
        await fillEmptyTables(
          client,
          [...rows.keys()].filter((table) => here.has(table)),
        )
      })
      const file = join(folder, `${name}.backup`)
      await backup(pool, { file, at })
      files.push(file)
    }
  } finally {
    await close()
  }
  return files
}

/** Rows that are not there any more as they were, in the columns they had. */
async function lost(pool: pg.Pool, rows: Rows): Promise<string[]> {
  const here = await columnsOf(pool)
  const missing: string[] = []
  for (const [table, { columns, rows: before }] of rows) {
    const list = columns.map((column) => `"${column}"`).join(", ")
    const { rows: gone } = await pool.query<{ row: string }>(
      `select b::text as row from jsonb_array_elements($1::jsonb) b
       except select to_jsonb(t)::text from (select ${list} from "${table}") t`,
      [`[${before.join(",")}]`],
    )
    missing.push(...gone.map(({ row }) => `${table}: ${row}`), ...(here.has(table) ? [] : [`${table} is gone`]))
  }
  return missing
}

/** A store whose writes are noted down. */
const listening = (store: Store, writes: string[]): Store => ({
  ...store,
  query: (statement) => {
    if (statement.name === "apply_write") writes.push(String(statement.values[0]))
    return store.query(statement)
  },
})

/** A write as the version would have made it that knows only these tables and columns. */
function asBefore(write: string, old: Rows, today: Map<string, string[]>): string {
  const parts: Record<string, unknown> = JSON.parse(write)
  const tableOf = (part: string) =>
    [part, part.replace(/s$/, ""), `booking_${part}`].find((name) => today.has(name) && Array.isArray(parts[part]))
  const kept = Object.entries(parts).flatMap(([part, value]): [string, unknown][] => {
    const table = tableOf(part)
    if (!table || part === "members") return [[part, value]]
    const columns = old.get(table)?.columns
    const added = (column: string) => today.get(table)?.includes(column) && !columns?.includes(column)
    const rows = value as Record<string, unknown>[]
    return columns
      ? [[part, rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !added(column))))]]
      : []
  })
  return JSON.stringify(Object.fromEntries(kept))
}
