import { weekdayOf } from "./calendar.js"
import { dayInMonth } from "./grammar/days.js"
import type { Scope } from "./grammar/scope.js"
import type { Clock, DateSense, SenseOf } from "./sense.js"
import { all, first, is, type Token } from "./tokens.js"
import type { Said } from "./when.js"

/** "Next week I need a room on Wednesday": the Wednesday of that week. */
export function inWeek(date: DateSense | null, tokens: readonly Token[], scope: Scope): DateSense | null {
  const { today } = scope
  const [week, month] = [first(tokens, "week"), first(tokens, "inMonth")]
  // 下個月想訂25號
  const inMonth = month && date?.bare !== undefined ? dayInMonth(month.by, date.bare, scope) : null
  if (inMonth?.is === "date") return inMonth
  if (!week || date?.weekday === undefined || week.by === 0) return date
  const day = today - weekdayOf(today) + 7 * week.by + date.weekday
  const through = date.through?.map((_, n) => day + n)
  return { is: "date", days: [day], ...(through ? { through } : {}) }
}

/** Days that are meant as such: a feast beside another day is only the occasion, a bare number may be a room's. */
function mainDates(dates: readonly DateSense[]): readonly DateSense[] {
  const proper = dates.filter(({ bare }) => bare === undefined)
  const coming = proper.filter(({ problem }) => problem !== "past")
  const plain = (coming.length > 0 ? coming : proper).filter(({ occasion }) => !occasion)
  return plain.length > 0 ? plain : proper
}

/** Of several days the one that stands beside the time, where words part it from the others: «da quinta do meu avô … no sábado, 15h-17h». */
function besideTime(tokens: readonly Token[], dates: readonly DateSense[]): DateSense | null {
  const time = tokens.findIndex((token) => is(token, "range"))
  if (time < 0 || dates.length < 2) return null
  const dateOf = (at: number): DateSense | undefined => dates.find((date) => tokens[at]?.senses.includes(date))
  const step = (by: 1 | -1): number => {
    let at = time + by
    while (is(tokens[at], "comma", "at", "from", "part", "until") || tokens[at]?.skippable) at += by
    return at
  }
  const [near, ...more] = [step(-1), step(1)].filter((at) => dateOf(at))
  if (near === undefined || more.length > 0) return null
  const told = (at: number): boolean =>
    tokens.slice(Math.min(at, near) + 1, Math.max(at, near)).some(({ senses }) => senses.length === 0)
  const others = tokens.flatMap((_, at) => (at !== near && dateOf(at) ? [at] : []))
  return others.every(told) ? (dateOf(near) ?? null) : null
}

/** What is said of a length: of several the last, unless one goes on from the other. */
function lengthOf(tokens: readonly Token[]): number | null {
  let sum: number | null = null
  let last = -2
  for (const [at, token] of tokens.entries()) {
    const length = first([token], "length")
    if (!length) continue
    const joined = at === last + 1 || (at === last + 2 && is(tokens[at - 1], "and", "plus", "add"))
    sum = joined ? (sum ?? 0) + length.minutes : length.minutes
    last = at
  }
  return sum
}

/** "4 to 6, and if not 6 to 8"; «das 3 às 5, não das 4 às 6» is one. */
function otherRange(tokens: readonly Token[], range: SenseOf<"range"> | null): boolean {
  const meant = tokens.filter((_, at) => !is(tokens[at - 1], "neg"))
  const same = (one: SenseOf<"range">): boolean =>
    one.from.minute === range?.from.minute && one.to.minute === range.to.minute
  return !all(meant, "range").every(same)
}

/** Gathers what was said about a time from a stretch of tokens. */
export function gather(tokens: readonly Token[], scope: Scope): Said & { several: boolean } {
  const dated = first(tokens, "dated")
  const dates = [...all(tokens, "date"), ...(dated ? [dated.date] : [])]
  const proper = mainDates(dates)
  const range = first(tokens, "range")
  const clocks = [...all(tokens, "clock"), ...(dated ? [dated.clock] : [])]
  const bounds = all(tokens, "bound")
  const side = (which: "after" | "before" | "until"): Clock | null =>
    bounds.findLast((bound) => bound.side === which)?.clock ?? null
  const length = lengthOf(tokens)
  const main = besideTime(tokens, proper)
  // «Só ao fim de semana: no domingo às 9h»
  const within = proper.find(
    ({ days }) => days.length === 1 && proper.some((one) => one.either && one.days.includes(days[0] ?? 0)),
  )
  const date = range?.day ?? main ?? within ?? proper[0] ?? dates[0] ?? null
  const others = (main ? [] : proper).filter(
    (other) => other !== date && !other.days.some((day) => date?.days.includes(day)),
  )
  return {
    date: inWeek(date, tokens, scope),
    // "Three hours from 2pm": with a length a lower bound is the start.
    from: range?.from ?? clocks[0] ?? (length === null ? null : side("after")),
    to: range?.to ?? (clocks[0] ? side("until") : null) ?? side("until"),
    toDay: range?.toDay ?? null,
    part: first(tokens, "part")?.part ?? null,
    after: side("after"),
    before: side("before"),
    length,
    several: others.length > 0 || (!range && clocks.length > 1) || otherRange(tokens, range),
  }
}

/** 由9號開始: in a series a bare number is a day only beside a word for its beginning; else it is a room's. */
function begins(tokens: readonly Token[]): DateSense | null {
  const at = tokens.findIndex((token) => is(token, "date"))
  return is(tokens[at - 1], "from", "at") || is(tokens[at + 1], "sharp") ? first(tokens, "date") : null
}

/** A weekly series without another day begins on the next of its weekdays. */
export function seriesDate(tokens: readonly Token[], scope: Scope): DateSense | null {
  const { today } = scope
  const repeat = first(tokens, "repeat")
  if (!repeat) return null
  const said = inWeek(all(tokens, "date").find(({ bare }) => bare === undefined) ?? begins(tokens), tokens, scope)
  if (said?.problem) return null
  const week = first(tokens, "week")
  const month = first(tokens, "inMonth")
  const begun = month ? dayInMonth(month.by, 1, scope) : null
  const later = week && week.by > 0 ? today - weekdayOf(today) + 1 + 7 * week.by : today
  const from = said?.days[0] ?? (begun?.is === "date" ? begun.days[0] : undefined) ?? later
  const ahead = repeat.weekdays.map((day) => (day - weekdayOf(from) + 7) % 7).sort((a, b) => a - b)
  const day = from + (ahead[0] ?? 0)
  // Days that are listed begin on the first of them.
  const listed = said?.through !== undefined && said.days.length === 1
  const days = !listed && day === today && from === today ? [day, today + (ahead[1] ?? 7)] : [day]
  // 聽日同後日晚
  return { is: "date", days, ...(said?.part ? { part: said.part } : {}) }
}
