import { clipped } from "../../clipped.js"
import type { Reminding } from "../../outcome.js"
import { type Choice as Chosen, chooseReminders, remindersOf } from "../../reminding.js"
import { clockTime } from "../../time.js"
import { type Answer, lines, noted, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"

/** What one is reminded of, and when not. */

/** `/reminders`, and its buttons: `+60` and `-60` switch a lead time, `quiet` and `loud` quiet hours. */
export async function remindersAsked(scene: Scene, set?: string): Promise<Answer> {
  const { world, ask } = scene
  const { reminding } = ask.actor.person
  if (set === undefined) return shownReminders(scene, reminding)
  const chosen = await chooseReminders(world, ask, choiceOf(scene, set))
  if (chosen.is === "refused") return refusal(scene, chosen.refusal)
  return shownReminders(scene, chosen.is === "chosen" ? chosen.reminding : reminding)
}

/** Where the centre has no quiet hours, somebody who wants some begins with these. */
const usualQuiet = "23:00-08:00"

function choiceOf({ centre }: Scene, set: string): Chosen {
  if (set === "loud") return { quiet: "off" }
  if (set === "quiet") return { quiet: centre.quiet ? "centre" : usualQuiet }
  return { lead: Number(set.slice(1)), on: set.startsWith("+") }
}

/** `/reminders quiet 22:00-07:00` */
export async function quietAsked(scene: Scene, hours: string): Promise<Answer> {
  const { world, ask, say } = scene
  const typed = hours.normalize("NFKC").trim().toLowerCase()
  const quiet = typed === "off" ? "off" : typed.replace(/\s*(?:-|–|to|a)\s*/, "-").replace(/^(\d):/, "0$1:")
  const chosen = await chooseReminders(world, ask, { quiet: quiet.replace(/-(\d):/, "-0$1:") })
  if (chosen.is === "refused") return refusal(scene, chosen.refusal)
  if (chosen.is === "chosen") return shownReminders(scene, chosen.reminding)
  return noted(lines(say.words.reminders.badHours(clipped(hours, 20))), await remindersAsked(scene))
}

async function shownReminders({ world, say }: Scene, reminding: Reminding | undefined): Promise<Answer> {
  const { reminders, label } = say.words
  const { leads, offered, quiet } = await remindersOf(world, reminding)
  const hours = quiet && `${clockTime(quiet.from)}–${clockTime(quiet.to)}`
  const lengths = leads.map((lead) => say.length(lead))
  return {
    text: [
      [{ bold: reminders.title }],
      ...lines(
        leads.length > 0 ? reminders.on(say.list(lengths)) : reminders.none,
        hours ? reminders.quiet(hours) : reminders.noQuiet,
        reminders.how,
      ),
    ],
    choices: [
      ...offered.map((lead) => {
        const on = leads.includes(lead)
        return [
          {
            label: reminders.switched(on, say.lengthShort(lead)),
            step: { do: "reminders", set: `${on ? "-" : "+"}${lead}` } as const,
          },
        ]
      }),
      [
        quiet
          ? { label: label.quietOff, step: { do: "reminders", set: "loud" } }
          : { label: label.quietOn, step: { do: "reminders", set: "quiet" } },
        { label: label.home, step: { do: "home" } },
      ],
    ],
  }
}
