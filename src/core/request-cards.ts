import { type StaffReader, staffReaders } from "./channels.js"
import { after, day } from "./interval.js"
import type { Booking } from "./outcome.js"
import type { AnsweredHow, DenyReason, NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import { createdFrom, type NoticeRow } from "./write.js"

/**
 * What is said of a request. Each place of the staff has one card for it, which lives: it is edited when the request changes and when it
 * is answered, by whomever and wherever. An edit is a notice with one key per card, so it survives restarts and waits out outages.
 */

export const cardKind = "asked"
/** Cards older than this are left as they are. */
const livesMs = 14 * day

/** One card for each channel of the staff; where there is none, for each of the staff. */
export const requestCards = async (world: World, booking: Booking, now: Date): Promise<NoticeRow[]> =>
  cardsFor(await staffReaders(world), booking, now)

function cardsFor(to: readonly StaffReader[], booking: Shown, now: Date): NoticeRow[] {
  const data: NoticeData = { kind: cardKind, shown: shownAs(booking) }
  return to.map(({ id, ...reader }) => ({
    ...row(booking, { now, data, until: booking.start }),
    ...reader,
    key: `${cardKind}:${booking.id}:${id}`,
  }))
}

type Shown = Pick<Booking, "id" | "version" | "status" | "start">

/** Tells the staff that nobody answered. */
export async function unansweredNotices(world: World, booking: Booking, now: Date): Promise<NoticeRow[]> {
  const to = await staffReaders(world)
  return to.map(({ id, ...reader }) => ({
    ...row(booking, { now, data: { kind: "unanswered" }, until: after(now, day) }),
    ...reader,
    key: `unanswered:${booking.id}:${booking.version}:${id}`,
  }))
}

/** `more`: so many others of the series with it. */
export type Answer = { how: AnsweredHow; reason?: DenyReason; text?: string; more?: number }

/** Tells whoever asked what became of it. */
export function answeredNotice(booking: Booking, { now, ...answer }: Answer & { now: Date }): NoticeRow[] {
  if (!booking.madeBy) return []
  const later = after(now, day)
  const until = booking.start > later ? booking.start : later
  return [
    {
      ...row(booking, { now, data: { kind: "answered", ...answer }, until }),
      key: `answered:${booking.id}:${booking.version}`,
      person_id: booking.madeBy,
      address: null,
    },
  ]
}

const row = ({ id }: Pick<Booking, "id">, { now, data, until }: { now: Date; data: NoticeData; until: Date }) => ({
  kind: data.kind,
  booking_id: id,
  due_at: now,
  stale_at: until,
  data,
})

/** What a card shows: the request as it is, or that it was answered. */
const shownAs = ({ status, version }: Pick<Booking, "status" | "version">): string =>
  status === "requested" ? `open:${version}` : "answered"

type Stale = { key: string; address: string; booking_id: string; starts_at: Date; message: string; now_shown: string }

const stale = `
select d.key, d.address, d.booking_id, b.starts_at, coalesce(e.result, d.result) as message, s.now_shown
  from notice d
  join booking b on b.id = d.booking_id
  cross join lateral (select case when b.status = 'requested' then 'open:' || b.version else 'answered' end as now_shown) s
  left join notice e on e.key = d.key || ':edit'
 where d.kind = '${cardKind}' and d.state = 'sent' and d.address is not null and d.due_at > $1
   and coalesce(e.data, d.data)->>'shown' <> s.now_shown and (e.key is null or e.state <> 'due')`

const putEdit = `
insert into notice as n (key, kind, address, booking_id, due_at, stale_at, data)
values ($1, 'asked-edit', $2, $3, $4, $5, $6)
on conflict (key) do update
   set due_at = excluded.due_at, stale_at = excluded.stale_at, data = excluded.data,
       state = 'due', attempts = 0, leased_until = null, settled_at = null, result = null
 where n.state <> 'due'`

const cardless = `
select distinct on (coalesce(b.series_id, b.id)) b.id, b.version, b.status, b.starts_at as start
  from booking b
 where b.status = 'requested' and b.ends_at > $1
   and not exists (
     select 1 from booking s join notice n on n.booking_id = s.id and n.kind = '${cardKind}'
      where s.status = 'requested' and (s.id = b.id or s.series_id = b.series_id))
 order by coalesce(b.series_id, b.id), b.starts_at, b.id`

/**
 * Puts an edit into the outbox for each card that shows what is not so any more, and a card for each request that has none, neither its
 * own nor an open one of its series: what was not sent yet went when the request was changed. Safe to repeat, and for any number of
 * replicas. @returns how many it put
 */
export async function refreshCards(world: World, now: Date): Promise<number> {
  const { rows } = await world.store.query<Stale>({
    name: "stale-cards",
    text: stale,
    values: [after(now, -livesMs)],
  })
  for (const { key, address, booking_id, message, now_shown } of rows) {
    const data: NoticeData = { kind: cardKind, shown: now_shown, message }
    const values = [`${key}:edit`, address, booking_id, now, after(now, day), JSON.stringify(data)]
    await world.store.query({ name: "put-card-edit", text: putEdit, values })
  }
  const lacking = await world.store.query<Shown>({
    name: "cardless",
    text: cardless,
    values: [now],
  })
  const to = lacking.rows.length > 0 ? await staffReaders(world) : []
  const data = createdFrom(lacking.rows.flatMap((booking) => cardsFor(to, booking, now)))
  if (data.length > 0) await world.store.prisma.notice.createMany({ data, skipDuplicates: true })
  return rows.length + data.length
}
