import { readFileSync } from "node:fs"
import * as chrono from "chrono-node"
import type { Context, Reading } from "../src/core/desk/understand/index.js"
import { type Language, languages } from "../src/core/language.js"
import { centre } from "../test/core/desk/understand-centre.js"
import { abba, type Benchmark, built } from "./harness.js"

const now = new Date("2026-11-23T10:00+08:00")
const context = (language: Language): Context => ({ now, zone: "Asia/Macau", language, centre })
const parsers: Record<Language, { parse: typeof chrono.parse }> = {
  en: chrono.en.GB,
  pt: chrono.pt,
  "zh-Hant": chrono.zh,
  "zh-Hans": chrono.zh,
}

const sentences = (language: Language): string[] =>
  readFileSync(`test/corpus/${language}.tsv`, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t")[1] ?? "")

const rounds = 5

/** Microseconds of the processor a sentence, over all of them: what else the machine does is no part of it. */
function microseconds(texts: readonly string[], read: (text: string) => unknown): number {
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++) for (const text of texts) read(text)
  return process.cpuUsage(before).user / (texts.length * rounds)
}

/** Repeated to the longest message there can be. */
const units = [
  "a ",
  "一",
  "1",
  "1:",
  "12 to ",
  "聽日三點",
  "às ",
  "no ",
  "half past ",
  "tomorrow 3pm ",
  "「",
  "2/",
  "mnday ",
]

/** A whole sentence understood (intent, rooms, gear, people, times) against chrono-node's search for a date in the same text. */
export const reading: Benchmark = {
  id: "B15",
  title: "reading a sentence",
  cheap: true,
  async run({ pairs, say }) {
    const { understand } = await built<{ understand(text: string, context: Context): Reading }>(
      "core/desk/understand/index.js",
    )
    const ratios = []
    for (const language of languages) {
      const texts = sentences(language)
      ratios.push(
        await abba({
          what: `reading a sentence (${language}) / chrono-node's parse of it`,
          goal: { kind: "at_most", ratio: 2 },
          unit: "µs",
          pairs,
          ours: () => microseconds(texts, (text) => understand(text, context(language))),
          theirs: () => microseconds(texts, (text) => parsers[language].parse(text, { instant: now, timezone: 480 })),
        }),
      )
    }
    const longest = units.map((unit) => unit.repeat(100_000 / unit.length))
    const slowest = Math.max(...longest.map((text) => microseconds([text], (one) => understand(one, context("en")))))
    say(`100,000 characters of one thing: ${(slowest / 1000).toFixed(1)} ms at most`)
    return ratios
  },
}
