import { beforeEach, expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { checkIn, forgive, markNoShow } from "../../src/core/checkin.js"
import { after, minute } from "../../src/core/interval.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** 24 November 2026 in Macau. */
const at = (time: string) => new Date(`2026-11-24T${time}:00+08:00`)
const wish = (from: string, to: string, room = "s1"): Wish => ({
  room: { room },
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
})
const ana = actorFor("ana", "standard")
const cy = actorFor("cy", "tiny")
const staff = staffActor("sam")
const forAna = {
  ...staff,
  member: ana.member && { ...ana.member, contact: { id: "p-ana", reminding: { leads: null, quiet: null } } },
}

await describeEachStore("what is undone", (store) => {
  let world: TestWorld
  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", cy: "tiny" })
    await store().prisma.person.create({
      data: { id: "sam", name: "Sam", language: "en", staff: true, createdAt: world.now },
    })
  })

  async function booked(actor = ana, what = wish("15:00", "17:00")): Promise<Booking> {
    const outcome = await book(world, ask(world, actor), what)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  /** What Ana hears from now on of what the staff do. */
  const hears = async (doing: () => Promise<{ is: string }>): Promise<unknown[]> => {
    await store().prisma.notice.updateMany({ data: { state: "sent" } })
    expect((await doing()).is).not.toBe("refused")
    const due = await store().prisma.notice.findMany({ where: { state: "due", kind: { not: "reminder" } } })
    return due.map(({ personId, data }) => [personId, data])
  }
  const undone = () => undo(world, ask(world, staff))
  const used = async (memberId = "ana") => (await store().prisma.quota.findFirst({ where: { memberId } }))?.used
  const forfeited = async () =>
    (await store().prisma.hoursEntry.findMany({ where: { kind: "forfeited" } })).reduce(
      (sum, { minutes }) => sum + minutes,
      0,
    )
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })
  const changed = (how: string, room: string, from: string, to: string) => [
    "p-ana",
    { kind: "changed", how, was: { room, start: at(from).toISOString(), end: at(to).toISOString() } },
  ]

  test("by staff, is told to whoever booked: what they made is cancelled, what they moved is back, what they cancelled stands", async () => {
    await booked(forAna, wish("20:00", "21:00"))
    expect(await hears(undone)).toEqual([changed("cancelled", "s1", "20:00", "21:00")])
    const { id } = await booked()
    await move(world, ask(world, staff), id, { room: { room: "s2" }, start: at("18:00"), end: at("19:00") })
    expect(await hears(undone)).toEqual([changed("moved", "s2", "18:00", "19:00")])
    expect(await used()).toBe(120)
    await extend(world, ask(world, staff), id, 30)
    expect(await hears(undone)).toEqual([changed("moved", "s1", "15:00", "17:30")])
    await cancel(world, ask(world, staff), id)
    expect(await hears(undone)).toEqual([changed("restored", "s1", "15:00", "17:00")])
    expect(await violations()).toEqual([])
  })

  test("that somebody arrived, or missed it, is told as that: nothing was moved or cancelled", async () => {
    const { id } = await booked()
    world.now = at("15:05")
    await checkIn(world, ask(world, staff), id)
    expect(await hears(undone)).toEqual([])
    await markNoShow(world, ask(world, staff), id)
    expect(await hears(undone)).toEqual([changed("restored", "s1", "15:00", "17:00")])
    expect(await forfeited()).toBe(0)
    const missed = [["p-ana", { kind: "missed", how: "released", minutes: 120 }]]
    await markNoShow(world, ask(world, staff), id)
    await checkIn(world, ask(world, staff), id)
    expect(await hears(undone)).toEqual(missed)
    expect([await used(), await forfeited()]).toEqual([120, 120])
    await forgive(world, ask(world, staff), id)
    expect(await hears(undone)).toEqual(missed)
    expect([await used(), await forfeited()]).toEqual([120, 120])
    expect(await violations()).toEqual([])
  })

  test("a second tap under its key with another booking is refused", async () => {
    const { id } = await booked()
    const first = await undo(world, ask(world, ana, "tap"), id)
    expect(first).toMatchObject({ is: "undone", what: "book" })
    expect(await undo(world, ask(world, ana, "tap"), id)).toEqual(first)
    expect(await undo(world, ask(world, ana, "tap"), "another")).toEqual({
      is: "refused",
      refusal: { why: "key_reused" },
    })
  })

  test("what was booked for a member is not undone by who does not act for them any more", async () => {
    const both = { ...ana, members: [...ana.members, ...cy.members], member: cy.member }
    const { id } = await booked(both)
    expect(await undo(world, ask(world, ana))).toMatchObject({ refusal: { why: "nothing_to_undo" } })
    expect(await undo(world, ask(world, both))).toMatchObject({ bookings: [{ id, status: "cancelled" }] })
  })

  test("what was booked is not undone once it has begun", async () => {
    world.now = at("14:58")
    const { id } = await booked()
    world.now = at("15:00")
    expect(await undo(world, ask(world, ana), id)).toEqual({ is: "refused", refusal: { why: "too_late" } })
    world.now = at("15:06")
    const { start } = await booked(cy, wish("15:15", "16:00", "s2"))
    world.now = after(start, -minute)
    expect(await undo(world, ask(world, cy))).toMatchObject({ is: "undone" })
  })

  test("what was cancelled or missed does not come back beyond what the plan may have open", async () => {
    const first = await booked(cy, wish("15:00", "16:00"))
    await booked(cy, wish("18:00", "19:00"))
    await cancel(world, ask(world, staff), first.id)
    await booked(cy, wish("21:00", "22:00"))
    expect(await undone()).toEqual({ is: "refused", refusal: { why: "cannot_undo" } })
    await undo(world, ask(world, cy))
    expect(await undone()).toMatchObject({ is: "undone", bookings: [{ id: first.id, status: "confirmed" }] })
    world.now = at("15:20")
    await markNoShow(world, ask(world, staff), first.id)
    await booked(cy, wish("21:00", "22:00"))
    expect(await undone()).toEqual({ is: "refused", refusal: { why: "cannot_undo" } })
    expect(await violations()).toEqual([])
  })
})
