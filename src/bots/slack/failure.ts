import { webApi } from "@slack/bolt"
import type { Delivery } from "../../core/desk/turn.js"

export type Failure = Exclude<Delivery, { is: "sent" }>

/** The notice could not be sent soon: its channel's turn comes only in so many seconds. */
export class NotYet extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super(`not before ${seconds} s`)
    this.seconds = seconds
  }
}

/** Nobody is there, or the app may not write there. */
const gone = new Set([
  "cannot_dm_bot",
  "channel_not_found",
  "is_archived",
  "not_in_channel",
  "restricted_action",
  "user_disabled",
  "user_not_found",
  "user_not_in_channel",
  "user_not_visible",
  "users_not_found",
])
const away = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "org_login_required",
  "missing_scope",
])
/** Codes of a connection that was never made, so that nothing can have arrived. */
const neverMade = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
])

/** The app's own token is at fault, not the address: nobody is blocked, it is tried again until the operator has mended it. */
export const tokenFaults = new Set(["account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"])

/** What a failed call means for the message. */
export function failure(error: unknown): Failure {
  if (error instanceof NotYet) return { is: "wait", seconds: error.seconds }
  if (error instanceof webApi.WebAPIRateLimitedError) return { is: "wait", seconds: error.retryAfter }
  if (error instanceof webApi.WebAPIPlatformError) return refusal(error.data)
  if (error instanceof webApi.WebAPIHTTPError) {
    const why = `HTTP ${error.statusCode}`
    return error.statusCode >= 500 ? { is: "down", why } : { is: "refused", why }
  }
  const why = codeOf(error)
  return neverMade.has(why) ? { is: "down", why } : { is: "unsure", why }
}

function refusal(data: webApi.WebAPIPlatformError["data"]): Failure {
  const why = data.error
  if (why === "ratelimited" || why === "rate_limited")
    return { is: "wait", seconds: data.response_metadata?.retryAfter ?? 1 }
  if (gone.has(why)) return { is: "blocked", why }
  if (away.has(why) || tokenFaults.has(why)) return { is: "down", why }
  // A 200 whose body is not Slack's JSON: a proxy's page, say.
  return /^[a-z_]{1,60}$/.test(why) ? { is: "refused", why } : { is: "unsure", why: "unreadable answer" }
}

/** The innermost error code or name: never the message, which may quote a URL. */
export function codeOf(error: unknown): string {
  let code = "unknown"
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    code = "code" in at && typeof at.code === "string" ? at.code : at.name
  }
  return code
}
