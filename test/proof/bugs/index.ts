import { seeded } from "../../support/random.js"
import type { Measure } from "../measure.js"
import type { Bug } from "./bug.js"
import { deskBugs } from "./desk.js"
import { edgeBugs } from "./edges.js"
import { engineBugs } from "./engine.js"
import { tried } from "./trial.js"

/** R17: the tests tested, by bugs in the product's own code. How far they know the engine's core, `npm run mutate` tells. */

export const bugs: readonly Bug[] = [...engineBugs, ...deskBugs, ...edgeBugs]

/** Tests that need no store: a small run is of those. */
const quick =
  /test\/core\/(approvals|capacity|decide|rules|time|lot|reminders|calendar|picture\/png|desk\/understand)|test\/(log|bots\/slack\/(pace|render)|bots\/telegram\/init-data)/
const isQuick = ({ test }: Bug): number => (quick.test(test) ? 0 : 1)

const where = { file: "src/core/interval.ts", test: "test/core/capacity.test.ts", named: "overlap is symmetric" }
/** What is no bug that a test finds, and must not be counted as one. */
const faults: Record<string, Bug> = {
  "a bug that is none": {
    name: "minutes, written otherwise",
    ...where,
    from: "60_000",
    to: "60_000.0",
  },
  "a bug that does not compile": {
    name: "half of a line",
    ...where,
    from: "a.start < b.end && b.start < a.end",
    to: "a.start < b.end &&",
  },
  "a bug in code that is gone": { name: "nowhere", ...where, from: "there is no such code", to: "" },
}

export const planted: Measure = {
  id: "R17",
  promise: "a bug in the product's own code fails the test that is there for it",
  counts: "bugs planted",
  times: { quick: 3, full: bugs.length },
  needs: [],
  plants: Object.keys(faults),
  async run({ seed, times, plant, say }) {
    const violations: string[] = []
    const random = seeded(seed)
    const drawn = bugs
      .map((bug) => ({ bug, lot: random.next() }))
      .sort((a, b) => isQuick(a.bug) - isQuick(b.bug) || a.lot - b.lot)
    const fault = plant === undefined ? undefined : faults[plant]
    const chosen = fault ? [fault] : drawn.slice(0, times).map(({ bug }) => bug)
    let caught = 0
    try {
      await tried(chosen, (bug, verdict, seconds) => {
        if (verdict.is === "caught") caught += 1
        else violations.push(`${bug.name} (${bug.file}): ${verdict.is === "blind" ? "no test sees it" : verdict.why}`)
        say(
          `${verdict.is === "caught" ? `caught by "${verdict.by}"` : verdict.is}, ${seconds.toFixed(0)} s: ${bug.name}`,
        )
      })
    } catch (error) {
      violations.push(error instanceof Error ? error.message : "a row that cannot be planted")
    }
    return { figures: { planted: chosen.length, caught }, violations }
  },
}
