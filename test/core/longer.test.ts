import { beforeEach, expect, test } from "vitest"
import { book, cancel, extend } from "../../src/core/booking.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { joinForLonger } from "../../src/core/longer.js"
import { setStatus } from "../../src/core/members.js"
import { passOffer, serveWaitlist, takeOffer } from "../../src/core/offers.js"
import { actingFor } from "../../src/core/people.js"
import { joinLine } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, interrupted, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** In line for the time after one's own session. */

await describeEachStore("a session that is to go on", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-24T20:00:00+08:00")
  const session = { start, end: after(start, 2 * hour) }
  const offers = () => store().prisma.offer.findMany({ where: { status: "open" }, orderBy: { createdAt: "asc" } })
  const whose = async () => {
    const [offer] = await offers()
    const row = offer && (await store().prisma.waiting.findUnique({ where: { id: offer.waitingId } }))
    return row?.memberId ?? null
  }
  const offerId = async () => (await offers())[0]?.id ?? "none"
  let taken: string
  const cancelled = () => cancel(world, ask(world, actorFor("ana", "standard")), taken)

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", cy: "standard", di: "standard" })
    const wish = { room: { room: "l1" }, ...session, hosts: 2, gear: [] }
    const booked = await book(world, ask(world, actorFor("ana", "standard")), wish)
    if (booked.is !== "booked") throw new Error(booked.is)
    taken = booked.booking.id
  })

  /** Cy's session before the one that is taken. */
  const goingOn = async (): Promise<string> => {
    const before = { start: after(start, -135 * minute), end: after(start, -15 * minute) }
    const booked = await book(world, ask(world, actorFor("cy", "standard")), {
      room: { room: "l1" },
      ...before,
      hosts: 2,
      gear: [],
    })
    if (booked.is !== "booked") throw new Error(booked.is)
    return booked.booking.id
  }
  const joinLonger = (id: string, bookingId: string, minutes = 30) =>
    joinForLonger(world, ask(world, actorFor(id, "standard")), { bookingId, minutes })
  const statuses = async () =>
    (await store().prisma.waiting.findMany({ orderBy: { createdAt: "asc" } })).map(({ status }) => status)
  const claims = () => store().prisma.claim.count({ where: { roomId: "l1" } })

  test("behind who came first for that time; offered as the session going on, kept, and taken so", async () => {
    const own = await goingOn()
    await joinLine(world, ask(world, actorFor("di", "standard")), {
      room: { room: "l1" },
      minutes: 120,
      hosts: 2,
      gear: [],
      windows: [session],
    })
    world.now = after(world.now, minute)
    expect(await joinLonger("cy", own)).toMatchObject({ is: "waiting", place: { place: 2 } })
    expect(await serveWaitlist(world, world.now)).toBe(0)
    await cancelled()
    await serveWaitlist(world, world.now)
    expect(await whose()).toBe("di")
    await passOffer(world, ask(world, actorFor("di", "standard")), await offerId())
    await serveWaitlist(world, world.now)
    expect(await offers()).toMatchObject([{ startsAt: after(start, -15 * minute), endsAt: after(start, 15 * minute) }])
    const other = () =>
      book(world, ask(world, actorFor("di", "standard")), { room: { room: "l1" }, ...session, hosts: 2, gear: [] })
    expect(await other()).toMatchObject({ is: "refused", refusal: { why: "taken" } })
    const id = await offerId()
    const took = await Promise.all([1, 2].map(() => takeOffer(world, ask(world, actorFor("cy", "standard")), id)))
    expect(took.map(({ is }) => is).sort()).toEqual(["extended", "lapsed"])
    expect(await store().prisma.booking.findUniqueOrThrow({ where: { id: own } })).toMatchObject({
      endsAt: after(start, 15 * minute),
      minutes: 150,
    })
    expect([await claims(), await store().prisma.hold.count()]).toEqual([1, 0])
    expect(await statuses()).toEqual(["left", "served"])
  })

  test("what went on while it was looked at is as long already: nothing is offered", async () => {
    const own = await goingOn()
    expect((await joinLonger("cy", own)).is).toBe("waiting")
    await cancelled()
    let looks = 0
    const meanwhile = interrupted(
      world,
      // It is looked at twice before it is offered, and each time once more to be quoted.
      ({ name }) => name === "bookings" && ++looks === 4,
      async () => expect((await extend(world, ask(world, actorFor("cy", "standard")), own, 30)).is).toBe("extended"),
    )
    expect(await serveWaitlist(meanwhile, world.now)).toBe(0)
    expect(looks).toBe(4)
    expect(await offers()).toEqual([])
    expect(await statuses()).toEqual(["left"])
  })

  test("let go it is not offered again; lapsed, everything is given back", async () => {
    const own = await goingOn()
    await joinLonger("cy", own)
    await cancelled()
    expect(await serveWaitlist(world, world.now)).toBe(1)
    const id = await offerId()
    world.now = after(world.now, 10 * minute)
    expect(await takeOffer(world, ask(world, actorFor("cy", "standard")), id)).toEqual({ is: "lapsed" })
    expect(await serveWaitlist(world, world.now)).toBe(0)
    expect([await claims(), await store().prisma.hold.count(), await statuses()]).toEqual([1, 0, ["left"]])
  })

  test("a session that is given up, or elsewhere, waits for nothing; another's is not waited for", async () => {
    const own = await goingOn()
    expect(await joinLonger("di", own)).toMatchObject({ is: "refused", refusal: { why: "not_found" } })
    await joinLonger("cy", own)
    await cancelled()
    await serveWaitlist(world, world.now)
    const id = await offerId()
    await cancel(world, ask(world, actorFor("cy", "standard")), own)
    expect(await takeOffer(world, ask(world, actorFor("cy", "standard")), id)).toMatchObject({
      is: "refused",
      refusal: { why: "already_cancelled" },
    })
    world.now = after(world.now, 10 * minute)
    expect(await serveWaitlist(world, world.now)).toBe(0)
    expect([await claims(), await statuses()]).toEqual([0, ["left"]])
  })

  test("given up before anything was offered, or held up for a while: the place goes, or stays", async () => {
    const own = await goingOn()
    await joinLonger("cy", own)
    await cancelled()
    await setStatus(world, "cy", { status: "suspended", now: world.now, via: "test" })
    expect([await serveWaitlist(world, world.now), await statuses()]).toEqual([0, ["waiting"]])
    await setStatus(world, "cy", { status: "active", now: world.now, via: "test" })
    await cancel(world, ask(world, actorFor("cy", "standard")), own)
    expect([await serveWaitlist(world, world.now), await statuses()]).toEqual([0, ["left"]])
  })

  test("what would need the staff's yes is not offered; staff wait for whom they act for, and nobody else", async () => {
    const own = await goingOn()
    const acting = async (id: string) => ({ ...staffActor("boss"), member: await actingFor(world, id) })
    const joinAs = async (id: string) =>
      joinForLonger(world, ask(world, await acting(id)), { bookingId: own, minutes: 30 })
    expect(await joinAs("di")).toEqual({ is: "refused", refusal: { why: "not_found" } })
    expect(await joinAs("cy")).toMatchObject({ is: "waiting" })
    await cancelled()
    const approvals = { longerThan: 120, classes: [], rooms: [], dates: [], notice: 0 }
    await applyCentre(world, { ...smallCentre, approvals }, { now: world.now, via: "test" })
    expect([await serveWaitlist(world, world.now), await statuses()]).toEqual([0, ["waiting"]])
  })
})
