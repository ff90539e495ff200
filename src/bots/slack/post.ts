import { setTimeout as sleep } from "node:timers/promises"
import { webApi } from "@slack/bolt"
import { clipped } from "../../core/clipped.js"
import type { Address, Attachment, Delivery, Picture, Reply } from "../../core/desk/turn.js"
import type { Log } from "../../core/log.js"
import { failure, tokenFaults } from "./failure.js"
import { type Clock, type Job, pace } from "./pace.js"
import { type People, people } from "./people.js"
import { homeView, type Message, messages } from "./render.js"

/** The calls that put something before people. */

export type Wire = {
  web: webApi.WebClient
  people: People
  paced: <T>(job: Job, call: () => Promise<T>) => Promise<T>
  log: Log
}

export type Spot = { channel: string; thread?: string | undefined; notice: boolean }

export function wire(web: webApi.WebClient, deps: { log: Log; now: () => Date; sleep?: Clock["sleep"] }): Wire {
  const clock = { now: deps.now, sleep: deps.sleep ?? ((ms: number) => sleep(ms)) }
  return { web, people: people(web, deps.now), paced: pace(clock), log: deps.log }
}

/** Slack found fault with the blocks, not with the text. */
const blockFaults = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "block_mismatch",
])

export async function plainIfRefused<T>(
  message: Message,
  call: (message: Partial<Message> & { text: string }) => Promise<T>,
): Promise<T> {
  try {
    return await call(message)
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError) || !blockFaults.has(error.data.error)) throw error
    return call({ text: message.text, blocks: [] })
  }
}

/** Nothing a member wrote is to be looked up by Slack. */
const quiet = { unfurl_links: false, unfurl_media: false }

/** @returns the message's name for a later `replaces` */
export async function post(wire: Wire, spot: Spot, message: Message): Promise<string> {
  const job = { channel: spot.channel, post: true, notice: spot.notice }
  const sent = await plainIfRefused(message, (body) =>
    wire.paced(job, () =>
      wire.web.chat.postMessage({
        channel: spot.channel,
        ...body,
        ...quiet,
        ...(spot.thread && { thread_ts: spot.thread }),
      }),
    ),
  )
  return `${sent.channel ?? spot.channel}:${sent.ts}`
}

/** @param name of an earlier message, as {@link post} returned it */
export async function update(wire: Wire, name: string, message: Message, notice: boolean): Promise<string> {
  const [channel = "", ts = ""] = name.split(":")
  await plainIfRefused(message, (body) =>
    wire.paced({ channel, post: false, notice }, () =>
      wire.web.chat.update({ channel, ts, ...body, blocks: body.blocks ?? [] }),
    ),
  )
  return name
}

/** The message to be edited is gone, or not ours any more. */
const cannotEdit = new Set(["message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"])

export function uneditable(error: unknown): boolean {
  return error instanceof webApi.WebAPIPlatformError && cannotEdit.has(error.data.error)
}

/** Uploads what a reply carries beside its words. */
export async function attach(wire: Wire, spot: Spot, { picture, file }: Reply): Promise<void> {
  if (picture) await upload(wire, spot, { ...picture, bytes: picture.png })
  if (file) await upload(wire, spot, file)
}

/**
 * The three calls of an upload (https://docs.slack.dev/messaging/working-with-files). By hand, because the SDK's own helper names the
 * alternative text `alt_text`, where the method's reference says `alt_txt`. Only pictures get one: with others Slack has been seen to
 * take the file and share it nowhere (slackapi/python-slack-sdk#1818).
 */
async function upload(wire: Wire, spot: Spot, file: (Picture | Attachment) & { bytes: Uint8Array }): Promise<void> {
  const alt = "alt" in file ? clipped(file.alt, 1000) : undefined
  const job = { channel: spot.channel, post: false, notice: spot.notice }
  const target = await wire.paced(job, () =>
    wire.web.files.getUploadURLExternal({
      filename: file.name,
      length: file.bytes.byteLength,
      ...(alt && { alt_txt: alt, alt_text: alt }),
    }),
  )
  if (!target.upload_url || !target.file_id) throw new Error("files.getUploadURLExternal named no place")
  const put = await fetch(target.upload_url, {
    method: "POST",
    body: new Uint8Array(file.bytes),
    redirect: "error",
    signal: AbortSignal.timeout(8000),
  })
  if (!put.ok) throw new Error(`upload answered ${put.status}`)
  const id = target.file_id
  const to = { channel_id: spot.channel, ...(spot.thread && { thread_ts: spot.thread }) }
  await wire.paced(job, () =>
    wire.web.files.completeUploadExternal({ files: [{ id, title: alt ?? file.name }], ...to }),
  )
}

export async function publish(
  wire: Wire,
  to: { user: string; notice: boolean },
  replies: readonly Reply[],
): Promise<void> {
  const job = { channel: `home:${to.user}`, post: false, notice: to.notice }
  await wire.paced(job, () => wire.web.views.publish({ user_id: to.user, view: homeView(replies) }))
}

/** Sends one unasked message; see `Platform.send`. */
export async function sendNotice(wire: Wire, address: Address, reply: Reply): Promise<Delivery> {
  let sent: string | undefined
  try {
    const [, to = "", user] = address.split(":")
    if (to === "home" && user) {
      await publish(wire, { user, notice: true }, [reply])
      return { is: "sent", message: address }
    }
    const channel = to.startsWith("U") || to.startsWith("W") ? await wire.people.direct(to) : to
    const spot = { channel, notice: true }
    const [first, ...rest] = messages(reply)
    sent = reply.replaces
      ? await replace(wire, spot, { name: reply.replaces, message: first })
      : await post(wire, spot, first)
    for (const message of rest) sent = await post(wire, spot, message)
  } catch (error) {
    const found = failure(error)
    if (found.is === "down" && tokenFaults.has(found.why)) {
      wire.log.error(
        { why: found.why },
        "Slack no longer takes the bot token: install the app again and set SLACK_BOT_TOKEN",
      )
    }
    return sent === undefined ? found : { is: "unsure", why: "only a part of it was sent" }
  }
  const [channel = ""] = sent.split(":")
  // A file cannot take another's place: a message that lives keeps the picture it came with.
  const { picture: _, ...words } = reply
  await attach(wire, { channel, notice: true }, reply.replaces ? words : reply).catch((error: unknown) =>
    wire.log.warn({ why: failure(error) }, "a notice on Slack went without its picture or file"),
  )
  return { is: "sent", message: sent }
}

export async function replace(
  wire: Wire,
  spot: Spot,
  { name, message }: { name: string; message: Message },
): Promise<string> {
  try {
    return await update(wire, name, message, spot.notice)
  } catch (error) {
    if (!uneditable(error)) throw error
    return post(wire, spot, message)
  }
}
