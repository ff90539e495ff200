import type { FastifyInstance } from "fastify"
import type { Hear } from "../../../core/desk/turn.js"
import type { Log } from "../../../core/log.js"
import type { Secret } from "../../../core/secret.js"
import { type Out, say } from "../send.js"
import { CallError } from "../transport.js"
import { type AppDeps, serveApp } from "./serve.js"

/** The page of free times inside of Telegram: served where people reach this service by https, which is all that Telegram opens. */

export type App = Pick<AppDeps, "times" | "first"> & {
  /** What the chat's menu button says. */
  label: string
}

/** @returns the page's address, where there can be one */
export const pageOf = (publicUrl: string | undefined, app: App | undefined): string | undefined =>
  app && publicUrl?.startsWith("https:") ? `${publicUrl}/app` : undefined

type Opening = {
  out: Out
  token: Secret
  http: FastifyInstance
  log: Log
  app: App | undefined
  hear: Hear
  me: () => number
}

/** Serves the page, if there is one. @returns resolves when all that came of it was said in the chats */
export function openApp({ out, token, http, log, app, hear, me }: Opening): () => Promise<unknown> {
  const saying = new Set<Promise<void>>()
  const tell: AppDeps["tell"] = (chatId, replies) => {
    const spot = { chatId, group: false, notice: false }
    const lost = (error: unknown): void => {
      const why = error instanceof CallError ? error.message : "unknown"
      log.warn({ why }, "what was done on the page was not said in the chat")
    }
    const told = (async () => {
      for (const reply of replies) await say(out, spot, reply).catch(lost)
    })()
    saying.add(told)
    void told.then(() => saying.delete(told))
  }
  if (app && out.app) {
    const { times, first } = app
    serveApp({ http, token, publicUrl: new URL(out.app).origin, now: out.now, hear, times, first, me, tell })
  }
  return () => Promise.all(saying)
}

/** What the button beside the message box opens: the page where there is one, else the menu of commands. In private chats only. */
export async function menuButton(
  { transport, app: page }: Out,
  { log, app }: Pick<Opening, "log" | "app">,
): Promise<void> {
  const menu_button = page && app ? { type: "web_app", text: app.label, web_app: { url: page } } : { type: "default" }
  await transport
    .call("setChatMenuButton", { menu_button })
    .catch((error: Error) => log.warn({ why: error.message }, "the menu button was not taken"))
}
