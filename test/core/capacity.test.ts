import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { freeStretches } from "../../src/core/availability.js"
import { floorId, freeOf, presumedFree, shortagesFor } from "../../src/core/facts.js"
import { contains, type Interval, minute, overlaps, subtract } from "../../src/core/interval.js"
import { busyOf } from "../../src/core/load-facts.js"
import { smallCentre } from "../support/centre.js"

/** Capacity over time: the cases that other booking systems stumbled over, and the algebra beneath them. */

const at = (clock: string): Date => new Date(`2026-11-24T${clock.padStart(5, "0")}:00+08:00`)
const span = (from: string, to: string): Interval => ({ start: at(from), end: at(to) })
const quarter = 15 * minute

/** Facts in which these sessions, of one unit each unless said, are already there. */
const used = (capacity: number, ...sessions: [string, string, number?][]) => {
  const slots = new Map<number, number>()
  for (const [from, to, amount = 1] of sessions) {
    for (let slot = at(from).getTime(); slot < at(to).getTime(); slot += quarter)
      slots.set(slot, (slots.get(slot) ?? 0) + amount)
  }
  return { ...presumedFree(smallCentre), capacity: new Map([[floorId, capacity]]), used: new Map([[floorId, slots]]) }
}
const fits = (facts: ReturnType<typeof used>, from: string, to: string, amount = 1): boolean =>
  freeOf(facts, floorId, span(from, to)) >= amount

describe("a capacity is a peak over time, not a count of neighbours", () => {
  test("3 at once; 10–11, 11–12 and 9:30–11 are there: 9–12 fits, its peak is 2", () => {
    expect(fits(used(3, ["10:00", "11:00"], ["11:00", "12:00"], ["09:30", "11:00"]), "09:00", "12:00")).toBe(true)
  })
  test("3 at once; 9–10:30, 9–9:30, 9–9:30 are there: another 9–9:30 does not fit", () => {
    expect(fits(used(3, ["09:00", "10:30"], ["09:00", "09:30"], ["09:00", "09:30"]), "09:00", "09:30")).toBe(false)
  })
  test("3 at once; 13:30–14:30, 13:30–15, 14–16, 15–15:30 are there: 14:30–16 fits in the gap", () => {
    expect(
      fits(used(3, ["13:30", "14:30"], ["13:30", "15:00"], ["14:00", "16:00"], ["15:00", "15:30"]), "14:30", "16:00"),
    ).toBe(true)
  })
  test("2 at once; 7:30–12, 16–19, 8:30–17, 12:30–15:30 are there: 15–16:45 does not fit", () => {
    expect(
      fits(used(2, ["07:30", "12:00"], ["16:00", "19:00"], ["08:30", "17:00"], ["12:30", "15:30"]), "15:00", "16:45"),
    ).toBe(false)
  })
  test("2 at once; one has 9–17 and 10–11, another 12–13: at 12:30 both places are taken", () => {
    const facts = used(2, ["09:00", "17:00"], ["10:00", "11:00"], ["12:00", "13:00"])
    expect(fits(facts, "12:30", "12:45")).toBe(false)
    expect(fits(facts, "11:00", "12:00")).toBe(true)
  })
  test("5 lamps; one long loan of 2: 4 for an afternoon do not fit, and the short quarters are the loan's", () => {
    const facts = used(5, ["08:00", "20:00", 2])
    expect(fits(facts, "14:00", "18:00", 4)).toBe(false)
    expect(fits(facts, "14:00", "18:00", 3)).toBe(true)
    const short = shortagesFor(facts, 4, [])
    expect(short[0]?.start).toEqual(at("08:00"))
    expect(short.at(-1)?.end).toEqual(at("20:00"))
  })
})

// So few that many touch.
const quarters = fc.integer({ min: 0, max: 24 })
const interval = fc
  .tuple(quarters, quarters)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Interval => ({ start: new Date(Math.min(a, b) * quarter), end: new Date(Math.max(a, b) * quarter) }))

describe("intervals", () => {
  test("overlap is symmetric, half-open, and agrees with a count of shared quarters", () => {
    const cells = ({ start, end }: Interval) =>
      Array.from({ length: (end.getTime() - start.getTime()) / quarter }, (_, n) => start.getTime() + n * quarter)
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const shared = cells(a).some((cell) => cells(b).includes(cell))
        expect(overlaps(a, b)).toBe(shared)
        expect(overlaps(b, a)).toBe(shared)
      }),
    )
  })
  test("what is left of a whole overlaps nothing that was taken, and with what was taken covers the whole", () => {
    fc.assert(
      fc.property(interval, fc.array(interval, { maxLength: 8 }), (whole, taken) => {
        const left = subtract(whole, taken)
        for (const part of left) {
          expect(contains(whole, part)).toBe(true)
          expect(taken.some((one) => overlaps(one, part))).toBe(false)
        }
        for (let cell = whole.start.getTime(); cell < whole.end.getTime(); cell += quarter) {
          const one = { start: new Date(cell), end: new Date(cell + quarter) }
          expect(left.some((part) => contains(part, one))).toBe(!taken.some((busy) => overlaps(busy, one)))
        }
      }),
    )
  })
  test("every free stretch leaves the turnover before the next claim and starts after the last one's", () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 6 }), (claims) => {
        const open = [{ start: new Date(0), end: new Date(96 * quarter) }]
        for (const free of freeStretches(busyOf(claims), { open, turnover: quarter, short: [] })) {
          const claimed = { start: free.start, end: new Date(free.end.getTime() + quarter) }
          expect(claims.some((claim) => overlaps(claim, claimed))).toBe(false)
        }
      }),
    )
  })
})
