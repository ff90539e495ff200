import { EventEmitter } from "node:events"
import { ownMs } from "../own-time.js"

/** What a workspace holds, and what everyone in it has seen. */

export const team = "T0TEAM01"
export const bot = { user: "U0DESK01", id: "B0DESK01" }

export type Posted = {
  ts: string
  channel: string
  by: string
  text: string
  blocks: unknown[]
  /** Only this person sees it. */
  only?: string
  thread?: string
  files?: Shared[]
  edits: number
}
export type Shared = { id: string; name: string; bytes: Uint8Array; alt?: string; title: string }
export type View = { id: string; hash: string; user: string; view: Record<string, unknown>; open: boolean }
export type Call = { method: string; args: Record<string, string>; at: number }
/** How the next call of a method goes wrong. */
export type Fault =
  | { error: string }
  | { status: number; retryAfter?: number; body?: string }
  /** The connection breaks before the call has an effect, or after it. */
  | { reset: "before" | "after" }
  /** Nothing is answered, until the silence is ended by a connection that breaks. */
  | "silence"

export type Channel = { id: string; name: string; members: Set<string>; archived?: true; im?: string }
export type Person = { id: string; name: string; locale: string; deleted?: true }

export type World = ReturnType<typeof workspace>

export function workspace() {
  const changed = new EventEmitter().setMaxListeners(0)
  let count = 0
  const serial = (prefix: string) => `${prefix}${String(++count).padStart(6, "0")}`
  const world = {
    people: new Map<string, Person>(),
    channels: new Map<string, Channel>(),
    messages: [] as Posted[],
    views: new Map<string, View>(),
    homes: new Map<string, Record<string, unknown>>(),
    files: new Map<string, Omit<Shared, "title" | "bytes"> & { length: number; bytes?: Uint8Array }>(),
    triggers: new Map<string, { user: string; until: number; used: boolean }>(),
    responses: new Map<string, { channel: string; user: string; left: number; ts?: string }>(),
    calls: [] as Call[],
    faults: new Map<string, Fault[]>(),
    /** Calls that are being answered, and how to end those that are not. */
    busy: 0,
    hung: [] as (() => void)[],
    /** One message a second into a channel, as Slack promises to allow. */
    limited: false,
    lastPost: new Map<string, number>(),
    changed,
    serial,
    ts: () => `1795500000.${serial("")}`,
    directOf(user: string): Channel {
      const id = `D${user.slice(1)}`
      const known = world.channels.get(id) ?? {
        id,
        name: "directmessage",
        members: new Set([user, bot.user]),
        im: user,
      }
      world.channels.set(id, known)
      return known
    },
    trigger(user: string, lifeMs = 3000): string {
      const id = serial("trigger.")
      world.triggers.set(id, { user, until: ownMs() + lifeMs, used: false })
      return id
    },
    /** @returns what is true, as soon as it is; fails after half a minute with what was seen last */
    async until<T>(look: () => T | undefined | false, what = "it"): Promise<T> {
      const found = look()
      if (found) return found
      return new Promise<T>((resolve, reject) => {
        const tell = () => {
          const now = look()
          if (!now) return
          clearTimeout(limit)
          changed.off("change", tell)
          resolve(now)
        }
        const limit = setTimeout(() => {
          changed.off("change", tell)
          const calls = world.calls.map(({ method }) => method).join(" ")
          const said = world.messages.map(({ channel, text }) => `${channel}: ${text}`).join("\n")
          reject(new Error(`never saw ${what}; calls: ${calls}\n${said}`))
        }, 30_000)
        changed.on("change", tell)
      })
    },
  }
  return world
}
