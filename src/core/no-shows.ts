import { askAfterwards } from "./afterwards.js"
import { findBooking } from "./booking-record.js"
import { currentCentre } from "./centre-store.js"
import { given } from "./checkin.js"
import { after, minute, second } from "./interval.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"
import { apply } from "./write.js"

/**
 * Rooms that nobody came to are given up, those who have not arrived are asked, those who must leave are told: a look each minute.
 * Any number of replicas may look at once: a booking is given up by its version, and a notice has one key.
 *
 * Nobody loses a room because the desk was away. It notes each minute that it is there; after a gap everybody has the whole time
 * again, counted from when it was back.
 */

/** A tick comes each minute; this much later, nobody could have checked in meanwhile. */
const gap = 90 * second

/** Notes that the desk is there. @returns since when it has been, without a gap */
export async function attending(world: World, now: Date): Promise<Date> {
  const { rows } = await world.store.query<{ since: Date }>({
    name: "pulse",
    text: `insert into pulse as p (id, since, at) values (1, $1, $1)
           on conflict (id) do update
              set since = case when $1 > p.at + make_interval(secs => $2) then $1 else p.since end, at = greatest(p.at, $1)
           returning since`,
    values: [now, (gap / second) * world.speed],
  })
  return rows[0]?.since ?? now
}

/** Gives up the rooms that nobody came to in time. @returns how many */
export async function releaseNoShows(world: World, now: Date): Promise<number> {
  const since = await attending(world, now)
  const { noShow } = (await currentCentre(world)).sessions
  if (noShow === null || after(since, noShow * minute) > now) return 0
  const { rows } = await world.store.query<{ id: string }>({
    name: "nobody-came",
    text: `select id from booking
            where status = 'confirmed' and ends_at > $1 and starts_at <= $2 and (held_until is null or held_until <= $1)
            order by starts_at, id`,
    values: [now, after(now, -noShow * minute)],
  })
  let released = 0
  for (const { id } of rows) if (await release(world, id, now)) released += 1
  return released
}

/** Whoever checks in, moves or cancels at the same moment is first: it is looked at again in a minute. */
async function release(world: World, id: string, now: Date): Promise<boolean> {
  const record = await findBooking(world, id)
  if (record?.booking.status !== "confirmed") return false
  const { booking } = record
  const audit = {
    person_id: null,
    member_id: booking.member.id,
    via: "desk",
    action: "no_show",
    entity: `booking:${id}`,
  }
  const applied = await apply(world, {
    at: now,
    ...given(record, now),
    audit: [{ ...audit, data: { was: booking.status } }],
  })
  return applied.is === "done"
}

/** Before the end, in minutes. */
const endingSoon = 5

/**
 * Asks who has not arrived once a third of the time they have is over, and tells who must leave five minutes before the end; not those who
 * go on in the same room. Once for each start and end.
 */
export async function nudge(world: World, now: Date): Promise<void> {
  await askAfterwards(world, now)
  const { noShow } = (await currentCentre(world)).sessions
  if (noShow !== null) {
    await put(world, "arrive", {
      text: `select id, person, at, stale
               from (select id, made_by_id as person, starts_at as at, coalesce(held_until, starts_at + make_interval(mins => $3)) as stale
                       from booking
                      where status = 'confirmed' and made_by_id is not null and starts_at <= $1 and ends_at > $1) b
              where stale > $1 and stale <= $2`,
      values: [now, after(now, Math.floor((noShow * 2) / 3) * minute), noShow],
      now,
    })
  }
  await put(world, "ending", {
    text: `select id, made_by_id as person, ends_at as at, ends_at as stale
             from booking b
            where status in ('confirmed', 'checked_in') and made_by_id is not null and starts_at <= $1
              and ends_at > $1 and ends_at <= $2 and not exists
                (select 1 from booking n where n.member_id = b.member_id and n.room_id = b.room_id and n.id <> b.id
                    and n.status in ('confirmed', 'checked_in') and n.starts_at between b.ends_at and b.ends_at + interval '30 minutes')`,
    values: [now, after(now, endingSoon * minute)],
    now,
  })
}

type Due = { text: string; values: unknown[]; now: Date }

async function put(world: World, kind: "arrive" | "ending", { text, values, now }: Due): Promise<void> {
  const { rows } = await world.store.query<{ id: string; person: string; at: Date; stale: Date }>({
    name: `put-${kind}`,
    text,
    values,
  })
  const data: NoticeData = { kind }
  await world.store.prisma.notice.createMany({
    data: rows.map(({ id, person, at, stale }) => ({
      key: `${kind}:${id}:${at.toISOString()}`,
      kind,
      personId: person,
      bookingId: id,
      dueAt: now,
      staleAt: stale,
      data,
    })),
    skipDuplicates: true,
  })
}
