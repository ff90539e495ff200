import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { findBooking } from "../../src/core/booking-record.js"
import { close } from "../../src/core/closing.js"
import { leftToDo } from "../../src/core/closure-report.js"
import { type Closing, findClosure } from "../../src/core/closures.js"
import { gearFree, pickList } from "../../src/core/gear.js"
import { lift } from "../../src/core/lifting.js"
import type { Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** Who goes where when something is closed, and what of it comes back. */

const at = (clock: string, day = 24): Date => new Date(`2026-11-${day}T${clock}:00+08:00`)
const closing = (what: Closing["what"], from: string, to: string): Closing => ({
  what,
  start: at(from),
  end: at(to),
  reason: "paint",
})
const large = { room: { room: "l1" }, hosts: 3 }
const lights = (quantity: number) => [{ id: "ring-light", quantity }]

await describeEachStore("where people go", (store) => {
  let world: TestWorld
  const boss = () => ask(world, staffActor("boss"))
  const booked = async (who: string, from: string, to: string, more: Partial<Wish> = {}): Promise<string> => {
    const wish = { room: { room: "s1" }, start: at(from), end: at(to), hosts: 1, gear: [], ...more }
    const outcome = await book(world, ask(world, actorFor(who, "standard")), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const closed = async (what: Closing["what"], from: string, to: string) => {
    const done = await close(world, boss(), closing(what, from, to))
    if (done.is !== "closed") throw new Error(JSON.stringify(done))
    return done
  }
  const place = async (id: string) => {
    const booking = (await findBooking(world, id))?.booking
    if (!booking || booking.status === "cancelled") return "gone"
    return `${booking.room} ${new Date(booking.start.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`
  }
  const places = (...ids: string[]) => Promise.all(ids.map(place))
  const judged = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { m0: "standard", m1: "standard", m2: "standard", m3: "standard" })
  })

  test("the nearest time; as far either way, the later one; neither before now, nor when the centre is shut, nor in two rooms at once", async () => {
    const one = await booked("m0", "15:00", "16:00", large)
    await closed({ room: "l1" }, "14:30", "16:45")
    expect(await place(one)).toBe("l1 16:45")
    const two = await booked("m1", "12:00", "13:00", large)
    await closed({ room: "l1" }, "12:15", "13:15")
    expect(await place(two)).toBe("l1 11:00")
    world.now = at("08:45", 25)
    const soon = await booked("m2", "09:15", "10:15", { ...large, start: at("09:15", 25), end: at("10:15", 25) })
    const dawn = await booked("m3", "08:15", "09:15", { ...large, start: at("08:15", 26), end: at("09:15", 26) })
    for (const [from, to] of [
      [at("09:30", 25), at("12:15", 25)],
      [at("08:30", 26), at("11:00", 26)],
    ] as const)
      await close(world, boss(), { what: { room: "l1" }, start: from, end: to, reason: null })
    expect(await places(soon, dawn)).toEqual(["l1 12:15", "l1 11:00"])
    // A quarter to five would do, were they not in another room from five, or somebody else had the camera.
    const gear = [{ id: "camera", quantity: 1 }]
    for (const [day, who] of [
      [27, "m0"],
      [28, "m1"],
    ] as const) {
      const three = await booked("m0", "", "", { ...large, gear, start: at("15:00", day), end: at("16:00", day) })
      await booked(who, "", "", { ...(day === 28 ? { gear } : {}), start: at("17:00", day), end: at("18:00", day) })
      const from = at("14:30", day)
      await close(world, boss(), { what: { room: "l1" }, start: from, end: at("16:45", day), reason: null })
      expect(await place(three)).toBe("l1 13:15")
    }
    expect(await judged()).toEqual([])
  })

  test("as few as can be lose their place, whoever would be first", async () => {
    const [two, one] = [
      await booked("m0", "14:00", "16:00", { ...large, hosts: 4 }),
      await booked("m1", "12:00", "13:00", large),
    ]
    await booked("m2", "08:00", "11:45", large)
    await booked("m2", "20:30", "23:30", large)
    await booked("m0", "17:00", "17:30")
    await closed({ room: "l1" }, "12:00", "17:00")
    // Were the larger one sent to the nearest time that it can have, half past five, nothing would be left for the other.
    expect(await places(two, one)).toEqual(["l1 18:15", "l1 17:00"])
    expect(await judged()).toEqual([])
  })

  test("a larger room at its own time before one of its class at another", async () => {
    const [a, b] = [
      await booked("m0", "15:00", "16:00"),
      await booked("m1", "15:00", "16:00", { room: { room: "s2" } }),
    ]
    await booked("m2", "15:00", "16:00", { room: { room: "s3" } })
    await closed({ room: "s1" }, "14:00", "17:00")
    expect(await place(a)).toBe("l1 15:00")
    await closed({ room: "s2" }, "14:00", "17:00")
    expect(await place(b)).toBe("s3 16:15")
    expect(await judged()).toEqual([])
  })

  test("what is closed all that time already is that closure; longer, or the whole centre, is another", async () => {
    const { id } = await closed({ room: "s1" }, "12:00", "20:00")
    expect(await closed({ room: "s1" }, "13:00", "20:00")).toMatchObject({
      id,
      again: true,
      closing: { end: at("20:00") },
    })
    expect(await closed({ room: "s1" }, "12:00", "19:00")).toMatchObject({ id, again: true })
    expect(await closed({ room: "s1" }, "12:00", "20:15")).toMatchObject({ again: false })
    expect(await closed({ room: "s2" }, "13:00", "20:00")).toMatchObject({ again: false })
    const whole = await closed("centre", "14:00", "18:00")
    expect(whole.again).toBe(false)
    expect(await closed("centre", "15:00", "18:00")).toMatchObject({ id: whole.id, again: true })
    expect(await closed({ room: "s3" }, "15:00", "18:00")).toMatchObject({ id: whole.id, again: true })
    expect(await closed({ gear: "camera", quantity: 1 }, "15:00", "18:00")).toMatchObject({ again: false })
    expect(await closed({ room: "l1" }, "13:00", "18:00")).toMatchObject({ again: false })
  })

  test("what is over is nobody's concern, and what runs is not said to stay away once it is lifted", async () => {
    await booked("m0", "10:00", "11:00")
    const runs = await booked("m1", "12:00", "14:00")
    world.now = at("13:00")
    const done = await closed({ room: "s1" }, "09:00", "20:00")
    expect(done.placed.map(({ was, fate }) => [was.id, fate])).toEqual([[runs, "stays"]])
    const found = await findClosure(world, done.id)
    if (!found) throw new Error("no closure")
    expect((await leftToDo(world, found.closure, world.now)).map(({ fate }) => fate)).toEqual(["stays"])
    expect(await lift(world, boss(), done.id)).toMatchObject({ is: "lifted", back: [], stays: [] })
  })

  test("half an hour without its lights; where some must go without, whoever ends last does", async () => {
    const short = await booked("m0", "15:00", "15:30", { gear: lights(1) })
    const long = await booked("m1", "15:00", "16:00", { room: { room: "s2" }, gear: lights(2) })
    const { placed, id } = await closed({ gear: "ring-light", quantity: 1 }, "14:00", "20:00")
    expect(placed.map(({ was, fate }) => [was.id, fate])).toEqual([[long, "short"]])
    expect((await findBooking(world, long))?.booking.gear).toEqual(lights(1))
    // A row for each quarter hour would be slow to write, and to lift.
    const rows = await store().prisma.usage.findMany({ where: { ownerId: `closure:${id}` } })
    expect(rows).toMatchObject([{ startsAt: at("14:00"), endsAt: at("20:00"), amount: 1 }])
    // Got ready for the day is what they have still; for who has none, nothing.
    await booked("m2", "19:00", "20:00")
    const ready = await pickList(world, boss(), "2026-11-24")
    expect("refusal" in ready || ready.map((one) => one.id).toSorted()).toEqual([short, long].toSorted())
    await closed({ gear: "ring-light", quantity: 2 }, "14:15", "20:00")
    expect((await findBooking(world, short))?.booking.gear).toEqual([])
    expect(
      await gearFree(world, { gear: "ring-light", window: closing("centre", "14:00", "14:30"), now: world.now }),
    ).toEqual([
      { start: at("14:00"), end: at("14:15"), free: 2 },
      { start: at("14:15"), end: at("14:30"), free: 0 },
    ])
    // The others are still out, and nothing is left of what it took.
    expect(await lift(world, boss(), id)).toMatchObject({ back: [], stays: [{ id: long }] })
    expect(await judged()).toEqual([])
  })

  test("whoever sat beyond the end of it goes back only if nobody has come there since", async () => {
    const [a, b] = [await booked("m0", "19:00", "21:00"), await booked("m1", "16:00", "18:15")]
    const { id } = await closed({ room: "s1" }, "18:00", "20:00")
    expect(await places(a, b)).toEqual(["s2 19:00", "s2 16:00"])
    await booked("m2", "20:30", "22:00")
    expect(await lift(world, boss(), id)).toMatchObject({ back: [{ id: b }], stays: [{ id: a }] })
    expect(await places(a, b)).toEqual(["s2 19:00", "s1 16:00"])
    expect(await judged()).toEqual([])
  })

  test("on record is what became of whom, and of what it was", async () => {
    const [a, b] = [await booked("m0", "15:00", "16:00"), await booked("m1", "15:00", "17:00", { ...large, hosts: 4 })]
    const done = await closed("centre", "08:00", "23:59")
    const entry = async (id: string) =>
      (await store().prisma.audit.findFirst({ where: { entity: `booking:${id}` }, orderBy: { id: "desc" } })) ?? {}
    expect(await entry(a)).toMatchObject({
      action: "close",
      personId: "boss",
      memberId: "m0",
      data: {
        closure: done.id,
        fate: "cancelled",
        was: { room: "s1", hosts: 1, status: "confirmed" },
        minutesBack: 60,
      },
    })
    await lift(world, boss(), done.id)
    expect(await entry(b)).toMatchObject({ action: "lift", data: { closure: done.id } })
    await cancel(world, ask(world, actorFor("m0", "standard")), a)
    await closed({ room: "l1" }, "14:00", "15:30")
    expect(await entry(b)).toMatchObject({
      data: { fate: "moved", was: { start: at("15:00").toISOString() }, start: at("15:30").toISOString(), room: "l1" },
    })
  })
})
