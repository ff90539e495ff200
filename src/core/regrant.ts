import type { Plan } from "./centre.js"
import { planHours } from "./facts.js"
import { Prisma } from "./store/generated/client.js"

/**
 * Months that have begun, when their plan is another or gives other hours. What went over from the month before and what staff granted
 * stays as it is, and never is less left than what is used.
 */

/** `will`: what the plan makes of the month's hours; with fewer than are used, those that are used stay. */
export type MonthUnder = { member: string; month: string; used: number; will: number }

type Months = {
  /** Of all who are on the plan, or of one who is to be. */
  whose: "all" | { member: string }
  plan: Plan
  /** From this month on. */
  from: string
}

/** What is a plan's of a month's hours are the lines of the ledger that name no one who granted them. */
const months = ({ whose, plan, from }: Months): Prisma.Sql => {
  const { granted, peakGranted } = planHours(plan)
  const member = whose === "all" ? null : whose.member
  return Prisma.sql`
    select q.*, m.name, ${granted}::integer + q.granted - e.minutes as will, ${peakGranted}::integer + q.peak_granted - e.peak_minutes as peak_will
      from quota q join member m on m.id = q.member_id
      cross join lateral (
        select coalesce(sum(minutes), 0)::integer as minutes, coalesce(sum(peak_minutes), 0)::integer as peak_minutes
          from hours_entry e where e.member_id = q.member_id and e.month = q.month and e.kind = 'granted' and e.entity is null) e
     where (m.id = ${member} or (${member}::text is null and m.plan_id = ${plan.id})) and q.month >= ${from}`
}

/** The months in which more is used than the plan would give, by member and month. */
export async function monthsBeyond(tx: Prisma.TransactionClient, about: Months): Promise<MonthUnder[]> {
  return tx.$queryRaw<MonthUnder[]>`
    select name as member, month, used, greatest(will, 0) as will from (${months(about)}) q where used > will order by name, month`
}

/** Gives the months begun what the plan does. What changed is told in the ledger of hours. */
export async function regrant(tx: Prisma.TransactionClient, { now, ...about }: Months & { now: Date }): Promise<void> {
  await tx.$executeRaw`
    with before as (${months(about)} order by q.member_id, q.month for update of q),
         changed as (
           update quota q set granted = greatest(q.used, b.will), peak_granted = greatest(q.peak_used, b.peak_will)
             from before b where q.member_id = b.member_id and q.month = b.month
           returning q.member_id, q.month, q.granted - b.granted as minutes, q.peak_granted - b.peak_granted as peak_minutes)
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
    select member_id, month, ${now}, 'granted', minutes, peak_minutes from changed where minutes <> 0 or peak_minutes <> 0`
}
