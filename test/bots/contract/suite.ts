import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { buttonCases } from "./cases/buttons.js"
import { deliveryCases } from "./cases/deliveries.js"
import { failureCases } from "./cases/failures.js"
import { floodCases } from "./cases/flood.js"
import { groupCases } from "./cases/groups.js"
import { lookCases } from "./cases/looks.js"
import { scriptCases } from "./cases/script.js"
import { talkCases } from "./cases/talk.js"
import { updateCases } from "./cases/updates.js"
import type { Driver } from "./driver.js"
import { openStage, type Stage } from "./stage.js"

export type Cases = Readonly<Record<string, (stage: Stage) => Promise<void>>>

const cases: Cases = {
  // The first, on the days that its transcript names.
  ...scriptCases,
  ...talkCases,
  ...buttonCases,
  ...updateCases,
  ...groupCases,
  ...lookCases,
  ...deliveryCases,
  ...failureCases,
  ...floodCases,
}

/** The contract that every platform keeps: one list of cases, on one desk and store for each platform. */
export function contract(driver: Driver): void {
  describe(driver.name, () => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage(driver)
    })
    beforeEach(() => stage.next())
    afterAll(() => stage?.close())

    for (const [name, run] of Object.entries(cases)) {
      const reason = driver.cannot[name]
      if (reason === undefined)
        test(name, async () => {
          await run(stage).finally(() => expect(stage.faulty, "the desk failed").toEqual([]))
        })
      else test.skip(`${name} — cannot: ${reason}`, () => {})
    }

    test("what it cannot do is named as in the list", () => {
      expect(Object.keys(driver.cannot).filter((name) => !Object.hasOwn(cases, name))).toEqual([])
    })
  })
}
