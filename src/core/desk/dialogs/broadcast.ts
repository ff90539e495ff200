import {
  type Broadcast,
  broadcastCounts,
  broadcastMost,
  draftBroadcast,
  sendBroadcast as send,
} from "../../broadcast.js"
import { broadcastDay, openOn } from "../../centre.js"
import type { Interval } from "../../interval.js"
import { wholeDay } from "../../time.js"
import type { ToAll } from "../broadcast-form.js"
import { type Answer, lines, type Scene } from "../scene.js"
import { cleaned } from "../text.js"
import type { Line } from "../turn.js"
import type { Reading } from "../understand/index.js"
import { restOf } from "./asking-time.js"
import { refusal } from "./refusal.js"
import { dayIn, leadingWhen, onlyWhen, readAlone, stretchIn, tonight } from "./when-said.js"

/** `/broadcast everyone: TEXT`, `/broadcast tomorrow 14:00-18:00: TEXT`: looked at, sent with a tap, then counted. */

const everyone = /^(?:everyone|everybody|all|todos|todas|所有人|全部|全體|全体|大家)$/iu

/** `/broadcast AUDIENCE: TEXT`: what was written, as it was written, since line breaks are the staff's own. */
export async function previewBroadcast(scene: Scene): Promise<Answer> {
  const { turn } = scene
  return preview(scene, readBroadcast(scene, turn.said.kind === "text" ? turn.said.text : ""))
}

/** The same said in a sentence: "tell everyone booked today the lift is out". */
export const broadcastSaid = (scene: Scene, all: ToAll): Promise<Answer> => preview(scene, readSaid(scene, all))

/** Is that what it says: is what stands before "everyone" a time? */
export const tellsAll = (scene: Scene, all: ToAll): boolean => readSaid(scene, all) !== null

type Message = { text: string; booked: Interval | null }

async function preview(scene: Scene, read: Message | null): Promise<Answer> {
  const { world, ask, say } = scene
  const { broadcast, label } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  if (!read) return { text: lines(...broadcast.how) }
  if (read.text.length > broadcastMost) return { text: lines(broadcast.tooLong(broadcastMost)) }
  const drafted = await draftBroadcast(world, ask, read)
  if (drafted.is === "refused") return refusal(scene, drafted.refusal)
  if (drafted.people === 0) return { text: [...lines(who(scene, drafted.broadcast)), ...lines(broadcast.nobody)] }
  return {
    text: [
      [{ bold: broadcast.preview(drafted.people) }],
      ...lines(who(scene, drafted.broadcast), ""),
      ...broadcastLines(read.text),
    ],
    choices: [
      [
        { label: label.send, step: { do: "broadcast", id: drafted.broadcast.id, send: true }, style: "primary" },
        { label: label.cancel, step: { do: "home" } },
      ],
    ],
  }
}

function readBroadcast(scene: Scene, raw: string): Message | null {
  const rest = raw.trim().replace(/^\S+\s+/u, "")
  // The colon of a clock time stands between figures.
  const at = /：|:(?!\d)|(?<!\d):/u.exec(rest)
  if (!at) return null
  const audience = cleaned(rest.slice(0, at.index))
  const text = message(rest.slice(at.index + 1))
  if (audience === "" || text === "") return null
  if (everyone.test(audience)) return { text, booked: null }
  const booked = stretch(scene, readAlone(scene, audience))
  return booked && { text, booked }
}

const message = (written: string): string =>
  written
    .slice(0, broadcastMost + 100)
    .trim()
    .split(/\r?\n/)
    .map(cleaned)
    .join("\n")

/** Whom of all: who are booked, here, or to come. */
const whom =
  /^[\s,]*(?:(?:who(?:['’](?:s|re)| is| are| has| have)?|that (?:are|have|is|has)|(?:[oa]s )?que (?:tem|têm|vem|vêm|está|estão)|tem|têm|vem|vêm|está|estão|with|com|an?|uma|bookings?|booked|reservas?|marcadas?|in|on|here|coming|cá|de|para|do|da|for)(?!\p{L})[\s,]*)+/iu
const whomInChinese = /(?:所有|全部|有|已|訂|订|預約|预约|咗|了|房|場|场|會|会|嚟|來|来|人|客)+/gu
const joint =
  /^[\s,，:：]*(?:(?:know(?: that)?|that|de que|que|知道?|聽|听|話|[說说])(?=[\s,，:：\p{Script=Han}])[\s,，:：]*)?/iu
/** Whom the words before the message mean, and the message. */
function readSaid(scene: Scene, { when, rest }: ToAll): Message | null {
  const said = when
    .replace(whomInChinese, " ")
    .replace(/^(?:all|the|please|ok(?:ay)?|hoje,)\s*$/iu, "")
    .trim()
  const some = whom.exec(rest)?.[0] ?? ""
  const after = rest.slice(some.length)
  const head = leadingWhen(scene, after)
  const text = message(after.slice(head.length).replace(joint, ""))
  if (text === "") return null
  const then = [said, head].filter((part) => part.trim() !== "").join(" ")
  if (then !== "") {
    const read = onlyWhen(scene, then)
    // Those of one room are not all who are booked then.
    const booked = read && read.room === null ? stretch(scene, read.reading) : null
    return booked && { text, booked }
  }
  return {
    text,
    booked: some.trim() !== "" || when !== said ? restOf(scene, broadcastDay(scene.centre, scene.now)) : null,
  }
}

/** The day or the stretch of time that is meant; a day is the centre's, into the small hours. */
function stretch(scene: Scene, reading: Reading): Interval | null {
  const { centre } = scene
  const day = dayIn(scene, reading)
  if (day === null) return null
  // "This evening", and "tonight" after midnight: what is left of it.
  if (tonight(scene, reading) || (reading.start === null && reading.open.length === 0)) return restOf(scene, day)
  return (
    stretchIn(scene, reading) ?? openOn(centre, day).reduce<Interval | null>(hull, null) ?? wholeDay(day, centre.zone)
  )
}

/** Opening periods come in order. */
const hull = (all: Interval | null, next: Interval): Interval => ({ start: all?.start ?? next.start, end: next.end })

const who = ({ say }: Scene, { booked }: Broadcast): string =>
  booked ? say.words.broadcast.booked(say.when(booked)) : say.words.broadcast.everyone

/** Plain text, a line each. */
export const broadcastLines = (text: string): Line[] => lines(...text.split("\n"))

export async function sendBroadcast(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const sent = await send(world, ask, id)
  if (sent.is === "refused") return refusal(scene, sent.refusal)
  const said = say.words.broadcast.sending(sent.people)
  return { text: lines(said), toast: said, choices: [[refresh(scene, id)]] }
}

/** `/broadcast` alone: how to, and what became of the last one. */
export async function broadcastState(scene: Scene, id?: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { broadcast } = say.words
  const found = await broadcastCounts(world, ask, id)
  if (found.is === "refused") return refusal(scene, found.refusal)
  if (found.is === "none") return { text: lines(...broadcast.how) }
  const { sentAt, text } = found.broadcast
  return {
    text: [
      ...(id ? [] : lines(...broadcast.how, "")),
      [{ bold: [sentAt && say.moment(sentAt), who(scene, found.broadcast)].filter(Boolean).join(say.words.dot) }],
      ...broadcastLines(text),
      ...lines(sentAt ? broadcast.state(found.counts) : broadcast.notSent),
    ],
    choices: [[refresh(scene, found.broadcast.id)]],
  }
}

const refresh = ({ say }: Scene, id: string) => ({
  label: say.words.label.refresh,
  step: { do: "broadcast", id } as const,
})
