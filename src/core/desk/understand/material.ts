import type { Day } from "./calendar.js"
import type { Folded } from "./fold.js"
import type { Scope } from "./grammar/scope.js"
import type { Wanted } from "./intent.js"
import type { Lexed } from "./lex.js"
import type { Context, Reading } from "./reading.js"
import { is, type Token } from "./tokens.js"

/** A message on its way to a reading: what has been found out before its times are resolved. */
export type Material = {
  text: string
  folded: Folded
  lexed: Lexed
  tokens: readonly Token[]
  /** The same with ranges and bounds joined. */
  ranged: readonly Token[]
  scope: Scope
  want: Wanted
  context: Context
  language: Reading["language"]
  /** `begun`: some seconds of the minute are over. */
  now: { day: Day; minute: number; begun: boolean }
  title: string | null
}

/** The days and times among the tokens, as they were written. */
export function timeText(tokens: readonly Token[], m: Material): string {
  const spans: Token[] = []
  for (const token of tokens) {
    if (!is(token, "date", "clock", "range", "dated", "repeat")) continue
    const last = spans.at(-1)
    if (last && last.to <= token.at && m.folded.text.slice(last.to, token.at).trim() === "")
      spans[spans.length - 1] = { ...last, to: token.to }
    else spans.push(token)
  }
  return spans.map((span) => original(span, m)).join(" ")
}

export function original(token: Token, { text, folded }: Material): string {
  return text.slice(folded.from[token.at] ?? 0, folded.from[token.to] ?? text.length).trim()
}
