import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { commitmentOf, drawOrder, inTicketOrder, type Listed, listDigest } from "../../src/core/lot.js"

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

  const lists = fc.uniqueArray(
    fc.record({
      ticket: fc.stringMatching(/^[a-z0-9]{1,10}$/),
      weight: fc.integer({ min: 1, max: 1000 }),
      wishes: fc.array(fc.stringMatching(/^[a-z0-9:/* .-]{1,40}$/), { minLength: 1, maxLength: 5 }),
    }),
    { selector: ({ ticket }) => ticket, maxLength: 30 },
  )
  const seed = fc.stringMatching(/^[0-9a-f]{64}$/)

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

  test("the script that shares no code draws the same, and finds out what was changed", () => {
    const redraw = (published: object) =>
      spawnSync(process.execPath, ["scripts/redraw.mjs"], { input: JSON.stringify(published), encoding: "utf8" })
    fc.assert(
      fc.property(seed, lists, (seed, list) => {
        const order = drawOrder(seed, list)
        const turns = order.map((ticket) => ({ round: 1, ticket, tried: [{ wish: 1, is: "won" }] }))
        const published = {
          seed,
          commitment: commitmentOf(seed),
          list,
          listDigest: listDigest(list),
          order,
          turns,
          wins: 1,
        }
        const { stdout, stderr, status } = redraw(published)
        expect({ lines: stdout.split("\n").filter(Boolean), stderr, status }).toEqual({
          lines: order,
          stderr: "",
          status: 0,
        })
        const other = { ...published, seed: seed.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) }
        expect(redraw(other).stderr).toContain("not the one that was committed to")
        if (order.length > 1) {
          expect(redraw({ ...published, order: order.toReversed() }).stderr).toContain("the order is another")
          expect(redraw({ ...published, turns: turns.toReversed() }).stderr).toContain("in another order")
        }
        if (list.length > 0) expect(redraw({ ...published, list: list.slice(1) }).status).toBe(1)
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})
