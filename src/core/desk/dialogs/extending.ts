import { yesNeeded } from "../../approvals.js"
import { extend } from "../../booking.js"
import { bookingFor } from "../../booking-record.js"
import { gridMinutes, longestOf, planOf } from "../../centre.js"
import { after, contains, minute, minutesOf } from "../../interval.js"
import { quoteAndKeep } from "../../keeping.js"
import { type Booking, gone, type Outcome, type Refusal } from "../../outcome.js"
import { quoteExtension } from "../../quote.js"
import { localMinute } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { freeFor } from "./asking-time.js"
import { settled } from "./card.js"
import { offeredAlready } from "./offer.js"
import { plan } from "./plan.js"
import { refusal } from "./refusal.js"
import { instantOf, onDayOf, sketchOf } from "./sketch.js"
import { waitLonger } from "./waitlist.js"

/** When a booking ends: longer, or by a sentence also shorter. */

/** "Finish at 10": on the day of that booking, where no other is said. Later is longer, earlier shorter. */
export async function extended(scene: Scene, reading: Reading, booking: Booking): Promise<Answer> {
  const until = reading.durationMinutes ? null : endOf(scene, reading, booking)
  if (until && booking.start < until && until < booking.end)
    return plan(scene, { booking: booking.id, minutes: minutesOf({ start: booking.start, end: until }) })
  const more = reading.durationMinutes ?? (until ? minutesOf({ start: booking.end, end: until }) : null)
  return more ? extendCard(scene, booking, more) : askExtend(scene, booking.id)
}

/** Of the times that may be meant, the one that is nearest to its end. */
function endOf({ centre }: Scene, { end, open, dayStated }: Reading, booking: Booking): Date | null {
  const said = [...(end ? [end] : []), ...open.flatMap((asked) => (asked.about === "end" ? asked.choices : []))]
  const times = said
    .map((time) => (dayStated ? time : onDayOf(centre, booking, { start: time, end: null }).start))
    .map((time) => instantOf(time, centre.zone))
    .filter((time) => time > booking.start)
  const away = (time: Date): number => Math.abs(time.getTime() - booking.end.getTime())
  return times.sort((a, b) => away(a) - away(b))[0] ?? null
}

/** How much longer is offered, in minutes. */
const steps = [15, 30, 60, 90, 120]

/** What is waited for where nothing is said of how much longer. */
const waitedFor = 30

/** Until when it may run: only what the room, the floor and the gear allow. Where others stand in the way one can wait. */
export async function askExtend(scene: Scene, id: string, wanted = waitedFor): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const over = gone(booking)
  if (over) return refusal(scene, over)
  if (booking.end <= now) return refusal(scene, { why: "too_late" })
  const { words } = say
  const back: Choice = { label: words.label.back, step: { do: "show", booking: id } }
  const whose = booking.member.name
  const most = await longestMore(scene, booking)
  const choices = steps
    .filter((more) => more <= most)
    .map((more): Choice => {
      const until = after(booking.end, more * minute)
      return {
        label: words.extendUntil(say.time(until), say.lengthShort(more)),
        step: { do: "extend", booking: id, until: localMinute(until, centre.zone) },
      }
    })
  const offer = wanted > most ? await offeredAlready(scene, ({ wish }) => wish.extends === id) : null
  if (offer) return offer
  const wait = wanted > most ? await waitLonger(scene, booking, wanted) : []
  if (choices.length === 0) {
    const move: Choice = { label: words.label.move, step: { do: "ask", part: "day", sketch: { booking: id } } }
    return { text: lines(words.cannotExtend), choices: [...wait, booking.start > now ? [move, back] : [back]], whose }
  }
  return {
    text: lines(words.extendAsk(say.place(booking), say.time(booking.end))),
    choices: [...rows(choices, 2), ...wait, [back]],
    whose,
    remember: { sketch: { booking: id }, asking: null, yes: null },
  }
}

/** How many minutes could follow a booking in its room. */
async function longestMore(scene: Scene, booking: Booking): Promise<number> {
  const { centre, ask } = scene
  const plan = ask.actor.member && planOf(centre, ask.actor.member.planId)
  const room = longestOf(centre, plan) - minutesOf(booking)
  if (room < gridMinutes) return 0
  const window = { start: booking.start, end: after(booking.end, room * minute) }
  const free = await freeFor(scene, sketchOf(centre, booking), { window, minutes: minutesOf(booking) })
  const stretch = free.flatMap((found) => found.free).find((stretch) => contains(stretch, booking))
  return stretch ? minutesOf({ start: booking.end, end: stretch.end }) : 0
}

export async function extendTo(scene: Scene, id: string, until: string): Promise<readonly Answer[]> {
  const { world, ask, centre } = scene
  const end = instantOf(until, centre.zone)
  const outcome: Outcome = await extend(world, ask, id, { until: end })
  if (outcome.is === "refused") return [await notLonger(scene, outcome.refusal, { id, end })]
  if (outcome.is === "cancelled") throw new Error("asked to extend, and cancelled")
  return settled(scene, outcome)
}

/** Why not, what else would do, and the line for the time after it. */
async function notLonger(scene: Scene, why: Refusal, { id, end }: { id: string; end: Date }): Promise<Answer> {
  const { world, ask } = scene
  const booking = await bookingFor(world, ask.actor, id)
  const whole = booking && why.why === "needs_yes" ? { minutes: minutesOf({ start: booking.start, end }) } : {}
  const answer = await refusal(scene, why, { booking: id, ...whole })
  const wait = booking ? await waitLonger(scene, booking, minutesOf({ start: booking.end, end })) : []
  return { ...answer, choices: [...(answer.choices ?? []), ...wait] }
}

/** For a sentence that says how much longer: nothing happens before the tap, and nothing that cannot be had is shown. */
async function extendCard(scene: Scene, booking: Booking, more: number): Promise<Answer> {
  const { world, ask, say, centre } = scene
  if (more > (await longestMore(scene, booking))) {
    const offer = await offeredAlready(scene, ({ wish }) => wish.extends === booking.id)
    return offer ?? noted(lines(say.words.notThatLong), await askExtend(scene, booking.id, more))
  }
  const { words } = say
  const until = after(booking.end, more * minute)
  const session = { ...booking, end: until }
  const yes = yesNeeded(centre, { session, was: booking, staff: scene.ask.actor.person.staff, now: scene.now })
  if (yes.is === "no") return refusal(scene, yes.refusal, { booking: booking.id, minutes: minutesOf(session) })
  const sure: Step = { do: "extend", booking: booking.id, until: localMinute(until, centre.zone) }
  // Kept as for any card: whoever says no gives it to whoever waits.
  const quoted = await quoteAndKeep(world, ask, () => quoteExtension(world, ask, booking.id, until))
  if (quoted.is === "refused") return notLonger(scene, quoted.refusal, { id: booking.id, end: until })
  return {
    text: [
      [{ bold: words.extendCard(say.slot(booking), say.time(until)) }],
      ...lines(words.extendCosts(say.length(more))),
    ],
    choices: [
      [
        { label: words.label.confirm, step: sure, style: "primary" },
        { label: words.label.change, step: { do: "extend", booking: booking.id } },
        { label: words.label.cancel, step: { do: "show", booking: booking.id } },
      ],
    ],
    whose: booking.member.name,
    remember: { sketch: { booking: booking.id }, asking: null, yes: sure },
  }
}
