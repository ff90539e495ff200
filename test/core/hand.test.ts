import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { hand } from "../../src/core/hand.js"
import { after, hour } from "../../src/core/interval.js"
import { setStatus } from "../../src/core/members.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("handing a booking over", (store) => {
  let world: TestWorld
  let id: string
  const start = new Date("2026-11-24T20:00:00+08:00")
  const staff = {
    ...actorFor("staff", "standard"),
    person: { id: "p-staff", name: "S", language: "en" as const, staff: true },
    member: null,
    members: [],
  }
  const used = async (memberId: string) => (await store().prisma.quota.findFirst({ where: { memberId } }))?.used ?? 0
  const give = (to: string, who = staff as ReturnType<typeof actorFor>) =>
    hand(world, ask(world, who), { bookingId: id, to })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "tiny" })
    const wish = {
      room: { room: "s1" },
      start,
      end: after(start, 2 * hour),
      hosts: 1,
      gear: [{ id: "camera", quantity: 1 }],
    }
    const booked = await book(world, ask(world, actorFor("ana", "standard")), wish)
    if (booked.is !== "booked") throw new Error(booked.is)
    id = booked.booking.id
  })

  test("the place stays, hours and reminders change hands, both are told", async () => {
    const claims = await store().prisma.claim.findMany()
    expect(await give("bo")).toMatchObject({
      is: "handed",
      booking: { member: { id: "bo" }, madeBy: "p-bo", version: 2 },
    })
    expect(await store().prisma.claim.findMany()).toEqual(claims)
    expect([await used("ana"), await used("bo")]).toEqual([0, 120])
    // Kept, too: what is changed of it later is told to whom it is now.
    expect((await store().prisma.booking.findFirstOrThrow()).madeById).toBe("p-bo")
    const due = await store().prisma.notice.findMany({ where: { state: "due" } })
    expect(new Set(due.filter(({ kind }) => kind === "reminder").map(({ personId }) => personId))).toEqual(
      new Set(["p-bo"]),
    )
    const told = due
      .filter(({ kind }) => kind === "changed")
      .map(({ personId, data }) => [personId, (data as { how: string }).how])
    expect(told.sort()).toEqual([
      ["p-ana", "handed"],
      ["p-bo", "booked"],
    ])
    expect(
      await store().prisma.hoursEntry.findMany({ where: { memberId: "ana" }, orderBy: { id: "asc" } }),
    ).toMatchObject([{ kind: "granted" }, { kind: "spent", minutes: 120 }, { kind: "returned", minutes: 120 }])
  })

  test("who handed it to whom is kept; the same tap again is the same answer, its key with another booking is not", async () => {
    const handing = (bookingId: string) => hand(world, ask(world, staff, "tap"), { bookingId, to: "bo" })
    const first = await handing(id)
    expect(first).toMatchObject({ is: "handed", leftAfter: 38 * 60 })
    expect(await handing(id)).toEqual(first)
    expect(await give("bo")).toMatchObject({ is: "handed", booking: { version: 2 } })
    expect(await handing("another")).toEqual({ is: "refused", refusal: { why: "key_reused" } })
    expect(await store().prisma.audit.findMany({ where: { action: "hand" } })).toMatchObject([
      { personId: "p-staff", memberId: "bo", entity: `booking:${id}`, data: { from: "ana", to: "bo" } },
    ])
  })

  test("whom one merchant named is nothing to the other: the hosts are so many, and nobody's names", async () => {
    const named = {
      room: { room: "s2" },
      start,
      end: after(start, 2 * hour),
      hosts: 2,
      gear: [],
      named: [{ name: "Mei" }],
    }
    const booked = await book(world, ask(world, actorFor("ana", "standard")), named)
    if (booked.is !== "booked") throw new Error(booked.is)
    expect(await store().prisma.bookingHost.count()).toBe(1)
    const to = { bookingId: booked.booking.id, to: "bo" }
    expect(await hand(world, ask(world, staff), to)).toMatchObject({ booking: { hosts: 2, named: [] } })
    expect(await store().prisma.bookingHost.count()).toBe(0)
  })

  test("the new member's rules are asked: suspended, or a plan that does not allow it, and nothing changes", async () => {
    await setStatus(world, "bo", { status: "suspended", now: world.now, via: "test" })
    expect(await give("bo")).toMatchObject({ is: "refused", refusal: { why: "suspended" } })
    const wish = {
      room: { room: "l1" },
      start: after(start, 3 * hour),
      end: after(start, 5 * hour),
      hosts: 1,
      gear: [],
    }
    const large = await book(world, ask(world, actorFor("ana", "standard")), wish)
    if (large.is !== "booked") throw new Error(large.is)
    const refusedLarge = await hand(world, ask(world, staff as ReturnType<typeof actorFor>), {
      bookingId: large.booking.id,
      to: "cy",
    })
    expect(refusedLarge).toMatchObject({ is: "refused", refusal: { why: "class_not_in_plan" } })
    expect(await store().prisma.booking.count({ where: { memberId: "ana" } })).toBe(2)
  })

  test("a member hands over nothing they do not act for on both sides", async () => {
    expect(await give("bo", actorFor("ana", "standard"))).toMatchObject({
      is: "refused",
      refusal: { why: "not_found" },
    })
    expect(await give("bo", actorFor("bo", "standard"))).toMatchObject({ is: "refused", refusal: { why: "not_found" } })
    const agency = actorFor("ana", "standard")
    const both = { ...agency, members: [...agency.members, { id: "bo", name: "Member bo", role: "owner" as const }] }
    expect(await give("bo", both)).toMatchObject({ is: "handed" })
  })

  test("twice at once: handed once; to two at once: one has it", async () => {
    await Promise.all([give("bo"), give("bo")])
    expect([await used("ana"), await used("bo")]).toEqual([0, 120])
    await Promise.all([give("ana"), give("cy")])
    const [row] = await store().prisma.booking.findMany()
    const hours = [await used("ana"), await used("bo"), await used("cy")]
    expect(hours.reduce((a, b) => a + b, 0)).toBe(120)
    expect(["ana", "cy"]).toContain(row?.memberId)
  })
})
