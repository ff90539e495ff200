import type { Secret } from "../../core/secret.js"
import type { Me } from "./read.js"

/** What the two frameworks have in common: calls of the Bot API go out, updates come in. */
export type Transport = {
  /** @throws {CallError} */
  call(method: string, payload: Record<string, unknown>, signal?: AbortSignal): Promise<unknown>
  /** Passes an update of this bot through the framework to `onUpdate`; resolves when that is done. A framework left to ask who it is may wait for ever. */
  handle(update: unknown, me: Me): Promise<void>
}

/** What the frameworks want to know of the bot before they take an update. */
export const botOf = ({ id, username }: Me) => ({ id, username, is_bot: true as const, first_name: username })

export type TransportOptions = {
  token: Secret
  apiRoot: string
  onUpdate: (update: unknown) => Promise<void>
  /** How long an answer is waited for, in ms; a silence must not hold up a chat for ever. Long polls are shorter. */
  patienceMs?: number
}
export const patience = 60_000

/** Bytes to upload, anywhere in a payload. */
export type Upload = { upload: Uint8Array; name: string }

export const isUpload = (value: unknown): value is Upload =>
  typeof value === "object" && value !== null && "upload" in value

/** Turns the uploads of a payload, also nested ones, into the framework's own. */
export function withUploads(
  payload: Record<string, unknown>,
  own: (upload: Upload) => unknown,
): Record<string, unknown> {
  const convert = (value: unknown): unknown => {
    if (isUpload(value)) return own(value)
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, convert(inner)]))
  }
  return convert(payload) as Record<string, unknown>
}

type Failure = {
  kind: CallError["kind"]
  code?: number
  description: string
  /** As Telegram gives them: https://core.telegram.org/bots/api#responseparameters */
  parameters?: { retry_after?: number; migrate_to_chat_id?: number } | undefined
}

/**
 * Why a call failed, without the framework's error: that one holds the URL, and with it the token.
 * `refused`: Telegram answered no. `unreached`: it never got the call. `unheard`: the call went out, the answer did not come.
 */
export class CallError extends Error {
  readonly kind: "refused" | "unreached" | "unheard"
  /** HTTP-like code of a refusal, 0 otherwise. */
  readonly code: number
  /** Seconds to wait, of a 429. */
  readonly retryAfter: number | null
  /** The supergroup that the group has become. */
  readonly movedTo: number | null
  constructor(method: string, failure: Failure) {
    super(`${method}: ${failure.description}`)
    this.kind = failure.kind
    this.code = failure.code ?? 0
    this.retryAfter = failure.parameters?.retry_after ?? null
    this.movedTo = failure.parameters?.migrate_to_chat_id ?? null
  }
}

const neverLeft = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "CERT_HAS_EXPIRED"])

/** A network error of node-fetch, which both frameworks use. */
export function networkError(method: string, error: unknown): CallError {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "no answer"
  return new CallError(method, { kind: neverLeft.has(code) ? "unreached" : "unheard", description: code })
}
