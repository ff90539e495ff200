import { expect } from "vitest"
import { type Special, specials } from "../driver.js"
import { done, newest, type Stage } from "../stage.js"
import type { Cases } from "../suite.js"

/** What is no plain message to the desk. */

const meant: Record<Special, "ignored" | "answered" | "either"> = {
  edited: "ignored",
  channel: "ignored",
  "anonymous admin": "ignored",
  forwarded: "answered",
  sticker: "answered",
  voice: "answered",
  photo: "answered",
  // Some platforms have none, others hand it on.
  empty: "either",
}

async function tried(stage: Stage, what: Special): Promise<void> {
  const ana = await stage.member()
  const before = ana.sees().length
  const heard = stage.heard.length
  const after = await done(stage, ana, ana.special(what))
  if (meant[what] === "ignored") {
    expect(after).toHaveLength(before)
    expect(stage.heard, "nobody was heard").toHaveLength(heard)
  }
  if (meant[what] === "answered") expect(after.length).toBeGreaterThan(before)
  expect(newest(ana).text).not.toMatch(/undefined|trouble/i)
  expect(await stage.bookings()).toEqual([])
  const then = ana.sees().length
  expect((await done(stage, ana, ana.says("help"))).length, "and the next message is heard").toBeGreaterThan(then)
}

export const updateCase = (what: Special): string =>
  `a message that is ${what} is ${meant[what] === "either" ? "no trouble" : meant[what]}`

export const updateCases: Cases = Object.fromEntries(
  specials.map((what) => [updateCase(what), (stage: Stage) => tried(stage, what)]),
)
