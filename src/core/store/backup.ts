import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import type pg from "pg"
import { BadBackup, batches, format, type Head, hashed, readBack, type Table } from "./backup-file.js"
import { applyTo, readMigrations } from "./migrate.js"

/**
 * The whole store as one file that both kinds of store can read back (see backup-file.ts). Taken in one snapshot, beside a
 * running service. Whoever has the file has everything in it, names and invitations included: it is written for its owner only.
 */

type Client = Pick<pg.PoolClient, "query">

/** Written whole or not at all: beside the file first, then in its place. */
export async function backup(pool: pg.Pool, { file, at }: { file: string; at: Date }): Promise<Head> {
  const partial = `${file}.partial`
  try {
    const said = await write(pool, partial, at)
    await readBack(partial)
    await rename(partial, file)
    return said
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function write(pool: pg.Pool, file: string, at: Date): Promise<Head> {
  const client = await pool.connect()
  try {
    await client.query("begin isolation level repeatable read read only")
    await client.query("set local timezone to 'UTC'")
    const said = await describe(client, at)
    await pipeline(lines(client, said), hashed(), createGzip(), createWriteStream(file, { mode: 0o600 }))
    await client.query("commit")
    client.release()
    return said
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function describe(client: Client, at: Date): Promise<Head> {
  const { rows: done } = await client.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null order by migration_name",
  )
  const tables: Table[] = []
  for (const { name, columns } of await tablesOf(client)) {
    tables.push({ name, columns, ...(await digestOf(client, { name, columns })) })
  }
  return { format, at: at.toISOString(), migrations: done.map(({ name }) => name), tables }
}

/** Every table of the desk with its columns, those first that others refer to. */
async function tablesOf(client: Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] | null }>(
    `select c.relname as name,
            (select array_agg(attname::text order by attnum) from pg_attribute
              where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
            (select array_agg(confrelid::regclass::text) from pg_constraint
              where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as needs
       from pg_class c where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> '_prisma_migrations'
      order by relname`,
  )
  const sorted: { name: string; columns: string[] }[] = []
  const ready = (needs: string[] | null) =>
    (needs ?? []).every((name) => sorted.some((table) => table.name === unquoted(name)))
  for (let left = rows; left.length > 0; ) {
    const next = left.filter(({ needs }) => ready(needs))
    if (next.length === 0) throw new Error(`tables refer to each other: ${left.map(({ name }) => name).join(", ")}`)
    sorted.push(...next.map(({ name, columns }) => ({ name, columns })))
    left = left.filter((table) => !next.includes(table))
  }
  return sorted
}

const unquoted = (name: string): string => name.replaceAll('"', "")
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The same rows make the same digest, in whichever order and kind of store they lie. */
async function digestOf(
  client: Client,
  { name, columns }: { name: string; columns: readonly string[] },
): Promise<{ rows: number; digest: string }> {
  const { rows } = await client.query<{ rows: number; digest: string }>(
    `select count(*)::integer as rows, coalesce(md5(string_agg(hash, '' order by hash)), '') as digest
       from (select md5(to_jsonb(t)::text) as hash from (select ${columns.map(quoted).join(", ")} from ${quoted(name)}) t) hashes`,
  )
  const found = rows[0]
  if (!found) throw new Error("a digest query answered nothing")
  return found
}

const batch = 1_000

async function* lines(client: Client, said: Head): AsyncGenerator<string> {
  yield `${JSON.stringify(said)}\n`
  for (const [place, { name, columns }] of said.tables.entries()) {
    const list = columns.map(quoted).join(", ")
    await client.query(
      `declare whole no scroll cursor for select to_jsonb(t)::text as row from (select ${list} from ${quoted(name)}) t`,
    )
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${batch} from whole`)
      if (rows.length === 0) break
      yield rows.map(({ row }) => `[${place},${row}]\n`).join("")
    }
    await client.query("close whole")
  }
}

/**
 * Puts a backup in the place of everything that is in the store, in one transaction: the schema as it was when the backup was taken,
 * the rows, a look at every table's digest, and only then what migrations came since.
 * @throws {BadBackup} and leaves the store as it was
 */
export async function restore(pool: pg.Pool, file: string): Promise<Head> {
  const said = await readBack(file)
  const known = readMigrations()
  const then = known.filter(({ name }) => said.migrations.includes(name))
  const later = said.migrations.find((name) => !then.some((migration) => migration.name === name))
  if (later)
    throw new BadBackup(
      `the backup is of a newer version of Anchordesk, which has ${later}: install that version or a later one`,
    )
  const client = await pool.connect()
  try {
    await client.query("begin")
    await client.query("set local timezone to 'UTC'")
    await dropAll(client)
    await applyTo(client, then)
    // What triggers wrote is in the backup too, and what they refuse was allowed when it was written.
    await triggers(client, "disable")
    for await (const { table, rows } of batches(file)) await insert(client, table, rows)
    await triggers(client, "enable")
    await continueSequences(client)
    for (const table of said.tables) {
      const { digest } = await digestOf(client, table)
      if (digest !== table.digest) throw new BadBackup(`${table.name} did not come back as it was`)
    }
    await applyTo(
      client,
      known.filter((migration) => !then.includes(migration)),
    )
    await client.query("commit")
    client.release()
    return said
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Our tables and functions; what extensions brought stays. */
async function dropAll(client: Client): Promise<void> {
  const tables = [...(await tablesOf(client)).map(({ name }) => name), "_prisma_migrations"]
  await client.query(`drop table if exists ${tables.map(quoted).join(", ")} cascade`)
  const { rows } = await client.query<{ called: string }>(
    `select p.oid::regprocedure::text as called from pg_proc p
      where pronamespace = current_schema()::regnamespace
        and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  )
  for (const { called } of rows) await client.query(`drop function ${called} cascade`)
}

const insert = (client: Client, { name, columns }: Table, rows: readonly string[]) => {
  const list = columns.map(quoted).join(", ")
  return client.query(
    `insert into ${quoted(name)} (${list}) overriding system value select ${list} from jsonb_populate_recordset(null::${quoted(name)}, $1::jsonb)`,
    [`[${rows.join(",")}]`],
  )
}

const triggers = async (client: Client, how: "disable" | "enable"): Promise<void> => {
  for (const { name } of await tablesOf(client)) await client.query(`alter table ${quoted(name)} ${how} trigger user`)
}

/** New rows go on counting after those that came back. */
async function continueSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; column: string }>(
    `select table_name as name, column_name as column from information_schema.columns
      where table_schema = current_schema() and column_default like 'nextval(%'`,
  )
  for (const { name, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${quoted(column)}) from ${quoted(name)}), 0) + 1, false)`,
      [quoted(name), column],
    )
  }
}
