import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { broadcastDay, openBetween, openOn, peakMinutes } from "../../src/core/centre.js"
import { after, hour, minute, minutesOf } from "../../src/core/interval.js"
import { addDays, instantAt, isLocalDay, localMinute, wallMinutes, weekday, wholeDay } from "../../src/core/time.js"
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
  test("weekdays and the days after", () => {
    expect(weekday("2026-11-23")).toBe(1)
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01")
    expect(["2026-02-29", "2026-11-31", "2026-1-1", "tomorrow", "2028-02-29"].map(isLocalDay)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
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
