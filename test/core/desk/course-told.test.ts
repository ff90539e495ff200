import { beforeEach, expect, test } from "vitest"
import { callOff } from "../../../src/core/calling-off.js"
import { lookAfterCourses } from "../../../src/core/course-tick.js"
import { deliver } from "../../../src/core/desk/deliver.js"
import { phrase } from "../../../src/core/desk/phrase.js"
import type { Delivery } from "../../../src/core/desk/turn.js"
import { enrol, leave } from "../../../src/core/enrolling.js"
import { after, minute } from "../../../src/core/interval.js"
import { shift } from "../../../src/core/shifting.js"
import { openSchool, putOn } from "../../support/courses.js"
import { describeEachStore } from "../../support/store.js"
import { actorFor, ask, staffActor, type TestWorld } from "../../support/world.js"

/** What people are told of their courses, where more has happened before it could be sent. */

await describeEachStore("told of courses", (store) => {
  let world: TestWorld
  let id: string
  const friday = new Date("2026-11-27T15:00:00+08:00")
  const by = (who: string) => ask(world, actorFor(who, "standard"))
  const boss = () => ask(world, staffActor("boss"))
  /** What is sent now, to whom: the first line of each. */
  const sent = async () => {
    const said: string[] = []
    await deliver(world, {
      phrase: (notice, now) => phrase(world, notice, now),
      send: async (address, { text }): Promise<Delivery> => {
        const words = text.map((line) => line.map((span) => Object.values(Object(span)).join("")).join(""))
        said.push(`${address} ${words[0]}`)
        return { is: "sent", message: "1" }
      },
    })
    return said.toSorted()
  }

  beforeEach(async () => {
    world = await openSchool(store(), ["ana", "bo", "cy"])
    for (const who of ["ana", "bo", "cy"])
      await store().prisma.account.create({
        data: {
          id: `a-${who}`,
          personId: `p-${who}`,
          platform: "test",
          userId: who,
          address: `test:${who}`,
          createdAt: world.now,
        },
      })
    id = await putOn(world, "large-studio", friday.toISOString())
    for (const who of ["ana", "bo", "cy"]) await enrol(world, by(who), id)
  })

  test("moved, and at its hour it is settled that it takes place: all hear that it was moved", async () => {
    world.now = after(friday, -24 * 60 * minute - minute)
    await shift(world, boss(), { session: id, start: after(friday, minute * 15) })
    world.now = after(friday, -24 * 60 * minute + 15 * minute)
    await lookAfterCourses(world, world.now)
    expect((await sent()).filter((line) => line.includes("moved"))).toHaveLength(3)
  })

  test("a seat that came free, and then it is moved: whose seat it is hears of both, where and when it is now", async () => {
    await leave(world, by("ana"), id)
    await shift(world, boss(), { session: id, start: after(friday, 60 * minute) })
    expect(await sent()).toEqual([
      "test:bo Your course has been moved.",
      "test:cy A seat came free: you're in the course.",
      "test:cy Your course has been moved.",
    ])
  })

  test("a seat that was given up again, or is of a date that was called off, before they heard of it is no news", async () => {
    await leave(world, by("ana"), id)
    await leave(world, by("cy"), id)
    await enrol(world, by("ana"), id)
    await enrol(world, by("cy"), id)
    expect(await sent()).toEqual([])
    await leave(world, by("ana"), id)
    await callOff(world, boss(), id)
    expect(await sent()).toEqual([
      "test:bo This course has been called off. I'm sorry.",
      "test:cy This course has been called off. I'm sorry.",
    ])
  })
})
