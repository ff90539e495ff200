import { expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import type { Centre } from "../../src/core/centre.js"
import { applyCentre, checkCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { after, hour } from "../../src/core/interval.js"
import { whatIf } from "../../src/core/what-if.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, testWorld } from "../support/world.js"

await describeEachStore("what would break if", (store) => {
  const start = new Date("2026-11-24T20:00:00+08:00")
  const set = async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
    const gear = [{ id: "ring-light", quantity: 2 }]
    const wish = { room: { room: "s1" }, start, end: after(start, 2 * hour), hosts: 2, gear }
    await book(world, ask(world, actorFor("ana", "standard")), wish)
    await book(world, ask(world, actorFor("bo", "standard")), { ...wish, room: { room: "l1" }, hosts: 4, gear: [] })
    return { world, by: ask(world, staffActor("boss")) }
  }
  const lights = (quantity: number) => (centre: Centre) => ({
    ...centre,
    gear: centre.gear.map((one) => (one.id === "ring-light" ? { ...one, quantity } : one)),
  })

  test("quantities, with what is out of use: named as applying the file would refuse it, and nothing is written", async () => {
    const { world, by } = await set()
    await close(world, by, { what: { gear: "ring-light", quantity: 1 }, start, end: after(start, hour), reason: null })
    const count = () => Promise.all([store().prisma.audit.count(), store().prisma.turn.count()])
    const before = await count()
    expect(await whatIf(world, by, lights(2))).toMatchObject({
      breaks: [
        {
          is: "shortage",
          resource: "ring-light",
          used: 3,
          left: 2,
          bookings: [{ member: "Member ana" }],
          closures: [{}],
        },
      ],
      beyond: [],
    })
    expect(await whatIf(world, by, (centre) => ({ ...centre, floor: 5 }))).toMatchObject({
      breaks: [{ is: "shortage", resource: "floor", used: 6, left: 5, bookings: [{}, {}] }],
    })
    expect(await whatIf(world, by, lights(9))).toMatchObject({ breaks: [], beyond: [] })
    expect(await count()).toEqual(before)
    const file = lights(2)(smallCentre)
    const about = { now: world.now, via: "test" }
    const refusal = await applyCentre(world, file, about)
    expect(refusal).toMatchObject({ is: "refused", conflicts: [expect.stringContaining("ring-light: 3 are booked")] })
    expect(await checkCentre(world, file, world.now)).toMatchObject({
      conflicts: (refusal as { conflicts: unknown }).conflicts,
    })
  })

  test("rules and rooms: who would be without", async () => {
    const { world, by } = await set()
    const week = Array.from({ length: 7 }, () => [{ from: 8 * 60, to: 21 * 60 }])
    expect(await whatIf(world, by, (centre) => ({ ...centre, hours: { ...centre.hours, week } }))).toMatchObject({
      breaks: [
        { is: "booking", booking: { room: "l1" }, why: { is: "closed" } },
        { is: "booking", booking: { room: "s1" }, why: { is: "closed" } },
      ],
    })
    const rooms = smallCentre.rooms.filter(({ id }) => id !== "l1")
    expect(await whatIf(world, by, (centre) => ({ ...centre, rooms }))).toMatchObject({
      breaks: [{ is: "booking", booking: { member: "Member bo" }, why: { is: "no_room" } }],
    })
  })

  test("a plan lowered below what is booked: whose, in what, and that it stays", async () => {
    const { world, by } = await set()
    const less = { hoursPerMonth: 1, daysAhead: 1, openBookings: 0, classes: ["small"] }
    const plans = smallCentre.plans.map((plan) => (plan.id === "standard" ? { ...plan, ...less } : plan))
    expect(await whatIf(world, by, (centre) => ({ ...centre, plans }))).toMatchObject({
      breaks: [],
      beyond: [
        { member: "Member ana", months: [{ used: 120, will: 60 }], classes: 0, open: 1 },
        { member: "Member bo", months: [{ used: 120, will: 60 }], classes: 1, open: 1 },
      ],
    })
    expect(await whatIf(world, ask(world, actorFor("ana", "standard")), lights(0))).toEqual({
      is: "refused",
      refusal: { why: "not_staff" },
    })
  })
})
