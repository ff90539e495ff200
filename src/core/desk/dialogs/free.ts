import { freeThroughout, type Throughout } from "../../availability.js"
import { broadcastDay, hostsMax, openOn, type Room } from "../../centre.js"
import { after, type Interval, intersection, joined, minute, minutesOf } from "../../interval.js"
import type { RoomWish } from "../../outcome.js"
import { addDays, instantAt, type LocalDay, localDay, partOfDay } from "../../time.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { openDays } from "./asking-day.js"
import { freeFor, questionOf, restOf } from "./asking-time.js"
import { closedLines } from "./closed-lines.js"
import { dayOf, hasTime, instantOf, roomsOf } from "./sketch.js"
import { dayPicture } from "./timetable.js"

/** What is free: on a day, in a part of it, or at a certain time; and one tap from there into a booking. */

/** Rooms told about together: a class, or the one that was asked for. */
type Group = { name: string; rooms: readonly string[]; wish: RoomWish }

/** Over several days there is a line for each. */
export async function free(scene: Scene, sketch: Sketch, over?: Interval): Promise<Answer> {
  const { centre, now } = scene
  const start = sketch.start ?? broadcastDay(centre, now)
  if (hasTime(start)) return freeAt(scene, { ...sketch, start })
  if (over && minutesOf(over) > 24 * 60) return freeOver(scene, sketch, over)
  return freeOn(scene, { ...sketch, start })
}

function groupsOf(scene: Scene, sketch: Sketch): Group[] {
  const { centre, say } = scene
  const rooms = roomsOf(scene, sketch)
  const { room, rooms: named } = sketch
  if (named && room === undefined) {
    const some = rooms.filter(({ id }) => named.includes(id))
    return some.map(({ id }) => ({ name: say.room(id), rooms: [id], wish: { room: id } }))
  }
  if (typeof room === "object" && "room" in room) {
    return rooms.map(({ id }) => ({ name: say.room(id), rooms: [id], wish: { room: id } }))
  }
  return centre.classes.flatMap(({ id }) => {
    const ofClass = rooms.filter((room) => room.class === id)
    const most = Math.max(0, ...ofClass.map((room: Room) => hostsMax(centre, room)))
    const name = say.words.sized(say.className(id), say.words.upToHosts(most))
    return ofClass.length > 0 ? [{ name, rooms: ofClass.map((room) => room.id), wish: { class: id } }] : []
  })
}

async function freeOn(scene: Scene, sketch: Sketch & { start: string }): Promise<Answer> {
  const { say, centre } = scene
  const { words } = say
  const day = dayOf(centre, sketch.start)
  const rest = restOf(scene, day)
  const window = rest && sketch.within ? intersection(rest, partOfDay(day, sketch.within, centre.zone)) : rest
  const found = await stretchesOf(scene, sketch, window)
  const text: Line[] = [[{ bold: words.free.title(say.near(day)) }]]
  if (!window) text.push(...lines(closedLine(scene, day)))
  else {
    for (const { name, free } of found)
      text.push([free.length > 0 ? words.free.line(name, say.list(free.map(say.range))) : words.free.noneOf(name)])
    text.push(...(await closedLines(scene, window, meantRooms(sketch))))
  }
  const bookable = found.filter(({ free }) => free.length > 0)
  // In a group others look on: nobody's bookings are marked.
  const own = scene.turn.chat.kind === "private" ? (scene.ask.actor.member?.id ?? null) : null
  const picture = await dayPicture({ ...scene, own, named: false }, day)
  return {
    ...(picture ? { picture } : {}),
    text: [...text, ...lines(bookable.length > 0 && scene.ask.actor.member !== null && words.free.tap)],
    choices: [...bookChoices(scene, sketch, bookable), dayChoices(scene, sketch, day)],
    picker: { label: words.picker.open, day },
    public: true,
    remember: { sketch, asking: null, yes: null },
  }
}

/** Rooms by name; closures of others are nobody's business then. */
const meantRooms = ({ room, rooms }: Sketch): readonly string[] | undefined =>
  typeof room === "object" && "room" in room ? [room.room] : rooms

/** When at least one room of each group is free, merged over its rooms. */
async function stretchesOf(scene: Scene, sketch: Sketch, window: Interval | null) {
  const minutes = sketch.minutes ?? scene.centre.sessions.shortest
  const rooms = window ? await freeFor(scene, sketch, { window, minutes }) : []
  return groupsOf(scene, sketch).map((group) => ({
    ...group,
    free: joined(rooms.filter(({ room }) => group.rooms.includes(room)).flatMap(({ free }) => free)),
  }))
}

function closedLine({ say, centre, now }: Scene, day: LocalDay): string {
  const open = openOn(centre, day)
  return open.some((period) => period.end > now)
    ? say.words.free.none
    : say.words.refused.closed({ why: "closed", open, alternatives: [] }, say)
}

/** A certain time: how many rooms of each kind are free throughout. */
async function freeAt(scene: Scene, sketch: Sketch & { start: string }): Promise<Answer> {
  const { say, centre, now } = scene
  const { words } = say
  const start = instantOf(sketch.start, centre.zone)
  const minutes = sketch.minutes ?? 60
  const session = { start, end: after(start, minutes * minute) }
  const [free, closed] = await Promise.all([
    start < now ? null : freeThroughout(scene.world, questionOf(scene, sketch, session)),
    closedLines(scene, session, meantRooms(sketch)),
  ])
  const bookable = groupsOf(scene, sketch)
    .map((group) => ({ ...group, free: free ? canBeHad(group, free) : 0 }))
    .filter((group) => group.free > 0)
  const nothing = start < now ? words.refused.past({ why: "past" }, say) : words.free.none
  return {
    text: [
      [{ bold: words.free.title(sketch.minutes ? say.when(session) : say.moment(start)) }],
      ...(bookable.length === 0
        ? lines(nothing)
        : bookable.map(
            ({ name, rooms, free }): Line => [
              words.free.line(name, rooms.length > 1 ? words.free.rooms(free) : say.range(session)),
            ],
          )),
      ...closed,
    ],
    choices: [
      ...bookChoices(scene, sketch, bookable),
      dayChoices(scene, { ...sketch, start: dayOf(centre, sketch.start) }, dayOf(centre, sketch.start)),
    ],
    public: true,
    remember: { sketch, asking: null, yes: null },
  }
}

const canBeHad = ({ rooms, wish }: Group, free: Throughout): number => {
  const each = rooms.filter((room) => free.rooms.includes(room)).length
  return typeof wish === "object" && "class" in wish ? Math.min(each, free.atOnce(wish.class)) : each
}

/** Several days: a line for each, over all rooms. */
async function freeOver(scene: Scene, sketch: Sketch, over: Interval): Promise<Answer> {
  const { say, centre } = scene
  const { words } = say
  const { start: _, ...dayless } = sketch
  const days = openDays(scene, localDay(over.start, centre.zone), localDay(after(over.end, -1), centre.zone)).slice(
    0,
    7,
  )
  const text = await Promise.all(
    days.map(async (day): Promise<Line> => {
      const rest = restOf(scene, day)
      // A day that is wholly within is told with its hours after midnight.
      const midnight = instantAt(addDays(day, 1), 0, centre.zone)
      const end = rest && over.end >= midnight && rest.end > over.end ? rest.end : over.end
      const spoken = rest && intersection(rest, { ...over, end })
      const window = spoken && sketch.within ? intersection(spoken, partOfDay(day, sketch.within, centre.zone)) : spoken
      const free = joined(
        (window
          ? await freeFor(scene, sketch, { window, minutes: sketch.minutes ?? centre.sessions.shortest })
          : []
        ).flatMap((room) => room.free),
      )
      return [
        free.length > 0
          ? words.free.line(say.near(day), say.list(free.map(say.range)))
          : words.free.noneOf(say.near(day)),
      ]
    }),
  )
  const choices = days.map(
    (day): Choice => ({ label: say.dayLabel(day), step: { do: "free", sketch: { ...sketch, start: day } } }),
  )
  return {
    text: days.length > 0 ? text : lines(words.free.none),
    choices: days.length > 0 ? rows(choices, 3) : menu(scene),
    public: true,
    remember: { sketch: { ...dayless, ...(days[0] ? { around: days[0] } : {}) }, asking: null, yes: null },
  }
}

const bookChoices = ({ ask }: Scene, sketch: Sketch, groups: readonly Group[]): Choice[][] =>
  ask.actor.member
    ? rows(
        groups.map(({ name, wish }) => ({ label: name, step: { do: "plan", sketch: { ...sketch, room: wish } } })),
        1,
      )
    : []

function dayChoices(scene: Scene, sketch: Sketch, day: LocalDay): Choice[] {
  const { say, centre, now } = scene
  const { label } = say.words
  const to = (name: string, start: LocalDay): Choice => ({
    label: name,
    step: { do: "free", sketch: { ...sketch, start } },
  })
  const earlier = day > broadcastDay(centre, now) ? [to(label.earlier, addDays(day, -1))] : []
  const later = openDays(scene, addDays(day, 1), addDays(day, 1)).map((next) => to(label.later, next))
  return [...earlier, ...later, { label: label.home, step: { do: "home" } }]
}
