import { statusBy, yesNeeded } from "./approvals.js"
import { inBallot } from "./ballot-rows.js"
import { type BookingRecord, findBooking, gearRows, memberAsItStands, rowOf } from "./booking-record.js"
import { tooLate } from "./cancel-rule.js"
import {
  audited,
  type Change,
  changeable,
  charge,
  counted,
  factsFor,
  forfeit,
  freed,
  giveBack,
  isSame,
  leftAfter,
  moveCase,
  noCost,
  overridden,
  ownersFor,
  recharge,
  takes,
  wishOf,
  withAlternatives,
} from "./case.js"
import { planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { isContested, noteContest } from "./contested.js"
import { type Along, alone, type Facts, presumedFree, withSpent } from "./facts.js"
import { hostRows } from "./host.js"
import { after, minute } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import {
  type ActingFor,
  type Ask,
  type Booking,
  isLive,
  type Outcome,
  refused,
  type Slot,
  type Wish,
} from "./outcome.js"
import { makingWay } from "./placing.js"
import { requiredFor } from "./qualification.js"
import { reminders, told } from "./reminders.js"
import { requestCards } from "./request-cards.js"
import { broughtBy, newBooking, rewritten } from "./rewriting.js"
import { type Case, decide, limitedByMissing } from "./rules.js"
import type { World } from "./world.js"

/** Booking, moving, extending, cancelling: what takes a room, the floor and gear, and what gives them back. */

/** Books, or says why not with what is free instead. One round trip when a certain room is wished for and nobody is in the way. */
export async function book(world: World, ask: Ask, wish: Wish): Promise<Outcome> {
  const id = world.newId()
  let { member } = ask.actor
  const outcome = await perform<Outcome>(world, ask, {
    what: { do: "book", wish },
    attempt: async (conflict) => {
      if (member && conflict === "stale") member = await memberAsItStands(world, ask.actor, member)
      if (!member) return { outcome: refused({ why: "not_member" }), write: {} }
      if (conflict === "room" || conflict === "capacity") noteContest(world, wish, ask.now)
      const around = conflict !== null || isContested(world, wish, ask.now)
      const presume = !around && !wish.named?.length && (await isUnlimited(world, ask, { wish, member }))
      return decideBook(world, ask, { wish, id, member, presume, around })
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Of a certain room nothing need be known; but of some, and of gear, what they have learnt, and so far ahead how many sessions they missed. */
async function isUnlimited(world: World, { now }: Ask, about: { wish: Wish; member: ActingFor }): Promise<boolean> {
  const centre = await currentCentre(world)
  const { room, gear, start } = about.wish
  if (room === "any" || !("room" in room) || requiredFor(centre, { room: room.room, gear }).length > 0) return false
  const plan = planOf(centre, about.member.planId)
  return plan === undefined || !limitedByMissing(centre, { plan, start, now })
}

export type Deciding = {
  wish: Wish
  id: string
  member: ActingFor
  presume: boolean
  /** As in {@link factsFor}. */
  around?: boolean
  /** What others that were decided just before, and are written together with this one, cost. */
  along?: Along
  /** The owner of what is kept for them by an offer that they take. */
  offered?: string
  /** A draw of lots decides, on what it knows will be there by then. It needs no yes: the staff opened the ballot. */
  byLot?: Facts
}

export async function decideBook(world: World, ask: Ask, deciding: Deciding): Promise<Decided<Outcome>> {
  const { id, member, presume, around = false, along = alone, offered, byLot } = deciding
  const wish = counted(deciding.wish)
  const centre = await currentCentre(world)
  const ballot = offered || byLot ? null : inBallot(centre, ask, { wish })
  const by = { staff: ask.actor.person.staff, ballot, ...(byLot ? { byLot: true as const } : {}) }
  const facts =
    byLot ?? (presume ? presumedFree(centre) : await factsFor(world, { centre, member, wish, ask, offered, around }))
  const about: Case = { centre, member, wish, now: ask.now, ...by, facts: withSpent(facts, { centre, member, along }) }
  const had = await alreadyHad(world, about)
  if (had === "changed") return decideBook(world, ask, deciding)
  if (had)
    return {
      outcome: { is: "booked", booking: had, leftAfter: leftAfter(about, noCost(had.month)) },
      write: {},
    }
  const decision = decide(about)
  if (decision.is === "no") {
    // What is only presumed refuses nobody: they may have more hours than their plan gives.
    if (presume) return decideBook(world, ask, { ...deciding, presume: false })
    return { outcome: refused(await withAlternatives(world, about, decision.refusal, ownersFor(ask))), write: {} }
  }
  const made = newBooking(ask, about, { id, ...decision })
  const yes = yesNeeded(centre, { session: made, staff: by.staff || by.byLot === true, now: ask.now })
  if (yes.is === "no") return { outcome: refused(yes.refusal), write: {} }
  const booking: Booking = yes.is === "ask" ? { ...made, status: "requested" } : made
  const max = planOf(centre, member.planId)?.openBookings ?? 0
  const { moves, audit } = makingWay(decision.moves)
  return {
    outcome: { is: "booked", booking, leftAfter: leftAfter(about, decision.cost) },
    write: {
      centre: centre.version,
      ...(presume ? { left: { member_id: member.id, month: booking.month } } : {}),
      members: [{ id: member.id, version: member.version, open_max: max }],
      release: [...ownersFor(ask), ...(offered ? [offered] : [])],
      moves,
      ...takes(centre, booking),
      quota: [charge(about, { booking: id, cost: decision.cost })],
      bookings: [rowOf(booking, { createdAt: ask.now, now: ask.now })],
      gear: gearRows(booking),
      ...hostRows(booking, { cast: facts.cast, had: false }),
      notices: [
        ...reminders(centre, booking, { now: ask.now, reminding: (member.contact ?? ask.actor.person).reminding }),
        ...told(ask, booking, { kind: "booked", was: slotOf(booking) }),
        ...(yes.is === "ask" ? await requestCards(world, booking, ask.now) : []),
      ],
      audit: [audited(ask, booking, "book", { ...slotOf(booking), ...overridden(about, booking.room) }), ...audit],
    },
  }
}

/** Wishing it again is a second tap, not a second booking; "changed": what was wished for was moved or cancelled since the facts were loaded. */
async function alreadyHad(world: World, { centre, facts, wish }: Case): Promise<Booking | "changed" | null> {
  const again = facts.own.filter((own) => isSame(centre, own, wish))[(wish.nth ?? 1) - 1]
  if (!again) return null
  const booking = (await findBooking(world, again.id))?.booking
  return booking && isLive(booking) && isSame(centre, booking, wish) ? booking : "changed"
}

/** Moves to another time or room, or changes hosts and gear: what it had is given back and the new taken in one step. */
export const move = (world: World, ask: Ask, bookingId: string, change: Change): Promise<Outcome> =>
  rewrite(world, ask, { bookingId, change, as: "moved" })

/** Lengthens at the end, also while it runs: by so many minutes, or until an instant, which a second tap does not move further. */
export async function extend(
  world: World,
  ask: Ask,
  bookingId: string,
  more: number | { until: Date },
): Promise<Outcome> {
  const change = typeof more === "number" ? { minutesMore: more } : more
  return rewrite(world, ask, { bookingId, change, as: "extended" })
}

type Longer = { minutesMore?: number; until?: Date }
type Rewrite = { bookingId: string; change: Change & Longer; as: "moved" | "extended" }

async function rewrite(world: World, ask: Ask, { bookingId, change, as }: Rewrite): Promise<Outcome> {
  const outcome = await perform<Outcome>(world, ask, {
    what: { do: as, bookingId, change },
    attempt: async () => {
      const found = await changeable(world, ask, bookingId, as === "extended")
      if (found.is === "refused") return { outcome: found, write: {} }
      const { booking } = found.record
      const later = as === "moved" ? change : { end: longer(booking, change) }
      return decideMove(world, ask, { record: found.record, change: later, as })
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

const slotOf = ({ room, start, end, roomClass }: Booking): Slot => ({ room, start, end, roomClass })

/** The end of a lengthened booking: never before the end it has. */
const longer = ({ end }: Booking, { minutesMore = 0, until }: Longer): Date =>
  until ? new Date(Math.max(end.getTime(), until.getTime())) : after(end, minutesMore * minute)

type Moved = Pick<Deciding, "along" | "offered"> & { record: BookingRecord; change: Change; as: "moved" | "extended" }

export async function decideMove(
  world: World,
  ask: Ask,
  { record, change, as, along = alone, offered }: Moved,
): Promise<Decided<Outcome>> {
  const centre = await currentCentre(world)
  const was = record.booking
  const itself = await moveCase(world, { centre, ask, record, change, offered })
  const about = { ...itself, facts: withSpent(itself.facts, { centre, member: record.member, along }) }
  const decision = decide(about)
  if (decision.is === "no") {
    const why = await withAlternatives(world, about, decision.refusal, ownersFor(ask, was.id))
    return { outcome: refused(why), write: {} }
  }
  const changed = rewritten(was, { wish: about.wish, as, named: about.facts.cast?.named ?? [], ...decision })
  const yes = yesNeeded(centre, { session: changed, was, staff: ask.actor.person.staff, now: ask.now })
  if (yes.is === "no") return { outcome: refused(yes.refusal), write: {} }
  const booking: Booking = was.status === "requested" ? { ...changed, status: statusBy(yes) } : changed
  const before = slotOf(was)
  const { moves, audit } = makingWay(decision.moves)
  return {
    outcome: { is: as, booking, was: before, leftAfter: leftAfter(about, decision.cost) },
    write: {
      centre: centre.version,
      members: [{ id: record.member.id, version: record.member.version, open_max: null }],
      release: ownersFor(ask, was.id, offered),
      frees: [freed(was)],
      moves,
      ...takes(centre, booking),
      quota: recharge(about, was, decision.cost),
      bookings: [rowOf(booking, { createdAt: record.createdAt, now: ask.now })],
      gear: gearRows(booking),
      ...hostRows(booking, { cast: about.facts.cast, had: was.named.length > 0 }),
      hush: [was.id],
      notices: [
        ...reminders(centre, booking, { now: ask.now, reminding: record.reminding }),
        ...told(ask, booking, { kind: as, was: before }),
      ],
      audit: [
        audited(ask, booking, as === "moved" ? "move" : "extend", {
          was: { ...before, ...broughtBy(was) },
          ...slotOf(booking),
          ...overridden(about, booking.room),
          ...(as === "moved" && itself.late ? { late: true } : {}),
        }),
        ...audit,
      ],
    },
  }
}

/** Cancels. The hours come back when it is early enough, or when staff cancel; then and later the room is free at once. */
export async function cancel(world: World, ask: Ask, bookingId: string): Promise<Outcome> {
  const outcome = await perform<Outcome>(world, ask, {
    what: { do: "cancel", bookingId },
    attempt: async () => {
      const found = await changeable(world, ask, bookingId)
      return found.is === "refused" ? { outcome: found, write: {} } : decideCancel(world, ask, found.record)
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** `free`: whatever the rule about cancelling says. A request costs nothing: nothing was promised. */
export async function decideCancel(
  world: World,
  ask: Ask,
  record: BookingRecord,
  { free = false, along = alone }: { free?: boolean; along?: Along } = {},
): Promise<Decided<Outcome>> {
  const centre = await currentCentre(world)
  const was = record.booking
  const back = free || !(await tooLate(world, ask, { centre, booking: was })) ? was : noCost(was.month)
  const facts = await loadFacts(world, {
    window: was,
    now: ask.now,
    memberId: was.member.id,
    months: [was.month],
    except: [was.id],
  })
  const payer = { centre, member: record.member }
  const about: Case = { ...payer, now: ask.now, wish: wishOf(was), facts: withSpent(facts, { ...payer, along }) }
  const booking: Booking = { ...was, status: "cancelled", version: was.version + 1 }
  return {
    outcome: {
      is: "cancelled",
      booking,
      minutesBack: back.minutes,
      leftAfter: leftAfter(about, { ...noCost(was.month), minutes: -back.minutes }),
    },
    write: {
      release: [was.id],
      frees: [freed(was)],
      ...(back === was ? { quota: [giveBack(about, { booking: was.id, cost: was })] } : { forfeited: [forfeit(was)] }),
      bookings: [rowOf(booking, { createdAt: record.createdAt, now: ask.now })],
      hush: [was.id],
      notices: told(ask, booking, { kind: "cancelled", was: slotOf(was) }),
      audit: [audited(ask, booking, "cancel", { minutesBack: back.minutes, was: was.status })],
    },
  }
}
