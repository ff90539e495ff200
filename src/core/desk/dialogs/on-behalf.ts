import { findBooking } from "../../booking-record.js"
import { everyName, type Found, findMembers, type Named as Known } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import { actFor, actingFor } from "../../people.js"
import { openDraft } from "../draft.js"
import { nameIn, withoutName } from "../naming.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, actsForSeveral, asUsual, lines, noted, type Scene } from "../scene.js"
import type { Intent } from "../understand/index.js"
import { aboutOwn, readAbout } from "./about.js"
import { asBefore, eachWeek } from "./as-before.js"
import { actForNobody, showMember, whichMember } from "./clerk.js"
import { plan } from "./plan.js"
import { refusal } from "./refusal.js"
import { actForMember } from "./start.js"
import { readAlone } from "./when-said.js"
import { bookingsMeant, meant } from "./which.js"

/**
 * Staff act for members, and whoever books for several merchants for one of them: "book studio 3 for Lotus Live tomorrow 8pm",
 * `/for lotus`, or a button about another's booking.
 */

/** `whom`: see {@link Answer}. */
export type Behalf =
  | { is: "as said"; scene: Scene; text: string; whom?: string | null }
  | { is: "answer"; answer: Answer }

/** How staff know of it. */
const called =
  /^(?:打(?:電話|电话)?(?:[過过])?[嚟來来](?:話|说|說)?|話|说|說)[,，\s]*|^(?:(?:has |have |just )*(?:called|rang|phoned|texted|wrote)|(?:is |are )?on the (?:phone|line))(?:[,，\s]+(?:and|to say|saying|that|they|she|he|wants?|asks?)(?!\p{L}))*[,，\s]+|^(?:ligou|telefonou|está ao telefone)(?:[,，\s]+(?:a dizer|e|que|para|quer)(?!\p{L}))*[,，\s]+/iu

/** For nobody any more, whoever it was. */
const stops =
  /^(?:stop|no longer|not) (?:booking|acting) for |^(?:deixar|parar) de reservar|^já não reservo para |^(?:而家|依家|现在)?(?:唔再|唔使再?|不再|不用再?)[幫帮替為为].*[訂订]/iu

/** Whom a sentence is about, and the sentence without the name: from then on they act for that member. */
export async function onBehalf(scene: Scene, text: string): Promise<Behalf> {
  const { world, ask } = scene
  const { actor } = ask
  if (!actsForSeveral(ask)) return { is: "as said", scene, text }
  if (actor.person.staff && stops.test(text.trim())) return { is: "answer", answer: await actForNobody(scene) }
  const names = actor.person.staff ? await everyName(world) : null
  const whole = memberIn(text, names ?? actor.members)
  const named = whole ?? (names && partly(scene, text, names))
  if (named === null) return ofNobody(scene, text)
  if ("several" in named) return { is: "answer", answer: whichMember(scene, named.several, act) }
  const member = named.member
  const rest = named.rest.replace(called, "")
  const wish = forWhomAsked(scene)
  if (wish && saysNoMore.test(rest)) return { is: "answer", answer: await wishFor(scene, member.id, wish) }
  if (whole === null && asksNothing(scene, rest)) {
    const cannot = lines(rest !== "" && scene.say.words.clerk.cannot)
    return { is: "answer", answer: noted(cannot, await showMember(scene, member.id)) }
  }
  if (rest === "") return { is: "answer", answer: await actForMember(scene, member.id) }
  const as = await actingIn(scene, member.id)
  return as ? { is: "as said", scene: as, text: rest, ...inWords(as) } : { is: "as said", scene, text }
}

/** Staff who name somebody in a sentence act for them while that is talked about; whoever was chosen before stays chosen. */
const inWords = ({ ask: { actor }, usual }: Scene): { whom?: string | null } =>
  actor.person.staff ? { whom: actor.member && actor.member.id !== usual?.id ? actor.member.id : null } : {}

/** Nobody is named: what goes on is for whom it was, a new wish for nobody who was merely named before. */
async function ofNobody(scene: Scene, text: string): Promise<Behalf> {
  const open = openDraft(scene.draft, scene.now)
  const other = open.whom !== null && (await ofOtherRoom(scene, text, open.sketch?.booking))
  const same = open.whom === null || !(other || (await beginsAnew(scene, text, open)))
  if (same) return { is: "as said", scene, text }
  const draft = other ? null : scene.draft
  return { is: "as said", scene: { ...asUsual(scene), draft }, text, whom: null }
}

const leadsTo = /(?<!\p{L})(?:to|into|in|para(?: [oa])?|pra|no|na)\s*$|[去到換换轉转做成為为改喺在]\s*$/iu

/** "Move studio 4 to 9pm", beside a session in another room: that of studio 4. "To studio 4" is where this one goes. */
async function ofOtherRoom(scene: Scene, text: string, atHand: string | undefined): Promise<boolean> {
  const { intent, intentStated, room, roomMeant, understood } = readAlone(scene, text)
  if (atHand === undefined || !aboutOwn.has(intent) || !intentStated || !room || roomMeant) return false
  const said = understood.find(({ as }) => as === "room")?.text ?? ""
  if (leadsTo.test(text.slice(0, text.indexOf(said)))) return false
  const now = await findBooking(scene.world, atHand)
  const house = await bookingsMeant({ ...scene, ask: { ...scene.ask, actor: { ...scene.ask.actor, member: null } } })
  return now?.booking.room !== room.id && house.some((booking) => booking.room === room.id)
}

const anew: ReadonlySet<Intent> = new Set(["book", "availability", "waitlist"])

async function beginsAnew(scene: Scene, text: string, open: ReturnType<typeof openDraft>): Promise<boolean> {
  const about = await readAbout(scene, { text, intent: null, open })
  const { reading, own, sketch } = about
  if (reading.topic || reading.answer || reading.change || Object.keys(sketch).length > 0) return false
  if (aboutOwn.has(reading.intent)) {
    const found = meant(scene, reading, own)
    return found.every(({ id }) => id !== open.sketch?.booking)
  }
  const goesOn = (open.yes !== null || open.asking !== null) && !reading.intentStated
  if (goesOn || !anew.has(reading.intent)) return false
  return ((await eachWeek(scene, reading)) ?? (await asBefore(scene, reading))) === null
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

/** "It's for Lotus, please" in answer to for whom. */
const saysNoMore =
  /^(?:(?:it['’]?s|it is|that['’]?s|for|them|please|thanks|é|para|[ao]s?|por favor|obrigad[oa]|係|是|嘅|的|呀|啊|喇|啦|吧|唔該|谢谢|[幫帮替為为])[\s,，.。!！]*)*$/iu

function asksNothing(scene: Scene, rest: string): boolean {
  const { intent, understood } = readAlone(scene, rest)
  return intent === "unknown" && understood.length === 0
}

/** From here on they act for this member, staff only in what comes of this; null where there is none. */
async function actingIn(scene: Scene, id: string): Promise<Scene | null> {
  const { world, ask } = scene
  const { actor } = ask
  if (actor.member?.id === id) return scene
  const acting = await actingFor(world, id)
  if (!acting || !(actor.person.staff || (await actFor(world, ask, id)))) return null
  const own = actor.members.find((member) => member.id === id)
  const { contact: _, ...theirs } = acting
  const member = own ? { ...theirs, role: own.role } : acting
  // A booking at hand is another's.
  const draft = openDraft(scene.draft, scene.now).sketch?.booking ? null : scene.draft
  return { ...scene, draft, ask: { ...ask, actor: { ...actor, member } } }
}

/** What is answered for whichever merchant it is of. */
const anyone: ReadonlySet<Step["do"]> = new Set(["accept", "decline", "checkin", "late", "noshow", "undo"])

/** What staff do with a member's booking as the member would: from then on it is talked about for that one. */
const asTheirs: ReadonlySet<Step["do"]> = new Set([
  "show",
  "extend",
  "cancel",
  "change",
  "plan",
  "begin",
  "ask",
  "book",
])

/** A button on what somebody was told about another of their merchants: from then on they act for that one. `name`: that they do. */
export async function actingAt(
  scene: Scene,
  step: Step,
): Promise<{ scene: Scene; name: string | null; whom?: string | null }> {
  const { world, ask } = scene
  const booking = bookingIn(step)
  const { person, members } = ask.actor
  const apart = person.staff ? !asTheirs.has(step.do) : anyone.has(step.do)
  const plain = !actsForSeveral(ask) || booking === undefined || apart
  const found = plain ? null : await findBooking(world, booking)
  const member =
    found && (person.staff ? found.booking.member : members.find(({ id }) => id === found.booking.member.id))
  if (!member || member.id === ask.actor.member?.id) return { scene, name: null }
  const as = await actingIn(scene, member.id)
  if (!as) return { scene, name: null }
  // What is shown to staff says whose it is.
  return { scene: as, name: person.staff ? null : member.name, ...inWords(as) }
}

function bookingIn(step: Step): string | undefined {
  if ("bookings" in step) return step.bookings.split(",")[0]
  return "booking" in step ? step.booking : "sketch" in step ? step.sketch.booking : undefined
}

const act = (id: string) => ({ do: "act", member: id }) as const

/** The wish for which it was asked whose it is. */
function forWhomAsked({ draft, now }: Scene): Sketch | null {
  const { sketch, asking } = openDraft(draft, now)
  return asking === "whom" ? sketch : null
}

async function wishFor(scene: Scene, id: string, wish: Sketch): Promise<Answer> {
  const as = await actingIn(scene, id)
  return as ? { ...(await plan(as, wish)), ...inWords(as) } : actForMember(scene, id)
}

/** The button: for whom they book from now on; where a wish waits for that, whose it is. */
export function chosen(scene: Scene, id: string): Promise<Answer> {
  const wish = forWhomAsked(scene)
  return wish ? wishFor(scene, id, wish) : actForMember(scene, id)
}

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
