import type { Address, Platform } from "../../core/desk/turn.js"
import { serveAssets } from "./assets.js"
import type { Inbox } from "./inbox.js"
import { mail, tell } from "./mail.js"
import { type ApiDeps, type Paces, serveApi } from "./routes.js"
import type { Rhythm } from "./streams.js"
import { talk } from "./talk.js"

export type { Inbox } from "./inbox.js"
export type { Sessions } from "./sessions.js"

export type WebOptions = {
  /** People reach it by https only: the cookie is `Secure` and `__Host-`. */
  secureCookies: boolean
  publicUrl?: string | undefined
  paces?: Paces
  rhythm?: Partial<Rhythm>
}

export type WebDeps = ApiDeps & {
  /** What users have not seen yet and what they may come back to. */
  inbox: Inbox
  /** What people's clocks show, where that is not `now`: in a demonstration. */
  clock?: () => Date
}

/** People are far slower, and a whole office behind one address is too. */
const humanPaces: Paces = {
  user: { burst: 120, perSecond: 5 },
  address: { burst: 1000, perSecond: 100 },
  newcomers: { burst: 300, perSecond: 5 },
}

const calm: Rhythm = { beat: 15_000, look: 1_000 }

const userOf = (address: Address): string => address.slice("web:".length)

/**
 * The web chat: the page at `/` and the JSON API under `/api`. Its routes are registered by `start`, so start it before `http`
 * listens. Chats are private; an address is `web:<web user id>`.
 */
export function web(options: WebOptions, deps: WebDeps): Platform {
  const post = mail(deps.inbox, deps.clock ?? deps.now, { ...calm, ...options.rhythm })
  let stop = async () => post.streams.closeAll()

  return {
    name: "web",
    start: async (hear) => {
      const conversation = talk(hear, post)
      const settings = { ...options, paces: options.paces ?? humanPaces }
      const api = serveApi(settings, deps, { ...post, conversation })
      serveAssets(deps.http)
      stop = async () => {
        api.close()
        await conversation.settled()
        post.streams.closeAll()
      }
    },
    door: (room) => (options.publicUrl === undefined ? null : `${options.publicUrl}/?checkin=${room}`),
    send: async (address, reply) => {
      try {
        const userId = userOf(address)
        if (await deps.sessions.known(userId)) return await tell(post, userId, reply)
        return { is: "blocked", why: "no browser is signed in to the web chat as this person" }
      } catch (error) {
        deps.log.error({ err: error }, "the web chat could not keep a notice")
        return { is: "down", why: "the web chat's store is away" }
      }
    },
    stop: () => stop(),
  }
}
