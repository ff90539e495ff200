import { bookingFor } from "../../booking-record.js"
import { minutesOf } from "../../interval.js"
import { localMinute } from "../../time.js"
import { wantedChange } from "../../wanted.js"
import type { Step } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import { show } from "./bookings.js"
import { ask, plan } from "./plan.js"
import { refusal } from "./refusal.js"
import { sketchOf } from "./sketch.js"

/**
 * Buttons on notices whose whole step would be too long. Nobody's draft can keep it, since many read a notice and none was talking: it
 * names the booking or the wish, and the rest is read again at the press.
 */
export async function fromNotice(scene: Scene, step: Extract<Step, { do: "try" | "wanted" }>): Promise<Answer> {
  return step.do === "try" ? another(scene, step) : wanted(scene, step)
}

async function another(scene: Scene, { booking: id, at, room }: Extract<Step, { do: "try" }>): Promise<Answer> {
  const booking = await bookingFor(scene.world, scene.ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const { booking: _, start, ...rest } = sketchOf(scene.centre, booking)
  const [kind, name] = [room?.[0], room?.slice(1) ?? ""]
  const same = kind ? { ...rest, room: kind === "@" ? { room: name } : { class: name } } : rest
  if (at === "time") return ask(scene, "day", { sketch: same })
  const sketch = { ...same, start: at === "day" ? (start ?? "") : at }
  return at === "day" ? ask(scene, "day", { sketch }) : plan(scene, sketch)
}

/** The card of what the member wished for: one tap from being so. */
async function wanted(scene: Scene, step: Extract<Step, { do: "wanted" }>): Promise<Answer> {
  const change = await wantedChange(scene.world, step)
  if (!change) return show(scene, step.booking)
  const [start, end] = [new Date(change.start), new Date(change.end)]
  return plan(scene, {
    booking: step.booking,
    start: localMinute(start, scene.centre.zone),
    minutes: minutesOf({ start, end }),
    ...(change.room ? { room: change.room } : {}),
    ...(change.hosts === undefined ? {} : { hosts: change.hosts }),
    ...(change.gear ? { gear: [...change.gear] } : {}),
  })
}
