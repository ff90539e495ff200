import type { Moving } from "./allocation.js"
import { type BookingRecord, findBooking, gearRows, rowOf } from "./booking-record.js"
import { undoMinutes } from "./cancel-rule.js"
import { audited, charge, factsFor, forfeit, giveBack, recharge, takes, unforfeit, wishOf } from "./case.js"
import { type Centre, planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { missedNotice } from "./checkin.js"
import { ownerClosure } from "./closures.js"
import { type Decided, perform } from "./command.js"
import { type Cost, withPlaces } from "./facts.js"
import { hostRows, withNames } from "./host.js"
import { after, minute } from "./interval.js"
import { decideLifting, type Lifted } from "./lifting.js"
import { type Actor, type Ask, type Booking, type BookingStatus, isLive, type Refused, refused } from "./outcome.js"
import { makingWay, placeFor, placesOf } from "./placing.js"
import { needsNoMore } from "./qualification.js"
import { reminders, told } from "./reminders.js"
import { answeredNotice } from "./request-cards.js"
import { costOf, fittingRooms } from "./rules.js"
import { together } from "./series.js"
import type { World } from "./world.js"
import type { Conflict, NoticeRow, Write } from "./write.js"

/**
 * Undoing one's last action. What is undone is read from the audit: a booking becomes again what it was, under the same id, as long as
 * nobody changed it since and the database still has the place. What was done to several in one step is undone in one. A closing is
 * undone by lifting it. Where the last action is another that cannot be undone, nothing before it is.
 */

const undoable = ["book", "move", "extend", "cancel", "checkin", "no_show", "forgive", "approve", "decline"] as const
export type Undoable = (typeof undoable)[number]

export type Undone = { is: "undone"; what: Undoable; bookings: readonly Booking[] } | Lifted

type Was = {
  room: string
  roomClass?: string | null
  start: string
  end: string
  hosts?: number
  gear?: Booking["gear"]
  status?: BookingStatus
  setup?: number
  teardown?: number
  /** Ids. */
  named?: readonly string[]
} & Partial<Cost>
type Entry = { id: bigint; at: Date; action: string; entity: string; data: { was?: unknown; minutesBack?: number } }

/** Undoes what this person did last; with a booking, only if that was about it. */
export async function undo(world: World, ask: Ask, bookingId?: string): Promise<Undone> {
  const outcome = await perform<Undone>(world, ask, {
    what: { do: "undo", ...(bookingId ? { bookingId } : {}) },
    attempt: (conflict) => decide(world, ask, { bookingId, conflict }),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

type About = { bookingId: string | undefined; conflict: Conflict | null }

async function decide(world: World, ask: Ask, { bookingId, conflict }: About): Promise<Decided<Undone>> {
  const entries = await lastAction(world, ask, bookingId)
  const [first] = entries
  if (first && !first.entity.startsWith(ofBooking)) {
    const closed = first.action === "close" ? ownerClosure(first.entity) : null
    return closed === null ? no({ why: "last_stays" }) : decideLifting(world, ask, closed)
  }
  const what = undoable.find((action) => action === first?.action)
  const about = bookingId === undefined || entries.some(({ entity }) => entity === `booking:${bookingId}`)
  if (!what || !about) return no({ why: "nothing_to_undo" })
  const records = await Promise.all(entries.map(({ entity }) => findBooking(world, entity.slice(ofBooking.length))))
  const found = records.filter((record) => record !== null && mayUndo(ask.actor, record.booking))
  if (found.length < entries.length) return no({ why: "nothing_to_undo" })
  if (await changedSince(world, entries)) return no({ why: "changed_since" })
  if (conflict && conflict !== "stale") return no({ why: "cannot_undo" })
  const centre = await currentCentre(world)
  const undone: { booking: Booking; write: Rows }[] = []
  for (const [n, record] of found.entries()) {
    const entry = entries[n]
    if (!record || !entry) continue
    const undoing = { centre, ask, record, what, entry }
    const ids = found.flatMap((one) => (one ? [one.booking.id] : []))
    undone.push(back(undoing, await seated(world, undoing, { writes: undone.map(({ write }) => write), ids })))
  }
  const bookings = undone.map(({ booking }) => booking)
  // A room that is given up again is nobody's loss; one that is taken again must be for a session that still has some time to run.
  const over = bookings.some(
    (booking) => isLive(booking) && (booking.status === "requested" ? booking.start : booking.end) <= ask.now,
  )
  const begun = what === "book" && found.some((record) => record && record.booking.start <= ask.now)
  if (over || begun) return no({ why: "too_late" })
  return { outcome: { is: "undone", what, bookings }, write: together(undone.map(({ write }) => write)) }
}

const no = (refusal: Refused["refusal"]): Decided<Undone> => ({ outcome: refused(refusal), write: {} })

const mayUndo = ({ person, members }: Actor, { member }: Booking): boolean =>
  person.staff || members.some(({ id }) => id === member.id)

const ofBooking = "booking:"

/** What this person did last, if it was not long ago: several entries where one step changed several. With a booking, last to bookings. */
async function lastAction(world: World, { actor, now }: Ask, bookingId?: string): Promise<Entry[]> {
  const { rows } = await world.store.query<Entry>({
    name: "last-action",
    text: `with last as (
             select a.id, at, action, series_id, data ->> 'with' as together from audit a left join booking b on 'booking:' || b.id = a.entity
              where a.person_id = $1 and a.action not in ('late', 'show', 'went', 'read', 'invite')
                and (a.entity like 'booking:%' or $4 and a.entity ~ '^(closure|member|broadcast|course):') order by a.id desc limit 1)
           select a.id, a.at, a.action, a.entity, a.data
             from last join audit a on a.at = last.at and a.action = last.action
             left join booking b on 'booking:' || b.id = a.entity
            where a.person_id = $1 and a.at > $2 and a.at <= $3 and (a.id = last.id or b.series_id = last.series_id or a.data ->> 'with' = last.together)
            order by a.id`,
    values: [actor.person.id, after(now, -undoMinutes * minute), now, bookingId === undefined],
  })
  return rows
}

/** What this person did to a booking last, if it was not long ago: the action as it is recorded. */
export const lastDone = async (world: World, ask: Ask): Promise<string | null> =>
  (await lastAction(world, ask)).at(-1)?.action ?? null

/** Is any of them not the last that happened to its booking? */
async function changedSince(world: World, entries: readonly Entry[]): Promise<boolean> {
  const { rows } = await world.store.query<{ id: bigint }>({
    name: "last-entries",
    // That it made way for others, or was given its number, is nobody's change.
    text: "select max(id) as id from audit where entity = any($1) and action not in ('reassign', 'fix', 'show') group by entity",
    values: [entries.map(({ entity }) => entity)],
  })
  const last = new Set(rows.map(({ id }) => String(id)))
  return entries.some(({ id }) => !last.has(String(id)))
}

type Rows = Omit<Write, "at" | "turn">
type Undoing = { centre: Centre; ask: Ask; record: BookingRecord; what: Undoable; entry: Entry }

/** One booking as it was, where it can be seated now. What was promised a class gets any room of it, and others make way. */
async function seated(
  world: World,
  undoing: Undoing,
  { writes, ids }: { writes: readonly Rows[]; ids: readonly string[] },
): Promise<Booking & { moves: readonly Moving[] }> {
  const { centre, ask, record } = undoing
  const { member, booking: now } = record
  const was = before(undoing)
  const named = was.named && (await withNames(world, now.member.id, was.named))
  const booking: Booking = { ...now, ...was, ...(named ? { named } : {}), version: now.version + 1 }
  if (!isLive(booking) || booking.roomClass === null) return { ...booking, moves: [] }
  const wish = wishOf(booking)
  const facts = await factsFor(world, { centre, member, wish, ask }, now)
  const claims = withPlaces(facts, { ...placesOf(writes), still: ids })
  const others = fittingRooms({ centre, member, wish })
    .filter((room) => needsNoMore(centre, room, [booking.room]))
    .map(({ id }) => id)
  const rooms = [booking.room, ...others.filter((id) => id !== booking.room)]
  // Where there is none, the database says so.
  return { ...booking, moves: [], ...placeFor({ centre, facts: { claims }, session: wish, rooms }) }
}

/** The rows that make a booking what it was. */
function back(
  undoing: Undoing,
  { moves, ...booking }: Awaited<ReturnType<typeof seated>>,
): { booking: Booking; write: Rows } {
  const { centre, ask, record, what } = undoing
  const now = record.booking
  const way = makingWay(moves)
  const live = isLive(booking)
  const payer = { centre, member: record.member }
  const plan = planOf(centre, record.member.planId)
  return {
    booking,
    write: {
      release: [now.id],
      moves: way.moves,
      ...(live ? takes(centre, booking) : {}),
      ...hours(undoing, payer, booking),
      members: [
        {
          id: record.member.id,
          version: record.member.version,
          open_max: takesAgain(what) ? (plan?.openBookings ?? 0) : null,
        },
      ],
      bookings: [rowOf(booking, { createdAt: record.createdAt, now: ask.now })],
      gear: gearRows(booking),
      ...hostRows(booking, { had: now.named.length > 0 }),
      hush: [now.id],
      notices: [
        ...(live ? reminders(centre, booking, { now: ask.now, reminding: record.reminding }) : []),
        ...tidings(undoing, booking),
      ],
      audit: [
        audited(ask, booking, "undo", { of: what, minutesBack: what === "book" ? now.minutes : 0 }),
        ...way.audit,
      ],
    },
  }
}

/** It counts as open again. */
const takesAgain = (what: Undoable): boolean => what === "cancel" || what === "no_show" || what === "decline"

/** What whoever booked hears of it. That they are not there yet after all is nothing to them. */
function tidings({ ask, what, record }: Undoing, booking: Booking): NoticeRow[] {
  const { booking: was } = record
  if (booking.status === "no_show") return missedNotice(booking, "released", ask.now)
  switch (what) {
    case "approve":
    case "decline":
      return answeredNotice(booking, { now: ask.now, how: "reopened" })
    case "book":
      return told(ask, booking, { kind: "cancelled", was })
    case "cancel":
    case "no_show":
      return told(ask, booking, { kind: "restored", was })
    case "move":
    case "extend":
      return told(ask, booking, { kind: "moved", was })
    default:
      return []
  }
}

/** What a booking was before the action that its entry tells of. */
function before({ centre, ask, what, entry, record }: Undoing): Partial<Booking> {
  switch (what) {
    case "book":
      return { status: "cancelled" }
    case "cancel":
      return { status: entry.data.was === "requested" ? "requested" : "confirmed", checkedInAt: null }
    case "approve":
    case "decline":
      return { status: "requested" }
    case "move":
    case "extend": {
      const was = entry.data.was as Was
      const slot = { start: new Date(was.start), end: new Date(was.end) }
      const { named, ...what } = { ...asItIs(record.booking), ...costOf(centre, slot), ...was }
      return { ...what, roomClass: was.roomClass ?? null, ...slot, named: named.map((id) => ({ id, name: "" })) }
    }
    case "checkin":
      return { ...statusOf(entry), checkedInAt: null, heldUntil: graceFrom(centre, ask.now) }
    case "no_show":
      return { ...statusOf(entry), heldUntil: graceFrom(centre, ask.now) }
    case "forgive":
      return { status: "no_show" }
  }
}

/** What an entry that was written before these were does not tell. */
const asItIs = ({ named, ...booking }: Booking) => ({ ...booking, named: named.map(({ id }) => id) })

const statusOf = ({ data }: Entry): Pick<Booking, "status"> => ({ status: (data.was as BookingStatus) ?? "confirmed" })

/** Whoever is waited for again has the whole time again. */
const graceFrom = ({ sessions: { noShow } }: Centre, now: Date): Date | null =>
  noShow === null ? null : after(now, noShow * minute)

type Payer = Parameters<typeof charge>[0]

function hours({ what, entry, record }: Undoing, payer: Payer, booking: Booking): Pick<Rows, "quota" | "forfeited"> {
  const now = record.booking
  switch (what) {
    case "book":
      return { quota: [giveBack(payer, { booking: now.id, cost: now })] }
    case "approve":
      return {}
    case "cancel":
    case "decline":
      return (entry.data.minutesBack ?? 0) > 0
        ? { quota: [charge(payer, { booking: now.id, cost: now })] }
        : { forfeited: [unforfeit(now)] }
    case "move":
    case "extend":
      return { quota: recharge(payer, now, booking) }
    case "checkin":
      return booking.status === "no_show" ? { forfeited: [forfeit(now)] } : {}
    case "no_show":
      return { forfeited: [unforfeit(now)] }
    case "forgive":
      return { quota: [charge(payer, { booking: now.id, cost: now })] }
  }
}
