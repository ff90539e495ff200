import { z } from "zod"
import { type Language, languages } from "./language.js"

/** What entries of the centre's file are made of. */

export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, "a short id of a-z, 0-9 and - was expected")
export const names = z.strictObject(
  Object.fromEntries(languages.map((language) => [language, z.string().trim().min(1).max(60)])) as Record<
    Language,
    z.ZodString
  >,
)
export const aliases = z.array(z.string().trim().min(1).max(60)).default([])
export const minutes = z.int().min(0)
export const quarters = z.int().positive().multipleOf(15)
