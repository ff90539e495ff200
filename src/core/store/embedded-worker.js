// The embedded Postgres, in a thread of its own so that its work never stops the event loop that answers people.
// Plain JavaScript, because a worker thread loads it as it is, from src/ in tests and from dist/ in use.
import { constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { parentPort, workerData } from "node:worker_threads"
import { PGlite } from "@electric-sql/pglite"
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist"
import { serve } from "./embedded-server.js"

/** @type {{ folder: string, template: string, socket: string }} */
const { folder, template, socket } = workerData

// PGlite's own 128 MB of buffers would all be resident; the files are in the system's cache anyway. The log's files beyond max_wal_size go
// at a checkpoint instead of being kept for use again.
const settings = ["shared_buffers=32MB", "max_wal_size=128MB", "min_wal_size=32MB", "timezone=UTC"]
const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ["-c", setting])]

// A folder gets its name once it is complete: a start that is killed half-way leaves nothing that looks like a store.
if (!existsSync(folder)) {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  if (existsSync(join(template, "made.json"))) copyTemplate(fresh)
  else await (await PGlite.create(fresh)).close()
  renameSync(fresh, folder)
}

const db = await PGlite.create({ dataDir: folder, extensions: { btree_gist }, startParams })
stopWhenBroken(db)
const server = await serve(db, socket)

parentPort?.once("message", async () => {
  await server.stop()
  await db.close()
  process.exit(0)
})
parentPort?.postMessage("ready")

/**
 * A package has no empty folders, and Postgres does not start without them: the build wrote down which there were.
 * @param {string} fresh
 */
function copyTemplate(fresh) {
  cpSync(join(template, "pg"), fresh, { recursive: true, mode: constants.COPYFILE_FICLONE })
  /** @type {{ emptyFolders: string[] }} */
  const { emptyFolders } = JSON.parse(readFileSync(join(template, "made.json"), "utf8"))
  for (const name of emptyFolders) mkdirSync(join(fresh, name), { recursive: true })
}

/**
 * PGlite takes everything thrown by Postgres' main loop for an error that Postgres has reported, and goes on: after a WebAssembly
 * trap, with broken memory, answering nonsense or looping for ever. Here a trap ends the thread, before anything more is written.
 * @param {PGlite} db
 */
function stopWhenBroken(db) {
  const postgres = db.Module
  const loop = postgres._PostgresMainLoopOnce
  postgres._PostgresMainLoopOnce = () => {
    try {
      return loop()
    } catch (error) {
      if (error instanceof Error && (error.name === "RuntimeError" || error.name === "RangeError")) {
        process.stderr.write(`the embedded database broke: ${error.message}\n`)
        process.exit(70)
      }
      throw error
    }
  }
}
