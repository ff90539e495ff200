import { type Claimed, type Facts, type Promised, quarter } from "./facts.js"
import { freeExpired } from "./holds.js"
import type { Interval } from "./interval.js"
import { type Latest, latest } from "./latest.js"
import { liveList } from "./outcome.js"
import type { Held } from "./qualification.js"
import type { Store } from "./store/open.js"
import type { World } from "./world.js"

/** Loads what the rules decide on, in one round trip. */

type Scope = {
  window: Interval
  now: Date
  memberId: string | null
  months: readonly string[]
  /** Owners about to give back what they have (a booking that is moved, what is kept for who asks): their claims and usage do not count. */
  except: readonly string[]
}

type Loaded = {
  /** Which transactions it was seen after. */
  seen: string
  /** By room, in base64: the starts of what is claimed, then as many ends, as {@link instants} reads them. */
  claims: Record<string, string> | null
  flexible: { room: string; start: string; end: string; promised: Promised }[] | null
  /** By resource: `slot,used,slot,used,…`. */
  ledger: Record<string, string> | null
  mine: { resource: string; start: string; end: string; used: number }[] | null
  capacity: { id: string; capacity: number }[] | null
  closures: { room: string | null; start: string; end: string; reason: string | null }[] | null
  /** When the first of what is kept for somebody lapses. */
  lapses: Date | null
} & Partial<LoadedOfMember>

type LoadedOfMember = {
  quota: { month: string; granted: number; used: number; peak_granted: number; peak_used: number }[] | null
  open: number
  missed: string[] | null
  own: { id: string; room: string; start: string; end: string; hosts: number }[] | null
  qualified: Held[] | null
}

// So worded that no plan for the very values at hand seems cheaper than the one for any: it is planned once, which took as long as all else.
// Packed by room: as JSON objects with instants in ISO text, the claims of a fortnight took ten times as long to write and to read; as
// numbers in text, half as long again.
const ofEverybody = `
with reach as (
  select case when exists (select 1 from booking where room_class is not null and starts_at < $2 and ends_at > $1::timestamptz - interval '6 hours')
         then interval '1 day' else interval '0' end as far),
promised as materialized (
  select id, json_build_object('id', id, 'version', version, 'class', room_class, 'hosts', hosts, 'member', member_id) as promised
    from booking, reach where room_class is not null and status = 'confirmed' and starts_at < $2::timestamptz + far),
apart as (select id from promised union all select unnest($3::text[]))
select
  pg_current_snapshot()::text as seen,
  (select json_object_agg(room_id, packed) from (
     select room_id, encode(string_agg(timestamptz_send(starts_at), '') || string_agg(timestamptz_send(ends_at), ''), 'base64') as packed
       from claim c
      where c.ends_at > $1::timestamptz - (select far from reach) and c.starts_at < $2::timestamptz + (select far from reach)
        and not exists (select from apart where apart.id = c.owner_id)
      group by room_id) by_room) as claims,
  (select json_agg(json_build_object('room', c.room_id, 'start', c.starts_at, 'end', c.ends_at, 'promised', p.promised))
     from promised p join claim c on c.owner_id = p.id
    where c.ends_at > $1::timestamptz - (select far from reach) and c.starts_at < $2::timestamptz + (select far from reach)
      and c.owner_id <> all($3)) as flexible,
  (select json_object_agg(resource_id, packed) from (
     select resource_id, string_agg((date_part('epoch', slot) * 1000)::bigint || ',' || used, ',') as packed
       from ledger where slot >= $1 and slot < $2 and used > 0 group by resource_id) by_resource) as ledger,
  (select json_agg(json_build_object('resource', resource_id, 'start', starts_at, 'end', ends_at, 'used', amount))
     from usage where owner_id = any($3)) as mine,
  (select json_agg(json_build_object('id', id, 'capacity', capacity)) from resource) as capacity,
  (select json_agg(json_build_object('room', room_id, 'start', starts_at, 'end', ends_at, 'reason', reason) order by starts_at, id)
     from closure where lifted_at is null and gear_id is null and ends_at > $1 and starts_at < $2) as closures,
  (select min(until) from hold where id like 'hold:%') as lapses`

const ofMember = `${ofEverybody},
  (select json_agg(json_build_object('month', month, 'granted', granted, 'used', used,
                                     'peak_granted', peak_granted, 'peak_used', peak_used))
     from quota where member_id = $4 and month = any($5)) as quota,
  (select count(*)::integer from booking
    where member_id = $4 and status in ${liveList} and ends_at > $6 and id <> all($3)) as open,
  (select json_agg(starts_at) from booking
    where member_id = $4 and status = 'no_show' and ends_at > $6::timestamptz - interval '1 year') as missed,
  (select json_agg(json_build_object('id', id, 'room', room_id, 'start', starts_at, 'end', ends_at, 'hosts', hosts) order by created_at, id)
     from booking
    where member_id = $4 and status in ${liveList} and ends_at > $1 and starts_at < $2 and id <> all($3)) as own,
  (select json_agg(json_build_object('kind', q.kind, 'from', q.from_day, 'until', least(q.until_day, q.idle_day)))
     from person_member pm join qualification q on q.person_id = pm.person_id where pm.member_id = $4) as qualified`

/**
 * What concerns everybody alike is kept, and told again for as long as the database shows the same: its snapshot says exactly which
 * transactions are seen, so nothing that was committed meanwhile, by whomever, can be missed.
 */
type Kept = { seen: string; lapses: Date | null; facts: Facts }
const kept = new WeakMap<Store, Latest<string, Kept>>()
const keptMost = 16

export async function loadFacts(world: World, scope: Scope): Promise<Facts> {
  const { window, now, memberId, months, except } = scope
  const known = kept.get(world.store) ?? latest<string, Kept>(keptMost)
  kept.set(world.store, known)
  const about = memberId === null ? JSON.stringify([window, months, except]) : null
  const before = about === null ? undefined : known.get(about)
  if (before && !lapsed(before, now) && before.seen === (await snapshot(world))) return before.facts
  const everybody = [window.start, window.end, except]
  const result = await world.store.query<Loaded>(
    memberId === null
      ? { name: "facts", text: ofEverybody, values: everybody }
      : { name: "facts-of-member", text: ofMember, values: [...everybody, memberId, months, now] },
  )
  const row = result.rows[0]
  if (!row) throw new Error("the facts query answered nothing")
  // What was kept for somebody and has lapsed is in nobody's way.
  if (lapsed(row, now) && (await freeExpired(world, now)) > 0) return loadFacts(world, scope)
  const facts = factsOf(row, window)
  if (about !== null) known.set(about, { seen: row.seen, lapses: row.lapses, facts })
  return facts
}

async function snapshot({ store }: World): Promise<string | undefined> {
  const text = "select pg_current_snapshot()::text as seen"
  const { rows } = await store.query<{ seen: string }>({ name: "snapshot", text, values: [] })
  return rows[0]?.seen
}

const lapsed = ({ lapses }: Pick<Loaded, "lapses">, now: Date): boolean => lapses !== null && lapses <= now

function factsOf(row: Loaded, window: Interval): Facts {
  const busy = busyIn(row)
  let claims: readonly Claimed[] | undefined
  const facts: Facts = {
    window,
    // Whoever asks what is free over weeks needs none of these objects, and there are thousands.
    get claims() {
      claims ??= claimsOf(busy, row)
      return claims
    },
    used: usedIn(row),
    capacity: new Map((row.capacity ?? []).map(({ id, capacity }) => [id, capacity])),
    quota: new Map(
      (row.quota ?? []).map((q) => [
        q.month,
        { granted: q.granted, used: q.used, peakGranted: q.peak_granted, peakUsed: q.peak_used },
      ]),
    ),
    openBookings: row.open ?? 0,
    closures: (row.closures ?? []).map((one) => ({ ...one, start: new Date(one.start), end: new Date(one.end) })),
    missed: (row.missed ?? []).map((start) => new Date(start)),
    own: (row.own ?? []).map((own) => ({ ...own, start: new Date(own.start), end: new Date(own.end) })),
    qualified: row.qualified ?? [],
  }
  if (!row.flexible) packed.set(facts, busy)
  return facts
}

/** A room's claims in order: the one of each index runs from `starts` to `ends`, in ms. None overlaps another. */
export type Busy = { starts: Float64Array; ends: Float64Array }
const packed = new WeakMap<Facts, ReadonlyMap<string, Busy>>()
const never: Busy = { starts: new Float64Array(), ends: new Float64Array() }

/** The claims on a room when nobody around could make way; null when somebody might, or nothing was loaded. */
export const settledIn = (facts: Facts, room: string): Busy | null => {
  const known = packed.get(facts)
  return known ? (known.get(room) ?? never) : null
}

/** Starts and ends each in order: together they cover what the intervals cover, overlapping or not. */
const inOrder = (starts: Float64Array, ends: Float64Array): Busy => ({ starts: starts.sort(), ends: ends.sort() })

export const busyOf = (claims: readonly Interval[]): Busy =>
  inOrder(
    Float64Array.from(claims, ({ start }) => start.getTime()),
    Float64Array.from(claims, ({ end }) => end.getTime()),
  )

/** Instants in ms, of what the database sends for them: microseconds of 64 bits, after the beginning of 2000. */
function instants(packed: string): Float64Array {
  const bytes = Buffer.from(packed, "base64")
  const times = new Float64Array(bytes.length / 8)
  for (let n = 0; n < times.length; n++)
    times[n] = year2000 + (bytes.readInt32BE(8 * n) * 2 ** 32 + bytes.readUInt32BE(8 * n + 4)) / 1000
  return times
}
const year2000 = Date.UTC(2000)

const busyIn = ({ claims }: Loaded): ReadonlyMap<string, Busy> =>
  new Map(
    Object.entries(claims ?? {}).map(([room, packed]) => {
      const times = instants(packed)
      return [room, inOrder(times.slice(0, times.length / 2), times.slice(times.length / 2))]
    }),
  )

const numbers = (packed: string): number[] => JSON.parse(`[${packed}]`)

function claimsOf(busy: ReadonlyMap<string, Busy>, { flexible }: Loaded): Claimed[] {
  const all = (flexible ?? []).map(({ room, start, end, promised }): Claimed => {
    return { room, start: new Date(start), end: new Date(end), flexible: promised }
  })
  for (const [room, { starts, ends }] of busy) {
    starts.forEach((start, n) => {
      all.push({ room, start: new Date(start), end: new Date(ends[n] ?? start) })
    })
  }
  return all
}

function usedIn({ ledger, mine }: Loaded): Map<string, Map<number, number>> {
  const used = new Map<string, Map<number, number>>()
  for (const [resource, packed] of Object.entries(ledger ?? {})) {
    const slots = new Map<number, number>()
    used.set(resource, slots)
    const all = numbers(packed)
    for (let n = 0; n < all.length; n += 2) slots.set(all[n] ?? 0, all[n + 1] ?? 0)
  }
  for (const { resource, start, end, used: amount } of mine ?? []) {
    const slots = used.get(resource) ?? new Map<number, number>()
    used.set(resource, slots)
    for (let slot = Math.floor(Date.parse(start) / quarter) * quarter; slot < Date.parse(end); slot += quarter)
      slots.set(slot, (slots.get(slot) ?? 0) - amount)
  }
  return used
}
