import { isoDay, weekdayOf } from "./calendar.js"
import { content } from "./intent.js"
import { type Material, original } from "./material.js"
import type { Part, Problem, Question, Reading } from "./reading.js"
import type { Kind, Sense } from "./sense.js"
import { asksThrough, type Times } from "./times.js"
import { all, any, asksTo, first, is, type Token } from "./tokens.js"

/** 訂2號聽晚八點: another day is said, so the number is a room's; in a move it is the day that it goes to. */
function roomsByNumber(tokens: readonly Token[], m: Material): { id: string; name: string }[] {
  const proper = all(tokens, "date").filter(({ bare }) => bare === undefined)
  if ((proper.length === 0 && !any(tokens, "repeat")) || m.want.intent === "reschedule") return []
  // 雙十二, 12號: the same day twice.
  const again = (days: readonly number[]): boolean =>
    proper.some((date) => days.every((day) => date.days.includes(day)))
  const named = any(tokens, "room", "rooms")
  // 3號4號房都得
  const numbers = tokens.flatMap((token, at) => (named && !is(tokens[at + 1], "room") ? [] : all([token], "date")))
  return numbers.flatMap(({ bare, days }) => (again(days) ? [] : (m.scope.words.byNumber.get(bare ?? 0) ?? [])))
}

/** All rooms that are named, each once. */
function roomsIn(tokens: readonly Token[], m: Material): { id: string; name: string }[] {
  const named = [
    ...roomsByNumber(tokens, m),
    ...all(tokens, "room"),
    ...all(tokens, "rooms").flatMap(({ rooms }) => rooms),
  ]
  return named
    .filter(({ id }, i) => named.findIndex((other) => other.id === id) === i)
    .map(({ id, name }) => ({ id, name }))
}

export function roomQuestions(tokens: readonly Token[], m: Material): Question[] {
  const choices = roomsIn(tokens, m)
  return choices.length > 1 && m.want.intent !== "reschedule" ? [{ about: "room", choices }] : []
}

export function roomOf(tokens: readonly Token[], m: Material): Reading["room"] {
  if (roomQuestions(tokens, m).length > 0) return null
  return roomsIn(tokens, m)[0] ?? null
}

/** In a draft "another host" is one more than it has; beside a time it is simply how many. */
export function hostsOf(tokens: readonly Token[], { context, want }: Material): number | null {
  // 主播病咗,取消聽日嗰場: how many they are is of no use.
  // 我同拍檔夾唔到時間,搬去星期日: who wishes it, not how many they are.
  const named = all(tokens, "hosts").filter(({ us }) => !us || want.intent === "book" || want.intent === "availability")
  const said = want.intent === "cancel" ? undefined : (named.find(({ more }) => !more) ?? named[0])
  if (!said?.more) return said?.count ?? null
  if (context.draft) return context.draft.hosts === undefined ? null : Math.max(1, context.draft.hosts + said.count)
  return timed(tokens) && said.count > 0 ? said.count : null
}

/** "Add a host to tomorrow's booking", 少一個主播: counted from what that one has. */
export function hostsMoreOf(tokens: readonly Token[], { context }: Material): number | null {
  const said = first(tokens, "hosts")
  return said?.more && !context.draft && (said.count < 0 || !timed(tokens)) ? said.count : null
}

const timed = (tokens: readonly Token[]): boolean => any(tokens, "clock", "range", "dated")

export function gearOf(tokens: readonly Token[], m: Material): Reading["gear"] {
  // "The camera course" wants no camera.
  if (!equipped.has(m.want.intent) && m.want.intent !== "availability" && m.want.topic !== "fault") return []
  if (brokenThings(tokens, m)) return []
  const hosts = hostsOf(tokens, m) ?? m.context.draft?.hosts ?? 1
  const said = all(tokens, "someGear").map(({ id, name, quantity, how, each }) => ({
    id,
    name,
    quantity: each ? quantity * hosts : quantity,
    how,
  }))
  // 試下綠幕,要間有綠幕嘅房: named twice, wanted once.
  return said.filter((one, at) => {
    const other = said.findIndex(({ id, how }) => id === one.id && how === one.how)
    return one.how !== "set" || other === at || one.quantity > (said[other]?.quantity ?? 0)
  })
}

/** "The light in studio 2 is broken, can we move?": what is broken is not wished for. */
const brokenThings = (tokens: readonly Token[], m: Material): boolean =>
  m.want.intent === "reschedule" && all(tokens, "topic").some(({ topic }) => topic === "fault")

const equipped: ReadonlySet<string> = new Set(["book", "extend", "reschedule", "unknown"])

export const gearQuestions = (tokens: readonly Token[], m: Material): Question[] =>
  !equipped.has(m.want.intent) || brokenThings(tokens, m)
    ? []
    : all(tokens, "someOf").flatMap(({ quantity, choices, less }) =>
        less ? [] : [{ about: "gear" as const, quantity, choices }],
      )

/** "Drop a light": which kind is not said. */
export const lessOf = (tokens: readonly Token[], m: Material): Reading["less"] =>
  tokens.flatMap((token) =>
    all([token], "someOf").flatMap(({ quantity, choices, less }) =>
      less ? [{ text: original(token, m), quantity, choices }] : [],
    ),
  )

/** What is about bookings there are: "fridays slot" is Friday's. */
const notRepeated: ReadonlySet<string> = new Set(["cancel", "reschedule", "extend", "checkin", "mine", "quota", "help"])

/** "Repeat the Friday one for three more weeks": like one that there is. */
export const repeatsOne = (tokens: readonly Token[], { folded }: Material): boolean =>
  tokens.some((token) => asksTo(token, "book") && /^(?:repeat|repet|repit|再?重复)/.test(folded.text.slice(token.at)))

export function repeatOf(tokens: readonly Token[], t: Times, m: Material): Reading["repeat"] {
  if (notRepeated.has(m.want.intent) || m.want.topic) return null
  if (asksThrough(tokens, m)) return null
  const repeat = first(tokens, "repeat")
  const cycle = first(tokens, "cycle")
  const weeks = first(tokens, "weeks")?.count ?? null
  const count = weeks ?? first(tokens, "count")?.count ?? null
  const until = first(tokens, "untilDay")?.date.days[0]
  if (!repeat && !cycle && !(weeks !== null && ((weeks > 1 && t.said.from) || repeatsOne(tokens, m)))) return null
  const every = repeat?.every ?? cycle?.every ?? 1
  const each = Math.max(1, repeat?.weekdays.length ?? 1)
  const day = t.meant.day
  return {
    every,
    weekdays: repeat?.weekdays ?? (day === null ? [] : [weekdayOf(day)]),
    count: weeks === null || count === null ? count : Math.ceil(count / every) * each,
    until: until === undefined ? null : isoDay(until),
  }
}

export const badOnes = (tokens: readonly Token[], m: Material): Problem[] =>
  tokens.flatMap((token) =>
    token.senses.flatMap((sense): Problem[] => {
      if (sense.is === "bad") return [{ is: sense.what, text: original(token, m) }]
      return sense.is === "everyDay" && !any(tokens, "repeat") && !notRepeated.has(m.want.intent)
        ? [{ is: "badRepeat", text: original(token, m) }]
        : []
    }),
  )

export const hasContent = (tokens: readonly Token[]): boolean => any(tokens, ...content, "num")

/** Words with a no in them that agree. */
const easy =
  /唔该晒?|[冇没]问题|没关系|没事|[冇无]所谓|[冇没]错|[唔不]错|唔紧要|不要紧|不用谢|唔使客气|不客气|no (?:problem|worries)|why not|sem problema|nao ha problema/gu
/** What is said by whoever has not decided yet, in folded text. */
const unsure =
  /[似像不唔冇未没吗]|问[问下]|等[等下阵]|迟啲|晚点|考虑|谂|想想|错|但|如果|系咪|(?:^|[^a-z])(?:but|later|perhaps|not|unsure|check|ask|first|wrong|mistake|if|unless|mas|antes|depois|se(?! faz| quiser| puder)|errad[oa]|engano|verificar|perguntar|nao|ainda)(?![a-z])|n't(?![a-z])/u
/** Who says this agrees to nothing, whatever day or length it seems to name ("let me check first"). */
const holding =
  /(?:^|[^a-z])(?:wait|hold on|hang on|let me (?:check|see|think|ask)|maybe|not sure|espera|espere|deixa-?me ver|talvez)(?![a-z])/
/** 好貴: no good but very. */
const very = /^好(?:麻烦(?![你您晒])|贵|远|忙|累|烦|复杂|难|乱|奇怪)/u
/** Chinese that is only polite. */
const polite = /^[你您我哋们晒啦喇呀啊吖吧了嘅的呢喎㗎囉啰咯咁就帮老板哈嗯嘻先]$/u

/** "好似訂錯咗", «ok mas espera», "ok is there parking?": a yes that agrees to nothing. */
function wavers(tokens: readonly Token[], { folded }: Material): boolean {
  const text = folded.text.trim()
  const rest = tokens.slice(1)
  const unknown = rest.filter(({ senses }) => senses.length === 0).map(({ at, to }) => folded.text.slice(at, to))
  const strange = unknown.some((word) => /\p{Script=Han}/u.test(word) && !polite.test(word))
  const asks = any(rest, "question") && (unknown.length > 0 || !rest.some((token) => asksTo(token, "book")))
  return very.test(text) || unsure.test(text.replace(easy, "")) || strange || asks
}

/**
 * A yes or a no at the beginning. More words keep it an answer if a comma follows ("yes, but …"), if they change something
 * ("no friday"), or if they only repeat what is agreed to ("ok book it").
 */
export function answered(tokens: readonly Token[], m: Material): Reading["answer"] {
  const [lead, next] = tokens
  // Portuguese "no" is "in the".
  if (!lead || (m.language === "pt" && next && original(lead, m).toLowerCase() === "no")) return null
  const kind = is(lead, "no") ? "no" : is(lead, "yes") ? "yes" : null
  if (!kind || is(lead, "not")) return null
  const rest = tokens.slice(1).filter((token) => !is(token, "yes", "no", "comma", "stop", "filler", "question"))
  const cues = rest.flatMap((token) => all([token], "cue").map(({ intent }) => intent))
  const holds = holding.test(m.folded.text) && !any(rest, "clock", "range", "dated", "room", "class", "hosts", "repeat")
  if (kind === "yes" && (holds || (!hasContent(rest) && wavers(tokens, m)))) return "unsure"
  const onlyAgrees = !hasContent(rest) && cues.every((intent) => intent === "greeting" || intent === "book")
  // «Passar» lets an offer go by; «passar quinta para sexta» moves.
  if (all([lead], "cue").length > 0 && hasContent(rest)) return null
  const changes = rest.every((token) => is(token, "make", ...content, "num"))
  return onlyAgrees || changes || is(next, "comma", "stop") || (kind === "no" && cues.length === 0) ? kind : null
}

/** Words that a thing stands behind: "with a tripod", 同埋張枱. */
const leads: readonly Kind[] = ["and", "add", "plus", "comma"]

/** Numbers and counted things that no rule took, as they were written. */
export function unreadIn(tokens: readonly Token[], m: Material): string[] {
  if (!equipped.has(m.want.intent) && m.want.intent !== "availability") return []
  const found: string[] = []
  for (const [i, token] of tokens.entries()) {
    if (all([token], "someOf")[0]?.less) found.push(original(token, m))
    const number = all([token], "num")[0]
    const led = is(tokens[i - 1], ...leads)
    // Portuguese "a" is "the".
    const article = number?.article && !(m.language === "pt" && original(token, m).toLowerCase() === "a")
    const counts = number
      ? !number.article || (article && led)
      : is(token, "measure") && led && !is(tokens[i - 1], "num")
    if (!counts) continue
    let end = i + 1
    if (number) while (is(tokens[end], "measure")) end += 1
    const thing = end
    while ((tokens[end]?.senses.length === 0 || is(tokens[end], "gearHead")) && end - thing < mostOfThing) end += 1
    if (end === thing && !number?.digits) continue
    const last = tokens[end - 1] ?? token
    found.push(original({ ...token, to: last.to }, m))
  }
  return found
}

/** Tokens of an unknown thing: words, or characters of Chinese. */
const mostOfThing = 4

const partNames: Partial<Record<Kind, Part["as"]>> = {
  cue: "intent",
  not: "intent",
  moved: "length",
  date: "day",
  repeat: "repeat",
  cycle: "repeat",
  weeks: "repeat",
  count: "repeat",
  clock: "time",
  range: "time",
  bound: "time",
  part: "time",
  dated: "time",
  sameTime: "time",
  length: "length",
  room: "room",
  choice: "room",
  class: "class",
  hosts: "hosts",
  someGear: "gear",
  someOf: "gear",
  which: "which",
}

/** A word that answers is not also what is wanted. */
export const understood = (tokens: readonly Token[], m: Material): Part[] =>
  (answered(tokens, m) ? tokens.slice(1) : tokens).flatMap((token) => {
    const sense: Sense | undefined = token.senses.find((s) => partNames[s.is] !== undefined)
    const as = sense ? partNames[sense.is] : undefined
    return as ? [{ text: original(token, m), as }] : []
  })
