import type { Step } from "../press.js"
import { type Answer, lines, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { listed, mine, show } from "./bookings.js"
import { today } from "./staff.js"
import { dayIn } from "./when-said.js"
import { meant, ownBookings, spoken } from "./which.js"

/** What somebody has, all of it or on the day that was asked about; staff who act for nobody ask about the house. */

export function mineAsked(scene: Scene, reading: Reading): Promise<Answer> {
  const { person, member } = scene.ask.actor
  if (!member && person.staff) return today(scene, dayIn(scene, reading) ?? undefined)
  return member && (reading.start !== null || reading.room !== null) ? mineThen(scene, reading) : mine(scene)
}

/** "What time is mine on Thursday?": that one, or those; where there is none then, what there is. */
async function mineThen(scene: Scene, reading: Reading): Promise<Answer> {
  const { say, ask } = scene
  const own = await ownBookings(scene)
  const found = meant(scene, reading, own).slice(0, 10)
  const [only, second] = found
  if (only && !second) return show(scene, only.id)
  const what = spoken(scene, reading)
  if (!only) return noted(lines(own.length > 0 && say.words.nothingLike(what)), await mine(scene))
  const step = (booking: string): Step => ({ do: "show", booking })
  return {
    text: [[{ bold: what }]],
    choices: rows(listed(scene, found, step), 1),
    list: found.map(({ id }) => step(id)),
    whose: ask.actor.member?.name,
    remember: null,
  }
}
