import { createHash, randomUUID } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type pg from "pg"
import { packageRoot } from "./package-root.js"

/**
 * Applies prisma/migrations in order, each in one transaction with its row in Prisma's own bookkeeping table, so that
 * `prisma migrate deploy` agrees with what was done. Any number of processes may start at once; one that is killed leaves a migration
 * done or not begun.
 */

export type Migration = { name: string; sql: string; checksum: string }
export type Migrated = {
  applied: string[]
  /** What the database has that this version does not know: a newer version ran before. */
  unknown: string[]
}

/** Arbitrary and fixed: whoever holds this advisory lock looks at the bookkeeping, or migrates. */
const migrationLock = 7_219_341

const bookkeeping = `create table _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0)`

/** @throws naming a migration that was changed after it had been applied, that another tool left unfinished, or that fails */
export async function migrate(pool: pg.Pool, known: readonly Migration[] = readMigrations()): Promise<Migrated> {
  const applied: string[] = []
  for (;;) {
    const step = await applyNext(pool, known)
    if ("unknown" in step) return { applied, unknown: step.unknown }
    applied.push(step.applied)
  }
}

/**
 * Applies the first migration that is pending, if any. What is pending is found out in the transaction that applies it, under a lock
 * of that transaction: a lock of a session would be none on the embedded store, whose connections share one.
 */
async function applyNext(
  pool: pg.Pool,
  known: readonly Migration[],
): Promise<{ applied: string } | { unknown: string[] }> {
  const client = await pool.connect()
  try {
    await client.query("begin")
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock])
    const done = await appliedSoFar(client)
    const pending = known.find(({ name }) => !done.has(name))
    for (const { name, checksum } of known) {
      if (done.has(name) && done.get(name) !== checksum)
        throw new Error(`migration ${name} was changed after it had been applied to this database`)
    }
    if (pending) await applyOne(client, pending)
    await client.query("commit")
    client.release()
    const names = new Set(known.map(({ name }) => name))
    return pending ? { applied: pending.name } : { unknown: [...done.keys()].filter((name) => !names.has(name)) }
  } catch (error) {
    // The connection's end rolls it back.
    client.release(true)
    throw error
  }
}

/** Name and checksum of what was applied; makes the bookkeeping table when there is none. */
async function appliedSoFar(client: Pick<pg.PoolClient, "query">): Promise<Map<string, string>> {
  const { rows: tables } = await client.query("select 1 where to_regclass('_prisma_migrations') is not null")
  if (tables.length === 0) await client.query(bookkeeping)
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null order by started_at`,
  )
  const unfinished = rows.find(({ finished }) => !finished)
  if (unfinished) {
    throw new Error(
      `migration ${unfinished.name} was begun by another tool and not finished: see "prisma migrate resolve --help"`,
    )
  }
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

/** Applies migrations to a database that has none of them, within the caller's transaction. */
export async function applyTo(client: Pick<pg.PoolClient, "query">, migrations: readonly Migration[]): Promise<void> {
  await appliedSoFar(client)
  for (const migration of migrations) await applyOne(client, migration)
}

async function applyOne(client: Pick<pg.PoolClient, "query">, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
  } catch (error) {
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** What {@link migrate} would apply to a database that some of the package's migrations were applied to; none where none was. */
export async function pendingMigrations(pool: pg.Pool): Promise<string[]> {
  const { rows: tables } = await pool.query("select 1 where to_regclass('_prisma_migrations') is not null")
  if (tables.length === 0) return []
  const { rows } = await pool.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null",
  )
  const done = new Set(rows.map(({ name }) => name))
  return done.size === 0 ? [] : readMigrations().flatMap(({ name }) => (done.has(name) ? [] : [name]))
}

/** The package's migrations, in order. */
export function readMigrations(folder = join(packageRoot(), "prisma", "migrations")): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8")
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") }
    })
}
