import { type Day, dateOf, dayOf, easter, lunar, weekdayOf } from "../calendar.js"
import type { DateSense, Feast, Sense } from "../sense.js"
import type { Scope } from "./scope.js"

export const date = (days: readonly Day[], more: Omit<DateSense, "is" | "days"> = {}): DateSense => ({
  is: "date",
  days,
  ...more,
})
export const impossible: Sense = { is: "bad", what: "impossibleDate" }

/** How long ago a date without a year may be for it to be a slip rather than next year's: about two months. */
const slipDays = 62

/** A month and a day: this year's, or next year's where that is over; a day just over is a slip, not eleven months ahead. */
export function monthDay(month: number, day: number, { today }: Scope, year?: number): Sense {
  const now = dateOf(today)
  const at = dayOf(year ?? now.year, month, day)
  const next = dayOf(now.year + 1, month, day)
  if (year !== undefined) return at === null ? impossible : date([at], at < today ? { problem: "past" } : {})
  if (at === null) return next === null || month !== 2 ? impossible : date([next])
  if (at >= today) return date([at])
  return today - at <= slipDays || next === null ? date([at], { problem: "past" }) : date([next])
}

/** The day of a month said alone: this month's, or the next one's that has it. */
export function dayOfMonth(day: number, { today }: Scope): Sense {
  const { year, month, date: todayDate } = dateOf(today)
  if (day < 1 || day > 31) return impossible
  for (let ahead = day >= todayDate ? 0 : 1; ahead < 3; ahead += 1) {
    const months = month - 1 + ahead
    const at = dayOf(year + Math.floor(months / 12), (months % 12) + 1, day)
    if (at !== null) return date([at])
    if (ahead === 0) return impossible
  }
  return impossible
}

/** The day `day` of the month `by` months ahead. */
export function dayInMonth(by: number, day: number, { today }: Scope): Sense {
  const { year, month } = dateOf(today)
  const months = month - 1 + by
  const at = dayOf(year + Math.floor(months / 12), (months % 12) + 1, day)
  return at === null ? impossible : date([at], at < today ? { problem: "past" } : {})
}

/** The last day of the month `by` months ahead. */
export function monthEnd(by: number, { today }: Scope): Sense {
  const { year, month } = dateOf(today)
  const first = dayOf(year + Math.floor((month + by) / 12), ((month + by) % 12) + 1, 1)
  return first === null ? impossible : date([first - 1])
}

/** The last day of a month by its number. */
export function lastOfMonth(month: number, scope: Scope): Sense {
  const { year, month: now } = dateOf(scope.today)
  return month < 1 || month > 12
    ? impossible
    : monthEnd(month - now + (month < now ? 12 : 0), { ...scope, today: dayOf(year, now, 1) ?? scope.today })
}

type Nth = { nth: number; weekday: number } & ({ month: number; year?: number | undefined } | { by: number })

/** The nth such weekday of a month, counted from its end where negative: of a month by name, or of so many months ahead. */
export function nthWeekday({ nth, weekday, ...of }: Nth, { today }: Scope): Sense {
  const now = dateOf(today)
  const inMonth = (year: number, month: number): Day | null => {
    const [first, next] = [dayOf(year, month, 1), dayOf(year + Math.floor(month / 12), (month % 12) + 1, 1)]
    if (first === null || next === null) return null
    const day = first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1)
    const last = next - 1 - ((weekdayOf(next - 1) - weekday + 7) % 7)
    return nth < 0 ? last : day < next ? day : null
  }
  if ("by" in of) {
    const months = now.month - 1 + of.by
    const at = inMonth(now.year + Math.floor(months / 12), (months % 12) + 1)
    return at === null ? impossible : date([at], at < today ? { problem: "past" } : {})
  }
  const at = inMonth(of.year ?? now.year, of.month)
  if (at === null) return impossible
  if (of.year === undefined && today - at > slipDays) return date([inMonth(now.year + 1, of.month) ?? at])
  return date([at], at < today ? { problem: "past" } : {})
}

/** "Monday to Friday": once on each of those days. */
export function daysThrough(first: DateSense, last: number): readonly Sense[] | null {
  const [day] = first.days
  if (day === undefined || first.problem) return null
  const from = weekdayOf(day)
  const through = Array.from({ length: ((last - from + 7) % 7) + 1 }, (_, n) => day + n)
  return through.length < 2 ? null : onEach(first, through)
}

/** Once on each of these days, of a week at most. */
export const onEach = (first: DateSense, through: readonly Day[]): readonly Sense[] => [
  { is: "repeat", every: 1, weekdays: through.map(weekdayOf) },
  { is: "count", count: through.length },
  { ...first, through },
]

export const monday = (today: Day): Day => today - weekdayOf(today) + 1

/** The weekday itself: the next such day; on that day, today or in a week. */
export function weekday(day: number, { today }: Scope): DateSense {
  const ahead = (day - weekdayOf(today) + 7) % 7
  return ahead === 0 ? date([today, today + 7], { weekday: day }) : date([today + ahead], { weekday: day })
}

/**
 * A weekday with "this" or "next". Chinese counts calendar weeks. Elsewhere "next Tuesday" is the next one to some, the one of
 * next week to others: both are kept unless they agree.
 */
export function weekdayIn(by: number, day: number, { today }: Scope, calendar: boolean): DateSense {
  const inWeek = monday(today) + 7 * by + day - 1
  const coming = today + (((day - weekdayOf(today) + 6) % 7) + 1)
  if (by === 0) {
    if (inWeek === today) return date([today])
    if (inWeek > today) return date([inWeek])
    return calendar ? date([inWeek], { problem: "past" }) : date([coming])
  }
  if (calendar || by !== 1 || inWeek === coming) return date([inWeek], inWeek < today ? { problem: "past" } : {})
  return date([coming, inWeek])
}

export function feast(what: Feast, { today }: Scope, named?: number): Sense {
  if (named !== undefined) {
    const at = feastIn(what, named)
    return at === null ? impossible : date([at], at < today ? { problem: "past" } : {})
  }
  const year = dateOf(today).year
  for (const y of [year, year + 1]) {
    const at = feastIn(what, y)
    if (at !== null && at >= today) return date([at])
  }
  return impossible
}

function feastIn(what: Feast, year: number): Day | null {
  if ("solar" in what) return dayOf(year, what.solar.month, what.solar.date - (year % 4 < 2 ? 1 : 0))
  if ("nth" in what) {
    const first = dayOf(year, what.month, 1) ?? 0
    return first + ((what.weekday - weekdayOf(first) + 7) % 7) + 7 * (what.nth - 1)
  }
  if ("month" in what) return dayOf(year, what.month, what.date)
  if ("easter" in what) {
    const sunday = easter(year)
    return sunday === null ? null : sunday + what.easter
  }
  if ("lunar" in what) {
    const day = lunar(year, what.lunar.month, what.lunar.date)
    return day === null ? null : day + (what.lunar.shift ?? 0)
  }
  const first = dayOf(year, 11, 1) ?? 0
  const thursday = first + ((4 - weekdayOf(first) + 7) % 7) + 21
  return thursday + 1
}

/** "8.12": in Chinese always the month first. */
export function dotted(a: number, b: number, scope: Scope, year?: number): Sense {
  const monthFirst = scope.language.startsWith("zh") && a <= 12
  return monthFirst ? monthDay(a, b, scope, year) : figures(a, b, scope, year)
}

/** Of two readings of a date the one that is so near, where the other is so far that nobody books it yet; in days. */
const near = 60
const far = 90

/** Two figures: day and month, or month and day where only that fits or is near; in simplified Chinese both. */
export function figures(a: number, b: number, scope: Scope, year?: number): Sense {
  if (a > 12 && b > 12) return impossible
  if (b > 12) return monthDay(a, b, scope, year)
  const dayFirst = monthDay(b, a, scope, year)
  if (a > 12 || a === b || scope.language === "pt") return dayFirst
  const both = [monthDay(a, b, scope, year), dayFirst].flatMap((s) => (s.is === "date" && !s.problem ? s.days : []))
  const [soon] = both.filter((day) => day - scope.today <= near)
  if (soon !== undefined && both.every((day) => day === soon || day - scope.today > far)) return date([soon])
  if (both.length > 0 && scope.language === "zh-Hans") return date([...new Set(both)])
  const swapped = monthDay(a, b, scope, year)
  const [other] = swapped.is === "date" && !swapped.problem ? swapped.days : []
  return dayFirst.is === "date" && other !== undefined ? { ...dayFirst, swapped: other } : dayFirst
}
