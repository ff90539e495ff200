import { closeSync, openSync, readSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { Weight } from "./drawing.js"

/**
 * What the pictures' two fonts (Noto Sans for Traditional and for Simplified Chinese, both with Latin) can draw and how wide it
 * is. Read from the font files' own tables, so that a layout needs no canvas to know that a text fits and that it has glyphs.
 */

const { resolve } = createRequire(import.meta.url)
const file = (name: string, font: string) =>
  join(dirname(resolve(`@embedpdf/fonts-${name}`)), "..", "fonts", `${font}.otf`)

/** The font files; the renderer registers them under these names. */
export const fontFiles = {
  HantRegular: file("tc", "NotoSansHant-Regular"),
  HantBold: file("tc", "NotoSansHant-Bold"),
  HansRegular: file("sc", "NotoSansHans-Regular"),
  HansBold: file("sc", "NotoSansHans-Bold"),
} as const

/** How far each character moves the pen, in em, by code point; characters without a glyph are not in it. */
type Advances = Map<number, number>

/** The parts of OpenType that say which characters there are (`cmap`, format 12) and how wide they are (`hmtx`). */
function addAdvances(advances: Advances, path: string): void {
  const handle = openSync(path, "r")
  try {
    const bytes = (from: number, length: number) => {
      const buffer = Buffer.alloc(length)
      readSync(handle, buffer, 0, length, from)
      return buffer
    }
    const directory = bytes(12, bytes(0, 12).readUInt16BE(4) * 16)
    const table = (tag: string) => {
      const at = directory.indexOf(tag, 0, "latin1")
      return bytes(directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12))
    }
    const unitsPerEm = table("head").readUInt16BE(18)
    const measured = table("hhea").readUInt16BE(34)
    const widths = table("hmtx")
    for (const { first, last, glyph } of groupsOf(table("cmap"))) {
      for (let codePoint = first; codePoint <= last; codePoint++) {
        // Glyphs past the measured ones are as wide as the last of them.
        const index = Math.min(glyph + codePoint - first, measured - 1)
        if (!advances.has(codePoint)) advances.set(codePoint, widths.readUInt16BE(index * 4) / unitsPerEm)
      }
    }
  } finally {
    closeSync(handle)
  }
}

/** Runs of characters whose glyphs follow each other too. */
function groupsOf(cmap: Buffer): { first: number; last: number; glyph: number }[] {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(8 + i * 8))
  const start = offsets.find((offset) => cmap.readUInt16BE(offset) === 12)
  if (start === undefined) throw new Error("The pictures' font has no full Unicode map: reinstall the packages.")
  return Array.from({ length: cmap.readUInt32BE(start + 12) }, (_, i) => {
    const [first = 0, last = 0, glyph = 0] = [0, 4, 8].map((at) => cmap.readUInt32BE(start + 16 + i * 12 + at))
    return { first, last, glyph }
  })
}

const read = new Map<Weight, Advances>()

/** Read at the first use, in some 30 ms a weight; the traditional font goes first, as it is drawn first in most languages. */
function advancesOf(weight: Weight): Advances {
  const known = read.get(weight)
  if (known !== undefined) return known
  const advances: Advances = new Map()
  for (const name of weight === "bold"
    ? (["HantBold", "HansBold"] as const)
    : (["HantRegular", "HansRegular"] as const)) {
    addAdvances(advances, fontFiles[name])
  }
  read.set(weight, advances)
  return advances
}

/** Whether one of the fonts has the character. The two weights of a font have the same characters. */
export const hasGlyph = (character: string): boolean => advancesOf("regular").has(character.codePointAt(0) ?? 0)

/** In Latin text the fonts put a baseline ellipsis in place of the Chinese one; up to this wide, in em. */
const ellipsis = 1.1

/** The width of a drawable text in em. Kerning is left out: it only ever makes Latin text a little narrower. */
export function textWidth(text: string, weight: Weight): number {
  const advances = advancesOf(weight)
  let width = 0
  for (const character of text) {
    width += character === "…" ? ellipsis : (advances.get(character.codePointAt(0) ?? 0) ?? 0)
  }
  return width
}
