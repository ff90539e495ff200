import { allot, inLine, type Lot, lotsOf, peopleOf, type Rows } from "./allot.js"
import type { DrawRecord } from "./ballot-record.js"
import { type Ballot, ballotBy, type Entry, undrawn } from "./ballot-rows.js"
import { byPerson, entriesOf } from "./ballots.js"
import { type AppliedCentre, currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { type Decided, perform } from "./command.js"
import { after, minute } from "./interval.js"
import { languageSchema } from "./language.js"
import { drawOrder, inTicketOrder, listDigest } from "./lot.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import type { NoticeRow, WaitingRow } from "./write.js"

/**
 * The draw of a ballot: lots give the order of the tickets (lot.ts), and in that order, round after round, each gets the best of its
 * wishes that can still be had. All of it is one write, on the ballot as it was read: it happens once, whoever starts it and however
 * many do, or not at all.
 */

export type Drawn =
  | { is: "drawn"; members: number; wins: number; waiting: number }
  /** Wishes may be entered until then. */
  | { is: "too_early"; until: Date }
  /** It was drawn before, or called off. */
  | { is: "over" }
  | Refused

/** Drawn again on what is there by then, this often at most: everybody may be booking something else meanwhile. */
const attemptsMax = 20

/** Draws a ballot whose deadline has passed. Staff only. */
export async function draw(world: World, ask: Ask, id: string): Promise<Drawn> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const drawn = await perform<Drawn>(world, ask, {
    what: { do: "draw", id },
    attempts: attemptsMax,
    attempt: () => decideDraw(world, ask, id),
  })
  if (drawn === "key_reused") return refused({ why: "key_reused" })
  await currentCentre(world, { fresh: true })
  if (drawn.is === "drawn") world.freed?.()
  return drawn
}

/** Draws what is due, also when the desk was not there at the deadline. @returns how many were drawn */
export async function drawDue(world: World, now: Date): Promise<number> {
  const due = (await undrawn(world)).filter(({ deadline }) => deadline <= now)
  const desk = { id: "desk", name: "", language: languageSchema.parse("en"), staff: true }
  let count = 0
  for (const { id, version } of due) {
    const ask: Ask = {
      actor: { person: desk, member: null, members: [], via: "desk" },
      now,
      key: `draw:${id}:${version}`,
    }
    if ((await draw(world, ask, id)).is === "drawn") count += 1
  }
  return count
}

async function decideDraw(world: World, ask: Ask, id: string): Promise<Decided<Drawn>> {
  const ballot = await ballotBy(world, id)
  if (!ballot) return { outcome: refused({ why: "not_found" }), write: {} }
  if (ballot.status !== "open") return { outcome: { is: "over" }, write: {} }
  if (ask.now < ballot.deadline) return { outcome: { is: "too_early", until: ballot.deadline }, write: {} }
  const centre = await currentCentre(world)
  const entries = await entriesOf(world, id)
  const lots = await lotsOf(world, { ballot, centre, entries, now: ask.now })
  const list = inTicketOrder(lots).map(({ ticket, weight, wishes }) => ({ ticket, weight, wishes }))
  const { seed } = await world.store.prisma.ballot.findUniqueOrThrow({ where: { id }, select: { seed: true } })
  const order = drawOrder(seed, list)
  const byTicket = new Map(lots.map((lot) => [lot.ticket, lot]))
  const sorted = order.flatMap((ticket) => byTicket.get(ticket) ?? [])
  const { turns, rows } = await allot(world, { ask, ballot, centre, lots: sorted })
  const record: DrawRecord = { list, listDigest: listDigest(list), order, turns }
  const told = await tellings(world, { ballot, entries, now: ask.now })
  return written({
    ask,
    ballot,
    centre,
    lots,
    record,
    rows,
    told,
    waiting: inLine(world, { ballot, lots: sorted, now: ask.now }),
  })
}

type Written = {
  ask: Ask
  ballot: Ballot
  centre: AppliedCentre
  lots: readonly Lot[]
  record: DrawRecord
  rows: Rows
  waiting: readonly WaitingRow[]
  told: readonly NoticeRow[]
}

function written({ ask, ballot, centre, lots, record, rows, waiting, told }: Written): Decided<Drawn> {
  const counts = { members: lots.length, wins: rows.bookings?.length ?? 0, waiting: waiting.length }
  const openMax = new Map(rows.members?.map((member) => [member.id, member.open_max]))
  return {
    outcome: { is: "drawn", ...counts },
    write: {
      ...rows,
      centre: centre.version,
      // Whoever is suspended or given another plan meanwhile was drawn as something else.
      members: lots.map(({ member: { id, version } }) => ({ id, version, open_max: openMax.get(id) ?? null })),
      // What somebody who won is about to confirm elsewhere is theirs still.
      release: [],
      ballots: [{ id: ballot.id, version: ballot.version + 1, status: "drawn", drawn_at: ask.now, record }],
      waiting,
      notices: [...(rows.notices ?? []), ...told],
      audit: [
        ...(rows.audit ?? []),
        ...waiting.map(({ id, person_id, member_id }) => ({
          ...{ person_id, member_id, via: "ballot", action: "wait", entity: `waiting:${id}`, data: {} },
        })),
        {
          person_id: ask.actor.via === "desk" ? null : byPerson(ask),
          member_id: null,
          via: ask.actor.via,
          action: "draw",
          entity: `ballot:${ballot.id}`,
          data: counts,
        },
      ],
    },
  }
}

/** Whoever wished is told what came of it, and the staff how it went. */
async function tellings(
  world: World,
  { ballot, entries, now }: { ballot: Ballot; entries: readonly Entry[]; now: Date },
): Promise<NoticeRow[]> {
  const last = ballot.windows.at(-1)?.end ?? now
  const row = { kind: "ballot", booking_id: null, due_at: now, stale_at: last > now ? last : after(now, 60 * minute) }
  const data = (member: string | null): NoticeData => ({ kind: "ballot", ballot: ballot.id, how: "drawn", member })
  const key = (...to: string[]): string => ["ballot", ballot.id, "drawn", ...to].join(":")
  const staff = await staffReaders(world)
  const theirs = await Promise.all(
    entries.map(async (entry) => {
      // Whoever has left the merchant learns nothing of it any more.
      const people = await peopleOf(world, entry)
      return [...people.keys()].map((person_id) => ({
        ...{ ...row, key: key(person_id, entry.member), person_id, address: null, data: data(entry.member) },
      }))
    }),
  )
  return [
    ...theirs.flat(),
    ...staff.map(({ id, ...reader }) => ({ ...row, ...reader, key: key(id), data: data(null) })),
  ]
}
