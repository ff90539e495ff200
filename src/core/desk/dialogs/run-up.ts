import { checkInWindow } from "../../checkin.js"
import type { Booking } from "../../outcome.js"
import { lines, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { sessionLines } from "./card.js"

/** What a reminder says: the session, and where there is anything to prepare, what to do before it is on air. */
export function runUp({ say, centre }: Pick<Scene, "say" | "centre">, booking: Booking): Line[] {
  const { shows } = say.words
  const { gear, named, setup, teardown, show } = booking
  const prepared = gear.length + named.length > 0 || setup + teardown > 0 || show.category !== undefined
  if (!prepared) return sessionLines(say, booking)
  const { start } = checkInWindow(centre, booking)
  const { category, ...watched } = show
  return [
    ...sessionLines(say, { ...booking, gear: [], show: watched }),
    [],
    [{ bold: shows.runUp }],
    ...lines(
      `• ${shows.arrive(say.time(start))}`,
      gear.length > 0 && `• ${shows.collect(say.gearList(gear))}`,
      category !== undefined && `• ${shows.bring(category)}`,
    ),
  ]
}
