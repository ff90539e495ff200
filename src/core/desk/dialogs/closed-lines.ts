import { type Closing, type Closure, closuresBetween } from "../../closures.js"
import { minutesOf } from "../../interval.js"
import type { Phrasing } from "../phrasing.js"
import { lines, type Scene } from "../scene.js"
import type { Line } from "../turn.js"

/** Closures in words. */

/** `Studio 3 · Tue 24 Nov, 08:00–20:00 · leaking light` */
export function named(say: Phrasing, { what, start, end, reason }: Closing): string {
  const { closure } = say.words
  const name =
    what === "centre"
      ? closure.centre
      : "room" in what
        ? say.room(what.room)
        : closure.out(say.gearList([{ id: what.gear, quantity: what.quantity }]))
  const day = minutesOf({ start, end }) <= 24 * 60
  return closure.of(name, day ? say.when({ start, end }) : `${say.moment(start)} – ${say.moment(end)}`, reason)
}

/** What is closed within a stretch of time, a line each; of these rooms, where some are meant. */
export async function closedLines(
  { world, say }: Pick<Scene, "world" | "say">,
  window: { start: Date; end: Date },
  rooms?: readonly string[],
): Promise<Line[]> {
  const all = await closuresBetween(world, { from: window.start, to: window.end })
  const meant = ({ what }: Closure) => what === "centre" || ("room" in what && (!rooms || rooms.includes(what.room)))
  return lines(
    ...all
      .filter(meant)
      .slice(0, 8)
      .map((one) => `${say.words.picture.kinds.closed}: ${named(say, one)}`),
  )
}
