import { expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { checkIn, forgive, markNoShow } from "../../src/core/checkin.js"
import { after, minute } from "../../src/core/interval.js"
import { runningLate } from "../../src/core/late.js"
import { attending, nudge, releaseNoShows } from "../../src/core/no-shows.js"
import type { Actor, Booking, Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)
const wish = (from: string, to: string, room = "s1"): Wish => ({
  room: { room },
  start: at(from),
  end: at(to),
  hosts: 2,
  gear: [{ id: "camera", quantity: 1 }],
})
const member = actorFor("m1", "standard")
const other = actorFor("m2", "standard")
const staff: Actor = { ...member, person: { ...member.person, id: "p-staff", staff: true }, member: null, members: [] }

await describeEachStore("check-in", (store) => {
  async function open(time = "10:00", centre = smallCentre): Promise<TestWorld> {
    const world = testWorld(store(), `2026-11-23T${time}:00+08:00`)
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { m1: "standard", m2: "standard" })
    return world
  }
  async function booked(world: TestWorld, actor = member, what = wish("15:00", "17:00")): Promise<Booking> {
    const outcome = await book(world, ask(world, actor), what)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  /** The desk is there each minute from one time to another, and sweeps. */
  async function ticking(world: TestWorld, from: string, to: string): Promise<number> {
    let released = 0
    for (let now = at(from); now <= at(to); now = after(now, minute)) {
      world.now = now
      released += await releaseNoShows(world, now)
    }
    return released
  }
  const statusOf = async (world: TestWorld, id: string) =>
    (await world.store.prisma.booking.findUniqueOrThrow({ where: { id } })).status
  const used = async (world: TestWorld) =>
    (await world.store.prisma.quota.findFirstOrThrow({ where: { memberId: "m1" } })).used
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  test("53: from 15 minutes before until it is given up; not before, not after the end; a second tap changes nothing", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("14:44")
    expect(await checkIn(world, ask(world, member), id)).toEqual({
      is: "refused",
      refusal: { why: "too_early", from: at("14:45") },
    })
    world.now = at("14:45")
    expect(await checkIn(world, ask(world, other), id)).toMatchObject({ refusal: { why: "not_found" } })
    expect(await checkIn(world, ask(world, member), id)).toMatchObject({
      is: "checked_in",
      booking: { status: "checked_in", checkedInAt: at("14:45"), version: 2 },
    })
    world.now = at("15:05")
    expect(await checkIn(world, ask(world, member), id)).toMatchObject({ is: "checked_in", booking: { version: 2 } })
    world.now = at("17:00")
    const late = await booked(world, member, wish("17:15", "17:45"))
    world.now = at("17:45")
    expect(await checkIn(world, ask(world, member), late.id)).toMatchObject({ refusal: { why: "too_late" } })
    expect(await violations()).toEqual([])
  })

  test("53: moving past check-in asks again, extending does not", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("14:50")
    await checkIn(world, ask(world, member), id)
    expect(await extend(world, ask(world, member), id, 30)).toMatchObject({ booking: { status: "checked_in" } })
    expect(await move(world, ask(world, member), id, { start: at("18:00") })).toMatchObject({
      booking: { status: "confirmed", checkedInAt: null },
    })
  })

  test("54: nobody came in 15 minutes: room, floor and gear are free at once, the hours are forfeited, and it is told once", async () => {
    const world = await open()
    const { id } = await booked(world)
    expect(await ticking(world, "14:30", "15:14")).toBe(0)
    expect(await ticking(world, "15:15", "15:20")).toBe(1)
    expect(await statusOf(world, id)).toBe("no_show")
    expect(await used(world)).toBe(120)
    expect(await store().prisma.hoursEntry.findMany({ where: { kind: "forfeited" } })).toMatchObject([
      { memberId: "m1", minutes: 120, entity: `booking:${id}` },
    ])
    expect(await store().prisma.claim.count()).toBe(0)
    expect(await booked(world, other, wish("15:30", "17:00"))).toMatchObject({ status: "confirmed" })
    const notices = await store().prisma.notice.findMany({ where: { bookingId: id } })
    expect(notices.map(({ kind, personId }) => [kind, personId])).toEqual([["missed", "p-m1"]])
    expect(await checkIn(world, ask(world, member), id)).toMatchObject({ refusal: { why: "released" } })
    expect(await move(world, ask(world, member), id, { hosts: 1 })).toMatchObject({ refusal: { why: "released" } })
    expect(await violations()).toEqual([])
  })

  test("54: those who checked in, and those shorter than the grace, keep their rooms", async () => {
    const world = await open("10:00", { ...smallCentre, sessions: { ...smallCentre.sessions, noShow: 30 } })
    const here = await booked(world)
    const short = await booked(world, other, { ...wish("15:00", "15:30", "s2"), gear: [] })
    world.now = at("14:45")
    await checkIn(world, ask(world, member), here.id)
    expect(await ticking(world, "14:30", "15:45")).toBe(0)
    expect(await statusOf(world, short.id)).toBe("confirmed")
  })

  test("where it is off, nobody loses a room", async () => {
    const world = await open("10:00", { ...smallCentre, sessions: { ...smallCentre.sessions, noShow: null } })
    await booked(world)
    expect(await ticking(world, "14:45", "16:00")).toBe(0)
  })

  test("the desk was away while people arrived: everybody has the whole time again from when it is back", async () => {
    const world = await open()
    const { id } = await booked(world)
    expect(await ticking(world, "14:00", "14:50")).toBe(0)
    expect(await ticking(world, "15:20", "15:34")).toBe(0)
    expect(await statusOf(world, id)).toBe("confirmed")
    expect(await ticking(world, "15:35", "15:35")).toBe(1)
  })

  test("a gap of a minute is none; one of two is", async () => {
    const world = await open()
    expect(await attending(world, at("14:00"))).toEqual(at("14:00"))
    expect(await attending(world, at("14:01"))).toEqual(at("14:00"))
    expect(await attending(world, at("14:03"))).toEqual(at("14:03"))
  })

  test("said to be late: waited for as much longer, within an hour and the session; moving forgets it", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("14:50")
    expect(await runningLate(world, ask(world, member), id)).toEqual({ is: "nobody", until: at("15:30") })
    expect(await runningLate(world, ask(world, member), id, 25)).toEqual({ is: "nobody", until: at("15:40") })
    expect(await runningLate(world, ask(world, member), id, 10)).toEqual({ is: "nobody", until: at("15:40") })
    expect(await ticking(world, "14:50", "15:39")).toBe(0)
    expect(await runningLate(world, ask(world, member), id, 300)).toEqual({ is: "nobody", until: at("16:15") })
    expect(await ticking(world, "15:40", "16:14")).toBe(0)
    expect(await ticking(world, "16:15", "16:15")).toBe(1)

    const next = await booked(world, member, wish("18:00", "18:30"))
    await runningLate(world, ask(world, member), next.id, 45)
    expect(await move(world, ask(world, member), next.id, { start: at("19:00") })).toMatchObject({
      booking: { heldUntil: null },
    })
    expect(await violations()).toEqual([])
  })

  test("staff: check in for somebody, mark, let in after all, forgive; nobody else may", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("15:05")
    const later = await booked(world, other, { ...wish("15:15", "16:00", "s2"), gear: [] })
    expect(await markNoShow(world, ask(world, staff), later.id)).toEqual({
      is: "refused",
      refusal: { why: "too_early", from: at("15:15") },
    })
    expect(await markNoShow(world, ask(world, member), id)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await forgive(world, ask(world, staff), id)).toMatchObject({ refusal: { why: "not_missed" } })
    expect(await markNoShow(world, ask(world, staff), id)).toMatchObject({ is: "no_show", booking: { version: 2 } })
    expect(await markNoShow(world, ask(world, staff), id)).toMatchObject({ is: "no_show", booking: { version: 2 } })
    expect(await checkIn(world, ask(world, staff), id)).toMatchObject({ booking: { status: "checked_in" } })
    expect(await violations()).toEqual([])
    await markNoShow(world, ask(world, staff), id)
    await booked(world, other, wish("15:30", "16:30"))
    expect(await checkIn(world, ask(world, staff), id)).toMatchObject({ refusal: { why: "taken" } })
    expect(await forgive(world, ask(world, member), id)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await forgive(world, ask(world, staff), id)).toMatchObject({
      is: "forgiven",
      booking: { status: "cancelled" },
      minutesBack: 120,
      leftAfter: 2400,
    })
    expect(await used(world)).toBe(0)
    expect(await violations()).toEqual([])
  })

  test("let in after all: what others have by now is named, whichever it is, and the way is free again after them", async () => {
    const world = await open()
    const named = [{ name: "Rita Sá" }]
    const { id } = await booked(world, member, { ...wish("15:00", "17:00"), named })
    world.now = at("15:10")
    await markNoShow(world, ask(world, staff), id)
    const next = { ...wish("15:15", "16:00", "s2"), gear: [], hosts: 1 }
    const camera = [{ id: "camera", quantity: 1 }]
    const cases: [Wish[], object][] = [
      [[{ ...next, room: { room: "s1" } }], { why: "taken", room: "s1" }],
      [[{ ...next, named }], { why: "host_busy", host: "Rita Sá", until: at("16:15") }],
      [[{ ...next, gear: camera }], { why: "gear_short", gear: "camera", free: 0 }],
      [[{ ...next, room: { room: "l1" }, hosts: 6 }, next], { why: "floor_full", free: 1 }],
    ]
    for (const [others, refusal] of cases) {
      const ids: string[] = []
      for (const one of others) ids.push((await booked(world, other, one)).id)
      expect(await checkIn(world, ask(world, staff), id)).toMatchObject({ is: "refused", refusal })
      for (const one of ids) await cancel(world, ask(world, staff), one)
    }
    expect(await statusOf(world, id)).toBe("no_show")
    expect(await checkIn(world, ask(world, staff), id)).toMatchObject({ is: "checked_in" })
    expect(await violations()).toEqual([])
  })

  test("arriving, cancelling and giving up at the same moment: one of them, never two", async () => {
    const world = await open()
    for (const hour of ["11", "13", "15", "17", "19", "21"]) {
      world.now = at("10:00")
      const { id } = await booked(world, member, wish(`${hour}:00`, `${hour}:45`))
      world.now = at(`${hour}:15`)
      await store().prisma.pulse.deleteMany()
      await store().prisma.pulse.create({ data: { id: 1, since: at("10:00"), at: world.now } })
      const [arrived, ...released] = await Promise.all([
        checkIn(world, ask(world, member), id),
        releaseNoShows(world, world.now),
        releaseNoShows(world, world.now),
        cancel(world, ask(world, staff), id),
      ])
      const status = await statusOf(world, id)
      expect([arrived.is, released[0] + released[1], status]).toEqual(
        status === "checked_in" ? ["checked_in", 0, status] : ["refused", 1, "no_show"],
      )
    }
    expect(await violations()).toEqual([])
  })

  test("too many missed: no booking far ahead, until they are forgiven or long ago", async () => {
    const plans = smallCentre.plans.map((plan) => ({ ...plan, noShows: { limit: 2, days: 30, daysAhead: 1 } }))
    const world = await open("10:00", { ...smallCentre, plans })
    for (const [from, to] of [
      ["11:00", "12:00"],
      ["13:00", "14:00"],
    ] as const) {
      const { id } = await booked(world, member, wish(from, to))
      world.now = at(from)
      await markNoShow(world, ask(world, staff), id)
    }
    const far = { ...wish("15:00", "16:00"), start: at("15:00"), end: at("16:00") }
    const days = (n: number) => ({
      ...far,
      start: after(far.start, n * 1440 * minute),
      end: after(far.end, n * 1440 * minute),
    })
    expect(await book(world, ask(world, member), days(1))).toMatchObject({ is: "booked" })
    expect(await book(world, ask(world, member), days(2))).toEqual({
      is: "refused",
      refusal: { why: "missed", count: 2, days: 30, daysAhead: 1 },
    })
    expect(await book(world, ask(world, other), days(2))).toMatchObject({ is: "booked" })
    const missed = await store().prisma.booking.findFirstOrThrow({ where: { status: "no_show" } })
    await forgive(world, ask(world, staff), missed.id)
    expect(await book(world, ask(world, member), days(3))).toMatchObject({ is: "booked" })
  })

  test("those not here are asked, those who must leave are told: once, and not who goes on in the same room", async () => {
    const world = await open()
    const first = await booked(world)
    const second = await booked(world, other, { ...wish("15:00", "16:00", "s2"), gear: [] })
    await booked(world, other, { ...wish("16:15", "17:00", "s2"), gear: [] })
    const kinds = async () =>
      (
        await store().prisma.notice.findMany({ where: { kind: { in: ["arrive", "ending"] } }, orderBy: { key: "asc" } })
      ).map(({ kind, bookingId, data }) => {
        expect(data).toEqual({ kind })
        return [kind, bookingId]
      })
    await nudge(world, at("15:04"))
    expect(await kinds()).toEqual([])
    await nudge(world, at("15:05"))
    await nudge(world, at("15:06"))
    expect(await kinds()).toHaveLength(2)
    world.now = at("15:07")
    await checkIn(world, ask(world, member), first.id)
    await checkIn(world, ask(world, other), second.id)
    expect(await kinds()).toEqual([])
    await nudge(world, at("15:56"))
    expect(await kinds()).toEqual([])
    await nudge(world, at("16:55"))
    await nudge(world, at("16:56"))
    expect((await kinds()).filter(([, id]) => id === first.id)).toEqual([["ending", first.id]])
  })
})
