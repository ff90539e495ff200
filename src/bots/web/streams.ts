import { Readable } from "node:stream"

export type StreamOptions = {
  userId: string
  /** The id of the last entry that the page has; undefined for everything that is kept. */
  after: string | undefined
  /** Turns too, the person's own from this and other devices; else only what the desk says unasked. */
  turns: boolean
}

/** What came for a user after the entry `after`, as server-sent events. */
type Read = (userId: string, after: string | undefined) => Promise<{ id: string; isTurn: boolean; event: string }[]>

/** The pages that are open, as server-sent event streams; each reads its user's inbox and remembers how far it got. */
export type Streams = {
  /** Undefined when the user has more pages open than anyone needs. */
  open(options: StreamOptions): Readable | undefined
  /** Something was appended to the user's inbox. */
  notify(userId: string): void
  close(userId: string): void
  closeAll(): void
}

type Stream = { pump: (sign: string) => void; end: () => void }

const perUser = 20
/** A page that does not read is let go; it finds everything in the inbox when it comes back. */
const unreadBytes = 1024 * 1024

/**
 * `beat` is the milliseconds between signs of life. Each beat also reads the inbox again, so that what another replica appended
 * to a shared one arrives as well.
 */
export function openStreams(read: Read, beat: number): Streams {
  const open = new Map<string, Set<Stream>>()
  const each = (userId: string) => open.get(userId) ?? new Set<Stream>()
  const timer = setInterval(() => {
    for (const streams of open.values()) for (const { pump } of streams) pump(": beat\n\n")
  }, beat)
  timer.unref()

  return {
    open: (options) => {
      const streams = each(options.userId)
      if (streams.size >= perUser) return undefined
      const out = new Readable({ read: () => {} })
      const stream = streamTo(out, read, options)
      open.set(options.userId, streams.add(stream))
      out.once("close", () => {
        streams.delete(stream)
        if (streams.size === 0 && open.get(options.userId) === streams) open.delete(options.userId)
      })
      // Reconnect after two seconds rather than the browser's own idea of it; `live` ends what is history.
      out.push("retry: 2000\n\n")
      stream.pump(options.turns ? "event: live\ndata: {}\n\n" : ": live\n\n")
      return out
    },
    notify: (userId) => {
      for (const { pump } of each(userId)) pump("")
    },
    close: (userId) => {
      for (const { end } of each(userId)) end()
    },
    closeAll: () => {
      clearInterval(timer)
      for (const streams of open.values()) for (const { end } of streams) end()
    },
  }
}

/** `pump` writes what there is that `out` has not had, then the sign; one reading at a time, so that nothing comes twice. */
function streamTo(out: Readable, read: Read, { userId, after, turns }: StreamOptions): Stream {
  let seen = after
  let ended = false
  let reading = Promise.resolve()
  const once = async (sign: string) => {
    const entries = ended ? [] : await read(userId, seen)
    if (ended || out.destroyed) return
    for (const { id, isTurn, event } of entries) {
      seen = id
      if (turns || !isTurn) out.push(event)
    }
    if (sign) out.push(sign)
    if (out.readableLength > unreadBytes) out.destroy()
  }
  return {
    pump: (sign) => {
      reading = reading.then(() => once(sign)).catch(() => void out.destroy())
    },
    end: () => {
      if (!ended) out.push(null)
      ended = true
    },
  }
}
