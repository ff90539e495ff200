import { expect, test } from "vitest"
import { picked } from "../../../src/core/desk/picked.js"
import type { Step } from "../../../src/core/desk/press.js"

const at = (start: string, room: string): Step => ({ do: "plan", sketch: { start, minutes: 120, room: { room } } })
const wish = { start: "2026-11-24T20:00", minutes: 120, room: { room: "s2" } }
const list = [
  at("2026-11-24T20:00", "s1"),
  at("2026-11-24T20:00", "s3"),
  at("2026-11-24T17:45", "s2"),
  at("2026-11-24T22:15", "s2"),
]
const pick = (text: string, of: readonly Step[] = list): Step | null =>
  picked(text, { list: of, wish, zone: "Asia/Macau" })

test.each<[string, number]>([
  ["the second one", 1],
  ["2nd", 1],
  ["I'll take the first one please", 0],
  ["ok the last one", 3],
  ["option 3", 2],
  ["#2", 1],
  ["o segundo", 1],
  ["quero a terceira opção", 2],
  ["a última", 3],
  ["第二個", 1],
  ["要第三個呀唔該", 2],
  ["第一个吧", 0],
  ["最后一个", 3],
  ["最尾嗰個", 3],
  ["the later one", 3],
  ["the earliest", 2],
  ["o mais tarde", 3],
  ["o mais cedo", 2],
  ["遲啲嗰個", 3],
  ["嗰個早啲嘅", 2],
  ["晚一点的", 3],
  ["the one 135 min later", 3],
])("%s is one of the list", (text, place) => {
  expect(pick(text)).toEqual(list[place])
})

test.each([
  ["嗰個30分鐘後嘅", "2026-11-24T20:30"],
  ["the one half an hour later", "2026-11-24T20:30"],
  ["uma hora mais cedo", "2026-11-24T19:00"],
  ["早一個鐘嗰個", "2026-11-24T19:00"],
])("%s is a time the list has not, beside what was wished for", (text, start) => {
  expect(pick(text)).toEqual({ do: "plan", sketch: { ...wish, start } })
})

test.each([
  "segunda",
  "na segunda",
  "quarta por favor",
  "2",
  "the fifth one",
  "第二日",
  "second floor",
  "x".repeat(5000),
])("%s is none of it", (text) => expect(pick(text)).toBeNull())

test("where nothing was listed, nothing is picked", () => {
  for (const text of ["the second one", "the later one", "第一個"]) expect(pick(text, [])).toBeNull()
})
