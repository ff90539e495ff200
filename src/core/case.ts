import { lookAround, windowAround } from "./alternatives.js"
import { inBallot } from "./ballot-rows.js"
import { type BookingRecord, findBooking } from "./booking-record.js"
import { tooLate } from "./cancel-rule.js"
import { type Centre, planOf, roomOf } from "./centre.js"
import type { AppliedCentre } from "./centre-store.js"
import { nextFor } from "./courses.js"
import { type Cost, type Facts, floorId, hoursIn, planHours } from "./facts.js"
import { holdId } from "./holds.js"
import { castOf, countNames } from "./host.js"
import { after, hour, minute } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import {
  type ActingFor,
  type Ask,
  type Booking,
  type GearWish,
  gone,
  type HostWish,
  type Phases,
  type Refusal,
  type Refused,
  type RoomWish,
  refused,
  type Show,
  type Wish,
} from "./outcome.js"
import { lacking } from "./qualification.js"
import { type Case, costOf, onFloor } from "./rules.js"
import type { Freed, World } from "./world.js"
import type { Write } from "./write.js"

/** What booking commands share: loading what a decision rests on, and putting what it means into rows. */

/** What may change about a booking; what is absent stays. */
export type Change = {
  start?: Date
  end?: Date
  room?: RoomWish
  hosts?: number
  gear?: readonly GearWish[]
  named?: readonly HostWish[]
  phases?: Phases
  show?: Show
}

type Found = { is: "found"; record: BookingRecord } | Refused

/** A booking this person may change now. Another's is "not found", in the same words as one that never was. */
export async function changeable(world: World, ask: Ask, bookingId: string, running = false): Promise<Found> {
  const { actor, now } = ask
  if (!actor.member && !actor.person.staff) return refused({ why: "not_member" })
  const record = await findBooking(world, bookingId)
  const theirs = record && (actor.person.staff || record.booking.member.id === actor.member?.id)
  if (!record || !theirs) return refused({ why: "not_found" })
  const over = gone(record.booking)
  if (over) return refused(over)
  if ((running ? record.booking.end : record.booking.start) <= now) return refused({ why: "too_late" })
  return { is: "found", record }
}

/** The room that a booking was promised, or the class of it. */
const promised = ({ room, roomClass }: Booking): RoomWish => (roomClass === null ? { room } : { class: roomClass })

export const wishOf = (booking: Booking): Wish => ({
  room: promised(booking),
  start: booking.start,
  end: booking.end,
  hosts: booking.hosts,
  gear: booking.gear,
  named: booking.named.map(({ id, name }) => ({ name, is: id })),
  phases: { setup: booking.setup, teardown: booking.teardown },
  show: booking.show,
})

/** There are at least as many hosts as are named. */
export const counted = (wish: Wish): Wish => ({ ...wish, hosts: Math.max(wish.hosts, countNames(wish.named ?? [])) })

/** The wish that a change amounts to. A new start alone keeps the length. */
function changed(booking: Booking, change: Change): Wish {
  const start = change.start ?? booking.start
  const length = booking.end.getTime() - booking.start.getTime()
  const { named = [], phases } = wishOf(booking)
  return counted({
    room: change.room ?? promised(booking),
    start,
    end: change.end ?? (change.start ? after(start, length) : booking.end),
    hosts: change.hosts ?? booking.hosts,
    gear: change.gear ?? booking.gear,
    named: change.named ?? named,
    ...(phases ? { phases: change.phases ?? phases } : {}),
    show: change.show ?? booking.show,
  })
}

/** Does a member already have exactly this? For a room of a class: one of that class. */
export function isSame(centre: Centre, own: Facts["own"][number], { room, start, end, hosts }: Wish): boolean {
  const at = own.start.getTime() === start.getTime() && own.end.getTime() === end.getTime() && own.hosts === hosts
  if (!at || room === "any") return false
  return "room" in room ? own.room === room.room : roomOf(centre, own.room)?.class === room.class
}

type MoveScope = {
  centre: AppliedCentre
  ask: Ask
  record: BookingRecord
  change: Change
  offered?: string | undefined
}

export async function moveCase(world: World, { centre, ask, record, change, offered }: MoveScope): Promise<Case> {
  const { booking, member } = record
  const wish = changed(booking, change)
  const [facts, late] = await Promise.all([
    factsFor(world, { centre, member, wish, ask, offered }, booking),
    tooLate(world, ask, { centre, booking }),
  ])
  return {
    centre,
    now: ask.now,
    member,
    wish,
    facts,
    was: booking,
    ...(late ? { late: booking } : {}),
    staff: ask.actor.person.staff,
    ballot: inBallot(centre, ask, { wish, was: booking }),
  }
}

type FactScope = {
  centre: Centre
  member: ActingFor
  wish: Wish
  ask: Ask
  offered?: string | undefined
  /** Somebody is probably in the way: what the alternatives rest on is loaded along. */
  around?: boolean
}

/** Whose claims are in nobody's way here: what is kept for the person who asks, the booking that is changed, the offer that is taken. */
export const ownersFor = ({ actor }: Ask, bookingId?: string, offered?: string): string[] => [
  holdId(actor.person.id),
  ...(bookingId ? [bookingId] : []),
  ...(offered ? [offered] : []),
]

export async function factsFor(
  world: World,
  { centre, member, wish, ask, offered, around = false }: FactScope,
  was?: Booking,
): Promise<Facts> {
  // Backwards wishes are refused by the rules; the window only has to be one that the database takes.
  const end = wish.end > wish.start ? wish.end : after(wish.start, hour)
  const window = around
    ? windowAround(centre, { start: wish.start, end }, ask.now)
    : { start: wish.start, end: after(end, centre.sessions.turnover * minute) }
  const months = [costOf(centre, { start: wish.start, end }).month, ...(was ? [was.month] : [])]
  const except = ownersFor(ask, was?.id, offered)
  const facts = await loadFacts(world, { window, now: ask.now, memberId: member.id, months, except })
  const { named: wishes = [] } = wish
  if (wishes.length === 0) return facts
  return { ...facts, cast: await castOf(world, { memberId: member.id, wishes, window, except }) }
}

type Place = Pick<Booking, "id" | "room" | "start" | "end" | "hosts" | "gear"> & Partial<Phases>

/** The claims and usage that a booking takes: its room until the turnover is done, gear from set-up to tear-down, the floor while it is on air. */
export function takes(centre: Centre, booking: Place): Required<Pick<Write, "claims" | "usage">> {
  const { id: owner_id, start: starts_at, end: ends_at, setup = 0, teardown = 0 } = booking
  const use = (resource_id: string, amount: number) => ({ owner_id, resource_id, starts_at, ends_at, amount })
  const air = onFloor({ ...booking, setup, teardown })
  return {
    claims: [
      { owner_id, room_id: booking.room, starts_at, ends_at: after(ends_at, centre.sessions.turnover * minute) },
    ],
    usage: [
      { ...use(floorId, booking.hosts), starts_at: air.start, ends_at: air.end },
      ...booking.gear.map(({ id, quantity }) => use(id, quantity)),
    ],
  }
}

export const noCost = (month: string): Cost => ({ month, minutes: 0, peakMinutes: 0 })

type QuotaRow = NonNullable<Write["quota"]>[number]

type Charge = { booking: string; cost: Cost }

/** Whose hours, by which plan. */
type Payer = Pick<Case, "centre" | "member">

/** Hours spent on a booking. */
export function charge({ centre, member }: Payer, { booking, cost }: Charge): QuotaRow {
  const plan = planOf(centre, member.planId)
  const hours = plan ? planHours(plan) : { granted: 0, peakGranted: 0 }
  return {
    member_id: member.id,
    month: cost.month,
    granted: hours.granted,
    used: cost.minutes,
    peak_granted: hours.peakGranted,
    peak_used: cost.peakMinutes,
    entity: `booking:${booking}`,
  }
}

export const negative = ({ month, minutes, peakMinutes }: Cost): Cost => ({
  month,
  minutes: -minutes,
  peakMinutes: -peakMinutes,
})

/** Hours that come back from a booking. */
export const giveBack = (about: Payer, { booking, cost }: Charge): QuotaRow =>
  charge(about, { booking, cost: negative(cost) })

/** The hours of a booking that is given up too late. */
export const forfeit = ({ id, member, month, minutes, peakMinutes }: Booking) => ({
  member_id: member.id,
  month,
  minutes,
  peak_minutes: peakMinutes,
  entity: `booking:${id}`,
})

/** They were not given up after all. */
export const unforfeit = (booking: Booking): ReturnType<typeof forfeit> => {
  const entry = forfeit(booking)
  return { ...entry, minutes: -entry.minutes, peak_minutes: -entry.peak_minutes }
}

/** A change within one month is one step of its hours, so that the last hour can be moved; over two months it is two. */
export function recharge(about: Payer, was: Booking, cost: Cost): QuotaRow[] {
  const { id: booking } = was
  if (was.month !== cost.month) return [giveBack(about, { booking, cost: was }), charge(about, { booking, cost })]
  const minutes = cost.minutes - was.minutes
  const peakMinutes = cost.peakMinutes - was.peakMinutes
  return [charge(about, { booking, cost: { month: cost.month, minutes, peakMinutes } })]
}

/** Minutes left in the month once `cost` is spent and what a changed booking had is back. */
export function leftAfter({ centre, member, facts, was }: Case, cost: Cost): number {
  const hours = hoursIn(facts, centre, member, cost.month)
  const back = was?.month === cost.month ? was.minutes : 0
  return hours.granted - hours.used + back - cost.minutes
}

/** For the audit: what nobody of theirs has learnt, where staff went on all the same. */
export function overridden({ centre, facts, wish }: Case, room: string): { unqualified?: string[] } {
  const unqualified = lacking(centre, facts.qualified, { room, start: wish.start, gear: wish.gear })
  return unqualified.length > 0 ? { unqualified } : {}
}

/** What a booking leaves free when it is given up or changed. */
export const freed = ({ start, end, member }: Booking): Freed => ({ start, end, member: member.id })

export const audited = (ask: Ask, booking: Booking, action: string, data: unknown) => ({
  person_id: ask.actor.person.id,
  member_id: booking.member.id,
  via: ask.actor.via,
  action,
  entity: `booking:${booking.id}`,
  data,
})

export async function withAlternatives(
  world: World,
  about: Case,
  refusal: Refusal,
  except: readonly string[],
): Promise<Refusal> {
  const { member, wish, now, centre } = about
  if (refusal.why === "not_qualified")
    return { ...refusal, courses: await nextFor(world, centre, { kind: refusal.qualification, now }) }
  if (!("alternatives" in refusal)) return refusal
  const { facts } = about
  const { cast } = facts
  const from = { member, wish, now, except, facts, ...(cast ? { cast } : {}) }
  return { ...refusal, alternatives: await lookAround(world, from) }
}
