import { beforeEach, expect, test } from "vitest"
import { accept, decline, unanswered } from "../../src/core/affected.js"
import { book } from "../../src/core/booking.js"
import { findBooking } from "../../src/core/booking-record.js"
import { tooLate } from "../../src/core/cancel-rule.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { closureReport } from "../../src/core/closure-report.js"
import { phrase } from "../../src/core/desk/phrase.js"
import { runningLate } from "../../src/core/late.js"
import { lift } from "../../src/core/lifting.js"
import type { NoticeData } from "../../src/core/reminders.js"
import { fixRooms } from "../../src/core/room-numbers.js"
import { describeShow } from "../../src/core/show.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** What a closure did stands until somebody answers or changes it: what the desk does by itself since is nobody's answer. */

const at = (clock: string, day = 26): Date => new Date(`2026-11-${day}T${clock}:00+08:00`)
const [small, others] = [{ class: "small" }, ["s2", "s3", "l1"]]

await describeEachStore("what the desk does to a booking that a closure moved", (store) => {
  let world: TestWorld
  const boss = () => ask(world, staffActor("boss"))
  const by = (who: string) => ask(world, actorFor(who, "standard"))
  const booked = async (who: string, room: { room: string } | { class: string }, from: string, to: string) => {
    const outcome = await book(world, by(who), { room, start: at(from), end: at(to), hosts: 1, gear: [] })
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const closed = async (room: string, from: string, to: string): Promise<string> => {
    const done = await close(world, boss(), { what: { room }, start: at(from), end: at(to), reason: null })
    if (done.is !== "closed") throw new Error(JSON.stringify(done))
    return done.id
  }
  const stored = async (id: string) => (await findBooking(world, id))?.booking
  const backed = async (closure: string) => {
    const done = await lift(world, boss(), closure)
    return done.is === "lifted" && done.back.map(({ id }) => id)
  }
  /** Whether the notice of what the closure did is still said, and with what buttons. */
  const said = async (bookingId: string) => {
    const row = await store().prisma.notice.findFirstOrThrow({ where: { kind: "closed", bookingId } })
    const to = { kind: "person", personId: "p-m0", language: "en", accounts: [], several: false } as const
    const { key, dueAt: due, staleAt: stale } = row
    const data = row.data as NoticeData
    return phrase(world, { key, due, stale, attempts: 1, data, bookingId, to, unsure: false }, world.now)
  }
  /** Of any small room at 15:00, moved to 17:00 since no other room is free. */
  const moved = async () => {
    const one = await booked("m0", small, "15:00", "16:00")
    for (const room of others) await booked("m1", { room }, "14:00", "16:30")
    const closure = await closed("s1", "08:00", "17:00")
    expect(await stored(one)).toMatchObject({ version: 2, roomClass: "small" })
    return { one, closure }
  }
  /** Its room wished for by somebody else, its number given, its show described, said to be late, and its contact another. */
  const since = async (one: string) => {
    const { room = "", start = at("17:00"), end = at("18:00") } = (await stored(one)) ?? {}
    await book(world, by("m2"), { room: { room }, start, end, hosts: 1, gear: [] })
    expect(await stored(one)).toMatchObject({ version: 3, roomClass: "small" })
    world.now = at("10:00", 26)
    await fixRooms(world, world.now)
    await describeShow(world, by("m0"), one, { link: "https://live.example/1" })
    await runningLate(world, by("m0"), one, 30)
    const actions = await store().prisma.audit.findMany({ where: { entity: `booking:${one}` }, orderBy: { id: "asc" } })
    expect(actions.map(({ action }) => action)).toEqual(["book", "close", "reassign", "fix", "show", "late"])
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const sessions = { ...smallCentre.sessions, noShow: 15 }
    await withCentre(store(), { ...smallCentre, sessions }, world.now)
    await addMembers(world, { m0: "standard", m1: "standard", m2: "standard" })
    await store().prisma.person.create({
      data: { id: "boss", name: "Mei", language: "en", staff: true, createdAt: world.now },
    })
  })

  test("its people are told all the same, and their answer counts, once", async () => {
    const { one } = await moved()
    await since(one)
    expect(JSON.stringify(await said(one))).toContain('"Accept"')
    expect(await unanswered(world, by("m0"))).toEqual([{ booking: one, version: 6 }])
    expect(await accept(world, by("m0"), { booking: one, version: 1 })).toMatchObject({
      refusal: { why: "changed_since" },
    })
    expect(await accept(world, by("m0"), { booking: one, version: 2 })).toMatchObject({ is: "accepted" })
    await describeShow(world, by("m0"), one, { link: "https://live.example/2" })
    expect(await accept(world, by("m0"), { booking: one, version: 2 })).toMatchObject({ is: "accepted" })
    expect(await decline(world, by("m0"), { booking: one, version: 2 })).toMatchObject({
      refusal: { why: "changed_since" },
    })
    expect(await said(one)).toBeNull()
  })

  test("it can be given up for nothing, and staff still see to whom no chat told", async () => {
    const { one, closure } = await moved()
    await since(one)
    await store().prisma.booking.update({ where: { id: one }, data: { madeById: null } })
    const report = await closureReport(
      world,
      { kind: "closure", closure, version: 1, by: "boss", lifted: false },
      world.now,
    )
    expect(report?.todo).toMatchObject([{ booking: { id: one }, slot: { room: "s1", start: at("15:00") } }])
    world.now = at("16:30")
    const booking = await stored(one)
    const centre = await currentCentre(world)
    expect(booking && (await tooLate(world, by("m0"), { centre, booking }))).toBe(false)
    expect(await decline(world, by("m0"), { booking: one, version: 2 })).toMatchObject({ minutesBack: 60 })
  })

  test("it goes back once the closure is lifted, without what was said of its other time", async () => {
    const { one, closure } = await moved()
    await since(one)
    expect(await stored(one)).toMatchObject({ version: 6, roomClass: null })
    expect(await backed(closure)).toEqual([one])
    expect(await stored(one)).toMatchObject({
      ...{ room: "s1", roomClass: "small", start: at("15:00"), version: 7, heldUntil: null },
      show: { link: "https://live.example/1" },
    })
  })

  test("what was only given another room of its class stays in the one whose number they know by now", async () => {
    const one = await booked("m0", small, "15:00", "16:00")
    const { room = "" } = (await stored(one)) ?? {}
    const closure = await closed(room, "14:00", "17:00")
    world.now = at("10:00", 26)
    await fixRooms(world, world.now)
    const known = await stored(one)
    expect(known).toMatchObject({ version: 3, roomClass: null })
    expect(await backed(closure)).toEqual([])
    expect(await stored(one)).toEqual(known)
  })
})
