import { foldWord } from "./fold.js"
import { en } from "./lexicon/en.js"
import { feasts } from "./lexicon/feasts.js"
import { pt } from "./lexicon/pt.js"
import { rules } from "./lexicon/rules.js"
import { topics } from "./lexicon/topics.js"
import { zh } from "./lexicon/zh.js"
import type { Vocabulary } from "./reading.js"
import type { Lexicon, Sense } from "./sense.js"

/** Every language that is read. */
export const lexicons: readonly Lexicon[] = [en, pt, zh, feasts, ...topics, ...rules]

/** What a phrase can mean, and which languages know it. */
export type Found = { senses: Sense[]; languages: Set<Lexicon["language"]> }

/** Phrases by their folded form; Latin words are joined by one space. */
export type Words = {
  phrases: Map<string, Found>
  /** The longest phrase that begins with this Latin word (in words) or Han character (in characters). */
  reach: Map<string, number>
  /** Phrases that go on in Chinese ("call我", "book咗"), without spaces, by their Latin word; longest first. */
  mixed: Map<string, { text: string; found: Found }[]>
}

const latinStart = /^[a-z]/

/** The first word of a Latin phrase, the first character of any other. */
const firstOf = (phrase: string): string =>
  (latinStart.test(phrase) ? (/^[a-z]+/.exec(phrase)?.[0] ?? "") : phrase[0]) ?? ""

function learn(words: Words, written: string, sense: Sense, language: Lexicon["language"] | null): void {
  const phrase = pieces(foldWord(written)).join(latinStart.test(foldWord(written)) ? " " : "")
  if (phrase === "") return
  const known = words.phrases.get(phrase)
  const found = known ?? { senses: [], languages: new Set() }
  if (!found.senses.some((other) => JSON.stringify(other) === JSON.stringify(sense))) found.senses.push(sense)
  if (language) found.languages.add(language)
  if (!known) words.phrases.set(phrase, found)
  if (!known && latinStart.test(phrase) && han.test(phrase)) learnMixed(words, phrase, found)
  const first = firstOf(phrase)
  const length = latinStart.test(phrase) ? phrase.split(" ").length : phrase.length
  words.reach.set(first, Math.max(words.reach.get(first) ?? 0, length))
}

const han = /[\u3400-\u9fff]/u

function learnMixed({ mixed }: Words, phrase: string, found: Found): void {
  const first = firstOf(phrase)
  const text = phrase.replaceAll(" ", "")
  mixed.set(
    first,
    [...(mixed.get(first) ?? []), { text, found }].sort((a, b) => b.text.length - a.text.length),
  )
}

/** Splits folded text into letters, digits and single other characters, without spaces and apostrophes. */
export const pieces = (folded: string): string[] => folded.replaceAll("'", "").match(/[a-z]+|\d+|[^\s.\-_]/gu) ?? []

const copy = (words: Words): Words => ({
  phrases: new Map(
    [...words.phrases].map(([phrase, { senses, languages }]) => [phrase, { senses: [...senses], languages }]),
  ),
  reach: new Map(words.reach),
  mixed: words.mixed,
})

const common: Words = { phrases: new Map(), reach: new Map(), mixed: new Map() }
for (const { language, entries } of lexicons) {
  for (const [sense, ...forms] of entries) for (const form of forms) learn(common, form, sense, language)
}

/** How a centre's rooms are found by number: the rooms whose English name ends in it. */
export type CentreWords = Words & {
  byNumber: Map<number, { id: string; name: string }>
  classOf: ReadonlyMap<string, string>
  /** In order of size. */
  classes: readonly string[]
}

function compile(centre: Vocabulary): CentreWords {
  const words: CentreWords = {
    ...copy(common),
    byNumber: new Map(),
    classOf: new Map(centre.rooms.map((room) => [room.id, room.class])),
    classes: centre.classes.map(({ id }) => id),
  }
  for (const room of centre.rooms) {
    const name = room.names[0] ?? room.id
    const sense: Sense = { is: "room", id: room.id, name }
    for (const form of room.names) learnRoom(words, form, sense)
    const number = /(\d+)\D*$/.exec(name)?.[1]
    if (number && !words.byNumber.has(Number(number))) words.byNumber.set(Number(number), { id: room.id, name })
  }
  for (const { id, names } of centre.classes) {
    // «Pequeno» is said of a studio, «pequena» of a room.
    for (const form of [id, ...names].flatMap((name) => [name, name.replace(/o$/, "a")]))
      for (const each of [form, ...manyOf(form)]) learnName(words, each, { is: "class", id })
  }
  learnSizes(words, centre)
  learnMost(words)
  for (const { id, name, names } of centre.gear) {
    for (const form of [name, ...names]) {
      for (const each of [form, ...manyOf(form)]) learnName(words, each, { is: "gear", id, name })
    }
  }
  learnHeads(words, centre)
  return words
}

/** 大房 is known by name: then so are 大直播間, 大房間 and the like, for Chinese puts a size before any word for a room. */
function learnSizes(words: Words, { classes }: Vocabulary): void {
  const roomWords = [...common.phrases]
    .filter(([, { senses }]) => senses.some(({ is }) => is === "roomWord"))
    .map(([word]) => word)
  const han = roomWords.filter((word) => !latinStart.test(word))
  for (const { id, names } of classes) {
    const sizes = names
      .map(foldWord)
      .flatMap((name) => han.filter((word) => name.endsWith(word)).map((word) => name.slice(0, -word.length)))
    // 大號直播間, 中形房
    for (const size of new Set(sizes.filter((one) => one !== "")))
      for (const word of han)
        for (const mark of ["号", "型", "形"]) learn(words, size + mark + word, { is: "class", id }, null)
    for (const size of new Set(sizes.filter((one) => one !== ""))) {
      // 小間 is such a room; 中間 is the middle of something.
      for (const word of size === "中" ? han : [...han, "間"]) learn(words, size + word, { is: "class", id }, null)
    }
  }
}

/** "The biggest room", 最細嗰間: what is called large and small; a hall beyond that is asked for by its name. */
function learnMost(words: Words): void {
  for (const [size, forms] of [
    ["小房", smallest],
    ["大房", largest],
  ] as const) {
    const kind = words.phrases.get(size)?.senses.find((sense) => sense.is === "class")
    if (kind) for (const form of forms) learn(words, foldWord(form), kind, null)
  }
}

const roomsOf = (most: string): string[] => ["", " room", " studio", " one", " space"].map((room) => most + room)
const hanRoomsOf = (most: string): string[] =>
  ["嗰間", "那间", "嘅", "的", "嘅房", "的房间", "的直播间", "嘅直播間", "间"].map((room) => most + room)
const smallest = [
  ...["smallest", "tiniest", "littlest"].flatMap(roomsOf),
  ...["a menor sala", "o menor estúdio", "a sala mais pequena", "o estúdio mais pequeno"],
  ...["peq", "sala peq", "estúdio peq"],
  ...["最细", "最小"].flatMap(hanRoomsOf),
]
const largest = [
  ...["biggest", "largest"].flatMap(roomsOf),
  ...["a maior sala", "o maior estúdio"],
  ...hanRoomsOf("最大"),
]

/** "light" of "ring light"; nothing for a single word. */
function lastWord(name: string): string[] {
  const [, ...rest] = foldWord(name).split(" ")
  const last = latinStart.test(foldWord(name)) ? (rest.at(-1) ?? "") : ""
  return last.length > 3 ? [last] : []
}

/** What several kinds of gear are called for short ("light", 燈): asked back with those kinds. */
function learnHeads(words: Words, { gear }: Vocabulary): void {
  const ends = new Set(gear.flatMap(({ name, names }) => [name, ...names].flatMap(lastWord)))
  const heads = new Map<string, { id: string; name: string }[]>()
  for (const { id, name, names } of gear) {
    const own = new Set(
      [name, ...names].map(foldWord).flatMap((form) => {
        const [first = "", ...rest] = form.split(" ")
        if (!latinStart.test(form)) return [form.slice(-1)]
        return rest.length > 0 ? [first, rest.at(-1) ?? ""] : []
      }),
    )
    for (const head of own) heads.set(head, [...(heads.get(head) ?? []), { id, name }])
  }
  for (const [head, choices] of heads) {
    const [only] = choices
    if (words.phrases.has(head) || !only) continue
    if (choices.length === 1) {
      // The centre's only kind of "light" is what is meant.
      if (ends.has(head)) for (const form of [head, `${head}s`]) learn(words, form, { is: "gear", ...only }, null)
      continue
    }
    for (const form of [head, `${head}s`, head.replace(/z$/, "zes")])
      learn(words, form, { is: "gearHead", choices }, null)
  }
}

/**
 * "Studio 5", "5號直播間": the number is left to the grammar, so that "studio 3-5pm" stays a time and 五號 is found as well;
 * the word beside it becomes a word for rooms. Names without a number are known whole.
 */
function learnRoom(words: Words, written: string, sense: Sense): void {
  const [before = "", after] = foldWord(written).split(/\d+/, 2)
  if (after === undefined) {
    learnName(words, written, sense)
    return
  }
  const beside = (before.trim() || after.replace(/^号/, "")).replace(/[#.]|\bno$/g, "").trim()
  if (beside !== "") learn(words, beside, { is: "roomWord" }, null)
}

/** A centre's name means itself before anything a lexicon knows by it. */
function learnName(words: Words, written: string, sense: Sense): void {
  const phrase = pieces(foldWord(written)).join(latinStart.test(foldWord(written)) ? " " : "")
  const known = words.phrases.get(phrase)
  if (known && !known.senses.some(({ is }) => is === sense.is)) known.senses.splice(0)
  learn(words, written, sense, null)
}

const manyOf = (name: string): string[] => (latinStart.test(foldWord(name)) ? plurals(foldWord(name)) : [])

/** Plural forms in English and Portuguese, of the last word or of the first ("anel de luz", "anéis de luz"). */
function plurals(name: string): string[] {
  const many = (word: string): string[] => [
    `${word}s`,
    `${word}es`,
    word.replace(/l$/, "is"),
    word.replace(/m$/, "ns"),
    word.replace(/ao$/, "oes"),
    word.replace(/y$/, "ies"),
    word.replace(/el$/, "eis"),
  ]
  const [first = "", ...rest] = name.split(" ")
  const last = rest.at(-1) ?? ""
  return [
    ...many(name),
    ...many(first).map((word) => [word, ...rest].join(" ")),
    ...(last
      ? many(first).flatMap((word) => many(last).map((end) => [word, ...rest.slice(0, -1), end].join(" ")))
      : []),
  ]
}

const compiled = new WeakMap<Vocabulary, CentreWords>()

/** The lexicons together with a centre's own names; built once per vocabulary. */
export function wordsOf(centre: Vocabulary): CentreWords {
  const known = compiled.get(centre)
  if (known) return known
  const words = compile(centre)
  compiled.set(centre, words)
  return words
}

export const commonWords: Words = common
