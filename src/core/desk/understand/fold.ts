import { clipped } from "../../clipped.js"
import { simplified } from "./lexicon/script.js"
import { rightHan } from "./wrong-han.js"

/** Text brought to one form for reading, and for each of its characters where it stood in the original. */
export type Folded = {
  text: string
  /** Offset in the original of each character of `text`, and the end of the last one. */
  from: readonly number[]
  /** How many characters were of one Chinese script only. */
  traditional: number
  onlySimplified: number
  truncated: boolean
}

/** Longer messages are cut here: no request needs more, and every later step is bounded by it. */
export const longest = 1000

const simplifiedForms = new Set(simplified.values())
/** Simplified forms that are in everyday traditional use as well, so tell nothing. */
const shared = new Set(
  "后里只台干松几周面云系余于个才谷伙佣志丑斗咸卷征采制占涂冲表杆尸凶并克升折杯脉御念扣彩幸税强志夸胡姜舍抛范咨凉温烟托脚迹虫坛向困尽游并一二三四回晒准板凌布划扎",
)
const apostrophe = /['’‘`´]/u
/** Accents, and characters that show nothing (joiners, direction marks). */
const invisible = /[\p{M}\p{Cf}]/u
const blank = /[\p{C}\p{Z}\p{So}\p{Sk}\s]/u

type Character = { text: string; script: "traditional" | "simplified" | null }

/** One character: compatibility forms, case, accents and Chinese scripts become one. Marks vanish, symbols become a space. */
function foldCharacter(character: string): string {
  if (character >= " " && character < "\x7f") return character.toLowerCase()
  const plain = character.normalize("NFKC").toLowerCase().normalize("NFD")
  let out = ""
  for (const piece of plain) {
    if (invisible.test(piece)) continue
    out += simplified.get(piece) ?? (blank.test(piece) ? " " : piece)
  }
  return out
}

function characterOf(character: string): Character {
  const folded = foldCharacter(character)
  const only = simplifiedForms.has(character) && !shared.has(character)
  const script = simplified.has(character) ? "traditional" : only ? "simplified" : null
  return { text: apostrophe.test(folded) ? "'" : folded, script }
}

/** People write with a few thousand characters: each is folded once. */
const known = new Map<string, Character>()
const knownMost = 20_000

function folded(character: string): Character {
  const kept = known.get(character)
  if (kept) return kept
  const made = characterOf(character)
  if (known.size < knownMost) known.set(character, made)
  return made
}

const half = (before: string): Character => ({ text: /\d$/.test(before) ? ".5" : "0.5", script: null })

/** Folds at most {@link longest} characters of a message, in linear time. */
export function fold(source: string): Folded {
  const truncated = source.length > longest
  const cut = truncated ? clipped(source, longest) : source
  let text = ""
  const from: number[] = []
  let traditional = 0
  let onlySimplified = 0
  let at = 0
  for (const character of cut) {
    const { text: bare, script } = character === "½" ? half(text) : folded(character)
    if (script === "traditional") traditional += 1
    if (script === "simplified") onlySimplified += 1
    for (let i = 0; i < bare.length; i += 1) from.push(at)
    text += bare
    at += character.length
  }
  from.push(cut.length)
  return { text: rightHan(text), from, traditional, onlySimplified, truncated }
}

/** Folds a word of a lexicon or of the centre's own names: the same form that messages get. */
export const foldWord = (word: string): string => fold(word).text.trim()
