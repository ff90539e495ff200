import type { Language } from "../../../language.js"
import type { Day } from "../calendar.js"
import type { CentreWords } from "../lexicon.js"

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
