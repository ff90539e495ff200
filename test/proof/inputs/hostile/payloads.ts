import { written } from "../../../../src/core/desk/press.js"
import { botUser } from "../../../support/fake-telegram.js"
import type { Courier } from "../../../support/slack/deliveries.js"
import { actor } from "../../../support/slack/person.js"
import { bot, team, workspace } from "../../../support/slack/world.js"

/** What platforms do send, to begin from. */

export const me = { id: botUser.id, username: botUser.username }
export const slackSelf = bot.user

const from = { id: 7, is_bot: false, first_name: "Ana", last_name: "Silva", language_code: "pt-br" }
const privately = { id: 7, type: "private", first_name: "Ana" }
const group = { id: -100_123, type: "supergroup", title: "Hosts" }
const entities = [{ type: "mention", offset: 0, length: me.username.length + 1 }]
export const message = (text: string) => ({ message_id: 1, date: 1, from, chat: privately, text })

export const updates: readonly Record<string, unknown>[] = [
  { update_id: 1, message: message("book Studio 2 tomorrow 3pm-5pm, 2 hosts") },
  { update_id: 2, message: { message_id: 2, date: 1, from, chat: group, text: `@${me.username} 聽日三點`, entities } },
  {
    update_id: 3,
    message: {
      message_id: 3,
      date: 1,
      from,
      chat: group,
      text: "/mine@anchor_test_bot",
      entities: [{ type: "bot_command", offset: 0, length: 21 }],
    },
  },
  {
    update_id: 4,
    message: {
      message_id: 4,
      date: 1,
      from,
      chat: privately,
      caption: "este",
      photo: [{ file_id: "x", width: 1, height: 1 }],
    },
  },
  {
    update_id: 5,
    message: { message_id: 5, date: 1, from, chat: privately, sticker: {}, reply_to_message: { from: { id: me.id } } },
  },
  {
    update_id: 6,
    callback_query: {
      id: "cb6",
      from,
      chat_instance: "1",
      data: "home",
      message: { message_id: 5, date: 1, chat: privately, photo: [{}] },
    },
  },
  { update_id: 7, callback_query: { id: "cb7", from, chat_instance: "1", data: "mine", inline_message_id: "x" } },
  { update_id: 8, my_chat_member: { chat: group, from, date: 1, old_chat_member: {}, new_chat_member: {} } },
  { update_id: 9, edited_message: message("no") },
]

const ana = actor(workspace(), {} as Courier, { id: "U0ANAQ", base: "https://hooks.slack.test/" })
const { parcels } = ana
export const slackMessage = (text: string): Record<string, unknown> => parcels.message(text).payload
const view = {
  ...{
    id: "V1",
    hash: "1.a",
    type: "modal",
    callback_id: "book",
    private_metadata: '{"channel":"C0ROOM","group":true}',
  },
  state: {
    values: {
      date: { date: { type: "datepicker", selected_date: "2026-11-24" } },
      time: { time: { type: "timepicker", selected_time: "15:00" } },
      minutes: { minutes: { type: "static_select", selected_option: { value: "120" } } },
      hosts: { hosts: { type: "static_select", selected_option: { value: "2" } } },
      gear: { gear: { type: "multi_static_select", selected_options: [{ value: "camera*1" }] } },
      title: { title: { type: "plain_text_input", value: "早晨" } },
    },
  },
}
const user = { id: "U0ANAQ", username: "ana", name: "ana", team_id: team }
export const slackPayloads: readonly Record<string, unknown>[] = [
  slackMessage("book Studio 2 tomorrow 3pm &amp; <@U0DESK01> <https://example.com|here>"),
  parcels.message("see", { files: [{ mimetype: "image/png" }] }).payload,
  parcels.command("聽日三點").payload,
  parcels.forged("book 2026-11-24T15:00 120 @s2 h2").payload,
  parcels.forwarded("amanhã às 15h", "C0ROOM").payload,
  { type: "view_submission", team: { id: team }, user, trigger_id: "trigger.1", view },
  { type: "shortcut", callback_id: "book", team: { id: team }, user, trigger_id: "trigger.2" },
  { ...slackMessage(""), event: { type: "app_home_opened", user: "U0ANAQ", tab: "home", channel: "D0ANAQ" } },
  { ...slackMessage(""), event: { type: "tokens_revoked", tokens: {} } },
]

export const presses: readonly unknown[] = [
  written({ do: "book", sketch: { start: "2026-11-24T15:00", minutes: 120, room: { room: "s2" }, hosts: 2 } }),
  ...[
    "home",
    "mine",
    "show b1",
    "cancel b1 yes",
    "agree b1 1 all",
    "deny b1 1 none",
    "lang pt",
    "act m1",
    "calendar new",
  ],
  ...[
    "~k.0",
    "plan",
    "free 2026-11-24",
    "ask day",
    "reminders +30",
    "rank b w 1",
    "hand b1 m1",
    "close",
    "broadcast k send",
  ],
  "lay 2026-12-12T18:00/2026-12-13T00:00 2026-12-01T12:00 3 2 Name",
]

const values = {
  ...{ date: "2026-11-24", time: "15:00", minutes: "120", room: "room:studio-2", hosts: "2", gear: ["camera*1"] },
  ...{ title: "早晨", names: "Ana, 陳大文", platform: "taobao", category: "茶", link: "https://example.com/live" },
}
type Body = { key: string; values?: Record<string, unknown> } | Record<string, unknown>
export const bodies: readonly Body[] = [
  { key: "k1", text: "book Studio 2 tomorrow 3pm-5pm, 2 hosts" },
  { key: "k2", on: "k1/0", label: "Confirm", action: "book 2026-11-24T15:00 120 @s2 h2" },
  { key: "k3", on: "k1/0", label: "Book", form: "book", values },
  { code: "AAAA-BBBB-CCCC-DDDD", name: "Ana" },
  { id: "ana" },
]
