import { beforeEach, expect, test } from "vitest"
import { openBallot } from "../../src/core/ballots.js"
import { book, extend, move } from "../../src/core/booking.js"
import { bookingsOf } from "../../src/core/booking-record.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { after, hour, minute } from "../../src/core/interval.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { hoursOf } from "../../src/core/quota.js"
import { bookSeries, cancelSeries, cancelSeveral, moveSeries, quoteSeries } from "../../src/core/series.js"
import { localMinute } from "../../src/core/time.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("what is changed of a series", (store) => {
  let world: TestWorld
  const [ana, cy] = [actorFor("ana", "standard"), actorFor("cy", "tiny")]
  const by = (who = ana, key?: string) => ask(world, who, key)
  /** So many days after Tuesday, 24 November 2026, at three in the afternoon, for an hour. */
  const session = (days: number, room = "s1"): Wish => {
    const start = after(new Date("2026-11-24T15:00:00+08:00"), days * 24 * hour)
    return { room: { room }, start, end: after(start, hour), hosts: 1, gear: [] }
  }
  const weekly = (count: number, room?: string) => Array.from({ length: count }, (_, n) => session(7 * n, room))
  async function made(wishes: readonly Wish[], who = ana): Promise<readonly [Booking, ...Booking[]]> {
    const outcome = await bookSeries(world, by(who), wishes)
    if (outcome.is === "refused") throw new Error(JSON.stringify(outcome))
    const [first, ...rest] = outcome.bookings
    if (!first) throw new Error("a series of none")
    return [first, ...rest]
  }
  const when = async (who = ana) =>
    (await bookingsOf(world, who, { from: world.now })).map(
      ({ room, start, end }) =>
        `${localMinute(start, "Asia/Macau").slice(5)}-${localMinute(end, "Asia/Macau").slice(11)} ${room}`,
    )
  const left = async (who = ana) => {
    const use = await hoursOf(world, who, world.now)
    return use && use.granted - use.used
  }
  const reused = { is: "refused", refusal: { why: "key_reused" } }
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { ana: "standard", cy: "tiny" })
  })

  test("the same tap again is the same answer; its key with other dates, or for more of them, is refused", async () => {
    const first = await bookSeries(world, by(ana, "book"), weekly(3))
    expect(first).toMatchObject({ is: "done", bookings: [{}, {}, {}] })
    expect(await bookSeries(world, by(ana, "book"), weekly(4))).toEqual(reused)
    const [booking] = "bookings" in first ? first.bookings : []
    const bookingId = booking?.id ?? ""
    const moved = await moveSeries(world, by(ana, "move"), {
      bookingId,
      scope: "all",
      change: { room: { room: "s2" } },
    })
    expect(moved).toMatchObject({ is: "done" })
    expect(
      await moveSeries(world, by(ana, "move"), { bookingId, scope: "all", change: { room: { room: "s3" } } }),
    ).toEqual(reused)
    expect(await cancelSeries(world, by(ana, "cancel"), { bookingId, scope: "all" })).toMatchObject({ is: "done" })
    expect(await cancelSeries(world, by(ana, "cancel"), { bookingId, scope: "following" })).toEqual(reused)
  })

  test("several that have nothing in common are cancelled together: each once, all or none, and undone together", async () => {
    const [mine, other] = [await book(world, by(), session(0)), await book(world, by(), session(3))]
    const theirs = await book(world, by(cy), session(1))
    const [a, b, c] = [mine, other, theirs].map((outcome) => ("booking" in outcome ? outcome.booking.id : ""))
    if (!a || !b || !c) throw new Error("not booked")
    const before = await left()
    expect(await cancelSeveral(world, by(), [a, c, b])).toMatchObject({ refusal: { why: "not_found" } })
    expect(await left()).toBe(before)
    expect(await cancelSeveral(world, by(), [a, b, a])).toMatchObject({ is: "done", minutesBack: 120 })
    expect(await left()).toBe((before ?? 0) + 120)
    expect(await when()).toEqual([])
    expect(await undo(world, by())).toMatchObject({ is: "undone" })
    expect(await when()).toEqual(["11-24T15:00-16:00 s1", "11-27T15:00-16:00 s1"])
    expect(await left()).toBe(before)
    expect(await violations()).toEqual([])
  })

  test("an hour too late to give up the first: its hours are forfeited, those of the others come back", async () => {
    const [first] = await made([0, 1, 2].map((days) => session(days)))
    world.now = after(first.start, -hour)
    expect(await cancelSeries(world, by(), { bookingId: first.id, scope: "all" })).toMatchObject({
      is: "done",
      minutesBack: 120,
      leftAfter: 40 * 60 - 60,
    })
    expect(await store().prisma.hoursEntry.findMany({ where: { kind: "forfeited" } })).toMatchObject([
      { minutes: 60, entity: `booking:${first.id}` },
    ])
    expect(await left()).toBe(40 * 60 - 60)
    expect(await violations()).toEqual([])
  })

  test("moved to another time of the day each stays as long as it is; moved by staff each is told of", async () => {
    const [first] = await made(weekly(2))
    await store().prisma.person.create({
      data: { id: "sam", name: "Sam", language: "en", staff: true, createdAt: world.now },
    })
    world.now = after(world.now, minute)
    const staff = { ...staffActor("sam"), member: ana.member, members: ana.members }
    const change = { start: after(first.start, 3 * hour) }
    expect(await moveSeries(world, by(staff), { bookingId: first.id, scope: "all", change })).toMatchObject({
      is: "done",
      bookings: [{ version: 2 }, { version: 2 }],
      minutesBack: 0,
    })
    expect(await when()).toEqual(["11-24T18:00-19:00 s1", "12-01T18:00-19:00 s1"])
    const told = await store().prisma.notice.findMany({ where: { kind: "changed" } })
    expect(told.map(({ personId, data }) => [personId, (data as { how: string }).how])).toEqual([
      ["p-ana", "moved"],
      ["p-ana", "moved"],
    ])
    expect(await undo(world, by(staff))).toMatchObject({ is: "undone", what: "move", bookings: [{}, {}] })
    expect(await when()).toEqual(["11-24T15:00-16:00 s1", "12-01T15:00-16:00 s1"])
    expect(await violations()).toEqual([])
  })

  test("one that was moved by itself, and one that was made longer, stay where they are", async () => {
    const [first, second, third, fourth] = await made(weekly(4))
    if (!second || !third || !fourth) throw new Error("four of them")
    await move(world, by(), second.id, { start: after(second.start, 5 * hour) })
    await extend(world, by(), third.id, 30)
    const change = { start: after(first.start, -hour) }
    await moveSeries(world, by(), { bookingId: first.id, scope: "all", change })
    expect(await when()).toEqual([
      "11-24T14:00-15:00 s1",
      "12-01T20:00-21:00 s1",
      "12-08T15:00-16:30 s1",
      "12-15T14:00-15:00 s1",
    ])
    expect(await violations()).toEqual([])
  })

  test("made longer together, each knows what those before it will cost", async () => {
    const [first] = await made(
      [0, 1].map((days) => session(days)),
      cy,
    )
    const longer = (length: number) =>
      moveSeries(world, by(cy), {
        bookingId: first.id,
        scope: "all",
        change: { start: first.start, end: after(first.start, length) },
      })
    expect(await longer(2 * hour)).toMatchObject({ is: "refused", refusal: { why: "hours_spent" } })
    expect(await when(cy)).toEqual(["11-24T15:00-16:00 s1", "11-25T15:00-16:00 s1"])
    expect(await longer(1.5 * hour)).toMatchObject({ is: "done", leftAfter: 0 })
    expect(await when(cy)).toEqual(["11-24T15:00-16:30 s1", "11-25T15:00-16:30 s1"])
    expect(await left(cy)).toBe(0)
    expect(await violations()).toEqual([])
  })

  test("of two series that a member books at once, as many are booked as may be open", async () => {
    const outcomes = await Promise.all([
      bookSeries(
        world,
        by(),
        [0, 1, 2, 3, 4, 5].map((days) => session(days)),
      ),
      bookSeries(
        world,
        by(),
        [0, 1, 2, 3, 4, 5].map((days) => session(days, "s2")),
      ),
    ])
    expect(outcomes.map((outcome) => ("refusal" in outcome ? outcome.refusal.why : outcome.is)).sort()).toEqual([
      "done",
      "too_many_open",
    ])
    expect(await store().prisma.booking.count()).toBe(6)
    expect(await violations()).toEqual([])
  })

  test("the others of a series that one is of are those to come; of what is of none, it is itself", async () => {
    const [, second] = await made(weekly(3))
    const alone = await book(world, by(), session(1))
    if (alone.is !== "booked" || !second) throw new Error("booked")
    expect(await cancelSeries(world, by(), { bookingId: alone.booking.id, scope: "all" })).toMatchObject({
      bookings: [{ id: alone.booking.id, status: "cancelled" }],
      minutesBack: 60,
    })
    expect(await cancelSeries(world, by(), { bookingId: second.id, scope: "following" })).toMatchObject({
      bookings: [{}, {}],
      minutesBack: 120,
    })
    expect(await when()).toEqual(["11-24T15:00-16:00 s1"])
  })

  test("the centre's file changes on another replica meanwhile: a series is decided by what it says now", async () => {
    await made([session(0)])
    const other = testWorld({ ...store() }, "2026-11-23T10:00:00+08:00")
    const sessions = { ...smallCentre.sessions, longest: 30 }
    await applyCentre(other, { ...smallCentre, sessions }, { now: world.now, via: "test" })
    // The first is there already; it is the second that is longer than it may be.
    expect(await bookSeries(world, by(), [session(0), session(7)])).toMatchObject({ refusal: { why: "too_long" } })
    expect(await store().prisma.booking.count()).toBe(1)
  })

  test("a date that is given out by lot is shown as that", async () => {
    const windows = [{ start: session(7).start, end: after(session(7).start, 4 * hour) }]
    const deadline = after(world.now, 2 * 24 * hour)
    const ballot = { name: "Feast", windows, deadline, wishesMax: 3, winsMax: 1, announce: false }
    expect(await openBallot(world, by(staffActor("sam")), ballot)).toMatchObject({ is: "opened" })
    const shown = await quoteSeries(world, by(), weekly(3))
    expect(Array.isArray(shown) && shown.map((one) => (one.is === "fits" ? one.is : one.refusal.why))).toEqual([
      "fits",
      "in_ballot",
      "fits",
    ])
  })

  test("for no member, nothing is quoted or booked", async () => {
    const refusal = { is: "refused", refusal: { why: "not_member" } }
    const nobody = staffActor("sam")
    expect(await quoteSeries(world, by(nobody), weekly(2))).toEqual(refusal)
    expect(await bookSeries(world, by(nobody), weekly(2))).toEqual(refusal)
  })
})
