import { inBallot } from "./ballot-rows.js"
import { decideBook, decideCancel, decideMove } from "./booking.js"
import { type BookingRecord, findBooking, memberAsItStands } from "./booking-record.js"
import { type Change, changeable, factsFor, negative, ownersFor } from "./case.js"
import type { Centre } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { type Along, type Cost, withSpent } from "./facts.js"
import { after, minute } from "./interval.js"
import {
  type Ask,
  type Booking,
  type Outcome,
  type Quote,
  type Refusal,
  type Refused,
  refused,
  type Slot,
  type Wish,
} from "./outcome.js"
import { placesOf } from "./placing.js"
import { quoteOf } from "./quote.js"
import { cardKind } from "./request-cards.js"
import { addDays, instantAt, localDay, wallMinutes, weekday } from "./time.js"
import type { World } from "./world.js"
import type { Conflict, NoticeRow } from "./write.js"

/** Series: weekly bookings made together, with a `seriesId` in common. What is done to several is written in one step, or not at all. */

/** Every so many weeks, on these ISO weekdays (none: the first session's), so many sessions in all. */
export type Repeat = { every: number; weekdays?: readonly number[]; count: number }

/** The most sessions of one series. */
export const seriesMax = 26

/** When the sessions of a series begin: at the same time of the centre's clock, over its changes too. */
export function seriesStarts(centre: Centre, first: Date, { every, weekdays = [], count }: Repeat): Date[] {
  const { zone } = centre
  const day = localDay(first, zone)
  const clock = wallMinutes(first, day, zone)
  const wanted = weekdays.length > 0 ? weekdays : [weekday(day)]
  const monday = addDays(day, 1 - weekday(day))
  const most = Math.min(count, seriesMax)
  const starts: Date[] = []
  for (let week = monday; starts.length < most; week = addDays(week, 7 * every)) {
    for (const date of wanted.map((wantedDay) => addDays(week, wantedDay - 1)).sort()) {
      if (date >= day && starts.length < most) starts.push(instantAt(date, clock, zone))
    }
  }
  return starts
}

export type Session = { is: "fits"; quote: Quote } | { is: "not"; wish: Wish; refusal: Refusal }

/** For each session: the room it would get, or why it cannot be had and what is free instead. Nothing is written. */
export async function quoteSeries(world: World, ask: Ask, wishes: readonly Wish[]): Promise<Session[] | Refused> {
  const { member } = ask.actor
  if (!member) return refused({ why: "not_member" })
  const centre = await currentCentre(world)
  const facts = await Promise.all(wishes.map((wish) => factsFor(world, { centre, member, wish, ask })))
  const sessions: Session[] = []
  for (const [n, wish] of wishes.entries()) {
    const own = facts[n]
    if (!own) throw new Error("facts for every wish")
    const quotes = sessions.flatMap((session) => (session.is === "fits" ? [session.quote] : []))
    const quoted = await quoteOf(
      world,
      {
        centre,
        member,
        wish,
        now: ask.now,
        ballot: inBallot(centre, ask, { wish }),
        staff: ask.actor.person.staff,
        facts: withSpent(own, { centre, member, along: alongQuotes(centre, quotes) }),
      },
      { except: ownersFor(ask), staff: ask.actor.person.staff },
    )
    sessions.push(
      quoted.is === "quote" ? { is: "fits", quote: quoted.quote } : { is: "not", wish, refusal: quoted.refusal },
    )
  }
  return sessions
}

const alongQuotes = ({ sessions: { turnover } }: Centre, quotes: readonly Quote[]): Along => ({
  costs: quotes,
  claims: quotes.map(({ room, start, end }) => ({ room, start, end: after(end, turnover * minute) })),
  moves: quotes.flatMap(({ moves }) => moves),
  still: [],
})

/** What became of several bookings at once. */
export type SeriesOutcome =
  | { is: "done"; bookings: readonly Booking[]; minutesBack: number; leftAfter: number }
  /** Nothing was done; `at`: the session that could not be. */
  | (Refused & { at?: Slot })

/** Books all of these sessions, or none. */
export function bookSeries(world: World, ask: Ask, wishes: readonly Wish[]): Promise<SeriesOutcome> {
  const seriesId = world.newId()
  const ids = wishes.map(() => world.newId())
  let { member } = ask.actor
  return performed(world, ask, { do: "series", wishes }, async (conflict) => {
    if (member && conflict === "stale") member = await memberAsItStands(world, ask.actor, member)
    if (!member) return { outcome: refused({ why: "not_member" }), write: {} }
    const current = member
    const decided = await oneByOne(wishes, (wish, n, along) =>
      decideBook(world, ask, { wish, id: ids[n] ?? seriesId, member: current, presume: false, along }),
    )
    const { outcome, write } = decided
    if (outcome.is === "refused") return decided
    const made = (write.bookings ?? []).map((row) => ({ ...row, series_id: seriesId }))
    const isNew = new Set(made.map(({ id }) => id))
    const notices = oneCard(write.notices ?? [])
    const bookings = outcome.bookings.map((booking) => (isNew.has(booking.id) ? { ...booking, seriesId } : booking))
    return { outcome: { ...outcome, bookings }, write: { ...write, bookings: made, notices } }
  })
}

/** The staff are asked once for all of them: on the card of the first. */
function oneCard(notices: readonly NoticeRow[]): NoticeRow[] {
  const first = notices.find(({ kind }) => kind === cardKind)?.booking_id
  return notices.filter(({ kind, booking_id }) => kind !== cardKind || booking_id === first)
}

/** Which of a series are meant, seen from one of them. Those that have begun stay as they are. */
export type Scope = "following" | "all"

/** Cancels several of a series; each gives its hours back or not by its own time. */
export const cancelSeries = (
  world: World,
  ask: Ask,
  { bookingId, scope }: { bookingId: string; scope: Scope },
): Promise<SeriesOutcome> =>
  performed(world, ask, { do: "cancelSeries", bookingId, scope }, async () => {
    const found = await theirs(world, ask, { bookingId, scope })
    if ("outcome" in found) return found
    return oneByOne(found.records, (record, _, along) => decideCancel(world, ask, record, { along }))
  })

/** Cancels these, whatever they have in common: all, or none. */
export const cancelSeveral = (world: World, ask: Ask, bookingIds: readonly string[]): Promise<SeriesOutcome> =>
  performed(world, ask, { do: "cancelSeveral", bookingIds }, async () => {
    const found = await Promise.all([...new Set(bookingIds)].map((id) => changeable(world, ask, id)))
    const [no] = found.flatMap((one) => (one.is === "refused" ? [one] : []))
    if (no) return { outcome: no, write: {} }
    const records = found.flatMap((one) => (one.is === "found" ? [one.record] : []))
    const done = await oneByOne(records, (record, _, along) => decideCancel(world, ask, record, { along }))
    // Undoing takes back what was done together.
    const data = (row: { data: unknown }) => ({ ...Object(row.data), with: bookingIds[0] })
    const audit = (done.write.audit ?? []).map((row) => ({ ...row, data: data(row) }))
    return { ...done, write: { ...done.write, audit } }
  })

/**
 * Moves several of a series as one of them is moved: by as many days, to the same time of day, to the same room. All, or none; those that
 * were moved by themselves before stay where they are.
 */
export const moveSeries = (
  world: World,
  ask: Ask,
  { bookingId, scope, change }: { bookingId: string; scope: Scope; change: Change },
): Promise<SeriesOutcome> =>
  performed(world, ask, { do: "moveSeries", bookingId, scope, change }, async () => {
    const found = await theirs(world, ask, { bookingId, scope })
    if ("outcome" in found) return found
    const { zone } = await currentCentre(world)
    return oneByOne(asUsual(zone, found), (record, _, along) => {
      const moved = alike(zone, { from: found.from, to: change, booking: record.booking })
      return decideMove(world, ask, { record, change: moved, as: "moved", along })
    })
  })

/** The one that is moved, and those at the time of day, and as long, as most of the series are. */
function asUsual(zone: string, { from, records }: Found): BookingRecord[] {
  const shapeOf = ({ booking }: BookingRecord): string =>
    `${wallMinutes(booking.start, localDay(booking.start, zone), zone)} ${lengthOf(booking)}`
  const counts = new Map<string, number>()
  for (const record of records) counts.set(shapeOf(record), (counts.get(shapeOf(record)) ?? 0) + 1)
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  return records.filter((record) => record.booking.id === from.id || shapeOf(record) === usual)
}

/** What a change of one session means for another of its series. */
function alike(zone: string, { from, to, booking }: { from: Booking; to: Change; booking: Booking }): Change {
  const start = to.start ?? from.start
  const length = (to.end ?? after(start, lengthOf(from))).getTime() - start.getTime()
  const day = localDay(from.start, zone)
  const shifted = instantAt(localDay(booking.start, zone), wallMinutes(start, day, zone), zone)
  return { ...to, start: shifted, end: after(shifted, length) }
}

const lengthOf = ({ start, end }: Booking): number => end.getTime() - start.getTime()

type Found = { from: Booking; records: readonly BookingRecord[] }
type Together = Decided<SeriesOutcome>

async function theirs(
  world: World,
  ask: Ask,
  { bookingId, scope }: { bookingId: string; scope: Scope },
): Promise<Found | Together> {
  const found = await changeable(world, ask, bookingId)
  if (found.is === "refused") return { outcome: found, write: {} }
  const { booking } = found.record
  const others = await inSeries(world, booking, scope === "all" ? ask.now : booking.start)
  const records = await Promise.all(others.filter((id) => id !== bookingId).map((id) => findBooking(world, id)))
  const all = [found.record, ...records.filter((record) => record !== null)]
  all.sort((a, b) => a.booking.start.getTime() - b.booking.start.getTime())
  return { from: booking, records: all }
}

/** The ids of a booking's series that are to come from then on, soonest first; its own alone where it is of none. */
export async function inSeries(world: World, booking: Booking, from: Date): Promise<string[]> {
  if (!booking.seriesId) return [booking.id]
  const rows = await world.store.prisma.booking.findMany({
    where: { seriesId: booking.seriesId, status: { in: ["requested", "confirmed"] }, startsAt: { gte: from } },
    select: { id: true },
    orderBy: { startsAt: "asc" },
  })
  return rows.map(({ id }) => id)
}

async function performed(
  world: World,
  ask: Ask,
  what: unknown,
  attempt: (conflict: Conflict | null) => Promise<Together>,
): Promise<SeriesOutcome> {
  const outcome = await perform<SeriesOutcome>(world, ask, { what, attempt })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Decides several in turn, each knowing what those before will cost and take; the first that cannot be ends it. */
async function oneByOne<T extends Wish | BookingRecord>(
  all: readonly T[],
  decide: (one: T, n: number, along: Along) => Promise<Decided<Outcome>>,
): Promise<Together> {
  const bookings: Booking[] = []
  const writes: Rows[] = []
  const paid: Cost[] = []
  const still = all.flatMap((one) => ("booking" in one ? [one.booking.id] : []))
  let minutesBack = 0
  let leftAfter = 0
  for (const [n, one] of all.entries()) {
    const { outcome, write } = await decide(one, n, { costs: paid, ...placesOf(writes), still })
    if (outcome.is === "refused") return { outcome: { ...outcome, at: slotOf(one) }, write: {} }
    bookings.push(outcome.booking)
    writes.push(write)
    if (outcome.is === "cancelled") {
      minutesBack += outcome.minutesBack
      if (outcome.minutesBack > 0) paid.push(negative(outcome.booking))
      // One that was there already, by an earlier tap, has been paid for.
    } else if (write.bookings) paid.push(...costs(one, outcome.booking))
    leftAfter = outcome.leftAfter
  }
  return { outcome: { is: "done", bookings, minutesBack, leftAfter }, write: together(writes) }
}

/** What a booking costs beyond what it did. */
const costs = (one: Wish | BookingRecord, { month, minutes, peakMinutes }: Booking): Cost[] => {
  if (!("booking" in one)) return [{ month, minutes, peakMinutes }]
  const { booking: was } = one
  return [negative(was), { month, minutes, peakMinutes }]
}

function slotOf(one: Wish | BookingRecord): Slot {
  if ("booking" in one) return one.booking
  const { room, start, end } = one
  return { room: typeof room === "object" && "room" in room ? room.room : "", start, end }
}

type Rows = Decided<unknown>["write"]

/** Several writes as one: the database adds up what they take and give back. */
export function together(writes: readonly Rows[]): Rows {
  const centre = writes.find((write) => write.centre !== undefined)?.centre
  const members = new Map(writes.flatMap(({ members = [] }) => members).map((member) => [member.id, member]))
  const all = <R>(rows: (write: Rows) => readonly R[] | undefined): R[] => writes.flatMap((write) => rows(write) ?? [])
  return {
    ...(centre === undefined ? {} : { centre }),
    ...(members.size > 0 ? { members: [...members.values()] } : {}),
    release: all(({ release }) => release),
    moves: all(({ moves }) => moves),
    claims: all(({ claims }) => claims),
    usage: all(({ usage }) => usage),
    quota: all(({ quota }) => quota),
    forfeited: all(({ forfeited }) => forfeited),
    bookings: all(({ bookings }) => bookings),
    gear: all(({ gear }) => gear),
    hosts: all(({ hosts }) => hosts),
    host_names: all(({ host_names }) => host_names),
    booking_hosts: all(({ booking_hosts }) => booking_hosts),
    hush: all(({ hush }) => hush),
    notices: all(({ notices }) => notices),
    audit: all(({ audit }) => audit),
  }
}
