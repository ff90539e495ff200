import { weekdayOf } from "../calendar.js"
import type { Match, Rule } from "../cascade.js"
import type { Sense, SenseOf } from "../sense.js"
import { any, first, is, type Token } from "../tokens.js"
import { date, daysThrough, monday } from "./days.js"
import { type Scope, value } from "./scope.js"

const everyWeek = /every week|weekly|todas as semanas|semanalmente/

/** What makes a number no day of the week. */
const notDay = "!point|unit|measure|dayMark|colon|dash|until|monthMark"

/** Every week on the same days. */
export const series: readonly Rule<Scope>[] = [
  {
    pattern: "every num unit at? weekday",
    make: (f) =>
      f.get("unit")?.unit === "week" ? { is: "repeat", every: value(f), weekdays: [f.get("weekday")?.day ?? 1] } : null,
  },
  {
    pattern: "every num measure? unit",
    make: (f) => (f.get("unit")?.unit === "week" ? { is: "cycle", every: value(f) } : null),
  },
  {
    pattern: "every choice|ordinal weekday",
    make: (f) => ({ is: "repeat", every: 2, weekdays: [f.get("weekday")?.day ?? 1] }),
  },
  { pattern: "every weekday and|comma weekday and weekday", make: weekly },
  { pattern: "every weekday and|comma every? weekday", make: weekly },
  { pattern: "every weekday", make: weekly },
  { pattern: "weekday and|comma weekday cycle", make: weekly },
  { pattern: "cycle at|every? weekday and|comma weekday", make: weekly },
  { pattern: "cycle at|every? weekday", make: weekly },
  { pattern: "weekday cycle", make: weekly },
  // 周二周三周四每天
  { pattern: "weekday and|comma? weekday and|comma? weekday everyDay", make: eachOf },
  { pattern: "weekday and|comma? weekday everyDay", make: eachOf },
  // 之後四個星期五, "the next four Fridays"
  {
    pattern: "mod? num measure? weekday",
    make: (f) => {
      const [many, day] = [value(f), f.get("weekday")?.day ?? 1]
      // 主播兩個 拜六
      if (is(f.before, "hostWord", "gear")) return null
      return many > 1 && (f.has("measure") || f.get("weekday")?.many)
        ? [
            { is: "repeat", every: 1, weekdays: [day] },
            { is: "count", count: many },
          ]
        : null
    },
  },
  // «Sábado sim, sábado não»
  {
    pattern: "weekday yes comma? weekday neg|no",
    make: (f) => {
      const [one, other] = [f.get("weekday"), f.get("weekday", 1)]
      return one && one.day === other?.day ? { is: "repeat", every: 2, weekdays: [one.day] } : null
    },
  },
  // 逢一三五
  { pattern: "every num ~num ~num", make: figuresOfWeek },
  { pattern: "every num ~num", make: figuresOfWeek },
  // 每周一三五
  { pattern: `repeat and|comma? num and|comma? num ${notDay}`, make: joinedFigures },
  { pattern: `repeat and|comma? num ${notDay}`, make: joinedFigures },
  { pattern: "repeat and|comma? weekday and|comma? weekday", make: (f) => joined(f) },
  { pattern: "repeat and|comma? repeat", make: (f) => joined(f) },
  { pattern: "repeat and|comma? weekday", make: (f) => joined(f) },
  {
    pattern: "at? weekday and weekday",
    make: (f, { text }) =>
      (f.get("weekday")?.many && f.get("weekday", 1)?.many) || everyWeek.test(text) ? weekly(f) : null,
  },
  { pattern: "at? weekday", make: (f) => (f.get("weekday")?.many ? weekly(f) : null) },
]

/** "Every day next week", "every weekday this week": on each of the days of that week that are to come. */
export function dailyIn(tokens: readonly Token[], { today }: Scope): readonly Token[] {
  const at = tokens.findIndex((token) => is(token, "everyDay") || (first([token], "repeat")?.weekdays.length ?? 0) > 4)
  const week = tokens.findIndex((token) => (first([token], "week")?.by ?? -1) >= 0)
  const token = tokens[at]
  if (!token || week < 0 || any(tokens, "date")) return tokens
  const by = first(tokens, "week")?.by ?? 0
  const begin = by === 0 ? today : monday(today) + 7 * by
  const last = first([token], "repeat")?.weekdays.at(-1) ?? 7
  const senses = weekdayOf(begin) > last ? null : daysThrough(date([begin]), last)
  return senses ? tokens.flatMap((one, i) => (i === at ? { ...one, senses } : i === week ? [] : one)) : tokens
}

function weekly(f: Match): SenseOf<"repeat"> {
  const weekdays = [0, 1, 2].flatMap((nth) => f.get("weekday", nth)?.day ?? [])
  return { is: "repeat", every: f.get("cycle")?.every ?? 1, weekdays }
}

function eachOf(f: Match): readonly Sense[] {
  const each = weekly(f)
  return [each, { is: "count", count: each.weekdays.length }]
}

function figuresOfWeek(f: Match): Sense | null {
  const days = [0, 1, 2].flatMap((nth) => f.get("num", nth) ?? [])
  const fits = days.every((num) => num.han === true && num.value >= 1 && num.value <= 7)
  return fits ? { is: "repeat", every: 1, weekdays: days.map((num) => num.value) } : null
}

function joinedFigures(f: Match): Sense | null {
  const repeat = f.get("repeat")
  const days = [0, 1].flatMap((nth) => f.get("num", nth) ?? [])
  if (!repeat || days.some((num) => !num.han || num.value > 7)) return null
  return { ...repeat, weekdays: [...repeat.weekdays, ...days.map((num) => num.value)] }
}

function joined(f: Match): Sense | null {
  const repeat = f.get("repeat")
  const more = f.get("repeat", 1)?.weekdays ?? [0, 1].flatMap((nth) => f.get("weekday", nth)?.day ?? [])
  return repeat ? { ...repeat, weekdays: [...repeat.weekdays, ...more] } : null
}
