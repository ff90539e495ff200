import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { centreSchema } from "../../src/core/centre.js"
import { after, hour, minute } from "../../src/core/interval.js"
import type { Booking } from "../../src/core/outcome.js"
import { leadsFor, quietFor, reminders } from "../../src/core/reminders.js"
import { instantAt, localDay } from "../../src/core/time.js"
import { deskCentre } from "../support/desk-centre.js"

const at = (text: string) => new Date(`2026-11-${text}:00+08:00`)
const booking = (start: Date): Booking => ({
  id: "b1",
  member: { id: "m", name: "M" },
  madeBy: "p1",
  room: "studio-1",
  start,
  end: after(start, hour),
  hosts: 1,
  gear: [],
  title: null,
  status: "confirmed",
  version: 1,
  minutes: 60,
  peakMinutes: 0,
  month: "2026-11",
  roomClass: null,
  seriesId: null,
  checkedInAt: null,
  heldUntil: null,
  setup: 0,
  teardown: 0,
  named: [],
  show: {},
  went: null,
})
const said = (start: Date, now: Date, { leads, quiet }: { leads?: number[]; quiet?: string } = {}) =>
  reminders(deskCentre, booking(start), { now, reminding: { leads: leads ?? null, quiet: quiet ?? null } }).map(
    ({ due_at, stale_at, data }) =>
      `${(data as { minutesBefore: number }).minutesBefore} @${local(due_at)} until ${local(stale_at)}`,
  )
const local = (instant: Date) =>
  after(instant, 8 * hour)
    .toISOString()
    .slice(8, 16)

describe("reminders and quiet hours", () => {
  const quiet = "23:00-08:00"
  const early = at("01T10:00")

  test("a day before a session at one in the morning: in the evening before that", () => {
    expect(said(at("25T01:00"), early, { quiet })).toEqual([
      "1440 @23T22:55 until 25T00:00",
      "60 @25T00:00 until 25T00:45",
      "15 @25T00:45 until 25T01:00",
    ])
  })

  test("the day's own time is kept when it is not quiet then", () => {
    expect(said(at("25T15:00"), early, { quiet })[0]).toBe("1440 @24T15:00 until 25T14:00")
  })

  test("shortly before they end: when they end, unless the next one comes by then", () => {
    expect(said(at("25T10:00"), early, { leads: [180, 60], quiet })[0]).toBe("180 @25T08:00 until 25T09:00")
    expect(said(at("25T09:00"), early, { leads: [180, 60], quiet })[0]).toBe("180 @24T22:55 until 25T08:00")
  })

  test("booked inside of them: not in the past, and not later than it helps", () => {
    expect(said(at("26T01:00"), at("24T23:30"), { leads: [1440, 60], quiet })[0]).toBe("1440 @25T08:00 until 26T00:00")
    expect(said(at("25T04:00"), at("24T23:30"), { leads: [180], quiet })).toEqual(["180 @25T01:00 until 25T04:00"])
  })

  test("two that would come together are one", () => {
    expect(said(at("25T10:00"), early, { leads: [600, 540], quiet })).toEqual(["540 @24T22:55 until 25T10:00"])
  })

  test("one due moments before they begin, and one moved before them: never out of order", () => {
    expect(said(at("25T12:00"), early, { leads: [1000, 783, 720], quiet })).toEqual([
      "1000 @24T19:20 until 24T22:55",
      "720 @24T22:55 until 25T12:00",
    ])
  })

  test("what a person chose goes before what the centre has", () => {
    const centre = { ...deskCentre, quiet: { from: 1380, to: 1920 } }
    expect(quietFor(centre, undefined)).toEqual({ from: 1380, to: 1920 })
    expect(quietFor(centre, { leads: null, quiet: "off" })).toBeNull()
    expect(quietFor(centre, { leads: null, quiet: "22:00-07:00" })).toEqual({ from: 1320, to: 1860 })
    expect(leadsFor(centre, { leads: [], quiet: null })).toEqual([])
    expect(leadsFor(centre, { leads: [15, 60, 15], quiet: null })).toEqual([60, 15])
    expect(leadsFor(centre, undefined)).toEqual([1440, 60, 15])
  })

  test("a centre's file may say them", () => {
    const file = { ...structuredClone(deskCentre), hours: { week: { daily: "08:00-02:00" } }, quiet: "23:00-08:00" }
    expect(centreSchema.parse(file).quiet).toEqual({ from: 1380, to: 1920 })
    expect(centreSchema.safeParse({ ...file, quiet: "at night" }).success).toBe(false)
  })
})

describe("whatever the times", () => {
  const quarter = 15 * minute
  const times = fc.record({
    zone: fc.constantFrom("Asia/Macau", "Europe/Lisbon", "America/St_Johns"),
    booked: fc.integer({ min: 0, max: 4 * 24 * 365 }).map((n) => after(new Date("2026-01-01T00:00Z"), n * quarter)),
    ahead: fc.integer({ min: 1, max: 14 * 96 }),
    leads: fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { maxLength: 6 }),
    from: fc.integer({ min: 0, max: 95 }),
    length: fc.integer({ min: 1, max: 60 }),
  })
  const hm = (quarters: number) =>
    `${String(Math.floor((quarters % 96) / 4)).padStart(2, "0")}:${String((quarters % 4) * 15).padStart(2, "0")}`

  test("never past, never after the start, at most one per lead, in order, and quiet when it can be", () => {
    fc.assert(
      fc.property(times, ({ zone, booked, ahead, leads, from, length }) => {
        const centre = { ...deskCentre, zone }
        const start = new Date(booked.getTime() + ahead * quarter)
        const quiet = `${hm(from)}-${hm(from + length)}`
        const rows = reminders(centre, booking(start), { now: booked, reminding: { leads, quiet } })
        const isQuiet = (instant: Date) => {
          const today = localDay(instant, zone)
          const begins = from * 15
          return [-1440, 0].some((shift) => {
            const opens = instantAt(today, begins + shift, zone)
            const closes = instantAt(today, begins + length * 15 + shift, zone)
            return opens <= instant && instant < closes
          })
        }
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
        expect(rows.length).toBeLessThanOrEqual(leads.length)
        rows.forEach((row, position) => {
          const { minutesBefore } = row.data as { minutesBefore: number }
          expect(leads).toContain(minutesBefore)
          expect(row.due_at > booked).toBe(true)
          expect(row.due_at <= start && row.stale_at <= start && row.due_at < row.stale_at).toBe(true)
          const next = rows[position + 1]
          if (next) expect(row.due_at < next.due_at && row.stale_at <= next.due_at).toBe(true)
          const raw = new Date(start.getTime() - minutesBefore * minute)
          if (minutesBefore < 180 || !isQuiet(raw)) expect(row.due_at).toEqual(raw)
          // Unavoidable: booked within the very quiet hours that it falls into.
          else if (isQuiet(row.due_at)) expect(row.due_at.getTime() - booked.getTime()).toBeLessThan(16 * hour)
        })
      }),
      { numRuns: 2000 },
    )
  })
})
