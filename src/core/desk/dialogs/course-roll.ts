import { enrolmentsIn, findSession } from "../../courses.js"
import { attendWindow } from "../../enrolling.js"
import { type Mark, mark } from "../../qualifying.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import { placed } from "./course-lines.js"
import { refusal } from "./refusal.js"

/** For staff: who is in a course, and what came of each. */

/** As many as a message shows buttons for; the rest come up as these are marked. */
const markedMost = 12

/** Who is in it, and from check-in on, what came of each. */
export async function roll(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const { courses, dot, label } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const session = await findSession(world, id)
  if (!session) return refusal(scene, { why: "not_found" })
  const named: Partial<Record<string, string>> = courses.status
  const people = (await enrolmentsIn(world, id)).filter(({ status }) => named[status] !== undefined)
  const open = session.status === "scheduled" && now >= attendWindow(centre.sessions.checkIn, session).start
  const begun = open && now >= session.start
  const next: Partial<Record<string, Mark>> = {
    enrolled: "attended",
    missed: "attended",
    ...(begun ? { attended: "passed" } : {}),
  }
  const marks = people.flatMap(({ person, status }): Choice[] => {
    const as = next[status]
    return as && open
      ? [{ label: courses.mark[as](person.name), step: { do: "mark", session: id, as, person: person.id } }]
      : []
  })
  const all: Choice[] =
    begun && people.some(({ status }) => status === "attended")
      ? [{ label: courses.allPassed, step: { do: "mark", session: id, as: "passed" } }]
      : []
  return {
    text: [
      [{ bold: courses.listTitle(placed(say, session)) }],
      ...lines(
        people.length === 0 && courses.empty,
        ...people.map(({ person, member, status }) => [person.name, member.name, named[status] ?? ""].join(dot)),
      ),
    ],
    choices: [
      ...rows(marks.slice(0, markedMost), 2),
      all,
      [{ label: label.back, step: { do: "course", session: id } }],
    ],
  }
}

export async function markNow(scene: Scene, { session, as, person }: Extract<Step, { do: "mark" }>): Promise<Answer> {
  const { world, ask, say } = scene
  const done = await mark(world, ask, { session, as, ...(person ? { person } : {}) })
  if (done.is === "refused") return refusal(scene, done.refusal)
  const said = say.words.courses.marked[as](done.people.length)
  return { ...noted(lines(said), await roll(scene, session)), toast: said }
}
