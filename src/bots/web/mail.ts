import { randomBytes } from "node:crypto"
import type { Delivery, Reply } from "../../core/desk/turn.js"
import type { Asked, Inbox } from "./inbox.js"
import type { ReplyJson, TurnJson } from "./json.js"
import { replyJson } from "./render.js"
import { openStreams, type Rhythm, type Streams } from "./streams.js"

/** An inbox entry. */
export type Kept = { turn: TurnJson } | { notice: ReplyJson }

/** The way to a user's pages: everything goes to the inbox first, and from there to each page that is open. */
export type Mail = {
  inbox: Inbox
  streams: Streams
  now: () => Date
  /** Resolves with what was kept, which is the first answer where a turn's key was used before. */
  keep(userId: string, kept: Kept, turn?: Asked): Promise<{ kept: Kept; asked: string | null }>
}

export function mail(inbox: Inbox, now: () => Date, rhythm: Rhythm): Mail {
  const streams = openStreams({ read: (userId, after) => read(inbox, userId, after), latest: inbox.latest }, rhythm)
  return {
    inbox,
    streams,
    now,
    keep: async (userId, kept, turn) => {
      const { json, asked } = await inbox.append(userId, { json: JSON.stringify(kept), turn })
      streams.notify(userId)
      return { kept: JSON.parse(json) as Kept, asked }
    },
  }
}

/** What the desk says unasked. */
export async function tell({ inbox, now, keep }: Mail, userId: string, reply: Reply): Promise<Delivery> {
  const id = `notice/${randomBytes(9).toString("base64url")}`
  const notice = await replyJson(id, reply, { inbox, userId })
  await keep(userId, { notice: { ...notice, at: now().toISOString() } })
  return { is: "sent", message: id }
}

/** The inbox as events; what a page does not ask for still moves it on. */
async function read(inbox: Inbox, userId: string, after: string | undefined) {
  const { box, entries } = await inbox.since(userId, after)
  const events = entries.map(({ id, json }) => {
    const kept = JSON.parse(json) as Kept
    const [isTurn, data] = "turn" in kept ? [true, kept.turn] : [false, kept.notice]
    return { id, isTurn, event: `id: ${id}\n${isTurn ? "event: turn\n" : ""}data: ${JSON.stringify(data)}\n\n` }
  })
  return { box, events }
}
