import type { Log } from "../log.js"
import type { Store } from "./connection.js"
import { openEmbedded } from "./embedded.js"

export type { Store } from "./connection.js"

export type StoreOptions = {
  /** A Postgres (15 or newer); the embedded store in `dataDir` when absent. */
  databaseUrl?: string
  dataDir: string
  log: Log
  /** What the process is loading already: the driver is loaded after it, for two imports in flight are the likely cause of a module seen empty. */
  loading?: Promise<unknown>
  /** For a command beside a running service: use its embedded store, and only open the folder when no service does. */
  join?: boolean
}

/**
 * Opens the store, brings its schema up to date, and makes sure that the constraints the promises rest on are there.
 * @throws {FolderHeld} when another process has the embedded store open
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, dataDir, log, join = false, loading } = options
  const to = databaseUrl ? { connectionString: databaseUrl } : openEmbedded(dataDir, { join })
  // An embedded database takes longest, in a thread of its own: the driver and the rest are loaded meanwhile.
  const driver = Promise.resolve(loading).then(() => import("./connection.js"))
  const [{ connect, ready }, at] = await Promise.all([driver, to])
  return ready(connect(at, log), { dataDir, log })
}
