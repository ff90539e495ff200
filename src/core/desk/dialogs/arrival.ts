import { bookingFor, bookingsBetween } from "../../booking-record.js"
import { type Arrived, arrivingAt, canCheckIn, checkIn, checkInWindow, forgive, markNoShow } from "../../checkin.js"
import { after, hour, minute, minutesOf } from "../../interval.js"
import { runningLate } from "../../late.js"
import type { Booking } from "../../outcome.js"
import { type Answer, type Choice, lines, menu, type Scene } from "../scene.js"
import { sessionLines } from "./card.js"
import { refusal } from "./refusal.js"
import { hasTime, instantOf } from "./sketch.js"

/** Being here, being late, and not having come. */

/** The button, and what staff press for somebody at the desk. */
export async function checkInTo(scene: Scene, id: string): Promise<Answer> {
  const { world, ask } = scene
  const outcome = await checkIn(world, ask, id)
  return outcome.is === "refused" ? notIn(scene, id, outcome) : arrived(scene, outcome)
}

/** Too early for one of their own is not a no: it says from when. */
async function notIn(scene: Scene, id: string, { refusal: why }: Extract<Arrived, { is: "refused" }>): Promise<Answer> {
  const { world, ask, say } = scene
  const booking = why.why === "too_early" && (await bookingFor(world, ask.actor, id))
  if (why.why !== "too_early" || !booking) return refusal(scene, why)
  const text = say.words.arrival.opens(say.slot(booking), say.time(why.from))
  const choices: Choice[][] = [[{ label: say.words.label.mine, step: { do: "mine" } }]]
  return { text: lines(text), toast: text, choices, whose: booking.member.name }
}

/** Of a merchant of theirs, and not of one for whom staff do it. */
const isOwn = ({ ask: { actor } }: Pick<Scene, "ask">, { member }: Booking): boolean =>
  actor.members.some(({ id }) => id === member.id)

function arrived({ say, ask }: Scene, { booking }: Extract<Arrived, { booking: Booking }>): Answer {
  const { words } = say
  const own = isOwn({ ask }, booking)
  const said = own ? words.arrival.done : words.arrival.doneFor(booking.member.name)
  return {
    text: [[{ bold: said }], ...sessionLines(say, booking)],
    toast: said,
    // Whatever was being put together, "half an hour longer" is about this one now.
    ...(own
      ? { whose: booking.member.name, remember: { sketch: { booking: booking.id }, asking: null, yes: null } }
      : {}),
    choices: [
      [
        { label: words.label.extend, step: { do: "extend", booking: booking.id } },
        own ? { label: words.label.mine, step: { do: "mine" } } : { label: words.clerk.who, step: { do: "in" } },
      ],
    ],
  }
}

/** Whoever scans the code at a room's door, or names the room: their session there, or when it begins. */
export async function arriveAt(scene: Scene, room: string): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  if (!ask.actor.person.staff && ask.actor.members.length === 0) return refusal(scene, { why: "not_member" })
  if (!centre.rooms.some(({ id }) => id === room)) return refusal(scene, { why: "no_such_room" })
  const here = await arrivingAt(world, ask, room)
  const [only, second] = here
  if (ask.actor.person.staff && here.length > 0) return roomNow(scene, room, here)
  if (only && !second) return checkInTo(scene, only.id)
  const open = here.find((booking) => canCheckIn(centre, booking, now))
  if (open) return checkInTo(scene, open.id)
  const { arrival } = say.words
  const later = (await bookingsBetween(world, { from: now, to: after(now, 12 * hour) })).find(
    (booking) => booking.room === room && ask.actor.members.some(({ id }) => id === booking.member.id),
  )
  return {
    text: lines(
      arrival.nothingIn(say.room(room)),
      later !== undefined && arrival.opens(say.slot(later), say.time(checkInWindow(centre, later).start)),
    ),
    choices: menu(scene),
  }
}

/** For staff at the door: who is expected there, and what can be done. */
function roomNow(scene: Scene, room: string, here: readonly Booking[]): Answer {
  const { say } = scene
  return {
    text: [
      [{ bold: say.words.arrival.here(say.room(room)) }],
      ...lines(...here.map((booking) => [say.range(booking), booking.member.name].join(say.words.dot))),
    ],
    choices: here.map((booking) => arrivalChoices(scene, booking)),
  }
}

/** What this moment allows, before anything else that can be done with a booking. */
export function arrivalChoices({ say, centre, now, ask }: Scene, booking: Booking): Choice[] {
  const { arrival } = say.words
  const { staff } = ask.actor.person
  const waited = booking.status === "confirmed" && booking.start <= now
  if (booking.status === "no_show") {
    const back: Choice[] =
      booking.end > now ? [{ label: arrival.checkIn, step: { do: "checkin", booking: booking.id } }] : []
    return staff
      ? [...back, { label: arrival.forgive, step: { do: "noshow", booking: booking.id, forgive: "forgive" } }]
      : []
  }
  return [
    ...(canCheckIn(centre, booking, now) ? hereOrLate(say.words, booking.id) : []),
    ...(staff && waited ? [{ label: arrival.noShow, step: { do: "noshow", booking: booking.id } } as const] : []),
  ]
}

export const hereOrLate = ({ arrival, label }: Scene["say"]["words"], id: string): Choice[] => [
  { label: arrival.checkIn, step: { do: "checkin", booking: id }, style: "primary" },
  { label: label.late, step: { do: "late", booking: id } },
]

/** "I'm here": the session that can be checked in to now; of several, which. */
export async function checkInSaid(scene: Scene, found: readonly Booking[]): Promise<Answer> {
  const { say, now, centre } = scene
  const open = found.filter((booking) => canCheckIn(centre, booking, now))
  const [only, second] = open
  const [next] = found
  if (only && !second) return checkInTo(scene, only.id)
  if (only) {
    const choices = open.map((booking): Choice[] => [
      { label: say.slot(booking), step: { do: "checkin", booking: booking.id } },
    ])
    return { text: lines(say.words.arrival.which), choices, whose: only.member.name }
  }
  const known = next ?? (await elsewhere(scene)) ?? (await givenUp(scene))
  return known ? checkInTo(scene, known.id) : { text: lines(say.words.noBookings), choices: menu(scene) }
}

/** Theirs at this moment for another of their merchants. */
async function elsewhere({ world, ask, now, centre }: Scene): Promise<Booking | undefined> {
  const near = await bookingsBetween(world, { from: now, to: after(now, hour) })
  return near.find(
    (booking) => canCheckIn(centre, booking, now) && ask.actor.members.some(({ id }) => id === booking.member.id),
  )
}

/** What they came too late for. */
async function givenUp({ world, ask, now }: Scene): Promise<Booking | undefined> {
  const running = await bookingsBetween(world, { from: now, to: after(now, 1), all: true })
  return running.find(({ status, member }) => status === "no_show" && member.id === ask.actor.member?.id)
}

export async function noShow(scene: Scene, id: string, forgiving: boolean): Promise<Answer> {
  const { world, ask, say } = scene
  const outcome = forgiving ? await forgive(world, ask, id) : await markNoShow(world, ask, id)
  if (outcome.is === "refused") return refusal(scene, outcome.refusal)
  const { arrival, dot } = say.words
  const { booking } = outcome
  const what = [say.slot(booking), booking.member.name].join(dot)
  const said = outcome.is === "forgiven" ? arrival.forgave(what, say.length(outcome.minutesBack)) : arrival.marked(what)
  return { text: lines(said), toast: said, choices: [arrivalChoices(scene, booking)] }
}

/** More than everybody has, in minutes. */
const delays = [30, 45, 60]

/** The button on a reminder, and "I'll be 20 minutes late". */
export async function late(scene: Scene, id: string, minutes?: number): Promise<Answer> {
  const { world, ask, say } = scene
  const outcome = await runningLate(world, ask, id, minutes)
  if (outcome.is === "refused") return refusal(scene, outcome.refusal)
  const { words } = say
  if (outcome.is === "arrived") return { text: lines(words.arrival.already), choices: menu(scene) }
  const { until } = outcome
  const booking = await bookingFor(world, ask.actor, id)
  const own = booking !== null && isOwn(scene, booking)
  const last: Choice = own
    ? { label: words.label.mine, step: { do: "mine" } }
    : { label: words.clerk.who, step: { do: "in" } }
  const said = booking && !own ? words.arrival.lateFor(booking.member.name) : words.late[outcome.is]
  const kept = until && booking ? minutesOf({ start: booking.start, end: until }) : 0
  const later = delays.filter(
    (delay) => until && booking && delay + (scene.centre.sessions.noShow ?? 0) > kept && delay < minutesOf(booking),
  )
  return {
    text: [
      [{ bold: said }],
      ...(booking ? sessionLines(say, booking) : []),
      ...lines(until !== null && (own ? words.arrival.kept : words.arrival.keptFor)(say.time(until))),
    ],
    toast: said,
    whose: own ? booking?.member.name : undefined,
    choices: [
      later.map((delay) => ({
        label: words.arrival.lateBy(say.lengthShort(delay)),
        step: { do: "late", booking: id, minutes: String(delay) } as const,
      })),
      [last],
    ],
  }
}

/** "On my way", "there in 20 minutes": who gets there in time is not late; who is to be there already, or gets there after that, is. */
export function comingFor(
  scene: Scene,
  bookings: readonly Booking[],
  { minutes, at }: { minutes: number; at: string | null },
): Answer | Promise<Answer> {
  const { now, say, centre } = scene
  const [next] = bookings.filter(({ status }) => status === "confirmed")
  if (!next) return { text: lines(say.words.noBookings), choices: menu(scene) }
  const there = hasTime(at ?? undefined) && at !== null ? instantOf(at, centre.zone) : after(now, minutes * minute)
  const behind = minutesOf({ start: next.start, end: there })
  if (behind > 0) return late(scene, next.id, there > now ? Math.ceil(behind) : undefined)
  const { start: opens } = checkInWindow(centre, next)
  const { arrival, label } = say.words
  return {
    text: lines(arrival.onTheWay, opens > now ? arrival.opens(say.slot(next), say.time(opens)) : say.slot(next)),
    choices: [arrivalChoices(scene, next), [{ label: label.mine, step: { do: "mine" } }]],
    whose: next.member.name,
  }
}

/** Nobody knows three hours ahead that they will be late. */
const lateKnown = 3 * hour

/** The session that somebody who writes that they are late means. */
export function lateFor(scene: Scene, bookings: readonly Booking[], minutes?: number): Answer | Promise<Answer> {
  const { now, say } = scene
  const [next] = bookings.filter(({ status }) => status === "confirmed")
  if (!next) return { text: lines(say.words.noBookings), choices: menu(scene) }
  if (next.start <= after(now, lateKnown)) return late(scene, next.id, minutes)
  const soon = say.words.asked.notLateYet(say.slot(next))
  const mine: Choice = { label: say.words.label.mine, step: { do: "mine" } }
  return { text: lines(soon), choices: [[mine]], whose: next.member.name }
}
