import { type BookingRecord, findBooking, rowOf } from "./booking-record.js"
import { audited } from "./case.js"
import { gridMinutes } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { type Closed, decideClosing } from "./closing.js"
import { type Decided, perform } from "./command.js"
import { after, day, hour, minute } from "./interval.js"
import { type Ask, type Booking, gone, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import type { NoticeRow } from "./write.js"

/** After a session its people are asked, once, how it went; what broke is out of use at once, and staff know. */

/** After the end, in minutes; and for so long the question is worth asking. */
const asked = 5
const worthMs = 3 * hour
/** For so long afterwards an answer is taken. */
const answerMs = 3 * day
/** What broke is out of use for so long, unless staff lift that before. */
const outDays = 3

/** `fine`, `room`, `other`, or `gear:<id>`: what is kept with the booking. */
export type Went = "fine" | "room" | "other" | `gear:${string}`

/** Whose session ended some minutes ago and who were there: where nobody checks in, all of them. */
export async function askAfterwards(world: World, now: Date): Promise<void> {
  const { noShow } = (await currentCentre(world)).sessions
  const { rows } = await world.store.query<{ id: string; person: string; at: Date }>({
    name: "afterwards",
    text: `select id, made_by_id as person, ends_at as at from booking
            where made_by_id is not null and went is null and ends_at <= $1 and ends_at > $2
              and (status = 'checked_in' or (status = 'confirmed' and $3))`,
    values: [after(now, -asked * minute), after(now, -hour), noShow === null],
  })
  const data: NoticeData = { kind: "after" }
  await world.store.prisma.notice.createMany({
    data: rows.map(({ id, person, at }) => ({
      key: `after:${id}:${at.toISOString()}`,
      kind: "after",
      personId: person,
      bookingId: id,
      dueAt: now,
      staleAt: after(at, worthMs),
      data,
    })),
    skipDuplicates: true,
  })
}

/** `heard`: somebody of the staff is told of it. */
export type Told =
  | { is: "told"; booking: Booking; out: { gear: string; until: Date } | null; again: boolean; heard: boolean }
  | Refused

/** Keeps how it went. A unit of the booking's gear that broke is closed in the same write, and whoever had it next is seen to. */
export async function tellHow(world: World, ask: Ask, bookingId: string, went: Went): Promise<Told> {
  const outcome = await perform<Told>(world, ask, {
    what: { do: "went", bookingId, went },
    attempts: 40,
    attempt: () => decide(world, ask, { bookingId, went }),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

async function decide(
  world: World,
  ask: Ask,
  { bookingId, went }: { bookingId: string; went: Went },
): Promise<Decided<Told>> {
  const record = await findBooking(world, bookingId)
  const refusal = !record || !mayTell(ask, record) ? refused({ why: "not_found" }) : tooSoonOrLate(ask, record.booking)
  if (!record || refusal) return { outcome: refusal ?? refused({ why: "not_found" }), write: {} }
  const was = record.booking
  const gear = went.startsWith("gear:") ? went.slice("gear:".length) : null
  if (gear !== null && !was.gear.some(({ id }) => id === gear))
    return { outcome: refused({ why: "no_such_gear" }), write: {} }
  // "All fine", and then something is found; but what is broken is told once.
  if (was.went === went || (was.went !== null && was.went !== "fine"))
    return { outcome: { is: "told", booking: was, out: null, again: true, heard: false }, write: {} }
  const booking: Booking = { ...was, went, version: was.version + 1 }
  const closed = gear === null ? null : await outOfUse(world, ask, gear)
  const out = closed?.outcome.is === "closed" ? { gear: gear ?? "", until: closed.outcome.closing.end } : null
  const { write = {} } = out && closed ? closed : {}
  const notices = went === "fine" ? [] : await toStaff(world, booking, ask.now)
  return {
    outcome: { is: "told", booking, out, again: false, heard: notices.length > 0 },
    write: {
      ...write,
      bookings: [...(write.bookings ?? []), rowOf(booking, { createdAt: record.createdAt, now: ask.now })],
      notices: [...(write.notices ?? []), ...notices],
      audit: [...(write.audit ?? []), audited(ask, booking, "went", { went })],
    },
  }
}

const mayTell = ({ actor }: Ask, { booking }: BookingRecord): boolean =>
  actor.person.staff || actor.members.some(({ id }) => id === booking.member.id)

function tooSoonOrLate({ now }: Ask, booking: Booking): Refused | null {
  const over = gone(booking)
  if (over) return refused(over)
  if (now < booking.end) return refused({ why: "too_early", from: booking.end })
  return now > after(booking.end, answerMs) ? refused({ why: "too_late" }) : null
}

/** One unit, from this quarter hour on. Where all are out already, there is nothing more to close. */
async function outOfUse(world: World, ask: Ask, gear: string): Promise<Decided<Closed>> {
  const grid = gridMinutes * minute
  const start = new Date(Math.floor(ask.now.getTime() / grid) * grid)
  // A closure is known by its times: another unit that broke at the same moment is out a little longer, to be another.
  for (let n = 0; ; n++) {
    const closing = { what: { gear, quantity: 1 }, start, end: after(start, outDays * day + n * grid), reason: null }
    const decided = await decideClosing(world, ask, { closing, reported: true })
    if (decided.outcome.is === "refused" || !decided.outcome.again) return decided
  }
}

async function toStaff(world: World, booking: Booking, now: Date): Promise<NoticeRow[]> {
  return (await staffReaders(world)).map(({ id, ...reader }) => ({
    ...reader,
    key: `went:${booking.id}:${id}`,
    kind: "went",
    booking_id: booking.id,
    due_at: now,
    stale_at: after(now, day),
    data: { kind: "went" } satisfies NoticeData,
  }))
}
