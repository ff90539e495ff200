import type { World } from "./world.js"

/** Is this asked for the first time, on whichever replica? Kept as long as tries at codes are: see retention.ts. */
export async function first({ store }: World, what: string, now: Date): Promise<boolean> {
  const { rowCount } = await store.query({
    name: "first",
    text: `insert into attempt (subject, window_start, count)
           select $1, $2, 1 where not exists (select 1 from attempt where subject = $1)
           on conflict do nothing`,
    values: [`once:${what}`, new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)],
  })
  return rowCount === 1
}
