import type { Day } from "./calendar.js"
import type { Folded } from "./fold.js"
import type { Scope } from "./grammar/scope.js"
import type { Wanted } from "./intent.js"
import type { Lexed, Token } from "./lex.js"
import type { Context, Reading } from "./reading.js"
import { is } from "./tokens.js"

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
  now: { day: Day; minute: number }
  title: string | null
}

/** The days and times among the tokens, as they were written. */
export const timeText = (tokens: readonly Token[], m: Material): string =>
  tokens
    .filter((token) => is(token, "date", "clock", "range", "dated", "repeat"))
    .map((token) => original(token, m))
    .join(" ")

export function original(token: Token, { text, folded }: Material): string {
  return text.slice(folded.from[token.at] ?? 0, folded.from[token.to] ?? text.length).trim()
}
