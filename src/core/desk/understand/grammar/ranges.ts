import { type Match, pass, type Rule } from "../cascade.js"
import type { Clock, DateSense, Kind, Sense } from "../sense.js"
import type { Token } from "../tokens.js"
import type { Scope } from "./scope.js"
import { hourOf, inPart } from "./times.js"

const has = (token: Token | undefined, ...kinds: readonly Kind[]): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

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
  return bare && has(f.after, ...counted) ? null : out
}

const joints: readonly Kind[] = ["until", "dash", "and"]

/** "3 de dez às 15h": between a number and a word that is also a month, "de" begins no range. */
function ofMonth(f: Match): boolean {
  const [lead] = f.tokens
  const of = (token: Token | undefined): boolean => has(token, "from") && has(token, "of")
  return (of(lead) && has(f.before, "num", "ordinal", "dot")) || (of(f.before) && has(lead, "month"))
}

function range(f: Match): Sense | null {
  if (ofMonth(f)) return null
  const [from, to] = clocksOf(f) ?? []
  if (!from || !to) return null
  const middle = f.senses.findIndex(({ is }) => joints.includes(is))
  const dateIn = (senses: readonly Sense[]) => senses.find((sense): sense is DateSense => sense.is === "date")
  const [day, toDay] = [dateIn(f.senses.slice(0, middle)), dateIn(f.senses.slice(middle))]
  return { is: "range", ...parted({ from, to }, f, middle), ...(day ? { day } : {}), ...(toDay ? { toDay } : {}) }
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

function single(f: Match): Sense | null {
  const [clock] = clocksOf(f) ?? []
  const part = f.get("part")
  return clock ? (part ? inPart(clock, part.part) : clock) : null
}

/** A bare number right after a day or a part of it, with nothing counted behind: an hour. */
function afterDay(f: Match): readonly Sense[] | null {
  const num = f.get("num")
  if (!num || num.article || has(f.after, ...counted)) return null
  const clock = single(f)
  return clock ? [clock] : null
}

const rules: readonly Rule<Scope>[] = [
  { pattern: "between clock|num and|until|dash part? clock|num part?", make: range },
  { pattern: "from? clock|num of? date part? until|dash part? clock|num part?", make: range },
  { pattern: "from? clock|num until|dash date part? at? clock|num part?", make: range },
  { pattern: "from? part? clock|num part? until|dash part? clock|num part?", make: range },
  // 中午到三點
  {
    pattern: "from? part until|dash clock|num",
    make: (f) => {
      const [to] = clocksOf(f) ?? []
      if (f.get("part")?.part !== "noon" || !to) return null
      return { is: "range", from: { is: "clock", minute: 720, how: "sure" }, to }
    },
  },
  { pattern: "after clock|num part?", make: bound("after") },
  { pattern: "from clock|num part? onward", make: bound("after") },
  { pattern: "clock|num onward", make: (f) => (has(f.tokens[0], "num") ? null : bound("after")(f)) },
  { pattern: "clock|num backward", make: (f) => (has(f.tokens[0], "num") ? null : bound("before")(f)) },
  { pattern: "before clock|num part?", make: bound("before") },
  {
    pattern: "until|dash date",
    make: (f) =>
      has(f.tokens[0], "dash") || f.tokens[0]?.skippable ? null : { is: "untilDay", date: f.get("date") as DateSense },
  },
  { pattern: "from clock|num part?", make: single },
  { pattern: "until clock|num part?", make: (f) => (has(f.tokens[0], "at") ? null : bound("until")(f)) },
  { pattern: "at clock|num part?", make: single },
  { pattern: "part num", make: single },
]

const alone: readonly Rule<Scope>[] = [
  {
    pattern: "date at? num",
    make: (f) => {
      const clock = afterDay(f)
      return clock ? ({ is: "dated", date: f.get("date") as DateSense, clock: clock[0] as Clock } as const) : null
    },
  },
  { pattern: "num part", make: single },
]

export const rangePasses = [pass(rules), pass(alone)]

/** In a move the words for "to" part the booking that is meant from where it goes; figures with a dash stay together. */
export const dashPasses = [
  pass<Scope>([
    { pattern: "num|clock ~dash ~num|clock", make: range },
    {
      pattern: "from? part? clock until part? clock",
      make: (f) => (f.tokens.some((token) => has(token, "moveTo")) ? null : range(f)),
    },
  ]),
]
