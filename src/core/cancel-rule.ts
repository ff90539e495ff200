import type { Centre } from "./centre.js"
import { after, minute } from "./interval.js"
import type { Ask, Booking } from "./outcome.js"
import type { World } from "./world.js"

/**
 * When hours come back. What is given up in time gives its hours back; so late, they are gone, and no other way leads round that: a
 * session that is moved, shortened or handed on so late keeps what it cost, into the next month too, and one that was moved so late
 * stays late wherever it is moved to. See docs/decisions/late-changes.md.
 */

/** For so long one's last action can be undone, and a booking that was just made changed or given up, as if it had not been. */
export const undoMinutes = 10

/** Until when cancelling gives the hours back; null when that has passed. */
export function cancelBy(centre: Centre, start: Date, now: Date): Date | null {
  const by = after(start, -centre.sessions.cancelFree * minute)
  return now <= by ? by : null
}

/** Is it too late for hours to come back to whoever asks? Never for staff, what was just made or only asked for, and what a closure moved. */
export async function tooLate(
  { store }: World,
  { actor, now }: Pick<Ask, "actor" | "now">,
  { centre, booking: { id, start, status } }: { centre: Centre; booking: Booking },
): Promise<boolean> {
  if (actor.person.staff || status === "requested") return false
  const { rows } = await store.query<{ action: string; late: boolean; at: Date }>({
    name: "too-late",
    text: `select action, data ? 'late' as late, at from audit
            where entity = $1 and action not in ('reassign', 'fix', 'show') order by id desc`,
    values: [`booking:${id}`],
  })
  const justMade = rows.some(({ action, at }) => action === "book" && at > after(now, -undoMinutes * minute))
  if (justMade || rows[0]?.action === "close") return false
  return cancelBy(centre, start, now) === null || rows.some(({ late }) => late)
}
