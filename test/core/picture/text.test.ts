import { createCanvas, GlobalFonts } from "@napi-rs/canvas"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fontFiles, hasGlyph, textWidth } from "../../../src/core/picture/fonts.js"
import { drawable, shorten, widthOf, wrap } from "../../../src/core/picture/text.js"

const type = { size: 12, weight: "regular" as const }

describe("what the fonts can draw", () => {
  it.each([
    ["2號直播間，氹仔！", "2號直播間，氹仔！"],
    ["时间预约 喺嘅咗哋嘢嚟啲", "时间预约 喺嘅咗哋嘢嚟啲"],
    ["São João, às 15h ½ €", "São João, às 15h ½ €"],
    ["Moda 💄✨ Conceição", "Moda Conceição"],
    ["👩‍👩‍👧 1️⃣ 🇲🇴 Live", "1 Live"],
    ["⏰", "…"],
    ["L’Oréal “Rio”", 'L\'Oréal "Rio"'],
    ["他說“好”", "他說“好”"],
    ["𝐀𝐁 Łódź Győr", "AB …ódz Gyor"],
    ["متجر", "…"],
    ["Loja متجر 한국 fim", "Loja … fim"],
    ["a\u0000b\nc\u202Ed", "a…b cd"],
    ["e\u0301", "é"],
    ["", ""],
    ["   ", ""],
  ])("%j becomes %j", (text, shown) => {
    expect(drawable(text)).toBe(shown)
  })

  it("any text becomes one without missing glyphs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = drawable(text)
        expect(Array.from(shown).filter((sign) => !hasGlyph(sign))).toEqual([])
        expect(drawable(shown)).toBe(shown)
        expect(shown === "").toBe(text.trim() === "")
      }),
      { numRuns: 1000 },
    )
  })
})

describe("the fonts' tables, against what a canvas draws", () => {
  for (const [name, path] of Object.entries(fontFiles)) GlobalFonts.registerFromPath(path, `check-${name}`)
  const context = createCanvas(48, 48).getContext("2d")
  const pixels = (text: string, weight: string) => {
    context.clearRect(0, 0, 48, 48)
    context.font = `24px check-Hant${weight}, check-Hans${weight}`
    context.fillText(text, 6, 32)
    return Buffer.from(context.getImageData(0, 0, 48, 48).data).toString("latin1")
  }
  const sample = Array.from({ length: 600 }, (_, i) => String.fromCodePoint(0x21 + ((i * 97) % 0xa000)))

  it.each(["Regular", "Bold"])("a character said to have a glyph is no box (%s)", (weight) => {
    const box = pixels("\uffff", weight)
    const boxes = sample.filter((sign) => hasGlyph(sign) && pixels(sign, weight) === box)
    expect(boxes).toEqual([])
    expect(sample.filter(hasGlyph).length).toBeGreaterThan(250)
  })

  it.each(["regular", "bold"] as const)("widths are those of the canvas, kerning aside (%s)", (weight) => {
    const suffix = weight === "bold" ? "Bold" : "Regular"
    context.font = `100px check-Hant${suffix}, check-Hans${suffix}`
    context.fontKerning = "none"
    for (const text of ["2號直播間", "时间预约", "Estúdio 12", "À vista: 90%", "Wave & Tide"]) {
      expect(textWidth(text, weight) * 100).toBeCloseTo(context.measureText(text).width, 0)
    }
  })
})

describe("fitting", () => {
  it("never shows more than the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 200 }), (text, width) => {
        expect(widthOf(shorten(text, width, type), type)).toBeLessThanOrEqual(width + 1e-9)
      }),
    )
  })

  it("cuts with an ellipsis, and says nothing rather than a letter", () => {
    expect(shorten("Harbour Goods", 60, type)).toBe("Harbour…")
    expect(shorten("金沙美妝直播", 40, type)).toBe("金沙…")
    expect(shorten("金沙美妝直播", 25, type)).toBe("")
  })

  it("leaves room for the wider ellipsis of Latin text", () => {
    const canvas = createCanvas(1, 1).getContext("2d")
    canvas.font = "100px check-HantBold, check-HansBold"
    for (const text of ["T…", "l…", "好…", "…"]) {
      expect(textWidth(text, "bold") * 100).toBeGreaterThanOrEqual(canvas.measureText(text).width)
    }
  })

  it("breaks between words", () => {
    expect(wrap("Estúdio 12", 45, type)).toEqual(["Estúdio", "12"])
    expect(wrap("Estúdio 12", 200, type)).toEqual(["Estúdio 12"])
    expect(wrap("Estúdio", 20, type)).toBeNull()
  })
})
