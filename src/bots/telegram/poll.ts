import type { Log } from "../../core/log.js"
import type { Queue } from "./queue.js"
import { allowedUpdates, idOf } from "./read.js"
import { CallError, type Transport } from "./transport.js"

/**
 * Long polling that loses nothing: an update is confirmed (by asking for later ones) only when it is done, so that a crash makes
 * Telegram give it again. While some take long, others are asked for beside them.
 */

const longPollSeconds = 25
const besideMs = 250
const batch = 100
const stopMs = 8000
const confirmMs = 3000

type Polling = {
  transport: Transport
  queue: Queue
  /** Resolves when the update is done. */
  take: (update: unknown) => Promise<void>
  log: Log
  sleep: (ms: number) => Promise<void>
}

export function poll({ transport, queue, take, log, sleep }: Polling): { stop(): Promise<void> } {
  const abort = new AbortController()
  let next = 0
  let failures = 0

  const ask = async (timeout: number): Promise<void> => {
    const offset = Math.min(next, ...queue.open())
    const payload = { offset, timeout, limit: batch, allowed_updates: allowedUpdates }
    const updates = await transport.call("getUpdates", payload, timeout > 0 ? abort.signal : undefined)
    for (const update of Array.isArray(updates) ? updates : []) {
      const id = idOf(update)
      if (id === null || id < next) continue
      next = id + 1
      // What goes wrong with one update holds up nothing else.
      void take(update).catch((error: unknown) => log.error({ err: error, update: id }, "an update was not taken"))
    }
  }

  const round = async (): Promise<void> => {
    try {
      const busy = queue.open().length > 0
      if (busy) await Promise.race([queue.idle(), sleep(besideMs)])
      await ask(queue.open().length > 0 ? 0 : longPollSeconds)
      failures = 0
    } catch (error) {
      if (abort.signal.aborted) return
      failures += 1
      log.warn({ why: explain(error), failures }, "Telegram gave no updates")
      await sleep(Math.min(30_000, 500 * 2 ** failures))
    }
  }

  const running = (async () => {
    while (!abort.signal.aborted) await round()
  })()

  return {
    async stop() {
      abort.abort()
      // What hangs, a turn or an asking, is not confirmed: the next start gets it again.
      await Promise.race([running.then(queue.idle), sleep(stopMs)])
      // Confirms what is done, so that the next start does not get it again.
      if (next === 0) return
      const confirm = { offset: Math.min(next, ...queue.open()), timeout: 0, limit: 1 }
      await Promise.race([transport.call("getUpdates", confirm).catch(() => {}), sleep(confirmMs)])
    },
  }
}

/** The operator's to mend; until then everything waits. */
export const revoked =
  "Telegram no longer knows TELEGRAM_BOT_TOKEN: copy it again from BotFather, and start the service again"

function explain(error: unknown): string {
  if (error instanceof CallError && error.code === 401) return revoked
  if (error instanceof CallError && error.code === 409) {
    return "another program is polling with this bot's token (or a webhook is set); only one may: stop the other one"
  }
  return error instanceof Error ? error.message : "unknown"
}
