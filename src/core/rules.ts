import {
  broadcastDay,
  type Centre,
  gearOf,
  gridMinutes,
  hostsMax,
  longestOf,
  openBetween,
  openOn,
  type Plan,
  peakMinutes,
  planOf,
  type Room,
  roomOf,
} from "./centre.js"
import { type Cost, type Facts, floorId, freeOf, hoursIn, withPlaces } from "./facts.js"
import { airTime, clash, hostTime } from "./host.js"
import { after, contains, day, type Interval, minute, minutesOf, overlaps } from "./interval.js"
import type { ActingFor, Phases, Refusal, RoomWish, Wish } from "./outcome.js"
import { type Place, placeFor, promisedClass } from "./placing.js"
import { lacking } from "./qualification.js"
import { addDays, instantAt, localDay, wallLength, wallMinutes } from "./time.js"

/**
 * The rules of booking, as pure functions over what is known. {@link decide} is one straight run of refusals in their documented
 * order (the order of `Refusal` in outcome.ts); the first that applies is the answer. Alternatives are filled in by the caller.
 */

export type Case = {
  centre: Centre
  now: Date
  member: ActingFor
  wish: Wish
  facts: Facts
  /** The centre's staff ask: qualifications that are lacking do not stop them. */
  staff?: boolean
  /** What a booking that is being changed gives back first. */
  was?: { month: string; minutes: number; peakMinutes: number; start: Date; room: string }
  /** It is changed too late for hours to come back: what it costs at least. */
  late?: Pick<Cost, "minutes" | "peakMinutes">
  /** What it falls into is given out by lot, and they may not book it otherwise. */
  ballot?: { id: string; name: string; deadline: Date } | null
  /** It is drawn in a ballot, or wished for in one: that may be further ahead than their plan books. */
  byLot?: true
}

export type Decision =
  | (Place & { is: "yes"; roomClass: string | null; cost: Cost; phases: Phases })
  | { is: "no"; refusal: Refusal }

const no = (refusal: Refusal): Decision => ({ is: "no", refusal })

/** The month a session is charged to: that of the broadcast day on which it begins. */
export const costOf = (centre: Centre, session: Interval): Cost => ({
  month: broadcastDay(centre, session.start).slice(0, 7),
  minutes: minutesOf(session),
  peakMinutes: peakMinutes(centre, session),
})

/** What a wish costs; what is changed too late costs no less than it did, in whichever month it is then. */
function costNow({ centre, wish, late = { minutes: 0, peakMinutes: 0 } }: Case): Cost {
  const { month, minutes, peakMinutes } = costOf(centre, wish)
  return {
    month,
    minutes: Math.max(minutes, late.minutes),
    peakMinutes: Math.max(peakMinutes, late.peakMinutes),
  }
}

export function decide(about: Case): Decision {
  const refusal =
    timeRefusal(about) ??
    ballotRefusal(about) ??
    blockedRefusal(about) ??
    thingsRefusal(about) ??
    qualificationRefusal(about) ??
    planRefusal(about)
  if (refusal) return no(refusal)
  return decideRoom(about)
}

/** Refusals of when: they need no knowledge of who has what. */
function timeRefusal({ centre, now, member, wish, facts, was, ballot, byLot }: Case): Refusal | null {
  if (member.status === "suspended") return { why: "suspended" }
  if (wish.end <= wish.start) return { why: "backwards" }
  if (!onGrid(centre, wish.start) || !onGrid(centre, wish.end)) return { why: "off_grid", grid: gridMinutes }
  if (wish.start < now && wish.start.getTime() !== was?.start.getTime()) return { why: "past" }
  const plan = planOf(centre, member.planId)
  const until = plan && horizon(centre, plan, now)
  if (plan && until && wish.start >= until && !byLot && !ballot) return { why: "too_far", days: plan.daysAhead, until }
  const missed = plan && missedRefusal({ centre, now, wish, facts, plan })
  if (missed && !(was && wish.start <= was.start)) return missed
  const minutes = minutesOf(wish)
  if (minutes < centre.sessions.shortest) return { why: "too_short", shortest: centre.sessions.shortest }
  const longest = longestOf(centre, plan)
  if (Math.min(minutes, wallLength(wish, centre.zone)) > longest) return { why: "too_long", longest }
  return openRefusal(centre, wish)
}

type Missing = Pick<Case, "centre" | "now" | "wish" | "facts"> & { plan: Plan }

function missedRefusal({ centre, now, wish, facts, plan }: Missing): Refusal | null {
  if (!limitedByMissing(centre, { plan, start: wish.start, now })) return null
  const { limit = 0, days = 0, daysAhead = 0 } = plan.noShows ?? {}
  const count = facts.missed.filter((start) => start > after(now, -days * day)).length
  return count >= limit ? { why: "missed", count, days, daysAhead } : null
}

/** Is a session so far ahead that whoever missed too many may not book it? Then it matters how many they missed. */
export function limitedByMissing(centre: Centre, about: { plan: Plan; start: Date; now: Date }): boolean {
  const { plan, start, now } = about
  return plan.noShows !== undefined && start >= horizon(centre, { daysAhead: plan.noShows.daysAhead }, now)
}

function openRefusal(centre: Centre, wish: Wish): Refusal | null {
  const day = localDay(wish.start, centre.zone)
  const open = openBetween(centre, addDays(day, -1), addDays(day, 1))
  if (open.some((period) => contains(period, wish))) return null
  return { why: "closed", open: openOn(centre, broadcastDay(centre, wish.start)), alternatives: [] }
}

export const ballotRefusal = ({ ballot, now }: Pick<Case, "ballot" | "now">): Refusal | null =>
  ballot
    ? { why: "in_ballot", ballot: ballot.id, name: ballot.name, until: ballot.deadline > now ? ballot.deadline : null }
    : null

/** Every room that would do is out of use at some moment of the session: until when, as far as that is known. */
function blockedRefusal({ centre, wish, facts }: Case): Refusal | null {
  const rooms = roomsFor(centre, wish.room)
  const inTheWay = rooms.map(({ id }) =>
    facts.closures.find(({ room, ...at }) => (room === null || room === id) && overlaps(at, wish)),
  )
  const [first] = inTheWay
  if (!first || inTheWay.includes(undefined)) return null
  const until = inTheWay.reduce((least, one) => (one && one.end < least ? one.end : least), first.end)
  return { why: "blocked", room: rooms.length === 1 ? first.room : null, until, reason: first.reason, alternatives: [] }
}

/** The end of the last day that a plan may book, as seen from the centre's today. */
export const horizon = (centre: Centre, plan: Pick<Plan, "daysAhead">, now: Date): Date =>
  instantAt(addDays(localDay(now, centre.zone), plan.daysAhead + 1), 0, centre.zone)

/** Starts and ends lie on the quarter hours of the centre's clock. */
const onGrid = (centre: Centre, instant: Date): boolean =>
  instant.getTime() % 60_000 === 0 &&
  wallMinutes(instant, localDay(instant, centre.zone), centre.zone) % gridMinutes === 0

/** Refusals of what: rooms, hosts and gear as such. */
function thingsRefusal({ centre, member, wish }: Case): Refusal | null {
  const rooms = roomsFor(centre, wish.room)
  if (rooms.length === 0) return { why: "no_such_room" }
  const classes = planOf(centre, member.planId)?.classes
  const allowed = classes ? rooms.filter((room) => classes.includes(room.class)) : rooms
  if (classes && allowed.length === 0) return { why: "class_not_in_plan", classes }
  if (!Number.isInteger(wish.hosts) || wish.hosts < 1) return { why: "bad_hosts" }
  if (!allowed.some((room) => hostsMax(centre, room) >= wish.hosts)) {
    const max = Math.max(...allowed.map((room) => hostsMax(centre, room)))
    const fitting = centre.rooms.filter(
      (room) => hostsMax(centre, room) >= wish.hosts && (classes?.includes(room.class) ?? true),
    )
    return { why: "too_many_hosts", max, rooms: fitting.map((room) => room.id) }
  }
  const { setup, teardown } = wish.phases ?? unphased
  const most = minutesOf(wish) - gridMinutes
  if (![setup, teardown].every((minutes) => Number.isInteger(minutes) && minutes >= 0) || setup + teardown > most)
    return { why: "off_air", most: Math.max(0, most) }
  for (const { id, quantity } of wish.gear) {
    const gear = gearOf(centre, id)
    if (!gear || !Number.isInteger(quantity) || quantity < 1) return { why: "no_such_gear" }
    if (quantity > gear.quantity) return { why: "gear_beyond_stock", gear: id, stock: gear.quantity }
  }
  return null
}

/** What nobody of the member has learnt: for the gear, or for every room that would do. The caller says where to learn it. */
function qualificationRefusal(about: Case): Refusal | null {
  if (about.staff) return null
  const [gear] = lacks(about, null)
  const rooms = fittingRooms(about).map((room) => lacks(about, room))
  const lacked = gear ?? (rooms.every((kinds) => kinds.length > 0) ? rooms[0]?.[0] : undefined)
  return lacked === undefined ? null : { why: "not_qualified", qualification: lacked, courses: [] }
}

/** What a session of this wish lacks in a room; without one, by its gear alone. */
const lacks = ({ centre, facts, wish }: Case, room: Room | null): string[] =>
  lacking(centre, facts.qualified, { room: room?.id ?? "", start: wish.start, gear: wish.gear })

/** The rooms a wish would take, whoever asks and however many hosts. */
export function roomsFor(centre: Centre, wish: RoomWish): readonly Room[] {
  if (wish === "any") return centre.rooms
  if ("class" in wish) return centre.rooms.filter((room) => room.class === wish.class)
  const room = roomOf(centre, wish.room)
  return room ? [room] : []
}

/** Refusals of how much: what the plan still allows. A changed booking gives back its own first. */
function planRefusal(about: Case): Refusal | null {
  const { centre, member, facts, was } = about
  const max = planOf(centre, member.planId)?.openBookings ?? 0
  if (!was && facts.openBookings >= max) return { why: "too_many_open", max }
  const cost = costNow(about)
  const hours = hoursIn(facts, centre, member, cost.month)
  const back = was?.month === cost.month ? was : { minutes: 0, peakMinutes: 0 }
  const left = hours.granted - hours.used + back.minutes
  if (cost.minutes > left) return { why: "hours_spent", left, needed: cost.minutes, month: cost.month }
  const peakLeft = hours.peakGranted - hours.peakUsed + back.peakMinutes
  if (cost.peakMinutes > peakLeft)
    return { why: "peak_spent", left: peakLeft, needed: cost.peakMinutes, month: cost.month }
  return null
}

/** Who has what: a room that is free, then the floor, then the gear. */
function decideRoom(about: Case): Decision {
  const { centre, wish, facts } = about
  const place = placeFor({ centre, facts, session: wish, rooms: inOrder(about) })
  if (!place) {
    const named = typeof wish.room === "object" && "room" in wish.room ? wish.room.room : null
    return no({ why: "taken", room: named, alternatives: [] })
  }
  const phases = phasesIn(centre, place.room, wish)
  const short = shortRefusal(about, phases)
  if (short) return no(short)
  return { is: "yes", ...place, roomClass: promisedClass(centre, wish, about.now), cost: costNow(about), phases }
}

/** What others have, the room apart: the floor, gear, a host. */
export function shortRefusal({ centre, wish, facts }: Case, phases: Phases): Refusal | null {
  const free = freeOf(facts, floorId, onFloor({ ...wish, ...phases }))
  if (free < wish.hosts) return { why: "floor_full", free: Math.max(0, free), alternatives: [] }
  for (const { id, quantity } of wish.gear) {
    const left = freeOf(facts, id, wish)
    if (left < quantity) return { why: "gear_short", gear: id, free: Math.max(0, left), alternatives: [] }
  }
  const busy =
    facts.cast && clash(facts.cast.named, facts.cast.onAir, hostTime({ ...wish, ...phases }, centre.sessions.hostRest))
  return busy ? { why: "host_busy", host: busy.host.name, until: busy.until, alternatives: [] } : null
}

const unphased: Phases = { setup: 0, teardown: 0 }

/** As was wished; else as the class of the room has it, as far as that leaves a quarter of an hour on air. */
export function phasesIn(centre: Centre, roomId: string, wish: Pick<Wish, "start" | "end" | "phases">): Phases {
  if (wish.phases) return wish.phases
  const { setup, teardown } = centre.classes.find(({ id }) => id === roomOf(centre, roomId)?.class) ?? unphased
  const most = Math.max(0, minutesOf(wish) - gridMinutes)
  const first = Math.min(setup, most)
  return { setup: first, teardown: Math.min(teardown, most - first) }
}

/** When a session's anchors are on the floor: while it is on air, in whole quarter hours. */
export function onFloor(session: Interval & Phases): Interval {
  const { start, end } = airTime(session)
  const grid = gridMinutes * minute
  return {
    start: new Date(Math.floor(start.getTime() / grid) * grid),
    end: new Date(Math.ceil(end.getTime() / grid) * grid),
  }
}

/** The rooms that would do, in the order in which they are tried: whoever has one already stays there if they can. */
function inOrder(about: Case): string[] {
  const fitting = fittingRooms(about)
  const qualified = fitting.filter((room) => lacks(about, room).length === 0)
  // Only staff get here without one they are qualified for.
  const rooms = (qualified.length > 0 ? qualified : fitting).map(({ id }) => id)
  const had = about.was?.room
  return had !== undefined && rooms.includes(had) ? [had, ...rooms.filter((id) => id !== had)] : rooms
}

/** Of several rooms that would do at this time, is this the last that can be had? */
export function isLast(about: Case, { room, moves }: Place): boolean {
  const { centre, member, wish, facts } = about
  const others = fittingRooms({ centre, member, wish: { ...wish, room: "any" } }).filter(
    (other) => other.id === room || lacks(about, other).length === 0,
  )
  const claim = { room, start: wish.start, end: after(wish.end, centre.sessions.turnover * minute) }
  const then = withPlaces(facts, { claims: [claim], moves, still: [] })
  const rooms = others.map(({ id }) => id)
  return others.length > 1 && placeFor({ centre, facts: { claims: then }, session: wish, rooms }) === null
}

/** The rooms that would do, the smallest that fits first, so that large ones stay free for those who need them. */
export function fittingRooms({ centre, member, wish }: Pick<Case, "centre" | "member" | "wish">): readonly Room[] {
  const classes = planOf(centre, member.planId)?.classes
  return roomsFor(centre, wish.room)
    .filter((room) => hostsMax(centre, room) >= wish.hosts && (classes?.includes(room.class) ?? true))
    .map((room) => ({ room, size: hostsMax(centre, room) }))
    .sort((a, b) => a.size - b.size)
    .map(({ room }) => room)
}
