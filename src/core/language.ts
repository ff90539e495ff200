import { z } from "zod"

/** The languages the desk speaks; the first is what a stranger of unknown language is answered in. */
export const languages = ["zh-Hant", "zh-Hans", "pt", "en"] as const
export type Language = (typeof languages)[number]
export const languageSchema = z.enum(languages)

/** What a person's language goes by: their platform's hint, what they write in, or their own choice, which stays. */
export const languageBySchema = z.enum(["platform", "writing", "choice"])
export type LanguageBy = z.output<typeof languageBySchema>
