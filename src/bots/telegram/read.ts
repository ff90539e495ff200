import { z } from "zod"
import type { Address, Said, Turn } from "../../core/desk/turn.js"

/** An update of the Bot API, as a turn. Pure; identity comes from `from.id` alone. */

const user = z.object({
  id: z.number(),
  is_bot: z.boolean().optional(),
  first_name: z.string().default(""),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
})
const chat = z.object({ id: z.number(), type: z.string(), title: z.string().optional() })
const entity = z.object({ type: z.string(), offset: z.number(), length: z.number() })
const message = z.object({
  message_id: z.number(),
  from: user.optional(),
  sender_chat: z.unknown().optional(),
  chat,
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
  caption_entities: z.array(entity).optional(),
  reply_to_message: z.object({ from: user.optional() }).optional(),
  photo: z.unknown().optional(),
  sticker: z.unknown().optional(),
  voice: z.unknown().optional(),
  audio: z.unknown().optional(),
  video_note: z.unknown().optional(),
  video: z.unknown().optional(),
  animation: z.unknown().optional(),
  document: z.unknown().optional(),
  location: z.unknown().optional(),
  contact: z.unknown().optional(),
  poll: z.unknown().optional(),
  dice: z.unknown().optional(),
})
const update = z.object({
  update_id: z.number(),
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      message: z.object({ message_id: z.number(), chat, photo: z.unknown().optional() }).optional(),
      data: z.string().optional(),
    })
    .optional(),
})
type Message = z.output<typeof message>

/** The kinds of update that are asked for: edited, channel and service messages are none of the desk's business. */
export const allowedUpdates = ["message", "callback_query"]

export type Me = { id: number; username: string }

/** A turn with what answering it needs. */
export type Inbound = {
  turn: Turn
  chatId: number
  group: boolean
  /** The press to be answered, and the message its button is on. */
  press?: { id: string; on?: { messageId: number; photo: boolean } }
}

const addressOf = (chatId: number): Address => `telegram:${chatId}`

/** @returns null for what is no update */
export const idOf = (update: unknown): number | null =>
  typeof update === "object" && update !== null && "update_id" in update && typeof update.update_id === "number"
    ? update.update_id
    : null

/** @returns null for what the desk has no answer to: bots, anonymous admins and channels (nobody in particular speaks), service messages */
export function read(raw: unknown, me: Me): Inbound | null {
  const parsed = update.safeParse(raw)
  if (!parsed.success) return null
  const { update_id, message, callback_query: press } = parsed.data
  const key = `telegram:${me.id}:${update_id}`
  if (press) {
    const chat = press.message?.chat ?? { id: press.from.id, type: "private" }
    const on = press.message && { messageId: press.message.message_id, photo: press.message.photo !== undefined }
    const turn = turnOf({
      key,
      from: press.from,
      chat,
      addressed: true,
      said: { kind: "press", data: press.data ?? "" },
    })
    return { turn, chatId: chat.id, group: chat.type !== "private", press: { id: press.id, ...(on && { on }) } }
  }
  if (!message?.from || message.from.is_bot || message.sender_chat !== undefined) return null
  const said = saidIn(message, me)
  if (!said) return null
  const group = message.chat.type !== "private"
  const addressed = !group || isAddressed(message, me)
  return {
    turn: turnOf({ key, from: message.from, chat: message.chat, addressed, said }),
    chatId: message.chat.id,
    group,
  }
}

type Parts = { key: string; from: z.output<typeof user>; chat: z.output<typeof chat>; addressed: boolean; said: Said }

function turnOf({ key, from, chat, addressed, said }: Parts): Turn {
  const name = [from.first_name, from.last_name].filter(Boolean).join(" ")
  const kind = chat.type === "private" ? "private" : "group"
  return {
    key,
    platform: "telegram",
    from: { id: String(from.id), name, ...(from.language_code && { language: from.language_code }) },
    chat: { address: addressOf(chat.id), kind, ...(chat.title && { title: chat.title }) },
    // A private chat with the bot has the id of the person.
    ...(kind === "group" && { direct: addressOf(from.id) }),
    addressed,
    said,
  }
}

function saidIn(message: Message, me: Me): Said | null {
  const text = message.text ?? message.caption
  if (text !== undefined) return { kind: "text", text: withoutMention(text, me) }
  if (message.sticker ?? message.dice ?? message.animation) return { kind: "other", what: "sticker" }
  if (message.voice ?? message.audio ?? message.video_note) return { kind: "other", what: "voice" }
  if (message.photo ?? message.video) return { kind: "other", what: "photo" }
  if (message.document ?? message.contact ?? message.poll) return { kind: "other", what: "file" }
  if (message.location) return { kind: "other", what: "location" }
  return null
}

/** `/book@desk_bot` is `/book`; `@desk_bot book a room` is `book a room`. */
const withoutMention = (text: string, { username }: Me): string =>
  text
    .replace(new RegExp(`@${username}(?![A-Za-z0-9_])`, "gi"), " ")
    .replace(/^(\/\w+)\s+/, "$1 ")
    .trim()

/** In a group: a command for us, a mention, or a reply to us. */
function isAddressed(message: Message, { id, username }: Me): boolean {
  if (message.reply_to_message?.from?.id === id) return true
  const text = message.text ?? message.caption ?? ""
  return (message.entities ?? message.caption_entities ?? []).some(({ type, offset, length }) => {
    const part = text.slice(offset, offset + length).toLowerCase()
    if (type === "mention") return part === `@${username.toLowerCase()}`
    return (
      type === "bot_command" && offset === 0 && (!part.includes("@") || part.endsWith(`@${username.toLowerCase()}`))
    )
  })
}
