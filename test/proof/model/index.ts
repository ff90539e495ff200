import fc from "fast-check"
import { seeded } from "../../support/random.js"
import type { Finding, Measure } from "../measure.js"
import { faults } from "../simulation/faults.js"
import { type Ground, leaveGround, onGround, type SchemaFault } from "../simulation/ground.js"
import type { Operation, RoomId, Who } from "./model.js"
import { type Counts, type ModelFault, runModel } from "./runs.js"

/** R13: random operations one after another and at once, against the model. */

const who = fc.constantFrom<Who>("m1", "m2")
const room = fc.constantFrom<RoomId>("s1", "l1")
const from = fc.integer({ min: 0, max: 17 })
const nth = fc.nat({ max: 4 })
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: fc.constant("book" as const), who, room, from },
      length: fc.integer({ min: 2, max: 6 }),
      hosts: fc.integer({ min: 1, max: 3 }),
      cameras: fc.nat({ max: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("move" as const), who, nth, from, room: fc.option(room) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("extend" as const), who, nth, more: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), who, nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), nth: fc.nat({ max: 15 }) }) },
)
const run = fc.record({
  operations: fc.array(operation, { minLength: 4, maxLength: 18, size: "max" }),
  atOnce: fc.array(operation, { minLength: 2, maxLength: 5, size: "max" }),
  seed: fc.nat(),
})

const faultsOf: Record<string, { schema?: SchemaFault; model?: ModelFault }> = {
  "no exclusion constraint": { schema: faults["no exclusion constraint"].schema },
  "turn key skipped": { schema: faults["turn key skipped"].schema },
  "gear counted without a limit": { schema: faults["gear counted without a limit"].schema },
  "availability remembered": { model: "remembers" },
  "ranges that include their end": {
    schema: {
      plant: `create function longer() returns trigger language plpgsql as
                'begin new.ends_at := new.ends_at + interval ''1 minute''; return new; end';
              create trigger longer before insert on claim for each row execute function longer()`,
      mend: "drop trigger longer on claim; drop function longer",
    },
  },
}

export const conformity: Measure = {
  id: "R13",
  promise:
    "the engine answers as a hundred lines say, one command after another and several at once; what is shown as free is free",
  counts: "runs",
  times: { quick: 40, full: 50_000 },
  needs: [],
  plants: Object.keys(faultsOf),
  run: ({ seed, times, plant, say }) =>
    onGround(faultsOf[plant ?? ""]?.schema, (ground) =>
      conform(ground, {
        seed,
        times: plant === undefined ? times : times * 5,
        fault: faultsOf[plant ?? ""]?.model,
        planted: plant !== undefined,
        say,
      }),
    ),
  done: leaveGround,
}

type Conforming = {
  seed: number
  times: number
  fault: ModelFault | undefined
  planted: boolean
  say: (line: string) => void
}

async function conform(ground: Ground, { seed, times, fault, planted, say }: Conforming): Promise<Finding> {
  const counts: Counts = {}
  let runs = 0
  const property = fc.asyncProperty(run, async ({ operations, atOnce, seed: own }) => {
    if (++runs % 500 === 0) say(`${runs} runs`)
    const wrong = await runModel(ground, { operations, atOnce, random: seeded(own), counts, fault })
    if (wrong) throw new Error(wrong)
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: times,

    endOnFailure: planted,
  })
  const violations = failed
    ? [
        `${errorInstance instanceof Error ? errorInstance.message : "interrupted"}; the smallest: ${JSON.stringify(counterexample)}`,
      ]
    : []
  return { figures: { "runs, shrinking included": runs, ...counts }, violations }
}
