import type { Measure } from "../measure.js"
import { s09 } from "./codes.js"
import { s22 } from "./data-rights.js"
import { s16 } from "./flood.js"
import { s11 } from "./markup.js"
import { pageAttacks } from "./pages.js"
import { rightsAttacks } from "./rights.js"
import { s18 } from "./secrets.js"
import { slackAttacks } from "./slack.js"
import { s08 } from "./staff.js"
import { s17 } from "./strain.js"
import { s21 } from "./supply.js"
import { s10 } from "./takeover.js"
import { telegramAttacks } from "./telegram.js"
import { s15 } from "./telegram-page.js"
import { wordAttacks } from "./words.js"

/** The attacks S01 to S22, in groups whose scenes are shared. */
export const attackGroups = {
  platforms: [...slackAttacks, ...telegramAttacks, s15, s09, s18],
  rights: [...rightsAttacks, s08, s10],
  pages: [...pageAttacks, s11, ...wordAttacks, s16, s17, s21, s22],
} as const satisfies Record<string, readonly Measure[]>

export const attacks: readonly Measure[] = Object.values(attackGroups)
  .flat()
  .sort((one, other) => one.id.localeCompare(other.id))
