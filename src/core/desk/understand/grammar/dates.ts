import { type Match, pass, type Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import type { Token } from "../tokens.js"
import { asItWas, asThatDay, besideDay, bookedOn, boundDay, byMonthEnd, nearest, weekdayBeside } from "./beside.js"
import { dayInMonth, dayOfMonth, dotted, figures, lastOfMonth, monthDay, monthEnd, weekday } from "./days.js"
import { anyOf, daysBetween, daysOfMonth, eachOf, inARow, listed, numbered, toFigure, weekOf } from "./lists.js"
import { monthly } from "./monthly.js"
import { relative, yearBy, yearOf } from "./relative.js"
import { inHan, type Scope, value } from "./scope.js"
import { series } from "./series.js"
import { agreeing, dayBehind, inYear, together } from "./twice.js"

const at = (kinds: readonly string[], token: Token | undefined): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

const month = (found: Match): number => found.get("month")?.month ?? 0

const byNumber = (found: Match, scope: Scope): Sense | null => {
  // "Any day 5-6pm"; "day 30" is one.
  const english = /^day(?![a-z])/.test(scope.text.slice(found.tokens[0]?.at))
  if (english && (value(found) < 13 || found.after?.senses.some(({ is }) => is === "meridiem" || is === "colon")))
    return null
  const n = found.get("ordinal")?.value ?? value(found)
  return dayOfMonth(n, scope)
}

/** What a number counts that stands before these, or when it is. */
const notDays =
  "!unit|meridiem|colon|point|clock|measure|hostWord|gear|gearHead|roomWord|class|half|quarter|until|dash|slash|num"

/** Several days by their numbers. */
const numberedDays: readonly Rule<Scope>[] = [
  { pattern: `num monthMark num dayMark? and|comma? num dayMark? and|comma? num dayMark ${notDays}`, make: numbered },
  { pattern: `num monthMark num dayMark? and|comma num dayMark ${notDays}`, make: numbered },
  { pattern: `num monthMark num ~num dayMark ${notDays}`, make: numbered },
  { pattern: `num dayMark? and|comma? num dayMark? and|comma? num dayMark ${notDays}`, make: numbered },
  { pattern: `num dayMark? and|comma num dayMark ${notDays}`, make: numbered },
  { pattern: `num ~num dayMark ${notDays}`, make: numbered },
  { pattern: `month num|ordinal comma num|ordinal and|comma num|ordinal ${notDays}`, make: numbered },
  { pattern: `month num|ordinal and num|ordinal ${notDays}`, make: numbered },
  { pattern: "num|ordinal comma num|ordinal and|comma num|ordinal of? month", make: numbered },
  { pattern: "num|ordinal and num|ordinal of? month", make: numbered },
]

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
  {
    pattern: "num ~dash ~num !unit|measure|hostWord|meridiem|point|colon|hourMark|num",
    make: (f, scope) => (at(["colon", "dash", "hash", "roomWord"], f.before) ? null : joinedByDash(f, scope)),
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
  { pattern: "dayWord num|ordinal comma num|ordinal and|comma num|ordinal of? month?", make: numbered },
  { pattern: "dayWord num|ordinal and|comma num|ordinal of? month?", make: numbered },
  { pattern: "dayWord num|ordinal of? month", make: (f, scope) => monthFromWords(f, scope, false) },
  { pattern: "dayWord num|ordinal !unit|slash|dot|monthMark", make: byNumber },
  { pattern: "ordinal !unit|choice|roomWord|gear|gearHead|hostWord|measure", make: byNumber },
  {
    pattern: "num dayMark !roomWord|class|later|backward|hostWord|measure",
    make: (f, scope) => {
      // 兩日 is how many.
      if (ofRoomBesideDay(f, scope) || scope.text.startsWith("两", f.tokens[0]?.at)) return null
      const made = byNumber(f, scope)
      return made?.is === "date" ? { ...made, bare: value(f) } : made
    },
  },
]

/** 11-27: what no hours can be. */
function joinedByDash(f: Match, scope: Scope): Sense | null {
  const [a, b] = [f.get("num"), f.get("num", 1)]
  if (!a?.digits || !b?.digits) return null
  const isDay = (n: number): boolean => n > 24 && n < 32 && n !== 30
  if (isDay(b.value) && a.value >= 1 && a.value <= 12) return monthDay(a.value, b.value, scope)
  return isDay(a.value) && b.value >= 1 && b.value <= 12 ? monthDay(b.value, a.value, scope) : null
}

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

const ofSale =
  /^ ?(?:sale|promo|deals?|campaign|event|festival|campanha|promocao|promocoes|saldos|大促|促销|活动|特卖|购物)/

/**
 * "15.30" is a time, "28.11" a day; "12.10" is taken for a day only if no time is written with a dot. Before 晚 it is a day, before
 * Portuguese "às" one unless that goes on from it ("das 9.30 às 11").
 */
function isClock(found: Match, { language, text }: Scope): boolean {
  const [a, b] = [value(found), value(found, 1)]
  const goesOn = at(["until"], found.after)
  if (goesOn && (language !== "pt" || !at(["at"], found.after) || b % 5 === 0)) return true
  if (language.startsWith("zh") && at(["part"], found.after) && a <= 12 && b <= 31) return false
  // "The 12.12 sale"
  if (a === b && a > 10 && ofSale.test(text.slice(found.tokens.at(-1)?.to))) return false
  const twoDigits = found.get("num", 1)?.digits?.length === 2
  const led = at(["at", "from", "until", "dash"], found.before)
  return twoDigits && a <= 24 && b < 60 && (b % 15 === 0 || led)
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

/** What makes a figure behind a weekday another thing than one more of them. */
const notFigure =
  "!num|point|colon|unit|measure|meridiem|dayMark|monthMark|hourMark|half|quarter|until|dash|hostWord|roomWord|gear|gearHead"

export const datePasses = [
  pass(numbers),
  pass(series),
  pass([...monthly, ...numberedDays, ...plain, ...relative]),
  pass<Scope>([
    { pattern: "weekday comma? dayWord? date", make: together },
    { pattern: "date comma? weekday", make: together },
    { pattern: "date backward|onward weekday", make: nearest },
    // "The Sunday before Christmas"
    { pattern: "date before|after of? date !clock|num", make: weekdayBeside },
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
    // "Not tomorrow, the day after"
    { pattern: "neg date comma? beside", make: besideDay },
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
    { pattern: "unit of date", make: weekOf },
    { pattern: "date unit", make: weekOf },
    { pattern: `date comma? num|date comma? num|date comma? num|date ${notFigure}`, make: listed },
    { pattern: `date comma? num|date comma? num|date ${notFigure}`, make: listed },
    { pattern: `date comma? num|date ${notFigure}`, make: listed },
    { pattern: "date comma date or date", make: anyOf },
    { pattern: "date or date", make: anyOf },
    { pattern: "date sharp|comma? inARow", make: inARow },
    { pattern: "inARow comma? from|at? date", make: inARow },
    { pattern: "date of num", make: inYear },
    { pattern: "between date and date !clock|num", make: daysBetween },
    { pattern: "date and|comma? date and|comma? date", make: eachOf },
    { pattern: "date and date", make: eachOf },
    // 周二、周四
    { pattern: "date comma date", make: (f, { text }) => (text[f.tokens[1]?.at ?? 0] === "、" ? eachOf(f) : null) },
    { pattern: "sameTime|choice until|of|from? date|week", make: asThatDay },
    { pattern: "date my? sameTime", make: asItWas },
    { pattern: "cue at? of? date", make: asItWas },
    { pattern: "beside of? date", make: besideDay },
    { pattern: "date backward", make: byMonthEnd },
    { pattern: "before|after date !clock|num|part|whose|at|from|fixed|comma", make: boundDay },
    { pattern: "date of? beside", make: (f, scope) => (inHan(f.tokens.at(-1), scope) ? besideDay(f) : null) },
  ]),
]
