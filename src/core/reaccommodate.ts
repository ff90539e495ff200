import { type Centre, gearOf, gridMinutes, openBetween, planOf, roomOf } from "./centre.js"
import { type Closing, type Fate, isGear } from "./closures.js"
import { type Facts, floorId, freeOf } from "./facts.js"
import { clash, hostTime, type OnAir, takenBy } from "./host.js"
import { after, contains, hour, type Interval, minute, overlaps } from "./interval.js"
import type { ActingFor, Booking, GearWish } from "./outcome.js"
import { needsNoMore } from "./qualification.js"
import { fittingRooms } from "./rules.js"
import { addDays, localDay } from "./time.js"

/**
 * Where bookings go that are in the way of a closure: pure. Nobody who is not in the way is moved. Each goes to another room at the same
 * time, else to the nearest time within reach; who comes first is tried in several orders, and the one that leaves the fewest without
 * a place, and shifts the least, is taken.
 */

export type Displaced = { booking: Booking; member: ActingFor }
export type Placed = { was: Booking; now: Booking; fate: Fate }
export type Situation = {
  centre: Centre
  now: Date
  closing: Closing
  /** Without what the displaced have, and with what the closure takes of rooms. */
  facts: Facts
  /** When the hosts of the displaced are taken by anybody else. */
  taken: readonly OnAir[]
  /** Sessions of the members concerned, so that nobody is sent to two rooms at once. */
  others: readonly Booking[]
}

/** Further from its time, a session is another session. */
export const reach = 6 * hour
const step = gridMinutes * minute
/** Nearest first, later before earlier. */
const shifts = Array.from({ length: reach / step }, (_, n) => [(n + 1) * step, -(n + 1) * step]).flat()

/** Side by side from one end, where the nearest time would leave gaps that nobody fits. */
const earliest = shifts.toSorted((a, b) => a - b)
/** More than so many are not tried in every way. */
const packedMost = 60

export function reaccommodate(situation: Situation, displaced: readonly Displaced[]): Placed[] {
  const orders: ((a: Displaced, b: Displaced) => number)[] = [
    // The largest have the fewest rooms to go to.
    (a, b) => b.booking.hosts - a.booking.hosts || byStart(a, b),
    byStart,
    (a, b) => length(b.booking) - length(a.booking) || byStart(a, b),
    (a, b) => a.booking.end.getTime() - b.booking.end.getTime() || byStart(a, b),
  ]
  const ways = displaced.length > packedMost ? [shifts] : [shifts, earliest, earliest.toReversed()]
  const tries = orders.flatMap((order) => ways.map((way) => inOrder(situation, [...displaced].sort(order), way)))
  const best = tries.sort((a, b) => lost(a) - lost(b) || shifted(a) - shifted(b))[0] ?? []
  return displaced.flatMap(({ booking }) => best.filter(({ was }) => was.id === booking.id))
}

const byStart = (a: Displaced, b: Displaced): number =>
  a.booking.start.getTime() - b.booking.start.getTime() || (a.booking.id < b.booking.id ? -1 : 1)
const length = ({ start, end }: Interval): number => end.getTime() - start.getTime()
const lost = (placed: readonly Placed[]): number => placed.filter(({ fate }) => fate === "cancelled").length
const shifted = (placed: readonly Placed[]): number =>
  placed.reduce((sum, { was, now }) => sum + Math.abs(now.start.getTime() - was.start.getTime()), 0)

function inOrder(situation: Situation, displaced: readonly Displaced[], shifts: readonly number[]): Placed[] {
  const facts = copied(situation.facts)
  const { turnover } = situation.centre.sessions
  const placed: Placed[] = []
  const put = (was: Booking, now: Booking): void => {
    take(facts, now, turnover)
    placed.push({ was, now, fate: "moved" })
  }
  // Those who can stay at their time go first: a shifted one must not take their room.
  const left = displaced.filter(({ booking, member }) => {
    const room = roomFor({ ...situation, facts }, { booking, member }, booking)
    if (room) put(booking, { ...booking, room, roomClass: promise(situation.centre, booking, room) })
    return !room
  })
  for (const { booking, member } of left) {
    const standing = placed.flatMap(({ now, fate }) => (fate === "cancelled" ? [] : [now]))
    const own = [...situation.others, ...standing].filter((other) => other.member.id === member.id)
    const hosted = hostsFree(situation, booking, standing)
    const found = shifts
      .map((by) => shiftedBy(booking, by))
      .find(
        (slot) =>
          mayBe(situation, slot, own) && hosted(slot) && roomFor({ ...situation, facts }, { booking, member }, slot),
      )
    const room = found && roomFor({ ...situation, facts }, { booking, member }, found)
    if (found && room) put(booking, { ...booking, ...found, room, roomClass: promise(situation.centre, booking, room) })
    else placed.push({ was: booking, now: { ...booking, status: "cancelled" }, fate: "cancelled" })
  }
  return placed
}

/** Whoever was promised a room of a class is promised it still, where it is one of those. */
const promise = (centre: Centre, { roomClass }: Booking, room: string): string | null =>
  roomOf(centre, room)?.class === roomClass ? roomClass : null

const shiftedBy = ({ start, end }: Interval, by: number): Interval => ({ start: after(start, by), end: after(end, by) })

/** Could its hosts be there then? */
function hostsFree({ centre, taken }: Situation, booking: Booking, standing: readonly Booking[]) {
  const { hostRest } = centre.sessions
  const all = [...taken, ...standing.flatMap((other) => takenBy(other, hostRest))]
  return (slot: Interval): boolean =>
    booking.named.length === 0 || clash(booking.named, all, hostTime({ ...booking, ...slot }, hostRest)) === null
}

function mayBe({ centre, now }: Situation, slot: Interval, own: readonly Booking[]): boolean {
  const day = localDay(slot.start, centre.zone)
  return (
    slot.start > now &&
    openBetween(centre, addDays(day, -1), addDays(day, 1)).some((period) => contains(period, slot)) &&
    !own.some((other) => overlaps(other, slot))
  )
}

/** The room a session can have: of its own class first, then what the plan includes, then any that holds them; the smallest of each. */
function roomFor({ centre, facts }: Situation, { booking, member }: Displaced, slot: Interval): string | null {
  const { hosts, gear } = booking
  if (freeOf(facts, floorId, slot) < hosts) return null
  if (gear.some(({ id, quantity }) => freeOf(facts, id, slot) < quantity)) return null
  const kind = roomOf(centre, booking.room)?.class
  const classes = planOf(centre, member.planId)?.classes
  const anybody = { ...member, planId: "" }
  const rank = (room: { class: string }): number =>
    room.class === kind ? 0 : !classes || classes.includes(room.class) ? 1 : 2
  const rooms = fittingRooms({
    centre,
    member: anybody,
    wish: { room: "any", start: slot.start, end: slot.end, hosts, gear },
  })
    .filter((room) => needsNoMore(centre, room, [booking.room]))
    .map((room) => ({ room, rank: rank(room) }))
    .sort((a, b) => a.rank - b.rank)
  return rooms.find(({ room }) => roomIsFree(facts, room.id, slot, centre.sessions.turnover))?.room.id ?? null
}

/** Can a room take a session with its turnover, as everybody else sits now? */
export function roomIsFree(
  facts: Pick<Facts, "claims">,
  room: string,
  { start, end }: Interval,
  turnover: number,
): boolean {
  const claimed = { start, end: after(end, turnover * minute) }
  return !facts.claims.some((claim) => claim.room === room && overlaps(claim, claimed))
}

type Taken = { claims: Facts["claims"][number][]; used: Map<string, Map<number, number>> }

/** Facts that a plan may be tried out on. */
export const copied = (facts: Facts): Facts & Taken => ({
  ...facts,
  claims: [...facts.claims],
  used: new Map([...facts.used].map(([resource, slots]) => [resource, new Map(slots)])),
})

export function take(facts: Taken, { room, start, end, hosts, gear }: Booking, turnover: number): void {
  facts.claims.push({ room, start, end: after(end, turnover * minute) })
  for (const { id, quantity } of [{ id: floorId, quantity: hosts }, ...gear])
    use(facts, { id, quantity }, { start, end })
}

function use({ used }: Taken, { id, quantity }: GearWish, { start, end }: Interval): void {
  const slots = used.get(id) ?? new Map<number, number>()
  used.set(id, slots)
  for (let slot = start.getTime(); slot < end.getTime(); slot += step)
    slots.set(slot, (slots.get(slot) ?? 0) + quantity)
}

/**
 * When units of gear are out of use: who goes on with fewer of them, as few sessions as will do (at the first shortage, the one that
 * ends last), with another kind in their place where the centre names one and it is free. `facts` have what everybody uses.
 */
export function refit(
  { centre, closing, facts, now }: Omit<Situation, "others" | "taken">,
  displaced: readonly Displaced[],
): Placed[] {
  const { what } = closing
  if (!isGear(what)) return []
  const tried = copied(facts)
  use(tried, { id: what.gear, quantity: what.quantity }, closing)
  const capacity = facts.capacity.get(what.gear) ?? 0
  const over = (): [number, number] | undefined =>
    [...(tried.used.get(what.gear) ?? [])]
      .filter(
        ([slot, used]) =>
          used > capacity && slot >= closing.start.getTime() && slot < closing.end.getTime() && !given.has(slot),
      )
      .sort(([a], [b]) => a - b)[0]
  const given = new Set<number>()
  const left = new Map(displaced.map(({ booking }) => [booking.id, booking]))
  for (let short = over(); short; short = over()) {
    const [slot, used] = short
    const at = { start: new Date(slot), end: new Date(slot + step) }
    const who = [...left.values()]
      .filter((booking) => booking.start > now && overlaps(booking, at) && of(booking, what.gear) > 0)
      .sort((a, b) => b.end.getTime() - a.end.getTime() || (a.id < b.id ? -1 : 1))[0]
    // Only sessions that run already are left: they keep it.
    if (!who) {
      given.add(slot)
      continue
    }
    const less = Math.min(used - capacity, of(who, what.gear))
    use(tried, { id: what.gear, quantity: -less }, who)
    const other = (centre.gear.find(({ id }) => id === what.gear)?.equivalent ?? []).find(
      (id) => freeOf(tried, id, who) >= less && gearOf(centre, id)?.requires === gearOf(centre, what.gear)?.requires,
    )
    if (other) use(tried, { id: other, quantity: less }, who)
    left.set(who.id, {
      ...who,
      gear: changed(who.gear, { id: what.gear, quantity: -less }, other ? { id: other, quantity: less } : null),
    })
  }
  return displaced.flatMap(({ booking }) => {
    const after = left.get(booking.id)
    if (!after || after === booking) return []
    const all = (gear: readonly GearWish[]) => gear.reduce((sum, { quantity }) => sum + quantity, 0)
    return [
      {
        was: booking,
        now: after,
        fate: all(after.gear) < all(booking.gear) ? ("short" as const) : ("refitted" as const),
      },
    ]
  })
}

const of = ({ gear }: Booking, id: string): number => gear.find((one) => one.id === id)?.quantity ?? 0

function changed(gear: readonly GearWish[], ...by: (GearWish | null)[]): GearWish[] {
  const all = new Map(gear.map(({ id, quantity }) => [id, quantity]))
  for (const one of by) if (one) all.set(one.id, (all.get(one.id) ?? 0) + one.quantity)
  return [...all]
    .flatMap(([id, quantity]) => (quantity > 0 ? [{ id, quantity }] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
