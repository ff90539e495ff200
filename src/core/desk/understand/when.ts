import { type Day, isoMinute, minutesPerDay, weekdayOf } from "./calendar.js"
import { monday } from "./grammar/days.js"
import { inPart } from "./grammar/times.js"
import type { Problem, Span, Vocabulary } from "./reading.js"
import { type Clock, type DateSense, type DayPart, partHours } from "./sense.js"

/** What was said about one time: a day, times, lengths. */
export type Said = {
  date: DateSense | null
  from: Clock | null
  to: Clock | null
  toDay: DateSense | null
  part: DayPart | null
  after: Clock | null
  before: Clock | null
  length: number | null
}

/** What resolves it. */
export type Setting = {
  today: Day
  minute: number
  hours: Vocabulary["hours"]
  /** The day meant where none is said. */
  base: Day | null
  /** The day that is spoken of: "and Tuesday?" is of its week, where that is yet to come. */
  beside: Day | null
  /** The half of day that open hours fall into where nothing else decides: minutes of a time already known. */
  near: number | null
  /** Times that are over may be meant (a session that is on). */
  pastToo: boolean
  /** It may be longer than a session: "8-22" is then no evening. */
  long: boolean
  /** Starts of the person's own bookings, if one of them must be meant. */
  known: readonly { day: Day; minute: number }[]
}

export type Slot = { day: Day; from: number; to: number | null }
export type When = {
  /** One: understood. Several: to be asked. */
  slots: readonly Slot[]
  /** The day if it is one and was said or supplied, whether or not there is a time. */
  day: Day | null
  days: readonly Day[]
  dayStated: boolean
  problem: Problem["is"] | null
  /** Bounds in minutes of the day, each with every way to read it; empty where open. */
  window: Bounds | null
}

export type Bounds = { from: readonly number[]; to: readonly number[] }

/** A live session lasts at most this long: ranges beyond are slips. */
const longest = 16 * 60
const longestOver = 6 * 60
/** Bare hours before this are not meant: whoever means 2 at night says so. */
const dayBegins = 7 * 60

const everyReading = (clock: Clock, part: DayPart | null): number[] => {
  const said = part ? inPart(clock, part) : clock
  if (said.how === "sure") return [said.minute]
  // The midnight before or the one after.
  if (said.minute === minutesPerDay) return [minutesPerDay, 0]
  if (said.minute >= 13 * 60) return [said.minute]
  return [said.minute, said.minute + 720]
}

/** Is the centre open from `from` to `to`, minutes of `day`? */
export function isOpen(hours: Vocabulary["hours"], day: Day, from: number, to: number): boolean {
  return [0, minutesPerDay].some((shift) =>
    hours(weekdayOf(day - shift / minutesPerDay)).some((open) => open.from <= from + shift && to + shift <= open.to),
  )
}

/** `of24`: as whoever writes "8-22" counts the hours. */
type Reading = { from: number; to: number | null; written: boolean; of24?: boolean }

/** Every way to read the times on a day, before anything rules some out. */
function readings(said: Said, day: Day): Reading[] {
  const { from, to, part, length } = said
  if (!from && to && length !== null) {
    return everyReading(to, part).map((at) => ({
      from: at - length,
      to: at,
      written: to.how === "literal" && at === to.minute,
    }))
  }
  if (!from) return []
  const starts = everyReading(from, part)
  if (!to)
    return starts.map((at) => ({
      from: at,
      to: length === null ? null : at + length,
      written: from.how === "literal" && at === from.minute,
    }))
  const nights = said.toDay ? (said.toDay.days[0] ?? day) - day : null
  const ends = everyReading(to, part && !said.toDay && to.how !== "sure" && !from ? part : null)
  const all = starts.flatMap((start) =>
    ends.map((end) => {
      const at =
        nights !== null && nights > 0
          ? (end % minutesPerDay) + nights * minutesPerDay
          : end <= start && end < minutesPerDay + dayBegins
            ? end + minutesPerDay
            : end
      // "Noon to 1:30" ends by day.
      const byDay = end <= start && end + 720 > start && !to.of24 && to.how === "literal"
      return {
        from: start,
        to: at,
        written: !byDay && from.how !== "open" && to.how !== "open" && start === from.minute && end === to.minute,
        of24: to.of24 === true && start === from.minute && end === to.minute,
      }
    }),
  )
  return all.filter((one, i) => all.findIndex((other) => other.from === one.from && other.to === one.to) === i)
}

const lengthOf = ({ from, to }: Reading): number => (to === null ? 0 : to - from)

type OnDay = { all: readonly Reading[]; day: Day; setting: Setting }

/** No slip: short enough, or as long as the centre is open ("8am to 2am"), which is for the rules to refuse. */
const isSane = (from: number, to: number | null, { day, setting }: { day: Day; setting: Setting }): boolean =>
  to === null || (to > from && (to - from <= longest || isOpen(setting.hours, day, from, to)))

/** Of the ways to read the times on a day, those that remain: within hours, as written, shortest, by daylight. */
function likely(said: Said, { all, day, setting }: OnDay): readonly Reading[] {
  const sane = all.filter(({ from, to }) => isSane(from, to, { day, setting }))
  const inHours = sane.filter((r) => isOpen(setting.hours, day, r.from, Math.max(r.from + 1, r.to ?? 0)))
  // Outside of the hours a range over midnight is believed only if it is short: "5pm to 3pm" is a slip.
  const open =
    inHours.length > 0
      ? inHours
      : sane.filter((r) => r.to === null || r.to <= minutesPerDay || r.to - r.from <= longestOver)
  const { near } = setting
  // "8:30" for a session of the evening is of the evening as well.
  const halved = near !== null && near >= 720 && said.from?.of24 !== true && said.part === null
  const written = open.filter((r) => (r.written && !(halved && r.from < 720)) || (r.of24 === true && setting.long))
  if (written.length > 0) return written
  const shortest = Math.min(...open.map(lengthOf))
  const brief = open.filter((r) => lengthOf(r) === shortest)
  const awake = keep(brief, (r) => r.from % minutesPerDay >= dayBegins || r.from % minutesPerDay === 0)
  // "At 12" is noon, "11 to 1" is around it; whoever means the night says so.
  return near === null ? keep(awake, overNoon) : keep(awake, (r) => r.from >= 720 === near >= 720)
}

const overNoon = ({ from, to }: Reading): boolean => from === 720 || (to !== null && from < 720 && to > 720)

/**
 * "Five to three" in bare hours of which no reading lies within the opening hours: turned round, or only the start is meant. Both
 * are asked; null where the range makes sense as it stands.
 */
function backward(said: Said, { all, day, setting }: OnDay): readonly Reading[] | null {
  const { from, to } = said
  const open = (r: Reading): boolean => isOpen(setting.hours, day, r.from, Math.max(r.from + 1, r.to ?? 0))
  if (said.part || from?.how !== "open" || to?.how !== "open" || said.toDay || all.some(open)) return null
  const now = (day === setting.today && setting.minute) || 0
  const turned = readings({ ...said, from: to, to: from }, day).filter((r) => open(r) && r.from > now)
  const starts = all.filter((r) => r.from >= dayBegins && r.from > now && open({ ...r, to: null }))
  const shortest = Math.min(...turned.map(lengthOf))
  const asked = [
    ...turned.filter((r) => lengthOf(r) === shortest),
    ...starts.filter((r, i) => starts.findIndex((one) => one.from === r.from) === i).map((r) => ({ ...r, to: null })),
  ]
  return asked.length > 1 ? asked : []
}

/** Those that pass, or all if none does. */
const keep = <T>(all: readonly T[], passes: (one: T) => boolean): readonly T[] => {
  const some = all.filter(passes)
  return some.length > 0 ? some : all
}

/** The days that are said; a weekday beside a day of a later week is that week's, and "Thursday's" the Thursday that one has a session on. */
function daysOf(said: DateSense | null, { base, beside, today, known }: Setting): readonly Day[] {
  if (!said) return base === null ? [] : [base]
  if (said.weekday === undefined) return said.days
  if (beside !== null && monday(beside) > monday(today)) return [monday(beside) + said.weekday - 1]
  const own = known.find(({ day }) => weekdayOf(day) === said.weekday)
  return own && !known.some(({ day }) => said.days.includes(day)) ? [own.day] : said.days
}

/** Resolves what was said about a time to the days and minutes it can mean. */
export function resolve(said: Said, setting: Setting): When {
  const stated = said.date !== null
  const days = daysOf(said.date, setting)
  const blank: When = {
    slots: [],
    day: null,
    days,
    dayStated: stated,
    problem: said.date?.problem ?? null,
    window: null,
  }
  if (blank.problem === "past" && setting.pastToo) blank.problem = null
  if (blank.problem) return blank
  if (said.length !== null && said.length > longest) return { ...blank, problem: "badLength" }
  const part = said.part ?? said.date?.part ?? null
  const full = { ...said, part }
  const windowed = windowOf(full, days[0] ?? setting.today, setting)
  const when =
    said.from || (said.to && said.length !== null)
      ? timed(full, days, setting, blank)
      : { ...blank, day: days.length === 1 ? (days[0] ?? null) : null }
  return { ...when, window: when.slots.length > 0 ? null : windowed }
}

function timed(said: Said, days: readonly Day[], setting: Setting, blank: When): When {
  const { today, minute, known } = setting
  const now = today * minutesPerDay + minute
  const future = (slot: Slot): boolean => {
    const at = slot.day * minutesPerDay + slot.from
    return setting.pastToo || at > now || (at === now && said.from?.now === true)
  }
  const on = (day: Day): Slot[] => {
    const or = said.from?.or
    const ways = or ? [said, { ...said, from: or }] : [said]
    return ways.flatMap((way) => {
      const read = { all: inFuture(readings(way, day), day), day, setting }
      return (backward(way, read) ?? likely(way, read)).map(({ from, to }) => ({ day, from, to }))
    })
  }
  // Times that are over are out before the likeliest is chosen: at ten, "today at 9" is tonight's.
  const inFuture = (all: readonly Reading[], day: Day) => keep(all, (r) => future({ day, from: r.from, to: r.to }))
  const mine = known.filter(
    (own) =>
      (days.length === 0 || days.includes(own.day)) && readings(said, own.day).some((r) => r.from === own.minute),
  )
  const own = mine.map(({ day, minute }) => ({
    day,
    from: minute,
    to: readings(said, day).find((r) => r.from === minute)?.to ?? null,
  }))
  const slots = own.length > 0 ? own : days.length > 0 ? days.flatMap(on) : soonest(on, today, future)
  const coming = slots.filter(future)
  const sane = coming.filter(({ day, from, to }) => isSane(from, to, { day, setting }))
  const problem = slots.length > 0 && coming.length === 0 ? "past" : sane.length === 0 ? "endBeforeStart" : null
  const said1 = new Set(sane.map((slot) => slot.day))
  return {
    ...blank,
    slots: sane,
    day:
      problem === "past" && (days[0] ?? today) < today
        ? null
        : said1.size === 1
          ? (sane[0]?.day ?? null)
          : days.length === 1
            ? (days[0] ?? null)
            : null,
    problem,
  }
}

/** No day said: each way to read the time, on the first day it is still to come. */
function soonest(on: (day: Day) => Slot[], today: Day, future: (slot: Slot) => boolean): Slot[] {
  const first = on(today).filter(future)
  return first.length > 0 ? first : on(today + 1)
}

/** Bounds of a time: "after 8", "before noon", "in the evening". */
function windowOf(said: Said, day: Day, setting: Setting): Bounds | null {
  const { after, before, part } = said
  if (!after && !before && !said.to) return part ? { from: [partHours[part].from], to: [partHours[part].to] } : null
  const choose = (clock: Clock | null): readonly number[] => (clock ? boundReadings(clock, part, { day, setting }) : [])
  const late = (before ? atNoon(choose(before)) : choose(said.to)).map((at) => afterMidnight(at, day, setting))
  return { from: atNoon(choose(after)), to: late }
}

/** "Before 12" is before noon, where nothing else is said. */
const atNoon = (readings: readonly number[]): readonly number[] => (readings.includes(720) ? [720] : readings)

/** "Until 1 am": of the night that follows the day, unless it is that night already. */
function afterMidnight(at: number, day: Day, { today, minute, hours }: Setting): number {
  const tonight = at + minutesPerDay
  const over = day !== today || at <= minute
  return at < dayBegins && over && isOpen(hours, day, tonight - 1, tonight) ? tonight : at
}

/** A bound is of use only while the centre is open, and only if it is to come. */
function boundReadings(
  clock: Clock,
  part: DayPart | null,
  { day, setting }: { day: Day; setting: Setting },
): readonly number[] {
  const all = everyReading(clock, part)
  // «Até à 1h» is an hour after midnight, as it is written.
  const tonight = minutesPerDay + clock.minute
  if (clock.how === "literal" && !part && isOpen(setting.hours, day, tonight - 1, tonight)) return [clock.minute]
  const open = keep(all, (at) => isOpen(setting.hours, day, at - 1, at))
  const coming = keep(open, (at) => day * minutesPerDay + at > setting.today * minutesPerDay + setting.minute)
  const awake = keep(coming, (at) => at >= dayBegins)
  const { near } = setting
  return near === null ? awake : keep(awake, (at) => at >= 720 === near >= 720)
}

export const spanOf = ({ day, from, to }: Slot): Span => ({
  start: isoMinute(day, from),
  end: to === null ? null : isoMinute(day, to),
})
