import { findBooking } from "../../booking-record.js"
import { everyName, type Found, findMembers, type Named as Known } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import { actFor, actingFor } from "../../people.js"
import { openDraft } from "../draft.js"
import { nameIn, withoutName } from "../naming.js"
import type { Step } from "../press.js"
import { type Answer, actsForSeveral, lines, noted, type Scene } from "../scene.js"
import { showMember, whichMember } from "./clerk.js"
import { refusal } from "./refusal.js"
import { actForMember } from "./start.js"
import { readAlone } from "./when-said.js"

/**
 * Staff act for members, and whoever books for several merchants for one of them: "book studio 3 for Lotus Live tomorrow 8pm",
 * `/for lotus`, or a button about another's booking.
 */

export type Behalf = { is: "as said"; scene: Scene; text: string } | { is: "answer"; answer: Answer }

/** Whom a sentence is about, and the sentence without the name: from then on they act for that member. */
export async function onBehalf(scene: Scene, text: string): Promise<Behalf> {
  const { world, ask } = scene
  const { actor } = ask
  if (!actsForSeveral(ask)) return { is: "as said", scene, text }
  const names = actor.person.staff ? await everyName(world) : null
  const whole = memberIn(text, names ?? actor.members)
  const named = whole ?? (names && partly(scene, text, names))
  if (named === null) return { is: "as said", scene, text }
  if ("several" in named) return { is: "answer", answer: whichMember(scene, named.several, act) }
  const { member, rest } = named
  if (whole === null && asksNothing(scene, rest)) {
    const cannot = lines(rest !== "" && scene.say.words.clerk.cannot)
    return { is: "answer", answer: noted(cannot, await showMember(scene, member.id)) }
  }
  if (rest === "") return { is: "answer", answer: await actForMember(scene, member.id) }
  const as = await actingIn(scene, member.id)
  return as ? { is: "as said", scene: as, text: rest } : { is: "as said", scene, text }
}

/** By a word of the name or by their people's names, as staff say it: "cancel lotus's 8pm". */
function partly(scene: Scene, text: string, names: readonly Known[]): Named {
  const says = (word: string): boolean => readAlone(scene, word).understood.length > 0
  const named = nameIn(text, names, says)
  // "Cancel tea time" is no word to Silk Road Tea.
  if (!named?.begins) return null
  const [member, second] = named.found
  const rest = withoutName(text, named)
  const other = nameIn(rest, names, says)?.found ?? []
  return second || !member || other.length > 0
    ? { several: [...named.found, ...other.filter(({ id }) => id !== member?.id)] }
    : { member, rest }
}

function asksNothing(scene: Scene, rest: string): boolean {
  const { intent, understood } = readAlone(scene, rest)
  return intent === "unknown" && understood.length === 0
}

/** From here on they act for this member; null where there is none. */
async function actingIn(scene: Scene, id: string): Promise<Scene | null> {
  const { world, ask } = scene
  const { actor } = ask
  if (actor.member?.id === id) return scene
  const acting = await actingFor(world, id)
  if (!acting || !(await actFor(world, ask, id))) return null
  const own = actor.members.find((member) => member.id === id)
  const { contact: _, ...theirs } = acting
  const member = own ? { ...theirs, role: own.role } : acting
  // A booking at hand is another's.
  const draft = openDraft(scene.draft, scene.now).sketch?.booking ? null : scene.draft
  return { ...scene, draft, ask: { ...ask, actor: { ...actor, member } } }
}

/** What is answered for whichever merchant it is of. */
const anyone: ReadonlySet<Step["do"]> = new Set(["accept", "decline", "checkin", "late", "noshow", "undo"])

/** A button on what somebody was told about another of their merchants: from then on they act for that one. `name`: that they do. */
export async function actingAt(scene: Scene, step: Step): Promise<{ scene: Scene; name: string | null }> {
  const { world, ask } = scene
  const booking = "booking" in step ? step.booking : "sketch" in step ? step.sketch.booking : undefined
  const plain = ask.actor.members.length < 2 || booking === undefined || anyone.has(step.do)
  const found = plain ? null : await findBooking(world, booking)
  const member = found && ask.actor.members.find(({ id }) => id === found.booking.member.id)
  if (!member || member.id === ask.actor.member?.id) return { scene, name: null }
  const as = await actingIn(scene, member.id)
  return as ? { scene: as, name: member.name } : { scene, name: null }
}

const act = (id: string) => ({ do: "act", member: id }) as const

/** `/for lotus`; without a name, how to. */
export async function forAsked(scene: Scene, part: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { clerk } = say.words
  const found = part === "" ? [] : await findMembers(world, ask, part)
  if ("is" in found) return refusal(scene, found.refusal)
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const [only, second] = found
  if (only && !second) return actForMember(scene, only.id)
  if (only) return whichMember(scene, found, act)
  return { text: lines(...(part === "" ? clerk.forWhom : [clerk.noMember(clipped(part, 60))])) }
}

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()
const latin = /[\p{Script=Latin}\p{N}]/u

type Named = { member: Found; rest: string } | { several: readonly Found[] } | null

/** The member whose whole name is there; else the one whose name begins as what follows "for" does. */
export function memberIn(text: string, members: readonly Found[]): Named {
  const plain = text.normalize("NFKC")
  const small = plain.toLowerCase()
  const whole = members
    .map((member) => ({ member, at: placeOf(small, folded(member.name)), length: folded(member.name).length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => b.length - a.length)[0]
  if (whole) return { member: whole.member, rest: withoutName(plain, whole) }
  for (const cue of small.matchAll(/(?:\b(?:for|para(?: [oa]s?)?) )|[幫帮替]/gu)) {
    const begun = beginning(small, cue.index + cue[0].length, members)
    if (begun && begun.found.length > 1) return { several: begun.found }
    const [member] = begun?.found ?? []
    if (begun && member) return { member, rest: withoutName(plain, begun) }
  }
  return null
}

/** As a word of its own where the script has words. */
function placeOf(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = "", after = ""] = [text[at - 1], text[at + name.length]]
    const cut = (edge: string, beside: string) => latin.test(edge) && latin.test(beside)
    if (!cut(name[0] ?? "", before) && !cut(name.at(-1) ?? "", after)) return at
  }
  return -1
}

/** The longest run of text from here with which names begin; at least two characters, three letters. */
function beginning(text: string, at: number, members: readonly Found[]) {
  for (let length = Math.min(40, text.length - at); length >= 2; length--) {
    const part = text.slice(at, at + length)
    if (part !== part.trim() || (latin.test(part[0] ?? "") && (length < 3 || latin.test(text[at + length] ?? ""))))
      continue
    if (/^\p{N}/u.test(part)) return null
    const found = members.filter(({ name }) => folded(name).startsWith(part))
    if (found.length > 0) return { found, at, length }
  }
  return null
}
