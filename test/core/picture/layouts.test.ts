import { describe, expect, it } from "vitest"
import { languages } from "../../../src/core/language.js"
import type { Shape } from "../../../src/core/picture/drawing.js"
import { hasGlyph } from "../../../src/core/picture/fonts.js"
import { heatmap } from "../../../src/core/picture/heatmap.js"
import type { Look } from "../../../src/core/picture/look.js"
import { widthOf } from "../../../src/core/picture/text.js"
import { timetable } from "../../../src/core/picture/timetable.js"
import { week } from "../../../src/core/picture/week.js"
import { sampleDay, sampleUse, sampleWeek } from "./samples.js"

const layouts = {
  "a member's day": (look: Look) => timetable(sampleDay(look.language), look),
  "the staff's day": (look: Look) => timetable(sampleDay(look.language, { staff: true }), look),
  "a day at its first minute": (look: Look) => timetable(sampleDay(look.language, { now: 480 }), look),
  "a day at its last minute": (look: Look) => timetable(sampleDay(look.language, { now: 1560 }), look),
  "a week": (look: Look) => week(sampleWeek(look.language), look),
  "a heatmap": (look: Look) => heatmap(sampleUse(look.language), look),
}
const cases = Object.entries(layouts).flatMap(([name, draw]) =>
  languages.flatMap((language) => (["phone", "wide"] as const).map((form) => ({ name, draw, language, form }))),
)

type Text = Extract<Shape, { is: "text" }>

/** Where a text's ink lies: capitals and Chinese characters. */
function boxOf({ text, at: [x, y], size, weight, align }: Text) {
  const width = widthOf(text, { size, weight })
  const left = align === "left" ? x : align === "right" ? x - width : x - width / 2
  return { left, right: left + width, top: y - size * 0.78, bottom: y + size * 0.1, text }
}

describe.each(cases)("$name in $language, $form", ({ draw, language, form }) => {
  const drawing = draw({ language, form, scheme: "light" })
  const texts = drawing.shapes.filter((shape) => shape.is === "text")

  it("has a glyph for every character", () => {
    const missing = texts.flatMap(({ text }) => Array.from(text).filter((sign) => !hasGlyph(sign)))
    expect(missing).toEqual([])
    expect(texts.length).toBeGreaterThan(30)
  })

  it("keeps every text on the picture and off every other", () => {
    const boxes = texts.map(boxOf)
    const outside = boxes.filter((b) => b.left < 0 || b.right > drawing.width || b.top < 0 || b.bottom > drawing.height)
    expect(outside).toEqual([])
    const clashes = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((b) => [a.text, b.text]),
    )
    expect(clashes).toEqual([])
  })
})
