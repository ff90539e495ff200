import { broadcastDay, openOn, planOf } from "../../centre.js"
import { after, minute } from "../../interval.js"
import { quote } from "../../quote.js"
import { horizon } from "../../rules.js"
import { addDays, type LocalDay, localDay } from "../../time.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { bookingForm } from "./form.js"
import { again, dayOf, hasTime, instantOf, lastBooking, wishOf } from "./sketch.js"

/** Asking for the day: the coming week at once, a calendar for far dates, and "like last time" before everything. */

/** A half-finished sketch, and the whole of it with what the booking that it changes already has. */
export type Asked = { sketch: Sketch; all: Sketch; page?: string }

const daysShown = 7

export async function askDay(scene: Scene, { sketch, all, page }: Asked): Promise<Answer> {
  const { say, centre, now } = scene
  const { words } = say
  const today = broadcastDay(centre, now)
  const first = later(page ? `${page}-01` : (sketch.around ?? today), today)
  const last = page ? addDays(nextMonth(first), -1) : addDays(first, daysShown - 1)
  const days = openDays(scene, first, last).map(
    (day): Choice => ({ label: page ? say.day(day) : say.dayLabel(day), step: onDay(scene, sketch, day) }),
  )
  const like = Object.keys(sketch).length > 0 || page ? [] : await likeLast(scene)
  const around = page ? monthChoices(scene, sketch, page) : [calendar(scene, sketch)]
  const back: Choice = { label: words.label.back, step: page ? { do: "ask", part: "day", sketch } : backFrom(sketch) }
  const question = sketch.booking ? words.askDayMove(asItIs(scene, all)) : words.askDay
  return {
    text: lines(page ? words.askMonth : question),
    choices: [...rows(like, 1), ...rows(days, page ? 4 : 3), [...around, back]],
    ...(sketch.booking || page ? {} : { form: bookingForm(scene, sketch) }),
    remember: { sketch, asking: "day", yes: null },
  }
}

/** A tap on a day. A time that was already chosen is kept; the small hours move with the evening they belong to. */
function onDay({ centre }: Scene, { around: _, ...sketch }: Sketch, day: LocalDay): Step {
  const { start } = sketch
  if (!hasTime(start)) return { do: "plan", sketch: { ...sketch, start: day } }
  const morningAfter = start.slice(0, 10) !== dayOf(centre, start)
  return {
    do: "plan",
    sketch: { ...sketch, start: `${morningAfter ? addDays(day, 1) : day}${start.slice(10)}` },
  }
}

/** What is being moved: `Tue 24 Nov, 15:00–17:00 · Studio 2`. */
function asItIs({ say, centre }: Scene, { start, minutes = 0, room }: Sketch): string {
  if (!hasTime(start) || typeof room !== "object") return ""
  const from = instantOf(start, centre.zone)
  const place = "room" in room ? room : { room: "", roomClass: room.class }
  return say.slot({ ...place, start: from, end: after(from, minutes * minute) })
}

/** The last booking again, a week on, if it can be had: one tap to the card. */
async function likeLast(scene: Scene): Promise<Choice[]> {
  const { world, ask, say, centre } = scene
  const last = await lastBooking(scene)
  const sketch = last && again(scene, last)
  const wish = sketch && wishOf(centre, sketch)
  if (!wish) return []
  const quoted = await quote(world, ask, wish)
  if (quoted.is !== "quote") return []
  return [
    {
      label: say.words.likeLast(say.slot(quoted.quote)),
      step: { do: "plan", sketch },
    },
  ]
}

/** Where "back" leads from the first question. */
function backFrom(sketch: Sketch): Step {
  if (sketch.booking && !sketch.start) return { do: "show", booking: sketch.booking }
  return hasTime(sketch.start) ? { do: "change", sketch } : { do: "home" }
}

const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b)
const nextMonth = (day: LocalDay): LocalDay => `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`

/** The days, within what the plan allows, on which the centre is open and not yet closed again. */
export function openDays(
  { centre, now, ask }: Pick<Scene, "centre" | "now" | "ask">,
  first: LocalDay,
  last: LocalDay,
): LocalDay[] {
  const plan = ask.actor.member && planOf(centre, ask.actor.member.planId)
  const until = plan ? localDay(after(horizon(centre, plan, now), -1), centre.zone) : last
  const days: LocalDay[] = []
  for (let day = first; day <= last && day <= until; day = addDays(day, 1)) {
    if (openOn(centre, day).some((open) => open.end > now)) days.push(day)
  }
  return days
}

const calendar = ({ say, centre, now }: Scene, sketch: Sketch): Choice => ({
  label: say.words.label.calendar,
  step: { do: "ask", part: "day", sketch, page: broadcastDay(centre, now).slice(0, 7) },
})

/** To the month before and after, where there is anything to book. */
function monthChoices(scene: Scene, sketch: Sketch, page: string): Choice[] {
  const { say, centre, now } = scene
  const today = broadcastDay(centre, now)
  const months = [addDays(`${page}-01`, -1), nextMonth(`${page}-01`)].map((day) => day.slice(0, 7))
  return months
    .filter((month) => month >= today.slice(0, 7))
    .filter((month) => openDays(scene, later(`${month}-01`, today), addDays(nextMonth(`${month}-01`), -1)).length > 0)
    .map((month) => ({ label: say.month(month), step: { do: "ask", part: "day", sketch, page: month } }))
}
