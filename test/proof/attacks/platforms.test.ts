import { held } from "../held.js"
import { attackGroups } from "./index.js"

held(attackGroups.platforms)
