import type { Address, Delivery, Reply } from "../../../src/core/desk/turn.js"
import type { Notice } from "../../../src/core/notices.js"
import type { Owner, Random, Schedule } from "./schedule.js"

/**
 * The chat platforms as they take what is said unasked: at their pace, with 429s, outages, answers that are lost on the way back, and
 * people who have blocked the desk. They keep their own ledger of what they took, which is what people got.
 */

export type Trouble = { wait: number; down: number; lost: number; refused: number }

export type Taken = {
  at: number
  key: string
  due: number
  kind: string
  booking: string | null
  address: Address
  by: Owner
  /** When what was sent was put into words. */
  phrased: number
  /** The platform's answer came back and said so; false where it was lost on the way. */
  answered: boolean
  /** Was it in its time when it was claimed? The booking as it stood then, by the store itself. */
  stood: boolean
}

export type Hasty = { what: string; by: Owner; told: number; until: number; at: number }

export type Platform = {
  ledger: Taken[]
  blocked: Set<Address>
  counts: Record<keyof Trouble | "blocked" | "taken", number>
  /** Sent before the platform's own time to wait was over: who was told to wait, when, and until when. */
  hasty: Hasty[]
  /** What was refused for good, or whose reader has blocked the desk: nothing more is owed. */
  closed: Set<string>
  send(by: Owner, to: Address, message: Message): Promise<Delivery>
}

export type Message = { reply: Reply; notice: Notice; phrased: number; stood: boolean }

export function createPlatform({
  schedule,
  random,
  trouble,
  got,
}: {
  schedule: Schedule
  random: Random
  trouble: Trouble
  got: (to: Address, reply: Reply) => void
}): Platform {
  const patience = new Map<string, Omit<Hasty, "what" | "at">>()
  const platform: Platform = {
    ledger: [],
    blocked: new Set(),
    counts: { wait: 0, down: 0, lost: 0, refused: 0, blocked: 0, taken: 0 },
    hasty: [],
    closed: new Set(),
    send: (by, to, message) =>
      new Promise((answer) => {
        const { notice } = message
        const way = random.next() < 0.05 ? 2000 + random.int(20_000) : 30 + random.int(200)
        schedule.after(way, `send ${to} ${notice.key} ${JSON.stringify(message.reply.text)}`, () => {
          const delivery = take(by, to, message)
          schedule.after(20 + random.int(200), `sent ${notice.key} ${delivery.is}`, () => answer(delivery), by)
        })
      }),
  }
  const { counts, ledger } = platform

  const accept = (by: Owner, to: Address, { reply, notice, phrased, stood }: Message, answered: boolean): void => {
    counts.taken++
    const { key, due, data, bookingId: booking } = notice
    const about = { key, due: due.getTime(), kind: data.kind, booking, address: to, by, phrased, stood }
    ledger.push({ at: schedule.now(), answered, ...about })
    got(to, reply)
  }
  const take = (by: Owner, to: Address, message: Message): Delivery => {
    const id = `${to} ${message.notice.key}`
    const asked = patience.get(id)
    if (asked && schedule.now() < asked.until) platform.hasty.push({ ...asked, what: id, at: schedule.now() })
    if (platform.blocked.has(to)) {
      counts.blocked++
      return { is: "blocked", why: "403" }
    }
    const dice = random.next()
    const { wait, down, lost, refused } = trouble
    if (dice < wait) {
      counts.wait++
      const seconds = 5 + random.int(60)
      patience.set(id, { by, told: schedule.now(), until: schedule.now() + seconds * 1000 })
      return { is: "wait", seconds }
    }
    if (dice < wait + down) {
      counts.down++
      return { is: "down", why: random.next() < 0.5 ? "502" : "ECONNRESET" }
    }
    if (dice < wait + down + lost) {
      counts.lost++
      accept(by, to, message, false)
      return { is: "unsure", why: "timeout" }
    }
    if (dice < wait + down + lost + refused) {
      counts.refused++
      platform.closed.add(message.notice.key)
      return { is: "refused", why: "400" }
    }
    accept(by, to, message, true)
    return { is: "sent", message: String(ledger.length) }
  }
  return platform
}
