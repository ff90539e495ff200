import { inFull } from "./lexicon/marks.js"

export const isLetter = (c: string): boolean => c >= "a" && c <= "z"
export const isDigit = (c: string): boolean => c >= "0" && c <= "9"

/** Letters with inner apostrophes; digits count as a word of their own inside a phrase ("2a feira", "double 11"). */
export function wordEnd(text: string, at: number): number {
  let i = at
  if (isDigit(text[i] ?? "")) {
    while (isDigit(text[i] ?? "")) i += 1
    return i
  }
  while (i < text.length && (isLetter(text[i] ?? "") || (text[i] === "'" && i > at && isLetter(text[i + 1] ?? ""))))
    i += 1
  return fused(text, at, i)
}

/** "Any1", "l8r": figures that are read as a part of the word. @returns where the word ends */
function fused(text: string, at: number, end: number): number {
  if (end === at || !isDigit(text[end] ?? "")) return end
  let to = end + 1
  while (isLetter(text[to] ?? "")) to += 1
  return inFull[text.slice(at, to)] === undefined ? end : to
}
