import type { Socket } from "node:net"
import cookie from "@fastify/cookie"
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify"
import type { Log } from "../core/log.js"
import { limit, type Pace } from "./limit.js"

declare module "fastify" {
  interface FastifyContextConfig {
    /** Answers under any host name: for health checks and webhooks, which browsers' cookies and pages have no part in. */
    anyHost?: true
  }
}

export type HttpOptions = {
  /** The address it listens on: `127.0.0.1`, `0.0.0.0`, a host name. */
  host: string
  /** Where people reach it from outside, when that is known: `https://desk.example.mo`. */
  publicUrl?: string | undefined
  log: Log
}

/** What pages may load: their own files, and nothing that was written into them. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ")

const securityHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cache-control": "no-store",
}

/**
 * The one HTTP server that all platforms register their routes on, before it listens; none is listening yet when this returns.
 * It answers only to its own names (421 otherwise: DNS rebinding), takes bodies up to 64 KiB unless a route says more, gives slow
 * senders up, and lets no internals into an answer: every error is `{"error": "<code>", "message": "<one sentence>"}`.
 */
export function createHttp({ host, publicUrl, log }: HttpOptions): FastifyInstance {
  const http = Fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    // Only a proxy on this machine or its private network may say whom it speaks for.
    trustProxy: publicUrl ? ["loopback", "uniquelocal"] : false,
    requestTimeout: 20_000,
    keepAliveTimeout: 15_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16 * 1024 },
  })
  http.removeContentTypeParser("text/plain")
  hangUpOnIdlers(http)
  http.register(cookie)

  const https = publicUrl?.startsWith("https:")
  const answersTo = hostCheck(host, publicUrl)
  http.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders)
    if (https) reply.header("strict-transport-security", "max-age=31536000")
    if (request.routeOptions.config.anyHost || answersTo(request)) return
    log.warn({ route: request.routeOptions.url ?? null }, "refused a request under a foreign host name")
    return refuse(
      reply,
      421,
      "wrong_host",
      "This desk does not answer to that host name. Its operator can set PUBLIC_URL.",
    )
  })
  http.setNotFoundHandler((_, reply) => refuse(reply, 404, "not_found", "There is nothing here."))
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500)
      return refuse(reply, status, codes[status] ?? "bad_request", says[status] ?? "That could not be read.")
    log.error({ err: error, route: request.routeOptions.url ?? null }, "a request failed")
    return refuse(reply, 500, "internal", "Something went wrong here. Please try again.")
  })
  return http
}

/** How long a request may still take when the server closes. */
const lastMs = 2000

/** Browsers connect ahead of need; Node waits for such connections when it closes, as if they were busy: and for busy ones without end. */
function hangUpOnIdlers(http: FastifyInstance): void {
  const silent = new Set<Socket>()
  http.server.on("connection", (socket) => {
    silent.add(socket)
    socket.once("close", () => silent.delete(socket))
  })
  http.server.on("request", ({ socket }) => silent.delete(socket))
  http.addHook("preClose", async () => {
    for (const socket of silent) socket.destroy()
    setTimeout(() => http.server.closeAllConnections(), lastMs).unref()
  })
}

const codes: Record<number, string> = { 413: "too_large", 415: "not_json", 429: "slow_down" }
const says: Record<number, string> = {
  413: "That is too long.",
  415: "Send it as application/json.",
  429: "That was a little fast. Please wait a moment.",
}

/** Ends a request with an error in the form that all of them have. */
export function refuse(reply: FastifyReply, status: number, error: string, message: string): FastifyReply {
  return reply.code(status).send({ error, message })
}

/** Ends a request of somebody who is too fast; in so many seconds there is room again. */
export function tooFast(reply: FastifyReply, seconds: number): FastifyReply {
  reply.header("retry-after", String(seconds))
  return refuse(reply, 429, "slow_down", says[429] ?? "")
}

export type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

/** Ends requests of a network that sends more than `pace`. */
export function paced(pace: Pace, now: () => Date): Hook {
  const networks = limit(pace)
  return async (request, reply) => {
    const seconds = networks.take(networkOf(request.ip), now())
    return seconds > 0 ? tooFast(reply, seconds) : undefined
  }
}

/** What a limit by address goes by: whoever has one address of IPv6 has all that begin with the same 64 bits. */
export function networkOf(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip
  const [front = "", back] = ip.split("::")
  const groups = (part: string) => part.split(":").filter((group) => group !== "")
  const between = back === undefined ? 0 : 8 - groups(front).length - groups(back).length
  const all = [...groups(front), ...Array<string>(Math.max(0, between)).fill("0"), ...groups(back ?? "")]
  return `${all.slice(0, 4).join(":")}::`
}

/** The host part of a Host header or authority, in lower case and without the port; undefined when it is not one. */
function hostName(authority: string): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(authority)
  return match?.[1]?.toLowerCase()
}

/**
 * Does a request carry a name that this server goes by? Loopback names, the configured host, PUBLIC_URL's host, and the very
 * address that the connection came in on (rebinding needs a name, and an address cannot be rebound).
 */
function hostCheck(host: string, publicUrl: string | undefined): (request: FastifyRequest) => boolean {
  const own = new Set([
    "localhost",
    "127.0.0.1",
    "[::1]",
    host.includes(":") ? `[${host.toLowerCase()}]` : host.toLowerCase(),
  ])
  if (publicUrl) own.add(new URL(publicUrl).hostname.toLowerCase())
  own.delete("0.0.0.0")
  own.delete("[::]")
  return ({ raw }) => {
    // An absolute request target would override the Host header, and a second Host header is read differently by every proxy.
    const hosts = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host")
    const name = hosts.length === 1 && raw.url?.startsWith("/") ? hostName(raw.headers.host ?? "") : undefined
    if (name === undefined) return false
    const local = raw.socket.localAddress?.replace(/^::ffff:/, "").toLowerCase() ?? ""
    return own.has(name) || name === (local.includes(":") ? `[${local}]` : local)
  }
}

/**
 * May this request change something? Browsers say where a request comes from, and only our own pages may; a client that is not a
 * browser says nothing, and has no other site's cookies to abuse.
 */
export function sameOrigin({ raw }: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = raw.headers["sec-fetch-site"]
  if (site !== undefined && site !== "same-origin") return false
  const origin = raw.headers.origin
  if (origin === undefined) return true
  if (publicUrl && origin === new URL(publicUrl).origin) return true
  return origin === `http://${raw.headers.host}` || origin === `https://${raw.headers.host}`
}
