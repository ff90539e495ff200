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
  "*": [{ is: "measure" }],
  "@": [{ is: "at" }],
  // An arrow is a dash that may lead to where something moves.
  "→": [{ is: "dash" }, { is: "moveTo" }],
}

/** «Q horas», «qd é», "wen r u", "any1": as they are typed, wherever the whole words make a phrase. */
export const inFull: Readonly<Record<string, string>> = {
  u: "you",
  ur: "your",
  r: "are",
  wen: "when",
  wat: "what",
  wht: "what",
  wats: "whats",
  whats: "what is",
  nxt: "next",
  hv: "have",
  hav: "have",
  gonna: "going to",
  mth: "month",
  mths: "months",
  any1: "anyone",
  some1: "someone",
  every1: "everyone",
  no1: "no one",
  l8: "late",
  l8r: "later",
  gr8: "great",
  q: "que",
  qd: "quando",
  qdo: "quando",
  qnd: "quando",
  n: "nao",
  prox: "proxima",
  tou: "estou",
  tamos: "estamos",
  ta: "esta",
  to: "estou",
  vc: "voce",
  vcs: "voces",
}

/** "->", "=>". */
export const arrow = /^[-=]{1,2}>/

/** «Tira-me», «põe-nos»: what a word is joined to by a dash that leads nowhere. */
export const clitic = /^-(?:me|nos|te|vos|lhes?|se|[oa]s?|l[oa]s?)(?![a-z])/

/** "6p", and "9a" where another one follows: «2a» is a Monday in Portuguese. */
export const halfDay = /^(?:p|a(?= ?(?:-|–|~|to) ?\d{1,4}(?::\d\d)?[ap](?![a-z])))(?!\.?[a-z])/

/** "1.º", "3º", folded. */
export const ordinalMark = /^\.?o(?![a-z])/

/** "w/", «s/». */
export const stroke = /^[a-z]\/(?:o(?![a-z]))?/
