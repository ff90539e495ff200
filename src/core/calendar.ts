/**
 * Bookings as iCalendar (RFC 5545, RFC 5546): a file for one booking, and a feed to subscribe to. Texts come in written; times
 * are written in UTC, which every calendar shows in its owner's zone, so that no zone table needs to travel along.
 */

export type CalendarEntry = {
  /** The booking's id. It is the event's identity: the same through every move, and in file and feed. */
  id: string
  /** Raised by every change, so that calendars take the newer of two. */
  version: number
  changed: Date
  status: "confirmed" | "tentative" | "cancelled"
  start: Date
  end: Date
  summary: string
  location?: string
  description?: string
}

/**
 * The file that goes with a booking, a move or a cancellation, made at `now` in the name of the `centre`.
 *
 * It publishes (`METHOD:PUBLISH`), as the desk has no mail address to which the accepting and declining that `REQUEST` asks for
 * could go. A cancelled booking is a `METHOD:CANCEL`, at which calendars offer to remove the event.
 */
export function bookingIcs(entry: CalendarEntry, made: Made): string {
  return filed(entry.status === "cancelled" ? "CANCEL" : "PUBLISH", [entry], made)
}

/** Several at once. `CANCEL` may name one event only (RFC 5546, 3.2.5), so cancelled ones are published as what they are. */
export const bookingsIcs = (entries: readonly CalendarEntry[], made: Made): string => filed("PUBLISH", entries, made)

type Made = { now: Date; centre: string }

function filed(method: "CANCEL" | "PUBLISH", entries: readonly CalendarEntry[], { now, centre }: Made): string {
  // RFC 5546 wants an organizer; this is how calendars write one without a mail address (MS-OXCICAL 2.1.3.1.1.20.16).
  const organizer = `ORGANIZER;CN="${plain(centre).replaceAll('"', "'")}":invalid:nomail`
  return calendar([`METHOD:${method}`, ...entries.flatMap((entry) => event(entry, now, [organizer]))])
}

/**
 * The feed of a person's bookings. Cancelled ones are best left out: calendars drop what a feed no longer has. The same bookings
 * make the same bytes, so that an unchanged feed can be answered with 304.
 */
export function feedIcs(entries: readonly CalendarEntry[], { name }: { name: string }): string {
  return calendar([
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    "X-PUBLISHED-TTL:PT15M",
    // Without a METHOD, DTSTAMP says when the event last changed (RFC 5545, 3.8.7.2).
    ...entries.flatMap((entry) => event(entry, entry.changed, [])),
  ])
}

function calendar(lines: readonly string[]): string {
  const all = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Anchordesk//EN", ...lines, "END:VCALENDAR"]
  return all.map((line) => `${folded(line)}\r\n`).join("")
}

function event(entry: CalendarEntry, stamp: Date, more: readonly string[]): string[] {
  const { id, version, changed, status, start, end, summary, location, description } = entry
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(id)}@anchordesk`,
    `SEQUENCE:${version}`,
    `DTSTAMP:${utc(stamp)}`,
    `LAST-MODIFIED:${utc(changed)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `STATUS:${status.toUpperCase()}`,
    `SUMMARY:${escaped(summary)}`,
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(description === undefined ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...more,
    "END:VEVENT",
  ]
}

/** `20261124T120000Z` */
const utc = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`

/** Without control characters, which no value may contain. */
const plain = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim()

/** A text value (RFC 5545, 3.3.11); its line breaks stay. */
const escaped = (text: string): string =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => plain(line).replace(/[\\;,]/g, "\\$&"))
    .join("\\n")

/** At most 75 bytes a line, a character never split (RFC 5545, 3.1). */
function folded(line: string): string {
  let bytes = 0
  let result = ""
  for (const character of line) {
    const length = Buffer.byteLength(character)
    if (bytes + length > 75) {
      result += "\r\n "
      bytes = 1
    }
    result += character
    bytes += length
  }
  return result
}
