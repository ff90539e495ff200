import type { Delivery, Reply } from "../../core/desk/turn.js"
import type { Log } from "../../core/log.js"
import type { Job, Pace } from "./pace.js"
import { leftOut, type Part, plainOf, render } from "./render.js"
import { CallError, type Transport } from "./transport.js"

/** Puts replies before people, one call a part. */

export type Out = {
  transport: Transport
  pace: Pace
  now: () => number
  sleep: (ms: number) => Promise<void>
  log: Log
  /** The address of the picker's page, where there is one. */
  app?: string | undefined
}
export type Spot = { chatId: number; group: boolean; notice: boolean }
/** A message, which may be replaced; `photo` when it is one: of that kind it stays. */
export type On = { messageId: number; photo: boolean }

/** Answers are tried this often; notices go back to the outbox. */
const triesMax = 4
/** After each try a little longer; a 429 says itself how long. */
const pauseMs = 1000

/** What may have arrived is said once more: better twice than never. An edit does not double. */
function triesFor(method: string, { kind, code }: CallError): number {
  if (kind === "unheard" && !method.startsWith("edit")) return 2
  return kind !== "refused" || code === 429 || code >= 500 ? triesMax : 1
}

/**
 * Says a reply, in place of an earlier one's messages where there is one: each of its parts in its own.
 * @returns the name of what was said, for a later replacement: see {@link named}
 * @throws {CallError} when nothing was said, or only a part of the words; a file that was lost takes nothing with it
 */
export async function say(out: Out, spot: Spot, reply: Reply, earlier: readonly On[] = []): Promise<string> {
  const said: On[] = []
  for (const step of leftOut(reply)) out.log.error({ step }, "a button was left out: it is too long for Telegram")
  for (const part of render(reply, spot.group ? undefined : out.app)) {
    // What was begun is finished, as if it answered somebody: given back half said, its beginning would come twice.
    const way = said.length > 0 ? { ...spot, notice: false } : spot
    const on = earlier[said.length]
    try {
      if (part.kind === "document") await send(out, way, part)
      else said.push(on ? await edit(out, way, part, on) : await send(out, way, part))
    } catch (error) {
      if (!(error instanceof CallError) || said.length === 0) throw error
      if (part.kind !== "document") throw inPart(error)
      out.log.warn({ why: error.message }, "a message on Telegram went without its file")
    }
  }
  // What a message that lives has left behind shows what is not so any more.
  if (spot.notice)
    for (const on of earlier) if (!said.some(({ messageId }) => messageId === on.messageId)) await remove(out, spot, on)
  return `${spot.chatId}:${said.map(({ messageId, photo }) => `${messageId}${photo ? photoMark : ""}`).join(",")}`
}

const photoMark = "p"

/** The messages that a name stands for; none where they are of another chat: a group that becomes a supergroup begins to count anew. */
export function named(name: string | undefined, chatId: number): On[] {
  const [chat, ids = ""] = name?.split(":") ?? []
  if (Number(chat) !== chatId) return []
  return ids.split(",").map((id) => ({ messageId: Number.parseInt(id, 10), photo: id.endsWith(photoMark) }))
}

async function remove(out: Out, spot: Spot, { messageId }: On): Promise<void> {
  const payload = { chat_id: spot.chatId, message_id: messageId }
  // After two days it may not be, and somebody may have done it.
  await call(out, { ...spot, notice: false }, "deleteMessage", payload).catch(() => {})
}

/** Said again, its beginning comes twice, as after an answer that was lost; what Telegram will never take is not said again. */
const inPart = (error: CallError): CallError =>
  deliveryOf(error).is === "refused"
    ? error
    : new CallError("say", { kind: "unheard", code: error.code, description: `only a part was sent: ${error.message}` })

const markup = (part: Exclude<Part, { kind: "document" }>) => (part.keyboard ? { reply_markup: part.keyboard } : {})

async function send(out: Out, spot: Spot, part: Part): Promise<On> {
  const chat_id = spot.chatId
  const sent = (method: string, content: Record<string, unknown>) => call(out, spot, method, { chat_id, ...content })
  if (part.kind === "document")
    return { messageId: await sent("sendDocument", { document: part.document }), photo: false }
  const words = { parse_mode: "HTML", ...markup(part) }
  if (part.kind === "photo")
    return { messageId: await sent("sendPhoto", { photo: part.photo, caption: part.html, ...words }), photo: true }
  const quiet = { link_preview_options: { is_disabled: true } }
  return { messageId: await sent("sendMessage", { text: part.html, ...quiet, ...words }), photo: false }
}

/** Only captions of this length (characters after entities) can stand where a photo's caption stood. */
const captionMax = 1024

/** In place where Telegram allows; a new message where the old one is gone or of the other kind. */
async function edit(out: Out, spot: Spot, part: Exclude<Part, { kind: "document" }>, on: On): Promise<On> {
  const changed = (method: string, content: Record<string, unknown>) =>
    call(out, spot, method, { chat_id: spot.chatId, message_id: on.messageId, ...content, ...markup(part) })
  const asCaption = on.photo && part.kind === "text" && plainOf(part.html).length <= captionMax
  const html = { parse_mode: "HTML" }
  try {
    if (part.kind === "photo" && on.photo) {
      await changed("editMessageMedia", { media: { type: "photo", media: part.photo, caption: part.html, ...html } })
      return on
    }
    if (asCaption) {
      await changed("editMessageCaption", { caption: part.html, ...html })
      return on
    }
    if (part.kind === "text" && !on.photo) {
      await changed("editMessageText", { text: part.html, ...html, link_preview_options: { is_disabled: true } })
      return on
    }
  } catch (error) {
    if (!(error instanceof CallError) || error.kind !== "refused" || error.code !== 400) throw error
    if (error.message.includes("message is not modified")) return on
  }
  return send(out, spot, part)
}

/** One call within the law. Answers wait until Telegram is there; markup that it cannot read is said plainly instead. */
async function call(out: Out, spot: Spot, method: string, payload: Record<string, unknown>): Promise<number> {
  const job: Job = spot
  // Only what Telegram itself asks for silences every chat; a chat's own pace does not.
  const obeyed = (error: unknown): never => {
    if (error instanceof CallError && error.retryAfter !== null) out.pace.silence(out.now() + error.retryAfter * 1000)
    throw error
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await out.pace.run(job, () => out.transport.call(method, payload).catch(obeyed))
      return messageIdOf(result)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      if (!spot.notice && attempt < triesFor(method, error)) {
        if (error.code !== 429) await out.sleep(attempt * pauseMs)
        continue
      }
      const plain = error.code === 400 && error.message.includes("can't parse entities") ? withoutMarkup(payload) : null
      if (!plain || attempt > 1) throw error
      return await call(out, spot, method, plain)
    }
  }
}

function withoutMarkup({ parse_mode, text, caption, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...rest,
    ...(typeof text === "string" && { text: plainOf(text) }),
    ...(typeof caption === "string" && { caption: plainOf(caption) }),
  }
}

const messageIdOf = (result: unknown): number =>
  typeof result === "object" && result !== null && "message_id" in result ? Number(result.message_id) : 0

/** These say that nobody will read it, now or later. */
const gone = [
  "chat not found",
  "user is deactivated",
  "bot was kicked",
  "bot can't initiate",
  "group chat was upgraded",
  "PEER_ID_INVALID",
  "have no rights",
  "not enough rights",
]

/** What a failed notice means to the outbox. */
export function deliveryOf(error: unknown): Delivery {
  if (!(error instanceof CallError)) throw error
  const why = error.message
  if (error.kind === "unreached") return { is: "down", why }
  if (error.kind === "unheard") return { is: "unsure", why }
  if (error.code === 429) return { is: "wait", seconds: error.retryAfter ?? 30 }
  if (error.movedTo !== null) return { is: "moved", to: `telegram:${error.movedTo}` }
  if (error.code === 403 || gone.some((text) => why.includes(text))) return { is: "blocked", why }
  // An unknown or revoked token is the operator's to mend; what was to be said waits.
  if (error.code >= 500 || error.code === 401 || error.code === 404 || error.code === 409) return { is: "down", why }
  return { is: "refused", why }
}
