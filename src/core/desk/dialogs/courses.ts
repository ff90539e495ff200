import { broadcastDay } from "../../centre.js"
import { type CourseSession, enrolmentsIn, findSession, isSeated, seatsOf, sessionsBetween } from "../../courses.js"
import { attend, attendWindow, enrol, leave } from "../../enrolling.js"
import { after, day, hour } from "../../interval.js"
import { learntBy } from "../../qualifying.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, type Scene } from "../scene.js"
import { courseFile } from "./calendar-file.js"
import { courseLines, dateChoices, dated, seatChoices, untilDay, withSeats } from "./course-lines.js"
import { staffChoices } from "./course-staff.js"
import { refusal } from "./refusal.js"

/** Courses as members see them: what there is, a seat, the line, being here. */

/** More dates than these are behind the course's name, in a sentence. */
const listedMost = 10

/** `found`: those that were asked for; all where nothing was. `note` is said before them. */
export async function courseList(
  scene: Scene,
  { found, note }: { found?: readonly CourseSession[]; note?: string } = {},
): Promise<Answer> {
  const { world, say, now, centre, ask } = scene
  const { courses, label } = say.words
  const coming = found ?? (await coursesAhead(scene))
  const shown = coming.slice(0, listedMost)
  const undated = found ? [] : centre.courses.filter(({ id }) => !coming.some(({ course }) => course === id))
  const own = await seatsOf(world, ask.actor.person.id, now)
  const staff: Choice[] = ask.actor.person.staff ? [{ label: courses.teach, step: { do: "teach" } }] : []
  const begun = ask.actor.person.staff && !found ? await toBeMarked(scene) : []
  const mine: Choice[] = own.length > 0 ? [{ label: courses.my, step: { do: "mycourses" } }] : []
  return {
    text: [
      [{ bold: courses.title }],
      ...lines(
        note ?? null,
        shown.length === 0 && courses.none,
        ...shown.map((session) => withSeats(say, session)),
        undated.length > 0 && courses.undated(say.list(undated.map(({ id }) => say.course(id)))),
      ),
    ],
    choices: [
      ...dateChoices(say, [...begun, ...shown]),
      [...mine, ...staff, { label: label.home, step: { do: "home" } }],
    ],
    remember: null,
  }
}

/** For so long staff find what has begun or is over, to say what came of it. */
const markedFor = 7 * day

const toBeMarked = async ({ world, now }: Scene): Promise<CourseSession[]> =>
  (await sessionsBetween(world, { from: after(now, -markedFor), to: after(now, 1) })).filter(
    ({ start }) => start <= now,
  )

/** Those that have not begun. */
export const coursesAhead = async ({ world, now }: Pick<Scene, "world" | "now">): Promise<CourseSession[]> =>
  (await sessionsBetween(world, { from: now })).filter(({ start }) => start > now)

/** What one is in, waits for, and has learnt. */
export async function myCourses(scene: Scene): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const { courses } = say.words
  const { id } = ask.actor.person
  const [own, learnt] = await Promise.all([seatsOf(world, id, now), learntBy(world, id, broadcastDay(centre, now))])
  return {
    text: [
      [{ bold: courses.mine }],
      ...lines(
        own.length === 0 && courses.noneMine,
        ...learnt.map(({ kind, until }) => courses.holds(say.qualification(kind), untilDay(say, until))),
      ),
    ],
    choices: [
      ...seatChoices(say, own).map((choice) => [choice]),
      [{ label: courses.all, step: { do: "courses" } }],
      ...menu(scene),
    ],
    remember: null,
  }
}

/** One date: what it is, whether there is a seat, and what can be done. */
export async function showCourse(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const session = await findSession(world, id)
  if (!session) return refusal(scene, { why: "not_found" })
  const people = await enrolmentsIn(world, id)
  const waiting = people.filter(({ status }) => status === "waiting")
  const mine = people.find(({ person }) => person.id === ask.actor.person.id)
  const { courses } = say.words
  const place = mine ? 1 + waiting.indexOf(mine) : 0
  const has: Partial<Record<string, string>> = {
    enrolled: courses.seat,
    waiting: courses.place(place),
    attended: courses.here,
    passed: courses.passed,
  }
  const own = memberChoices(scene, session, mine?.status)
  const [first] = own
  const yes: Step | null = first?.step.do === "enrol" ? first.step : null
  return {
    text: [...courseLines(scene, session, { waiting: waiting.length }), ...lines((mine && has[mine.status]) ?? null)],
    choices: [own, ...staffChoices(scene, session), [{ label: courses.all, step: { do: "courses" } }]],
    remember: { sketch: {}, asking: null, yes },
  }
}

/** What this moment allows of a seat. */
function memberChoices({ say, ask, now, centre }: Scene, session: CourseSession, status: string | undefined): Choice[] {
  const { courses } = say.words
  const { id } = session
  if (session.status === "off" || !ask.actor.member || session.end <= now) return []
  const window = attendWindow(centre.sessions.checkIn, session)
  const here: Choice[] =
    now >= window.start && (status === "enrolled" || status === "missed")
      ? [{ label: courses.iAmHere, step: { do: "attend", session: id }, style: "primary" }]
      : []
  if (session.start <= now) return here
  if (status === "enrolled") return [...here, { label: courses.leave, step: { do: "leave", session: id } }]
  if (status === "waiting") return [{ label: courses.leaveLine, step: { do: "leave", session: id } }]
  if (status === "attended" || status === "passed") return []
  const label = session.left > 0 ? courses.enrol : courses.join
  return [{ label, step: { do: "enrol", session: id }, style: "primary" }]
}

/** The tap: a seat and the file for the calendar, or a place in the line. */
export async function enrolNow(scene: Scene, id: string): Promise<readonly Answer[]> {
  const { world, ask, say } = scene
  const { courses } = say.words
  const done = await enrol(world, ask, id)
  if (done.is === "refused") return [await refusal(scene, done.refusal)]
  const { session } = done
  const said = done.is === "enrolled" ? courses.enrolled : courses.waiting(done.place)
  const answer: Answer = {
    text: [[{ bold: said }], ...courseLines(scene, session, { seats: done.is === "waiting" })],
    choices: [
      [
        { label: done.is === "enrolled" ? courses.leave : courses.leaveLine, step: { do: "leave", session: id } },
        { label: courses.my, step: { do: "mycourses" } },
      ],
    ],
    toast: said,
    remember: null,
  }
  return done.is === "enrolled" ? [answer, courseFile(scene, session)] : [answer]
}

/** Asks first: the seat may be somebody's the next moment. */
export async function leaveCourse(scene: Scene, id: string, sure: boolean): Promise<Answer> {
  const { world, ask, say } = scene
  const { courses } = say.words
  const session = await findSession(world, id)
  if (!session) return refusal(scene, { why: "not_found" })
  if (!sure) {
    const step: Step = { do: "leave", session: id, sure: "yes" }
    return {
      text: lines(courses.askLeave(dated(say, session))),
      choices: [
        [
          { label: courses.leave, step, style: "danger" },
          { label: courses.stays, step: { do: "course", session: id } },
        ],
      ],
      remember: { sketch: {}, asking: null, yes: step },
    }
  }
  const done = await leave(world, ask, id)
  if (done.is === "refused") return refusal(scene, done.refusal)
  const said = courses.left(dated(say, session))
  return {
    text: lines(said),
    choices: [[{ label: courses.all, step: { do: "courses" } }], ...menu(scene)],
    toast: said,
    remember: null,
  }
}

export async function attendNow(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { courses } = say.words
  const done = await attend(world, ask, id)
  if (done.is === "refused") {
    const session = done.refusal.why === "too_early" && (await findSession(world, id))
    if (!session || done.refusal.why !== "too_early") return refusal(scene, done.refusal)
    const text = courses.opens(dated(say, session), say.time(done.refusal.from))
    return { text: lines(text), toast: text, choices: [[{ label: courses.my, step: { do: "mycourses" } }]] }
  }
  return {
    text: [[{ bold: courses.arrived }], ...courseLines(scene, done.session, { seats: false })],
    toast: courses.arrived,
    choices: [[{ label: courses.my, step: { do: "mycourses" } }]],
  }
}

/** "I'm here", said by somebody whose course it is now, or `soon`: then it says from when. Null where it is none. */
export async function hereForCourse(scene: Scene, { soon = false } = {}): Promise<Answer | null> {
  const { world, ask, now, centre } = scene
  const open = (await seatsOf(world, ask.actor.person.id, now)).find(({ session, status }) => {
    const { start } = attendWindow(centre.sessions.checkIn, session)
    return isSeated(status) && start <= (soon ? after(now, soonest) : now)
  })
  return open ? attendNow(scene, open.session.id) : null
}

const soonest = 12 * hour
