import { bookingsBetween } from "../../booking-record.js"
import { gridMinutes, hostsMax, openOn } from "../../centre.js"
import { closesRoom, closuresBetween } from "../../closures.js"
import { sessionsBetween } from "../../courses.js"
import type { Booking } from "../../outcome.js"
import { type Cell, type Day, dayFacts } from "../../picture/day.js"
import { toPng } from "../../picture/png.js"
import { timetable } from "../../picture/timetable.js"
import { type LocalDay, wallMinutes } from "../../time.js"
import type { World } from "../../world.js"
import type { Phrasing } from "../phrasing.js"
import { capital, type Scene } from "../scene.js"
import type { Picture } from "../turn.js"

/** The day's timetable as a picture, in the reader's language. */

type View = Pick<Scene, "centre" | "say" | "now"> & {
  world: World
  /** Whose bookings are marked as their own; null where others look on too. */
  own: string | null
  /** For staff: whose each session is. */
  named: boolean
}

/** @returns null on a day without hours, or when it could not be drawn: the text beside it says everything */
export async function dayPicture(view: View, day: LocalDay): Promise<Picture | null> {
  const { world, say } = view
  const table = await tableOf(view, day)
  if (!table) return null
  const look = { language: say.language, scheme: "light", form: view.named ? "wide" : "phone" } as const
  try {
    return { name: `${day}.png`, png: await toPng(timetable(table, look)), alt: altOf(view, table, day) }
  } catch (error) {
    world.log.warn({ err: error }, "a timetable could not be drawn")
    return null
  }
}

async function tableOf(view: View, day: LocalDay): Promise<Day | null> {
  const { world, centre, say, now } = view
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  if (!first || !last) return null
  const at = (instant: Date) => wallMinutes(instant, day, centre.zone)
  const [from, to] = [at(first.start), at(last.end)]
  const within = { from: first.start, to: last.end }
  const [around, closed, courses] = await Promise.all([
    bookingsBetween(world, within),
    closuresBetween(world, within),
    sessionsBetween(world, within),
  ])
  const bookings = around.filter((booking) => booking.start < last.end && booking.end > first.start)
  const rooms = [...centre.rooms].sort(
    (a, b) => hostsMax(centre, a) - hostsMax(centre, b) || centre.rooms.indexOf(a) - centre.rooms.indexOf(b),
  )
  const gaps = open
    .slice(1)
    .map((period, index) => ({ start: at(open[index]?.end ?? period.start), end: at(period.start) }))
  const cells = [
    ...bookings.map((booking) => cellOf(view, booking, { room: rooms.findIndex(({ id }) => id === booking.room), at })),
    ...courses.map(
      (session): Cell => ({
        room: rooms.findIndex(({ id }) => id === session.room),
        start: at(session.start),
        end: at(session.end),
        kind: "taken",
        label: say.course(session.course),
        ...(view.named ? { note: String(session.hosts) } : {}),
      }),
    ),
    ...closed.flatMap((closure) =>
      rooms.flatMap(({ id }, room): Cell[] =>
        closesRoom(closure, id)
          ? [{ room, start: Math.max(from, at(closure.start)), end: Math.min(to, at(closure.end)), kind: "closed" }]
          : [],
      ),
    ),
    ...rooms.flatMap((_, room) => gaps.map((gap): Cell => ({ room, ...gap, kind: "closed" }))),
  ].filter(({ room }) => room >= 0)
  const { picture } = say.words
  const facts = { from, to, cells, ...(from <= at(now) && at(now) < to ? { now: at(now) } : {}) }
  return {
    ...facts,
    title: capital(say.date(day)),
    rooms: rooms.map((room) => ({
      name: say.room(room.id),
      group: say.words.sized(say.className(room.class), say.words.upToHosts(hostsMax(centre, room))),
    })),
    floor: { load: loadOf([...bookings, ...courses], { from, to, at }), limit: centre.floor },
    words: { ...picture.kinds, load: picture.load(centre.floor) },
  }
}

type Place = { room: number; at: (instant: Date) => number }

function cellOf({ say, own, named }: View, booking: Booking, { room, at }: Place): Cell {
  const mine = booking.member.id === own
  const pending = booking.roomClass !== null
  const asked = booking.status === "requested"
  const label = [
    ...(named ? [booking.member.name] : mine && booking.title ? [booking.title] : []),
    ...(pending && (named || mine) ? [say.words.flexible.pending] : []),
    ...(asked && (named || mine) ? [say.words.requests.short] : []),
  ].join(say.words.dot)
  return {
    room,
    start: at(booking.start),
    end: at(booking.end),
    // To others it is taken like any other.
    kind: asked && (named || mine) ? "held" : mine ? "own" : "taken",
    ...(label ? { label } : {}),
    ...(pending ? { place: say.place(booking) } : {}),
    ...(named ? { note: String(booking.hosts) } : {}),
  }
}

type Hours = { from: number; to: number; at: (instant: Date) => number }

/** Hosts on air in each quarter of an hour. */
const loadOf = (bookings: readonly Pick<Booking, "start" | "end" | "hosts">[], { from, to, at }: Hours): number[] =>
  Array.from({ length: Math.ceil((to - from) / gridMinutes) }, (_, index) => {
    const quarter = from + index * gridMinutes
    return bookings
      .filter(({ start, end }) => at(start) <= quarter && quarter < at(end))
      .reduce((sum, { hosts }) => sum + hosts, 0)
  })

/** What the picture shows, in words: as much as fits an alternative text. */
function altOf({ say, named, centre }: View, table: Day, day: LocalDay): string {
  const { words } = say
  const facts = dayFacts(table)
  const stretch = ({ room, start, end }: { room: string; start: number; end: number }) =>
    `${room} ${clockOf(say, start)}–${clockOf(say, end)}`
  const taken = table.cells.filter(({ kind }) => kind === "taken" || (named && kind === "held")).length
  return [
    words.picture.alt(say.date(day)),
    ...(facts.freeNow === null ? [] : [words.picture.freeNow(facts.freeNow)]),
    ...(facts.held.length > 0 ? [words.picture.kinds.held, facts.held.map(stretch).join(", ")] : []),
    ...(facts.own.length > 0 ? [words.picture.own(facts.own.map(stretch).join(", "))] : []),
    ...(taken > 0 || named ? [words.picture.taken(taken)] : []),
    ...(facts.closed.length > 0 ? [words.picture.kinds.closed, facts.closed.map(stretch).join(", ")] : []),
    ...(facts.peak.load > 0 ? [words.picture.peak(facts.peak.load, centre.floor, clockOf(say, facts.peak.start))] : []),
  ].join(" ")
}

/** Minutes of a broadcast day as a clock shows them: 1500 is 01:00 on the next. */
function clockOf(say: Phrasing, minutes: number): string {
  const [h, m] = [Math.floor(minutes / 60) % 24, minutes % 60]
  const time = `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`
  return minutes > 1440 ? say.words.nextDay(time) : minutes === 1440 ? "24:00" : time
}
