import { createServer, type Server } from "node:http"
import { Telegraf } from "telegraf"
import { botUser, token } from "../../test/support/fake-telegram.js"
import { answersOf, book, type Call, free, help } from "./desk.js"

/** The same three answers by a bare Telegraf bot. */
export function telegrafBot(apiRoot: string): Server {
  const answers = answersOf("telegraf")
  const bot = new Telegraf(token, { telegram: { apiRoot: `${apiRoot}/`, webhookReply: false } })
  bot.botInfo = botUser as never
  const say = async (calls: readonly Call[], own: object): Promise<void> => {
    for (const { method, params } of calls) {
      const file = typeof params.document === "string" ? { document: { source: Buffer.from(params.document) } } : {}
      await bot.telegram.callApi(method as never, { ...params, ...own, ...file } as never)
    }
  }
  bot.on("message", async ({ message, from }) => {
    const isHelp = "text" in message && message.text === "/help"
    await (isHelp ? help : free)("telegram", String(from.id))
    await say(isHelp ? answers.help : answers.free, { chat_id: message.chat.id })
  })
  bot.on("callback_query", async ({ callbackQuery: query, update }) => {
    const data = "data" in query ? query.data : ""
    await book("telegram", String(query.from.id), { key: `telegram:update:${update.update_id}`, data })
    const { message } = query
    await say(answers.book, { callback_query_id: query.id, chat_id: message?.chat.id, message_id: message?.message_id })
  })
  return createServer(bot.webhookCallback("/telegram/webhook"))
}
