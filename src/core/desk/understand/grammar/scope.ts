import type { Language } from "../../../language.js"
import type { Day } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { CentreWords } from "../lexicon.js"
import type { Token } from "../tokens.js"

/** What the rules may look at beside the tokens. */
export type Scope = {
  today: Day
  /** Minutes since midnight. */
  minute: number
  /** It is between midnight and four: "tomorrow" has two meanings. */
  smallHours: boolean
  /** Which figure of a date is the month depends on it. */
  language: Language
  words: CentreWords
  /** The folded text, for the few rules that look at the spelling. */
  text: string
}

const han = /[\u3400-\u9fff]/u

/** Whether a word is written in Chinese characters. */
export const inHan = (token: Token | undefined, { text }: Pick<Scope, "text">): boolean =>
  han.test(text.charAt(token?.at ?? 0))

export const textOf = (token: Token | undefined, { text }: Pick<Scope, "text">): string =>
  text.slice(token?.at, token?.to)

/** The first or a further number of what a rule found. */
export const value = (f: Match, nth = 0): number => f.get("num", nth)?.value ?? 0
