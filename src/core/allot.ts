import type { Moving } from "./allocation.js"
import type { Tried, TurnOfDraw } from "./ballot-record.js"
import type { Ballot, BallotWish, Entry } from "./ballot-rows.js"
import { wishers } from "./ballots.js"
import { decideBook } from "./booking.js"
import { isSame } from "./case.js"
import { planOf } from "./centre.js"
import type { AppliedCentre } from "./centre-store.js"
import type { Decided } from "./command.js"
import { alone, type Claimed, type Cost, type Facts, withSpent } from "./facts.js"
import { after, type Interval, minute, minutesOf, overlaps } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import { type Listed, wishText } from "./lot.js"
import type { ActingFor, Ask, Booking, Refusal } from "./outcome.js"
import { actingFor } from "./people.js"
import { makingWay } from "./placing.js"
import { costOf, decide } from "./rules.js"
import { together } from "./series.js"
import { plainly } from "./waitlist-rows.js"
import type { World } from "./world.js"
import type { WaitingRow, Write } from "./write.js"

/** Who gets what in a draw, once the order is drawn: nothing is written here. */

/** A member's list in the draw: as whom it books, by whose wish, on what is known of it. */
export type Lot = Listed & {
  entry: Entry
  member: ActingFor
  people: ReadonlyMap<string, Contact>
  facts: Facts
  /** Wishes not tried yet, the best first; those that came true; those for what is taken. */
  left: BallotWish[]
  won: BallotWish[]
  lost: BallotWish[]
}

type Known = { ballot: Ballot; centre: AppliedCentre; entries: readonly Entry[]; now: Date }

/** The lists that take part, each with what is known around its wishes: not those of members who may not book just now. */
export async function lotsOf(world: World, { ballot, centre, entries, now }: Known): Promise<Lot[]> {
  const lots: Lot[] = []
  for (const entry of entries) {
    const member = await actingFor(world, entry.member)
    if (!member || member.status === "suspended") continue
    const { wishes, ticket } = entry
    const facts = await loadFacts(world, {
      window: around(centre, ballot),
      now,
      memberId: member.id,
      months: [...new Set(wishes.map((wish) => costOf(centre, wish).month))],
      except: [],
    })
    lots.push({
      ...{ ticket, entry, member, facts, people: await peopleOf(world, entry) },
      weight: planOf(centre, member.planId)?.ballotWeight ?? 1,
      wishes: wishes.map(wishText),
      ...{ left: [...wishes], won: [], lost: [] },
    })
  }
  return lots
}

type Contact = NonNullable<ActingFor["contact"]>

/** Those who entered the wishes and are the merchant's people still: what they wished for is booked as made by them. */
export async function peopleOf({ store }: World, entry: Entry): Promise<Map<string, Contact>> {
  const rows = await store.prisma.personMember.findMany({
    where: { memberId: entry.member, personId: { in: wishers(entry) } },
    include: { person: { select: { id: true, reminders: true, quiet: true } } },
  })
  return new Map(
    rows.map(({ person: { id, reminders, quiet } }) => [
      id,
      { id, reminding: { leads: reminders as readonly number[] | null, quiet } },
    ]),
  )
}

/** All that a ballot covers, with the turnover after it. */
function around(centre: AppliedCentre, { windows }: Ballot): Interval {
  const [first, last] = [windows[0], windows.at(-1)]
  if (!first || !last) throw new Error("a ballot covers something")
  return { start: first.start, end: after(last.end, centre.sessions.turnover * minute) }
}

type Allotting = { ask: Ask; ballot: Ballot; centre: AppliedCentre; lots: readonly Lot[] }
export type Rows = Decided<unknown>["write"]

/** Gives each list, in this order and round after round, the best that can still be had; what cannot is not tried again. */
export async function allot(
  world: World,
  { ask, ballot, centre, lots }: Allotting,
): Promise<{ turns: TurnOfDraw[]; rows: Rows }> {
  const [first] = lots
  const shared: Shared = { writes: [], used: new Map(), claims: [...(first?.facts.claims ?? [])] }
  for (const [resource, slots] of first?.facts.used ?? []) shared.used.set(resource, new Map(slots))
  const turns: TurnOfDraw[] = []
  for (let round = 1; round <= ballot.winsMax; round++) {
    for (const lot of lots) {
      const tried: Tried[] = []
      while (lot.left.length > 0 && tried.at(-1)?.is !== "won")
        tried.push(await attempt(world, { ask, centre, lot, shared }))
      if (tried.length > 0) turns.push({ round, ticket: lot.ticket, tried })
    }
  }
  return { turns, rows: seated(shared, first?.facts.claims ?? []) }
}

/** What was given so far: it is in everybody's way, but that whoever was promised any room of a class makes way for others. */
type Shared = { writes: Rows[]; used: Map<string, Map<number, number>>; claims: Claimed[] }
type Attempting = { ask: Ask; centre: AppliedCentre; lot: Lot; shared: Shared }

/** Tries the best wish that a list has left. */
async function attempt(world: World, { ask, centre, lot, shared }: Attempting): Promise<Tried> {
  const next = lot.left.shift()
  if (!next) throw new Error("a list with a wish")
  const wish = lot.entry.wishes.indexOf(next) + 1
  if (lot.won.some((won) => overlaps(won, next))) return { wish, is: "overlaps" }
  const contact = contactFor(lot, next)
  const member = { ...lot.member, contact }
  const facts: Facts = { ...lot.facts, used: shared.used, claims: shared.claims }
  if (facts.own.some((own) => isSame(centre, own, next))) return { wish, is: "had" }
  const along = { ...alone, costs: costsOf(centre, lot.won) }
  const about = { centre, now: ask.now, member, wish: next, byLot: true as const }
  const decision = decide({ ...about, facts: withSpent(facts, { centre, member, along }) })
  if (decision.is === "no") {
    if (waits.has(decision.refusal.why)) lot.lost.push(next)
    return { wish, is: decision.refusal.why }
  }
  // As if they had booked it themselves: nobody else is to be told of it.
  const person = { ...ask.actor.person, id: contact?.id ?? ask.actor.person.id, staff: false }
  const by: Ask = { ...ask, actor: { person, member, members: [], via: "ballot" } }
  const { outcome, write } = await decideBook(world, by, {
    ...{ wish: next, id: world.newId(), member, presume: false, along, byLot: facts },
  })
  if (outcome.is !== "booked") throw new Error(`decided to book, and ${outcome.is}`)
  const { booking } = outcome
  lot.won.push(next)
  shared.writes.push({ ...write, moves: [], audit: write.audit?.filter(({ action }) => action !== "reassign") ?? [] })
  use(shared.used, write)
  sit(centre, shared, { booking, moves: decision.moves })
  return { wish, is: "won", room: booking.roomClass === null ? booking.room : null }
}

/** Whose it is: who entered it, or whom the merchant has where that person has left. */
const contactFor = (lot: Lot, { by }: BallotWish): Contact | null => lot.people.get(by) ?? lot.member.contact ?? null

/** A session has its room, and those who make way for it have theirs. */
function sit(
  { sessions }: AppliedCentre,
  shared: Shared,
  { booking, moves }: { booking: Booking; moves: readonly Moving[] },
): void {
  const { id, room, start, hosts, roomClass } = booking
  const to = new Map(moves.map((move) => [move.id, move.room]))
  const flexible =
    roomClass === null ? {} : { flexible: { id, version: 0, class: roomClass, hosts, member: booking.member.id } }
  shared.claims = [
    ...shared.claims.map((claim) => ({ ...claim, room: to.get(claim.flexible?.id ?? "") ?? claim.room })),
    { room, start, end: after(booking.end, sessions.turnover * minute), ...flexible },
  ]
}

/** All that was given as one write, everybody in the room that they have in the end. */
function seated({ writes, claims }: Shared, before: Facts["claims"]): Rows {
  const rooms = new Map(claims.flatMap(({ flexible, room }) => (flexible ? [[flexible.id, room] as const] : [])))
  const moved = before.flatMap(({ flexible, room: was }): Moving[] => {
    const room = flexible && rooms.get(flexible.id)
    return !room || room === was
      ? []
      : [{ id: flexible.id, version: flexible.version, member: flexible.member, was, room }]
  })
  const { moves, audit } = makingWay(moved)
  const rows = together(writes)
  return {
    ...rows,
    moves,
    claims: rows.claims?.map((claim) => ({ ...claim, room_id: rooms.get(claim.owner_id) ?? claim.room_id })) ?? [],
    bookings:
      rows.bookings?.map((booking) => ({ ...booking, room_id: rooms.get(booking.id) ?? booking.room_id })) ?? [],
    audit: [...(rows.audit ?? []), ...audit],
  }
}

/** What may become free: who wished for it waits for it. */
const waits: ReadonlySet<Refusal["why"]> = new Set(["taken", "floor_full", "gear_short", "blocked"])

const costsOf = (centre: AppliedCentre, won: readonly BallotWish[]): Cost[] => won.map((wish) => costOf(centre, wish))

const quarter = 15 * minute

/** The floor and gear that a session takes are not there for the next. */
function use(used: Shared["used"], { usage = [] }: Pick<Write, "usage">): void {
  for (const { resource_id, starts_at, ends_at, amount } of usage) {
    const slots = used.get(resource_id) ?? new Map<number, number>()
    used.set(resource_id, slots)
    for (let slot = Math.floor(starts_at.getTime() / quarter) * quarter; slot < ends_at.getTime(); slot += quarter)
      slots.set(slot, (slots.get(slot) ?? 0) + amount)
  }
}

type Lining = { ballot: Ballot; lots: readonly Lot[]; now: Date }

/**
 * What could not be had goes to the end of the line, in the drawn order, as far as the member may still win: not what lies in the hours
 * of something that it won.
 */
export function inLine(world: World, { ballot, lots, now }: Lining): WaitingRow[] {
  const waiting = lots
    .filter(({ won }) => won.length < ballot.winsMax)
    .flatMap((lot) => {
      const free = lot.lost.filter((wish) => !lot.won.some((other) => overlaps(other, wish)))
      return free.flatMap((wish) => {
        const person = contactFor(lot, wish)
        return person ? [{ member: lot.entry.member, person: person.id, wish }] : []
      })
    })
  return waiting.map(({ member, person, wish: { room, start, end, hosts, gear } }, place) => ({
    id: world.newId(),
    member_id: member,
    person_id: person,
    wish: plainly({ room, minutes: minutesOf({ start, end }), hosts, gear, windows: [{ start, end }] }),
    starts_at: start,
    ends_at: end,
    status: "waiting",
    version: 1,
    // The line goes by when one came.
    created_at: after(now, place),
  }))
}
