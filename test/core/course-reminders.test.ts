import { beforeEach, expect, test } from "vitest"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import { enrol, leave } from "../../src/core/enrolling.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { shift } from "../../src/core/shifting.js"
import { openSchool, putOn } from "../support/courses.js"
import { describeEachStore } from "../support/store.js"
import { actorFor, ask, interrupted, staffActor, type TestWorld } from "../support/world.js"

/** Reminders of courses, where somebody finds a seat or leaves it while staff move the date. */

await describeEachStore("reminders of courses", (store) => {
  let world: TestWorld
  let id: string
  const friday = new Date("2026-11-27T15:00:00+08:00")
  const later = after(friday, 2 * hour)
  const by = (who: string) => ask(world, actorFor(who, "standard"))
  const reminders = async () =>
    (
      await store().prisma.notice.findMany({
        where: { kind: "course_reminder", state: "due" },
        orderBy: [{ personId: "asc" }, { dueAt: "asc" }],
      })
    ).map(({ personId, dueAt, data }) => {
      const { minutesBefore } = data as { minutesBefore: number }
      return `${personId}: ${after(dueAt, minutesBefore * minute).toISOString()}`
    })

  /** Just before what was decided is written, somebody else does something. */
  const meanwhile = (something: () => Promise<unknown>) =>
    interrupted(world, ({ text }) => /apply_(write|moving)/.test(text), something)

  beforeEach(async () => {
    world = await openSchool(store(), ["ana", "bo"])
    id = await putOn(world, "large-studio", friday.toISOString())
  })

  test("whoever left while the date was moved is not reminded of it", async () => {
    await enrol(world, by("ana"), id)
    const busy = meanwhile(() => leave(world, by("ana"), id))
    expect((await shift(busy, ask(world, staffActor("boss")), { session: id, start: later })).is).toBe("shifted")
    await lookAfterCourses(world, world.now)
    expect(await reminders()).toEqual([])
  })

  test("whoever enrolled while the date was moved is reminded of the time it has now", async () => {
    await enrol(world, by("ana"), id)
    const busy = meanwhile(() => shift(world, ask(world, staffActor("boss")), { session: id, start: later }))
    expect((await enrol(busy, by("bo"), id)).is).toBe("enrolled")
    await lookAfterCourses(world, world.now)
    expect([...new Set(await reminders())]).toEqual([`p-ana: ${later.toISOString()}`, `p-bo: ${later.toISOString()}`])
  })
})
