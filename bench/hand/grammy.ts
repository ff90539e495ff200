import { createServer, type Server } from "node:http"
import { Bot, InputFile, webhookCallback } from "grammy"
import { botUser, token } from "../../test/support/fake-telegram.js"
import { answersOf, book, type Call, free, help } from "./desk.js"

/** The same three answers by a bare grammY bot. */
export function grammyBot(apiRoot: string): Server {
  const answers = answersOf("grammy")
  const bot = new Bot(token, { client: { apiRoot }, botInfo: { ...botUser, is_bot: true } as never })
  const raw = bot.api.raw as unknown as Record<string, (params: object) => Promise<unknown>>
  const say = async (calls: readonly Call[], own: object): Promise<void> => {
    for (const { method, params } of calls) {
      const file = typeof params.document === "string" ? { document: new InputFile(Buffer.from(params.document)) } : {}
      await raw[method]?.({ ...params, ...own, ...file })
    }
  }
  bot.on("message:text", async ({ message, from }) => {
    const isHelp = message.text === "/help"
    await (isHelp ? help : free)("telegram", String(from.id))
    await say(isHelp ? answers.help : answers.free, { chat_id: message.chat.id })
  })
  bot.on("callback_query:data", async ({ callbackQuery: { id, data, from, message }, update }) => {
    await book("telegram", String(from.id), { key: `telegram:update:${update.update_id}`, data })
    await say(answers.book, { callback_query_id: id, chat_id: message?.chat.id, message_id: message?.message_id })
  })
  return createServer(webhookCallback(bot, "http"))
}
