import { failure, NotYet } from "./failure.js"

/** Slack's law: about one message a second into a channel (https://docs.slack.dev/apis/web-api/rate-limits), and silence for as long as a 429 says. */

export type Clock = { now(): Date; sleep(ms: number): Promise<void> }

export type Job = {
  channel: string
  /** A new message; edits and uploads are not held to one a second. */
  post: boolean
  /** Said unasked: answers to people go first, and it is given back when it cannot go soon. */
  notice: boolean
}

type Waiting = Job & { call: () => Promise<void>; refuse: (error: unknown) => void; tries: number }
type Lane = { answers: Waiting[]; notices: Waiting[]; nextPost: number; resume: number; running: boolean }

const gapMs = 1000
/** With the time a call may take, well within the 30 s that a notice is leased for. */
const patienceMs = 8000
const keptLanes = 1000
const mostTries = 5

/**
 * Runs calls in order within a channel, side by side across channels. An answer that meets a 429, or a Slack that is away for a moment,
 * waits and is tried again; a notice is given back, since the outbox keeps it better.
 */
export function pace(clock: Clock): <T>(job: Job, call: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, Lane>()
  let silentUntil = 0
  const now = () => clock.now().getTime()

  const readyAt = (job: Job, lane: Lane): number => {
    // After a silence, people first.
    const resumed = job.notice && silentUntil > 0 ? silentUntil + gapMs : silentUntil
    return Math.max(job.post ? lane.nextPost : 0, lane.resume, resumed)
  }

  const drain = async (lane: Lane): Promise<void> => {
    for (let next = head(lane); next; next = head(lane)) {
      const wait = readyAt(next, lane) - now()
      if (wait > 0) {
        await clock.sleep(wait)
        continue
      }
      ;(next.notice ? lane.notices : lane.answers).shift()
      if (next.post) lane.nextPost = now() + gapMs
      await attempt(next, lane)
    }
    lane.running = false
  }

  const laneOf = (channel: string): Lane => {
    const known = lanes.get(channel)
    if (known) return known
    if (lanes.size >= keptLanes) {
      for (const [name, lane] of lanes) if (!lane.running && lane.nextPost <= now()) lanes.delete(name)
    }
    const lane: Lane = { answers: [], notices: [], nextPost: 0, resume: 0, running: false }
    lanes.set(channel, lane)
    return lane
  }

  const attempt = async (job: Waiting, lane: Lane): Promise<void> => {
    try {
      await job.call()
    } catch (error) {
      const found = failure(error)
      if (found.is === "wait") silentUntil = Math.max(silentUntil, now() + found.seconds * 1000)
      const again = !job.notice && (found.is === "wait" || found.is === "down") && ++job.tries < mostTries
      if (!again) return job.refuse(error)
      if (found.is === "down") lane.resume = now() + job.tries * gapMs
      lane.answers.unshift(job)
    }
  }

  return (job, call) =>
    new Promise((resolve, refuse) => {
      const lane = laneOf(job.channel)
      const ahead = readyAt(job, lane) - now() + (job.notice ? (lane.answers.length + lane.notices.length) * gapMs : 0)
      if (job.notice && ahead > patienceMs) {
        refuse(new NotYet(Math.ceil(ahead / 1000)))
        return
      }
      const queue = job.notice ? lane.notices : lane.answers
      queue.push({ ...job, call: async () => resolve(await call()), refuse, tries: 0 })
      if (!lane.running) {
        lane.running = true
        void drain(lane)
      }
    })
}

const head = (lane: Lane): Waiting | undefined => lane.answers[0] ?? lane.notices[0]
