import { type Match, pass, type Rule } from "../cascade.js"
import type { Clock, DateSense, Kind, Sense } from "../sense.js"
import { asksTo, is, type Token } from "../tokens.js"
import { through } from "./lists.js"
import { forMinutes, forPeople, mostHosts } from "./people.js"
import { inHan, type Scope } from "./scope.js"
import { hourOf, inPart } from "./times.js"

/** What a bare number must not stand before, to be an hour. */
export const counted: readonly Kind[] = [
  "unit",
  "hostWord",
  "gear",
  "gearHead",
  "roomWord",
  "measure",
  "times",
  "monthMark",
  "dayMark",
  "slash",
]

type Ends = { from: Clock; to: Clock }

/** The clocks and bare hours of a match, in their order; null if a number among them cannot be an hour. */
function clocksOf(f: Match): Clock[] | null {
  const out: Clock[] = []
  for (const sense of f.senses) {
    if (sense.is === "clock") out.push(sense)
    if (sense.is !== "num") continue
    const hour = sense.article ? null : hourOf(sense)
    if (hour?.is !== "clock") return null
    out.push(hour)
  }
  const bare = f.senses.findLast(({ is }) => is === "num" || is === "clock")?.is === "num"
  return bare && is(f.after, ...counted) ? null : out
}

const joints: readonly Kind[] = ["until", "dash", "and"]

/** "3 de dez às 15h": between a number and a word that is also a month, "de" begins no range. */
function ofMonth(f: Match): boolean {
  const [lead] = f.tokens
  const of = (token: Token | undefined): boolean => is(token, "from") && is(token, "of")
  return (of(lead) && is(f.before, "num", "ordinal", "dot")) || (of(f.before) && is(lead, "month"))
}

function range(f: Match, scope?: Scope): Sense | null {
  // 兩點嗰場加到五點: longer, of a session there is.
  if (ofMonth(f) || f.tokens.some((token) => asksTo(token, "extend"))) return null
  const [from, to] = clocksOf(f) ?? []
  if (!from || !to) return null
  const middle = f.senses.findIndex(({ is }) => joints.includes(is))
  const two = f.tokens.some(
    (token, at) => at > 0 && is(f.tokens[at - 1], "and") && scope?.text.slice(token.at, token.to) === "a",
  )
  if (two) return null
  // "9:30-11:30pm": the half of the day is said once, for both.
  // «10-12h»: so is the hour of the 24.
  const last = f.tokens.at(-1)
  const of24 = from.how === "open" && to.how === "literal" && /\dh$/.test(scope?.text.slice(last?.at, last?.to) ?? "")
  const how = to.of12 && !from.of12 && from.how === "literal" ? "open" : of24 ? "literal" : from.how
  const begin: Clock = { ...from, how }
  // "10-12 am" may be until noon as well.
  const noonToo = to.of12 === true && to.minute === 1440 && how === "open" && from.minute < 720
  const end: Clock = noonToo ? { is: "clock", minute: 720, how: "open" } : to
  const dateIn = (senses: readonly Sense[]) => senses.find((sense): sense is DateSense => sense.is === "date")
  const [day, toDay] = [dateIn(f.senses.slice(0, middle)), dateIn(f.senses.slice(middle))]
  return {
    is: "range",
    ...parted({ from: begin, to: end }, f, middle),
    ...(day ? { day } : {}),
    ...(toDay ? { toDay } : {}),
  }
}

/** A part of the day before the first or after the last clock belongs to it. */
function parted(ends: Ends, f: Match, middle: number): Ends {
  const partIn = (senses: readonly Sense[]) => senses.find((sense) => sense.is === "part")?.part
  const [early, late] = [partIn(f.senses.slice(0, middle)), partIn(f.senses.slice(middle))]
  return { from: early ? inPart(ends.from, early) : ends.from, to: late ? inPart(ends.to, late) : ends.to }
}

const bound =
  (side: "after" | "before" | "until") =>
  (f: Match): Sense | null => {
    const [clock] = clocksOf(f) ?? []
    if (!clock) return null
    const part = f.get("part")
    return { is: "bound", side, clock: part ? inPart(clock, part.part) : clock }
  }

/** «Às 4 da tarde 2 horas» is one token: the length is not lost with what leads the time. */
function single(f: Match): readonly Sense[] | null {
  const [clock] = clocksOf(f) ?? []
  const part = f.get("part")
  const lengths = f.tokens.flatMap(({ senses }) => (senses[0]?.is === "clock" ? senses.slice(1) : []))
  return clock ? [part ? inPart(clock, part.part) : clock, ...lengths] : null
}

/** A bare number right after a day or a part of it, with nothing counted behind: an hour. */
function afterDay(f: Match): readonly Sense[] | null {
  const num = f.get("num")
  if (!num || num.article || is(f.after, ...counted)) return null
  return single(f)
}

/** "7-9pm for 2": how long it is has been said, so that they are two. */
function peopled(f: Match, { text }: Scope): readonly Sense[] | null {
  const people = f.senses.at(-1)
  const by = f.tokens.at(-2)
  // «Das 9 às 11 p 2»
  if (!is(by, "for") && !/^(?:para|p|p\/|pra)$/.test(text.slice(by?.at, by?.to))) return null
  const day = f.get("date")
  const stretch = range({ ...f, senses: f.senses.slice(0, -2).filter(({ is }) => is !== "date"), after: undefined })
  if (people?.is !== "num" || people.article || people.value < 1 || people.value > mostHosts || !stretch) return null
  return [stretch, ...(day ? [day] : []), { is: "hosts", count: people.value }]
}

/** Both halves of the day are said, each before its hour. */
function apart(f: Match): Sense | null {
  const [from, to] = clocksOf(f) ?? []
  const [early, late] = [f.get("part"), f.get("part", 1)]
  return from && to && early && late ? { is: "range", from: inPart(from, early.part), to: inPart(to, late.part) } : null
}

/** "At 7 or 8" */
function either(f: Match): Sense | null {
  const [one, or] = clocksOf(f) ?? []
  const part = f.get("part")?.part
  if (!one || !or || is(f.after, "until", "dash") || is(f.before, "until", "dash", "num", "or")) return null
  return part ? { ...inPart(one, part), or: inPart(or, part) } : { ...one, or }
}

const noon: Clock = { is: "clock", minute: 720, how: "sure" }
const beforeNoon: Sense = { is: "bound", side: "before", clock: noon }

/** What a number counts that stands before these. */
const otherwise = "!unit|week|cycle|times|meridiem|colon|point|clock|measure|gear|month"

const rules: readonly Rule<Scope>[] = [
  {
    pattern: `from? part? clock|num part? until|dash part? clock|num part? date? for|moveTo num ${otherwise}`,
    make: peopled,
  },
  { pattern: `length for num ${otherwise}|until|dash|slash|half`, make: forPeople },
  { pattern: `for num ${otherwise}|until|dash|slash|half`, make: forMinutes },
  { pattern: "between clock|num and|until|dash part? clock|num part?", make: range },
  { pattern: "from? clock|num of? date part? until|dash part? clock|num part?", make: range },
  { pattern: "from? clock|num until|dash date part? at? clock|num part?", make: range },
  { pattern: "from? part? clock|num part? until|dash part? clock|num part?", make: range },
  // "At 2-4pm"
  { pattern: "at clock|num part? dash clock|num part?", make: range },
  // 朝十晚六
  {
    pattern: "part num ~part num",
    make: (f) => (f.senses.some((sense) => sense.is === "num" && !sense.han) ? null : apart(f)),
  },
  // «19h30/21h30»
  {
    pattern: "clock ~slash ~clock",
    make: (f) => {
      const [from, to] = clocksOf(f) ?? []
      return from && to ? { is: "range", from, to } : null
    },
  },
  // 中午到三點
  {
    pattern: "from? part until|dash clock|num",
    make: (f) => {
      const [to] = clocksOf(f) ?? []
      if (f.get("part")?.part !== "noon" || !to) return null
      return { is: "range", from: noon, to }
    },
  },
  // 早九点到中午
  {
    pattern: "from? clock|num until|dash part !clock|num",
    make: (f) => {
      const [from] = clocksOf({ ...f, after: undefined }) ?? []
      return from && f.get("part")?.part === "noon" ? { is: "range", from, to: noon } : null
    },
  },
  // 明天中午到两点: the day and its noon are one already.
  {
    pattern: "date until|dash clock|num part?",
    make: (f) => {
      const day = f.get("date")
      const [to] = clocksOf(f) ?? []
      if (day?.part !== "noon" || !to) return null
      const { part: _, ...rest } = day
      return { is: "range", from: noon, to, day: rest }
    },
  },
  { pattern: "at|from? clock|num or at|from? clock|num part?", make: either },
  { pattern: "after clock|num part?", make: bound("after") },
  { pattern: "from clock|num part? onward", make: bound("after") },
  { pattern: "clock|num onward", make: (f) => (is(f.tokens[0], "num") ? null : bound("after")(f)) },
  { pattern: "clock|num backward", make: (f) => (is(f.tokens[0], "num") ? null : bound("before")(f)) },
  { pattern: "before clock|num part?", make: bound("before") },
  { pattern: "from? date until|dash date", make: through },
  // 延長到今晚十點半
  {
    pattern: "until date part? at? clock|num part? !until|dash",
    make: (f, scope) => {
      const day = f.get("date")
      if (!inHan(f.tokens[0], scope)) return null
      const [clock] = clocksOf(f) ?? []
      const part = day?.part ?? f.get("part")?.part
      if (!day || !clock || (day.days[0] !== scope.today && !asksTo(f.before, "extend"))) return null
      return [{ is: "bound", side: "until", clock: part ? inPart(clock, part) : clock }, day]
    },
  },
  {
    pattern: "until|dash date",
    make: (f) =>
      // "Add a light to tomorrow's session": whose, not until when.
      is(f.tokens[0], "dash") ||
      f.tokens[0]?.skippable ||
      is(f.after, "whose") ||
      is(f.before, "someGear", "someOf", ...(is(f.tokens[0], "moveTo") ? (["length"] as const) : []))
        ? null
        : { is: "untilDay", date: f.get("date") as DateSense },
  },
  // «Gostaria de uma sala»: one of something.
  { pattern: "from clock|num part?", make: (f) => (f.tokens[0]?.skippable && ofOne(f) ? null : single(f)) },
  { pattern: "until clock|num part?", make: (f) => (is(f.tokens[0], "at") ? null : bound("until")(f)) },
  // 十點完場
  { pattern: "clock part? ending", make: (f, scope) => (inHan(f.tokens.at(-1), scope) ? bound("until")(f) : null) },
  // 星期六中午前
  { pattern: "part backward", make: (f) => (f.get("part")?.part === "noon" ? beforeNoon : null) },
  // "End tonight's at 9", «acabar às 21h»
  { pattern: "ending at|until clock|num part?", make: bound("until") },
  {
    pattern: "ending date whose? at clock|num part?",
    make: (f) => {
      const until = bound("until")(f)
      return until ? [until, f.get("date") as DateSense] : null
    },
  },
  { pattern: "at clock|num part?", make: single },
  // "Could we start at 4"; where something stands before it, that is to be at 4.
  {
    pattern: "become clock|num part?",
    make: (f, { text }) =>
      !f.before && /(?:at|from)$/.test(text.slice(f.tokens[0]?.at, f.tokens[0]?.to)) ? single(f) : null,
  },
  { pattern: "part num", make: single },
]

const ofOne = (f: Match): boolean =>
  f.tokens.some(({ senses }) => senses.some((sense) => sense.is === "num" && sense.article === true))

/** "Cancel the Friday one" is no time. */
const theOne = (f: Match, { text }: Scope): boolean =>
  /^one(?![a-z])/.test(text.slice(f.tokens.at(-1)?.at)) && !f.has("at")

const alone: readonly Rule<Scope>[] = [
  { pattern: "date whose num", make: (f, scope) => (theOne(f, scope) ? (f.get("date") ?? null) : null) },
  {
    pattern: "date at? num",
    make: (f, scope) => {
      const one = theOne(f, scope)
      if (one) return f.get("date") ?? null
      const clock = afterDay(f)
      return clock ? ({ is: "dated", date: f.get("date") as DateSense, clock: clock[0] as Clock } as const) : null
    },
  },
  { pattern: "num part", make: single },
  // "8 tomorrow night for two hours"
  {
    pattern: "num date",
    make: (f) => {
      const [num, date] = [f.get("num"), f.get("date")]
      const counts =
        is(f.before, "room", "roomWord", "hash", "num", "month", "or", "until", "dash", "and") ||
        num?.article ||
        !date?.part
      const hour = num && !counts ? hourOf(num) : null
      return hour?.is === "clock" && date ? { is: "dated", date, clock: hour } : null
    },
  },
]

export const rangePasses = [pass(rules), pass(alone)]

/** In a move the words for "to" part the booking that is meant from where it goes; figures with a dash stay together. */
export const dashPasses = [
  pass<Scope>([
    // An arrow leads to where it moves.
    { pattern: "num|clock ~dash ~num|clock", make: (f) => (is(f.tokens[1], "moveTo") ? null : range(f)) },
    {
      pattern: "from? part? clock until part? clock",
      make: (f) => (f.tokens.some((token) => is(token, "moveTo")) ? null : range(f)),
    },
  ]),
]
