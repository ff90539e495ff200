import { expect, test } from "vitest"
import { attacks } from "./attacks/index.js"
import { planted } from "./bugs/index.js"
import { held } from "./held.js"
import { inputs } from "./inputs/index.js"
import { measures } from "./measures.js"
import { storms } from "./storms/index.js"

/** Every measure, small: it holds, and it finds each fault that is planted. Attacks, inputs, storms and kills, and planted bugs are in files of their own. PROOF_SEED repeats a run. */

test("every measure has a name of its own", () => {
  expect(new Set(measures.map(({ id }) => id)).size).toBe(measures.length)
})

held(measures.filter((measure) => ![...attacks, ...inputs, planted, ...storms].includes(measure)))
