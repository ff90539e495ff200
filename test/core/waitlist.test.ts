import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { close } from "../../src/core/closing.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { lift } from "../../src/core/lifting.js"
import { setStatus } from "../../src/core/members.js"
import { passOffer, serveWaitlist, takeOffer } from "../../src/core/offers.js"
import { personAt } from "../../src/core/people.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { joinLine, leaveLine, lineOf, placesMax } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** Scenarios of lines and offers: first come first served, nobody skipped, nothing offered twice at once. */

await describeEachStore("the waitlist", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-24T20:00:00+08:00")
  const session = { start, end: after(start, 2 * hour) }
  const who = (id: string) => actorFor(id, id === "bo" ? "tiny" : "standard")
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
  const cancelled = async (bookingId: string) => cancel(world, ask(world, who("ana")), bookingId)
  let taken: string

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "tiny", cy: "standard", di: "standard" })
    const booked = await book(world, ask(world, who("ana")), { room: { room: "l1" }, ...session, hosts: 2, gear: [] })
    if (booked.is !== "booked") throw new Error(booked.is)
    taken = booked.booking.id
  })

  test("first come, first offered; passed on, and on again when it lapses; nobody is asked twice about one place", async () => {
    for (const id of ["cy", "di"]) {
      await join(id)
      world.now = after(world.now, minute)
    }
    expect(await lineOf(world, ask(world, who("di")))).toMatchObject([{ place: 2, offer: null }])
    expect(await serveWaitlist(world, world.now)).toBe(0)
    await cancelled(taken)
    expect(await serveWaitlist(world, world.now)).toBe(1)
    expect(await whose()).toBe("cy")
    expect(await passOffer(world, ask(world, who("cy")), await offerId())).toEqual({ is: "passed" })
    await serveWaitlist(world, world.now)
    expect(await whose()).toBe("di")
    world.now = after(world.now, 10 * minute)
    await serveWaitlist(world, world.now)
    expect(await offers()).toEqual([])
    expect(await store().prisma.offer.count()).toBe(2)
    // They waited for just that: there is nothing left to wait for, and nothing that would be "before" anybody else.
    expect(await store().prisma.waiting.findMany({ select: { status: true } })).toEqual([
      { status: "left" },
      { status: "left" },
    ])
  })

  test("what is offered is nobody else's, and is given back when it lapses", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const other = () => book(world, ask(world, who("di")), { room: { room: "l1" }, ...session, hosts: 2, gear: [] })
    expect(await other()).toMatchObject({ is: "refused", refusal: { why: "taken" } })
    world.now = after(world.now, 10 * minute)
    await serveWaitlist(world, world.now)
    expect(await other()).toMatchObject({ is: "booked" })
  })

  test("taken by two taps at once: one booking, and the other is told that it is over", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const id = await offerId()
    const took = await Promise.all([1, 2].map(() => takeOffer(world, ask(world, who("cy")), id)))
    expect(took.map(({ is }) => is).sort()).toEqual(["booked", "lapsed"])
    expect(await store().prisma.booking.count({ where: { memberId: "cy" } })).toBe(1)
    expect(await store().prisma.hold.count()).toBe(0)
  })

  test("closed while it is offered: a tap is kindly late, the place in line is kept, and lifted it is offered again", async () => {
    const boss = staffActor("boss")
    await join("cy", wish([session, { start: after(start, 24 * hour), end: after(start, 26 * hour) }]))
    world.now = after(world.now, minute)
    await join("di", { ...wish(), room: { room: "s1" } })
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const id = (await store().prisma.waiting.findFirstOrThrow({ where: { memberId: "cy" } })).id
    const offered = async () => (await offers()).filter(({ waitingId }) => waitingId === id)
    const [first] = await offered()
    expect(first).toMatchObject({ roomId: "l1", startsAt: start })
    const done = await close(world, ask(world, boss), { what: { room: "l1" }, ...session, reason: null })
    if (done.is !== "closed") throw new Error(done.is)
    expect(await takeOffer(world, ask(world, who("cy")), first?.id ?? "")).toEqual({ is: "lapsed" })
    expect(await lineOf(world, ask(world, who("cy")))).toMatchObject([{ offer: null }])
    expect(await store().prisma.hold.count({ where: { roomId: "l1" } })).toBe(0)
    // The next place that would do is theirs at once.
    await serveWaitlist(world, world.now)
    expect(await offered()).toMatchObject([{ startsAt: after(start, 24 * hour) }])
    await passOffer(world, ask(world, who("cy")), (await offered())[0]?.id ?? "")
    await serveWaitlist(world, world.now)
    expect(await offered()).toEqual([])
    let freed = false
    await lift({ ...world, freed: () => (freed = true) }, ask(world, boss), done.id)
    expect(freed).toBe(true)
    await serveWaitlist(world, world.now)
    expect(await offered()).toMatchObject([{ roomId: "l1", startsAt: start }])
    expect(await takeOffer(world, ask(world, who("cy")), (await offered())[0]?.id ?? "")).toMatchObject({
      is: "booked",
    })
  })

  test("a moment too late", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const id = await offerId()
    world.now = after(world.now, 10 * minute)
    expect(await takeOffer(world, ask(world, who("cy")), id)).toEqual({ is: "lapsed" })
    expect(await lineOf(world, ask(world, who("cy")))).toEqual([])
    expect(await store().prisma.booking.count({ where: { memberId: "cy" } })).toBe(0)
    expect(await store().prisma.claim.count()).toBe(0)
  })

  test("another's offer is nobody's to take or to pass", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const id = await offerId()
    expect(await takeOffer(world, ask(world, who("di")), id)).toEqual({ is: "lapsed" })
    expect(await passOffer(world, ask(world, who("di")), id)).toEqual({ is: "lapsed" })
    expect(await leaveLine(world, ask(world, who("di")), (await store().prisma.waiting.findFirstOrThrow()).id)).toEqual(
      { is: "gone" },
    )
    expect(await whose()).toBe("cy")
  })

  test("taken for one merchant while acting for another: booked by whoever took it", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    await world.store.prisma.person.create({
      data: { id: "agent", name: "Agent", language: "en", createdAt: world.now },
    })
    for (const memberId of ["cy", "di"])
      await world.store.prisma.personMember.create({ data: { personId: "agent", memberId, role: "staff" } })
    const acting = actorFor("di", "standard")
    const members = ["cy", "di"].map((id) => ({ id, name: id, role: "staff" as const }))
    const agent = { ...acting, person: { ...acting.person, id: "agent" }, members }
    expect(await takeOffer(world, ask(world, agent), await offerId())).toMatchObject({
      is: "booked",
      booking: { member: { id: "cy" }, madeBy: "agent" },
    })
  })

  test("taken by whoever believed the membership to be as it was before", async () => {
    await join("cy")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    for (const status of ["suspended", "active"] as const)
      await setStatus(world, "cy", { status, now: world.now, via: "test" })
    expect(await takeOffer(world, ask(world, who("cy")), await offerId())).toMatchObject({ is: "booked" })
  })

  test("whoever may not just now is passed over, and keeps the place", async () => {
    await join("cy")
    world.now = after(world.now, minute)
    await join("di")
    await setStatus(world, "cy", { status: "suspended", now: world.now, via: "test" })
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    expect(await whose()).toBe("di")
    await setStatus(world, "cy", { status: "active", now: world.now, via: "test" })
    await passOffer(world, ask(world, who("di")), await offerId())
    await serveWaitlist(world, world.now)
    expect(await whose()).toBe("cy")
  })

  test("a plan that does not allow the room is offered nothing", async () => {
    await join("bo")
    await cancelled(taken)
    expect(await serveWaitlist(world, world.now)).toBe(0)
  })

  test("four replicas serve at once: one offer for each place", async () => {
    for (const id of ["cy", "di"]) {
      await join(id)
      world.now = after(world.now, minute)
    }
    await cancelled(taken)
    await Promise.all(Array.from({ length: 4 }, () => serveWaitlist(world, world.now)))
    expect(await offers()).toHaveLength(1)
    expect(await store().prisma.claim.count()).toBe(1)
  })

  test("anywhere in an evening: the earliest that fits; passed, another time of it", async () => {
    const evening = { start: after(start, -2 * hour), end: after(start, 6 * hour) }
    await join("cy", wish([evening]))
    await serveWaitlist(world, world.now)
    const first = await offers()
    expect(first[0]?.startsAt).toEqual(after(start, 2 * hour + 15 * minute))
    await passOffer(world, ask(world, who("cy")), first[0]?.id ?? "")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    expect((await offers())[0]?.startsAt).toEqual(after(start, -2 * hour))
  })

  test("the same wish again is the same place; ten are enough", async () => {
    const [one, again] = [await join("cy"), await join("cy")]
    expect(again).toEqual(one)
    for (let n = 1; n < placesMax; n++) await join("cy", wish([{ start, end: after(start, (2 + n) * hour) }]))
    expect(await join("cy", wish([session], 60))).toEqual({ is: "too_many" })
  })

  test("a line whose time is over ends, with a word", async () => {
    await join("cy")
    world.now = after(start, minute)
    await serveWaitlist(world, world.now)
    expect(await store().prisma.waiting.findFirstOrThrow()).toMatchObject({ status: "over" })
    expect(await store().prisma.notice.count({ where: { kind: "waited", personId: "p-cy" } })).toBe(1)
  })

  test("who leaves, or is forgotten, gives back what was offered", async () => {
    await store().prisma.account.create({
      data: { id: "a-cy", platform: "t", userId: "cy", address: "t:cy", personId: "p-cy", createdAt: world.now },
    })
    await join("cy")
    world.now = after(world.now, minute)
    await join("di")
    await cancelled(taken)
    await serveWaitlist(world, world.now)
    const known = await personAt(world, { platform: "t", userId: "cy", address: "t:cy" })
    if (!known) throw new Error("cy is gone")
    await forgetMe(world, ask(world, known.actor))
    await serveWaitlist(world, world.now)
    expect(await whose()).toBe("di")
    const [place] = await lineOf(world, ask(world, who("di")))
    expect(await leaveLine(world, ask(world, who("di")), place?.id ?? "")).toEqual({ is: "left" })
    expect([await store().prisma.claim.count(), await store().prisma.hold.count()]).toEqual([0, 0])
  })
})
