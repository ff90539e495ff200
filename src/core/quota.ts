import { broadcastDay, planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { hoursIn } from "./facts.js"
import { loadFacts } from "./load-facts.js"
import type { Actor } from "./outcome.js"
import type { World } from "./world.js"

/** A member's plan this month, in minutes. */
export type PlanUse = {
  month: string
  granted: number
  used: number
  peakGranted: number
  peakUsed: number
  openBookings: number
  openMax: number
}

export async function hoursOf(world: World, actor: Actor, now: Date): Promise<PlanUse | null> {
  const { member } = actor
  if (!member) return null
  const centre = await currentCentre(world)
  const month = broadcastDay(centre, now).slice(0, 7)
  const facts = await loadFacts(world, {
    window: { start: now, end: now },
    now,
    memberId: member.id,
    months: [month],
    except: [],
  })
  const openMax = planOf(centre, member.planId)?.openBookings ?? 0
  return { month, ...hoursIn(facts, centre, member, month), openBookings: facts.openBookings, openMax }
}
