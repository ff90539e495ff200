import { latest } from "../core/latest.js"

/** So many at once, and then so many a second. */
export type Pace = { burst: number; perSecond: number }

export type Limit = {
  /** Takes one from what `who` has left. Answers 0 when there was one, else the whole seconds until there is one again. */
  take(who: string, now: Date): number
}

/** Beyond this many, those who have been quiet the longest are forgotten, and start afresh. */
const remembered = 20_000

/** A token bucket for each of those who come. */
export function limit({ burst, perSecond }: Pace): Limit {
  const buckets = latest<string, { left: number; at: number }>(remembered)
  return {
    take(who, now) {
      const at = now.getTime()
      const bucket = buckets.get(who) ?? { left: burst, at }
      const left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond)
      const granted = left >= 1
      buckets.set(who, { left: granted ? left - 1 : left, at })
      return granted ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond))
    },
  }
}
