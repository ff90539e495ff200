import { off } from "./calling-off.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { courseReminders } from "./course-notices.js"
import { enrolmentsIn, findSession, sessionRow } from "./courses.js"
import { moveUp, settleAttendance } from "./enrolling.js"
import { after, day } from "./interval.js"
import { keepUsed, warnUnqualified } from "./qualifying.js"
import type { World } from "./world.js"
import { apply } from "./write.js"

/**
 * Courses, looked after each minute: a date that too few came to is called off at its hour, seats left behind are the next one's, those who
 * did not come missed it, and what lapses is told ahead. Any number of replicas may look at once: every step rests on versions.
 *
 * @returns how many dates were called off
 */
export async function lookAfterCourses(world: World, now: Date): Promise<number> {
  const { rows: due } = await world.store.query<{ id: string }>({
    name: "courses-to-decide",
    text: `select id from course_session where status = 'scheduled' and decide_at <= $1 order by decide_at, id`,
    values: [now],
  })
  let calledOff = 0
  for (const { id } of due) if (await decided(world, id, now)) calledOff += 1
  await seatsAndAttendance(world, now)
  await mendReminders(world, now)
  await keepUsed(world, now)
  await warnUnqualified(world, now)
  return calledOff
}

/** Whoever enrols at the same moment is first: it is looked at again in a minute. @returns whether it was called off */
async function decided(world: World, id: string, now: Date): Promise<boolean> {
  const session = await findSession(world, id)
  if (session?.status !== "scheduled" || !session.decideAt) return false
  // Late by an outage: what has begun takes place with who is there.
  if (session.taken >= session.least || session.start <= now) {
    const audit = {
      person_id: null,
      member_id: null,
      via: "desk",
      action: "confirm",
      entity: `course:${id}`,
      data: { enrolled: session.taken },
    }
    await apply(world, {
      at: now,
      sessions: [sessionRow({ ...session, decideAt: null, version: session.version + 1 })],
      audit: [audit],
    })
    return false
  }
  const { write } = off(session, {
    people: await enrolmentsIn(world, id),
    by: { now },
    staff: await staffReaders(world),
  })
  return (await apply(world, { at: now, ...write })).is === "done"
}

/** After so long, what was not settled is left. */
const settledFor = 7 * day

async function seatsAndAttendance(world: World, now: Date): Promise<void> {
  const { rows } = await world.store.query<{ id: string; over: boolean }>({
    name: "courses-to-settle",
    text: `select s.id, s.ends_at <= $1 as over from course_session s
            where s.status = 'scheduled' and s.ends_at > $2
              and case when s.ends_at <= $1 then exists (select 1 from enrolment e where e.session_id = s.id and e.status in ('enrolled', 'waiting'))
                  else s.starts_at > $1 and s.taken < s.seats and exists (select 1 from enrolment e where e.session_id = s.id and e.status = 'waiting') end
            order by s.starts_at, s.id`,
    values: [now, after(now, -settledFor)],
  })
  for (const { id, over } of rows) {
    const session = await findSession(world, id)
    if (session) await (over ? settleAttendance(world, session, now) : moveUp(world, session, now))
  }
}

/**
 * Whoever found a seat, or left it, at the very moment at which staff moved the date may be left with reminders of the time it had, or of
 * what they are not in. They get the right ones, and then what is wrong goes: whoever dies in between leaves that to the next minute.
 */
export async function mendReminders(world: World, now: Date): Promise<void> {
  const { rows } = await world.store.query<{ session: string; person: string }>({
    name: "course-reminders-of-another-time",
    text: `select distinct s.id as session, e.person_id as person
             from course_session s join enrolment e on e.session_id = s.id join notice n on n.booking_id = 'course:' || s.id || ':' || e.person_id
            where s.ends_at > $1 and s.status = 'scheduled' and e.status = 'enrolled'
              and n.kind = 'course_reminder' and n.state = 'due' and (n.data->>'start')::timestamptz <> s.starts_at`,
    values: [now],
  })
  for (const { session: id, person } of rows) {
    const session = await findSession(world, id)
    const seat = (await enrolmentsIn(world, id)).find((one) => one.person.id === person && one.status === "enrolled")
    if (!session || !seat) continue
    const notices = courseReminders(await currentCentre(world), session, { reader: seat.person, now })
    if (notices.length > 0) await apply(world, { at: now, notices })
  }
  await world.store.query({
    name: "course-reminders-amiss",
    text: `delete from notice n using course_session s join enrolment e on e.session_id = s.id
            where s.ends_at > $1 and n.booking_id = 'course:' || s.id || ':' || e.person_id and s.trainer_id is distinct from e.person_id
              and n.kind = 'course_reminder' and n.state = 'due'
              and (s.status <> 'scheduled' or e.status <> 'enrolled' or (n.data->>'start')::timestamptz <> s.starts_at)`,
    values: [now],
  })
}
