import { broadcastDay } from "../../centre.js"
import { everyName, type Named } from "../../clerk.js"
import { openRequests } from "../../joining.js"
import { awaitingYes } from "../../requests.js"
import { tells, toAll } from "../broadcast-form.js"
import { acts, type ClerkForm, clerkForms } from "../clerk-forms.js"
import { openDraft } from "../draft.js"
import { nameIn, withoutName } from "../naming.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { inProgress } from "./about.js"
import { askGrant } from "./allowance.js"
import { approvingStep } from "./approving.js"
import { broadcastSaid, tellsAll } from "./broadcast.js"
import { comingNext, showMember, whichMember } from "./clerk.js"
import { acted, due, noMember, type Told } from "./clerk-acts.js"
import { awaited, sessionsOf, waitingOn } from "./clerk-lists.js"
import { closureStep } from "./closure.js"
import { joiningStep } from "./joining.js"
import { today } from "./staff.js"
import { dayIn, leadingWhen, leftOf, readAlone } from "./when-said.js"

/** What staff say about the house and about members by name; whom they act for stays as it was. */

/** @returns null for what is a sentence like any member's */
export async function clerkSaid(scene: Scene, text: string): Promise<Answer | null> {
  if (!scene.ask.actor.person.staff) return null
  const all = toAll(text)
  if (all && tellsAll(scene, all)) return broadcastSaid(scene, all)
  const head = leadingWhen(scene, text)
  const forms = [...clerkForms(text), ...(head === "" ? [] : clerkForms(last(text, head)))]
  const names = forms.length > 0 ? await everyName(scene.world) : []
  for (const form of forms) {
    const answer = await answered(scene, form, { ...told(scene, names, form.said), text })
    if (answer) return answer
  }
  const reading = readAlone(scene, text)
  // Whom a message could be for is everybody, or who is booked then.
  if (tells(text) && !ofOne(text, names, scene)) return { text: lines(...scene.say.words.broadcast.how) }
  const stranger = forms.find(({ is }) => acts.has(is))
  if (stranger && actsOnSomebody(reading, stranger)) {
    const name = leftOf(stranger.said, readAlone(scene, stranger.said))
    if (name !== "" && !pronoun.test(name)) return noMember(scene, name)
  }
  return reading.intent === "checkin" && !scene.ask.actor.member ? due(scene) : unasked(scene, text, reading)
}

const ofOne = (text: string, names: readonly Named[], scene: Scene): boolean =>
  nameIn(text, names, (word) => readAlone(scene, word).understood.length > 0) !== null

/** "Tonight, who is coming?": who is coming tonight? */
const last = (text: string, head: string): string =>
  text
    .slice(head.length)
    .replace(/^[\s,，]+/u, "")
    .replace(/([\s.。!！?？]*)$/u, ` ${head}$1`)

/** Whoever speaks of themselves, or of nobody by name. */
const pronoun =
  /^(?:(?:who|what|i|we|he|she|they|it|you|nobody|everyone|everybody|someone|somebody|that|this|there)(?: (?:m|re|ve|s|ll|d))?|quem|eu|nós|ele|ela|eles|elas|isto|isso|[我佢他她你您]哋?[们們]?|冇人|没人|邊個|边个|[谁誰]|.*(?:有冇人|[谁誰]))(?!\p{L})/iu

/** "John is here" is about somebody; "the late show" is not. */
const actsOnSomebody = ({ intent, topic }: Reading, { is, said }: ClerkForm): boolean =>
  said.length <= 24 && (intent === "checkin" || topic === "late" || is === "noshow")

/** A day among words that mean nothing here is no question for what is free on it. */
function unasked(scene: Scene, text: string, reading: Reading): Answer | null {
  const { say, ask, draft, now } = scene
  if (ask.actor.member || inProgress(openDraft(draft, now))) return null
  const { intent, intentStated, room, roomClass, hosts, gear, change, answer, topic } = reading
  const thing = room ?? roomClass ?? hosts ?? gear[0] ?? answer
  const ofDay = intent === "availability" && !intentStated && leftOf(text, reading) !== ""
  // Members are told that the staff know.
  const ofHouse = topic === "house" || topic === "place"
  if (thing || change || !(ofDay || ofHouse)) return null
  const day = dayIn(scene, reading) ?? broadcastDay(scene.centre, now)
  return {
    text: lines(say.words.clerk.cannot),
    choices: [
      [
        { label: say.dayLabel(day), step: { do: "today", day } },
        { label: say.words.label.free, step: { do: "free", sketch: { start: day } } },
      ],
      [
        { label: say.words.clerk.who, step: { do: "in" } },
        { label: say.words.label.help, step: { do: "help" } },
      ],
    ],
  }
}

function told(scene: Scene, names: readonly Named[], said: string): Told {
  const says = (word: string): boolean => readAlone(scene, word).understood.length > 0
  const named = nameIn(said, names, says)
  const after = named ? withoutName(said, named) : said
  const second = named && nameIn(after, names, says)
  const rest = second
    ? withoutName(after, second).replace(/(?<!\p{L})(?:and|e|from|of|d[aeo])(?!\p{L})|[同和與与]/giu, " ")
    : after
  const reading = readAlone(scene, rest)
  return {
    members: named && both(named.found, second?.found ?? []),
    room: reading.room?.id ?? null,
    day: dayIn(scene, reading),
    reading,
    left: leftOf(rest, reading),
  }
}

/** "Ana from Lotus" is whom both names mean; "Lotus and Lai" are both of them. */
function both(first: readonly Named[], second: readonly Named[]): readonly Named[] {
  const common = first.filter(({ id }) => second.some((other) => other.id === id))
  return common.length > 0 ? common : [...first, ...second]
}

async function answered(
  scene: Scene,
  { is, said }: ClerkForm,
  { text, ...about }: Told & { text: string },
): Promise<Answer | null> {
  const { members, room, day, left, reading } = about
  switch (is) {
    case "checkin":
    case "late":
    case "noshow":
    case "forgive":
      return acted(scene, is, about)
    case "list":
      return listed(scene, text, about)
    case "next":
      return left === "" ? comingNext(scene, room) : null
    case "awaited":
      return left === "" && !members
        ? day === null || day === broadcastDay(scene.centre, scene.now)
          ? awaited(scene)
          : today(scene, day)
        : null
    case "queue":
      return left === "" ? waitingOn(scene, day ?? broadcastDay(scene.centre, scene.now)) : null
    case "closed":
      return left === "" ? closureStep(scene, { do: "closures" }) : null
    case "requests":
      return requested(scene, said, about)
    case "card":
      return left === "" && reading.understood.length === 0 ? cardOf(scene, members) : null
    case "grant":
      return hoursFor(scene, about)
    case "reach":
      return members && noted(lines(scene.say.words.clerk.noReach), await cardOf(scene, members))
    case "note":
      return noted(
        lines(scene.say.words.clerk.noNotes),
        members ? await cardOf(scene, members) : { text: [], choices: menu(scene) },
      )
  }
}

/** "Give Lotus 2 more hours": how many they get is a tap. What is said of a day or a room is of a session there. */
function hoursFor(scene: Scene, { members, day, room, left, reading }: Told): Promise<Answer> | null {
  const [only, second] = members ?? []
  const { durationMinutes: minutes, start, part } = reading
  if (!only || second || minutes === null || day !== null || room || start || part || left !== "") return null
  return askGrant(scene, only.id, minutes)
}

async function cardOf(scene: Scene, members: readonly Named[] | null): Promise<Answer> {
  const [only, second] = members ?? []
  if (!only) return { text: [] }
  return second ? whichMember(scene, members ?? [], (id) => ({ do: "member", member: id })) : showMember(scene, only.id)
}

function listed(scene: Scene, text: string, { members, room, day, left, reading }: Told): Promise<Answer> | null {
  if (left !== "" || reading.problems.length > 0) return null
  // Acting for a member, "bookings" are theirs.
  const theirs = scene.ask.actor.member && !members && !room && day === null
  if (theirs && readAlone(scene, text).intent === "mine") return null
  if (members || room) return sessionsOf(scene, { members, room, day })
  return today(scene, day ?? broadcastDay(scene.centre, scene.now))
}

/** Among so many that ask to join, one is found by its name. */
const namedMost = 500

/** A request by whoever made it: shown, for the answer is a tap. */
async function requested(scene: Scene, said: string, { members }: Told): Promise<Answer> {
  const { world, say } = scene
  const all = await joiningStep(scene, { do: "requests" })
  if (said === "") return all
  const joins = (await openRequests(world, namedMost)).map(({ id, business, person }) => ({
    id,
    name: business,
    people: [person],
  }))
  const join = nameIn(said, joins, () => false)?.found ?? []
  const waiting = (await awaitingYes(world, scene.now)).filter(({ member }) =>
    members?.some(({ id }) => id === member.id),
  )
  const steps = [
    ...waiting.map(
      (booking): Choice => ({
        label: booking.member.name + say.words.dot + say.slot(booking),
        step: { do: "asked", booking: booking.id },
      }),
    ),
    ...join.map(({ id, name }): Choice => ({ label: name, step: { do: "request", id } })),
  ]
  const [only, second] = steps
  if (!only) return members?.[0] ? noted(lines(say.words.clerk.noRequest(members[0].name)), all) : all
  if (second) return { text: lines(say.words.clerk.several), choices: rows(steps, 1) }
  const { step } = only
  return step.do === "asked" ? approvingStep(scene, step) : step.do === "request" ? joiningStep(scene, step) : all
}
