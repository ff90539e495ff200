import { dropHold } from "../holds.js"
import { saveDraft } from "../people.js"
import { type Draft, openDraft, packer } from "./draft.js"
import { type Step, written } from "./press.js"
import { type Answer, capital, type Scene } from "./scene.js"
import type { Button, Line, Reply, Turn } from "./turn.js"

/** From a dialog's answers to what the platform shows; and what of them is kept for the next turn. */

/** Where answers go: what is personal is hidden from a group; what answers a press may take its message's place. */
type Place = { group: boolean; pressed: boolean }

export const placeOf = ({ chat, said }: Turn): Place => ({
  group: chat.kind === "group",
  pressed: said.kind === "press",
})

/** Packs the buttons and decides how each answer is shown. */
export function replies(answers: readonly Answer[], pack: (step: Step) => string, place: Place): Reply[] {
  return answers.map((answer, position): Reply => {
    const { text, choices, picture, file, form, picker, toast, apart } = answer
    const hidden = place.group && !answer.public
    const buttons = choices
      ?.filter((row) => row.length > 0)
      .map((row) =>
        row.map(
          ({ label, step, style }): Button => ({
            label: capital(label),
            press: pack(step),
            ...(style ? { style } : {}),
          }),
        ),
      )
    return {
      text: text.map(begun),
      ...(buttons ? { buttons } : {}),
      ...(picture ? { picture } : {}),
      ...(file ? { file } : {}),
      ...(form ? { form } : {}),
      ...(picker ? { picker } : {}),
      ...(place.pressed && position === 0 && !hidden && !apart ? { edit: true } : {}),
      ...(toast && place.pressed ? { toast } : {}),
      ...(hidden ? { private: true } : {}),
    }
  })
}

function begun([first, ...rest]: Line): Line {
  if (first === undefined) return []
  if (typeof first === "string") return [capital(first), ...rest]
  return ["bold" in first ? { bold: capital(first.bold) } : first, ...rest]
}

/** Shows the answers to a known person and keeps what follow-ups and long buttons rest on. */
export async function shown(
  scene: Scene,
  { answers, settled }: { answers: readonly Answer[]; settled?: Step },
): Promise<Reply[]> {
  const { world, turn, ask, now, draft } = scene
  if (turn.as) return shownApart(scene, answers)
  const key = world.newId()
  const { pack, stash } = packer(key)
  const result = replies(answers, pack, placeOf(turn))
  const next = nextDraft(scene, { answers, key, stash, buttons: labelsOf(result), ...(settled ? { settled } : {}) })
  const same = JSON.stringify({ ...next, at: null }) === JSON.stringify({ ...draft, at: null })
  const { id } = ask.actor.person
  await Promise.all([
    (next === null ? draft !== null : !same) && saveDraft(world, id, next, now),
    // A card that is not open any more keeps nothing.
    isCard(draft?.yes) && !isCard(next?.yes) && dropHold(world, id),
  ])
  return result
}

/** Where there is no conversation, nothing is remembered: each button carries its whole command, however long it is. */
async function shownApart({ world, turn, ask }: Scene, answers: readonly Answer[]): Promise<Reply[]> {
  if (!answers.some(({ remember }) => isCard(remember?.yes))) await dropHold(world, ask.actor.person.id)
  return replies(answers, written, placeOf(turn))
}

const isCard = (yes: Step | null | undefined): boolean =>
  yes?.do === "book" || (yes?.do === "extend" && yes.until !== undefined)

const labelsOf = (shown: readonly Reply[]): Draft["shown"] =>
  shown.flatMap(({ buttons = [] }) =>
    buttons.flat().flatMap((one): Draft["shown"] => ("press" in one ? [[one.label, one.press]] : [])),
  )

type Kept = { answers: readonly Answer[]; key: string; stash: string[]; buttons: Draft["shown"]; settled?: Step }

function nextDraft({ draft, turn, now }: Scene, { answers, key, stash, buttons, settled }: Kept): Draft | null {
  const remember = answers.find((answer) => answer.remember !== undefined)?.remember
  // What is too old to be spoken of is not carried on.
  const open = openDraft(draft, now)
  const nothing = { sketch: null, asking: null, yes: null }
  const listed = answers
    .find((answer) => answer.list !== undefined)
    ?.list?.slice(0, 10)
    .map(written)
  const list = listed ?? (remember === undefined ? open.list : [])
  const { sketch, asking, yes } = remember === undefined ? open : (remember ?? nothing)
  const done = settled ? { turn: turn.key, step: settled } : (draft?.settled ?? null)
  const shown = buttons.length > 0 ? buttons : open.shown
  const named = answers.find(({ whom }) => whom !== undefined)?.whom
  const whom = named === undefined ? open.whom : named
  // Long buttons of the message before go on working until other long ones take their place.
  const kept = stash.length > 0 ? { key, stash } : { key: draft?.key ?? key, stash: draft?.stash ?? [] }
  if (!sketch && !yes && !done && !whom && [kept.stash, list, shown].every((some) => some.length === 0)) return null
  const at = remember === undefined && draft && open === draft ? draft.at : now.toISOString()
  return { ...kept, at, sketch, asking, yes, list, shown, whom, settled: done }
}
