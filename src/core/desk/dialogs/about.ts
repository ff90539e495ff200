import { after, minute } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import { localMinute } from "../../time.js"
import { lastDone } from "../../undo.js"
import type { Draft } from "../draft.js"
import type { Sketch, Step } from "../press.js"
import type { Scene } from "../scene.js"
import { type Context, type Intent, type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { hasTime, instantOf, missing, whole } from "./sketch.js"
import { leftOf } from "./when-said.js"
import { bookingsMeant, meant, ownBookings } from "./which.js"

/** What somebody wrote, read against what is going on in their conversation. */

/** A reading, and what it is a change of: both sketches are empty for something new. `whole` has what a booking already has. */
export type About = { reading: Reading; own: readonly Booking[]; sketch: Sketch; whole: Sketch }

type Open = Pick<Draft, "sketch" | "yes" | "asking">

export const aboutOwn: ReadonlySet<Intent> = new Set(["cancel", "reschedule", "extend", "checkin"])

/** Reads a message. `intent` is what a command's word already said; `open` what is half done. */
export async function readAbout(
  scene: Scene,
  { text, intent, open }: { text: string; intent: Intent | null; open: Open },
): Promise<About> {
  const at = open.sketch && (await whole(scene, open.sketch))
  // A booking by its command is one of its own, whatever is half done: "2pm to 3pm" then says when, not from when to when it moves.
  const going = at && inProgress(open) && intent !== "book" ? at.sketch : null
  const another = going && !intent ? await ofAnother(scene, text, { going, yes: open.yes }) : null
  if (another) return another
  const on = at?.sketch.booking && !going && !intent ? await onward(scene, text) : null
  if (on && at && open.sketch) return { reading: on, own: [], sketch: open.sketch, whole: at.sketch }
  const alone = understand(text, contextOf(scene, going, []))
  // "Make it 9" under a booking that is merely shown says nothing by itself; beside that, when it begins, and on the same day.
  const beside = !going && at && !isWhole(alone) && (alone.change || amends(alone, text)) ? at.sketch : null
  const first = beside ? understand(text, contextOf(scene, beside, [])) : alone
  const draft = going ?? beside
  // What is told by what there is (another light, one host more, a bigger room) is about a booking, unless one is being put together.
  const toThat = !going && at?.sketch.booking !== undefined && gearAlone(first)
  const coming = !draft && !intent && saysOnlyMore(first) ? await ownBookings(scene) : null
  const ofOwn = coming?.some(({ start }) => localMinute(start, scene.centre.zone) === first.start) ?? false
  const alters = !draft && !isWhole(first) && (altersGear(first) || fromThere(first) || toThat || ofOwn)
  const too = !going && !intent && (await cancelsToo(scene, first))
  const wanted = intent ?? (too ? "cancel" : alters ? "reschedule" : null)
  const own = aboutOwn.has(wanted ?? first.intent) ? (coming ?? (await bookingsMeant(scene))) : []
  const again = own.length > 0 ? understand(text, contextOf(scene, draft, own)) : first
  const ofOne = wanted && (!again.intentStated || (alters && (fromThere(again) || toThat)))
  const reading = ofOne ? { ...again, intent: wanted, change: false } : again
  const number = bareNumber(text, open.asking)
  if (at && open.sketch && number !== null && numbers.has(open.asking)) {
    return { reading: answerTo(open.asking, reading, number), own, sketch: open.sketch, whole: at.sketch }
  }
  if (!at || !open.sketch || !reading.change || startsAnew(at.sketch, reading, going === null))
    return { reading: { ...reading, change: false }, own, sketch: {}, whole: {} }
  return {
    reading: ofWhatIsThere(reading, at.sketch),
    own,
    sketch: open.sketch,
    whole: { ...onCard(open.yes), ...at.sketch },
  }
}

/** "And Thursday's too", right after one was cancelled. */
const cancelsToo = async ({ world, ask }: Scene, { also, intentStated, start, change }: Reading): Promise<boolean> =>
  also && !intentStated && !change && start !== null && (await lastDone(world, ask)) === "cancel"

/** How it is said that something goes on from where it just went. */
const further =
  /^(?:(?:e|and|ok|mas|but)[ ,]+)*(?:(?<then>depois|then|a seguir)[ ,]+)?(?:to|para|pra|p\/) ?(?=\S)|^(?<after>(?:然[後后]|跟住|之[後后])再?|再)(?:去|到|至)/iu

/** «E depois para sexta à mesma hora», right after one was moved: where that one moves on to; null if nothing of the kind is said. */
async function onward(scene: Scene, text: string): Promise<Reading | null> {
  const plain = text.normalize("NFKC").trim()
  const said = further.exec(plain)
  if (!said) return null
  const read = understand(plain.slice(said[0].length), contextOf(scene, null, []))
  const goesOn = read.sameTime || said.groups?.then !== undefined || said.groups?.after !== undefined
  if (!goesOn || read.intentStated || read.start === null || read.end !== null || read.room) return null
  return (await lastDone(scene.world, scene.ask)) === "move" ? { ...read, change: true, sameTime: false } : null
}

/** "Lose one light": where it has one kind of light, of that. */
function ofWhatIsThere(reading: Reading, { gear = [] }: Sketch): Reading {
  const known = reading.less.flatMap(({ text, quantity, choices }) => {
    const [kind, other] = choices.filter(({ id }) => gear.some((one) => one.id === id))
    return kind && !other ? [{ text, fewer: { ...kind, quantity, how: "fewer" as const } }] : []
  })
  if (known.length === 0) return reading
  const unread = reading.unread.filter((one) => !known.some(({ text }) => text === one))
  return { ...reading, unread, gear: [...reading.gear, ...known.map(({ fewer }) => fewer)] }
}

/**
 * "Move tomorrow's to six" while a card for Thursday's is open: a session of theirs that is named is meant, unless what is open fits the
 * words as well. "No, Thursday's" under "Cancel this?" cancels that one. Null where no other is named.
 */
async function ofAnother(
  scene: Scene,
  text: string,
  { going, yes }: { going: Sketch; yes: Step | null },
): Promise<About | null> {
  const alone = understand(text, contextOf(scene, null, []))
  const asStated = alone.intentStated && (alone.intent === "reschedule" || alone.intent === "extend")
  const cancels = yes?.do === "cancel" && !alone.intentStated && !hasTime(alone.start ?? undefined)
  const fits = alone.start === null || going.start?.startsWith(alone.start)
  if (fits || !(asStated || cancels)) return null
  const own = await ownBookings(scene)
  const read = understand(text, contextOf(scene, null, own))
  const reading: Reading = { ...read, change: false, answer: null, ...(cancels && { intent: "cancel" }) }
  const found = meant(scene, reading, own)
  if (found.length === 0 || found.some(({ id }) => id === going.booking)) return null
  return { reading, own, sketch: {}, whole: {} }
}

/** The room that the card shows, where the person named none: "a bigger one" is bigger than that. */
export const onCard = (yes: Step | null): Sketch =>
  yes?.do === "book" && yes.sketch.room ? { room: yes.sketch.room } : {}

const altersGear = ({ gear, intentStated }: Reading): boolean =>
  !intentStated && gear.length > 0 && gear.every(({ how }) => how !== "set")

/** "Can I get the camera too" under a booking; what is free of it is a question, unless it is to be added. */
const gearAlone = ({ gear, intent, start, durationMinutes, hosts, repeat, ...said }: Reading): boolean =>
  gear.length > 0 &&
  (intent === "book" ||
    intent === "unknown" ||
    (intent === "availability" && gear.every(({ how }) => how === "add"))) &&
  [start, durationMinutes, hosts, repeat, said.end, said.week, said.room, said.roomClass, said.roomChoice].every(
    (other) => other === null,
  )

/** When it begins, and with how many or what: where they have a session then, "the 3pm is 4 people now" is about that. */
const saysOnlyMore = ({ intent, intentStated, start, hosts, gear, ...said }: Reading): boolean =>
  intent === "book" &&
  !intentStated &&
  hasTime(start ?? undefined) &&
  (hosts !== null || gear.length > 0) &&
  [said.end, said.durationMinutes, said.room, said.roomClass, said.roomChoice, said.repeat].every(
    (other) => other === null,
  )

/** What puts right says nothing more. */
const puttingRight =
  /^(?:just|only|for|actually|sorry|no|ok|make it|so|then|instead|please|por|só|afinal|então|é|são|serão|得|淨係|只要|只有|就|係|是|改做|改成|唔係|不是|先啱|夠|够|咋|咁|啦|喇|了|吧|呀|行|\s)*$/iu

/** "Just an hour", "two hosts actually" under a booking: nothing else is said. */
const amends = (reading: Reading, text: string): boolean =>
  saysHowMuch(reading) && puttingRight.test(leftOf(text, reading))

const saysHowMuch = ({ intent, intentStated, durationMinutes, hosts, gear, ...said }: Reading): boolean =>
  !intentStated &&
  (intent === "book" || intent === "unknown") &&
  (durationMinutes ?? hosts) !== null &&
  gear.length === 0 &&
  [said.start, said.end, said.week, said.window, said.room, said.roomClass, said.roomChoice, said.repeat].every(
    (other) => other === null,
  )

/** Nothing that one cancels or stays away from. */
const fromThere = ({ hostsMore, roomChoice, intent, start, end, durationMinutes }: Reading): boolean =>
  // "A bigger room on Wednesday at seven, for three hours" is a session of its own.
  (start === null || (end === null && durationMinutes === null)) &&
  (hostsMore !== null || roomChoice === "bigger" || roomChoice === "smaller") &&
  (intent === "book" || intent === "availability" || intent === "unknown" || intent === "mine")

/** "OK, on my way" agrees to nothing. */
export const tells = ({ topic }: Reading): boolean => topic !== null && topic !== "thanks"

/** What is answered by a number. */
const numbers: ReadonlySet<Draft["asking"]> = new Set(["hosts", "length", "count"])

/** Is there something that a short message would be about? A booking that was merely shown is not; "make it 4" still finds it. */
export const inProgress = ({ sketch, yes, asking }: Open): boolean =>
  yes !== null || asking !== null || Object.keys(sketch ?? {}).some((key) => key !== "booking")

/** A whole new session beside a finished card, or a booking that is merely shown, is another wish and no change of it. */
const startsAnew = (draft: Sketch, reading: Reading, shown: boolean): boolean =>
  isWhole(reading) && (shown || (missing(draft) === null && !draft.booking))

/** On which day, from when to when, and where or with how many. */
const isWhole = ({ start, end, durationMinutes, dayStated, room, roomClass, hosts }: Reading): boolean =>
  hasTime(start ?? undefined) &&
  dayStated &&
  (end ?? durationMinutes) !== null &&
  (room !== null || roomClass !== null || hosts !== null)

/** "2" after "how many hosts?" is two hosts, after "for how long?" two hours, after "how many times?" twice; anywhere else it is read as ever. */
const answerTo = (asking: Draft["asking"], reading: Reading, number: number): Reading => ({
  ...reading,
  answer: null,
  change: true,
  start: null,
  end: null,
  open: [],
  problems: [],
  unread: [],
  ...numberAs(asking, reading, number),
})

function numberAs(asking: Draft["asking"], { repeat }: Reading, number: number): Partial<Reading> {
  if (asking === "hosts") return { hosts: number }
  if (asking === "count") return { repeat: { ...(repeat ?? { every: 1, weekdays: [], until: null }), count: number } }
  return { durationMinutes: number <= 12 ? number * 60 : number }
}

const figures: Record<string, number> = {
  一: 1,
  二: 2,
  兩: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
}

/** "3 times" where it was asked how many. */
const timesSaid = / ?(?:times|sessions?|weeks|vezes|sess(?:ão|ões)|semanas|[次場场回]|個?星期|个?星期|周|週)$/iu

function bareNumber(text: string, asking: Draft["asking"]): number | null {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(asking === "count" ? timesSaid : "", "")
    .replace(/^(?:係|有|就)?(.{1,3}?) ?(?:個人|个人|個|个|位|人|名|people|persons?|hosts?|pessoas?)$/iu, "$1")
  return /^\d{1,3}$/.test(plain) ? Number(plain) : Object.hasOwn(figures, plain) ? (figures[plain] ?? null) : null
}

function contextOf({ now, centre, say }: Scene, sketch: Sketch | null, bookings: readonly Booking[]): Context {
  const context = { now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings }
  return sketch ? { ...context, draft: draftOf(sketch, centre.zone) } : context
}

function draftOf(
  { booking, start, around, within, minutes, room, hosts }: Sketch,
  zone: string,
): NonNullable<Context["draft"]> {
  const end = hasTime(start) && minutes ? localMinute(after(instantOf(start, zone), minutes * minute), zone) : null
  return {
    intent: booking ? "reschedule" : "book",
    ...(start ? { start } : {}),
    ...(around ? { around } : {}),
    ...(within ? { within } : {}),
    ...(end ? { end } : {}),
    ...(typeof room === "object" && "room" in room ? { room: room.room } : {}),
    ...(hosts === undefined ? {} : { hosts }),
  }
}
