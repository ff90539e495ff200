import { weekdayOf } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { Sense } from "../sense.js"
import { is } from "../tokens.js"
import { date, dayOfMonth, daysThrough, monday, monthDay, onEach } from "./days.js"
import type { Scope } from "./scope.js"

/** Days that are named by another one, or that a word beside them says are not meant as such. */

/** "The day before Christmas", 聖誕前一晚. */
export function besideDay(f: Match): Sense | null {
  const [beside, day] = [f.get("beside"), f.get("date")]
  if (!beside || !day || day.problem) return null
  return date(
    day.days.map((at) => at + beside.by),
    beside.part ? { part: beside.part } : {},
  )
}

/** 聖誕前嗰個星期五: the last one before, or the first one after. */
export function nearest(f: Match, { text }: Scope): Sense | null {
  const [said, weekday] = [f.get("date")?.days[0], f.get("weekday")?.day]
  const joined = /[嗰那的嘅个一]/u.test(text.slice(f.tokens[1]?.at, f.tokens.at(-1)?.at))
  if (said === undefined || weekday === undefined || !joined) return null
  const by = is(f.tokens[1], "backward") ? -1 : 1
  return date([said + by * (((by * (weekday - weekdayOf(said)) + 13) % 7) + 1)])
}

/** 由聽日起連續三日 */
export function inARow(f: Match): readonly Sense[] | null {
  const [first, many] = [f.get("date"), f.get("inARow")?.days ?? 0]
  const [day, other] = first?.days ?? []
  return first && day !== undefined && other === undefined ? daysThrough(first, weekdayOf(day + many - 1)) : null
}

/** 琴日訂咗聽日嘅房: the day on which it was booked is not the one that is meant. */
export function bookedOn(f: Match, { text }: Scope): Sense | null {
  const [day, cue] = [f.get("date"), f.tokens.at(-1)]
  const done = /^(?:订|预订|约|预约|book)(?:咗|了|的|过|嘅)/u.test(text.slice(cue?.at))
  return day?.problem === "past" && done ? (f.get("cue") ?? null) : null
}

/** "Same time as today", «amanhã à mesma hora de hoje», "the same room as last week": no day that is wished for. */
export function asThatDay(f: Match, { text }: Scope): Sense | null {
  const [same, day] = [f.tokens[0], f.tokens.at(-1)]
  const [choice, that] = [f.get("choice"), f.get("date")]
  if (choice && choice.choice !== "same") return null
  const between = text.slice(same?.to, day?.at).trim()
  const over = that?.problem === "past" || (f.get("week")?.by ?? 0) < 0
  const other = (over || is(f.before, "date")) && /^(?:d[aeo]|of)$/.test(between)
  const as = /^(?:as|que|como|do que|que na|como na)$/.test(between)
  return other || as ? (choice ?? { is: "sameTime" }) : null
}

/** "Before Friday"; "by Friday" may be on it, and «antes sexta» puts a slip right. */
export function boundDay(f: Match, { text }: Scope): Sense | null {
  const [lead, day] = [f.tokens[0], f.get("date")]
  const word = text.slice(lead?.at, lead?.to)
  const other = is(lead, "at") || /^(?:antes|depois|past)$/.test(word) || /[\u3400-\u9fff]/u.test(word)
  if (!day || other || day.problem || day.bare !== undefined || day.part) return null
  return { is: "dayBound", side: f.has("before") ? "before" : "after", date: day }
}

/** «Dias 26 e 27» */
export function twoDays(f: Match, scope: Scope): readonly Sense[] | null {
  const named = scope.text.slice(f.tokens[0]?.at, f.tokens[0]?.to).endsWith("dias")
  const days = f.senses.flatMap((sense) => (sense.is === "num" || sense.is === "ordinal" ? [sense.value] : []))
  const of = f.get("month")?.month
  return named ? days.map((day) => (of === undefined ? dayOfMonth(day, scope) : monthDay(of, day, scope))) : null
}

/** Days that are further apart than this are asked about one by one. */
const widest = 6

/** "Saturday or Sunday": either will do. */
export function anyOf(f: Match): Sense | null {
  const dates = f.senses.filter((sense) => sense.is === "date")
  if (dates.some(({ bare, problem }) => bare !== undefined || problem)) return null
  const days = [...new Set(dates.flatMap((date) => date.days))].sort((a, b) => a - b)
  const [first = 0, last = 0] = [days[0], days.at(-1)]
  const part = dates.find((date) => date.part)?.part
  return last - first > widest ? null : { is: "date", days, either: true, ...(part ? { part } : {}) }
}

/** "Between Christmas and New Year": any of the days from the one to the other. */
export function daysBetween(f: Match): Sense | null {
  const [first, last] = [f.get("date"), f.get("date", 1)]
  const [from, to] = [first?.days[0], last?.days[0]]
  if (from === undefined || to === undefined || first?.problem || last?.problem || to <= from || to - from > 9)
    return null
  const days = Array.from({ length: to - from + 1 }, (_, n) => from + n)
  return { is: "date", days, either: true, through: days }
}

/** "Monday and Wednesday", "mon wed fri next week": once on each of them. */
export function eachOf(f: Match, { language }: Scope): readonly Sense[] | null {
  if (language.startsWith("zh")) return null
  const dates = f.senses.filter((sense) => sense.is === "date")
  const last = dates.at(-1)?.days
  if (last?.length !== 1 || dates.some(({ bare, problem, either, occasion }) => bare ?? problem ?? either ?? occasion))
    return null
  // "Monday and Wednesday of next week"
  const week = dates.at(-1)?.weekday === undefined && dates[0]?.weekday !== undefined ? monday(last[0] ?? 0) - 1 : null
  const days = dates.flatMap(({ weekday, days: [day = 0, ...more] }) =>
    week !== null && weekday !== undefined ? [week + weekday] : more.length > 0 ? [] : [day],
  )
  const [first = 0, ...others] = days
  const apart = others.every((day, at) => day > (days[at] ?? 0)) && (days.at(-1) ?? 0) - first < 7
  if (days.length < dates.length || !apart) return null
  const part = dates.find((one) => one.part)?.part
  return onEach(date([first], part ? { part } : {}), days)
}

/** 下星期一至五 */
export function toFigure(f: Match, { text }: Scope): readonly Sense[] | null {
  const [date, num, first] = [f.get("date"), f.get("num"), f.tokens[0]]
  const named = /(?:星期|周|礼拜|拜)[一二三四五]$/u.test(text.slice(first?.at, first?.to))
  return date && named && num?.han && num.value <= 7 ? daysThrough(date, num.value) : null
}
