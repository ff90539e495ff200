import { createHash, randomBytes, randomInt } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"

/**
 * The browsers that the web chat knows: the sha-256 of each one's cookie, and whose it is. A web user is not yet a person: that is
 * for the desk to find out, by an invitation.
 */
export type Sessions = {
  find(tokenHash: string): Promise<{ userId: string; seenAt: Date } | undefined>
  create(tokenHash: string, userId: string, now: Date): Promise<void>
  /** Notes that the browser was here; called at most once a day for each. */
  touch(tokenHash: string, now: Date): Promise<void>
  remove(tokenHash: string): Promise<void>
  /** Keeps a code for another device of this user, by its hash. */
  offer(codeHash: string, userId: string, now: Date): Promise<void>
  /** Takes such a code, once: of two who do so at once, one is told whose it is. */
  take(codeHash: string): Promise<{ userId: string; offeredAt: Date } | undefined>
  /** Does the desk know who this user is, because an invitation was used? */
  joined(userId: string): Promise<boolean>
  /** Is any browser left that reads what is sent to this user? */
  known(userId: string): Promise<boolean>
}

export type Session = { userId: string; tokenHash: string }

export type SessionOptions = { sessions: Sessions; secure: boolean; now: () => Date }

const day = 86_400
/** A browser that stays away longer has to join again. Cookies may not live longer than 400 days (RFC 6265bis). */
const lifetime = 180 * day

/** A code for another device of the same user: 65 bits in letters that are not mistaken for each other, used once, for this many seconds. */
const deviceCode = { letters: "0123456789ABCDEFGHJKMNPQRSTVWXYZ", length: 13, lifetime: 600 }

const hash = (token: string): string => createHash("sha256").update(token).digest("hex")

/**
 * Finds and begins sessions. The cookie holds 256 random bits, chosen here only (so none can be planted), is closed to scripts,
 * and is never sent along from other sites.
 */
export function sessionCookies({ sessions, secure, now }: SessionOptions) {
  // The prefix makes browsers refuse it from subdomains and over plain HTTP; it cannot be had on http://localhost.
  const name = secure ? "__Host-anchordesk" : "anchordesk"
  const cookie = { httpOnly: true, sameSite: "strict", secure, path: "/", maxAge: lifetime } as const

  const find = async (request: FastifyRequest): Promise<Session | undefined> => {
    const token = request.cookies[name]
    if (!token || !/^[\w-]{43}$/.test(token)) return undefined
    const tokenHash = hash(token)
    const known = await sessions.find(tokenHash)
    const away = known ? (now().getTime() - known.seenAt.getTime()) / 1000 : 0
    if (!known || away > lifetime) return undefined
    if (away > day) await sessions.touch(tokenHash, now())
    return { userId: known.userId, tokenHash }
  }

  const begin = async (reply: FastifyReply, userId = randomBytes(12).toString("base64url")): Promise<Session> => {
    const token = randomBytes(32).toString("base64url")
    const session = { userId, tokenHash: hash(token) }
    await sessions.create(session.tokenHash, session.userId, now())
    reply.setCookie(name, token, cookie)
    return session
  }

  /** A code by which another device becomes this user's too. */
  const offer = async ({ userId }: Session): Promise<{ code: string; seconds: number }> => {
    const { letters, length, lifetime } = deviceCode
    const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join("")
    await sessions.offer(hash(code), userId, now())
    return { code: code.replace(/^(.{4})(.{4})/, "$1-$2-"), seconds: lifetime }
  }

  /** Takes up such a code; undefined when it is none, was used, or is too old. */
  const accept = async (code: string, reply: FastifyReply): Promise<Session | undefined> => {
    const plain = code.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1")
    const offered = plain.length === deviceCode.length ? await sessions.take(hash(plain)) : undefined
    if (!offered) return undefined
    const age = (now().getTime() - offered.offeredAt.getTime()) / 1000
    return age > deviceCode.lifetime ? undefined : begin(reply, offered.userId)
  }

  const end = async (session: Session, reply: FastifyReply): Promise<void> => {
    await sessions.remove(session.tokenHash)
    reply.clearCookie(name, cookie)
  }

  return { find, begin, offer, accept, end }
}
