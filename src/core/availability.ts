import { type Centre, gridMinutes, hostsMax, openBetween, type Room, roomOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Claimed, type Facts, shortagesFor } from "./facts.js"
import { after, contains, type Interval, joined, minute, minutesOf, overlaps } from "./interval.js"
import { type Busy, busyOf, loadFacts, settledIn } from "./load-facts.js"
import type { GearWish } from "./outcome.js"
import { placeFor } from "./placing.js"
import { roomsFor } from "./rules.js"
import { addDays, localDay } from "./time.js"
import type { World } from "./world.js"

/** What is free: the one computation behind questions, pickers, pictures and alternatives. */

export type Question = {
  from: Date
  to: Date
  /** The length that must fit, in minutes. */
  minutes: number
  hosts: number
  gear: readonly GearWish[]
  /** Only these rooms; all when absent. Rooms too small for the hosts are left out in any case. */
  rooms?: readonly string[]
  /** A booking that is about to be moved, what is kept for who asks: what they have counts as free. */
  except?: readonly string[]
  /** What was kept until then is free. */
  now?: Date
}

/**
 * For each room the stretches, within opening hours, in which such a session could lie, also where a booking of any room of a class
 * would have to make way; such stretches may overlap. Past times are the caller's to cut off.
 */
export type Availability = { rooms: readonly { room: string; free: readonly Interval[] }[] }

export async function availability(world: World, question: Question): Promise<Availability> {
  const centre = await currentCentre(world)
  const { window, facts } = await lookedUp(world, centre, question)
  const answers = known.get(facts) ?? new Map<string, Availability>()
  known.set(facts, answers)
  const { now: _, ...asked } = question
  const about = JSON.stringify([centre.version, asked])
  const before = answers.get(about)
  if (before) return before
  const answer = { rooms: freeRooms({ centre, facts, window, ...question, rooms: roomsAsked(centre, question) }) }
  answers.set(about, answer)
  return answer
}

/** What came of facts that are the same still. */
const known = new WeakMap<Facts, Map<string, Availability>>()

/** What can be had at a certain time. */
export type Throughout = {
  /** Rooms that are free from the beginning to the end, each by itself. */
  rooms: readonly string[]
  /** How many such sessions could take place side by side in rooms of a class: each of two may be had, and not both at once. */
  atOnce(kind: string): number
}

/** What is free throughout a session from `from` to `to`, of one look at the store. */
export async function freeThroughout(world: World, question: Asked): Promise<Throughout> {
  const centre = await currentCentre(world)
  const { window, facts } = await lookedUp(world, centre, question)
  const rooms = roomsAsked(centre, question)
  const free = freeRooms({ centre, facts, window, minutes: minutesOf(window), ...question, rooms })
  return {
    rooms: free.map(({ room }) => room),
    atOnce: (kind) => sideBySide({ centre, facts, session: window }, { kind, hosts: question.hosts }),
  }
}

type Asked = Omit<Question, "minutes">

async function lookedUp(world: World, centre: Centre, { from, to, now = new Date(0), except = [] }: Asked) {
  const window = { start: from, end: to }
  return { window, facts: await loadFacts(world, { ...aroundTurnover(centre, window, now), except }) }
}

const roomsAsked = (centre: Centre, { rooms }: Asked): readonly Room[] =>
  roomsFor(centre, "any").filter(({ id }) => !rooms || rooms.includes(id))

type Sitting = { centre: Centre; facts: Facts; session: Interval }

function sideBySide({ centre, facts, session }: Sitting, { kind, hosts }: { kind: string; hosts: number }): number {
  const rooms = roomsFor(centre, { class: kind }).filter((room) => hostsMax(centre, room) >= hosts)
  const taken = { start: session.start, end: after(session.end, turnoverOf(centre)) }
  const another = (room: string, n: number): Claimed => ({
    ...taken,
    room,
    flexible: { id: `another ${n}`, version: 0, class: kind, hosts, member: "" },
  })
  // Rooms that are free are taken all at once; only beyond them might somebody make way.
  const busy = new Set(facts.claims.filter((claim) => overlaps(claim, taken)).map(({ room }) => room))
  const free = rooms.filter(({ id }) => !busy.has(id))
  if (!facts.claims.some(({ flexible }) => flexible)) return free.length
  let claims = [...facts.claims, ...free.map(({ id }, n) => another(id, n))]
  for (let count = free.length; ; count++) {
    const place = placeFor({ centre, facts: { claims }, session, rooms: rooms.map(({ id }) => id) })
    if (!place) return count
    const to = new Map(place.moves.map(({ id, room }) => [id, room]))
    claims = [
      ...claims.map((one) => ({ ...one, room: to.get(one.flexible?.id ?? "") ?? one.room })),
      another(place.room, count),
    ]
  }
}

const turnoverOf = ({ sessions }: Centre): number => sessions.turnover * minute

/** Facts of everybody around a window: what was claimed just before and is claimed just after it matters too. */
export function aroundTurnover(centre: Centre, window: Interval, now: Date) {
  const margin = turnoverOf(centre)
  return {
    window: { start: after(window.start, -margin), end: after(window.end, margin) },
    now,
    memberId: null,
    months: [],
  }
}

type Search = {
  centre: Centre
  facts: Facts
  window: Interval
  minutes: number
  hosts: number
  gear: readonly GearWish[]
  rooms: readonly Room[]
  /** When it could not be for other reasons. */
  not?: readonly Interval[]
}

export function freeRooms(search: Search): { room: string; free: Interval[] }[] {
  const { centre, facts, window, minutes, hosts, gear, rooms } = search
  const open = openBetween(centre, addDays(localDay(window.start, centre.zone), -1), localDay(window.end, centre.zone))
    .map((period) => clip(period, window))
    .filter((period) => period.start < period.end)
  const short = joined([...shortagesFor(facts, hosts, gear), ...(search.not ?? [])])
  return rooms
    .filter((room) => hostsMax(centre, room) >= hosts)
    .map((room) => ({
      room: room.id,
      free: stretchesIn(search, { room: room.id, open, short }).filter((free) => minutesOf(free) >= minutes),
    }))
    .filter(({ free }) => free.length > 0)
}

function stretchesIn(
  { centre, facts, minutes }: Search,
  at: { room: string; open: readonly Interval[]; short: readonly Interval[] },
): Interval[] {
  const where = { ...at, turnover: turnoverOf(centre) }
  const settled = settledIn(facts, at.room)
  if (settled) return freeStretches(settled, where)
  const here = facts.claims.filter(({ room }) => room === at.room)
  const fixed = here.filter(({ flexible }) => !flexible)
  const free = freeStretches(busyOf(here), where)
  if (fixed.length === here.length) return free
  // Only those in rooms of its class could change places with whoever sits there.
  const kind = roomOf(centre, at.room)?.class
  const alike = centre.rooms.filter((room) => room.class === kind).map(({ id }) => id)
  const claims = facts.claims.filter(({ room }) => alike.includes(room))
  const full = fullQuarters(claims, alike.length)
  const canBeHad = (session: Interval): boolean =>
    free.some((stretch) => contains(stretch, session)) ||
    (!full.some((quarter) => quarter < claimedUntil(centre, session) && session.start.getTime() < quarter + grid) &&
      placeFor({ centre, facts: { claims }, session, rooms: [at.room] }) !== null)
  return freeStretches(busyOf(fixed), where).flatMap((stretch) => runsIn(stretch, minutes, canBeHad))
}

/**
 * The stretches in which a session may lie in one room: the opening hours less what others have claimed (a session must leave its
 * own turnover, in ms, before the next claim) and less the quarters in which floor or gear run out. One sweep over numbers: cutting
 * dates out of dates took five times as long.
 */
export function freeStretches(
  { starts, ends }: Busy,
  { open, short, turnover }: { open: readonly Interval[]; short: readonly Interval[]; turnover: number },
): Interval[] {
  const taken = Array.from(starts, (start, n) => ({ from: start - turnover, to: ends[n] ?? start }))
  for (const { start, end } of short) taken.push({ from: start.getTime(), to: end.getTime() })
  if (short.length > 0) taken.sort((a, b) => a.from - b.from)
  const free: Interval[] = []
  let over = 0
  for (const { start, end } of open) {
    const until = end.getTime()
    let from = start.getTime()
    while ((taken[over]?.to ?? until) <= from) over += 1
    for (let n = over, busy = taken[n]; busy && busy.from < until; busy = taken[++n]) {
      if (busy.from > from) free.push({ start: new Date(from), end: new Date(busy.from) })
      from = Math.max(from, busy.to)
    }
    if (from < until) free.push({ start: new Date(from), end })
  }
  return free
}

const grid = gridMinutes * minute
const claimedUntil = (centre: Centre, { end }: Interval): number => end.getTime() + turnoverOf(centre)

/** The quarter hours in which as many have a room of a class as there are: then nobody's changing places helps. */
function fullQuarters(claims: readonly Interval[], rooms: number): number[] {
  const taken = new Map<number, number>()
  for (const { start, end } of claims)
    for (let at = start.getTime(); at < end.getTime(); at += grid) taken.set(at, (taken.get(at) ?? 0) + 1)
  return [...taken].filter(([, count]) => count >= rooms).map(([at]) => at)
}

/** Stretches in which a session of this length can be had at whichever quarter hour it begins. */
function runsIn(stretch: Interval, minutes: number, canBeHad: (session: Interval) => boolean): Interval[] {
  const runs: Interval[] = []
  let run: Interval | null = null
  for (let start = stretch.start; after(start, minutes * minute) <= stretch.end; ) {
    const session = { start, end: after(start, minutes * minute) }
    if (!canBeHad(session)) run = null
    else if (run) run.end = session.end
    else {
      run = session
      runs.push(run)
    }
    start = new Date(onQuarter(after(start, 1)))
  }
  return runs
}

const clip = (period: Interval, window: Interval): Interval => ({
  start: period.start > window.start ? period.start : window.start,
  end: period.end < window.end ? period.end : window.end,
})

/** Up to the next quarter hour. */
export const onQuarter = (instant: Date): number => Math.ceil(instant.getTime() / (15 * minute)) * 15 * minute
