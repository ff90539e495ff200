import { weekdayOf } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { Sense } from "../sense.js"
import { is, type Token } from "../tokens.js"
import { date, dayOfMonth, daysThrough, monday, monthDay, onEach } from "./days.js"
import type { Scope } from "./scope.js"

/** Several days, said together. */

/** "Monday to Friday", "1 to 4 December" */
export function through(f: Match): readonly Sense[] | null {
  const [first, last] = [f.get("date"), f.get("date", 1)]
  const [from, to] = [first?.days[0], last?.days[0]]
  if (!first || !last || from === undefined || to === undefined || last.problem) return null
  // 3號到5號 may be rooms, 廿五號到廿七號 are days.
  if (first.bare !== undefined && (last.bare === undefined || first.bare < 13)) return null
  if (last.weekday !== undefined) return daysThrough(first, last.weekday)
  return to - from > 0 && to - from < 7 ? daysThrough(first, weekdayOf(to)) : null
}

/** "1 to 4 December", «de 1 a 4 de dezembro» */
export function daysOfMonth(f: Match, scope: Scope): readonly Sense[] | null {
  const [from, to] = f.senses.flatMap((sense) => (sense.is === "num" || sense.is === "ordinal" ? [sense.value] : []))
  if (from === undefined || to === undefined || to <= from || to - from > 6) return null
  const [first, last] = [from, to].map((day) => monthDay(f.get("month")?.month ?? 0, day, scope))
  const until = last?.is === "date" ? last.days[0] : undefined
  return first?.is === "date" && until !== undefined ? daysThrough(first, weekdayOf(until)) : null
}

/** 由聽日起連續三日 */
export function inARow(f: Match): readonly Sense[] | null {
  const [first, many] = [f.get("date"), f.get("inARow")?.days ?? 0]
  const [day, other] = first?.days ?? []
  return first && day !== undefined && other === undefined ? daysThrough(first, weekdayOf(day + many - 1)) : null
}

/** 廿五、廿六號, 12月1號2號3號, «dias 1, 2 e 3 de dezembro», "Dec 1, 2 and 3": each of them. */
export function numbered(f: Match, scope: Scope): readonly Sense[] | null {
  const numbers = f.senses.filter((sense) => sense.is === "num" || sense.is === "ordinal")
  const month = f.has("monthMark") ? numbers.shift()?.value : f.get("month")?.month
  const values = numbers.map(({ value }) => value)
  // 3號同4號晚 may be rooms.
  const rooms = f.has("dayMark") && month === undefined && values.every((value) => scope.words.byNumber.has(value))
  // «Dia 28, às 14h»
  const one = f.has("dayWord") && !scope.text.slice(f.tokens[0]?.at, f.tokens[0]?.to).endsWith("dias")
  if (rooms || one || numbers.some((num) => num.is === "num" && num.article)) return null
  const said = values.map((day) => (month === undefined ? dayOfMonth(day, scope) : monthDay(month, day, scope)))
  const days = said.flatMap((one) => (one.is === "date" && !one.problem ? one.days : []))
  const [first = 0, last = 0] = [days[0], days.at(-1)]
  if (days.length < said.length || days.some((day, at) => at > 0 && day <= (days[at - 1] ?? day))) return null
  return last - first > widest ? [date([first]), { is: "bad", what: "several" }] : onEach(date([first]), days)
}

/** 聖誕嗰個禮拜, "the week of the 7th": all of its days. */
export function weekOf(f: Match, { today, text }: Scope): Sense | null {
  const [said, lead, last] = [f.get("date"), f.tokens[0], f.tokens.at(-1)]
  const [day] = said?.days ?? []
  const behind = is(last, "unit")
  const its = behind ? /[那嗰]/u.test(text.slice(lead?.to, last?.at)) : !is(f.before, "num", "every", "mod")
  if (!said || day === undefined || said.problem || f.get("unit")?.unit !== "week" || !its) return null
  const from = monday(day)
  const days = Array.from({ length: 7 }, (_, n) => from + n).filter((one) => one >= today)
  return { is: "date", days, either: true, through: days }
}

/** 呢兩日: today and tomorrow. */
export function fromToday(f: Match, { today, text }: Scope): Sense | null {
  const many = f.get("num")?.value ?? 0
  const unit = f.get("unit")?.unit ?? "day"
  // 呢3日 too, but not 呢2日, which is the second.
  const written = /^[两三3]/u.test(text.slice(f.tokens[1]?.at))
  if (f.get("mod")?.by !== 0 || unit !== "day" || !written || many > 3) return null
  const days = Array.from({ length: many }, (_, n) => today + n)
  return { is: "date", days, either: true, through: days }
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
export function eachOf(f: Match): readonly Sense[] | null {
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

/** 禮拜二四六晚, 星期五六日: each of them, the ones behind by their figures alone. */
export function listed(f: Match, { text }: Scope): readonly Sense[] | null {
  const [first, lead] = [f.get("date"), f.tokens[0]]
  const [day] = first?.days ?? []
  const said = text.slice(lead?.to, f.tokens.at(-1)?.to)
  if (
    !first ||
    day === undefined ||
    first.problem ||
    !named(lead, text) ||
    !/^(?:、?[二三四五六])*(?:、?[日天])?$/.test(said)
  )
    return null
  const days = [...said.replaceAll("、", "")].map(
    (figure) => day + "一二三四五六日".indexOf(figure.replace("天", "日")) + 1 - weekdayOf(day),
  )
  const ascends = days.every((one, at) => one > (days[at - 1] ?? day))
  return ascends ? onEach(first, [day, ...days]) : null
}

const named = (token: Token | undefined, text: string): boolean =>
  /(?:星期|周|礼拜|拜)[一二三四五]$/u.test(text.slice(token?.at, token?.to))

/** 下星期一至五 */
export function toFigure(f: Match, { text }: Scope): readonly Sense[] | null {
  const [date, num] = [f.get("date"), f.get("num")]
  return date && named(f.tokens[0], text) && num?.han && num.value <= 7 ? daysThrough(date, num.value) : null
}
