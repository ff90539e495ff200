import type { Named } from "../clerk.js"
import { simplified } from "./understand/lexicon/script.js"

/** Which members a sentence of staff names, as a clerk names them: by a word of the name, or by whoever comes for them. */

/** `found`: all whom these words may mean; `begins`: a name is so, or begins so. */
export type NamedIn = { found: readonly Named[]; at: number; length: number; begins: boolean }

/** One form for each character, as long as it was: case, accents and the Chinese scripts tell no names apart. */
export const folded = (text: string): string =>
  [...text]
    .map((character) => {
      const plain = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
      const one = simplified.get(plain) ?? plain
      return one.length === character.length ? one : character
    })
    .join("")

const worded = /[\p{Script=Latin}\p{N}]/u
/** Words of names that are everybody's words as well. */
const common = new Set([
  "the",
  "live",
  "show",
  "shop",
  "studio",
  "sala",
  "loja",
  "for",
  "para",
  "and",
  "das",
  "dos",
  "room",
  "are",
  "has",
])

type Names = { all: readonly { member: Named; names: readonly string[] }[]; text: string }

/** Folded once for those who are asked about several times in a turn. */
const kept = new WeakMap<readonly Named[], Names>()

function namesOf(members: readonly Named[]): Names {
  const known = kept.get(members)
  if (known) return known
  const all = members.map((member) => ({ member, names: [member.name, ...member.people].map(folded) }))
  const made = { all, text: all.flatMap(({ names }) => names).join("\n") }
  kept.set(members, made)
  return made
}

/** The longest run of whole words, or of characters where there are none, that is in a name; `says`: words with a meaning of their own. */
export function nameIn(text: string, members: readonly Named[], says: (word: string) => boolean): NamedIn | null {
  const plain = folded(text)
  const names = namesOf(members)
  let best: (Omit<NamedIn, "begins"> & { rank: number }) | null = null
  for (const [at, length] of runs(plain, names.text)) {
    const run = plain.slice(at, at + length)
    if (best && length < best.length) continue
    const ranked = names.all.map(({ member, names }) => ({
      member,
      rank: Math.max(...names.map((name) => rankOf(run, name))),
    }))
    const rank = Math.max(0, ...ranked.map((one) => one.rank))
    if (rank === 0 || (best && length === best.length && rank <= best.rank)) continue
    // A single word that means something here is that, whoever is called by it.
    if (worded.test(run[0] ?? "") && !/\s/u.test(run) && (common.has(run) || says(run))) continue
    best = { found: ranked.filter((one) => one.rank === rank).map(({ member }) => member), at, length, rank }
  }
  return best && { found: best.found, at: best.at, length: best.length, begins: best.rank > 1 }
}

/**
 * Pieces of a text that are somewhere in the names: from a word's beginning to a word's end, from any character where there are no words.
 * What is in none of them is in none with more behind it.
 */
function* runs(text: string, names: string): Generator<[number, number]> {
  const letter = /[\p{L}\p{N}]/u
  const inside = (at: number): boolean => worded.test(text[at - 1] ?? "") && worded.test(text[at] ?? "")
  for (let at = 0; at < text.length; at++) {
    if (!letter.test(text[at] ?? "") || inside(at)) continue
    for (let end = at + 2; end <= text.length && names.includes(text.slice(at, end)); end++)
      if (letter.test(text[end - 1] ?? "") && !inside(end)) yield [at, end - at]
  }
}

/** How well words are a name: 3 all of it, 2 its beginning, 1 within it; 0 not at all. Short pieces from within are no name. */
function rankOf(run: string, name: string): number {
  if (run === name) return 3
  const latin = worded.test(run[0] ?? "")
  const at = name.indexOf(run)
  if (at < 0 || /^\p{N}+$/u.test(run)) return 0
  const [before = "", after = ""] = [name[at - 1], name[at + run.length]]
  if (latin && (worded.test(before) || worded.test(after))) return 0
  if (at === 0 || /\s/u.test(before)) return run.length >= (latin ? 3 : 2) ? (at === 0 ? 2 : 1) : 0
  return run.length >= (latin ? 4 : 3) ? 1 : 0
}

/** Without the name, and the word before it ("for"); what was theirs is then one's own: "cancel my 8pm". */
export function withoutName(text: string, { at, length }: Pick<NamedIn, "at" | "length">): string {
  const before = text
    .slice(0, at)
    .replace(/[幫帮替為为同代畀俾給给跟]\s*(?:阿)?$/u, "")
    .replace(
      /(?:(?<!\p{L})(?:for|para(?: [oa]s?)?|d[eoa]s?|[oa]s?|ao?s?|[àá]s?|the))?\s*(?:(?<!\p{L})(?:mrs?|ms|miss|sr[.ª]?|sra|senhora?|dona)\.?|阿)?\s*$/iu,
      "",
    )
  const after = text.slice(at + length).replace(/^\s?(?:先生|小姐|女士|太太|[生姐哥太仔])(?!\p{Script=Latin})/u, "")
  const own = /^(?:['’]s?(?!\p{L})|嘅|的)/iu.exec(after)?.[0] ?? ""
  const whose = own === "" ? "" : /^['’]/u.test(own) ? "my" : `我${own}`
  return [before, whose, after.slice(own.length)]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(/\p{Script=Han}$/u.test(before.trim() || whose) ? "" : " ")
}
