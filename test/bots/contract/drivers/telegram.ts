import { createHttp } from "../../../../src/bots/http.js"
import { telegram } from "../../../../src/bots/telegram/index.js"
import type { Platform } from "../../../../src/core/desk/turn.js"
import { secret } from "../../../../src/core/secret.js"
import { type Fault as ApiFault, botUser, fakeTelegram, type Shown, token } from "../../../support/fake-telegram.js"
import { silent } from "../../../support/log.js"
import type { Driver, Fault, Person, Seen, Session, Special } from "../driver.js"

/** Telegram, on either framework, by long polling or by webhook. */

type Api = Awaited<ReturnType<typeof fakeTelegram>>
type Update = { update_id: number } & Record<string, unknown>

const hook = { publicUrl: "https://desk.example.mo", secret: secret("0123456789abcdef-secret") }

const failing: Record<Fault, { method: string; fault: ApiFault }> = {
  "429": {
    method: "sendMessage",
    fault: { code: 429, description: "Too Many Requests: retry after 2", retryAfter: 2 },
  },
  "500": { method: "sendMessage", fault: { code: 500, description: "Internal Server Error" } },
  "403": { method: "sendMessage", fault: { code: 403, description: "Forbidden: bot was blocked by the user" } },
  "chat not found": { method: "sendMessage", fault: { code: 400, description: "Bad Request: chat not found" } },
  reset: { method: "sendMessage", fault: "reset" },
  silence: { method: "sendMessage", fault: "silence" },
  "not modified": {
    method: "editMessageText",
    fault: { code: 400, description: "Bad Request: message is not modified: specified new message content" },
  },
  "edit not found": {
    method: "editMessageText",
    fault: { code: 400, description: "Bad Request: message to edit not found" },
  },
}

export const telegramDriver = (framework: "grammy" | "telegraf", way: "polling" | "webhook"): Driver => ({
  name: `${framework}, by ${way}`,
  cannot: {},
  async open() {
    const api = await fakeTelegram()
    // Waiting takes no time here: the clock goes on instead.
    let ahead = 0
    let running: { platform: Platform; stop(): Promise<void> } | undefined
    let url: string | undefined
    const post = (update: Update) =>
      fetch(`${url}/telegram/webhook`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": hook.secret.reveal() },
        body: JSON.stringify(update),
      })
    const deliver = async (update: Update): Promise<void> => {
      if (way === "polling") return api.give(update)
      // It is acknowledged only when it is done, which a silent answer never is.
      const posted = post(update)
      posted.catch(() => {})
      if (!running) await posted
    }

    const session: Session = {
      async start(hear) {
        const http = createHttp({ host: "127.0.0.1", log: silent })
        const platform = telegram(
          { token: secret(token), framework, apiRoot: api.apiRoot, ...(way === "webhook" && { webhook: hook }) },
          {
            http,
            log: silent,
            menus: [],
            now: () => Date.now() + ahead,
            sleep: async (ms) => {
              ahead += ms
            },
          },
        )
        await platform.start(hear)
        url = await http.listen({ host: "127.0.0.1", port: 0 })
        running = {
          platform,
          async stop() {
            await platform.stop()
            await http.close()
          },
        }
        return platform
      },
      async stop() {
        const was = running
        running = undefined
        await was?.stop()
      },
      person: (n, name) => person(api, { id: n, name, deliver }),
      fail: (fault) => void api.fail(failing[fault].method, failing[fault].fault),
      silent: api.silent,
      endSilence: api.endSilence,
      busy: () => api.busy() + api.pending().length,
      close: api.close,
    }
    return session
  },
})

let serial = 5000
const hall = { id: -1007, type: "supergroup", title: "Hall" }

type Who = { id: number; name: string; deliver: (update: Update) => Promise<void> }

function person(api: Api, { id, name, deliver }: Who): Person {
  const from = { id, is_bot: false, first_name: name, language_code: "en" }
  const own = { id, type: "private", first_name: name }
  const parcel = (content: Record<string, unknown>) => {
    const update = { update_id: ++serial, ...content }
    return () => deliver(update)
  }
  const message = (content: Record<string, unknown>) => ({ message_id: ++serial, date: 1, from, chat: own, ...content })
  const shown = (chat = id) => api.shown.filter(({ chatId }) => chatId === chat)
  const pressIn = (label: string, chat: { id: number; type: string }) => {
    const on = shown(chat.id).findLast(({ buttons }) => buttons.flat().some((button) => button.label === label))
    const data = on?.buttons.flat().find((button) => button.label === label)?.data
    if (!on || !data) throw new Error(`${name} sees no button "${label}"`)
    return press(on, data, chat)
  }
  const press = (on: Shown | undefined, data: string, chat: { id: number; type: string } = own) =>
    parcel({
      callback_query: {
        id: `cb${++serial}`,
        from,
        chat_instance: "1",
        data,
        message: { message_id: on?.messageId ?? 1, date: 1, chat, ...(on?.photo && { photo: [{}] }) },
      },
    })
  const special: Record<Special, () => Record<string, unknown>> = {
    edited: () => ({ edited_message: message({ text: "my bookings", edit_date: 2 }) }),
    forwarded: () => ({ message: message({ text: "what is free tomorrow?", forward_origin: { type: "user" } }) }),
    channel: () => ({
      channel_post: { message_id: ++serial, date: 1, chat: { id: -1001, type: "channel", title: "News" }, text: "hi" },
    }),
    "anonymous admin": () => ({
      message: message({
        chat: { id: -1002, type: "supergroup", title: "Staff" },
        from: { id: 1087968824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" },
        sender_chat: { id: -1002, type: "supergroup" },
        text: "/today",
        entities: [{ type: "bot_command", offset: 0, length: 6 }],
      }),
    }),
    sticker: () => ({ message: message({ sticker: { file_id: "s", emoji: "👍" } }) }),
    voice: () => ({ message: message({ voice: { file_id: "v", duration: 3 } }) }),
    photo: () => ({ message: message({ photo: [{ file_id: "p" }] }) }),
    empty: () => ({ message: message({}) }),
  }

  return {
    address: `telegram:${id}`,
    joins: (code) => parcel({ message: message({ text: `/start ${code}` }) }),
    says: (text) => parcel({ message: message({ text }) }),
    presses: (label) => pressIn(label, own),
    forges: (data) => press(shown().at(-1), data),
    special: (what) => parcel(special[what]()),
    sees: () => shown().map(seen),
    group: {
      says(text, { addressed }) {
        const mention = `@${botUser.username}`
        const entities = [{ type: "mention", offset: 0, length: mention.length }]
        return parcel({
          message: message({ chat: hall, text, ...(addressed && { text: `${mention} ${text}`, entities }) }),
        })
      },
      presses: (label) => pressIn(label, hall),
      sees: () => shown(hall.id).map(seen),
    },
  }
}

const seen = ({ messageId, text, buttons, photo, document }: Shown): Seen => ({
  id: String(messageId),
  text,
  buttons: buttons.flat().flatMap(({ label, data }) => (data === undefined ? [] : [{ label, data }])),
  pictures: photo ? [text] : [],
  files: document === undefined ? [] : [document],
})
