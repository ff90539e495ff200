import { createHash } from "node:crypto"
import type { Address, Hear, Said } from "../../core/desk/turn.js"
import { latest } from "../../core/latest.js"
import type { TurnJson } from "./json.js"
import type { Mail } from "./mail.js"
import { replyJson } from "./render.js"

export type Talk = {
  /**
   * Has the desk hear a turn. The same `key` has the same answer, and one effect, however often and however fast it is asked;
   * undefined when it was used for something else. Rejects when the desk fails: the key may be tried again.
   */
  hear(turn: Heard): Promise<TurnJson | undefined>
  /** Resolves when everything that is being heard has been answered. */
  settled(): Promise<void>
}

export type Heard = {
  userId: string
  key: string
  said: Said
  name: string
  language: string | undefined
  /** The address it comes from: see {@link Turn}. */
  network: string
  /** As the conversation shows it: see {@link TurnJson}. */
  show: { said?: string | undefined; on?: string | undefined; label?: string | undefined }
}

/** Answers that may be asked for again here at once; older ones are the inbox's to remember, and the desk's. */
const remembered = 2_000

/** The conversation of web users with the desk. */
export function talk(hear: Hear, mail: Mail): Talk {
  const answers = latest<string, { asked: string; answer: Promise<TurnJson | undefined> }>(remembered)
  const busy = new Set<Promise<unknown>>()

  return {
    hear: async (heard) => {
      const id = `${heard.userId} ${heard.key}`
      const asked = createHash("sha256").update(JSON.stringify(heard.said)).digest("base64")
      const known = answers.get(id)
      if (known) return known.asked === asked ? known.answer : undefined
      const answer = ask(hear, mail, { ...heard, asked })
      answers.set(id, { asked, answer })
      busy.add(answer)
      try {
        return await answer
      } catch (error) {
        answers.delete(id)
        throw error
      } finally {
        busy.delete(answer)
      }
    },
    settled: async () => void (await Promise.allSettled(busy)),
  }
}

async function ask(
  hear: Hear,
  { inbox, now, keep }: Mail,
  heard: Heard & { asked: string },
): Promise<TurnJson | undefined> {
  const { userId, key, said, name, language, network, show, asked } = heard
  const address: Address = `web:${userId}`
  const replies = await hear({
    key: `web:${userId}:${key}`,
    platform: "web",
    from: { id: userId, name, ...(language && { language }) },
    chat: { address, kind: "private" },
    network,
    addressed: true,
    said,
  })
  const turn: TurnJson = {
    key,
    at: now().toISOString(),
    ...(show.said !== undefined && { said: show.said }),
    ...(show.on !== undefined && { on: show.on }),
    ...(show.label !== undefined && { label: show.label }),
    replies: await Promise.all(replies.map((reply, at) => replyJson(`${key}/${at}`, reply, { inbox, userId }))),
  }
  // Another replica, or this one in an earlier life, may have answered this key before: then that was the answer.
  const first = await keep(userId, { turn }, { key, asked })
  if (first.asked !== asked) return undefined
  return "turn" in first.kept ? first.kept.turn : turn
}
