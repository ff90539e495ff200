import type { Address, Hear, Platform } from "../../../src/core/desk/turn.js"
import type { TestWorld } from "../../support/world.js"

/**
 * What the contract suite asks of a platform's tests: people who write, tap and read as they do there, against the real framework
 * and a loopback server as strict as the platform.
 */

/** A message as its reader has it before them. */
export type Seen = {
  /** Which message: one that is changed in place stays the same. */
  id: string
  /** What is read, buttons and files aside. */
  text: string
  buttons: readonly { label: string; data: string }[]
  /** A picture's description, where the platform has any. */
  pictures: readonly string[]
  /** What is in the files that came with it. */
  files: readonly string[]
}

/** A delivery as the platform makes it; called again, it makes the very same delivery again. Resolves when the platform took it. */
export type Parcel = () => Promise<unknown>

/** What is not a plain message to the desk. */
export const specials = [
  "edited",
  "forwarded",
  "channel",
  "anonymous admin",
  "sticker",
  "voice",
  "photo",
  "empty",
] as const
export type Special = (typeof specials)[number]

/** How the next call of the platform's API goes wrong; the last two names are of edits. */
export const faults = [
  "429",
  "500",
  "403",
  "chat not found",
  "reset",
  "silence",
  "not modified",
  "edit not found",
] as const
export type Fault = (typeof faults)[number]

/** A group, as one of its people has it before them. */
export type Place = {
  says(text: string, how: { addressed: boolean }): Parcel
  presses(label: string): Parcel
  sees(): readonly Seen[]
}

export type Person = {
  /** Where notices reach them. */
  address: Address
  joins(code: string): Parcel
  says(text: string): Parcel
  /** The newest button of that label, with whatever it carries. */
  presses(label: string): Parcel
  /** A press whose data no button of theirs has. */
  forges(data: string): Parcel
  special(what: Special): Parcel
  /** Oldest first; what was changed in place, as it is now. */
  sees(): readonly Seen[]
  /** The one group there is; absent where a platform has none. */
  group?: Place
}

/** A platform that runs against its loopback server. */
export type Session = {
  /** Starts it; after `stop`, again, with the memory that a process has. */
  start(hear: Hear): Promise<Platform>
  stop(): Promise<void>
  /** A newcomer; `n` is used once. */
  person(n: number, name: string): Person
  fail(fault: Fault): void
  /** Is a call kept waiting by `silence`? */
  silent(): boolean
  /** Ends what `silence` began: the connection breaks. */
  endSilence(): void
  /** How much the platform has still to take or to be answered. */
  busy(): number
  close(): Promise<void>
}

export type Driver = {
  name: string
  /** Cases that make no sense there, each with its reason. */
  cannot: Readonly<Record<string, string>>
  open(world: TestWorld): Promise<Session>
}
