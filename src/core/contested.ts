import { hour, type Interval, second } from "./interval.js"
import type { Store } from "./store/open.js"
import type { World } from "./world.js"

/**
 * When somebody was in the way a moment ago, as far as this process has seen. Elsewhere a booking presumes that nobody is, and mostly
 * saves a round trip; where many want the same evening it would mostly be thrown away, and looking first is cheaper.
 */

/** By hour since 1970: until when it counts, in ms. */
const until = new WeakMap<Store, Map<number, number>>()
const lasts = 10 * second
const most = 1_000

/** Of a session that was about to be written: none is longer than the rules allow. */
export function noteContest({ store, speed }: World, { start, end }: Interval, now: Date): void {
  const known = until.get(store) ?? new Map<number, number>()
  until.set(store, known)
  if (known.size >= most) known.clear()
  for (let at = Math.floor(start.getTime() / hour); at * hour < end.getTime(); at++)
    known.set(at, now.getTime() + lasts * speed)
}

export function isContested({ store }: World, { start, end }: Interval, now: Date): boolean {
  for (const [at, lapses] of until.get(store) ?? [])
    if (lapses > now.getTime() && at * hour < end.getTime() && (at + 1) * hour > start.getTime()) return true
  return false
}
