import { dateOf, weekdayOf } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { DateSense, Sense } from "../sense.js"
import { first, is, type Token } from "../tokens.js"
import { date, dayOfMonth, monthDay, weekday } from "./days.js"
import type { Scope } from "./scope.js"

/** A day that is said twice: by its weekday and its number, or by its name and its date. */

/** "Friday 28 November": must agree, else both are asked. */
export function together(found: Match, scope: Scope): Sense | null {
  const day = found.get("weekday")
  const said = found.get("date")
  // «Amanhã e sexta»; 星期五六日 are three days.
  const last = found.tokens.at(-1)
  if (found.tokens.some((token) => is(token, "and")) || /^六[日天]$/.test(scope.text.slice(last?.at, last?.to)))
    return null
  if (!day || !said || (said.bare !== undefined && !meansDay(said, { day: day.day, found, scope }))) return null
  const { bare: _, swapped, ...proper } = said
  // 12/2 (三)
  const turned = said.days.every((at) => weekdayOf(at) !== day.day) ? swapped : undefined
  if (turned !== undefined && weekdayOf(turned) === day.day) return date([turned])
  if (said.problem) return said
  const fitting = said.days.filter((at) => weekdayOf(at) === day.day)
  if (fitting.length > 0) return { ...proper, days: fitting }
  return date([...said.days, ...weekday(day.day, scope).days.slice(-1)])
}

/** 廿七號星期五: a day where the two agree and the number comes first, or no room has it. */
function meansDay(said: DateSense, { day, found, scope }: { day: number; found: Match; scope: Scope }): boolean {
  const first = is(found.tokens[0], "date")
  const agree = said.days.some((at) => weekdayOf(at) === day)
  return agree && (first || !scope.words.byNumber.has(said.bare ?? 0))
}

/** "Sábado 28": the day of the month, if that is such a weekday; smaller numbers may be hours. */
export function dayBehind(f: Match, scope: Scope): Sense | null {
  const [day, num] = [f.get("weekday"), f.get("num")]
  if (!day || !num?.digits || num.value < 13 || num.value > 31) return null
  // «Sábado 28 às 15h»; «sábado 14 às 16» is from when to when.
  if (num.value < 25 && is(f.after, "until", "dash")) return null
  // "Wed 25 - 3pm"
  if (is(f.after, "dash") && f.after?.tight) return null
  const said = dayOfMonth(num.value, scope)
  return said.is === "date" && said.days.every((one) => weekdayOf(one) === day.day) ? said : null
}

/** 平安夜四點開場聖誕特賣: of two days, the one that names what is sold is none. */
export function unthemed(tokens: readonly Token[]): readonly Token[] {
  const dates = tokens.filter((token) => is(token, "date"))
  if (dates.length < 2) return tokens
  const theme = tokens.findIndex((token, at) => {
    const next = tokens[at + 1]
    return first([token], "date")?.occasion === true && next?.near === true && next.senses.length === 0
  })
  return theme < 0 ? tokens : tokens.filter((_, at) => at !== theme)
}

/** «Dia 3 de dezembro de 2026» */
export function inYear(f: Match, scope: Scope): Sense | null {
  const [said, year] = [f.get("date"), f.get("num")]
  const [day] = said?.days ?? []
  if (day === undefined || !year?.digits || year.value < 2020 || year.value > 2100) return null
  const { month, date: ofMonth } = dateOf(day)
  return monthDay(month, ofMonth, scope, year.value)
}

/** "Tomorrow, Tuesday 24 Nov": the same day said twice is one. */
export function agreeing(f: Match): Sense | null {
  const [a, b] = [f.get("date"), f.get("date", 1)]
  if (!a || !b) return null
  // «Dia 25, Natal», 廿四號平安夜: of the month that the feast is in.
  const feast = a.occasion ? a : b.occasion ? b : null
  const { bare: _, ...other } = feast === a ? b : a
  if (feast && dateOf(feast.days[0] ?? 0).date === dateOf(other.days[0] ?? 0).date) return { ...other, ...feast }
  if (a.bare !== undefined || b.bare !== undefined) return null
  const both = a.days.filter((day) => b.days.includes(day))
  return both.length > 0 ? { ...a, ...b, days: both } : null
}
