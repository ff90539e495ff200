import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { backup } from "../../../src/core/store/backup.js"
import { assertPromisesInCatalogue } from "../../../src/core/store/catalogue.js"
import { migrate, readMigrations } from "../../../src/core/store/migrate.js"
import { bareIn } from "../../support/bare.js"
import { fillEmptyTables } from "../../support/catalogue-rows.js"
import { seeded } from "../../support/random.js"
import { emptyDatabase, postgresAnswers } from "../../support/store.js"
import type { Measure } from "../measure.js"
import { cutting, pointsOf } from "./cut-migration.js"

const known = readMigrations()

/** R14. From the first migration on, empty or with a row in every table; on Postgres the connection dies, on the embedded store the process. */
export const migrations: Measure = {
  id: "R14",
  promise: "a migration that is killed at any of its statements is done or not begun, and every row is as it was",
  counts: "kills for each kind of store, empty and with data",
  times: { quick: 2, full: known.reduce((sum, one) => sum + pointsOf(one), 0) },
  needs: [],
  plants: ["each statement on its own"],
  async run({ seed, times, plant, say }) {
    const violations: string[] = []
    const figures: Record<string, number> = {}
    const kinds = (await postgresAnswers()) ? ["postgres", "pglite"] : ["pglite"]
    for (const kind of kinds) {
      for (const data of [false, true]) {
        const open = kind === "postgres" ? onPostgres : embedded
        const victim = await open(plant !== undefined)
        const name = `${kind}, ${data ? "with data" : "empty"}`
        const points = chosen(times, seed)
        violations.push(...(await grown(victim, { points, data })).map((one) => `${name}: ${one}`))
        figures[`kills on ${name}`] = points.size
        await victim.close()
        say(`${name}: ${points.size} kills`)
      }
    }
    return { figures: { migrations: known.length, ...figures }, violations }
  },
}

/** So many of all points, as `migration:point`; all of them when there are no more. The last of the first migration is always one. */
function chosen(times: number, seed: number): Set<string> {
  const all = known.flatMap((one, place) => Array.from({ length: pointsOf(one) }, (_, point) => `${place}:${point}`))
  const random = seeded(seed)
  const some = new Set(all.slice(0, known[0] && pointsOf(known[0])).slice(-1))
  while (some.size < Math.min(times, all.length)) some.add(random.pick(all))
  return some
}

/** A database whose migrations can be killed. */
type Victim = {
  /** Migrates up to this migration, and dies there. @returns whether it did */
  kill(place: number, point: number): Promise<boolean>
  within<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Takes it through all migrations, killed in some, and looks at everything after each kill. */
async function grown(
  victim: Victim,
  { points, data }: { points: ReadonlySet<string>; data: boolean },
): Promise<string[]> {
  for (const [place, { name }] of known.entries()) {
    const here = [...points].flatMap((one) => (one.startsWith(`${place}:`) ? [Number(one.split(":")[1])] : []))
    if (here.length === 0) continue
    const before = await victim.within(async (pool) => {
      if (place > 0) await upTo(pool, place, data)
      return stateOf(pool)
    })
    for (const point of here) {
      if (!(await victim.kill(place, point))) return [`${name} was not killed at ${point}`]
      if ((await victim.within(stateOf)) !== before) return [`${name}, killed at ${point}, was left half done`]
    }
  }
  await victim.within(async (pool) => {
    await upTo(pool, known.length, data)
    await assertPromisesInCatalogue(pool)
  })
  return []
}

/** The first so many migrations; and a row in every table that has none. */
async function upTo(pool: pg.Pool, count: number, data: boolean): Promise<void> {
  await migrate(pool, known.slice(0, count))
  if (!data) return
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-order-"))
  // A backup names the tables in the order of their references.
  const { tables } = await backup(pool, { file: join(folder, "order"), at: new Date("2026-11-23T02:00:00Z") })
  rmSync(folder, { recursive: true })
  const client = await pool.connect()
  await client.query("begin")
  await fillEmptyTables(
    client,
    tables.map(({ name }) => name),
  )
  await client.query("commit")
  client.release()
}

const schema = `
  select conrelid::regclass || conname || pg_get_constraintdef(oid) as what from pg_constraint where connamespace = 'public'::regnamespace
  union all select indexdef from pg_indexes where schemaname = 'public'
  union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid where relnamespace = 'public'::regnamespace and not tgisinternal
  union all select pg_get_functiondef(p.oid) from pg_proc p where pronamespace = 'public'::regnamespace and prokind = 'f'
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union all select table_name || column_name || data_type || is_nullable || coalesce(column_default, '') from information_schema.columns where table_schema = 'public'
  order by 1`

/** Everything that is there: the schema's parts, and each table's rows as a digest. */
async function stateOf(pool: pg.Pool): Promise<string> {
  const { rows: parts } = await pool.query<{ what: string }>(schema)
  const { rows: tables } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  )
  const digests: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t`,
    )
    digests.push(`${name} ${rows[0]?.digest}`)
  }
  return [...parts.map(({ what }) => what), ...digests].join("\n")
}

async function onPostgres(oneByOne: boolean): Promise<Victim> {
  const { databaseUrl, drop } = await emptyDatabase()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  return {
    async kill(place, point) {
      const migration = known[place]
      if (!migration) return false
      const die = (client: pg.PoolClient) => client.query("select pg_terminate_backend(pg_backend_pid())")
      const cut = cutting(pool, { migration, point, die, oneByOne })
      return migrate(cut, known.slice(0, place + 1)).then(
        () => false,
        () => true,
      )
    },
    within: (work) => work(pool),
    close: () => pool.end().then(drop),
  }
}

async function embedded(oneByOne: boolean): Promise<Victim> {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-migrating-"))
  const script = fileURLToPath(new URL("migrate-main.ts", import.meta.url))
  return {
    kill: (place, point) =>
      new Promise((resolve) => {
        const args = [
          "--import",
          "tsx",
          script,
          folder,
          String(place),
          String(point),
          ...(oneByOne ? ["one by one"] : []),
        ]
        const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] })
        child.once("close", (_, signal) => resolve(signal === "SIGKILL"))
      }),
    async within(work) {
      const { pool, close } = await bareIn(folder)
      return work(pool).finally(close)
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
