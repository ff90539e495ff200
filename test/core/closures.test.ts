import { expect, test } from "vitest"
import { accept, decline } from "../../src/core/affected.js"
import { book, cancel, move } from "../../src/core/booking.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { close, previewClosing } from "../../src/core/closing.js"
import { type Closing, closuresBetween } from "../../src/core/closures.js"
import { gearFree, pickList } from "../../src/core/gear.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { lift } from "../../src/core/lifting.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { bookSeries } from "../../src/core/series.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string): Date => new Date(`2026-11-${time.replace(" ", "T")}:00+08:00`)
const closing = (what: Closing["what"], from: string, to: string): Closing => ({
  what,
  start: at(from),
  end: at(to),
  reason: "leaking light",
})

/** As the small one, and a second kind of light that serves as well. */
const centre: Centre = centreSchema.parse({
  ...JSON.parse(JSON.stringify(smallCentre)),
  hours: { week: { daily: "08:00-02:00" }, peak: [{ days: "fri-sat", hours: "19:00-23:00" }] },
  gear: [
    { ...smallCentre.gear[0], equivalent: ["panel"] },
    smallCentre.gear[1],
    { id: "panel", names: { en: "panel", pt: "painel", "zh-Hant": "平板燈", "zh-Hans": "平板灯" }, quantity: 1 },
  ],
})

await describeEachStore("closures", (store) => {
  async function open(members = 4): Promise<TestWorld> {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), centre, world.now)
    await addMembers(world, Object.fromEntries(Array.from({ length: members }, (_, n) => [`m${n}`, "standard"])))
    return world
  }
  async function booked(
    world: TestWorld,
    member: string,
    wish: Partial<Wish> & { from: string; to: string },
  ): Promise<Booking> {
    const outcome = await book(world, ask(world, actorFor(member, "standard")), {
      room: wish.room ?? { room: "s1" },
      start: at(wish.from),
      end: at(wish.to),
      hosts: wish.hosts ?? 1,
      gear: wish.gear ?? [],
    })
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const stored = (id: string) => store().prisma.booking.findUniqueOrThrow({ where: { id }, include: { gear: true } })
  const judged = () =>
    judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1, panel: 1 } })
  const told = () =>
    store().prisma.notice.findMany({ where: { kind: "closed" }, orderBy: [{ bookingId: "asc" }, { key: "asc" }] })
  const spent = async (member: string) =>
    (await store().prisma.quota.findMany({ where: { memberId: member } })).map(({ used }) => used)

  test("a room: others at the same time, told once, without any charge; the preview says the same and writes nothing", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "24 15:00", to: "24 17:00" })
    const two = await booked(world, "m1", { from: "24 17:15", to: "24 19:00", hosts: 2 })
    const apart = await booked(world, "m2", { from: "24 15:00", to: "24 17:00", room: { room: "s2" } })
    const what = closing({ room: "s1" }, "24 08:00", "24 20:00")
    const seen = await previewClosing(world, ask(world, staffActor("boss")), what)
    expect(await told()).toEqual([])
    const done = await close(world, ask(world, staffActor("boss")), what)
    expect(done).toEqual(seen)
    expect(done).toMatchObject({ is: "closed", again: false, placed: [{ fate: "moved" }, { fate: "moved" }] })
    expect(await stored(one.id)).toMatchObject({ roomId: "s3", startsAt: one.start, status: "confirmed", version: 2 })
    expect(await stored(two.id)).toMatchObject({ roomId: "s2", startsAt: two.start })
    expect(await stored(apart.id)).toMatchObject({ roomId: "s2", version: 1 })
    expect((await told()).map(({ bookingId }) => bookingId).sort()).toEqual([one.id, two.id].sort())
    expect(await spent("m0")).toEqual([120])
    expect(await judged()).toEqual([])
  })

  test("nobody books what is closed, and is told so before anything else about rooms", async () => {
    const world = await open()
    await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 08:00", "24 20:00"))
    const wish: Wish = { room: { room: "s1" }, start: at("24 19:00"), end: at("24 20:30"), hosts: 1, gear: [] }
    const no = await book(world, ask(world, actorFor("m0", "standard")), wish)
    expect(no).toMatchObject({
      refusal: { why: "blocked", room: "s1", until: at("24 20:00"), reason: "leaking light" },
    })
    if (no.is !== "refused" || no.refusal.why !== "blocked") throw new Error("blocked")
    expect(no.refusal.alternatives.length).toBeGreaterThan(0)
    expect(
      await book(world, ask(world, actorFor("m0", "standard")), { ...wish, room: { class: "small" } }),
    ).toMatchObject({
      booking: { room: "s2" },
    })
    await close(world, ask(world, staffActor("boss")), closing("centre", "25 08:00", "25 20:00"))
    const none = { ...wish, room: "any" as const, start: at("25 10:00"), end: at("25 11:00") }
    expect(await book(world, ask(world, actorFor("m0", "standard")), none)).toMatchObject({
      refusal: { why: "blocked", room: null },
    })
    // A booking may begin as the closure ends, and a room be closed as a session ends.
    await booked(world, "m1", { from: "24 20:00", to: "24 21:00" })
    expect(
      await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 21:00", "24 22:00")),
    ).toMatchObject({ placed: [] })
    expect(await judged()).toEqual([])
  })

  test("two staff at once, and again, and the same delivery again: one closure, everyone told once", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "24 15:00", to: "24 17:00" })
    for (const what of [
      closing({ room: "s1" }, "24 08:00", "24 20:00"),
      closing({ gear: "ring-light", quantity: 2 }, "24 08:00", "24 20:00"),
    ]) {
      const both = await Promise.all([
        close(world, ask(world, staffActor("boss")), what),
        close(world, ask(world, staffActor("mei")), what),
      ])
      expect(both.map((done) => done.is === "closed" && done.again).sort()).toEqual([false, true])
      const by = ask(world, staffActor("boss"), `same-${JSON.stringify(what.what)}`)
      expect(await close(world, by, what)).toMatchObject({ again: true })
      expect(await close(world, by, what)).toMatchObject({ again: true })
    }
    expect(await closuresBetween(world, { from: world.now })).toHaveLength(2)
    expect(await told()).toHaveLength(1)
    expect(await stored(one.id)).toMatchObject({ version: 2 })
    expect(
      await close(
        world,
        ask(world, staffActor("boss"), 'same-"x"'),
        closing({ gear: "ring-light", quantity: 2 }, "24 09:00", "24 10:00"),
      ),
    ).toMatchObject({
      refusal: { why: "gear_beyond_stock", stock: 1 },
    })
    expect(await judged()).toEqual([])
  })

  test("lifting puts back who has not answered; who has, or was changed since, is named", async () => {
    const world = await open()
    const ids = []
    for (const [n, from, to] of [
      [0, "24 09:00", "24 10:00"],
      [1, "24 11:00", "24 12:00"],
      [2, "24 13:00", "24 14:00"],
      [3, "24 15:00", "24 16:00"],
    ] as const)
      ids.push((await booked(world, `m${n}`, { from, to, hosts: 2 })).id)
    const [waits, accepts, declines, moves] = ids as [string, string, string, string]
    const done = await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 08:00", "24 20:00"))
    if (done.is !== "closed") throw new Error("closed")
    const by = (n: number) => ask(world, actorFor(`m${n}`, "standard"))
    expect(await accept(world, by(0), { booking: accepts, version: 2 })).toMatchObject({
      refusal: { why: "not_found" },
    })
    expect(await accept(world, by(1), { booking: accepts, version: 2 })).toMatchObject({ is: "accepted" })
    expect(await accept(world, by(1), { booking: accepts, version: 2 })).toMatchObject({
      is: "accepted",
      booking: { version: 3 },
    })
    expect(await decline(world, by(1), { booking: accepts, version: 2 })).toMatchObject({
      refusal: { why: "changed_since" },
    })
    expect(await decline(world, by(2), { booking: declines, version: 2 })).toMatchObject({
      is: "cancelled",
      minutesBack: 60,
    })
    expect(await move(world, by(3), moves, { start: at("24 18:00") })).toMatchObject({ is: "moved" })
    const lifted = await lift(world, ask(world, staffActor("boss")), done.id)
    if (lifted.is !== "lifted") throw new Error("lifted")
    expect(lifted.back.map(({ id }) => id)).toEqual([waits])
    expect(lifted.stays.map(({ id }) => id).sort()).toEqual([accepts, declines, moves].sort())
    expect(await stored(waits)).toMatchObject({ roomId: "s1", version: 3 })
    expect(await lift(world, ask(world, staffActor("boss")), done.id)).toMatchObject({ refusal: { why: "lifted" } })
    expect(await accept(world, by(0), { booking: waits, version: 2 })).toMatchObject({
      refusal: { why: "changed_since" },
    })
    expect(await store().prisma.claim.count({ where: { ownerId: { startsWith: "closure:" } } })).toBe(0)
    // The same once more, after it was lifted.
    expect(
      await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 08:00", "24 20:00")),
    ).toMatchObject({ again: false, placed: [{ was: { id: waits } }] })
    expect(await judged()).toEqual([])
  })

  test("who finds no place has the hours back, however late it is; lifting books them again", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "23 11:00", to: "23 13:00" })
    const done = await close(world, ask(world, staffActor("boss")), closing("centre", "23 08:00", "24 02:00"))
    expect(done).toMatchObject({ placed: [{ fate: "cancelled" }] })
    expect(await spent("m0")).toEqual([0])
    expect(await stored(one.id)).toMatchObject({ status: "cancelled" })
    if (done.is !== "closed") throw new Error("closed")
    expect(await lift(world, ask(world, staffActor("boss")), done.id)).toMatchObject({
      back: [{ id: one.id }],
      stays: [],
    })
    expect(await spent("m0")).toEqual([120])
    expect(await judged()).toEqual([])
    // Not for whoever has booked something else since.
    const again = await close(world, ask(world, staffActor("boss")), closing("centre", "23 08:00", "24 02:00"))
    if (again.is !== "closed") throw new Error("closed")
    world.now = after(world.now, minute)
    await booked(world, "m0", { from: "25 11:00", to: "25 13:00" })
    expect(await lift(world, ask(world, staffActor("boss")), again.id)).toMatchObject({
      back: [],
      stays: [{ id: one.id }],
    })
    expect(await judged()).toEqual([])
  })

  test("what runs already stays; the room is closed around it", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "23 11:00", to: "23 13:00" })
    world.now = at("23 11:30")
    const done = await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "23 11:30", "23 20:00"))
    expect(done).toMatchObject({ placed: [{ fate: "stays", was: { id: one.id } }] })
    expect(await store().prisma.claim.findMany({ where: { ownerId: { startsWith: "closure:" } } })).toMatchObject([
      { startsAt: at("23 13:15"), endsAt: at("23 20:00") },
    ])
    expect(await told()).toEqual([])
  })

  test("a typhoon over an evening with twenty bookings: none overlap, each is told once", async () => {
    const world = await open(20)
    const rooms = ["s1", "s2", "s3", "l1"]
    const starts = ["24 14:00", "24 15:45", "24 17:30", "24 19:15", "24 21:00"]
    for (let n = 0; n < 20; n++)
      await booked(world, `m${n}`, {
        from: starts[Math.floor(n / 4)] ?? "",
        to: after(at(starts[Math.floor(n / 4)] ?? ""), 90 * minute + 8 * hour)
          .toISOString()
          .slice(8, 16)
          .replace("T", " "),
        room: { room: rooms[n % 4] ?? "" },
        hosts: 2,
      })
    const done = await close(world, ask(world, staffActor("boss")), closing("centre", "24 17:00", "25 02:00"))
    if (done.is !== "closed") throw new Error("closed")
    expect(done.placed).toHaveLength(16)
    expect(done.placed.filter(({ fate }) => fate === "moved").length).toBe(8)
    const notices = await told()
    expect(new Set(notices.map(({ bookingId }) => bookingId)).size).toBe(16)
    expect(notices).toHaveLength(16)
    expect(await judged()).toEqual([])
    const lifted = await lift(world, ask(world, staffActor("boss")), done.id)
    expect(lifted).toMatchObject({ stays: [] })
    expect(await judged()).toEqual([])
  })

  test("one closure under another: lifting the first leaves the second closed", async () => {
    const world = await open()
    const first = await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 10:00", "24 12:00"))
    await close(world, ask(world, staffActor("boss")), closing("centre", "24 08:00", "24 20:00"))
    if (first.is !== "closed") throw new Error("closed")
    await lift(world, ask(world, staffActor("boss")), first.id)
    expect(
      await book(world, ask(world, actorFor("m0", "standard")), {
        room: { room: "s1" },
        start: at("24 10:00"),
        end: at("24 11:00"),
        hosts: 1,
        gear: [],
      }),
    ).toMatchObject({ refusal: { why: "blocked" } })
    expect(await store().prisma.claim.findMany({ where: { roomId: "s1" } })).toHaveLength(3)
    // A room that comes to the centre while all of it is closed is closed too.
    const larger = {
      ...centre,
      rooms: [...centre.rooms, { ...(centre.rooms[0] as Centre["rooms"][number]), id: "s9" }],
    }
    expect(await applyCentre(world, larger, { now: world.now, via: "test" })).toMatchObject({ is: "applied" })
    expect(await store().prisma.claim.count({ where: { roomId: "s9" } })).toBe(1)
  })

  test("a series across a closure: that date is refused as closed; one that there is, is moved", async () => {
    const world = await open()
    await close(world, ask(world, staffActor("boss")), closing("centre", "25 08:00", "26 02:00"))
    const wish = (day: number): Wish => ({
      room: { room: "s1" },
      start: at(`${day} 20:00`),
      end: at(`${day} 21:00`),
      hosts: 1,
      gear: [],
    })
    const no = await bookSeries(world, ask(world, actorFor("m0", "standard")), [wish(24), wish(25), wish(26)])
    expect(JSON.stringify(no)).toContain("blocked")
    const yes = await bookSeries(world, ask(world, actorFor("m0", "standard")), [wish(24), wish(26)])
    if (yes.is !== "done") throw new Error("done")
    await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "26 08:00", "26 22:00"))
    expect(await stored(yes.bookings[1]?.id ?? "")).toMatchObject({ roomId: "s2", seriesId: yes.bookings[0]?.seriesId })
    expect(await judged()).toEqual([])
  })

  test("broken gear: as few as will do go without, another kind serves where there is one, and the centre's file may not take what is out", async () => {
    const world = await open()
    const lights = (quantity: number) => [{ id: "ring-light", quantity }]
    const long = await booked(world, "m0", { from: "24 15:00", to: "24 18:00", gear: lights(2) })
    const short = await booked(world, "m1", { from: "24 15:00", to: "24 16:00", room: { room: "s2" }, gear: lights(1) })
    const late = await booked(world, "m2", { from: "24 19:00", to: "24 20:00", gear: lights(2) })
    const done = await close(
      world,
      ask(world, staffActor("boss")),
      closing({ gear: "ring-light", quantity: 1 }, "24 08:00", "25 02:00"),
    )
    expect(done).toMatchObject({ placed: [{ fate: "refitted", was: { id: long.id } }] })
    expect((await stored(long.id)).gear.map(({ gearId, quantity }) => [gearId, quantity]).sort()).toEqual([
      ["panel", 1],
      ["ring-light", 1],
    ])
    expect(await stored(short.id)).toMatchObject({ version: 1 })
    expect(await stored(late.id)).toMatchObject({ version: 1 })
    expect(
      await gearFree(world, {
        gear: "ring-light",
        window: { start: at("24 14:00"), end: at("24 21:00") },
        now: world.now,
      }),
    ).toMatchObject([
      { free: 2 },
      { free: 0, start: at("24 15:00"), end: at("24 16:00") },
      { free: 1, end: at("24 18:00") },
      { free: 2 },
      { free: 0 },
      { free: 2 },
    ])
    expect(await pickList(world, ask(world, staffActor("boss")), "2026-11-24")).toHaveLength(3)
    expect(await pickList(world, ask(world, actorFor("m0", "standard")), "2026-11-24")).toMatchObject({
      refusal: { why: "not_staff" },
    })
    const more = await close(
      world,
      ask(world, staffActor("boss")),
      closing({ gear: "ring-light", quantity: 1 }, "24 15:00", "24 18:00"),
    )
    expect(more).toMatchObject({ placed: [{ fate: "short", was: { id: long.id } }] })
    const fewer = {
      ...centre,
      gear: centre.gear.map((gear) => (gear.id === "ring-light" ? { ...gear, quantity: 2 } : gear)),
    }
    const refused = await applyCentre(world, fewer, { now: world.now, via: "test" })
    expect(refused.is === "refused" && refused.conflicts[0]).toContain("1 out of use until")
    expect(await judged()).toEqual([])
    await cancel(world, ask(world, actorFor("m2", "standard")), late.id)
    if (more.is !== "closed" || done.is !== "closed") throw new Error("closed")
    await lift(world, ask(world, staffActor("boss")), more.id)
    await lift(world, ask(world, staffActor("boss")), done.id)
    expect(await store().prisma.usage.count({ where: { ownerId: { startsWith: "closure:" } } })).toBe(0)
    expect(await judged()).toEqual([])
  })

  test("a session whose hosts are named goes to the nearest time, though they were on air at its own", async () => {
    const world = await open()
    const wish: Wish = { room: { room: "l1" }, start: at("24 15:00"), end: at("24 17:00"), hosts: 3, gear: [] }
    const named = [{ name: "Mei" }]
    const one = await book(world, ask(world, actorFor("m0", "standard")), { ...wish, named })
    const other = { ...wish, start: at("24 20:00"), end: at("24 22:00"), hosts: 1, room: { room: "s1" }, named }
    expect(await book(world, ask(world, actorFor("m0", "standard")), other)).toMatchObject({ is: "booked" })
    const id = one.is === "booked" ? one.booking.id : ""
    await close(world, ask(world, staffActor("boss")), closing({ room: "l1" }, "24 15:00", "24 16:00"))
    expect(await stored(id)).toMatchObject({ roomId: "l1", startsAt: at("24 16:00"), endsAt: at("24 18:00") })
    // Half past six would be nearer, were Mei not elsewhere from eight.
    await close(world, ask(world, staffActor("boss")), closing({ room: "l1" }, "24 16:00", "24 18:30"))
    expect((await stored(id)).startsAt).toEqual(at("24 12:45"))
    expect(await judged()).toEqual([])
  })

  test("whoever was promised a class hears nothing when another room of it is theirs; another class is told", async () => {
    const world = await open()
    const promised = async (member: string) =>
      booked(world, member, { from: "26 15:00", to: "26 17:00", room: { class: "small" } })
    const one = await promised("m0")
    await close(world, ask(world, staffActor("boss")), closing({ room: one.room }, "26 08:00", "26 20:00"))
    expect((await stored(one.id)).roomId).not.toBe(one.room)
    expect(await told()).toEqual([])
    for (const room of ["s1", "s2", "s3"])
      await close(world, ask(world, staffActor("boss")), closing({ room }, "26 14:00", "26 18:00"))
    expect(await stored(one.id)).toMatchObject({ roomId: "l1" })
    expect((await told()).map(({ bookingId }) => bookingId)).toEqual([one.id])
  })

  test("lifting gives back what another closure leaves alone, and nothing to whoever has no hours left for it", async () => {
    const world = await open()
    const one = await booked(world, "m0", { from: "24 15:00", to: "24 17:00" })
    const two = await booked(world, "m1", { from: "24 18:00", to: "24 19:00" })
    const room = await close(world, ask(world, staffActor("boss")), closing({ room: "s1" }, "24 08:00", "24 20:00"))
    await close(world, ask(world, staffActor("boss")), closing({ room: "l1" }, "24 08:00", "24 20:00"))
    if (room.is !== "closed") throw new Error("closed")
    const back = await lift(world, ask(world, staffActor("boss")), room.id)
    expect(back.is === "lifted" && back.back.map(({ id }) => id)).toEqual([one.id, two.id])
    const all = await close(world, ask(world, staffActor("boss")), closing("centre", "24 08:00", "25 02:00"))
    if (all.is !== "closed") throw new Error("closed")
    expect(await judged()).toEqual([])
    await store().prisma.quota.updateMany({ where: { memberId: "m0" }, data: { granted: 119 } })
    await store().prisma.quota.updateMany({ where: { memberId: "m1" }, data: { granted: 60 } })
    const lifted = await lift(world, ask(world, staffActor("boss")), all.id)
    expect(lifted).toMatchObject({ back: [{ id: two.id }], stays: [{ id: one.id }] })
  })

  test("what cannot be closed, and who cannot close", async () => {
    const world = await open()
    const no = async (what: Closing, by = staffActor("boss")) => {
      const done = await close(world, ask(world, by), what)
      return done.is === "refused" ? done.refusal.why : done.is
    }
    expect(await no(closing({ room: "s1" }, "24 08:00", "24 20:00"), actorFor("m0", "standard"))).toBe("not_staff")
    expect(await no(closing({ room: "s7" }, "24 08:00", "24 20:00"))).toBe("no_such_room")
    expect(await no(closing({ gear: "drone", quantity: 1 }, "24 08:00", "24 20:00"))).toBe("no_such_gear")
    expect(await no(closing({ gear: "camera", quantity: 0 }, "24 08:00", "24 20:00"))).toBe("no_such_gear")
    expect(await no(closing({ gear: "camera", quantity: 2 }, "24 08:00", "24 20:00"))).toBe("gear_beyond_stock")
    expect(await no(closing({ room: "s1" }, "24 20:00", "24 08:00"))).toBe("backwards")
    expect(await no(closing({ room: "s1" }, "22 08:00", "22 20:00"))).toBe("past")
    expect(
      await no({ ...closing({ room: "s1" }, "24 08:00", "24 20:00"), end: new Date("2028-11-24T20:00:00+08:00") }),
    ).toBe("closure_too_long")
    expect(await lift(world, ask(world, staffActor("boss")), "nothing")).toMatchObject({
      refusal: { why: "not_found" },
    })
  })
})
