import type { Interval } from "./interval.js"
import {
  type ActingFor,
  type Actor,
  type Ask,
  type Booking,
  type BookingStatus,
  type GearWish,
  liveList,
  type Reminding,
} from "./outcome.js"
import type { Prisma } from "./store/generated/client.js"
import { together } from "./together.js"
import type { World } from "./world.js"
import type { BookingRow, Write } from "./write.js"

/** Bookings as they are kept, and the questions asked of them. */

/** A booking with what changing it needs: its member as it stands now, and what the person who booked chose about reminders. */
export type BookingRecord = {
  booking: Booking
  member: ActingFor
  createdAt: Date
  reminding: Reminding
}

type Row = {
  id: string
  member_id: string
  made_by_id: string | null
  room_id: string
  starts_at: Date
  ends_at: Date
  hosts: number
  title: string | null
  status: BookingStatus
  version: number
  month: string
  minutes: number
  peak_minutes: number
  created_at: Date
  changed_at: Date
  room_class: string | null
  series_id: string | null
  checked_in_at: Date | null
  held_until: Date | null
  setup: number | null
  teardown: number | null
  show: Booking["show"] | null
  went: string | null
  named: { id: string; name: string }[] | null
  gear: { id: string; quantity: number }[] | null
  member_name: string
  plan_id: string
  language: ActingFor["language"]
  member_status: ActingFor["status"]
  member_version: number
  reminders: readonly number[] | null
  quiet: string | null
}

const columns = `
  b.id, b.member_id, b.made_by_id, b.room_id, b.starts_at, b.ends_at, b.hosts, b.title, b.status, b.version, b.month, b.minutes,
  b.peak_minutes, b.created_at, b.changed_at, b.room_class, b.series_id, b.checked_in_at, b.held_until,
  b.setup, b.teardown, b.show, b.went, m.name as member_name, m.plan_id, m.language, m.status as member_status, m.version as member_version,
  p.reminders, p.quiet,
  (select json_agg(json_build_object('id', gear_id, 'quantity', quantity) order by gear_id)
     from booking_gear g where g.booking_id = b.id) as gear,
  (select json_agg(json_build_object('id', h.host_id, 'name', n.name) order by n.place)
     from booking_host h, lateral (select name, place from host_name n where n.host_id = h.host_id and n.member_id = b.member_id
                                    order by n.place limit 1) n
    where h.booking_id = b.id) as named
  from booking b join member m on m.id = b.member_id left join person p on p.id = b.made_by_id`

const toBooking = (row: Row): Booking => ({
  id: row.id,
  member: { id: row.member_id, name: row.member_name },
  madeBy: row.made_by_id,
  room: row.room_id,
  start: row.starts_at,
  end: row.ends_at,
  hosts: row.hosts,
  gear: row.gear ?? [],
  title: row.title,
  status: row.status,
  version: row.version,
  minutes: row.minutes,
  peakMinutes: row.peak_minutes,
  month: row.month,
  roomClass: row.room_class,
  seriesId: row.series_id,
  checkedInAt: row.checked_in_at,
  heldUntil: row.held_until,
  setup: row.setup ?? 0,
  teardown: row.teardown ?? 0,
  show: row.show ?? {},
  went: row.went,
  named: row.named ?? [],
})

function toRecord(row: Row): BookingRecord {
  const member: ActingFor = {
    id: row.member_id,
    name: row.member_name,
    role: "staff",
    planId: row.plan_id,
    language: row.language,
    status: row.member_status,
    version: row.member_version,
  }
  const reminding = { leads: row.reminders, quiet: row.quiet }
  return { booking: toBooking(row), member, createdAt: row.created_at, reminding }
}

/** One booking, or null; those that are asked for side by side are one question. */
export const findBooking = together<BookingRecord>(async (world, ids) => {
  const { rows } = await world.store.query<Row>({
    name: "bookings",
    text: `select ${columns} where b.id = any($1)`,
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, toRecord(row)]))
})

/** A member as it stands now, for a decision that found its knowledge outdated. */
export async function memberAsItStands(
  world: World,
  { person }: Pick<Actor, "person">,
  member: ActingFor,
): Promise<ActingFor | null> {
  const people = { where: { personId: person.id } }
  const row = await world.store.prisma.member.findUnique({ where: { id: member.id }, include: { people } })
  if (!row || (member.contact === undefined && row.people.length === 0)) return null
  const { name, planId, version } = row
  return { ...member, name, planId, version, status: row.status === "active" ? "active" : "suspended" }
}

/** A booking that this person may see, or null: as if it were not there. */
export async function bookingFor(world: World, actor: Actor, id: string): Promise<Booking | null> {
  const found = await findBooking(world, id)
  return found && (actor.person.staff || found.booking.member.id === actor.member?.id) ? found.booking : null
}

/** The bookings of the member acted for that end after `from`, soonest first. */
export async function bookingsOf(
  world: World,
  actor: Actor,
  { from, limit = 50 }: { from: Date; limit?: number },
): Promise<Booking[]> {
  if (!actor.member) return []
  const { rows } = await world.store.query<Row>({
    name: "bookings-of",
    text: `select ${columns} where b.member_id = $1 and b.status in ${liveList} and b.ends_at > $2 order by b.starts_at, b.id limit $3`,
    values: [actor.member.id, from, limit],
  })
  return rows.map(toBooking)
}

/** The sessions that the member acted for had, nobody coming to them or not, that began within these times: the latest first. */
export async function sessionsHad(
  world: World,
  { actor, now }: Pick<Ask, "actor" | "now">,
  { start, end, limit }: Interval & { limit: number },
): Promise<Booking[]> {
  if (!actor.member) return []
  const { rows } = await world.store.query<Row>({
    name: "sessions-had",
    text: `select ${columns} where b.member_id = $1 and b.status in ('confirmed', 'checked_in', 'no_show')
             and b.ends_at > $2 and b.ends_at <= $5 and b.starts_at >= $2 and b.starts_at < $3 order by b.starts_at desc, b.id limit $4`,
    values: [actor.member.id, start, end, limit, now],
  })
  return rows.map(toBooking)
}

/** Which bookings a feed shows: those that end after `from`, of these members, or in this room, or all. */
export type FeedChoice = { members?: readonly string[]; room?: string; from: Date; limit: number }

/** One question a kind, so that each can go by its index. */
const shownIn = ({ members, room, from }: FeedChoice): { kind: string; where: string; values: unknown[] } => {
  const live = `b.status in ${liveList} and b.ends_at > $1`
  if (members) return { kind: "members", where: `${live} and b.member_id = any($2)`, values: [from, members] }
  if (room) return { kind: "room", where: `${live} and b.room_id = $2`, values: [from, room] }
  return { kind: "floor", where: live, values: [from] }
}

/** The bookings of a feed that take place, soonest first, with when each was changed last. */
export async function bookingsInFeed(world: World, choice: FeedChoice): Promise<{ booking: Booking; changed: Date }[]> {
  const { kind, where, values } = shownIn(choice)
  const { rows } = await world.store.query<Row>({
    name: `bookings-in-feed-${kind}`,
    text: `select ${columns} where ${where} order by b.starts_at, b.id limit ${choice.limit}`,
    values,
  })
  return rows.map((row) => ({ booking: toBooking(row), changed: row.changed_at }))
}

/** Another one as soon as anything about them is: without reading them. */
export async function feedStamp(world: World, choice: FeedChoice): Promise<string> {
  const { kind, where, values } = shownIn(choice)
  const { rows } = await world.store.query<{ stamp: string }>({
    name: `feed-stamp-${kind}`,
    text: `select count(*) || ':' || coalesce(sum(hashtextextended(
                    concat_ws('|', b.id, b.version, b.room_id, b.title, m.name, b.changed_at), 0)), 0) as stamp
             from booking b join member m on m.id = b.member_id where ${where}`,
    values,
  })
  return rows[0]?.stamp ?? ""
}

const madeBy = `b.made_by_id = $1 and b.status in ${liveList} and b.starts_at > $2`

/** The bookings that a person made and that start after `from`, whoever they are for. */
export async function bookingsMadeBy(world: World, personId: string, from: Date): Promise<Booking[]> {
  const { rows } = await world.store.query<Row>({
    name: "bookings-made-by",
    text: `select ${columns} where ${madeBy} order by b.starts_at, b.id`,
    values: [personId, from],
  })
  return rows.map(toBooking)
}

/** The same within a transaction: nobody changes them before it is over. */
export async function heldMadeBy(tx: Prisma.TransactionClient, personId: string, from: Date): Promise<Booking[]> {
  const rows = await tx.$queryRawUnsafe<Row[]>(
    `select ${columns} where ${madeBy} order by b.id for share of b`,
    personId,
    from,
  )
  return rows.map(toBooking)
}

/** Every booking that touches a window, by start and room: for staff, the digest and the command line. `all`: those given up too. */
export async function bookingsBetween(
  world: World,
  { from, to, all = false }: { from: Date; to: Date; all?: boolean },
): Promise<Booking[]> {
  const { rows } = await world.store.query<Row>({
    name: "bookings-between",
    text: `select ${columns} where b.ends_at > $1 and b.starts_at < $2 and (b.status in ${liveList} or $3)
           order by b.starts_at, b.room_id, b.id`,
    values: [from, to, all],
  })
  return rows.map(toBooking)
}

/** Requests that wait for an answer and have not begun, soonest first. */
export async function liveRequests(world: World, now: Date): Promise<Booking[]> {
  const { rows } = await world.store.query<Row>({
    name: "live-requests",
    text: `select ${columns} where b.status = 'requested' and b.starts_at > $1 order by b.starts_at, b.id`,
    values: [now],
  })
  return rows.map(toBooking)
}

export const rowOf = (booking: Booking, { createdAt, now }: { createdAt: Date; now: Date }): BookingRow => ({
  id: booking.id,
  member_id: booking.member.id,
  made_by_id: booking.madeBy,
  room_id: booking.room,
  starts_at: booking.start,
  ends_at: booking.end,
  hosts: booking.hosts,
  title: booking.title,
  status: booking.status,
  version: booking.version,
  month: booking.month,
  minutes: booking.minutes,
  peak_minutes: booking.peakMinutes,
  held_until: booking.heldUntil,
  created_at: createdAt,
  changed_at: now,
  room_class: booking.roomClass,
  series_id: booking.seriesId,
  checked_in_at: booking.checkedInAt,
  setup: booking.setup,
  teardown: booking.teardown,
  show: booking.show,
  went: booking.went,
})

/** Replaces what gear a booking has; a line of quantity 0 makes sure that what was there goes. */
export const gearRows = (booking: Booking): NonNullable<Write["gear"]> => {
  const rows = booking.gear.map(({ id, quantity }: GearWish) => ({ booking_id: booking.id, gear_id: id, quantity }))
  return rows.length > 0 || booking.version === 1 ? rows : [{ booking_id: booking.id, gear_id: "", quantity: 0 }]
}
