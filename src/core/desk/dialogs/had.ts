import { sessionsHad } from "../../booking-record.js"
import { addDays, addMonths, instantAt } from "../../time.js"
import type { Phrasing } from "../phrasing.js"
import { type Answer, lines, type Scene } from "../scene.js"
import type { Past } from "../understand/index.js"

/** What a member had: the sessions of a time that is over, and how long they were together. */

/** So many are shown; all of a time are counted. */
const shown = 10
const counted = 500

export async function had(scene: Scene, past: Past): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const { words } = say
  const at = (day: string): Date => instantAt(day, 0, centre.zone)
  const within =
    past === "latest"
      ? { start: new Date(0), end: scene.now, limit: shown }
      : { start: at(past.from), end: at(addDays(past.to, 1)), limit: counted }
  const sessions = await sessionsHad(world, ask, within)
  const minutes = sessions.reduce((sum, session) => sum + session.minutes, 0)
  const listed = sessions
    .slice(0, shown)
    .map((session) => say.slot(session) + (session.status === "no_show" ? words.dot + words.had.missed : ""))
  return {
    text: [
      [{ bold: past === "latest" ? words.had.latest : words.had.title(period(say, past)) }],
      ...lines(
        ...listed,
        sessions.length > shown && "…",
        sessions.length === 0 && words.had.none,
        past !== "latest" && sessions.length > 1 && words.had.total(sessions.length, say.length(minutes)),
      ),
    ],
    choices: [
      [
        { label: words.label.mine, step: { do: "mine" } },
        { label: words.label.bookAnother, step: { do: "plan", sketch: {} } },
      ],
    ],
    whose: ask.actor.member?.name,
  }
}

function period(say: Phrasing, { from, to }: Exclude<Past, "latest">): string {
  if (from === to) return say.day(from)
  const wholeMonth = from.endsWith("-01") && addMonths(from, 1) === addDays(to, 1)
  return wholeMonth ? say.month(from.slice(0, 7)) : `${say.day(from)} – ${say.day(to)}`
}
