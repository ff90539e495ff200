import { attacks } from "./attacks/index.js"
import { planted } from "./bugs/index.js"
import { inputs } from "./inputs/index.js"
import type { Measure } from "./measure.js"
import { conformity } from "./model/index.js"
import { simulation } from "./simulation/index.js"
import { storms } from "./storms/index.js"

/** All measures: storms and kills, the simulation and the model, inputs, planted bugs, attacks. */
export const measures: readonly Measure[] = [...storms, simulation, conformity, ...inputs, planted, ...attacks]
