import type { Sense } from "../sense.js"

/** What marks between words stand for, in every language. */
export const marks: Record<string, readonly Sense[]> = {
  ":": [{ is: "colon" }],
  "：": [{ is: "colon" }],
  ".": [{ is: "dot" }],
  "/": [{ is: "slash" }],
  "-": [{ is: "dash" }],
  "–": [{ is: "dash" }],
  "—": [{ is: "dash" }],
  "~": [{ is: "dash" }],
  "〜": [{ is: "dash" }],
  "‐": [{ is: "dash" }],
  "−": [{ is: "dash" }],
  "‒": [{ is: "dash" }],
  ",": [{ is: "comma" }],
  "、": [{ is: "comma" }],
  ";": [{ is: "stop" }],
  "。": [{ is: "stop" }],
  "!": [{ is: "stop" }],
  "?": [{ is: "question" }],
  "#": [{ is: "hash" }],
  "+": [{ is: "add" }],
  "&": [{ is: "and" }],
  "×": [{ is: "measure" }],
  "@": [{ is: "at" }],
  // An arrow is a dash that may lead to where something moves.
  "→": [{ is: "dash" }, { is: "moveTo" }],
}
