import type { webApi } from "@slack/bolt"
import { latest } from "../../core/latest.js"

/** What the app knows of a person beyond what a delivery says: remembered for an hour, and done without when Slack does not answer. */

export type People = {
  /** @returns the name and language (`zh-TW`, `pt-BR`) Slack has for a person */
  who(user: string): Promise<{ name?: string; language?: string }>
  /** The channel of the app's direct messages with a person. Throws what the call throws. */
  direct(user: string): Promise<string>
}

const keepMs = 3_600_000
const mostKept = 10_000

export function people(web: webApi.WebClient, now: () => Date): People {
  const remember = remembering(now)
  return {
    who: remember(async (user) => {
      const { user: found } = await web.users.info({ user, include_locale: true })
      const name = found?.profile?.display_name || found?.real_name || found?.name
      return { ...(name && { name }), ...(found?.locale && { language: found.locale }) }
    }),
    direct: remember(async (user) => {
      const { channel } = await web.conversations.open({ users: user })
      if (!channel?.id) throw new Error("conversations.open named no channel")
      return channel.id
    }),
  }
}

function remembering(now: () => Date) {
  return <T>(ask: (user: string) => Promise<T>): ((user: string) => Promise<T>) => {
    const known = latest<string, { until: number; answer: Promise<T> }>(mostKept)
    return (user) => {
      const kept = known.get(user)
      if (kept && kept.until > now().getTime()) return kept.answer
      const answer = ask(user)
      known.set(user, { until: now().getTime() + keepMs, answer })
      answer.catch(() => known.delete(user))
      return answer
    }
  }
}
