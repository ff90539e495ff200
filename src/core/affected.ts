import { decideCancel } from "./booking.js"
import { type BookingRecord, findBooking, rowOf } from "./booking-record.js"
import { audited } from "./case.js"
import { quietActions, quietList, standsSince } from "./closures.js"
import { type Decided, perform } from "./command.js"
import { type Ask, type Booking, gone, liveList, type Outcome, type Refused, refused } from "./outcome.js"
import type { World } from "./world.js"

/** What people answer whose booking was in the way of a closure: that it is all right as it now is, or that they give it up. */

export type Accepted = { is: "accepted"; booking: Booking } | Refused

/** From then on it is theirs as it is, and lifting the closure does not take it back. `version`: what they were told of. */
export async function accept(
  world: World,
  ask: Ask,
  { booking: id, version }: { booking: string; version: number },
): Promise<Accepted> {
  const outcome = await perform<Accepted>(world, ask, {
    what: { do: "accept", id, version },
    attempt: async (): Promise<Decided<Accepted>> => {
      const found = await theirs(world, ask, id)
      if ("is" in found) return { outcome: found, write: {} }
      const { booking, createdAt } = found
      if (!(await standsSince(world, booking, version))) {
        // A second tap, on another device or on the message from before.
        const outcome: Accepted =
          (await lastAction(world, id)) === "accept" ? { is: "accepted", booking } : refused({ why: "changed_since" })
        return { outcome, write: {} }
      }
      const agreed = { ...booking, version: booking.version + 1 }
      return {
        outcome: { is: "accepted", booking: agreed },
        write: {
          bookings: [rowOf(agreed, { createdAt, now: ask.now })],
          audit: [audited(ask, agreed, "accept", {})],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Of the bookings of the member acted for, those that a closure changed and that nobody answered for since. */
export async function unanswered(
  { store }: World,
  { actor, now }: Ask,
): Promise<{ booking: string; version: number }[]> {
  const { rows } = await store.query<{ booking: string; version: number }>({
    name: "unanswered-closures",
    text: `select id as booking, version from booking b
            where member_id = $1 and starts_at > $2 and status in ${liveList}
              and (select action from audit where entity = 'booking:' || b.id and action not in ${quietList}
                    order by id desc limit 1) = 'close'
            order by starts_at, id`,
    values: [actor.member?.id ?? "", now],
  })
  return rows
}

/** Gives it up: the hours come back however late it is, since the centre moved it. */
export async function decline(
  world: World,
  ask: Ask,
  { booking: id, version }: { booking: string; version: number },
): Promise<Outcome> {
  const outcome = await perform<Outcome>(world, ask, {
    what: { do: "decline", id, version },
    attempt: async (): Promise<Decided<Outcome>> => {
      const found = await theirs(world, ask, id)
      if ("is" in found) return { outcome: found, write: {} }
      if (!(await standsSince(world, found.booking, version)))
        return { outcome: refused({ why: "changed_since" }), write: {} }
      return decideCancel(world, ask, found, { free: true })
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

async function theirs(world: World, { actor, now }: Ask, id: string): Promise<BookingRecord | Refused> {
  const record = await findBooking(world, id)
  const own = record && (actor.person.staff || actor.members.some((member) => member.id === record.booking.member.id))
  if (!own) return refused({ why: "not_found" })
  const over = gone(record.booking)
  if (over) return refused(over)
  return record.booking.start <= now ? refused({ why: "too_late" }) : record
}

async function lastAction(world: World, id: string): Promise<string | undefined> {
  const last = await world.store.prisma.audit.findFirst({
    where: { entity: `booking:${id}`, action: { notIn: quietActions } },
    orderBy: { id: "desc" },
  })
  return last?.action
}
