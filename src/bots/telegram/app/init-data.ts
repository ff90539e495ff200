import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import type { Secret } from "../../../core/secret.js"

/**
 * Init data: who opened the page, signed by Telegram with the bot's token. Every field but `hash` is signed, `signature` among them
 * (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app).
 */

export type Opened = {
  id: number
  name: string
  language?: string
  /** Names this opening: two of them never have the same. */
  hash: string
}
export type Verdict = { is: "opened"; by: Opened } | { is: "old" } | { is: "forged" }

/**
 * The page hands its init data in as it opens, once, and gets a pass for it. So it may be young: five minutes are enough for a slow
 * network and a wrong clock, and what leaks later opens nothing.
 */
const ageMs = 5 * 60_000
/** Telegram's clock may be ahead of ours. */
const aheadMs = 60_000
const lengthMax = 4096

const user = z.object({
  id: z.int().positive(),
  is_bot: z.literal(false).optional(),
  first_name: z.string().default(""),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
})

/** @param now the wall clock, in ms */
export function readInitData(initData: string, { token, now }: { token: Secret; now: number }): Verdict {
  const forged: Verdict = { is: "forged" }
  if (initData.length > lengthMax) return forged
  const fields = [...new URLSearchParams(initData)]
  const values = new Map(fields)
  const hash = values.get("hash") ?? ""
  // What comes twice would be read in two ways.
  if (values.size !== fields.length || !/^[0-9a-f]{64}$/.test(hash)) return forged
  const signed = fields
    .filter(([key]) => key !== "hash")
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join("\n")
  const key = createHmac("sha256", "WebAppData").update(token.reveal()).digest()
  const expected = createHmac("sha256", key).update(signed).digest()
  if (!timingSafeEqual(expected, Buffer.from(hash, "hex"))) return forged
  const at = Number(values.get("auth_date")) * 1000
  const by = user.safeParse(json(values.get("user")))
  if (!Number.isInteger(at) || !by.success) return forged
  if (now - at > ageMs || at - now > aheadMs) return { is: "old" }
  const { id, first_name, last_name, language_code } = by.data
  const name = [first_name, last_name].filter(Boolean).join(" ")
  return { is: "opened", by: { id, name, hash, ...(language_code && { language: language_code }) } }
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "")
  } catch {
    return undefined
  }
}
