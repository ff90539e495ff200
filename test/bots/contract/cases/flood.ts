import { expect } from "vitest"
import { words } from "../../../../src/core/desk/words/index.js"
import { done, read, type Stage } from "../stage.js"
import type { Cases } from "../suite.js"

/** Somebody who sends far more than anybody could be answered. */

export const floodCase = "whoever floods is told once and then not heard, and nobody waits behind them"

const flood = 60

export const floodCases: Cases = {
  [floodCase]: async (stage: Stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    const before = { ana: ana.sees().length, bo: bo.sees().length }
    // Her first answer is long in coming: all the others wait behind it.
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let first = ""
    stage.heard.length = 0
    stage.script(async (turn) => {
      first ||= turn.from.id
      if (turn.from.id === first) await held
      return stage.desk.hear(turn)
    })
    await ana.says("help")()
    await stage.until("her first to be heard", () => stage.heard.length === 1)
    for (let n = 0; n < flood; n++) await ana.says("help")()
    await bo.says("help")()
    await stage.until("Bo to be answered meanwhile", () => bo.sees().length > before.bo)
    expect(ana.sees()).toHaveLength(before.ana)
    release()
    await stage.quiet()
    const said = ana.sees().slice(before.ana)
    expect(said.filter(({ text }) => text.includes(words.en.slower))).toHaveLength(1)
    expect(said.at(-1)?.text).toContain(words.en.slower)
    expect(said.length).toBeLessThan(flood / 2)
    expect(await done(stage, ana, ana.says("help"))).toHaveLength(before.ana + said.length)
    expect(read(bo)).not.toContain(words.en.slower)
  },
}
