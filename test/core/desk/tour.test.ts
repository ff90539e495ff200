import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { parseCentre, sampleCentreText } from "../../../src/core/centre-file.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Store } from "../../../src/core/store/open.js"
import { player, playFile, rewriting } from "../../support/conversation.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { tourPage } from "../../support/tour.js"
import { testWorld } from "../../support/world.js"

const folder = join(import.meta.dirname, "../../tour")
const page = join(import.meta.dirname, "../../../docs/tour.md")
const names = readdirSync(folder).sort()
const parsed = parseCentre(sampleCentreText(), "the sample centre")
if (parsed.is === "wrong") throw new Error(parsed.problems.join("; "))
const { centre } = parsed

describe("the tour", () => {
  let store: Store
  beforeAll(async () => {
    store = await sharedStore("pglite")
  })
  beforeEach(() => empty(store))

  it.each(names)("%s", async (name) => {
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, centre, world.now)
    await playFile(join(folder, name), player(world, createDesk(world)))
  })

  it("is what docs/tour.md shows", () => {
    const now = tourPage(names.map((name) => readFileSync(join(folder, name), "utf8")))
    if (rewriting) writeFileSync(page, now)
    expect(readFileSync(page, "utf8")).toBe(now)
  })
})
