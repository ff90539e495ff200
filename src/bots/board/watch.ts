import { Readable } from "node:stream"
import type { Log } from "../../core/log.js"

/**
 * The boards that are open. While there are any, one cheap question a second tells whether the store has changed, whoever changed it and
 * on whichever replica; then all of them are told, and read the day again.
 */
export type Watch = {
  /** Undefined when this person has more boards open than anyone needs. */
  open(person: string, still: () => Promise<boolean>): Readable | undefined
  /** Looks now rather than within the second. */
  poke(): void
  closeAll(): void
}

export type WatchOptions = {
  version: () => Promise<string>
  /** The clock, told at once and with each beat. */
  clock: () => Promise<unknown>
  log: Log
  /** Milliseconds between two looks, and between two beats. */
  every: number
  beat: number
}

const perPerson = 30
/** A board that does not read is let go; it asks for the day when it comes back. */
const unreadBytes = 64 * 1024

type Viewer = { out: Readable; person: string; still: () => Promise<boolean> }

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

export function watching({ version, clock, log, every, beat }: WatchOptions): Watch {
  const viewers = new Set<Viewer>()
  let seen: string | undefined
  let looking = false
  let timers: NodeJS.Timeout[] = []

  const tell = (text: string): void => {
    for (const { out } of viewers) {
      out.push(text)
      if (out.readableLength > unreadBytes) out.destroy()
    }
  }
  const look = async (): Promise<void> => {
    const found = await version()
    if (seen !== undefined && seen !== found) tell(event("change", {}))
    seen = found
  }
  const poke = (): void => {
    if (viewers.size === 0 || looking) return
    looking = true
    look()
      .catch((error: unknown) => log.warn({ err: error }, "the board cannot see whether something changed"))
      .finally(() => {
        looking = false
      })
  }
  const pulse = async (): Promise<void> => {
    for (const { out, still } of [...viewers]) if (!(await still())) end(out)
    if (viewers.size > 0) tell(event("clock", await clock()))
  }
  const quietly = (): void => {
    pulse().catch((error: unknown) => log.warn({ err: error }, "the board's clock cannot be told"))
  }
  const end = (out: Readable): void => {
    out.push(event("out", {}))
    out.push(null)
  }
  const rest = (): void => {
    for (const timer of timers) clearInterval(timer)
    timers = []
    seen = undefined
  }

  return {
    open: (person, still) => {
      if ([...viewers].filter((viewer) => viewer.person === person).length >= perPerson) return undefined
      const viewer = { out: new Readable({ read() {} }), person, still }
      viewers.add(viewer)
      viewer.out.once("close", () => {
        viewers.delete(viewer)
        if (viewers.size === 0) rest()
      })
      if (timers.length === 0) timers = [setInterval(poke, every).unref(), setInterval(quietly, beat).unref()]
      poke()
      // The page reads the day as soon as it is connected: what changed in between is not missed.
      viewer.out.push(`retry: 2000\n\n${event("change", {})}`)
      return viewer.out
    },
    poke,
    closeAll: () => {
      rest()
      for (const { out } of viewers) out.push(null)
    },
  }
}
