import { afterEach } from "vitest"
import type { Hear, Reply, Turn } from "../../src/core/desk/turn.js"
import { startWeb, type WebServer } from "./web.js"

/** Web chats that are closed after each test, with a desk that answers each turn so and remembers the turns. */
export function useHearing() {
  const servers: WebServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })
  return async (
    answer: (turn: Turn) => Reply[] | Promise<Reply[]>,
    ...more: [Parameters<typeof startWeb>[1]?, Parameters<typeof startWeb>[2]?]
  ) => {
    const turns: Turn[] = []
    const hear: Hear = async (turn) => {
      turns.push(turn)
      return answer(turn)
    }
    const server = await startWeb(hear, ...more)
    servers.push(server)
    return { turns, server, url: server.url }
  }
}

export const echo = ({ said }: Turn): Reply[] => [{ text: [[JSON.stringify(said)]] }]
