import { beforeEach, expect, test } from "vitest"
import { grantHours, grantMost, previewPlan, rollOver, setPlan, sourcesOf } from "../../src/core/allowance.js"
import { book, cancel } from "../../src/core/booking.js"
import { type Centre, planOf } from "../../src/core/centre.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { after, hour } from "../../src/core/interval.js"
import { hoursOf } from "../../src/core/quota.js"
import { quote } from "../../src/core/quote.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** `standard` has twelve hours and carries four of them over. */
const withRollOver: Centre = {
  ...smallCentre,
  plans: smallCentre.plans.map((plan) => (plan.id === "standard" ? { ...plan, hoursPerMonth: 12, rollOver: 4 } : plan)),
}
const hoursPer = (id: string): number => (planOf(withRollOver, id)?.hoursPerMonth ?? 0) * 60

await describeEachStore("hours granted, carried over, and by another plan", (store) => {
  let world: TestWorld
  const ana = actorFor("ana", "standard")
  const boss = staffActor("p-boss")
  const missing = { is: "refused", refusal: { why: "not_found" } }
  const left = async () => {
    const use = await hoursOf(world, { ...ana, member: ana.member }, world.now)
    return use ? [use.granted, use.used] : null
  }
  const bookOn = async (day: string, length: number) => {
    const start = new Date(`${day}T15:00:00+08:00`)
    const wish = { room: { room: "s1" }, start, end: after(start, length * hour), hosts: 1, gear: [] }
    const done = await book(world, ask(world, ana), wish)
    if (done.is !== "booked") throw new Error(JSON.stringify(done))
    return done.booking.id
  }
  const addsUp = async () =>
    expect(await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })).toEqual(
      [],
    )

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), withRollOver, world.now)
    await addMembers(world, { ana: "standard", bo: "tiny" })
    await store().prisma.person.create({
      data: { id: "p-boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
  })

  test("a grant counts once however often the tap is delivered, and is told to the owner", async () => {
    const twice = await Promise.all(
      [0, 1].map(() => grantHours(world, ask(world, boss, "tap"), { member: "ana", minutes: 300 })),
    )
    const granted = { is: "granted", member: "Member ana", month: "2026-11", left: hoursPer("standard") + 300 }
    expect(twice).toEqual([granted, granted])
    expect(await grantHours(world, ask(world, boss, "tap"), { member: "ana", minutes: 60 })).toEqual({
      is: "refused",
      refusal: { why: "key_reused" },
    })
    expect(await left()).toEqual([hoursPer("standard") + 300, 0])
    expect(await sourcesOf(world, "ana", "2026-11")).toEqual({ plan: hoursPer("standard"), rolled: 0, extra: 300 })
    expect(await store().prisma.notice.findMany({ where: { kind: "hours" } })).toMatchObject([{ personId: "p-ana" }])
    for (const minutes of [0, -60, 0.5, grantMost + 1, 1e9])
      expect(await grantHours(world, ask(world, boss), { member: "ana", minutes })).toEqual({
        is: "refused",
        refusal: { why: "bad_grant", most: grantMost },
      })
    for (const minutes of [1, grantMost])
      expect(await grantHours(world, ask(world, boss), { member: "bo", minutes })).toMatchObject({ is: "granted" })
    expect(await grantHours(world, ask(world, boss), { member: "nobody", minutes: 60 })).toEqual(missing)
    expect(await grantHours(world, ask(world, ana), { member: "ana", minutes: 60 })).toMatchObject({
      refusal: { why: "not_staff" },
    })
    await addsUp()
  })

  test("hours granted beyond a small plan are booked as the card says, at peak too", async () => {
    const plans = withRollOver.plans.map((plan) =>
      plan.id === "tiny" ? { ...plan, hoursPerMonth: 1, peakShare: 0 } : plan,
    )
    await applyCentre(world, { ...withRollOver, plans }, { now: world.now, via: "test" })
    const bo = actorFor("bo", "tiny")
    const start = new Date("2026-11-27T20:00:00+08:00")
    const wish = { room: { room: "s1" }, start, end: after(start, 2 * hour), hosts: 1, gear: [] }
    expect(await book(world, ask(world, bo), wish)).toMatchObject({ refusal: { why: "hours_spent", left: 60 } })
    await grantHours(world, ask(world, boss), { member: "bo", minutes: 120 })
    expect(await quote(world, ask(world, bo), wish)).toMatchObject({ is: "quote", quote: { leftAfter: 60 } })
    expect(await book(world, ask(world, bo), wish)).toMatchObject({ is: "booked", leftAfter: 60 })
    // Now it is what is there that says no.
    const next = { ...wish, start: after(start, -3 * hour), end: after(start, -hour) }
    expect(await book(world, ask(world, bo), next)).toMatchObject({ refusal: { why: "hours_spent", left: 60 } })
    await addsUp()
  })

  test("what is left goes over once, as far as the plan lets it, on two replicas too", async () => {
    for (const day of ["2026-11-24", "2026-11-25"]) await bookOn(day, 4)
    await bookOn("2026-11-26", 2)
    world.now = new Date("2026-12-01T01:30:00+08:00")
    // The broadcast day of 30 November is not over.
    await rollOver(world, withRollOver, world.now)
    expect(await store().prisma.quota.count({ where: { month: "2026-12" } })).toBe(0)
    world.now = new Date("2026-12-01T03:00:00+08:00")
    await Promise.all([rollOver(world, withRollOver, world.now), rollOver(world, withRollOver, world.now)])
    await rollOver(world, withRollOver, after(world.now, hour))
    // Two hours were left, and four would have gone over; the other plan carries nothing.
    expect(await sourcesOf(world, "ana", "2026-12")).toEqual({ plan: hoursPer("standard"), rolled: 120, extra: 0 })
    expect(await sourcesOf(world, "bo", "2026-12")).toBeNull()
    await addsUp()
  })

  test("a month that was not used at all, and one that has bookings already, both get what went over", async () => {
    await bookOn("2026-12-02", 2)
    world.now = new Date("2026-12-01T03:00:00+08:00")
    await rollOver(world, withRollOver, world.now)
    expect(await left()).toEqual([hoursPer("standard") + 240, 120])
    await addsUp()
  })

  test("whoever came this month has nothing left of the month before", async () => {
    world.now = new Date("2026-12-01T03:00:00+08:00")
    await addMembers(world, { cy: "standard" })
    await rollOver(world, withRollOver, world.now)
    expect(await sourcesOf(world, "cy", "2026-12")).toBeNull()
  })

  test("a plan lowered below what is booked: shown first; what is booked stays, and back again nothing is gained", async () => {
    const booking = await bookOn("2026-11-24", 4)
    await grantHours(world, ask(world, boss), { member: "ana", minutes: 60 })
    const preview = await previewPlan(world, ask(world, boss), { member: "ana", plan: "tiny" })
    if ("is" in preview) throw new Error(preview.refusal.why)
    const tiny = hoursPer("tiny") + 60
    expect(preview.beyond.months).toEqual(
      240 > tiny ? [{ member: "Member ana", month: "2026-11", used: 240, will: tiny }] : [],
    )
    await setPlan(world, ask(world, boss), { member: "ana", plan: "tiny" })
    expect(await left()).toEqual([Math.max(240, tiny), 240])
    await setPlan(world, ask(world, boss), { member: "ana", plan: "standard" })
    expect(await left()).toEqual([hoursPer("standard") + 60, 240])
    expect(await cancel(world, ask(world, ana), booking)).toMatchObject({ is: "cancelled" })
    await addsUp()
  })

  test("a plan shown before it is given: what is booked already that it would not allow", async () => {
    const bookIn = async (room: string, start: Date) => {
      const done = await book(world, ask(world, ana), {
        room: { room },
        start,
        end: after(start, hour / 2),
        hosts: 1,
        gear: [],
      })
      if (done.is !== "booked") throw new Error(JSON.stringify(done))
      return done.booking.id
    }
    const beyond = async () => {
      const preview = await previewPlan(world, ask(world, boss), { member: "ana", plan: "tiny" })
      if ("is" in preview) throw new Error(preview.refusal.why)
      expect(preview).toMatchObject({ member: { id: "ana" }, was: { id: "standard" }, plan: { id: "tiny" } })
      return preview.beyond
    }
    // The last moment that the smaller plan may book, and the first that it may not.
    const until = new Date("2026-12-01T00:00:00+08:00")
    await bookIn("s1", after(until, -hour))
    expect(await beyond()).toEqual({ months: [], classes: 0, ahead: 0, open: 0 })
    const large = await bookIn("l1", after(world.now, 4 * hour))
    expect(await beyond()).toEqual({ months: [], classes: 1, ahead: 0, open: 0 })
    // The one that she has allows every class.
    expect(await previewPlan(world, ask(world, boss), { member: "ana", plan: "standard" })).toMatchObject({
      beyond: { classes: 0 },
    })
    await bookIn("s1", until)
    await bookIn("s2", after(until, 24 * hour))
    expect(await beyond()).toEqual({ months: [], classes: 1, ahead: 2, open: 2 })
    await cancel(world, ask(world, ana), large)
    expect(await beyond()).toEqual({ months: [], classes: 0, ahead: 2, open: 1 })
    world.now = after(until, 2 * 24 * hour)
    expect(await beyond()).toEqual({ months: [], classes: 0, ahead: 0, open: 0 })
  })

  test("a plan is given by staff, to somebody, and it is one of the centre's; nothing changes otherwise", async () => {
    const about = { member: "ana", plan: "tiny" }
    const notStaff = { is: "refused", refusal: { why: "not_staff" } }
    expect(await previewPlan(world, ask(world, ana), about)).toEqual(notStaff)
    expect(await setPlan(world, ask(world, ana), about)).toEqual(notStaff)
    for (const wrong of [
      { member: "nobody", plan: "tiny" },
      { member: "ana", plan: "none" },
    ]) {
      expect(await previewPlan(world, ask(world, boss), wrong)).toEqual(missing)
      expect(await setPlan(world, ask(world, boss), wrong)).toEqual(missing)
    }
    const member = () => store().prisma.member.findUniqueOrThrow({ where: { id: "ana" } })
    expect(await member()).toMatchObject({ planId: "standard", version: 1 })
    const given = { is: "plan set", member: "Member ana", plan: "tiny" }
    for (const _ of [1, 2]) expect(await setPlan(world, ask(world, boss), about)).toEqual(given)
    expect(await member()).toMatchObject({ planId: "tiny", version: 2 })
    expect(await store().prisma.notice.findMany({ where: { kind: "plan" } })).toMatchObject([
      { personId: "p-ana", data: { kind: "plan", member: "Member ana", plan: "tiny" } },
    ])
  })

  test("whoever grants hours to a merchant of their own need not be told of it; its other owners are", async () => {
    await store().prisma.personMember.createMany({
      data: [
        { personId: "p-boss", memberId: "ana", role: "owner" },
        { personId: "p-bo", memberId: "ana", role: "staff" },
      ],
    })
    await grantHours(world, ask(world, boss), { member: "ana", minutes: 60 })
    expect(await store().prisma.notice.findMany({ where: { kind: "hours" } })).toMatchObject([{ personId: "p-ana" }])
  })

  test("the centre's file changes the plan's part of a month and no other", async () => {
    await grantHours(world, ask(world, boss), { member: "ana", minutes: 90 })
    const more: Centre = {
      ...withRollOver,
      plans: withRollOver.plans.map((plan) => ({ ...plan, hoursPerMonth: plan.hoursPerMonth + 10 })),
    }
    await applyCentre(world, more, { now: world.now, via: "test" })
    expect(await left()).toEqual([hoursPer("standard") + 600 + 90, 0])
    await applyCentre(world, withRollOver, { now: world.now, via: "test" })
    expect(await left()).toEqual([hoursPer("standard") + 90, 0])
    await addsUp()
  })

  test("a booking that was decided under the old plan is decided again", async () => {
    const tiny = planOf(withRollOver, "tiny")
    await setPlan(world, ask(world, boss), { member: "ana", plan: "tiny" })
    const start = after(world.now, ((tiny?.daysAhead ?? 0) + 3) * 24 * hour)
    // Ana's telephone still believes in the plan before.
    const wish = { room: { room: "s1" }, start, end: after(start, hour), hosts: 1, gear: [] }
    expect(await book(world, ask(world, ana), wish)).toMatchObject({ refusal: { why: "too_far" } })
  })
})
