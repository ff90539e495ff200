import { isDeepStrictEqual } from "node:util"
import { broadcastDay, type Centre, planOf } from "./centre.js"
import { capacities, floorId } from "./facts.js"
import { monthsBeyond } from "./regrant.js"
import type { Prisma } from "./store/generated/client.js"

/** What a new centre changes, in an operator's words, and what it leaves as it is though the new rules would not allow it. */

type Change = { before: Centre | null; after: Centre; now: Date }

/** @returns one line for each room, quantity or plan that is another; empty for the first centre */
export function changesOf({ before, after }: Pick<Change, "before" | "after">): string[] {
  if (!before) return []
  const [had, has] = [capacities(before), capacities(after)]
  const quantities = [...new Set([...had.keys(), ...has.keys()])].flatMap((id) => {
    const [from, to] = [had.get(id) ?? 0, has.get(id) ?? 0]
    return from === to ? [] : [`${id === floorId ? "floor" : `gear ${id}`}: ${from} to ${to}`]
  })
  return [
    ...listed("room", before.rooms, after.rooms),
    ...listed("class", before.classes, after.classes),
    ...quantities,
    ...listed("plan", before.plans, after.plans),
    ...(["hours", "sessions", "reminders", "quiet", "zone", "name", "approvals", "retention"] as const).flatMap(
      (part) => (isDeepStrictEqual(before[part], after[part]) ? [] : [`${part}: changed`]),
    ),
  ]
}

type Listed = { id: string }

function listed(what: string, before: readonly Listed[], after: readonly Listed[]): string[] {
  const had = new Map(before.map((one) => [one.id, one]))
  const has = new Set(after.map(({ id }) => id))
  return [
    ...before.flatMap(({ id }) => (has.has(id) ? [] : [`${what} ${id}: gone`])),
    ...after.flatMap((one) => {
      const was = had.get(one.id)
      if (!was) return [`${what} ${one.id}: new`]
      return isDeepStrictEqual(was, one) ? [] : [`${what} ${one.id}: changed`]
    }),
  ]
}

/** Members who have booked more hours than their plan would have: they keep what they booked, and have none left. */
export async function keptBeyond(tx: Prisma.TransactionClient, { before, after, now }: Change): Promise<string[]> {
  if (!before) return []
  const from = broadcastDay(after, now).slice(0, 7)
  const lines = await Promise.all(
    after.plans.map(async (plan) => {
      if (!planOf(before, plan.id)) return []
      const beyond = await monthsBeyond(tx, { whose: "all", plan, from })
      return beyond.map(
        ({ member, month, used, will }) =>
          `member ${member}: has booked ${hours(used)} h of ${month}, and plan ${plan.id} would leave ${hours(will)} h; what is booked stays`,
      )
    }),
  )
  return lines.flat()
}

const hours = (minutes: number): string => String(Math.round((minutes / 60) * 100) / 100)
