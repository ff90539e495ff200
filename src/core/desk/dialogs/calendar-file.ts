import { bookingIcs, bookingsIcs, type CalendarEntry } from "../../calendar.js"
import type { Closure } from "../../closures.js"
import type { CourseSession } from "../../courses.js"
import type { Booking } from "../../outcome.js"
import { localDay } from "../../time.js"
import { type Answer, lines, type Scene } from "../scene.js"

type At = Pick<Scene, "say" | "centre" | "now">

/** The booking for the person's own calendar; a later file of the same booking replaces the earlier. */
export const calendarFile = (at: At, booking: Booking): Answer =>
  file(at, booking, bookingIcs(entryOf(at, booking), { now: at.now, centre: at.centre.name[at.say.language] }))

/** Several bookings in one file. */
export function calendarFiles(at: At, bookings: readonly Booking[]): Answer {
  const [first] = bookings
  if (!first) throw new Error("a file of no bookings")
  const entries = bookings.map((booking) => entryOf(at, booking))
  return file(at, first, bookingsIcs(entries, { now: at.now, centre: at.centre.name[at.say.language] }))
}

/** @param whose the merchant's name, for somebody who acts for several */
export function entryOf({ say, centre, now }: At, booking: Booking, whose: string | null = null): CalendarEntry {
  const room = say.place(booking)
  const name = centre.name[say.language]
  return {
    id: booking.id,
    version: booking.version,
    changed: now,
    status: calendarStatus(booking),
    start: booking.start,
    end: booking.end,
    summary: booking.title ?? `${room}${say.words.dot}${name}`,
    location: `${name}, ${room}`,
    description: [
      say.words.hosts(booking.hosts),
      ...(booking.gear.length > 0 ? [say.gearList(booking.gear)] : []),
      ...(whose === null ? [] : [say.words.whose(whose)]),
    ].join("\n"),
  }
}

/** A room or the whole centre out of use, for the calendars of staff. */
export function closureEntry(
  { say, centre, now }: At,
  { id, version, what, start, end, reason }: Closure,
): CalendarEntry {
  const name = centre.name[say.language]
  const place = typeof what === "object" && "room" in what ? say.room(what.room) : name
  return {
    ...{ id, version, changed: now, status: "confirmed", start, end },
    summary: [place, say.words.picture.kinds.closed, ...(reason === null ? [] : [reason])].join(say.words.dot),
    location: place === name ? name : `${name}, ${place}`,
  }
}

/** A course one is in, for one's own calendar. */
export function courseEntry({ say, centre, now }: At, session: CourseSession): CalendarEntry {
  const name = centre.name[say.language]
  const room = say.room(session.room)
  return {
    id: session.id,
    version: session.version,
    changed: now,
    status: session.status === "off" ? "cancelled" : "confirmed",
    start: session.start,
    end: session.end,
    summary: say.course(session.course),
    location: `${name}, ${room}`,
  }
}

export const courseFile = (at: At, session: CourseSession): Answer =>
  file(
    at,
    { ...session, roomClass: session.course, status: session.status === "off" ? "cancelled" : "confirmed" },
    bookingIcs(courseEntry(at, session), { now: at.now, centre: at.centre.name[at.say.language] }),
  )

function calendarStatus({ status }: Booking): CalendarEntry["status"] {
  if (status === "cancelled") return "cancelled"
  return status === "requested" ? "tentative" : "confirmed"
}

/** Named by what a person knows: the room, as its short name in the centre file, and the day. */
const file = (
  { say, centre }: At,
  { room, roomClass, start, status }: Pick<Booking, "room" | "roomClass" | "start" | "status">,
  ics: string,
): Answer => ({
  text: lines(status === "cancelled" ? say.words.calendarRemove : say.words.calendarFile),
  file: {
    name: `${roomClass ?? room}-${localDay(start, centre.zone)}.ics`,
    type: "text/calendar; charset=utf-8",
    bytes: new TextEncoder().encode(ics),
  },
})
