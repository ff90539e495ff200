import { type Availability, availability } from "../../availability.js"
import { ownersFor } from "../../case.js"
import { gridMinutes, openOn, planOf } from "../../centre.js"
import { after, contains, type Interval, minute, minutesOf } from "../../interval.js"
import { addDays, type LocalDay, localMinute, partOfDay } from "../../time.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { type Asked, askDay, openDays } from "./asking-day.js"
import { dayOf, hasTime, instantOf, roomsOf } from "./sketch.js"

/** Asking for the time and the length: only what is free is offered. */

/** The stretches in which the wish could lie within a window, room by room, the smallest room first. */
export async function freeFor(
  scene: Pick<Scene, "world" | "centre" | "ask" | "now">,
  all: Sketch,
  { window, minutes }: { window: Interval; minutes: number },
): Promise<Availability["rooms"]> {
  const question = questionOf(scene, all, window)
  const found = await availability(scene.world, { ...question, minutes })
  const { rooms } = question
  return [...found.rooms].sort((a, b) => rooms.indexOf(a.room) - rooms.indexOf(b.room))
}

/** What one may have of a wish, between two moments; the rooms in the order of their size. */
export const questionOf = (scene: Pick<Scene, "centre" | "ask" | "now">, all: Sketch, { start, end }: Interval) => ({
  from: start,
  to: end,
  hosts: all.hosts ?? 1,
  gear: all.gear ?? [],
  rooms: roomsOf(scene, all).map((room) => room.id),
  except: ownersFor(scene.ask, all.booking),
  now: scene.now,
})

const grid = gridMinutes * minute

/** What is left of a day's opening hours, from the next quarter hour on; null when it is over or there are none. */
export function restOf({ centre, now }: Pick<Scene, "centre" | "now">, day: LocalDay): Interval | null {
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  if (!first || !last || last.end <= now) return null
  const next = new Date(Math.ceil(now.getTime() / grid) * grid)
  return { start: first.start > next ? first.start : next, end: last.end }
}

/** The quarter hours of a day at which such a session could begin. */
async function startsOn(scene: Scene, all: Sketch, day: LocalDay): Promise<Date[]> {
  const minutes = all.minutes ?? scene.centre.sessions.shortest
  const window = restOf(scene, day)
  if (!window) return []
  const rooms = await freeFor(scene, all, { window, minutes })
  const starts: Date[] = []
  for (let start = window.start; start < window.end; start = after(start, grid)) {
    const session = { start, end: after(start, minutes * minute) }
    if (rooms.some(({ free }) => free.some((stretch) => contains(stretch, session)))) starts.push(start)
  }
  return starts
}

/** Asks when to begin, in the part of the day that was spoken of. */
export async function askTime(scene: Scene, { sketch, all }: Asked): Promise<Answer> {
  const { say, centre } = scene
  const { words } = say
  if (!all.start) return askDay(scene, { sketch, all })
  const day = dayOf(centre, all.start)
  const every = await startsOn(scene, all, day)
  const { within: part, ...whole } = sketch
  const within = part && partOfDay(day, part, centre.zone)
  const starts = within ? every.filter((start) => within.start <= start && start < within.end) : every
  const at = (start: Date): Choice => ({
    label: say.timeOn(start, day),
    step: { do: "plan", sketch: { ...whole, start: localMinute(start, centre.zone) } },
  })
  const more: Choice[] = within ? [{ label: words.label.more, step: { do: "ask", part: "time", sketch: whole } }] : []
  const ways = [...more, ...waysOn(scene, sketch)]
  if (starts.length === 0) {
    return { text: lines(words.noTimes(say.near(day))), choices: [...nextDays(scene, sketch, day), ways] }
  }
  return {
    text: lines(words.askTime(say.near(day)), words.orWriteTime),
    choices: [...rows(aroundNow(scene, sketch, starts).map(at), 4), ...rows(hourly(scene, starts).map(at), 4), ways],
    remember: { sketch: { ...sketch, start: hasTime(sketch.start) ? sketch.start : day }, asking: "time", yes: null },
  }
}

function waysOn({ say }: Scene, sketch: Sketch): Choice[] {
  const { label } = say.words
  const { start, ...dayless } = sketch
  const day: Choice = {
    label: label.otherDay,
    step: { do: "ask", part: "day", sketch: hasTime(start) ? sketch : dayless },
  }
  return hasTime(start) ? [day, { label: label.back, step: { do: "change", sketch } }] : [{ ...day, label: label.back }]
}

/** Quarter hours next to a time that is already chosen. */
function aroundNow({ centre }: Scene, { start }: Sketch, starts: readonly Date[]): Date[] {
  if (!hasTime(start)) return []
  const chosen = instantOf(start, centre.zone).getTime()
  return starts.filter((other) => other.getTime() !== chosen && Math.abs(other.getTime() - chosen) <= 2 * grid)
}

/** One start for each hour: the full hour where it is free, else the first that is. */
function hourly({ centre }: Scene, starts: readonly Date[]): Date[] {
  const first = new Map<string, Date>()
  for (const start of starts) {
    const hour = localMinute(start, centre.zone).slice(0, 13)
    if (!first.has(hour)) first.set(hour, start)
  }
  return [...first.values()]
}

const nextDays = (scene: Scene, sketch: Sketch, day: LocalDay): Choice[][] =>
  rows(
    openDays(scene, addDays(day, 1), addDays(day, 3)).map((next) => ({
      label: scene.say.dayLabel(next),
      step: { do: "ask", part: "time", sketch: { ...sketch, start: next } },
    })),
    3,
  )

/** The lengths that are offered; any other on the grid can be written. */
const lengths = [30, 60, 90, 120, 180, 240, 300, 360, 480]

export async function askLength(scene: Scene, { sketch, all }: Asked): Promise<Answer> {
  const { say } = scene
  const { words } = say
  if (!hasTime(all.start)) return askTime(scene, { sketch, all })
  const from = instantOf(all.start, scene.centre.zone)
  const most = await longestFrom(scene, all, from)
  const fitting = lengths
    .filter((minutes) => scene.centre.sessions.shortest <= minutes && minutes <= most)
    .map(
      (minutes): Choice => ({ label: say.lengthShort(minutes), step: { do: "plan", sketch: { ...sketch, minutes } } }),
    )
  const day = { ...sketch, start: dayOf(scene.centre, all.start) }
  const back: Choice =
    sketch.minutes || sketch.booking
      ? { label: words.label.back, step: { do: "change", sketch } }
      : { label: words.label.back, step: { do: "ask", part: "time", sketch: day } }
  const when = say.moment(from)
  if (fitting.length === 0) {
    const other: Choice = { label: words.label.otherTime, step: { do: "ask", part: "time", sketch: day } }
    return { text: lines(words.noLength(when)), choices: [[other, back]] }
  }
  return {
    text: lines(words.askLength(when), words.orWriteLength),
    choices: [...rows(fitting, 3), [back]],
    remember: { sketch, asking: "length", yes: null },
  }
}

/** How long a session that begins then could run in some room, in minutes. */
async function longestFrom(scene: Scene, all: Sketch, from: Date): Promise<number> {
  const { sessions } = scene.centre
  const { member } = scene.ask.actor
  const most = Math.min(sessions.longest, (member && planOf(scene.centre, member.planId)?.longest) ?? sessions.longest)
  const window = { start: from, end: after(from, most * minute) }
  const rooms = await freeFor(scene, all, { window, minutes: sessions.shortest })
  const stretches = rooms.flatMap(({ free }) => free.filter((stretch) => stretch.start <= from))
  return Math.max(0, ...stretches.map(minutesOf))
}
