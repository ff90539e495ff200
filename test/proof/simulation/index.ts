import type { Finding, Measure } from "../measure.js"
import { type Faults, faults } from "./faults.js"
import { type Ground, leaveGround, onGround } from "./ground.js"
import { simulate } from "./simulate.js"

/** Every so many seeds are run a second time: the same must happen. */
const againEvery = 10
/** A planted fault that needs a rare meeting is looked for longer, and until it is found. */
const plantedFor = 10
/** How many wrong things are enough to stop at. */
const enough = 5

/** What must have happened in a run of any size worth speaking of; in a small one, it is only said that it did not. */
const mustHappen = [
  "acknowledged",
  "refused",
  "repeats",
  "duplicates",
  "redelivered",
  "lostOnTheWay",
  "late",
  "troubles",
  "crashes",
  "seconds",
  "cutBefore",
  "cutAfter",
  "clockJumps",
  "freezes",
  "outages",
  "taken",
  "wait",
  "down",
  "lost",
  "refusals",
  "blocked",
]
const sizeOfARun = 500

export const simulation: Measure = {
  id: "R2",
  promise: "whatever breaks, in whatever order: nothing is given twice, what was told is so, and reminders come",
  counts: "seeds",
  times: { quick: 5, full: 2000 },
  needs: [],
  plants: Object.keys(faults),
  async run({ seed, times, plant, say }): Promise<Finding> {
    const planted: Faults | undefined = faults[plant as keyof typeof faults]
    return onGround(planted?.schema, (ground) => runSeeds(ground, { seed, times, planted, say }))
  },
  done: leaveGround,
}

type Running = { seed: number; times: number; planted: Faults | undefined; say: (line: string) => void }

async function runSeeds(ground: Ground, { seed, times, planted, say }: Running): Promise<Finding> {
  const counts: Record<string, number> = {}
  const violations: string[] = []
  let ran = 0
  let again = 0
  const known = planted?.seed === undefined ? [] : [planted.seed]
  const seeds = (n: number): number => known[n] ?? seed + n - known.length
  const most = planted ? times * plantedFor : times
  for (; ran < most && violations.length < (planted ? 1 : enough); ran++) {
    const one = seeds(ran)
    const result = await simulate(ground, { seed: one, faults: planted ?? {} })
    for (const [name, count] of Object.entries(result.counts)) counts[name] = (counts[name] ?? 0) + count
    violations.push(...result.violations.slice(0, 3))
    for (const violation of result.violations.slice(0, 3)) say(violation)
    if (!planted && ran % againEvery === 0) {
      again++
      const second = await simulate(ground, { seed: one, faults: planted ?? {} })
      if (second.digest !== result.digest) violations.push(`seed ${one}: run twice, and not the same happened`)
    }
    if (ran % 100 === 99) say(`${ran + 1} seeds, ${violations.length} violations`)
  }
  const never = mustHappen.filter((name) => !counts[name])
  if (never.length > 0 && ran >= sizeOfARun)
    violations.push(`never happened, so nothing was shown: ${never.join(", ")}`)
  return {
    figures: {
      "seeds run": ran,
      "seeds run twice, the same each time": again,
      ...counts,
      "never happened": never.join(", ") || "nothing",
    },
    violations,
  }
}
