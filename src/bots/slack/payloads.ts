import { z } from "zod"

/** What Slack posts to an app, as far as the desk reads it: https://docs.slack.dev/apis/events-api, https://docs.slack.dev/interactivity. */

const id = z.string().regex(/^[A-Z0-9]{2,40}$/)
const ts = z.string().regex(/^\d+\.\d+$/)
const user = z.object({
  id,
  name: z.string().optional(),
  username: z.string().optional(),
  team_id: id.optional(),
})
const team = z.object({ id }).nullish()

const message = z.object({
  channel: id,
  channel_type: z.string().optional(),
  user: id.optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().optional(),
  ts,
  thread_ts: ts.optional(),
  team: id.optional(),
  user_team: id.optional(),
  files: z.array(z.object({ mimetype: z.string().optional(), subtype: z.string().optional() })).optional(),
})
export type Message = z.output<typeof message>

export const eventSchema = z.object({
  team_id: id,
  event_id: z.string(),
  event: z.discriminatedUnion("type", [
    message.extend({ type: z.literal("message") }),
    message.extend({ type: z.literal("app_mention") }),
    z.object({ type: z.literal("app_home_opened"), user: id, tab: z.string().optional() }),
    z.object({ type: z.literal("app_uninstalled") }),
    z.object({ type: z.literal("tokens_revoked") }),
  ]),
})

export const commandSchema = z.object({
  command: z.string(),
  text: z.string().optional(),
  team_id: id,
  channel_id: id,
  channel_name: z.string().optional(),
  user_id: id,
  user_name: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.url(),
})

const option = z.object({ value: z.string() })
const inputState = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
})
export type InputState = z.output<typeof inputState>

export const interactionSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("block_actions"),
    user,
    team,
    trigger_id: z.string(),
    response_url: z.url().optional(),
    channel: z.object({ id, name: z.string().optional() }).optional(),
    container: z.object({
      message_ts: ts.optional(),
      thread_ts: ts.optional(),
      is_ephemeral: z.boolean().optional(),
    }),
    actions: z.array(z.object({ value: z.string().optional() })).min(1),
  }),
  z.object({
    type: z.literal("view_submission"),
    user,
    team,
    view: z.object({
      id: z.string(),
      hash: z.string(),
      callback_id: z.string(),
      private_metadata: z.string(),
      state: z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) }),
    }),
  }),
  z.object({ type: z.literal("shortcut"), user, team, trigger_id: z.string() }),
  z.object({
    type: z.literal("message_action"),
    user,
    team,
    trigger_id: z.string(),
    message: z.object({ text: z.string().optional() }),
  }),
])
export type Interaction = z.output<typeof interactionSchema>
