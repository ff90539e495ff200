import { Temporal } from "temporal-polyfill"
import type { Interval } from "./interval.js"
import { remembered } from "./remembered.js"

/**
 * The centre's zone: the one place where instants become local days and clock times and back.
 * Local days are `2026-11-24`, local times `15:00` or minutes after the day's midnight (which may pass 24:00 for the small hours).
 */

export type LocalDay = string

/**
 * Temporal's answers, remembered: a zone keeps one offset for months, and asking for it costs a hundred times what adding it does
 * (a booking asks some thirty times). Where the offset changes within a UTC day, and before 1970 or after 9999, Temporal is asked.
 */
const dayMs = 86_400_000
const lastMs = Date.UTC(9999, 11, 31)
const isUsual = (ms: number): boolean => ms >= 0 && ms < lastMs

/** The offset of a zone all through a UTC day, in ms; null where it changes. */
const offsets = new Map<string, Map<number, number | null>>()
function offsetOn(utcDay: number, zone: string): number | null {
  const known = remembered(offsets, zone, () => new Map())
  return remembered(known, utcDay, () => {
    const at = (ms: number) => zoned(new Date(ms), zone).offsetNanoseconds / 1e6
    const [first, last] = [at(utcDay * dayMs), at(utcDay * dayMs + dayMs)]
    return first === last ? first : null
  })
}

/** What a UTC clock would show if it ran by the zone's; null where Temporal is to be asked. */
function shifted(instant: Date, zone: string): number | null {
  const ms = instant.getTime()
  if (!isUsual(ms)) return null
  const offset = offsetOn(Math.floor(ms / dayMs), zone)
  return offset === null ? null : ms + offset
}

const midnights = new Map<LocalDay, number>()
/** The UTC midnight of a day of the calendar. @throws when there is no such day */
const midnightOf = (day: LocalDay): number =>
  remembered(midnights, day, () => Temporal.PlainDate.from(day).toZonedDateTime("UTC").epochMilliseconds)

const isoDay = (ms: number): LocalDay => new Date(ms).toISOString().slice(0, 10)

const zoned = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)

/** `2026-11-24T15:00`: what the operator's interface prints. */
export function localMinute(instant: Date, zone: string): string {
  const local = shifted(instant, zone)
  return local === null
    ? zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: "minute" })
    : new Date(local).toISOString().slice(0, 16)
}

export const localDay = (instant: Date, zone: string): LocalDay => localMinute(instant, zone).slice(0, -6)

/** `15:00` */
export const localTime = (instant: Date, zone: string): string => localMinute(instant, zone).slice(-5)

/** Minutes after a midnight as a clock shows them: 1560 is 02:00. */
export const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

/** From when to when, in such minutes; what ends at midnight ends at 24:00. */
export const clockHours = ({ from, to }: { from: number; to: number }): string =>
  `${clockTime(from)}–${to === 1440 ? "24:00" : clockTime(to)}`

/** Minutes since the local midnight of `day`, by the clock on the wall; past 24:00 for the small hours that belong to it. */
export function wallMinutes(instant: Date, day: LocalDay, zone: string): number {
  const fast = shifted(instant, zone)
  if (fast !== null) return Math.floor((fast - midnightOf(day)) / 60_000)
  const local = zoned(instant, zone)
  const { days } = Temporal.PlainDate.from(day).until(local.toPlainDate())
  return days * 1440 + local.hour * 60 + local.minute
}

/** How long an interval is by the clock on the wall: a day is a day, though the zone makes it 23 or 25 hours. */
export const wallLength = ({ start, end }: Interval, zone: string): number => {
  const day = localDay(start, zone)
  return wallMinutes(end, day, zone) - wallMinutes(start, day, zone)
}

/**
 * The instant at which the wall clock shows `minutes` after (or, negative, before) the midnight of `day`. A clock time that the zone skips is moved
 * forward by the skip, one that it repeats is the first of the two (Temporal's "compatible").
 */
export function instantAt(day: LocalDay, minutes: number, zone: string): Date {
  const local = midnightOf(day) + minutes * 60_000
  // Offsets lie between -12 and +14 hours: wherever the instant is, it is on one of these days.
  const days = [local - 0.6 * dayMs, local, local + 0.5 * dayMs].map((ms) => Math.floor(ms / dayMs))
  const [offset, ...others] = isUsual(local) ? days.map((utcDay) => offsetOn(utcDay, zone)) : []
  if (typeof offset === "number" && others.every((other) => other === offset)) return new Date(local - offset)
  const date = Temporal.PlainDate.from(day).add({ days: Math.floor(minutes / 1440) })
  const clock = ((minutes % 1440) + 1440) % 1440
  const time = Temporal.PlainTime.from({ hour: Math.floor(clock / 60), minute: clock % 60 })
  return new Date(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds)
}

/** A part of a day, in minutes from its midnight, as instants. */
export const partOfDay = (day: LocalDay, { from, to }: { from: number; to: number }, zone: string): Interval => ({
  start: instantAt(day, from, zone),
  end: instantAt(day, to, zone),
})

export function addDays(day: LocalDay, days: number): LocalDay {
  const ms = midnightOf(day) + days * dayMs
  return isUsual(ms) ? isoDay(ms) : Temporal.PlainDate.from(day).add({ days }).toString()
}

/** The same day so many months on; the last of the month where it has no such day. */
export const addMonths = (day: LocalDay, months: number): LocalDay =>
  Temporal.PlainDate.from(day).add({ months }).toString()

/** 1 (Monday) to 7 (Sunday). */
export const weekday = (day: LocalDay): number => ((((midnightOf(day) / dayMs + 3) % 7) + 7) % 7) + 1

/** From one local midnight to the next: 23 to 25 hours. */
export const wholeDay = (day: LocalDay, zone: string): Interval => ({
  start: instantAt(day, 0, zone),
  end: instantAt(addDays(day, 1), 0, zone),
})

export const isLocalDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}
