import { type BookingRecord, findBooking, rowOf } from "./booking-record.js"
import { currentCentre } from "./centre-store.js"
import { after, hour } from "./interval.js"
import type { Booking } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import { apply, type NoticeRow } from "./write.js"

/**
 * Whoever was promised a room of a class is told which one a day before (`roomFixedHours`): from then on it is a booking of that room
 * like any other. Any number of replicas may look at once: each number is given by the booking's version.
 */

/** Gives the numbers that are due. @returns how many */
export async function fixRooms(world: World, now: Date): Promise<number> {
  const { sessions } = await currentCentre(world)
  const { rows } = await world.store.query<{ id: string }>({
    name: "numbers-due",
    text: `select id from booking
            where room_class is not null and status in ('confirmed', 'checked_in') and starts_at <= $1 and ends_at > $2
            order by starts_at, id`,
    values: [after(now, sessions.roomFixedHours * hour), now],
  })
  let fixed = 0
  for (const { id } of rows) if (await fix(world, id, now)) fixed += 1
  return fixed
}

/** Whoever moves, cancels or makes way at the same moment is first: it is looked at again in a minute. */
async function fix(world: World, id: string, now: Date): Promise<boolean> {
  const record = await findBooking(world, id)
  if (!record?.booking.roomClass) return false
  const booking: Booking = { ...record.booking, roomClass: null, version: record.booking.version + 1 }
  const applied = await apply(world, { at: now, ...rowsOf(record, booking, now) })
  return applied.is === "done"
}

const rowsOf = ({ createdAt, booking: was }: BookingRecord, booking: Booking, now: Date) => ({
  bookings: [rowOf(booking, { createdAt, now })],
  notices: notice(booking, now),
  audit: [
    {
      person_id: null,
      member_id: booking.member.id,
      via: "desk",
      action: "fix",
      entity: `booking:${booking.id}`,
      data: { class: was.roomClass, room: booking.room },
    },
  ],
})

function notice({ id, madeBy, start }: Booking, now: Date): NoticeRow[] {
  if (!madeBy) return []
  const data: NoticeData = { kind: "room" }
  return [
    {
      key: `room:${id}:${start.toISOString()}`,
      kind: "room",
      person_id: madeBy,
      address: null,
      booking_id: id,
      due_at: now,
      stale_at: start,
      data,
    },
  ]
}
