import { bookingFor } from "./booking-record.js"
import { perform } from "./command.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"

/** `again`: they were told before. `nobody`: no channel has a digest, so there is nobody to tell. */
export type Late = { is: "told" } | { is: "again" } | { is: "nobody" } | Refused

/** Tells the channels with a digest that whoever booked is running late: once for a booking as it stands. */
export async function runningLate(world: World, ask: Ask, bookingId: string): Promise<Late> {
  const outcome = await perform<Late>(world, ask, {
    what: { do: "late", bookingId },
    attempt: async () => {
      const booking = await bookingFor(world, ask.actor, bookingId)
      if (!booking) return { outcome: refused({ why: "not_found" }), write: {} }
      if (booking.status === "cancelled") return { outcome: refused({ why: "already_cancelled" }), write: {} }
      if (booking.end <= ask.now) return { outcome: refused({ why: "too_late" }), write: {} }
      const key = `late:${booking.id}:${booking.version}:`
      const { notice, channel } = world.store.prisma
      if ((await notice.count({ where: { key: { startsWith: key } } })) > 0)
        return { outcome: { is: "again" }, write: {} }
      const channels = await channel.findMany({ where: { digestAt: { not: null } }, select: { address: true } })
      if (channels.length === 0) return { outcome: { is: "nobody" }, write: {} }
      return {
        outcome: { is: "told" },
        write: {
          notices: channels.map(({ address }) => ({
            key: `${key}${address}`,
            kind: "late",
            person_id: null,
            address,
            booking_id: booking.id,
            due_at: ask.now,
            stale_at: booking.end,
            data: { kind: "late" } satisfies NoticeData,
          })),
          audit: [
            {
              person_id: ask.actor.person.id,
              member_id: booking.member.id,
              via: ask.actor.via,
              action: "late",
              entity: `booking:${booking.id}`,
              data: {},
            },
          ],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}
