import { weekdayOf } from "../calendar.js"
import type { Match } from "../cascade.js"
import type { Sense } from "../sense.js"
import { is } from "../tokens.js"
import { date } from "./days.js"
import { inHan, type Scope } from "./scope.js"

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

/** The last such weekday before a day, or the first one after it. */
function nextTo(day: number, weekday: number, before: boolean): Sense {
  const by = before ? -1 : 1
  return date([day + by * (((by * (weekday - weekdayOf(day)) + 13) % 7) + 1)])
}

/** 聖誕前嗰個星期五: the last one before, or the first one after. */
export function nearest(f: Match, { text }: Scope): Sense | null {
  const [said, weekday] = [f.get("date")?.days[0], f.get("weekday")?.day]
  const joined = /[嗰那的嘅个一]/u.test(text.slice(f.tokens[1]?.at, f.tokens.at(-1)?.at))
  if (said === undefined || weekday === undefined || !joined) return null
  return nextTo(said, weekday, is(f.tokens[1], "backward"))
}

/** "The Sunday before Christmas": the last such weekday before a feast, or the first one after it. */
export function weekdayBeside(f: Match): Sense | null {
  const [day, feast] = [f.get("date"), f.get("date", 1)]
  const at = feast?.days[0]
  if (day?.weekday === undefined || !feast?.occasion || at === undefined) return null
  return nextTo(at, day.weekday, f.has("before"))
}

/** 琴日訂咗聽日嘅房: the day on which it was booked is not the one that is meant. */
export function bookedOn(f: Match, { text }: Scope): Sense | null {
  const [day, cue] = [f.get("date"), f.tokens.at(-1)]
  const done = /^(?:订|预订|约|预约|book)(?:咗|了|的|过|嘅|嗰|那)/u.test(text.slice(cue?.at))
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

/** 琴日嗰場再嚟多次, "repeat yesterday's", «repetir a de ontem»: what was is how it is to be. */
export function asItWas(f: Match, { text }: Scope): readonly Sense[] | null {
  const [lead, cue] = [f.tokens[0], f.get("cue")]
  if (f.get("date")?.problem !== "past") return null
  if (!cue) return [{ is: "sameTime" }]
  return /^(?:repeat|redo|repet|repit)/.test(text.slice(lead?.at)) ? [cue, { is: "sameTime" }] : null
}

/** "Before Friday"; "by Friday" may be on it, and «antes sexta» puts a slip right. */
export function boundDay(f: Match, scope: Scope): Sense | null {
  const [lead, day] = [f.tokens[0], f.get("date")]
  const word = scope.text.slice(lead?.at, lead?.to)
  const other = is(lead, "at") || /^(?:antes|depois|past)$/.test(word) || inHan(lead, scope)
  if (!day || other || day.problem || day.bare !== undefined || day.part) return null
  return { is: "dayBound", side: f.has("before") ? "before" : "after", date: day }
}

/** 月底前有冇位 */
export function byMonthEnd(f: Match, { text }: Scope): readonly Sense[] | null {
  const [lead, said] = [f.tokens[0], f.get("date")]
  const [last] = said?.days ?? []
  if (!said || last === undefined || !text.slice(lead?.at, lead?.to).endsWith("月底")) return null
  return [said, { is: "dayBound", side: "before", date: date([last + 1]) }]
}
