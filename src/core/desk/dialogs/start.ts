import { bookingsOf } from "../../booking-record.js"
import { broadcastDay } from "../../centre.js"
import type { AppliedCentre } from "../../centre-store.js"
import { clipped } from "../../clipped.js"
import { floorOf } from "../../digest.js"
import type { Language } from "../../language.js"
import { languages } from "../../language.js"
import type { Actor } from "../../outcome.js"
import { actFor, actingFor, type Joined, join, setLanguage } from "../../people.js"
import { hoursOf } from "../../quota.js"
import type { World } from "../../world.js"
import { type Phrasing, phrasing } from "../phrasing.js"
import { type Answer, type Choice, capital, lines, menu, rows, type Scene } from "../scene.js"
import { cleaned, hinted } from "../text.js"
import type { Turn } from "../turn.js"
import { words } from "../words/index.js"
import type { Words } from "../words/words.js"
import { listed } from "./bookings.js"
import { floorLines } from "./digest-words.js"
import { leftOver, sourceLines } from "./hours-lines.js"

/** Coming in, finding one's way, choosing the language; hours left. */

const joinTurn = (world: World, turn: Turn, { code, now }: { code: string; now: Date }) =>
  join(world, {
    code,
    language: hinted(turn.from.language) ?? null,
    platform: turn.platform,
    userId: turn.from.id,
    address: turn.direct ?? turn.chat.address,
    name: clipped(cleaned(turn.from.name), 80),
    now,
  })

/** Somebody the desk does not know: a way to join, and nothing else. */
export async function stranger(
  world: World,
  turn: Turn,
  { code, centre, language, now }: { code: string | null; centre: AppliedCentre; language: Language; now: Date },
): Promise<Answer> {
  const { words, moment } = phrasing(language, centre, now)
  if (code === null) return { text: lines(...words.stranger(centre.name[language])) }
  const joined = await joinTurn(world, turn, { code, now })
  switch (joined.is) {
    case "joined":
    case "already":
      return welcome(phrasing(joined.actor.person.language, centre, now), joined, { now, key: turn.key })
    case "bad_code":
      return { text: lines(words.badCode) }
    case "too_many_tries":
      return { text: lines(words.tooManyTries(moment(joined.until))) }
  }
}

/** Now that it is known whose they are, in the language that they are known to speak. */
function welcome(
  say: Phrasing,
  { is, actor }: Extract<Joined, { actor: Actor }>,
  at: { now: Date; key: string },
): Answer {
  const { words } = say
  const { person, member } = actor
  const first = is === "joined" ? words.joined(person.name, member?.name ?? null) : words.alreadyIn(person.name)
  return {
    text: [...lines(first), [], ...lines(...words.help)],
    choices: [...menu({ say, ask: { actor, ...at } }), ...languageChoices()],
  }
}

/** A code from somebody who is already known: another member to act for, say; or one that was used. */
export async function joinAgain(scene: Scene, code: string): Promise<Answer> {
  const { world, turn, say, now, ask } = scene
  const { words } = say
  const joined = await joinTurn(world, turn, { code, now })
  switch (joined.is) {
    case "joined":
      return {
        text: lines(words.joined(joined.actor.person.name, joined.actor.member?.name ?? null)),
        choices: menu({ say, ask: { ...ask, actor: joined.actor } }),
      }
    case "already":
      return { text: lines(words.alreadyIn(ask.actor.person.name)), choices: menu(scene) }
    case "bad_code":
      return { text: lines(words.badCode), choices: menu(scene) }
    case "too_many_tries":
      return { text: lines(words.tooManyTries(say.moment(joined.until))), choices: menu(scene) }
  }
}

/** Whoever comes in: what is coming up, hours left, and the ways on. */
export async function home(scene: Scene): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const { words } = say
  const { person, member, members } = ask.actor
  const upcoming = member ? await bookingsOf(world, ask.actor, { from: now, limit: 3 }) : []
  const hours = await hoursOf(world, ask.actor, now)
  const others = members.filter((other) => other.id !== member?.id)
  const floor = person.staff ? await floorOf(world, broadcastDay(centre, now)) : null
  return {
    text: [
      ...lines(
        words.welcome(person.name),
        member !== null && (members.length > 1 || member.contact !== undefined) && words.actingFor(member.name),
      ),
      ...(floor ? [[say.near(floor.day)], ...floorLines(say, floor)] : []),
      ...lines(
        hours !== null &&
          words.hours.left(say.length(hours.granted - hours.used), say.length(hours.granted), say.month(hours.month)),
      ),
    ],
    choices: [
      ...rows(
        listed(scene, upcoming, (booking) => ({ do: "show", booking })),
        1,
      ),
      ...menu(scene),
      ...rows(
        others.map((other): Choice => ({ label: words.switchTo(other.name), step: { do: "act", member: other.id } })),
        1,
      ),
    ],
    remember: null,
  }
}

/** The same, for a page beside the conversation, which it leaves alone. */
export async function glance(scene: Scene): Promise<Answer> {
  const { remember: _, ...seen } = await home(scene)
  return seen
}

export function help(scene: Scene): Answer {
  const { say, ask } = scene
  const { label, help, membership } = say.words
  const more: Choice[] = [
    { label: label.hours, step: { do: "hours" } },
    { label: label.language, step: { do: "lang" } },
  ]
  return {
    text: lines(
      ...help,
      ...(ask.actor.member ? membership.help : []),
      ...(ask.actor.person.staff ? helpOfStaff(say.words) : []),
    ),
    choices: [...menu(scene), more],
    public: true,
  }
}

/** One line a thing, marked, so that it is found at a glance. */
function helpOfStaff({ helpStaff, board, clerk, closure, membership, shows, whatIf }: Words): string[] {
  const [heading = "", ...day] = helpStaff
  const all = [...day, ...clerk.help, ...membership.helpStaff, ...shows.help, closure.help, whatIf.help, board.help]
  return ["", heading, ...all.map((line) => `• ${capital(line)}`)]
}

export async function hoursLeft(scene: Scene): Promise<Answer> {
  const { world, ask, say, now } = scene
  const { hours } = say.words
  const use = await hoursOf(world, ask.actor, now)
  if (!use) return { text: lines(hours.none), choices: menu(scene) }
  const { member } = ask.actor
  return {
    text: [
      ...lines(hours.left(say.length(use.granted - use.used), say.length(use.granted), say.month(use.month))),
      ...(member ? await sourceLines(scene, member.id, use) : []),
      ...lines(
        use.peakGranted < use.granted &&
          hours.peak(say.length(Math.min(use.peakGranted - use.peakUsed, use.granted - use.used))),
        hours.open(use.openBookings, use.openMax),
      ),
      ...leftOver(scene),
    ],
    whose: member?.name,
    choices: menu(scene),
  }
}

/** Each language in its own name, so that it is found by whoever needs it. */
const languageChoices = (): Choice[][] =>
  rows(
    languages.map((language) => ({ label: words[language].name, step: { do: "lang", language } })),
    2,
  )

export const askLanguage = ({ say }: Scene): Answer => ({
  text: lines(say.words.askLanguage),
  choices: languageChoices(),
})

export async function speak(scene: Scene, language: Language): Promise<Answer> {
  const { world, ask, centre, now } = scene
  await setLanguage(world, ask, { language, by: "choice" })
  const say = phrasing(language, centre, now)
  return { text: lines(say.words.languageSet), choices: menu({ say, ask }), toast: say.words.languageSet }
}

export async function actForMember(scene: Scene, memberId: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { actor } = ask
  const own = actor.members.find(({ id }) => id === memberId)
  const member = own ? null : actor.person.staff ? await actingFor(world, memberId) : null
  const name = own?.name ?? member?.name
  if (name === undefined || !(await actFor(world, ask, memberId)))
    return { text: lines(say.words.badPress), choices: menu(scene) }
  const as = member ? { ...ask, actor: { ...actor, member } } : ask
  return { text: lines(say.words.actingFor(name)), choices: menu({ say, ask: as }), remember: null, whom: null }
}
