import { held } from "../held.js"
import { inputs } from "./index.js"

held(inputs)
