import { AsyncLocalStorage } from "node:async_hooks"
import { createHash } from "node:crypto"
import { setImmediate as rest } from "node:timers/promises"
import type { seeded } from "../../support/random.js"

/**
 * The one scheduler: everything that takes time (a statement, a message, a timer) is an event at a moment of a simulated clock, and
 * only when nothing more can happen without another event is the next one let happen. So a seed decides the order of everything.
 */
export type Random = ReturnType<typeof seeded>

/** Whose work something is. Of what a dead one has begun, nothing more comes. */
export type Owner = { name: string; alive: boolean }

type Event = { at: number; order: number; what: string; run: () => void | Promise<void>; owner: Owner | undefined }

export type Schedule = {
  /** Milliseconds since the epoch. */
  now(): number
  /** Lets something happen so much later: of an owner that is dead by then, nothing does. */
  after(ms: number, what: string, run: () => void | Promise<void>, owner?: Owner): () => void
  /** Lets everything happen that is to happen until then. */
  runUntil(at: number): Promise<void>
  /** Time goes by in which nothing happens: the machine stood still, and all that was to happen then is late. */
  freeze(ms: number): void
  note(what: string): void
  /** Of all that has happened, in its order. */
  digest(): string
  events(): number
}

export function createSchedule(start: number): Schedule {
  const trace = createHash("sha256")
  const pending: Event[] = []
  let now = start
  let order = 0
  let happened = 0

  const note = (what: string): void => void trace.update(`${now} ${what}\n`)
  const earliest = (): Event | undefined => {
    let first: Event | undefined
    for (const event of pending)
      if (!first || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event
    return first
  }
  return {
    now: () => now,
    after(ms, what, run, owner) {
      const event: Event = { at: now + Math.max(0, Math.round(ms)), order: order++, what, run, owner }
      pending.push(event)
      return () => {
        const place = pending.indexOf(event)
        if (place >= 0) pending.splice(place, 1)
      }
    },
    async runUntil(at) {
      await quiet()
      for (let event = earliest(); event && event.at <= at; event = earliest()) {
        pending.splice(pending.indexOf(event), 1)
        if (event.owner?.alive === false) continue
        now = Math.max(now, event.at)
        happened++
        note(event.what)
        await event.run()
        await quiet()
      }
      now = Math.max(now, at)
    },
    freeze(ms) {
      now += ms
    },
    note,
    digest: () => trace.copy().digest("hex"),
    events: () => happened,
  }
}

/** Promises and ticks that follow from what happened run out; a driver may pass through the event loop a few times. */
async function quiet(): Promise<void> {
  for (let n = 0; n < 3; n++) await rest()
}

const working = new AsyncLocalStorage<Owner>()
/** Whatever comes of this work (timers above all) is its owner's. */
export const as = <T>(owner: Owner, work: () => T): T => working.run(owner, work)

/** While it runs, timers are events of the schedule, and dice are the seed's. */
export async function simulated<T>(schedule: Schedule, random: Random, work: () => Promise<T>): Promise<T> {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis
  const { random: dice } = Math
  const cancels = new WeakMap<object, () => void>()
  const arm = (every: boolean) => (callback: () => void, ms?: number) => {
    const owner = working.getStore()
    // The database has timers of its own, and nothing rests on when they ring.
    if (!owner) return every ? setInterval(callback, ms) : setTimeout(callback, ms)
    const timer = { unref: () => timer, ref: () => timer, hasRef: () => true }
    const set = (): void => {
      const run = (): void => {
        if (every) set()
        as(owner, callback)
      }
      cancels.set(timer, schedule.after(Math.max(1, ms ?? 1), `timer ${owner.name}`, run, owner))
    }
    set()
    return timer
  }
  const disarm = (timer: unknown): void => {
    const cancel = typeof timer === "object" && timer !== null ? cancels.get(timer) : undefined
    if (cancel) cancel()
    else clearTimeout(timer as NodeJS.Timeout)
  }
  Object.assign(globalThis, {
    setTimeout: arm(false),
    setInterval: arm(true),
    clearTimeout: disarm,
    clearInterval: disarm,
  })
  Math.random = random.next
  try {
    return await work()
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
    Math.random = dice
  }
}
