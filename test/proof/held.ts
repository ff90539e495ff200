import { afterAll, describe, expect, test } from "vitest"
import { hasBrowser } from "../support/browser.js"
import { postgresAnswers } from "../support/store.js"
import type { Measure } from "./measure.js"
import { hasCluster } from "./storms/cluster.js"

const there = { postgres: await postgresAnswers(), cluster: hasCluster(), chromium: hasBrowser }

/** Measures, small: each holds, and finds each fault that is planted. PROOF_SEED tries others than the suite's own. */
export function held(measures: readonly Measure[]): void {
  const seed = Number(process.env.PROOF_SEED ?? 20_261_128)
  afterAll(async () => {
    for (const { done } of measures) await done?.()
  })
  for (const measure of measures) {
    describe.skipIf(measure.needs.some((need) => !there[need]))(
      `${measure.id} ${measure.promise} (seed ${seed})`,
      () => {
        const times = measure.times.quick
        const run = (plant?: string) =>
          measure.run({ seed, times, ...(plant === undefined ? {} : { plant }), say: () => {} })

        test("holds", async () => {
          expect((await run()).violations).toEqual([])
        }, 600_000)

        for (const plant of measure.plants) {
          test(`finds a planted fault: ${plant}`, async () => {
            expect((await run(plant)).violations).not.toEqual([])
          }, 600_000)
        }
      },
    )
  }
}
