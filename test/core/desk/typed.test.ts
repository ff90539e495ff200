import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { currentCentre } from "../../../src/core/centre-store.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { typedLabel } from "../../../src/core/desk/typed.js"
import type { Store } from "../../../src/core/store/open.js"
import { player, playFile } from "../../support/conversation.js"
import { deskCentre, schoolDesk } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

const folder = join(import.meta.dirname, "../../conversations")
/** Those in which anything is pressed. */
const names = readdirSync(folder).filter((name) => /^> \w+ \[/mu.test(readFileSync(join(folder, name), "utf8")))

describe("what a button says", () => {
  const shown: [string, string][] = [
    ["What’s free", "free"],
    ["唔再幫金記海味訂", "act"],
    ["Não", "drop"],
    ["1", "show a"],
    ["1", "show b"],
    ["Take it", "take x"],
  ]
  it.each([
    ["what's free?", "free"],
    ["唔再帮金记海味订", "act"],
    ["NAO.", "drop"],
    ["1", null],
    ["what's free tomorrow", null],
    ["take it", null],
    ["", null],
  ])("%s", (text, press) => expect(typedLabel({ shown }, text)).toBe(press))
})

describe("to write what a button says is to press it", () => {
  let store: Store
  beforeAll(async () => {
    store = await sharedStore("pglite")
  })
  beforeEach(() => empty(store))

  it.each(names)("%s", async (name) => {
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, name.startsWith("courses") ? schoolDesk : deskCentre, world.now)
    await currentCentre(world, { fresh: true })
    const desk = createDesk(world, (room) => [`https://t.me/desk?start=checkin-${room}`])
    // What is written is answered below, not in place.
    await playFile(join(folder, name), player(world, desk, { typing: true }), (line) => line.replace(/^~/, "<"))
  })
})
