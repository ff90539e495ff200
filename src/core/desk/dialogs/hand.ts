import { bookingFor } from "../../booking-record.js"
import { findMembers, memberNames } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import { hand } from "../../hand.js"
import type { Booking } from "../../outcome.js"
import { openDraft } from "../draft.js"
import { type Answer, asUsual, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import { sessionLines } from "./card.js"
import { whichMember } from "./clerk.js"
import { refusal } from "./refusal.js"

/** Handing a booking to another member: by staff, or by an owner who acts for both. */

const mayHand = ({ ask: { actor } }: Scene): boolean =>
  actor.person.staff || (actor.members.length > 1 && actor.member?.role === "owner")

export const handChoice = (scene: Scene, booking: Booking): Choice[][] =>
  mayHand(scene) && booking.start > scene.now
    ? [[{ label: scene.say.words.clerk.hand, step: { do: "hand", booking: booking.id } }]]
    : []

/** As many as are easily overlooked; whoever has more members writes the name. */
const listedMost = 8

export async function askHand(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking || !mayHand(scene)) return refusal(scene, { why: "not_found" })
  const all = ask.actor.person.staff ? await memberNames(world) : ask.actor.members
  const others = all.filter((member) => member.id !== booking.member.id)
  return {
    text: lines(say.slot(booking), ...say.words.clerk.handTo),
    choices: [
      ...rows(
        others
          .slice(0, listedMost)
          .map(({ id: member, name }): Choice => ({ label: name, step: { do: "hand", booking: id, member } })),
        2,
      ),
      [{ label: say.words.label.back, step: { do: "show", booking: id } }],
    ],
    whose: booking.member.name,
    remember: { sketch: { booking: id }, asking: null, yes: null },
  }
}

/** "Hand to Lotus Live": the booking that was just shown. */
export async function handSaid(scene: Scene, name: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { sketch } = openDraft(scene.draft, scene.now)
  if (!sketch?.booking) return { text: lines(say.words.nothingWaiting), choices: menu(scene) }
  const { booking } = sketch
  const small = name.toLowerCase()
  const own = ask.actor.members.filter((member) => member.name.toLowerCase().includes(small))
  const found = ask.actor.person.staff ? await findMembers(world, ask, name) : own
  if ("is" in found) return refusal(scene, found.refusal)
  const [only, second] = found
  if (!only) return { text: lines(say.words.clerk.noMember(clipped(name, 60))), choices: menu(scene) }
  return second
    ? whichMember(scene, found, (member) => ({ do: "hand", booking, member }))
    : handTo(scene, booking, only.id)
}

export async function handTo(scene: Scene, booking: string, to: string): Promise<Answer> {
  const { world, ask, say } = scene
  const handed = await hand(world, ask, { bookingId: booking, to })
  if (handed.is === "refused") return refusal(scene, handed.refusal)
  const { clerk } = say.words
  return {
    text: [[{ bold: clerk.handed(handed.booking.member.name) }], ...sessionLines(say, handed.booking)],
    // It is theirs no more for whom staff did it.
    ...(ask.actor.person.staff ? { choices: menu(asUsual(scene)), whom: null } : { choices: menu(scene) }),
    toast: clerk.handed(handed.booking.member.name),
    remember: null,
  }
}
