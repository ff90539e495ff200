import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import type { Hear, Reply } from "../../../core/desk/turn.js"
import type { Secret } from "../../../core/secret.js"
import { serveFile } from "../../assets.js"
import { paced, refuse, sameOrigin, tooFast } from "../../http.js"
import { limit } from "../../limit.js"
import { readInitData } from "./init-data.js"
import type { AnswerJson, AppButtonJson, AppReplyJson, PassJson, TimesJson } from "./json.js"
import { type Holder, readPass, writePass } from "./pass.js"

/**
 * The picker of free times, as a page inside of Telegram at `/app` (a Mini App): it shows, and what is tapped on it is a button like any
 * other, heard by the desk as if it had been pressed in the person's chat with the bot.
 */

export type AppDeps = {
  http: FastifyInstance
  token: Secret
  publicUrl: string
  /** The wall clock in ms. */
  now: () => number
  hear: Hear
  /** A day as this person may book on it; null for somebody the desk does not know. */
  times: (userId: string, about: { day?: string | undefined; hosts?: number | undefined }) => Promise<TimesJson | null>
  /** Is this the first time that this is asked, on any replica? Remembered for an hour at least. */
  first: (what: string) => Promise<boolean>
  /** The bot, as turns are named by. */
  me: () => number
  /** Says it in the person's chat, in its own time. */
  tell: (userId: number, replies: readonly Reply[]) => void
}

const files = ["index.html", "app.css", "card.css", "main.js", "bridge.js", "table.js", "sheet.js", "words.js"]

const enterBody = z.strictObject({ initData: z.string().max(4096) })
const turnBody = z.strictObject({
  key: z.string().regex(/^[^\p{Cc}\p{Surrogate}]{1,100}$/u),
  action: z.string().min(1).max(64),
})
const timesQuery = z.object({
  day: z.string().max(10).optional(),
  hosts: z.coerce.number().int().min(1).max(999).optional(),
})

/** People tap far slower. */
const pace = { burst: 60, perSecond: 3 }

export function serveApp(deps: AppDeps): void {
  const { http, publicUrl } = deps
  // Telegram on the web shows the page in a frame. It may: there is no cookie that others could make use of.
  http.register(async (scope) => {
    scope.addHook("onSend", async (_, reply) => {
      const policy = String(reply.getHeader("content-security-policy"))
      reply.header(
        "content-security-policy",
        policy.replace("frame-ancestors 'none'", "frame-ancestors https://web.telegram.org"),
      )
      reply.removeHeader("x-frame-options")
    })
    for (const name of files) {
      const path = name === "index.html" ? "/app" : `/app/${name}`
      serveFile(scope as unknown as FastifyInstance, path, new URL(`../public/${name}`, import.meta.url))
    }
  })
  const guard = async (request: FastifyRequest, reply: FastifyReply) =>
    sameOrigin(request, publicUrl)
      ? undefined
      : refuse(reply, 403, "foreign_origin", "Only the desk's own page may ask for that.")
  const clock = () => new Date(deps.now())
  const taps = limit(pace)
  const opening = [guard, paced({ burst: 300, perSecond: 5 }, clock)]

  http.post("/api/app/enter", { onRequest: opening }, async (request, reply): Promise<PassJson | FastifyReply> => {
    const body = enterBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const verdict = readInitData(body.data.initData, { token: deps.token, now: deps.now() })
    if (verdict.is !== "opened") return refuse(reply, 401, verdict.is, "Open this from the chat with the desk.")
    const { hash, ...who } = verdict.by
    if (!(await deps.first(hash))) return refuse(reply, 401, "used", "Open this from the chat with the desk again.")
    return { pass: writePass(who, { token: deps.token, now: deps.now() }) }
  })

  const holderOf = (request: FastifyRequest, reply: FastifyReply): Holder | null => {
    const [, pass = ""] = /^Bearer ([\w.-]{1,2000})$/.exec(request.headers.authorization ?? "") ?? []
    const holder = readPass(pass, { token: deps.token, now: deps.now() })
    const seconds = holder ? taps.take(String(holder.id), clock()) : 0
    if (!holder) refuse(reply, 401, "old", "Open this from the chat with the desk again.")
    else if (seconds > 0) tooFast(reply, seconds)
    else return holder
    return null
  }

  http.get("/api/app/times", { onRequest: guard }, async (request, reply): Promise<TimesJson | FastifyReply> => {
    const about = timesQuery.safeParse(request.query)
    if (!about.success) return bad(reply)
    const holder = holderOf(request, reply)
    if (!holder) return reply
    const times = await deps.times(String(holder.id), about.data)
    return times ?? refuse(reply, 404, "stranger", "The desk does not know you yet.")
  })
  http.post("/api/app/turns", { onRequest: guard }, async (request, reply): Promise<AnswerJson | FastifyReply> => {
    const body = turnBody.safeParse(request.body)
    if (!body.success) return bad(reply)
    const holder = holderOf(request, reply)
    return holder ? pressed(deps, holder, body.data) : reply
  })
}

async function pressed(
  deps: AppDeps,
  { id, name, language }: Holder,
  { key, action }: z.output<typeof turnBody>,
): Promise<AnswerJson> {
  const turn = `telegram:${deps.me()}:app:${id}:${key}`
  const replies = await deps.hear({
    key: turn,
    platform: "telegram",
    from: { id: String(id), name, ...(language && { language }) },
    chat: { address: `telegram:${id}`, kind: "private" },
    addressed: true,
    said: { kind: "press", data: action },
  })
  // A file cannot be kept from within the page. A turn that is sent again is answered again, and said in the chat once.
  const filed = replies.some(({ file }) => file)
  if (filed && (await deps.first(turn))) deps.tell(id, replies)
  return { replies: replies.filter(({ file }) => !file).map(replyJson), ...(filed && { inChat: true }) }
}

function replyJson({ text, buttons = [] }: Reply): AppReplyJson {
  const isPage = (url: string): boolean => /^https?:\/\//i.test(url)
  return {
    lines: text.map((line) =>
      line.map((span) => (typeof span === "object" && "link" in span && !isPage(span.url) ? span.link : span)),
    ),
    buttons: buttons.map((row) =>
      row.flatMap((button): AppButtonJson[] => {
        const { label } = button
        if ("url" in button) return isPage(button.url) ? [{ label, url: button.url }] : []
        return [{ label, action: button.press, ...(button.style && { style: button.style }) }]
      }),
    ),
  }
}

const bad = (reply: FastifyReply) => refuse(reply, 400, "bad_request", "That is not what this address takes.")
