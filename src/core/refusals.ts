import { currentCentre } from "./centre-store.js"
import type { Refusal } from "./outcome.js"
import { addDays, instantAt, type LocalDay, localDay } from "./time.js"
import type { World } from "./world.js"

/** How often members heard no, and why: counted by local day from the turns, which are forgotten after two days. */

export type RefusalCount = { why: Refusal["why"]; count: number }

/** Counts today and yesterday anew; safe to repeat, on any number of replicas. */
export async function countRefusals(world: World, now: Date): Promise<void> {
  const { zone } = await currentCentre(world)
  const today = localDay(now, zone)
  for (const day of [addDays(today, -1), today]) {
    await world.store.query({
      name: "count-refusals",
      text: `insert into refusal as r (day, why, count)
             select $1, outcome->'refusal'->>'why', count(*)::int from turn
              where at >= $2 and at < $3 and outcome->>'is' = 'refused' and outcome->'refusal'->>'why' is not null
              group by 2 order by 2
             on conflict (day, why) do update set count = greatest(r.count, excluded.count)`,
      values: [day, instantAt(day, 0, zone), instantAt(addDays(day, 1), 0, zone)],
    })
  }
}

/** @returns the reasons of the days from `from` to `to`, both included, the most frequent first */
export async function refusalsBetween(world: World, from: LocalDay, to: LocalDay): Promise<RefusalCount[]> {
  const { rows } = await world.store.query<RefusalCount>({
    name: "refusals-between",
    text: `select why, sum(count)::int as count from refusal where day between $1 and $2 group by why order by count desc, why`,
    values: [from, to],
  })
  return rows
}
