import { createHash } from "node:crypto"
import cookie from "@fastify/cookie"
import Fastify, { type FastifyInstance } from "fastify"
import { answersOf, book, free, help } from "./desk.js"

/** The same three answers by a bare fastify route. */
export function webBot(): FastifyInstance {
  const answers = answersOf("web")
  const http = Fastify()
  http.register(cookie)
  http.post<{ Body: { key: string; text?: string; action?: string } }>("/api/turns", async (request, reply) => {
    const { key, text, action } = request.body
    const user = userOf(request.cookies["__Host-anchordesk"] ?? "")
    const kind = action ? "book" : text === "help" ? "help" : "free"
    if (kind === "book") await book("web", user, { key: `web:${key}`, data: action ?? "" })
    else await (kind === "help" ? help : free)("web", user)
    return reply.send(answers[kind][0]?.params)
  })
  return http
}

const userOf = (token: string): string => createHash("sha256").update(token).digest("hex")
