import { aroundTurnover, freeRooms, onQuarter } from "./availability.js"
import { covering } from "./ballot-rows.js"
import { type Centre, planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import type { Facts } from "./facts.js"
import { blockedBy, type Cast } from "./host.js"
import { after, contains, day, hour, type Interval, minutesOf } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import type { ActingFor, Slot, Wish } from "./outcome.js"
import { promisedClass } from "./placing.js"
import { needsNoMore } from "./qualification.js"
import { fittingRooms, horizon, roomsFor } from "./rules.js"
import type { World } from "./world.js"

/** What a refusal offers instead. */

const sideways = 3
const nearby = 3
const reach = day
/** Nobody who asked for the evening wants the night before, as long as there is anything nearer. */
const near = 6 * hour

const reachable = (wish: Interval, now: Date): Interval => ({
  start: new Date(Math.max(now.getTime(), wish.start.getTime() - reach)),
  end: after(wish.end, reach),
})

/** What has to be known to look around a wish, the wish itself included. */
export function windowAround(centre: Centre, wish: Interval, now: Date): Interval {
  const { window } = aroundTurnover(centre, reachable(wish, now), now)
  return { start: wish.start < window.start ? wish.start : window.start, end: window.end }
}

/**
 * The nearest free places for a wish that cannot be had: other rooms at the same time (smallest that fits first), then the same room
 * (or any that fits, when none was named) at the nearest other times within a day either way. None in the past or beyond the plan.
 * `facts`: what is known already; it will do if it reaches far enough.
 */
export async function lookAround(
  world: World,
  about: { member: ActingFor; wish: Wish; now: Date; except: readonly string[]; cast?: Cast; facts?: Facts },
): Promise<Slot[]> {
  const { member, wish, now, cast } = about
  const centre = await currentCentre(world)
  const plan = planOf(centre, member.planId)
  const until = plan ? horizon(centre, plan, now) : after(wish.start, reach)
  const window = reachable(wish, now)
  if (window.end <= window.start || wish.end <= wish.start) return []
  const scope = { ...aroundTurnover(centre, window, now), except: about.except }
  const known = about.facts?.window && contains(about.facts.window, scope.window) ? about.facts : null
  const facts = known ?? (await loadFacts(world, scope))
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
