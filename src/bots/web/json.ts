import type { Form, Line } from "../../core/desk/turn.js"

/** What the JSON API answers with; the page is type-checked against these. */

/** A reply. `text` is everything that is said, plainly; `lines` is the same with its spans. */
export type ReplyJson = {
  /** Names the message, for `replaces` and for telling a repeat. */
  id: string
  /** When it was said, ISO; replies to a turn go by the turn's. */
  at?: string
  text: string
  lines: readonly Line[]
  buttons: readonly (readonly ButtonJson[])[]
  /** `url` is on this server, and private to the user; the size is in pixels. */
  picture?: { url: string; name: string; alt: string; width: number; height: number }
  file?: { url: string; name: string; type: string }
  form?: Form
  /** Show it in place of the message whose button was pressed. */
  edit?: true
  /** Show it in place of the message with this id. */
  replaces?: string
  toast?: string
}

export type ButtonJson =
  | { label: string; action: string; style?: "primary" | "danger" }
  | { label: string; url: string }

/** One exchange; `at` is when it was answered, ISO. `said` is missing where nothing was typed; `on` is the message whose button `label` was pressed. */
export type TurnJson = {
  key: string
  at: string
  said?: string
  on?: string
  label?: string
  replies: readonly ReplyJson[]
}

export type SessionJson = {
  /** Has this browser been here? */
  known: boolean
  /** Does the desk know who its user is? */
  joined: boolean
  demo: boolean
  /** The centre's name by language. */
  centre?: Record<string, string>
}

export type DemoJson = { people: readonly { id: string; name: string; role: "member" | "staff"; language: string }[] }

/** A code to join with on another device of the same person, once, for so many seconds. */
export type DeviceJson = { code: string; seconds: number }
