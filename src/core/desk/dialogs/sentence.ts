import { unanswered } from "../../affected.js"
import { canCheckIn } from "../../checkin.js"
import { offersTo } from "../../offers.js"
import { openDraft } from "../draft.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, lines, menu, noted, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import type { Intent, Reading } from "../understand/index.js"
import { type About, aboutOwn, inProgress, readAbout, tells } from "./about.js"
import { andAnother } from "./another.js"
import { checkInSaid } from "./arrival.js"
import { asBefore, eachWeek } from "./as-before.js"
import { onTopic } from "./asked.js"
import { askCancel, mine } from "./bookings.js"
import { amendsCancel, askAll } from "./cancel-several.js"
import { courseSaid, leaveSaid } from "./course-said.js"
import { courseList, hereForCourse } from "./courses.js"
import { elsewhere } from "./elsewhere.js"
import { extended } from "./extending.js"
import { free } from "./free.js"
import { gearAsked } from "./gear.js"
import { had } from "./had.js"
import { merge } from "./merge.js"
import { mineAsked } from "./mine-asked.js"
import { namesAnswered } from "./names.js"
import { numberSaid } from "./number-said.js"
import { ofSession } from "./of-session.js"
import { offered } from "./offer.js"
import { askOpen, isTimed } from "./open-questions.js"
import { plan } from "./plan.js"
import { reschedule } from "./reschedule.js"
import { withoutDate } from "./series.js"
import { isBad, onlyShow, told } from "./show-details.js"
import { missing } from "./sketch.js"
import { help, home, hoursLeft } from "./start.js"
import { notUnderstood, shortened, wrong } from "./unclear.js"
import { line, queueSaid } from "./waitlist.js"
import { laterThat, whatIsFree } from "./what-is-free.js"
import { meant, onOwn } from "./which.js"

/** From what somebody wrote to an answer: what is understood is acted on up to the card, what is open is asked. */

/** What a sentence leads to: an answer, or a step that a "yes" agreed to. */
export type Heard = { is: "answers"; answers: readonly Answer[] } | { is: "agreed"; step: Step }

type Open = ReturnType<typeof openDraft>

const answer = (...answers: readonly Answer[]): Heard => ({ is: "answers", answers })

export async function sentence(scene: Scene, text: string, intent: Intent | null): Promise<Heard> {
  const open = openDraft(scene.draft, scene.now)
  const about = await readAbout(scene, { text, intent, open })
  const { reading } = about
  const toNotice = await answersNotice(scene, open, reading)
  if (toNotice) return toNotice
  if (reading.answer === "yes" && !reading.change && !tells(reading)) {
    if (open.yes) return { is: "agreed", step: open.yes }
    // "Book it again tomorrow" agrees to nothing; it wishes.
    if (reading.understood.length === 0) return answer(await stillOpen(scene, open))
  }
  const short =
    (await numberSaid(scene, open, text)) ??
    (await laterThat(scene, text)) ??
    (await amendsCancel(scene, open, { reading, text }))
  if (short) return answer(short)
  const asked = await askedBeside(scene, open, { about, text })
  if (asked) return answer(...(await aside(scene, open, asked)))
  if (reading.answer === "unsure" && open.yes && !reading.change) return answer(await undecided(scene, open))
  const fewer = open.yes && withoutDate(scene, open.sketch, text)
  if (fewer) return answer(await plan(scene, fewer))
  const { booking, details } = onlyShow(reading, open) ?? {}
  if (booking && details) return answer(await told(scene, booking, details))
  const names = open.asking === "names" && open.sketch && namesAnswered(reading, text)
  if (names) return answer(await plan(scene, { ...open.sketch, named: names }))
  if (isDropped(reading, open)) return answer(dropped(scene, open.sketch))
  if (reading.answer === "no" && !reading.change && !goesOn(reading))
    return answer(dropped(scene, inProgress(open) ? open.sketch : null))
  // A greeting in the middle of something asks for nothing.
  if (reading.intent === "greeting" && asks(open) && open.sketch) return answer(await plan(scene, open.sketch))
  const learning = await ofCourses(scene, reading, text)
  const given = learning ?? noted(notes(scene, reading), await said(scene, about))
  const enrols = reading.intent === "training" && given.remember
  const apart = beside.has(reading.intent) && reading.not === null && !enrols
  return answer(...(apart ? await aside(scene, open, given) : [given]))
}

/** What is asked of the session that is shown, or told and asked beside bookings. */
const askedBeside = async (
  scene: Scene,
  open: Open,
  { about, text }: { about: About; text: string },
): Promise<Answer | null> =>
  (await ofSession(scene, open, { reading: about.reading, text })) ??
  (about.reading.topic && onTopic(scene, about, about.reading.topic, text))

/** "No, what's free on Friday?", "no, don't cancel, move it to Wednesday": something else is wanted. */
const goesOn = ({ intent, intentStated, understood }: Reading): boolean =>
  intentStated && wishes.has(intent) && understood.length > 0

const wishes: ReadonlySet<Intent> = new Set([
  "book",
  "availability",
  "reschedule",
  "extend",
  "mine",
  "quota",
  "waitlist",
])

/** What is asked in between: it has nothing to do with what is being put together. */
const beside: ReadonlySet<Intent> = new Set(["mine", "quota", "help", "training"])

const asks = ({ asking, yes }: Open): boolean => asking !== null || yes?.do === "book"

/** An answer to something else than what is being put together: that is kept, and shown again below. */
async function aside(scene: Scene, open: Open, given: Answer): Promise<Answer[]> {
  if (!open.sketch || !asks(open) || !scene.ask.actor.member) return [given]
  const { remember: _, ...said } = given
  return [said, await plan(scene, open.sketch)]
}

/** What is about courses and no booking; null for the rest. */
async function ofCourses(scene: Scene, reading: Reading, text: string): Promise<Answer | null> {
  if (reading.not || reading.problems.length > 0) return null
  if (reading.intent === "training") return courseSaid(scene, reading, text)
  return reading.intent === "cancel" ? leaveSaid(scene, text) : null
}

/** A "yes" to nothing: what is still asked is asked again. */
async function stillOpen(scene: Scene, open: Open): Promise<Answer> {
  if (open.sketch && inProgress(open)) return plan(scene, open.sketch)
  return { text: lines(scene.say.words.nothingWaiting), choices: menu(scene) }
}

/** "Ok but let me check first": what was put up to be agreed to is still there. */
async function undecided(scene: Scene, open: Open): Promise<Answer> {
  const note = lines(scene.say.words.undecided)
  return open.sketch && open.yes?.do === "book" ? noted(note, await plan(scene, open.sketch)) : { text: note }
}

/** What was left out, and what was not understood, said before anything else. */
function notes({ say }: Scene, { truncated, unread, problems, intent, show }: Reading): Line[] {
  const first = unread.slice(0, 3).map(shortened)
  const said = first.length > 0 && problems.length === 0 && intent !== "unknown"
  return lines(
    truncated && say.words.truncated,
    said && say.words.unread(say.list(first)),
    isBad(show) && say.words.shows.badLink,
  )
}

/**
 * "Yes", "take it" or "no" where the desk has asked nothing in answer: to what it wrote by itself, an offer or what a closure changed.
 * Of several offers, each is shown.
 */
async function answersNotice({ world, ask, say }: Scene, open: Open, reading: Reading): Promise<Heard | null> {
  const { answer: said, change, understood } = reading
  if (said === null || said === "unsure" || change || tells(reading) || understood.length > 0) return null
  if (open.yes || open.asking) return null
  const offers = await offersTo(world, ask)
  if (offers.length > 1) return answer(...offers.map((one) => offered(say, one.id, one)))
  const [offer] = offers
  if (offer) return { is: "agreed", step: { do: said === "yes" ? "take" : "pass", offer: offer.id } }
  const [changed, ...others] = await unanswered(world, ask)
  if (!changed || others.length > 0) return null
  const { booking, version } = changed
  const other: Step = { do: "ask", part: "day", sketch: { booking } }
  return { is: "agreed", step: said === "yes" ? { do: "accept", booking, version: String(version) } : other }
}

/** "Cancel", and no word of which: what is being put together. */
const isDropped = ({ intent, start, room, which, open: asked, not, problems }: Reading, open: Open): boolean =>
  intent === "cancel" &&
  not === null &&
  asks(open) &&
  open.sketch?.booking === undefined &&
  which === null &&
  start === null &&
  room === null &&
  asked.length === 0 &&
  problems.length === 0

/** "No": what was being put together is dropped, a booking that was being changed stays. */
export function dropped(scene: Scene, sketch: Sketch | null): Answer {
  const { words } = scene.say
  if (!sketch) return { text: lines(words.nothingWaiting), choices: menu(scene), remember: null }
  return { text: lines(sketch.booking ? words.kept : words.dropped), choices: menu(scene), remember: null }
}

/** By what is wanted, once what cannot be and what is open are out of the way. */
async function said(scene: Scene, about: About): Promise<Answer> {
  const { reading } = about
  const another = reading.intent === "book" ? await andAnother(scene) : null
  if (another) return another
  const [problem] = reading.problems
  if (problem) return wrong(scene, about, problem)
  if (reading.not === "waitlist" && reading.intent === "cancel") return line(scene)
  // "Don't cancel it, move it to Friday" still wants something.
  if (reading.not && reading.intent === "unknown") return { text: lines(scene.say.words.kept), choices: menu(scene) }
  if (reading.past && scene.ask.actor.member) return had(scene, reading.past)
  const same = (await eachWeek(scene, reading)) ?? (await asBefore(scene, reading))
  if (same) return plan(scene, same)
  const question = reading.open.find(isTimed)
  const ofOwn = question?.about === "start" ? aboutOwn.has(reading.intent) : reading.intent === "extend"
  if (question && !ofOwn) return askOpen(scene, about, question)
  return reading.change ? putTogether(scene, about) : byIntent(scene, about)
}

/** Towards the card, with what was said; "and on Friday?" of what is free asks what is free then. */
function putTogether(scene: Scene, about: About): Promise<Answer> {
  const { asking, yes, sketch: shown } = openDraft(scene.draft, scene.now)
  const { change, start, window, room, roomClass } = about.reading
  const sketch = merge(scene, about)
  const looks = change && shown !== null && shown.booking === undefined && asking === null && yes === null
  const elsewhen = (start !== null || window !== null) && room === null && roomClass === null
  if (looks && elsewhen && missing(sketch) === "time") return free(scene, sketch)
  return about.reading.roomChoice === "other" ? elsewhere(scene, about, sketch) : plan(scene, sketch)
}

async function byIntent(scene: Scene, about: About): Promise<Answer> {
  const { reading } = about
  switch (reading.intent) {
    case "book":
      // A word like 😀 amid a booking, or "the second one" of none, says nothing: it is not a wish for just any session.
      return reading.understood.some(({ as }) => as !== "which") || reading.intentStated
        ? putTogether(scene, about)
        : notUnderstood(scene, about)
    case "availability":
      return (await gearAsked(scene, about)) ?? whatIsFree(scene, about)
    case "waitlist":
      return queueSaid(scene, merge(scene, about), reading)
    case "cancel":
      return onOwn(scene, about, {
        question: scene.say.words.whichCancel,
        step: (booking) => ({ do: "cancel", booking }),
        one: ({ id }) => askCancel(scene, id),
        all: (bookings) => askAll(scene, bookings),
      })
    case "reschedule":
      return reschedule(scene, about)
    case "extend":
      return onOwn(scene, about, {
        question: scene.say.words.whichExtend,
        step: (booking) => ({ do: "extend", booking }),
        one: (booking) => extended(scene, reading, booking),
      })
    case "mine":
      return mineAsked(scene, reading)
    case "checkin":
      return scene.ask.actor.member ? hereSaid(scene, about) : mine(scene)
    case "quota":
      return hoursLeft(scene)
    case "help":
      return help(scene)
    case "greeting":
      return home(scene)
    case "training":
      return courseList(scene)
    case "unknown":
      return notUnderstood(scene, about)
  }
}

/** At their session; else at their course. */
async function hereSaid(scene: Scene, { reading, own }: About): Promise<Answer> {
  const found = meant(scene, reading, own)
  const session = found.some((booking) => canCheckIn(scene.centre, booking, scene.now))
  return (session ? null : await hereForCourse(scene, { soon: found.length === 0 })) ?? checkInSaid(scene, found)
}
