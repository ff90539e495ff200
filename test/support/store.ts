import { createHash, randomBytes } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { beforeAll, beforeEach, describe } from "vitest"
import type { Centre } from "../../src/core/centre.js"
import { openStore, type Store } from "../../src/core/store/open.js"
import { silent } from "./log.js"
import { skipped } from "./skipped.js"

/**
 * Real stores for tests, migrated and empty. Those that a file only writes to are shared by all files that a worker runs, and emptied
 * before each test; a file that does more to its store has a fresh one.
 */

export type StoreKind = Store["kind"]

/** The Postgres that tests may make databases on; the parts that need it are skipped, loudly, when none answers. */
const postgresUrl = process.env.TEST_POSTGRES_URL ?? "postgres://root@127.0.0.1:5432/postgres"

/** What a template was made from: the migrations, and how they are applied. */
function templateKey(): string {
  const hash = createHash("sha256").update(readFileSync("src/core/store/migrate.ts"))
  for (const name of readdirSync("prisma/migrations").sort()) {
    if (!name.endsWith(".toml")) hash.update(readFileSync(join("prisma/migrations", name, "migration.sql")))
  }
  return hash.digest("hex").slice(0, 16)
}

/** An initialised and migrated folder is copied, since making one costs seconds. */
async function templateFolder(): Promise<string> {
  const template = join("node_modules", ".cache", `anchordesk-store-${templateKey()}`)
  if (existsSync(template)) return template
  const making = mkdtempSync(join(tmpdir(), "anchordesk-template-"))
  await (await openStore({ dataDir: making, log: silent })).close()
  mkdirSync(join("node_modules", ".cache"), { recursive: true })
  try {
    cpSync(join(making, "pg"), `${template}.${process.pid}`, { recursive: true })
    renameSync(`${template}.${process.pid}`, template)
  } catch (error) {
    if (!existsSync(template)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return template
}

/** An embedded store that is open already, for many short runs one after another (`npm run mutate`): joined instead of opened. */
const openFolder = process.env.TEST_DATA_DIR

/** A folder that the embedded store opens at once, as a `DATA_DIR`. */
export async function freshDataDir(within = tmpdir()): Promise<string> {
  const dataDir = mkdtempSync(join(within, "anchordesk-"))
  cpSync(await templateFolder(), join(dataDir, "pg"), { recursive: true })
  return dataDir
}

export async function freshStore(kind: StoreKind): Promise<{ store: Store; dispose(): Promise<void> }> {
  if (kind === "pglite") {
    const dataDir = await freshDataDir()
    const store = await openStore({ dataDir, log: silent })
    return {
      store,
      async dispose() {
        await store.close()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  }
  const { databaseUrl, drop } = await freshDatabase()
  const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
  return {
    store,
    async dispose() {
      await store.close()
      await drop()
    },
  }
}

/**
 * A new database on the Postgres for tests, without a schema. A pool that has ended may still be closing its connections: dropping waits
 * for them as long as Postgres does (5 s), since a connection that is ended by force raises an error that nobody listens to any more.
 */
export async function emptyDatabase(template = "template1"): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const name = `anchordesk_test_${process.env.TEST_RUN ?? "own"}_${randomBytes(6).toString("hex")}`
  await administer(`create database ${name} template ${template}`)
  const drop = () =>
    administer(`drop database if exists ${name}`).catch(() =>
      administer(`drop database if exists ${name} with (force)`),
    )
  return { databaseUrl: urlOf(name), drop }
}

/** A new, migrated database on the Postgres for tests: copied, since to apply all migrations takes ten times as long. */
export async function freshDatabase(): ReturnType<typeof emptyDatabase> {
  const template = `anchordesk_template_${templateKey()}`
  const copied = () => emptyDatabase(template)
  return copied().catch(async (error: unknown) => {
    const { code } = error as { code?: string }
    // There is none of that name.
    if (code !== "3D000") throw error
    await makeTemplate(template)
    return copied()
  })
}

/** Arbitrary and fixed: whoever holds this advisory lock makes a template. */
const templateLock = 4_410_227
const templatesKept = 4

/** It gets its name once it is complete. Of templates of other migrations, the newest few are kept. */
async function makeTemplate(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock($1)", [templateLock])
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where datname like 'anchordesk\\_template\\_%' order by oid desc",
    )
    if (rows.some((one) => one.name === name)) return
    for (const old of rows.slice(templatesKept - 1)) await client.query(`drop database if exists ${old.name}`)
    const making = `${name}_making`
    await client.query(`drop database if exists ${making}`)
    await client.query(`create database ${making}`)
    await (await openStore({ databaseUrl: urlOf(making), dataDir: "unused", log: silent })).close()
    await client.query(`alter database ${making} rename to ${name}`)
  } finally {
    await client.end()
  }
}

/** Those that a run's workers shared, and what it left behind. */
export async function dropDatabasesOf(run: string): Promise<void> {
  if (!(await postgresAnswers())) return
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  const like = `anchordesk\\_test\\_${run}\\_%`
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname like $1",
    [like],
  )
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  await client.end()
}

function urlOf(database: string): string {
  const url = new URL(postgresUrl)
  url.pathname = database
  return url.href
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

let answers: Promise<boolean> | undefined
/** Is there a Postgres to test on? Says so loudly when there is not. */
export function postgresAnswers(): Promise<boolean> {
  answers ??= administer("select 1").then(
    () => true,
    () => {
      skipped("no Postgres answers, so nothing is tested on it (set TEST_POSTGRES_URL)")
      return false
    },
  )
  return answers
}

/**
 * Empties every table that was ever written to, so that each test begins with nothing. Rows are deleted, past triggers and foreign keys
 * (which needs a superuser): truncating as many tables costs a Postgres server a second of writing files.
 */
export async function empty(store: Store): Promise<void> {
  const { rows } = await store.pool.query<{ statement: string }>(`
    select format('delete from %I', relname) as statement from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations' and pg_relation_size(oid) > 0
    union all
    select format('select setval(%L, %s, false)', format('%I.%I', schemaname, sequencename), start_value) from pg_sequences
    where schemaname = 'public' and last_value is not null`)
  if (rows.length === 0) return
  const statements = rows.map(({ statement }) => statement)
  await store.pool.query(`begin; set local session_replication_role = replica; ${statements.join(";")}; commit`)
}

/** Puts a centre into an empty store as `centre apply` would. */
export async function withCentre(store: Store, centre: Centre, now: Date): Promise<void> {
  const data = JSON.parse(JSON.stringify(centre))
  await store.prisma.centre.create({ data: { version: 1, appliedAt: now, data } })
  await store.prisma.room.createMany({ data: centre.rooms.map(({ id }) => ({ id })) })
  await store.prisma.resource.createMany({
    data: [
      { id: "floor", capacity: centre.floor },
      ...centre.gear.map(({ id, quantity }) => ({ id, capacity: quantity })),
    ],
  })
}

const shared = new Map<StoreKind, Promise<Store>>()

/**
 * This worker's store of a kind, for all files that it runs, as whoever was before left it; but a new one to whoever remembers something
 * of a store. Nobody closes it: it ends with the worker, and what it was made of with the run.
 */
export async function sharedStore(kind: StoreKind): Promise<Store> {
  const open = async () => {
    if (kind === "postgres")
      return openStore({ databaseUrl: (await freshDatabase()).databaseUrl, dataDir: "unused", log: silent })
    if (openFolder) return openStore({ dataDir: openFolder, log: silent, join: true })
    return openStore({ dataDir: await freshDataDir(process.env.TEST_RUN_DIR), log: silent })
  }
  const store = shared.get(kind) ?? open()
  shared.set(kind, store)
  return { ...(await store) }
}

/** Runs a group of tests on both stores. `store()` is open within tests and hooks, and empty at the start of each test. */
export async function describeEachStore(
  name: string,
  tests: (store: () => Store, kind: StoreKind) => void,
): Promise<void> {
  const kinds: StoreKind[] = (await postgresAnswers()) ? ["pglite", "postgres"] : ["pglite"]
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    let store: Store
    beforeAll(async () => {
      store = await sharedStore(kind)
    })
    beforeEach(() => empty(store))
    tests(() => store, kind)
  })
}
