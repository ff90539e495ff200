import { yesNeeded } from "../../approvals.js"
import { cancel, extend } from "../../booking.js"
import { bookingFor, bookingsOf } from "../../booking-record.js"
import { tooLate } from "../../cancel-rule.js"
import { gridMinutes, planOf } from "../../centre.js"
import { seatsOf } from "../../courses.js"
import { after, contains, minute, minutesOf } from "../../interval.js"
import { quoteAndKeep } from "../../keeping.js"
import { type Booking, gone, type Outcome, type Refusal } from "../../outcome.js"
import { quoteExtension } from "../../quote.js"
import { localMinute } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import { arrivalChoices } from "./arrival.js"
import { freeFor } from "./asking-time.js"
import { calendarFile } from "./calendar-file.js"
import { bookingChoices, sessionLines, settled } from "./card.js"
import { seatChoices } from "./course-lines.js"
import { myCourses } from "./courses.js"
import { handChoice } from "./hand.js"
import { offeredAlready } from "./offer.js"
import { refusal } from "./refusal.js"
import { cancelChoices } from "./series.js"
import { instantOf, sketchOf } from "./sketch.js"
import { waitLonger } from "./waitlist.js"
import { weekPicture } from "./week.js"

/** A member's bookings: the list, one in detail, lengthening it, cancelling it. */

const perPage = 6

export async function mine(scene: Scene, page = 0): Promise<Answer> {
  const { world, ask, say, now } = scene
  if (!ask.actor.member) return refusal(scene, { why: "not_member" })
  const { words } = say
  const bookings = await bookingsOf(world, ask.actor, { from: now })
  const courses = await seatsOf(world, ask.actor.person.id, now)
  const [only, second] = bookings
  const whose = ask.actor.member.name
  if (!only && courses.length > 0) return { ...(await myCourses(scene)), whose }
  if (!only) return { text: lines(words.noBookings), choices: menu(scene), whose, remember: null }
  if (!second && courses.length === 0) return details(scene, only)
  const from = page * perPage < bookings.length ? page * perPage : 0
  const more: Choice[] =
    bookings.length > perPage
      ? [{ label: words.label.more, step: { do: "mine", page: String(from / perPage + 1) } }]
      : []
  const again: Choice = { label: words.label.bookAnother, step: { do: "plan", sketch: {} } }
  const picture = from === 0 ? await weekPicture(scene, bookings) : null
  return {
    text: lines(words.bookings(bookings.length)),
    whose,
    ...(picture && { picture }),
    choices: [
      ...rows(
        listed(scene, bookings.slice(from, from + perPage), (booking) => ({ do: "show", booking })),
        1,
      ),
      ...(from === 0 ? seatChoices(say, courses).map((choice) => [choice]) : []),
      [...more, again],
      ...(world.pages ? [[{ label: words.feed.title, step: { do: "calendar" } } as const]] : []),
    ],
    remember: null,
  }
}

/** Bookings as buttons, to choose one of. */
export const listed = ({ say }: Scene, bookings: readonly Booking[], step: (id: string) => Step): Choice[] =>
  bookings.map((booking) => ({ label: say.slot(booking), step: step(booking.id) }))

export async function show(scene: Scene, id: string): Promise<Answer> {
  const booking = await bookingFor(scene.world, scene.ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const over = gone(booking)
  if (over) return { ...(await refusal(scene, over)), ...goneChoices(scene, booking) }
  return details(scene, booking)
}

/** Staff may forgive a session that nobody came to, or let its people in after all. */
function goneChoices(scene: Scene, booking: Booking): Pick<Answer, "choices"> {
  const choices = arrivalChoices(scene, booking)
  return choices.length > 0 ? { choices: [choices] } : {}
}

function details(scene: Scene, booking: Booking): Answer {
  const { say, now } = scene
  const { label } = say.words
  const last: Choice[] = [
    { label: label.mine, step: { do: "mine" } },
    { label: label.bookAnother, step: { do: "plan", sketch: {} } },
  ]
  const begun: Choice[] = [{ label: label.extend, step: { do: "extend", booking: booking.id } }]
  const own = booking.end <= now ? [] : booking.start <= now ? [begun] : rows(bookingChoices(say, booking.id), 2)
  return {
    text: [
      [{ bold: say.words.details }],
      ...sessionLines(say, booking),
      ...lines(
        booking.seriesId !== null && say.words.series.part,
        booking.status === "checked_in" && say.words.arrival.already,
        booking.heldUntil !== null && say.words.arrival.kept(say.time(booking.heldUntil)),
      ),
    ],
    choices: [arrivalChoices(scene, booking), ...own, ...handChoice(scene, booking), last],
    whose: booking.member.name,
    remember: { sketch: { booking: booking.id }, asking: null, yes: null },
  }
}

/** `/cancel` by itself: the only booking, or which. */
export async function pickCancel(scene: Scene): Promise<Answer> {
  const { world, ask, say, now } = scene
  if (!ask.actor.member) return refusal(scene, { why: "not_member" })
  const bookings = (await bookingsOf(world, ask.actor, { from: now, limit: 10 })).filter(({ start }) => start > now)
  const [only, second] = bookings
  if (!only) return mine(scene)
  if (!second) return askCancel(scene, only.id)
  return {
    text: lines(say.words.whichCancel),
    whose: ask.actor.member.name,
    choices: rows(
      listed(scene, bookings, (booking) => ({ do: "cancel", booking })),
      1,
    ),
    remember: null,
  }
}

/** Asks before cancelling, since the room may be gone the next minute; says what becomes of the hours. */
export async function askCancel(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const over = gone(booking)
  if (over) return refusal(scene, over)
  if (booking.start <= now) return refusal(scene, { why: "too_late" })
  const { words } = say
  const late = await tooLate(world, ask, { centre, booking })
  const length = say.length(booking.minutes)
  const sure: Step = { do: "cancel", booking: id, sure: true }
  return {
    text: [
      [{ bold: words.cancelAsk(say.slot(booking)) }],
      ...lines(late ? words.cancelTakes(length) : words.cancelGives(length)),
    ],
    choices: [
      [
        { label: words.label.yesCancel, step: sure, style: "danger" },
        { label: words.label.keep, step: { do: "show", booking: id } },
      ],
      ...(await cancelChoices(scene, booking)),
    ],
    whose: booking.member.name,
    remember: { sketch: { booking: id }, asking: null, yes: sure },
  }
}

export async function cancelNow(scene: Scene, id: string): Promise<readonly Answer[]> {
  const { world, ask } = scene
  const outcome = await cancel(world, ask, id)
  if (outcome.is === "refused") return [await refusal(scene, outcome.refusal)]
  if (outcome.is !== "cancelled") throw new Error(`asked to cancel, and ${outcome.is}`)
  return [cancelledAnswer(scene, outcome), calendarFile(scene, outcome.booking)]
}

/** What is said once a booking is cancelled. */
export function cancelledAnswer(scene: Scene, outcome: Extract<Outcome, { is: "cancelled" }>): Answer {
  const { say } = scene
  const { booking, minutesBack, leftAfter } = outcome
  const { words } = say
  const text = words.cancelled(say.slot(booking))
  return {
    text: lines(
      text,
      minutesBack > 0 ? words.hoursBack(say.length(minutesBack)) : booking.minutes > 0 && words.hoursGone,
      words.left(say.length(leftAfter), say.month(booking.month)),
    ),
    choices: [[{ label: words.clerk.undo, step: { do: "undo", booking: booking.id } }], ...menu(scene)],
    toast: text,
    whose: booking.member.name,
    remember: null,
  }
}

/** How much longer is offered, in minutes. */
const steps = [15, 30, 60, 90, 120]

/** What is waited for where nothing is said of how much longer. */
const waitedFor = 30

/** Until when it may run: only what the room, the floor and the gear allow. Where others stand in the way one can wait. */
export async function askExtend(scene: Scene, id: string, wanted = waitedFor): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const over = gone(booking)
  if (over) return refusal(scene, over)
  if (booking.end <= now) return refusal(scene, { why: "too_late" })
  const { words } = say
  const back: Choice = { label: words.label.back, step: { do: "show", booking: id } }
  const whose = booking.member.name
  const most = await longestMore(scene, booking)
  const choices = steps
    .filter((more) => more <= most)
    .map((more): Choice => {
      const until = after(booking.end, more * minute)
      return {
        label: words.extendUntil(say.time(until), say.lengthShort(more)),
        step: { do: "extend", booking: id, until: localMinute(until, centre.zone) },
      }
    })
  const offer = wanted > most ? await offeredAlready(scene, ({ wish }) => wish.extends === id) : null
  if (offer) return offer
  const wait = wanted > most ? await waitLonger(scene, booking, wanted) : []
  if (choices.length === 0) {
    const move: Choice = { label: words.label.move, step: { do: "ask", part: "day", sketch: { booking: id } } }
    return { text: lines(words.cannotExtend), choices: [...wait, booking.start > now ? [move, back] : [back]], whose }
  }
  return {
    text: lines(words.extendAsk(say.place(booking), say.time(booking.end))),
    choices: [...rows(choices, 2), ...wait, [back]],
    whose,
    remember: { sketch: { booking: id }, asking: null, yes: null },
  }
}

/** How many minutes could follow a booking in its room. */
async function longestMore(scene: Scene, booking: Booking): Promise<number> {
  const { centre, ask } = scene
  const plan = ask.actor.member && planOf(centre, ask.actor.member.planId)
  const longest = Math.min(centre.sessions.longest, plan?.longest ?? centre.sessions.longest)
  const room = longest - minutesOf(booking)
  if (room < gridMinutes) return 0
  const window = { start: booking.start, end: after(booking.end, room * minute) }
  const free = await freeFor(scene, sketchOf(centre, booking), { window, minutes: minutesOf(booking) })
  const stretch = free.flatMap((found) => found.free).find((stretch) => contains(stretch, booking))
  return stretch ? minutesOf({ start: booking.end, end: stretch.end }) : 0
}

export async function extendTo(scene: Scene, id: string, until: string): Promise<readonly Answer[]> {
  const { world, ask, centre } = scene
  const end = instantOf(until, centre.zone)
  const outcome: Outcome = await extend(world, ask, id, { until: end })
  if (outcome.is === "refused") return [await notLonger(scene, outcome.refusal, { id, end })]
  if (outcome.is === "cancelled") throw new Error("asked to extend, and cancelled")
  return settled(scene, outcome)
}

/** Why not, what else would do, and the line for the time after it. */
async function notLonger(scene: Scene, why: Refusal, { id, end }: { id: string; end: Date }): Promise<Answer> {
  const { world, ask } = scene
  const booking = await bookingFor(world, ask.actor, id)
  const whole = booking && why.why === "needs_yes" ? { minutes: minutesOf({ start: booking.start, end }) } : {}
  const answer = await refusal(scene, why, { booking: id, ...whole })
  const wait = booking ? await waitLonger(scene, booking, minutesOf({ start: booking.end, end })) : []
  return { ...answer, choices: [...(answer.choices ?? []), ...wait] }
}

/** For a sentence that says how much longer: nothing happens before the tap, and nothing that cannot be had is shown. */
export async function extendCard(scene: Scene, booking: Booking, more: number): Promise<Answer> {
  const { world, ask, say, centre } = scene
  if (more > (await longestMore(scene, booking))) {
    const offer = await offeredAlready(scene, ({ wish }) => wish.extends === booking.id)
    return offer ?? noted(lines(say.words.notThatLong), await askExtend(scene, booking.id, more))
  }
  const { words } = say
  const until = after(booking.end, more * minute)
  const session = { ...booking, end: until }
  const yes = yesNeeded(centre, { session, was: booking, staff: scene.ask.actor.person.staff, now: scene.now })
  if (yes.is === "no") return refusal(scene, yes.refusal, { booking: booking.id, minutes: minutesOf(session) })
  const sure: Step = { do: "extend", booking: booking.id, until: localMinute(until, centre.zone) }
  // Kept as for any card: whoever says no gives it to whoever waits.
  const quoted = await quoteAndKeep(world, ask, () => quoteExtension(world, ask, booking.id, until))
  if (quoted.is === "refused") return notLonger(scene, quoted.refusal, { id: booking.id, end: until })
  return {
    text: [
      [{ bold: words.extendCard(say.slot(booking), say.time(until)) }],
      ...lines(words.extendCosts(say.length(more))),
    ],
    choices: [
      [
        { label: words.label.confirm, step: sure, style: "primary" },
        { label: words.label.change, step: { do: "extend", booking: booking.id } },
        { label: words.label.cancel, step: { do: "show", booking: booking.id } },
      ],
    ],
    whose: booking.member.name,
    remember: { sketch: { booking: booking.id }, asking: null, yes: sure },
  }
}
