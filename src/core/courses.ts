import { broadcastDay, type Centre, courseOf } from "./centre.js"
import { after, type Interval, minute } from "./interval.js"
import type { CourseDate, Reminding } from "./outcome.js"
import type { World } from "./world.js"
import type { CourseRow, EnrolmentRow, EnrolmentStatus } from "./write.js"

/**
 * Courses as they are kept, and the questions asked of them. A course is a kind, described in the centre's file; a session is one date
 * of it. A session owns its room and its trainers' places on the floor as `course:<id>`, through the same tables as everything else.
 */

export type CourseSession = CourseDate & {
  hosts: number
  trainer: { id: string; name: string } | null
  seats: number
  least: number
  /** Seats that are somebody's. */
  taken: number
  /** When it is called off if too few are enrolled; null once that is settled. */
  decideAt: Date | null
  status: "scheduled" | "off"
  version: number
  madeBy: string | null
  createdAt: Date
}

/** Somebody in a course, with what changing that needs. */
export type Enrolment = {
  session: string
  person: { id: string; name: string; reminding: Reminding }
  member: { id: string; name: string }
  status: EnrolmentStatus
  since: Date
  version: number
}

/** The owner of what a session of a course takes; what is said of it carries the same name. */
export const courseOwner = (id: string): string => `course:${id}`
/** What is said to one person of one session, so that it can be withdrawn. */
export const seatOwner = (session: string, person: string): string => `course:${session}:${person}`

type Row = Omit<CourseRow, "taken"> & { taken: number; trainer_name: string | null }

const columns = `s.*, p.name as trainer_name from course_session s left join person p on p.id = s.trainer_id`

const toSession = (row: Row): CourseSession => ({
  id: row.id,
  course: row.course_id,
  room: row.room_id,
  start: row.starts_at,
  end: row.ends_at,
  left: Math.max(0, row.seats - row.taken),
  hosts: row.hosts,
  trainer: row.trainer_id === null ? null : { id: row.trainer_id, name: row.trainer_name ?? "" },
  seats: row.seats,
  least: row.least,
  taken: row.taken,
  decideAt: row.decide_at,
  status: row.status,
  version: row.version,
  madeBy: row.made_by_id,
  createdAt: row.created_at,
})

export const sessionRow = (session: CourseSession): CourseRow => ({
  id: session.id,
  course_id: session.course,
  room_id: session.room,
  starts_at: session.start,
  ends_at: session.end,
  hosts: session.hosts,
  trainer_id: session.trainer?.id ?? null,
  seats: session.seats,
  least: session.least,
  taken: 0,
  decide_at: session.decideAt,
  status: session.status,
  version: session.version,
  made_by_id: session.madeBy,
  created_at: session.createdAt,
})

/** Also one that was called off. */
export async function findSession(world: World, id: string): Promise<CourseSession | null> {
  const { rows } = await world.store.query<Row>({
    name: "course-session",
    text: `select ${columns} where s.id = $1`,
    values: [id],
  })
  return rows[0] ? toSession(rows[0]) : null
}

/** Sessions that take place and touch a stretch of time, soonest first; without an end, all from then on. */
export async function sessionsBetween(
  world: World,
  { from, to = null, limit = 200 }: { from: Date; to?: Date | null; limit?: number },
): Promise<CourseSession[]> {
  const { rows } = await world.store.query<Row>({
    name: "course-sessions",
    text: `select ${columns} where s.status = 'scheduled' and s.ends_at > $1 and ($2::timestamptz is null or s.starts_at < $2)
           order by s.starts_at, s.id limit $3`,
    values: [from, to, limit],
  })
  return rows.map(toSession)
}

/** Sessions whose broadcast day this is. */
export async function sessionsOn(
  world: World,
  centre: Centre,
  day: string,
  around: Interval,
): Promise<CourseSession[]> {
  const found = await sessionsBetween(world, { from: around.start, to: after(around.end, 12 * 60 * minute) })
  return found.filter(({ start }) => broadcastDay(centre, start) === day)
}

/** The next dates of these courses that still have seats, soonest first; full ones where none has. */
export async function nextDates(world: World, courses: readonly string[], now: Date): Promise<CourseDate[]> {
  const coming = (await sessionsBetween(world, { from: now })).filter(
    ({ course, start }) => start > now && courses.includes(course),
  )
  const open = coming.filter(({ left }) => left > 0)
  return (open.length > 0 ? open : coming).slice(0, 3).map(dateOf)
}

/** The next dates on which one can learn what a qualification stands for. */
export const nextFor = (
  world: World,
  centre: Centre,
  { kind, now }: { kind: string; now: Date },
): Promise<CourseDate[]> =>
  nextDates(
    world,
    centre.courses.filter(({ gives }) => gives === kind).map(({ id }) => id),
    now,
  )

export const dateOf = ({ id, course, room, start, end, left }: CourseSession): CourseDate => ({
  id,
  course,
  room,
  start,
  end,
  left,
})

type EnrolledRow = EnrolmentRow & {
  person_name: string
  member_name: string | null
  reminders: readonly number[] | null
  quiet: string | null
}

const toEnrolment = (row: EnrolledRow): Enrolment => ({
  session: row.session_id,
  person: { id: row.person_id, name: row.person_name, reminding: { leads: row.reminders, quiet: row.quiet } },
  member: { id: row.member_id, name: row.member_name ?? "" },
  status: row.status,
  since: row.since,
  version: row.version,
})

export const enrolmentRow = (enrolment: Enrolment): EnrolmentRow => ({
  session_id: enrolment.session,
  person_id: enrolment.person.id,
  member_id: enrolment.member.id,
  status: enrolment.status,
  since: enrolment.since,
  version: enrolment.version,
})

const enrolled = `e.*, p.name as person_name, p.reminders, p.quiet, m.name as member_name
  from enrolment e join person p on p.id = e.person_id left join member m on m.id = e.member_id`

/** Everybody who is or was in it, in the order in which they came. */
export async function enrolmentsIn(world: World, session: string): Promise<Enrolment[]> {
  const { rows } = await world.store.query<EnrolledRow>({
    name: "enrolments-in",
    text: `select ${enrolled} where e.session_id = $1 order by e.since, e.person_id`,
    values: [session],
  })
  return rows.map(toEnrolment)
}

export type Seat = { session: CourseSession; status: EnrolmentStatus }

/** A person's courses that end after `from` and take place: their seats, and where they wait. */
export async function seatsOf(world: World, personId: string, from: Date): Promise<Seat[]> {
  const { rows } = await world.store.query<Row & { seat: EnrolmentStatus }>({
    name: "seats-of",
    text: `select s.*, p.name as trainer_name, e.status as seat
             from enrolment e join course_session s on s.id = e.session_id left join person p on p.id = s.trainer_id
            where e.person_id = $1 and s.status = 'scheduled' and s.ends_at > $2
              and e.status in ('enrolled', 'waiting', 'attended', 'passed')
            order by s.starts_at, s.id`,
    values: [personId, from],
  })
  return rows.map((row) => ({ session: toSession(row), status: row.seat }))
}

/** Changes with whatever {@link seatsOf} says: cheap to ask for; empty for nobody's courses. */
export async function seatsStamp(world: World, personId: string, from: Date): Promise<string> {
  const { rows } = await world.store.query<{ stamp: string | null }>({
    name: "seats-stamp",
    text: `select string_agg(s.id || ':' || s.version || ':' || e.status, ',' order by s.id) as stamp
             from enrolment e join course_session s on s.id = e.session_id
            where e.person_id = $1 and s.status = 'scheduled' and s.ends_at > $2`,
    values: [personId, from],
  })
  return rows[0]?.stamp ?? ""
}

/** Do they have a seat, whatever came of it? */
export const isSeated = (status: EnrolmentStatus): boolean =>
  status === "enrolled" || status === "attended" || status === "missed" || status === "passed"

/** Do they count on it taking place, with a seat or in the line? */
export const isIn = (status: EnrolmentStatus): boolean =>
  status === "enrolled" || status === "waiting" || status === "attended"

/** The rooms that a course may be held in, in the file's order. */
export function roomsForCourse(centre: Centre, courseId: string): string[] {
  const course = courseOf(centre, courseId)
  return centre.rooms
    .filter((room) => !course?.class || room.class === course.class)
    .filter((room) => !course?.rooms || course.rooms.includes(room.id))
    .map(({ id }) => id)
}
