/**
 * Microseconds per reading, by language, next to chrono-node on the same sentences; and the longest message there can be.
 * Run: npx tsx bench/understand.ts
 */
import { readFileSync } from "node:fs"
import { performance } from "node:perf_hooks"
import * as chrono from "chrono-node"
import { type Context, understand } from "../src/core/desk/understand/index.js"
import type { Language } from "../src/core/language.js"
import { centre } from "../test/core/desk/understand-centre.js"

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

/** The median of several rounds over all sentences, in microseconds a sentence. */
function microseconds(texts: readonly string[], read: (text: string) => unknown): number {
  const rounds = Array.from({ length: 15 }, () => {
    const start = performance.now()
    for (const text of texts) read(text)
    return ((performance.now() - start) * 1000) / texts.length
  })
  return rounds.sort((a, b) => a - b)[7] ?? 0
}

const out = (line: string) => process.stdout.write(`${line}\n`)
for (const language of ["zh-Hant", "zh-Hans", "pt", "en"] as const) {
  const texts = sentences(language)
  const ours = microseconds(texts, (text) => understand(text, context(language)))
  const theirs = microseconds(texts, (text) => parsers[language].parse(text, { instant: now, timezone: 480 }))
  out(`${language}: ${ours.toFixed(0)} µs, chrono-node ${theirs.toFixed(0)} µs, ratio ${(ours / theirs).toFixed(2)}`)
}

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
const slowest = Math.max(
  ...units.map((unit) => microseconds([unit.repeat(100_000 / unit.length)], (text) => understand(text, context("en")))),
)
out(`100,000 characters: ${(slowest / 1000).toFixed(1)} ms at most`)
