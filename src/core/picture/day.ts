import type { Kind } from "./look.js"

/** A stretch of one room's day. Members see others' without a label; staff see whose it is. */
export type Cell = {
  /** Index into the rooms. */
  room: number
  /** Minutes after the day's local midnight, past 1440 for the small hours. */
  start: number
  end: number
  kind: Kind
  /** In place of the room's name where things are told in words. */
  place?: string
  label?: string
  /** Shown at the right of the label where there is room, for example the number of hosts. */
  note?: string
}

/**
 * What a day's timetable shows. Texts are in the reader's language already; times are minutes after the day's local midnight
 * (see `wallMinutes`), so a broadcast day runs from 480 to 1560.
 */
export type Day = {
  title: string
  subtitle?: string
  /** In order; a heading is drawn wherever `group` changes. */
  rooms: readonly { name: string; group?: string }[]
  from: number
  to: number
  cells: readonly Cell[]
  /** Anchors at once, one number a quarter hour beginning at `from`, against the centre's limit. */
  floor: { load: readonly number[]; limit: number }
  /** Drawn as a line, and what ended before it is dimmed. Left out on other days than today. */
  now?: number
  words: Record<Kind | "free" | "load" | "full", string>
}

export const quarter = 15

type Stretch = { start: number; end: number }
type InRoom = Stretch & { room: string }

/** What a timetable shows, in figures and in the order of the rooms: for alt texts and captions that say the same. */
export type DayFacts = {
  /** From now on, or from the beginning where there is no now. */
  free: readonly InRoom[]
  /** Rooms with nothing in them now; null where there is no now. */
  freeNow: number | null
  own: readonly InRoom[]
  held: readonly InRoom[]
  closed: readonly InRoom[]
  /** The most anchors at once, and the first quarter hour with as many. */
  peak: { load: number; start: number }
  /** When not one more anchor fits. */
  full: readonly Stretch[]
}

export function dayFacts({ rooms, cells, from, to, floor, now }: Day): DayFacts {
  const begin = Math.min(Math.max(from, now ?? from), to)
  const inOrder = [...cells].sort((a, b) => a.room - b.room || a.start - b.start)
  const of = (kind: Kind): InRoom[] =>
    inOrder
      .filter((cell) => cell.kind === kind)
      .map(({ room, place, start, end }) => ({ room: place ?? rooms[room]?.name ?? "", start, end }))
  const free = rooms.flatMap(({ name }, room) =>
    gaps(
      inOrder.filter((cell) => cell.room === room),
      { start: begin, end: to },
    ).map((gap) => ({ room: name, ...gap })),
  )
  const load = Math.max(0, ...floor.load)
  return {
    free,
    freeNow: now === undefined ? null : free.filter(({ start }) => start === begin).length,
    own: of("own"),
    held: of("held"),
    closed: of("closed"),
    peak: { load, start: from + Math.max(0, floor.load.indexOf(load)) * quarter },
    full: fullStretches(floor, from),
  }
}

/** What of `whole` the stretches, in order of their starts, leave free. */
function gaps(busy: readonly Stretch[], whole: Stretch): Stretch[] {
  const free: Stretch[] = []
  let at = whole.start
  for (const { start, end } of busy) {
    if (start > at) free.push({ start: at, end: Math.min(start, whole.end) })
    at = Math.max(at, end)
  }
  if (at < whole.end) free.push({ start: at, end: whole.end })
  return free.filter(({ start, end }) => start < end)
}

function fullStretches({ load, limit }: Day["floor"], from: number): Stretch[] {
  const full: Stretch[] = []
  load.forEach((anchors, i) => {
    if (anchors < limit) return
    const start = from + i * quarter
    const before = full.at(-1)
    if (before?.end === start) before.end += quarter
    else full.push({ start, end: start + quarter })
  })
  return full
}
