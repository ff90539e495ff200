import type { Server } from "node:http"
import { createServer } from "node:http"
import { App, HTTPReceiver } from "@slack/bolt"
import { secrets } from "../../test/support/fake-slack.js"
import { bot, team } from "../../test/support/slack/world.js"
import { answersOf, book, type Call, free, help } from "./desk.js"

/** The same three answers by a bare Bolt app over HTTP. */
export function boltBot(slackApiUrl: string): Server {
  const answers = answersOf("bolt")
  const receiver = new HTTPReceiver({ signingSecret: secrets.signingSecret, endpoints: "/slack/events" })
  const app = new App({
    receiver,
    token: secrets.botToken,
    botId: bot.id,
    botUserId: bot.user,
    clientOptions: { slackApiUrl },
  })
  const say = async (calls: readonly Call[], own: object): Promise<void> => {
    for (const { method, params } of calls) await app.client.apiCall(method, { ...params, ...own })
  }
  app.message(async ({ message }) => {
    if (!("user" in message) || !("text" in message)) return
    const isHelp = message.text === "help"
    await (isHelp ? help : free)("slack", `${team}:${message.user}`)
    await say(isHelp ? answers.help : answers.free, { channel: message.channel })
  })
  app.action(/.*/, async ({ ack, body, action }) => {
    await ack()
    if (body.type !== "block_actions" || action.type !== "button") return
    const key = `slack:action:${body.trigger_id}`
    await book("slack", `${team}:${body.user.id}`, { key, data: action.value ?? "" })
    await say(answers.book, { channel: body.channel?.id, ts: body.container.message_ts })
  })
  return createServer(receiver.requestListener)
}
