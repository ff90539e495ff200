import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import type { Secret } from "../../../core/secret.js"

/**
 * What a page that was opened goes on with: who it is and until when, signed with a key that comes of the bot's token, so that every
 * replica knows it and a new token ends it. No cookie: Telegram on the web shows the page in a frame, where there are none.
 */

const holder = z.object({
  id: z.int().positive(),
  name: z.string(),
  language: z.string().optional(),
  until: z.number(),
})
export type Holder = Omit<z.output<typeof holder>, "until">

const lifeMs = 3_600_000

const signature = (token: Secret, text: string): Buffer =>
  createHmac("sha256", createHmac("sha256", "anchordesk app pass").update(token.reveal()).digest())
    .update(text)
    .digest()

/** @param now the wall clock, in ms */
export function writePass({ id, name, language }: Holder, { token, now }: { token: Secret; now: number }): string {
  const text = Buffer.from(JSON.stringify({ id, name, language, until: now + lifeMs })).toString("base64url")
  return `${text}.${signature(token, text).toString("base64url")}`
}

/** @returns null for one that is not ours, or is over */
export function readPass(pass: string, { token, now }: { token: Secret; now: number }): Holder | null {
  const [text = "", signed = "", ...more] = pass.split(".")
  const given = Buffer.from(signed, "base64url")
  const expected = signature(token, text)
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { until, ...who } = holder.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")))
  return until > now ? who : null
}
