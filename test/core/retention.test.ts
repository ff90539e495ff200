import { expect, test } from "vitest"
import { after, day } from "../../src/core/interval.js"
import { forget } from "../../src/core/retention.js"
import { describeEachStore } from "../support/store.js"
import { testWorld } from "../support/world.js"

await describeEachStore("what is kept only so long", (store) => {
  test("browsers: strangers' for 30 days, everybody's for 180 after they were last seen", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const { prisma } = store()
    await prisma.person.create({ data: { id: "p1", name: "Ana", language: "en", createdAt: world.now } })
    await prisma.account.create({
      data: { id: "a1", platform: "web", userId: "ana", address: "web:ana", personId: "p1", createdAt: world.now },
    })
    // The same id on another platform is somebody else.
    await prisma.account.create({
      data: { id: "a2", platform: "slack", userId: "zoe", address: "slack:zoe", personId: "p1", createdAt: world.now },
    })
    const seen = (userId: string, days: number) => ({
      tokenHash: `${userId}-${days}`,
      userId,
      createdAt: after(world.now, -400 * day),
      seenAt: after(world.now, -days * day),
    })
    await prisma.webSession.createMany({
      data: [seen("ana", 1), seen("ana", 179), seen("ana", 181), seen("zoe", 29), seen("zoe", 31)],
    })
    await forget(world, world.now)
    const left = await prisma.webSession.findMany({ orderBy: { tokenHash: "asc" } })
    expect(left.map(({ tokenHash }) => tokenHash)).toEqual(["ana-1", "ana-179", "zoe-29"])
  })
})
