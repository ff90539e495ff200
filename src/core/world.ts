import type { Interval } from "./interval.js"
import type { Log } from "./log.js"
import type { Store } from "./store/open.js"

/** A time at which something became free. `member`: whose hours may have come back. */
export type Freed = Interval & { member?: string }

/** What the engine is given once: where things are kept, what time it is, how ids are made, where to log. */
export type World = {
  store: Store
  /** Read once per verb; the value travels as `now`. */
  clock: () => Date
  /** A short code that nobody else has and that can be read aloud. */
  newId: () => string
  /** How many times faster than real time the clock runs: 1, but for demonstrations. */
  speed: number
  /** Told when something became free: somebody may be waiting for it. Without what, it may be anything. */
  freed?: (what?: readonly Freed[]) => void
  log: Log
  /** Where people reach the desk's own pages, without a slash at the end; absent where there are none. */
  pages?: string
}
