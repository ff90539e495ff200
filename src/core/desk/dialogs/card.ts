import { isDeepStrictEqual } from "node:util"
import { answeredBy } from "../../approvals.js"
import { book, move } from "../../booking.js"
import { undoMinutes } from "../../cancel-rule.js"
import type { Change } from "../../case.js"
import { after, hour, minutesOf } from "../../interval.js"
import { quoteAndKeep } from "../../keeping.js"
import type { Booking, Outcome, Quote, Wish } from "../../outcome.js"
import { quote, quoteMove } from "../../quote.js"
import { moveSeries } from "../../series.js"
import { localMinute } from "../../time.js"
import type { Phrasing } from "../phrasing.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { calendarFile } from "./calendar-file.js"
import { refusal } from "./refusal.js"
import { confirmSeries, doneTo, failed, moveChoice } from "./series.js"
import { hostsLine, phasesLine, showLines } from "./show-lines.js"
import { sketchOf, whole, wishOf } from "./sketch.js"

/** The confirmation card, and what the tap on it does. */

/** `named` and the like are missing in what was kept of an answer by an earlier version. */
type Session = Pick<Booking, "room" | "roomClass" | "start" | "end" | "hosts" | "gear" | "title"> &
  Partial<Pick<Booking, "named" | "setup" | "teardown" | "show" | "status">>

/** A session's facts, a line each: the same on the card, after booking, in details and in reminders. */
export function sessionLines(say: Phrasing, session: Session): Line[] {
  const { words } = say
  return [
    [{ bold: say.place(session) }],
    [say.date(session.start)],
    [`${say.range(session)}${words.dot}${say.length(minutesOf(session))}`],
    [hostsLine(say, session)],
    ...lines(
      phasesLine(say, session),
      session.gear.length > 0 && words.card.gear(say.gearList(session.gear)),
      session.title !== null && words.card.title(session.title),
      ...showLines(say, session.show),
      session.status === "requested" && words.requests.pending,
    ),
  ]
}

/** Shows what would be booked or changed, and what it costs; or says why it cannot be. */
export async function card(scene: Scene, sketch: Sketch): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const all = await whole(scene, sketch)
  if (!all) return refusal(scene, { why: "not_found" })
  const wish = wishOf(centre, all.sketch)
  if (!wish) throw new Error("a card needs a complete sketch")
  if (all.was && isDeepStrictEqual(wish, wishOf(centre, sketchOf(centre, all.was)))) return asItIs(scene, all.was)
  const { booking } = sketch
  const quoted = await quoteAndKeep(world, ask, () =>
    booking ? quoteMove(world, ask, booking, changeOf(wish, sketch)) : quote(world, ask, wish),
  )
  if (quoted.is === "refused") return refusal(scene, quoted.refusal, sketch)
  const { words } = say
  const certain: Sketch = {
    ...(sketch.booking ? sketch : all.sketch),
    start: localMinute(wish.start, centre.zone),
    minutes: minutesOf(wish),
    ...promisedIn(quoted.quote, booking),
  }
  const confirm: Step = { do: "book", sketch: certain }
  const asks = quoted.quote.yes.length > 0
  return {
    text: [
      [{ bold: all.was ? words.card.change : asks ? words.requests.ask : words.card.book }],
      ...lines(all.was !== null && words.card.was(say.slot(all.was))),
      ...sessionLines(say, quoted.quote),
      // Somebody who books for several merchants sees whose hours these are.
      ...lines(forWhom(scene, all.was)),
      ...costLines(say, quoted.quote, all.was === null),
      ...lines(
        toldLine(scene, quoted.quote),
        ...yesLines(scene, quoted.quote),
        quoted.quote.lacks.length > 0 && words.courses.lacks(say.list(quoted.quote.lacks.map(say.qualification))),
      ),
      ...lines(quoted.quote.last && quoted.until && words.card.lastOne(say.time(quoted.until))),
    ],
    choices: [
      [
        { label: asks ? words.requests.send : words.label.confirm, step: confirm, style: "primary" },
        { label: words.label.change, step: { do: "change", sketch } },
        { label: words.label.cancel, step: sketch.booking ? { do: "show", booking: sketch.booking } : { do: "drop" } },
      ],
      ...(all.was ? rows(await moveChoice(scene, all.was, certain), 1) : []),
    ],
    remember: { sketch, asking: null, yes: confirm },
  }
}

/** A change that changes nothing is none to confirm. */
const asItIs = ({ say }: Scene, booking: Booking): Answer => ({
  text: [...lines(say.words.unchanged), ...sessionLines(say, booking)],
  choices: [bookingChoices(say, booking.id), [{ label: say.words.label.mine, step: { do: "mine" } }]],
  remember: { sketch: { booking: booking.id }, asking: null, yes: null },
})

/** What the tap on the card wishes for: this room, or one of the class, and the how manieth of them. */
const promisedIn = ({ room, roomClass, nth }: Quote, booking: string | undefined): Pick<Sketch, "room" | "nth"> =>
  roomClass === null
    ? { room: { room } }
    : { room: { class: roomClass }, ...(nth > 1 && booking === undefined ? { nth } : {}) }

/** That the staff must agree, to what, and by when they answer. */
export function yesLines({ say, centre, now }: Scene, { yes, start }: Pick<Quote, "yes" | "start">): string[] {
  const { requests } = say.words
  if (yes.length === 0) return []
  const reasons = say.list(yes.map((why) => requests.for[why]))
  return [requests.needs(reasons), requests.until(say.moment(answeredBy(centre, { start }, now)))]
}

/** When they will be told the number. */
function toldLine({ say, centre }: Scene, { roomClass, start }: Quote): string | false {
  return roomClass !== null && say.words.flexible.told(say.moment(after(start, -centre.sessions.roomFixedHours * hour)))
}

/** Whose hours these are: for somebody who acts for several merchants, and for staff. */
export function forWhom({ ask, say }: Scene, booking: Pick<Booking, "member"> | null): string | false {
  const { member, members, person } = ask.actor
  const whose = booking?.member ?? member
  if (!whose) return false
  const plain = members.length === 1 && members[0]?.id === whose.id
  return (!plain || person.staff) && say.words.actingFor(whose.name)
}

/** What is told to change, and nothing besides: the same tap, delivered twice, is the same command. */
export const changeOf = (wish: Wish, { start, minutes, room, hosts, gear, named, phases, show }: Sketch): Change => ({
  ...(start === undefined ? {} : { start: wish.start }),
  ...(minutes === undefined ? {} : { end: wish.end }),
  ...(room === undefined ? {} : { room: wish.room }),
  ...(hosts === undefined ? {} : { hosts }),
  ...(gear === undefined ? {} : { gear }),
  ...(named === undefined ? {} : { named }),
  ...(phases === undefined ? {} : { phases }),
  ...(show === undefined ? {} : { show }),
})

function costLines(say: Phrasing, { minutes, peakMinutes, leftAfter, month, cancelBy }: Quote, anew: boolean): Line[] {
  const { card } = say.words
  // What begins so soon can still be given up right after it is booked.
  const late = anew ? card.cancelSoon(say.length(undoMinutes)) : card.cancelLate
  return lines(
    card.costs(say.length(minutes), say.length(leftAfter), say.month(month)),
    peakMinutes > 0 && card.peak(say.length(peakMinutes)),
    cancelBy ? card.cancelBy(say.moment(cancelBy)) : late,
  )
}

/** The tap on the card; null when the sketch is not complete, as no card's is. */
export async function confirm(scene: Scene, sketch: Sketch): Promise<readonly Answer[] | null> {
  const { world, ask, centre } = scene
  const all = await whole(scene, sketch)
  // Of what is not theirs any more, the engine still knows whether this very tap came before, and what was answered then.
  const wish = wishOf(centre, all?.sketch ?? { minutes: centre.sessions.shortest, hosts: 1, ...sketch })
  if (!all && !wish) return [await refusal(scene, { why: "not_found" })]
  if (!wish) return null
  if (sketch.repeat && !sketch.booking) return confirmSeries(scene, sketch)
  if (sketch.booking && sketch.following) return moveFollowing(scene, sketch, changeOf(wish, sketch))
  const outcome = sketch.booking
    ? await move(world, ask, sketch.booking, changeOf(wish, sketch))
    : await book(world, ask, wish)
  if (outcome.is === "refused") return [await refusal(scene, outcome.refusal, sketch)]
  if (outcome.is === "cancelled") throw new Error("asked to book, and cancelled")
  return settled(scene, outcome)
}

/** All that follow, or none: then the card for the one alone. */
async function moveFollowing(scene: Scene, sketch: Sketch, change: Change): Promise<readonly Answer[]> {
  const { world, ask, say } = scene
  const { following: _, booking = "", ...rest } = sketch
  const outcome = await moveSeries(world, ask, { bookingId: booking, scope: "following", change })
  if (outcome.is === "done") return doneTo(scene, outcome, say.words.series.moved(outcome.bookings.length))
  return [noted(failed(scene, outcome), await card(scene, { ...rest, booking }))]
}

type Settled = Extract<Outcome, { is: "booked" | "moved" | "extended" }>

/** What is said after the commit: the booking as it now is, and the file for the calendar. */
export function settled(scene: Scene, outcome: Settled): Answer[] {
  const { say } = scene
  const { words } = say
  const { booking, leftAfter } = outcome
  const asked = booking.status === "requested"
  const said = asked && outcome.is === "booked" ? words.requests.sent : words[outcome.is]
  const answer: Answer = {
    text: [
      [{ bold: said }],
      ...sessionLines(say, booking),
      ...lines(
        asked && words.requests.kept(say.moment(answeredBy(scene.centre, booking, scene.now))),
        forWhom(scene, booking),
        words.left(say.length(leftAfter), say.month(booking.month)),
      ),
    ],
    choices: [
      bookingChoices(say, booking.id),
      [
        { label: words.label.mine, step: { do: "mine" } },
        { label: words.label.bookAnother, step: { do: "plan", sketch: {} } },
      ],
    ],
    toast: said,
    // "Half an hour longer" is about this one.
    remember: { sketch: { booking: booking.id }, asking: null, yes: null },
  }
  return [answer, calendarFile(scene, booking)]
}

/** What can be done with a booking. */
export function bookingChoices(say: Phrasing, id: string): Choice[] {
  const { label } = say.words
  return [
    { label: label.move, step: { do: "ask", part: "day", sketch: { booking: id } } },
    { label: label.extend, step: { do: "extend", booking: id } },
    { label: label.change, step: { do: "change", sketch: { booking: id } } },
    { label: label.cancelBooking, step: { do: "cancel", booking: id }, style: "danger" },
  ]
}
