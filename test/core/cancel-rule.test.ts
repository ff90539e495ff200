import { beforeEach, expect, test } from "vitest"
import { unanswered } from "../../src/core/affected.js"
import { book, cancel, move } from "../../src/core/booking.js"
import { close } from "../../src/core/closing.js"
import { hand } from "../../src/core/hand.js"
import { lift } from "../../src/core/lifting.js"
import { hoursOf } from "../../src/core/quota.js"
import { quoteMove } from "../../src/core/quote.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** In Macau, in November 2026: `24 15:00`. Hours come back until two hours before a session. */
const at = (when: string): Date => new Date(`2026-11-${when.replace(" ", "T")}:00+08:00`)
const december = (when: string): Date => new Date(`2026-12-${when.replace(" ", "T")}:00+08:00`)

await describeEachStore("hours that come back", (store) => {
  let world: TestWorld
  let id: string
  const ana = () => ask(world, actorFor("ana", "standard"))
  const staff = () => ask(world, staffActor("boss"))
  const used = async () => (await hoursOf(world, ana().actor, at("24 15:00")))?.used
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard" })
    const wish = { room: { room: "s1" }, start: at("24 15:00"), end: at("24 18:00"), hosts: 1, gear: [] }
    const outcome = await book(world, ana(), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    id = outcome.booking.id
  })

  test("moved into the next month they come back in this one, and are charged there; and back again", async () => {
    const start = december("02 15:00")
    const usedThen = async () => (await hoursOf(world, ana().actor, start))?.used
    await move(world, ana(), id, { start, end: december("02 17:00") })
    expect([await used(), await usedThen()]).toEqual([0, 120])
    await move(world, ana(), id, { start: at("26 15:00") })
    expect([await used(), await usedThen()]).toEqual([120, 0])
    expect(await violations()).toEqual([])
  })

  test("moved or shortened in time they do, moved and given up in time too", async () => {
    await move(world, ana(), id, { end: at("24 17:00") })
    expect(await used()).toBe(120)
    await move(world, ana(), id, { start: at("26 15:00") })
    expect(await cancel(world, ana(), id)).toMatchObject({ minutesBack: 120 })
    expect(await used()).toBe(0)
  })

  test("a session that is moved too late stays late, wherever it goes", async () => {
    world.now = at("24 13:30")
    expect(await quoteMove(world, ana(), id, { start: at("26 15:00") })).toMatchObject({ quote: { cancelBy: null } })
    await move(world, ana(), id, { start: at("26 15:00") })
    world.now = at("25 10:00")
    expect(await quoteMove(world, ana(), id, { start: at("27 15:00") })).toMatchObject({ quote: { cancelBy: null } })
    expect(await cancel(world, ana(), id)).toMatchObject({ is: "cancelled", minutesBack: 0 })
    expect(await used()).toBe(180)
    expect(await violations()).toEqual([])
  })

  test("one that is shortened too late keeps what it cost, and costs more where it is longer", async () => {
    world.now = at("24 13:30")
    const shorter = await move(world, ana(), id, { end: at("24 15:30") })
    expect(shorter).toMatchObject({ is: "moved", booking: { minutes: 180 } })
    expect(await used()).toBe(180)
    await move(world, ana(), id, { end: at("24 19:00") })
    expect(await used()).toBe(240)
    expect(await violations()).toEqual([])
  })

  test("what was moved late and moved back by undoing it is as it was", async () => {
    world.now = at("24 13:30")
    await move(world, ana(), id, { end: at("24 16:00") })
    expect(await undo(world, ana())).toMatchObject({ is: "undone", bookings: [{ minutes: 180, end: at("24 18:00") }] })
    expect(await used()).toBe(180)
  })

  test("moved late over a month's end it keeps what it cost, there: once, and back again once", async () => {
    const start = december("01 10:00")
    const both = async () => [await used(), (await hoursOf(world, ana().actor, start))?.used]
    const wish = { room: { room: "s2" }, start: at("30 20:00"), end: december("01 00:00"), hosts: 1, gear: [] }
    const made = await book(world, ana(), wish)
    if (made.is !== "booked") throw new Error(JSON.stringify(made))
    await cancel(world, ana(), id)
    world.now = at("30 19:00")
    const shorter = { start, end: december("01 10:30") }
    expect(await quoteMove(world, ana(), made.booking.id, shorter)).toMatchObject({
      quote: { month: "2026-12", minutes: 240, leftAfter: 36 * 60 },
    })
    await move(world, ana(), made.booking.id, shorter)
    expect(await both()).toEqual([0, 240])
    expect(await undo(world, ana())).toMatchObject({ bookings: [{ month: "2026-11", minutes: 240 }] })
    expect(await both()).toEqual([240, 0])
    await move(world, ana(), made.booking.id, { start })
    expect(await both()).toEqual([0, 240])
    expect(await cancel(world, ana(), made.booking.id)).toMatchObject({ minutesBack: 0 })
    expect(await both()).toEqual([0, 240])
    expect(await violations()).toEqual([])
  })

  test("what the other month has not enough hours for stays where it is", async () => {
    await cancel(world, ana(), id)
    const late = await book(world, ana(), {
      room: { room: "s2" },
      start: at("30 20:00"),
      end: at("30 23:00"),
      hosts: 1,
      gear: [],
    })
    if (late.is !== "booked") throw new Error(JSON.stringify(late))
    world.now = at("30 10:00")
    for (const day of ["02", "03", "04", "05", "06"]) {
      const wish = { room: { room: "s1" }, start: december(`${day} 08:00`), end: december(`${day} 16:00`) }
      const all = day === "06" ? { ...wish, end: december("06 14:00") } : wish
      expect(await book(world, ana(), { ...all, hosts: 1, gear: [] })).toMatchObject({ is: "booked" })
    }
    world.now = at("30 19:00")
    const change = { start: december("01 10:00"), end: december("01 10:30") }
    const refused = { is: "refused", refusal: { why: "hours_spent", left: 120, needed: 180, month: "2026-12" } }
    expect(await quoteMove(world, ana(), late.booking.id, change)).toMatchObject(refused)
    expect(await move(world, ana(), late.booking.id, change)).toMatchObject(refused)
  })

  test("no undoing and no handing over leads round it", async () => {
    world.now = at("24 13:30")
    await move(world, ana(), id, { end: at("24 15:30") })
    await move(world, ana(), id, { hosts: 2 })
    expect(await undo(world, ana())).toMatchObject({ bookings: [{ hosts: 1, end: at("24 15:30"), minutes: 180 }] })
    expect(await used()).toBe(180)
    await addMembers(world, { bo: "standard" })
    const both = [...ana().actor.members, { id: "bo", name: "Member bo", role: "owner" as const }]
    const owner = ask(world, { ...ana().actor, members: both })
    expect(await hand(world, owner, { bookingId: id, to: "bo" })).toMatchObject({ booking: { minutes: 180 } })
    expect([await used(), (await hoursOf(world, actorFor("bo", "standard"), world.now))?.used]).toEqual([0, 180])
    expect(await violations()).toEqual([])
  })

  test("one that was just made for today is changed and given up as if it had not been", async () => {
    world.now = at("24 09:00")
    const wish = { room: { room: "s2" }, start: at("24 10:00"), end: at("24 11:00"), hosts: 1, gear: [] }
    const made = await book(world, ana(), wish)
    if (made.is !== "booked") throw new Error(JSON.stringify(made))
    world.now = at("24 09:09")
    await move(world, ana(), made.booking.id, { start: at("25 10:00") })
    world.now = at("24 12:00")
    expect(await cancel(world, ana(), made.booking.id)).toMatchObject({ minutesBack: 60 })
    expect(await violations()).toEqual([])
  })

  test("that a closure, or its lifting, gave them another room of their class is no reason to give them back", async () => {
    const wish = { room: { class: "small" }, start: at("25 15:00"), end: at("25 16:00"), hosts: 1, gear: [] }
    for (const lifted of [false, true]) {
      world.now = at("24 10:00")
      const made = await book(world, ana(), wish)
      if (made.is !== "booked") throw new Error(JSON.stringify(made))
      const { id: one, room } = made.booking
      const closed = await close(world, staff(), {
        ...{ what: { room }, start: at("25 12:00"), end: at("25 20:00"), reason: null },
      })
      if (closed.is !== "closed") throw new Error(JSON.stringify(closed))
      expect(closed.placed).toMatchObject([{ fate: "moved", now: { id: one, roomClass: "small", start: wish.start } }])
      expect(await unanswered(world, ana())).toEqual([])
      if (lifted) expect(await lift(world, staff(), closed.id)).toMatchObject({ back: [{ id: one, room }] })
      world.now = at("25 13:30")
      expect(await cancel(world, ana(), one)).toMatchObject({ is: "cancelled", minutesBack: 0 })
    }
    expect(await violations()).toEqual([])
  })

  test("staff give them back whenever, and nobody loses them by a closure", async () => {
    world.now = at("24 13:30")
    await move(world, staff(), id, { end: at("24 16:00") })
    expect(await used()).toBe(60)
    await close(world, staff(), {
      what: { room: "s1" },
      start: at("24 14:00"),
      end: at("24 20:00"),
      reason: null,
    })
    expect(await cancel(world, ana(), id)).toMatchObject({ minutesBack: 60 })
    expect(await used()).toBe(0)
    expect(await violations()).toEqual([])
  })
})
