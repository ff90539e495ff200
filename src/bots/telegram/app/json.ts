import type { Line } from "../../../core/desk/turn.js"
import type { Language } from "../../../core/language.js"

/** What the picker's page asks and is answered; the page is type-checked against these. */

/** Minutes of the wall clock since the day's midnight: 1500 is 01:00 of the next morning. */
export type Stretch = { from: number; to: number }

/** A day as one person could book on it; days are `2026-11-24`. */
export type TimesJson = {
  language: Language
  centre: string
  day: string
  today: string
  days: readonly string[]
  from: number
  to: number
  rooms: readonly { id: string; name: string; kind: string; free: readonly Stretch[]; own: readonly Stretch[] }[]
  hosts: number
  hostsMost: number
  shortest: number
  longest: number
  grid: number
}

export type AppReplyJson = {
  lines: readonly Line[]
  buttons: readonly (readonly AppButtonJson[])[]
}
export type AppButtonJson =
  | { label: string; action: string; style?: "primary" | "danger" }
  | { label: string; url: string }

export type PassJson = { pass: string }
export type AnswerJson = {
  replies: readonly AppReplyJson[]
  /** Something came of it that is to be kept: it was said in the chat, too. */
  inChat?: true
}
