import { Temporal } from "temporal-polyfill"

/** A day as a count since 1970-01-01: calendar arithmetic without time zones. */
export type Day = number

const msPerDay = 86_400_000
export const minutesPerDay = 1440

/** Instants are written with four digits of the year, also those of the night after its last day. */
const lastYear = 9998

/** The day of a calendar date, or null where there is none (31 November). */
export function dayOf(year: number, month: number, date: number): Day | null {
  if (year > lastYear) return null
  const day = Date.UTC(year, month - 1, date) / msPerDay
  const back = dateOf(day)
  return back.month === month && back.date === date ? day : null
}

export function dateOf(day: Day): { year: number; month: number; date: number } {
  const utc = new Date(day * msPerDay)
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() }
}

/** ISO weekday, 1 = Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1

export const isoDay = (day: Day): string => new Date(day * msPerDay).toISOString().slice(0, 10)

/** `minute` counts from the day's midnight and may lie outside of it. */
export function isoMinute(day: Day, minute: number): string {
  return new Date(day * msPerDay + minute * 60_000).toISOString().slice(0, 16)
}

const quarterMs = 15 * 60_000
let offset = { zone: "", quarter: Number.NaN, ms: 0 }

/** How far a zone's wall is ahead of UTC, in ms. It changes on a quarter hour or not at all, so each is looked up once. */
function offsetAt(instant: Date, zone: string): number {
  const quarter = Math.floor(instant.getTime() / quarterMs)
  if (offset.zone !== zone || offset.quarter !== quarter) {
    const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
    offset = { zone, quarter, ms: offsetNanoseconds / 1e6 }
  }
  return offset.ms
}

/** An instant on the wall of a zone. */
export function onWall(instant: Date, zone: string): { day: Day; minute: number } {
  const minutes = Math.floor((instant.getTime() + offsetAt(instant, zone)) / 60_000)
  const day = Math.floor(minutes / minutesPerDay)
  return { day, minute: minutes - day * minutesPerDay }
}

/** Reads back what {@link isoDay} or {@link isoMinute} wrote. */
export function parseLocal(text: string): { day: Day; minute: number | null } {
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / msPerDay
  return { day, minute: text.length > 10 ? Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) : null }
}

/** Easter Sunday (anonymous Gregorian computus, Meeus, Astronomical Algorithms, ch. 8). */
export function easter(year: number): Day | null {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return dayOf(year, Math.floor(f / 31), (f % 31) + 1)
}

const chinese = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" })

/** New year's days in February where ICU is a day off, the new moon being within minutes of midnight (Hong Kong Observatory's tables). */
const newYears: Readonly<Record<number, number>> = { 2027: 6, 2030: 3 }

/** The day of the Chinese calendar's `month`/`date` in the year that begins in Gregorian `year`, or null. */
export function lunar(year: number, month: number, date: number): Day | null {
  const begins = month === 1 ? newYears[year] : undefined
  if (begins !== undefined) return (dayOf(year, 2, begins) ?? 0) + date - 1
  const asked = `${year} ${month}/${date}`
  const known = lunarDays.get(asked)
  if (known !== undefined) return known
  const day = search(year, month, date)
  if (lunarDays.size < lunarMost) lunarDays.set(asked, day)
  return day
}

/** A search asks the calendar dozens of times; people name the same few feasts. */
const lunarDays = new Map<string, Day | null>()
const lunarMost = 1000

function search(year: number, month: number, date: number): Day | null {
  const newYearEarliest = dayOf(year, 1, 20) ?? 0
  const begin = newYearEarliest + Math.max(0, month - 1) * 29
  for (let day = begin; day < begin + 70; day += 1) {
    if (chinese.format(day * msPerDay) === `${month}/${date}`) return day
  }
  return null
}
