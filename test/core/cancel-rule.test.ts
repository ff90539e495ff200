import { beforeEach, expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { close } from "../../src/core/closing.js"
import { hoursOf } from "../../src/core/quota.js"
import { quoteMove } from "../../src/core/quote.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** In Macau, in November 2026: `24 15:00`. Hours come back until two hours before a session. */
const at = (when: string): Date => new Date(`2026-11-${when.replace(" ", "T")}:00+08:00`)

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
