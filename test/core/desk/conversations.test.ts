import { readdirSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { currentCentre } from "../../../src/core/centre-store.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Store } from "../../../src/core/store/open.js"
import { player, playFile } from "../../support/conversation.js"
import { deskCentre, schoolDesk } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

const folder = join(import.meta.dirname, "../../conversations")
const names = readdirSync(folder).filter((name) => name.endsWith(".txt"))

describe("conversations", () => {
  let store: Store
  beforeAll(async () => {
    store = await sharedStore("pglite")
  })
  beforeEach(() => empty(store))

  it("are there", () => expect(names.length).toBeGreaterThan(5))

  it.each(names)("%s", async (name) => {
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, name.startsWith("courses") ? schoolDesk : deskCentre, world.now)
    await currentCentre(world, { fresh: true })
    const play = player(
      world,
      createDesk(world, (room) => [`https://t.me/desk?start=checkin-${room}`]),
    )
    await playFile(join(folder, name), play)
  })
})
