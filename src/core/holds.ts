import type { Interval } from "./interval.js"
import type { World } from "./world.js"
import { sqlState } from "./write.js"

/**
 * A place kept for whoever is about to confirm: claims and usage like any other's, for some minutes. Each person has one at most
 * (its owner is named after them), each member two at most (`hold_limited`, in the database). One for a series has claims on each of its
 * dates; its row tells the first.
 */

/** The owner of what is kept for a person. */
export const holdId = (personId: string): string => `hold:${personId}`

const free = `
with gone as (
  delete from hold where id in (select id from hold where id like 'hold:%' and CONDITION order by id for update skip locked) returning id),
  claims as (delete from claim where owner_id in (select id from gone) returning owner_id, starts_at, ends_at),
  used as (delete from usage where owner_id in (select id from gone))
select id, starts_at as start, ends_at as end from gone join claims on owner_id = id`

/** Frees what was kept and has lapsed. @returns how many */
export const freeExpired = (world: World, now: Date): Promise<number> => freed(world, "until <= $1", now)

/** Frees what is kept for a person, who does not want it any more. */
export const dropHold = (world: World, personId: string): Promise<number> => freed(world, "id = $1", holdId(personId))

async function freed(world: World, condition: "until <= $1" | "id = $1", value: unknown): Promise<number> {
  const text = free.replace("CONDITION", condition)
  try {
    const { rows } = await world.store.query<Interval & { id: string }>({
      ...{ name: `free-holds ${condition}`, text, values: [value] },
    })
    if (rows.length > 0) world.freed?.(rows)
    return new Set(rows.map(({ id }) => id)).size
  } catch (error) {
    // Somebody renews theirs at this very moment: then it is not to be freed.
    if (sqlState(error) === "40P01") return 0
    throw error
  }
}

/** Whose places are kept or offered in these rooms, or with this gear, at some time within. */
export async function keptIn(
  world: World,
  { start, end }: Interval,
  { rooms, gear }: { rooms: readonly string[]; gear: string | null },
): Promise<string[]> {
  const { rows } = await world.store.query<{ owner: string }>({
    name: "kept-in",
    text: `select owner_id as owner from claim
            where room_id = any($1) and starts_at < $4 and ends_at > $3 and (owner_id like 'hold:%' or owner_id like 'offer:%')
            union
           select owner_id from usage
            where resource_id = $2 and starts_at < $4 and ends_at > $3 and (owner_id like 'hold:%' or owner_id like 'offer:%')`,
    values: [rooms, gear ?? "", start, end],
  })
  return rows.map(({ owner }) => owner)
}
