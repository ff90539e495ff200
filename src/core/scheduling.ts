import { broadcastDay, type Centre, type Course, courseOf, gridMinutes, openBetween, openOn } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { type Decided, perform } from "./command.js"
import { courseReminders } from "./course-notices.js"
import {
  type CourseSession,
  courseOwner,
  type Enrolment,
  findSession,
  roomsForCourse,
  seatOwner,
  sessionRow,
  sessionsBetween,
} from "./courses.js"
import { floorId, freeOf } from "./facts.js"
import { after, contains, hour, minute, overlaps } from "./interval.js"
import { loadFacts } from "./load-facts.js"
import { type Ask, type Refusal, type Refused, refused } from "./outcome.js"
import { makingWay, type Place, placeFor } from "./placing.js"
import { addDays, localDay } from "./time.js"
import type { World } from "./world.js"
import type { NoticeRow, Write } from "./write.js"

/** Dates of courses, put on and moved by staff. They take a room and the floor like any booking. */

/** `room`: this one; absent: the first that is free of those that the course may have. `trainer`: who of the staff leads it. */
export type Plan = { course: string; start: Date; room?: string; trainer?: string | null }

export type Scheduled =
  /** `again`: this date was put on before, and nothing has changed. */
  { is: "scheduled"; session: CourseSession; again: boolean } | Refused

export type Decision<O> = Decided<O | Refused>
export const no = (refusal: Refusal): Decision<never> => ({ outcome: refused(refusal), write: {} })

/** Puts on a date of a course. Staff only. */
export async function schedule(world: World, ask: Ask, plan: Plan): Promise<Scheduled> {
  const id = world.newId()
  const outcome = await perform<Scheduled>(world, ask, {
    what: { do: "schedule", plan },
    attempt: () => decideSchedule(world, ask, { plan, id }),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** What it would be; nothing is written. */
export const previewSchedule = async (world: World, ask: Ask, plan: Plan): Promise<Scheduled> =>
  (await decideSchedule(world, ask, { plan, id: "" })).outcome

async function decideSchedule(
  world: World,
  ask: Ask,
  { plan, id }: { plan: Plan; id: string },
): Promise<Decision<Exclude<Scheduled, Refused>>> {
  if (!ask.actor.person.staff) return no({ why: "not_staff" })
  const centre = await currentCentre(world)
  const course = courseOf(centre, plan.course)
  if (!course) return no({ why: "not_found" })
  const trainer = await trainerNamed(world, plan.trainer ?? null)
  if (trainer === undefined) return no({ why: "no_such_person" })
  const at = { start: plan.start, end: after(plan.start, course.minutes * minute) }
  const there = await sessionsBetween(world, { from: at.start, to: at.end })
  const same = there.find((one) => one.course === course.id && one.start.getTime() === at.start.getTime())
  if (same) return { outcome: { is: "scheduled", session: same, again: true }, write: {} }
  const draft: CourseSession = {
    ...fresh(course, ask),
    ...at,
    id,
    room: "",
    trainer,
    decideAt: decideBefore(course, at.start, ask.now),
  }
  const found = await placed(world, {
    centre,
    course,
    draft,
    there,
    ...(plan.room ? { room: plan.room } : {}),
    now: ask.now,
  })
  if ("why" in found) return no(found)
  const session = { ...draft, room: found.room }
  const way = makingWay(found.moves)
  return {
    outcome: { is: "scheduled", session, again: false },
    write: {
      centre: centre.version,
      moves: way.moves,
      ...takes(centre, session),
      sessions: [sessionRow(session)],
      notices: trainerReminders(centre, session, ask.now),
      audit: [courseAudit(ask, session, "schedule", slotOf(session)), ...way.audit],
    },
  }
}

const fresh = (
  course: Course,
  ask: Ask,
): Omit<CourseSession, "id" | "room" | "start" | "end" | "trainer" | "decideAt"> => ({
  course: course.id,
  left: course.seats,
  hosts: course.trainers,
  seats: course.seats,
  least: course.least,
  taken: 0,
  status: "scheduled",
  version: 1,
  madeBy: ask.actor.person.id,
  createdAt: ask.now,
})

/** Null for what is put on when it is too late to call it off, or needs nobody. */
export function decideBefore(
  { least, decideHours }: Pick<Course, "least" | "decideHours">,
  start: Date,
  now: Date,
): Date | null {
  const at = after(start, -decideHours * hour)
  return least > 0 && at > now ? at : null
}

/** @returns undefined for somebody who is not of the staff */
async function trainerNamed(world: World, id: string | null): Promise<CourseSession["trainer"] | undefined> {
  if (id === null) return null
  const person = await world.store.prisma.person.findUnique({ where: { id }, select: { name: true, staff: true } })
  return person?.staff ? { id, name: person.name } : undefined
}

type Placing = {
  centre: Centre
  course: Course
  draft: CourseSession
  /** Other sessions at that time. */
  there: readonly CourseSession[]
  room?: string
  now: Date
}

/** The room it can have, or why there is none. */
export async function placed(
  world: World,
  { centre, course, draft, there, room, now }: Placing,
): Promise<Place | Refusal> {
  const refusal = timeRefusal(centre, draft, now)
  if (refusal) return refusal
  const busy = there.some(({ id, trainer }) => id !== draft.id && trainer !== null && trainer.id === draft.trainer?.id)
  if (busy) return { why: "trainer_busy" }
  const may = roomsForCourse(centre, course.id)
  const rooms = room === undefined ? may : may.filter((id) => id === room)
  if (rooms.length === 0) return { why: "no_such_room" }
  const facts = await loadFacts(world, {
    window: { start: draft.start, end: after(draft.end, centre.sessions.turnover * minute) },
    now,
    memberId: null,
    months: [],
    except: [courseOwner(draft.id)],
  })
  const closed = (id: string) => facts.closures.find((one) => (one.room ?? id) === id && overlaps(one, draft))
  const open = rooms.filter((id) => !closed(id))
  const by = closed(rooms[0] ?? "")
  if (open.length === 0 && by)
    return { why: "blocked", room: room ?? null, until: by.end, reason: by.reason, alternatives: [] }
  const place = placeFor({ centre, facts, session: draft, rooms: open })
  if (!place) return { why: "taken", room: room ?? null, alternatives: [] }
  const free = freeOf(facts, floorId, draft)
  return free < draft.hosts ? { why: "floor_full", free: Math.max(0, free), alternatives: [] } : place
}

function timeRefusal(centre: Centre, { start, end }: CourseSession, now: Date): Refusal | null {
  if (start.getTime() % (gridMinutes * minute) !== 0) return { why: "off_grid", grid: gridMinutes }
  if (start <= now) return { why: "past" }
  const day = localDay(start, centre.zone)
  const open = openBetween(centre, addDays(day, -1), addDays(day, 1))
  return open.some((period) => contains(period, { start, end }))
    ? null
    : { why: "closed", open: openOn(centre, broadcastDay(centre, start)), alternatives: [] }
}

/** Its room until the turnover is done, its trainers' places on the floor while it is on. */
export function takes(
  centre: Centre,
  { id, room, start, end, hosts }: CourseSession,
): Required<Pick<Write, "claims" | "usage">> {
  const owner_id = courseOwner(id)
  return {
    claims: [{ owner_id, room_id: room, starts_at: start, ends_at: after(end, centre.sessions.turnover * minute) }],
    usage: [{ owner_id, resource_id: floorId, starts_at: start, ends_at: end, amount: hosts }],
  }
}

export const trainerReminders = (centre: Centre, session: CourseSession, now: Date): NoticeRow[] =>
  session.trainer ? courseReminders(centre, session, { reader: session.trainer, now }) : []

export const slotOf = ({ course, room, start, end }: CourseSession) => ({ course, room, start, end })

export const courseAudit = (
  { actor }: Pick<Ask, "actor">,
  { id }: Pick<CourseSession, "id">,
  action: string,
  data: unknown,
) => ({
  person_id: actor.person.id,
  member_id: null as string | null,
  via: actor.via,
  action,
  entity: courseOwner(id),
  data,
})

/** One that takes place and has not begun, for staff. */
export async function openSession(world: World, ask: Ask, id: string): Promise<CourseSession | Refusal> {
  if (!ask.actor.person.staff) return { why: "not_staff" }
  const session = await findSession(world, id)
  if (!session) return { why: "not_found" }
  if (session.status === "off") return { why: "course_off", course: session.course, courses: [] }
  return session.start <= ask.now ? { why: "too_late" } : session
}

export const leader = ({ trainer }: CourseSession): string[] => (trainer ? [trainer.id] : [])

/** Whatever is still to be said of a session, to anybody. */
export const saidOf = (session: CourseSession, people: readonly Enrolment[]): string[] => [
  courseOwner(session.id),
  ...[...people.map(({ person }) => person.id), ...leader(session)].map((id) => seatOwner(session.id, id)),
]

/** Sessions of courses that a closure of these rooms (null: all) would sit upon: staff move them or call them off. */
export const coursesIn = async (
  world: World,
  { start, end }: { start: Date; end: Date },
  rooms: readonly string[],
): Promise<CourseSession[]> =>
  (await sessionsBetween(world, { from: start, to: end })).filter(({ room }) => rooms.includes(room))
