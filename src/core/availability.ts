import { covering } from "./ballot-rows.js"
import { type Centre, gridMinutes, hostsMax, openBetween, planOf, type Room, roomOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Facts, freeStretches, loadFacts, shortagesFor } from "./facts.js"
import { blockedBy, type Cast } from "./host.js"
import { after, contains, day, hour, type Interval, minute, minutesOf } from "./interval.js"
import type { ActingFor, GearWish, Slot, Wish } from "./outcome.js"
import { placeFor, promisedClass } from "./placing.js"
import { needsNoMore } from "./qualification.js"
import { fittingRooms, horizon, roomsFor } from "./rules.js"
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
  const window = { start: question.from, end: question.to }
  const facts = await loadFacts(world, {
    ...aroundTurnover(centre, window, question.now ?? new Date(0)),
    except: question.except ?? [],
  })
  const wanted = question.rooms && new Set(question.rooms)
  const rooms = roomsFor(centre, "any").filter((room) => !wanted || wanted.has(room.id))
  return { rooms: freeRooms({ centre, facts, window, ...question, rooms }) }
}

/** How many such sessions, from `from` to `to`, could take place side by side in rooms of a class. */
export async function roomsAtOnce(world: World, question: Question & { class: string }): Promise<number> {
  const centre = await currentCentre(world)
  const { class: kind, hosts } = question
  const session = { start: question.from, end: question.to }
  const facts = await loadFacts(world, {
    ...aroundTurnover(centre, session, question.now ?? new Date(0)),
    except: question.except ?? [],
  })
  const rooms = roomsFor(centre, { class: kind }).filter((room) => hostsMax(centre, room) >= hosts)
  let claims = facts.claims
  for (let count = 0; ; count++) {
    const place = placeFor({ centre, facts: { claims }, session, rooms: rooms.map(({ id }) => id) })
    if (!place) return count
    const flexible = { id: `another ${count}`, version: 0, class: kind, hosts, member: "" }
    const claim = { room: place.room, start: session.start, end: after(session.end, turnoverOf(centre)), flexible }
    const to = new Map(place.moves.map(({ id, room }) => [id, room]))
    claims = [...claims.map((one) => ({ ...one, room: to.get(one.flexible?.id ?? "") ?? one.room })), claim]
  }
}

const turnoverOf = ({ sessions }: Centre): number => sessions.turnover * minute

/** Facts of everybody around a window: what was claimed just before and is claimed just after it matters too. */
function aroundTurnover(centre: Centre, window: Interval, now: Date) {
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

function freeRooms(search: Search): { room: string; free: Interval[] }[] {
  const { centre, facts, window, minutes, hosts, gear, rooms } = search
  const open = openBetween(centre, addDays(localDay(window.start, centre.zone), -1), localDay(window.end, centre.zone))
    .map((period) => clip(period, window))
    .filter((period) => period.start < period.end)
  const short = [...shortagesFor(facts, hosts, gear), ...(search.not ?? [])]
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
  const where = { ...at, turnover: centre.sessions.turnover }
  const free = freeStretches(facts, where)
  if (!facts.claims.some(({ flexible, room }) => flexible && room === at.room)) return free
  const fixed = { ...facts, claims: facts.claims.filter(({ flexible }) => !flexible) }
  // Only those in rooms of its class could change places with whoever sits there.
  const kind = roomOf(centre, at.room)?.class
  const alike = centre.rooms.filter((room) => room.class === kind).map(({ id }) => id)
  const claims = facts.claims.filter(({ room }) => alike.includes(room))
  const full = fullQuarters(claims, alike.length)
  const canBeHad = (session: Interval): boolean =>
    free.some((stretch) => contains(stretch, session)) ||
    (!full.some((quarter) => quarter < claimedUntil(centre, session) && session.start.getTime() < quarter + grid) &&
      placeFor({ centre, facts: { claims }, session, rooms: [at.room] }) !== null)
  return freeStretches(fixed, where).flatMap((stretch) => runsIn(stretch, minutes, canBeHad))
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

const sideways = 3
const nearby = 3
const reach = day
/** Nobody who asked for the evening wants the night before, as long as there is anything nearer. */
const near = 6 * hour

/**
 * The nearest free places for a wish that cannot be had: other rooms at the same time (smallest that fits first), then the same room
 * (or any that fits, when none was named) at the nearest other times within a day either way. None in the past or beyond the plan.
 */
export async function lookAround(
  world: World,
  about: { member: ActingFor; wish: Wish; now: Date; except: readonly string[]; cast?: Cast },
): Promise<Slot[]> {
  const { member, wish, now, cast } = about
  const centre = await currentCentre(world)
  const plan = planOf(centre, member.planId)
  const until = plan ? horizon(centre, plan, now) : after(wish.start, reach)
  const window = {
    start: new Date(Math.max(now.getTime(), wish.start.getTime() - reach)),
    end: after(wish.end, reach),
  }
  if (window.end <= window.start || wish.end <= wish.start) return []
  const facts = await loadFacts(world, { ...aroundTurnover(centre, window, now), except: about.except })
  // Who did not wish for what has to be learnt is not offered it.
  const meant = roomsFor(centre, wish.room).map(({ id }) => id)
  const than = wish.room === "any" ? [] : meant
  const anyRoom = fittingRooms({ centre, member, wish: { ...wish, room: "any" } }).filter((room) =>
    needsNoMore(centre, room, than),
  )
  const free = freeRooms({
    centre,
    facts,
    window,
    minutes: minutesOf(wish),
    hosts: wish.hosts,
    gear: wish.gear,
    rooms: anyRoom,
    not: cast ? blockedBy(cast.onAir, wish.phases ?? { setup: 0, teardown: 0 }, centre.sessions.hostRest) : [],
  })
  const wanted = new Set(meant)
  const beside = free
    .filter(({ free }) => free.some((stretch) => contains(stretch, wish)))
    .slice(0, sideways)
    .map(({ room }) => ({ room, start: wish.start, end: wish.end }))
  const sameRoom = free.filter(({ room }) => wanted.has(room))
  const around = nearest(sameRoom, wish, now)
    .slice(0, nearby)
    .map((slot) => {
      const roomClass = promisedClass(centre, { ...wish, start: slot.start }, now)
      return roomClass === null ? slot : { ...slot, roomClass }
    })
  const found = [...beside, ...around.filter((slot) => distance(slot, wish) <= near)]
  const slots = found.length > 0 ? found : nearest(free, wish, now).slice(0, nearby)
  return slots.filter((slot) => slot.start < until && !covering(centre, slot))
}

/** The nearest start in each stretch, nearest first; one slot per start. */
function nearest(free: readonly { room: string; free: readonly Interval[] }[], wish: Wish, now: Date): Slot[] {
  const length = wish.end.getTime() - wish.start.getTime()
  const slots = new Map<number, Slot>()
  for (const { room, free: stretches } of free) {
    for (const stretch of stretches) {
      const latest = stretch.end.getTime() - length
      const start = Math.min(Math.max(wish.start.getTime(), onQuarter(stretch.start)), latest)
      if (
        start < now.getTime() ||
        start < stretch.start.getTime() ||
        start === wish.start.getTime() ||
        slots.has(start)
      )
        continue
      slots.set(start, { room, start: new Date(start), end: new Date(start + length) })
    }
  }
  return [...slots.values()].sort((a, b) => distance(a, wish) - distance(b, wish))
}

const distance = (slot: Slot, wish: Wish): number => Math.abs(slot.start.getTime() - wish.start.getTime())

/** Up to the next quarter hour. */
const onQuarter = (instant: Date): number => Math.ceil(instant.getTime() / (15 * minute)) * 15 * minute
