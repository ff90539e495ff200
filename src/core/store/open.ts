import type { Log } from "../log.js"
import type { Store } from "./connection.js"
import { openEmbedded } from "./embedded.js"

export type { Store } from "./connection.js"

export type StoreOptions = {
  /** A Postgres (15 or newer); the embedded store in `dataDir` when absent. */
  databaseUrl?: string
  dataDir: string
  log: Log
  /** For a command beside a running service: use its embedded store, and only open the folder when no service does. */
  join?: boolean
}

/**
 * Opens the store, brings its schema up to date, and makes sure that the constraints the promises rest on are there.
 * @throws {FolderHeld} when another process has the embedded store open
 */
export async function openStore({ databaseUrl, dataDir, log, join = false }: StoreOptions): Promise<Store> {
  const to = databaseUrl ? { connectionString: databaseUrl } : openEmbedded(dataDir, { join })
  // An embedded database takes longest, in a thread of its own: the driver and the rest are loaded meanwhile.
  const [{ connect, ready }, at] = await Promise.all([import("./connection.js"), to])
  return ready(connect(at, log), { dataDir, log })
}
