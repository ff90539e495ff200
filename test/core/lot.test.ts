import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  commitmentOf,
  drawOrder,
  inTicketOrder,
  type Listed,
  listDigest,
  newSeed,
  wishText,
} from "../../src/core/lot.js"
import { lists, seed } from "../support/lots.js"

/** A fixed list of seeds: the same in every run. */
const seeds = Array.from({ length: 10_000 }, (_, n) => createHash("sha256").update(`fair ${n}`).digest("hex"))

const ticketsOf = (weights: readonly number[]): Listed[] =>
  weights.map((weight, n) => ({ ticket: `t${String.fromCharCode(97 + n)}`, weight, wishes: [`wish of ${n}`] }))

/** How often each ticket had each place. */
function places(list: readonly Listed[]): number[][] {
  const counts = list.map(() => list.map(() => 0))
  const at = new Map(list.map(({ ticket }, n) => [ticket, n]))
  for (const seed of seeds)
    drawOrder(seed, list).forEach((ticket, place) => {
      const row = counts[at.get(ticket) ?? -1]
      if (row) row[place] = (row[place] ?? 0) + 1
    })
  return counts
}

const chiSquare = (observed: readonly number[], expected: readonly number[]): number =>
  observed.reduce((sum, count, n) => sum + (count - (expected[n] ?? 0)) ** 2 / (expected[n] ?? 1), 0)

/** The exact chances of each order of weighted drawing without putting back. */
function orders(weights: readonly number[]): Map<string, number> {
  const result = new Map<string, number>()
  const go = (left: readonly number[], so: readonly number[], chance: number): void => {
    if (left.length === 0) result.set(so.join(), chance)
    const sum = left.reduce((all, n) => all + (weights[n] ?? 0), 0)
    for (const n of left)
      go(
        left.filter((other) => other !== n),
        [...so, n],
        (chance * (weights[n] ?? 0)) / sum,
      )
  }
  go(
    weights.map((_, n) => n),
    [],
    1,
  )
  return result
}

describe("lots", () => {
  test(`are fair over ${seeds.length} seeds: each of ten has each place as often`, () => {
    const counts = places(ticketsOf(Array.from({ length: 10 }, () => 1)))
    const even = seeds.length / 10
    // 0.999 of chi-square with 9 degrees of freedom; a place that only ten tickets share.
    for (const row of counts)
      expect(
        chiSquare(
          row,
          row.map(() => even),
        ),
      ).toBeLessThan(27.88)
    for (const place of counts.keys())
      expect(
        chiSquare(
          counts.map((row) => row[place] ?? 0),
          counts.map(() => even),
        ),
      ).toBeLessThan(27.88)
  })

  test("go by weight: every order of four comes as often as drawing without putting back says", () => {
    const weights = [1, 2, 3, 4]
    const list = ticketsOf(weights)
    const at = new Map(list.map(({ ticket }, n) => [ticket, n]))
    const counts = new Map<string, number>()
    for (const seed of seeds) {
      const order = drawOrder(seed, list)
        .map((ticket) => at.get(ticket))
        .join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    const chances = [...orders(weights)]
    expect(chances).toHaveLength(24)
    // 0.999 of chi-square with 23 degrees of freedom.
    expect(
      chiSquare(
        chances.map(([order]) => counts.get(order) ?? 0),
        chances.map(([, chance]) => chance * seeds.length),
      ),
    ).toBeLessThan(49.73)
  })

  test("a weight of 1000 against 1 and 1: the first place goes where the lots are, within four deviations", () => {
    const [heavy = []] = places(ticketsOf([1000, 1, 1]))
    const chance = 1000 / 1002
    const deviation = Math.sqrt(seeds.length * chance * (1 - chance))
    expect(Math.abs((heavy[0] ?? 0) - seeds.length * chance)).toBeLessThan(4 * deviation)
  })

  test("would not pass for a draw that favours the first of the list", () => {
    // The same test on an order by `number mod 3` of a die with four sides: it must be able to fail.
    const skewed = [0, 1, 2].map(
      (n) => seeds.filter((seed) => (Number.parseInt(seed[0] ?? "0", 16) % 4) % 3 === n).length,
    )
    expect(
      chiSquare(
        skewed,
        skewed.map(() => seeds.length / 3),
      ),
    ).toBeGreaterThan(13.82)
  })

  test("everybody has one place, however the list lies; another wish is another draw", () => {
    fc.assert(
      fc.property(seed, lists, fc.integer(), (seed, list, turn) => {
        const order = drawOrder(seed, list)
        expect([...order].sort()).toEqual(inTicketOrder(list).map(({ ticket }) => ticket))
        const at = list.length > 0 ? Math.abs(turn) % list.length : 0
        expect(drawOrder(seed, [...list.slice(at), ...list.slice(0, at)])).toEqual(order)
        const [first, ...rest] = list
        if (first)
          expect(listDigest([{ ...first, wishes: [...first.wishes, "more"] }, ...rest])).not.toBe(listDigest(list))
      }),
    )
  })

  test("an example, worked out by docs/ballot.md in another language", () => {
    const seed = "0123456789abcdef".repeat(4)
    const list = [
      { ticket: "tc", weight: 3, wishes: ["w1", "w2"] },
      { ticket: "ta", weight: 1, wishes: ["w1"] },
      { ticket: "tb", weight: 2, wishes: [] },
    ]
    expect(commitmentOf(seed)).toBe("a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e")
    expect(listDigest(list)).toBe("25f2ee0bdc931bf7dfdd1dd0282a546484144bd2492abaf4035bfde3c0eea11a")
    expect(drawOrder(seed, list)).toEqual(["tc", "tb", "ta"])
    expect(drawOrder(seed, [])).toEqual([])
    expect(newSeed()).toMatch(/^[0-9a-f]{64}$/)
    expect(newSeed()).not.toBe(newSeed())
  })

  test("a wish is published as what it is for, its gear by name", () => {
    const start = new Date("2026-12-12T12:00:00Z")
    const end = new Date("2026-12-12T14:00:00Z")
    const gear = [
      { id: "light", quantity: 2 },
      { id: "camera", quantity: 1 },
    ]
    const when = "2026-12-12T12:00:00.000Z/2026-12-12T14:00:00.000Z"
    const wish = { start, end, hosts: 2, gear }
    expect(wishText({ ...wish, room: { class: "small" } })).toBe(
      `${when} class:small hosts:2 gear:camera*1 gear:light*2`,
    )
    expect(wishText({ ...wish, room: { room: "s1" }, gear: [] })).toBe(`${when} room:s1 hosts:2`)
    expect(wishText({ ...wish, room: "any", gear: [] })).toBe(`${when} any hosts:2`)
  })
})
