import { clipped } from "../../clipped.js"
import { after, minute } from "../../interval.js"
import { accountsOf, answerLink, askLink, linkCode, type OwnAccount, preferHere, unlink } from "../../linking.js"
import type { NoticeData } from "../../reminders.js"
import type { World } from "../../world.js"
import type { Phrasing } from "../phrasing.js"
import { type Answer, type Choice, lines, menu, noted, type Scene } from "../scene.js"
import { cleaned } from "../text.js"
import type { Turn } from "../turn.js"
import { refusal } from "./refusal.js"

/** One person on several platforms: a code here, written there, a yes here. Only between the desk and one person alone. */

const named = ({ words }: Phrasing, platform: string): string => words.linking.platforms[platform] ?? platform

const overheard = ({ chat }: Turn): boolean => chat.kind === "group"

/** A code, in the words that are to be written on the other platform. */
export async function linkHow(scene: Scene): Promise<Answer> {
  const { world, ask, say, turn, now } = scene
  const { linking } = say.words
  if (overheard(turn)) return { text: lines(linking.alone) }
  const given = await linkCode(world, ask)
  if (given.is === "refused") return refusal(scene, given.refusal)
  const [before, behind] = linking.how(say.time(after(now, 10 * minute)))
  return { text: [...lines(before), [{ code: `/link ${given.code}` }], ...lines(behind)] }
}

/** The code, from an account that the desk knows or does not. */
export async function linkGiven(
  world: World,
  turn: Turn,
  { code, say, now }: { code: string; say: Phrasing; now: Date },
): Promise<Answer> {
  const { linking, tooManyTries } = say.words
  if (overheard(turn)) return { text: lines(linking.alone) }
  const asked = await askLink(world, {
    code,
    platform: turn.platform,
    userId: turn.from.id,
    address: turn.direct ?? turn.chat.address,
    name: clipped(cleaned(turn.from.name), 80) || named(say, turn.platform),
    now,
  })
  switch (asked.is) {
    case "asked":
      return { text: lines(linking.asked) }
    case "already":
      return { text: lines(linking.already) }
    case "taken":
      return { text: lines(linking.taken) }
    case "bad_code":
      return { text: lines(linking.badCode) }
    case "too_many_tries":
      return { text: lines(tooManyTries(say.moment(asked.until))) }
  }
}

/** Asked where the person is known. */
export const linkQuestion = (
  { say }: { say: Phrasing },
  { link, platform, name }: Extract<NoticeData, { kind: "link" }>,
): Answer => ({
  text: lines(...say.words.linking.question(named(say, platform), name)),
  choices: [
    [
      { label: say.words.linking.yes, step: { do: "linked", link, sure: "yes" }, style: "primary" },
      { label: say.words.linking.no, step: { do: "linked", link } },
    ],
  ],
})

export async function linkAnswered(scene: Scene, id: string, yes: boolean): Promise<Answer> {
  const { world, ask, say } = scene
  const { linking } = say.words
  const platform = await answerLink(world, ask, { id, yes })
  if (platform === undefined) return { text: lines(linking.over), choices: menu(scene) }
  return { text: lines(platform ? linking.linked(named(say, platform)) : linking.refused), choices: menu(scene) }
}

/** Where the desk knows the person, and where notices go. */
export async function accounts(scene: Scene): Promise<Answer> {
  const { world, ask, say, turn } = scene
  const { linking } = say.words
  if (overheard(turn)) return { text: lines(linking.alone) }
  const own = await accountsOf(world, ask, { platform: turn.platform, userId: turn.from.id })
  const line = ({ platform, here, preferred, blocked }: OwnAccount): string =>
    [named(say, platform), here && linking.here, preferred && linking.first, blocked && linking.closed]
      .filter(Boolean)
      .join(say.words.dot)
  const away = own.filter(({ here }) => !here)
  return {
    text: [[{ bold: linking.title }], ...lines(...own.map(line))],
    choices: [
      ...(own.some(({ here, preferred }) => here && !preferred)
        ? [[{ label: linking.prefer, step: { do: "notify" } } as Choice]]
        : []),
      ...away.map(({ id, platform }): Choice[] => [
        { label: linking.unlink(named(say, platform)), step: { do: "unlink", account: id }, style: "danger" },
      ]),
      [{ label: linking.add, step: { do: "link" } }],
    ],
  }
}

export async function unlinkOne(scene: Scene, account: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { linking } = say.words
  const gone = await unlink(world, ask, account)
  return noted(lines(gone ? linking.unlinked(named(say, gone)) : linking.last), await accounts(scene))
}

export async function notifyHere(scene: Scene): Promise<Answer> {
  const { world, ask, say, turn } = scene
  const { linking } = say.words
  if (overheard(turn)) return { text: lines(linking.alone) }
  await preferHere(world, ask, { platform: turn.platform, userId: turn.from.id })
  return noted(lines(linking.preferred), await accounts(scene))
}
