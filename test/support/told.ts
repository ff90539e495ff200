import type { Booking, Refused } from "../../src/core/outcome.js"

/** What the callers of a storm were told. */

export type Made = Pick<Booking, "id" | "version" | "status" | "member">
export type Told = {
  counts: Record<string, number>
  bookings: Map<string, { version: number; status: Booking["status"]; member: string; live: boolean }>
}
/** With what is judged within one storm. */
export type Heard = Told & {
  line: InLine[]
  /** Promises of a moment that were not kept. */
  broken: string[]
}
/** A place in line: when it was asked for, and when they were told that they have it, in the order of all that was done. */
export type InLine = { id: string; asked: number; told: number }

/** What any command answers. */
export type Answer =
  | { is: string; bookings: readonly Made[] }
  | { is: string; booking: Made; bookings?: never; refusal?: never }
  | Refused

export function note(told: Told, answer: Answer): void {
  const name = "refusal" in answer && answer.refusal ? answer.refusal.why : answer.is === "done" ? "series" : answer.is
  told.counts[name] = (told.counts[name] ?? 0) + 1
  if ("refusal" in answer && answer.refusal) return
  for (const { id, version, status, member } of madeIn(answer)) {
    const live = status === "confirmed" || status === "requested"
    if (version > (told.bookings.get(id)?.version ?? 0))
      told.bookings.set(id, { version, status, member: member.id, live })
  }
}

function madeIn(answer: Answer): readonly Made[] {
  if ("bookings" in answer && answer.bookings) return answer.bookings
  return "booking" in answer ? [answer.booking] : []
}
