import type { Language } from "../language.js"

/**
 * What platforms and the desk say to each other, in no platform's terms.
 * A platform turns an update into a {@link Turn}, calls `hear`, and renders the {@link Reply}s; it knows no rule and no sentence.
 */

/** Where a message goes: `<platform>:<chat id>`, for example `telegram:42`, `slack:D024BE91L`, `web:7f3k2m9q`. */
export type Address = `${string}:${string}`

/** One inbound message or button press. */
export type Turn = {
  /**
   * The platform's own id of this delivery, prefixed with the platform: `telegram:update:9`, `slack:event:Ev01`, `web:<client key>`.
   * A delivery that is repeated carries the same key, and has no second effect.
   */
  key: string
  platform: string
  /** Who speaks, as the platform vouches for it (never from text or button data). `id` is unique on the platform. */
  from: { id: string; name: string; language?: string }
  /**
   * One of the staff whom the desk itself let in (on the board): known without an account, acting for `member` in this turn alone, and
   * answered in `language` where they look on in another than their own.
   */
  as?: { person: string; member: string | null; language: Language | null }
  chat: { address: Address; kind: "private" | "group"; title?: string }
  /** Where this person can be written to alone, when that is not `chat.address`. */
  direct?: Address
  /** The network address it comes from, where the platform sees one. It says nothing of who speaks: limits go by it. */
  network?: string
  /** In a group: was the desk mentioned, commanded or replied to? Always true in private. */
  addressed: boolean
  /** They send faster than anybody is answered: they are told that, and what this one says is not heard. */
  hasty?: true
  said: Said
}

/** What people in a group say among themselves: the desk has no answer to it. */
export const overheard = ({ chat, addressed, said }: Turn): boolean =>
  chat.kind === "group" && !addressed && said.kind !== "press" && said.kind !== "form"

export type Said =
  /** Free text or a command; commands keep their word (`/book tomorrow 3pm`, `join CODE`), the bot's own mention is stripped. */
  | { kind: "text"; text: string }
  /** A pressed button: the `press` of a {@link Button}, as it came back. Client input: parsed and authorised by the desk. */
  | { kind: "press"; data: string }
  /** A submitted {@link Form}. */
  | { kind: "form"; form: string; values: Record<string, string | readonly string[]> }
  /** Something the desk cannot read: a sticker, a voice message, a photo… */
  | { kind: "other"; what: "sticker" | "voice" | "photo" | "file" | "location" | "empty" }

/** A run of text; never markup, each renderer escapes once. */
export type Span = string | { bold: string } | { code: string } | { link: string; url: string }

/** What is read of a run of text. */
export function textOf(span: Span): string {
  if (typeof span === "string") return span
  return "bold" in span ? span.bold : "code" in span ? span.code : span.link
}

/** One line; an empty array is a blank line. */
export type Line = readonly Span[]

export type Button =
  | { label: string; press: string; style?: "primary" | "danger" }
  /** Opens a page; `url` is https, or http on a loopback host. */
  | { label: string; url: string }

export type Picture = { name: string; png: Uint8Array; alt: string }
export type Attachment = { name: string; type: string; bytes: Uint8Array }

export type Field = {
  name: string
  label: string
  optional?: true
} & (
  | { kind: "date"; value?: string }
  | { kind: "time"; value?: string }
  | { kind: "text"; value?: string; lines?: number }
  | {
      kind: "choice" | "choices"
      options: readonly { label: string; value: string }[]
      value?: string | readonly string[]
    }
)

/** A booking form for platforms that have dialogs (Slack modals, the web page); others show the reply's text and buttons. */
export type Form = { id: string; title: string; submit: string; fields: readonly Field[] }

/** What the desk answers, or says unasked. */
export type Reply = {
  text: readonly Line[]
  buttons?: readonly (readonly Button[])[]
  picture?: Picture
  file?: Attachment
  form?: Form
  /** The day's free times, to look at and tap, for platforms that can open a page of their own for that. */
  picker?: { label: string; day: string }
  /** Show it in place of the message whose button was pressed, where the platform can. */
  edit?: true
  /** Replace an earlier message of the desk: the `message` of its {@link Delivery}. */
  replaces?: string
  /** A short answer to the press itself (Telegram's callback answer); the text still says everything. */
  toast?: string
  /** In a group: only for the person who spoke (Slack ephemeral; elsewhere sent to them alone). */
  private?: true
}

/** What became of a message the desk sent unasked. */
export type Delivery =
  /** Accepted; `message` names it for a later `replaces`. */
  | { is: "sent"; message: string }
  /** The platform asks for patience (429), for this many seconds. */
  | { is: "wait"; seconds: number }
  /** The person blocked the bot, the chat is gone, the token is revoked for it: do not try this address again. */
  | { is: "blocked"; why: string }
  /** The place has become another (a Telegram group that grew): there, from now on. */
  | { is: "moved"; to: Address }
  /** The platform will never take this message (400). */
  | { is: "refused"; why: string }
  /** It was handed over but the answer was lost: it may have arrived. */
  | { is: "unsure"; why: string }
  /** The platform is away (5xx, no connection): try later. */
  | { is: "down"; why: string }

export type Hear = (turn: Turn) => Promise<readonly Reply[]>

/** The whole contract of a platform. */
export type Platform = {
  name: string
  /** Begins to receive; resolves when the platform is ready. Rejects with one plain sentence when it cannot start. */
  start(hear: Hear): Promise<void>
  /** A link that opens the desk here and checks in to a room; null where there is no address to give. */
  door?(room: string): string | null
  /** Sends one unasked message within the platform's law; never throws for what the platform says. */
  send(address: Address, reply: Reply): Promise<Delivery>
  /** Stops receiving, finishes what it has received, and lets go of everything. */
  stop(): Promise<void>
}
