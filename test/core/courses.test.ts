import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { callOff } from "../../src/core/calling-off.js"
import { close } from "../../src/core/closing.js"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import { enrolmentsIn, findSession, seatsOf, sessionsBetween } from "../../src/core/courses.js"
import { attend, enrol, leave } from "../../src/core/enrolling.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { setStatus } from "../../src/core/members.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { mark } from "../../src/core/qualifying.js"
import { coursesIn, schedule } from "../../src/core/scheduling.js"
import { shift } from "../../src/core/shifting.js"
import { openSchool, putOn } from "../support/courses.js"
import { describeEachStore } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld } from "../support/world.js"

/** Courses: they take a room and the floor like anything else, seats are never exceeded, and nobody is left untold. */

await describeEachStore("courses", (store) => {
  let world: TestWorld
  const friday = new Date("2026-11-27T15:00:00+08:00")
  const by = (id: string) => ask(world, actorFor(id, "standard"))
  const boss = () => ask(world, staffActor("boss"))
  const statuses = async (id: string) =>
    Object.fromEntries((await enrolmentsIn(world, id)).map(({ person, status }) => [person.id.slice(2), status]))
  const notices = async (kind: string, personId?: string) =>
    (
      await store().prisma.notice.findMany({
        where: { kind, ...(personId ? { personId } : {}) },
        orderBy: { dueAt: "asc" },
      })
    ).map(({ data }) => data as Record<string, unknown>)
  const actions = async (id: string) =>
    (await store().prisma.audit.findMany({ where: { entity: `course:${id}` }, orderBy: { id: "asc" } })).map(
      ({ action }) => action,
    )

  beforeEach(async () => {
    world = await openSchool(store(), ["ana", "bo", "cy", "di"])
  })

  test("a course takes its room and floor like any booking, and goes round what is taken", async () => {
    await book(world, by("ana"), { room: { room: "s1" }, start: friday, end: after(friday, hour), hosts: 2, gear: [] })
    const done = await schedule(world, boss(), { course: "large-studio", start: friday, trainer: "boss" })
    expect(done).toMatchObject({ is: "scheduled", session: { room: "s2", left: 2, trainer: { name: "Boss" } } })
    expect(await schedule(world, boss(), { course: "large-studio", start: friday })).toMatchObject({ again: true })
    const taken = await book(world, by("bo"), {
      room: { room: "s2" },
      start: after(friday, hour),
      end: after(friday, 2 * hour),
      hosts: 1,
      gear: [],
    })
    expect(taken).toMatchObject({ is: "refused", refusal: { why: "taken" } })
    const rows = await store().prisma.usage.findMany({ where: { ownerId: { startsWith: "course:" } } })
    expect(rows).toMatchObject([{ resourceId: "floor", amount: 1 }])
    // Both rooms it may have are taken: not in another.
    expect(await schedule(world, boss(), { course: "large-studio", start: after(friday, 30 * minute) })).toMatchObject({
      refusal: { why: "taken" },
    })
    expect(await schedule(world, boss(), { course: "mixer", start: friday, trainer: "boss" })).toMatchObject({
      refusal: { why: "trainer_busy" },
    })
  })

  test("what cannot be a date of a course", async () => {
    const at = (start: string, more = {}) =>
      schedule(world, boss(), { course: "large-studio", start: new Date(start), ...more })
    expect(await schedule(world, by("ana"), { course: "mixer", start: friday })).toMatchObject({
      refusal: { why: "not_staff" },
    })
    expect(await at("2026-11-23T09:00:00+08:00")).toMatchObject({ refusal: { why: "past" } })
    expect(await at("2026-11-24T15:10:00+08:00")).toMatchObject({ refusal: { why: "off_grid" } })
    expect(await at("2026-11-24T06:00:00+08:00")).toMatchObject({ refusal: { why: "closed" } })
    expect(await at("2026-11-24T15:00:00+08:00", { room: "s3" })).toMatchObject({ refusal: { why: "no_such_room" } })
    expect(await at("2026-11-24T15:00:00+08:00", { trainer: "p-ana" })).toMatchObject({
      refusal: { why: "no_such_person" },
    })
    expect(await schedule(world, boss(), { course: "knitting", start: friday })).toMatchObject({
      refusal: { why: "not_found" },
    })
    await close(world, boss(), { what: "centre", start: friday, end: after(friday, hour), reason: "typhoon" })
    expect(await at("2026-11-27T15:00:00+08:00")).toMatchObject({ refusal: { why: "blocked", reason: "typhoon" } })
  })

  test("seats run out, then there is a line; a seat that comes free is the first one's, who is told; reminders go with the seat", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    expect(await enrol(world, by("ana"), id)).toMatchObject({ is: "enrolled", session: { left: 1 } })
    expect(await enrol(world, by("bo"), id)).toMatchObject({ is: "enrolled" })
    expect(await enrol(world, by("cy"), id)).toMatchObject({ is: "waiting", place: 1 })
    world.now = after(world.now, minute)
    expect(await enrol(world, by("di"), id)).toMatchObject({ is: "waiting", place: 2 })
    expect(await enrol(world, by("di"), id)).toMatchObject({ is: "waiting", place: 2 })
    expect(await enrol(world, by("ana"), id)).toMatchObject({ is: "enrolled" })
    expect((await notices("course_reminder", "p-ana")).map(({ minutesBefore }) => minutesBefore)).toEqual([
      1440, 60, 15,
    ])
    expect(await notices("course_reminder", "p-cy")).toEqual([])
    expect(await leave(world, by("ana"), id)).toMatchObject({ is: "left" })
    expect(await leave(world, by("ana"), id)).toMatchObject({ is: "left" })
    expect(await statuses(id)).toEqual({ ana: "left", bo: "enrolled", cy: "enrolled", di: "waiting" })
    expect(await notices("course_reminder", "p-ana")).toEqual([])
    expect(await notices("course", "p-cy")).toMatchObject([{ how: "seat", session: id }])
    expect(await notices("course_reminder", "p-cy")).toHaveLength(3)
    // Leaving the line moves nobody; coming back is at its end.
    await enrol(world, by("ana"), id)
    await leave(world, by("di"), id)
    expect(await statuses(id)).toMatchObject({ ana: "waiting", di: "left" })
    expect((await seatsOf(world, "p-ana", world.now)).map(({ status }) => status)).toEqual(["waiting"])
    expect(await actions(id)).toEqual(["schedule", "enrol", "enrol", "wait", "wait", "leave", "seat", "wait", "leave"])
  })

  test("who may not: nobody for nobody, twice at one time, or once it has begun", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    const other = await putOn(world, "mixer", "2026-11-27T16:00:00+08:00")
    expect(await enrol(world, boss(), id)).toMatchObject({ refusal: { why: "not_member" } })
    expect(await enrol(world, by("ana"), "none")).toMatchObject({ refusal: { why: "not_found" } })
    await enrol(world, by("ana"), id)
    expect(await enrol(world, by("ana"), other)).toMatchObject({
      refusal: { why: "course_clash", course: "large-studio" },
    })
    expect(await leave(world, by("bo"), id)).toMatchObject({ refusal: { why: "not_found" } })
    // Paused between what the turn knew and what it writes.
    await setStatus(world, "di", { status: "suspended", now: world.now, via: "test" })
    expect(await enrol(world, by("di"), id)).toMatchObject({ refusal: { why: "suspended" } })
    world.now = friday
    expect(await enrol(world, by("bo"), id)).toMatchObject({ refusal: { why: "too_late" } })
    expect(await leave(world, by("ana"), id)).toMatchObject({ refusal: { why: "too_late" } })
  })

  test("one delivery, heard twice, enrols once", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    const once = ask(world, actorFor("ana", "standard"), "one turn")
    expect(await enrol(world, once, id)).toEqual(await enrol(world, once, id))
    expect((await findSession(world, id))?.taken).toBe(1)
  })

  test("46: too few at the hour: called off, everybody told, the room free again, the next date offered; at the threshold it is not", async () => {
    const thin = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    const full = await putOn(world, "large-studio", "2026-11-27T20:00:00+08:00")
    const late = await putOn(world, "large-studio", "2026-11-28T15:00:00+08:00")
    await enrol(world, by("ana"), thin)
    for (const who of ["bo", "cy", "di"]) await enrol(world, by(who), full)
    world.now = new Date("2026-11-26T14:59:00+08:00")
    expect(await lookAfterCourses(world, world.now)).toBe(0)
    world.now = new Date("2026-11-26T20:00:00+08:00")
    expect(await lookAfterCourses(world, world.now)).toBe(1)
    expect(await lookAfterCourses(world, world.now)).toBe(0)
    expect((await findSession(world, thin))?.status).toBe("off")
    expect(await statuses(thin)).toEqual({ ana: "off" })
    expect(await notices("course", "p-ana")).toMatchObject([{ how: "off", session: thin }])
    expect(await notices("course_reminder", "p-ana")).toEqual([])
    expect(await store().prisma.claim.count({ where: { ownerId: `course:${thin}` } })).toBe(0)
    expect(await store().prisma.usage.count({ where: { ownerId: `course:${thin}` } })).toBe(0)
    expect(await enrol(world, by("bo"), thin)).toMatchObject({
      refusal: { why: "course_off", courses: [{ id: late }] },
    })
    expect(await findSession(world, full)).toMatchObject({ status: "scheduled", decideAt: null })
    expect(await actions(thin)).toEqual(["schedule", "enrol", "call_off"])
    // What was settled stays so, whoever leaves then; and what is put on after the hour needs nobody.
    await leave(world, by("bo"), full)
    await leave(world, by("cy"), full)
    const soon = await putOn(world, "large-studio", "2026-11-27T10:00:00+08:00")
    await lookAfterCourses(world, world.now)
    expect(await findSession(world, full)).toMatchObject({ status: "scheduled" })
    expect(await findSession(world, soon)).toMatchObject({ status: "scheduled", decideAt: null })
  })

  test("called off while somebody enrols: they are told, or never in it; nobody is left behind", async () => {
    for (let n = 0; n < 6; n++) {
      const id = await putOn(world, "mixer", `2026-12-0${n + 1}T15:00:00+08:00`)
      await enrol(world, by("ana"), id)
      const [off, joined] = await Promise.all([callOff(world, boss(), id), enrol(world, by("bo"), id)])
      expect(off).toMatchObject({ is: "called_off" })
      const { bo } = await statuses(id)
      if (joined.is === "refused") {
        expect(joined.refusal.why).toBe("course_off")
        expect(bo).toBeUndefined()
      } else {
        expect(bo).toBe("off")
        expect((await notices("course", "p-bo")).filter(({ session }) => session === id)).toMatchObject([
          { how: "off" },
        ])
      }
    }
  })

  test("twelve for two seats at once, and leaving at once: seats are never exceeded, and nobody waits beside a free one", async () => {
    await addMembers(world, Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`e${n}`, "standard"])))
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    const all = ["ana", "bo", "cy", "di", ...Array.from({ length: 8 }, (_, n) => `e${n}`)]
    await Promise.all(all.map((who) => enrol(world, by(who), id)))
    const seated = async () =>
      Object.entries(await statuses(id))
        .filter(([, status]) => status === "enrolled")
        .map(([who]) => who)
    expect(await seated()).toHaveLength(2)
    const first = await seated()
    await Promise.all(first.map((who) => leave(world, by(who), id)))
    expect(await seated()).toHaveLength(2)
    await Promise.all(all.map((who) => leave(world, by(who), id)))
    expect(await findSession(world, id)).toMatchObject({ taken: 0 })
  })

  test("the database itself keeps seats, lets nobody wait beside a free one, and leaves nobody in what is off", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    const put = (who: string, status: string) =>
      store().pool.query("insert into enrolment values ($1, $2, 'ana', $3, now(), 1)", [id, `p-${who}`, status])
    await put("ana", "enrolled")
    await expect(put("bo", "waiting")).rejects.toMatchObject({ code: "AD001" })
    await put("bo", "enrolled")
    await expect(put("cy", "enrolled")).rejects.toMatchObject({ code: "23514" })
    await expect(
      store().pool.query("update course_session set status = 'off' where id = $1", [id]),
    ).rejects.toMatchObject({ code: "AD001" })
  })

  test("moved: who has a seat keeps it, all are told with what was, and reminders move along", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    for (const who of ["ana", "bo", "cy"]) await enrol(world, by(who), id)
    const to = new Date("2026-11-28T16:00:00+08:00")
    expect(await shift(world, boss(), { session: id, start: to })).toMatchObject({
      is: "shifted",
      told: 3,
      session: { room: "s1", version: 2 },
    })
    expect(await notices("course", "p-cy")).toMatchObject([
      { how: "moved", was: { room: "s1", start: "2026-11-27T07:00:00.000Z" } },
    ])
    const due = await store().prisma.notice.findMany({
      where: { kind: "course_reminder", personId: "p-ana" },
      orderBy: { dueAt: "asc" },
    })
    expect(due.map(({ dueAt }) => to.getTime() - dueAt.getTime())).toEqual([24 * hour, hour, 15 * minute])
    expect(await store().prisma.claim.findMany({ where: { ownerId: `course:${id}` } })).toMatchObject([
      { startsAt: to },
    ])
    expect(await shift(world, boss(), { session: id, room: "s2" })).toMatchObject({
      is: "shifted",
      session: { room: "s2" },
    })
    await callOff(world, boss(), id)
    expect(await shift(world, boss(), { session: id, room: "s1" })).toMatchObject({ refusal: { why: "course_off" } })
  })

  test("here from 15 minutes before until the end; who never came missed it, and who waited waits no more", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    for (const who of ["ana", "bo", "cy"]) await enrol(world, by(who), id)
    world.now = after(friday, -16 * minute)
    expect(await attend(world, by("ana"), id)).toMatchObject({
      refusal: { why: "too_early", from: after(friday, -15 * minute) },
    })
    world.now = after(friday, -15 * minute)
    expect(await attend(world, by("ana"), id)).toMatchObject({ is: "attended" })
    expect(await attend(world, by("ana"), id)).toMatchObject({ is: "attended" })
    expect(await attend(world, by("cy"), id)).toMatchObject({ refusal: { why: "not_found" } })
    world.now = after(friday, 2 * hour)
    expect(await attend(world, by("bo"), id)).toMatchObject({ refusal: { why: "too_late" } })
    await lookAfterCourses(world, world.now)
    expect(await statuses(id)).toEqual({ ana: "attended", bo: "missed", cy: "over" })
    // Staff know better.
    expect(await mark(world, boss(), { session: id, person: "p-bo", as: "attended" })).toMatchObject({
      people: ["p-bo"],
    })
    expect(await mark(world, by("ana"), { session: id, as: "passed" })).toMatchObject({ refusal: { why: "not_staff" } })
  })

  test("who has themselves erased leaves a seat, which the first in line has within a minute", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00")
    for (const who of ["ana", "bo", "cy"]) await enrol(world, by(who), id)
    expect(await forgetMe(world, by("ana"))).toBe(true)
    expect(await findSession(world, id)).toMatchObject({ taken: 1 })
    await lookAfterCourses(world, world.now)
    expect(await statuses(id)).toEqual({ bo: "enrolled", cy: "enrolled" })
    expect(await notices("course", "p-cy")).toMatchObject([{ how: "seat" }])
    // The one who led it goes too: the course stays.
    await store().prisma.courseSession.update({ where: { id }, data: { trainerId: "boss" } })
    expect(await forgetMe(world, boss())).toBe(true)
    expect(await findSession(world, id)).toMatchObject({ trainer: null, madeBy: null, taken: 2 })
  })

  test("a closure does not take a course away: it is named for staff, and once they called it off the time is closed too", async () => {
    const id = await putOn(world, "large-studio", "2026-11-27T15:00:00+08:00", "s1")
    const closing = { what: { room: "s1" }, start: friday, end: after(friday, 4 * hour), reason: null }
    await close(world, boss(), closing)
    expect(await coursesIn(world, closing, ["s1"])).toMatchObject([{ id }])
    expect(await sessionsBetween(world, { from: world.now })).toHaveLength(1)
    await callOff(world, boss(), id)
    expect(await coursesIn(world, closing, ["s1"])).toEqual([])
    const [claim] = await store().prisma.claim.findMany({ where: { roomId: "s1", startsAt: friday } })
    expect(claim?.ownerId).toMatch(/^closure:/)
  })
})
