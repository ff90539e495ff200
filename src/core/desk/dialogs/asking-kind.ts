import { roomOf } from "../../centre.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import type { Asked } from "./asking-day.js"

/** What the words left open beside the time: which of several rooms, which kind of gear. One after another, nothing is forgotten. */

type Asking = { question: string; choices: readonly Choice[] }

export function askKind(scene: Scene, { sketch, all }: Asked): Answer {
  const { question, choices } =
    all.rooms && all.room === undefined ? roomQuestion(scene, sketch, all.rooms) : gearQuestion(scene, sketch, all)
  return {
    text: lines(question),
    choices: rows(choices, 1),
    remember: { sketch, asking: "kind", yes: null },
  }
}

function roomQuestion({ say, centre }: Scene, { rooms: _, ...rest }: Sketch, rooms: readonly string[]): Asking {
  const known = rooms.filter((id) => roomOf(centre, id) !== undefined)
  const choices = known.map(
    (room): Choice => ({ label: say.room(room), step: { do: "plan", sketch: { ...rest, room: { room } } } }),
  )
  const any: Choice = { label: say.words.label.anyRoom, step: { do: "plan", sketch: { ...rest, room: "any" } } }
  return { question: say.words.question.room, choices: [...choices, any] }
}

function gearQuestion(
  { say, centre }: Scene,
  { kinds: _, ...rest }: Sketch,
  { kinds = [], gear = [] }: Sketch,
): Asking {
  const [{ quantity = 1, of = [] } = {}, ...later] = kinds
  const left = later.length > 0 ? { kinds: later } : {}
  const choices = of
    .filter((id) => centre.gear.some((kind) => kind.id === id))
    .map(
      (id): Choice => ({
        label: say.gear(id),
        step: { do: "plan", sketch: { ...rest, ...left, gear: added(gear, { id, quantity }) } },
      }),
    )
  const none: Choice = { label: say.words.label.noneOfThese, step: { do: "plan", sketch: { ...rest, ...left } } }
  return { question: say.words.question.gear(quantity), choices: [...choices, none] }
}

type Gear = NonNullable<Sketch["gear"]>

export const added = (gear: Readonly<Gear>, { id, quantity }: Gear[number]): Gear => [
  ...gear.filter((one) => one.id !== id),
  { id, quantity: Math.min(999, quantity + (gear.find((one) => one.id === id)?.quantity ?? 0)) },
]
