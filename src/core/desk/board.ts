import { enterBoard, leaveBoard, openBoardAs, type Staff, staffWith } from "../board-pass.js"
import { broadcastDay, gridMinutes, hostsMax, openOn } from "../centre.js"
import { type AppliedCentre, currentCentre } from "../centre-store.js"
import { checkInWindow } from "../checkin.js"
import { closuresBetween, roomsClosed } from "../closures.js"
import { sessionsBetween } from "../courses.js"
import { bookingsOn } from "../digest.js"
import { floorId } from "../facts.js"
import { after, type Interval, minute } from "../interval.js"
import { openRequests, openRequestsCount } from "../joining.js"
import type { Language } from "../language.js"
import type { Booking } from "../outcome.js"
import { awaitingYes } from "../requests.js"
import { type LocalDay, wallMinutes, wholeDay } from "../time.js"
import type { World } from "../world.js"
import type { BoardClosure, BoardDay, BoardSession } from "./board-day.js"
import { named } from "./dialogs/closed-lines.js"
import { hostsLine, phasesLine, showLines } from "./dialogs/show-lines.js"
import { type Phrasing, phrasing } from "./phrasing.js"
import { written } from "./press.js"
import { capital } from "./scene.js"
import { cleaned } from "./text.js"

/**
 * The staff's board: who may look at it, and one day as it shows it. What is done on it is a turn of whoever does it, as in chat; so
 * nothing here changes anything.
 */
export function boardOf(world: World) {
  const now = (): Date => world.clock()
  return {
    /** See board-pass.ts. */
    enter: (link: string): Promise<string | null> => enterBoard(world, { link, now: now() }),
    openAs: (person: string): Promise<string> => openBoardAs(world, { person, now: now() }),
    staff: (secret: string): Promise<Staff | null> => staffWith(world, secret, now()),
    leave: (secret: string): Promise<void> => leaveBoard(world, secret),
    day: (_: Staff, day: LocalDay, language: Language): Promise<BoardDay> => boardDay(world, { day, language }),
    members: (_: Staff, part: string): Promise<{ id: string; name: string }[]> => members(world, part),
    version: (): Promise<string> => version(world),
    clock: async () => {
      const centre = await currentCentre(world)
      return { now: now().getTime(), speed: world.speed, today: broadcastDay(centre, now()), zone: centre.zone }
    },
    centre: async (): Promise<Record<Language, string>> => (await currentCentre(world)).name,
  }
}

const mostMembers = 20

const members = (world: World, part: string): Promise<{ id: string; name: string }[]> =>
  world.store.prisma.member.findMany({
    where: { name: { contains: cleaned(part), mode: "insensitive" }, status: "active" },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
    take: mostMembers,
  })

/**
 * Differs whenever what a day shows may differ; cheap. Sums over the latest rows rather than the latest alone, since what began earlier
 * may be committed later. Of those who ask to join it sees more than are listed; behind these, only their number lags.
 */
async function version(world: World): Promise<string> {
  const { rows } = await world.store.query<{ version: string }>({
    name: "board-version",
    text: `select concat_ws(' ',
      (select sum(id) from (select id from audit order by id desc limit 200) a),
      (select sum(id) from (select id from claim order by id desc limit 200) c),
      (select sum(hashtextextended(id || until, 0)) from hold),
      (select sum(hashtextextended(id || version || taken, 0)) from (select * from course_session order by ends_at desc limit 200) s),
      (select sum(hashtextextended(id || business || at, 0))
         from (select * from join_request where status = 'open' order by at, id limit 250) j),
      (select version from centre)) as version`,
    values: [],
  })
  return rows[0]?.version ?? ""
}

type View = { centre: AppliedCentre; say: Phrasing; within: Interval; at: (instant: Date) => number }

async function boardDay(world: World, { day, language }: { day: LocalDay; language: Language }): Promise<BoardDay> {
  const centre = await currentCentre(world)
  const say = phrasing(language, centre, wholeDay(day, centre.zone).start)
  const open = openOn(centre, day)
  const { start } = wholeDay(day, centre.zone)
  const within = { start: open[0]?.start ?? start, end: open.at(-1)?.end ?? start }
  const at = (instant: Date): number => wallMinutes(instant, day, centre.zone)
  const view: View = { centre, say, within, at }
  const [bookings, closures, courses, kept, load, joining, asksToJoin, asking] = await Promise.all([
    bookingsOn(world, centre, day),
    closuresBetween(world, { from: within.start, to: within.end }),
    sessionsBetween(world, { from: within.start, to: within.end }),
    keptOn(world, view),
    loadOn(world, view),
    openRequests(world),
    openRequestsCount(world),
    awaitingYes(world, world.clock()),
  ])
  return {
    day,
    date: capital(say.date(day)),
    short: capital(say.day(day)),
    ...stretch(view, within),
    startAt: within.start.getTime(),
    gaps: open.slice(1).map((period, n) => ({ from: at(open[n]?.end ?? period.start), to: at(period.start) })),
    rooms: roomsOf(view),
    sessions: bookings.filter(({ status }) => status !== "cancelled").map((booking) => sessionOf(view, booking)),
    kept,
    closures: closures.map(
      (closure): BoardClosure => ({
        id: closure.id,
        what: named(say, { ...closure, reason: null }),
        reason: closure.reason ?? "",
        rooms: roomsClosed(centre, closure.what),
        ...stretch(view, closure),
      }),
    ),
    courses: courses.map(({ id, course, room, taken, seats, ...when }) => ({
      ...{ id, room, name: say.course(course), taken, seats },
      press: written({ do: "course", session: id }),
      ...stretch(view, when),
    })),
    floor: { limit: centre.floor, load },
    requests: [
      ...asking.map((booking) => ({
        id: booking.id,
        what: capital(say.slot(booking)),
        who: booking.member.name,
        press: written({ do: "asked", booking: booking.id }),
      })),
      ...joining.map(({ id, business, person }) => ({
        id,
        what: business,
        who: person,
        press: written({ do: "request", id }),
      })),
    ],
    requestsMore: Math.max(0, asksToJoin - joining.length),
    hostsMost: Math.max(...centre.rooms.map((room) => hostsMax(centre, room))),
    grid: gridMinutes,
    turnover: centre.sessions.turnover,
    shortest: centre.sessions.shortest,
  }
}

/** Cut to the day's hours. */
const stretch = ({ within, at }: View, { start, end }: Interval) => ({
  from: at(start > within.start ? start : within.start),
  to: at(end < within.end ? end : within.end),
})

const roomsOf = ({ centre, say }: View): BoardDay["rooms"] =>
  [...centre.rooms]
    .sort((a, b) => hostsMax(centre, a) - hostsMax(centre, b) || centre.rooms.indexOf(a) - centre.rooms.indexOf(b))
    .map((room) => ({
      id: room.id,
      name: say.room(room.id),
      kind: say.className(room.class),
      hosts: hostsMax(centre, room),
    }))

function sessionOf({ centre, say, at }: View, booking: Booking): BoardSession {
  const { id, version, room, member, title, hosts, gear, start, end, heldUntil, status } = booking
  const window = checkInWindow(centre, booking)
  return {
    id,
    version,
    room,
    member,
    title,
    hosts,
    named: booking.named.length > 0 ? hostsLine(say, booking) : "",
    show: [phasesLine(say, booking), ...showLines(say, booking.show)].filter((line) => line !== false),
    gear: gear.length > 0 ? say.gearList(gear) : "",
    place: booking.roomClass === null ? null : say.place(booking),
    status: status === "cancelled" ? "no_show" : status,
    from: at(start),
    to: at(end),
    startAt: start.getTime(),
    endAt: end.getTime(),
    checkInAt: window.start.getTime(),
    keptAt: window.end < end ? window.end.getTime() : null,
    toldLate: heldUntil !== null,
  }
}

async function keptOn(world: World, { centre, within, at }: View): Promise<BoardDay["kept"]> {
  const { rows } = await world.store.query<{
    id: string
    room: string
    starts_at: Date
    ends_at: Date
    until: Date
    name: string
  }>({
    name: "board-kept",
    text: `select h.id, h.room_id as room, h.starts_at, h.ends_at, h.until, m.name
             from hold h join member m on m.id = h.member_id
            where h.starts_at < $2 and h.ends_at > $1
           union all
           -- The other dates of a series: what is not about the slot that the row tells.
           select h.id, c.room_id, c.starts_at, c.ends_at - make_interval(mins => $3), h.until, m.name
             from hold h join claim c on c.owner_id = h.id join member m on m.id = h.member_id
            where c.starts_at < $2 and c.ends_at > $1
              and (c.ends_at <= h.starts_at or c.starts_at >= h.ends_at + make_interval(mins => $3))
            order by starts_at, id`,
    values: [within.start, within.end, centre.sessions.turnover],
  })
  return rows.map(({ id, room, starts_at, ends_at, until, name }) => ({
    room,
    from: at(starts_at),
    to: at(ends_at),
    who: name,
    untilAt: until.getTime(),
    offer: id.startsWith("offer:"),
  }))
}

/** What is on the floor, less what closes it. */
async function loadOn(world: World, { within }: View): Promise<number[]> {
  const { rows } = await world.store.query<{ starts_at: Date; ends_at: Date; amount: number }>({
    name: "board-load",
    text: `select starts_at, ends_at, amount from usage
            where resource_id = $3 and starts_at < $2 and ends_at > $1 and owner_id not like 'closure:%'`,
    values: [within.start, within.end, floorId],
  })
  const quarters = Math.ceil((within.end.getTime() - within.start.getTime()) / (gridMinutes * minute))
  return Array.from({ length: quarters }, (_, n) => {
    const quarter = after(within.start, n * gridMinutes * minute)
    return rows
      .filter(({ starts_at, ends_at }) => starts_at <= quarter && quarter < ends_at)
      .reduce((sum, { amount }) => sum + amount, 0)
  })
}
