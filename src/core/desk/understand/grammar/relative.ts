import { dateOf, weekdayOf } from "../calendar.js"
import type { Match, Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { is } from "../tokens.js"
import { date, dayInMonth, daysThrough, feast, monday, monthEnd, onEach, weekday, weekdayIn } from "./days.js"
import { fromToday } from "./lists.js"
import { type Scope, value } from "./scope.js"

export const yearOf = (found: Match, nth: number): number | undefined => {
  const num = found.get("num", nth)
  return num && num.value >= 2020 && num.value < 2100 ? num.value : undefined
}

export const yearBy = (found: Match, { today }: Scope): number => dateOf(today).year + (found.get("year")?.by ?? 0)

/** "In two weeks on Tuesday", «terça daqui a duas semanas» */
const weekdayAhead = (f: Match, scope: Scope): Sense | null =>
  f.get("unit")?.unit === "week" ? weekdayIn(value(f), f.get("weekday")?.day ?? 1, scope, true) : null

/** Days from now, weekdays, feasts. */
export const relative: readonly Rule<Scope>[] = [
  { pattern: "in num measure? unit comma? at? weekday", make: weekdayAhead },
  { pattern: "weekday in num measure? unit", make: weekdayAhead },
  // 下個禮拜今日
  {
    pattern: "mod measure? unit of? day",
    make: (f, { today }) =>
      f.get("unit")?.unit === "week" && f.get("day")?.offset === 0 ? date([today + 7 * (f.get("mod")?.by ?? 0)]) : null,
  },
  { pattern: "shift by|for|moveTo|in? num measure? unit", make: shiftedDays },
  { pattern: "in num measure? unit later?", make: ahead },
  { pattern: "from day until num unit", make: ahead },
  { pattern: "num measure? unit later", make: ahead },
  { pattern: "from weekday until num unit?", make: daysOn },
  {
    pattern: "num unit from day",
    // "X5 weeks starting tomorrow": how often, and from when.
    make: (f, scope) => (is(f.before, "times") ? null : ahead(f, scope, f.get("day")?.offset ?? 0)),
  },
  { pattern: "day part?", make: dayOn },
  { pattern: "mod num dayMark|unit", make: fromToday },
  { pattern: "mod measure? unit comma? and|at|of? weekday", make: weekdayOfWeek },
  { pattern: "weekday of? mod measure? unit", make: weekdayOfWeek },
  { pattern: "week comma? and|at|of? weekday", make: ofWeek },
  { pattern: "weekday comma? week", make: ofWeek },
  { pattern: "num unit at|from|of? weekday", make: weekOn },
  { pattern: "weekday unit", make: weekdayWeek },
  { pattern: "mod of? measure? weekday", make: modWeekday },
  {
    pattern: "weekday mod",
    make: (f, scope) => (follows(f) || f.get("mod")?.by === 0 ? modWeekday(f, scope) : null),
  },
  {
    pattern: "mod measure? unit",
    make: (f) => {
      const [by, unit] = [f.get("mod")?.by ?? 0, f.get("unit")?.unit]
      return unit === "week" ? { is: "week", by } : unit === "month" && by > 0 ? { is: "inMonth", by } : null
    },
  },
  {
    pattern: "unit mod",
    make: (f) => (f.get("unit")?.unit === "week" && f.get("mod")?.after ? { is: "week", by: 1 } : null),
  },
  { pattern: "weekend", make: (f, scope) => weekend(0, f, scope) },
  { pattern: "mod weekend", make: (f, scope) => weekend(f.get("mod")?.by ?? 0, f, scope) },
  { pattern: "weekend mod", make: (f, scope) => (f.get("mod")?.after ? weekend(1, f, scope) : null) },
  { pattern: "feast of? year", make: (f, scope) => feastDay(f, scope, yearBy(f, scope)) },
  { pattern: "year of? feast", make: (f, scope) => feastDay(f, scope, yearBy(f, scope)) },
  { pattern: "feast of? num", make: feastOfYear },
  { pattern: "num yearMark? of? feast", make: feastOfYear },
  { pattern: "feast", make: feastDay },
]

function feastDay(f: Match, scope: Scope, year?: number): Sense | null {
  const named = f.get("feast")
  const made = named ? feast(named.feast, scope, year) : null
  return made?.is === "date" ? { ...made, occasion: true, ...(named?.part ? { part: named.part } : {}) } : made
}

function feastOfYear(f: Match, scope: Scope): Sense | null {
  const year = yearOf(f, 0)
  return year === undefined ? null : feastDay(f, scope, year)
}

/** 聽日下晝, "tomorrow"; 明後兩天 are both of them. */
function dayOn(f: Match, { today, smallHours }: Scope): Sense | readonly Sense[] | null {
  const said = f.get("day")
  if (!said) return null
  const at = today + said.offset
  const named = said.part ?? f.get("part")?.part
  const part = named ? { part: named } : {}
  if (said.offset < 0) return date([at], { ...part, problem: "past" })
  if (said.through) return daysThrough(date([at], part), weekdayOf(today + said.through))
  // After midnight "tomorrow" may be the day that has just begun.
  return date(said.offset > 0 && smallHours && !f.has("part") ? [at, at - 1] : [at], part)
}

function ahead(f: Match, scope: Scope, offset = 0): Sense | null {
  const unit = f.get("unit")?.unit
  if (unit === "month") return monthsAhead(value(f), scope)
  const each = unit === "day" ? 1 : unit === "week" ? 7 : 0
  return each === 0 || value(f) > 400 ? null : date([scope.today + offset + each * value(f)])
}

/** "In three months": on the same day of that month, or its last. */
function monthsAhead(by: number, scope: Scope): Sense | null {
  const made = dayInMonth(by, dateOf(scope.today).date, scope)
  return by < 1 || by > 24 ? null : made.is === "date" ? made : monthEnd(by, scope)
}

/** 順延一週, "delayed by two days" */
function shiftedDays(f: Match): Sense | null {
  const unit = f.get("unit")?.unit
  const days = (unit === "day" ? 1 : unit === "week" ? 7 : 0) * value(f)
  return days > 0 && days < 400 ? { is: "moved", minutes: (f.get("shift")?.later ? 1440 : -1440) * days } : null
}

function weekdayOfWeek(f: Match, scope: Scope): Sense | null {
  const [day, by] = [f.get("weekday"), f.get("mod")?.by ?? 0]
  // "The same room as last week for Wednesday"
  const apart = by < 0 && /(?:^|\s)(?:for|para|pra)\s*$/.test(scope.text.slice(0, f.tokens.at(-1)?.at))
  return day && !apart && f.get("unit")?.unit === "week" ? weekdayIn(by, day.day, scope, true) : null
}

/** «Para a semana, terça» */
function ofWeek(f: Match, scope: Scope): Sense | null {
  const day = f.get("weekday")
  return day && !day.many ? weekdayIn(f.get("week")?.by ?? 0, day.day, scope, true) : null
}

/** "Thursday week": a week after the coming one. Only English says so; "segunda semana" is the second week. */
function weekdayWeek(f: Match, { text, ...scope }: Scope): Sense | null {
  const [day, unit] = [f.get("weekday"), f.tokens.at(-1)]
  const said = text.slice(unit?.at, unit?.to)
  if (!day || day.many || f.get("unit")?.unit !== "week" || !unit?.near || !/^w(?:ee)?k$/.test(said)) return null
  return date(weekday(day.day, { ...scope, text }).days.map((at) => at + 7))
}

/** «De segunda a oito», «de segunda a quinze dias»: the days are counted with the first. */
function daysOn(f: Match, scope: Scope): Sense | null {
  const [day, unit] = [f.get("weekday"), f.get("unit")?.unit ?? "day"]
  const weeks = scope.language === "pt" && unit === "day" ? (value(f) - 1) / 7 : 0
  if (!day || day.many || !Number.isInteger(weeks) || weeks < 1 || (!f.has("unit") && f.get("num")?.digits)) return null
  return date(weekday(day.day, scope).days.map((at) => at + 7 * weeks))
}

/** "A week on Tuesday". */
function weekOn(f: Match, scope: Scope): Sense | null {
  const day = f.get("weekday")
  if (!day || f.get("unit")?.unit !== "week" || day.many) return null
  const first = weekday(day.day, scope).days[0] ?? scope.today
  return date([first + 7 * value(f)])
}

/** "Que vem", "próxima": said behind the day. */
const follows = (f: Match): boolean =>
  f.tokens.at(-1)?.senses.some((sense) => sense.is === "mod" && sense.after) === true

/** 看下周五: to look at the one of next week, or to take a look at the coming one. */
const looked = (f: Match, { text }: Scope): boolean => /[看查问]$/u.test(text.slice(0, f.tokens[0]?.at))

function modWeekday(f: Match, scope: Scope): Sense | null {
  const [mod, day] = [f.get("mod"), f.get("weekday")]
  return mod && day ? weekdayIn(mod.by, day.day, scope, mod.sure === true && !looked(f, scope)) : null
}

/** Either of its days; 星期六日 are both. */
function weekend(by: number, f: Match, { today, text }: Scope): Sense | readonly Sense[] {
  const saturday = monday(today) + 5 + 7 * by
  const days = [saturday, saturday + 1].filter((day) => day >= today)
  const both = days.length > 1 && text.slice(f.tokens[0]?.at, f.tokens.at(-1)?.to).includes("六")
  return both ? onEach(date([saturday]), days) : date(days, { either: true })
}
