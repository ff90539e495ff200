import { createHash } from "node:crypto"
import { type Centre, gearOf, roomOf } from "./centre.js"
import { type Interval, overlaps } from "./interval.js"
import type { Booking, GearWish, Refusal } from "./outcome.js"
import { together } from "./together.js"
import type { World } from "./world.js"
import type { ClosureRow } from "./write.js"

/**
 * A room, some units of a kind of gear, or the whole centre out of use for a while. A closure takes its place by claims and usage
 * like any other; whoever stays in it (a session that runs already) keeps theirs, and the closure has the rest.
 */

export type Target = { room: string } | { gear: string; quantity: number } | "centre"
export const isGear = (what: Target): what is { gear: string; quantity: number } =>
  typeof what === "object" && "gear" in what
export type Closing = Interval & { what: Target; reason: string | null }

/** What became of a booking in the way. `short`: it goes on without some of its gear. `stays`: it runs already. */
export type Fate = "moved" | "refitted" | "short" | "cancelled" | "stays"
/** What a closure did to one booking: the version it has since, and what it was before. */
export type Effect = {
  booking: string
  version: number
  fate: Exclude<Fate, "stays">
  was: { room: string; roomClass: string | null; start: string; end: string; gear: readonly GearWish[]; asked?: true }
}
export type Closure = Closing & {
  id: string
  version: number
  madeBy: string | null
  createdAt: Date
  effects: readonly Effect[]
}

/** The owner of what a closure takes. */
export const closureOwner = (id: string): string => `closure:${id}`
/** The closure that an owner is; null for anything else. */
export const ownerClosure = (owner: string): string | null => /^closure:(.+)$/s.exec(owner)?.[1] ?? null

/** The same closing has the same name, whoever asks for it and however often: two at once become one. */
export const closureId = (closing: Closing): string =>
  createHash("sha256")
    .update(JSON.stringify([closing.what, closing.start, closing.end]))
    .digest("hex")
    .slice(0, 12)

type Row = {
  id: string
  roomId: string | null
  gearId: string | null
  quantity: number | null
  startsAt: Date
  endsAt: Date
  reason: string | null
  data: unknown
  version: number
  madeById: string | null
  createdAt: Date
}

export const closureOf = (row: Row): Closure => ({
  id: row.id,
  what: row.roomId
    ? { room: row.roomId }
    : row.gearId
      ? { gear: row.gearId, quantity: row.quantity ?? 0 }
      : ("centre" as const),
  start: row.startsAt,
  end: row.endsAt,
  reason: row.reason,
  version: row.version,
  madeBy: row.madeById,
  createdAt: row.createdAt,
  effects: (row.data as { effects?: readonly Effect[] }).effects ?? [],
})

export const closureRow = (closure: Closure, liftedAt: Date | null): ClosureRow => {
  const { what } = closure
  const gear = isGear(what) ? what : null
  return {
    id: closure.id,
    room_id: typeof what === "object" && "room" in what ? what.room : null,
    gear_id: gear?.gear ?? null,
    quantity: gear?.quantity ?? null,
    starts_at: closure.start,
    ends_at: closure.end,
    reason: closure.reason,
    data: { effects: closure.effects },
    version: closure.version,
    made_by_id: closure.madeBy,
    created_at: closure.createdAt,
    lifted_at: liftedAt,
  }
}

/** Closures in force that touch a stretch of time, soonest first; without an end, all from then on. */
export async function closuresBetween(world: World, { from, to }: { from: Date; to?: Date }): Promise<Closure[]> {
  const { rows } = await world.store.query<Row>({
    name: "closures-between",
    text: `select id, room_id as "roomId", gear_id as "gearId", quantity, starts_at as "startsAt", ends_at as "endsAt", reason, data, version,
                  made_by_id as "madeById", created_at as "createdAt"
             from closure where lifted_at is null and ends_at > $1 and ($2::timestamptz is null or starts_at < $2) order by starts_at, id`,
    values: [from, to ?? null],
  })
  return rows.map(closureOf)
}

/** Also one that was lifted; `lifted` then says when. */
export async function findClosure(world: World, id: string): Promise<{ closure: Closure; lifted: Date | null } | null> {
  const row = await world.store.prisma.closure.findUnique({ where: { id } })
  return row && { closure: closureOf(row), lifted: row.liftedAt }
}

/**
 * Entries after which a booking is to its people what it was: it made way within its class, was given its number or another contact,
 * its show was described, or they said that they are late.
 */
export const quietActions = ["reassign", "fix", "show", "late", "inherit"]
/** The same in a statement. */
export const quietList = `('${quietActions.join("', '")}')`

/** The versions that bookings have but for such entries since. */
const touchedAt = together<number>(async (world, ids) => {
  const { rows } = await world.store.query<{ id: string; version: number }>({
    name: "touched-at",
    text: `select id, version - (
                    select count(*)::int from audit a where a.entity = 'booking:' || b.id and not exists (
                      select 1 from audit l where l.entity = a.entity and l.id >= a.id and l.action not in ${quietList})) as version
             from booking b where id = any($1)`,
    values: [ids],
  })
  return new Map(rows.map(({ id, version }) => [id, version]))
})

/** Has nobody answered for this booking, or changed it, since it had that version? Many are asked about in one question. */
export const standsSince = async (world: World, { id, version: now }: Booking, version: number): Promise<boolean> =>
  now === version || (now > version && ((await touchedAt(world, id)) ?? now) <= version)

/** Is this room out of use because of it? */
export const closesRoom = ({ what }: Pick<Closing, "what">, room: string): boolean =>
  what === "centre" || ("room" in what && what.room === room)

/** The rooms it takes. */
export const roomsClosed = (centre: Centre, what: Target): readonly string[] =>
  what === "centre" ? centre.rooms.map(({ id }) => id) : "room" in what ? [what.room] : []

export const inTheWay = (closing: Closing, booking: Booking): boolean => {
  if (!overlaps(closing, booking)) return false
  const { what } = closing
  return (
    what === "centre" || ("room" in what ? what.room === booking.room : booking.gear.some(({ id }) => id === what.gear))
  )
}

/** Why there is nothing to close; null when there is. */
export function closingRefusal(
  centre: Centre,
  closing: Closing,
  { now, others }: { now: Date; others: readonly Closure[] },
): Refusal | null {
  const { what } = closing
  if (closing.end <= closing.start) return { why: "backwards" }
  if (closing.end <= now) return { why: "past" }
  if (closing.end.getTime() - closing.start.getTime() > longest) return { why: "closure_too_long", days: longestDays }
  if (what === "centre") return null
  if ("room" in what) return roomOf(centre, what.room) ? null : { why: "no_such_room" }
  const gear = gearOf(centre, what.gear)
  if (!gear || !Number.isInteger(what.quantity) || what.quantity < 1) return { why: "no_such_gear" }
  const out = mostOut(closing, others, what.gear)
  return out + what.quantity > gear.quantity
    ? { why: "gear_beyond_stock", gear: gear.id, stock: Math.max(0, gear.quantity - out) }
    : null
}

/** How many are out of use at one time, at most: that is when one of them begins. All of the others touch that stretch of time. */
function mostOut(within: Interval, others: readonly Closure[], gear: string): number {
  const from = [within.start, ...others.map(({ start }) => start)]
  const at = (instant: Date) =>
    others
      .filter(({ start, end }) => start <= instant && instant < end)
      .reduce((sum, other) => sum + outOf(other, gear), 0)
  return Math.max(...from.map(at))
}

const outOf = ({ what }: Closure, gear: string): number => (isGear(what) && what.gear === gear ? what.quantity : 0)

/** Nobody knows further ahead; and each quarter hour of a gear closure is a row. */
const longestDays = 366
const longest = longestDays * 24 * 60 * 60_000
