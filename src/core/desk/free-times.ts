import { bookingsOf } from "../booking-record.js"
import { broadcastDay, gridMinutes, hostsMax, openOn } from "../centre.js"
import { currentCentre } from "../centre-store.js"
import type { Interval } from "../interval.js"
import type { Language } from "../language.js"
import type { Ask } from "../outcome.js"
import { type Identity, personAt } from "../people.js"
import { addDays, isLocalDay, type LocalDay, wallMinutes } from "../time.js"
import type { World } from "../world.js"
import { openDays } from "./dialogs/asking-day.js"
import { freeFor, restOf } from "./dialogs/asking-time.js"
import { lastBooking, roomsOf } from "./dialogs/sketch.js"
import { phrasing } from "./phrasing.js"

/** Minutes of the wall clock since the day's midnight: 1500 is 01:00 of the next morning. */
type Stretch = { from: number; to: number }

/** What one person could book on one broadcast day, to look at and tap: see {@link freeTimes}. */
export type FreeTimes = {
  language: Language
  centre: string
  day: LocalDay
  today: LocalDay
  /** The days that can be looked at: open, and within what the plan allows. */
  days: readonly LocalDay[]
  /** Opening hours, from the first opening to the last closing; both 0 on a day without. */
  from: number
  to: number
  /** The smallest first; those too small for the hosts are left out. `own`: the member's own bookings that are there for certain. */
  rooms: readonly { id: string; name: string; kind: string; free: readonly Stretch[]; own: readonly Stretch[] }[]
  hosts: number
  hostsMost: number
  /** What sessions may last, and the grid that times lie on, in minutes. */
  shortest: number
  longest: number
  grid: number
}

const daysShown = 31

/**
 * A day's free times for whoever stands behind an account, as the picker pages show them.
 * @param about the day, else the first that is open; the hosts, else as many as last time. Nonsense is as if it was not said.
 * @returns null for somebody the desk does not know
 */
export async function freeTimes(
  world: World,
  identity: Identity,
  about: { day?: string | undefined; hosts?: number | undefined },
): Promise<FreeTimes | null> {
  const person = await personAt(world, identity)
  if (!person) return null
  const { actor } = person
  const [centre, now] = [await currentCentre(world), world.clock()]
  const ask: Ask = { actor, now, key: "look" }
  const scene = { world, centre, ask, now }
  const say = phrasing(actor.person.language, centre, now)
  const today = broadcastDay(centre, now)
  const days = openDays(scene, today, addDays(today, daysShown - 1))
  const day =
    about.day !== undefined && isLocalDay(about.day) && days.includes(about.day) ? about.day : (days[0] ?? today)
  const hostsMost = Math.max(...roomsOf(scene, { hosts: 1 }).map((room) => hostsMax(centre, room)), 1)
  const hosts = Math.min(about.hosts ?? (await lastBooking(scene))?.hosts ?? 1, hostsMost)
  const rest = restOf(scene, day)
  const minutes = centre.sessions.shortest
  const [free, own] = await Promise.all([
    rest ? freeFor(scene, { hosts }, { window: rest, minutes }) : [],
    bookingsOf(world, actor, { from: now, limit: 200 }),
  ])
  const at = ({ start, end }: Interval): Stretch => ({
    from: wallMinutes(start, day, centre.zone),
    to: wallMinutes(end, day, centre.zone),
  })
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  const hours = first && last ? at({ start: first.start, end: last.end }) : { from: 0, to: 0 }
  return {
    ...{ language: say.language, centre: centre.name[say.language], day, today, days, ...hours },
    rooms: roomsOf(scene, { hosts }).map((room) => ({
      id: room.id,
      name: say.room(room.id),
      kind: say.words.sized(say.className(room.class), say.words.upToHosts(hostsMax(centre, room))),
      free: merged(free.filter((one) => one.room === room.id).flatMap((one) => one.free.map(at))),
      own: own
        .filter((booking) => booking.room === room.id && booking.roomClass === null)
        .map(at)
        .filter(({ from, to }) => from < hours.to && to > hours.from),
    })),
    ...{ hosts, hostsMost, shortest: minutes, longest: centre.sessions.longest, grid: gridMinutes },
  }
}

/** Where sessions could begin at several places the stretches overlap. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}
