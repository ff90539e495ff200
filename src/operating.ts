import type { FastifyReply, FastifyRequest } from "fastify"
import { type createHttp, paced } from "./bots/http.js"
import { readFeed } from "./core/desk/dialogs/feed.js"
import type { World } from "./core/world.js"
import type { createMetrics } from "./metrics.js"
import { readiness } from "./ready.js"

/** What machines ask of the service: is it alive, may it be given work, what does it count; and calendars. */

type Operating = {
  metrics: ReturnType<typeof createMetrics>
  /** Have the platforms started, and is it not about to stop? */
  started: () => boolean
  /** The wall clock in ms. */
  machine: () => number
}

/** Each look asks the store, and needs no leave: a calendar's server and a balancer together ask far less. */
const pace = { burst: 300, perSecond: 30 }

export function operatingRoutes(
  world: World,
  http: ReturnType<typeof createHttp>,
  { metrics, started, machine }: Operating,
): void {
  const onRequest = paced(pace, () => new Date(machine()))
  http.get("/healthz", { config: { anyHost: true } }, async () => ({ ok: true }))
  http.get("/readyz", { config: { anyHost: true }, onRequest }, async (_, reply) => {
    const found = await readiness(world, { platforms: started(), machine })
    return reply.code(found.ready ? 200 : 503).send(found)
  })
  http.get("/metrics", { config: { anyHost: true }, onRequest }, async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
  calendars(world, http, onRequest)
}

/** Secret feeds, cheap to ask for again. */
function calendars(
  world: World,
  http: ReturnType<typeof createHttp>,
  onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>,
): void {
  http.get<{ Params: { file: string } }>("/calendar/:file", { onRequest }, async ({ params, headers }, reply) => {
    const token = /^([\w-]{20,64})\.ics$/.exec(params.file)?.[1]
    const known = (headers["if-none-match"] ?? "").split(",").map((etag) => etag.trim().replace(/^W\//, ""))
    const feed = token ? await readFeed(world, token, known) : null
    if (!feed) return reply.callNotFound()
    reply.header("etag", feed.etag).header("cache-control", "private, max-age=300")
    if (feed.ics === undefined) return reply.code(304).send()
    return reply.type("text/calendar; charset=utf-8").send(feed.ics)
  })
}
