import type pg from "pg"
import type { Migration } from "../../../src/core/store/migrate.js"

/** A migration that is cut off at one of its statements. */

/** Its statements, one by one: cut at semicolons that are neither in a text, a comment nor a function's body. */
export function statementsOf(sql: string): string[] {
  const token = /\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^$'"\-/;]+|[\s\S]/g
  const statements = [""]
  for (const [part] of sql.matchAll(token)) {
    if (part === ";") statements.push("")
    else if (!part.startsWith("--") && !part.startsWith("/*")) statements[statements.length - 1] += part
  }
  return statements.map((one) => one.trim()).filter((one) => one !== "")
}

/** Before each of its statements, before its row in the bookkeeping, and before the commit. */
export const pointsOf = ({ sql }: Migration): number => statementsOf(sql).length + 2

type Cut = {
  migration: Migration
  point: number
  die(client: pg.PoolClient): Promise<unknown>
  /** The planted fault: each statement is its own transaction. */
  oneByOne?: boolean | undefined
}

/** A pool on whose connections the migration runs statement by statement, and dies at that point. */
export function cutting(pool: pg.Pool, { migration, point, die, oneByOne }: Cut): pg.Pool {
  const statements = statementsOf(migration.sql)
  const connect = async () => {
    const client = await pool.connect()
    let begun = false
    const query = async (text: string, values?: unknown[]) => {
      if (oneByOne && text === "begin") return client.query("select 1")
      if (text === "commit" && begun && point === statements.length + 1) await die(client)
      if (begun && text.startsWith("insert into _prisma_migrations") && point === statements.length) await die(client)
      if (text !== migration.sql) return client.query(text, values)
      begun = true
      for (const [place, statement] of statements.entries()) {
        if (place === point) await die(client)
        await client.query(statement)
      }
      return client.query("select 1")
    }
    return { query, release: (broken?: boolean) => client.release(broken) }
  }
  return { connect } as unknown as pg.Pool
}
