import { gridMinutes } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { bookingsOn } from "./digest.js"
import { freeOf } from "./facts.js"
import { type Interval, minute } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import { type Ask, type Booking, gone, type Refused, refused } from "./outcome.js"
import type { LocalDay } from "./time.js"
import type { World } from "./world.js"

/** Gear: how many are free when, and what staff must have ready. */

/** How many of a kind are free, in stretches of the same number. */
export type GearFree = readonly (Interval & { free: number })[]

export async function gearFree(
  world: World,
  { gear, window, now }: { gear: string; window: Interval; now: Date },
): Promise<GearFree> {
  const facts = await loadFacts(world, { window, now, memberId: null, months: [], except: [] })
  const stretches: (Interval & { free: number })[] = []
  const step = gridMinutes * minute
  for (let at = window.start.getTime(); at < window.end.getTime(); at += step) {
    const quarter = { start: new Date(at), end: new Date(at + step) }
    const free = Math.max(0, freeOf(facts, gear, quarter))
    const last = stretches.at(-1)
    if (last?.free === free) last.end = quarter.end
    else stretches.push({ ...quarter, free })
  }
  return stretches
}

/** The sessions of a broadcast day that need gear, by time. Staff only. */
export async function pickList(world: World, ask: Ask, day: LocalDay): Promise<Booking[] | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const centre = await currentCentre(world)
  return (await bookingsOn(world, centre, day)).filter((booking) => gone(booking) === null && booking.gear.length > 0)
}
