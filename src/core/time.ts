import { Temporal } from "temporal-polyfill"
import type { Interval } from "./interval.js"

/**
 * The centre's zone: the one place where instants become local days and clock times and back.
 * Local days are `2026-11-24`, local times `15:00` or minutes after the day's midnight (which may pass 24:00 for the small hours).
 */

export type LocalDay = string

const zoned = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)

export const localDay = (instant: Date, zone: string): LocalDay => zoned(instant, zone).toPlainDate().toString()

/** `15:00` */
export const localTime = (instant: Date, zone: string): string =>
  zoned(instant, zone).toPlainTime().toString({ smallestUnit: "minute" })

/** `2026-11-24T15:00`: what the operator's interface prints. */
export const localMinute = (instant: Date, zone: string): string =>
  zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: "minute" })

/** Minutes since the local midnight of `day`, by the clock on the wall; past 24:00 for the small hours that belong to it. */
export function wallMinutes(instant: Date, day: LocalDay, zone: string): number {
  const local = zoned(instant, zone)
  const days = Temporal.PlainDate.from(day).until(local.toPlainDate(), { largestUnit: "days" }).days
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
  const date = Temporal.PlainDate.from(day).add({ days: Math.floor(minutes / 1440) })
  const clock = ((minutes % 1440) + 1440) % 1440
  const time = Temporal.PlainTime.from({ hour: Math.floor(clock / 60), minute: clock % 60 })
  return new Date(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds)
}

export const addDays = (day: LocalDay, days: number): LocalDay => Temporal.PlainDate.from(day).add({ days }).toString()

/** The same day so many months on; the last of the month where it has no such day. */
export const addMonths = (day: LocalDay, months: number): LocalDay =>
  Temporal.PlainDate.from(day).add({ months }).toString()

/** 1 (Monday) to 7 (Sunday). */
export const weekday = (day: LocalDay): number => Temporal.PlainDate.from(day).dayOfWeek

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
