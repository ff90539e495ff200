import { bookingFor, bookingsOf } from "../../booking-record.js"
import { broadcastDay, type Centre, hostsMax, type Room } from "../../centre.js"
import { after, day as dayMs, minute, minutesOf } from "../../interval.js"
import type { Booking, Wish } from "../../outcome.js"
import { fittingRooms, roomsFor } from "../../rules.js"
import { addDays, instantAt, type LocalDay, localDay, localMinute, wallMinutes } from "../../time.js"
import type { Part, Sketch } from "../press.js"
import type { Scene } from "../scene.js"
import type { Span } from "../understand/index.js"

/** A wish while it is being put together: what is in it, what is missing, what stands in for what was not said. */

export const hasTime = (start: string | undefined): start is string => start !== undefined && start.length > 10

/** The instant of a local minute, `2026-11-24T15:00`. */
export function instantOf(local: string, zone: string): Date {
  const [hours = 0, minutes = 0] = local.slice(11).split(":").map(Number)
  return instantAt(local.slice(0, 10), hours * 60 + minutes, zone)
}

/** The broadcast day that a sketch is about: 01:00 belongs to the evening before. */
export function dayOf(centre: Centre, start: string): LocalDay {
  return hasTime(start) ? broadcastDay(centre, instantOf(start, centre.zone)) : start
}

/** A time of which no day was said is on the day of the booking that moves; the small hours are those of its evening. */
export function onDayOf(centre: Centre, booking: Booking, { start, end }: Span): Span {
  if (!hasTime(start)) return { start, end }
  const day = broadcastDay(centre, booking.start)
  const first = `${day}${start.slice(10)}`
  const moved = dayOf(centre, first) === day ? first : `${addDays(day, 1)}${start.slice(10)}`
  const length = end === null ? 0 : instantOf(end, centre.zone).getTime() - instantOf(start, centre.zone).getTime()
  const until = end === null ? null : localMinute(after(instantOf(moved, centre.zone), length), centre.zone)
  return { start: moved, end: until }
}

export const sketchOf = (centre: Centre, booking: Booking): Sketch => ({
  booking: booking.id,
  start: localMinute(booking.start, centre.zone),
  minutes: minutesOf(booking),
  room: booking.roomClass === null ? { room: booking.room } : { class: booking.roomClass },
  hosts: booking.hosts,
  gear: [...booking.gear],
  ...(booking.named.length > 0 ? { named: booking.named.map(({ id, name }) => ({ name, is: id })) } : {}),
  ...(booking.setup + booking.teardown > 0 ? { phases: { setup: booking.setup, teardown: booking.teardown } } : {}),
  ...(Object.keys(booking.show).length > 0 ? { show: booking.show } : {}),
  ...(booking.title ? { title: booking.title } : {}),
})

/** The whole of a sketch: what it does not say is as the booking has it that it changes. `null`: that booking is not theirs. */
export async function whole(
  { world, ask, centre }: Scene,
  sketch: Sketch,
): Promise<{ sketch: Sketch; was: Booking | null } | null> {
  if (!sketch.booking) return { sketch, was: null }
  const was = await bookingFor(world, ask.actor, sketch.booking)
  return was && { sketch: { ...sketchOf(centre, was), ...sketch }, was }
}

/** The first thing that must still be asked, in the order in which it is asked. */
export function missing(sketch: Sketch): Part | null {
  if (!sketch.start) return "day"
  if (!hasTime(sketch.start)) return "time"
  if (!sketch.minutes) return "length"
  if ((sketch.rooms && sketch.room === undefined) || sketch.kinds) return "kind"
  if (sketch.hosts === undefined && !sketch.named?.length) return "hosts"
  return sketch.repeat && sketch.repeat.count === undefined ? "count" : null
}

/** A complete sketch as the engine takes it; null while something is missing. */
export function wishOf(centre: Centre, sketch: Sketch): Wish | null {
  const { start, minutes, room, gear, title, nth, named, phases, show } = sketch
  const hosts = named && named.length > 0 ? Math.max(named.length, sketch.hosts ?? 0) : sketch.hosts
  if (!hasTime(start) || !minutes || hosts === undefined) return null
  const from = instantOf(start, centre.zone)
  return {
    room: room ?? "any",
    start: from,
    end: after(from, minutes * minute),
    hosts,
    gear: gear ?? [],
    ...(title ? { title } : {}),
    ...(named && named.length > 0 ? { named } : {}),
    ...(phases ? { phases } : {}),
    ...(show ? { show } : {}),
    ...(nth ? { nth } : {}),
  }
}

/** The rooms that this person may use for a wish, the smallest that fits first. */
export function roomsOf({ centre, ask }: Pick<Scene, "centre" | "ask">, sketch: Sketch): readonly Room[] {
  const { member } = ask.actor
  const hosts = sketch.hosts ?? 1
  const now = new Date(0)
  const wish: Wish = { room: sketch.room ?? "any", start: now, end: now, hosts, gear: [] }
  return member
    ? fittingRooms({ centre, member, wish })
    : roomsFor(centre, wish.room).filter((room) => hostsMax(centre, room) >= hosts)
}

const lookBack = 45 * dayMs

/** The booking this person made last, as far as bookings of the last weeks tell; a colleague's where there is none. */
export async function lastBooking({ world, ask }: Pick<Scene, "world" | "ask">): Promise<Booking | null> {
  const bookings = await bookingsOf(world, ask.actor, { from: after(ask.now, -lookBack), limit: 200 })
  return bookings.filter((booking) => booking.madeBy === ask.actor.person.id).at(-1) ?? bookings.at(-1) ?? null
}

/** The same again: on the same weekday, at the next such time that is still to come. */
export function again({ centre, now }: Scene, last: Booking): Sketch {
  const { zone } = centre
  const day = localDay(last.start, zone)
  const clock = wallMinutes(last.start, day, zone)
  let next = addDays(day, 7)
  while (instantAt(next, clock, zone) <= now) next = addDays(next, 7)
  const { booking: _, show, ...rest } = sketchOf(centre, last)
  // It will be watched at another address.
  const { link: __, ...sold } = show ?? {}
  const sketch = Object.keys(sold).length > 0 ? { ...rest, show: sold } : rest
  return { ...sketch, start: localMinute(instantAt(next, clock, zone), zone) }
}
