import { setTimeout as sleep } from "node:timers/promises"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import type { Hear, Platform, Reply } from "../../core/desk/turn.js"
import { type Log, turnName } from "../../core/log.js"
import type { Secret } from "../../core/secret.js"
import { flood } from "../flood.js"
import { type App, menuButton, openApp, pageOf } from "./app/index.js"
import { grammyTransport } from "./grammy.js"
import { pace } from "./pace.js"
import { poll, revoked } from "./poll.js"
import { type Job, queue } from "./queue.js"
import { allowedUpdates, type Inbound, idOf, type Me, read } from "./read.js"
import { toastMax } from "./render.js"
import { deliveryOf, named, type Out, say } from "./send.js"
import { telegrafTransport } from "./telegraf.js"
import { CallError, type Transport } from "./transport.js"
import { serveWebhook } from "./webhook.js"

/** Telegram, on grammY or on Telegraf: one reading, one drawing, two thin transports. By long polling, or by webhook. */

export type TelegramOptions = {
  token: Secret
  framework: "grammy" | "telegraf"
  /** A self-hosted Bot API server, without a slash at its end. */
  apiRoot?: string
  webhook?: { publicUrl: string; secret: Secret }
}

export type TelegramDeps = {
  http: FastifyInstance
  log: Log
  /** The wall clock in ms: Telegram limits by it, whatever time a demonstration shows. */
  now: () => number
  /** Waits on that clock. */
  sleep?: (ms: number) => Promise<void>
  /** What the menu of commands says; `language` is a two-letter code, or none for everybody else. */
  app?: App
  menus: readonly { language?: string; commands: readonly { command: string; description: string }[] }[]
}

const publicApi = "https://api.telegram.org"
const meSchema = z.object({ id: z.number(), username: z.string() })

export function telegram(options: TelegramOptions, deps: TelegramDeps): Platform {
  const { log, http } = deps
  const updates = queue()
  const floods = flood({ now: () => new Date(deps.now()), log })
  let hear: Hear = async () => []
  let me: Me = { id: 0, username: "" }
  const make = options.framework === "grammy" ? grammyTransport : telegrafTransport
  const transport = make({
    token: options.token,
    apiRoot: options.apiRoot ?? publicApi,
    onUpdate: (update) => onUpdate(update),
  })
  const clock = { now: deps.now, sleep: deps.sleep ?? ((ms: number) => sleep(ms)) }
  const out: Out = {
    ...clock,
    transport,
    log,
    pace: pace(clock),
    app: pageOf(options.webhook?.publicUrl, deps.app),
  }
  const said = openApp({
    out,
    token: options.token,
    http,
    log,
    app: deps.app,
    hear: (turn) => hear(turn),
    me: () => me.id,
  })

  const onUpdate = async (update: unknown): Promise<void> => {
    const inbound = read(update, me)
    if (inbound) await respond(inbound)
  }
  const respond = async (inbound: Inbound): Promise<void> => {
    const lost = (error: unknown): void => {
      const why = error instanceof CallError ? error.message : "unknown"
      if (error instanceof CallError && error.code === 401) log.error({ why }, revoked)
      else log.warn({ why, turn: turnName(inbound.turn.key) }, "an answer did not arrive")
    }
    try {
      await answer(out, inbound, { replies: await hear(inbound.turn), me, lost })
    } catch (error) {
      lost(error)
    }
  }
  const jobOf = (update: unknown): Job | undefined => {
    const inbound = read(update, me)
    const turn = inbound && floods.admit(inbound.turn)
    if (!turn) return undefined
    const work = async (): Promise<void> => {
      if (turn.hasty) await respond({ ...inbound, turn })
      else if (floods.hears(turn)) await transport.handle(update, me)
    }
    return { chatId: inbound.chatId, work }
  }
  const take = async (update: unknown): Promise<void> => {
    const id = idOf(update)
    if (id !== null) await updates.add(id, () => jobOf(update))
  }
  if (options.webhook) serveWebhook(http, options.webhook.secret, take)
  let polling: { stop(): Promise<void> } | undefined

  return {
    name: "telegram",
    async start(listener) {
      hear = listener
      me = await whoAmI(transport)
      await publish(transport, deps)
      await menuButton(out, { log, app: deps.app })
      if (options.webhook) await setWebhook(transport, options.webhook)
      else {
        await transport.call("deleteWebhook", {})
        polling = poll({ transport, queue: updates, take, log, sleep: (ms) => sleep(ms, undefined, { ref: false }) })
      }
    },
    door: (room) => (me.username === "" ? null : `https://t.me/${me.username}?start=checkin-${room}`),
    async send(address, reply) {
      const chatId = Number(address.slice("telegram:".length))
      const spot = { chatId, group: chatId < 0, notice: true }
      try {
        return { is: "sent", message: await say(out, spot, reply, named(reply.replaces, chatId)) }
      } catch (error) {
        if (error instanceof CallError && error.code === 401) log.error({ why: error.message }, revoked)
        return deliveryOf(error)
      }
    },
    async stop() {
      await (polling ? polling.stop() : updates.idle())
      await said()
    },
  }
}

type Answering = { replies: readonly Reply[]; me: Me; lost: (error: unknown) => void }

/** Every press is answered, also when there is nothing to say; then the replies, in order, also after one that is lost. */
async function answer(out: Out, inbound: Inbound, { replies, me, lost }: Answering): Promise<void> {
  const { chatId, group, press, turn } = inbound
  if (press) {
    const toast = replies.find((reply) => reply.toast)?.toast
    const payload = { callback_query_id: press.id, ...(toast && { text: [...toast].slice(0, toastMax).join("") }) }
    // An old press cannot be answered any more; what it asked for is.
    await out.transport.call("answerCallbackQuery", payload).catch(() => {})
  }
  const here = { chatId, group, notice: false }
  for (const reply of replies) {
    try {
      if (group && reply.private) await alone(out, { reply, here, personal: Number(turn.from.id), me })
      else await say(out, here, reply, reply.edit && press?.on ? [press.on] : [])
    } catch (error) {
      lost(error)
    }
  }
}

type Alone = { reply: Reply; here: { chatId: number; group: boolean; notice: boolean }; personal: number; me: Me }

/** What is one person's is said in their own chat; who has never opened one is shown the way there. */
async function alone(out: Out, { reply, here, personal, me }: Alone): Promise<void> {
  try {
    await say(out, { chatId: personal, group: false, notice: false }, reply)
  } catch (error) {
    if (deliveryOf(error).is !== "blocked") throw error
    await say(out, here, { text: [[{ link: `@${me.username}`, url: `https://t.me/${me.username}?start=help` }]] })
  }
}

/** @throws one plain sentence when the token is not taken or Telegram is not reached */
async function whoAmI(transport: Transport): Promise<Me> {
  try {
    return meSchema.parse(await transport.call("getMe", {}))
  } catch (error) {
    if (error instanceof CallError && (error.code === 401 || error.code === 404)) {
      throw new Error("Telegram does not know TELEGRAM_BOT_TOKEN: copy it again from BotFather.")
    }
    throw new Error(`Telegram could not be reached: ${error instanceof Error ? error.message : "unknown"}.`)
  }
}

async function setWebhook(
  transport: Transport,
  { publicUrl, secret }: NonNullable<TelegramOptions["webhook"]>,
): Promise<void> {
  const payload = {
    url: `${publicUrl}/telegram/webhook`,
    secret_token: secret.reveal(),
    allowed_updates: allowedUpdates,
    max_connections: 40,
  }
  try {
    await transport.call("setWebhook", payload)
  } catch (error) {
    throw new Error(
      `Telegram did not take the webhook at PUBLIC_URL: ${error instanceof Error ? error.message : "unknown"}.`,
    )
  }
}

/** The menus are a convenience: without them everything works. Telegram tells two-letter languages apart, so Chinese is one. */
async function publish(transport: Transport, { menus, log }: TelegramDeps): Promise<void> {
  for (const { language, commands } of menus) {
    const payload = { commands, ...(language && { language_code: language }) }
    await transport
      .call("setMyCommands", payload)
      .catch((error: Error) => log.warn({ why: error.message }, "the command menu was not taken"))
  }
}
