import { z } from "zod"
import { clipped } from "../../core/clipped.js"
import type { Said } from "../../core/desk/turn.js"

/** What the page, or any other client, may send. Anything else in it is refused. */

/** What is kept as it comes: control characters and halves of characters are no text that a store takes. */
const kept = z.string().regex(/^[^\p{Cc}\p{Surrogate}]*$/u)
const key = kept.min(1).max(200)
/** The message whose button or form this answers: kept with the turn, so that other devices and a reload show the same. */
const on = kept.max(300).optional()
const label = kept.max(200).optional()
const value = z.string().max(10_000)

export const turnBody = z.union([
  // Far beyond what anyone types, so that the desk itself can say kindly that it is too long.
  z.strictObject({ key, on, text: z.string().max(400_000) }),
  z.strictObject({ key, on, label, action: kept.min(1).max(256) }),
  z.strictObject({
    key,
    on,
    label,
    form: kept.min(1).max(256),
    values: z.record(z.string().max(100), z.union([value, z.array(value).max(100)])),
  }),
])
export type TurnBody = z.infer<typeof turnBody>

export const joinBody = z.strictObject({
  code: z.string().trim().min(1).max(200),
  name: z.string().trim().max(80).optional(),
})

export const demoBody = z.strictObject({ id: z.string().min(1).max(100) })

export function said(body: TurnBody): Said {
  if ("action" in body) return { kind: "press", data: body.action }
  if ("form" in body) return { kind: "form", form: body.form, values: body.values }
  return body.text.trim() === "" ? { kind: "other", what: "empty" } : { kind: "text", text: body.text }
}

/** What a person sees as their own words in the conversation; a press shows in the message that it was made on. */
export function shown(body: TurnBody): string | undefined {
  if ("action" in body) return undefined
  return "form" in body ? body.label : clipped(body.text, 4_000)
}

/** The language that a browser, or the page's own switch, asks for first. */
export function language(acceptLanguage: string | undefined): string | undefined {
  return /^\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/i.exec(acceptLanguage ?? "")?.[1]
}
