import { z } from "zod"
import type { Address, Said, Turn } from "../../core/desk/turn.js"
import {
  commandSchema,
  eventSchema,
  type InputState,
  type Interaction,
  interactionSchema,
  type Message,
} from "./payloads.js"

/** Turns what Slack delivers into turns. Pure; who speaks is only ever the payload's team and user id. */

/** Where a turn came from, which says where its answers can go. */
export type Place = {
  user: string
  /** Absent: answers go to the person's direct messages with the app. */
  channel?: string
  group?: true
  thread?: string
  /** The message whose button was pressed. */
  pressed?: { ts: string; ephemeral: boolean }
  /** Slack takes five answers here within 30 minutes, also where the app is no member. */
  responseUrl?: string
  /** A slash command's channel may be a conversation of two people that the app cannot write to. */
  command?: true
  /** Opens a dialog, within three seconds. */
  trigger?: string
  /** The dialog is certain: show that it is coming before the desk has answered. */
  dialog?: true
  /** The person is looking at the app's home; `opened` when that is all that happened. */
  home?: "opened" | "used"
}

export type Heard = { turn: Turn; place: Place }
export type Signal = { signal: "app_uninstalled" | "tokens_revoked" }

/** What the desk is told when someone opens the app's home, uses the shortcut "Book a room", or calls the app without a word. */
export const homePress = "glance"
export const bookPress = "plan"
const menuText = "/menu"

const kindSchema = z.looseObject({ type: z.string().optional(), command: z.string().optional() })

/** @returns null for what does not concern the desk: other bots, edits, chatter between people, link buttons */
export function read(body: unknown, bot: { user: string }): Heard | Signal | null {
  const kind = kindSchema.safeParse(body)
  if (!kind.success) return null
  if (kind.data.command !== undefined) return readCommand(body)
  if (kind.data.type === "event_callback") return readEvent(body, bot)
  const interaction = interactionSchema.safeParse(body)
  return interaction.success ? readInteraction(interaction.data) : null
}

function readEvent(body: unknown, bot: { user: string }): Heard | Signal | null {
  const parsed = eventSchema.safeParse(body)
  if (!parsed.success) return null
  const { team_id: team, event_id, event } = parsed.data
  switch (event.type) {
    case "message":
      return event.channel_type === "im" ? readMessage(event, team, bot) : null
    case "app_mention":
      return readMessage(event, team, bot)
    case "app_home_opened":
      if (event.tab !== "home") return null
      return {
        turn: turn(
          { key: `${team}:${event_id}`, team, user: event.user, at: { address: homeOf(event.user) } },
          press(),
        ),
        place: { user: event.user, home: "opened" },
      }
    default:
      return { signal: event.type }
  }
}

const press = (data = homePress): Said => ({ kind: "press", data })

/**
 * A message is named by its channel and time, not by the event's id: Slack has been seen delivering one message under two event ids
 * (slackapi/node-slack-sdk#2141), and a mention may arrive both as a message and as a mention.
 */
function readMessage(event: Message, team: string, bot: { user: string }): Heard | null {
  const spoken = event.subtype === undefined || event.subtype === "file_share" || event.subtype === "thread_broadcast"
  if (!spoken || event.user === undefined || event.bot_id !== undefined) return null
  const { channel, user, thread_ts: thread } = event
  const group = !channel.startsWith("D")
  const from = event.user_team ?? event.team ?? team
  const at = { address: `slack:${channel}` as const, ...(group && { group }) }
  return {
    turn: turn({ key: `${team}:${channel}:${event.ts}`, team: from, user, at }, said(event, bot)),
    place: { user, channel, ...(group && { group }), ...(thread && { thread }) },
  }
}

function said({ text, files }: Message, bot: { user: string }): Said {
  const words = plain(text ?? "", bot.user)
  if (words !== "") return { kind: "text", text: words }
  // Called by name, and nothing else.
  if (text?.trim() && !files?.length) return { kind: "text", text: menuText }
  const type = files?.[0]?.mimetype ?? ""
  if (!files?.length) return { kind: "other", what: "empty" }
  if (type.startsWith("image/")) return { kind: "other", what: "photo" }
  return { kind: "other", what: type.startsWith("audio/") ? "voice" : "file" }
}

function readCommand(body: unknown): Heard | null {
  const parsed = commandSchema.safeParse(body)
  if (!parsed.success) return null
  const { team_id: team, user_id: user, user_name, channel_id: channel, channel_name, trigger_id } = parsed.data
  const group = !channel.startsWith("D")
  const at = group
    ? { address: `slack:${channel}` as const, group, ...(channel_name && { title: channel_name }) }
    : { address: `slack:${user}` as const }
  const text = plain(parsed.data.text ?? "") || menuText
  return {
    turn: turn({ key: `${team}:${trigger_id}`, team, user, name: user_name, at }, { kind: "text", text }),
    place: {
      user,
      channel,
      ...(group && { group }),
      command: true,
      responseUrl: parsed.data.response_url,
      trigger: trigger_id,
    },
  }
}

function readInteraction(payload: Interaction): Heard | null {
  const user = payload.user.id
  const team = payload.user.team_id ?? payload.team?.id
  if (team === undefined) return null
  const who = { team, user, name: payload.user.name ?? payload.user.username }
  const own = { address: `slack:${user}` as const }
  switch (payload.type) {
    case "block_actions":
      return readPress(payload, who)
    case "shortcut":
      return {
        turn: turn({ key: `${team}:${payload.trigger_id}`, ...who, at: own }, press(bookPress)),
        place: { user, trigger: payload.trigger_id, dialog: true },
      }
    case "message_action": {
      const text = plain(payload.message.text ?? "")
      const what: Said = text === "" ? { kind: "other", what: "empty" } : { kind: "text", text }
      return {
        turn: turn({ key: `${team}:${payload.trigger_id}`, ...who, at: own }, what),
        place: { user, trigger: payload.trigger_id },
      }
    }
    case "view_submission":
      return readForm(payload, who)
  }
}

type Who = { team: string; user: string; name: string | undefined }

function readPress(payload: Extract<Interaction, { type: "block_actions" }>, who: Who): Heard | null {
  const data = payload.actions[0]?.value
  if (data === undefined) return null
  const { container, trigger_id: trigger, response_url: responseUrl } = payload
  const key = `${who.team}:${trigger}`
  const channel = payload.channel?.id
  if (channel === undefined || container.message_ts === undefined) {
    const at = { address: homeOf(who.user) }
    return {
      turn: turn({ key, ...who, at }, press(data)),
      place: { user: who.user, home: "used", trigger },
    }
  }
  const group = !channel.startsWith("D")
  const title = payload.channel?.name
  const at = { address: `slack:${channel}` as const, ...(group && { group, ...(title && { title }) }) }
  return {
    turn: turn({ key, ...who, at }, press(data)),
    place: {
      user: who.user,
      channel,
      ...(group && { group }),
      ...(container.thread_ts && { thread: container.thread_ts }),
      pressed: { ts: container.message_ts, ephemeral: container.is_ephemeral ?? false },
      ...(responseUrl && { responseUrl }),
      trigger,
    },
  }
}

const returnSchema = z.object({
  channel: z.string().optional(),
  group: z.literal(true).optional(),
  thread: z.string().optional(),
  home: z.literal("used").optional(),
})

/** What a dialog carries along, so that its answers return to where it was opened. */
export function returnTo({ channel, group, thread, home, command }: Place): string {
  const known = command && !group ? undefined : channel
  return JSON.stringify({ channel: known, group, thread, home: home && "used" } satisfies Record<string, unknown>)
}

function readForm({ view }: Extract<Interaction, { type: "view_submission" }>, who: Who): Heard | null {
  const carried = returnSchema.safeParse(jsonOf(view.private_metadata))
  if (!carried.success) return null
  const { channel, group, thread, home } = carried.data
  const address: Address = home ? homeOf(who.user) : `slack:${channel ?? who.user}`
  const values: Record<string, string | readonly string[]> = {}
  for (const block of Object.values(view.state.values)) {
    for (const [name, state] of Object.entries(block)) {
      const value = entered(state)
      if (value !== undefined) values[name] = value
    }
  }
  return {
    turn: turn(
      { key: `${who.team}:${view.id}:${view.hash}`, ...who, at: { address, ...(group && { group }) } },
      { kind: "form", form: view.callback_id, values },
    ),
    place: {
      user: who.user,
      ...(channel && { channel }),
      ...(group && { group }),
      ...(thread && { thread }),
      ...(home && { home }),
    },
  }
}

/** @returns undefined for what was left blank */
function entered(state: InputState): string | readonly string[] | undefined {
  if (state.selected_options) return state.selected_options.map(({ value }) => value)
  return state.selected_option?.value ?? state.selected_date ?? state.selected_time ?? (state.value || undefined)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const homeOf = (user: string): Address => `slack:home:${user}`

type Speaker = {
  key: string
  team: string
  user: string
  name?: string | undefined
  at: { address: Address; group?: true; title?: string }
}

function turn({ key, team, user, name, at }: Speaker, what: Said): Turn {
  const { address, group, title } = at
  return {
    key: `slack:${key}`,
    platform: "slack",
    from: { id: `${team}:${user}`, name: name ?? "" },
    chat: { address, kind: group ? "group" : "private", ...(title && { title }) },
    // The same everywhere, so that a person's address does not change with where they last spoke.
    direct: `slack:${user}`,
    addressed: true,
    said: what,
  }
}

/** Slack's wire form of a text (`<@U1>`, `<https://x|y>`, `&lt;`) as the person sees it, without the app's own mention. */
export function plain(text: string, self?: string): string {
  return text
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, kind: string, target: string, label?: string) => {
      if (kind === "@") return target === self ? "" : `@${label || target}`
      if (kind === "#") return `#${label || target}`
      if (kind === "!") return label || `@${target.split("^")[0]}`
      return label || target.replace(/^(mailto|tel):/, "")
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim()
}
