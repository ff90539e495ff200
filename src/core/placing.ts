import { type Assignment, assign, type Moving } from "./allocation.js"
import { type Centre, hostsMax } from "./centre.js"
import type { Along, Claimed, Facts, Promised } from "./facts.js"
import { after, hour, type Interval, minute } from "./interval.js"
import type { RoomWish } from "./outcome.js"
import { needsNoMore } from "./qualification.js"
import type { Write } from "./write.js"

/**
 * Which room a session gets, and who makes way for it. Whoever wishes for "a small room" well ahead is promised one and no number;
 * until the number is told (`roomFixedHours` before the start), such a booking may change its room for whoever else needs one.
 */

export type Place = { room: string; moves: readonly Moving[] }

type Seeking = { centre: Centre; facts: Pick<Facts, "claims">; session: Interval; rooms: readonly string[] }

/** A room of these for a session, the first that is free or can be cleared with the fewest moves; null when none can be had at all. */
export function placeFor({ centre, facts, session, rooms }: Seeking): Place | null {
  const wanted = { start: session.start, end: after(session.end, centre.sessions.turnover * minute), rooms }
  const flexible = facts.claims.flatMap(({ flexible, ...claim }) =>
    flexible ? [{ ...claim, id: flexible.id, rooms: roomsOf(centre, flexible, claim.room) }] : [],
  )
  const occupied = facts.claims.filter((claim) => !claim.flexible)
  const found = assign({ wanted, occupied, flexible })
  return found && { room: found.room, moves: movesOf(facts.claims, found) }
}

/** Where a booking that was promised a class may sit. */
function roomsOf(centre: Centre, { class: kind, hosts }: Promised, room: string): string[] {
  const others = centre.rooms.filter(
    (other) =>
      other.class === kind &&
      other.id !== room &&
      hostsMax(centre, other) >= hosts &&
      needsNoMore(centre, other, [room]),
  )
  return [room, ...others.map(({ id }) => id)]
}

const movesOf = (claims: readonly Claimed[], { moves }: Assignment): Moving[] =>
  moves.flatMap(({ id, room }) =>
    claims.flatMap(({ flexible, room: was }) =>
      flexible?.id === id ? [{ id, version: flexible.version, member: flexible.member, was, room }] : [],
    ),
  )

/** The class that is promised in place of a room; null when a number is: it was wished for, it is told by now, or there is but one. */
export function promisedClass(centre: Centre, wish: { room: RoomWish; start: Date }, now: Date): string | null {
  if (typeof wish.room !== "object" || !("class" in wish.room)) return null
  const { class: kind } = wish.room
  if (centre.rooms.filter((room) => room.class === kind).length < 2) return null
  return wish.start > after(now, centre.sessions.roomFixedHours * hour) ? kind : null
}

/** The rows by which others make way: nobody is told, for nobody was promised a number. */
export const makingWay = (moves: readonly Moving[]): Required<Pick<Write, "moves" | "audit">> => ({
  moves: moves.map(({ id, version, room }) => ({ id, version, room_id: room })),
  audit: moves.map(({ id, member, was, room }) => ({
    person_id: null,
    member_id: member,
    via: "desk",
    action: "reassign",
    entity: `booking:${id}`,
    data: { was, room },
  })),
})

/** Where those are that were decided just before, to be written together, and who makes way for them. */
export const placesOf = (writes: readonly Pick<Write, "claims" | "moves">[]): Pick<Along, "claims" | "moves"> => ({
  claims: writes.flatMap(({ claims = [] }) =>
    claims.map(({ room_id, starts_at, ends_at }) => ({ room: room_id, start: starts_at, end: ends_at })),
  ),
  moves: writes.flatMap(({ moves = [] }) => moves.map(({ id, room_id }) => ({ id, room: room_id }))),
})
