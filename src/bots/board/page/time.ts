/** Minutes of a broadcast day, as clocks show them and as the desk's commands write them. */

const two = (n: number): string => String(n).padStart(2, "0")

/** `01:00` for 1500. */
export const clock = (minutes: number): string => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`

/** `15:00–17:00`; what ends at midnight ends at 24:00. */
export const range = ({ from, to }: { from: number; to: number }): string =>
  `${clock(from)}–${to === 1440 ? "24:00" : clock(to)}`

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** `2026-11-25T01:00` for 1500 of the day before. */
export const localMinute = (day: string, minutes: number): string =>
  `${addDays(day, Math.floor(minutes / 1440))}T${clock(minutes)}`

export const isDay = (text: string | null): text is string => text !== null && /^20\d\d-\d\d-\d\d$/.test(text)

/** Every quarter of an hour from one to the other, both included. */
export const steps = (from: number, to: number, grid: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / grid) + 1) }, (_, n) => from + n * grid)
