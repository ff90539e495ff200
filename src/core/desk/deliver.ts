import { createHash } from "node:crypto"
import { moveChannel } from "../channels.js"
import { after, minute } from "../interval.js"
import { deliverDue, markBlocked, type Notice, nextDue, notHere, retryAt, type Seen, type Settled } from "../notices.js"
import type { World } from "../world.js"
import type { Address, Delivery, Reply } from "./turn.js"

/** Says unasked what is due: claims notices, has them phrased, and hands them to the platforms. */

export type Outlet = {
  /** The notice in its reader's words; null when it no longer makes sense (its booking is gone, say). */
  phrase: (notice: Notice, now: Date) => Promise<Reply | null>
  /** Sends on whichever platform the address names; null when that platform is not running here. */
  send: (address: Address, reply: Reply) => Promise<Delivery | null>
  /** Told what became of each notice. */
  settled?: Seen
  /** Told when all that is due is claimed, though not yet sent. */
  claimed?: () => void
  /** No more is sent: what was claimed goes back to the outbox, to be claimed by another at once. */
  stopping?: () => boolean
  /** Where a process has but one platform: only what its people are to be told. */
  only?: string | undefined
}

/** Known by its words: two replies with the same hash say the same. Pictures do not count: they show the time. */
export const hashOf = ({ text, buttons }: Reply): string =>
  createHash("sha256")
    .update(JSON.stringify([text, buttons]))
    .digest("hex")

/**
 * Sends everything that is due now. The next batch is claimed while one is on its way, so that a platform's pace never waits for the
 * last answer of a batch. @returns how many notices were handled
 */
export async function deliver(world: World, outlet: Outlet): Promise<number> {
  const moved: Moved = new Map()
  let handled = 0
  let last: Promise<void> = Promise.resolve()
  for (let more = true; more && !outlet.stopping?.(); ) {
    const round = await deliverDue(world, (notice, now) => deliverOne(world, outlet, { notice, now, moved }), {
      seen: outlet.settled,
      only: outlet.only,
    })
    handled += round.claimed
    more = round.more
    // It is awaited a round later; until then its failure is nobody's.
    round.settled.catch(() => {})
    await last
    last = round.settled
  }
  outlet.claimed?.()
  await last
  // Not sooner: what is on its way is settled under the key it was claimed by.
  for (const [from, to] of moved) await moveChannel(world, from, to)
  return handled
}

/** Channels that became others meanwhile. */
type Moved = Map<string, Address>

async function toChannel(outlet: Outlet, moved: Moved, { address, reply }: { address: string; reply: Reply }) {
  const delivery = await outlet.send(moved.get(address) ?? (address as Address), reply)
  if (delivery?.is !== "moved") return delivery
  moved.set(address, delivery.to)
  return outlet.send(delivery.to, reply)
}

async function deliverOne(
  world: World,
  outlet: Outlet,
  { notice, now, moved }: { notice: Notice; now: Date; moved: Moved },
): Promise<Settled> {
  const givenBack: Settled = { is: "later", notBefore: now, why: "stopping", unsure: notice.unsure }
  if (outlet.stopping?.()) return givenBack
  const reply = await outlet.phrase(notice, now)
  if (!reply) return { is: "dropped", why: "no longer true" }
  if (outlet.stopping?.()) return givenBack
  if (notice.to.kind === "channel") {
    const { address } = notice.to
    const settled = settledBy(world, notice, await toChannel(outlet, moved, { address, reply }))
    if (settled.is === "blocked")
      world.log.warn(
        { address, why: settled.why },
        "a channel no longer takes messages: let the desk in again, or choose another by /digest here",
      )
    return settled.is === "sent" ? { ...settled, said: hashOf(reply) } : settled
  }
  // The preferred account first; one that has blocked the desk, or whose platform is not here, hands over to the next.
  let elsewhere = false
  for (const account of notice.to.accounts) {
    const delivery = await outlet.send(account.address as Address, reply)
    elsewhere ||= delivery === null
    if (delivery === null) continue
    const settled = settledBy(world, notice, delivery)
    if (settled.is !== "blocked") return settled
    await markBlocked(world, account.id, now)
  }
  return elsewhere ? settledBy(world, notice, null) : { is: "blocked", why: "no account takes messages" }
}

/** How long to wait is counted from the answer: a message may have been long on its way. */
function settledBy(world: World, notice: Notice, delivery: Delivery | null): Settled {
  const { unsure } = notice
  const now = world.clock()
  if (!delivery) return { is: "later", notBefore: after(now, minute), why: notHere, unsure }
  switch (delivery.is) {
    case "sent":
      return delivery
    case "wait":
      return {
        is: "later",
        notBefore: after(now, delivery.seconds * 1000),
        why: "asked to wait",
        unsure,
      }
    case "down":
      return { is: "later", notBefore: retryAt(now, notice.attempts), why: delivery.why, unsure }
    case "moved":
      return { is: "later", notBefore: retryAt(now, notice.attempts), why: "moved", unsure }
    case "unsure":
      return { is: "later", notBefore: retryAt(now, notice.attempts), why: delivery.why, unsure: true }
    case "blocked":
      return delivery
    case "refused":
      return { is: "failed", why: delivery.why }
  }
}

/** Sending that can be given up: what has no answer by then may have arrived. */
function sending(send: Outlet["send"]): { send: Outlet["send"]; giveUp(): void } {
  const underway = new Set<() => void>()
  let over = false
  return {
    send: async (address, reply) => {
      if (over) return { is: "down", why: "stopping" }
      return new Promise((resolve, reject) => {
        const leave = () => resolve({ is: "unsure", why: "no answer before the stop" })
        underway.add(leave)
        void send(address, reply)
          .then(resolve, reject)
          .then(() => underway.delete(leave))
      })
    },
    giveUp() {
      over = true
      for (const leave of underway) leave()
    },
  }
}

const idleMs = 15_000
/** While a platform keeps a round waiting, what falls due meanwhile goes out in another, so many at once. */
const roundsMost = 4
/** A stop waits so long for answers: longer than a platform's pace keeps two batches, well within the 20 s that a process has. */
const lastMs = 10_000
/** Long enough for the turn that pokes to be answered first, and for turns that come together to be looked after together. */
const soonMs = 20

/**
 * Keeps delivering: a timer armed for the next notice that is due, plus a look every 15 s for what another replica wrote.
 * `poke` looks in a moment, for what a turn has just written. `stop` claims and begins nothing more, and resolves when what was claimed
 * is recorded or given back.
 */
export function keepDelivering(world: World, outlet: Outlet): { poke(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  const rounds = new Set<Promise<void>>()
  let again = false
  let soon = false
  let stopped = false
  const { send, giveUp } = sending(outlet.send)

  const arm = async (): Promise<void> => {
    const next = await nextDue(world).catch(() => null)
    const wait = next ? (next.getTime() - world.clock().getTime()) / world.speed : idleMs
    if (stopped || soon) return
    clearTimeout(timer)
    timer = setTimeout(look, Math.min(Math.max(wait, 0), idleMs))
  }
  const round = async (): Promise<void> => {
    do {
      again = false
      await deliver(world, { ...outlet, send, claimed: arm, stopping: () => stopped }).catch((error: unknown) =>
        world.log.error({ err: error }, "delivering notices failed"),
      )
    } while (again && !stopped)
    await arm()
  }
  const look = (): void => {
    if (stopped) return
    soon = false
    clearTimeout(timer)
    if (rounds.size === roundsMost) {
      again = true
      return
    }
    const begun = round().finally(() => rounds.delete(begun))
    rounds.add(begun)
  }
  look()
  return {
    poke() {
      if (stopped || soon) return
      soon = true
      clearTimeout(timer)
      timer = setTimeout(look, soonMs)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      const late = setTimeout(giveUp, lastMs)
      await Promise.all(rounds)
      clearTimeout(late)
    },
  }
}
