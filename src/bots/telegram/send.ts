import type { Delivery, Reply } from "../../core/desk/turn.js"
import type { Job, Pace } from "./pace.js"
import { type Part, plainOf, render } from "./render.js"
import { CallError, type Transport } from "./transport.js"

/** Puts replies before people, one call a part. */

export type Out = {
  transport: Transport
  pace: Pace
  now: () => number
  /** The address of the picker's page, where there is one. */
  app?: string | undefined
}
export type Spot = { chatId: number; group: boolean; notice: boolean }
/** A message that is to be replaced; `photo` when it is one. */
export type On = { messageId: number; photo: boolean }

/** Answers wait for a 429 this often; notices go back to the outbox. */
const triesMax = 4

/** @returns the id of the last message said, for a later replacement. @throws {CallError} */
export async function say(out: Out, spot: Spot, reply: Reply, on?: On): Promise<string> {
  const [first, ...rest] = render(reply, spot.group ? undefined : out.app)
  if (!first) throw new CallError("sendMessage", { kind: "refused", code: 400, description: "nothing to say" })
  let named = on ? await edit(out, spot, first, on) : await send(out, spot, first)
  for (const part of rest) {
    // What was begun is finished, as if it answered somebody: given back half said, its beginning would come twice.
    const id = await send(out, { ...spot, notice: false }, part)
    if (part.kind !== "document") named = id
  }
  return `${spot.chatId}:${named}`
}

const markup = (part: Exclude<Part, { kind: "document" }>) => (part.keyboard ? { reply_markup: part.keyboard } : {})

function send(out: Out, spot: Spot, part: Part): Promise<string> {
  const chat_id = spot.chatId
  if (part.kind === "document") return call(out, spot, "sendDocument", { chat_id, document: part.document })
  if (part.kind === "photo")
    return call(out, spot, "sendPhoto", {
      chat_id,
      photo: part.photo,
      caption: part.html,
      parse_mode: "HTML",
      ...markup(part),
    })
  const quiet = { link_preview_options: { is_disabled: true } }
  return call(out, spot, "sendMessage", { chat_id, text: part.html, parse_mode: "HTML", ...quiet, ...markup(part) })
}

/** Only captions of this length (characters after entities) can stand where a photo's caption stood. */
const captionMax = 1024

/** In place where Telegram allows; a new message where the old one is gone or of the other kind. */
async function edit(out: Out, spot: Spot, part: Part, on: On): Promise<string> {
  const target = { chat_id: spot.chatId, message_id: on.messageId }
  const asCaption = on.photo && part.kind === "text" && plainOf(part.html).length <= captionMax
  try {
    if (part.kind === "photo" && on.photo) {
      const media = { type: "photo", media: part.photo, caption: part.html, parse_mode: "HTML" }
      return await call(out, spot, "editMessageMedia", { ...target, media, ...markup(part) })
    }
    if (asCaption)
      return await call(out, spot, "editMessageCaption", {
        ...target,
        caption: part.html,
        parse_mode: "HTML",
        ...markup(part),
      })
    if (part.kind === "text" && !on.photo) {
      const quiet = { link_preview_options: { is_disabled: true } }
      return await call(out, spot, "editMessageText", {
        ...target,
        text: part.html,
        parse_mode: "HTML",
        ...quiet,
        ...markup(part),
      })
    }
  } catch (error) {
    if (!(error instanceof CallError) || error.kind !== "refused" || error.code !== 400) throw error
    if (error.message.includes("message is not modified")) return String(on.messageId)
  }
  return send(out, spot, part)
}

/** One call within the law. Answers wait out a 429; markup that Telegram cannot read is said plainly instead. */
async function call(out: Out, spot: Spot, method: string, payload: Record<string, unknown>): Promise<string> {
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
      if (error.code === 429 && !spot.notice && attempt < triesMax) continue
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

const messageIdOf = (result: unknown): string =>
  typeof result === "object" && result !== null && "message_id" in result ? String(result.message_id) : ""

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
  if (error.code === 403 || gone.some((text) => why.includes(text))) return { is: "blocked", why }
  // An unknown or revoked token is the operator's to mend; what was to be said waits.
  if (error.code >= 500 || error.code === 401 || error.code === 404 || error.code === 409) return { is: "down", why }
  return { is: "refused", why }
}
