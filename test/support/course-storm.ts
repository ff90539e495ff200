import { callOff } from "../../src/core/calling-off.js"
import type { Centre } from "../../src/core/centre.js"
import { sessionsBetween } from "../../src/core/courses.js"
import { enrol, leave } from "../../src/core/enrolling.js"
import type { Ask, Refused } from "../../src/core/outcome.js"
import { schedule } from "../../src/core/scheduling.js"
import { shift } from "../../src/core/shifting.js"
import type { Queryable } from "./oracle.js"
import type { seeded } from "./random.js"
import { ask, staffActor, type TestWorld } from "./world.js"

/** Courses amid the storm: dates put on, moved and called off by staff while everybody enrols and leaves. */

export type Learning = { random: ReturnType<typeof seeded>; by: Ask; start: Date; centre: Centre }
export type Learnt =
  | { is: "scheduled" | "shifted" | "called_off" | "enrolled" | "in_line" | "left"; bookings: [] }
  | Refused

const boss = staffActor("boss")
/** So many dates at once, or nobody could book. */
const datesMost = 6

export async function learn(world: TestWorld, { random, by, start, centre }: Learning): Promise<Learnt> {
  const dates = await sessionsBetween(world, { from: world.now })
  const dice = random.next()
  const date = dates.length > 0 ? random.pick(dates).id : null
  if (date === null || (dates.length < datesMost && dice < 0.15)) {
    const done = await schedule(world, ask(world, boss), { course: random.pick(centre.courses).id, start })
    return done.is === "refused" ? done : { is: done.is, bookings: [] }
  }
  if (dice < 0.18) {
    const done = await callOff(world, ask(world, boss), date)
    return done.is === "refused" ? done : { is: done.is, bookings: [] }
  }
  if (dice < 0.24) {
    const done = await shift(world, ask(world, boss), { session: date, start })
    return done.is === "refused" ? done : { is: done.is, bookings: [] }
  }
  if (dice < 0.7) {
    const done = await enrol(world, by, date)
    return done.is === "refused" ? done : { is: done.is === "waiting" ? "in_line" : done.is, bookings: [] }
  }
  const done = await leave(world, by, date)
  return done.is === "refused" ? done : { is: done.is, bookings: [] }
}

/** What may not be of courses, by plain SQL: one line for each violation. */
export async function courseOracle(pool: Queryable, turnoverMinutes: number): Promise<string[]> {
  const look = async (name: string, sql: string): Promise<string[]> =>
    (await pool.query(sql)).rows.map((row) => `${name}: ${JSON.stringify(row)}`)
  return [
    ...(await look(
      "seats that are not those enrolled, or too many",
      `select s.id, s.seats, s.taken, count(e.*) as enrolled from course_session s
         left join enrolment e on e.session_id = s.id and e.status in ('enrolled', 'attended', 'missed', 'passed')
        group by s.id having count(e.*) <> s.taken or count(e.*) > s.seats`,
    )),
    ...(await look(
      "waits beside a free seat, or for what is off",
      `select s.id, e.person_id from course_session s join enrolment e on e.session_id = s.id and e.status = 'waiting'
        where s.taken < s.seats or s.status = 'off'`,
    )),
    ...(await look(
      "a date without its room and floor, or one that is off with them",
      `select s.id, s.status from course_session s
         left join claim c on c.owner_id = 'course:' || s.id and c.room_id = s.room_id and c.starts_at = s.starts_at
                          and c.ends_at = s.ends_at + interval '${turnoverMinutes} minutes'
         left join usage u on u.owner_id = 'course:' || s.id and u.resource_id = 'floor' and u.amount = s.hosts
                          and u.starts_at = s.starts_at and u.ends_at = s.ends_at
        where (s.status = 'scheduled') <> (c.id is not null and u.id is not null)`,
    )),
    ...(await look(
      "taken by no date",
      `select owner_id from (select owner_id from claim union all select owner_id from usage) t
        where owner_id like 'course:%' and not exists
          (select 1 from course_session s where 'course:' || s.id = t.owner_id and s.status = 'scheduled')`,
    )),
    ...(await look(
      "a room given to a course and a session",
      `select s.id, b.id as booking from course_session s join booking b on b.room_id = s.room_id
          and b.starts_at < s.ends_at + interval '${turnoverMinutes} minutes' and s.starts_at < b.ends_at + interval '${turnoverMinutes} minutes'
        where s.status = 'scheduled' and b.status in ('confirmed', 'checked_in')`,
    )),
    ...(await look(
      "reminded of what they are not in, or of another time",
      `select n.key from notice n join course_session s on s.id = n.data->>'session'
         left join enrolment e on e.session_id = s.id and e.person_id = n.person_id
        where n.kind = 'course_reminder' and n.state = 'due' and (s.status = 'off' or e.status is distinct from 'enrolled'
           or n.due_at <> s.starts_at - ((n.data->>'minutesBefore') || ' minutes')::interval)`,
    )),
    ...(await look(
      "a change without its entry",
      `select e.session_id, e.person_id, e.version, count(a.id) from enrolment e
         left join audit a on a.entity = 'course:' || e.session_id
           and (a.data->>'person' = e.person_id or (a.action = 'call_off' and e.status = 'off'))
        group by e.session_id, e.person_id, e.version having count(a.id) <> e.version`,
    )),
  ]
}
