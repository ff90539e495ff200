import fc from "fast-check"
import { expect, test } from "vitest"
import { type Allocation, assign, boundsMet, type Flexible } from "../../src/core/allocation.js"
import { type Interval, overlaps } from "../../src/core/interval.js"

const rooms = ["a", "b", "c", "d"]
const hour = (n: number): Date => new Date(Date.UTC(2026, 10, 24, n))
const stretch = fc
  .tuple(fc.nat(7), fc.integer({ min: 1, max: 4 }))
  .map(([from, length]): Interval => ({ start: hour(from), end: hour(from + length) }))
const someRooms = fc.oneof(fc.constant(rooms), fc.subarray(rooms, { minLength: 1 }))
const clear = (one: Interval & { room: string }, others: readonly (Interval & { room: string })[]): boolean =>
  !others.some((other) => other.room === one.room && overlaps(other, one))

/** Everybody sits somewhere allowed, and nobody in another's room. */
const situation: fc.Arbitrary<Allocation> = fc
  .record({
    wanted: fc.tuple(stretch, someRooms).map(([at, rooms]) => ({ ...at, rooms })),
    tried: fc.array(fc.tuple(stretch, fc.constantFrom(...rooms), fc.boolean(), someRooms), { maxLength: 10 }),
  })
  .map(({ wanted, tried }) => {
    const occupied: Allocation["occupied"][number][] = []
    const flexible: Flexible[] = []
    tried.forEach(([at, room, fixed, some], n) => {
      if (!clear({ ...at, room }, [...occupied, ...flexible])) return
      if (fixed) occupied.push({ ...at, room })
      else if (flexible.length < 6) flexible.push({ ...at, room, id: `f${n}`, rooms: [...new Set([room, ...some])] })
    })
    return { wanted, occupied, flexible }
  })

/** Every way of seating everybody: the fewest moves, or null when there is none. */
function bruteForce({ wanted, occupied, flexible }: Allocation): number | null {
  let best: number | null = null
  const seat = (n: number, seated: readonly (Interval & { room: string })[], moves: number): void => {
    const one = flexible[n]
    if (!one) {
      if (wanted.rooms.some((room) => clear({ ...wanted, room }, seated)) && (best === null || moves < best))
        best = moves
      return
    }
    for (const room of one.rooms) {
      const there = { ...one, room }
      if (clear(there, seated)) seat(n + 1, [...seated, there], moves + (room === one.room ? 0 : 1))
    }
  }
  seat(0, occupied, 0)
  return best
}

/** `sits("x", 10, 12, "ab")`: x is in a from 10 to 12, and could be in b. */
const sits = (id: string, from: number, to: number, some: string): Flexible => ({
  ...{ id, start: hour(from), end: hour(to) },
  ...{ room: some.charAt(0), rooms: [...some] },
})
const fixed = (room: string, from: number, to: number) => ({ room, start: hour(from), end: hour(to) })
const wants = (from: number, to: number, some: string) => ({ start: hour(from), end: hour(to), rooms: [...some] })
const moved = (found: ReturnType<typeof assign>) =>
  found && [found.room, ...found.moves.map(({ id, room }) => `${id}:${room}`).sort()].join(" ")

test("the best room that is free; nobody moves for a better one, nor for what only touches", () => {
  expect(moved(assign({ wanted: wants(10, 12, "ba"), occupied: [], flexible: [] }))).toBe("b")
  const around = [sits("x", 8, 10, "bc"), sits("y", 12, 14, "bc")]
  expect(moved(assign({ wanted: wants(10, 12, "ba"), occupied: [], flexible: around }))).toBe("b")
  expect(moved(assign({ wanted: wants(9, 12, "ba"), occupied: [], flexible: around }))).toBe("a")
})

test("one makes way for another, in chains of two and of three", () => {
  const wanted = wants(10, 12, "a")
  const flexible = [sits("x", 10, 12, "ab"), sits("y", 11, 13, "bc"), sits("z", 12, 14, "cd")]
  const withFixed = (...occupied: Allocation["occupied"]) => moved(assign({ wanted, occupied, flexible }))
  expect(withFixed()).toBe("a x:b y:c z:d")
  expect(withFixed(fixed("d", 10, 12), fixed("d", 14, 15))).toBe("a x:b y:c z:d")
  expect(withFixed(fixed("d", 13, 14))).toBeNull()
  expect(moved(assign({ wanted, occupied: [], flexible: flexible.slice(0, 2) }))).toBe("a x:b y:c")
  expect(moved(assign({ wanted, occupied: [fixed("c", 12, 13)], flexible: flexible.slice(0, 2) }))).toBeNull()
  expect(boundsMet.steps, "every way was tried, and no more").toBe(0)
})

test("one long session displaces several at once, when no fewer will do", () => {
  const three = [sits("x", 10, 11, "ad"), sits("y", 11, 12, "ad"), sits("z", 12, 13, "ad")]
  const occupied = [fixed("b", 9, 11)]
  expect(moved(assign({ wanted: wants(10, 13, "ab"), occupied, flexible: three }))).toBe("a x:d y:d z:d")
  const two = [sits("u", 10, 11, "cd"), sits("v", 12, 13, "cd")]
  expect(moved(assign({ wanted: wants(10, 13, "abc"), occupied, flexible: [...three, ...two] }))).toBe("c u:d v:d")
})

/**
 * Two-hour sessions, back to back, until an hour of the day: half of the rooms change on even hours, half on odd. In s0 and s1 it is the
 * other way round from the second session on; what is wanted fits only when these two exchange all that follows.
 */
function shifts(pairs: number, until: number): Allocation {
  const all = Array.from({ length: pairs * 2 }, (_, n) => `s${n}`)
  const run = (room: string, from: number): Flexible[] =>
    Array.from({ length: (until - from + 1) >> 1 }, (_, n) => ({
      ...{ id: `${room}-${n}`, start: hour(from + 2 * n), end: hour(from + 2 * n + 2) },
      ...{ room, rooms: all },
    }))
  const [even = "", odd = "", ...others] = all
  return {
    wanted: { start: hour(0), end: hour(2), rooms: all },
    occupied: [odd, ...others.filter((_, n) => n % 2 === 1)].map((room) => fixed(room, -1, 1)),
    flexible: [...run(even, 1), ...run(odd, 2), ...others.flatMap((room, n) => run(room, n % 2))],
  }
}

test("two rooms exchange all that is left of their day", () => {
  const found = assign(shifts(1, 6))
  expect(moved(found)).toBe("s0 s0-0:s1 s0-1:s1 s0-2:s1 s1-0:s0 s1-1:s0")
})

test("what only a very long search could decide is refused, and counted", () => {
  const about = shifts(4, 12)
  const before = boundsMet.steps
  const last = fixed("s1", 12, 14)
  expect(assign({ ...about, occupied: [...about.occupied, last] })).toBeNull()
  expect(boundsMet.steps).toBe(before + 1)
})

test("a class whose load is full is refused without a search, however many ways to sit there are", () => {
  const before = boundsMet.steps
  const { occupied, flexible, wanted } = shifts(4, 12)
  const late = { ...wanted, start: hour(1), end: hour(3) }
  expect(assign({ occupied, flexible, wanted: late })).toBeNull()
  const withAnother = flexible.map((one) => ({ ...one, rooms: [...one.rooms, "closed"] }))
  const closed = [...occupied, fixed("closed", 0, 14)]
  expect(assign({ occupied: closed, flexible: withAnother, wanted: late })).toBeNull()
  expect(boundsMet.steps).toBe(before)
})

/** Fewer where each mutant of the code is tried (`npm run mutate`). */
const runs = Number(process.env.ALLOCATION_RUNS ?? 20_000)

test("accepts exactly what brute force accepts, with as few moves, and moves nothing that is fixed", () => {
  const before = boundsMet.steps
  const seen = { no: 0, free: 0, one: 0, more: 0 }
  fc.assert(
    fc.property(situation, (about) => {
      const best = bruteForce(about)
      const found = assign(about)
      seen[best === null ? "no" : best === 0 ? "free" : best === 1 ? "one" : "more"] += 1
      expect(found === null ? null : found.moves.length).toBe(best)
      if (!found) return
      const to = new Map(found.moves.map(({ id, room }) => [id, room]))
      const after = about.flexible.map((one) => ({ ...one, room: to.get(one.id) ?? one.room }))
      for (const { id, room, rooms } of after) expect(rooms, id).toContain(room)
      expect(about.wanted.rooms).toContain(found.room)
      const all = [...about.occupied, ...after, { ...about.wanted, room: found.room }]
      all.forEach((one, n) => {
        expect(clear(one, all.slice(n + 1))).toBe(true)
      })
      expect([...to.keys()].every((id) => about.flexible.some((one) => one.id === id && one.room !== to.get(id)))).toBe(
        true,
      )
    }),
    { numRuns: runs, seed: 20_261_126 },
  )
  // It must have been a test: plenty of each.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(runs / 200)
  expect(boundsMet.steps).toBe(before)
})

test("a full day of twelve rooms, all flexible: full exactly when the load is", () => {
  const before = boundsMet.steps
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 3 })), { minLength: 80, maxLength: 120 }),
      (all) => {
        const twelve = Array.from({ length: 12 }, (_, n) => `r${n}`)
        let seated: Flexible[] = []
        all.forEach(([from, length], n) => {
          const wanted = { start: hour(from), end: hour(from + length), rooms: twelve }
          const found = assign({ wanted, occupied: [], flexible: seated })
          const load = Math.max(
            ...Array.from(
              { length },
              (_, k) => seated.filter(({ start, end }) => start <= hour(from + k) && hour(from + k) < end).length,
            ),
          )
          expect(found !== null).toBe(load < 12)
          if (!found) return
          const to = new Map(found.moves.map(({ id, room }) => [id, room]))
          seated = seated.map((one) => ({ ...one, room: to.get(one.id) ?? one.room }))
          seated.push({ ...wanted, id: `f${n}`, room: found.room })
        })
      },
    ),
    { numRuns: Math.ceil(runs / 667), seed: 20_261_126 },
  )
  expect(boundsMet.steps, "refused by the load, not by giving up").toBe(before)
})
