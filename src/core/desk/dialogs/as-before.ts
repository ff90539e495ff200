import { bookingFor } from "../../booking-record.js"
import type { Booking } from "../../outcome.js"
import { addDays, localDay, weekday } from "../../time.js"
import { lastDone } from "../../undo.js"
import { openDraft } from "../draft.js"
import type { Sketch } from "../press.js"
import type { Scene } from "../scene.js"
import type { Intent, Reading } from "../understand/index.js"
import { inProgress } from "./about.js"
import { merge } from "./merge.js"
import { again, hasTime, instantOf, lastBooking, sketchOf } from "./sketch.js"
import { meant, ownBookings } from "./which.js"

const anew: ReadonlySet<Intent> = new Set(["book", "availability", "unknown"])

/**
 * "Repeat this every week", 每個星期五都係呢個時間: sessions like the one that is shown, or like the last where the same time is said, from
 * the next such day on; null where they mean no such thing.
 */
export async function eachWeek(scene: Scene, reading: Reading): Promise<Sketch | null> {
  const { repeat, start, end, durationMinutes, room, roomClass } = reading
  const open = openDraft(scene.draft, scene.now)
  const shown = inProgress(open) ? undefined : open.sketch?.booking
  const apart = [end, durationMinutes, room, roomClass].some((said) => said !== null) || hasTime(start ?? undefined)
  if (!repeat || apart || !anewOr(reading) || !(shown || reading.sameTime)) return null
  const own = shown || start ? await ownBookings(scene) : []
  const [named, other] = start ? meant(scene, reading, own) : []
  const last = (other ? undefined : named) ?? own.find(({ id }) => id === shown) ?? (await lastBooking(scene))
  if (!last) return null
  const same = again(scene, last)
  const whole = { ...same, start: nextOn(scene, repeat.weekdays, same.start ?? "") }
  return merge(scene, { sketch: whole, whole, reading: { ...reading, start: null, week: null, open: [] } })
}

/** At the same time on the first of these weekdays that is to come, in the seven days up to that one; without any, on that one. */
function nextOn({ centre, now }: Scene, weekdays: readonly number[], start: string): string {
  const days = Array.from({ length: 7 }, (_, n) => addDays(start.slice(0, 10), n - 6))
  const named = days.filter((day) => weekdays.includes(weekday(day))).map((day) => day + start.slice(10))
  return named.find((at) => instantOf(at, centre.zone) > now) ?? start
}

const anewOr = ({ intent, change }: Reading): boolean => change || anew.has(intent)

/**
 * "Same time tomorrow", "again next week, same time": their last booking on another day; null where they mean no such thing. Of two
 * days that "next Thursday" may be, it is not the one that booking is on.
 */
export async function asBefore(scene: Scene, reading: Reading): Promise<Sketch | null> {
  const days = reading.open.flatMap((asked) => (asked.about === "start" ? asked.choices.map(({ start }) => start) : []))
  const elsewhen = reading.start !== null || reading.week !== null || days.length > 0
  const timed = [...days, ...(reading.start ? [reading.start] : [])].some(hasTime)
  if (reading.change || !elsewhen || timed || !anew.has(reading.intent)) return null
  const last = reading.sameTime ? await lastBooking(scene) : await justBooked(scene, reading)
  if (!last) return null
  const [other, ...more] = days.filter((day) => day !== localDay(last.start, scene.centre.zone))
  if (days.length > 0 && (!other || more.length > 0)) return null
  const { booking: _, ...same } = sketchOf(scene.centre, last)
  return merge(scene, { sketch: same, whole: same, reading: other ? { ...reading, start: other, open: [] } : reading })
}

/** "And Friday too", right after one was booked. */
async function justBooked(scene: Scene, { also }: Reading): Promise<Booking | null> {
  const open = openDraft(scene.draft, scene.now)
  const id = inProgress(open) ? undefined : open.sketch?.booking
  if (!also || id === undefined || (await lastDone(scene.world, scene.ask)) !== "book") return null
  return bookingFor(scene.world, scene.ask.actor, id)
}
