import { weekdayOf } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { Sense } from "../sense.js"
import { date, daysThrough } from "./days.js"
import type { Scope } from "./scope.js"

/** Days that are named by another one. */

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
  const by = f.tokens[1]?.senses.some(({ is }) => is === "backward") ? -1 : 1
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
