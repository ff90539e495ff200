import { clipped } from "../../clipped.js"
import { type Folded, fold } from "./fold.js"
import type { CentreWords } from "./lexicon.js"
import type { Told } from "./reading.js"
import type { Kind } from "./sense.js"

/**
 * What is said of the show itself, beside when and where: who hosts it, how long it is set up and torn down, where it is sold and
 * what. It is taken out of a message before the rest is read, so that no name is taken for a day or a number for a time.
 */

/** The message with what was found blanked out, as it is written and folded. */
export function showIn(text: string, words: CentreWords): { told: Told; rest: string; folded: Folded } {
  const { link, rest } = linkIn(clipped(text, 1100))
  const reader = { rest, folded: fold(rest), words }
  const platform = platformIn(reader)
  const category = categoryIn(reader)
  const phases = phasesIn(reader)
  const told = {
    named: namesIn(reader),
    ...phases,
    show: {
      ...(platform ? { platform } : {}),
      ...(category ? { category } : {}),
      ...(link ? { link } : {}),
    },
  }
  return { told, rest: reader.rest + text.slice(1100), folded: reader.folded }
}

type Reader = { rest: string; folded: Folded; words: CentreWords }

const blanked = (text: string, from: number, to: number): string =>
  text.slice(0, from) + " ".repeat(to - from) + text.slice(to)

/** Takes a stretch of the folded text out; returns how it was written. */
function taken(reader: Reader, { from, to }: { from: number; to: number }): string {
  const { rest, folded } = reader
  const start = folded.from[from] ?? 0
  const end = folded.from[to] ?? rest.length
  reader.rest = blanked(rest, start, end)
  reader.folded = fold(reader.rest)
  return rest.slice(start, end).trim()
}

const linkShape = /https?:\/\/[^\s，。、；）)」』"”]{3,300}/iu

function linkIn(text: string): { link: string | null; rest: string } {
  const found = linkShape.exec(text)
  if (!found) return { link: null, rest: text }
  const [link] = found
  return { link, rest: blanked(text, found.index, found.index + link.length) }
}

/** Where shows are sold, as the desk writes it, and how people say it (folded). */
const platforms: readonly [string, string][] = [
  ["Douyin", "抖音|douyin"],
  ["Taobao Live", "淘宝(?:直播(?!间))?|taobao(?: live)?"],
  ["TikTok", "tik ?tok(?: (?:shop|live))?"],
  ["Facebook", "facebook(?: live)?|fb live|脸书"],
  ["Shopee", "shopee(?: live)?|虾皮"],
  ["Xiaohongshu", "小红书|xiaohongshu|rednote"],
  ["Kuaishou", "快手|kuaishou"],
  ["WeChat Channels", "视频号|wechat channels?"],
  ["Instagram", "instagram(?: live)?|ig live"],
  ["YouTube", "youtube(?: live)?"],
  ["Lazada", "lazada(?: live)?|lazlive"],
]
export const platformNames = platforms.map(([name]) => name)

const before = "(?:(?<![a-z])(?:on|via|em|no|na|pelo|pela)\\s+|[喺在用上经])?"
const platformShapes = platforms.map(
  ([name, forms]) => [name, new RegExp(`${before}(?<![a-z])(?:${forms})(?![a-z])`, "u")] as const,
)
/** Most messages name none: one look for all of them. */
const anyPlatform = new RegExp(platforms.map(([, forms]) => forms).join("|"), "u")
const otherPlatform = /(?:平台|platform|plataforma)\s*[:：]\s*([^,，;；。\n]{2,40})/u

function platformIn(reader: Reader): string | null {
  const { text } = reader.folded
  for (const [name, shape] of anyPlatform.test(text) ? platformShapes : []) {
    const found = shape.exec(text)
    if (!found) continue
    taken(reader, { from: found.index, to: found.index + found[0].length })
    return name
  }
  return afterKey(reader, otherPlatform)
}

/** What stands behind a key and a colon, as it was written. */
function afterKey(reader: Reader, shape: RegExp): string | null {
  const found = shape.exec(reader.folded.text)
  const [whole = "", value = ""] = found ?? []
  if (!found) return null
  const to = found.index + whole.length
  const written = taken(reader, { from: to - value.length, to })
  taken(reader, { from: found.index, to })
  return written
}

const categoryKey =
  /(?:(?<![a-z])(?:products?|category|produtos?|categoria)|产品|货品|品类|商品)\s*[:：]\s*([^,，;；。\n]{1,40})/u
const selling = /(?<![a-z])(?:selling|a vender|vendendo)\s+(?=[a-z\p{Script=Han}])|(?:卖|带货)(?=[\p{Script=Han}a-z])/u
const categoryMost = 40

/** "Products: lipstick", or what is said to be sold, up to the next thing that is known. */
function categoryIn(reader: Reader): string | null {
  const keyed = afterKey(reader, categoryKey)
  if (keyed) return keyed
  const { text } = reader.folded
  const found = selling.exec(text)
  if (!found) return null
  const from = found.index + found[0].length
  const to = upTo(reader.words, text, from)
  if (to === from || to - from > categoryMost) return null
  const written = taken(reader, { from, to })
  taken(reader, { from: found.index, to: from })
  return written
}

/** The end of a run of words of which none is known. */
function upTo(words: CentreWords, text: string, from: number): number {
  let at = from
  while (at < text.length && !/[,，;；。.!！?？\n:：\d]/u.test(text.charAt(at)) && !knownAt(words, text, at)) {
    // 賣粥料 佔個間
    if (text[at] === " " && /\p{Script=Han}/u.test(text.charAt(at - 1))) break
    at += 1
  }
  return at
}

/** What no name or product begins with. */
const things: ReadonlySet<Kind> = new Set<Kind>([
  ...(["day", "weekday", "weekend", "month", "part", "fixed", "feast", "mod", "week", "num", "half", "unit"] as const),
  ...(["room", "roomWord", "class", "gear", "gearHead", "hostWord", "every", "everyDay", "now", "cue"] as const),
  ...(["from", "until", "at", "to", "for", "in", "before", "after", "between", "neg", "question", "choice"] as const),
  ...(["want", "drop", "my", "yes", "no", "howMany", "sameTime", "which", "have"] as const),
])

/** Does a known word or phrase begin here? One of two characters at least where it is Chinese, inside of a run. */
function knownAt({ phrases }: CentreWords, text: string, at: number, least = 2): boolean {
  if (/[a-z]/.test(text.charAt(at))) {
    if (/[a-z]/.test(text.charAt(at - 1))) return false
    const word = /^[a-z']+/.exec(text.slice(at))?.[0] ?? ""
    return phrases.get(word)?.senses.some(({ is }) => things.has(is)) ?? false
  }
  if (!/\p{Script=Han}/u.test(text.charAt(at))) return false
  for (let length = least; length <= 5; length += 1)
    if (phrases.get(text.slice(at, at + length))?.senses.some(({ is }) => things.has(is))) return true
  return false
}

const setupWord =
  "(?:set[- ]?up|setting up|rigging|montagem|montar|preparacao|布置|搭景|布景|准备(?:时间)?|装台)(?![a-z])"
const teardownWord =
  "(?:tear(?:ing)?[- ]?down|pack(?:ing)?[- ]?(?:up|down)|wrap[- ]?up|desmontagem|desmontar|arrumacao|arrumar|拆场|拆台|拆景|收拾|执场|收场|撤场)(?![a-z])"
const amount =
  "(?:(?<n>\\d{1,3}) ?-?(?:min(?:ute)?s?|minutos?|分钟|分|m)(?![a-z])|(?<half>half an hour|meia hora|半个?(?:小时|钟头|钟))|(?<whole>an hour|one hour|1 ?h(?:our)?(?![a-z])|uma hora|(?:1|一)个?(?:小时|钟头|钟)))"
const joint = "\\s*(?:(?:of|for|to|de|para|a|as|the|is|sao|来|去|的|嘅|做|是|系|:|：|每次)\\s*){0,2}"
const shapesOf = (word: string) => [
  new RegExp(`${amount}${joint}${word}`, "u"),
  new RegExp(`${word}${joint}${amount}`, "u"),
]
const anyPhase = new RegExp(`${setupWord}|${teardownWord}`, "u")
const setupShapes = shapesOf(setupWord)
const teardownShapes = shapesOf(teardownWord)
/** "30 min to set up and 15 to tear down": the unit is said once. */
const bareTeardown = new RegExp(`(?:and|e|同|和|,|，)\\s*(?<n>\\d{1,3})${joint}${teardownWord}`, "u")

function phasesIn(reader: Reader): Pick<Told, "setup" | "teardown"> {
  if (!anyPhase.test(reader.folded.text)) return { setup: null, teardown: null }
  const teardown = minutesIn(reader, teardownShapes)
  const also = teardown === null && setupShapes.some((shape) => shape.test(reader.folded.text))
  const bare = also ? minutesIn(reader, [bareTeardown]) : null
  return { setup: minutesIn(reader, setupShapes), teardown: teardown ?? bare }
}

function minutesIn(reader: Reader, shapes: readonly RegExp[]): number | null {
  const { text } = reader.folded
  for (const shape of shapes) {
    const found = shape.exec(text)
    if (!found) continue
    taken(reader, { from: found.index, to: found.index + found[0].length })
    const { n, half } = found.groups ?? {}
    return n ? Number(n) : half ? 30 : 60
  }
  return null
}

const trigger =
  /(?<lead>(?:(?<![a-z])(?:with|com|hosted|presented|apresentad[oa]s?)\s+(?:by |por |the |our |[oa]s? )?|[由有请]\s*)?)(?<word>(?<![a-z])(?:hosts?|anchors?|presenters?|streamers?|apresentador(?:es|as|a)?|anfitri(?:oes|ao|as|a)|ancoras?|by|por)(?![a-z])|主播|主持人?|嘉宾)(?<is>\s*(?:(?:are|is|named|called|sao|e)(?![a-z])|系|是|为|叫)?\s*[:：(（]?\s*)/gu
const joins = /^\s*(?:[,，、&+/]\s*(?:(?:and|e)(?![a-z])\s*)?|(?:and|e)(?![a-z])\s*|[同和与及跟]\s*)/u
const counted = /(?:\d|[一二两三四五六七八]|one|two|three|four|um|uma|dois|duas|tres)\s*(?:个|位|名)?\s*$/u
const namesMost = 8

/** Names behind a word for hosts: "with hosts Ana and Bei", 主播阿美同陳小姐. A number before the word stays with it. */
function namesIn(reader: Reader): string[] {
  const { folded } = reader
  for (const found of folded.text.matchAll(trigger)) {
    const { lead = "", word = "", is = "" } = found.groups ?? {}
    if ((word === "by" || word === "por") && !/host|present|apresent/.test(lead)) continue
    const from = found.index + found[0].length
    const many = counted.test(folded.text.slice(0, found.index + lead.length))
    const stated = /[:：(（系是为叫]|are|named|called/.test(is)
    const spans = namesFrom({ reader, folded, from, sure: stated || !many })
    const [first] = spans
    const last = spans.at(-1)
    if (!first || !last) continue
    const names = spans.map((span) =>
      reader.rest.slice(folded.from[span.from] ?? 0, folded.from[span.to] ?? reader.rest.length).trim(),
    )
    // "Hosts ah mei and Bo" are names, "presenters wanted" is none.
    const doubtful = !stated && (lead === "" || many) && !names.some((name) => /^[\p{Lu}\p{Script=Han}]/u.test(name))
    if (doubtful) continue
    const close = /^\s*[)）]/.exec(folded.text.slice(last.to))?.[0].length ?? 0
    taken(reader, { from: many ? first.from : found.index, to: last.to + close })
    return names.slice(0, namesMost)
  }
  return []
}

type Span = { from: number; to: number }
type Naming = { reader: Reader; folded: Folded; from: number; sure: boolean }

function namesFrom({ reader, folded, from, sure }: Naming): Span[] {
  const spans: Span[] = []
  let at = from
  for (;;) {
    const to = nameEnd({ reader, folded, from: at, sure })
    if (to === null) break
    spans.push({ from: at, to })
    const joint = joins.exec(folded.text.slice(to))?.[0]
    if (joint === undefined) break
    at = to + joint.length
  }
  return spans
}

/** Where a name that begins here ends; null where none does. Latin names are written with a capital, unless the words leave no doubt. */
function nameEnd({ reader, folded, from, sure }: Naming): number | null {
  const { text } = folded
  const { words } = reader
  if (/\p{Script=Han}/u.test(text.charAt(from))) return hanEnd(words, text, from)
  let to: number | null = null
  let small = true
  for (let at = from; ; ) {
    const word = /^[a-z][a-z'-]*(?:\.(?=\s*[a-z]))?/u.exec(text.slice(at))?.[0]
    if (!word || knownAt(words, text, at)) return to
    const capital = /^\p{Lu}/u.test(reader.rest.slice(folded.from[at] ?? 0))
    if (!capital && (!sure || words.phrases.has(word) || (to !== null && !small))) return to
    small = !capital
    to = at + word.length
    const gap = /^ +/.exec(text.slice(to))?.[0].length ?? 0
    // 阿May: a name of both scripts is rare, a sentence that goes on is not.
    if (gap === 0 || to - from > 40) return to
    at = to + gap
  }
}

const hanMost = 5
/** 主播身體不適, 主播唔嚟: what is said of somebody is no name. */
const ofSomebody =
  /[不没冇唔病了咗会迟堵塞误]|身体|抱恙|不适|发烧|话术|失声|撞档|临时|突然|请假|感冒|航班|晚点|飞机|坐车/u

/** Up to what joins another name, or what is known; longer than a name is, it is none. */
function hanEnd(words: CentreWords, text: string, from: number): number | null {
  // 一個主播加一盞燈
  if (/[一二两三四五六七八九十几多加减另]/u.test(text.charAt(from)) || knownAt(words, text, from, 1)) return null
  let at = from + 1
  while (at < text.length && /\p{Script=Han}/u.test(text.charAt(at))) {
    if (/[同和与及跟的嘅在喺有要嗰那呢这]/u.test(text.charAt(at)) || knownAt(words, text, at)) break
    at += 1
    if (at - from > hanMost) return null
  }
  if (ofSomebody.test(text.slice(from, at))) return null
  // 阿May, 小K
  const latin = /^[a-z]{1,12}(?![a-z])/.exec(text.slice(at))?.[0] ?? ""
  return at - from + latin.length < 2 ? null : at + latin.length
}

/** A bare list of names, as an answer to who hosts: "Ana, Bei and Rita". Null for what is no such list. */
export function namesListed(text: string): string[] | null {
  const names = text
    .split(/\s*(?:[,，、;；&+/\n]|\s(?:and|e)\s|[同和與与及跟])\s*/iu)
    .map((name) => name.trim())
    .filter(Boolean)
  const plain = names.every((name) => name.length <= 40 && /\p{L}/u.test(name) && !/[\d@#:：?？!！]/u.test(name))
  return plain && names.length > 0 && names.length <= 8 && names.every((name) => name.split(/\s+/).length <= 4)
    ? names
    : null
}
