import { type Centre, gridMinutes, type Plan, planOf } from "./centre.js"
import { freeExpired } from "./holds.js"
import type { Cast } from "./host.js"
import { after, type Interval, minute, subtract } from "./interval.js"
import { type ActingFor, type GearWish, liveList } from "./outcome.js"
import type { Held } from "./qualification.js"
import type { World } from "./world.js"

/** What the rules decide on: who has what around a stretch of time. Loaded in one round trip. */
export type Facts = {
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

type Scope = {
  window: Interval
  now: Date
  memberId: string | null
  months: readonly string[]
  /** Owners about to give back what they have (a booking that is moved, what is kept for who asks): their claims and usage do not count. */
  except: readonly string[]
}

type Loaded = {
  claims: { room: string; start: string; end: string; flexible: Promised | null }[] | null
  ledger: { resource: string; slot: string; used: number }[] | null
  mine: { resource: string; slot: string; used: number }[] | null
  capacity: { id: string; capacity: number }[] | null
  quota: { month: string; granted: number; used: number; peak_granted: number; peak_used: number }[] | null
  open: number
  closures: { room: string | null; start: string; end: string; reason: string | null }[] | null
  missed: string[] | null
  own: { id: string; room: string; start: string; end: string; hosts: number }[] | null
  qualified: Held[] | null
  expired: boolean
}

const query = `
with reach as (
  select case when exists (select 1 from booking where room_class is not null and starts_at < $2 and ends_at > $1::timestamptz - interval '6 hours')
         then interval '1 day' else interval '0' end as far)
select
  (select json_agg(json_build_object('room', c.room_id, 'start', c.starts_at, 'end', c.ends_at, 'flexible', case when b.id is not null then
            json_build_object('id', b.id, 'version', b.version, 'class', b.room_class, 'hosts', b.hosts, 'member', b.member_id) end))
     from claim c left join booking b on b.id = c.owner_id and b.room_class is not null and b.status = 'confirmed'
    where c.ends_at > $1::timestamptz - (select far from reach) and c.starts_at < $2::timestamptz + (select far from reach)
      and c.owner_id <> all($5)) as claims,
  (select json_agg(json_build_object('resource', resource_id, 'slot', slot, 'used', used))
     from ledger where slot >= $1 and slot < $2 and used > 0) as ledger,
  (select json_agg(json_build_object('resource', u.resource_id, 'slot', slot, 'used', u.amount))
     from usage u, generate_series(u.starts_at, u.ends_at - interval '1 millisecond', interval '15 minutes') slot
    where u.owner_id = any($5)) as mine,
  (select json_agg(json_build_object('id', id, 'capacity', capacity)) from resource) as capacity,
  (select json_agg(json_build_object('month', month, 'granted', granted, 'used', used,
                                     'peak_granted', peak_granted, 'peak_used', peak_used))
     from quota where member_id = $3 and month = any($4)) as quota,
  (select count(*)::integer from booking
    where member_id = $3 and status in ${liveList} and ends_at > $6 and id <> all($5)) as open,
  (select json_agg(json_build_object('room', room_id, 'start', starts_at, 'end', ends_at, 'reason', reason) order by starts_at, id)
     from closure where lifted_at is null and gear_id is null and ends_at > $1 and starts_at < $2) as closures,
  (select json_agg(starts_at) from booking
    where member_id = $3 and status = 'no_show' and ends_at > $6::timestamptz - interval '1 year') as missed,
  (select json_agg(json_build_object('id', id, 'room', room_id, 'start', starts_at, 'end', ends_at, 'hosts', hosts))
     from booking
    where member_id = $3 and status in ${liveList} and ends_at > $1 and starts_at < $2 and id <> all($5)) as own,
  (select json_agg(json_build_object('kind', q.kind, 'from', q.from_day, 'until', least(q.until_day, q.idle_day)))
     from person_member pm join qualification q on q.person_id = pm.person_id where pm.member_id = $3) as qualified,
  exists(select 1 from hold where until <= $6 and id like 'hold:%') as expired`

export async function loadFacts(world: World, scope: Scope): Promise<Facts> {
  const { window, now, memberId, months, except } = scope
  const result = await world.store.query<Loaded>({
    name: "facts",
    text: query,
    values: [window.start, window.end, memberId, months, except, now],
  })
  const row = result.rows[0]
  if (!row) throw new Error("the facts query answered nothing")
  // What was kept for somebody and has lapsed is in nobody's way.
  if (row.expired && (await freeExpired(world, now)) > 0) return loadFacts(world, scope)
  const used = new Map<string, Map<number, number>>()
  const count = (sign: number) => (line: { resource: string; slot: string; used: number }) => {
    const slots = used.get(line.resource) ?? new Map<number, number>()
    used.set(line.resource, slots)
    const slot = Date.parse(line.slot)
    slots.set(slot, (slots.get(slot) ?? 0) + sign * line.used)
  }
  row.ledger?.forEach(count(1))
  row.mine?.forEach(count(-1))
  return {
    claims: (row.claims ?? []).map((claim) => ({
      room: claim.room,
      start: new Date(claim.start),
      end: new Date(claim.end),
      ...(claim.flexible ? { flexible: claim.flexible } : {}),
    })),
    used,
    capacity: new Map((row.capacity ?? []).map(({ id, capacity }) => [id, capacity])),
    quota: new Map(
      (row.quota ?? []).map((q) => [
        q.month,
        { granted: q.granted, used: q.used, peakGranted: q.peak_granted, peakUsed: q.peak_used },
      ]),
    ),
    openBookings: row.open,
    closures: (row.closures ?? []).map((one) => ({ ...one, start: new Date(one.start), end: new Date(one.end) })),
    missed: (row.missed ?? []).map((start) => new Date(start)),
    own: (row.own ?? []).map((own) => ({ ...own, start: new Date(own.start), end: new Date(own.end) })),
    qualified: row.qualified ?? [],
  }
}

const quarter = gridMinutes * minute

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

/**
 * The stretches in which a session may lie in one room: the opening hours less what others have claimed (a session must leave its
 * own turnover before the next claim) and less the quarters in which floor or gear run out.
 */
export function freeStretches(
  facts: Facts,
  at: { room: string; open: readonly Interval[]; turnover: number; short: readonly Interval[] },
): Interval[] {
  const blocked = facts.claims
    .filter((claim) => claim.room === at.room)
    .map((claim) => ({ start: after(claim.start, -at.turnover * minute), end: claim.end }))
  return at.open.flatMap((open) => subtract(open, [...blocked, ...at.short]))
}
