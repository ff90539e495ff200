import { cancel } from "../../booking.js"
import { bookingFor, bookingsOf } from "../../booking-record.js"
import { tooLate } from "../../cancel-rule.js"
import { seatsOf } from "../../courses.js"
import { type Booking, gone, type Outcome } from "../../outcome.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import { arrivalChoices } from "./arrival.js"
import { calendarFile } from "./calendar-file.js"
import { bookingChoices, sessionLines } from "./card.js"
import { seatChoices } from "./course-lines.js"
import { myCourses } from "./courses.js"
import { handChoice } from "./hand.js"
import { refusal } from "./refusal.js"
import { cancelChoices } from "./series.js"
import { weekPicture } from "./week.js"

/** A member's bookings: the list, one in detail, cancelling it. */

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

/** `/cancel` by itself: the only booking, or which. "The other one", under one that is asked about: of the others. */
export async function pickCancel(scene: Scene, but?: string): Promise<Answer> {
  const { world, ask, say, now } = scene
  if (!ask.actor.member) return refusal(scene, { why: "not_member" })
  const bookings = (await bookingsOf(world, ask.actor, { from: now, limit: 10 })).filter(
    ({ id, start }) => start > now && id !== but,
  )
  const [only, second] = bookings
  if (!only) return mine(scene)
  if (!second) return askCancel(scene, only.id)
  const choices = listed(scene, bookings, (booking) => ({ do: "cancel", booking }))
  return {
    text: lines(say.words.whichCancel),
    whose: ask.actor.member.name,
    choices: rows(choices, 1),
    list: choices.map(({ step }) => step),
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
