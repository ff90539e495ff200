import { expect, test } from "vitest"
import { browsers } from "../../src/core/browsers.js"
import { after, hour } from "../../src/core/interval.js"
import { forget } from "../../src/core/retention.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { testWorld } from "../support/world.js"

await describeEachStore("the browsers of the web chat", (store) => {
  test("a code for another device is no browser: nobody reads by it, and it goes when it is good for nothing", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    const { create, known, offer, remove, take } = browsers(world)
    await create("browser", "ana", world.now)
    await offer("one", "ana", world.now)
    await offer("two", "ana", world.now)
    expect(await known("ana")).toBe(true)
    await remove("browser")
    expect(await known("ana")).toBe(false)
    await forget(world, world.now)
    expect(await Promise.all([take("one"), take("one")])).toEqual(
      expect.arrayContaining([{ userId: "ana", offeredAt: world.now }, undefined]),
    )
    await forget(world, after(world.now, hour + 1))
    expect(await take("two")).toBeUndefined()
  })
})
