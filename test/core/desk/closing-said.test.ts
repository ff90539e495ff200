import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Store } from "../../../src/core/store/open.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

/** How staff say that something is closed, in four languages: who, what they write, and the first line of the answer. */
const said = readFileSync(join(import.meta.dirname, "closing-said.tsv"), "utf8")
  .trim()
  .split("\n")

let store: Store
beforeAll(async () => {
  store = await sharedStore("pglite")
  await empty(store)
})

it("reads what staff close, when and why", async () => {
  const world = testWorld(store, "2026-11-23T10:00:00+08:00")
  await withCentre(store, deskCentre, world.now)
  const play = player(
    world,
    createDesk(world, () => []),
  )
  for (const person of ["Boss, staff, en", "Rui, staff, pt", "Mei, staff, zh-Hant", "Lin, staff, zh-Hans"])
    await play(`@ ${person}`)
  for (const line of said) {
    const [who = "", text = "", answer = ""] = line.split("\t")
    expect((await play(`> ${who}: ${text}`))[0], text).toBe(`< ${answer}`)
  }
})
