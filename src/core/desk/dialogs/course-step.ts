import type { Step } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import { markNow, roll } from "./course-roll.js"
import { callOffCourse, shiftCourse, teach } from "./course-staff.js"
import { attendNow, courseList, leaveCourse, myCourses, showCourse } from "./courses.js"

/** Each step that is about courses, carried out. */

const doings = [
  "courses",
  "mycourses",
  "course",
  "leave",
  "attend",
  "teach",
  "shift",
  "courseoff",
  "roll",
  "mark",
] as const
export type CourseStep = Extract<Step, { do: (typeof doings)[number] }>

const known: ReadonlySet<string> = new Set(doings)
export const isCourseStep = (step: Step): step is CourseStep => known.has(step.do)

export function courseStep(scene: Scene, step: CourseStep): Promise<Answer> {
  switch (step.do) {
    case "courses":
      return courseList(scene)
    case "mycourses":
      return myCourses(scene)
    case "course":
      return showCourse(scene, step.session)
    case "leave":
      return leaveCourse(scene, step.session, step.sure !== undefined)
    case "attend":
      return attendNow(scene, step.session)
    case "teach":
      return teach(scene, step)
    case "shift":
      return shiftCourse(scene, step)
    case "courseoff":
      return callOffCourse(scene, step.session, step.sure !== undefined)
    case "roll":
      return roll(scene, step.session)
    case "mark":
      return markNow(scene, step)
  }
}
