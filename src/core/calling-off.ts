import { type StaffReader, staffReaders } from "./channels.js"
import { type Decided, perform } from "./command.js"
import { courseNotice } from "./course-notices.js"
import {
  type CourseSession,
  courseOwner,
  type Enrolment,
  enrolmentRow,
  enrolmentsIn,
  isIn,
  nextDates,
  sessionRow,
} from "./courses.js"
import { type Ask, type Refusal, type Refused, refused } from "./outcome.js"
import { courseAudit, type Decision, leader, no, openSession, saidOf, slotOf } from "./scheduling.js"
import type { World } from "./world.js"

/** Dates of courses that do not take place: called off by staff, or for too few who enrolled. */

export type CalledOff = { is: "called_off"; session: CourseSession; told: number } | Refused

/** Calls a date off: everybody in it is told and offered the next, and its room is free at once. Staff only. */
export async function callOff(world: World, ask: Ask, id: string): Promise<CalledOff> {
  const outcome = await perform<CalledOff>(world, ask, {
    what: { do: "callOff", id },
    attempt: async (): Promise<Decision<Exclude<CalledOff, Refused>>> => {
      const session = await openSession(world, ask, id)
      if ("why" in session) return no(await withNext(world, session, ask.now))
      return off(session, { people: await enrolmentsIn(world, id), by: ask, staff: await staffReaders(world) })
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** A refusal that says when the course is held instead. */
export const withNext = async (world: World, refusal: Refusal, now: Date): Promise<Refusal> =>
  refusal.why === "course_off" ? { ...refusal, courses: await nextDates(world, [refusal.course], now) } : refusal

type Off = {
  people: readonly Enrolment[]
  by: Pick<Ask, "actor" | "now"> | { now: Date }
  staff: readonly StaffReader[]
}

/** The rows by which a date does not take place. `by`: who said so; without an actor, too few came. */
export function off(was: CourseSession, { people, by, staff }: Off): Decided<Exclude<CalledOff, Refused>> {
  const { now } = by
  const actor = "actor" in by ? by.actor : null
  const session: CourseSession = { ...was, status: "off", decideAt: null, version: was.version + 1 }
  const there = people.filter(({ status }) => isIn(status))
  const told = [...there.map(({ person }) => person.id), ...leader(was).filter((id) => id !== actor?.person.id)]
  // Who said so knows, and who is in it or leads it is told as such.
  const others = staff.filter(({ id }) => id !== actor?.person.id && !told.includes(id))
  const entry = { person_id: null, member_id: null, via: "desk", action: "call_off", entity: courseOwner(was.id) }
  const data = { ...slotOf(was), enrolled: was.taken, least: was.least }
  return {
    outcome: { is: "called_off", session, told: there.length },
    write: {
      release: [courseOwner(was.id)],
      sessions: [sessionRow(session)],
      enrolments: there.map((one) => ({ ...enrolmentRow(one), status: "off", version: one.version + 1 })),
      hush: saidOf(was, there),
      notices: [
        ...told.map((person) => courseNotice(session, { to: { person }, how: "off", was, now })),
        ...others.map((to) => courseNotice(session, { to, how: "off", was, now })),
      ],
      audit: [actor ? courseAudit({ actor }, session, "call_off", data) : { ...entry, data }],
    },
  }
}
