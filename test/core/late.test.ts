import { beforeEach, expect, test } from "vitest"
import { book, move } from "../../src/core/booking.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { arrivingAt, canCheckIn, checkIn, checkInWindow } from "../../src/core/checkin.js"
import { runningLate } from "../../src/core/late.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** 23 November 2026 in Macau. */
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)
const wish = (room: string, from: string, to: string): Wish => ({
  room: { room },
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
})
const ana = actorFor("ana", "standard")
const bo = actorFor("bo", "standard")
const staff = staffActor("sam")
const floor = "slack:floor"

await describeEachStore("around the start of a session", (store) => {
  let world: TestWorld
  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { ana: "standard", bo: "standard" })
  })

  async function booked(actor = ana, wanted = wish("s1", "15:00", "17:00")): Promise<Booking> {
    const outcome = await book(world, ask(world, actor), wanted)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const staffRead = () =>
    store().prisma.channel.create({
      data: { address: floor, language: "en", digestAt: "09:00", createdAt: world.now },
    })
  const told = async () =>
    (await store().prisma.notice.findMany({ where: { kind: "late" }, orderBy: { key: "asc" } })).map(
      ({ address, bookingId, staleAt, data }) => ({ address, bookingId, staleAt, data }),
    )
  const withoutNoShow = { ...smallCentre, sessions: { ...smallCentre.sessions, noShow: null } }

  test("the staff are told who is late, until when it is worth knowing; more time is told again, the same is not", async () => {
    await staffRead()
    const { id, end } = await booked()
    world.now = at("14:50")
    expect(await runningLate(world, ask(world, ana), id, 25)).toEqual({ is: "told", until: at("15:40") })
    expect(await runningLate(world, ask(world, ana), id, 25)).toEqual({ is: "again", until: at("15:40") })
    expect(await runningLate(world, ask(world, ana), id, 20)).toEqual({ is: "again", until: at("15:40") })
    const notice = { address: floor, bookingId: id, staleAt: end, data: { kind: "late" } }
    expect(await told()).toEqual([notice])
    expect(await runningLate(world, ask(world, ana), id, 40)).toEqual({ is: "told", until: at("15:55") })
    expect(await told()).toEqual([notice, notice])
    const entries = await store().prisma.audit.findMany({ where: { action: "late" }, orderBy: { id: "asc" } })
    expect(entries.map(({ memberId, data }) => [memberId, data])).toEqual([
      ["ana", { until: at("15:40").toISOString() }],
      ["ana", { until: at("15:55").toISOString() }],
    ])
  })

  test("where no room is given up there is nothing to keep: the staff are told once, and once more of another start", async () => {
    await applyCentre(world, withoutNoShow, { now: world.now, via: "test" })
    await staffRead()
    const { id } = await booked()
    world.now = at("14:50")
    expect(await runningLate(world, ask(world, ana), id, 20)).toEqual({ is: "told", until: null })
    expect(await runningLate(world, ask(world, ana), id, 30)).toEqual({ is: "again", until: null })
    await store().prisma.notice.updateMany({ data: { state: "sent" } })
    await move(world, ask(world, ana), id, { start: at("16:00") })
    expect(await runningLate(world, ask(world, ana), id, 20)).toEqual({ is: "told", until: null })
    expect(await told()).toHaveLength(2)
  })

  test("with nobody to tell and nothing to keep, the booking stays as it is", async () => {
    await applyCentre(world, withoutNoShow, { now: world.now, via: "test" })
    const { id, version } = await booked()
    expect(await runningLate(world, ask(world, ana), id, 20)).toEqual({ is: "nobody", until: null })
    expect(await store().prisma.booking.findUniqueOrThrow({ where: { id } })).toMatchObject({ version })
    expect(await store().prisma.audit.count({ where: { action: "late" } })).toBe(0)
  })

  test("late for what is not theirs, for what is over, for what they are at already", async () => {
    const { id } = await booked()
    const missing = { is: "refused", refusal: { why: "not_found" } }
    expect(await runningLate(world, ask(world, bo), id)).toEqual(missing)
    expect(await runningLate(world, ask(world, ana), "nothing")).toEqual(missing)
    expect(await runningLate(world, ask(world, staff), id)).toMatchObject({ is: "nobody", until: at("15:30") })
    world.now = at("15:10")
    await checkIn(world, ask(world, ana), id)
    expect(await runningLate(world, ask(world, ana), id)).toEqual({ is: "arrived" })
    const short = await booked(bo, wish("s2", "15:15", "16:00"))
    world.now = at("16:00")
    expect(await runningLate(world, ask(world, bo), short.id)).toEqual({
      is: "refused",
      refusal: { why: "too_late" },
    })
  })

  test("the same tap again gets the same answer; its key with anything else is refused", async () => {
    const { id } = await booked()
    world.now = at("14:50")
    const reused = { is: "refused", refusal: { why: "key_reused" } }
    const first = await runningLate(world, ask(world, ana, "tap"), id, 20)
    expect(first).toEqual({ is: "nobody", until: at("15:35") })
    expect(await runningLate(world, ask(world, ana, "tap"), id, 20)).toEqual(first)
    expect(await runningLate(world, ask(world, ana, "tap"), id, 45)).toEqual(reused)
    expect(await checkIn(world, ask(world, ana, "tap"), id)).toEqual(reused)
    expect(await checkIn(world, ask(world, ana), id)).toMatchObject({ is: "checked_in" })
  })

  test("the time to check in: from a quarter of an hour before, as long as the room is kept, never beyond the session", async () => {
    const { sessions } = smallCentre
    const session = await booked()
    expect(checkInWindow(smallCentre, session)).toEqual({ start: at("14:45"), end: at("15:15") })
    expect(checkInWindow(withoutNoShow, session)).toEqual({ start: at("14:45"), end: at("17:00") })
    expect(checkInWindow(smallCentre, { ...session, heldUntil: at("15:40") }).end).toEqual(at("15:40"))
    const patient = { ...smallCentre, sessions: { ...sessions, noShow: 240 } }
    expect(checkInWindow(patient, session).end).toEqual(at("17:00"))
  })

  test("the button to check in is there from then on until the end of the session, once", async () => {
    const session = await booked()
    const can = (time: string, change: Partial<Booking> = {}) =>
      canCheckIn(smallCentre, { ...session, ...change }, at(time))
    expect(["14:44", "14:45", "15:30", "16:59", "17:00"].map((time) => can(time))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
    expect(
      (["requested", "checked_in", "no_show", "cancelled"] as const).map((status) => can("15:00", { status })),
    ).toEqual([false, false, false, false])
  })

  test("at the door of a room: who is about to begin there sees their own session, staff see all, others none", async () => {
    const first = await booked(bo, wish("s1", "13:00", "14:45"))
    const second = await booked()
    await booked(ana, wish("s2", "15:00", "16:00"))
    const seenBy = async (actor: typeof ana, time: string) => {
      world.now = at(time)
      return (await arrivingAt(world, ask(world, actor), "s1")).map(({ id }) => id)
    }
    expect(await seenBy(ana, "14:44")).toEqual([])
    expect(await seenBy(ana, "14:45")).toEqual([second.id])
    expect(await seenBy(bo, "14:44")).toEqual([first.id])
    expect(await seenBy(bo, "14:50")).toEqual([])
    expect(await seenBy(staff, "14:44")).toEqual([first.id])
    expect(await seenBy(staff, "15:00")).toEqual([second.id])
    expect(await arrivingAt(world, ask(world, staff), "s3")).toEqual([])
  })
})
