import { isDeepStrictEqual } from "node:util"
import { type SessionsBeyond, sessionsBeyond } from "./allowance.js"
import { broadcastDay, type Centre, type Plan, planOf } from "./centre.js"
import { type Break, breaksOf } from "./centre-conflicts.js"
import { currentCentre } from "./centre-store.js"
import { type Ask, liveStatuses, type Refused, refused } from "./outcome.js"
import { type MonthUnder, monthsBeyond } from "./regrant.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/** What would break if a rule, a plan or a quantity were another: judged as the centre's file is when it is applied. */

/** What stays as one member has booked it, though the plan would not allow it. */
export type Beyond = { member: string; months: readonly MonthUnder[] } & SessionsBeyond
export type WhatIf = { is: "what if"; breaks: readonly Break[]; beyond: readonly Beyond[] } | Refused

/** Nothing is written. Staff only. */
export async function whatIf(world: World, ask: Ask, change: (centre: Centre) => Centre): Promise<WhatIf> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { version: _, ...before } = await currentCentre(world)
  const about = { before, after: change(before), now: ask.now }
  return world.store.prisma.$transaction(async (tx) => {
    const breaks = await breaksOf(tx, about)
    const plans = about.after.plans.filter((plan) => {
      const was = planOf(before, plan.id)
      return was && !isDeepStrictEqual(was, plan)
    })
    const beyond: Beyond[] = []
    for (const plan of plans) beyond.push(...(await beyondOf(tx, { centre: about.after, plan, now: ask.now })))
    return { is: "what if", breaks, beyond }
  })
}

type On = { centre: Centre; plan: Plan; now: Date }

/** Members of a plan who have booked more than it would allow, by name. */
async function beyondOf(tx: Prisma.TransactionClient, { centre, plan, now }: On): Promise<Beyond[]> {
  const months = await monthsBeyond(tx, { whose: "all", plan, from: broadcastDay(centre, now).slice(0, 7) })
  const rows = await tx.booking.findMany({
    where: { member: { planId: plan.id }, endsAt: { gt: now }, status: { in: liveStatuses } },
    select: { roomId: true, startsAt: true, member: { select: { name: true } } },
  })
  const booked = new Map<string, typeof rows>()
  for (const row of rows) booked.set(row.member.name, [...(booked.get(row.member.name) ?? []), row])
  const names = [...new Set([...months.map(({ member }) => member), ...booked.keys()])].sort()
  return names
    .map((member) => ({
      member,
      months: months.filter((month) => month.member === member),
      ...sessionsBeyond(centre, plan, { booked: booked.get(member) ?? [], now }),
    }))
    .filter(({ months, classes, ahead, open }) => months.length + classes + ahead + open > 0)
}
