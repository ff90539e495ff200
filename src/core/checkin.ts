import type { BookingRecord } from "./booking-record.js"
import { bookingsBetween, findBooking, rowOf } from "./booking-record.js"
import { audited, factsFor, forfeit, freed, giveBack, leftAfter, noCost, takes, unforfeit, wishOf } from "./case.js"
import type { Centre } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { after, type Interval, minute, overlaps } from "./interval.js"
import { type Actor, type Ask, type Booking, gone, type Refusal, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import { type Case, shortRefusal } from "./rules.js"
import type { World } from "./world.js"
import type { Conflict, NoticeRow, Write } from "./write.js"

/** Who has arrived, and who did not come: checking in, giving up a room that nobody came to, and forgiving that. */

export type Arrived =
  | { is: "checked_in"; booking: Booking }
  | { is: "no_show"; booking: Booking }
  | { is: "forgiven"; booking: Booking; minutesBack: number; leftAfter: number }
  | Refused

/** From when until when somebody can check in: the end is when the room is given up, or that of the session where it is kept. */
export function checkInWindow(centre: Centre, { start, end, heldUntil }: Booking): Interval {
  const { checkIn, noShow } = centre.sessions
  const until = heldUntil ?? (noShow === null ? end : after(start, noShow * minute))
  return { start: after(start, -checkIn * minute), end: until < end ? until : end }
}

/** Can it be checked in to now? A room that was not given up yet is theirs until the end. */
export const canCheckIn = (centre: Centre, booking: Booking, now: Date): boolean =>
  booking.status === "confirmed" && checkInWindow(centre, booking).start <= now && now < booking.end

/** A booking of any member that this person may act for; of all, for staff. */
async function mayArrive(world: World, { actor }: Ask, id: string): Promise<BookingRecord | null> {
  const record = await findBooking(world, id)
  const theirs = record && (actor.person.staff || isFor(actor, record.booking))
  return theirs ? record : null
}

const isFor = ({ members }: Actor, { member }: Booking): boolean => members.some(({ id }) => id === member.id)

/** What somebody could check in to in a room: sessions of their members that run or are about to; staff see all. */
export async function arrivingAt(world: World, { actor, now }: Ask, room: string): Promise<Booking[]> {
  const centre = await currentCentre(world)
  const to = after(now, centre.sessions.checkIn * minute + 1)
  const near = await bookingsBetween(world, { from: now, to })
  return near.filter((booking) => booking.room === room && (actor.person.staff || isFor(actor, booking)))
}

/** Checks in. Repeating it changes nothing. Staff may also let in who came after the room was given up, if it is still free. */
export function checkIn(world: World, ask: Ask, bookingId: string): Promise<Arrived> {
  return arriving(world, ask, { do: "checkin", bookingId }, async (record, centre, conflict) => {
    const { booking } = record
    const { start } = checkInWindow(centre, booking)
    if (booking.status === "checked_in") return { outcome: { is: "checked_in", booking }, write: {} }
    const back = booking.status === "no_show" && ask.actor.person.staff
    const over = back ? null : gone(booking)
    if (over) return no(refused(over))
    if (booking.status === "requested") return no(refused({ why: "unanswered" }))
    if (booking.end <= ask.now) return no(refused({ why: "too_late" }))
    if (ask.now < start) return no(refused({ why: "too_early", from: start }))
    const taken = back && conflict !== null && conflict !== "stale" ? await takenBy(world, ask, record, centre) : null
    if (taken) return no(refused(taken))
    const arrived = next(booking, { status: "checked_in", checkedInAt: ask.now })
    return {
      outcome: { is: "checked_in", booking: arrived },
      write: {
        ...(back ? { ...takes(centre, booking), forfeited: [unforfeit(booking)] } : {}),
        ...rewritten(record, arrived, ask.now),
        audit: [audited(ask, arrived, "checkin", { was: booking.status })],
      },
    }
  })
}

/** What others have by now of what was given up; null when it is free again. */
async function takenBy(
  world: World,
  ask: Ask,
  { booking, member }: BookingRecord,
  centre: Centre,
): Promise<Refusal | null> {
  const wish = wishOf(booking)
  const facts = await factsFor(world, { centre, member, wish, ask }, booking)
  const place = { start: booking.start, end: after(booking.end, centre.sessions.turnover * minute) }
  if (facts.claims.some((claim) => claim.room === booking.room && overlaps(claim, place)))
    return { why: "taken", room: booking.room, alternatives: [] }
  return shortRefusal({ centre, now: ask.now, member, wish, facts }, booking)
}

/** Staff say that nobody came: the room is free at once, the hours are spent. */
export function markNoShow(world: World, ask: Ask, bookingId: string): Promise<Arrived> {
  return arriving(world, ask, { do: "noshow", bookingId }, async (record) => {
    const { booking } = record
    if (!ask.actor.person.staff) return no(refused({ why: "not_staff" }))
    if (booking.status === "no_show") return { outcome: { is: "no_show", booking }, write: {} }
    if (booking.status === "cancelled") return no(refused({ why: "already_cancelled" }))
    if (booking.status === "requested") return no(refused({ why: "unanswered" }))
    if (ask.now < booking.start) return no(refused({ why: "too_early", from: booking.start }))
    const missed = next(booking, { status: "no_show" })
    const entry = audited(ask, missed, "no_show", { was: booking.status })
    return { outcome: { is: "no_show", booking: missed }, write: { ...given(record, ask.now), audit: [entry] } }
  })
}

/** Staff forgive a session that was missed: the hours come back, and it does not count. */
export function forgive(world: World, ask: Ask, bookingId: string): Promise<Arrived> {
  return arriving(world, ask, { do: "forgive", bookingId }, async (record, centre) => {
    const { booking, member } = record
    if (!ask.actor.person.staff) return no(refused({ why: "not_staff" }))
    if (booking.status !== "no_show") return no(refused({ why: "not_missed" }))
    const wish = wishOf(booking)
    const facts = await factsFor(world, { centre, member, wish, ask }, booking)
    const about: Case = { centre, now: ask.now, member, wish, facts }
    const forgiven = next(booking, { status: "cancelled" })
    const { minutes } = booking
    return {
      outcome: {
        is: "forgiven",
        booking: forgiven,
        minutesBack: minutes,
        leftAfter: leftAfter(about, { ...noCost(booking.month), minutes: -minutes }),
      },
      write: {
        quota: [giveBack(about, { booking: booking.id, cost: booking })],
        ...rewritten(record, forgiven, ask.now),
        notices: missedNotice(forgiven, "forgiven", ask.now),
        audit: [audited(ask, forgiven, "forgive", { minutesBack: minutes })],
      },
    }
  })
}

type Deciding = (record: BookingRecord, centre: Centre, conflict: Conflict | null) => Promise<Decided<Arrived>>

const no = (outcome: Refused): Decided<Arrived> => ({ outcome, write: {} })

async function arriving(
  world: World,
  ask: Ask,
  what: { do: string; bookingId: string },
  decide: Deciding,
): Promise<Arrived> {
  const outcome = await perform<Arrived>(world, ask, {
    what,
    attempt: async (conflict) => {
      const record = await mayArrive(world, ask, what.bookingId)
      if (!record) return no(refused({ why: "not_found" }))
      return decide(record, await currentCentre(world), conflict)
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

const next = (booking: Booking, change: Partial<Booking>): Booking => ({
  ...booking,
  ...change,
  version: booking.version + 1,
})

/** What was to be said of it (that it starts, that its people are awaited) is not said any more. */
const rewritten = ({ createdAt }: BookingRecord, booking: Booking, now: Date) => ({
  bookings: [rowOf(booking, { createdAt, now })],
  hush: [booking.id],
})

/** Gives up what nobody came to: room, floor and gear are free at once, the hours stay spent, and whoever booked is told. */
export function given(record: BookingRecord, now: Date): Omit<Write, "at" | "turn"> {
  const { booking } = record
  const missed = next(booking, { status: "no_show" })
  return {
    release: [booking.id],
    frees: [freed(booking)],
    forfeited: [forfeit(booking)],
    ...rewritten(record, missed, now),
    notices: missedNotice(missed, "released", now),
  }
}

export function missedNotice(booking: Booking, how: "released" | "forgiven", now: Date): NoticeRow[] {
  if (!booking.madeBy) return []
  const data: NoticeData = { kind: "missed", how, minutes: booking.minutes }
  return [
    {
      key: `missed:${booking.id}:${booking.version}`,
      kind: "missed",
      person_id: booking.madeBy,
      address: null,
      booking_id: booking.id,
      due_at: now,
      stale_at: after(booking.end > now ? booking.end : now, 12 * 60 * minute),
      data,
    },
  ]
}
