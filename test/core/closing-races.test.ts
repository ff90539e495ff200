import { expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import type { Closing } from "../../src/core/closures.js"
import { lift } from "../../src/core/lifting.js"
import type { Booking } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string): Date => new Date(`2026-11-${time.replace(" ", "T")}:00+08:00`)
const boss = staffActor("boss")
const evening = { start: at("24 18:00"), end: at("24 22:00"), reason: null }
const centre: Centre = centreSchema.parse({
  ...JSON.parse(JSON.stringify(smallCentre)),
  hours: { week: { daily: "08:00-02:00" }, peak: [] },
})

/** The same world, in which something happens just before the first statement of this name. */
function before(world: TestWorld, statement: string, happens: () => Promise<unknown>): TestWorld {
  let left = true
  const store: TestWorld["store"] = {
    ...world.store,
    query: async (one) => {
      if (left && one.name === statement) {
        left = false
        await happens()
      }
      return world.store.query(one)
    },
  }
  return { ...world, store }
}

await describeEachStore("what happens while something is being closed", (store) => {
  async function open(): Promise<TestWorld> {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { m0: "standard", m1: "standard" })
    return world
  }
  async function booked(world: TestWorld, member: string, hour: string): Promise<Booking> {
    const wish = { room: { room: "s1" }, start: at(`24 ${hour}:00`), end: at(`24 ${hour}:45`), hosts: 1, gear: [] }
    const outcome = await book(world, ask(world, actorFor(member, "standard")), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const room: Closing = { what: { room: "s1" }, ...evening }
  const judged = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  test("who books the room in between has another place too", async () => {
    const world = await open()
    let late: Booking | undefined
    const during = before(world, "facts", async () => {
      late = await booked(world, "m0", "19")
    })
    const done = await close(during, ask(world, boss), room)
    expect(done).toMatchObject({ is: "closed", placed: [{ was: { id: late?.id }, fate: "moved" }] })
    expect(await judged()).toEqual([])
  })

  test("who cancels in between stays cancelled, and is given nothing", async () => {
    const world = await open()
    const one = await booked(world, "m0", "19")
    const during = before(world, "bookings", () => cancel(world, ask(world, actorFor("m0", "standard")), one.id))
    expect(await close(during, ask(world, boss), room)).toMatchObject({ is: "closed", placed: [] })
    expect(await judged()).toEqual([])
  })

  test("closed again while it is lifted: nobody goes back into what is closed", async () => {
    const world = await open()
    await booked(world, "m0", "19")
    const first = await close(world, ask(world, boss), room)
    if (first.is !== "closed") throw new Error(first.is)
    const during = before(world, "apply_write", () =>
      close(world, ask(world, boss), { ...room, start: at("24 17:00") }),
    )
    expect(await lift(during, ask(world, boss), first.id)).toMatchObject({ is: "lifted", back: [] })
    expect(await judged()).toEqual([])
  })
})
