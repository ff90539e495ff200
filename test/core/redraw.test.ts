import { spawnSync } from "node:child_process"
import fc from "fast-check"
import { expect, test } from "vitest"
import { commitmentOf, drawOrder, listDigest } from "../../src/core/lot.js"
import { lists, seed } from "../support/lots.js"

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
})
