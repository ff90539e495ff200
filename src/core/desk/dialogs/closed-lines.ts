import type { Report, Todo } from "../../closure-report.js"
import { type Closing, type Closure, closuresBetween } from "../../closures.js"
import { minutesOf } from "../../interval.js"
import type { Phrasing } from "../phrasing.js"
import { type Answer, type Choice, lines, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { inTheWayChoices, inTheWayLines } from "./course-lines.js"

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

const todoMost = 20

/** What closures left for staff to do, so many lines of it. */
function todoLines(say: Phrasing, todo: readonly Todo[]): Line[] {
  const all = todoTexts(say, todo)
  const rest = all.length - todoMost
  return all.length > 0 ? lines(say.words.closure.todo, ...all.slice(0, todoMost), rest > 0 && `+ ${rest}`) : []
}

/** The same, all of it, without what stands above. */
export function todoTexts(say: Phrasing, todo: readonly Todo[]): string[] {
  const { closure, dot } = say.words
  const line = ({ booking, slot, fate, untold }: Todo): string[] => {
    const what = [say.slot(slot), booking.member.name].join(dot)
    const gear = booking.gear.length > 0 ? say.gearList(booking.gear) : closure.nothing
    return [
      ...(fate === "short" ? [closure.short(what, gear)] : []),
      ...(fate === "cancelled" ? [closure.cancels(what)] : []),
      ...(fate === "stays" ? [closure.stays(what)] : []),
      ...(untold && fate !== "stays" ? [closure.untold(what)] : []),
    ]
  }
  return todo.flatMap(line)
}

/** To the other staff. */
export function reported(say: Phrasing, { closure, by, todo, courses }: Report, lifted: boolean): Answer {
  const { closure: words } = say.words
  const moved = closure.effects.filter(({ fate }) => fate === "moved" || fate === "refitted").length
  return {
    text: [
      [{ bold: lifted ? words.liftedBy(by) : words.closedBy(by) }],
      ...lines(named(say, closure), !lifted && moved > 0 && words.settled(moved)),
      ...todoLines(say, todo),
      ...inTheWayLines(say, courses),
    ],
    choices: [
      ...inTheWayChoices(say, courses),
      [...(lifted ? [] : [{ label: words.lift, step: { do: "lift", id: closure.id } } as const]), listChoice(say)],
    ],
  }
}

export const listChoice = (say: Phrasing): Choice => ({ label: say.words.closure.list, step: { do: "closures" } })

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
