import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { bookingsOf } from "../../src/core/booking-record.js"
import { type Centre, openOn } from "../../src/core/centre.js"
import { presumedFree } from "../../src/core/facts.js"
import { hour, after as later, minute } from "../../src/core/interval.js"
import { serveWaitlist } from "../../src/core/offers.js"
import type { Wish } from "../../src/core/outcome.js"
import { hoursOf } from "../../src/core/quota.js"
import { costOf, decide, horizon } from "../../src/core/rules.js"
import { bookSeries, cancelSeries, moveSeries, quoteSeries } from "../../src/core/series.js"
import { localMinute, wholeDay } from "../../src/core/time.js"
import { joinLine } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/**
 * Cases that other systems stumbled over, by their number in the table of scenarios.md, which says where each is tested; here are those
 * that have no better home.
 */

describe("the table of scenarios", () => {
  const page = readFileSync(join(import.meta.dirname, "../scenarios.md"), "utf8")
  const lines = page.split("\n").flatMap((line) => {
    const [, number, , tests] = /^\| (\d+) \| ([^|]+) \| (.+) \|$/.exec(line) ?? []
    return number && tests ? [{ number: Number(number), tests: [...tests.matchAll(/`([^`]+)`: “([^”]+)”/g)] }] : []
  })

  test("has each of them, with tests that are there", () => {
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
    const wanted = [...numbers(20, 54), 59, 60]
    expect(lines.map(({ number }) => number)).toEqual(wanted)
    for (const { number, tests } of lines) {
      expect(tests.length, String(number)).toBeGreaterThan(0)
      for (const [, file = "", title = ""] of tests)
        expect(readFileSync(join(import.meta.dirname, "..", file), "utf8"), `${number}: ${title}`).toContain(title)
    }
  })
})

const at = (text: string): Date => new Date(`${text}:00+08:00`)
const session = (from: string, hours = 1, room = "s1"): Wish => ({
  room: { room },
  start: at(from),
  end: later(at(from), hours * hour),
  hosts: 1,
  gear: [],
})

describe("zones and clocks", () => {
  const always: Centre = {
    ...smallCentre,
    hours: { ...smallCentre.hours, week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]), holidays: [] },
    sessions: { ...smallCentre.sessions, longest: 1440 },
  }
  const kolkata: Centre = {
    ...smallCentre,
    zone: "Asia/Kolkata",
    hours: { ...smallCentre.hours, week: Array.from({ length: 7 }, () => [{ from: 480, to: 1440 }]), holidays: [] },
  }
  const { member } = actorFor("m", "standard")
  if (!member) throw new Error("a member")
  const decided = (centre: Centre, wish: Wish, now: Date) => {
    const decision = decide({ centre, now, member, wish, facts: presumedFree(centre) })
    return decision.is === "yes" ? "yes" : decision.refusal.why
  }

  test("31: opening hours are those of the wall on the day of the change, and on the last of the month", () => {
    const lisbon: Centre = { ...smallCentre, zone: "Europe/Lisbon" }
    for (const [day, offset] of [
      ["2026-03-28", "00:00"],
      ["2026-03-29", "01:00"],
      ["2026-03-31", "01:00"],
      ["2026-10-24", "01:00"],
      ["2026-10-25", "00:00"],
      ["2026-10-31", "00:00"],
    ] as const) {
      const [open] = openOn(lisbon, day)
      expect(localMinute(open?.start ?? new Date(0), "Europe/Lisbon")).toBe(`${day}T08:00`)
      expect(open?.start).toEqual(new Date(`${day}T08:00:00+${offset}`))
      expect(localMinute(open?.end ?? new Date(0), "Europe/Lisbon").slice(11)).toBe("02:00")
    }
  })

  test("32: a whole day is a day's length, whether the zone gives it 23, 24 or 25 hours", () => {
    const lisbon: Centre = { ...always, zone: "Europe/Lisbon" }
    for (const [day, hours] of [
      ["2026-03-28", 24],
      ["2026-03-29", 23],
      ["2026-10-25", 25],
    ] as const) {
      const { start, end } = wholeDay(day, lisbon.zone)
      expect((end.getTime() - start.getTime()) / hour).toBe(hours)
      const wish = { room: { room: "s1" }, start, end, hosts: 1, gear: [] }
      expect(decided(lisbon, wish, later(start, -48 * hour)), day).toBe("yes")
      const longer = decided(lisbon, { ...wish, end: later(end, 75 * minute) }, later(start, -48 * hour))
      expect(longer, day).toBe("too_long")
    }
  })

  test("33: on the quarter hours of a zone that is half an hour off, to the last session before midnight", () => {
    const on = (from: string, to: string): Wish => ({
      room: { room: "s1" },
      start: new Date(`2026-11-24T${from}:00+05:30`),
      end: new Date(`2026-11-24T${to}:00+05:30`),
      hosts: 1,
      gear: [],
    })
    const now = new Date("2026-11-23T10:00:00+05:30")
    expect(decided(kolkata, on("10:30", "11:15"), now)).toBe("yes")
    expect(decided(kolkata, { ...on("23:30", "23:30"), end: new Date("2026-11-25T00:00:00+05:30") }, now)).toBe("yes")
    expect(decided(kolkata, { ...on("23:30", "23:30"), end: new Date("2026-11-25T00:15:00+05:30") }, now)).toBe(
      "closed",
    )
    expect(decided(kolkata, on("10:10", "11:10"), now)).toBe("off_grid")
  })

  test("34: what a session is charged to is told by the centre's days, not by those of UTC", () => {
    const month = (start: string) =>
      costOf(kolkata, { start: new Date(start), end: later(new Date(start), hour) }).month
    // Both on 30 November by UTC; in the centre one is on 1 December.
    expect(month("2026-11-30T10:00:00Z")).toBe("2026-11")
    expect(month("2026-11-30T19:00:00Z")).toBe("2026-12")
  })

  test("35: past, and too far ahead, by the centre's clock at half past midnight and half an hour before it", () => {
    for (const zone of ["Asia/Macau", "America/New_York"]) {
      const centre: Centre = { ...always, zone }
      const plan = centre.plans[0]
      if (!plan) throw new Error("a plan")
      const late = new Date(wholeDay("2026-11-23", zone).end.getTime() - 30 * minute)
      const early = later(late, hour)
      const last = (now: Date) => localMinute(later(horizon(centre, plan, now), -minute), zone).slice(0, 10)
      expect([last(late), last(early)]).toEqual(["2026-12-23", "2026-12-24"])
      const soon = (now: Date): Wish => ({ ...session("2026-11-24T00:00"), start: now, end: later(now, hour) })
      expect(decided(centre, soon(later(late, 15 * minute)), late)).toBe("yes")
      expect(decided(centre, soon(later(late, -15 * minute)), late)).toBe("past")
      expect(decided(centre, soon(later(early, -15 * minute)), early)).toBe("past")
    }
  })
})

await describeEachStore("scenarios of the field", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const bo = () => ask(world, actorFor("bo", "standard"))
  const booked = async (wish: Wish, by = ana()) => {
    const done = await book(world, by, wish)
    if (done.is !== "booked") throw new Error(JSON.stringify(done))
    return done.booking.id
  }
  const series = async (wishes: readonly Wish[]) => {
    const done = await bookSeries(world, ana(), wishes)
    if (done.is === "refused") throw new Error(JSON.stringify(done))
    return done.bookings.map(({ id }) => id)
  }
  const when = async () =>
    (await bookingsOf(world, ana().actor, { from: new Date(0) })).map(
      ({ start, end }) => `${localMinute(start, "Asia/Macau").slice(5)}–${localMinute(end, "Asia/Macau").slice(11)}`,
    )
  const weekly = ["11-24", "12-01", "12-08", "12-15", "12-22"].map((day) => session(`2026-${day}T15:00`))

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard" })
  })

  test("21: weekly, and one date is taken: the others can be booked, that one is named", async () => {
    await booked(session("2026-12-08T14:30"), bo())
    const shown = await quoteSeries(world, ana(), weekly)
    if (!Array.isArray(shown)) throw new Error(shown.refusal.why)
    expect(shown.map((one) => (one.is === "fits" ? "fits" : one.refusal.why))).toEqual([
      "fits",
      "fits",
      "taken",
      "fits",
      "fits",
    ])
    await series(weekly.filter((_, n) => shown[n]?.is === "fits"))
    expect(await when()).toHaveLength(4)
  })

  test("23: a series that overlaps itself is none", async () => {
    const twice = [session("2026-11-24T15:00", 3), session("2026-11-24T17:00", 3)]
    expect(await bookSeries(world, ana(), twice)).toMatchObject({ refusal: { why: "taken" } })
    expect(await when()).toEqual([])
  })

  test("27: cancelling all of a series leaves what has been; the last one cancelled is the end of it", async () => {
    const [, second, ...rest] = await series(weekly.slice(0, 3))
    world.now = at("2026-11-25T10:00")
    await cancelSeries(world, ana(), { bookingId: second ?? "", scope: "all" })
    expect(await when()).toEqual(["11-24T15:00–16:00"])
    expect(await cancelSeries(world, ana(), { bookingId: rest[0] ?? "", scope: "all" })).toMatchObject({
      refusal: { why: "already_cancelled" },
    })
  })

  test("28: one, those that follow, or all are moved; what was moved by itself stays", async () => {
    const [first = "", second = "", third = "", fourth = ""] = await series(weekly.slice(0, 4))
    await move(world, ana(), third, { start: at("2026-12-08T18:00"), end: at("2026-12-08T19:00") })
    const change = { start: at("2026-12-01T16:00"), end: at("2026-12-01T17:30") }
    const moved = await moveSeries(world, ana(), { bookingId: second, scope: "following", change })
    expect(moved).toMatchObject({ is: "done", bookings: [{ id: second }, { id: fourth }] })
    expect(await when()).toEqual(["11-24T15:00–16:00", "12-01T16:00–17:30", "12-08T18:00–19:00", "12-15T16:00–17:30"])
    await move(world, ana(), first, { start: at("2026-11-24T20:00"), end: at("2026-11-24T21:00") })
    expect(await when()).toContain("12-15T16:00–17:30")
  })

  test("42: as many bookings as the plan allows: one of them can still be moved, and another one not be made", async () => {
    for (let n = 0; n < 10; n++) await booked(session(`2026-11-${24 + Math.floor(n / 5)}T${10 + 2 * (n % 5)}:00`))
    expect(await book(world, ana(), session("2026-11-26T15:00"))).toMatchObject({
      refusal: { why: "too_many_open", max: 10 },
    })
    const [one] = await bookingsOf(world, ana().actor, { from: world.now })
    expect(
      await move(world, ana(), one?.id ?? "", { start: at("2026-11-26T15:00"), end: at("2026-11-26T16:00") }),
    ).toMatchObject({
      is: "moved",
    })
  })

  test("50: shortening asks nobody, keeps the room and gives the rest of the hours back", async () => {
    const id = await booked(session("2026-11-24T15:00", 3))
    expect(await move(world, ana(), id, { end: at("2026-11-24T16:00") })).toMatchObject({
      is: "moved",
      booking: { room: "s1", minutes: 60, status: "confirmed" },
    })
    expect(await hoursOf(world, ana().actor, world.now)).toMatchObject({ used: 60 })
    await booked(session("2026-11-24T16:15"), bo())
  })

  test("51: what is offered leaves the turnover before and after what is booked, and only whose turn it is is told", async () => {
    await booked(session("2026-11-24T14:00", 1, "l1"), bo())
    await booked(session("2026-11-24T17:00", 1, "l1"), bo())
    const wait = { room: { room: "l1" }, minutes: 60, hosts: 1, gear: [] }
    await joinLine(world, ana(), { ...wait, windows: [{ start: at("2026-11-24T14:00"), end: at("2026-11-24T18:00") }] })
    world.now = later(world.now, minute)
    await joinLine(world, ask(world, actorFor("cy", "standard")), {
      ...wait,
      windows: [{ start: at("2026-11-24T15:00"), end: at("2026-11-24T16:45") }],
    })
    await serveWaitlist(world, world.now)
    const offers = await store().prisma.offer.findMany({ where: { status: "open" } })
    expect(offers.map(({ startsAt }) => localMinute(startsAt, "Asia/Macau"))).toEqual(["2026-11-24T15:15"])
    const told = await store().prisma.notice.findMany({ where: { kind: "offer" } })
    expect(told.map(({ personId }) => personId)).toEqual(["p-ana"])
  })

  test("52: what cancelling, shortening and moving frees is offered; extending frees nothing, nor do the past, one's own and what is too short", async () => {
    const waiting = (from: string, to: string, minutes = 60) =>
      joinLine(world, bo(), {
        room: { room: "s1" },
        minutes,
        hosts: 1,
        gear: [],
        windows: [{ start: at(`2026-11-24T${from}`), end: at(`2026-11-24T${to}`) }],
      })
    const served = async () => {
      await serveWaitlist(world, world.now)
      const open = await store().prisma.offer.findMany({ where: { status: "open" }, orderBy: { startsAt: "asc" } })
      await store().pool.query("truncate waiting, offer, hold")
      await store().pool.query("delete from claim where owner_id like 'offer:%'")
      await store().pool.query("delete from usage where owner_id like 'offer:%'")
      return open.map(({ startsAt }) => localMinute(startsAt, "Asia/Macau").slice(11))
    }
    const [nine, twelve, four] = [
      await booked(session("2026-11-24T09:00", 2)),
      await booked(session("2026-11-24T12:00", 3)),
      await booked(session("2026-11-24T16:00", 1)),
    ]
    await waiting("09:00", "11:00")
    expect(await served()).toEqual([])
    await waiting("09:00", "11:00")
    await cancel(world, ana(), nine)
    expect(await served()).toEqual(["09:00"])
    await waiting("12:00", "15:00")
    await move(world, ana(), twelve, { end: at("2026-11-24T13:00") })
    expect(await served()).toEqual(["13:15"])
    await waiting("16:00", "17:00")
    await move(world, ana(), four, { start: at("2026-11-24T18:00"), end: at("2026-11-24T19:00") })
    expect(await served()).toEqual(["16:00"])
    // Longer by half an hour: nothing for whoever waits, and the free half hour before it is too short.
    await waiting("18:00", "19:45")
    await extend(world, ana(), four, 30)
    expect(await served()).toEqual([])
    await waiting("17:15", "18:00")
    expect(await served()).toEqual([])
    // What is over before it could begin.
    await waiting("09:00", "10:00")
    world.now = at("2026-11-24T09:30")
    expect(await served()).toEqual([])
  })
})
