import { Readable } from "node:stream"

/** In ms: how often each open page hears that the desk lives, and how often other processes' entries are looked for. */
export type Rhythm = { beat: number; look: number }

export type StreamOptions = {
  userId: string
  /** The id of the last entry that the page has; undefined for everything that is kept. */
  after: string | undefined
  /** Turns too, the person's own from this and other devices; else only what the desk says unasked. */
  turns: boolean
  /** Is the browser that opened it still signed in? */
  signedIn: () => Promise<boolean>
}

export type Source = {
  /** What came for a user after the entry `after`, as server-sent events; `box` names whose it is. */
  read(
    userId: string,
    after: string | undefined,
  ): Promise<{ box: string; events: { id: string; isTurn: boolean; event: string }[] }>
  /** The id of each user's latest entry. */
  latest(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** The pages that are open, as server-sent event streams; each reads its user's inbox and remembers how far it got. */
export type Streams = {
  /** Undefined when the user has more pages open than anyone needs. */
  open(options: StreamOptions): Readable | undefined
  /** Something was appended to the user's inbox. */
  notify(userId: string): void
  close(userId: string): void
  closeAll(): void
}

type Stream = {
  /** Writes what there is that it has not had, then the sign. */
  pump(sign: string): void
  /** Is this the last entry that it has had? */
  has(id: string): boolean
  end(): void
}

const perUser = 20
/** A page that does not read is let go; it finds everything in the inbox when it comes back. */
const unreadBytes = 1024 * 1024

/**
 * What this process appends reaches pages at once. What others append, and what was said elsewhere by the same person, is looked for
 * with one question for all pages together, while there are any.
 */
export function openStreams(source: Source, { beat, look }: Rhythm): Streams {
  const open = new Map<string, Set<Stream>>()
  const each = (userId: string) => open.get(userId) ?? new Set<Stream>()
  const beats = setInterval(() => {
    for (const streams of open.values()) for (const { pump } of streams) pump(": beat\n\n")
  }, beat)
  const stopLooking = every(look, async () => {
    if (open.size === 0) return
    for (const [userId, id] of await source.latest([...open.keys()]))
      for (const stream of each(userId)) if (!stream.has(id)) stream.pump("")
  })
  beats.unref()

  return {
    open: (options) => {
      const streams = each(options.userId)
      if (streams.size >= perUser) return undefined
      const out = new Readable({ read: () => {} })
      const stream = streamTo(out, source.read, options)
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
      clearInterval(beats)
      stopLooking()
      for (const streams of open.values()) for (const { end } of streams) end()
    },
  }
}

/** Does it again and again, `ms` after it was done. A failure is the next time's to make good. */
function every(ms: number, act: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout
  let stopped = false
  const next = () => {
    if (stopped) return
    timer = setTimeout(
      () =>
        void act()
          .catch(() => {})
          .finally(next),
      ms,
    )
    timer.unref()
  }
  next()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** One reading at a time, so that nothing comes twice. */
function streamTo(out: Readable, read: Source["read"], { userId, after, turns, signedIn }: StreamOptions): Stream {
  let seen = after
  let whose: string | undefined
  let ended = false
  let reading = Promise.resolve()
  const end = () => {
    if (!ended) out.push(null)
    ended = true
  }
  const once = async (sign: string) => {
    if (ended) return
    // Signed out on another replica, or by being forgotten.
    if (sign && !(await signedIn())) return end()
    const { box, events } = await read(userId, seen)
    if (ended || out.destroyed) return
    if (whose !== undefined && box !== whose) {
      // Somebody else now, or one person with another: the page begins again, with all of it in order.
      if (turns) out.push("event: other\ndata: {}\n\n")
      return end()
    }
    whose = box
    for (const { id, isTurn, event } of events) {
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
    has: (id) => seen === id,
    end,
  }
}
