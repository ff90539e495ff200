import { beforeEach, expect, test } from "vitest"
import { callOff } from "../../src/core/calling-off.js"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import { enrolmentsIn, seatsOf, seatsStamp } from "../../src/core/courses.js"
import { attend, enrol, leave } from "../../src/core/enrolling.js"
import { after, minute } from "../../src/core/interval.js"
import type { Ask } from "../../src/core/outcome.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { schedule } from "../../src/core/scheduling.js"
import { shift } from "../../src/core/shifting.js"
import { openSchool, putOn } from "../support/courses.js"
import { describeEachStore } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld } from "../support/world.js"

/** Seats as those see them who have one, and those who wait: their reminders, their calendar, their place. */

await describeEachStore("seats in courses", (store) => {
  let world: TestWorld
  let id: string
  const friday = new Date("2026-11-27T15:00:00+08:00")
  const by = (who: string) => ask(world, actorFor(who, "standard"))
  const boss = () => ask(world, staffActor("boss"))
  /** Staff who act for a member, of whom this person is told; null: nobody of theirs is in chat. */
  const bossFor = (who: string, contact: string | null): Ask => {
    const told = contact === null ? null : { id: contact, language: "en", reminding: { leads: [30], quiet: null } }
    return ask(world, {
      ...staffActor("boss"),
      member: { ...actorFor(who, "standard").member, contact: told } as never,
    })
  }
  const people = async () =>
    (await enrolmentsIn(world, id)).map(({ person, member, status }) => `${person.id} of ${member.name}: ${status}`)
  const reminders = async (who: string) =>
    (
      await store().prisma.notice.findMany({
        where: { kind: "course_reminder", personId: who, state: "due" },
        orderBy: { dueAt: "asc" },
      })
    ).map(({ dueAt }) => (friday.getTime() - dueAt.getTime()) / minute)

  beforeEach(async () => {
    world = await openSchool(store(), ["ana", "bo", "cy", "di"])
    id = await putOn(world, "large-studio", friday.toISOString())
  })

  test("whoever leaves takes their own reminders along, and nobody else's", async () => {
    for (const who of ["ana", "bo"]) await enrol(world, by(who), id)
    await leave(world, by("ana"), id)
    expect(await reminders("p-ana")).toEqual([])
    expect(await reminders("p-bo")).toEqual([1440, 60, 15])
    world.now = after(friday, -15 * minute)
    await attend(world, by("bo"), id)
    expect(await reminders("p-bo")).toEqual([])
    expect(await leave(world, by("bo"), id)).toMatchObject({ refusal: { why: "too_late" } })
  })

  test("a seat that somebody left behind is the first one's in line, also when another comes, or goes, before it is theirs", async () => {
    for (const who of ["ana", "bo", "cy", "di"]) {
      await enrol(world, by(who), id)
      world.now = after(world.now, minute)
    }
    await forgetMe(world, by("ana"))
    expect(await leave(world, by("cy"), id)).toMatchObject({ is: "left" })
    expect(await people()).toEqual([
      "p-bo of Member bo: enrolled",
      "p-cy of Member cy: left",
      "p-di of Member di: enrolled",
    ])
    await enrol(world, by("cy"), id)
    await forgetMe(world, by("bo"))
    await addMembers(world, { eve: "standard" })
    expect(await enrol(world, by("eve"), id)).toMatchObject({ is: "waiting", place: 1 })
    expect(await people()).toEqual([
      "p-di of Member di: enrolled",
      "p-cy of Member cy: enrolled",
      "p-eve of Member eve: waiting",
    ])
    expect(await reminders("p-cy")).toEqual([1440, 60, 15])
    await lookAfterCourses(world, world.now)
    expect(await people()).toHaveLength(3)
  })

  test("staff enrol whoever of a member is in chat, who is told and reminded as they wish; of a member without anybody, nobody", async () => {
    expect(await enrol(world, bossFor("bo", null), id)).toMatchObject({ refusal: { why: "no_such_person" } })
    expect(await enrol(world, bossFor("ana", "p-ana"), id)).toMatchObject({ is: "enrolled", session: { left: 1 } })
    expect(await people()).toEqual(["p-ana of Member ana: enrolled"])
    const told = await store().prisma.notice.findMany({ where: { kind: "course" } })
    expect(told).toMatchObject([{ personId: "p-ana", data: { how: "enrolled", session: id } }])
    expect(await reminders("p-ana")).toEqual([30])
    expect(await leave(world, bossFor("ana", "p-ana"), id)).toMatchObject({ is: "left" })
    const entries = await store().prisma.audit.findMany({ where: { entity: `course:${id}` }, orderBy: { id: "asc" } })
    expect(entries.slice(1)).toMatchObject([
      { action: "enrol", personId: "boss", memberId: "ana", data: { person: "p-ana" } },
      { action: "leave", personId: "boss", memberId: "ana", data: { person: "p-ana" } },
    ])
  })

  test("a calendar is asked for anew after every change of its person's courses, and of no others", async () => {
    const stamp = () => seatsStamp(world, "p-ana", world.now)
    const other = await putOn(world, "mixer", "2026-11-28T15:00:00+08:00")
    const seen = [await stamp()]
    const changes = [
      () => enrol(world, by("ana"), id),
      () => enrol(world, by("ana"), other),
      () => shift(world, boss(), { session: id, room: "s2" }),
      () => callOff(world, boss(), id),
      () => leave(world, by("ana"), other),
    ]
    for (const change of changes) {
      await change()
      seen.push(await stamp())
    }
    expect(new Set(seen).size).toBe(6)
    expect(await seatsOf(world, "p-ana", world.now)).toEqual([])
    await enrol(world, by("bo"), other)
    expect(await stamp()).toBe(seen.at(-1))
  })

  test("a key that came with another command before does nothing", async () => {
    const used = ask(world, actorFor("ana", "standard"), "used")
    await enrol(world, used, id)
    const other = await putOn(world, "mixer", "2026-11-28T15:00:00+08:00")
    const again = { ...boss(), key: "used" }
    const answers = await Promise.all([
      enrol(world, used, other),
      leave(world, used, id),
      attend(world, used, id),
      schedule(world, again, { course: "mixer", start: friday }),
      shift(world, again, { session: id, room: "s2" }),
      callOff(world, again, id),
    ])
    expect(answers.map((one) => one.is === "refused" && one.refusal.why)).toEqual(Array(6).fill("key_reused"))
    expect(await people()).toEqual(["p-ana of Member ana: enrolled"])
  })
})
