import fc from "fast-check"
import { beforeEach, describe, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { bookingsOf } from "../../src/core/booking-record.js"
import type { Wish } from "../../src/core/outcome.js"
import { hoursOf } from "../../src/core/quota.js"
import {
  bookSeries,
  cancelSeries,
  moveSeries,
  quoteSeries,
  type SeriesOutcome,
  type Session,
  seriesMax,
  seriesStarts,
} from "../../src/core/series.js"
import { localMinute, localTime, weekday } from "../../src/core/time.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

describe("when the sessions of a series begin", () => {
  const starts = (zone: string, first: string, repeat: Parameters<typeof seriesStarts>[2]) =>
    seriesStarts({ ...smallCentre, zone }, new Date(first), repeat).map((start) => localMinute(start, zone))

  test("weekly, fortnightly, and on several weekdays", () => {
    expect(starts("Asia/Macau", "2026-11-24T15:00+08:00", { every: 1, count: 3 })).toEqual([
      "2026-11-24T15:00",
      "2026-12-01T15:00",
      "2026-12-08T15:00",
    ])
    expect(starts("Asia/Macau", "2026-12-22T15:00+08:00", { every: 2, count: 2 })).toEqual([
      "2026-12-22T15:00",
      "2027-01-05T15:00",
    ])
    expect(starts("Asia/Macau", "2026-11-26T15:00+08:00", { every: 1, weekdays: [2, 4], count: 4 })).toEqual([
      "2026-11-26T15:00",
      "2026-12-01T15:00",
      "2026-12-03T15:00",
      "2026-12-08T15:00",
    ])
  })

  test("never more than a series may have, on however many weekdays", () => {
    const first = new Date("2026-11-23T15:00+08:00")
    for (const weekdays of [[1], [1, 3, 5], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7]])
      expect(seriesStarts(smallCentre, first, { every: 1, weekdays, count: 40 })).toHaveLength(seriesMax)
  })

  test("stays at the same time of the clock when the clock changes", () => {
    expect(starts("Europe/Lisbon", "2026-10-18T15:00+01:00", { every: 1, count: 3 })).toEqual([
      "2026-10-18T15:00",
      "2026-10-25T15:00",
      "2026-11-01T15:00",
    ])
  })

  test("in any zone: as many as asked for, in order, at one time of day, on the weekdays asked for", () => {
    const zones = fc.constantFrom("Asia/Macau", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe")
    const noon = fc.integer({ min: 0, max: 3000 }).map((day) => new Date(Date.UTC(2024, 0, 1 + day, 12)))
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 })
    fc.assert(
      fc.property(zones, noon, weekdays, fc.integer({ min: 1, max: 4 }), (zone, first, days, every) => {
        const all = seriesStarts({ ...smallCentre, zone }, first, { every, weekdays: days, count: 9 })
        expect(all).toHaveLength(9)
        expect(new Set(all.map((start) => localTime(start, zone))).size).toBe(1)
        const wanted = days.length > 0 ? days : [weekday(localMinute(first, zone).slice(0, 10))]
        for (const [n, start] of all.entries()) {
          expect(wanted).toContain(weekday(localMinute(start, zone).slice(0, 10)))
          expect(start.getTime()).toBeGreaterThan((all[n - 1] ?? new Date(first.getTime() - 1)).getTime())
        }
      }),
      { numRuns: 60 },
    )
  })
})

await describeEachStore("series", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const bo = () => ask(world, actorFor("bo", "standard"))
  const cy = () => ask(world, actorFor("cy", "tiny"))
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "tiny" })
  })

  const session = (day: number, { room = "s1", hour = 15 } = {}): Wish => {
    const start = new Date(Date.UTC(2026, 10, day, hour - 8))
    return { room: { room }, start, end: new Date(start.getTime() + 3_600_000), hosts: 1, gear: [] }
  }
  const weekly = (count: number, more?: Parameters<typeof session>[1]) =>
    Array.from({ length: count }, (_, n) => session(24 + 7 * n, more))
  const done = (outcome: SeriesOutcome) => {
    if (outcome.is === "refused") throw new Error(`refused: ${JSON.stringify(outcome)}`)
    return outcome
  }
  const when = async () =>
    (await bookingsOf(world, ana().actor, { from: world.now })).map(
      ({ room, start }) => `${localMinute(start, "Asia/Macau").slice(5)} ${room}`,
    )
  const shown = (sessions: Session[] | { is: "refused" }) =>
    Array.isArray(sessions) ? sessions.map((s) => (s.is === "fits" ? s.quote.room : s.refusal.why)) : sessions.is

  test("is booked whole, costs its hours once, and a repeat of the turn changes nothing", async () => {
    const turn = ana()
    const first = done(await bookSeries(world, turn, weekly(3)))
    expect(new Set(first.bookings.map(({ seriesId }) => seriesId)).size).toBe(1)
    expect(first.bookings).toHaveLength(3)
    expect(done(await bookSeries(world, turn, weekly(3))).bookings.map(({ id }) => id)).toEqual(
      first.bookings.map(({ id }) => id),
    )
    expect(await when()).toEqual(["11-24T15:00 s1", "12-01T15:00 s1", "12-08T15:00 s1"])
    expect((await store().prisma.booking.groupBy({ by: ["seriesId"], _count: true })).map((g) => g._count)).toEqual([3])
    expect(await hoursOf(world, ana().actor, world.now)).toMatchObject({ used: 60, openBookings: 3 })
    expect(await violations()).toEqual([])
  })

  test("shows which dates are taken before anything is written, and books none when one of them is", async () => {
    await book(world, bo(), session(31))
    expect(shown(await quoteSeries(world, ana(), weekly(3)))).toEqual(["s1", "taken", "s1"])
    expect(await bookSeries(world, ana(), weekly(3))).toMatchObject({
      is: "refused",
      refusal: { why: "taken" },
      at: { room: "s1", start: session(31).start },
    })
    expect(await when()).toEqual([])
    expect(await violations()).toEqual([])
  })

  test("counts its own sessions against the plan", async () => {
    const close = [24, 25, 26].map((day) => session(day))
    expect(shown(await quoteSeries(world, cy(), close))).toEqual(["s1", "s1", "too_many_open"])
    expect(await bookSeries(world, cy(), close)).toMatchObject({ refusal: { why: "too_many_open" } })
    const long = [24, 25].map((day) => ({ ...session(day), end: new Date(session(day).end.getTime() + 3_600_000) }))
    expect(shown(await quoteSeries(world, cy(), long))).toEqual(["s1", "hours_spent"])
    expect(await bookSeries(world, cy(), long)).toMatchObject({ refusal: { why: "hours_spent" } })
    expect(await violations()).toEqual([])
  })

  test("of two who want overlapping series, one has all of it and the other none", async () => {
    const outcomes = await Promise.all([
      bookSeries(world, ana(), weekly(3)),
      bookSeries(world, bo(), [...weekly(3)].reverse()),
    ])
    expect(outcomes.map(({ is }) => is).sort()).toEqual(["done", "refused"])
    expect(await store().prisma.booking.count()).toBe(3)
    expect(await violations()).toEqual([])
  })

  test("one, this and those that follow, or all are cancelled, with their hours", async () => {
    const { bookings } = done(await bookSeries(world, ana(), weekly(4)))
    const [first, second, third] = bookings.map(({ id }) => id)
    expect(done(await cancelSeries(world, ana(), { bookingId: third ?? "", scope: "following" }))).toMatchObject({
      minutesBack: 120,
    })
    expect(await when()).toEqual(["11-24T15:00 s1", "12-01T15:00 s1"])
    // The first has begun: it stays.
    world.now = new Date("2026-11-24T15:10:00+08:00")
    expect(await cancelSeries(world, ana(), { bookingId: first ?? "", scope: "all" })).toMatchObject({
      refusal: { why: "too_late" },
    })
    expect(done(await cancelSeries(world, ana(), { bookingId: second ?? "", scope: "all" })).bookings).toHaveLength(1)
    expect(await violations()).toEqual([])
  })

  test("is moved whole, to another time and room, or not at all", async () => {
    const { bookings } = done(await bookSeries(world, ana(), weekly(3)))
    const from = bookings[1]?.id ?? ""
    const to = session(31 + 1, { room: "s2", hour: 18 })
    const change = { start: to.start, end: to.end, room: to.room }
    expect(await cancelSeries(world, bo(), { bookingId: from, scope: "all" })).toMatchObject({
      refusal: { why: "not_found" },
    })
    await book(world, bo(), session(24 + 15, { room: "s2", hour: 18 }))
    expect(await moveSeries(world, ana(), { bookingId: from, scope: "following", change })).toMatchObject({
      refusal: { why: "taken" },
      at: { start: session(24 + 14).start },
    })
    expect(await when()).toEqual(["11-24T15:00 s1", "12-01T15:00 s1", "12-08T15:00 s1"])
    const later = {
      ...change,
      start: new Date(to.start.getTime() + 7_200_000),
      end: new Date(to.end.getTime() + 7_200_000),
    }
    expect(
      done(await moveSeries(world, ana(), { bookingId: from, scope: "following", change: later })).bookings,
    ).toHaveLength(2)
    expect(await when()).toEqual(["11-24T15:00 s1", "12-02T20:00 s2", "12-09T20:00 s2"])
    expect(await violations()).toEqual([])
  })
})
