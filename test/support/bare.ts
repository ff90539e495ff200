import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist"
import pg from "pg"
import { serve } from "../../src/core/store/embedded-server.js"
import { emptyDatabase, type StoreKind } from "./store.js"

/** A database without a schema. */
export async function bare(kind: StoreKind): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  if (kind === "postgres") {
    const { databaseUrl, drop } = await emptyDatabase()
    const pool = new pg.Pool({ connectionString: databaseUrl })
    return { pool, close: () => pool.end().then(drop) }
  }
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-bare-"))
  const { pool, close } = await served(await PGlite.create({ extensions: { btree_gist } }), folder)
  return {
    pool,
    async close() {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The embedded database in a folder, as it is there, without looking for migrations. */
export const bareIn = async (folder: string): Promise<{ pool: pg.Pool; close(): Promise<void> }> =>
  served(await PGlite.create({ dataDir: join(folder, "pg"), extensions: { btree_gist } }), folder)

async function served(db: PGlite, folder: string): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const socket = join(folder, ".s.PGSQL.5432")
  // Of one that was killed.
  rmSync(socket, { force: true })
  const server = await serve(db, socket, { leaveMs: 0 })
  const pool = new pg.Pool({ host: folder, port: 5432, user: "postgres", database: "postgres" })
  return {
    pool,
    async close() {
      await pool.end()
      await server.stop()
      await db.close()
    },
  }
}
