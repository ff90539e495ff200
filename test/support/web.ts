import type { AddressInfo } from "node:net"
import type { FastifyInstance } from "fastify"
import { pino } from "pino"
import { createHttp } from "../../src/bots/http.js"
import { type Sessions, type WebDeps, type WebOptions, web } from "../../src/bots/web/index.js"
import type { Hear, Platform } from "../../src/core/desk/turn.js"
import { memoryInbox } from "./web-inbox.js"

/** Sessions that live as long as the test. A user has joined once `join` was called for them. */
export function memorySessions(): Sessions & { join(userId: string): void; tokenHashes(): string[] } {
  const known = new Map<string, { userId: string; seenAt: Date }>()
  const codes = new Map<string, { userId: string; offeredAt: Date }>()
  const joined = new Set<string>()
  return {
    find: async (tokenHash) => known.get(tokenHash),
    create: async (tokenHash, userId, now) => void known.set(tokenHash, { userId, seenAt: now }),
    touch: async (tokenHash, now) => {
      const session = known.get(tokenHash)
      if (session) session.seenAt = now
    },
    remove: async (tokenHash) => void known.delete(tokenHash),
    offer: async (codeHash, userId, now) => void codes.set(codeHash, { userId, offeredAt: now }),
    take: async (codeHash) => {
      const taken = codes.get(codeHash)
      codes.delete(codeHash)
      return taken
    },
    joined: async (userId) => joined.has(userId),
    known: async (userId) => [...known.values()].some((session) => session.userId === userId),
    join: (userId) => void joined.add(userId),
    tokenHashes: () => [...known.keys()],
  }
}

export type WebServer = {
  url: string
  http: FastifyInstance
  platform: Platform
  sessions: ReturnType<typeof memorySessions>
  /** What was logged, line by line. */
  logged: string[]
  close(): Promise<void>
}

/** The web chat on a loopback port, over real HTTP, with a desk that says what the test has it say. */
export async function startWeb(
  hear: Hear,
  { port = 0, publicUrl, ...options }: Partial<WebOptions> & { port?: number } = {},
  deps: Partial<WebDeps> = {},
): Promise<WebServer> {
  const logged: string[] = []
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) })
  const http = createHttp({ host: "127.0.0.1", publicUrl, log })
  const sessions = memorySessions()
  const platform = web(
    { secureCookies: false, publicUrl, ...options },
    { http, log, now: () => new Date(), sessions, inbox: memoryInbox(), ...deps },
  )
  await platform.start(hear)
  await http.listen({ host: "127.0.0.1", port })
  const close = async () => {
    await platform.stop()
    await http.close()
  }
  return {
    url: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`,
    http,
    platform,
    sessions,
    logged,
    close,
  }
}
