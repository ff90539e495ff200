import { broadcastDay, type Centre, roomOf } from "./centre.js"
import { after, hour, type Interval, minute, minutesOf } from "./interval.js"
import { type Booking, type Refusal, type YesFor, yesFor } from "./outcome.js"

/** What the staff must agree to before it is booked, as the centre's file says: pure. Who is of the staff needs nobody's word. */

type Session = Pick<Booking, "room" | "start" | "end" | "hosts">

export function needsYes(centre: Centre, session: Session): YesFor[] {
  const { approvals } = centre
  if (!approvals) return []
  const { classes, rooms, longerThan = Number.POSITIVE_INFINITY, hostsOver = Number.POSITIVE_INFINITY } = approvals
  const needs: Record<YesFor, boolean> = {
    room: rooms.includes(session.room) || classes.includes(roomOf(centre, session.room)?.class ?? ""),
    length: minutesOf(session) > longerThan,
    hosts: session.hosts > hostsOver,
    date: approvals.dates.includes(broadcastDay(centre, session.start)),
  }
  return yesFor.filter((why) => needs[why])
}

/** Nothing of it is beyond what was agreed to: as much or less of the same room and time. */
const within = (was: Session, now: Session): boolean =>
  now.room === was.room && now.start >= was.start && now.end <= was.end && now.hosts <= was.hosts

/** `ask`: it can be asked for. `no`: not even that, or not in this way. */
export type Yes = { is: "free" } | { is: "ask"; for: readonly YesFor[] } | { is: "no"; refusal: Refusal }

/**
 * What a session, or a change to one, needs. A request that is changed stays one while it needs a yes. What is booked already is not
 * given up for a request: beyond what it was, it is changed by staff.
 */
export function yesNeeded(
  centre: Centre,
  { session, was, staff, now }: { session: Session; was?: Booking; staff: boolean; now: Date },
): Yes {
  const asked = was?.status === "requested"
  const needed = staff && !asked ? [] : needsYes(centre, session)
  if (needed.length === 0 || (was && !asked && within(was, session))) return { is: "free" }
  if (was && !asked) return { is: "no", refusal: { why: "needs_yes", for: needed } }
  const notice = centre.approvals?.notice ?? 0
  const late = session.start <= now || session.start < after(now, notice * minute)
  if (late && !staff && !(was && within(was, session)))
    return { is: "no", refusal: { why: "too_soon", minutes: notice } }
  return { is: "ask", for: needed }
}

/** Until when a request is answered; then it lapses. `since`: when it was made, or changed last. */
export function answeredBy(centre: Centre, { start }: Pick<Interval, "start">, since: Date): Date {
  const within = centre.approvals?.answerWithin
  const by = within === undefined ? start : after(since, within * hour)
  return by < start ? by : start
}

/** A request that does not need a yes any more is booked. */
export const statusBy = (yes: Yes): "requested" | "confirmed" => (yes.is === "ask" ? "requested" : "confirmed")
