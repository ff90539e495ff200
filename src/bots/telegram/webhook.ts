import { createHash, timingSafeEqual } from "node:crypto"
import type { FastifyInstance } from "fastify"
import type { Secret } from "../../core/secret.js"

/**
 * `/telegram/webhook`. The secret is compared in constant time before the body is read; the body is read here, whole, since a
 * framework's reader may cut a Chinese character in two. An update is acknowledged when it is done: until then Telegram keeps it,
 * and gives it again should this process die.
 */

const bodyMax = 1024 * 1024

export function serveWebhook(http: FastifyInstance, secret: Secret, receive: (update: unknown) => Promise<void>): void {
  const expected = digest(secret.reveal())
  http.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: bodyMax }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      "/telegram/webhook",
      {
        config: { anyHost: true },
        onRequest: async (request, reply) => {
          const given = request.headers["x-telegram-bot-api-secret-token"]
          if (typeof given !== "string" || !timingSafeEqual(digest(given), expected))
            return reply.code(401).send({ error: "unauthorized" })
        },
      },
      async (request, reply) => {
        const update = parsed(request.body)
        if (update === undefined) return reply.code(400).send({ error: "not JSON" })
        await receive(update)
        return reply.code(200).send({})
      },
    )
  })
}

/** Of equal length whatever was given, so that comparing tells nothing. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

function parsed(body: unknown): unknown {
  try {
    return Buffer.isBuffer(body) ? JSON.parse(body.toString("utf8")) : undefined
  } catch {
    return undefined
  }
}
