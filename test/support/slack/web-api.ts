import { ownMs } from "../own-time.js"
import { charsIn, faultsIn, viewFaults } from "./blocks.js"
import { bot, type Channel, type Posted, team, type World } from "./world.js"

/** The Web API's methods that an app of ours may call. */

type Args = Record<string, string>
type Answer = Record<string, unknown> & { ok: boolean }
type Json = Record<string, unknown>

const ok = (more: Json = {}): Answer => ({ ok: true, ...more })
const no = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 && { response_metadata: { messages: messages.map((text) => `[ERROR] ${text}`) } }),
})

/** @param base where this Slack can be reached, for the addresses it hands out */
export function webApi(world: World, base: () => string): Record<string, (args: Args) => Answer> {
  const channelFor = (name: string | undefined): Channel | string => {
    const channel = name?.startsWith("U")
      ? world.people.has(name) && world.directOf(name)
      : world.channels.get(name ?? "")
    if (!channel) return "channel_not_found"
    if (channel.archived) return "is_archived"
    if (channel.im && world.people.get(channel.im)?.deleted) return "user_disabled"
    return channel.members.has(bot.user)
      ? channel
      : channel.name === "directmessage"
        ? "channel_not_found"
        : "not_in_channel"
  }

  const put = (args: Args, more: { only?: string }): Answer => {
    const channel = channelFor(args.channel)
    if (typeof channel === "string") return no(channel)
    const body = messageBody(args)
    if ("error" in body) return no(body.error, body.messages)
    const message: Posted = { ts: world.ts(), channel: channel.id, by: bot.user, ...body, ...more, edits: 0 }
    if (args.thread_ts) message.thread = args.thread_ts
    world.messages.push(message)
    return ok(more.only ? { message_ts: message.ts } : { channel: channel.id, ts: message.ts, message })
  }

  return {
    "auth.test": () =>
      ok({ url: base(), team: "Centre", user: "desk", team_id: team, user_id: bot.user, bot_id: bot.id }),
    "apps.connections.open": () => ok({ url: `${base().replace("http", "ws")}link?ticket=${world.serial("ticket")}` }),
    "users.info": ({ user }) => {
      const person = world.people.get(user ?? "")
      if (!person) return no("user_not_found")
      return ok({
        user: {
          id: person.id,
          name: person.name,
          real_name: person.name,
          locale: person.locale,
          profile: { display_name: person.name },
        },
      })
    },
    "conversations.open": ({ users }) => {
      if (!users || !world.people.has(users)) return no("user_not_found")
      return ok({ channel: { id: world.directOf(users).id } })
    },
    "chat.postMessage": (args) => put(args, {}),
    "chat.postEphemeral": (args) => {
      const channel = world.channels.get(args.channel ?? "")
      if (channel && !channel.members.has(args.user ?? "")) return no("user_not_in_channel")
      return put(args, { only: args.user ?? "" })
    },
    "chat.update": (args) => {
      const message = world.messages.find(
        ({ ts, channel, only }) => ts === args.ts && channel === args.channel && !only,
      )
      if (!message) return no("message_not_found")
      if (message.by !== bot.user) return no("cant_update_message")
      const body = messageBody(args)
      if ("error" in body) return no(body.error, body.messages)
      Object.assign(message, body, { edits: message.edits + 1 })
      return ok({ channel: message.channel, ts: message.ts })
    },
    ...views(world),
    ...files(world, base, channelFor),
  }
}

/** The part that every way of posting shares. */
export function messageBody(args: {
  text?: string
  blocks?: string
}): { text: string; blocks: unknown[] } | { error: string; messages?: string[] } {
  const text = args.text ?? ""
  // Slack would take blocks alone; nobody could then hear the message read out or see it in a notification.
  if (text.trim() === "") return { error: "no_text" }
  if (text.length > 40_000) return { error: "msg_too_long" }
  const blocks = args.blocks ? (JSON.parse(args.blocks) as unknown[]) : []
  const faults = faultsIn(blocks, "message")
  if (faults.length > 0) return { error: "invalid_blocks", messages: faults }
  return charsIn(blocks) > 12_000 ? { error: "msg_blocks_too_long" } : { text, blocks }
}

function views(world: World): Record<string, (args: Args) => Answer> {
  const checked = (text: string | undefined): Json | Answer => {
    const view = JSON.parse(text ?? "null") as Json
    const faults = view ? viewFaults(view) : ["no view"]
    return faults.length > 0 ? no("invalid_arguments", faults) : view
  }
  const refused = (view: Json | Answer): view is Answer => view.ok === false
  return {
    "views.open": ({ trigger_id, view: text }) => {
      const trigger = world.triggers.get(trigger_id ?? "")
      if (!trigger) return no("invalid_trigger_id")
      if (trigger.used) return no("exchanged_trigger_id")
      if (ownMs() >= trigger.until) return no("expired_trigger_id")
      const view = checked(text)
      if (refused(view)) return view
      trigger.used = true
      const opened = { id: world.serial("V"), hash: world.serial("hash."), user: trigger.user, view, open: true }
      world.views.set(opened.id, opened)
      return ok({ view: { id: opened.id, hash: opened.hash } })
    },
    "views.update": ({ view_id, hash, view: text }) => {
      const opened = world.views.get(view_id ?? "")
      if (!opened?.open) return no("not_found")
      if (hash && hash !== opened.hash) return no("hash_conflict")
      const view = checked(text)
      if (refused(view)) return view
      Object.assign(opened, { view, hash: world.serial("hash.") })
      return ok({ view: { id: opened.id, hash: opened.hash } })
    },
    "views.publish": ({ user_id, view: text }) => {
      if (!world.people.has(user_id ?? "")) return no("user_not_found")
      const view = checked(text)
      if (refused(view)) return view
      if (view.type !== "home") return no("invalid_arguments", ["not a home"])
      world.homes.set(user_id ?? "", view)
      return ok({ view: { id: world.serial("V") } })
    },
  }
}

function files(
  world: World,
  base: () => string,
  channelFor: (name: string | undefined) => Channel | string,
): Record<string, (args: Args) => Answer> {
  return {
    "files.getUploadURLExternal": ({ filename, length, alt_txt }) => {
      if (!filename || !(Number(length) > 0)) return no("missing_argument")
      if ((alt_txt ?? "").length > 1000) return no("alt_txt_too_large")
      const id = world.serial("F")
      world.files.set(id, { id, name: filename, length: Number(length), ...(alt_txt && { alt: alt_txt }) })
      return ok({ file_id: id, upload_url: `${base()}upload/${id}` })
    },
    "files.completeUploadExternal": ({ files: text, channel_id, thread_ts }) => {
      // Unlike chat.postMessage, this method takes no person in a channel's place.
      const channel = channel_id?.startsWith("U") ? "channel_not_found" : channelFor(channel_id)
      if (typeof channel === "string") return no(channel)
      const wanted = JSON.parse(text ?? "[]") as { id: string; title?: string }[]
      const shared = wanted.map(({ id, title }) => ({ ...world.files.get(id), title: title ?? "" }))
      if (shared.some(({ bytes, length }) => bytes?.byteLength !== length)) return no("file_not_found")
      const message = { ts: world.ts(), channel: channel.id, by: bot.user, text: "", blocks: [], edits: 0 }
      world.messages.push({ ...message, files: shared as never, ...(thread_ts && { thread: thread_ts }) })
      return ok({ files: shared.map(({ id }) => ({ id })) })
    },
  }
}
