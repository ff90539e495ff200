import { remembered } from "../remembered.js"
import type { Weight } from "./drawing.js"
import { hasGlyph, textWidth } from "./fonts.js"

/**
 * The text as the fonts can draw it; never a missing-glyph box. In this order: emoji are left out; a character no font has is
 * replaced by its compatibility form (`𝐀` by `A`), else by its base letter (`ő` by `o`); a run of what remains (other scripts,
 * control characters) by one ellipsis. Texts that consist of nothing else become an ellipsis.
 */
export const drawable = (text: string): string => remembered(known, text, asDrawn)

/** The names and times of a day come again in its next picture: each is looked at once. */
const known = new Map<string, string>()

function asDrawn(text: string): string {
  if (plain.test(text) && Array.from(text).every(hasGlyph)) return text
  const kept = text
    .normalize("NFC")
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (hasGlyph(sign) ? sign : ""))
    .replace(/\u20e3|[\p{Emoji_Modifier}\p{Regional_Indicator}\p{Variation_Selector}\p{Cf}]/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    // The fonts' curly quotes are as wide as a Chinese character.
    .replace(/(?<!\p{Script=Han})[‘’](?!\p{Script=Han})/gu, "'")
    .replace(/(?<!\p{Script=Han})[“”](?!\p{Script=Han})/gu, '"')
  const drawn = Array.from(kept, nearest)
    .join("")
    .replace(/\0+/g, "…")
    .replace(/…(?: ?…)+/g, "…")
  return drawn === "" && text.trim() !== "" ? "…" : drawn
}

/** Letters, figures, signs and Chinese characters between single spaces: nearly every text, and not in need of the rest. */
const plain = /^[!-~À-ɏ·–一-鿿]+(?: [!-~À-ɏ·–一-鿿]+)*$/

function nearest(character: string): string {
  if (hasGlyph(character)) return character
  for (const form of [character.normalize("NFKC"), character.normalize("NFD").replace(/\p{M}/gu, "")]) {
    if (form !== "" && Array.from(form).every(hasGlyph)) return form
  }
  return "\0"
}

type Type = { size: number; weight: Weight }

/** The width in pixels of a text, made drawable. */
export const widthOf = (text: string, { size, weight }: Type): number => textWidth(drawable(text), weight) * size

/** What must show of a cut text, in em: two Chinese characters, three Latin letters. A lone initial tells nobody anything. */
const least = 1.4

/** The text made drawable and, where it is wider than `width` pixels, cut with an ellipsis; empty where too little would show. */
export function shorten(text: string, width: number, { size, weight }: Type): string {
  const whole = drawable(text)
  if (textWidth(whole, weight) * size <= width) return whole
  const room = width / size - textWidth("…", weight)
  let shown = ""
  for (const character of whole) {
    if (textWidth(shown + character, weight) > room) break
    shown += character
  }
  shown = shown.trimEnd()
  return textWidth(shown, weight) >= least ? `${shown}…` : ""
}

/** The text made drawable, broken between words into lines of at most `width` pixels; null where a word is wider than that. */
export function wrap(text: string, width: number, { size, weight }: Type): string[] | null {
  const lines: string[] = []
  for (const word of drawable(text).split(" ")) {
    if (textWidth(word, weight) * size > width) return null
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer, weight) * size <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
