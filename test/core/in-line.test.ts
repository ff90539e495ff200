import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { setStatus } from "../../src/core/members.js"
import { keepsPlace, offerNow, passOffer, serveWaitlist, takeOffer } from "../../src/core/offers.js"
import { actingFor } from "../../src/core/people.js"
import { joinLine, leaveLine, lineOf } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, interrupted, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** The order of the line, who stands in it for a merchant, and how long a place lasts. */

await describeEachStore("places in line", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-24T20:00:00+08:00")
  const session = { start, end: after(start, 2 * hour) }
  const who = (id: string) => actorFor(id, "standard")
  const wish = (windows = [session], minutes = 120) => ({
    room: { room: "l1" },
    minutes,
    hosts: 2,
    gear: [],
    windows: [...windows],
  })
  const join = (id: string, wished = wish()) => joinLine(world, ask(world, who(id)), wished)
  const offers = () => store().prisma.offer.findMany({ where: { status: "open" }, orderBy: { createdAt: "asc" } })
  const whose = async () => {
    const [offer] = await offers()
    const row = offer && (await store().prisma.waiting.findUnique({ where: { id: offer.waitingId } }))
    return row?.memberId ?? null
  }
  const offerId = async () => (await offers())[0]?.id ?? "none"
  const member = async (id: string) => {
    const found = await actingFor(world, id)
    if (!found) throw new Error(`${id} is gone`)
    return found
  }
  const cancelled = (id: string) => cancel(world, ask(world, who("ana")), id)
  let taken: string

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard", di: "standard" })
    const booked = await book(world, ask(world, who("ana")), { room: { room: "l1" }, ...session, hosts: 2, gear: [] })
    if (booked.is !== "booked") throw new Error(booked.is)
    taken = booked.booking.id
  })

  test("what frees while the line is looked at is offered to whoever comes first", async () => {
    await join("cy")
    world.now = after(world.now, minute)
    const later = { start, end: after(start, 3 * hour) }
    await join("di", wish([later]))
    const turnover = 15 * minute
    const meanwhile = interrupted(
      world,
      ({ name, values }) => name === "facts" && `${values[1]}` === `${after(later.end, turnover)}`,
      () => cancelled(taken),
    )
    await serveWaitlist(meanwhile, world.now)
    expect(meanwhile.done()).toBe(true)
    expect(await whose()).toBe("cy")
    expect(await offers()).toHaveLength(1)
  })

  test("staff who act for a merchant put its own people in line, who are offered it; for one without people, themselves", async () => {
    const acting = async (id: string) => ({
      ...staffActor("boss"),
      member: await actingFor(world, id),
    })
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
    await joinLine(world, ask(world, await acting("cy")), wish())
    // The merchant's own, for the same: it is one place.
    expect(await join("cy")).toMatchObject({ is: "waiting" })
    expect(await store().prisma.waiting.findMany()).toMatchObject([{ memberId: "cy", personId: "p-cy" }])
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    expect(await store().prisma.notice.findMany({ where: { kind: "offer" } })).toMatchObject([{ personId: "p-cy" }])
    // Told at the desk, staff may take it for them.
    expect(await takeOffer(world, ask(world, staffActor("boss")), await offerId())).toMatchObject({
      is: "booked",
      booking: { member: { id: "cy" }, madeBy: "p-cy" },
    })
    await store().prisma.personMember.deleteMany({ where: { memberId: "di" } })
    await joinLine(world, ask(world, await acting("di")), wish())
    expect(await store().prisma.waiting.findFirst({ where: { memberId: "di" } })).toMatchObject({ personId: "boss" })
  })

  test("who lets an offer go keeps the place as long as there is other time to wait for", async () => {
    const evening = { start, end: after(start, 3 * hour) }
    await join("cy", wish([evening], 90))
    await join("di")
    await cancelled(taken)
    const pass = async (id: string): Promise<boolean | null> => {
      await serveWaitlist(world, world.now)
      const offer = await offerId()
      expect(await passOffer(world, ask(world, who(id)), offer)).toEqual({ is: "passed" })
      return keepsPlace(world, ask(world, who(id)), offer)
    }
    expect(await pass("cy")).toBe(true)
    expect(await pass("cy")).toBe(false)
    expect(await pass("di")).toBe(false)
    const offer = (await store().prisma.offer.findFirstOrThrow()).id
    expect(await keepsPlace(world, ask(world, who("bo")), offer)).toBe(null)
    expect(await lineOf(world, ask(world, who("cy")))).toEqual([])
  })

  test("who is not let in line is told why: time that is past, who is suspended, who is no member", async () => {
    const past = { start: after(start, -48 * hour), end: after(start, -46 * hour) }
    expect(await join("cy", wish([past]))).toEqual({ is: "refused", refusal: { why: "past" } })
    const suspended = { ...who("cy"), member: { ...(await member("cy")), status: "suspended" as const } }
    expect(await joinLine(world, ask(world, suspended), wish())).toMatchObject({ refusal: { why: "suspended" } })
    const nobody = { ...who("cy"), member: null }
    expect(await joinLine(world, ask(world, nobody), wish())).toMatchObject({ refusal: { why: "not_member" } })
    expect(await lineOf(world, ask(world, nobody))).toEqual([])
    expect(await store().prisma.waiting.count()).toBe(0)
  })

  test("what the desk knew of the membership may be old: it is looked at again", async () => {
    await setStatus(world, "cy", { status: "suspended", now: world.now, via: "test" })
    expect(await join("cy")).toMatchObject({ is: "refused", refusal: { why: "suspended" } })
    await setStatus(world, "cy", { status: "active", now: world.now, via: "test" })
    expect(await join("cy")).toMatchObject({ is: "waiting" })
  })

  test("a key that comes again with something else puts nobody in line, and takes nothing", async () => {
    const again = (wished: ReturnType<typeof wish>) => joinLine(world, ask(world, who("cy"), "again"), wished)
    expect(await again(wish())).toMatchObject({ is: "waiting" })
    expect(await again(wish([session], 60))).toEqual({ is: "refused", refusal: { why: "key_reused" } })
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const took = await takeOffer(world, ask(world, who("cy"), "again"), await offerId())
    expect(took).toEqual({ is: "refused", refusal: { why: "key_reused" } })
    expect(await offers()).toHaveLength(1)
  })

  test("before somebody is whoever waits for a time that would serve both, if only one of theirs would", async () => {
    const [morning, late] = [-10, 24].map((h) => ({ start: after(start, h * hour), end: after(start, (h + 2) * hour) }))
    if (!morning || !late) throw new Error("no times")
    await join("cy", wish([morning, session]))
    world.now = after(world.now, minute)
    expect(await join("di", wish([session, late]))).toMatchObject({ place: { place: 2 } })
    world.now = after(world.now, minute)
    expect(await join("bo", wish([late]))).toMatchObject({ place: { place: 2 } })
  })

  test("whoever leaves gives up that place and no other; who acts for several may leave for each", async () => {
    for (const id of ["cy", "di", "bo"]) await join(id)
    const [place] = await lineOf(world, ask(world, who("di")))
    expect(await leaveLine(world, ask(world, who("di")), place?.id ?? "")).toEqual({ is: "left" })
    const left = async () =>
      (await store().prisma.waiting.findMany({ where: { status: "left" } })).map(({ memberId }) => memberId)
    expect(await left()).toEqual(["di"])
    const both = { ...who("di"), members: ["di", "bo"].map((id) => ({ id, name: id, role: "staff" as const })) }
    const [other] = await lineOf(world, ask(world, who("bo")))
    expect(await leaveLine(world, ask(world, both), other?.id ?? "")).toEqual({ is: "left" })
    expect((await left()).sort()).toEqual(["bo", "di"])
    expect(await lineOf(world, ask(world, who("cy")))).toHaveLength(1)
  })

  test("left while it is being offered: the place is left, and what was offered is free again", async () => {
    await join("cy")
    const [place] = await lineOf(world, ask(world, who("cy")))
    const meanwhile = interrupted(
      world,
      ({ name }) => name === "open-offers waiting",
      async () => {
        await cancelled(taken)
        expect(await serveWaitlist(world, world.now)).toBe(1)
      },
    )
    const left = await leaveLine(meanwhile, ask(world, who("cy")), place?.id ?? "")
    expect(await store().prisma.waiting.findMany()).toMatchObject([{ status: "left" }])
    expect([await offers(), await store().prisma.claim.count(), await store().prisma.hold.count()]).toEqual([[], 0, 0])
    expect(left).toEqual({ is: "left" })
    expect(await store().prisma.audit.count({ where: { action: "leave" } })).toBe(1)
  })

  test("left, or let go, while two wait for each other in the database: done again", async () => {
    const deadlocked = (): TestWorld =>
      interrupted(
        world,
        ({ name }) => name === "apply_write",
        () => Promise.reject(Object.assign(new Error("deadlock detected"), { code: "40P01" })),
      )
    await join("cy")
    world.now = after(world.now, minute)
    await join("di")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const passed = await passOffer(deadlocked(), ask(world, who("cy")), await offerId())
    expect(await offers()).toEqual([])
    expect(passed).toEqual({ is: "passed" })
    const [place] = await lineOf(world, ask(world, who("di")))
    const left = await leaveLine(deadlocked(), ask(world, who("di")), place?.id ?? "")
    expect(await lineOf(world, ask(world, who("di")))).toEqual([])
    expect(left).toEqual({ is: "left" })
    const done = await store().prisma.audit.findMany({ where: { action: { in: ["leave", "pass"] } } })
    expect(done.map(({ action, memberId }) => `${memberId} ${action}`).sort()).toEqual(["cy pass", "di leave"])
  })

  test("left twice is left; a delivery that comes again is answered as before; a place that was served is gone", async () => {
    await join("cy")
    const [place] = await lineOf(world, ask(world, who("cy")))
    const leave = (key?: string) => leaveLine(world, ask(world, who("cy"), key), place?.id ?? "")
    expect([await leave("once"), await leave("once"), await leave()]).toEqual(Array(3).fill({ is: "left" }))
    expect(await store().prisma.audit.count({ where: { action: "leave" } })).toBe(1)
    expect(await leaveLine(world, ask(world, who("cy"), "once"), "another")).toMatchObject({
      refusal: { why: "key_reused" },
    })
    await join("di")
    const [other] = await lineOf(world, ask(world, who("di")))
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    await takeOffer(world, ask(world, who("di")), await offerId())
    for (const id of [other?.id ?? "", "none"])
      expect(await leaveLine(world, ask(world, who("di")), id)).toEqual({ is: "gone" })
  })

  test("whoever is asked about one place is not asked about another meanwhile", async () => {
    await join("cy", wish([{ start: after(start, -6 * hour), end: after(start, 6 * hour) }]))
    expect([await serveWaitlist(world, world.now), await serveWaitlist(world, world.now)]).toEqual([1, 0])
    expect(await offers()).toHaveLength(1)
  })

  test("any room of a class: offered when one of them is free", async () => {
    await joinLine(world, ask(world, who("cy")), { ...wish(), room: { class: "large" } })
    expect(await lineOf(world, ask(world, who("cy")))).toMatchObject([{ wish: { room: { class: "large" } } }])
    await serveWaitlist(world, world.now)
    expect(await offers()).toEqual([])
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    expect(await offers()).toMatchObject([{ roomId: "l1", startsAt: start }])
  })

  test("what is offered, as it is told: for whom, how long, until when; and no more once that is over", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const [offer] = await offers()
    const told = (now: Date) => offerNow(world, offer?.id ?? "", now)
    expect(await told(world.now)).toMatchObject({ member: "Member cy", minutes: 120, until: offer?.until, yes: [] })
    expect(await told(after(offer?.until ?? start, -1))).not.toBeNull()
    expect(await told(offer?.until ?? start)).toBeNull()
    expect(await offerNow(world, "none", world.now)).toBeNull()
  })

  test("each whose time is over has a word of their own", async () => {
    for (const id of ["cy", "di"]) await join(id)
    world.now = after(start, minute)
    await serveWaitlist(world, world.now)
    const told = await store().prisma.notice.findMany({ where: { kind: "waited" } })
    expect(told.map(({ personId }) => personId).sort()).toEqual(["p-cy", "p-di"])
  })
})
