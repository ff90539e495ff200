import { after, minute } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import { localMinute } from "../../time.js"
import { openDraft } from "../draft.js"
import type { Sketch } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import type { About } from "./about.js"
import { elsewhere } from "./elsewhere.js"
import { merge } from "./merge.js"
import { ask, plan } from "./plan.js"
import { hasTime, onDayOf, sketchOf } from "./sketch.js"
import { byRoom, meant, onOwn } from "./which.js"

/** A booking that is to be at another time, elsewhere, or with more or less of something. */

/** 改八點 under a booking that begins at another time, and none of one's own at that: that is when it is to begin. */
function whereTo(scene: Scene, { reading, own }: About): Reading {
  const { start, end, dayStated, moveTo, shiftMinutes } = reading
  const atHand = openDraft(scene.draft, scene.now).sketch?.booking
  const named = !hasTime(start ?? undefined) || moveTo !== null || shiftMinutes !== null
  const plain = own.length === 1 || own.some(({ id }) => id === atHand)
  if (named || !plain || meant(scene, reading, own).length > 0) return reading
  return { ...reading, start: null, end: null, moveTo: start, moveToEnd: end, moveDayStated: dayStated }
}

export function reschedule(scene: Scene, said: About): Promise<Answer> {
  const reading = whereTo(scene, { ...said, reading: byRoom(scene, said) })
  const about = { ...said, reading }
  const to = (booking: Booking): Sketch => {
    const whole = sketchOf(scene.centre, booking)
    const { moveTo, moveToEnd, moveDayStated, shiftMinutes } = reading
    const goal = moveTo === null ? null : { start: moveTo, end: moveToEnd }
    const stated = goal && (moveDayStated ? goal : onDayOf(scene.centre, booking, goal))
    const shifted = shiftMinutes ? localMinute(after(booking.start, shiftMinutes * minute), scene.centre.zone) : null
    // The words for when say which booking; where it goes to is another time, another room, or more of something.
    const target: Reading = { ...reading, start: stated?.start ?? shifted, end: stated?.end ?? null }
    return merge(scene, { sketch: { booking: booking.id }, whole, reading: target })
  }
  return onOwn(scene, about, {
    question: scene.say.words.whichMove,
    step: (id) => {
      const booking = about.own.find((own) => own.id === id)
      return moved(booking ? to(booking) : { booking: id })
    },
    one: (booking) => {
      const step = moved(to(booking))
      if (step.do === "ask" && reading.roomChoice !== "other") return ask(scene, step.part, { sketch: step.sketch })
      const whole = sketchOf(scene.centre, booking)
      return reading.roomChoice === "other"
        ? elsewhere(scene, { ...about, whole }, step.sketch)
        : plan(scene, step.sketch)
    },
  })
}

/** Where nothing was said that changes, the day is asked. */
const moved = (sketch: Sketch): { do: "ask"; part: "day"; sketch: Sketch } | { do: "plan"; sketch: Sketch } =>
  Object.keys(sketch).length > 1 ? { do: "plan", sketch } : { do: "ask", part: "day", sketch }
