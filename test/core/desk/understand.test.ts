import { describe, expect, test } from "vitest"
import { columnsOf, corpus, type Row, read } from "./understand-corpus.js"

describe("the sample is read exactly", () => {
  test.each(corpus("sample"))("$language: $text", (row) => {
    const reading = read(row)
    expect(columnsOf(reading)).toBe(row.expected)
    expect(reading.language).toBe(row.language)
  })
})

/** How a row came out: as meant; asked or said to be impossible; or something else than was meant, said with confidence. */
function outcome(row: Row): "exact" | "asked" | "wrong" {
  const reading = read(row)
  if (columnsOf(reading) === row.expected && reading.language === row.language) return "exact"
  return reading.open.length > 0 || reading.problems.length > 0 || reading.intent === "unknown" ? "asked" : "wrong"
}

describe("the corpus", () => {
  test.each(["zh-Hant", "zh-Hans", "pt", "en"])(
    "%s: at least 98 in 100 exact, none wrong with confidence",
    (language) => {
      const rows = corpus(language)
      const outcomes = rows.map((row) => ({ row, is: outcome(row) }))
      const count = (is: string): number => outcomes.filter((one) => one.is === is).length
      process.stdout.write(
        `${language}: exact ${count("exact")}, asked ${count("asked")}, wrong ${count("wrong")} of ${rows.length}\n`,
      )
      expect(rows.length).toBeGreaterThanOrEqual(150)
      expect(
        outcomes.filter((one) => one.is === "wrong").map(({ row }) => `${row.text}: ${columnsOf(read(row))}`),
      ).toEqual([])
      expect(count("exact") / rows.length).toBeGreaterThanOrEqual(0.98)
    },
  )
})
