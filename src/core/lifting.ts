import { type BookingRecord, findBooking, gearRows, rowOf } from "./booking-record.js"
import { audited, charge, takes } from "./case.js"
import { planOf, roomOf } from "./centre.js"
import { type AppliedCentre, currentCentre } from "./centre-store.js"
import { asPromised, closureAudit } from "./closing.js"
import { toStaff } from "./closure-report.js"
import {
  type Closure,
  closesRoom,
  closureOwner,
  closureRow,
  closuresBetween,
  type Effect,
  findClosure,
  standsSince,
} from "./closures.js"
import { type Decided, perform } from "./command.js"
import { type Facts, floorId, freeOf, planHours } from "./facts.js"
import { clash, hostTime, type OnAir, onAir, takenBy } from "./host.js"
import { type Interval, overlaps } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import { type Ask, type Booking, liveStatuses, type Refused, refused } from "./outcome.js"
import { copied, reach, roomIsFree, take } from "./reaccommodate.js"
import { closedNotice, reminders } from "./reminders.js"
import type { World } from "./world.js"

/**
 * Lifting a closure: what it took is free, and bookings go back to what they were, those whose people have not answered and whose
 * place is still there; the others stay as they are, and staff are told which.
 */

export type Lifted = { is: "lifted"; closure: Closure; back: readonly Booking[]; stays: readonly Booking[] } | Refused

const patience = 40

export async function lift(world: World, ask: Ask, id: string): Promise<Lifted> {
  const outcome = await perform<Lifted>(world, ask, {
    what: { do: "lift", id },
    attempts: patience,
    attempt: () => decideLifting(world, ask, id),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Who would go back. Nothing is written. */
export const previewLifting = async (world: World, ask: Ask, id: string): Promise<Lifted> =>
  (await decideLifting(world, ask, id)).outcome

const no = (why: Refused["refusal"]): Decided<Lifted> => ({ outcome: refused(why), write: {} })

export async function decideLifting(world: World, ask: Ask, id: string): Promise<Decided<Lifted>> {
  if (!ask.actor.person.staff) return no({ why: "not_staff" })
  const found = await findClosure(world, id)
  if (!found) return no({ why: "not_found" })
  const { closure } = found
  if (found.lifted || closure.end <= ask.now) return no({ why: "lifted" })
  const centre = await currentCentre(world)
  const { back, stays } = await goingBack(world, { ask, centre, closure })
  const bookings = back.map(({ booking }) => booking)
  const lifted = { ...closure, version: closure.version + 1 }
  return {
    outcome: { is: "lifted", closure, back: bookings, stays },
    write: {
      centre: centre.version,
      release: [closureOwner(id), ...bookings.map((booking) => booking.id)],
      claims: bookings.flatMap((booking) => takes(centre, booking).claims),
      usage: bookings.flatMap((booking) => takes(centre, booking).usage),
      quota: back.flatMap(({ booking, record }) =>
        record.booking.status === "cancelled"
          ? [charge({ centre, member: record.member }, { booking: booking.id, cost: booking })]
          : [],
      ),
      bookings: back.map(({ booking, record }) => rowOf(booking, { createdAt: record.createdAt, now: ask.now })),
      gear: bookings.flatMap(gearRows),
      closures: [closureRow(lifted, ask.now)],
      hush: bookings.map((booking) => booking.id),
      notices: [
        ...back.flatMap(({ booking, record }) => [
          ...reminders(centre, booking, { now: ask.now, reminding: record.reminding }),
          ...(asPromised(record.booking, booking)
            ? []
            : closedNotice(booking, { now: ask.now, how: "back", was: record.booking, reason: null })),
        ]),
        ...(await toStaff(world, ask, { closure: lifted, lifted: true })),
      ],
      audit: [
        ...back.map(({ booking, record }) =>
          audited(ask, booking, asPromised(record.booking, booking) ? "reassign" : "lift", { closure: id }),
        ),
        closureAudit(ask, closure, "lift"),
      ],
    },
  }
}

type Lifting = { ask: Ask; centre: AppliedCentre; closure: Closure }
type Back = { booking: Booking; record: BookingRecord }

async function goingBack(world: World, { ask, centre, closure }: Lifting) {
  const { now } = ask
  const window = {
    start: new Date(closure.start.getTime() - 2 * reach),
    end: new Date(closure.end.getTime() + 2 * reach),
  }
  const found = await Promise.all(
    closure.effects.map(async (effect) => {
      const record = await findBooking(world, effect.booking)
      return { effect, record, stands: record && (await standsSince(world, record.booking, effect.version)) }
    }),
  )
  const others = (await closuresBetween(world, { from: closure.start, to: closure.end })).filter(
    ({ id }) => id !== closure.id,
  )
  const rebooked = await booksSince(world, closure)
  const open = found.flatMap(({ effect, record, stands }) =>
    record && stands && mayGoBack(effect, record, { centre, now, rebooked }) ? [{ effect, record }] : [],
  )
  const facts = await loadFacts(world, {
    window,
    now,
    memberId: null,
    months: [],
    except: [closureOwner(closure.id), ...open.map(({ record }) => record.booking.id)],
  })
  const tried = copied(facts)
  const taken = await takenElsewhere(
    world,
    open.map(({ record }) => record.booking),
    window,
  )
  const { hostRest } = centre.sessions
  const hours = await hoursLeft(world, centre, open)
  const back: Back[] = []
  for (const { effect, record } of open) {
    const booking = asItWas(effect, record)
    const cancelled = record.booking.status === "cancelled"
    const hosted = clash(booking.named, taken, hostTime(booking, hostRest)) === null
    const fits = hosted && isFree({ centre, facts: tried, others }, booking) && (!cancelled || hours.spend(booking))
    // Whoever cannot go back keeps what they have: nobody else may be put there.
    const kept = fits ? booking : cancelled ? null : record.booking
    if (kept) {
      take(tried, kept, centre.sessions.turnover)
      taken.push(...takenBy(kept, hostRest))
    }
    if (fits) back.push({ booking, record })
  }
  const returned = new Set(back.map(({ booking }) => booking.id))
  const stays = found.flatMap(({ record }) => (record && !returned.has(record.booking.id) ? [record.booking] : []))
  return { back, stays }
}

/** When their hosts are taken by others. */
const takenElsewhere = (world: World, bookings: readonly Booking[], window: Interval): Promise<OnAir[]> =>
  onAir(world, {
    hosts: bookings.flatMap(({ named }) => named.map(({ id }) => id)),
    window,
    except: bookings.map(({ id }) => id),
  })

/** It has not begun, was not replaced, and is not in a room of its class whose number they have been told since, and nothing else. */
function mayGoBack(
  effect: Effect,
  record: BookingRecord,
  { centre, now, rebooked }: { centre: AppliedCentre; now: Date; rebooked: ReadonlySet<string> },
): boolean {
  const { booking } = record
  if (new Date(effect.was.start) <= now) return false
  if (booking.status === "cancelled") return !rebooked.has(booking.member.id)
  const { roomClass } = effect.was
  const numbered = booking.roomClass === null && roomOf(centre, booking.room)?.class === roomClass
  return booking.start > now && !(numbered && asPromised(asItWas(effect, record), { ...booking, roomClass }))
}

/** Members who have booked something since: in the place of what was cancelled, for all we know. */
async function booksSince(world: World, { createdAt }: Closure): Promise<Set<string>> {
  const rows = await world.store.prisma.booking.findMany({
    where: { createdAt: { gt: createdAt }, status: { in: liveStatuses } },
    select: { memberId: true },
    distinct: ["memberId"],
  })
  return new Set(rows.map(({ memberId }) => memberId))
}

const asItWas = ({ was }: Effect, { booking }: BookingRecord): Booking => ({
  ...booking,
  room: was.room,
  roomClass: was.roomClass,
  start: new Date(was.start),
  end: new Date(was.end),
  // How late they said they would be was of that time.
  heldUntil: booking.start.getTime() === Date.parse(was.start) ? booking.heldUntil : null,
  gear: was.gear,
  status: was.asked ? "requested" : "confirmed",
  version: booking.version + 1,
})

type Place = { centre: AppliedCentre; facts: Facts; others: readonly Closure[] }

const isFree = ({ centre, facts, others }: Place, booking: Booking): boolean =>
  centre.rooms.some(({ id }) => id === booking.room) &&
  roomIsFree(facts, booking.room, booking, centre.sessions.turnover) &&
  !others.some((other) => closesRoom(other, booking.room) && overlaps(other, booking)) &&
  [{ id: floorId, quantity: booking.hosts }, ...booking.gear].every(
    ({ id, quantity }) => freeOf(facts, id, booking) >= quantity,
  )

/** Whether the hours that came back are still there to be spent again. */
async function hoursLeft(world: World, centre: AppliedCentre, open: readonly { record: BookingRecord }[]) {
  const members = open.map(({ record }) => record.member)
  const rows = await world.store.prisma.quota.findMany({ where: { memberId: { in: members.map(({ id }) => id) } } })
  const left = new Map(
    rows.map((row) => [
      `${row.memberId} ${row.month}`,
      { minutes: row.granted - row.used, peak: row.peakGranted - row.peakUsed },
    ]),
  )
  return {
    spend({ member, month, minutes, peakMinutes }: Booking): boolean {
      const plan = planOf(centre, members.find(({ id }) => id === member.id)?.planId ?? "")
      const whole = plan ? planHours(plan) : { granted: 0, peakGranted: 0 }
      const now = left.get(`${member.id} ${month}`) ?? { minutes: whole.granted, peak: whole.peakGranted }
      if (now.minutes < minutes || now.peak < peakMinutes) return false
      left.set(`${member.id} ${month}`, { minutes: now.minutes - minutes, peak: now.peak - peakMinutes })
      return true
    },
  }
}
