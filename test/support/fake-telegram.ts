import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { fields } from "./multipart.js"
import { htmlFault, visibleText } from "./telegram-html.js"

/**
 * A loopback Bot API, as strict as Telegram: lengths after entities, entity syntax, 64 bytes of callback data, offsets, one poller,
 * and (when told to) its flood limits. Keeps a ledger of everything each chat saw, and reads like a conversation.
 */

export type Shown = {
  chatId: number
  messageId: number
  text: string
  html: string
  photo: boolean
  document?: string
  buttons: { label: string; data?: string; url?: string; page?: string }[][]
  edited: number
}
export type Fault =
  | { code: number; description: string; retryAfter?: number }
  /** Cuts the connection before anything happened, or after the call was carried out; or never answers. */
  | "reset"
  | "lost"
  | "silence"
  /** Nothing is wrong with this call: for faults of a later one. */
  | "none"
type Params = Record<string, unknown>
type Call = { method: string; params: Params; at: number }

export const botUser = { id: 4242, is_bot: true, first_name: "Desk", username: "anchor_test_bot" }
export const token = "4242:AAFakeTokenForTheLoopbackBotApi_0123456789"

export class Refusal extends Error {
  readonly code: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined
  constructor(code: number, description: string, parameters?: Refusal["parameters"]) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

/** What is said of a group that became a supergroup, with another id and no messages. */
const upgradedTo = (chatId: number) =>
  new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: chatId })

export async function fakeTelegram(options: { now?: () => number; law?: boolean } = {}) {
  const now = options.now ?? (() => Date.now())
  const calls: Call[] = []
  const shown: Shown[] = []
  const faults: { method: string; fault: Fault }[] = []
  const [blocked, upgraded] = [new Map<number, string>(), new Map<number, number>()]
  const { pending, give, wake, woken, ...hooked } = updateQueue()
  const answered = new Map<string, string>()
  const violations: string[] = []
  let [updateId, messageId, polling] = [1000, 0, 0]
  let webhook: { url: string; secret: string } | null = null
  const law = flood(now, violations)

  const push = async (update: Record<string, unknown>): Promise<number> => {
    const id = ++updateId
    give({ update_id: id, ...update })
    return id
  }

  const buttonsOf = (params: Params): Shown["buttons"] => {
    const markup = object(params.reply_markup)
    const rows = (markup?.inline_keyboard ?? []) as Params[][]
    if (rows.flat().length > 100) throw new Refusal(400, "Bad Request: reply markup is too long")
    return rows.map((row) =>
      row.map((button) => {
        const label = String(button.text ?? "")
        if (!label.trim()) throw new Refusal(400, "Bad Request: button text must be non-empty")
        const data = button.callback_data === undefined ? undefined : String(button.callback_data)
        if (data !== undefined && (Buffer.byteLength(data) < 1 || Buffer.byteLength(data) > 64))
          throw new Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        const url = button.url === undefined ? undefined : String(button.url)
        if (url !== undefined && !/^(https|tg):\/\//.test(url))
          throw new Refusal(400, "Bad Request: BUTTON_URL_INVALID")
        const page = object(button.web_app)?.url
        if (page !== undefined) {
          // Only private chats have them: https://core.telegram.org/bots/api#inlinekeyboardbutton
          if (Number(params.chat_id) < 0 || !String(page).startsWith("https://"))
            throw new Refusal(400, "Bad Request: BUTTON_TYPE_INVALID")
          return { label, page: String(page) }
        }
        if (data === undefined && url === undefined) throw new Refusal(400, "Bad Request: BUTTON_TYPE_INVALID")
        return { label, ...(data !== undefined && { data }), ...(url !== undefined && { url }) }
      }),
    )
  }
  const content = (
    raw: unknown,
    params: Params,
    max: number,
    what: "message text" | "caption",
  ): { text: string; html: string } => {
    const html = String(raw ?? "")
    const fault = params.parse_mode === "HTML" ? htmlFault(html) : null
    if (fault) throw new Refusal(400, `Bad Request: can't parse entities: ${fault}`)
    const text = params.parse_mode === "HTML" ? visibleText(html) : html
    if (what === "message text" && text.trim() === "") throw new Refusal(400, "Bad Request: message text is empty")
    if (text.length > max) throw new Refusal(400, `Bad Request: ${what} is too long`)
    return { text, html }
  }
  const chatOf = (params: Params): number => {
    const chatId = Number(params.chat_id)
    const why = blocked.get(chatId)
    if (why) throw new Refusal(why.startsWith("Forbidden") ? 403 : 400, why)
    if (!Number.isInteger(chatId) || chatId === 0) throw new Refusal(400, "Bad Request: chat not found")
    const grown = upgraded.get(chatId)
    if (grown !== undefined) throw upgradedTo(grown)
    if (options.law) law(chatId)
    return chatId
  }
  const show = (params: Params, part: { text: string; html: string; photo?: boolean; document?: string }) => {
    const message: Shown = {
      chatId: Number(params.chat_id),
      messageId: ++messageId,
      photo: false,
      buttons: buttonsOf(params),
      edited: 0,
      ...part,
    }
    shown.push(message)
    wake()
    return {
      message_id: message.messageId,
      chat: { id: message.chatId, type: message.chatId < 0 ? "supergroup" : "private" },
      date: 0,
      text: message.text,
    }
  }
  const change = (params: Params, text: { text: string; html: string }, photo: boolean) => {
    const message = shown.find(
      (one) => one.chatId === Number(params.chat_id) && one.messageId === Number(params.message_id),
    )
    if (!message) throw new Refusal(400, "Bad Request: message to edit not found")
    if (message.photo !== photo || (!photo && message.document !== undefined))
      throw new Refusal(
        400,
        photo
          ? "Bad Request: there is no caption in the message to edit"
          : "Bad Request: there is no text in the message to edit",
      )
    const buttons = buttonsOf(params)
    if (message.html === text.html && JSON.stringify(message.buttons) === JSON.stringify(buttons))
      throw new Refusal(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      )
    Object.assign(message, text, { buttons, edited: message.edited + 1 })
    wake()
    return { message_id: message.messageId, chat: { id: message.chatId, type: "private" }, date: 0, text: message.text }
  }

  const methods: Record<string, (params: Params) => unknown> = {
    getMe: () => botUser,
    deleteWebhook: () => {
      webhook = null
      return true
    },
    setWebhook: (params) => {
      webhook = { url: String(params.url), secret: String(params.secret_token ?? "") }
      return true
    },
    getWebhookInfo: () => ({
      url: webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: pending.length,
    }),
    setMyCommands: (params) => {
      const commands = object(params.commands) as unknown as { command: string; description: string }[]
      for (const { command, description } of commands) {
        if (!/^[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256)
          throw new Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
      }
      if (params.language_code !== undefined && !/^[a-z]{2}$/.test(String(params.language_code)))
        throw new Refusal(400, "Bad Request: invalid language code specified")
      return true
    },
    setChatMenuButton: (params) => {
      const button = object(params.menu_button)
      if (button?.type === "default") return true
      const page = object(button?.web_app)
      if (button?.type !== "web_app" || !button.text || !String(page?.url).startsWith("https://"))
        throw new Refusal(400, "Bad Request: BUTTON_URL_INVALID")
      return true
    },
    sendChatAction: () => true,
    answerCallbackQuery: (params) => {
      const text = String(params.text ?? "")
      if (text.length > 200) throw new Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
      const id = String(params.callback_query_id)
      if (answered.has(id))
        throw new Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
      answered.set(id, text)
      return true
    },
    sendMessage: (params) => {
      chatOf(params)
      return show(params, content(params.text, params, 4096, "message text"))
    },
    sendPhoto: (params) => {
      chatOf(params)
      if (!Buffer.isBuffer(params.photo) || params.photo.length === 0)
        throw new Refusal(400, "Bad Request: there is no photo in the request")
      return show(params, { ...content(params.caption, params, 1024, "caption"), photo: true })
    },
    sendDocument: (params) => {
      chatOf(params)
      if (!Buffer.isBuffer(params.document)) throw new Refusal(400, "Bad Request: there is no document in the request")
      return show(params, {
        ...content(params.caption, params, 1024, "caption"),
        document: params.document.toString("utf8"),
      })
    },
    editMessageText: (params) => {
      chatOf(params)
      return change(params, content(params.text, params, 4096, "message text"), false)
    },
    editMessageCaption: (params) => {
      chatOf(params)
      return change(params, content(params.caption, params, 1024, "caption"), true)
    },
    deleteMessage: (params) => {
      const place = shown.findIndex(
        (one) => one.chatId === chatOf(params) && one.messageId === Number(params.message_id),
      )
      if (place < 0) throw new Refusal(400, "Bad Request: message to delete not found")
      shown.splice(place, 1)
      return true
    },
    editMessageMedia: (params) => {
      chatOf(params)
      const media = object(params.media) ?? {}
      return change(params, content(media.caption, media, 1024, "caption"), true)
    },
  }

  const getUpdates = async (params: Params, gone: () => boolean): Promise<unknown> => {
    if (webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    if (polling > 0)
      throw new Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
      )
    const offset = Number(params.offset ?? 0)
    while (pending[0] && pending[0].update_id < offset) pending.shift()
    const until = Date.now() + Number(params.timeout ?? 0) * 1000
    polling += 1
    try {
      while (pending.length === 0 && Date.now() < until && !gone()) {
        await woken(Math.min(200, until - Date.now()))
      }
    } finally {
      polling -= 1
    }
    return pending.slice(0, Number(params.limit ?? 100))
  }

  const hung: IncomingMessage[] = []
  const { server, busy } = counting((request, response) => serve(request, response))
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? "") ?? []
    const params = await fields(request)
    const respond = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    if (given !== token) return void respond(401, { ok: false, error_code: 401, description: "Unauthorized" })
    if (method !== "getUpdates") calls.push({ method, params, at: now() })
    const index = faults.findIndex((one) => one.method === method)
    const fault = index >= 0 ? faults.splice(index, 1)[0]?.fault : undefined
    if (fault === "reset") return void request.socket.destroy()
    if (fault === "silence") return void hung.push(request)
    try {
      if (typeof fault === "object") {
        const { code, description, retryAfter } = fault
        throw new Refusal(code, description, retryAfter === undefined ? undefined : { retry_after: retryAfter })
      }
      const run = methods[method]
      if (method !== "getUpdates" && !run) throw new Refusal(404, "Not Found: method not found")
      const result = method === "getUpdates" ? await getUpdates(params, () => request.socket.destroyed) : run?.(params)
      if (fault === "lost") return void request.socket.destroy()
      respond(200, { ok: true, result })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message: description, parameters } = error
      respond(code, { ok: false, error_code: code, description, ...(parameters && { parameters }) })
    }
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const until = async (condition: () => boolean, what: string, ms = 30_000): Promise<void> => {
    const deadline = Date.now() + ms
    while (!condition()) {
      if (Date.now() > deadline)
        throw new Error(`waited in vain for ${what}; shown:\n${shown.map((one) => one.text).join("\n---\n")}`)
      await woken(50)
    }
  }

  /** A person in a chat. What they say arrives as updates; what they see is read here. */
  const person = (
    id: number,
    name: string,
    { language = "en", chatId = id }: { language?: string; chatId?: number } = {},
  ) => {
    const from = { id, is_bot: false, first_name: name, language_code: language }
    const chat =
      chatId < 0
        ? { id: chatId, type: "supergroup", title: "Group" }
        : { id: chatId, type: "private", first_name: name }
    const seen = () => shown.filter((one) => one.chatId === chatId)
    const sum = () => seen().reduce((total, one) => total + 1 + one.edited, 0)
    const last = (): Shown => {
      const message = seen().at(-1)
      if (!message) throw new Error(`${name} has seen nothing`)
      return message
    }
    const after = async (act: () => Promise<unknown>): Promise<Shown> => {
      const before = sum()
      await act()
      await until(() => sum() > before, `an answer to ${name}`)
      // What was changed in place counts as the latest.
      return seen().reduce((latest, one) => (stamp(one) > stamp(latest) ? one : latest))
    }
    const stamps = new Map<number, number>()
    const stamp = (one: Shown): number => one.messageId + one.edited * 0.001 + (stamps.get(one.messageId) ?? 0)
    const pressUpdate = (message: Shown, data: string, who = from) => ({
      callback_query: {
        id: `cb${++updateId}`,
        from: who,
        chat_instance: "1",
        data,
        message: { message_id: message.messageId, date: 1, chat, ...(message.photo && { photo: [{}] }) },
      },
    })
    return {
      from,
      chat,
      seen,
      last,
      sayOnly: (text: string, extra: Params = {}) =>
        push({ message: { message_id: ++messageId, date: 1, from, chat, text, ...extra } }),
      say: (text: string, extra: Params = {}) =>
        after(() => push({ message: { message_id: ++messageId, date: 1, from, chat, text, ...extra } })),
      send: (message: Params) => push({ message: { message_id: ++messageId, date: 1, from, chat, ...message } }),
      press: (label: string, message: Shown = last()) => {
        const button = message.buttons.flat().find((one) => one.label.includes(label))
        if (!button?.data)
          throw new Error(`no button "${label}" under:\n${message.text}\n${JSON.stringify(message.buttons)}`)
        const data = button.data
        return after(() => push(pressUpdate(message, data)))
      },
      pressOnly: (data: string, message: Shown = last()) => push(pressUpdate(message, data)),
      pressData: (data: string, message: Shown = last()) => after(() => push(pressUpdate(message, data))),
      next: async (count = seen().length) => {
        await until(() => seen().length > count, `a message to ${name}`)
        return last()
      },
    }
  }

  return {
    apiRoot,
    calls,
    shown,
    answered,
    violations,
    person,
    push,
    give,
    until,
    busy,
    silent: () => hung.length > 0,
    endSilence: () => hung.splice(0).forEach(({ socket }) => void socket.destroy()),
    fail: (method: string, ...list: Fault[]) => faults.push(...list.map((fault) => ({ method, fault }))),
    block: (chatId: number, description = "Forbidden: bot was blocked by the user") => blocked.set(chatId, description),
    upgrade: (chatId: number, to: number) => upgraded.set(chatId, to),
    ...hooked,
    pending: hooked.waiting,
    webhook: () => webhook,
    close: () =>
      new Promise<void>((resolve) => {
        wake()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Updates that are not confirmed yet, and who waits for something to happen. */
function updateQueue() {
  const pending: { update_id: number }[] = []
  let waiters: (() => void)[] = []
  const wake = () => {
    const all = waiters
    waiters = []
    for (const one of all) one()
  }
  return {
    pending,
    wake,
    woken: (ms: number) =>
      new Promise<void>((resolve) => {
        waiters.push(resolve)
        setTimeout(resolve, ms)
      }),
    /** The same update again is the same: Telegram keeps one until it is confirmed. */
    give: (update: { update_id: number }): void => {
      if (!pending.some(({ update_id }) => update_id === update.update_id)) pending.push(update)
      pending.sort((a, b) => a.update_id - b.update_id)
      wake()
    },
    /** Updates as a webhook gets them: kept until one of its answers says that they are done. */
    updates: () => [...pending],
    waiting: () => pending.map((update) => update.update_id),
    done: (updateId: number): void => {
      const place = pending.findIndex((update) => update.update_id === updateId)
      if (place >= 0) pending.splice(place, 1)
      wake()
    },
  }
}

/** A server that knows how many calls it is answering, polling aside. */
function counting(serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  let busy = 0
  const server = createServer(async (request, response) => {
    const counts = request.url?.endsWith("/getUpdates") ? 0 : 1
    busy += counts
    await serve(request, response).finally(() => {
      busy -= counts
    })
  })
  return { server, busy: () => busy }
}

const object = (value: unknown): Params | undefined =>
  typeof value === "string"
    ? (JSON.parse(value) as Params)
    : typeof value === "object" && value !== null
      ? (value as Params)
      : undefined

/** 30 a second over all, one a second in a chat after a burst of three, 20 a minute in a group: beyond, 429. A 429 that is not obeyed is noted. */
function flood(now: () => number, violations: string[]) {
  const all: number[] = []
  const chats = new Map<number, number[]>()
  let silentUntil = 0
  return (chatId: number): void => {
    const at = now()
    if (at < silentUntil) violations.push(`a call ${silentUntil - at} ms before retry_after was over`)
    const mine = chats.get(chatId) ?? []
    chats.set(chatId, mine)
    const within = (list: number[], ms: number) => list.filter((one) => one > at - ms).length
    const over = within(all, 1000) > 30 || (chatId < 0 ? within(mine, 60_000) >= 20 : within(mine, 3000) > 3)
    if (over) {
      silentUntil = at + 3000
      throw new Refusal(429, "Too Many Requests: retry after 3", { retry_after: 3 })
    }
    all.push(at)
    mine.push(at)
    if (all.length > 200) all.splice(0, 100)
  }
}
