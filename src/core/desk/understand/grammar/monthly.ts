import type { Match, Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { impossible, nthWeekday } from "./days.js"
import { value, yearOf } from "./relative.js"
import type { Scope } from "./scope.js"

const nthOf = (f: Match): number => f.get("nth")?.nth ?? f.get("ordinal")?.value ?? 0

function inMonth(f: Match, scope: Scope, named: { month: number; year?: number | undefined } | { by: number }) {
  const day = f.get("weekday")
  return day && !day.many ? nthWeekday({ ...named, nth: nthOf(f), weekday: day.day }, scope) : null
}

const ofNamed = (f: Match, scope: Scope): Sense | null => {
  const year = f.has("num") ? yearOf(f, 0) : undefined
  return f.has("num") && year === undefined ? null : inMonth(f, scope, { month: f.get("month")?.month ?? 0, year })
}

const ofThatMonth = (f: Match, scope: Scope): Sense | null =>
  f.get("unit")?.unit === "month" || f.has("monthMark") ? inMonth(f, scope, { by: f.get("mod")?.by ?? 0 }) : null

/** "The first Friday of December", 下個月最後一個星期三. */
export const monthly: readonly Rule<Scope>[] = [
  { pattern: "nth|ordinal weekday of|in? month of? num", make: ofNamed },
  { pattern: "nth|ordinal weekday of|in? month", make: ofNamed },
  { pattern: "nth|ordinal weekday of|in? mod unit", make: ofThatMonth },
  { pattern: "nth|ordinal weekday of|in? unit mod?", make: ofThatMonth },
  { pattern: "month nth|ordinal weekday", make: ofNamed },
  { pattern: "mod unit nth|ordinal weekday", make: ofThatMonth },
  { pattern: "mod measure? monthMark of? nth weekday", make: ofThatMonth },
  {
    pattern: "num monthMark of? nth weekday",
    make: (f, scope) => (value(f) > 12 ? impossible : inMonth(f, scope, { month: value(f) })),
  },
]
