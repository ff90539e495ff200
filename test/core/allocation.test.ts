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

test("accepts exactly what brute force accepts, with as few moves, and moves nothing that is fixed", () => {
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
    { numRuns: 20_000, seed: 20_261_126 },
  )
  // It must have been a test: plenty of each.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(100)
  expect(boundsMet).toEqual({ states: 0, steps: 0 })
}, 120_000)

test("a full day of twelve rooms, all flexible: full exactly when the load is", () => {
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
    { numRuns: 30, seed: 20_261_126 },
  )
}, 120_000)
