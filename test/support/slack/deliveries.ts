import { createHmac } from "node:crypto"
import type { WebSocket } from "ws"
import { ownMs } from "../own-time.js"
import type { World } from "./world.js"

/** How Slack brings something to an app: as a signed request, or as an envelope on its socket. */

export type Parcel = { type: "events_api" | "slash_commands" | "interactive"; payload: Record<string, unknown> }
/** What the app answered. 0: nothing within three seconds. */
export type Delivered = { status: number; body: unknown }
export type Request = { headers: Record<string, string>; body: string }

export type Courier = {
  deliver(parcel: Parcel, retry?: number): Promise<Delivered>
  /** A request as Slack would sign it now, or at another time, or with another secret. */
  sign(parcel: Parcel, more?: { at?: number; secret?: string; retry?: number }): Request
  /** Sends a request as it is: for replays and forgeries. */
  send(request: Request, path?: string): Promise<Delivered>
  acknowledged(message: { envelope_id: string; payload?: unknown }): void
  /** What was not acknowledged comes again on a new socket. */
  resend(socket: WebSocket): void
}

type Options = {
  signingSecret: string
  appUrl: () => string | undefined
  socket: () => WebSocket | undefined
  world: World
}

export function courier({ signingSecret, appUrl, socket, world }: Options): Courier {
  const pending = new Map<string, { envelope: Record<string, unknown>; done: (delivered: Delivered) => void }>()

  const sign: Courier["sign"] = (
    parcel,
    { at = Math.floor(Date.now() / 1000), secret = signingSecret, retry } = {},
  ) => {
    const json = parcel.type === "events_api"
    const body = json
      ? JSON.stringify(parcel.payload)
      : parcel.type === "slash_commands"
        ? new URLSearchParams(parcel.payload as Record<string, string>).toString()
        : new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString()
    return {
      body,
      headers: {
        "content-type": json ? "application/json" : "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(at),
        "x-slack-signature": `v0=${createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex")}`,
        ...(retry && { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" }),
      },
    }
  }

  const send: Courier["send"] = async ({ headers, body }, path = "/slack/events") => {
    const { signal, end } = patience()
    try {
      const answered = await fetch(`${appUrl()}${path}`, { method: "POST", headers, body, signal })
      return { status: answered.status, body: await answered.text() }
    } finally {
      end()
    }
  }

  const overSocket = (parcel: Parcel, retry: number | undefined): Promise<Delivered> =>
    new Promise((done) => {
      const envelope_id = world.serial("envelope-")
      const envelope = {
        envelope_id,
        ...parcel,
        accepts_response_payload: parcel.type !== "events_api",
        ...(parcel.type === "events_api" && { retry_attempt: retry ?? 0, retry_reason: retry ? "timeout" : "" }),
      }
      pending.set(envelope_id, { envelope, done })
      socket()?.send(JSON.stringify(envelope))
    })

  return {
    sign,
    send,
    deliver: (parcel, retry) => (appUrl() ? send(sign(parcel, retry ? { retry } : {})) : overSocket(parcel, retry)),
    acknowledged({ envelope_id, payload }) {
      pending.get(envelope_id)?.done({ status: 200, body: payload })
      pending.delete(envelope_id)
    },
    resend(socket) {
      for (const { envelope } of pending.values()) socket.send(JSON.stringify({ ...envelope, retry_attempt: 1 }))
    },
  }
}

/** Slack waits three seconds. */
function patience() {
  const over = new AbortController()
  const until = ownMs() + 3000
  const timer = setInterval(() => ownMs() > until && over.abort(new Error("Slack waited three seconds")), 50)
  return { signal: over.signal, end: () => clearInterval(timer) }
}
