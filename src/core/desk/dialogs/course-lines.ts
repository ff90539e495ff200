import { courseOf } from "../../centre.js"
import { type CourseSession, isSeated, type Seat } from "../../courses.js"
import { minutesOf } from "../../interval.js"
import type { CourseDate } from "../../outcome.js"
import type { Phrasing } from "../phrasing.js"
import { type Choice, lines, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"

/** Courses in words. */

type At = { course: string; room: string; start: Date; end: Date }

/** `Lighting · Fri 27 Nov, 15:00–17:00`: for buttons, and where the room says nothing. */
export const dated = (say: Phrasing, { course, start, end }: At): string =>
  [say.course(course), say.when({ start, end })].join(say.words.dot)

/** `Lighting · Fri 27 Nov, 15:00–17:00 · Studio 21` */
export const placed = (say: Phrasing, at: At): string => [dated(say, at), say.room(at.room)].join(say.words.dot)

/** `Lighting · Fri 27 Nov, 15:00–17:00 · Studio 21 · 3 of 6 seats left` */
export const withSeats = (say: Phrasing, session: CourseSession): string =>
  [placed(say, session), seats(say, session)].join(say.words.dot)

export const seats = ({ words }: Phrasing, { left, seats }: CourseSession, waiting = 0): string =>
  left > 0 ? words.courses.seats(left, seats) : words.courses.full(waiting)

/** Dates to press, one to a row. */
export const dateChoices = (say: Phrasing, dates: readonly CourseDate[]): Choice[][] =>
  rows(
    dates.map((date): Choice => ({ label: dated(say, date), step: { do: "course", session: date.id } })),
    1,
  )

/** A session's facts, a line each; how many seats are left, where that matters to the reader. */
export function courseLines(
  { say, centre }: Pick<Scene, "say" | "centre">,
  session: CourseSession,
  { waiting = 0, seats: counted = true } = {},
): Line[] {
  const { courses, dot } = say.words
  const { gives } = courseOf(centre, session.course) ?? {}
  return [
    [{ bold: say.course(session.course) }],
    [say.date(session.start)],
    [`${say.range(session)}${dot}${say.length(minutesOf(session))}`],
    ...lines(
      say.room(session.room),
      session.trainer !== null && session.trainer.name !== "" && courses.ledBy(session.trainer.name),
      session.status === "off" ? courses.isOff : counted && seats(say, session, waiting),
      session.decideAt !== null && courses.needs(session.least, say.moment(session.decideAt)),
      gives !== undefined && courses.gives(say.qualification(gives)),
    ),
  ]
}

/** One's own courses as buttons: the date, and whether one only waits. */
export const seatChoices = (say: Phrasing, all: readonly Seat[]): Choice[] =>
  all.map(({ session, status }) => ({
    label: isSeated(status) ? dated(say, session) : [dated(say, session), say.words.courses.inLine].join(say.words.dot),
    step: { do: "course", session: session.id },
  }))

/** A day's courses, for staff: today's, and those of the day after. */
export function digestCourses(
  say: Phrasing,
  { courses, coursesNext }: { courses: readonly CourseSession[]; coursesNext: readonly CourseSession[] },
): string[] {
  const { dot, courses: words } = say.words
  const line = (session: CourseSession): string =>
    [say.range(session), say.course(session.course), say.room(session.room), `${session.taken}/${session.seats}`].join(
      dot,
    )
  return [
    ...courses.slice(0, 4).map((one) => words.digest(line(one))),
    ...coursesNext.slice(0, 2).map((one) => words.tomorrow(line(one))),
  ]
}

/** What staff must decide of, since it sits in what is closed. */
export const inTheWayLines = (say: Phrasing, sessions: readonly CourseSession[]): Line[] =>
  lines(...inTheWayTexts(say, sessions))
export const inTheWayTexts = (say: Phrasing, sessions: readonly CourseSession[]): string[] =>
  sessions.slice(0, 8).map((one) => say.words.courses.inTheWay(placed(say, one)))

export const inTheWayChoices = (say: Phrasing, sessions: readonly CourseSession[]): Choice[][] =>
  dateChoices(say, sessions.slice(0, 4))

/** The last day on which something counts, as it is said; days are the centre's. */
export const untilDay = (say: Phrasing, day: string | null): string | null => (day === null ? null : say.date(day))
