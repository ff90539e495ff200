import { createHash, randomBytes } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterAll, beforeAll, beforeEach, describe } from "vitest"
import type { Centre } from "../../src/core/centre.js"
import { openStore, type Store } from "../../src/core/store/open.js"
import { silent } from "./log.js"
import { skipped } from "./skipped.js"

/** Real stores for tests: a fresh, migrated, empty one per file, emptied before each test. */

export type StoreKind = Store["kind"]

/** The Postgres that tests may make databases on; the parts that need it are skipped, loudly, when none answers. */
const postgresUrl = process.env.TEST_POSTGRES_URL ?? "postgres://root@127.0.0.1:5432/postgres"

/** An initialised and migrated folder is copied, since making one costs seconds. Keyed by the migrations. */
async function templateFolder(): Promise<string> {
  const hash = createHash("sha256")
  for (const name of readdirSync("prisma/migrations").sort()) {
    if (!name.endsWith(".toml")) hash.update(readFileSync(join("prisma/migrations", name, "migration.sql")))
  }
  const template = join("node_modules", ".cache", `anchordesk-store-${hash.digest("hex").slice(0, 16)}`)
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
export async function freshDataDir(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "anchordesk-"))
  cpSync(await templateFolder(), join(dataDir, "pg"), { recursive: true })
  return dataDir
}

export async function freshStore(kind: StoreKind): Promise<{ store: Store; dispose(): Promise<void> }> {
  if (kind === "pglite" && openFolder) {
    const store = await openStore({ dataDir: openFolder, log: silent, join: true })
    return { store, dispose: () => store.close() }
  }
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
 * A new database on the Postgres for tests. A pool that has ended may still be closing its connections: dropping waits for them as long
 * as Postgres does (5 s), since a connection that is ended by force raises an error that nobody listens to any more.
 */
export async function freshDatabase(): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const name = `anchordesk_test_${randomBytes(6).toString("hex")}`
  await administer(`create database ${name}`)
  const url = new URL(postgresUrl)
  url.pathname = name
  const drop = () =>
    administer(`drop database if exists ${name}`).catch(() =>
      administer(`drop database if exists ${name} with (force)`),
    )
  return { databaseUrl: url.href, drop }
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
 * Empties every table, so that each test begins with nothing. Rows are deleted, past triggers and foreign keys (which needs a
 * superuser): truncating as many tables costs a Postgres server a second of writing files.
 */
export async function empty(store: Store): Promise<void> {
  const { rows } = await store.pool.query<{ statement: string }>(`
    select format('delete from %I', tablename) as statement from pg_tables
    where schemaname = 'public' and tablename <> '_prisma_migrations'
    union all
    select format('select setval(%L, %s, false)', format('%I.%I', schemaname, sequencename), start_value) from pg_sequences
    where schemaname = 'public' and last_value is not null`)
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

/** Runs a group of tests on both stores. `store()` is open within tests and hooks, and empty at the start of each test. */
export async function describeEachStore(
  name: string,
  tests: (store: () => Store, kind: StoreKind) => void,
): Promise<void> {
  const kinds: StoreKind[] = (await postgresAnswers()) ? ["pglite", "postgres"] : ["pglite"]
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    let fresh: Awaited<ReturnType<typeof freshStore>>
    beforeAll(async () => {
      fresh = await freshStore(kind)
    })
    beforeEach(() => empty(fresh.store))
    afterAll(() => fresh?.dispose())
    tests(() => fresh.store, kind)
  })
}
