import { type Sources, sourcesOf } from "../../allowance.js"
import { planOf } from "../../centre.js"
import type { PlanUse } from "../../quota.js"
import { addDays } from "../../time.js"
import type { Phrasing } from "../phrasing.js"
import { lines, type Scene } from "../scene.js"
import type { Line } from "../turn.js"

/** Where a month's hours come from. */

/** How a month is made up, where it is more than the plan. */
export async function sourceLines({ world, say }: Scene, memberId: string, { month }: PlanUse): Promise<Line[]> {
  const sources = await sourcesOf(world, memberId, month)
  return sources && (sources.rolled > 0 || sources.extra > 0) ? lines(madeUp(say, month, sources)) : []
}

function madeUp(say: Phrasing, month: string, { plan, rolled, extra }: Sources): string {
  const { membership, dot } = say.words
  const before = addDays(`${month}-01`, -1).slice(0, 7)
  return [
    membership.fromPlan(say.length(plan)),
    ...(rolled > 0 ? [membership.rolled(say.length(rolled), say.month(before))] : []),
    ...(extra > 0 ? [membership.extra(say.length(extra))] : []),
  ].join(dot)
}

/** What becomes of what is left. */
export function leftOver({ centre, say, ask }: Scene): Line[] {
  const { membership } = say.words
  const plan = planOf(centre, ask.actor.member?.planId ?? "")
  if (!plan) return []
  return lines(plan.rollOver > 0 ? membership.goOver(say.length(Math.round(plan.rollOver * 60))) : membership.lapse)
}
