import type { Measure } from "../measure.js"
import { civilTime } from "./civil-time.js"
import { hostileInputs } from "./hostile/index.js"

export const inputs: readonly Measure[] = [civilTime, hostileInputs]
