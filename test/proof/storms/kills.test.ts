import { held } from "../held.js"
import { kills } from "./index.js"

held(kills)
