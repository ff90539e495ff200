import { after, type Interval, overlaps } from "./interval.js"

/**
 * Who sits where among bookings that were promised a room of a class and not a number. Pure, and knows rooms by id only; intervals
 * are as claimed, turnover included.
 *
 * Whether intervals fit into rooms of which some are taken for a while is precolouring extension of interval graphs, NP-hard in
 * general; a day of a dozen rooms is small. {@link assign} takes a room that is free; else what is wanted displaces whoever sits in a
 * room and may move, they displace others, and so on, one move allowed, then two, … So the first answer has the fewest moves, and no
 * is only said when no assignment exists, with one bound: after {@link stepsMax} steps it gives up and says no too.
 * `npm run bench -- B14` tells how often that is met.
 */

/** A booking that may sit in any of `rooms`, and sits in `room`. */
export type Flexible = Interval & { id: string; room: string; rooms: readonly string[] }
/** What nobody may move: fixed bookings, what is kept, closures, courses. */
export type Occupied = Interval & { room: string }
export type Assignment = { room: string; moves: readonly { id: string; room: string }[] }
export type Allocation = {
  /** What is to find a place; its rooms, the best first. */
  wanted: Interval & { rooms: readonly string[] }
  occupied: readonly Occupied[]
  flexible: readonly Flexible[]
}

/** A booking that makes way: from where to where. */
export type Moving = { id: string; version: number; member: string; was: string; room: string }

export const stepsMax = 10_000
/** How often the search was cut short since the program started. */
export const boundsMet = { steps: 0 }

/** Something without a room. */
type Homeless = Interval & { id: string; rooms: readonly string[] }
type Put = { id: string; room: string }

/** @returns a room for what is wanted and who moves for it, as few as possible; null when nobody's moving would help */
export function assign({ wanted, occupied, flexible }: Allocation): Assignment | null {
  const taken = [...occupied, ...flexible]
  const free = wanted.rooms.find((room) => !taken.some((other) => other.room === room && overlaps(other, wanted)))
  if (free !== undefined) return { room: free, moves: [] }
  const sought: Homeless = { ...wanted, id: "" }
  if (overloaded([sought, ...flexible.filter((other) => overlaps(other, wanted))], occupied)) return null
  const limit: Limit = { moves: 1, beyond: 1, steps: stepsMax }
  while (limit.beyond < Number.POSITIVE_INFINITY) {
    limit.moves = limit.beyond
    limit.beyond = Number.POSITIVE_INFINITY
    const [first, ...moves] = displace([sought], { fixed: occupied, home: flexible, moved: 0 }, limit) ?? []
    if (first) return { room: first.room, moves }
  }
  if (limit.steps <= 0) boundsMet.steps += 1
  return null
}

/** At some moment these cannot each have a room, wherever they would be before and after: most of the time there is no more to it. */
function overloaded(all: readonly Homeless[], occupied: readonly Occupied[]): boolean {
  const items = all.map((item) => {
    const barred = occupied.filter((other) => overlaps(other, item)).map(({ room }) => room)
    return { ...item, rooms: item.rooms.filter((room) => !barred.includes(room)) }
  })
  return items.some(({ start }) => {
    const moment = { start, end: after(start, 1) }
    const sitting = new Map<string, Homeless>()
    return !items.every((item) => !overlaps(item, moment) || seat(item, sitting, new Set()))
  })
}

/** Finds an item a room, asking those who sit to change (a bipartite matching by augmenting paths). */
function seat(item: Homeless, sitting: Map<string, Homeless>, asked: Set<string>): boolean {
  return item.rooms.some((room) => {
    if (asked.has(room)) return false
    asked.add(room)
    const there = sitting.get(room)
    if (there && !seat(there, sitting, asked)) return false
    sitting.set(room, item)
    return true
  })
}

/** Who stays: `fixed` for good, `home` until displaced; `moved` no longer do. */
type Seated = { fixed: readonly Occupied[]; home: readonly Flexible[]; moved: number }
/** `beyond`: the fewest moves of what was left out because it takes more than `moves`. `steps`: how many are left. */
type Limit = { moves: number; beyond: number; steps: number }

/**
 * Puts the homeless into rooms, in their order, and whoever they displace after them; who was put somewhere stays there. Whoever moves
 * in an assignment of fewest moves was displaced by somebody: else they could have stayed.
 */
function displace([one, ...others]: readonly Homeless[], { fixed, home, moved }: Seated, limit: Limit): Put[] | null {
  if (!one) return []
  if (limit.steps <= 0) return null
  limit.steps -= 1
  for (const room of one.rooms) {
    const inTheWay = (other: Occupied) => other.room === room && overlaps(other, one)
    if (fixed.some(inTheWay)) continue
    const displaced = home.filter(inTheWay)
    const moves = moved + displaced.length
    if (moves > limit.moves) {
      limit.beyond = Math.min(limit.beyond, moves)
      continue
    }
    const stay = home.filter((other) => !displaced.includes(other))
    const put = { fixed: [...fixed, { ...one, room }], home: stay, moved: moves }
    const rest = displace([...others, ...displaced], put, limit)
    if (rest) return [{ id: one.id, room }, ...rest]
  }
  return null
}
