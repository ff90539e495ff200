import {
  type Broadcast,
  broadcastCounts,
  broadcastMost,
  draftBroadcast,
  sendBroadcast as send,
} from "../../broadcast.js"
import { openOn } from "../../centre.js"
import { after, type Interval, minute } from "../../interval.js"
import { instantAt, wholeDay } from "../../time.js"
import { type Answer, lines, type Scene } from "../scene.js"
import { cleaned } from "../text.js"
import type { Line } from "../turn.js"
import { understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { refusal } from "./refusal.js"

/** `/broadcast everyone: TEXT`, `/broadcast tomorrow 14:00-18:00: TEXT`: looked at, sent with a tap, then counted. */

const everyone = /^(?:everyone|everybody|all|todos|todas|所有人|全部|全體|全体|大家)$/iu

/** What was written, as it was written: line breaks are the staff's own. */
export async function previewBroadcast(scene: Scene, written?: string): Promise<Answer> {
  const { world, ask, turn, say } = scene
  const { broadcast, label } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const raw = written ?? (turn.said.kind === "text" ? turn.said.text : "")
  const read = readBroadcast(scene, raw)
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

function readBroadcast(scene: Scene, raw: string): { text: string; booked: Interval | null } | null {
  const rest = raw.trim().replace(/^\S+\s+/u, "")
  // The colon of a clock time stands between figures.
  const at = /：|:(?!\d)|(?<!\d):/u.exec(rest)
  if (!at) return null
  const audience = cleaned(rest.slice(0, at.index))
  const text = rest
    .slice(at.index + 1)
    .slice(0, broadcastMost + 100)
    .trim()
    .split(/\r?\n/)
    .map(cleaned)
    .join("\n")
  if (audience === "" || text === "") return null
  if (everyone.test(audience)) return { text, booked: null }
  const booked = stretch(scene, audience)
  return booked && { text, booked }
}

/** The day or the stretch of time that is meant; a day is the centre's, into the small hours. */
function stretch({ now, centre, say }: Scene, text: string): Interval | null {
  const { zone } = centre
  const reading = understand(text, { now, zone, language: say.language, centre: vocabulary(centre), bookings: [] })
  if (!reading.start) return null
  const day = reading.start.slice(0, 10)
  const minutes = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  if (reading.start.length === 10) return openOn(centre, day).reduce<Interval | null>(hull, null) ?? wholeDay(day, zone)
  const start = instantAt(day, minutes(reading.start), zone)
  const end =
    reading.end && reading.end.length > 10
      ? instantAt(reading.end.slice(0, 10), minutes(reading.end), zone)
      : after(start, (reading.durationMinutes ?? 60) * minute)
  return start < end ? { start, end } : null
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
