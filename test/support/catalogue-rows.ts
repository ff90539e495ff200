import type pg from "pg"
import { batches, type Table } from "../../src/core/store/backup-file.js"

/** Rows for every table, by what the database's own catalogue says of it: nobody needs to add a new table here. */

type Client = Pick<pg.PoolClient, "query">
/** A table's rows as JSON text, in the columns that it had. */
export type Rows = ReadonlyMap<string, { columns: readonly string[]; rows: readonly string[] }>

const quoted = (name: string): string => `"${name}"`

/** What a backup has, by table, those first that others refer to. */
export async function rowsIn(file: string): Promise<Rows> {
  let tables: readonly Table[] = []
  const found = new Map<string, string[]>()
  const began = (head: { tables: Table[] }) => {
    tables = head.tables
  }
  for await (const { table, rows } of batches(file, began))
    found.set(table.name, [...(found.get(table.name) ?? []), ...rows])
  return new Map(tables.map(({ name, columns }) => [name, { columns, rows: found.get(name) ?? [] }]))
}

/** Columns that can be written, by table. */
export async function columnsOf(client: Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = current_schema() and table_type = 'BASE TABLE' and is_generated = 'NEVER' and table_name <> '_prisma_migrations'
      group by table_name`,
  )
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}

/** Writes rows as a program would that knows these columns and no others; tables that are not there, or have rows, are left alone. */
export async function pour(client: Client, rows: Rows): Promise<void> {
  const here = await columnsOf(client)
  for (const [table, { columns, rows: lines }] of rows) {
    const known = columns.filter((column) => here.get(table)?.includes(column))
    if (lines.length === 0 || known.length === 0 || (await hasRows(client, table))) continue
    const list = known.map(quoted).join(", ")
    await untriggered(client, table, () =>
      client.query(
        `insert into ${quoted(table)} (${list}) overriding system value
         select ${list} from jsonb_populate_recordset(null::${quoted(table)}, $1::jsonb)`,
        [`[${lines.join(",")}]`],
      ),
    )
  }
}

const hasRows = async (client: Client, table: string): Promise<boolean> =>
  (await client.query(`select 1 from ${quoted(table)} limit 1`)).rows.length > 0

/** What triggers keep is poured in too. */
async function untriggered(client: Client, table: string, work: () => Promise<unknown>): Promise<void> {
  await client.query(`alter table ${quoted(table)} disable trigger user`)
  await work()
  await client.query(`alter table ${quoted(table)} enable trigger user`)
}

type Column = { name: string; type: string; required: boolean; refers: [string, string] | null; choices: string | null }

const describe = `
  select attname::text as name, format_type(atttypid, null) as type, attnotnull as required,
         (select json_build_array(confrelid::regclass::text, f.attname)
            from pg_constraint k join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
           where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1) as refers,
         (select pg_get_constraintdef(k.oid) from pg_constraint k
           where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any(k.conkey) and pg_get_constraintdef(k.oid) like '%''%' limit 1) as choices
    from pg_attribute a
   where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     and coalesce((select pg_get_expr(adbin, adrelid) from pg_attrdef d where d.adrelid = attrelid and d.adnum = attnum), '') not like 'nextval%'
   order by attnum`

/** One made-up row for each table that has none: also those that no test's story comes by. @param tables in the order of their references */
export async function fillEmptyTables(client: Client, tables: Iterable<string>): Promise<void> {
  for (const table of tables) {
    if (await hasRows(client, table)) continue
    const { rows: columns } = await client.query<Column>(describe, [quoted(table)])
    const made = async (wanted: Column[]) => {
      const values = await Promise.all(wanted.map((column, at) => valueFor(client, column, at)))
      const list = wanted.map(({ name }) => quoted(name)).join(", ")
      await client.query(
        `insert into ${quoted(table)} (${list}) values (${wanted.map((_, at) => `$${at + 1}`).join(", ")})`,
        values,
      )
    }
    await untriggered(client, table, async () => {
      await client.query("savepoint one")
      try {
        await made(columns)
      } catch {
        // Some tables take one thing or the other, not both.
        await client.query("rollback to one")
        await made(columns.filter(({ required }) => required))
      }
    })
  }
}

async function valueFor(client: Client, { name, type, refers, choices }: Column, at: number): Promise<unknown> {
  if (refers) {
    const { rows } = await client.query<{ id: unknown }>(
      `select ${quoted(refers[1])} as id from ${refers[0]} order by 1 limit 1`,
    )
    return rows[0]?.id
  }
  if (type.startsWith("timestamp") || type === "date") return new Date(Date.UTC(2026, 10, 24, 0, 15 * at)).toISOString()
  if (/int|numeric|double/.test(type)) return 1
  if (type === "boolean") return true
  if (type === "json" || type === "jsonb") return JSON.stringify({ 名: "“測試”\n", n: 1.5 })
  if (type.endsWith("[]")) return []
  return /'([^']+)'/.exec(choices ?? "")?.[1] ?? `${name} 一`
}
