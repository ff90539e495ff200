import { type BallotState, ballotStates } from "./ballots.js"
import { bookingsBetween } from "./booking-record.js"
import { broadcastDay, type Centre, openOn } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { leftToDo, type Todo } from "./closure-report.js"
import { type Closure, closesRoom, closuresBetween } from "./closures.js"
import { type CourseSession, sessionsOn } from "./courses.js"
import { airTime } from "./host.js"
import { after, hour, type Interval, minutesOf, overlaps } from "./interval.js"
import { type Booking, gone } from "./outcome.js"
import { unqualifiedAhead } from "./qualifying.js"
import { addDays, type LocalDay, wholeDay } from "./time.js"
import type { World } from "./world.js"

/** How full a broadcast day is. */
export type FloorFacts = {
  day: LocalDay
  /** By start, then room. */
  sessions: readonly Booking[]
  /** When the most anchors are on the floor at once; null on an empty day. */
  peak: { anchors: number; at: Interval } | null
  floor: number
}

/** What staff need to know of one broadcast day; worded by the desk. */
export type DigestFacts = FloorFacts & {
  /** The most of each kind that is out at one time. */
  gear: readonly { id: string; quantity: number }[]
  /** What changed of this day's sessions since the moment asked for. */
  changes: readonly { action: "book" | "move" | "extend" | "cancel"; at: Date; booking: Booking }[]
  /** Notices since then that reached nobody. */
  undeliverable: readonly { name: string; kind: string; state: "failed" | "blocked" | "dropped"; count: number }[]
  /** The broadcast day before. */
  before: DayUse
  /** Courses of the day and of the one after; those of the day that sit in what is closed. */
  courses: readonly CourseSession[]
  coursesNext: readonly CourseSession[]
  coursesClosed: readonly CourseSession[]
  /** Sessions whose people will not be qualified on the day, other than those that staff let through. */
  unqualified: readonly { booking: Booking; kind: string }[]
  /** What is out of use that day. */
  closures: readonly Closure[]
  /** What they left for staff to do, of that day. */
  todo: readonly Todo[]
  /** How many wait for something of that day; how many ask to join. */
  waiting: number
  requests: number
  /** What is not drawn yet. */
  ballots: readonly BallotState[]
  /** Bookings of any day that wait for a yes. */
  asking: number
}

/** What came of a day: sessions, cancellations, those nobody came to, and the share of the open room time in use, 0 to 1; null when closed all day. */
export type DayUse = { sessions: number; cancelled: number; missed: number; use: number | null }

export async function floorOf(world: World, day: LocalDay): Promise<FloorFacts> {
  const centre = await currentCentre(world)
  const [all, courses] = await Promise.all([bookingsOn(world, centre, day), coursesOn(world, centre, day)])
  return floorFacts(centre, day, all, courses)
}

/** Courses whose broadcast day this is. */
export const coursesOn = (world: World, centre: Centre, day: LocalDay): Promise<CourseSession[]> =>
  sessionsOn(world, centre, day, wholeDay(day, centre.zone))

/** @param since what changed, and what reached nobody, is told from here on */
export async function digestOf(world: World, day: LocalDay, since: Date): Promise<DigestFacts> {
  const centre = await currentCentre(world)
  const before = addDays(day, -1)
  const [all, allBefore, closures, undeliverable, waiting, requests, ballots, asking, courses, coursesNext] =
    await Promise.all([
      bookingsOn(world, centre, day),
      bookingsOn(world, centre, before),
      closedOn(world, centre, day),
      undeliverableSince(world, since),
      waitingOn(world, centre, day),
      world.store.prisma.joinRequest.count({ where: { status: "open" } }),
      ballotStates(world),
      world.store.prisma.booking.count({ where: { status: "requested", startsAt: { gt: since } } }),
      coursesOn(world, centre, day),
      coursesOn(world, centre, addDays(day, 1)),
    ])
  const facts = floorFacts(centre, day, all, courses)
  const within = wholeDay(day, centre.zone)
  const lacking = await unqualifiedAhead(world, { from: within.start, to: after(within.end, 12 * hour) })
  return {
    ...facts,
    gear: centre.gear.flatMap(({ id }) => {
      const most = peakOf(facts.sessions, (booking) => booking.gear.find((gear) => gear.id === id)?.quantity ?? 0)
      return most ? [{ id, quantity: most.amount }] : []
    }),
    changes: await changesSince(world, since, all),
    undeliverable,
    closures,
    courses,
    coursesNext,
    coursesClosed: courses.filter((course) =>
      closures.some((closure) => closesRoom(closure, course.room) && overlaps(closure, course)),
    ),
    unqualified: lacking.flatMap(({ booking: id, kind }) => {
      const booking = facts.sessions.find((one) => one.id === id)
      return booking ? [{ booking, kind }] : []
    }),
    todo: (await Promise.all(closures.map((closure) => leftToDo(world, closure, openAt(centre, day)))))
      .flat()
      .filter(({ slot }) => broadcastDay(centre, slot.start) === day),
    before: useOf(centre, before, allBefore),
    waiting,
    requests,
    ballots,
    asking,
  }
}

function waitingOn(world: World, centre: Centre, day: LocalDay): Promise<number> {
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  if (!first || !last) return Promise.resolve(0)
  return world.store.prisma.waiting.count({
    where: { status: { in: ["waiting", "offered"] }, startsAt: { lt: last.end }, endsAt: { gt: first.start } },
  })
}

function floorFacts(
  centre: Centre,
  day: LocalDay,
  all: readonly Booking[],
  courses: readonly CourseSession[],
): FloorFacts {
  const sessions = all.filter((booking) => gone(booking) === null)
  return { day, sessions, peak: anchorsPeak([...sessions, ...courses]), floor: centre.floor }
}

/** A digest says the same at any hour of its day. */
const openAt = (centre: Centre, day: LocalDay): Date =>
  openOn(centre, day)[0]?.start ?? wholeDay(day, centre.zone).start

function closedOn(world: World, centre: Centre, day: LocalDay): Promise<Closure[]> {
  const open = openOn(centre, day)
  const { start, end } = wholeDay(day, centre.zone)
  return closuresBetween(world, { from: open[0]?.start ?? start, to: open.at(-1)?.end ?? end })
}

/** Bookings whose broadcast day this is, cancelled ones too. */
export async function bookingsOn(world: World, centre: Centre, day: LocalDay): Promise<Booking[]> {
  const { start, end } = wholeDay(day, centre.zone)
  const around = await bookingsBetween(world, { from: start, to: after(end, 12 * hour), all: true })
  return around.filter((booking) => broadcastDay(centre, booking.start) === day)
}

/** @param all the day's bookings, cancelled ones too */
export function useOf(centre: Centre, day: LocalDay, all: readonly Booking[]): DayUse {
  const held = all.filter((booking) => gone(booking) === null)
  const missed = all.filter(({ status }) => status === "no_show").length
  const total = (intervals: readonly Interval[]) => intervals.reduce((sum, interval) => sum + minutesOf(interval), 0)
  const open = total(openOn(centre, day)) * centre.rooms.length
  return {
    sessions: held.length,
    cancelled: all.length - held.length - missed,
    missed,
    use: open > 0 ? Math.min(1, total(held) / open) : null,
  }
}

type OnFloor = Interval & { hosts: number; setup?: number; teardown?: number }

/** Sessions and courses: hosts and trainers count alike. */
export function anchorsPeak(sessions: readonly OnFloor[]): FloorFacts["peak"] {
  const onAir = sessions.map(({ hosts, setup = 0, teardown = 0, ...at }) => ({
    hosts,
    ...airTime({ ...at, setup, teardown }),
  }))
  const most = peakOf(onAir, ({ hosts }) => hosts)
  return most && { anchors: most.amount, at: most.at }
}
/** The greatest sum over sessions that run at once, and when it is first reached; null when nothing is used. */
function peakOf<S extends Interval>(
  sessions: readonly S[],
  amountOf: (session: S) => number,
): { amount: number; at: Interval } | null {
  const changes = new Map<number, number>()
  const change = (at: Date, by: number) => changes.set(at.getTime(), (changes.get(at.getTime()) ?? 0) + by)
  for (const session of sessions) {
    change(session.start, amountOf(session))
    change(session.end, -amountOf(session))
  }
  const edges = [...changes].sort(([a], [b]) => a - b)
  let most: { amount: number; at: Interval } | null = null
  let amount = 0
  edges.forEach(([edge, by], position) => {
    amount += by
    const [next] = edges[position + 1] ?? [edge]
    if (amount > (most?.amount ?? 0)) most = { amount, at: { start: new Date(edge), end: new Date(next) } }
  })
  return most
}

async function changesSince(world: World, since: Date, bookings: readonly Booking[]): Promise<DigestFacts["changes"]> {
  const byEntity = new Map(bookings.map((booking) => [`booking:${booking.id}`, booking]))
  const entries = await world.store.prisma.audit.findMany({
    where: {
      at: { gt: since },
      entity: { in: [...byEntity.keys()] },
      action: { in: ["book", "move", "extend", "cancel"] },
    },
    orderBy: { id: "asc" },
  })
  return entries.flatMap(({ action, at, entity }) => {
    const booking = byEntity.get(entity)
    return booking ? [{ action: action as "book" | "move" | "extend" | "cancel", at, booking }] : []
  })
}

/** By person and reason. Edits of a digest are left out: the next one says the same. */
async function undeliverableSince(world: World, since: Date): Promise<DigestFacts["undeliverable"]> {
  const { rows } = await world.store.query<DigestFacts["undeliverable"][number]>({
    name: "undeliverable",
    text: `select coalesce(p.name, n.address, '') as name, n.kind, n.state, count(*)::int as count
             from notice n left join person p on p.id = n.person_id
            where n.state in ('failed', 'blocked', 'dropped') and n.result is distinct from 'no longer true'
              and n.kind not in ('digest-edit', 'asked-edit') and n.settled_at > $1
            group by 1, n.kind, n.state order by min(n.settled_at), 1`,
    values: [since],
  })
  return rows
}
