import { expect, test } from "vitest"
import { currentCentre } from "../src/core/centre-store.js"
import { eachMinute } from "../src/each-minute.js"
import { smallCentre } from "./support/centre.js"
import { describeEachStore, withCentre } from "./support/store.js"
import { testWorld } from "./support/world.js"

await describeEachStore("each minute", (store) => {
  test("what fails keeps nothing else from being done: the last is done though the first failed, and the first is named", async () => {
    const world = testWorld(store(), "2026-11-23T14:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    const { turn } = store().prisma
    await turn.create({ data: { key: "old", digest: "", outcome: {}, at: new Date("2026-11-01T00:00:00Z") } })

    await store().pool.query('alter table hold rename to "hold, away"')
    try {
      await expect(eachMinute(world)).rejects.toThrow(/^freeExpired: /)
    } finally {
      await store().pool.query('alter table "hold, away" rename to hold')
    }

    expect(await turn.count({ where: { key: "old" } })).toBe(0)
    await eachMinute(world)
  })

  test("what is kept too long is looked for once an hour, by one of the replicas", async () => {
    const world = testWorld(store(), "2026-11-23T14:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    const { turn } = store().prisma
    const old = (key: string) =>
      turn.create({ data: { key, digest: "", outcome: {}, at: new Date("2026-11-01T00:00:00Z") } })
    await old("before")
    await Promise.all([eachMinute(world), eachMinute(world)])
    await old("after")
    for (const time of ["14:01", "14:59"]) {
      world.now = new Date(`2026-11-23T${time}:00+08:00`)
      await eachMinute(world)
    }
    expect((await turn.findMany()).map(({ key }) => key)).toEqual(["after"])
    world.now = new Date("2026-11-23T15:00:00+08:00")
    await eachMinute(world)
    expect(await turn.count()).toBe(0)
  })
})
