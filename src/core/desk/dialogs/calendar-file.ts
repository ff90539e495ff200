import { bookingIcs } from "../../calendar.js"
import type { Booking } from "../../outcome.js"
import { type Answer, lines, type Scene } from "../scene.js"

/** The booking for the person's own calendar; a later file of the same booking replaces the earlier. */
export function calendarFile({ say, centre, now }: Pick<Scene, "say" | "centre" | "now">, booking: Booking): Answer {
  const room = say.room(booking.room)
  const name = centre.name[say.language]
  const ics = bookingIcs(
    {
      id: booking.id,
      version: booking.version,
      changed: now,
      status: booking.status === "cancelled" ? "cancelled" : "confirmed",
      start: booking.start,
      end: booking.end,
      summary: booking.title ?? `${room}${say.words.dot}${name}`,
      location: `${name}, ${room}`,
      description: [
        say.words.hosts(booking.hosts),
        ...(booking.gear.length > 0 ? [say.gearList(booking.gear)] : []),
      ].join("\n"),
    },
    { now, centre: name },
  )
  return {
    text: lines(booking.status === "cancelled" ? say.words.calendarRemove : say.words.calendarFile),
    file: { name: `${booking.id}.ics`, type: "text/calendar; charset=utf-8", bytes: new TextEncoder().encode(ics) },
  }
}
