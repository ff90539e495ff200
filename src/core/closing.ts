import { type BookingRecord, bookingsBetween, findBooking, gearRows, rowOf } from "./booking-record.js"
import { audited, giveBack, takes } from "./case.js"
import { gridMinutes } from "./centre.js"
import { type AppliedCentre, currentCentre } from "./centre-store.js"
import { toStaff } from "./closure-report.js"
import {
  type Closing,
  type Closure,
  closingRefusal,
  closureId,
  closureOwner,
  closureRow,
  closuresBetween,
  findClosure,
  inTheWay,
  isGear,
  roomsClosed,
  type Target,
} from "./closures.js"
import { type Decided, perform } from "./command.js"
import type { Facts } from "./facts.js"
import { keptIn } from "./holds.js"
import { onAir } from "./host.js"
import { after, type Interval, minute, overlaps, subtract } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import { type Ask, type Booking, gone, type Refused, refused } from "./outcome.js"
import { copied, type Placed, reaccommodate, reach, refit } from "./reaccommodate.js"
import { closedNotice, reminders } from "./reminders.js"
import { withdrawn } from "./waitlist-rows.js"
import type { World } from "./world.js"
import type { NoticeRow, Write } from "./write.js"

/**
 * Closing a room, gear or the centre: everybody in the way is given another place, or their hours back, and told, in the one write that
 * closes. What it would do is computed by the same code that does it, and shown first.
 */

export type Closed =
  | {
      is: "closed"
      closing: Closing
      id: string
      /** It was closed like this before: nothing has changed. */
      again: boolean
      placed: readonly Placed[]
    }
  | Refused

/** As many decisions as it takes while everybody books: it touches many bookings at once. */
const patience = 40

export async function close(world: World, ask: Ask, closing: Closing): Promise<Closed> {
  const outcome = await perform<Closed>(world, ask, {
    what: { do: "close", closing },
    attempts: patience,
    attempt: () => decideClosing(world, ask, { closing }),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Who would be hit, and what would become of them. Nothing is written. */
export const previewClosing = async (world: World, ask: Ask, closing: Closing): Promise<Closed> =>
  (await decideClosing(world, ask, { closing })).outcome

const no = (why: Refused["refusal"]): Decided<Closed> => ({ outcome: refused(why), write: {} })

/** By staff; `reported`: a unit of gear that whoever used it says is broken. */
export async function decideClosing(
  world: World,
  ask: Ask,
  { closing, reported = false }: { closing: Closing; reported?: boolean },
): Promise<Decided<Closed>> {
  if (!ask.actor.person.staff && !(reported && isGear(closing.what))) return no({ why: "not_staff" })
  const centre = await currentCentre(world)
  const id = closureId(closing)
  const others = await closuresBetween(world, { from: closing.start, to: closing.end })
  const same = others.find((other) => other.id === id || covers(other, closing))
  if (same) return { outcome: { is: "closed", id: same.id, closing: same, again: true, placed: [] }, write: {} }
  const refusal = closingRefusal(centre, closing, { now: ask.now, others })
  if (refusal) return no(refusal)
  const plan = await planned(world, { ask, centre, closing })
  // The same was lifted before: it is that one again.
  const before = await findClosure(world, id)
  const closure: Closure = {
    ...closing,
    id,
    version: (before?.closure.version ?? 0) + 1,
    madeBy: ask.actor.person.id,
    createdAt: ask.now,
    effects: plan.placed.flatMap(({ was, now, fate }) =>
      fate === "stays" ? [] : [{ booking: was.id, version: now.version, fate, was: effectOf(was) }],
    ),
  }
  return {
    outcome: { is: "closed", id, closing, again: false, placed: plan.placed },
    write: written({
      ask,
      centre,
      closure,
      plan,
      staff: await toStaff(world, ask, { closure, lifted: false }),
      offers: await withdrawn(world, plan.holds),
    }),
  }
}

/** A room that is closed all that time cannot be closed again; nor the centre. */
const covers = (other: Closure, closing: Closing): boolean =>
  other.start <= closing.start && other.end >= closing.end && sameRooms(other.what, closing.what)

const sameRooms = (other: Target, what: Target): boolean =>
  other === "centre"
    ? what === "centre" || "room" in what
    : what !== "centre" && "room" in other && "room" in what && other.room === what.room

const effectOf = ({ room, roomClass, start, end, gear, status }: Booking) => ({
  ...(status === "requested" ? { asked: true as const } : {}),
  room,
  roomClass,
  start: start.toISOString(),
  end: end.toISOString(),
  gear,
})

type Plan = {
  placed: readonly Placed[]
  records: ReadonlyMap<string, BookingRecord>
  /** Places kept for people who were about to confirm, or offered: they are told when they tap. */
  holds: readonly string[]
  claims: NonNullable<Write["claims"]>
  usage: NonNullable<Write["usage"]>
}
type Planning = { ask: Ask; centre: AppliedCentre; closing: Closing }

async function planned(world: World, { ask, centre, closing }: Planning): Promise<Plan> {
  const { now } = ask
  const window = { start: after(closing.start, -2 * reach), end: after(closing.end, 2 * reach) }
  const around = await bookingsBetween(world, { from: window.start, to: window.end })
  const hit = around.filter((booking) => inTheWay(closing, booking) && booking.end > now)
  const staying = hit.filter(({ start }) => start <= now)
  const records = await recordsOf(world, { closing, displaced: hit.filter(({ start }) => start > now) })
  const rooms = roomsClosed(centre, closing.what)
  const holds = await keptIn(world, closing, { rooms, gear: isGear(closing.what) ? closing.what.gear : null })
  const owner = closureOwner(closureId(closing))
  const facts = await loadFacts(world, {
    window,
    now,
    memberId: null,
    months: [],
    except: [...holds, owner, ...(isGear(closing.what) ? [] : records.keys())],
  })
  const claims = rooms.flatMap((room) =>
    subtract(
      closing,
      facts.claims.filter((claim) => claim.room === room),
    ).map((free) => ({ owner_id: owner, room_id: room, starts_at: free.start, ends_at: free.end })),
  )
  const displaced = [...records.values()].map(({ booking, member }) => ({ booking, member }))
  const hosts = displaced.flatMap(({ booking }) => booking.named.map((host) => host.id))
  const situation = {
    centre,
    now,
    closing,
    facts: withClosed(facts, claims),
    taken: await onAir(world, { hosts, window, except: [...records.keys()] }),
    others: around.filter(({ id }) => !records.has(id)),
  }
  const gear = isGear(closing.what)
  const found = (gear ? refit(situation, displaced) : reaccommodate(situation, displaced)).map(next)
  return {
    placed: [...found, ...(gear ? [] : staying.map((was): Placed => ({ was, now: was, fate: "stays" })))],
    records,
    holds,
    claims,
    usage: gear ? outOfUse(facts, { owner, closing, placed: found }) : [],
  }
}

const next = (placed: Placed): Placed => ({ ...placed, now: { ...placed.now, version: placed.was.version + 1 } })

function withClosed(facts: Facts, claims: Plan["claims"]): Facts {
  const all = claims.map(({ room_id, starts_at, ends_at }) => ({ room: room_id, start: starts_at, end: ends_at }))
  return { ...facts, claims: [...facts.claims, ...all] }
}

/** Those that are in the way still, now that each is looked at: one that came since is found by the write, which is then `stale`. */
async function recordsOf(
  world: World,
  { closing, displaced }: { closing: Closing; displaced: readonly Booking[] },
): Promise<Map<string, BookingRecord>> {
  const found = await Promise.all(displaced.map(({ id }) => findBooking(world, id)))
  const inWay = found.flatMap((one) =>
    one && gone(one.booking) === null && inTheWay(closing, one.booking) ? [one] : [],
  )
  return new Map(inWay.map((record) => [record.booking.id, record]))
}

const step = gridMinutes * minute

/** As many units as are broken, or as nobody who stays has, quarter by quarter. */
function outOfUse(
  facts: Facts,
  { owner, closing, placed }: { owner: string; closing: Closing; placed: readonly Placed[] },
): Plan["usage"] {
  if (!isGear(closing.what)) return []
  const { gear, quantity } = closing.what
  const used = copied(facts).used.get(gear) ?? new Map<number, number>()
  const rows: { owner_id: string; resource_id: string; starts_at: Date; ends_at: Date; amount: number }[] = []
  for (let slot = closing.start.getTime(); slot < closing.end.getTime(); slot += step) {
    const at: Interval = { start: new Date(slot), end: new Date(slot + step) }
    const back = placed
      .filter(({ was }) => overlaps(was, at))
      .reduce((sum, { was, now }) => sum + has(was, gear) - has(now, gear), 0)
    const amount = Math.min(quantity, (facts.capacity.get(gear) ?? 0) - (used.get(slot) ?? 0) + back)
    const last = rows.at(-1)
    if (last && last.amount === amount && last.ends_at.getTime() === slot) last.ends_at = at.end
    else if (amount > 0) rows.push({ owner_id: owner, resource_id: gear, starts_at: at.start, ends_at: at.end, amount })
  }
  return rows
}

const has = ({ gear }: Booking, id: string): number => gear.find((one) => one.id === id)?.quantity ?? 0

type Writing = {
  ask: Ask
  centre: AppliedCentre
  closure: Closure
  plan: Plan
  staff: readonly NoticeRow[]
  offers: Pick<Write, "offers" | "waiting">
}

function written({ ask, centre, closure, plan, staff, offers }: Writing): Decided<Closed>["write"] {
  const each = plan.placed.flatMap((placed) => {
    const record = plan.records.get(placed.was.id)
    return record && placed.fate !== "stays" ? [rowsOf({ ask, centre, closure }, placed, record)] : []
  })
  const all = <R>(rows: (one: (typeof each)[number]) => readonly R[]): R[] => each.flatMap(rows)
  return {
    centre: centre.version,
    release: [...plan.holds, ...all(({ ids }) => ids)],
    claims: [...plan.claims, ...all(({ claims }) => claims)],
    usage: [...plan.usage, ...all(({ usage }) => usage)],
    quota: all(({ quota }) => quota),
    bookings: all(({ bookings }) => bookings),
    gear: all(({ gear }) => gear),
    closures: [closureRow(closure, null)],
    hush: all(({ ids }) => ids),
    notices: [...all(({ notices }) => notices), ...staff],
    ...offers,
    audit: [...all(({ audit }) => audit), closureAudit(ask, closure, "close")],
  }
}

export const closureAudit = (ask: Ask, closure: Closure, action: "close" | "lift") => ({
  person_id: ask.actor.person.id,
  member_id: null,
  via: ask.actor.via,
  action,
  entity: closureOwner(closure.id),
  data: { what: closure.what, start: closure.start, end: closure.end, reason: closure.reason },
})

/** Another room of the class they were promised, at their time: to them nothing has changed, as when they make way. */
export const asPromised = (was: Booking, now: Booking): boolean =>
  was.roomClass !== null &&
  now.roomClass === was.roomClass &&
  now.status === was.status &&
  now.start.getTime() === was.start.getTime() &&
  JSON.stringify(now.gear) === JSON.stringify(was.gear)

type Rewriting = { ask: Ask; centre: AppliedCentre; closure: Closure }

/** What one booking needs: its new place without any charge, or its hours back; its reminders; and what its people are told. */
function rowsOf({ ask, centre, closure }: Rewriting, { was, now, fate }: Placed, record: BookingRecord) {
  const off = fate === "cancelled"
  const { claims, usage } = off ? { claims: [], usage: [] } : takes(centre, now)
  return {
    ids: [was.id],
    claims,
    usage,
    quota: off ? [giveBack({ centre, member: record.member }, { booking: was.id, cost: was })] : [],
    bookings: [rowOf(now, { createdAt: record.createdAt, now: ask.now })],
    gear: gearRows(now),
    notices: [
      ...(off ? [] : reminders(centre, now, { now: ask.now, reminding: record.reminding })),
      ...(asPromised(was, now)
        ? []
        : closedNotice(now, { now: ask.now, how: fate === "stays" ? "moved" : fate, was, reason: closure.reason })),
    ],
    audit: [
      audited(ask, now, asPromised(was, now) ? "reassign" : "close", {
        closure: closure.id,
        fate,
        was: { ...effectOf(was), hosts: was.hosts, status: was.status },
        ...(off ? { minutesBack: was.minutes } : effectOf(now)),
      }),
    ],
  }
}
