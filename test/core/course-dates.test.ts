import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { findBooking } from "../../src/core/booking-record.js"
import { callOff } from "../../src/core/calling-off.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { enrolmentsIn, findSession } from "../../src/core/courses.js"
import { attend, enrol } from "../../src/core/enrolling.js"
import { after, hour } from "../../src/core/interval.js"
import type { RoomWish } from "../../src/core/outcome.js"
import { previewSchedule, schedule } from "../../src/core/scheduling.js"
import { previewShift, shift } from "../../src/core/shifting.js"
import { putOn, schoolCentre } from "../support/courses.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** Dates of courses as staff put them on, move them and call them off. */

await describeEachStore("dates of courses", (store) => {
  let world: TestWorld
  const at = (clock: string, day = 27): Date => new Date(`2026-11-${day}T${clock}:00+08:00`)
  const by = (id: string) => ask(world, actorFor(id, "standard"))
  const boss = () => ask(world, staffActor("boss"))
  const mei = () => ask(world, staffActor("mei"))
  const large = (clock: string, more = {}) =>
    schedule(world, boss(), { course: "large-studio", start: at(clock), ...more })
  const booked = async (who: string, room: RoomWish, more = {}) => {
    const wish = { room, start: at("15:00"), end: at("17:00"), hosts: 1, gear: [], ...more }
    const outcome = await book(world, by(who), wish)
    if (outcome.is !== "booked") throw new Error(outcome.is)
    return outcome.booking.id
  }
  const said = async (who: string) =>
    (
      await store().prisma.notice.findMany({
        where: { kind: "course", OR: [{ personId: who }, { address: who }] },
        orderBy: { key: "asc" },
      })
    ).map(({ data }) => (data as { how: string }).how)
  const reminded = async (who: string) =>
    (
      await store().prisma.notice.findMany({
        where: { kind: "course_reminder", personId: who, state: "due" },
        orderBy: { dueAt: "asc" },
      })
    ).map(({ dueAt }) => dueAt)

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), schoolCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard" })
    for (const id of ["boss", "mei"])
      await store().prisma.person.create({
        data: { id, name: id, language: "en", staff: true, createdAt: world.now },
      })
  })

  test("what is shown first is what then happens, and nothing is written by looking", async () => {
    const plan = { course: "large-studio", start: at("15:00"), trainer: "mei" }
    const shown = await previewSchedule(world, boss(), plan)
    expect(shown).toMatchObject({ is: "scheduled", again: false, session: { room: "s1", end: at("17:00") } })
    expect(await store().prisma.courseSession.count()).toBe(0)
    const done = await schedule(world, boss(), plan)
    if (done.is !== "scheduled" || shown.is !== "scheduled") throw new Error(done.is)
    expect(done).toEqual({ ...shown, session: { ...shown.session, id: done.session.id } })
    expect(await schedule(world, boss(), plan)).toMatchObject({ is: "scheduled", again: true })
    const change = { session: done.session.id, start: at("18:00") }
    const moved = await previewShift(world, boss(), change)
    expect(moved).toMatchObject({ is: "shifted", was: { start: at("15:00") }, session: { end: at("20:00") } })
    expect(await findSession(world, done.session.id)).toMatchObject({ start: at("15:00"), version: 1 })
    expect(await shift(world, boss(), change)).toEqual(moved)
  })

  test("whoever leads it is reminded, and told what others of the staff do with it; so are the staff's places", async () => {
    await store().prisma.channel.create({
      data: { address: "test:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    const done = await large("15:00", { trainer: "mei" })
    const id = done.is === "scheduled" ? done.session.id : ""
    expect(await reminded("mei")).toEqual([at("15:00", 26), at("14:00"), at("14:45")])
    await shift(world, mei(), { session: id, start: at("16:00") })
    expect(await said("mei")).toEqual([])
    await shift(world, boss(), { session: id, start: at("18:00") })
    expect(await said("mei")).toEqual(["moved"])
    expect(await reminded("mei")).toEqual([at("18:00", 26), at("17:00"), at("17:45")])
    expect(await callOff(world, boss(), id)).toMatchObject({ is: "called_off", told: 0 })
    // What nobody has read yet gives way to it.
    expect(await said("mei")).toEqual(["off"])
    expect(await said("test:floor")).toEqual(["off"])
    expect(await reminded("mei")).toEqual([])
    const other = await large("15:00", { trainer: "mei" })
    await callOff(world, mei(), other.is === "scheduled" ? other.session.id : "")
    expect(await said("mei")).toEqual(["off"])
    const entries = await store().prisma.audit.findMany({ where: { entity: `course:${id}` }, orderBy: { id: "asc" } })
    expect(entries).toMatchObject([
      { action: "schedule", personId: "boss", data: { course: "large-studio", room: "s1" } },
      { action: "move", personId: "mei" },
      { action: "move", personId: "boss", data: { was: { room: "s1" } } },
      { action: "call_off", personId: "boss", data: { room: "s1", enrolled: 0, least: 2 } },
    ])
  })

  test("who is there already when it is moved, or called off, is told as all are, and has not arrived at the new time", async () => {
    const id = await putOn(world, "large-studio", at("15:00").toISOString())
    for (const who of ["ana", "bo"]) await enrol(world, by(who), id)
    world.now = at("14:50")
    await attend(world, by("ana"), id)
    expect(await shift(world, boss(), { session: id, start: at("16:00") })).toMatchObject({ told: 2 })
    expect(await said("p-ana")).toEqual(["moved"])
    expect((await enrolmentsIn(world, id)).map(({ status }) => status)).toEqual(["enrolled", "enrolled"])
    expect(await reminded("p-ana")).toEqual([at("15:00"), at("15:45")])
    world.now = at("15:50")
    await attend(world, by("ana"), id)
    expect(await callOff(world, boss(), id)).toMatchObject({ told: 2 })
    expect((await enrolmentsIn(world, id)).map(({ status }) => status)).toEqual(["off", "off"])
    expect(await said("p-ana")).toEqual(["off"])
  })

  test("moved, it stays in its room where it can; the hour at which it is decided moves along, and is none where that is over", async () => {
    const other = await booked("ana", { room: "s1" })
    const id = await putOn(world, "large-studio", at("15:00").toISOString())
    expect(await findSession(world, id)).toMatchObject({ room: "s2", decideAt: at("15:00", 26) })
    expect(await shift(world, boss(), { session: id, start: at("19:00") })).toMatchObject({ session: { room: "s2" } })
    expect(await findSession(world, id)).toMatchObject({ decideAt: at("19:00", 26) })
    await booked("bo", { room: "s2" }, { start: at("21:15"), end: at("23:00") })
    expect(await shift(world, boss(), { session: id, start: at("20:00") })).toMatchObject({ session: { room: "s1" } })
    expect(await shift(world, boss(), { session: id, start: at("20:00"), room: "s2" })).toMatchObject({
      refusal: { why: "taken", room: "s2" },
    })
    expect((await findBooking(world, other))?.booking).toMatchObject({ room: "s1", version: 1 })
    await shift(world, boss(), { session: id, start: at("09:00", 24) })
    expect(await findSession(world, id)).toMatchObject({ start: at("09:00", 24), decideAt: null })
  })

  test("what has begun is neither moved nor called off, nor anything by who is not of the staff", async () => {
    const id = await putOn(world, "large-studio", at("15:00").toISOString())
    expect(await shift(world, by("ana"), { session: id, room: "s2" })).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await callOff(world, by("ana"), id)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await callOff(world, boss(), "none")).toMatchObject({ refusal: { why: "not_found" } })
    world.now = at("15:00")
    expect(await shift(world, boss(), { session: id, start: at("18:00") })).toMatchObject({
      refusal: { why: "too_late" },
    })
    expect(await callOff(world, boss(), id)).toMatchObject({ refusal: { why: "too_late" } })
    expect(await findSession(world, id)).toMatchObject({ status: "scheduled", version: 1 })
  })

  test("instead of what is called off the next three dates of that course that have seats are named; full ones where none has", async () => {
    const gone = await putOn(world, "large-studio", at("15:00").toISOString())
    const full = await putOn(world, "large-studio", at("18:00").toISOString())
    await putOn(world, "mixer", at("20:00").toISOString())
    for (const who of ["ana", "bo"]) await enrol(world, by(who), full)
    await callOff(world, boss(), gone)
    const instead = async () => {
      const no = await enrol(world, by("cy"), gone)
      return no.is === "refused" && no.refusal.why === "course_off" ? no.refusal.courses.map(({ id }) => id) : no.is
    }
    expect(await instead()).toEqual([full])
    const free = []
    for (const day of [28, 29, 30]) free.push(await putOn(world, "large-studio", at("15:00", day).toISOString()))
    await putOn(world, "large-studio", "2026-12-01T15:00:00+08:00")
    expect(await instead()).toEqual(free)
    // One that is on by then is too late to enrol in.
    world.now = at("16:00", 28)
    expect((await instead()).slice(0, 2)).toEqual(free.slice(1))
    expect(await callOff(world, boss(), gone)).toMatchObject({
      refusal: {
        why: "course_off",
        courses: [{ id: free[1] }, { id: free[2] }, { start: new Date("2026-12-01T15:00:00+08:00") }],
      },
    })
  })

  test("where it may be held: in rooms of its class, whoever has one of them for now makes way, and not where it is closed", async () => {
    const [first, second] = schoolCentre.courses
    if (!first || !second) throw new Error("two courses")
    const { rooms: _, ...anywhere } = first
    const courses = [
      { ...anywhere, class: "small" },
      { ...second, class: "large" },
    ]
    await applyCentre(world, { ...schoolCentre, courses }, { now: world.now, via: "test" })
    expect(await schedule(world, boss(), { course: "mixer", start: at("15:00") })).toMatchObject({
      session: { room: "l1" },
    })
    const flexible = await booked("ana", { class: "small" })
    expect(await large("15:00", { room: "s1" })).toMatchObject({ session: { room: "s1" } })
    expect((await findBooking(world, flexible))?.booking).toMatchObject({ room: "s2", version: 2 })
    await close(world, boss(), { what: { room: "s1" }, start: at("18:00"), end: at("23:00"), reason: "paint" })
    expect(await large("18:00", { room: "s1" })).toMatchObject({
      refusal: { why: "blocked", room: "s1", until: at("23:00"), reason: "paint" },
    })
    expect(await large("18:00")).toMatchObject({ session: { room: "s2" } })
    expect(await large("20:15", { room: "l1" })).toMatchObject({ refusal: { why: "no_such_room" } })
  })

  test("it needs its place on the floor, and the turnover after it; an evening goes on after midnight", async () => {
    await booked("ana", { room: "s3" }, { hosts: 2, start: at("17:00"), end: at("19:00") })
    await booked("bo", { room: "s1" }, { hosts: 2, start: at("17:15"), end: at("19:00") })
    await booked("cy", { room: "s2" }, { hosts: 2, start: at("17:00"), end: at("19:00") })
    expect(await large("15:15", { room: "s1" })).toMatchObject({ refusal: { why: "taken", room: "s1" } })
    expect(await large("15:00", { room: "s1" })).toMatchObject({ session: { room: "s1", end: at("17:00") } })
    const late = (clock: string) => schedule(world, boss(), { course: "mixer", start: at(clock, 28) })
    expect(await late("01:00")).toMatchObject({ is: "scheduled" })
    expect(await late("01:15")).toMatchObject({
      refusal: { why: "closed", open: [{ start: at("08:00"), end: at("02:00", 28) }] },
    })
    await applyCentre(world, { ...schoolCentre, floor: 7 }, { now: world.now, via: "test" })
    expect(await schedule(world, boss(), { course: "mixer", start: at("17:30") })).toMatchObject({
      refusal: { why: "floor_full", free: 1 },
    })
    expect(await schedule(world, boss(), { course: "mixer", start: after(at("17:30"), 2 * hour) })).toMatchObject({
      is: "scheduled",
    })
  })
})
