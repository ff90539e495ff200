import { type Centre, openOn } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { anchorsPeak, bookingsOn, type DayUse, type FloorFacts, useOf } from "./digest.js"
import { after, hour, type Interval, intersection, minutesOf } from "./interval.js"
import { type Booking, gone } from "./outcome.js"
import { type RefusalCount, refusalsBetween } from "./refusals.js"
import { addDays, instantAt, type LocalDay, wallMinutes } from "./time.js"
import type { World } from "./world.js"

/** What came of seven broadcast days; worded and drawn by the desk. */
export type WeekFacts = DayUse & {
  days: readonly LocalDay[]
  /** Full hours, in minutes after a day's local midnight, that every opening of the week fits in; null when closed all week. */
  hours: { from: number; to: number } | null
  /** Per class of rooms, day and hour from `hours.from`: the share of open room time in use, 0 to 1; null while closed. */
  classes: readonly { id: string; use: readonly (readonly (number | null)[])[] }[]
  /** When the most anchors were on the floor at once; null when nobody was. */
  peak: FloorFacts["peak"]
  floor: number
  /** How sessions went, as their people say: so many fine, and what was broken in so many. */
  went: { fine: number; broken: readonly { went: string; room: string; count: number }[] }
  /** The most frequent first. */
  refusals: readonly RefusalCount[]
}

export async function weekOf(world: World, from: LocalDay): Promise<WeekFacts> {
  const centre = await currentCentre(world)
  const days = Array.from({ length: 7 }, (_, n) => addDays(from, n))
  const booked: Booking[][] = []
  for (const day of days) booked.push(await bookingsOn(world, centre, day))
  const uses = days.map((day, at) => useOf(centre, day, booked[at] ?? []))
  const held = booked.map((all) => all.filter((booking) => gone(booking) === null))
  const open = uses.flatMap(({ use }) => (use === null ? [] : [use]))
  const sum = (of: (use: DayUse) => number) => uses.reduce((total, use) => total + of(use), 0)
  const hours = hoursOf(centre, days)
  return {
    days,
    hours,
    sessions: sum(({ sessions }) => sessions),
    cancelled: sum(({ cancelled }) => cancelled),
    missed: sum(({ missed }) => missed),
    use: open.length > 0 ? open.reduce((a, b) => a + b, 0) / open.length : null,
    classes:
      hours === null ? [] : centre.classes.map(({ id }) => ({ id, use: useByHour(centre, id, { days, held, hours }) })),
    peak: anchorsPeak(held.flat()),
    floor: centre.floor,
    went: wentOf(held.flat()),
    refusals: await refusalsBetween(world, from, days.at(-1) ?? from),
  }
}

/** A kind of gear is one line, wherever it was; a room is one by itself. */
function wentOf(sessions: readonly Booking[]): WeekFacts["went"] {
  const broken = new Map<string, { went: string; room: string; count: number }>()
  for (const { went, room } of sessions) {
    if (went === null || went === "fine") continue
    const key = went === "room" ? `room:${room}` : went
    broken.set(key, { went, room, count: (broken.get(key)?.count ?? 0) + 1 })
  }
  return {
    fine: sessions.filter(({ went }) => went === "fine").length,
    broken: [...broken.values()].sort((a, b) => b.count - a.count),
  }
}

function hoursOf(centre: Centre, days: readonly LocalDay[]): WeekFacts["hours"] {
  const edges = days.flatMap((day) =>
    openOn(centre, day).map(({ start, end }) => ({
      from: Math.floor(wallMinutes(start, day, centre.zone) / 60) * 60,
      to: Math.ceil(wallMinutes(end, day, centre.zone) / 60) * 60,
    })),
  )
  if (edges.length === 0) return null
  return { from: Math.min(...edges.map(({ from }) => from)), to: Math.max(...edges.map(({ to }) => to)) }
}

type Week = { days: readonly LocalDay[]; held: readonly (readonly Booking[])[]; hours: { from: number; to: number } }

function useByHour(centre: Centre, kind: string, { days, held, hours }: Week): (number | null)[][] {
  const rooms = new Set(centre.rooms.filter((room) => room.class === kind).map(({ id }) => id))
  return days.map((day, at) => {
    const sessions = (held[at] ?? []).filter(({ room }) => rooms.has(room))
    const open = openOn(centre, day)
    return Array.from({ length: (hours.to - hours.from) / 60 }, (_, column) => {
      const start = instantAt(day, hours.from + column * 60, centre.zone)
      const within = { start, end: after(start, hour) }
      const room = shared(open, within) * rooms.size
      return room > 0 ? Math.min(1, shared(sessions, within) / room) : null
    })
  })
}

/** Minutes that fall into a window. */
const shared = (intervals: readonly Interval[], within: Interval): number =>
  intervals.reduce((sum, interval) => {
    const part = intersection(interval, within)
    return sum + (part ? minutesOf(part) : 0)
  }, 0)
