import { held } from "../held.js"
import { kills, storms } from "./index.js"

held(storms.filter((measure) => !kills.includes(measure)))
