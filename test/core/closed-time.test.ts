import { expect, test } from "vitest"
import { availability } from "../../src/core/availability.js"
import { book, move } from "../../src/core/booking.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { forgive, markNoShow } from "../../src/core/checkin.js"
import { close } from "../../src/core/closing.js"
import type { Closing } from "../../src/core/closures.js"
import { digestOf } from "../../src/core/digest.js"
import { gearFree } from "../../src/core/gear.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, minute } from "../../src/core/interval.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import { lift } from "../../src/core/lifting.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { quote } from "../../src/core/quote.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string): Date => new Date(`2026-11-${time.replace(" ", "T")}:00+08:00`)
const boss = staffActor("boss")
const closing = (what: Closing["what"], from: string, to: string): Closing => ({
  what,
  start: at(from),
  end: at(to),
  reason: null,
})
const lights = (quantity: number) => [{ id: "ring-light", quantity }]

const centre: Centre = centreSchema.parse({
  ...JSON.parse(JSON.stringify(smallCentre)),
  hours: { week: { daily: "08:00-02:00" }, peak: [] },
})
const withLights = (quantity: number): Centre => ({
  ...centre,
  gear: centre.gear.map((gear) => (gear.id === "ring-light" ? { ...gear, quantity } : gear)),
})

async function forgiven(...[world, by, id]: Parameters<typeof forgive>) {
  await markNoShow(world, by, id)
  return forgive(world, { ...by, key: `${by.key}-forgiven` }, id)
}

await describeEachStore("closed time stays closed", (store) => {
  async function open(): Promise<TestWorld> {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { m0: "standard", m1: "standard", m2: "standard" })
    return world
  }
  const wished = ({ from, to, ...wish }: Partial<Wish> & { from: string; to: string }): Wish => ({
    room: wish.room ?? { room: "s1" },
    start: at(from),
    end: at(to),
    hosts: wish.hosts ?? 1,
    gear: wish.gear ?? [],
  })
  async function booked(world: TestWorld, member: string, wish: Parameters<typeof wished>[0]): Promise<Booking> {
    const outcome = await book(world, ask(world, actorFor(member, "standard")), wished(wish))
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  async function closed(world: TestWorld, what: Closing): Promise<string> {
    const done = await close(world, ask(world, boss), what)
    if (done.is !== "closed") throw new Error(JSON.stringify(done))
    return done.id
  }
  const lightsFree = (world: TestWorld, from: string, to: string) =>
    gearFree(world, { gear: "ring-light", window: { start: at(from), end: at(to) }, now: world.now })
  const judged = (quantity = 3) =>
    judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": quantity, camera: 1 } })
  const ofClosures = () =>
    store().prisma.claim.findMany({
      where: { ownerId: { startsWith: "closure:" }, roomId: "s1" },
      orderBy: { startsAt: "asc" },
    })

  for (const [how, leave] of [
    ["was given up", markNoShow],
    ["was given up and forgiven", forgiven],
  ] as const)
    test(`a session that was kept and ${how}: its room is neither offered nor booked, until it is lifted`, async () => {
      const world = await open()
      const one = await booked(world, "m0", { from: "23 11:00", to: "23 15:00" })
      world.now = at("23 11:30")
      const id = await closed(world, closing({ room: "s1" }, "23 11:30", "23 20:00"))
      world.now = at("23 11:40")
      await leave(world, ask(world, boss), one.id)
      const free = await availability(world, {
        from: at("23 11:30"),
        to: at("23 20:00"),
        minutes: 60,
        hosts: 1,
        gear: [],
        rooms: ["s1"],
        now: world.now,
      })
      expect(free.rooms.flatMap((room) => room.free)).toEqual([])
      const wish = wished({ from: "23 12:00", to: "23 14:00" })
      expect(await book(world, ask(world, actorFor("m1", "standard")), wish)).toMatchObject({
        refusal: { why: "blocked", room: "s1" },
      })
      expect(await judged()).toEqual([])
      await lift(world, ask(world, boss), id)
      expect(await ofClosures()).toEqual([])
      expect(await book(world, ask(world, actorFor("m1", "standard")), wish)).toMatchObject({ is: "booked" })
    })

  test("whoever was moved by hand, and given up elsewhere, leaves nothing open", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "23 11:00", to: "23 15:00" })
    const later = await booked(world, "m1", { from: "23 15:15", to: "23 16:00" })
    world.now = at("23 11:30")
    await closed(world, closing({ room: "s1" }, "23 11:30", "23 20:00"))
    expect(await move(world, ask(world, boss), later.id, { room: { room: "s3" } })).toMatchObject({ is: "moved" })
    expect(await move(world, ask(world, boss), later.id, { room: { room: "s1" } })).toMatchObject({
      refusal: { why: "blocked" },
    })
    await markNoShow(world, ask(world, boss), one.id)
    expect((await ofClosures()).map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [at("23 11:30"), at("23 15:15")],
      [at("23 15:15"), at("23 20:00")],
    ])
    expect(await judged()).toEqual([])
  })

  test("what was kept for somebody who was about to confirm goes to the closure, now and when it lapses", async () => {
    const world = await open()
    const by = ask(world, actorFor("m0", "standard"))
    const wish = wished({ from: "24 12:00", to: "24 14:00", gear: lights(2) })
    const kept = await quoteAndKeep(world, by, () => quote(world, by, wish))
    expect(kept).toMatchObject({ is: "quote" })
    await closed(world, closing({ room: "s1" }, "24 08:00", "24 20:00"))
    expect((await ofClosures()).map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [at("24 08:00"), at("24 20:00")],
    ])
    world.now = after(world.now, 60 * minute)
    await freeExpired(world, world.now)
    expect(await book(world, ask(world, actorFor("m1", "standard")), wish)).toMatchObject({
      refusal: { why: "blocked" },
    })
  })

  test("the digest says what is left to do, until it is done or answered", async () => {
    const world = await open()
    await store().prisma.channel.create({
      data: { address: "test:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    const one = await booked(world, "m0", { from: "24 15:00", to: "24 16:00" })
    const two = await booked(world, "m1", { from: "24 17:00", to: "24 18:00", room: { room: "s2" } })
    const id = await closed(world, closing("centre", "24 08:00", "25 02:00"))
    const left = async (day: string) =>
      (await digestOf(world, day, world.now)).todo.map(({ booking, fate }) => [booking.id, fate])
    expect(await left("2026-11-24")).toEqual([
      [one.id, "cancelled"],
      [two.id, "cancelled"],
    ])
    expect(await left("2026-11-25")).toEqual([])
    const told = () =>
      store().prisma.notice.findMany({
        where: { kind: "closure", state: "due" },
        select: { address: true, data: true },
        orderBy: { key: "asc" },
      })
    expect(await told()).toMatchObject([{ address: "test:floor", data: { closure: id, version: 1, lifted: false } }])
    await lift(world, ask(world, boss), id)
    expect(await left("2026-11-24")).toEqual([])
    expect(await told()).toMatchObject([{ data: { version: 1 } }, { data: { version: 2, lifted: true } }])
  })

  test("two closures of one room around a session: one has what it leaves, and the other has it once that is lifted", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "23 11:00", to: "23 15:00" })
    world.now = at("23 11:30")
    const room = await closed(world, closing({ room: "s1" }, "23 11:30", "23 20:00"))
    world.now = at("23 11:31")
    const all = await closed(world, closing("centre", "23 11:30", "23 18:00"))
    await markNoShow(world, ask(world, boss), one.id)
    await lift(world, ask(world, boss), room)
    const claims = await ofClosures()
    expect(new Set(claims.map(({ ownerId }) => ownerId))).toEqual(new Set([`closure:${all}`]))
    expect(
      await book(world, ask(world, actorFor("m1", "standard")), wished({ from: "23 18:00", to: "23 19:00" })),
    ).toMatchObject({ is: "booked" })
    expect(await judged()).toEqual([])
  })

  test("broken lights that a session still has are out of use once it gives them back; lifting returns just these", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "23 11:00", to: "23 15:00", gear: lights(2) })
    world.now = at("23 11:30")
    const id = await closed(world, closing({ gear: "ring-light", quantity: 2 }, "23 11:30", "23 20:00"))
    expect(await lightsFree(world, "23 11:30", "23 20:00")).toMatchObject([{ free: 0 }, { free: 1 }])
    await markNoShow(world, ask(world, boss), one.id)
    expect(await lightsFree(world, "23 11:30", "23 20:00")).toMatchObject([{ free: 1 }])
    expect(await judged()).toEqual([])
    await lift(world, ask(world, boss), id)
    expect(await lightsFree(world, "23 11:30", "23 20:00")).toMatchObject([{ free: 3 }])
    expect(await judged()).toEqual([])
  })

  test("gear out twice: as many as are out at one time, each lifted by itself; the centre's file changes the quantity around them", async () => {
    const world = await open()
    const morning = await closed(world, closing({ gear: "ring-light", quantity: 2 }, "24 08:00", "24 12:00"))
    const evening = await closed(world, closing({ gear: "ring-light", quantity: 2 }, "24 18:00", "24 22:00"))
    // Two and two, never at one time: one more is there all day.
    const day = await closed(world, closing({ gear: "ring-light", quantity: 1 }, "24 08:00", "24 22:00"))
    expect(await lightsFree(world, "24 08:00", "24 22:00")).toMatchObject([{ free: 0 }, { free: 2 }, { free: 0 }])
    expect(
      await close(world, ask(world, boss), closing({ gear: "ring-light", quantity: 1 }, "24 11:00", "24 19:00")),
    ).toMatchObject({
      refusal: { why: "gear_beyond_stock", stock: 0 },
    })
    const apply = (quantity: number) => applyCentre(world, withLights(quantity), { now: world.now, via: "test" })
    expect(await apply(5)).toMatchObject({ is: "applied" })
    expect(await lightsFree(world, "24 08:00", "24 22:00")).toMatchObject([{ free: 2 }, { free: 4 }, { free: 2 }])
    expect(await apply(2)).toMatchObject({ is: "refused", conflicts: [expect.stringContaining(`closure ${morning}`)] })
    await lift(world, ask(world, boss), morning)
    await lift(world, ask(world, boss), evening)
    expect(await apply(2)).toMatchObject({ is: "applied" })
    expect(await lightsFree(world, "24 08:00", "24 22:00")).toMatchObject([{ free: 1 }])
    await lift(world, ask(world, boss), day)
    expect(await lightsFree(world, "24 08:00", "24 22:00")).toMatchObject([{ free: 2 }])
    expect(await judged(2)).toEqual([])
  })

  test("more of what a session kept from a closure: new ones are free, broken ones are not", async () => {
    const world = await open()
    await booked(world, "m0", { from: "23 11:00", to: "23 15:00", gear: lights(3) })
    world.now = at("23 11:30")
    await closed(world, closing({ gear: "ring-light", quantity: 2 }, "23 11:30", "23 20:00"))
    await applyCentre(world, withLights(6), { now: world.now, via: "test" })
    expect(await lightsFree(world, "23 11:30", "23 20:00")).toMatchObject([{ free: 1 }, { free: 4 }])
    expect(await judged(6)).toEqual([])
  })

  test("a room that comes back to a closed centre is closed, also around what it had earlier", async () => {
    const world = await open()
    await booked(world, "m0", { from: "23 10:15", to: "23 11:00" })
    world.now = at("23 10:20")
    await closed(world, closing("centre", "23 10:30", "24 02:00"))
    world.now = at("23 12:00")
    const without = { ...centre, rooms: centre.rooms.filter(({ id }) => id !== "s1") }
    await applyCentre(world, without, { now: world.now, via: "test" })
    await store().prisma.claim.deleteMany({ where: { roomId: "s1", ownerId: { startsWith: "closure:" } } })
    await applyCentre(world, centre, { now: world.now, via: "test" })
    expect(
      await book(world, ask(world, actorFor("m1", "standard")), wished({ from: "23 14:00", to: "23 15:00" })),
    ).toMatchObject({ refusal: { why: "blocked" } })
  })
})
