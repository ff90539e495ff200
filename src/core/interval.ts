/** A stretch of time, half-open: `[start, end)`. The only overlap test in TypeScript is here. */
export type Interval = { start: Date; end: Date }

export const second = 1_000
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms)

/** Touching intervals do not overlap: one may end when the next starts. */
export const overlaps = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end

export const contains = (outer: Interval, inner: Interval): boolean =>
  outer.start <= inner.start && inner.end <= outer.end

export const minutesOf = (interval: Interval): number => (interval.end.getTime() - interval.start.getTime()) / minute

/** The part that two intervals share, or null. */
export function intersection(a: Interval, b: Interval): Interval | null {
  const start = a.start > b.start ? a.start : b.start
  const end = a.end < b.end ? a.end : b.end
  return start < end ? { start, end } : null
}

/** What is left of `whole` when every one of `taken` is cut out; in order. */
export function subtract(whole: Interval, taken: readonly Interval[]): Interval[] {
  const free: Interval[] = []
  let from = whole.start
  for (const busy of [...taken].sort((a, b) => a.start.getTime() - b.start.getTime())) {
    const inside = intersection(whole, busy)
    if (!inside) continue
    if (inside.start > from) free.push({ start: from, end: inside.start })
    if (inside.end > from) from = inside.end
  }
  if (from < whole.end) free.push({ start: from, end: whole.end })
  return free
}

/** What intervals cover together, in order; those that touch are one. */
export function joined(intervals: readonly Interval[]): Interval[] {
  const all: Interval[] = []
  for (const { start, end } of [...intervals].sort((a, b) => a.start.getTime() - b.start.getTime())) {
    const last = all.at(-1)
    if (last && start <= last.end) last.end = end > last.end ? end : last.end
    else all.push({ start, end })
  }
  return all
}
