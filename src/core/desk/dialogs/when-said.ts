import { broadcastDay } from "../../centre.js"
import { after, type Interval, minute } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import { type LocalDay, localDay } from "../../time.js"
import type { Scene } from "../scene.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { dayOf, hasTime, instantOf } from "./sketch.js"

/** A piece of a sentence that says when or where, read by itself, whatever is being put together. */

type Told = Pick<Scene, "now" | "centre" | "say">

export const readAlone = ({ now, centre, say }: Told, text: string, bookings: readonly Booking[] = []): Reading =>
  understand(text, { now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings })

/** What stands beside a day or a room and says nothing more. */
const beside =
  /(?<!\p{L})(?:in|on|at|for|from|of|the|this|is|are|we|it|there|right|just|now|currently|please|today|here|us|my|em|no|na|nos|nas|de|do|da|para|por|à|ao|o|a|os|as|este|esta|agora|aqui|cá)(?!\p{L})|['’]s(?!\p{L})|而家|依家|宜家|現在|现在|呢度|這裡|这里|我哋|我们|我們|[嘅的喺在呀啊呢度]/giu

/** The words that nothing was made of. */
export function leftOf(text: string, { understood }: Pick<Reading, "understood">): string {
  const facts = understood.filter(({ as }) => as !== "intent" && as !== "answer")
  const without = facts.reduce((left, part) => left.replace(part.text, " "), text)
  return without
    .replace(beside, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}

/** The broadcast day that words mean: of two that they may be, the nearer. */
export function dayIn(scene: Told, reading: Reading): LocalDay | null {
  const { centre, now } = scene
  const { start, open, part } = reading
  if (tonight(scene, reading)) return broadcastDay(centre, now)
  const asked = open.flatMap((question) => (question.about === "start" ? question.choices : [])).map((one) => one.start)
  const [said = null] = start === null ? asked.sort() : [start]
  if (said === null) return part === null || reading.problems.length > 0 ? null : broadcastDay(centre, now)
  return dayOf(centre, said)
}

/** After midnight, the night that goes on is tonight, and its day today; not where a date is said. */
export function tonight({ centre, now }: Told, { start, window, understood }: Reading): boolean {
  const calendar = localDay(now, centre.zone)
  const named = understood.some(({ as, text }) => as === "day" && /[\d一二三四五六七八九十]/u.test(text))
  const whole = start !== null && (!hasTime(start) || window !== null)
  return whole && !named && start.slice(0, 10) === calendar && broadcastDay(centre, now) < calendar
}

export type Then = { reading: Reading; day: LocalDay | null; room: string | null }

/** When and where, if that is all that the words say; `day` is null for no words, or "now". */
export function onlyWhen(scene: Told, text: string): Then | null {
  const reading = readAlone(scene, text)
  const day = dayIn(scene, reading)
  if (
    reading.problems.length > 0 ||
    leftOf(text, reading) !== "" ||
    (reading.understood.length > 0 && day === null && !reading.room)
  )
    return null
  return { reading, day, room: reading.room?.id ?? null }
}

/** A day and a time take no more words than these. */
const whenMost = 6

/** The longest beginning that says when, and nothing else. */
export function leadingWhen(scene: Told, text: string): string {
  if (/^\s*[:：]/u.test(text)) return ""
  const ends = [...text.matchAll(/\S+/gu)].slice(0, whenMost).map((word) => word.index + word[0].length)
  const end = ends.reverse().find((at) => {
    const words = text.slice(0, at)
    const read = onlyWhen(scene, words)
    // The last word belongs to it: "today the" does not.
    return (
      read?.day != null &&
      words
        .trimEnd()
        .replace(/[:：,，]$/u, "")
        .endsWith(read.reading.understood.at(-1)?.text ?? "\0")
    )
  })
  return text.slice(0, end ?? 0).replace(/[:：,，]$/u, "")
}

/** What "tonight" or "8 to 10" spans; a day alone is not bounded: null. */
export function stretchIn({ centre, now }: Told, { start, end, durationMinutes, window }: Reading): Interval | null {
  const at = (local: string): Date => instantOf(local, centre.zone)
  if (start && hasTime(start) && !window) {
    const from = at(start)
    const to = end && hasTime(end) ? at(end) : after(from, (durationMinutes ?? 60) * minute)
    return from < to ? { start: from, end: to } : null
  }
  if (!window?.to) return null
  const from = window.from ? at(window.from) : now
  return from < at(window.to) ? { start: from, end: at(window.to) } : null
}
