import { commonWords, type Found } from "./lexicon.js"
import type { Kind } from "./sense.js"

/** Senses worth forgiving a slip in; numbers are not among them, and neither are short words: those become other words. */
const forgiven: ReadonlySet<Kind> = new Set([
  "day",
  "weekday",
  "month",
  "part",
  "cue",
  "fixed",
  "feast",
  "roomWord",
  "hostWord",
  "unit",
])
const shortest = 5

/** Ordinary words that are one slip away from a key word. */
const ordinary = new Set(
  "note notes noted there three where their these those other mouth match marks march money honey later taken white write quite quiet board beard brook looks books hooks cooks book boom boost moves movie love lover loves mover stay stays states hello hells shell sender rooms roams broom groom study students student hosting posts ghost ghosts toast hours house horse course source court curse curso corso manta mania manga manhas marcas marcos massa passo passos pasta posto porta parte partes quase quatro quanto quantia terra ternos tercos tarda tardes nossa noites meias media medir mudas mundo muito muita sala salas salta saltar salto fala falas falar livro livros linha listas lista vista visto hora horas honra hotel hoje minuta camera cameras light night right might fight sight eight weight height sunny mondo friend friends launch launched launches tried dried fried fires april apply reply early yearly today tody cancer candle handle channel change chance changed changes charge range orange trange space spare extra extras extend intend attend except accept expect please place palace peace piece".split(
    " ",
  ),
)

const shorter = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))

const eligible = new Map<string, Found>()
const byDeletion = new Map<string, Set<string>>()
for (const [phrase, found] of commonWords.phrases) {
  if (phrase.length < shortest || !/^[a-z]+$/.test(phrase) || !found.senses.some(({ is }) => forgiven.has(is))) continue
  eligible.set(phrase, found)
  for (const form of shorter(phrase)) byDeletion.set(form, (byDeletion.get(form) ?? new Set()).add(phrase))
}

/** At most one letter added, left out or replaced, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}

/** A day misread is a booking on the wrong day: these are recognised with two slips ("tommorow", "wensday"). */
const days = [...eligible.keys()].filter(
  (word) => word.length > 5 && eligible.get(word)?.senses.every(({ is }) => is === "day" || is === "weekday"),
)

/** Letters to add, leave out or replace to get from one word to the other. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

function mendDay(word: string): Found | null {
  const near = word.length < 6 ? [] : days.filter((day) => day[0] === word[0] && edits(day, word) <= 2)
  const [only] = near
  return near.length === 1 && only !== undefined ? (eligible.get(only) ?? null) : null
}

/** The key word an unknown word was meant to be, if there is exactly one such meaning. */
export function mendTypo(word: string): Found | null {
  if (word.length < shortest - 1 || word.length > 20 || ordinary.has(word)) return null
  const near = new Set<string>()
  for (const known of byDeletion.get(word) ?? []) near.add(known)
  for (const form of shorter(word)) {
    if (eligible.has(form)) near.add(form)
    for (const known of byDeletion.get(form) ?? []) near.add(known)
  }
  const hits = [...near].filter((known) => known[0] === word[0] && oneSlip(known, word))
  const meanings = new Map(hits.map((known) => [JSON.stringify(eligible.get(known)?.senses), known]))
  const only = meanings.size === 1 ? hits[0] : undefined
  return only === undefined ? (meanings.size === 0 ? mendDay(word) : null) : (eligible.get(only) ?? null)
}

const months = [...commonWords.phrases].flatMap(([word, { senses, languages }]) => {
  const month = senses.find((sense) => sense.is === "month")
  return month && /^[a-z]+$/.test(word) ? [{ word, month, languages }] : []
})

/** The month an unknown word was meant to be where a month stands; three letters tell enough only when joined to the number. */
export function mendMonth(word: string, place: "joined" | "behind" | null): Found | null {
  if (place === null || word.length < (place === "joined" ? 3 : 4) || word.length > 20 || ordinary.has(word))
    return null
  const near = months.filter((one) => one.word[0] === word[0] && oneSlip(one.word, word))
  const [first] = near
  if (!first || near.some(({ month }) => month.month !== first.month.month)) return null
  return { senses: [first.month], languages: first.languages }
}
