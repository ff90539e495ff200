import { createHash } from "node:crypto"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { Log } from "../../core/log.js"
import { type Hook, networkOf, paced, refuse, sameOrigin, tooFast } from "../http.js"
import { limit, type Pace } from "../limit.js"
import type { Inbox } from "./inbox.js"
import type { DemoJson, DeviceJson, SessionJson, TurnJson } from "./json.js"
import { demoBody, joinBody, language, said, shown, turnBody } from "./read.js"
import { type Session, type Sessions, sessionCookies } from "./sessions.js"
import type { Streams } from "./streams.js"
import type { Heard, Talk } from "./talk.js"

/** Ready-made people of a demonstration; `enter` makes a fresh invitation for one of them. */
export type Demo = DemoJson & { enter(id: string): Promise<string> }

/** How fast one may write: each user, everybody at one network address, and newcomers from it. */
export type Paces = { user: Pace; address: Pace; newcomers: Pace }

export type ApiDeps = {
  http: FastifyInstance
  log: Log
  now: () => Date
  sessions: Sessions
  demo?: Demo | undefined
  /** The centre's name by language, for the page's head. */
  centre?: () => Promise<Record<string, string>>
}

type Settings = { secureCookies: boolean; publicUrl?: string | undefined; paces: Paces }
type Parts = { inbox: Inbox; streams: Streams; conversation: Talk }
type Cookies = ReturnType<typeof sessionCookies>
type Readers = { find: Cookies["find"]; onRequest: Hook }
type Writers = {
  cookies: Cookies
  /** May one more session begin from there? If not, it has answered so. */
  room(request: FastifyRequest, reply: FastifyReply): boolean
  /** Begins a session, or has answered that too many were begun. */
  begin(request: FastifyRequest, reply: FastifyReply): Promise<Session | undefined>
  answer(request: FastifyRequest, reply: FastifyReply, heard: Spoken): Promise<TurnJson | FastifyReply>
  onRequest: Hook[]
}

/** What is heard; in another language than the browser asks for where that is known. */
type Spoken = Omit<Heard, "language" | "network"> & { language?: string }

/** A turn's body may be this long, so that a text of 100,000 characters in any script still gets an answer from the desk. */
const turnBytes = 512 * 1024

/** Registers the JSON API. `close` refuses what comes afterwards. */
export function serveApi(settings: Settings, deps: ApiDeps, parts: Parts): { close(): void } {
  const { sessions, now } = deps
  const cookies = sessionCookies({ sessions, secure: settings.secureCookies, now })
  const users = limit(settings.paces.user)
  const newcomers = limit(settings.paces.newcomers)
  const notTooFast = paced(settings.paces.address, deps.now)
  let closed = false

  const room: Writers["room"] = (request, reply) => {
    const seconds = newcomers.take(networkOf(request.ip), now())
    if (seconds > 0) tooFast(reply, seconds)
    return seconds === 0
  }
  const begin: Writers["begin"] = async (request, reply) => (room(request, reply) ? cookies.begin(reply) : undefined)
  const answer: Writers["answer"] = async (request, reply, heard) => {
    const seconds = users.take(heard.userId, now())
    if (seconds > 0) return tooFast(reply, seconds)
    const asked = heard.language ?? language(request.headers["accept-language"])
    const turn = await parts.conversation.hear({ ...heard, language: asked, network: networkOf(request.ip) })
    return turn ?? refuse(reply, 422, "key_reused", "This key was used for something else. Choose a new one.")
  }

  const onRequest = [guard(settings, deps, () => closed), notTooFast]
  const writers: Writers = { cookies, room, begin, answer, onRequest }
  serveTalking(deps, writers)
  serveSessions(deps, parts, writers)
  serveReading(deps, parts, { find: cookies.find, onRequest: notTooFast })
  return {
    close: () => {
      closed = true
    },
  }
}

/** Turns and invitations: what the desk hears. */
function serveTalking({ http, sessions, now }: ApiDeps, { cookies, begin, answer, onRequest }: Writers): void {
  http.post("/api/turns", { onRequest, bodyLimit: turnBytes }, async (request, reply) => {
    const body = turnBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const session = (await cookies.find(request)) ?? (await begin(request, reply))
    if (!session) return reply
    const { key, on } = body.data
    const show = { said: shown(body.data), on, label: "label" in body.data ? body.data.label : undefined }
    return answer(request, reply, { userId: session.userId, key, said: said(body.data), name: "", show })
  })
  http.post("/api/join", { onRequest }, async (request, reply) => {
    const body = joinBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const { code, name } = body.data
    const earlier = await cookies.find(request)
    if (await cookies.accept(code, reply)) {
      if (earlier) await sessions.remove(earlier.tokenHash)
      return { key: "device", at: now().toISOString(), replies: [] } satisfies TurnJson
    }
    const session = earlier ?? (await begin(request, reply))
    return session ? answer(request, reply, join(session, code, name)) : reply
  })
}

/** Who this browser belongs to. */
function serveSessions({ http, sessions, demo }: ApiDeps, { streams }: Parts, writers: Writers): void {
  const { cookies, room, begin, answer, onRequest } = writers

  http.post("/api/session", { onRequest }, async (request, reply) => {
    const session = (await cookies.find(request)) ?? (await begin(request, reply))
    return session ? reply.code(204).send() : reply
  })
  http.post("/api/demo", { onRequest }, async (request, reply) => {
    const body = demoBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const person = demo?.people.find(({ id }) => id === body.data.id)
    if (!demo || !person) return nothing(reply)
    const earlier = await cookies.find(request)
    // Somebody else from now on: this browser's earlier session ends.
    const session = await begin(request, reply)
    if (!session) return reply
    if (earlier) await sessions.remove(earlier.tokenHash)
    const { name, language } = person
    return answer(request, reply, { ...join(session, await demo.enter(person.id), name), language })
  })
  http.post("/api/device", { onRequest }, async (request, reply): Promise<DeviceJson | FastifyReply> => {
    const session = await cookies.find(request)
    if (!session || !(await sessions.joined(session.userId))) return stranger(reply)
    return room(request, reply) ? cookies.offer(session) : reply
  })
  http.post("/api/leave", { onRequest }, async (request, reply) => {
    const session = await cookies.find(request)
    if (session) await cookies.end(session, reply)
    if (session) streams.close(session.userId)
    return reply.code(204).send()
  })
}

const stranger = (reply: FastifyReply) => refuse(reply, 401, "no_session", "Nobody is signed in here.")
const nothing = (reply: FastifyReply) => refuse(reply, 404, "not_found", "There is nothing here.")
const bad = (reply: FastifyReply) => refuse(reply, 400, "bad_request", "That is not what this address takes.")

/** Every POST: while we are here, and from our own page. It runs before a body is read. */
function guard({ publicUrl }: Settings, { log }: ApiDeps, closed: () => boolean): Hook {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (closed()) return refuse(reply, 503, "stopping", "The desk is restarting. Please try again in a moment.")
    if (sameOrigin(request, publicUrl)) return undefined
    log.warn({ route: request.routeOptions.url ?? null }, "refused a request that another site made")
    return refuse(reply, 403, "foreign_origin", "Only the desk's own page may ask for that.")
  }
}

/** An invitation as the desk hears it. The same code from the same browser is the same turn, so that a lost answer can be asked for again. */
function join({ userId }: Session, code: string, name = ""): Spoken {
  const key = `join:${createHash("sha256").update(code).digest("base64url").slice(0, 22)}`
  return { userId, key, said: { kind: "text", text: `/start ${code}` }, name, show: {} }
}

/** What is read, with no effect. */
function serveReading(
  { http, demo, centre, sessions }: ApiDeps,
  { inbox, streams }: Parts,
  { find, onRequest }: Readers,
): void {
  http.get("/api/session", { onRequest }, async (request): Promise<SessionJson> => {
    const session = await find(request)
    const joined = session !== undefined && (await sessions.joined(session.userId))
    return { known: session !== undefined, joined, demo: demo !== undefined, ...(centre && { centre: await centre() }) }
  })
  http.get("/api/demo", async (): Promise<DemoJson> => ({ people: demo?.people ?? [] }))
  http.get<{ Querystring: { turns?: string; after?: string } }>(
    "/api/events",
    { onRequest, exposeHeadRoute: false },
    async (request, reply) => {
      const session = await find(request)
      if (!session) return stranger(reply)
      const last = request.headers["last-event-id"] ?? request.query.after
      const after = typeof last === "string" ? last : undefined
      const signedIn = async () => (await sessions.find(session.tokenHash)) !== undefined
      const turns = request.query.turns !== undefined
      const stream = streams.open({ userId: session.userId, after, turns, signedIn })
      if (!stream) return refuse(reply, 429, "slow_down", "Too many pages are open.")
      // Its connection ends with it, so that stopping does not wait for it to become idle; proxies pass events on at once.
      reply.headers({
        "content-type": "text/event-stream; charset=utf-8",
        connection: "close",
        "x-accel-buffering": "no",
      })
      return reply.send(stream)
    },
  )
  http.get<{ Params: { id: string } }>("/api/files/:id", { onRequest }, async (request, reply) => {
    const session = await find(request)
    if (!session) return stranger(reply)
    const { id } = request.params
    const file = /^[\w-]{1,64}$/.test(id) ? await inbox.file(session.userId, id) : undefined
    if (!file) return nothing(reply)
    const shownInPage = file.type === "image/png"
    const name = encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
    return reply
      .headers({
        "content-type": file.type,
        "content-disposition": `${shownInPage ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
        "cache-control": "private, max-age=86400, immutable",
      })
      .send(Buffer.from(file.bytes))
  })
}
