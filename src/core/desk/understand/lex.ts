import type { Folded } from "./fold.js"
import { cutsWeek, laterBy, unableTo, vaguely } from "./lex-han.js"
import { arrow, clitic, halfDay, inFull, marks, ordinalMark, stroke } from "./lexicon/marks.js"
import { type CentreWords, type Found, pieces } from "./lexicon.js"
import { numeral } from "./numeral.js"
import type { Lexicon, Sense } from "./sense.js"
import { is, type Token } from "./tokens.js"
import { mendMonth, mendTypo } from "./typo.js"
import { isDigit, isLetter, wordEnd } from "./word.js"

export type Lexed = { tokens: Token[]; evidence: Record<Lexicon["language"], number> }

const isHan = (c: string): boolean => c >= "\u3007" && c <= "\u9fff"

type Reader = { text: string; words: CentreWords; out: Lexed; tight: boolean; near: boolean }

/** A word for "to" parts what stands before from what stands behind it. */
function isFiller(senses: readonly Sense[]): boolean {
  let filler = false
  for (const sense of senses) {
    // "Studio 13 one hour" is no thirteen hours.
    if (sense.is === "moveTo" || (sense.is === "num" && !sense.article)) return false
    filler ||= sense.is === "filler"
  }
  return filler
}

function push(reader: Reader, { at, to }: { at: number; to: number }, senses: readonly Sense[]): void {
  const filler = isFiller(senses)
  if (filler && senses.length === 1) {
    reader.tight = false
    reader.near = false
    return
  }
  const { tight, near } = reader
  reader.out.tokens.push({ at, to, tight, near, senses, skippable: filler })
  reader.tight = true
  reader.near = true
}

function count(reader: Reader, found: Found, weight: number): void {
  const [only, ...more] = found.languages
  if (only && more.length === 0) reader.out.evidence[only] += weight
}

const written = (word: string): string => inFull[word] ?? word
const reachOf = ({ reach }: CentreWords, lead: string): number =>
  Math.max(1, reach.get(lead) ?? 1, reach.get(written(lead)) ?? 1)
const phraseOf = ({ phrases }: CentreWords, parts: readonly string[]): Found | undefined =>
  phrases.get(parts.join(" ")) ?? phrases.get(parts.map(written).join(" "))

/** Reads the Latin word at `at`, and as many following ones as make a known phrase; returns where it ends. */
function latin(reader: Reader, at: number): number {
  const { text, words } = reader
  const mixed = words.mixed.get(text.slice(at, wordEnd(text, at)))?.find((phrase) => text.startsWith(phrase.text, at))
  if (mixed) {
    const to = at + mixed.text.length
    reader.out.evidence.zh += mixed.text.length - (wordEnd(text, at) - at)
    push(reader, { at, to }, mixed.found.senses)
    return to
  }
  const ends: number[] = []
  const parts: string[] = []
  let most = 1
  let i = at
  while (parts.length < most && i < text.length) {
    const end = wordEnd(text, i)
    if (end === i) break
    parts.push(text.slice(i, end).replaceAll("'", ""))
    ends.push(end)
    if (parts.length === 1) most = reachOf(words, parts[0] ?? "")
    i = end
    const short = parts.length === 1 ? shortened(reader, at, end) : null
    if (short) return short
    while (
      i < text.length &&
      (text[i] === " " ||
        (text[i] === "-" && isLetter(text[i + 1] ?? "")) ||
        (text[i] === "." && parts.at(-1)?.length === 1))
    )
      i += 1
  }
  for (let n = parts.length; n >= 1; n -= 1) {
    const found = owning(reader, { at, end: ends[n - 1] ?? at, parts: parts.slice(0, n) })
    // "On Friday's" is of one Friday.
    const many =
      n > 1 && text.startsWith("'s", (ends[n - 1] ?? at) - 2) && found?.senses.some(({ is }) => is === "weekday")
    if (!found || many) continue
    count(reader, found, n)
    const end = ends[n - 1] ?? at
    const to = pointEnds(reader, { end, last: parts[n - 1] ?? "", senses: found.senses }) ? end + 1 : end
    push(reader, { at, to }, beforeFigures(text, to, found.senses))
    if (text.endsWith("'s", to) && is(reader.out.tokens.at(-1), "day", "weekday")) {
      push(reader, { at: to, to }, whose)
    }
    return to
  }
  return unknownWord(reader, at, text.slice(at, ends[0] ?? at + 1))
}

const whose: readonly Sense[] = [{ is: "whose" }, { is: "filler" }]

/** "w/", "w/o", «s/»: shortened by a stroke. @returns where it ends */
function shortened(reader: Reader, at: number, end: number): number | null {
  const written = end === at + 1 ? stroke.exec(reader.text.slice(at, at + 4))?.[0] : undefined
  const found = written && reader.words.phrases.get(pieces(written).join(" "))
  if (!found) return null
  push(reader, { at, to: at + written.length }, found.senses)
  count(reader, found, 1)
  return at + written.length
}

/** The last point of "p.m." belongs to it, and so does the one of "Dec." and "Tue.". */
function pointEnds(
  { text }: Reader,
  { end, last, senses }: { end: number; last: string; senses: readonly Sense[] },
): boolean {
  if (text[end] !== ".") return false
  if (last.length === 1) return text[end - 2] === "."
  return last.length <= longestShort && senses.some(({ is }) => is === "month" || is === "weekday")
}

/** Letters of a shortened month or weekday. */
const longestShort = 5
const figuresAhead = /^[.,]? *(?:as )?\d{1,2} *[:h/]|^ *(?:e|,|\/|a|as) *(?:qua|qui|sex|sab|dom)(?![a-z])/

/** "Ter, 15h" is a Tuesday, "posso ter" is not. */
function beforeFigures(text: string, to: number, senses: readonly Sense[]): readonly Sense[] {
  const short = (sense: Sense): boolean => sense.is === "weekday" && sense.figures === true
  if (!senses.some(short)) return senses
  const ahead = figuresAhead.test(text.slice(to, to + 12))
  return senses.filter((sense) => short(sense) === ahead)
}

function unknownWord(reader: Reader, at: number, word: string): number {
  const mended = mendTypo(word) ?? mendMonth(word, placeOfMonth(reader.out.tokens))
  if (mended) count(reader, mended, 0.5)
  const end = at + word.length
  const to =
    reader.text[end] === "." && mended?.senses[0]?.is === "month" && word.length <= longestShort ? end + 1 : end
  push(reader, { at, to }, mended?.senses ?? [])
  return to
}

/** Whether a word stands where a month would: right behind a number ("4 dzz"), or joined to it ("4/dzz", "4 de dzz"). */
function placeOfMonth(tokens: readonly Token[]): "joined" | "behind" | null {
  const [before, last] = tokens.slice(-2)
  const figure = (token: Token | undefined): boolean => is(token, "num", "ordinal") && !is(token, "quarter", "weekday")
  if (figure(before) && is(last, "slash", "dash", "dot", "of")) return "joined"
  return figure(last ?? before) ? "behind" : null
}

/** A phrase as it is, or with an ending that makes it own something: "Friday's", "this evening's". */
function owning(reader: Reader, { at, end, parts }: { at: number; end: number; parts: readonly string[] }) {
  const single = parts.length === 1 ? possessive(reader, at, end) : undefined
  const found = single ?? phraseOf(reader.words, parts)
  if (found || parts.length === 1 || !reader.text.endsWith("'s", end)) return found
  return phraseOf(reader.words, [...parts.slice(0, -1), parts.at(-1)?.slice(0, -1) ?? ""])
}

/** "Friday's": known without its ending, and not the plural that it sounds like. */
function possessive(reader: Reader, at: number, to: number): Found | undefined {
  const word = reader.text.slice(at, to)
  if (!word.endsWith("'s")) return undefined
  const found = reader.words.phrases.get(word.slice(0, -2))
  const whole = reader.words.phrases.get(word.replace("'", ""))
  return !whole || found?.senses.some(({ is }) => is === "weekday") ? found : undefined
}

/** Digits: a known phrase that begins with them ("2a feira", "618"), else a number. */
function figures(reader: Reader, at: number): number {
  const { text } = reader
  let to = at
  while (isDigit(text[to] ?? "")) to += 1
  const phrase = phraseAt(reader, at)
  if (phrase) {
    push(reader, { at, to: phrase.to }, phrase.found.senses)
    count(reader, phrase.found, 1)
    return phrase.to
  }
  const digits = text.slice(at, to)
  const mark = ordinalMark.exec(text.slice(to, to + 3))
  if (mark && digits.length <= 2) {
    push(reader, { at, to: to + mark[0].length }, [{ is: "ordinal", value: Number(digits) }])
    return to + mark[0].length
  }
  push(reader, { at, to }, [{ is: "num", value: Number(digits.slice(0, 9)), digits }])
  const half = Number(digits) > 12 && digits.length < 3 ? null : halfDay.exec(text.slice(to, to + 14))
  if (!half) return to
  push(reader, { at: to, to: to + 1 }, [{ is: "meridiem", pm: half[0] === "p" }])
  return to + 1
}

/** The longest known phrase that begins with a digit or a Chinese character. */
function phraseAt(reader: Reader, at: number): { found: Found; to: number } | null {
  const { text, words } = reader
  const reach = words.reach.get(text[at] ?? "") ?? 0
  let joined = ""
  const ends: { joined: string; to: number }[] = []
  for (let i = at; i < text.length && joined.length < reach; i += 1) {
    const c = text[i] ?? ""
    if (c === " " || c === "-" || c === "'") {
      // "2a feira" is a phrase, "2 as" is not.
      if (isDigit(joined.at(-1) ?? "") && isLetter(text[i + 1] ?? "")) break
      continue
    }
    joined += c
    ends.push({ joined, to: i + 1 })
  }
  for (const end of ends.reverse()) {
    const found = words.phrases.get(end.joined)
    const cutsNumber = isDigit(text[end.to] ?? "") && isDigit(text[end.to - 1] ?? "")
    const cutsWord = isLetter(text[end.to] ?? "") && isLetter(text[end.to - 1] ?? "")
    if (found && !cutsNumber && !cutsWord && !cutsWeek(text, end)) return { found, to: end.to }
  }
  return null
}

const oneCharacter = ({ text, words }: Reader, at: number): { found: Found; to: number } | null => {
  const found = words.phrases.get(text[at] ?? "")
  return found ? { found, to: at + 1 } : null
}

/** A Chinese phrase, a Chinese numeral, or a single unknown character. */
function han(reader: Reader, at: number): number {
  reader.out.evidence.zh += 1
  const later = laterBy(reader.text, at, reader.out.tokens)
  if (later) {
    const to = at + 1 + (vaguely.exec(reader.text.slice(at + 1, at + 4))?.[0].length ?? 0)
    push(reader, { at, to }, [later])
    return to
  }
  const number = numeral(reader.text, at)
  // 七點半夜晚 is half past seven, not 半夜.
  const half = reader.text[at] === "半" && is(reader.out.tokens.at(-1), "point") && reader.tight
  const phrase = half ? oneCharacter(reader, at) : phraseAt(reader, at)
  if (phrase && reader.tight && unableTo(reader.text, { at, to: phrase.to }, reader.out.tokens)) {
    push(reader, { at, to: phrase.to }, [])
    return phrase.to
  }
  if (phrase && phrase.to >= (number?.to ?? 0)) {
    reader.out.evidence.zh += phrase.to - at - 1
    push(reader, { at, to: phrase.to }, phrase.found.senses)
    return phrase.to
  }
  if (number) {
    push(reader, { at, to: number.to }, [{ is: "num", value: number.value, han: true }])
    return number.to
  }
  push(reader, { at, to: at + 1 }, [])
  return at + 1
}

function mark(reader: Reader, at: number): number {
  const { text } = reader
  const drawn = arrow.exec(text.slice(at, at + 4))?.[0]
  const joins = clitic.test(text.slice(at, at + 6)) && isLetter(text[at - 1] ?? "")
  const to = at + (drawn ?? " ").length
  const senses = joins ? undefined : marks[drawn ? "→" : text.charAt(at)]
  if (senses) push(reader, { at, to }, senses)
  else reader.tight = false
  return to
}

/** Cuts folded text into tokens, longest known phrase first. Linear but for a bounded look-ahead. */
export function lex({ text }: Folded, words: CentreWords): Lexed {
  const reader: Reader = {
    text,
    words,
    out: { tokens: [], evidence: { zh: 0, pt: 0, en: 0 } },
    tight: false,
    near: true,
  }
  let at = 0
  while (at < text.length) {
    const c = text[at] ?? ""
    if (isLetter(c)) at = latin(reader, at)
    else if (isDigit(c)) at = figures(reader, at)
    else if (isHan(c)) at = han(reader, at)
    else at = mark(reader, at)
  }
  return reader.out
}
