import { expect, test } from "vitest"
import { grantHours } from "../../src/core/allowance.js"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { checkIn, forgive, markNoShow } from "../../src/core/checkin.js"
import { close } from "../../src/core/closing.js"
import { closuresBetween } from "../../src/core/closures.js"
import { after, minute } from "../../src/core/interval.js"
import type { Actor, Booking, Wish } from "../../src/core/outcome.js"
import { bookSeries, cancelSeries } from "../../src/core/series.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string) => new Date(`2026-11-24T${time}:00+08:00`)
const wish = (from: string, to: string): Wish => ({
  room: { room: "s1" },
  start: at(from),
  end: at(to),
  hosts: 2,
  gear: [{ id: "camera", quantity: 1 }],
})
const member = actorFor("m1", "standard")
const other = actorFor("m2", "standard")
const staff: Actor = { ...member, person: { ...member.person, id: "p-staff", staff: true }, member: null, members: [] }

await describeEachStore("undo", (store) => {
  async function open(): Promise<TestWorld> {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { m1: "standard", m2: "standard" })
    return world
  }
  async function booked(world: TestWorld, actor = member, what = wish("15:00", "17:00")): Promise<Booking> {
    const outcome = await book(world, ask(world, actor), what)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const row = (id: string) => store().prisma.booking.findUniqueOrThrow({ where: { id } })
  const used = async () => (await store().prisma.quota.findFirst({ where: { memberId: "m1" } }))?.used
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  test("booked, moved, extended, cancelled: each as it was before, under the same id, with its hours and gear", async () => {
    const world = await open()
    const { id } = await booked(world)
    await move(world, ask(world, member), id, { start: at("18:00"), room: { room: "s2" }, hosts: 1, gear: [] })
    expect(await undo(world, ask(world, member))).toMatchObject({
      is: "undone",
      what: "move",
      bookings: [
        { id, room: "s1", start: at("15:00"), end: at("17:00"), hosts: 2, gear: [{ id: "camera" }], version: 3 },
      ],
    })
    expect(await undo(world, ask(world, member))).toMatchObject({ refusal: { why: "nothing_to_undo" } })
    await extend(world, ask(world, member), id, 60)
    expect(await used()).toBe(180)
    expect(await undo(world, ask(world, member))).toMatchObject({ what: "extend", bookings: [{ end: at("17:00") }] })
    expect(await used()).toBe(120)
    await cancel(world, ask(world, member), id)
    expect(await undo(world, ask(world, member), id)).toMatchObject({
      what: "cancel",
      bookings: [{ status: "confirmed" }],
    })
    expect(await used()).toBe(120)
    expect(await violations()).toEqual([])
    const later = await booked(world, member, wish("19:00", "20:00"))
    expect(await undo(world, ask(world, member))).toMatchObject({
      what: "book",
      bookings: [{ id: later.id, status: "cancelled" }],
    })
    expect(await used()).toBe(120)
    expect(await violations()).toEqual([])
  })

  test("a closing is lifted; what cannot be undone leaves what was before it alone", async () => {
    const world = await open()
    const { id } = await booked(world, { ...staff, member: member.member })
    world.now = after(world.now, minute)
    const closing = { what: { room: "s2" }, start: at("15:00"), end: at("20:00"), reason: null }
    expect(await close(world, ask(world, staff), closing)).toMatchObject({ is: "closed" })
    world.now = after(world.now, minute)
    const undoing = ask(world, staff)
    const undone = await undo(world, undoing)
    expect(undone).toMatchObject({ is: "lifted", closure: { what: { room: "s2" } }, back: [], stays: [] })
    // The same tap, delivered again.
    expect(await undo(world, undoing)).toEqual(undone)
    expect(await closuresBetween(world, { from: at("15:00"), to: at("20:00") })).toEqual([])
    world.now = after(world.now, minute)
    expect(await undo(world, ask(world, staff))).toMatchObject({ refusal: { why: "last_stays" } })
    await grantHours(world, ask(world, staff), { member: "m1", minutes: 60 })
    expect(await undo(world, ask(world, staff))).toMatchObject({ refusal: { why: "last_stays" } })
    expect((await row(id)).status).toBe("confirmed")
    // The button beside that booking means that booking.
    expect(await undo(world, ask(world, staff), id)).toMatchObject({ what: "book", bookings: [{ id }] })
  })

  test("for ten minutes; only one's own last action, and only while nobody else changed it", async () => {
    const world = await open()
    const { id } = await booked(world)
    expect(await undo(world, ask(world, other))).toMatchObject({ refusal: { why: "nothing_to_undo" } })
    expect(await undo(world, ask(world, member), "another")).toMatchObject({ refusal: { why: "nothing_to_undo" } })
    world.now = after(world.now, minute)
    await move(world, ask(world, staff), id, { start: at("18:00") })
    expect(await undo(world, ask(world, member))).toMatchObject({ refusal: { why: "changed_since" } })
    world.now = after(world.now, 10 * minute)
    expect(await undo(world, ask(world, staff))).toMatchObject({ refusal: { why: "nothing_to_undo" } })
  })

  test("what was free is somebody else's: it stays as it is", async () => {
    const world = await open()
    const { id } = await booked(world)
    await cancel(world, ask(world, member), id)
    await booked(world, other)
    expect(await undo(world, ask(world, member))).toMatchObject({ refusal: { why: "cannot_undo" } })
    expect(await row(id)).toMatchObject({ status: "cancelled" })
    expect(await violations()).toEqual([])
  })

  test("too late to get hours back, and undone: they were never given up", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("14:30")
    await cancel(world, ask(world, member), id)
    expect(await undo(world, ask(world, member))).toMatchObject({ is: "undone" })
    expect(await used()).toBe(120)
    const entries = await store().prisma.hoursEntry.findMany({ where: { kind: "forfeited" } })
    expect(entries.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(0)
    world.now = at("14:35")
    await cancel(world, ask(world, staff), id)
    world.now = at("14:36")
    await undo(world, ask(world, staff))
    expect(await violations()).toEqual([])
  })

  test("a series is undone as it was done: all of it", async () => {
    const world = await open()
    const weekly = [0, 7, 14].map((days): Wish => {
      const { start, end, ...rest } = wish("15:00", "17:00")
      return { ...rest, start: after(start, days * 1440 * minute), end: after(end, days * 1440 * minute) }
    })
    const made = await bookSeries(world, ask(world, member), weekly)
    if (made.is !== "done") throw new Error("booked")
    const bookingId = made.bookings[0]?.id ?? ""
    world.now = after(world.now, minute)
    await cancelSeries(world, ask(world, member), { bookingId, scope: "all" })
    expect(await undo(world, ask(world, member), bookingId)).toMatchObject({ what: "cancel", bookings: [{}, {}, {}] })
    expect(await store().prisma.booking.count({ where: { status: "confirmed" } })).toBe(3)
    expect(await violations()).toEqual([])
  })

  test("staff: checked in, marked and forgiven by mistake", async () => {
    const world = await open()
    const { id } = await booked(world)
    world.now = at("15:05")
    await checkIn(world, ask(world, staff), id)
    expect(await undo(world, ask(world, staff))).toMatchObject({
      what: "checkin",
      bookings: [{ status: "confirmed", heldUntil: at("15:20") }],
    })
    world.now = at("15:06")
    await markNoShow(world, ask(world, staff), id)
    expect(await undo(world, ask(world, staff))).toMatchObject({ what: "no_show", bookings: [{ status: "confirmed" }] })
    world.now = at("15:07")
    await markNoShow(world, ask(world, staff), id)
    await forgive(world, ask(world, staff), id)
    expect(await used()).toBe(0)
    expect(await undo(world, ask(world, staff))).toMatchObject({ what: "forgive", bookings: [{ status: "no_show" }] })
    expect(await used()).toBe(120)
    expect(await violations()).toEqual([])
  })

  test("the same delivery again: the same answer, undone once", async () => {
    const world = await open()
    const { id } = await booked(world)
    await cancel(world, ask(world, member), id)
    const [one, two] = [await undo(world, ask(world, member, "k")), await undo(world, ask(world, member, "k"))]
    expect(two).toEqual(one)
    expect(await row(id)).toMatchObject({ version: 3 })
  })
})
