import type { Language } from "../../language.js"
import type { Folded } from "./fold.js"
import type { Lexed } from "./lex.js"

/** Two Chinese characters weigh as much as one word of the other languages. */
const charactersPerWord = 2

/** The language a message is written in, by the words known to one language only; the person's own where they do not tell. */
export function tongue(folded: Folded, { evidence }: Lexed, own: Language): Language {
  const ownKind = own === "pt" || own === "en" ? own : "zh"
  // Chinese speakers mix in English words; hardly anyone else mixes in Chinese characters.
  if (ownKind === "zh" && evidence.zh > 0) return script(folded, own)
  const scores = { zh: evidence.zh / charactersPerWord, pt: evidence.pt, en: evidence.en }
  const best = (["zh", "pt", "en"] as const).reduce((a, b) => (scores[b] > scores[a] ? b : a), ownKind)
  return best === "zh" ? script(folded, own) : best
}

function script({ traditional, onlySimplified }: Folded, own: Language): Language {
  if (traditional !== onlySimplified) return traditional > onlySimplified ? "zh-Hant" : "zh-Hans"
  return own === "zh-Hans" ? own : "zh-Hant"
}
