import { availability } from "./availability.js"
import { uncovered } from "./ballot-rows.js"
import { decideBook } from "./booking.js"
import { memberAsItStands } from "./booking-record.js"
import { gridMinutes } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { perform } from "./command.js"
import { after, type Interval, minute, minutesOf, overlaps } from "./interval.js"
import { added, type Quoted } from "./keeping.js"
import { languageSchema } from "./language.js"
import { decideLonger, longerFit } from "./longer.js"
import { type ActingFor, type Ask, type Outcome, refused, type Slot } from "./outcome.js"
import { actingFor } from "./people.js"
import { makingWay } from "./placing.js"
import { quote } from "./quote.js"
import type { NoticeData } from "./reminders.js"
import { roomsFor } from "./rules.js"
import { offersOf, openOf, openOffers, owner, rowOf, slotOf, type WaitWish, wishIn } from "./waitlist-rows.js"
import type { World } from "./world.js"
import { apply, type NoticeRow, type OfferRow, type WaitingRow } from "./write.js"

/** What becomes free, offered along the line of waitlist.ts: kept, taken, let go, lapsed. */

/** `member`: the merchant's name. */
export type OfferNow = { slot: Slot; minutes: number; until: Date; wish: WaitWish; member: string }

/** What is offered, for whoever is to be told; null when it is over. */
export async function offerNow(world: World, id: string, now: Date): Promise<OfferNow | null> {
  const [offer] = await openOffers(world, { id })
  const row = offer && (await rowOf(world, offer.waiting_id))
  const member = row && (await actingFor(world, row.member_id))
  if (!offer || !row || !member || offer.until <= now) return null
  const slot = slotOf(offer)
  return { slot, minutes: minutesOf(slot), until: offer.until, wish: wishIn(row), member: member.name }
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
      const theirs = row && ask.actor.members.some((member) => member.id === row.member_id)
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
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

type Taking = { offer: OfferRow; row: WaitingRow; member: ActingFor; id: string }

/** What taking it does: a booking, or one that goes on. */
async function decideTake(world: World, ask: Ask, { offer, row, member, id }: Taking): ReturnType<typeof decideLonger> {
  const { hosts, gear, extends: bookingId } = wishIn(row)
  if (bookingId) return decideLonger(world, { ...ask, actor: { ...ask.actor, member } }, { bookingId, offer })
  const wish = { room: { room: offer.room_id }, start: offer.starts_at, end: offer.ends_at, hosts, gear }
  return decideBook(world, ask, { wish, id, member, presume: false, offered: owner(offer) })
}

/** The merchant for whom they take it: one of theirs, whichever they act for now. */
async function taker(
  world: World,
  { actor }: Ask,
  { memberId, known }: { memberId: string; known: boolean },
): Promise<ActingFor | null> {
  if (known && actor.member?.id === memberId) return actor.member
  const found = await actingFor(world, memberId)
  if (!found) return null
  const { contact: _, ...theirs } = found
  return memberAsItStands(world, actor, theirs)
}

/** Lets an offer go: it is the next one's. @returns false when it was over */
export async function passOffer(world: World, ask: Ask, offerId: string): Promise<boolean> {
  const [offer] = await openOffers(world, { id: offerId })
  const row = offer && (await rowOf(world, offer.waiting_id))
  if (!offer || !row || !ask.actor.members.some(({ id }) => id === row.member_id)) return false
  return giveBack(world, { offer, row, status: "passed", now: ask.now })
}

async function giveBack(
  world: World,
  { offer, row, status, now }: { offer: OfferRow; row: WaitingRow; status: "passed" | "lapsed"; now: Date },
): Promise<boolean> {
  const applied = await apply(world, {
    at: now,
    release: [owner(offer)],
    offers: [{ ...offer, status, version: offer.version + 1 }],
    waiting: [{ ...row, status: "waiting", version: row.version + 1 }],
  })
  return applied.is === "done"
}

/**
 * Offers what is free to the first in line whom it fits, ends offers that have lapsed, and places whose time is over. Any number of
 * replicas may do so at once: every step rests on the versions of its rows. @returns how many offers were made
 */
export async function serveWaitlist(world: World, now: Date): Promise<number> {
  const line = await openOf(world, null)
  if (line.length === 0) return 0
  for (const offer of await openOffers(world, { lapsedAt: now })) {
    const row = line.find(({ id }) => id === offer.waiting_id)
    if (row) await giveBack(world, { offer, row, status: "lapsed", now })
  }
  const waiting = (await openOf(world, null)).filter(({ status }) => status === "waiting")
  let made = 0
  for (const row of waiting) {
    const { windows, minutes } = wishIn(row)
    const over = windows.every(({ end }) => after(end, -minutes * minute) < now)
    if (over) await end(world, row, now)
    else if (await offerTo(world, row, now)) made += 1
  }
  return made
}

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
  const ask = await askFor(world, row, now)
  const found = ask && (await fitting(world, row, ask))
  if (!ask || !found) return false
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

/** The person who waits, as they would ask now; null when they are gone. */
async function askFor(world: World, row: WaitingRow, now: Date): Promise<Ask | null> {
  const member = await actingFor(world, row.member_id)
  const person = await world.store.prisma.person.findUnique({ where: { id: row.person_id } })
  if (!member || !person) return null
  const { id, name } = person
  const language = languageSchema.parse(person.language)
  return { actor: { person: { id, name, language, staff: false }, member, members: [], via: "desk" }, now, key: "" }
}

/** What could be offered to them now; whoever waits for what cannot be any more leaves the line. */
async function fitting(world: World, row: WaitingRow, ask: Ask): Promise<Quoted | null> {
  const { extends: bookingId, windows } = wishIn(row)
  if (!bookingId) return firstFit(world, row, ask)
  const found = await longerFit(world, ask, { bookingId, windows, row })
  if (found !== "moot") return found
  await apply(world, { at: ask.now, waiting: [{ ...row, status: "left", version: row.version + 1 }] })
  return null
}

/** The earliest session that fits and that they were not offered before. */
async function firstFit(world: World, row: WaitingRow, ask: Ask): Promise<Quoted | null> {
  const centre = await currentCentre(world)
  const { room, minutes, hosts, gear, windows } = wishIn(row)
  const offered = (await offersOf(world, row.id)).filter(({ status }) => status !== "withdrawn").map(slotOf)
  const rooms = roomsFor(centre, room).map(({ id }) => id)
  // What a ballot gives out is offered to nobody before it is drawn.
  for (const window of windows.flatMap((window) => uncovered(centre, window, minutes))) {
    const from = new Date(Math.max(window.start.getTime(), onGrid(ask.now).getTime()))
    if (after(from, minutes * minute) > window.end) continue
    const free = await availability(world, { from, to: window.end, minutes, hosts, gear, rooms, now: ask.now })
    for (const { room: id, start } of startsIn(free.rooms, { minutes, window: { start: from, end: window.end } })) {
      const session = { start, end: after(start, minutes * minute) }
      if (offered.some((before) => overlaps(before, session))) continue
      const quoted = await quote(world, ask, { room: { room: id }, ...session, hosts, gear })
      if (quoted.is === "quote") return quoted
      if (quoted.refusal.why === "too_soon") continue
      // What the plan does not allow now is no better in the next room.
      if (!("alternatives" in quoted.refusal)) return null
    }
  }
  return null
}

const grid = gridMinutes * minute
const onGrid = (instant: Date): Date => new Date(Math.ceil(instant.getTime() / grid) * grid)

/** One start for each stretch, the earliest first: what begins later in it is offered when this one was let go. */
function startsIn(
  rooms: readonly { room: string; free: readonly Interval[] }[],
  { minutes, window }: { minutes: number; window: Interval },
): { room: string; start: Date }[] {
  const starts = rooms.flatMap(({ room, free }) =>
    free.flatMap((stretch) => {
      const all: { room: string; start: Date }[] = []
      const last = Math.min(stretch.end.getTime(), window.end.getTime()) - minutes * minute
      const first = onGrid(new Date(Math.max(stretch.start.getTime(), window.start.getTime())))
      for (let at = first.getTime(); at <= last; at += minutes * minute) all.push({ room, start: new Date(at) })
      return all
    }),
  )
  return starts.sort((a, b) => a.start.getTime() - b.start.getTime())
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
