import { bookingsBetween, findBooking } from "./booking-record.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import {
  type Closing,
  type Closure,
  type Fate,
  findClosure,
  inTheWay,
  isGear,
  roomsClosed,
  standsSince,
} from "./closures.js"
import type { CourseSession } from "./courses.js"
import type { Interval } from "./interval.js"
import { type Ask, type Booking, gone } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import { coursesIn } from "./scheduling.js"
import type { World } from "./world.js"
import type { NoticeRow } from "./write.js"

/** What staff who were not there when something was closed or lifted are told, and what it left for them to do. */

/** A session that staff may have to see to. `untold`: nobody in chat booked it; `slot`: where it was. */
export type Todo = { booking: Booking; slot: Interval & { room: string }; fate: Fate; untold: boolean }

/** Who has no place or not all gear, whom no chat told, and who sits in what is closed; not those who answered or were changed since. */
export async function leftToDo(world: World, closure: Closure, now: Date): Promise<Todo[]> {
  const found = await Promise.all(
    closure.effects.map(async ({ booking, version, fate, was }): Promise<Todo[]> => {
      const slot = { room: was.room, start: new Date(was.start), end: new Date(was.end) }
      const record = slot.end > now ? await findBooking(world, booking) : null
      if (!record || !(await standsSince(world, record.booking, version))) return []
      const untold = record.booking.madeBy === null
      return untold || fate === "short" || fate === "cancelled" ? [{ booking: record.booking, slot, fate, untold }] : []
    }),
  )
  const around = isGear(closure.what) ? [] : await bookingsBetween(world, { from: closure.start, to: closure.end })
  const staying = around.filter((one) => inTheWay(closure, one) && gone(one) === null && one.end > now)
  return [
    ...found.flat(),
    ...staying.map((booking): Todo => ({ booking, slot: booking, fate: "stays", untold: booking.madeBy === null })),
  ]
}

/** `courses`: those that sit in it, which staff move or call off. */
export type Report = { closure: Closure; by: string; todo: readonly Todo[]; courses: readonly CourseSession[] }

/** As it is when it is told; null once it is not so any more. */
export async function closureReport(
  world: World,
  { closure: id, version, by }: Extract<NoticeData, { kind: "closure" }>,
  now: Date,
): Promise<Report | null> {
  const found = await findClosure(world, id)
  const person = await world.store.prisma.person.findUnique({ where: { id: by }, select: { name: true } })
  if (found?.closure.version !== version || found.closure.end <= now) return null
  return {
    closure: found.closure,
    by: person?.name ?? "",
    todo: found.lifted ? [] : await leftToDo(world, found.closure, now),
    courses: found.lifted ? [] : await coursesClosed(world, found.closure, now),
  }
}

/** Courses in the way of a closure: it takes no course's place, so that staff decide. Those that run already go on. */
export async function coursesClosed(world: World, closing: Closing, now: Date): Promise<CourseSession[]> {
  const rooms = roomsClosed(await currentCentre(world), closing.what)
  return (await coursesIn(world, closing, rooms)).filter(({ start }) => start > now)
}

/** To the staff, but for whoever did it. */
export async function toStaff(
  world: World,
  ask: Ask,
  about: { closure: Closure; lifted: boolean },
): Promise<NoticeRow[]> {
  const { id, version, end } = about.closure
  const data: NoticeData = { kind: "closure", closure: id, version, by: ask.actor.person.id, lifted: about.lifted }
  const others = (await staffReaders(world)).filter(({ person_id }) => person_id !== ask.actor.person.id)
  return others.map(
    ({ id: to, ...reader }): NoticeRow => ({
      ...reader,
      key: `closure:${id}:${version}:${to}`,
      kind: "closure",
      booking_id: null,
      due_at: ask.now,
      stale_at: end,
      data,
    }),
  )
}
