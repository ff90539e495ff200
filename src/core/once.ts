import { after, hour } from "./interval.js"
import type { World } from "./world.js"

/** What is counted is kept as long as tries at codes are: see retention.ts. */

const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / hour) * hour)

/** Is this asked for the first time, on whichever replica? */
export async function first({ store }: World, what: string, now: Date): Promise<boolean> {
  const { rowCount } = await store.query({
    name: "first",
    text: `insert into attempt (subject, window_start, count)
           select $1, $2, 1 where not exists (select 1 from attempt where subject = $1)
           on conflict do nothing`,
    values: [`once:${what}`, hourOf(now)],
  })
  return rowCount === 1
}

/** Counts this once more in its hour, on every replica together. @returns until when that is too often, or null */
export async function tooOften(
  { store }: World,
  what: string,
  { most, now }: { most: number; now: Date },
): Promise<Date | null> {
  const { rows } = await store.query<{ count: number }>({
    name: "too-often",
    text: `insert into attempt as a (subject, window_start, count) values ($1, $2, 1)
           on conflict (subject, window_start) do update set count = a.count + 1 returning count`,
    values: [what, hourOf(now)],
  })
  return (rows[0]?.count ?? 0) > most ? after(hourOf(now), hour) : null
}
