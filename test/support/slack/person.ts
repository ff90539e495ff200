import { buttonsIn, unescaped, visible } from "./blocks.js"
import type { Courier, Delivered, Parcel } from "./deliveries.js"
import { bot, type Posted, team, type View, type World } from "./world.js"

/** Someone in the workspace, doing what people do in Slack. Each act resolves with what the app answered to the delivery. */

export type Actor = {
  id: string
  /** The channel of the direct messages with the app. */
  dm: string
  says(
    text: string,
    more?: { files?: { mimetype: string }[]; ts?: string; eventId?: string; subtype?: string },
  ): Promise<Delivered>
  mentions(channel: string, text: string, more?: { thread?: string }): Promise<Delivered>
  command(text: string, channel?: string): Promise<Delivered>
  /** Presses the newest button with this label that this person can see. */
  presses(label: string, more?: { channel?: string; triggerMs?: number }): Promise<Delivered>
  opensHome(): Promise<Delivered>
  pressesAtHome(label: string): Promise<Delivered>
  shortcut(): Promise<Delivered>
  messageShortcut(text: string, channel: string): Promise<Delivered>
  /** Sends the dialog that is open, with these entries. */
  submits(values: Record<string, string | string[]>): Promise<Delivered>
  closes(): void
  /** What this person sees, newest last. */
  sees(channel?: string): Posted[]
  last(channel?: string): { text: string; labels: string[] } | undefined
  home(): { text: string; labels: string[] } | undefined
  dialog(): View | undefined
  /** The parcels of these acts, for deliveries that go wrong. */
  parcels: {
    message(
      text: string,
      more?: { ts?: string; eventId?: string; subtype?: string; channel?: string; files?: unknown[] },
    ): Parcel
    command(text: string, channel?: string): Parcel
    press(label: string, more?: { channel?: string; triggerMs?: number }): Parcel
    /** A press whose value no button has. */
    forged(value: string): Parcel
    /** The shortcut on somebody's message. */
    forwarded(text: string, channel: string): Parcel
    submission(values: Record<string, string | string[]>): Parcel
  }
}

type Json = Record<string, unknown>

export function actor(world: World, courier: Courier, { id, base }: { id: string; base: string }): Actor {
  const dm = world.directOf(id).id
  const event = (fields: Json, eventId = world.serial("Ev")): Parcel => ({
    type: "events_api",
    payload: {
      type: "event_callback",
      team_id: team,
      api_app_id: "A0DESK01",
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ team_id: team, user_id: bot.user, is_bot: true, is_enterprise_install: false }],
      event: { user: id, team, ...fields },
    },
  })
  const responseUrl = (channel: string, ts?: string): string => {
    const key = world.serial("R")
    world.responses.set(key, { channel, user: id, left: 5, ...(ts && { ts }) })
    return `${base}respond/${key}`
  }
  const me = () => ({
    id,
    username: world.people.get(id)?.name ?? id,
    name: world.people.get(id)?.name ?? id,
    team_id: team,
  })
  const interactive = (fields: Json): Parcel => ({
    type: "interactive",
    payload: { team: { id: team, domain: "centre" }, user: me(), api_app_id: "A0DESK01", ...fields },
  })
  const sees = (channel = dm) =>
    world.messages.filter((message) => message.channel === channel && (!message.only || message.only === id))
  const dialog = () => [...world.views.values()].filter((view) => view.user === id && view.open).at(-1)
  const read = (message: { text?: string; blocks: unknown[] }) => ({
    text: visible(message.blocks) || unescaped(message.text ?? ""),
    labels: buttonsIn(message.blocks).map(({ label }) => label),
  })

  const parcels: Actor["parcels"] = {
    message(text, { ts = world.ts(), eventId, subtype, channel = dm, files } = {}) {
      const more = { ...(subtype && { subtype }), ...(files && { files, subtype: subtype ?? "file_share" }) }
      return event(
        {
          type: "message",
          channel,
          channel_type: channel.startsWith("D") ? "im" : "channel",
          text,
          ts,
          event_ts: ts,
          ...more,
        },
        eventId,
      )
    },
    command(text, channel = dm) {
      const fields = {
        command: "/desk",
        text,
        team_id: team,
        channel_id: channel,
        channel_name: world.channels.get(channel)?.name ?? "directmessage",
      }
      const who = {
        user_id: id,
        user_name: me().name,
        trigger_id: world.trigger(id),
        response_url: responseUrl(channel),
      }
      return { type: "slash_commands", payload: { token: "legacy", ...fields, ...who } }
    },
    press(label, { channel = dm, triggerMs } = {}) {
      const message = sees(channel).findLast(({ blocks }) => buttonsIn(blocks).some((button) => button.label === label))
      const button = message && buttonsIn(message.blocks).find((found) => found.label === label)
      if (!message || !button) throw new Error(`${id} sees no button "${label}" in ${channel}`)
      const { name } = world.channels.get(channel) ?? { name: "" }
      return interactive({
        type: "block_actions",
        trigger_id: world.trigger(id, triggerMs),
        response_url: responseUrl(channel, message.ts),
        channel: { id: channel, name },
        container: {
          type: "message",
          message_ts: message.ts,
          channel_id: channel,
          is_ephemeral: message.only !== undefined,
          ...(message.thread && { thread_ts: message.thread }),
        },
        actions: [{ type: "button", ...button, text: { type: "plain_text", text: label }, action_ts: world.ts() }],
      })
    },
    forged(value) {
      const message = sees().findLast(({ by }) => by === bot.user)
      return interactive({
        type: "block_actions",
        trigger_id: world.trigger(id),
        response_url: responseUrl(dm, message?.ts),
        channel: { id: dm, name: "directmessage" },
        container: { type: "message", message_ts: message?.ts ?? world.ts(), channel_id: dm, is_ephemeral: false },
        actions: [{ type: "button", action_id: "press:0:0", value, action_ts: world.ts() }],
      })
    },
    forwarded: (text, channel) =>
      interactive({
        type: "message_action",
        callback_id: "book_message",
        trigger_id: world.trigger(id),
        response_url: responseUrl(channel),
        channel: { id: channel, name: world.channels.get(channel)?.name ?? "" },
        message_ts: world.ts(),
        message: { type: "message", user: "U0OTHER1", text, ts: world.ts() },
      }),
    submission(values) {
      const opened = dialog()
      if (!opened) throw new Error(`${id} has no dialog open`)
      const { callback_id, private_metadata = "", blocks } = opened.view as Json & { blocks: Json[] }
      return interactive({
        type: "view_submission",
        trigger_id: world.trigger(id),
        view: {
          id: opened.id,
          hash: opened.hash,
          type: "modal",
          callback_id,
          private_metadata,
          state: { values: stateOf(blocks, values) },
        },
      })
    },
  }

  return {
    id,
    dm,
    parcels,
    says: (text, more) => courier.deliver(parcels.message(text, more)),
    mentions: (channel, text, { thread } = {}) => {
      const ts = world.ts()
      return courier.deliver(
        event({
          type: "app_mention",
          channel,
          text: `<@${bot.user}> ${text}`,
          ts,
          event_ts: ts,
          ...(thread && { thread_ts: thread }),
        }),
      )
    },
    command: (text, channel) => courier.deliver(parcels.command(text, channel)),
    presses: (label, more) => courier.deliver(parcels.press(label, more)),
    opensHome: () =>
      courier.deliver(event({ type: "app_home_opened", channel: dm, tab: "home", event_ts: world.ts() })),
    pressesAtHome(label) {
      const button = buttonsIn(world.homes.get(id)?.blocks).find((found) => found.label === label)
      if (!button) throw new Error(`${id}'s home has no button "${label}"`)
      const view = { id: world.serial("V"), type: "home" }
      const actions = [{ type: "button", ...button, action_ts: world.ts() }]
      return courier.deliver(
        interactive({
          type: "block_actions",
          trigger_id: world.trigger(id),
          container: { type: "view", view_id: view.id },
          view,
          actions,
        }),
      )
    },
    shortcut: () =>
      courier.deliver(
        interactive({ type: "shortcut", callback_id: "book", trigger_id: world.trigger(id), action_ts: world.ts() }),
      ),
    messageShortcut: (text, channel) => courier.deliver(parcels.forwarded(text, channel)),
    async submits(values) {
      const opened = dialog()
      const delivered = await courier.deliver(parcels.submission(values))
      if (opened && delivered.status === 200) opened.open = false
      return delivered
    },
    closes() {
      const opened = dialog()
      if (opened) opened.open = false
    },
    sees,
    last: (channel) => {
      const message = sees(channel).at(-1)
      return message && read(message)
    },
    home: () => {
      const view = world.homes.get(id)
      return view && read({ blocks: view.blocks as unknown[] })
    },
    dialog,
  }
}

/** What Slack reports of a dialog's inputs; only what the dialog has can be entered. */
function stateOf(blocks: readonly Json[], values: Record<string, string | string[]>): Json {
  const inputs = blocks.filter(({ type }) => type === "input")
  for (const name of Object.keys(values)) {
    if (!inputs.some(({ element }) => (element as Json).action_id === name))
      throw new Error(`the dialog has no field ${name}`)
  }
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { action_id, type } = element as { action_id: string; type: string }
      const value = values[action_id]
      return [block_id, { [action_id]: { type, ...entry(type, value) } }]
    }),
  )
}

function entry(type: string, value: string | string[] | undefined): Json {
  const option = (chosen: string) => ({ text: { type: "plain_text", text: chosen }, value: chosen })
  switch (type) {
    case "datepicker":
      return { selected_date: value ?? null }
    case "timepicker":
      return { selected_time: value ?? null }
    case "static_select":
      return { selected_option: typeof value === "string" ? option(value) : null }
    case "multi_static_select":
      return { selected_options: [value ?? []].flat().map(option) }
    default:
      return { value: value ?? null }
  }
}
