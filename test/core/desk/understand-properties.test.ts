import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Context, type Reading, understand } from "../../../src/core/desk/understand/index.js"
import { type Language, languages } from "../../../src/core/language.js"
import { centre } from "./understand-centre.js"
import { corpus } from "./understand-corpus.js"

const zone = "Asia/Macau"
const at = (now: string, language: Language = "en"): Context => ({
  now: new Date(`${now}+08:00`),
  zone,
  language,
  centre,
})
const noon = at("2026-11-23T12:00")

const rows = ["en", "pt", "zh-Hant", "zh-Hans"].flatMap((name) => corpus(name))
const words = [...new Set(rows.flatMap(({ text }) => text.split(/(?<=[\p{Script=Han}])|\s+/u)))]
const soup = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(" "))
const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  soup,
)
const anyNow = fc
  .date({ min: new Date("2025-01-01T00:00Z"), max: new Date("2035-01-01T00:00Z"), noInvalidDate: true })
  .map((now): Context => ({ ...noon, now }))

/** No booking begins in the past or ends before it begins, whatever is said. */
function sane(reading: Reading, context: Context): void {
  const instant = (local: string): number => Date.parse(`${local.length === 10 ? `${local}T23:59` : local}:00+08:00`)
  const spans = [
    { start: reading.start, end: reading.end },
    { start: reading.moveTo, end: reading.moveToEnd },
    ...reading.open.flatMap((question) =>
      question.about === "start" || question.about === "moveTo" ? question.choices : [],
    ),
  ]
  for (const { start, end } of spans) {
    if (start && start.length > 10 && end) expect(instant(end)).toBeGreaterThan(instant(start))
    if (start && reading.intent === "book")
      expect(instant(start)).toBeGreaterThanOrEqual(context.now.getTime() - 60_000)
  }
}

describe("whatever is written", () => {
  test("is read to something sane", () => {
    fc.assert(
      fc.property(anyText, anyNow, fc.constantFrom(...languages), (text, context, language) => {
        sane(understand(text, { ...context, language }), context)
      }),
      { numRuns: 3000 },
    )
  })

  test("is read the same way twice", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(understand(text, noon)).toEqual(understand(text, noon))
      }),
      { numRuns: 300 },
    )
  })

  test("understood parts stand in the text", () => {
    fc.assert(
      fc.property(soup, (text) => {
        for (const part of understand(text, noon).understood) expect(text).toContain(part.text)
      }),
    )
  })
})

/** As instants are written: four digits of the year, and no more. */
const local = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/
const distant = [
  ["book on 275760-09-13 3pm", "a day that only just is one of a computer's"],
  ["275760-09-13", "without a time"],
  ["until 275760-09-13 every monday 3pm", "the end of a series"],
  ["訂12026年1月3日三點", "five digits in Chinese"],
  ["book 31/12/9999 11pm-2am", "a night into the year 10000"],
  ["book in 999999999 hours", "a hundred thousand years from now"],
  ["book in 999999999 minutes for 1 hour", "two thousand years from now"],
]
test.each(distant)("%s (%s) is read without a year that nobody can write", (text) => {
  const { start, end, moveTo, moveToEnd, repeat } = understand(text, noon)
  for (const said of [start, end, moveTo, moveToEnd, repeat?.until]) if (said) expect(said).toMatch(local)
})

describe("a message of 100,000 characters", () => {
  const units = [
    "a",
    "一",
    "1",
    " ",
    "'",
    "1:",
    "(",
    "十",
    "12 to ",
    "tomorrow ",
    "聽日三點",
    "às ",
    "na ",
    "の",
    "\u0000",
    "😀",
    "\u202e",
    "e\u0301",
    "-",
    "no ",
    "10.",
    "2/",
    "half past ",
    "a a ",
    "p.",
    "「",
    "«a",
  ]
  test.each(units)("of %j is cut, and read without growing work", (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    const reading = understand(text, noon)
    expect(reading.truncated).toBe(true)
    // The same work as for what is kept: everything after the first thousand characters changes nothing.
    expect(reading).toEqual({ ...understand(text.slice(0, 1000), noon), truncated: true })
  })
})

/** One way to write a start and an end in each language; what is written must be read back. */
const writers: Record<Language, (day: { y: number; m: number; d: number }, from: string, to: string) => string> = {
  en: ({ y, m, d }, from, to) =>
    `book ${d} ${new Intl.DateTimeFormat("en", { month: "long" }).format(new Date(y, m - 1, 1))} ${y}, ${from}–${to}`,
  pt: ({ y, m, d }, from, to) =>
    `reservar ${d} de ${new Intl.DateTimeFormat("pt-PT", { month: "long" }).format(new Date(y, m - 1, 1))} de ${y} das ${from.replace(":", "h")} às ${to.replace(":", "h")}`,
  "zh-Hant": ({ y, m, d }, from, to) => `訂${y}年${m}月${d}日${from}至${to}`,
  "zh-Hans": ({ y, m, d }, from, to) => `订${y}年${m}月${d}日${from}到${to}`,
}

test.each(languages)("a time written in %s is read back as the same", (language) => {
  const clock = (minute: number): string => new Date(minute * 60_000).toISOString().slice(11, 16)
  const day = fc.date({ min: new Date("2026-11-24T00:00Z"), max: new Date("2027-12-31T00:00Z"), noInvalidDate: true })
  const quarters = fc
    .tuple(fc.integer({ min: 32, max: 90 }), fc.integer({ min: 1, max: 16 }))
    .filter(([from, length]) => from + length <= 104)
  fc.assert(
    fc.property(day, quarters, (date, [from, length]) => {
      const iso = date.toISOString().slice(0, 10)
      const [y = 0, m = 0, d = 0] = iso.split("-").map(Number)
      const text = writers[language]({ y, m, d }, clock(from * 15), clock((from + length) * 15))
      const end = new Date(Date.parse(`${iso}T00:00Z`) + (from + length) * 900_000).toISOString().slice(0, 16)
      const reading = understand(text, { ...noon, language })
      expect([text, reading.start, reading.end]).toEqual([text, `${iso}T${clock(from * 15)}`, end])
    }),
  )
})
