import { type Interval, overlaps } from "./interval.js"

/**
 * Who sits where among bookings that were promised a room of a class and not a number. Pure, and knows rooms by id only; intervals
 * are as claimed, turnover included.
 *
 * Whether intervals fit into rooms of which some are taken for a while is precolouring extension of interval graphs, NP-hard in
 * general; a day of a dozen rooms is small. {@link assign} takes, in this order: a room that is free; one that a single move frees; else the answer of an exact
 * search, through the bookings in time order, that remembers the states it found hopeless (rooms that can still serve the same
 * bookings are one and the same to it). So no is only said when no assignment exists, with one bound: after {@link statesMax} states
 * it gives up and says no too. Given a yes, the fewest moves are looked for by chains of displacement, one move allowed, then two, …;
 * this is exact up to {@link stepsMax} steps, after which the assignment found so far is taken, however many it moves.
 * `bench/flexible.ts` counts how often either bound is met.
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

export const statesMax = 50_000
export const stepsMax = 20_000
/** How often each bound was met since the program started. */
export const boundsMet = { states: 0, steps: 0 }

/** @returns a room for what is wanted and who moves for it, as few as possible; null when nobody's moving would help */
export function assign({ wanted, occupied, flexible }: Allocation): Assignment | null {
  const taken = [...occupied, ...flexible]
  const free = wanted.rooms.find((room) => !taken.some((other) => other.room === room && overlaps(other, wanted)))
  if (free !== undefined) return { room: free, moves: [] }
  if (flexible.length === 0) return null
  const { items, still } = component(wanted, flexible)
  const puzzle = puzzleOf(items, [...occupied, ...still])
  if (overloaded(puzzle)) return null
  const one = displace(puzzle, { allowed: 1, steps: { left: stepsMax } })
  if (one) return assignmentOf(puzzle, one)
  const found = search(puzzle)
  if (!found) return null
  const fewest = fewestMoves(puzzle, movesIn(puzzle, found).length)
  return assignmentOf(puzzle, fewest ?? found)
}

/** Something to be placed: its home is where it sits, -1 for what is wanted. `options`: the rooms that nothing immovable bars. */
type Item = { start: number; end: number; id: string; home: number; options: readonly number[] }
type Puzzle = { rooms: readonly string[]; items: readonly Item[] }
/** The room of each item. */
type Placing = readonly number[]

type Member = Interval & { id: string; room: string; rooms: readonly string[] }

/** Those whom moving could concern: who overlaps what is wanted and could be in one of the same rooms, and so on from there. */
function component(
  wanted: Allocation["wanted"],
  flexible: readonly Flexible[],
): { items: Member[]; still: Flexible[] } {
  const items: Member[] = [{ ...wanted, id: "", room: "" }]
  let still = [...flexible]
  for (const member of items) {
    const touched = still.filter(
      (other) => overlaps(other, member) && other.rooms.some((room) => member.rooms.includes(room)),
    )
    items.push(...touched)
    still = still.filter((other) => !touched.includes(other))
  }
  return { items, still }
}

function puzzleOf(members: readonly Member[], immovable: readonly Occupied[]): Puzzle {
  const rooms = [...new Set(members.flatMap((member) => member.rooms))]
  const items = members.map((member): Item => {
    const open = member.rooms.filter(
      (room) => !immovable.some((other) => other.room === room && overlaps(other, member)),
    )
    return {
      id: member.id,
      start: member.start.getTime(),
      end: member.end.getTime(),
      home: rooms.indexOf(member.room),
      options: open.map((room) => rooms.indexOf(room)),
    }
  })
  return { rooms, items: items.sort((a, b) => a.start - b.start) }
}

const overlap = (a: Item, b: Item): boolean => a.start < b.end && b.start < a.end

/** At some moment those to be placed cannot each have a room, wherever they would be before and after. */
const overloaded = ({ items }: Puzzle): boolean =>
  items.some(({ start }) => {
    const active = items.filter((item) => item.start <= start && start < item.end)
    const sitting = new Map<number, Item>()
    return !active.every((item) => seat(item, { sitting, asked: new Set() }))
  })

/** Finds an item a room, asking those who sit to change (a bipartite matching by augmenting paths). */
function seat(item: Item, { sitting, asked }: { sitting: Map<number, Item>; asked: Set<number> }): boolean {
  return item.options.some((room) => {
    if (asked.has(room)) return false
    asked.add(room)
    const there = sitting.get(room)
    if (there && !seat(there, { sitting, asked })) return false
    sitting.set(room, item)
    return true
  })
}

/** Places all, in order of their starts, or proves that it cannot be. Everyone stays at home where that leads to an end. */
function search({ rooms, items }: Puzzle): Placing | null {
  const kinds = kindsOf(rooms.length, items)
  const until = rooms.map(() => 0)
  const placing: number[] = []
  const hopeless = new Set<string>()
  /** Is there nothing left for somebody who comes while this one is in? */
  const strands = (n: number): boolean => {
    const { end = 0 } = items[n] ?? {}
    for (let next = n + 1; next < items.length; next++) {
      const { start = end, options = [] } = items[next] ?? {}
      if (start >= end) return false
      if (!options.some((room) => (until[room] ?? 0) <= start)) return true
    }
    return false
  }
  const place = (n: number): boolean => {
    const item = items[n]
    if (!item) return true
    const same = (room: number) => `${kinds[n]?.[room]}:${Math.max(until[room] ?? 0, item.start)}`
    const state = `${n} ${rooms.map((_, room) => same(room)).sort()}`
    if (hopeless.has(state)) return false
    const tried = new Set<string>()
    for (const room of [item.home, ...item.options]) {
      if (!item.options.includes(room) || (until[room] ?? 0) > item.start || tried.has(same(room))) continue
      tried.add(same(room))
      const before = until[room] ?? 0
      until[room] = item.end
      placing[n] = room
      if (!strands(n) && place(n + 1)) return true
      until[room] = before
      if (hopeless.size >= statesMax) return false
    }
    hopeless.add(state)
    return false
  }
  const found = place(0)
  if (!found && hopeless.size >= statesMax) boundsMet.states += 1
  return found ? placing : null
}

/** For each item on: which rooms can serve the same of those that are still to come. */
function kindsOf(rooms: number, items: readonly Item[]): string[][] {
  let serves = Array.from({ length: rooms }, () => "")
  const kinds: string[][] = []
  for (const item of items.toReversed()) {
    serves = serves.map((before, room) => `${before}${item.options.includes(room) ? 1 : 0}`)
    const names = new Map([...new Set(serves)].map((name, n) => [name, String(n)]))
    kinds.unshift(serves.map((name) => names.get(name) ?? name))
  }
  return kinds
}

const movesIn = ({ items }: Puzzle, placing: Placing): Item[] =>
  items.filter((item, n) => item.home >= 0 && placing[n] !== item.home)

function assignmentOf({ rooms, items }: Puzzle, placing: Placing): Assignment {
  const name = (n: number): string => rooms[placing[n] ?? -1] ?? ""
  const moves = items.flatMap((item, n) =>
    item.home >= 0 && placing[n] !== item.home ? [{ id: item.id, room: name(n) }] : [],
  )
  return { room: name(items.findIndex(({ home }) => home < 0)), moves }
}

/** Is there one with fewer moves than `found`? Null when there is none, or none was found in time. */
function fewestMoves(puzzle: Puzzle, found: number): Placing | null {
  const steps = { left: stepsMax }
  for (let allowed = 2; allowed < found; allowed++) {
    const placing = displace(puzzle, { allowed, steps })
    if (placing) return placing
    if (steps.left <= 0) {
      boundsMet.steps += 1
      return null
    }
  }
  return null
}

type Limit = { allowed: number; steps: { left: number } }

/**
 * Puts what is wanted into a room, those it displaces into others, and so on; who was put somewhere stays there. Whoever moves in an
 * assignment of fewest moves was displaced by somebody: else they could have stayed.
 */
function displace({ items }: Puzzle, { allowed, steps }: Limit): Placing | null {
  const wanted = items.findIndex(({ home }) => home < 0)
  const placing = items.map(({ home }) => home)
  const settled = new Set<number>()
  /** The homeless that an item would make in a room; null where somebody settled is in the way. */
  const displacing = (n: number, room: number): number[] | null => {
    const item = items[n] as Item
    const there = items.flatMap((other, m) => (m !== n && placing[m] === room && overlap(other, item) ? [m] : []))
    return there.some((m) => settled.has(m)) ? null : there
  }
  const settle = (homeless: readonly number[], moved: number): boolean => {
    if (homeless.length === 0) return true
    if (steps.left-- <= 0) return false
    const ways = homeless.map((n) => ({
      n,
      rooms: (items[n]?.options ?? []).flatMap((room) => {
        const next = room === items[n]?.home ? null : displacing(n, room)
        return next && moved + next.length <= allowed ? [{ room, next }] : []
      }),
    }))
    const [hardest] = ways.sort((a, b) => a.rooms.length - b.rooms.length)
    if (!hardest) return true
    const { n } = hardest
    settled.add(n)
    for (const { room, next } of hardest.rooms.sort((a, b) => a.next.length - b.next.length)) {
      placing[n] = room
      for (const m of next) placing[m] = -1
      const others = homeless.filter((m) => m !== n)
      if (settle([...others, ...next], moved + next.length)) return true
      for (const m of next) placing[m] = items[m]?.home ?? -1
    }
    placing[n] = -1
    settled.delete(n)
    return false
  }
  return settle([wanted], 0) ? placing : null
}
