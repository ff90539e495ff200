import { localDay } from "../../time.js"
import type { Sketch } from "../press.js"
import type { Scene } from "../scene.js"
import type { Intent, Reading } from "../understand/index.js"
import { merge } from "./merge.js"
import { hasTime, lastBooking, sketchOf } from "./sketch.js"

const anew: ReadonlySet<Intent> = new Set(["book", "availability", "unknown"])

/**
 * "Same time tomorrow", "again next week, same time": their last booking on another day; null where they mean no such thing. Of two
 * days that "next Thursday" may be, it is not the one that booking is on.
 */
export async function asBefore(scene: Scene, reading: Reading): Promise<Sketch | null> {
  const days = reading.open.flatMap((asked) => (asked.about === "start" ? asked.choices.map(({ start }) => start) : []))
  const elsewhen = reading.start !== null || reading.week !== null || days.length > 0
  const timed = [...days, ...(reading.start ? [reading.start] : [])].some(hasTime)
  if (!reading.sameTime || !elsewhen || timed || !anew.has(reading.intent)) return null
  const last = await lastBooking(scene)
  if (!last) return null
  const [other, ...more] = days.filter((day) => day !== localDay(last.start, scene.centre.zone))
  if (days.length > 0 && (!other || more.length > 0)) return null
  const { booking: _, ...same } = sketchOf(scene.centre, last)
  return merge(scene, { sketch: same, whole: same, reading: other ? { ...reading, start: other, open: [] } : reading })
}
