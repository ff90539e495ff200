import { currentCentre } from "../centre-store.js"
import { type Language, languages } from "../language.js"
import type { Actor, Ask } from "../outcome.js"
import { actingFor, personAt, staffMember } from "../people.js"
import type { World } from "../world.js"
import { readCommand } from "./commands.js"
import { deliver, type Outlet } from "./deliver.js"
import { requested, withdrawn } from "./dialogs/joining.js"
import { linkGiven } from "./dialogs/linking.js"
import { stranger } from "./dialogs/start.js"
import { openDraft, readDraft } from "./draft.js"
import { follow } from "./following.js"
import { phrase } from "./phrase.js"
import { phrasing } from "./phrasing.js"
import { readRequest } from "./plain.js"
import { written } from "./press.js"
import { placeOf, replies, shown } from "./reply.js"
import { answers } from "./route.js"
import { actsForSeveral, attributed, type Doors, lines, noted, type Scene } from "./scene.js"
import { cleaned, hinted } from "./text.js"
import { type Hear, overheard, type Reply, type Turn } from "./turn.js"
import { languageOf } from "./understand/index.js"
import { vocabulary } from "./vocabulary.js"
import { words } from "./words/index.js"

/**
 * The conversation that all platforms share, behind two verbs. `hear` answers one turn: who is this, what is meant, one command of
 * the engine, the answer in the person's language. `deliver` says unasked what is due; it needs `outlet`'s phrasing.
 */
export type Desk = {
  hear: Hear
  /** @param only the one platform there is in this process, if there is but one */
  deliver(send: Outlet["send"], only?: string): Promise<number>
  /** For whoever keeps delivering: notices in their readers' words. */
  phrase: Outlet["phrase"]
}

/** @param doors links to check in to a room by, for whoever puts up codes at the doors */
export function createDesk(world: World, doors: Doors = () => []): Desk {
  const desk: Desk = {
    hear: (turn) => hear({ world, doors }, turn),
    deliver: (send, only) => deliver(world, { send, phrase: desk.phrase, only }),
    phrase: (notice, now) => phrase(world, notice, now),
  }
  return desk
}

type House = { world: World; doors: Doors }

/** The only place that catches: an outage is told in words that say nothing of what broke, and logged. */
async function hear({ world, doors }: House, turn: Turn): Promise<readonly Reply[]> {
  if (overheard(turn)) return []
  const now = world.clock()
  let language = hinted(turn.from.language)
  try {
    const person = await whoSpeaks(world, turn)
    language = person?.actor.person.language ?? language
    if (turn.hasty) return slower(turn, language ?? languages[0])
    return await (person ? reply({ world, doors }, turn, { ...person, now }) : greet(world, turn, now))
  } catch (error) {
    world.log.error({ err: error }, "a turn failed")
    return replies([{ text: lines(words[language ?? languages[0]].trouble) }], written, placeOf(turn))
  }
}

/** What they pressed stays as it is. */
function slower(turn: Turn, language: Language): Reply[] {
  const text = words[language].slower
  return replies([{ text: lines(text), toast: text, apart: true }], written, placeOf(turn))
}

async function whoSpeaks(world: World, turn: Turn): Promise<{ actor: Actor; draft: unknown } | null> {
  const { as, platform, from, chat, direct } = turn
  if (!as) return personAt(world, { platform, userId: from.id, address: direct ?? chat.address })
  const actor = await staffMember(world, { ...as, via: platform })
  // What is half done in their chat stays there.
  return (
    actor && {
      actor: { ...actor, person: { ...actor.person, ...(as.language && { language: as.language }) } },
      draft: null,
    }
  )
}

async function reply(
  { world, doors }: House,
  turn: Turn,
  { actor, draft, now }: { actor: Actor; draft: unknown; now: Date },
): Promise<Reply[]> {
  const centre = await currentCentre(world)
  const ask: Ask = { actor, now, key: turn.key }
  const { language, note } = await follow(world, turn, { ask, centre })
  const kept = readDraft(draft)
  const { whom } = openDraft(kept, now)
  const named = whom === null || !actor.person.staff ? null : await actingFor(world, whom)
  const member = named ?? actor.member
  const scene: Scene = {
    world,
    turn,
    now,
    centre,
    say: phrasing(language, centre, now),
    draft: kept,
    ask: { ...ask, actor: { ...actor, member, person: { ...actor.person, language } } },
    usual: actor.member,
    doors,
  }
  const { answers: given, ...answered } = await answers(scene)
  const [first, ...rest] = actsForSeveral(ask) ? given.map((answer) => attributed(answer, scene.say)) : given
  return shown(scene, { ...answered, answers: first ? [noted(lines(...note), first), ...rest] : [] })
}

/** Somebody unknown is told how to join, in the language they write in or their platform tells; and nothing else. */
async function greet(world: World, turn: Turn, now: Date): Promise<Reply[]> {
  const centre = await currentCentre(world)
  const text = turn.said.kind === "text" ? cleaned(turn.said.text) : ""
  const command = readCommand(text)
  const language = languageOf(command.is === "sentence" ? command.text : "", {
    language: hinted(turn.from.language) ?? languages[0],
    centre: vocabulary(centre),
  })
  const say = phrasing(language, centre, now)
  if (command.is === "link") {
    return replies([await linkGiven(world, turn, { code: command.code, say, now })], written, placeOf(turn))
  }
  const business = command.is === "request" ? command.name : readRequest(text)
  if (business !== undefined)
    return replies([await requested(world, turn, { business, say, now })], written, placeOf(turn))
  if (command.is === "step" && command.step.do === "forgetme")
    return replies([await withdrawn(world, turn, say)], written, placeOf(turn))
  const given = command.is === "join" ? command.code : null
  const answer = await stranger(world, turn, { code: given, centre, language, now })
  return replies([answer], written, placeOf(turn))
}
