import { type BookingRecord, findBooking, rowOf } from "./booking-record.js"
import { tooLate } from "./cancel-rule.js"
import {
  audited,
  changeable,
  charge,
  factsFor,
  giveBack,
  leftAfter,
  overridden,
  wishOf,
  withAlternatives,
} from "./case.js"
import { planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { hostRows } from "./host.js"
import { type Ask, type Booking, type Refused, refused } from "./outcome.js"
import { actingFor } from "./people.js"
import { reminders, told } from "./reminders.js"
import { type Case, decide } from "./rules.js"
import type { World } from "./world.js"

export type Handed = { is: "handed"; booking: Booking; leftAfter: number } | Refused

/**
 * Hands a booking to another member. The place is kept throughout; every rule is asked anew for the new member, whose hours it then
 * costs, and the old one's come back. By staff, or by an owner of the one who acts for the other too.
 */
export async function hand(world: World, ask: Ask, about: { bookingId: string; to: string }): Promise<Handed> {
  const outcome = await perform<Handed>(world, ask, {
    what: { do: "hand", ...about },
    attempt: () => decideHand(world, ask, about),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

async function decideHand(
  world: World,
  ask: Ask,
  { bookingId, to }: { bookingId: string; to: string },
): Promise<Decided<Handed>> {
  const no = (refusal: Refused["refusal"]): Decided<Handed> => ({ outcome: refused(refusal), write: {} })
  const { person, members } = ask.actor
  const record = await findBooking(world, bookingId)
  const acts = (id: string): boolean => person.staff || members.some((member) => member.id === id)
  const member = acts(to) ? await actingFor(world, to) : null
  if (!record || !member || !acts(record.booking.member.id)) return no({ why: "not_found" })
  const was = record.booking
  const own = members.find(({ id }) => id === was.member.id)
  if (!person.staff && own?.role !== "owner") return no({ why: "not_owner" })
  // Given over already: the same tap again.
  if (was.member.id === to) return { outcome: { is: "handed", booking: was, leftAfter: 0 }, write: {} }
  const found = await changeable(world, { ...ask, actor: { ...ask.actor, member: record.member } }, bookingId)
  if (found.is === "refused") return no(found.refusal)
  const centre = await currentCentre(world)
  // The room they get is the one that it has, of whichever class. Whom one merchant names, and where it sells, is nothing to another.
  const wish = { ...wishOf(was), room: { room: was.room }, named: [] }
  const about: Case = {
    centre,
    now: ask.now,
    member,
    wish,
    staff: person.staff,
    facts: await factsFor(world, { centre, member, wish, ask }, was),
    ...((await tooLate(world, ask, { centre, booking: was })) ? { late: was } : {}),
  }
  const decision = decide(about)
  if (decision.is === "no") return no(await withAlternatives(world, about, decision.refusal, [was.id]))
  const theirs = { named: [], show: {} }
  const outcome = { ...was, ...decision.cost, ...theirs, member: { id: member.id, name: member.name } }
  const booking: Booking = { ...outcome, madeBy: member.contact?.id ?? null, seriesId: null, version: was.version + 1 }
  return {
    outcome: { is: "handed", booking, leftAfter: leftAfter(about, decision.cost) },
    write: written(ask, about, { record, booking, version: centre.version }),
  }
}

function written(
  ask: Ask,
  about: Case,
  { record, booking, version }: { record: BookingRecord; booking: Booking; version: number },
): Decided<Handed>["write"] {
  const { centre, member } = about
  const was = record.booking
  const slot = { room: was.room, start: was.start, end: was.end, roomClass: was.roomClass }
  const { contact } = member
  return {
    centre: version,
    members: [
      { id: record.member.id, version: record.member.version, open_max: null },
      { id: member.id, version: member.version, open_max: planOf(centre, member.planId)?.openBookings ?? 0 },
    ],
    quota: [
      giveBack({ centre, member: record.member }, { booking: was.id, cost: was }),
      charge(about, { booking: was.id, cost: booking }),
    ],
    bookings: [rowOf(booking, { createdAt: record.createdAt, now: ask.now })],
    ...hostRows(booking, { had: was.named.length > 0 }),
    hush: [was.id],
    notices: [
      ...(contact ? reminders(centre, booking, { now: ask.now, reminding: contact.reminding }) : []),
      ...told(ask, booking, { kind: "booked", was: slot }),
      ...told(ask, was, { kind: "handed", was: slot }),
    ],
    audit: [audited(ask, booking, "hand", { from: was.member.id, to: member.id, ...overridden(about, booking.room) })],
  }
}
