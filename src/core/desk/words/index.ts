import type { Language } from "../../language.js"
import { en } from "./en.js"
import { pt } from "./pt.js"
import type { Words } from "./words.js"
import { zhHans } from "./zh-Hans.js"
import { zhHant } from "./zh-Hant.js"

export * from "./words.js"

export const words: Readonly<Record<Language, Words>> = { en, pt, "zh-Hans": zhHans, "zh-Hant": zhHant }
