import { createHash } from "node:crypto"
import { findBooking } from "./booking-record.js"
import { type Change, changeable, moveCase } from "./case.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { type Decided, perform } from "./command.js"
import { after, day } from "./interval.js"
import { type Ask, type Booking, type Refused, refused } from "./outcome.js"
import type { NoticeData, WantedChange } from "./reminders.js"
import type { World } from "./world.js"

/**
 * A change that needs the staff's yes, of what is booked already. What is booked is not given up for a request, and nothing is kept for
 * the wish: the staff are told of it, and change the booking themselves or say that it is not possible.
 */

/** `nobody`: there is no staff to tell. */
export type Wanted = { is: "told"; booking: Booking } | { is: "nobody" } | Refused

/** Tells the staff what a member wishes for. Once for each wish. */
export async function askForChange(
  world: World,
  ask: Ask,
  { bookingId, change }: { bookingId: string; change: Change },
): Promise<Wanted> {
  const outcome = await perform<Wanted>(world, ask, {
    what: { do: "want", bookingId, change },
    attempt: async (): Promise<Decided<Wanted>> => {
      const found = await changeable(world, ask, bookingId, true)
      if (found.is === "refused") return { outcome: found, write: {} }
      const centre = await currentCentre(world)
      const { booking } = found.record
      const { wish } = await moveCase(world, { centre, ask, record: found.record, change })
      const wanted = { kind: "wanted", change: written(wish, change) } as const
      const name = createHash("sha256").update(JSON.stringify(wanted)).digest("hex").slice(0, 16)
      const data: NoticeData = { ...wanted, name }
      const key = (to: string) => `wanted:${booking.id}:${booking.version}:${name}:${to}`
      const notices = (await staffReaders(world)).map(({ id, ...reader }) => ({
        ...reader,
        key: key(id),
        kind: data.kind,
        booking_id: booking.id,
        due_at: ask.now,
        stale_at: booking.end,
        data,
      }))
      if (notices.length === 0) return { outcome: { is: "nobody" }, write: {} }
      const known = await told(world, notices)
      const news = notices.filter((notice) => !known.has(notice.key))
      return { outcome: { is: "told", booking }, write: news.length > 0 ? { notices: news } : {} }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** What was wished for of a booking, as the staff were told; the latest, where the wish has no name. Null once that is forgotten. */
export async function wantedChange(
  { store }: World,
  { booking, wish }: { booking: string; wish?: string },
): Promise<WantedChange | null> {
  const { rows } = await store.query<{ change: WantedChange }>({
    name: "wanted-change",
    text: `select data->'change' as change from notice
            where booking_id = $1 and kind = 'wanted' and ($2::text is null or data->>'name' = $2)
            order by due_at desc limit 1`,
    values: [booking, wish ?? null],
  })
  return rows[0]?.change ?? null
}

/** What was said before is not said again. */
async function told(world: World, notices: readonly { key: string }[]): Promise<Set<string>> {
  const keys = notices.map(({ key }) => key)
  const rows = await world.store.prisma.notice.findMany({ where: { key: { in: keys } }, select: { key: true } })
  return new Set(rows.map(({ key }) => key))
}

const written = ({ start, end }: { start: Date; end: Date }, { room, hosts, gear }: Change): WantedChange => ({
  start: start.toISOString(),
  end: end.toISOString(),
  ...(room ? { room } : {}),
  ...(hosts === undefined ? {} : { hosts }),
  ...(gear ? { gear } : {}),
})

/** Tells whoever wished for it that it is not possible: once for each state of the booking. Staff only. */
export async function refuseChange(world: World, ask: Ask, bookingId: string): Promise<Wanted> {
  const outcome = await perform<Wanted>(world, ask, {
    what: { do: "unchanged", bookingId },
    attempt: async (): Promise<Decided<Wanted>> => {
      if (!ask.actor.person.staff) return { outcome: refused({ why: "not_staff" }), write: {} }
      const record = await findBooking(world, bookingId)
      if (!record) return { outcome: refused({ why: "not_found" }), write: {} }
      const { booking } = record
      const data: NoticeData = { kind: "unchanged" }
      const key = `unchanged:${booking.id}:${booking.version}`
      const again = (await told(world, [{ key }])).size > 0
      const notice = {
        key,
        kind: data.kind,
        person_id: booking.madeBy,
        address: null,
        booking_id: booking.id,
        due_at: ask.now,
        stale_at: after(ask.now, day),
        data,
      }
      const tell = booking.madeBy !== null && !again
      return { outcome: { is: "told", booking }, write: tell ? { notices: [notice] } : {} }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}
