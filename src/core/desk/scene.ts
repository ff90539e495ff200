import type { AppliedCentre } from "../centre-store.js"
import type { Ask } from "../outcome.js"
import type { LocalDay } from "../time.js"
import type { World } from "../world.js"
import type { Draft } from "./draft.js"
import type { Phrasing } from "./phrasing.js"
import type { Part, Sketch, Step } from "./press.js"
import type { Attachment, Form, Line, Picture, Turn } from "./turn.js"

/** What every dialog is given, and what it gives back. */

/** One turn of a known person: everything that an answer is made from. */
export type Scene = {
  world: World
  turn: Turn
  now: Date
  /** Who asks, when, under which key: what the engine takes. */
  ask: Ask
  /** For whom they act unless somebody is named. */
  usual: Ask["actor"]["member"]
  centre: AppliedCentre
  say: Phrasing
  draft: Draft | null
  /** Links that open the desk where people check in to a room. */
  doors: Doors
}

export type Doors = (room: string) => readonly string[]

export type Choice = { label: string; step: Step; style?: "primary" | "danger" }

/** See `Draft`: the wish at hand, what was asked about it, what "yes" does. */
export type Remembered = { sketch: Sketch; asking: Part | "whom" | null; yes: Step | null }

/** A {@link Reply} before its buttons are packed and before it is known where it is shown. */
export type Answer = {
  text: readonly Line[]
  choices?: readonly (readonly Choice[])[]
  picture?: Picture
  file?: Attachment
  form?: Form
  picker?: { label: string; day: LocalDay }
  toast?: string
  /** The merchant that it is about, by name, where the text does not say so: whoever acts for several is told. */
  whose?: string | undefined
  /** Nothing personal in it: in a group, everyone may see it. */
  public?: true
  /** A message of its own, even where a press is answered: what was pressed stays. */
  apart?: true
  /** Staff: whom they named, and act for while this is talked about; null: nobody any more. Absent: as before. */
  whom?: string | null
  /** What "the second one" picks from. */
  list?: readonly Step[]
  /** What typed follow-ups change and what "yes" does from here on; null forgets both. Absent: as before. */
  remember?: Remembered | null
}

/** Lays choices out, so many to a row. */
export function rows(choices: readonly Choice[], perRow: number): Choice[][] {
  const result: Choice[][] = []
  for (let at = 0; at < choices.length; at += perRow) result.push(choices.slice(at, at + perRow))
  return result
}

/** Dates and names begin small in some languages; a line or a label does not. */
export const capital = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

/** One line of plain text each. */
export const lines = (...texts: readonly (string | null | false)[]): Line[] =>
  texts.filter((text) => typeof text === "string").map((text) => (text === "" ? [] : [text]))

/** Says something before an answer. */
export const noted = (note: readonly Line[], answer: Answer): Answer =>
  note.length > 0 ? { ...answer, text: [...note, ...answer.text] } : answer

/** Says whose it is to somebody who acts for several merchants. */
export const attributed = (answer: Answer, { words }: Phrasing): Answer =>
  answer.whose === undefined ? answer : { ...answer, text: [...answer.text, [words.whose(answer.whose)]] }

/** Do they act for several merchants, or for any, as staff do? */
export const actsForSeveral = ({ actor: { person, members } }: Ask): boolean => person.staff || members.length > 1

/** As they act where nobody is named. */
export const asUsual = (scene: Scene): Scene => ({
  ...scene,
  ask: { ...scene.ask, actor: { ...scene.ask.actor, member: scene.usual } },
})

/** The ways on that are always good, for an answer that otherwise would be a dead end. */
export function menu({ say, ask }: Pick<Scene, "say" | "ask">): Choice[][] {
  const { label } = say.words
  const staff: Choice[] = ask.actor.person.staff ? [{ label: label.today, step: { do: "today" } }] : []
  const member: Choice[] = ask.actor.member
    ? [
        { label: label.book, step: { do: "plan", sketch: {} }, style: "primary" },
        { label: label.mine, step: { do: "mine" } },
      ]
    : []
  const stop: Choice[] =
    ask.actor.member?.contact === undefined
      ? []
      : [{ label: say.words.clerk.stopFor(ask.actor.member.name), step: { do: "act" } }]
  const rest: Choice[] = [{ label: label.free, step: { do: "free", sketch: {} } }]
  return rows([...staff, ...member, ...rest, { label: label.help, step: { do: "help" } }, ...stop], 2)
}
