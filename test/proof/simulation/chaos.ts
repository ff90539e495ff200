import { hour, minute, second } from "../../../src/core/interval.js"
import type { Log } from "../../../src/core/log.js"
import type { Notice } from "../../../src/core/notices.js"
import type { Door, Seat } from "./door.js"
import type { Faults } from "./faults.js"
import type { Platform } from "./platform.js"
import { type Replica, startReplica } from "./replica.js"
import type { Owner, Random, Schedule } from "./schedule.js"

/** What befalls the service itself: replicas that die at any moment and start again, a second one, clocks that are wrong, machines that stand still. */

/** From when until when something was so that excuses what came of it; `by`: whom it befell, nobody for everybody. */
export type Befallen = { by: Owner | null; from: number; to: number }
export type Record = {
  befallen: Befallen[]
  stood: { from: number; to: number }[]
  /** The most that a clock was ahead, ms. */
  ahead: number
}

export type Chaos = {
  counts: {
    starts: number
    crashes: number
    seconds: number
    cutBefore: number
    cutAfter: number
    clockJumps: number
    freezes: number
    outages: number
  }
  record: Record
  begin(): void
  happen(): void
  calm(): void
  end(): void
  anyone(): Replica | undefined
}

type Given = {
  schedule: Schedule
  random: Random
  platform: Platform
  faults: Faults
  violations: string[]
  seats: readonly Seat[]
  stands: (notice: Notice) => Promise<boolean>
  door: (cut: (owner: Owner, how: "before" | "after") => void) => Door
}

export function createChaos(given: Given): Chaos {
  const { schedule, random, seats } = given
  const counts = { starts: 0, crashes: 0, seconds: 0, cutBefore: 0, cutAfter: 0, clockJumps: 0, freezes: 0, outages: 0 }
  const record: Record = { befallen: [], stood: [], ahead: 0 }
  const running: (Replica | undefined)[] = [undefined, undefined]
  const door = given.door((owner, how) => {
    counts[how === "before" ? "cutBefore" : "cutAfter"]++
    befall(owner)
  })
  let ids = 0
  let calm = false
  const befall = (by: Owner | null, ms = 0): void =>
    void record.befallen.push({ by, from: schedule.now(), to: schedule.now() + ms })

  const start = (place: number): void => {
    const seat = seats[place]
    if (!seat || running[place]) return
    counts.starts++
    running[place] = startReplica({
      ...given,
      name: `r${place}.${counts.starts}`,
      skew: Math.round((random.next() - 0.5) * 2 * skewMost),
      store: (owner) => seat.sit(owner, door),
      newId: () => `b${(++ids).toString().padStart(6, "0")}`,
      log: (owner) => watching(owner, given.violations),
    })
  }
  const crash = (place: number, back: number): void => {
    const replica = running[place]
    if (!replica) return
    counts.crashes++
    replica.alive = false
    running[place] = undefined
    befall(replica)
    door.left(replica)
    schedule.after(back, `start ${place}`, () => {
      if (place === 0 || !calm) start(place)
    })
  }
  /** Everything stands still, as of a machine that is asleep. */
  const freeze = (ms: number): void => {
    counts.freezes++
    const from = schedule.now()
    schedule.freeze(ms)
    record.stood.push({ from, to: schedule.now() })
    record.befallen.push({ by: null, from: from - 2 * minute, to: schedule.now() })
  }
  const jump = (replica: Replica | undefined): void => {
    if (!replica) return
    counts.clockJumps++
    const by = (random.next() < 0.5 ? -1 : 1) * (30 + random.int(9 * 60)) * second
    const ms = (20 + random.int(100)) * second
    replica.skew += by
    record.ahead = Math.max(record.ahead, by)
    // The machine may stand still meanwhile: then it is wrong for longer.
    const wrong: Befallen = { by: null, from: schedule.now() - minute, to: Number.POSITIVE_INFINITY }
    record.befallen.push(wrong)
    schedule.after(ms, "its clock is right again", () => {
      replica.skew -= by
      wrong.to = schedule.now() + minute
    })
  }
  return {
    counts,
    record,
    begin: () => start(0),
    happen() {
      const dice = random.next()
      // At any await: some events after this moment.
      if (dice < 0.06) schedule.after(random.int(3000), "crash", () => crash(random.int(2), 1000 + random.int(4000)))
      else if (dice < 0.11 && !running[1]) {
        counts.seconds++
        start(1)
      } else if (dice < 0.13) {
        counts.outages++
        const away = (1 + random.int(3)) * minute
        const from = schedule.now()
        record.stood.push({ from, to: from + away + 6000 })
        for (const place of [0, 1]) crash(place, away + random.int(5000))
      } else if (dice < 0.15) jump(running[random.int(2)])
      else if (dice < 0.2) freeze(random.next() < 0.6 ? (1 + random.int(20)) * minute : (1 + random.int(40)) * second)
      else if (dice < 0.21) freeze((1 + random.int(3)) * hour)
    },
    calm() {
      calm = true
      start(0)
    },
    end() {
      for (const replica of running) if (replica) replica.alive = false
    },
    anyone() {
      const alive = running.filter((one) => one !== undefined)
      return alive.length > 0 ? random.pick(alive) : undefined
    },
  }
}

/** Clocks of machines that keep time by the network. */
export const skewMost = 2 * second

const expected =
  /Connection terminated|ECONNRESET|Server has closed the connection|Can't reach database|Transaction (already closed|not found)|expired transaction/

/** Errors that no broken line explains are what a simulation is for. */
function watching(owner: Owner, violations: string[]): Log {
  const error = (about: object, what: string): void => {
    const { err } = about as { err?: unknown }
    const said = err instanceof Error ? `${err.message} ${String(err.cause ?? "")}` : JSON.stringify(about)
    if (!expected.test(said))
      violations.push(`an error that nothing explains, at ${owner.name}: ${what}: ${said.slice(0, 400)}`)
  }
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error, child: () => log }
  return log as unknown as Log
}
