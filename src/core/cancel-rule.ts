import type { Centre } from "./centre.js"
import { quietList } from "./closures.js"
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

/**
 * Until when cancelling gives the hours back; null when that has passed. `made`: when it was booked, for what is booked already; what was
 * just made may be given up a while yet, though not once it has begun.
 */
export function cancelBy(
  centre: Centre,
  { start, made, late }: { start: Date; made: Date | undefined; late: boolean },
  now: Date,
): Date | null {
  const by = late ? null : after(start, -centre.sessions.cancelFree * minute)
  if (by && now <= by) return by
  const regret = made && after(made, undoMinutes * minute)
  return regret && now < regret ? (regret < start ? regret : start) : null
}

/**
 * Until when whoever asks has the hours of a booking back; null when it is too late for that. It never is for staff, before its start,
 * nor for what was only asked for or moved by a closure.
 */
export async function hoursBackBy(
  { store }: World,
  { actor, now }: Pick<Ask, "actor" | "now">,
  { centre, booking: { id, start, status } }: { centre: Centre; booking: Booking },
): Promise<Date | null> {
  if (actor.person.staff || status === "requested") return start
  const { rows } = await store.query<{ action: string; late: boolean; at: Date }>({
    name: "too-late",
    text: `select action, data ? 'late' as late, at from audit
            where entity = $1 and action not in ${quietList} order by id desc`,
    values: [`booking:${id}`],
  })
  if (rows[0]?.action === "close") return start
  const made = rows.find(({ action }) => action === "book")?.at
  return cancelBy(centre, { start, made, late: rows.some(({ late }) => late) }, now)
}

/** Is it too late for hours to come back to whoever asks? */
export const tooLate = async (...about: Parameters<typeof hoursBackBy>): Promise<boolean> =>
  (await hoursBackBy(...about)) === null
