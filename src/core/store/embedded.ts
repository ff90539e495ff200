import { createHash } from "node:crypto"
import { rmSync } from "node:fs"
import { connect } from "node:net"
import { join, resolve } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import { FolderHeld, type Lock, lockFolder } from "./lock.js"
import { readMigrations } from "./migrate.js"
import { packageRoot } from "./package-root.js"
import { reachable } from "./short-path.js"

/**
 * Postgres inside this process: PGlite in a worker thread, listening on a Unix socket in `DATA_DIR`, so that the one driver path
 * (and the command line, while the service runs) reaches it like any Postgres.
 */
export type Embedded = {
  /** Does this process run it, or does it use another's? */
  own: boolean
  /** The folder of the socket and the port in its name, as the driver wants them. */
  host: string
  port: number
  /** Rejects when the embedded database stops by itself. */
  failed: Promise<never>
  /** Waits a little for commands of other processes that use it. */
  close(): Promise<void>
}

const port = 5432
const socketName = `.s.PGSQL.${port}`
/** How long to wait for somebody else's command, or for a service that is just starting: 15 s. */
const attempts = 150
const attemptMs = 100
/** A worker that does not end by itself is ended. */
const closeMs = 15_000

/**
 * Opens the store in `dataDir`. With `join`, uses the embedded store of a process that has it open.
 * @throws {FolderHeld} when a service has it open, or a process that does not answer
 */
export async function openEmbedded(dataDir: string, { join: joins }: { join: boolean }): Promise<Embedded> {
  const folder = resolve(dataDir)
  for (let attempt = 1; ; attempt++) {
    const lock = await lockFolder(folder, joins ? "command" : "service").catch((error: unknown) => {
      if (error instanceof FolderHeld) return error
      throw error
    })
    if (!(lock instanceof FolderHeld)) return openOwn(folder, lock)
    const running = joins ? await joinRunning(folder) : null
    if (running) return running
    const passes = lock.by === "command" || lock.by === "candidate" || (joins && lock.by === "service")
    if (!passes || attempt === attempts) throw lock
    await delay(attemptMs)
  }
}

/** Where the build puts an empty store with exactly the migrations that this version has. */
export function emptyStoreFolder(): string {
  const hash = createHash("sha256")
  for (const { checksum } of readMigrations()) hash.update(checksum)
  return join(packageRoot(), "dist", "empty-store", hash.digest("hex").slice(0, 16))
}

async function openOwn(folder: string, lock: Lock): Promise<Embedded> {
  const { path: host, dispose } = reachable(folder)
  rmSync(join(host, socketName), { force: true })
  const worker = new Worker(new URL("./embedded-worker.js", import.meta.url), {
    workerData: {
      folder: join(folder, "pg"),
      template: emptyStoreFolder(),
      socket: join(host, socketName),
    },
    // Postgres stops a runaway recursion by its own measure only when this stack is larger than that measure.
    resourceLimits: { stackSizeMb: 16 },
  })
  let closing = false
  const { exited, failed } = endOf(worker, () => closing)
  const close = async (): Promise<void> => {
    closing = true
    worker.postMessage("close")
    const overdue = setTimeout(() => void worker.terminate(), closeMs)
    await exited
    clearTimeout(overdue)
    dispose()
    await lock.release()
  }
  try {
    await Promise.race([new Promise((ready) => worker.once("message", ready)), failed])
  } catch (error) {
    await close()
    throw new Error(`the embedded database in ${folder} does not open: ${String(error)}`, { cause: error })
  }
  return { own: true, host, port, failed, close }
}

function endOf(worker: Worker, expected: () => boolean): { exited: Promise<unknown>; failed: Promise<never> } {
  const exited = new Promise<number>((done) => worker.once("exit", done))
  const failed = new Promise<never>((_, reject) => {
    worker.once("error", reject)
    exited.then((code) => expected() || reject(new Error(`the embedded database stopped (${code})`)))
  })
  // Whoever waits on `failed` hears of it; nobody has to.
  failed.catch(() => {})
  return { exited, failed }
}

/** Another process' embedded store, or null while none listens. */
async function joinRunning(folder: string): Promise<Embedded | null> {
  const { path: host, dispose } = reachable(folder)
  if (!(await answers(join(host, socketName)))) {
    dispose()
    return null
  }
  return { own: false, host, port, failed: new Promise(() => {}), close: async () => dispose() }
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on("error", () => resolve(false))
  })
