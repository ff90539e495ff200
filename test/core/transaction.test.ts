import { describe, expect, test } from "vitest"
import { transaction } from "../../src/core/transaction.js"
import { smallCentre } from "../support/centre.js"
import { freshStore, postgresAnswers, withCentre } from "../support/store.js"
import { testWorld } from "../support/world.js"

// The embedded store has one session: no two of its transactions are open at once.
describe.skipIf(!(await postgresAnswers()))("a transaction", () => {
  test("that waits for another, which waits for it, is done again", async () => {
    const { store, dispose } = await freshStore("postgres")
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, smallCentre, world.now)
    let waiting = 0
    let go = () => {}
    const both = new Promise<void>((resolve) => {
      go = resolve
    })
    let runs = 0
    const raise = (first: string, second: string) =>
      transaction(world, async (tx) => {
        runs++
        await tx.$executeRaw`update resource set capacity = capacity + 1 where id = ${first}`
        if (++waiting === 2) go()
        await both
        await tx.$executeRaw`update resource set capacity = capacity + 1 where id = ${second}`
      })
    await Promise.all([raise("camera", "ring-light"), raise("ring-light", "camera")])
    expect(runs).toBe(3)
    const rows = await store.prisma.resource.findMany({ where: { id: { in: ["camera", "ring-light"] } } })
    expect(rows.map(({ id, capacity }) => [id, capacity]).sort()).toEqual([
      ["camera", 3],
      ["ring-light", 5],
    ])
    await dispose()
  })
})
