import { broadcastDay, gridMinutes, openOn } from "../../centre.js"
import type { Closing, Target } from "../../closures.js"
import { after, type Interval, minute } from "../../interval.js"
import type { Refusal } from "../../outcome.js"
import { wholeDay } from "../../time.js"
import { closeVerb, outVerb } from "../closing-form.js"
import type { Scene } from "../scene.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { hasTime, instantOf } from "./sketch.js"

/**
 * What a sentence closes: "Studio 3 tomorrow 8-20, leaking light", "2 ring lights broken until Friday", 「聽日八點到八點冚,八號風球」. The
 * reason is what follows the comma after the time. Without a time it is from now, or the whole of the day that is named.
 */

const until = /\b(?:until|till|through|até|ate)\b|直到|到|至/giu
const because =
  /\s*(?:\bbecause(?: of)?\b|\bdue to\b|\bpor causa d[eoa]s?\b|\bdevido a[os]?\b|因為|因为|由於|由于)\s*/iu

/** @returns null where nothing that can be closed is named; a refusal for what can never be closed */
export function readClosing(scene: Scene, text: string): Closing | Refusal | null {
  const said = text
    .normalize("NFKC")
    .trim()
    .replace(/[.。!！]+$/u, "")
  const broken = outVerb.test(said)
  const { head, reason } = parted(scene, said, broken)
  const bare = head.replace(broken ? outVerb : closeVerb, " ").trim()
  const reading = read(scene, bare)
  const [problem] = reading.problems
  if (problem?.is === "past") return { why: "past" }
  if (problem?.is === "unknownRoom") return { why: "no_such_room" }
  const what = problem || bare === "" ? null : targetOf(reading, broken)
  if (!what) return null
  const at = stretchOf(scene, bare, reading)
  return at && { what, ...at, reason: reason === "" ? null : (reason?.slice(0, 120) ?? null) }
}

function read({ now, centre, say }: Scene, text: string): Reading {
  return understand(text, { now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings: [] })
}

/** A room that is named; gear that is named; else everything, where it is clear that something is to be closed. */
function targetOf({ room, gear, unread, roomClass, open }: Reading, broken: boolean): Target | null {
  const [first, second] = gear
  if (room) return { room: room.id }
  if (first) return second ? null : { gear: first.id, quantity: first.quantity }
  const unclear =
    unread.length > 0 || roomClass !== null || open.some(({ about }) => about === "room" || about === "gear")
  return broken || unclear ? null : "centre"
}

/** Segment by segment until it says when: what follows is why. */
function parted(scene: Scene, said: string, broken: boolean): { head: string; reason: string | null } {
  const [before = "", ...why] = said.split(because)
  const parts = before.split(/\s*[,，、;；]\s*|\s+[-–—]\s+|\s*[:：](?!\d)\s*/u)
  const given = why.length > 0 ? why.join(" ") : null
  for (let n = 1; n < parts.length; n++) {
    const head = parts.slice(0, n).join(", ")
    const reading = read(scene, head.replace(broken ? outVerb : closeVerb, " "))
    const next = parts[n] ?? ""
    const goesOn = until.test(next) || /\d\s*(?:-|–|~|to|às|as|a|到|至)\s*\d/iu.test(next)
    until.lastIndex = 0
    const timed = reading.start !== null || reading.end !== null || reading.window !== null
    if (
      (timed && !(goesOn && !hasTime(reading.start ?? undefined))) ||
      (reading.room && !timed && !goesOn && !anyTime(scene, next))
    )
      return { head, reason: given ?? parts.slice(n).join(", ") }
  }
  return { head: before, reason: given }
}

const anyTime = (scene: Scene, text: string): boolean => {
  const { start, end, window, dayStated } = read(scene, text)
  return dayStated || end !== null || window !== null || hasTime(start ?? undefined)
}

const grid = gridMinutes * minute
const floor = (instant: Date): Date => new Date(Math.floor(instant.getTime() / grid) * grid)
const ceil = (instant: Date): Date => new Date(Math.ceil(instant.getTime() / grid) * grid)

function stretchOf(scene: Scene, text: string, reading: Reading): Interval | null {
  const { now, centre } = scene
  const { zone } = centre
  const range = reading.end !== null && hasTime(reading.start ?? undefined)
  const till = range ? null : untilIn(scene, text)
  if (till) return till
  if (reading.start && hasTime(reading.start)) {
    const start = instantOf(reading.start, zone)
    return begun(now, { start: floor(start), end: ceil(endOf(scene, start, reading)) })
  }
  if (reading.window?.to) {
    const start = reading.window.from ? instantOf(reading.window.from, zone) : now
    return begun(now, { start: floor(start), end: ceil(instantOf(reading.window.to, zone)) })
  }
  const day = reading.start?.slice(0, 10)
  if (day) return begun(now, whole(scene, day))
  if (reading.durationMinutes) return { start: floor(now), end: ceil(after(now, reading.durationMinutes * minute)) }
  return { start: floor(now), end: whole(scene, broadcastDay(centre, now)).end }
}

function endOf(scene: Scene, start: Date, { end, durationMinutes }: Reading): Date {
  if (end) return instantOf(end, scene.centre.zone)
  return durationMinutes ? after(start, durationMinutes * minute) : whole(scene, broadcastDay(scene.centre, start)).end
}

/** "Until Friday", from now or from the day before it; not 8點到10點, which is a range by itself. */
function untilIn(scene: Scene, text: string): Interval | null {
  const { now, centre } = scene
  const found = [...text.matchAll(until)].at(-1)
  if (!found) return null
  const before = read(scene, text.slice(0, found.index))
  const to = read(scene, text.slice(found.index + found[0].length)).start
  if (!to || hasTime(before.start ?? undefined)) return null
  const end = hasTime(to) ? instantOf(to, centre.zone) : whole(scene, to).end
  const from = before.dayStated && before.start ? whole(scene, before.start.slice(0, 10)).start : now
  return begun(now, { start: floor(from), end: ceil(end) })
}

/** What has begun already closes from now. */
const begun = (now: Date, { start, end }: Interval): Interval => ({
  start: start < now && end > now ? floor(now) : start,
  end,
})

/** From opening to closing of a day, into the small hours; all of it where the centre is closed anyway. */
function whole({ centre }: Scene, day: string): Interval {
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  return first && last ? { start: first.start, end: last.end } : wholeDay(day, centre.zone)
}
