import type { Prisma } from "./store/generated/client.js"
import type { Freed, World } from "./world.js"

/**
 * One decided command, written whole or not at all, by the database function `apply_write` in one round trip.
 * Keys are columns: the function takes the rows as they are. Instants travel as ISO text.
 */
export type Write = {
  at: Date
  /** The turn's key: a repeat changes nothing and gets the first outcome. */
  turn?: { key: string; digest: string; outcome: unknown }
  /** What the decision rests on; {@link Conflict} `stale` when it has changed since. */
  centre?: number
  members?: readonly { id: string; version: number; open_max: number | null }[]
  /** Owners (bookings, `hold:…`, `offer:…`, `closure:…`) whose claims, usage and hold are given back, before anything new is taken. */
  release?: readonly string[]
  /** What `release` leaves free, where that is known: for {@link World.freed} alone. */
  frees?: readonly Freed[]
  /** Bookings promised a class of room that make way first: none of those in `bookings`. {@link Conflict} `stale` when one has changed, or was told its number. */
  moves?: readonly { id: string; version: number; room_id: string }[]
  claims?: readonly { owner_id: string; room_id: string; starts_at: Date; ends_at: Date }[]
  usage?: readonly { owner_id: string; resource_id: string; starts_at: Date; ends_at: Date; amount: number }[]
  /** Changes to the hours of a month, each also an entry in the ledger of hours; `granted` counts only when the month is new. */
  quota?: readonly {
    member_id: string
    month: string
    granted: number
    used: number
    peak_granted: number
    peak_used: number
    /** `booking:<id>`: what the hours went to or came from. */
    entity?: string
  }[]
  /** Spent hours that will not come back: told in the ledger of hours, changes nothing. */
  forfeited?: readonly { member_id: string; month: string; minutes: number; peak_minutes: number; entity: string }[]
  /** Puts the minutes left in this month into the outcome's `leftAfter`, for a decision that presumed an untouched month. */
  left?: { member_id: string; month: string }
  bookings?: readonly BookingRow[]
  /** Replaces the gear of each booking named; quantity 0 only clears. */
  gear?: readonly { booking_id: string; gear_id: string; quantity: number }[]
  /** Hosts that nobody named before, and what a member calls one; what is there already stays. */
  hosts?: readonly { id: string }[]
  host_names?: readonly { member_id: string; folded: string; host_id: string; name: string }[]
  /** Replaces the hosts of each booking named; null only clears. When they are taken is the database's to work out. {@link Conflict} `host` */
  booking_hosts?: readonly { booking_id: string; host_id: string | null }[]
  /** Each with claims and usage of the same owner; an earlier one of the same id is named in `release`. */
  holds?: readonly HoldRow[]
  /** New ones have version 1; a change raises it by one, or finds the row `stale`. The same for offers and closures. */
  waiting?: readonly WaitingRow[]
  offers?: readonly OfferRow[]
  closures?: readonly ClosureRow[]
  /** Ballots that are drawn: {@link Conflict} `stale` when one was meanwhile, or a wish was changed. Raises the centre's version. */
  ballots?: readonly { id: string; version: number; status: "drawn"; drawn_at: Date; record: unknown }[]
  /** Courses: versions as above. Those who leave a seat stand before those who get it. */
  sessions?: readonly CourseRow[]
  enrolments?: readonly EnrolmentRow[]
  qualifications?: readonly QualificationRow[]
  /** Bookings whose unsent notices are withdrawn. */
  hush?: readonly string[]
  notices?: readonly NoticeRow[]
  audit?: readonly {
    person_id: string | null
    member_id: string | null
    via: string
    action: string
    entity: string
    data: unknown
  }[]
}

export type BookingRow = {
  id: string
  member_id: string
  made_by_id: string | null
  room_id: string
  starts_at: Date
  ends_at: Date
  hosts: number
  title: string | null
  status: string
  version: number
  month: string
  minutes: number
  peak_minutes: number
  held_until: Date | null
  created_at: Date
  changed_at: Date
  room_class: string | null
  series_id: string | null
  checked_in_at: Date | null
  /** Null in these leaves them as they are. */
  setup: number | null
  teardown: number | null
  show: unknown
  went: string | null
}

export type HoldRow = {
  id: string
  person_id: string
  member_id: string
  until: Date
  room_id: string
  starts_at: Date
  ends_at: Date
  hosts: number
  gear: readonly { id: string; quantity: number }[]
}

export type WaitingRow = {
  id: string
  member_id: string
  person_id: string
  wish: unknown
  starts_at: Date
  ends_at: Date
  status: "waiting" | "offered" | "served" | "left" | "over"
  version: number
  created_at: Date
}

export type OfferRow = {
  id: string
  waiting_id: string
  room_id: string
  starts_at: Date
  ends_at: Date
  until: Date
  /** `withdrawn`: its place was closed; it does not count as having been offered. */
  status: "open" | "taken" | "passed" | "lapsed" | "withdrawn"
  version: number
  created_at: Date
}

export type ClosureRow = {
  id: string
  room_id: string | null
  gear_id: string | null
  quantity: number | null
  starts_at: Date
  ends_at: Date
  reason: string | null
  data: unknown
  version: number
  made_by_id: string | null
  created_at: Date
  lifted_at: Date | null
}

export type CourseRow = {
  id: string
  course_id: string
  room_id: string
  starts_at: Date
  ends_at: Date
  hosts: number
  trainer_id: string | null
  seats: number
  least: number
  /** Of a new one; from then on the database counts. */
  taken: 0
  decide_at: Date | null
  status: "scheduled" | "off"
  version: number
  made_by_id: string | null
  created_at: Date
}

export type EnrolmentRow = {
  session_id: string
  person_id: string
  member_id: string
  status: EnrolmentStatus
  since: Date
  version: number
}
export type EnrolmentStatus = "enrolled" | "waiting" | "left" | "off" | "attended" | "missed" | "passed" | "over"

export type QualificationRow = {
  id: string
  person_id: string
  kind: string
  from_day: string
  until_day: string | null
  idle_day: string | null
  used_at: Date
  session_id: string | null
  given_by_id: string | null
  created_at: Date
}

export type NoticeRow = {
  key: string
  kind: string
  person_id: string | null
  address: string | null
  booking_id: string | null
  due_at: Date
  stale_at: Date
  data: unknown
}

/** The same where a notice is written beside other things, in a transaction of its own. */
export const createdFrom = (rows: readonly NoticeRow[]): Prisma.NoticeCreateManyInput[] =>
  rows.map(({ key, kind, data, ...row }) => ({
    ...{ key, kind, personId: row.person_id, address: row.address, bookingId: row.booking_id },
    ...{ dueAt: row.due_at, staleAt: row.stale_at, data: data as Prisma.InputJsonObject },
  }))

/** Why the database would not take a write. Nothing of it was written. */
export type Conflict =
  /** Another has the room. */
  | "room"
  /** A host is on air elsewhere then, or needs rest. */
  | "host"
  /** The floor, a gear quantity or a month's hours would be exceeded. */
  | "capacity"
  | "open_bookings"
  /** Decided on something that has changed since. */
  | "stale"

export type Applied =
  /** `left`: minutes left in the month that `left` asked for. */
  | { is: "done"; left?: number }
  | { is: "repeat"; outcome: unknown }
  /** The key was used for something else. */
  | { is: "mismatch" }
  | { is: "conflict"; conflict: Conflict }

/** By SQLSTATE, never by message. Deadlocks and serialization failures are decided again like anything stale. */
const conflicts: Readonly<Record<string, Conflict>> = {
  "23P01": "room",
  "23514": "capacity",
  AD001: "stale",
  AD002: "open_bookings",
  "40P01": "stale",
  "40001": "stale",
}

export const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined

/** Rooms and hosts are kept apart in the same way: which it was is told by the constraint that the database names beside the state. */
const ofHosts = (error: unknown): boolean =>
  sqlState(error) === "23P01" &&
  error instanceof Error &&
  "constraint" in error &&
  error.constraint === "host_not_twice"

export async function apply(world: World, { frees, ...write }: Write): Promise<Applied> {
  try {
    const apply = write.moves && write.moves.length > 0 ? "apply_moving" : "apply_write"
    const result = await world.store.query<{ result: Applied }>({
      name: apply,
      text: `select ${apply}($1::jsonb) as result`,
      values: [JSON.stringify(write)],
    })
    const row = result.rows[0]
    if (!row) throw new Error("apply_write answered nothing")
    // A booking always gives back what was kept for whoever makes it: that is nothing to anybody else.
    if (row.result.is === "done" && write.release?.some((id) => !id.startsWith("hold:"))) world.freed?.(frees)
    return row.result.is === "repeat" ? { is: "repeat", outcome: decode(row.result.outcome) } : row.result
  } catch (error) {
    const conflict = ofHosts(error) ? "host" : conflicts[sqlState(error) ?? ""]
    if (conflict) return { is: "conflict", conflict }
    throw error
  }
}

/** An outcome as JSON that comes back the same: dates are kept apart from text that looks like one. */
export function encode(value: unknown): unknown {
  if (value instanceof Date) return { "@date": value.toISOString() }
  if (Array.isArray(value)) return value.map(encode)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]))
}

export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (value === null || typeof value !== "object") return value
  if ("@date" in value && typeof value["@date"] === "string") return new Date(value["@date"])
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]))
}
