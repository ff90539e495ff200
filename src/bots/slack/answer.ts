import type { webApi } from "@slack/bolt"
import type { Form, Reply } from "../../core/desk/turn.js"
import { codeOf, failure } from "./failure.js"
import { attach, plainIfRefused, post, publish, replace, type Spot, update, type Wire } from "./post.js"
import { type Place, returnTo } from "./read.js"
import { formView, type Message, messages, noteView } from "./render.js"

/** Brings what the desk answered to where the person is: in place, to them alone, into the channel, or into a dialog. */

export type Dialog = { id: string } | undefined

/** A trigger is good for three seconds; what would come later is not tried. */
const triggerMs = 2500

/** Shows that a dialog is coming, while the desk thinks. */
export async function openDialog(wire: Wire, place: Place): Promise<Dialog> {
  if (!place.dialog || !place.trigger) return undefined
  const opened = await wire.web.views
    .open({ trigger_id: place.trigger, view: noteView([["…"]]) })
    .catch((error: unknown) => {
      wire.log.warn({ why: failure(error) }, "a dialog on Slack could not be opened")
      return undefined
    })
  return opened?.view?.id ? { id: opened.view.id } : undefined
}

export type Answer = { place: Place; replies: readonly Reply[]; dialog: Dialog; ageMs: number }

export async function answer(wire: Wire, { place, replies, dialog, ageMs }: Answer): Promise<void> {
  if (place.home === "opened") {
    await publish(wire, { user: place.user, notice: false }, replies)
    return
  }
  if (dialog && !replies.some((reply) => reply.form))
    await fill(wire, dialog, noteView(replies.flatMap(({ text }) => text)))
  for (const [position, reply] of replies.entries()) {
    if (reply.form && (await ask(wire, { place, form: reply.form, dialog, ageMs }))) continue
    await say(wire, place, { reply, leads: position === 0 }).catch((error: unknown) => {
      wire.log.warn({ why: failure(error) }, "an answer on Slack did not arrive")
    })
  }
}

/** @returns whether the form is before the person; if not, the reply's text and buttons serve */
async function ask(
  wire: Wire,
  { place, form, dialog, ageMs }: Omit<Answer, "replies"> & { form: Form },
): Promise<boolean> {
  const view = formView(form, returnTo(place))
  if (dialog) return fill(wire, dialog, view)
  if (!place.trigger || ageMs > triggerMs) return false
  return wire.web.views.open({ trigger_id: place.trigger, view }).then(
    () => true,
    (error: unknown) => {
      wire.log.info({ why: failure(error) }, "a form on Slack could not be opened; its text and buttons were sent")
      return false
    },
  )
}

async function fill(wire: Wire, dialog: { id: string }, view: webApi.ViewsUpdateArguments["view"]): Promise<boolean> {
  return wire.web.views.update({ view_id: dialog.id, view }).then(
    () => true,
    (error: unknown) => {
      const why = failure(error)
      // They closed the dialog: that is an answer too.
      if (why.is === "refused" && why.why === "not_found") return true
      wire.log.warn({ why }, "a dialog on Slack could not be filled")
      return false
    },
  )
}

async function say(wire: Wire, place: Place, { reply, leads }: { reply: Reply; leads: boolean }): Promise<void> {
  if (place.home && reply.edit) {
    await publish(wire, { user: place.user, notice: false }, [reply])
    return
  }
  const alone = reply.private === true && place.group === true
  const [first, ...rest] = messages(reply)
  // What was said to them alone is theirs to be replaced, also where the desk takes care not to edit in front of a group.
  const inPlace = alone ? place.pressed?.ephemeral === true && leads : reply.edit === true
  const done = inPlace && (await edit(wire, place, first))
  if (!done) {
    if (reply.replaces && !alone)
      await replace(wire, await roomFor(wire, place), { name: reply.replaces, message: first })
    else await put(wire, place, { message: first, alone })
  }
  for (const message of rest) await put(wire, place, { message, alone })
  if (reply.picture || reply.file) {
    const aside = alone || place.pressed?.ephemeral || (place.command && place.group)
    const spot = aside ? await direct(wire, place) : await roomFor(wire, place)
    await attach(wire, spot, reply).catch(async (error: unknown) => {
      if (failure(error).is !== "blocked") throw error
      await attach(wire, await direct(wire, place), reply)
    })
  }
}

const direct = async (wire: Wire, place: Place): Promise<Spot> => ({
  channel: await wire.people.direct(place.user),
  notice: false,
})

async function roomFor(wire: Wire, place: Place): Promise<Spot> {
  if (!place.channel || (place.command && !place.group)) return direct(wire, place)
  return { channel: place.channel, thread: place.thread, notice: false }
}

/** Shows it in place of the pressed message. @returns false when that message is gone */
async function edit(wire: Wire, place: Place, message: Message): Promise<boolean> {
  const { pressed, channel, responseUrl } = place
  if (!pressed || !channel) return false
  const inPlace = () => respond(responseUrl, { ...message, replace_original: true })
  if (pressed.ephemeral) return tried([inPlace])
  return tried([() => update(wire, `${channel}:${pressed.ts}`, message, false), inPlace])
}

/** Says it anew: to the person alone, or to everyone in the channel. */
async function put(wire: Wire, place: Place, { message, alone }: { message: Message; alone: boolean }): Promise<void> {
  const { channel, thread, user, responseUrl } = place
  const toPerson = async () => post(wire, await direct(wire, place), message)
  const hidden = () => respond(responseUrl, { ...message, response_type: "ephemeral", replace_original: false })
  const shown = () => respond(responseUrl, { ...message, response_type: "in_channel", replace_original: false })
  let ways: (() => Promise<unknown>)[]
  if (!channel) ways = [toPerson]
  else if (alone) ways = [hidden, () => whisper(wire, { channel, user, thread }, message), toPerson]
  else if (place.command && place.group) ways = [shown, () => post(wire, { channel, notice: false }, message), toPerson]
  else if (place.command) {
    // A slash command in a conversation with someone else: answered there, for the one who asked.
    const own = (await wire.people.direct(user)) === channel
    ways = own ? [toPerson, hidden] : [hidden, toPerson]
  } else
    ways = [() => post(wire, { channel, thread, notice: false }, message), ...(place.group ? [hidden] : []), toPerson]
  if (!(await tried(ways))) throw new Error("nowhere to answer")
}

async function whisper(
  wire: Wire,
  { channel, user, thread }: { channel: string; user: string; thread: string | undefined },
  message: Message,
) {
  await plainIfRefused(message, (body) =>
    wire.paced({ channel, post: false, notice: false }, () =>
      wire.web.chat.postEphemeral({ channel, user, ...body, ...(thread && { thread_ts: thread }) }),
    ),
  )
}

/** The first way that works. What Slack takes nowhere or at no time is thrown. */
async function tried(ways: readonly (() => Promise<unknown>)[]): Promise<boolean> {
  for (const way of ways) {
    try {
      await way()
      return true
    } catch (error) {
      const { is } = failure(error)
      if (is !== "blocked" && is !== "refused" && !(error instanceof Unanswerable)) throw error
    }
  }
  return false
}

class Unanswerable extends Error {}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
async function respond(url: string | undefined, body: Message & Record<string, unknown>): Promise<void> {
  if (!url) throw new Unanswerable("no response URL")
  const answered = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(8000),
  }).catch((error: unknown) => {
    throw new Unanswerable(codeOf(error))
  })
  if (!answered.ok) throw new Unanswerable(`HTTP ${answered.status}`)
}
