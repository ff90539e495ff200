import fc from "fast-check"
import ICAL from "ical.js"
import { describe, expect, it } from "vitest"
import { bookingIcs, type CalendarEntry, feedIcs } from "../../src/core/calendar.js"

const now = new Date("2026-11-23T02:03:04.567Z")
const centre = 'Centro "Rio", 澳門'
const entry: CalendarEntry = {
  id: "7d0c2a54-51e6-4c53-8f0e-3d5b1c3fb0f1",
  version: 1,
  changed: new Date("2026-11-23T02:00:00Z"),
  status: "confirmed",
  start: new Date("2026-11-24T12:00:00Z"),
  end: new Date("2026-11-24T14:00:00Z"),
  summary: "2號直播間 · 雙十一, 新品; 首播",
  location: "2號直播間，氹仔",
  description: "主播：2 位\n燈光：環形燈 × 2\\C:",
}

/** Read by a library that did not write it. */
function read(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics))
  const events = calendar
    .getAllSubcomponents("vevent")
    .map((component) => ({ component, event: new ICAL.Event(component) }))
  return { calendar, events }
}

function readOne(ics: string) {
  const { calendar, events } = read(ics)
  const first = events[0]
  if (first === undefined || events.length !== 1) throw new Error("expected one event")
  return { calendar, ...first }
}

describe("a booking's file", () => {
  it("says every field as it is", () => {
    const { calendar, component, event } = readOne(bookingIcs(entry, { now, centre }))
    expect(calendar.getFirstPropertyValue("version")).toBe("2.0")
    expect(calendar.getFirstPropertyValue("prodid")).toBe("-//Anchordesk//EN")
    expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH")
    expect(event.uid).toBe(`${entry.id}@anchordesk`)
    expect(event.sequence).toBe(1)
    expect(event.summary).toBe(entry.summary)
    expect(event.location).toBe(entry.location)
    expect(event.description).toBe(entry.description)
    expect(event.startDate.toJSDate()).toEqual(entry.start)
    expect(event.endDate.toJSDate()).toEqual(entry.end)
    expect(event.startDate.zone).toBe(ICAL.Timezone.utcTimezone)
    expect(component.getFirstPropertyValue("status")).toBe("CONFIRMED")
    expect(String(component.getFirstPropertyValue("dtstamp"))).toBe("2026-11-23T02:03:04Z")
    expect(String(component.getFirstPropertyValue("last-modified"))).toBe("2026-11-23T02:00:00Z")
    expect(component.getFirstPropertyValue("organizer")).toBe("invalid:nomail")
    expect(component.getFirstProperty("organizer")?.getParameter("cn")).toBe("Centro 'Rio', 澳門")
  })

  it("leaves out what there is nothing to say about", () => {
    const { location: _location, description: _description, ...bare } = entry
    const { component } = readOne(bookingIcs(bare, { now, centre }))
    expect(component.hasProperty("location")).toBe(false)
    expect(component.hasProperty("description")).toBe(false)
  })

  it("keeps its identity over a move and a cancellation, each newer than the one before", () => {
    const moved = {
      ...entry,
      version: 2,
      start: new Date("2026-11-25T12:00:00Z"),
      end: new Date("2026-11-25T14:00:00Z"),
    }
    const cancelled = { ...moved, version: 3, status: "cancelled" as const }
    const all = [entry, moved, cancelled].map((each) => readOne(bookingIcs(each, { now, centre })))
    expect(new Set(all.map(({ event }) => event.uid)).size).toBe(1)
    expect(all.map(({ event }) => event.sequence)).toEqual([1, 2, 3])
    expect(all.map(({ calendar }) => calendar.getFirstPropertyValue("method"))).toEqual([
      "PUBLISH",
      "PUBLISH",
      "CANCEL",
    ])
    expect(all[2]?.component.getFirstPropertyValue("status")).toBe("CANCELLED")
    expect(all[2]?.event.startDate.toJSDate()).toEqual(moved.start)
  })
})

describe("a feed", () => {
  it("holds every booking under the calendar's name", () => {
    const later = { ...entry, id: "b", status: "tentative" as const, start: new Date("2026-12-31T15:30:00Z") }
    const { calendar, events } = read(feedIcs([entry, later], { name: "直播間, 預訂" }))
    expect(calendar.getFirstPropertyValue("method")).toBeNull()
    // A text by RFC 7986, which the reader does not know and leaves as it came.
    expect(calendar.getFirstPropertyValue("name")).toBe("直播間\\, 預訂")
    expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe("直播間\\, 預訂")
    expect(String(calendar.getFirstPropertyValue("refresh-interval"))).toBe("PT15M")
    expect(events.map(({ event }) => event.uid)).toEqual([`${entry.id}@anchordesk`, "b@anchordesk"])
    expect(events.map(({ component }) => component.getFirstPropertyValue("status"))).toEqual(["CONFIRMED", "TENTATIVE"])
    expect(String(events[0]?.component.getFirstPropertyValue("dtstamp"))).toBe("2026-11-23T02:00:00Z")
  })

  it("may be empty", () => {
    expect(read(feedIcs([], { name: "x" })).events).toEqual([])
  })
})

describe("on the wire", () => {
  const text = fc.string({ unit: "binary", maxLength: 200, size: "max" })

  it("folds by bytes, never inside a character, and ends every line with CRLF", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("直", "播", "é", "a", "𠮷", ",", "\\", ";", "\n"),
          maxLength: 300,
          size: "max",
        }),
        (summary) => {
          const ics = bookingIcs({ ...entry, summary }, { now, centre })
          expect(ics.endsWith("END:VCALENDAR\r\n")).toBe(true)
          for (const line of ics.split("\r\n")) {
            expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
            expect(line).not.toMatch(/[\r\n]/)
            expect(line).not.toMatch(/\p{Surrogate}/u)
          }
          expect(readOne(ics).event.summary).toBe(
            summary
              .split("\n")
              .map((part) => part.trim())
              .join("\n"),
          )
        },
      ),
    )
  })

  it("no text can add a line of its own", () => {
    fc.assert(
      fc.property(text, text, (summary, name) => {
        const before = read(feedIcs([entry], { name: "x" }))
        const after = read(feedIcs([{ ...entry, summary, location: name, description: summary }], { name }))
        const names = ({ calendar, events }: typeof after) =>
          [calendar, ...events.map(({ component }) => component)].map((part) =>
            part.getAllProperties().map((p) => p.name),
          )
        expect(names(after)).toEqual(names(before))
        const organizers = readOne(bookingIcs(entry, { now, centre: `${name}\r\nX-EVIL:1` })).component
        expect(organizers.getAllProperties("x-evil")).toEqual([])
      }),
    )
  })
})
