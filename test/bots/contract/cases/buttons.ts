import { expect } from "vitest"
import { card, done, labels, read } from "../stage.js"
import type { Cases } from "../suite.js"

/** Buttons that are old, made up, or somebody else's. */
export const buttonCases: Cases = {
  "a stale button says how things stand, and does nothing else": async (stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    await done(stage, ana, ana.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    stage.later(6)
    await done(stage, bo, bo.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    await done(stage, bo, bo.presses("Confirm"))
    await done(stage, ana, ana.presses("Confirm"))
    expect(card(ana).text).toContain("taken")
    expect(labels(card(ana)).join()).toContain("Studio 1")
    expect(await stage.bookings()).toHaveLength(1)
  },

  "a forged button is answered kindly, and has no effect": async (stage) => {
    const ana = await stage.member()
    for (const data of ["constructor", "show nothing-of-the-kind", "book '; drop table booking; --", "🎥"]) {
      await done(stage, ana, ana.forges(data))
      expect(labels(card(ana)).length, data).toBeGreaterThan(0)
      expect(card(ana).text, data).not.toMatch(/error|undefined|trouble/i)
    }
    expect(await stage.bookings()).toEqual([])
  },

  "another person's buttons give nothing of theirs": async (stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    await done(stage, ana, ana.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    await done(stage, ana, ana.presses("Confirm"))
    const theirs = card(ana).buttons
    expect(theirs.map(({ label }) => label)).toContain("Cancel booking")
    for (const { data } of theirs) await done(stage, bo, bo.forges(data))
    expect(await stage.bookings()).toHaveLength(1)
    expect(read(bo)).not.toMatch(/Studio 2|15:00–17:00/)
  },
}
