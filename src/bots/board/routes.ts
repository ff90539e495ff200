import { createHash } from "node:crypto"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import type { BoardDay } from "../../core/desk/board-day.js"
import type { Hear } from "../../core/desk/turn.js"
import { type Language, languageSchema, languages } from "../../core/language.js"
import { latest } from "../../core/latest.js"
import type { Log } from "../../core/log.js"
import { type Hook, paced, refuse, sameOrigin } from "../http.js"
import type { Pace } from "../limit.js"
import type { AnswerJson, ClockJson, MembersJson, SessionJson } from "./json.js"
import { replyJson } from "./render.js"
import { type Watch, watching } from "./watch.js"

export type BoardOptions = {
  /** People reach it by https only. */
  secureCookies: boolean
  publicUrl?: string | undefined
  /** How fast one address may ask. */
  pace?: Pace
  /** Milliseconds: between two looks at the store, and two signs of life. */
  every?: number
  beat?: number
}

type Staff = { id: string; name: string; language: Language }

export type BoardDeps = {
  http: FastifyInstance
  log: Log
  /** What limits go by. */
  now: () => Date
  enter(link: string): Promise<string | null>
  staff(secret: string): Promise<Staff | null>
  leave(secret: string): Promise<void>
  day(staff: Staff, day: string, language: Language): Promise<BoardDay>
  members(staff: Staff, part: string): Promise<MembersJson["members"]>
  version(): Promise<string>
  clock(): Promise<ClockJson>
  centre(): Promise<Record<Language, string>>
  /** Lets anybody in as one of the staff of a demonstration. */
  demo?: (() => Promise<string>) | undefined
}

const enterBody = z.strictObject({ link: z.string().regex(/^[\w-]{43}$/) })
const turnBody = z.strictObject({
  key: z.string().regex(/^[\w-]{1,60}$/),
  press: z.string().min(1).max(2_000),
  /** For which member it is done. */
  member: z.string().max(60).nullable(),
  language: languageSchema,
})
const dayQuery = z.object({ day: z.iso.date(), language: languageSchema.default(languages[0]) })
const membersQuery = z.object({ q: z.string().trim().max(80).default("") })

const month = 30 * 86_400
const humanPace: Pace = { burst: 300, perSecond: 30 }

/** Registers the board's JSON. @returns what stops it */
export function serveApi(options: BoardOptions, deps: BoardDeps, hear: Hear): () => Promise<void> {
  const { version, clock, log } = deps
  const watch = watching({ version, clock, log, every: options.every ?? 1_000, beat: options.beat ?? 15_000 })
  const browser = browserOf(options, deps)
  const guards = guarded(options, deps)
  const busy = new Set<Promise<unknown>>()
  serveSigningIn(deps, browser, guards)
  serveLooking(deps, { browser, guards, watch })
  serveActing(deps, {
    browser,
    guards,
    hear: async (turn) => {
      const answer = hear(turn)
      busy.add(answer)
      try {
        return await answer
      } finally {
        busy.delete(answer)
        watch.poke()
      }
    },
  })
  return async () => {
    guards.close()
    await Promise.allSettled(busy)
    watch.closeAll()
  }
}

type Guards = { read: Hook; write: Hook[]; close(): void }

/** Every request: not too fast. What changes something: from our own page, and while we are here. */
function guarded({ publicUrl, pace }: BoardOptions, { log, now }: BoardDeps): Guards {
  const read = paced(pace ?? humanPace, now)
  let closed = false
  const own: Hook = async (request, reply) => {
    if (closed) return refuse(reply, 503, "stopping", "The desk is restarting. Please try again in a moment.")
    if (sameOrigin(request, publicUrl)) return undefined
    log.warn({ route: request.routeOptions.url ?? null }, "refused a request that another site made")
    return refuse(reply, 403, "foreign_origin", "Only the desk's own page may ask for that.")
  }
  return {
    read,
    write: [own, read],
    close: () => {
      closed = true
    },
  }
}

type Browser = ReturnType<typeof browserOf>

/** The cookie of a browser that is let in: closed to scripts, sent along from this site alone. */
function browserOf({ secureCookies: secure }: BoardOptions, { staff }: BoardDeps) {
  // The prefix makes browsers refuse it from subdomains and over plain HTTP; it cannot be had on http://localhost.
  const name = secure ? "__Host-anchordesk-board" : "anchordesk-board"
  const cookie = { httpOnly: true, sameSite: "strict", secure, path: "/", maxAge: month } as const
  const secretOf = (request: FastifyRequest): string | undefined => {
    const secret = request.cookies[name]
    return secret && /^[\w-]{43}$/.test(secret) ? secret : undefined
  }
  return {
    secretOf,
    staff: async (request: FastifyRequest): Promise<Staff | null> => {
      const secret = secretOf(request)
      return secret ? staff(secret) : null
    },
    keep: (reply: FastifyReply, secret: string): FastifyReply => reply.setCookie(name, secret, cookie),
    drop: (reply: FastifyReply): FastifyReply => reply.clearCookie(name, cookie),
  }
}

const stranger = (reply: FastifyReply) => refuse(reply, 401, "no_session", "Nobody is signed in here.")
const bad = (reply: FastifyReply) => refuse(reply, 400, "bad_request", "That is not what this address takes.")

function serveSigningIn(
  { http, enter, leave, demo, clock, centre }: BoardDeps,
  browser: Browser,
  guards: Guards,
): void {
  http.get("/board/api/session", { onRequest: guards.read }, async (request, reply): Promise<SessionJson> => {
    const staff = await browser.staff(request)
    const secret = browser.secretOf(request)
    // Each day that it is looked at, for as long again.
    if (staff && secret) browser.keep(reply, secret)
    const who = staff && { name: staff.name, language: staff.language }
    return { staff: who, demo: demo !== undefined, ...(await clock()), centre: await centre() }
  })
  http.post("/board/api/enter", { onRequest: guards.write }, async (request, reply) => {
    const body = enterBody.safeParse(request.body)
    const secret = body.success ? await enter(body.data.link) : null
    if (!secret) return refuse(reply, 410, "link_over", "This link does not work (any more).")
    return browser.keep(reply, secret).code(204).send()
  })
  http.post("/board/api/demo", { onRequest: guards.write }, async (_, reply) => {
    if (!demo) return reply.callNotFound()
    return browser
      .keep(reply, await demo())
      .code(204)
      .send()
  })
  http.post("/board/api/leave", { onRequest: guards.write }, async (request, reply) => {
    const secret = browser.secretOf(request)
    if (secret) await leave(secret)
    return browser.drop(reply).code(204).send()
  })
}

type Looking = { browser: Browser; guards: Guards; watch: Watch }

function serveLooking(deps: BoardDeps, { browser, guards: { read }, watch }: Looking): void {
  const { http } = deps
  const days = dayCache(deps)
  http.get("/board/api/day", { onRequest: read }, async (request, reply) => {
    const staff = await browser.staff(request)
    if (!staff) return stranger(reply)
    const query = dayQuery.safeParse(request.query)
    if (!query.success) return bad(reply)
    const { etag, json } = await days(staff, query.data.day, query.data.language)
    reply.headers({ etag, "cache-control": "private, no-cache" })
    if (request.headers["if-none-match"] === etag) return reply.code(304).send()
    return reply.type("application/json; charset=utf-8").send(json)
  })
  http.get("/board/api/members", { onRequest: read }, async (request, reply) => {
    const staff = await browser.staff(request)
    if (!staff) return stranger(reply)
    const query = membersQuery.safeParse(request.query)
    if (!query.success) return bad(reply)
    return { members: await deps.members(staff, query.data.q) } satisfies MembersJson
  })
  http.get("/board/api/events", { onRequest: read, exposeHeadRoute: false }, async (request, reply) => {
    const staff = await browser.staff(request)
    if (!staff) return stranger(reply)
    const stream = watch.open(staff.id, async () => (await browser.staff(request)) !== null)
    if (!stream) return refuse(reply, 429, "slow_down", "Too many boards are open.")
    // Its connection ends with it, so that stopping does not wait for it to become idle; proxies pass events on at once.
    reply.headers({
      "content-type": "text/event-stream; charset=utf-8",
      connection: "close",
      "x-accel-buffering": "no",
    })
    return reply.send(stream)
  })
}

type Day = { version: string; json: string; etag: string }

/** Days that many look at are made once for all of them. */
const keptDays = 60

function dayCache({ day: make, version }: BoardDeps): (staff: Staff, day: string, language: Language) => Promise<Day> {
  const days = latest<string, Promise<Day>>(keptDays)
  const fresh = async (staff: Staff, day: string, language: Language): Promise<Day> => {
    // Asked first: what changes while the day is read is found to be newer the next time.
    const at = await version()
    const json = JSON.stringify(await make(staff, day, language))
    return { version: at, json, etag: `"${createHash("sha256").update(json).digest("base64url").slice(0, 22)}"` }
  }
  return async (staff, day, language) => {
    const key = `${day} ${language}`
    const known = await days.get(key)?.catch(() => undefined)
    if (known && known.version === (await version())) return known
    const making = fresh(staff, day, language)
    days.set(key, making)
    return making
  }
}

function serveActing(
  { http }: BoardDeps,
  { browser, guards, hear }: { browser: Browser; guards: Guards; hear: Hear },
): void {
  http.post("/board/api/turns", { onRequest: guards.write }, async (request, reply) => {
    const staff = await browser.staff(request)
    if (!staff) return stranger(reply)
    const body = turnBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const { key, press, member, language } = body.data
    const replies = await hear({
      key: `board:${staff.id}:${key}`,
      platform: "board",
      from: { id: staff.id, name: staff.name },
      as: { person: staff.id, member, language },
      chat: { address: `board:${staff.id}`, kind: "private" },
      addressed: true,
      said: { kind: "press", data: press },
    })
    return { replies: replies.flatMap(replyJson) } satisfies AnswerJson
  })
}
