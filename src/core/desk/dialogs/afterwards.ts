import { tellHow, type Went } from "../../afterwards.js"
import { bookingFor } from "../../booking-record.js"
import { broadcastDay, openOn } from "../../centre.js"
import { type Booking, gone } from "../../outcome.js"
import { localMinute } from "../../time.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"

/** After a session: how did it go, and what broke? */

type View = Pick<Scene, "say" | "centre" | "now">

/** The question, once; null where it was answered or there is nothing to ask any more. */
export function howDidItGo({ say }: View, booking: Booking): Answer | null {
  if (gone(booking) || booking.went !== null) return null
  const { shows } = say.words
  return {
    text: [[{ bold: shows.ask }], ...lines(say.slot({ ...booking, roomClass: null }), shows.askDetail)],
    choices: [
      [
        { label: shows.allFine, step: { do: "after", booking: booking.id, went: "fine" }, style: "primary" },
        { label: shows.broke, step: { do: "after", booking: booking.id, went: "broke" } },
      ],
    ],
  }
}

export async function afterwards(scene: Scene, { booking: id, went }: Extract<Step, { do: "after" }>): Promise<Answer> {
  if (went === "broke") return whatBroke(scene, id)
  const { world, ask, say } = scene
  const { shows } = say.words
  const answer: Went = went === "fine" || went === "room" || went === "other" ? went : `gear:${went.slice(1)}`
  const told = await tellHow(world, ask, id, answer)
  if (told.is === "refused") return refusal(scene, told.refusal)
  if (told.again) return { text: lines(shows.saidBefore), choices: menu(scene), toast: shows.saidBefore }
  if (answer === "fine") return { text: lines(shows.thanks), choices: menu(scene), toast: shows.thanks }
  const { out, booking, heard } = told
  const said = heard ? shows.thanksBroken(brokenThing(say, booking)) : say.words.asked.nobody
  return {
    text: lines(said, out !== null && shows.outUntil(say.gear(out.gear), say.moment(out.until))),
    choices: menu(scene),
    toast: said,
  }
}

async function whatBroke(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const { shows } = say.words
  const one = (label: string, went: string): Choice => ({ label, step: { do: "after", booking: id, went } })
  return {
    text: lines(shows.whatBroke),
    choices: [
      ...rows(
        booking.gear.map((gear) => one(say.gear(gear.id), `+${gear.id}`)),
        2,
      ),
      [one(shows.theRoom(say.room(booking.room)), "room"), one(shows.something, "other")],
    ],
  }
}

/** What its people say is broken. */
export function brokenThing(say: Phrasing, { went, room }: Pick<Booking, "went" | "room">): string {
  if (went?.startsWith("gear:")) return say.gear(went.slice("gear:".length))
  return went === "room" ? say.room(room) : say.words.shows.something
}

/** To the staff; with a room, one tap from closing it for the rest of the day. */
export function reportedBroken({ say, centre, now }: View, booking: Booking): Answer | null {
  if (booking.went === null || booking.went === "fine") return null
  const { shows, closure } = say.words
  const what = brokenThing(say, booking)
  const close =
    booking.went === "room" ? closeToday({ say, centre, now }, shows.closeRoom(what), `@${booking.room}`) : []
  return {
    text: lines(shows.report(booking.member.name, say.slot({ ...booking, roomClass: null }), what)),
    choices: [[...close, { label: closure.list, step: { do: "closures" } }]],
  }
}

/** The button that takes something out of use for the rest of the day; none once that is over. */
export function closeToday({ centre, now }: View, label: string, what: string): Choice[] {
  const end = openOn(centre, broadcastDay(centre, now)).at(-1)?.end
  if (!end || end <= now) return []
  return [{ label, step: { do: "close", what, from: "now", to: localMinute(end, centre.zone) } }]
}
