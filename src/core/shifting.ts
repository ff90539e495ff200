import { courseOf } from "./centre.js"
import { type AppliedCentre, currentCentre } from "./centre-store.js"
import { perform } from "./command.js"
import { courseNotice, courseReminders } from "./course-notices.js"
import {
  type CourseSession,
  courseOwner,
  type Enrolment,
  enrolmentRow,
  enrolmentsIn,
  isIn,
  isSeated,
  sessionRow,
  sessionsBetween,
} from "./courses.js"
import { after } from "./interval.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import { makingWay, type Place } from "./placing.js"
import {
  courseAudit,
  type Decision,
  decideBefore,
  leader,
  no,
  openSession,
  placed,
  saidOf,
  slotOf,
  takes,
  trainerReminders,
} from "./scheduling.js"
import type { World } from "./world.js"

/** Dates of courses that take place at another time, or in another room. */

export type Shifted = { is: "shifted"; session: CourseSession; was: CourseSession; told: number } | Refused

/** Moves a date to another time or room; who has a seat keeps it, who waits goes on waiting, and all are told. Staff only. */
export async function shift(
  world: World,
  ask: Ask,
  about: { session: string; start?: Date; room?: string },
): Promise<Shifted> {
  const outcome = await perform<Shifted>(world, ask, {
    what: { do: "shift", ...about },
    attempt: () => decideShift(world, ask, about),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

/** What it would be; nothing is written. */
export const previewShift = async (
  world: World,
  ask: Ask,
  about: { session: string; start?: Date; room?: string },
): Promise<Shifted> => (await decideShift(world, ask, about)).outcome

async function decideShift(
  world: World,
  ask: Ask,
  about: { session: string; start?: Date; room?: string },
): Promise<Decision<Exclude<Shifted, Refused>>> {
  const was = await openSession(world, ask, about.session)
  if ("why" in was) return no(was)
  const centre = await currentCentre(world)
  const course = courseOf(centre, was.course)
  if (!course) return no({ why: "not_found" })
  const start = about.start ?? was.start
  const end = after(start, was.end.getTime() - was.start.getTime())
  const decideAt = was.decideAt && decideBefore({ least: was.least, decideHours: course.decideHours }, start, ask.now)
  const draft = { ...was, start, end, decideAt, version: was.version + 1 }
  const there = await sessionsBetween(world, { from: start, to: end })
  const found = await placed(world, {
    centre,
    course,
    draft,
    there,
    ...(about.room ? { room: about.room } : {}),
    now: ask.now,
  })
  if ("why" in found) return no(found)
  // Where it can stay in its room, it does.
  const stays =
    about.room === undefined && (await placed(world, { centre, course, draft, there, room: was.room, now: ask.now }))
  const place = stays && !("why" in stays) ? stays : found
  const session = { ...draft, room: place.room }
  const people = (await enrolmentsIn(world, was.id)).filter(({ status }) => isIn(status))
  return {
    outcome: { is: "shifted", session, was, told: people.length },
    write: shifted(ask, centre, { session, was, moves: place.moves, people }),
  }
}

type Rewritten = { session: CourseSession; was: CourseSession; moves: Place["moves"]; people: readonly Enrolment[] }

function shifted(
  ask: Ask,
  centre: AppliedCentre,
  { session, was, moves, people }: Rewritten,
): Decision<never>["write"] {
  const { now } = ask
  const way = makingWay(moves)
  const led = leader(was)
  return {
    centre: centre.version,
    release: [courseOwner(was.id)],
    moves: way.moves,
    ...takes(centre, session),
    sessions: [sessionRow(session)],
    // Who was there already has not arrived at the new time.
    enrolments: people
      .filter(({ status }) => status === "attended")
      .map((one) => ({ ...enrolmentRow(one), status: "enrolled", version: one.version + 1 })),
    hush: saidOf(was, people),
    notices: [
      ...people.flatMap(({ person, status }) => [
        courseNotice(session, { to: { person: person.id }, how: "moved", was, now }),
        ...(isSeated(status) ? courseReminders(centre, session, { reader: person, now }) : []),
      ]),
      ...led
        .filter((id) => id !== ask.actor.person.id)
        .map((person) => courseNotice(session, { to: { person }, how: "moved", was, now })),
      ...trainerReminders(centre, session, now),
    ],
    audit: [courseAudit(ask, session, "move", { was: slotOf(was), ...slotOf(session) }), ...way.audit],
  }
}
