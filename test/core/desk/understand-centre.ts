import { parseCentre, sampleCentreText } from "../../../src/core/centre-file.js"
import type { Vocabulary } from "../../../src/core/desk/understand/index.js"
import { vocabulary } from "../../../src/core/desk/vocabulary.js"

const parsed = parseCentre(sampleCentreText(), "the sample centre")
if (parsed.is === "wrong") throw new Error(parsed.problems.join("; "))

/** The sample centre as the desk knows it: 24 rooms, open 08:00 to 02:00. */
export const centre: Vocabulary = vocabulary({ ...parsed.centre, version: 1, ballots: [] })
