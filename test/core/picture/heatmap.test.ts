import { describe, expect, it } from "vitest"
import { type Heatmap, heatmap, heatmapFacts } from "../../../src/core/picture/heatmap.js"

const map: Heatmap = {
  title: "Use",
  classes: [
    {
      name: "Small",
      use: [
        [null, 0.5, 1],
        [null, 0, 0.5],
      ],
    },
    {
      name: "Large",
      use: [
        [null, null, null],
        [null, null, null],
      ],
    },
  ],
  days: ["Mon", "Tue"],
  from: 480,
  to: 660,
  words: { average: "Average", closed: "Closed" },
}

describe("a heatmap", () => {
  it("gives its figures: averages over open hours, the busiest and the quietest", () => {
    expect(heatmapFacts(map)).toEqual({
      averages: [
        { class: "Small", use: 0.5 },
        { class: "Large", use: null },
      ],
      busiest: { class: "Small", day: "Mon", start: 600, use: 1 },
      quietest: { class: "Small", day: "Tue", start: 540, use: 0 },
    })
    expect(heatmapFacts({ ...map, classes: [] })).toEqual({ averages: [], busiest: null, quietest: null })
  })

  it("says every hour in figures where there is room, and per cent as the language does", () => {
    const texts = heatmap(map, { language: "pt", scheme: "dark", form: "wide" }).shapes.flatMap((shape) =>
      shape.is === "text" ? [shape.text] : [],
    )
    expect(texts).toEqual(expect.arrayContaining(["50%", "100", "0", "–", "Closed"]))
  })
})
