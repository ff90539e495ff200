import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist"
import pg from "pg"
import { serve } from "../../../src/core/store/embedded-server.js"
import { migrate } from "../../../src/core/store/migrate.js"

/**
 * A real PGlite with the product's migrations, its data in memory and in this thread, reached by the product's driver through the
 * product's own server for it. One for many runs: making it costs seconds, emptying it milliseconds.
 */
export type MemoryStore = {
  /** Used by one at a time: who may speak next is the simulation's to decide. */
  line: pg.Client
  /** Is a transaction open? */
  inTransaction(): boolean
  /** Makes every table empty and every counter start again. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** Dead rows of so many runs are cleared away. */
const vacuumEvery = 25

export async function openMemoryStore(): Promise<MemoryStore> {
  const settings = ["shared_buffers=32MB", "timezone=UTC"]
  const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ["-c", setting])]
  const db = await PGlite.create({ dataDir: "memory://", extensions: { btree_gist }, startParams })
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-sim-"))
  const server = await serve(db, join(folder, ".s.PGSQL.5432"), { idleMs: 2_000_000_000 })
  const address = { host: folder, port: 5432, user: "postgres", database: "postgres" }
  const pool = new pg.Pool({ ...address, max: 1 })
  await migrate(pool)
  await pool.end()
  const line = new pg.Client(address)
  await line.connect()
  const wipe = await wiping(line)
  let emptied = 0
  return {
    line,
    inTransaction: () => db.isInTransaction(),
    async empty() {
      await line.query(wipe)
      if (++emptied % vacuumEvery === 0) await line.query("vacuum analyze")
    },
    async close() {
      await line.end()
      await server.stop()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Deletes without asking triggers and foreign keys; much quicker here than truncating. */
async function wiping(line: pg.Client): Promise<string> {
  const { rows: tables } = await line.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'",
  )
  const { rows: counters } = await line.query<{ name: string }>(
    "select quote_ident(sequencename) as name from pg_sequences where schemaname = 'public'",
  )
  return [
    "begin",
    "set local session_replication_role = replica",
    ...tables.map(({ name }) => `delete from ${name}`),
    ...counters.map(({ name }) => `alter sequence ${name} restart`),
    "commit",
  ].join(";\n")
}
