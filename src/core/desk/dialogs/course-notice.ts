import { findBooking } from "../../booking-record.js"
import { type CourseSession, enrolmentsIn, findSession, isSeated, nextDates, nextFor, seatsOf } from "../../courses.js"
import { attendWindow } from "../../enrolling.js"
import { after, minute } from "../../interval.js"
import type { CourseDate } from "../../outcome.js"
import { unqualifiedAhead } from "../../qualifying.js"
import type { CourseNotice } from "../../reminders.js"
import type { World } from "../../world.js"
import { type Answer, type Choice, lines, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { courseFile } from "./calendar-file.js"
import { sessionLines } from "./card.js"
import { courseLines, dateChoices, placed, untilDay } from "./course-lines.js"

/** What is said unasked of courses, and of what was learnt; null once it is not so any more. */

type View = Pick<Scene, "world" | "centre" | "say" | "now">
/** The person it is for; null for a place of the staff's. */
type To = { person: string | null; booking: string | null }

export async function courseNoticeAnswer(view: View, data: CourseNotice, to: To): Promise<Answer | null> {
  switch (data.kind) {
    case "course_reminder":
      return reminded(view, data, to)
    case "course":
      return changed(view, data, to)
    case "qualified":
      return qualified(view, data)
    case "lapse":
      return lapses(view, data)
    case "unqualified":
      return unqualified(view, data, to)
  }
}

async function reminded(
  { world, centre, say, now }: View,
  { session: id, minutesBefore }: Extract<CourseNotice, { kind: "course_reminder" }>,
  { person }: To,
): Promise<Answer | null> {
  const session = await findSession(world, id)
  if (session?.status !== "scheduled" || session.start <= now) return null
  const leads = session.trainer?.id === person
  const status = await statusOf(world, id, person)
  if (!leads && status !== "enrolled") return null
  const left = Math.ceil((session.start.getTime() - now.getTime()) / minute)
  const length = say.length(Math.abs(left - minutesBefore) <= 2 ? minutesBefore : left)
  const { courses } = say.words
  const here: Choice[] =
    now >= attendWindow(centre.sessions.checkIn, session).start
      ? [{ label: courses.iAmHere, step: { do: "attend", session: id }, style: "primary" }]
      : []
  return {
    text: [[{ bold: courses.reminder(length) }], ...courseLines({ say, centre }, session, { seats: leads })],
    choices: [
      leads
        ? [{ label: courses.list, step: { do: "roll", session: id } }]
        : [...here, { label: courses.leave, step: { do: "leave", session: id } }],
    ],
  }
}

async function statusOf(world: World, session: string, person: string | null) {
  return (await enrolmentsIn(world, session)).find((one) => one.person.id === person)?.status
}

async function changed(
  view: View,
  { session: id, how, was }: Extract<CourseNotice, { kind: "course" }>,
  { person }: To,
): Promise<Answer | null> {
  const { world, say, centre } = view
  const { courses } = say.words
  const session = await findSession(world, id)
  if (!session) return null
  if (how === "off") return calledOff(view, session, { person, was })
  const status = await statusOf(world, id, person)
  const waiting = status === "waiting" && how === "moved"
  const there = status !== undefined && (isSeated(status) || waiting)
  // It may have changed otherwise since, as when it is settled that it takes place: what is said is where and when it is now.
  if (session.status === "off" || !(there || session.trainer?.id === person)) return null
  const before = was && say.words.notice.was(placed(say, { ...session, ...instants(was) }))
  const { file } = courseFile(view, session)
  return {
    text: [
      [{ bold: courses.notice[how] }],
      ...courseLines({ say, centre }, session, { seats: waiting }),
      ...lines(before ?? null),
    ],
    choices: there
      ? [[{ label: waiting ? courses.leaveLine : courses.leave, step: { do: "leave", session: id } }]]
      : [],
    ...(file && !waiting ? { file } : {}),
  }
}

type Was = { room: string; start: string; end: string }
const instants = ({ room, start, end }: Was) => ({ room, start: new Date(start), end: new Date(end) })

async function calledOff(
  view: View,
  session: CourseSession,
  { person, was }: { person: string | null; was: Was | undefined },
): Promise<Answer> {
  const { world, say, now } = view
  const { courses } = say.words
  const what = placed(say, { ...session, ...(was ? instants(was) : {}) })
  // Anybody else of the staff, where they have no place of theirs.
  const theirs = person !== null && (person === session.trainer?.id || (await statusOf(world, session.id, person)))
  if (person === null || !theirs)
    return {
      text: lines(courses.offStaff, what),
      choices: [[{ label: courses.teach, step: { do: "teach", course: session.course } }]],
    }
  const own = new Set((await seatsOf(world, person, now)).map((seat) => seat.session.id))
  const next = (await nextDates(world, [session.course], now)).filter(({ id }) => !own.has(id))
  const { file } = courseFile(view, session)
  return {
    text: [[{ bold: courses.notice.off }], ...lines(what), ...nextLines(view, next)],
    choices: nextChoices(view, next),
    ...(file ? { file } : {}),
  }
}

const nextLines = ({ say }: View, next: readonly CourseDate[]): Line[] =>
  lines(next.length > 0 ? say.words.courses.next : say.words.courses.noNext)

const nextChoices = ({ say }: View, next: readonly CourseDate[]): Choice[][] => [
  ...dateChoices(say, next),
  [{ label: say.words.courses.all, step: { do: "courses" } }],
]

function qualified({ say }: View, { qualification, until }: Extract<CourseNotice, { kind: "qualified" }>): Answer {
  const { courses, label } = say.words
  return {
    text: [
      [{ bold: courses.qualified(say.qualification(qualification)) }],
      ...lines(courses.counts(untilDay(say, until))),
    ],
    choices: [
      [
        { label: label.book, step: { do: "plan", sketch: {} } },
        { label: courses.my, step: { do: "mycourses" } },
      ],
    ],
  }
}

async function lapses(view: View, { qualification, day }: Extract<CourseNotice, { kind: "lapse" }>): Promise<Answer> {
  const { world, centre, say, now } = view
  const next = await nextFor(world, centre, { kind: qualification, now })
  return {
    text: [
      [{ bold: say.words.courses.lapses(say.qualification(qualification), say.date(day)) }],
      ...lines(next.length > 0 ? say.words.courses.refresh : say.words.courses.noNext),
    ],
    choices: nextChoices(view, next),
  }
}

async function unqualified(
  view: View,
  { qualification }: Extract<CourseNotice, { kind: "unqualified" }>,
  { person, booking: id }: To,
): Promise<Answer | null> {
  const { world, centre, say, now } = view
  const found = id ? await findBooking(world, id) : null
  if (!found || found.booking.start <= now) return null
  const { booking } = found
  const still = await unqualifiedAhead(world, { from: booking.start, to: after(booking.start, 1) })
  if (!still.some((one) => one.booking === booking.id)) return null
  const { courses } = say.words
  const theirs = person !== null && person === booking.madeBy
  const name = say.qualification(qualification)
  const next = await nextFor(world, centre, { kind: qualification, now })
  const show: Choice[] = [{ label: say.slot(booking), step: { do: "show", booking: booking.id } }]
  return {
    text: [
      [{ bold: theirs ? courses.unqualified(name) : courses.unqualifiedStaff(booking.member.name, name) }],
      ...sessionLines(say, booking),
      ...lines(courses.unqualifiedHow),
      ...nextLines(view, next),
    ],
    choices: [show, ...nextChoices(view, next)],
  }
}
