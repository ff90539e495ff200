import type { Language } from "../language.js"

/** What comes in from outside, made fit to be read and kept. */

/** More than this is never read; see `Reading.truncated` for what is said about it. */
const longest = 1500

/** Without what no store takes (NUL, halves of characters) and what only confuses readers (controls, direction overrides). */
export const cleaned = (text: string): string =>
  text
    .slice(0, longest)
    .replace(/\p{Surrogate}/gu, "")
    .replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, " ")
    .trim()

/** What people wrote, URI-encoded in a button; null where there is nothing of it. */
export function decoded(text: string): string | null {
  try {
    return cleaned(decodeURIComponent(text)) || null
  } catch {
    return null
  }
}

/** The desk's language for a platform's tag (`zh-hans`, `zh-TW`, `pt-br`); undefined where it tells none of ours. */
export function hinted(tag: string | undefined): Language | undefined {
  const [language, ...more] = (tag ?? "").toLowerCase().split(/[-_]/)
  switch (language) {
    case "en":
    case "pt":
      return language
    case "zh":
      return more.some((part) => ["hans", "cn", "sg", "my"].includes(part)) ? "zh-Hans" : "zh-Hant"
    case "yue":
      return "zh-Hant"
    default:
      return undefined
  }
}
