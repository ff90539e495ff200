import { needsYes } from "./approvals.js"
import { decideBook } from "./booking.js"
import { memberAsItStands } from "./booking-record.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { fitFor, lookingOnce } from "./fitting.js"
import { after, day, minute, minutesOf, overlaps } from "./interval.js"
import { added } from "./keeping.js"
import { decideLonger } from "./longer.js"
import { type ActingFor, type Ask, type Outcome, type Refused, refused, type Slot, type YesFor } from "./outcome.js"
import { actingFor } from "./people.js"
import { makingWay } from "./placing.js"
import type { NoticeData } from "./reminders.js"
import { audited, rivals } from "./waitlist.js"
import {
  hasMore,
  openOf,
  openOffers,
  owner,
  rowOf,
  rowOfOffer,
  slotOf,
  type WaitWish,
  wishIn,
} from "./waitlist-rows.js"
import type { Freed, World } from "./world.js"
import { apply, type NoticeRow, type OfferRow, type WaitingRow } from "./write.js"

/** What becomes free, offered along the line of waitlist.ts: kept, taken, let go, lapsed. */

/** `member`: the merchant's name. `yes`: what the staff must agree to before it is theirs. */
export type OfferNow = {
  slot: Slot
  minutes: number
  until: Date
  wish: WaitWish
  member: string
  yes: readonly YesFor[]
}

/** What is offered, for whoever is to be told; null when it is over. */
export async function offerNow(world: World, id: string, now: Date): Promise<OfferNow | null> {
  const [offer] = await openOffers(world, { id })
  const row = offer && (await rowOf(world, offer.waiting_id))
  const member = row && (await actingFor(world, row.member_id))
  if (!offer || !row || !member || offer.until <= now) return null
  const slot = slotOf(offer)
  const wish = wishIn(row)
  // That a session goes on is offered only where it needs nobody's word.
  const yes = wish.extends ? [] : needsYes(await currentCentre(world), { ...slot, hosts: wish.hosts })
  return { slot, minutes: minutesOf(slot), until: offer.until, wish, member: member.name, yes }
}

/** What the member acted for is offered at this moment. */
export async function offersTo(world: World, { actor, now }: Ask): Promise<(OfferNow & { id: string })[]> {
  if (!actor.member) return []
  const open = await openOffers(world, { member: actor.member.id })
  const found = await Promise.all(
    open.map(async ({ id }) => {
      const offer = await offerNow(world, id, now)
      return offer ? [{ id, ...offer }] : []
    }),
  )
  return found.flat()
}

export type Took = Outcome | { is: "lapsed" }

/** Books what is offered. A moment too late it is `lapsed`: the place in line is kept. */
export async function takeOffer(world: World, ask: Ask, offerId: string): Promise<Took> {
  const id = world.newId()
  const outcome = await perform<Took>(world, ask, {
    what: { do: "take", offerId },
    attempt: async (conflict) => {
      const [offer] = await openOffers(world, { id: offerId })
      const row = offer && (await rowOf(world, offer.waiting_id))
      const theirs = row && actsFor(ask, row)
      if (!offer || !row || !theirs || offer.until <= ask.now) return { outcome: { is: "lapsed" }, write: {} }
      const member = await taker(world, ask, { memberId: row.member_id, known: conflict !== "stale" })
      if (!member) return { outcome: { is: "lapsed" }, write: {} }
      const decided = await decideTake(world, ask, { offer, row, member, id })
      if (!decided) return { outcome: { is: "lapsed" }, write: {} }
      if (decided.outcome.is === "refused") return decided
      return {
        outcome: decided.outcome,
        write: {
          ...decided.write,
          offers: [{ ...offer, status: "taken", version: offer.version + 1 }],
          waiting: [{ ...row, status: "served", version: row.version + 1 }],
        },
      }
    },
  })
  if (outcome === "key_reused") return refused({ why: "key_reused" })
  // A moment too late: it is the next one's at once, and they are told what became of their place.
  if (outcome.is === "lapsed") await lapse(world, await openOffers(world, { id: offerId }), ask.now)
  return outcome
}

type Taking = { offer: OfferRow; row: WaitingRow; member: ActingFor; id: string }

/** What taking it does: a booking, or one that goes on. */
async function decideTake(world: World, ask: Ask, { offer, row, member, id }: Taking): ReturnType<typeof decideLonger> {
  const { hosts, gear, extends: bookingId } = wishIn(row)
  if (bookingId) return decideLonger(world, { ...ask, actor: { ...ask.actor, member } }, { bookingId, offer })
  const wish = { room: { room: offer.room_id }, start: offer.starts_at, end: offer.ends_at, hosts, gear }
  return decideBook(world, ask, { wish, id, member, presume: false, offered: owner(offer) })
}

/** The merchant for whom they take it: one of theirs, whichever they act for now; for staff, as staff act for them. */
async function taker(
  world: World,
  { actor }: Ask,
  { memberId, known }: { memberId: string; known: boolean },
): Promise<ActingFor | null> {
  if (known && actor.member?.id === memberId) return actor.member
  const found = await actingFor(world, memberId)
  if (!found) return null
  if (actor.person.staff) return found
  const { contact: _, ...theirs } = found
  return memberAsItStands(world, actor, theirs)
}

export type Passed = { is: "passed" } | { is: "lapsed" } | Refused

/** Lets an offer go: it is the next one's. `lapsed`: it was over. */
export async function passOffer(world: World, ask: Ask, offerId: string): Promise<Passed> {
  const outcome = await perform<Passed>(world, ask, {
    what: { do: "pass", offerId },
    attempt: async () => {
      const [offer] = await openOffers(world, { id: offerId })
      const row = offer && (await rowOf(world, offer.waiting_id))
      if (!offer || !row || !actsFor(ask, row)) return { outcome: { is: "lapsed" }, write: {} }
      const write = { ...(await backFrom(world, { offer, row, status: "passed" })), audit: [audited(ask, row, "pass")] }
      return { outcome: { is: "passed" }, write }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Their own, or the staff for them. */
const actsFor = ({ actor }: Ask, { member_id }: WaitingRow): boolean =>
  actor.person.staff || actor.members.some(({ id }) => id === member_id)

/** Whether they who were offered something still wait for other times; null when it is nothing of theirs. */
export async function keepsPlace(world: World, ask: Ask, offerId: string): Promise<boolean | null> {
  const row = await rowOfOffer(world, offerId)
  if (!row || !actsFor(ask, row)) return null
  return (row.status === "waiting" || row.status === "offered") && (await hasMore(world, row))
}

type Ended = { offer: OfferRow; row: WaitingRow; status: "passed" | "lapsed" }

/** What an offer that ends gives back. */
const backFrom = async (world: World, { offer, row, status }: Ended): Promise<Decided<unknown>["write"]> => ({
  release: [owner(offer)],
  frees: [slotOf(offer)],
  offers: [{ ...offer, status, version: offer.version + 1 }],
  waiting: [{ ...row, status: (await hasMore(world, row)) ? "waiting" : "left", version: row.version + 1 }],
})

/** Ends those of these offers whose time is over. */
async function lapse(world: World, offers: readonly OfferRow[], now: Date): Promise<void> {
  for (const offer of offers.filter(({ until }) => until <= now)) {
    const row = await rowOf(world, offer.waiting_id)
    // Whoever is quicker has ended it.
    if (row) await apply(world, { at: now, ...(await backFrom(world, { offer, row, status: "lapsed" })) })
  }
}

/**
 * Offers what is free to the first in line whom it fits, ends offers that have lapsed, and places whose time is over. Any number of
 * replicas may do so at once: every step rests on the versions of its rows. @returns how many offers were made
 * @param frees what became free since the line was last served, where that is known: only whom it may help is looked at
 */
export async function serveWaitlist(world: World, now: Date, frees?: readonly Freed[]): Promise<number> {
  const line = await openOf(world, null)
  if (line.length === 0) return 0
  const ending = await openOffers(world, { lapsedAt: now })
  await lapse(world, ending, now)
  const waiting = (ending.length > 0 ? await openOf(world, null) : line).filter(({ status }) => status === "waiting")
  const centre = await currentCentre(world)
  const offered = new Set<string>()
  let look = lookingOnce(world)
  for (const [n, row] of waiting.entries()) {
    const wish = wishIn(row)
    const over = wish.windows.every(({ end }) => after(end, -wish.minutes * minute) < now)
    if (over) await end(world, row, now)
    else if (mayHelp(row, wish, frees) && (await fitFor(world, row, now, look))) {
      // What became free since those before them were looked at is theirs first.
      const before = waiting.slice(0, n).filter((one) => !offered.has(one.id) && rivals(centre, wishIn(one), wish))
      for (const one of [...before, row]) if (await offerTo(world, one, now)) offered.add(one.id)
      look = lookingOnce(world)
    }
  }
  return offered.size
}

/**
 * May what became free be for them? The room is no matter: the floor and gear are everybody's, and whoever was promised any room of a
 * class makes way; that reaches as far as facts are loaded around a session. Hours that come back are of use at any time.
 */
const mayHelp = (row: WaitingRow, { windows }: WaitWish, frees?: readonly Freed[]): boolean =>
  frees?.some(
    ({ start, end, member }) =>
      member === row.member_id ||
      windows.some((window) => overlaps(window, { start: after(start, -day), end: after(end, day) })),
  ) ?? true

async function end(world: World, row: WaitingRow, now: Date): Promise<void> {
  const member = await actingFor(world, row.member_id)
  const from = row.starts_at.toISOString()
  const data = { kind: "waited", from, ...(member ? { member: member.name } : {}) } satisfies NoticeData
  await apply(world, {
    at: now,
    waiting: [{ ...row, status: "over", version: row.version + 1 }],
    notices: [noticeFor(row, { key: `waited:${row.id}`, due: now, stale: after(now, 120 * minute), data })],
  })
}

async function offerTo(world: World, row: WaitingRow, now: Date): Promise<boolean> {
  const centre = await currentCentre(world)
  const found = await fitFor(world, row, now)
  if (!found) return false
  const { quote: session, was } = found
  const id = world.newId()
  const offer: OfferRow = {
    id,
    waiting_id: row.id,
    room_id: session.room,
    starts_at: was?.end ?? session.start,
    ends_at: session.end,
    until: new Date(Math.min(after(now, centre.sessions.offer * minute).getTime(), (was ?? session).end.getTime())),
    status: "open",
    version: 1,
    created_at: now,
  }
  const { hosts, gear, start, end, room, setup, teardown } = session
  const place = { id: owner(offer), room, start, end, hosts, gear, setup, teardown }
  const { moves, audit } = makingWay(session.moves)
  const data = { kind: "offer", offer: id } satisfies NoticeData
  const applied = await apply(world, {
    at: now,
    moves,
    audit,
    ...added(centre, place, was),
    holds: [
      {
        id: place.id,
        person_id: row.person_id,
        member_id: row.member_id,
        until: offer.until,
        room_id: room,
        starts_at: start,
        ends_at: end,
        hosts,
        gear,
      },
    ],
    offers: [offer],
    waiting: [{ ...row, status: "offered", version: row.version + 1 }],
    notices: [noticeFor(row, { key: `offer:${id}`, due: now, stale: offer.until, data })],
  })
  return applied.is === "done"
}

type Told = { key: string; due: Date; stale: Date; data: NoticeData }

const noticeFor = (row: WaitingRow, { key, due, stale, data }: Told): NoticeRow => ({
  key,
  kind: data.kind,
  person_id: row.person_id,
  address: null,
  booking_id: null,
  due_at: due,
  stale_at: stale,
  data,
})
