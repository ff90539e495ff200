import { expect, test } from "vitest"
import { availability } from "../../src/core/availability.js"
import { book, cancel } from "../../src/core/booking.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import { quote } from "../../src/core/quote.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, testWorld } from "../support/world.js"

await describeEachStore("what is kept of what was loaded", (store) => {
  test("is never older than what was committed, and a place that was kept is free once that has lapsed", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { m1: "standard" })
    const start = new Date("2026-11-24T15:00:00+08:00")
    const wish = { room: { room: "s1" }, start, end: after(start, hour), hosts: 1, gear: [] }
    const question = { from: after(start, -hour), to: after(start, 2 * hour), minutes: 60, hosts: 1, gear: [] }
    const isFree = async () => {
      const { rooms } = await availability(world, { ...question, now: world.now })
      const free = rooms.find(({ room }) => room === "s1")?.free ?? []
      return free.some((stretch) => stretch.start <= start && wish.end <= stretch.end)
    }
    const by = () => ask(world, actorFor("m1", "standard"))

    expect([await isFree(), await isFree()]).toEqual([true, true])
    const outcome = await book(world, by(), wish)
    expect([await isFree(), await isFree()]).toEqual([false, false])
    if (outcome.is !== "booked") throw new Error("not booked")
    await cancel(world, by(), outcome.booking.id)
    expect([await isFree(), await isFree()]).toEqual([true, true])

    const shown = await quoteAndKeep(world, by(), () => quote(world, by(), wish))
    expect([await isFree(), await isFree()]).toEqual([false, false])
    if (shown.is !== "quote" || !shown.until) throw new Error("not kept")
    world.now = after(shown.until, minute)
    expect(await isFree()).toBe(true)
  })
})
