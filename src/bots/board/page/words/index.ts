import { en } from "./en.js"
import { pt } from "./pt.js"
import type { Words } from "./words.js"
import { zhHans } from "./zh-Hans.js"
import { zhHant } from "./zh-Hant.js"

export type { Words } from "./words.js"

export const languages = ["zh-Hant", "zh-Hans", "pt", "en"] as const
export type Language = (typeof languages)[number]
export const ownNames: Record<Language, string> = {
  "zh-Hant": "繁體中文",
  "zh-Hans": "简体中文",
  pt: "Português",
  en: "English",
}

export const words: Record<Language, Words> = { en, pt, "zh-Hant": zhHant, "zh-Hans": zhHans }

/** A browser's or a kept language as one of ours; null where it is none. */
export function languageOf(tag: string | null): Language | null {
  const small = (tag ?? "").toLowerCase()
  if (small.startsWith("zh")) return /hans|cn|sg/.test(small) ? "zh-Hans" : "zh-Hant"
  return languages.find((language) => small.split("-")[0] === language) ?? null
}
