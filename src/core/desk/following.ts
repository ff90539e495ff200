import type { AppliedCentre } from "../centre-store.js"
import type { Language } from "../language.js"
import type { Ask } from "../outcome.js"
import { setLanguage } from "../people.js"
import type { World } from "../world.js"
import { readCommand } from "./commands.js"
import { cleaned } from "./text.js"
import type { Turn } from "./turn.js"
import { languageOf, understand } from "./understand/index.js"
import { vocabulary } from "./vocabulary.js"
import { words } from "./words/index.js"

/**
 * The desk answers in the language that people write in. What a platform tells of it is only how somebody's telephone is set; whoever has
 * chosen by `/language` keeps that, whatever they write. A word or two ("ok", "Studio 2") is no language.
 */

type Followed = { language: Language /** Said once: that it changed, and how to choose. */; note: readonly string[] }

export async function follow(
  world: World,
  turn: Turn,
  { ask, centre }: { ask: Ask; centre: AppliedCentre },
): Promise<Followed> {
  const { language, languageBy } = ask.actor.person
  const stays: Followed = { language, note: [] }
  if (turn.said.kind !== "text" || languageBy === "choice") return stays
  const command = readCommand(cleaned(turn.said.text))
  if (command.is !== "sentence" || !tells(command.text)) return stays
  const context = { now: ask.now, zone: centre.zone, language, centre: vocabulary(centre) }
  const written = languageOf(command.text, context)
  if (written === language || understand(command.text, context).intent === "unknown") return stays
  await setLanguage(world, ask, { language: written, by: "writing" })
  return { language: written, note: languageBy === "writing" ? [] : [words[written].languageFollows] }
}

/** At least three words or four Chinese characters. */
function tells(text: string): boolean {
  const start = text.slice(0, 200)
  return (start.match(/\p{Script=Han}/gu) ?? []).length >= 4 || (start.match(/\p{Script=Latin}+/gu) ?? []).length >= 3
}
