import { callOff } from "../../calling-off.js"
import { type Course, courseOf, openOn } from "../../centre.js"
import { type CourseSession, enrolmentsIn, findSession, isIn, roomsForCourse } from "../../courses.js"
import { after, hour, minute } from "../../interval.js"
import { type Plan, previewSchedule, schedule } from "../../scheduling.js"
import { previewShift, shift } from "../../shifting.js"
import { addDays, type LocalDay, localDay, localMinute } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { courseLines, dateChoices, dated, placed } from "./course-lines.js"
import { refusal } from "./refusal.js"
import { hasTime, instantOf } from "./sketch.js"

/** What staff do with courses: put on a date, move it, call it off. */

type Teach = Extract<Step, { do: "teach" }>
type Shift = Extract<Step, { do: "shift" }>

/** What staff may do, on the card of a date. */
export function staffChoices({ say, ask, now }: Scene, session: CourseSession): Choice[][] {
  const { courses } = say.words
  if (!ask.actor.person.staff || session.status === "off") return []
  const list: Choice = { label: courses.list, step: { do: "roll", session: session.id } }
  if (session.start <= now) return [[list]]
  return [
    [
      list,
      { label: courses.shift, step: { do: "shift", session: session.id } },
      { label: courses.callOff, step: { do: "courseoff", session: session.id }, style: "danger" },
    ],
  ]
}

/** Which course, which day, what time; then the card. */
export async function teach(scene: Scene, step: Teach): Promise<Answer> {
  const { ask, centre, say } = scene
  const { courses } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const course = step.course === undefined ? undefined : courseOf(centre, step.course)
  if (!course) {
    if (centre.courses.length === 0) return { text: lines(courses.none), choices: [[home(scene)]] }
    const choices = centre.courses.map(
      ({ id }): Choice => ({ label: say.course(id), step: { do: "teach", course: id } }),
    )
    return { text: lines(courses.which, courses.how), choices: rows(choices, 2), remember: null }
  }
  if (step.start === undefined) return askDay(scene, course, (start) => ({ ...step, start }))
  if (!hasTime(step.start)) return askTime(scene, { course, day: step.start }, (start) => ({ ...step, start }))
  return step.sure ? scheduleNow(scene, step) : card(scene, step)
}

const home = ({ say }: Scene): Choice => ({ label: say.words.label.home, step: { do: "home" } })

/** So many days are offered; another one is written. */
const daysOffered = 9

function askDay({ centre, now, say }: Scene, course: Course, step: (day: LocalDay) => Step): Answer {
  const today = localDay(now, centre.zone)
  const days = Array.from({ length: daysOffered * 2 }, (_, n) => addDays(today, n)).filter(
    (day) => openOn(centre, day).length > 0,
  )
  return {
    text: lines(say.words.courses.day(say.course(course.id)), say.words.courses.how),
    choices: rows(
      days.slice(0, daysOffered).map((day): Choice => ({ label: say.dayLabel(day), step: step(day) })),
      3,
    ),
    remember: null,
  }
}

function askTime(
  { centre, now, say }: Scene,
  { course, day }: { course: Course; day: LocalDay },
  step: (start: string) => Step,
): Answer {
  const { courses, label } = say.words
  const starts = openOn(centre, day).flatMap(({ start, end }) => {
    const all: Date[] = []
    for (let at = start; after(at, course.minutes * minute) <= end; at = after(at, hour)) if (at > now) all.push(at)
    return all
  })
  return {
    text: lines(courses.time(say.course(course.id), say.near(day)), starts.length === 0 && courses.noTime),
    choices: [
      ...rows(
        starts
          .slice(0, 18)
          .map((at): Choice => ({ label: say.timeOn(at, day), step: step(localMinute(at, centre.zone)) })),
        4,
      ),
      [{ label: label.otherDay, step: { do: "teach", course: course.id } }],
    ],
    remember: null,
  }
}

const planOf = ({ centre }: Scene, { course = "", start = "", room, trainer }: Teach): Plan => ({
  course,
  start: instantOf(start, centre.zone),
  ...(room && room !== "-" ? { room } : {}),
  trainer: trainer && trainer !== "-" ? trainer : null,
})

/** As many as are easily overlooked. */
const staffMost = 6

async function card(scene: Scene, step: Teach): Promise<Answer> {
  const { world, ask, say } = scene
  const { courses, label } = say.words
  const found = await previewSchedule(world, ask, planOf(scene, step))
  if (found.is === "refused") return otherTime(scene, await refusal(scene, found.refusal), step)
  if (found.again)
    return {
      text: [[{ bold: courses.again }], ...courseLines(scene, found.session)],
      choices: dateChoices(say, [found.session]),
    }
  const certain: Teach = { ...step, room: found.session.room, trainer: step.trainer ?? "-", sure: "yes" }
  const staff = await world.store.prisma.person.findMany({
    where: { staff: true, id: { not: step.trainer ?? "" } },
    orderBy: { name: "asc" },
    take: staffMost,
  })
  return {
    text: [[{ bold: courses.card }], ...courseLines(scene, found.session)],
    choices: [
      [
        { label: label.confirm, step: certain, style: "primary" },
        {
          label: label.otherTime,
          step: {
            do: "teach",
            ...(step.course ? { course: step.course } : {}),
            start: (step.start ?? "").slice(0, 10),
          },
        },
        { label: label.cancel, step: { do: "drop" } },
      ],
      ...rows(
        staff.map(({ id, name }): Choice => ({ label: courses.led(name), step: { ...step, room: "-", trainer: id } })),
        2,
      ),
    ],
    remember: { sketch: {}, asking: null, yes: certain },
  }
}

/** A no that goes on: another time of that day, another day. */
const otherTime = ({ say }: Scene, no: Answer, { course = "", start = "" }: Teach): Answer => ({
  ...no,
  choices: [
    [
      { label: say.words.label.otherTime, step: { do: "teach", course, start: start.slice(0, 10) } },
      { label: say.words.label.otherDay, step: { do: "teach", course } },
    ],
  ],
})

async function scheduleNow(scene: Scene, step: Teach): Promise<Answer> {
  const { world, ask, say } = scene
  const { courses } = say.words
  const done = await schedule(world, ask, planOf(scene, step))
  if (done.is === "refused") return otherTime(scene, await refusal(scene, done.refusal), step)
  const said = done.again ? courses.again : courses.scheduled
  return {
    text: [[{ bold: said }], ...courseLines(scene, done.session)],
    choices: staffChoices(scene, done.session),
    toast: said,
    remember: null,
  }
}

/** Another day and time, or another room at the same time. */
export async function shiftCourse(scene: Scene, step: Shift): Promise<Answer> {
  const { world, ask, centre, say } = scene
  const { courses, label } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const session = await findSession(world, step.session)
  const course = session && courseOf(centre, session.course)
  if (!session || !course) return refusal(scene, { why: "not_found" })
  if (step.start === undefined) {
    const asked = askDay(scene, course, (start) => ({ ...step, start }))
    const other: Step = { ...step, start: localMinute(session.start, centre.zone), room: "?" }
    return {
      ...asked,
      text: lines(courses.day(dated(say, session))),
      choices: [...(asked.choices ?? []), [{ label: courses.otherRoom, step: other }]],
    }
  }
  if (!hasTime(step.start)) return askTime(scene, { course, day: step.start }, (start) => ({ ...step, start }))
  if (step.room === "?") return whichRoom(scene, session, step)
  const about = {
    session: session.id,
    start: instantOf(step.start, centre.zone),
    ...(step.room && step.room !== "-" ? { room: step.room } : {}),
  }
  if (step.sure) return shiftNow(scene, about)
  const found = await previewShift(world, ask, about)
  const back: Choice = { label: label.back, step: { do: "course", session: session.id } }
  if (found.is === "refused")
    return {
      ...(await refusal(scene, found.refusal)),
      choices: [
        [
          { label: label.otherTime, step: { ...step, start: step.start.slice(0, 10) } },
          { label: label.otherDay, step: { do: "shift", session: session.id } },
        ],
        [back],
      ],
    }
  const certain: Step = { ...step, room: step.room ?? "-", sure: "yes" }
  return {
    text: [
      [{ bold: courses.shiftCard }],
      ...lines(say.words.card.was(placed(say, session))),
      ...courseLines(scene, found.session),
    ],
    choices: [[{ label: label.confirm, step: certain, style: "primary" }, back]],
    remember: { sketch: {}, asking: null, yes: certain },
  }
}

function whichRoom({ centre, say }: Scene, session: CourseSession, step: Shift): Answer {
  const others = roomsForCourse(centre, session.course).filter((id) => id !== session.room)
  const choices = others.map((room): Choice => ({ label: say.room(room), step: { ...step, room } }))
  return {
    text: lines(say.words.courses.whichRoom),
    choices: [
      ...rows(choices.slice(0, 24), 3),
      [{ label: say.words.label.back, step: { do: "course", session: session.id } }],
    ],
  }
}

async function shiftNow(scene: Scene, about: { session: string; start: Date; room?: string }): Promise<Answer> {
  const { world, ask, say } = scene
  const done = await shift(world, ask, about)
  if (done.is === "refused") return refusal(scene, done.refusal)
  const said = say.words.courses.shifted(done.told)
  return {
    text: [[{ bold: said }], ...courseLines(scene, done.session)],
    choices: staffChoices(scene, done.session),
    toast: said,
    remember: null,
  }
}

export async function callOffCourse(scene: Scene, id: string, sure: boolean): Promise<Answer> {
  const { world, ask, say } = scene
  const { courses, label } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const session = await findSession(world, id)
  if (!session) return refusal(scene, { why: "not_found" })
  if (!sure) {
    const told = (await enrolmentsIn(world, id)).filter(({ status }) => isIn(status))
    const step: Step = { do: "courseoff", session: id, sure: "yes" }
    return {
      text: [
        [{ bold: courses.askOff(placed(say, session)) }],
        ...lines(told.length > 0 && courses.askOffTold(told.length)),
      ],
      choices: [
        [
          { label: courses.callOff, step, style: "danger" },
          { label: label.keep, step: { do: "course", session: id } },
        ],
      ],
      remember: { sketch: {}, asking: null, yes: step },
    }
  }
  const done = await callOff(world, ask, id)
  if (done.is === "refused") return refusal(scene, done.refusal)
  const said = courses.calledOff(done.told)
  return {
    text: lines(said, placed(say, session)),
    choices: [
      [
        { label: courses.all, step: { do: "courses" } },
        { label: courses.teach, step: { do: "teach", course: session.course } },
      ],
    ],
    toast: said,
    remember: null,
  }
}
