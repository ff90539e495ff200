import { createHash } from "node:crypto"
import pg from "pg"
import { describe, expect, test } from "vitest"
import { engineAdapter, migrationList, schemaEngine } from "../../../scripts/schema.mjs"
import { assertPromisesInCatalogue } from "../../../src/core/store/catalogue.js"
import { type Migration, migrate, readMigrations } from "../../../src/core/store/migrate.js"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { describeEachStore, emptyDatabase, postgresAnswers } from "../../support/store.js"

const written = (name: string, sql: string): Migration => ({
  name,
  sql,
  checksum: createHash("sha256").update(sql).digest("hex"),
})
const known = readMigrations()
const next = written("30000101000000_next", "create table next_one (n integer); insert into next_one values (1);")

await describeEachStore("migrations", (store) => {
  const tables = async () =>
    (await store().pool.query<{ name: string | null }>("select to_regclass('next_one')::text as name")).rows[0]?.name
  const forget = async () => {
    await store().pool.query("drop table if exists next_one")
    await store().pool.query("delete from _prisma_migrations where migration_name = $1", [next.name])
  }

  test("are applied once, in order, however many start at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => migrate(store().pool, [...known, next])))
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual([next.name])
    expect((await store().pool.query("select n from next_one")).rows).toEqual([{ n: 1 }])
    await forget()
  })

  test("that a newer version applied are left alone, and named", async () => {
    await migrate(store().pool, [...known, next])
    expect(await migrate(store().pool, known)).toEqual({ applied: [], unknown: [next.name] })
    await forget()
  })

  test("that were changed afterwards are refused by name", async () => {
    const changed = known.map((migration, n) => (n === 0 ? written(migration.name, `${migration.sql} `) : migration))
    await expect(migrate(store().pool, changed)).rejects.toThrow(`${known[0]?.name} was changed`)
  })

  test("that fail leave nothing, say why, and can be tried again", async () => {
    const failing = written(next.name, "create table next_one (n integer); select 1/0;")
    await expect(migrate(store().pool, [...known, failing])).rejects.toThrow(`${next.name} failed: division by zero`)
    expect(await tables()).toBeNull()
    expect(await migrate(store().pool, [...known, next])).toMatchObject({ applied: [next.name] })
    await forget()
  })

  test("that another tool left unfinished are not tried over it", async () => {
    await store().pool.query(
      "insert into _prisma_migrations (id, checksum, migration_name) values ('half', '', '29990101000000_half')",
    )
    await expect(migrate(store().pool)).rejects.toThrow("29990101000000_half was begun by another tool")
    await store().pool.query("delete from _prisma_migrations where id = 'half'")
  })

  test("Prisma's own engine finds nothing to do after them", async () => {
    const { host, port, user, database } = store().pool.options
    const pool = () => new pg.Pool(host ? { host, port, user, database } : { ...store().pool.options })
    const connect = () => engineAdapter(pool())
    const engine = await schemaEngine({
      provider: "postgres",
      adapterName: "test",
      connect,
      connectToShadowDb: connect,
    })
    const migrationsList = migrationList("prisma/migrations")
    const filters = { externalTables: [], externalEnums: [] }
    expect(
      await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
    ).toMatchObject({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
    expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: [] })
    engine.free()
  })

  test.each([
    ["alter table claim drop constraint claim_no_overlap", "constraint claim_no_overlap on claim"],
    ["alter table ledger drop constraint ledger_within_capacity", "constraint ledger_within_capacity on ledger"],
    [
      "alter table quota drop constraint quota_within_grant, add constraint quota_within_grant check (true) not valid",
      "constraint quota_within_grant on quota",
    ],
    ["alter table usage disable trigger usage_added", "trigger usage_added"],
  ])("a database after «%s» is not worked with", async (sql, missing) => {
    const client = await store().pool.connect()
    try {
      await client.query("begin")
      await client.query(sql)
      await expect(assertPromisesInCatalogue(client)).rejects.toThrow(missing)
    } finally {
      await client.query("rollback")
      client.release()
    }
    await assertPromisesInCatalogue(store().pool)
  })
})

describe.skipIf(!(await postgresAnswers()))("migrations on Postgres", () => {
  test("of replicas that start at once on an empty database, each finds it ready", async () => {
    const { databaseUrl, drop } = await emptyDatabase()
    const started = await Promise.allSettled(
      Array.from({ length: 4 }, () => openStore({ databaseUrl, dataDir: "unused", log: silent })),
    )
    expect(started.map((one) => (one.status === "rejected" ? one.reason : "ready"))).toEqual(Array(4).fill("ready"))
    const stores = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))
    const { rows } = (await stores[0]?.pool.query("select migration_name from _prisma_migrations order by 1")) ?? {
      rows: [],
    }
    expect(rows.map(({ migration_name }) => migration_name)).toEqual(known.map(({ name }) => name))
    for (const store of stores) await store.close()
    await drop()
  })

  test("killed at any statement, leave the schema as it was or as it should be", async () => {
    const { databaseUrl, drop } = await emptyDatabase()
    const pool = new pg.Pool({ connectionString: databaseUrl })
    pool.on("error", () => {})
    const steps = [
      "create table next_one (n integer)",
      "insert into next_one values (1)",
      "create index on next_one (n)",
    ]
    for (let kill = 0; kill <= steps.length; kill++) {
      const killing = [...steps.slice(0, kill), "select pg_terminate_backend(pg_backend_pid())", ...steps.slice(kill)]
      await expect(migrate(pool, [written(next.name, killing.join(";"))])).rejects.toThrow()
      const { rows } = await pool.query("select to_regclass('next_one') as t, to_regclass('_prisma_migrations') as b")
      expect(rows).toEqual([{ t: null, b: null }])
    }
    expect(await migrate(pool, [next])).toEqual({ applied: [next.name], unknown: [] })
    await pool.end()
    await drop()
  })
})
