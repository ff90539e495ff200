import { after, minute } from "../../interval.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import type { Question, Reading } from "../understand/index.js"
import type { About } from "./about.js"
import { merge } from "./merge.js"
import { hasTime, instantOf, onDayOf, sketchOf } from "./sketch.js"
import { onOwn } from "./which.js"

/** What the words leave open is asked, with each way to read them as a button: nothing is guessed. */

type Timed = Exclude<Question, { about: "gear" | "room" }>

/** Times are asked at once; rooms and kinds of gear stay in the sketch, and are asked on the way to the card. */
export const isTimed = (question: Question): question is Timed => question.about !== "gear" && question.about !== "room"

export async function askOpen(scene: Scene, about: About, question: Timed): Promise<Answer> {
  const { say } = scene
  const base = merge(scene, about)
  const read = (more: Partial<Reading>) => merge(scene, { ...about, reading: { ...about.reading, ...more } })
  switch (question.about) {
    case "start": {
      const verb = about.reading.intent === "availability" ? "free" : "plan"
      const choices = question.choices.map(({ start, end }): Choice => {
        const sketch = read({ start, end })
        return { label: spanLabel(scene, start, sketch.minutes), step: { do: verb, sketch } }
      })
      return choose(scene, say.words.question.start, choices, base)
    }
    case "moveTo":
      return askMoveTo(scene, about, question)
    case "end":
      return askUntil(scene, about, question.choices)
  }
}

function askMoveTo(scene: Scene, about: About, question: Extract<Question, { about: "moveTo" }>): Promise<Answer> {
  const { words } = scene.say
  return onOwn(scene, about, {
    question: words.whichMove,
    step: (booking) => ({ do: "ask", part: "day", sketch: { booking } }),
    one: async (booking) => {
      const choices = question.choices.map((span): Choice => {
        const { start, end } = about.reading.moveDayStated ? span : onDayOf(scene.centre, booking, span)
        const reading = { ...about.reading, start, end }
        const sketch = merge(scene, {
          sketch: { booking: booking.id },
          whole: sketchOf(scene.centre, booking),
          reading,
        })
        return { label: spanLabel(scene, sketch.start ?? start, sketch.minutes), step: { do: "plan", sketch } }
      })
      return choose(scene, words.question.moveTo, choices, { booking: booking.id })
    },
  })
}

/** Until when, of the session that is being put together. */
function askUntil(scene: Scene, about: About, ends: readonly string[]): Answer {
  const choices = ends.map((end): Choice => {
    const sketch = merge(scene, { ...about, reading: { ...about.reading, end } })
    return { label: scene.say.moment(instantOf(end, scene.centre.zone)), step: { do: "plan", sketch } }
  })
  return choose(scene, scene.say.words.question.start, choices, merge(scene, about))
}

const choose = (scene: Scene, question: string, choices: readonly Choice[], sketch: Sketch): Answer => ({
  text: lines(question),
  choices: [
    ...rows(choices.slice(0, 8), 1),
    [{ label: scene.say.words.label.otherDay, step: { do: "ask", part: "day", sketch } }],
  ],
  list: choices.slice(0, 8).map(({ step }) => step),
  remember: { sketch, yes: null, asking: "time" },
})

/** `Tue 24 Nov, 15:00–17:00`, as much of it as was said. */
export function spanLabel({ say, centre }: Scene, start: string, minutes: number | undefined): string {
  if (!hasTime(start)) return say.near(start)
  const from = instantOf(start, centre.zone)
  return minutes ? say.when({ start: from, end: after(from, minutes * minute) }) : say.moment(from)
}
