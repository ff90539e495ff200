import fc from "fast-check"
import { Temporal } from "temporal-polyfill"
import { describe, expect, test, vi } from "vitest"
import { broadcastDay, openBetween, openOn, peakMinutes } from "../../src/core/centre.js"
import { after, hour, minute, minutesOf } from "../../src/core/interval.js"
import {
  addDays,
  addMonths,
  clockTime,
  instantAt,
  isLocalDay,
  localMinute,
  localTime,
  wallLength,
  wallMinutes,
  weekday,
  wholeDay,
} from "../../src/core/time.js"
import { smallCentre } from "../support/centre.js"

const zones = [
  "Asia/Macau",
  "Europe/Lisbon",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Sao_Paulo",
  "UTC",
]
const days = fc
  .date({ min: new Date("2001-01-01T00:00:00Z"), max: new Date("2037-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe("local time", () => {
  test("a wall clock time that exists comes back as itself, in every zone", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, fc.integer({ min: 0, max: 26 * 4 }), (zone, day, quarters) => {
        const wanted = quarters * 15
        const shown = wallMinutes(instantAt(day, wanted, zone), day, zone)
        // A time that the zone skips is shown later, by the skip: an hour at most, or the day that Apia left out.
        expect(shown - wanted === 0 || (shown > wanted && (shown - wanted <= 60 || zone === "Pacific/Apia"))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
  test("the same as the platform's own formatter says", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("2001-01-01"), max: new Date("2037-12-31"), noInvalidDate: true }),
        (zone, date) => {
          const instant = new Date(Math.floor(date.getTime() / minute) * minute)
          const parts = new Intl.DateTimeFormat("sv-SE", {
            timeZone: zone,
            dateStyle: "short",
            timeStyle: "short",
          }).format(instant)
          expect(localMinute(instant, zone)).toBe(parts.replace(" ", "T"))
        },
      ),
      { numRuns: 1000 },
    )
  })
  test("what is remembered of a zone says what Temporal says, each quarter of an hour around every change of its clocks", () => {
    for (const zone of zones) {
      for (let at = Temporal.Instant.from("2011-09-01T00:00Z"); ; ) {
        const change = at.toZonedDateTimeISO(zone).getTimeZoneTransition("next")
        if (!change || change.epochMilliseconds > Date.UTC(2012, 3, 10)) break
        at = change.toInstant()
        for (
          let ms = change.epochMilliseconds - 30 * hour;
          ms < change.epochMilliseconds + 30 * hour;
          ms += 15 * minute
        ) {
          const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime()
          const day = local.toPlainDate().toString()
          expect(localMinute(new Date(ms), zone)).toBe(local.toString({ smallestUnit: "minute" }))
          const minutes = local.hour * 60 + local.minute
          expect(wallMinutes(new Date(ms), day, zone)).toBe(minutes)
          expect(instantAt(day, minutes, zone).getTime()).toBe(local.toZonedDateTime(zone).epochMilliseconds)
        }
      }
    }
  })
  test("days of 23, 24 and 25 hours", () => {
    expect(
      ["2026-03-29", "2026-10-25", "2026-11-24"].map((day) => minutesOf(wholeDay(day, "Europe/Lisbon")) / 60),
    ).toEqual([23, 25, 24])
    expect(minutesOf(wholeDay("2026-11-24", "Asia/Macau")) / 60).toBe(24)
  })
  test("a session each Wednesday at nine stays at nine over the change of clocks", () => {
    const starts = ["2026-10-21", "2026-10-28"].map((day) => instantAt(day, 9 * 60, "Europe/London"))
    expect(starts.map((start) => start.toISOString().slice(11, 16))).toEqual(["08:00", "09:00"])
  })
  test("is as long by the clock on the wall as the clock says, over its changes too", () => {
    const night = (from: string, to: string) =>
      wallLength({ start: new Date(`2026-${from}:00Z`), end: new Date(`2026-${to}:00Z`) }, "Europe/Lisbon")
    expect(night("10-24T17:00", "10-25T02:00")).toBe(8 * 60)
    expect(night("03-28T18:00", "03-29T02:00")).toBe(9 * 60)
    expect(night("11-24T15:00", "11-26T15:15")).toBe(48 * 60 + 15)
    // Days counted from one on which nothing changes to one on which it does.
    expect(wallMinutes(new Date("2026-10-25T10:30:00Z"), "2026-10-22", "Europe/Lisbon")).toBe(3 * 1440 + 10 * 60 + 30)
  })
  test("as people read it", () => {
    expect(localTime(new Date("2026-11-24T07:05:00Z"), "Asia/Macau")).toBe("15:05")
    expect([0, 65, 1439, 1440, 1565].map(clockTime)).toEqual(["00:00", "01:05", "23:59", "00:00", "02:05"])
    expect(["2026-01-31", "2026-12-24"].map((day) => addMonths(day, 1))).toEqual(["2026-02-28", "2027-01-24"])
  })
  test("before 1970 and after 9999 as Temporal has it", () => {
    expect(localMinute(new Date("9999-12-31T23:00:00Z"), "Asia/Macau")).toBe("+010000-01-01T07:00")
    expect(localMinute(new Date("0001-01-01T00:00:00Z"), "UTC")).toBe("0001-01-01T00:00")
    expect(addDays("9999-12-31", 1)).toBe("+010000-01-01")
    expect(addDays("9999-12-29", 1)).toBe("9999-12-30")
    expect(addDays("0000-01-01", -1)).toBe("-000001-12-31")
    expect(addDays("1969-12-31", 1)).toBe("1970-01-01")
    expect(instantAt("9999-12-31", 60, "UTC").toISOString()).toBe("9999-12-31T01:00:00.000Z")
    expect(instantAt("1969-07-20", 20 * 60, "UTC").toISOString()).toBe("1969-07-20T20:00:00.000Z")
    expect(() => localMinute(new Date(Number.NaN), "UTC")).toThrow(RangeError)
  })
  test("is asked of Temporal once for a zone's day, and again only when much else was asked", () => {
    const instants = vi.spyOn(Temporal.Instant, "fromEpochMilliseconds")
    const dates = vi.spyOn(Temporal.PlainDate, "from")
    const asked = (question: () => unknown): number => {
      const before = instants.mock.calls.length + dates.mock.calls.length
      question()
      return instants.mock.calls.length + dates.mock.calls.length - before
    }
    const instant = new Date("2026-05-06T07:00:00Z")
    const all = (zone: string) => [
      localMinute(instant, zone),
      wallMinutes(instant, "2026-05-06", zone),
      instantAt("2026-05-06", 15 * 60, zone),
      addDays("2026-05-06", 1),
    ]
    for (const zone of ["Asia/Macau", "Pacific/Kiritimati", "Etc/GMT+12"]) {
      expect(asked(() => all(zone))).toBeGreaterThan(0)
      expect(asked(() => all(zone))).toBe(0)
    }
    const some = (count: number) => Array.from({ length: count }, (_, n) => addDays(addDays("1990-01-01", n), 0))
    expect(asked(() => some(19_000))).toBeGreaterThan(0)
    expect(asked(() => some(19_000))).toBe(0)
    some(25_000)
    expect(asked(() => addDays("2026-05-06", 1))).toBe(1)
    vi.restoreAllMocks()
  })
  test("weekdays and the days after", () => {
    expect(weekday("2026-11-23")).toBe(1)
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01")
    const none = ["2026-02-29", "2026-11-31", "2026-1-1", "tomorrow", "+002026-11-24", "2026-11-24T10:00"]
    expect(none.map(isLocalDay)).toEqual(none.map(() => false))
    expect(["2028-02-29", "2026-11-24"].every(isLocalDay)).toBe(true)
  })
})

describe("the centre's day", () => {
  const instant = (text: string) => new Date(`${text}:00+08:00`)
  test("the small hours belong to the evening before, until it closes", () => {
    const cases = ["2026-11-24T01:59", "2026-11-24T02:00", "2026-11-24T08:00", "2026-12-01T00:30"]
    expect(cases.map((text) => broadcastDay(smallCentre, instant(text)))).toEqual([
      "2026-11-23",
      "2026-11-24",
      "2026-11-24",
      "2026-11-30",
    ])
  })
  test("open from eight to two; a session over midnight is within one opening", () => {
    expect(openOn(smallCentre, "2026-11-24")).toEqual([
      { start: instant("2026-11-24T08:00"), end: instant("2026-11-25T02:00") },
    ])
    expect(openBetween(smallCentre, "2026-11-24", "2026-11-25")).toHaveLength(2)
  })
  test("periods that touch at midnight are one, a gap of a quarter is two", () => {
    const around = (first: string, second: string) => {
      const period = (text: string) => ({ from: Number(text.split("-")[0]), to: Number(text.split("-")[1]) })
      const week = Array.from({ length: 7 }, () => [period(second), period(first)])
      return openBetween({ ...smallCentre, hours: { ...smallCentre.hours, week } }, "2026-11-24", "2026-11-25").length
    }
    expect(around("480-1440", "0-120")).toBe(3)
    expect(around("480-1425", "0-120")).toBe(4)
  })
  test("peak minutes are those within Friday and Saturday evenings", () => {
    const session = (start: string, hours: number) => ({
      start: instant(start),
      end: after(instant(start), hours * hour),
    })
    expect(peakMinutes(smallCentre, session("2026-11-27T18:00", 3))).toBe(120)
    expect(peakMinutes(smallCentre, session("2026-11-27T22:30", 3))).toBe(30)
    expect(peakMinutes(smallCentre, session("2026-11-26T18:00", 8))).toBe(0)
  })
})
