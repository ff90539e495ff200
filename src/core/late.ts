import { bookingFor, findBooking, rowOf } from "./booking-record.js"
import { audited } from "./case.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { type Decided, perform } from "./command.js"
import { after, minute } from "./interval.js"
import { type Ask, type Booking, gone, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import type { Write } from "./write.js"

/**
 * `again`: they were told before. `nobody`: there is no staff to tell. `until`: how long the room is kept
 * for them; null where it is not given up anyway.
 */
export type Late = { is: "told" | "again" | "nobody"; until: Date | null } | { is: "arrived" } | Refused

/** A room is kept for people who are late, but not for longer than this beyond the time everybody has. */
const latest = 60

/**
 * Tells the staff that whoever booked is running late, and keeps the room by as much longer: `minutes`, or as long as
 * everybody has. Saying it again with more makes it more.
 */
export async function runningLate(world: World, ask: Ask, bookingId: string, minutes?: number): Promise<Late> {
  const outcome = await perform<Late>(world, ask, {
    what: { do: "late", bookingId, ...(minutes === undefined ? {} : { minutes }) },
    attempt: async () => {
      const seen = await bookingFor(world, ask.actor, bookingId)
      const record = seen && (await findBooking(world, bookingId))
      if (!record) return no(refused({ why: "not_found" }))
      const { booking } = record
      const over = gone(booking)
      if (over) return no(refused(over))
      if (booking.end <= ask.now) return no(refused({ why: "too_late" }))
      if (booking.status === "requested") return no(refused({ why: "unanswered" }))
      if (booking.status === "checked_in") return no({ is: "arrived" })
      const until = await keptUntil(world, booking, minutes)
      const later = until && (!booking.heldUntil || until > booking.heldUntil) ? until : null
      const { notice } = world.store.prisma
      const before = await notice.count({ where: { key: { startsWith: `late:${booking.id}:${slot(booking)}:` } } })
      if (before > 0 && !later) return no({ is: "again", until: booking.heldUntil })
      // Its version keeps two who say so at the same moment from telling twice.
      const kept = { ...booking, heldUntil: later ?? booking.heldUntil, version: booking.version + 1 }
      const notices = await toStaff(world, kept, ask.now)
      if (notices.length === 0 && !later) return no({ is: "nobody", until: booking.heldUntil })
      return {
        outcome: { is: notices.length > 0 ? "told" : "nobody", until: kept.heldUntil },
        write: {
          bookings: [rowOf(kept, { createdAt: record.createdAt, now: ask.now })],
          notices,
          audit: [audited(ask, kept, "late", later ? { until: later } : {})],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

const no = (outcome: Late): Decided<Late> => ({ outcome, write: {} })

/** A booking as it stands, for the keys of what is said of it. */
const slot = ({ start, room }: Booking): string => `${start.toISOString()}:${room}`

async function keptUntil(world: World, { start, end }: Booking, minutes: number | undefined): Promise<Date | null> {
  const { noShow } = (await currentCentre(world)).sessions
  if (noShow === null) return null
  const until = after(start, (noShow + Math.min(minutes ?? noShow, latest)) * minute)
  return until < end ? until : end
}

async function toStaff(world: World, booking: Booking, now: Date): Promise<NonNullable<Write["notices"]>> {
  return (await staffReaders(world)).map(({ id, ...reader }) => ({
    ...reader,
    key: `late:${booking.id}:${slot(booking)}:${booking.heldUntil?.toISOString() ?? ""}:${id}`,
    kind: "late",
    booking_id: booking.id,
    due_at: now,
    stale_at: booking.end,
    data: { kind: "late" } satisfies NoticeData,
  }))
}
