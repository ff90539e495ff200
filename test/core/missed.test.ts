import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { checkIn, forgive, markNoShow } from "../../src/core/checkin.js"
import { releaseNoShows } from "../../src/core/no-shows.js"
import type { Actor, Booking, Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** 23 November 2026 in Macau. */
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)
const wish = (from: string, to: string, room = "s1"): Wish => ({
  room: { room },
  start: at(from),
  end: at(to),
  hosts: 2,
  gear: [{ id: "camera", quantity: 1 }],
})
const ana = actorFor("ana", "standard")
const bo = actorFor("bo", "standard")
const staff = staffActor("sam")

await describeEachStore("a session that was missed", (store) => {
  let world: TestWorld
  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
  })

  async function booked(actor: Actor, what: Wish): Promise<Booking> {
    const outcome = await book(world, ask(world, actor), what)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }

  test("the hours of who was let in after all are not forfeited any more", async () => {
    const { id } = await booked(ana, wish("15:00", "17:00"))
    world.now = at("15:20")
    await markNoShow(world, ask(world, staff), id)
    await checkIn(world, ask(world, staff), id)
    const entries = await store().prisma.hoursEntry.findMany({ where: { kind: "forfeited" }, orderBy: { id: "asc" } })
    expect(entries.map(({ minutes, entity }) => [minutes, entity])).toEqual([
      [120, `booking:${id}`],
      [-120, `booking:${id}`],
    ])
  })

  test("nobody is let in after all where the room, or the gear, is another's by then: no other room is offered", async () => {
    const missed = {
      room: await booked(ana, { ...wish("15:00", "16:00"), gear: [] }),
      gear: await booked(ana, wish("15:00", "16:00", "s2")),
    }
    world.now = at("15:20")
    for (const { id } of Object.values(missed)) await markNoShow(world, ask(world, staff), id)
    await booked(bo, { ...wish("15:30", "16:30"), gear: [] })
    await booked(bo, wish("15:30", "16:30", "s3"))
    for (const [{ id }, refusal] of [
      [missed.room, { why: "taken", room: "s1", alternatives: [] }],
      [missed.gear, { why: "gear_short", gear: "camera", free: 0, alternatives: [] }],
    ] as const)
      expect(await checkIn(world, ask(world, staff), id)).toEqual({ is: "refused", refusal })
  })

  test("each session that was missed is told to whoever booked it, and that it is forgiven", async () => {
    const [first, second] = [
      await booked(ana, wish("15:00", "17:00")),
      await booked(bo, { ...wish("15:00", "15:45", "s2"), gear: [] }),
    ]
    for (const clock of ["15:14", "15:15"]) {
      world.now = at(clock)
      await store().prisma.pulse.deleteMany()
      await store().prisma.pulse.create({ data: { id: 1, since: at("10:00"), at: world.now } })
      expect(await releaseNoShows(world, world.now)).toBe(clock === "15:15" ? 2 : 0)
    }
    const said = async () =>
      (await store().prisma.notice.findMany({ where: { kind: "missed" }, orderBy: { key: "asc" } })).map(
        ({ personId, bookingId, data }) => [personId, bookingId, data],
      )
    const released = [
      ["p-ana", first.id, { kind: "missed", how: "released", minutes: 120 }],
      ["p-bo", second.id, { kind: "missed", how: "released", minutes: 45 }],
    ]
    expect(await said()).toEqual(released)
    await store().prisma.notice.updateMany({ data: { state: "sent" } })
    await forgive(world, ask(world, staff), second.id)
    expect(await said()).toEqual([...released, ["p-bo", second.id, { kind: "missed", how: "forgiven", minutes: 45 }]])
  })
})
