import { dateOf, dayOf, weekdayOf } from "../calendar.js"
import type { Match, Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { date, impossible, nthWeekday } from "./days.js"
import { yearOf } from "./relative.js"
import { type Scope, value } from "./scope.js"

const nthOf = (f: Match): number => f.get("nth")?.nth ?? f.get("ordinal")?.value ?? 0

const weekendFrom = (saturday: Sense): Sense =>
  saturday.is === "date" && !saturday.problem
    ? date([...saturday.days, ...saturday.days.map((day) => day + 1)], { either: true })
    : saturday

function inMonth(f: Match, scope: Scope, named: { month: number; year?: number | undefined } | { by: number }) {
  const day = f.get("weekday")
  if (f.has("weekend")) return weekendFrom(nthWeekday({ ...named, nth: nthOf(f), weekday: 6 }, scope))
  return day && !day.many ? nthWeekday({ ...named, nth: nthOf(f), weekday: day.day }, scope) : null
}

const ofNamed = (f: Match, scope: Scope): Sense | null => {
  const year = f.has("num") ? yearOf(f, 0) : undefined
  return f.has("num") && year === undefined ? null : inMonth(f, scope, { month: f.get("month")?.month ?? 0, year })
}

const ofThatMonth = (f: Match, scope: Scope): Sense | null =>
  f.get("unit")?.unit === "month" || f.has("monthMark") ? inMonth(f, scope, { by: f.get("mod")?.by ?? 0 }) : null

/** "Every Monday in January": from the first of them that is still to come, as often as there are. */
function allIn(month: number, f: Match, { today }: Scope): readonly Sense[] | null {
  const repeat = f.get("repeat")
  const now = dateOf(today)
  const year = month < now.month ? now.year + 1 : now.year
  const [first, next] = [dayOf(year, month, 1), dayOf(year + Math.floor(month / 12), (month % 12) + 1, 1)]
  if (!repeat || first === null || next === null) return null
  const from = Math.max(first, today)
  const days = Array.from({ length: Math.max(0, next - from) }, (_, n) => from + n)
  const [start = 0, ...others] = days.filter((day) => repeat.weekdays.includes(weekdayOf(day)))
  const count = 1 + others.filter((day) => Math.floor((day - start) / 7) % repeat.every === 0).length
  if (start === 0) return null
  return count === 1 ? [date([start])] : [repeat, date([start]), { is: "count", count }]
}

const allInNamed = (f: Match, scope: Scope): readonly Sense[] | null =>
  allIn(f.get("month")?.month ?? value(f), f, scope)

function allInThat(f: Match, scope: Scope): readonly Sense[] | null {
  if (f.get("unit")?.unit !== "month" && !f.has("monthMark")) return null
  if ((f.get("mod")?.by ?? 0) < 0) return [{ ...date([scope.today]), problem: "past" }]
  return allIn(((dateOf(scope.today).month - 1 + (f.get("mod")?.by ?? 0)) % 12) + 1, f, scope)
}

/** "The last day of November" */
function lastDay(f: Match, { today }: Scope): Sense | null {
  const month = f.get("month")?.month ?? 0
  const { year, month: now } = dateOf(today)
  if (f.get("nth")?.nth !== -1 || f.get("unit")?.unit !== "day") return null
  const next = dayOf(year + (month < now ? 1 : 0) + Math.floor(month / 12), (month % 12) + 1, 1)
  return next === null ? impossible : date([next - 1])
}

/** "The first Friday of December", 下個月最後一個星期三. */
export const monthly: readonly Rule<Scope>[] = [
  { pattern: "repeat of|in? month !num|ordinal", make: allInNamed },
  { pattern: "repeat in month", make: allInNamed },
  { pattern: "repeat of|in? mod unit", make: allInThat },
  { pattern: "month of|comma? repeat", make: allInNamed },
  { pattern: "num monthMark of|comma? repeat", make: allInNamed },
  { pattern: "mod measure? unit|monthMark of|comma? repeat", make: allInThat },
  { pattern: "nth unit of|in? month", make: lastDay },
  { pattern: "repeat of month", make: allInNamed },
  { pattern: "nth|ordinal weekday|weekend of|in? month of? num", make: ofNamed },
  { pattern: "nth|ordinal weekday|weekend of|in? month", make: ofNamed },
  { pattern: "nth|ordinal weekday|weekend of|in? mod unit", make: ofThatMonth },
  { pattern: "nth|ordinal weekday|weekend of|in? unit mod?", make: ofThatMonth },
  { pattern: "month nth|ordinal weekday|weekend", make: ofNamed },
  { pattern: "mod unit nth|ordinal weekday|weekend", make: ofThatMonth },
  { pattern: "mod measure? monthMark of? nth weekday|weekend", make: ofThatMonth },
  {
    pattern: "num monthMark of? nth weekday|weekend",
    make: (f, scope) => (value(f) > 12 ? impossible : inMonth(f, scope, { month: value(f) })),
  },
]
