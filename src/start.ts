import { type Config, readConfig } from "./config.js"
import { openStore } from "./core/store/open.js"
import { createLog } from "./log.js"
import type { Opened } from "./main.js"

/** The beginning of the service: the store opens, in a thread of its own, while the rest of the program is loaded. */

export async function opened(config: Config, loading: Promise<unknown>): Promise<Opened> {
  const lines = new Map<string, number>()
  const log = createLog(config.logLevel, lines)
  const store = await openStore({
    dataDir: config.dataDir,
    log,
    loading,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl.reveal() }),
  })
  return { store, log, lines }
}

/** `anchordesk start`: runs until told to stop. */
export async function start(): Promise<void> {
  const read = readConfig(process.env)
  if ("problem" in read) throw new Error(read.problem)
  const main = import("./main.js")
  const [at, { serve }] = await Promise.all([opened(read.ok, main), main])
  const service = await serve(read.ok, at)
  process.stdout.write(`Anchordesk is open: ${service.address}\n`)
  const stop = (): void => {
    // A second signal does not wait.
    process.once("SIGINT", () => process.exit(1))
    setTimeout(() => process.exit(1), 20_000).unref()
    void service.stop().then(() => process.exit(0))
  }
  process.once("SIGTERM", stop)
  process.once("SIGINT", stop)
}
