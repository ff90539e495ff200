import { dateOf, dayOf, weekdayOf } from "../calendar.js"
import { type Match, pass, type Rule } from "../cascade.js"
import type { DateSense, Sense } from "../sense.js"
import type { Token } from "../tokens.js"
import {
  anyOf,
  asThatDay,
  besideDay,
  bookedOn,
  boundDay,
  daysBetween,
  eachOf,
  inARow,
  nearest,
  toFigure,
  twoDays,
} from "./beside.js"
import { date, dayInMonth, dayOfMonth, daysThrough, dotted, figures, impossible, monthDay, weekday } from "./days.js"
import { monthly } from "./monthly.js"
import { relative, value, yearBy, yearOf } from "./relative.js"
import type { Scope } from "./scope.js"
import { series } from "./series.js"

/** "Friday 28 November": must agree, else both are asked. */
function together(found: Match, scope: Scope): Sense | null {
  const day = found.get("weekday")
  const said = found.get("date")
  // «Amanhã e sexta»
  if (found.tokens.some((token) => at(["and"], token))) return null
  if (!day || !said || (said.bare !== undefined && !meansDay(said, { day: day.day, found, scope }))) return null
  if (said.problem) return said
  const fitting = said.days.filter((at) => weekdayOf(at) === day.day)
  const { bare: _, ...proper } = said
  if (fitting.length > 0) return { ...proper, days: fitting }
  return date([...said.days, ...weekday(day.day, scope).days.slice(-1)])
}

/** 廿七號星期五: a day where the two agree and the number comes first, or no room has it. */
function meansDay(said: DateSense, { day, found, scope }: { day: number; found: Match; scope: Scope }): boolean {
  const first = found.tokens[0]?.senses.some(({ is }) => is === "date") === true
  const agree = said.days.some((at) => weekdayOf(at) === day)
  return agree && (first || !scope.words.byNumber.has(said.bare ?? 0))
}

const at = (kinds: readonly string[], token: Token | undefined): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

const hanAt = (token: Token | undefined, { text }: Scope): boolean =>
  /[\u3400-\u9fff]/u.test(text[token?.at ?? 0] ?? "")

const month = (found: Match): number => found.get("month")?.month ?? 0

const byNumber = (found: Match, scope: Scope): Sense | null => {
  // "Any day 5-6pm"; "day 30" is one.
  const english = /^day(?![a-z])/.test(scope.text.slice(found.tokens[0]?.at))
  if (english && (value(found) < 13 || found.after?.senses.some(({ is }) => is === "meridiem" || is === "colon")))
    return null
  const n = found.get("ordinal")?.value ?? value(found)
  return dayOfMonth(n, scope)
}

/** Days in figures and words, alone. */
const plain: readonly Rule<Scope>[] = [
  {
    pattern: "num ~dash ~num ~dash ~num",
    make: (f, scope) => (value(f) > 1999 ? monthDay(value(f, 1), value(f, 2), scope, value(f)) : null),
  },
  {
    pattern: "num ~slash ~num ~slash ~num",
    make: (f, scope) =>
      value(f) > 1999
        ? monthDay(value(f, 1), value(f, 2), scope, value(f))
        : figures(value(f), value(f, 1), scope, value(f, 2) < 100 ? value(f, 2) + 2000 : value(f, 2)),
  },
  {
    pattern: "num ~dot ~num ~dot ~num",
    make: (f, scope) => dotted(value(f), value(f, 1), scope, value(f, 2) < 100 ? value(f, 2) + 2000 : value(f, 2)),
  },
  { pattern: "num ~slash ~num !unit|measure|hostWord", make: (f, scope) => figures(value(f), value(f, 1), scope) },
  {
    pattern: "num ~dot ~num !unit|measure|meridiem|point|dash",
    make: (f, scope) => (isClock(f, scope) ? null : dotted(value(f), value(f, 1), scope)),
  },
  {
    pattern: "num yearMark num monthMark num dayMark?",
    make: (f, scope) => monthDay(value(f, 1), value(f, 2), scope, value(f) < 100 ? value(f) + 2000 : value(f)),
  },
  {
    pattern: "year num monthMark num dayMark?",
    make: (f, scope) => monthDay(value(f), value(f, 1), scope, yearBy(f, scope)),
  },
  {
    pattern: "num|ordinal of? month of? year",
    make: (f, scope) => monthDay(month(f), f.get("ordinal")?.value ?? value(f), scope, yearBy(f, scope)),
  },
  { pattern: "num monthMark num dayMark?", make: (f, scope) => monthDay(value(f), value(f, 1), scope) },
  // 28/Nov/2026, 28-Nov, Nov-28
  {
    pattern: "num|ordinal ~slash|dash|dot ~month ~slash|dash|dot? num",
    make: (f, scope) => monthFromWords(f, scope, true),
  },
  { pattern: "num|ordinal ~slash|dash|dot ~month", make: (f, scope) => monthFromWords(f, scope, false) },
  {
    pattern: "month ~slash|dash|dot ~num|ordinal !meridiem|colon|unit|point",
    make: (f, scope) => monthDay(month(f), f.get("ordinal")?.value ?? value(f), scope),
  },
  { pattern: "num|ordinal until|dash num|ordinal of? month !num|ordinal", make: daysOfMonth },
  {
    pattern: "month num|ordinal until|dash num|ordinal !meridiem|colon|unit|point|hostWord|measure|half|part",
    make: daysOfMonth,
  },
  { pattern: "num|ordinal of? month of? num", make: (f, scope) => monthFromWords(f, scope, true) },
  {
    pattern: "num|ordinal of? month",
    make: (f, scope) => (ofRoom(f, scope) ? null : monthFromWords(f, scope, false)),
  },
  {
    pattern: "month num|ordinal comma? num",
    make: (f, scope) => {
      const ordinal = f.get("ordinal")
      const year = yearOf(f, ordinal ? 0 : 1)
      return year === undefined ? null : monthDay(month(f), ordinal?.value ?? value(f), scope, year)
    },
  },
  {
    pattern: "month num|ordinal !meridiem|colon|hostWord|unit|measure|point",
    make: (f, scope) => monthDay(month(f), f.get("ordinal")?.value ?? value(f), scope),
  },
  {
    pattern: "dayWord num|ordinal of mod unit",
    make: (f, scope) => dayInMonth(f.get("mod")?.by ?? 0, f.get("ordinal")?.value ?? value(f), scope),
  },
  {
    pattern: "ordinal of mod unit",
    make: (f, scope) => dayInMonth(f.get("mod")?.by ?? 0, f.get("ordinal")?.value ?? 0, scope),
  },
  {
    pattern: "mod measure? monthMark num dayMark",
    make: (f, scope) => dayInMonth(f.get("mod")?.by ?? 0, value(f), scope),
  },
  { pattern: "mod? measure? monthEnd", make: (f, scope) => monthEnd(f.get("mod")?.by ?? 0, scope) },
  { pattern: "num monthEnd", make: (f, scope) => lastOfMonth(value(f), scope) },
  { pattern: "dayWord num|ordinal and|comma num|ordinal of? month?", make: twoDays },
  { pattern: "dayWord num|ordinal of? month", make: (f, scope) => monthFromWords(f, scope, false) },
  { pattern: "dayWord num|ordinal !unit|slash|dot|monthMark", make: byNumber },
  { pattern: "ordinal !unit|choice|roomWord|gear|gearHead|hostWord|measure", make: byNumber },
  {
    pattern: "num dayMark !roomWord|class|later|backward|hostWord|measure",
    make: (f, scope) => {
      if (ofRoomBesideDay(f, scope)) return null
      const made = byNumber(f, scope)
      return made?.is === "date" ? { ...made, bare: value(f) } : made
    },
  },
]

const afterRoomWord = (f: Match): boolean =>
  f.tokens[0]?.near === true && f.before?.senses.some(({ is }) => is === "roomWord") === true

/** "Studio 5 dec 3, 6pm": the month has its own day, and a time after that. */
const ofRoom = (f: Match, { text }: Scope): boolean =>
  afterRoomWord(f) && /^\s*\d{1,2}(?:st|nd|rd|th)?[,\s]\s*(?:at |from )?\d/.test(text.slice(f.tokens.at(-1)?.to))

/** 24號三點 直播間9號: the day is said with another number. */
function ofRoomBesideDay(f: Match, { text }: Scope): boolean {
  const elsewhere = `${text.slice(0, f.tokens[0]?.at)} ${text.slice(f.tokens.at(-1)?.to)}`
  return afterRoomWord(f) && /[\d一二三四五六七八九十廿][号日](?!房|直播|厅|室|间)/u.test(elsewhere)
}

/**
 * "15.30" is a time, "28.11" a day; "12.10" is taken for a day only if no time is written with a dot. Before 晚 it is a day, before
 * Portuguese "às" one unless that goes on from it ("das 9.30 às 11").
 */
function isClock(found: Match, { language }: Scope): boolean {
  const [a, b] = [value(found), value(found, 1)]
  const goesOn = at(["until"], found.after)
  if (goesOn && (language !== "pt" || !at(["at"], found.after) || b % 5 === 0)) return true
  if (language.startsWith("zh") && at(["part"], found.after) && a <= 12 && b <= 31) return false
  const twoDigits = found.get("num", 1)?.digits?.length === 2
  const led = at(["at", "from", "until", "dash"], found.before)
  return twoDigits && a <= 24 && b < 60 && (b % 15 === 0 || led)
}

/** "1 to 4 December", «de 1 a 4 de dezembro» */
function daysOfMonth(f: Match, scope: Scope): readonly Sense[] | null {
  const [from, to] = f.senses.flatMap((sense) => (sense.is === "num" || sense.is === "ordinal" ? [sense.value] : []))
  if (from === undefined || to === undefined || to <= from || to - from > 6) return null
  const [first, last] = [from, to].map((day) => monthDay(month(f), day, scope))
  const until = last?.is === "date" ? last.days[0] : undefined
  return first?.is === "date" && until !== undefined ? daysThrough(first, weekdayOf(until)) : null
}

function monthFromWords(found: Match, scope: Scope, withYear: boolean): Sense | null {
  const ordinal = found.get("ordinal")
  const day = ordinal?.value ?? value(found)
  if (!ordinal && found.get("num")?.article) return null
  // «Das oito às dez» is until ten, not in December.
  if (found.tokens.slice(1, -1).some((token) => at(["until", "and"], token) && !at(["of", "dash"], token))) return null
  if (day > 31 && found.get("num")?.digits?.length === 4) return null
  const year = withYear ? yearOf(found, ordinal ? 0 : 1) : undefined
  if (withYear && year === undefined) return null
  return monthDay(month(found), day, scope, year)
}

function monthEnd(by: number, { today }: Scope): Sense {
  const { year, month } = dateOf(today)
  const first = dayOf(year + Math.floor((month + by) / 12), ((month + by) % 12) + 1, 1)
  return first === null ? impossible : date([first - 1])
}

function lastOfMonth(month: number, scope: Scope): Sense {
  const { year, month: now } = dateOf(scope.today)
  return month < 1 || month > 12
    ? impossible
    : monthEnd(month - now + (month < now ? 12 : 0), { ...scope, today: dayOf(year, now, 1) ?? scope.today })
}

const numbers: readonly Rule<Scope>[] = [
  { pattern: "num ~ordinalMark", make: (f) => (value(f) <= 31 ? { is: "ordinal", value: value(f) } : null) },
  {
    pattern: "num and|dash? num",
    make: (f) => {
      const [tens, ones] = [f.get("num"), f.get("num", 1)]
      if (!tens || !ones || [tens, ones].some((n) => n.digits !== undefined || n.han || n.article)) return null
      return tens.value >= 20 && tens.value % 10 === 0 && ones.value > 0 && ones.value < 10
        ? { is: "num", value: tens.value + ones.value }
        : null
    },
  },
]

export const datePasses = [
  pass(numbers),
  pass(series),
  pass([...monthly, ...plain, ...relative]),
  pass<Scope>([
    { pattern: "weekday comma? dayWord? date", make: together },
    { pattern: "date comma? weekday", make: together },
    { pattern: "date backward|onward weekday", make: nearest },
    { pattern: "date comma? date", make: agreeing },
    {
      pattern: `weekday comma? num !point|colon|meridiem|unit|hostWord|measure|gear|roomWord|monthMark|slash|dot|month|hourMark|half|and|times`,
      make: dayBehind,
    },
    { pattern: "weekday", make: (f, scope) => weekday(f.get("weekday")?.day ?? 1, scope) },
  ]),
  pass<Scope>([
    // "Not Friday, Saturday", 唔係星期五，係星期六
    { pattern: "neg|no date comma? date", make: (f) => f.get("date", 1) ?? null },
    { pattern: "date neg comma date", make: (f) => f.get("date", 1) ?? null },
    { pattern: "date cue", make: bookedOn },
    // "Sunday pm"
    {
      pattern: "date meridiem !num",
      make: (f) => {
        const date = f.get("date")
        return date ? { ...date, part: f.get("meridiem")?.pm ? "afternoon" : "morning" } : null
      },
    },
    // 下星期一至五
    { pattern: "date until|dash num !point|hourMark|unit|measure|half|until|dash", make: toFigure },
    { pattern: "date comma date or date", make: anyOf },
    { pattern: "date or date", make: anyOf },
    { pattern: "date sharp|comma? inARow", make: inARow },
    { pattern: "inARow comma? from|at? date", make: inARow },
    { pattern: "between date and date !clock|num", make: daysBetween },
    { pattern: "date and|comma? date and|comma? date", make: eachOf },
    { pattern: "date and date", make: eachOf },
    { pattern: "sameTime|choice until|of|from? date|week", make: asThatDay },
    { pattern: "beside of? date", make: besideDay },
    { pattern: "before|after date !clock|num|part|whose|at|from|fixed|comma", make: boundDay },
    { pattern: "date of? beside", make: (f, scope) => (hanAt(f.tokens.at(-1), scope) ? besideDay(f) : null) },
  ]),
]

/** "Sábado 28": the day of the month, if that is such a weekday; smaller numbers may be hours. */
function dayBehind(f: Match, scope: Scope): Sense | null {
  const [day, num] = [f.get("weekday"), f.get("num")]
  if (!day || !num?.digits || num.value < 13 || num.value > 31) return null
  // «Sábado 28 às 15h»; «sábado 14 às 16» is from when to when.
  if (num.value < 25 && at(["until", "dash"], f.after)) return null
  // "Wed 25 - 3pm"
  if (at(["dash"], f.after) && f.after?.tight) return null
  const said = dayOfMonth(num.value, scope)
  return said.is === "date" && said.days.every((one) => weekdayOf(one) === day.day) ? said : null
}

/** "Tomorrow, Tuesday 24 Nov": the same day said twice is one. */
function agreeing(f: Match): Sense | null {
  const [a, b] = [f.get("date"), f.get("date", 1)]
  if (!a || !b || a.bare !== undefined || b.bare !== undefined) return null
  // «Dia 25, Natal»: of the month that the feast is in.
  const feast = a.occasion ? a : b.occasion ? b : null
  const other = feast === a ? b : a
  if (feast && dateOf(feast.days[0] ?? 0).date === dateOf(other.days[0] ?? 0).date) return { ...other, ...feast }
  const both = a.days.filter((day) => b.days.includes(day))
  return both.length > 0 ? { ...a, ...b, days: both } : null
}
