import { memberAsItStands } from "./booking-record.js"
import { withNext } from "./calling-off.js"
import { currentCentre } from "./centre-store.js"
import { perform } from "./command.js"
import { courseNotice, courseReminders } from "./course-notices.js"
import {
  type CourseSession,
  type Enrolment,
  enrolmentRow,
  enrolmentsIn,
  findSession,
  isSeated,
  seatOwner,
  seatsOf,
} from "./courses.js"
import { after, minute, overlaps } from "./interval.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import { courseAudit, type Decision, no } from "./scheduling.js"
import type { World } from "./world.js"
import { apply, type EnrolmentStatus, type NoticeRow, type Write } from "./write.js"

/**
 * Seats in courses. Whoever finds none stands in line, and a seat that comes free is the first one's, who is told: in the write that frees it,
 * so that nobody waits beside a free seat. The database counts seats, and lets nobody into what was called off meanwhile.
 */

export type Enrolled =
  | { is: "enrolled"; session: CourseSession }
  /** `place`: 1 is first. */
  | { is: "waiting"; session: CourseSession; place: number }
  | Refused
export type Left = { is: "left"; session: CourseSession } | Refused
export type Attended = { is: "attended"; session: CourseSession } | Refused

/** Who is meant: the person who asks, or where staff act for a member, whoever of theirs is told. */
function reader({ actor }: Ask): Enrolment["person"] | null {
  const { member, person } = actor
  if (member?.contact === null) return null
  if (member?.contact) return { id: member.contact.id, name: "", reminding: member.contact.reminding }
  return { id: person.id, name: person.name, reminding: person.reminding ?? { leads: null, quiet: null } }
}

/** A seat, or a place in the line. Once for each person. */
export async function enrol(world: World, ask: Ask, id: string): Promise<Enrolled> {
  let { member } = ask.actor
  const outcome = await perform<Enrolled>(world, ask, {
    what: { do: "enrol", id },
    attempts: patience,
    attempt: async (conflict) => {
      if (member && conflict === "stale") member = await memberAsItStands(world, ask.actor, member)
      return decideEnrol(world, { ...ask, actor: { ...ask.actor, member } }, id)
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** As many decisions as it takes while everybody wants the last seat. */
const patience = 40

async function decideEnrol(world: World, ask: Ask, id: string): Promise<Decision<Exclude<Enrolled, Refused>>> {
  const { member } = ask.actor
  const { now } = ask
  if (!member) return no({ why: "not_member" })
  if (member.status === "suspended") return no({ why: "suspended" })
  const person = reader(ask)
  if (!person) return no({ why: "no_such_person" })
  const session = await findSession(world, id)
  if (!session) return no({ why: "not_found" })
  if (session.status === "off")
    return no(await withNext(world, { why: "course_off", course: session.course, courses: [] }, now))
  if (session.start <= now) return no({ why: "too_late" })
  const people = await enrolmentsIn(world, id)
  const before = people.find((one) => one.person.id === person.id)
  if (before && isSeated(before.status)) return { outcome: { is: "enrolled", session }, write: {} }
  if (before?.status === "waiting")
    return { outcome: { is: "waiting", session, place: placeOf(people, person.id) }, write: {} }
  const clash = (await seatsOf(world, person.id, now)).find(
    (seat) => seat.session.id !== id && isSeated(seat.status) && overlaps(seat.session, session),
  )
  if (clash) return no({ why: "course_clash", course: clash.session.course, start: clash.session.start })
  const mine: Enrolment = {
    session: id,
    person,
    member: { id: member.id, name: member.name },
    status: "waiting",
    since: now,
    version: (before?.version ?? 0) + 1,
  }
  const moved = movedUp(session, [...people.filter((one) => one !== before), mine])
  const has = moved.some((one) => one.person.id === person.id)
  const rows = [...moved, ...(has ? [] : [mine])]
  const place = placeOf([...people, mine], person.id) - moved.length
  return {
    outcome: has
      ? { is: "enrolled", session: { ...session, left: session.left - moved.length } }
      : { is: "waiting", session, place },
    write: {
      members: [{ id: member.id, version: member.version, open_max: null }],
      enrolments: rows.map((one) => ({
        ...enrolmentRow(one),
        version: one === mine || one.person.id === person.id ? mine.version : one.version,
      })),
      ...(await saidTo(world, session, { moved, by: ask, self: person.id })),
      audit: [
        { ...courseAudit(ask, session, has ? "enrol" : "wait", { person: person.id }), member_id: member.id },
        ...seatEntries(
          session,
          moved.filter((one) => one.person.id !== person.id),
        ),
      ],
    },
  }
}

const placeOf = (people: readonly Enrolment[], person: string): number =>
  1 + people.filter(({ status }) => status === "waiting").findIndex((one) => one.person.id === person)

/** The first of those who wait, as many as there are seats free, with their seats; their versions raised. */
function movedUp(
  session: Pick<CourseSession, "seats" | "taken">,
  people: readonly Enrolment[],
  freed = 0,
): Enrolment[] {
  const free = Math.max(0, session.seats - session.taken + freed)
  return people
    .filter(({ status }) => status === "waiting")
    .slice(0, free)
    .map((one) => ({ ...one, status: "enrolled", version: one.version + 1 }))
}

/** Reminders for those who have a seat now, and the news for those to whom it is news. */
async function saidTo(
  world: World,
  session: CourseSession,
  { moved, by, self }: { moved: readonly Enrolment[]; by: Pick<Ask, "now"> & Partial<Ask>; self: string | null },
): Promise<{ hush: string[]; notices: NoticeRow[] }> {
  const centre = await currentCentre(world)
  const { now } = by
  return {
    hush: moved.map(({ person }) => seatOwner(session.id, person.id)),
    notices: moved.flatMap(({ person }) => [
      ...(person.id === by.actor?.person.id
        ? []
        : [courseNotice(session, { to: { person: person.id }, how: person.id === self ? "enrolled" : "seat", now })]),
      ...courseReminders(centre, session, { reader: person, now }),
    ]),
  }
}

const seatEntries = (session: CourseSession, moved: readonly Enrolment[]): NonNullable<Write["audit"]>[number][] =>
  moved.map(({ person, member }) => ({
    person_id: null,
    member_id: member.id,
    via: "desk",
    action: "seat",
    entity: `course:${session.id}`,
    data: { person: person.id },
  }))

/** Gives up a seat, or a place in the line: until it begins. `person`: staff, for somebody. */
export async function leave(world: World, ask: Ask, id: string): Promise<Left> {
  const outcome = await perform<Left>(world, ask, {
    what: { do: "leave", id },
    attempts: patience,
    attempt: async (): Promise<Decision<Exclude<Left, Refused>>> => {
      const person = reader(ask)
      const session = await findSession(world, id)
      const people = session ? await enrolmentsIn(world, id) : []
      const mine = people.find((one) => one.person.id === person?.id)
      if (!session || !mine || mine.status === "off") return no({ why: "not_found" })
      if (mine.status === "left") return { outcome: { is: "left", session }, write: {} }
      if (session.start <= ask.now || (mine.status !== "enrolled" && mine.status !== "waiting"))
        return no({ why: "too_late" })
      const moved = movedUp(
        session,
        people.filter((one) => one !== mine),
        isSeated(mine.status) ? 1 : 0,
      )
      const said = await saidTo(world, session, { moved, by: ask, self: null })
      return {
        outcome: { is: "left", session },
        write: {
          enrolments: [
            { ...enrolmentRow(mine), status: "left", version: mine.version + 1 },
            ...moved.map(enrolmentRow),
          ],
          hush: [seatOwner(id, mine.person.id), ...said.hush],
          notices: said.notices,
          audit: [
            { ...courseAudit(ask, session, "leave", { person: mine.person.id }), member_id: mine.member.id },
            ...seatEntries(session, moved),
          ],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** From when until when people say that they are here. */
export const attendWindow = (checkIn: number, { start, end }: Pick<CourseSession, "start" | "end">) => ({
  start: after(start, -checkIn * minute),
  end,
})

/** Here: by who has a seat, from some minutes before the start until the end. A second tap changes nothing. */
export async function attend(world: World, ask: Ask, id: string): Promise<Attended> {
  const outcome = await perform<Attended>(world, ask, {
    what: { do: "attend", id },
    attempt: async (): Promise<Decision<Exclude<Attended, Refused>>> => {
      const centre = await currentCentre(world)
      const person = reader(ask)
      const session = await findSession(world, id)
      const mine = session && (await enrolmentsIn(world, id)).find((one) => one.person.id === person?.id)
      if (!session || !mine || !isSeated(mine.status)) return no({ why: "not_found" })
      const open = attendWindow(centre.sessions.checkIn, session)
      if (mine.status === "attended" || mine.status === "passed")
        return { outcome: { is: "attended", session }, write: {} }
      if (ask.now < open.start) return no({ why: "too_early", from: open.start })
      if (ask.now >= open.end) return no({ why: "too_late" })
      return {
        outcome: { is: "attended", session },
        write: {
          enrolments: [{ ...enrolmentRow(mine), status: "attended", version: mine.version + 1 }],
          hush: [seatOwner(id, mine.person.id)],
          audit: [{ ...courseAudit(ask, session, "attend", { person: mine.person.id }), member_id: mine.member.id }],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** Gives seats that somebody left behind (who had themselves erased, say) to who waits. Any number of replicas may do so at once. */
export async function moveUp(world: World, session: CourseSession, now: Date): Promise<void> {
  const moved = movedUp(session, await enrolmentsIn(world, session.id))
  if (moved.length === 0) return
  await apply(world, {
    at: now,
    enrolments: moved.map(enrolmentRow),
    ...(await saidTo(world, session, { moved, by: { now }, self: null })),
    audit: seatEntries(session, moved),
  })
}

/** After the end: who did not come missed it, and who still waited waits no more. */
export async function settleAttendance(world: World, session: CourseSession, now: Date): Promise<void> {
  const then: Partial<Record<EnrolmentStatus, EnrolmentStatus>> = { enrolled: "missed", waiting: "over" }
  const rows = (await enrolmentsIn(world, session.id)).flatMap((one) => {
    const status = then[one.status]
    return status ? [{ ...enrolmentRow(one), status, version: one.version + 1 }] : []
  })
  if (rows.length === 0) return
  const audit = rows.map(({ person_id, member_id, status }) => ({
    person_id: null,
    member_id,
    via: "desk",
    action: status,
    entity: `course:${session.id}`,
    data: { person: person_id },
  }))
  await apply(world, { at: now, enrolments: rows, audit })
}
