import { CallError } from "./transport.js"

/**
 * Telegram's law (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this): about 30 unasked messages a second
 * over all chats, one a second in one chat (short bursts pass), 20 a minute in a group, and silence for as long as a 429 says.
 */

export type Clock = { now(): number; sleep(ms: number): Promise<void> }

export type Job = {
  chatId: number
  group: boolean /** Said unasked: answers to people never wait for the bulk. */
  notice: boolean
}

export type Pace = {
  /** Runs calls in order within a chat, side by side across chats, each as soon as the law allows. */
  run<T>(job: Job, call: () => Promise<T>): Promise<T>
  /** Nothing goes out before this. */
  silence(untilMs: number): void
}

const bulkGapMs = 1000 / 30
const chat = { burst: 3, refillMs: 1000 }
const group = { burst: 20, refillMs: 3000 }
/** A notice that waited longer here would hold up the rest of its batch: the outbox keeps it better. */
const patienceMs = 10_000
/** Chats that have been quiet this long have their whole burst back, and are forgotten. */
const quietMs = 60_000

type Lane = {
  tail: Promise<unknown> /** When the burst will be whole again, for chats and groups alike. */
  fullAt: number
}

export function pace(clock: Clock): Pace {
  const lanes = new Map<number, Lane>()
  let silentUntil = 0
  let nextBulk = 0

  const laneOf = (chatId: number): Lane => {
    const known = lanes.get(chatId)
    if (known) return known
    if (lanes.size > 10_000) for (const [id, lane] of lanes) if (lane.fullAt < clock.now() - quietMs) lanes.delete(id)
    const lane = { tail: Promise.resolve(), fullAt: 0 }
    lanes.set(chatId, lane)
    return lane
  }

  /** Takes a place in the chat's bucket and, for notices, in the bulk, if that comes soon. @returns when the call may go */
  const reserve = (job: Job, lane: Lane, since: number): number => {
    const { burst, refillMs } = job.group ? group : chat
    const own = lane.fullAt - (burst - 1) * refillMs
    if (job.notice && own - since > patienceMs) throw notYet(own - clock.now())
    const at = Math.max(clock.now(), silentUntil, job.notice ? nextBulk : 0, own)
    lane.fullAt = Math.max(lane.fullAt, at) + refillMs
    if (job.notice) nextBulk = at + bulkGapMs
    return at
  }

  /** A place in the bulk that fell into a silence is given up for one behind it, or all of them would go at once when it ends. */
  const wait = async (job: Job, lane: Lane, since: number): Promise<void> => {
    patient(job)
    for (let at = reserve(job, lane, since); ; ) {
      while (at > clock.now()) await clock.sleep(at - clock.now())
      if (silentUntil <= clock.now()) return
      patient(job)
      at = Math.max(silentUntil, job.notice ? nextBulk : 0)
      if (job.notice) nextBulk = at + bulkGapMs
    }
  }

  /** @throws {CallError} as Telegram would answer: a long silence is waited out in the outbox */
  const patient = (job: Job): void => {
    const left = silentUntil - clock.now()
    if (job.notice && left > patienceMs) throw notYet(left)
  }

  return {
    run(job, call) {
      const lane = laneOf(job.chatId)
      const since = clock.now()
      const turn = lane.tail.then(async () => {
        await wait(job, lane, since)
        return call()
      })
      lane.tail = turn.catch(() => {})
      return turn
    },
    silence(untilMs) {
      silentUntil = Math.max(silentUntil, untilMs)
    },
  }
}

const notYet = (ms: number): CallError =>
  new CallError("pace", {
    kind: "refused",
    code: 429,
    description: "not yet",
    parameters: { retry_after: Math.max(ms, 1) / 1000 },
  })
