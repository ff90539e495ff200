import { beforeAll, beforeEach, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Store } from "../../../src/core/store/open.js"
import { player, readScript } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

/** What a sentence leaves open is asked one after another, whichever question came first. */

const lights = {
  ...deskCentre,
  gear: [
    ...deskCentre.gear,
    {
      id: "fill-light",
      names: { "zh-Hant": "補光燈", "zh-Hans": "补光灯", pt: "luz de preenchimento", en: "fill light" },
      quantity: 4,
      aliases: [],
    },
  ],
}

let store: Store
beforeAll(async () => {
  store = await sharedStore("pglite")
})
beforeEach(() => empty(store))

/** The lines that are answered to what is said, step by step. */
async function talk(script: string): Promise<(readonly string[])[]> {
  const world = testWorld(store, "2026-11-23T10:00:00+08:00")
  await withCentre(store, lights, world.now)
  const play = player(world, createDesk(world))
  const answers: (readonly string[])[] = []
  for (const { step } of readScript(`@ Ana, member Lotus Live, standard, en\n${script}`)) answers.push(await play(step))
  return answers.slice(1)
}

test("which kind of light is asked after which of two days, and comes onto the card", async () => {
  const [day, kind, card] = await talk(
    "> Ana: book studio 5 next tuesday 3-5pm, 2 hosts, two lights\n> Ana [Tue 1 Dec, 15:00–17:00]\n> Ana [Fill light]",
  )
  expect(day).toContain("< When do you mean?")
  expect(kind).toEqual(["~ Which kind do you mean (×2)?", "~ [Ring light]", "~ [Fill light]", "~ [None of these]"])
  expect(card).toContain("~ Gear: fill light ×2")
  expect(card).toContain("~ Tuesday, 1 December 2026")
})

test("the kind can be typed, as many as were asked for", async () => {
  const [, card] = await talk("> Ana: book studio 5 tomorrow 3-5pm, 2 hosts, two lights\n> Ana: ring lights")
  expect(card).toContain("< Gear: ring light ×2")
})

test("a booking has one room: which of two is asked", async () => {
  const [which, card] = await talk("> Ana: studios 5 and 6 tomorrow 3-5pm, 2 hosts\n> Ana [Studio 6]")
  expect(which).toEqual([
    "< One booking has one room. Which one?",
    "< [Studio 5]",
    "< [Studio 6]",
    "< [Any room that fits]",
  ])
  expect(card).toContain("~ Studio 6")
})

test("what is free in two rooms is told for both", async () => {
  const [free] = await talk("> Ana: are studio 5 or 6 free tomorrow at 3pm?")
  expect(free).toContain("< Studio 5: 15:00–16:00")
  expect(free).toContain("< Studio 6: 15:00–16:00")
})

test("a thing the centre does not have is said not to be on the card", async () => {
  const [card] = await talk("> Ana: book studio 5 tomorrow 3-5pm, 2 hosts, with three tripods")
  expect(card?.[0]).toBe("< I didn't understand “three tripods”, so it isn't included.")
  expect(card).toContain("< Shall I book this?")
})

test("five to three is asked, with both ways to mean it", async () => {
  const [asked] = await talk("> Ana: book studio 5 tomorrow 5 to 3, 2 hosts")
  expect(asked).toEqual([
    "< When do you mean?",
    "< [Tue 24 Nov, 15:00–17:00]",
    "< [Tue 24 Nov, 17:00]",
    "< [Another day]",
  ])
})
