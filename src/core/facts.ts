import { type Centre, gridMinutes, type Plan, planOf } from "./centre.js"
import type { Cast } from "./host.js"
import { type Interval, minute } from "./interval.js"
import type { ActingFor, GearWish } from "./outcome.js"
import type { Held } from "./qualification.js"

/** What the rules decide on: who has what around a stretch of time. Loaded by load-facts.ts. */
export type Facts = {
  /** The stretch that was looked at; absent of what was presumed. */
  window?: Interval
  /** Where a booking that may make way is about: those of a day before and after too. */
  claims: readonly Claimed[]
  /** Quarter hours in which something of a resource is used. Instants are ms; a quarter that is absent is unused. */
  used: ReadonlyMap<string, ReadonlyMap<number, number>>
  capacity: ReadonlyMap<string, number>
  /** Hours already spent in each month that was asked for; a month that is absent is untouched. */
  quota: ReadonlyMap<string, Hours>
  openBookings: number
  /** Rooms out of use, or (null) all of them. */
  closures: readonly (Interval & { room: string | null; reason: string | null })[]
  /** When sessions began that the member did not come to. */
  missed: readonly Date[]
  /** The member's own bookings that touch the stretch: the same wish again is answered with the booking it made. */
  own: readonly { id: string; room: string; start: Date; end: Date; hosts: number }[]
  /** What the member's people have learnt. */
  qualified: readonly Held[]
  /** Where hosts are named: who they are, and when they are taken. */
  cast?: Cast
}

/** A room taken for a while, turnover included. `flexible`: by a booking that was promised a room of a class, and no number. */
export type Claimed = Interval & { room: string; flexible?: Promised }
export type Promised = { id: string; version: number; class: string; hosts: number; member: string }

/** Minutes of one month: granted by the plan, used, and the part of each at peak. */
export type Hours = { granted: number; used: number; peakGranted: number; peakUsed: number }

/** What a session costs of a month's plan, in minutes. */
export type Cost = { month: string; minutes: number; peakMinutes: number }

/** The floor's place in the ledger, beside the gear kinds'. */
export const floorId = "floor"

/** What nobody has used: decided on first, since the database is the judge and mostly agrees. */
export const presumedFree = (centre: Centre): Facts => ({
  claims: [],
  used: new Map(),
  capacity: capacities(centre),
  quota: new Map(),
  openBookings: 0,
  closures: [],
  missed: [],
  own: [],
  qualified: [],
})

/** What there is of the floor and of each kind of gear. */
export const capacities = (centre: Centre): Map<string, number> =>
  new Map([[floorId, centre.floor], ...centre.gear.map((gear): [string, number] => [gear.id, gear.quantity])])

export const planHours = (plan: Plan): Hours => ({
  granted: plan.hoursPerMonth * 60,
  used: 0,
  peakGranted: Math.floor(plan.hoursPerMonth * 60 * plan.peakShare),
  peakUsed: 0,
})

/** The hours of a month as they stand, or as the plan grants them when the month is untouched. */
export function hoursIn(facts: Facts, centre: Centre, member: ActingFor, month: string): Hours {
  const plan = planOf(centre, member.planId)
  const none = { granted: 0, used: 0, peakGranted: 0, peakUsed: 0 }
  return facts.quota.get(month) ?? (plan ? planHours(plan) : none)
}

/** The facts as they will be once other bookings of the member, decided with this one, are written: their hours, their number, their places. */
export function withSpent(
  facts: Facts,
  { centre, member, along }: { centre: Centre; member: ActingFor; along: Along },
): Facts {
  if (along === alone) return facts
  return { ...withCosts(facts, { centre, member, along: along.costs }), claims: withPlaces(facts, along) }
}

/** What was decided just before, and is written together: what it costs, where it is, who makes way for it, who of them stays put. */
export type Along = {
  costs: readonly Cost[]
  claims: readonly Claimed[]
  moves: readonly { id: string; room: string }[]
  still: readonly string[]
}
export const alone: Along = { costs: [], claims: [], moves: [], still: [] }

/** What will be claimed once these are written. Nobody makes way twice in one write: who moved, or is rewritten anyway, stays. */
export function withPlaces({ claims }: Pick<Facts, "claims">, along: Omit<Along, "costs">): readonly Claimed[] {
  const to = new Map(along.moves.map(({ id, room }) => [id, room]))
  const settled = claims.map(({ flexible, ...claim }): Claimed => {
    const id = flexible?.id ?? ""
    if (!flexible || (!to.has(id) && !along.still.includes(id))) return flexible ? { ...claim, flexible } : claim
    return { ...claim, room: to.get(id) ?? claim.room }
  })
  return [...settled, ...along.claims]
}

function withCosts(
  facts: Facts,
  { centre, member, along }: { centre: Centre; member: ActingFor; along: readonly Cost[] },
): Facts {
  if (along.length === 0) return facts
  const quota = new Map(facts.quota)
  for (const { month, minutes, peakMinutes } of along) {
    const hours = hoursIn({ ...facts, quota }, centre, member, month)
    quota.set(month, { ...hours, used: hours.used + minutes, peakUsed: hours.peakUsed + peakMinutes })
  }
  return { ...facts, quota, openBookings: facts.openBookings + along.length }
}

/** The step of the ledger, in ms. */
export const quarter = gridMinutes * minute

/** How many of a resource are free throughout an interval. */
export function freeOf(facts: Facts, resource: string, session: Interval): number {
  const capacity = facts.capacity.get(resource) ?? 0
  const slots = facts.used.get(resource)
  if (!slots) return capacity
  let most = 0
  for (
    let slot = Math.floor(session.start.getTime() / quarter) * quarter;
    slot < session.end.getTime();
    slot += quarter
  ) {
    most = Math.max(most, slots.get(slot) ?? 0)
  }
  return capacity - most
}

/** The quarter hours in which fewer than `amount` of a resource are left. */
function shortages(facts: Facts, resource: string, amount: number): Interval[] {
  const capacity = facts.capacity.get(resource) ?? 0
  const short: Interval[] = []
  for (const [slot, used] of facts.used.get(resource) ?? []) {
    if (used + amount > capacity) short.push({ start: new Date(slot), end: new Date(slot + quarter) })
  }
  return short
}

/** When the floor or the gear cannot serve a session, whatever the room. */
export const shortagesFor = (facts: Facts, hosts: number, gear: readonly GearWish[]): Interval[] => [
  ...shortages(facts, floorId, hosts),
  ...gear.flatMap((wish) => shortages(facts, wish.id, wish.quantity)),
]
