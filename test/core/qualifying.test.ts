import { beforeEach, expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import { attend, enrol } from "../../src/core/enrolling.js"
import { hand } from "../../src/core/hand.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import type { Ask, Wish } from "../../src/core/outcome.js"
import { myData } from "../../src/core/personal-data.js"
import { holds } from "../../src/core/qualification.js"
import { learntBy, mark, unqualifiedAhead } from "../../src/core/qualifying.js"
import { quote } from "../../src/core/quote.js"
import { forget } from "../../src/core/retention.js"
import { bookSeries } from "../../src/core/series.js"
import { putOn, schoolCentre } from "../support/courses.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** What has to be learnt before it is used: who has learnt it on the day of the session, and how that lapses. */

const at = (text: string): Date => new Date(`${text}:00+08:00`)

test("a qualification counts from its first to its last day, both included, and for its kind alone", () => {
  const held = [{ kind: "mixing", from: "2026-11-24", until: "2027-05-24" }]
  for (const [on, counts] of [
    ["2026-11-23", false],
    ["2026-11-24", true],
    ["2027-05-24", true],
    ["2027-05-25", false],
  ] as const)
    expect(holds(held, "mixing", on), on).toBe(counts)
  expect(holds(held, "large", "2026-12-01")).toBe(false)
  expect(holds([{ kind: "mixing", from: "2026-11-24", until: null }], "mixing", "2099-01-01")).toBe(true)
})

await describeEachStore("qualifications", (store) => {
  let world: TestWorld
  const by = (id: string): Ask => ask(world, actorFor(id, "standard"))
  const boss = (member?: string): Ask => {
    const actor = staffActor("boss")
    return ask(
      world,
      member ? { ...actor, member: { ...actorFor(member, "standard").member, contact: null } as never } : actor,
    )
  }
  const wish = (start: string, more: Partial<Wish> = {}): Wish => ({
    room: { room: "l1" },
    start: at(start),
    end: after(at(start), hour),
    hosts: 1,
    gear: [],
    ...more,
  })
  const mixer = (start: string, more: Partial<Wish> = {}) =>
    wish(start, { room: { room: "s3" }, gear: [{ id: "mixer", quantity: 1 }], ...more })
  /** As if they had passed: from that day on. */
  const learnt = (who: string, kind: string, from: string, until: string | null, idle: string | null = null) =>
    store().prisma.qualification.create({
      data: {
        id: `${who}-${kind}-${from}`,
        personId: `p-${who}`,
        kind,
        fromDay: from,
        untilDay: until,
        idleDay: idle,
        usedAt: at(`${from}T12:00`),
        createdAt: world.now,
      },
    })
  const due = async (kind: string, who: string) =>
    (
      await store().prisma.notice.findMany({
        where: { kind, personId: `p-${who}`, state: "due" },
        orderBy: { dueAt: "asc" },
      })
    ).map(({ dueAt }) => dueAt)

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(
      store(),
      { ...schoolCentre, plans: schoolCentre.plans.map((plan) => ({ ...plan, daysAhead: 400 })) },
      world.now,
    )
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard" })
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
  })

  test("44: not qualified: cannot create, move or resize, nor be given it; staff may, and it is on record", async () => {
    const course = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    expect(await book(world, by("ana"), wish("2026-11-24T15:00"))).toMatchObject({
      refusal: { why: "not_qualified", qualification: "large", courses: [{ id: course, left: 2 }] },
    })
    expect(await book(world, by("ana"), mixer("2026-11-24T15:00"))).toMatchObject({
      refusal: { why: "not_qualified", qualification: "mixing" },
    })
    expect(await quote(world, by("ana"), wish("2026-11-24T15:00"))).toMatchObject({ refusal: { why: "not_qualified" } })
    expect(await bookSeries(world, by("ana"), [wish("2026-11-24T15:00"), wish("2026-12-01T15:00")])).toMatchObject({
      refusal: { why: "not_qualified" },
    })
    const small = await book(world, by("ana"), wish("2026-11-24T15:00", { room: { room: "s1" } }))
    if (small.is !== "booked") throw new Error(small.is)
    expect(await move(world, by("ana"), small.booking.id, { room: { room: "l1" } })).toMatchObject({
      refusal: { why: "not_qualified" },
    })
    expect(await move(world, by("ana"), small.booking.id, { gear: [{ id: "mixer", quantity: 1 }] })).toMatchObject({
      refusal: { why: "not_qualified" },
    })
    const shown = await quote(world, boss("ana"), wish("2026-11-25T15:00"))
    expect(shown).toMatchObject({ is: "quote", quote: { lacks: ["large"] } })
    const large = await book(world, boss("ana"), wish("2026-11-25T15:00"))
    if (large.is !== "booked") throw new Error(large.is)
    const [entry] = await store().prisma.audit.findMany({ where: { entity: `booking:${large.booking.id}` } })
    expect(entry?.data).toMatchObject({ unqualified: ["large"] })
    expect(await extend(world, by("ana"), large.booking.id, 30)).toMatchObject({
      refusal: { why: "not_qualified", courses: [{ id: course }] },
    })
    expect(await extend(world, boss(), large.booking.id, 30)).toMatchObject({ is: "extended" })
    expect(await cancel(world, by("ana"), large.booking.id)).toMatchObject({ is: "cancelled" })
  })

  test("handed over: the one who gets it must have learnt it", async () => {
    await learnt("ana", "large", "2026-11-01", null)
    const booked = await book(world, by("ana"), wish("2026-11-24T15:00"))
    if (booked.is !== "booked") throw new Error(booked.is)
    const both = actorFor("ana", "standard")
    const agency = ask(world, { ...both, members: [...both.members, { id: "bo", name: "Member bo", role: "owner" }] })
    expect(await hand(world, agency, { bookingId: booked.booking.id, to: "bo" })).toMatchObject({
      refusal: { why: "not_qualified", courses: [] },
    })
    await learnt("bo", "large", "2026-11-01", null)
    expect(await hand(world, { ...agency, key: "again" }, { bookingId: booked.booking.id, to: "bo" })).toMatchObject({
      is: "handed",
    })
  })

  test("handed over: of any room of a class, it is the one that it has for which they must have learnt it", async () => {
    const rooms = schoolCentre.rooms.map((room) => (room.id === "s1" ? { ...room, requires: "large" } : room))
    await applyCentre(world, { ...schoolCentre, rooms }, { now: world.now, via: "test" })
    await learnt("ana", "large", "2026-11-01", null)
    const taken = []
    for (const room of ["s2", "s3"])
      taken.push(await book(world, by("cy"), wish("2026-11-25T15:00", { room: { room } })))
    const booked = await book(world, by("ana"), wish("2026-11-25T15:00", { room: { class: "small" } }))
    if (booked.is !== "booked" || taken[0]?.is !== "booked") throw new Error(booked.is)
    const { id } = booked.booking
    expect(booked.booking).toMatchObject({ room: "s1", roomClass: "small" })
    await cancel(world, by("cy"), taken[0].booking.id)
    const both = actorFor("ana", "standard")
    const agency = ask(world, { ...both, members: [...both.members, { id: "bo", name: "Member bo", role: "owner" }] })
    expect(await hand(world, agency, { bookingId: id, to: "bo" })).toMatchObject({ refusal: { why: "not_qualified" } })
    expect(await hand(world, boss(), { bookingId: id, to: "bo" })).toMatchObject({
      booking: { room: "s1", roomClass: "small" },
    })
    expect(await store().prisma.audit.findFirst({ where: { action: "hand" } })).toMatchObject({
      data: { unqualified: ["large"] },
    })
  })

  test("checked for the broadcast day of the session, not for today", async () => {
    await learnt("ana", "large", "2026-11-26", "2026-11-28")
    expect(await book(world, by("ana"), wish("2026-11-25T15:00"))).toMatchObject({ refusal: { why: "not_qualified" } })
    expect(await book(world, by("ana"), wish("2026-11-26T15:00"))).toMatchObject({ is: "booked" })
    // One in the morning of the 29th is still the evening of the 28th.
    expect(await book(world, by("ana"), wish("2026-11-29T00:30"))).toMatchObject({ is: "booked" })
    const on = await book(world, by("ana"), wish("2026-11-28T15:00"))
    if (on.is !== "booked") throw new Error(on.is)
    expect(await move(world, by("ana"), on.booking.id, { start: at("2026-11-29T15:00") })).toMatchObject({
      refusal: { why: "not_qualified" },
    })
    // It is enough that a colleague has.
    await store().prisma.personMember.create({ data: { personId: "p-ana", memberId: "bo", role: "staff" } })
    expect(await book(world, by("bo"), wish("2026-11-27T15:00"))).toMatchObject({ is: "booked" })
  })

  test("any room: those that need nothing are had, also where others make way, and none that needs more is offered", async () => {
    const any = await book(world, by("ana"), wish("2026-11-24T15:00", { room: "any", hosts: 2 }))
    expect(any).toMatchObject({ is: "booked", booking: { room: "s1" } })
    for (const room of ["s2", "s3"]) await book(world, by("bo"), wish("2026-11-24T15:00", { room: { room } }))
    const taken = await book(world, by("cy"), wish("2026-11-24T15:00", { room: { room: "s1" } }))
    if (taken.is !== "refused" || taken.refusal.why !== "taken") throw new Error("not taken")
    expect(taken.refusal.alternatives.map(({ room }) => room)).not.toContain("l1")
    expect(await book(world, by("cy"), wish("2026-11-24T15:00", { room: "any", hosts: 4 }))).toMatchObject({
      refusal: { why: "not_qualified" },
    })
    // What is closed sends nobody where they may not go.
    const closed = await close(world, boss(), {
      what: { room: "s1" },
      start: at("2026-11-24T15:00"),
      end: at("2026-11-24T16:00"),
      reason: null,
    })
    if (closed.is !== "closed") throw new Error(closed.is)
    expect(closed.placed.map(({ now }) => now.room)).not.toContain("l1")
  })

  test("45: it lapses 6 months after it was passed; its notice, and reminders on the very days; passing again renews it", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    await enrol(world, by("ana"), id)
    await enrol(world, by("bo"), id)
    world.now = at("2026-11-27T15:00")
    await attend(world, by("ana"), id)
    expect(await mark(world, boss(), { session: id, as: "passed" })).toMatchObject({ is: "marked", people: ["p-ana"] })
    expect(await mark(world, boss(), { session: id, as: "passed" })).toMatchObject({ people: [] })
    expect(await learntBy(world, "p-ana", "2026-11-27")).toEqual([
      { kind: "large", from: "2026-11-27", until: "2027-05-27" },
    ])
    expect(await learntBy(world, "p-bo", "2026-11-27")).toEqual([])
    expect(await due("qualified", "ana")).toHaveLength(1)
    expect(await due("lapse", "ana")).toEqual([at("2027-04-29T10:00"), at("2027-05-20T10:00")])
    expect(await book(world, by("ana"), wish("2027-05-27T15:00"))).toMatchObject({ is: "booked" })
    expect(await book(world, by("ana"), wish("2027-05-28T15:00"))).toMatchObject({ refusal: { why: "not_qualified" } })
    const file = await myData(world, by("ana"))
    expect(file).toMatchObject({ enrolments: [{ status: "passed" }], qualifications: [{ kind: "large" }] })
    world.now = at("2027-03-01T10:00")
    const again = await putOn(world, "large-studio", "2027-03-02T15:00:00+08:00")
    await enrol(world, by("ana"), again)
    world.now = at("2027-03-02T15:00")
    await mark(world, boss(), { session: again, person: "p-ana", as: "passed" })
    expect(await due("lapse", "ana")).toEqual([at("2027-08-05T10:00"), at("2027-08-26T10:00")])
    expect(await learntBy(world, "p-ana", "2027-03-02")).toMatchObject([{ until: "2027-09-02" }])
  })

  test("45: it lapses after 6 months without use; use keeps it; the days of reminders are honoured exactly", async () => {
    const id = await putOn(world, "mixer", "2026-11-24T15:00:00+08:00")
    await enrol(world, by("ana"), id)
    world.now = at("2026-11-24T15:00")
    await mark(world, boss(), { session: id, person: "p-ana", as: "passed" })
    expect(await due("lapse", "ana")).toEqual([at("2027-05-10T10:00")])
    expect(await book(world, by("ana"), mixer("2027-05-24T15:00"))).toMatchObject({ is: "booked" })
    expect(await book(world, by("ana"), mixer("2027-05-25T15:00"))).toMatchObject({ refusal: { why: "not_qualified" } })
    const used = await book(world, by("ana"), mixer("2026-12-10T15:00"))
    expect(used).toMatchObject({ is: "booked" })
    // Not by being booked, nor by a session that needs nothing of the kind: by having been used.
    await lookAfterCourses(world, at("2026-12-10T15:30"))
    expect(await due("lapse", "ana")).toEqual([at("2027-05-10T10:00")])
    world.now = at("2026-12-10T16:00")
    await lookAfterCourses(world, world.now)
    await lookAfterCourses(world, world.now)
    expect(await learntBy(world, "p-ana", "2026-12-10")).toMatchObject([{ until: "2027-06-10" }])
    expect(await due("lapse", "ana")).toEqual([at("2027-05-27T10:00")])
    expect(await book(world, by("ana"), mixer("2027-06-10T15:00"))).toMatchObject({ is: "booked" })
    expect(await book(world, by("ana"), mixer("2027-06-11T15:00"))).toMatchObject({ refusal: { why: "not_qualified" } })
    // Once it has lapsed, a session that staff let through brings nothing back.
    const late = await book(world, boss("ana"), mixer("2027-07-01T15:00"))
    expect(late).toMatchObject({ is: "booked" })
    world.now = at("2027-07-01T16:00")
    await lookAfterCourses(world, world.now)
    expect(await learntBy(world, "p-ana", "2027-07-01")).toEqual([])
  })

  test("it lapses between booking and show: the session is kept, who booked and the staff are told once; not of what staff let through", async () => {
    await store().prisma.channel.create({
      data: { address: "test:Floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    await learnt("ana", "large", "2026-11-01", "2027-05-01")
    const booked = await book(world, by("ana"), wish("2026-12-01T15:00"))
    if (booked.is !== "booked") throw new Error(booked.is)
    await book(world, boss("bo"), wish("2026-12-02T15:00"))
    await lookAfterCourses(world, world.now)
    expect(await store().prisma.notice.count({ where: { kind: "unqualified" } })).toBe(0)
    await store().prisma.qualification.deleteMany({ where: { personId: "p-ana" } })
    await lookAfterCourses(world, world.now)
    await lookAfterCourses(world, after(world.now, minute))
    const told = await store().prisma.notice.findMany({ where: { kind: "unqualified" }, orderBy: { key: "asc" } })
    expect(told.map(({ personId, address, bookingId }) => [personId ?? address, bookingId])).toEqual([
      ["p-ana", booked.booking.id],
      ["test:Floor", booked.booking.id],
    ])
    // Messages are kept for so many days, and those of a session until it is over.
    await store().prisma.notice.updateMany({ data: { state: "sent", settledAt: after(world.now, -31 * day) } })
    await forget(world, world.now)
    await lookAfterCourses(world, world.now)
    expect(await store().prisma.notice.count({ where: { kind: "unqualified", state: "due" } })).toBe(0)
    await forget(world, booked.booking.end)
    expect(await store().prisma.notice.count({ where: { kind: "unqualified" } })).toBe(0)
    expect(await unqualifiedAhead(world, { from: world.now, to: after(world.now, 30 * day) })).toMatchObject([
      { booking: booked.booking.id, kind: "large" },
    ])
    expect(await store().prisma.booking.findUnique({ where: { id: booked.booking.id } })).toMatchObject({
      status: "confirmed",
    })
  })
})
