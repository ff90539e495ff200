import { expect, test } from "vitest"
import { type Flood, flood } from "../../src/bots/flood.js"
import type { Turn } from "../../src/core/desk/turn.js"
import { notebook } from "./slack/setup.js"

const start = Date.parse("2026-11-23T10:00:00+08:00")
const turnOf = (more: Partial<Turn> = {}): Turn => ({
  key: "k",
  platform: "telegram",
  from: { id: "ana", name: "Ana" },
  chat: { address: "telegram:1", kind: "private" },
  addressed: true,
  said: { kind: "text", text: "help" },
  ...more,
})

function at() {
  let now = start
  const { log, lines } = notebook()
  const made = flood({ now: () => new Date(now), log })
  const admit = (more: Partial<Turn> = {}) => made.admit(turnOf(more))
  const many = (count: number, more: Partial<Turn> = {}) => Array.from({ length: count }, () => admit(more))
  return {
    ...{ made, lines, admit, many },
    later: (seconds: number) => {
      now += seconds * 1000
    },
  }
}
const heard = (flood: Flood, turn: Turn | undefined): boolean => turn !== undefined && flood.hears(turn)

test("tapping fast for as long as one likes is heard", () => {
  const { many, admit, later } = at()
  expect(many(20).every((turn) => turn && !turn.hasty)).toBe(true)
  for (let n = 0; n < 600; n++) {
    later(1)
    expect(admit()).toEqual(turnOf())
  }
})

test("whoever sends more is told once, and not heard for a minute, however they go on", () => {
  const { made, many, admit, later, lines } = at()
  const before = many(20)
  const told = admit()
  expect(told).toEqual(turnOf({ hasty: true }))
  expect(heard(made, told)).toBe(true)
  expect(many(500)).toEqual(Array(500).fill(undefined))
  expect(
    before.some((turn) => heard(made, turn)),
    "what waited goes with it",
  ).toBe(false)
  later(59)
  expect(admit()).toBeUndefined()
  later(1)
  expect(admit()).toEqual(turnOf())
  expect(lines.map(({ level, facts }) => [level, Object.keys(facts as object)])).toEqual([["warn", ["turn"]]])
  expect(many(20).at(-1)).toEqual(turnOf({ hasty: true }))
})

test("it is one person's alone", () => {
  const { many, admit } = at()
  many(30)
  expect(admit({ from: { id: "bo", name: "Bo" } })?.hasty).toBeUndefined()
})

test("what people say among themselves counts for nothing", () => {
  const { many, admit } = at()
  const chatter = { chat: { address: "telegram:-1", kind: "group" }, addressed: false } as const
  expect(many(200, chatter).every((turn) => turn && !turn.hasty)).toBe(true)
  expect(admit()).toEqual(turnOf())
  expect(many(30, { ...chatter, said: { kind: "press", data: "x" } }).at(-1)).toBeUndefined()
})
