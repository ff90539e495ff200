import { z } from "zod"
import type { Config, TelegramConfig } from "../config.js"

/** What the doctor finds outside of this machine: platforms, and the way that they and people come in. */

/** `ok` null: not set up, so not looked at. */
export type Check = { name: string; ok: boolean | null; found: string; fix?: string }

const patienceMs = 8_000
/** A clock further off than this makes reminders late and webhooks refused. */
const clockOffMs = 5_000

export const clockCheck = (name: string, offMs: number): Check =>
  offMs <= clockOffMs
    ? { name, ok: true, found: "agrees with this machine's" }
    : {
        name,
        ok: false,
        found: `${Math.round(offMs / 1000)} s apart from this machine's`,
        fix: "Set the clock by NTP.",
      }

export async function telegram({ telegram }: Config): Promise<Check[]> {
  const name = "telegram"
  if (!telegram) return [{ name, ok: null, found: "not set up" }]
  const api = `${telegram.apiRoot ?? "https://api.telegram.org"}/bot${telegram.token.reveal()}`
  return reached(name, async () => {
    const { body, off } = await asked(`${api}/getMe`)
    if (body.ok !== true) {
      const fix = "Copy TELEGRAM_BOT_TOKEN again from BotFather."
      return [{ name, ok: false, found: String(body.description ?? "the token was refused"), fix }]
    }
    const me = z.object({ result: z.object({ username: z.string() }) }).safeParse(body)
    const known = { name, ok: true, found: `@${me.data?.result.username ?? "?"}` }
    return [known, ...(await webhook(api, telegram.webhook)), ...clocks("telegram clock", off)]
  })
}

const webhookSchema = z.object({
  result: z.object({ url: z.string(), pending_update_count: z.int(), last_error_message: z.string().optional() }),
})

/** Where Telegram writes to, and whether that works: what it says itself. */
async function webhook(api: string, wanted: TelegramConfig["webhook"]): Promise<Check[]> {
  if (!wanted) return []
  const name = "telegram webhook"
  const { body } = await asked(`${api}/getWebhookInfo`)
  const told = webhookSchema.safeParse(body).data?.result
  const url = `${wanted.publicUrl}/telegram/webhook`
  if (told?.url !== url)
    return [
      {
        name,
        ok: false,
        found: told?.url ? "it is set elsewhere" : "it is not set",
        fix: "Start the service: it sets the webhook.",
      },
    ]
  const found = `${told.pending_update_count} updates wait`
  return told.last_error_message === undefined || told.pending_update_count === 0
    ? [{ name, ok: true, found }]
    : [
        {
          name,
          ok: false,
          found: `${found}: ${told.last_error_message}`,
          fix: "Is PUBLIC_URL reachable from outside, by https, with a valid certificate?",
        },
      ]
}

/** Only whether the address leads to a desk; that it does so from outside, the platforms tell. */
export async function publicAddress({ publicUrl }: Config): Promise<Check[]> {
  const name = "public address"
  if (!publicUrl) return []
  return reached(name, async () => {
    const { body } = await asked(`${publicUrl}/healthz`)
    if (body.ok === true) return [{ name, ok: true, found: publicUrl }]
    return [
      {
        name,
        ok: false,
        found: `${publicUrl} is answered by something else`,
        fix: "Let the proxy there pass everything on to the service.",
      },
    ]
  })
}

export async function slack({ slack }: Config): Promise<Check[]> {
  const name = "slack"
  if (!slack) return [{ name, ok: null, found: "not set up" }]
  const api = (slack.apiUrl ?? "https://slack.com/api/").replace(/\/*$/, "/")
  const call = (method: string, token: string) => asked(`${api}${method}`, { authorization: `Bearer ${token}` })
  return reached(name, async () => {
    const { body, off } = await call("auth.test", slack.botToken.reveal())
    if (body.ok !== true)
      return [{ name, ok: false, found: String(body.error), fix: "Install the app again and copy SLACK_BOT_TOKEN." }]
    const found: Check[] = [{ name, ok: true, found: `${String(body.user)} in ${String(body.team)}` }]
    if (slack.appToken) {
      const { body: socket } = await call("apps.connections.open", slack.appToken.reveal())
      const fix = "Make SLACK_APP_TOKEN anew with connections:write, and switch Socket Mode on."
      found.push({
        name: "slack sockets",
        ...(socket.ok === true ? { ok: true, found: "open" } : { ok: false, found: String(socket.error), fix }),
      })
    }
    return [...found, ...clocks("slack clock", off)]
  })
}

const clocks = (name: string, off: number | null): Check[] => (off === null ? [] : [clockCheck(name, off)])

/** What a platform that cannot be reached looks like; never with the address, which has the token in it. */
async function reached(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer"
    return [{ name, ok: false, found: `not reached (${code})`, fix: "Check this machine's network, DNS and proxy." }]
  }
}

/** Asks an address for JSON. `off`: how far its clock is from this machine's, by the answer's date, which counts whole seconds. */
export async function asked(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ body: Record<string, unknown>; off: number | null }> {
  const method = headers.authorization ? "POST" : "GET"
  const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(patienceMs) })
  const said = Date.parse(answer.headers.get("date") ?? "")
  const body = z.record(z.string(), z.unknown()).safeParse(await answer.json().catch(() => ({})))
  return { body: body.data ?? {}, off: Number.isNaN(said) ? null : Math.abs(Date.now() - said) }
}
