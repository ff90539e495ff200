import { clipped } from "../../clipped.js"
import { type Draft, openDraft } from "../draft.js"
import type { Part } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, type Scene } from "../scene.js"
import { cleaned } from "../text.js"
import type { Problem } from "../understand/index.js"
import { type About, aboutOwn } from "./about.js"
import { mine } from "./bookings.js"
import { free } from "./free.js"
import { merge } from "./merge.js"
import { oneByOne } from "./one-by-one.js"
import { ask, plan } from "./plan.js"
import { hasTime } from "./sketch.js"

/** What cannot be is said, with the way to put it right; what was not understood says what was. */

/** Characters of what somebody wrote that a button passes on: each may take nine when it is written in one. */
const mostPassedOn = 200

/** What a person wrote, quoted back: enough to recognise it. */
export const shortened = (text: string): string => (text.length > 60 ? `${clipped(text, 60)}…` : text)

const asks: Partial<Record<Problem["is"], Part>> = {
  impossibleTime: "time",
  past: "day",
  impossibleDate: "day",
  endBeforeStart: "length",
  badLength: "length",
  unknownRoom: "room",
  badHosts: "hosts",
  badQuantity: "gear",
}

export async function wrong(scene: Scene, about: About, problem: Problem): Promise<Answer> {
  const { words } = scene.say
  const apart =
    problem.is === "several" && about.reading.intent === "book" && scene.turn.said.kind === "text"
      ? oneByOne(scene, scene.turn.said.text)
      : null
  if (apart) return apart
  const said = words.problem[problem.is](shortened(problem.text))
  return noted(lines(said), await putRight(scene, about, problem.is))
}

/** The question whose answer would put it right, with everything else as it was said. */
async function putRight(scene: Scene, about: About, problem: Problem["is"]): Promise<Answer> {
  const { reading } = about
  const part = asks[problem]
  if (aboutOwn.has(reading.intent) || reading.intent === "mine") return mine(scene)
  if (!part || !scene.ask.actor.member) return { text: [], choices: menu(scene) }
  const sketch = merge(scene, about)
  if (reading.intent === "availability") return free(scene, sketch)
  // What comes later cannot be asked before what comes first.
  const timed = hasTime(sketch.start)
  const ready =
    (part === "day" && !sketch.start) ||
    (part === "time" ? sketch.start : timed && (part === "length" || sketch.minutes))
  return ready ? ask(scene, part, { sketch }) : plan(scene, sketch)
}

/** In the middle of something the question stays; else what was understood is offered as what is likeliest meant. */
export async function notUnderstood(scene: Scene, about: About): Promise<Answer> {
  const { say } = scene
  const { words } = say
  const open = openDraft(scene.draft, scene.now)
  const parts = about.reading.understood.map(({ text }) => text.trim()).filter(Boolean)
  const passOn = passedOn(scene)
  if (parts.length === 0 && open.sketch && open.asking) {
    const again = await asked(scene, open.sketch, open.asking)
    return { ...noted(lines(words.notUnderstood), again), choices: [...(again.choices ?? []), ...passOn] }
  }
  const sketch = merge(scene, about)
  const likely = Object.keys(sketch).length > 0 ? likelyChoices(scene, sketch) : []
  return {
    text: lines(words.notUnderstood, parts.length > 0 && words.understood(shortened(parts.join(", "))), words.maybe),
    choices: [...passOn, ...(likely.length > 0 ? likely : menu(scene))],
    ...(likely.length > 0 ? { remember: { sketch, yes: null, asking: null } } : {}),
  }
}

/** What the desk cannot make anything of, somebody of the staff can: one tap passes it on as it was written. */
function passedOn({ turn, say, ask }: Scene): Choice[][] {
  if (ask.actor.person.staff || turn.said.kind !== "text") return []
  const about = encodeURIComponent(clipped(cleaned(turn.said.text), mostPassedOn))
  return [[{ label: say.words.asked.talk, step: { do: "talk", about } }]]
}

const asked = (
  scene: Scene,
  sketch: NonNullable<Draft["sketch"]>,
  part: NonNullable<Draft["asking"]>,
): Promise<Answer> => (part === "whom" ? plan(scene, sketch) : ask(scene, part, { sketch }))

function likelyChoices({ say, ask }: Scene, sketch: NonNullable<Draft["sketch"]>): Choice[][] {
  const { label } = say.words
  const book: Choice[] = ask.actor.member ? [{ label: label.book, step: { do: "plan", sketch } }] : []
  return [
    [...book, { label: label.free, step: { do: "free", sketch } }],
    [
      { label: label.mine, step: { do: "mine" } },
      { label: label.help, step: { do: "help" } },
    ],
  ]
}
