import { seatsOf } from "../../courses.js"
import { localDay } from "../../time.js"
import type { Answer, Scene } from "../scene.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { teach } from "./course-staff.js"
import { courseList, coursesAhead, leaveCourse, myCourses, showCourse } from "./courses.js"

/** Courses in a sentence: which one, on which day, and whether somebody wants in, out, or to put one on. */

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

/** The course that a text names, by the longest of its names and aliases. */
export function courseIn({ centre }: Pick<Scene, "centre">, text: string): string | null {
  const said = folded(text)
  const found = centre.courses.flatMap(({ id, names, aliases }) =>
    [...Object.values(names), ...aliases]
      .map(folded)
      .filter((name) => said.includes(name))
      .map((name) => ({ id, length: name.length })),
  )
  return found.sort((a, b) => b.length - a.length)[0]?.id ?? null
}

const own = /\bmy\b|\bmine\b|am i in|\bmeus?\b|\bminhas?\b|estou inscrit|我報|我报|我嘅|我的|我哋嘅|我们的/iu
const puts =
  /^(?:please )?(?:schedule|put on|set up|arrange|plan|add|hold|run)\b|^(?:por favor )?(?:marca|marcar|agenda|agendar|organiza|organizar)\b|^(?:加開|加开|開班|开班|開一|开一|安排|排)/iu
const isCourse =
  /\bcourses?\b|\btraining\b|\bworkshops?\b|\bcursos?\b|\bformaç|\baulas?\b|課程|课程|培訓|培训|工作坊|班$/iu

/** What is said of courses. */
export async function courseSaid(scene: Scene, reading: Reading, text: string): Promise<Answer> {
  const { ask, say } = scene
  const course = courseIn(scene, text)
  if (ask.actor.person.staff && puts.test(text.trim())) return teachSaid(scene, text)
  if (course === null && own.test(text)) return myCourses(scene)
  const ahead = await coursesAhead(scene)
  const meant = course === null ? ahead : ahead.filter((session) => session.course === course)
  const day = reading.start?.slice(0, 10)
  const then = day ? meant.filter(({ start }) => localDay(start, scene.centre.zone) === day) : meant
  const [only, second] = then
  if (only && !second && (course !== null || day)) return showCourse(scene, only.id)
  if (then.length === 0 && day)
    return courseList(scene, {
      found: meant.length > 0 ? meant : ahead,
      note: say.words.courses.noneThen(say.day(day)),
    })
  return courseList(scene, course === null && !day ? {} : { found: then.length > 0 ? then : ahead })
}

/** "Schedule Lighting on Friday at 15:00": as far as it is said. */
export function teachSaid(scene: Scene, text: string): Promise<Answer> {
  const course = courseIn(scene, text)
  const { start, open } = read(scene, text)
  const asked = open.flatMap((one) => (one.about === "start" ? one.choices : []))[0]?.start
  const at = start ?? asked
  return teach(scene, { do: "teach", ...(course ? { course, ...(at ? { start: at } : {}) } : {}) })
}

const read = ({ now, centre, say }: Scene, text: string): Reading =>
  understand(text, { now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings: [] })

/** "Cancel my lighting course" is about no booking; null where they are in no such course. */
export async function leaveSaid(scene: Scene, text: string): Promise<Answer | null> {
  if (!isCourse.test(text)) return null
  const { world, ask, now } = scene
  const course = courseIn(scene, text)
  const seats = (await seatsOf(world, ask.actor.person.id, now)).filter(({ session }) => session.start > now)
  const meant = seats.filter(({ session }) => course === null || session.course === course)
  const [only, second] = meant
  if (!only) return null
  return second ? myCourses(scene) : leaveCourse(scene, only.session.id, false)
}
