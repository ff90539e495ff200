import { bookingsBetween, bookingsOf } from "../../booking-record.js"
import { broadcastDay } from "../../centre.js"
import { after, day } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import { localDay } from "../../time.js"
import { openDraft } from "../draft.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { listed } from "./bookings.js"
import { refusal } from "./refusal.js"
import { hasTime, instantOf } from "./sketch.js"

/** Which of their bookings somebody means. */

/** A member's bookings that are running or to come. */
export const ownBookings = ({ world, ask, now }: Scene): Promise<Booking[]> =>
  bookingsOf(world, ask.actor, { from: now, limit: 100 })

/** So far ahead staff name a session by its room and time. */
const houseDays = 14

/** Of which one is meant: one's own; for staff who act for nobody, those of the house. */
export const bookingsMeant = (scene: Scene): Promise<Booking[]> => {
  const { world, ask, now } = scene
  const { person, member } = ask.actor
  return person.staff && !member
    ? bookingsBetween(world, { from: now, to: after(now, houseDays * day) })
    : ownBookings(scene)
}

/** Of several, in their order. */
const oneOf = { next: [0, 1], second: [1, 2], third: [2, 3], last: [-1] } as const

/** The bookings that the words fit; all of them where the words say nothing about which. */
export function meant(scene: Scene, reading: Reading, bookings: readonly Booking[]): readonly Booking[] {
  const starts = [...(reading.start ? [reading.start] : []), ...openStarts(reading)]
  const room = roomOf(reading)
  // Where one was promised a class, nobody knows the number yet.
  const inRoom = bookings.filter((booking) => !room || (booking.roomClass === null && booking.room === room.id))
  const fitting = starts.length === 0 ? inRoom : nearestFit(scene, inRoom, starts)
  if (starts.length === 0 && !room && reading.which === null) {
    const { sketch } = openDraft(scene.draft, scene.now)
    const atHand = bookings.filter((booking) => booking.id === sketch?.booking)
    if (atHand.length > 0) return atHand
    // Whoever is on air and wants longer wants it there.
    const running = bookings.filter(({ start, end }) => start <= scene.now && scene.now < end)
    if (reading.intent === "extend" && running.length > 0) return running
  }
  if (reading.which === "all") return within(scene, reading, fitting)
  return reading.which === null ? fitting : fitting.slice(...oneOf[reading.which])
}

/** "Everything this week" */
function within({ centre }: Scene, { window }: Reading, bookings: readonly Booking[]): readonly Booking[] {
  const at = (local: string | null | undefined): Date | null => (local ? instantOf(local, centre.zone) : null)
  const [from, to] = [at(window?.from), at(window?.to)]
  return bookings.filter(({ start }) => (!from || start >= from) && (!to || start < to))
}

/** The room of the booking that is meant; in a move, `room` is where it goes. */
const roomOf = ({ intent, room, roomMeant }: Reading) => roomMeant ?? (intent === "reschedule" ? null : room)

const openStarts = (reading: Reading): string[] =>
  reading.open.flatMap((question) => (question.about === "start" ? question.choices.map(({ start }) => start) : []))

/** Exactly then; else running then; else on that day. */
function nearestFit({ centre }: Scene, bookings: readonly Booking[], starts: readonly string[]): readonly Booking[] {
  const { zone } = centre
  const instants = starts.filter(hasTime).map((start) => instantOf(start, zone).getTime())
  const exact = bookings.filter((booking) => instants.includes(booking.start.getTime()))
  if (exact.length > 0) return exact
  const running = bookings.filter((booking) =>
    instants.some((at) => booking.start.getTime() <= at && at < booking.end.getTime()),
  )
  if (running.length > 0 || instants.length > 0) return running
  return bookings.filter(
    (booking) => starts.includes(localDay(booking.start, zone)) || starts.includes(broadcastDay(centre, booking.start)),
  )
}

/** None fits, or several do: asks which, each with the step that was asked for. */
function askWhich(
  scene: Scene,
  {
    reading,
    found,
    all,
    question,
    step,
  }: {
    reading: Reading
    found: readonly Booking[]
    all: readonly Booking[]
    question: string
    step: (id: string) => Step
  },
): Answer {
  const { say } = scene
  const { words } = say
  const whose = scene.ask.actor.member?.name
  if (all.length === 0) return { text: lines(words.noBookings), choices: menu(scene), whose, remember: null }
  const shown = (found.length > 0 ? found : all).slice(0, 10)
  const mine: Choice = { label: words.label.mine, step: { do: "mine" } }
  const what = spoken(scene, reading)
  const choices = listed(scene, shown, step)
  return {
    text: lines(found.length === 0 && what !== "" && words.nothingLike(what), question),
    choices: [...rows(choices, 1), [mine]],
    list: choices.map((choice) => choice.step),
    whose,
    remember: null,
  }
}

/** The time and room that were said, as the desk says them. */
export function spoken({ say, centre }: Scene, reading: Reading): string {
  const { start } = reading
  const room = roomOf(reading)
  const time = start === null ? [] : [hasTime(start) ? say.moment(instantOf(start, centre.zone)) : say.day(start)]
  return [...time, ...(room ? [say.room(room.id)] : [])].join(say.words.dot)
}

type Own = {
  question: string
  step: (id: string) => Step
  one: (booking: Booking) => Promise<Answer>
  /** For what is done to all of them. */
  all?: (bookings: readonly Booking[]) => Promise<Answer>
}

/** For what is done to a booking: the one that is meant, or which of them. */
export async function onOwn(
  scene: Scene,
  { reading, own }: { reading: Reading; own: readonly Booking[] },
  { question, step, one, all }: Own,
): Promise<Answer> {
  if (!scene.ask.actor.member) return ofHouse(scene, { reading, own }, { question, step, one })
  const found = meant(scene, reading, own)
  const [only, second] = found
  if (second && all && reading.which === "all") return all(found)
  return only && !second ? one(only) : askWhich(scene, { reading, found, all: own, question, step })
}

/** "Move studio 4 to 9pm", said by staff of the house: the room is that of the session, and another time than its own is where it goes. */
export function byRoom(scene: Scene, { reading, own }: { reading: Reading; own: readonly Booking[] }): Reading {
  const { room, roomMeant, start, end, dayStated, moveTo, shiftMinutes } = reading
  if (scene.ask.actor.member || !room || roomMeant) return reading
  const there: Reading = { ...reading, roomMeant: room, room: null }
  const named = !hasTime(start ?? undefined) || moveTo !== null || shiftMinutes !== null
  if (named || meant(scene, there, own).length > 0) return there
  return { ...there, start: null, end: null, moveTo: start, moveToEnd: end, moveDayStated: dayStated }
}

/** "Cancel studio 5 tonight": staff need no name where the words say which one it is; what runs is nearer than what comes. */
async function ofHouse(
  scene: Scene,
  { reading, own }: { reading: Reading; own: readonly Booking[] },
  { question, step, one }: Own,
): Promise<Answer> {
  const { say, now, ask, centre } = scene
  const told = reading.start !== null || reading.open.length > 0 || roomOf(reading) !== null
  const all = ask.actor.person.staff && told ? meant(scene, reading, own) : []
  const near = [
    all.filter(({ start }) => start <= now),
    all.filter(({ start }) => broadcastDay(centre, start) === broadcastDay(centre, now)),
    all,
  ]
  const found = reading.start === null ? (near.find((some) => some.length > 0) ?? []) : all
  const [only, second] = found
  if (!only) {
    const room = told ? roomOf(reading) : null
    const none = room ? say.words.clerk.nothingOf(say.room(room.id), null) : null
    return noted(lines(all.length === 0 && none), await refusal(scene, { why: "not_member" }))
  }
  if (!second) return { ...(await one(only)), whom: only.member.id }
  return {
    text: lines(question),
    choices: rows(
      found.slice(0, 10).map(
        (booking): Choice => ({
          label: [booking.member.name, say.slot(booking)].join(say.words.dot),
          step: step(booking.id),
        }),
      ),
      1,
    ),
    list: found.slice(0, 10).map(({ id }) => step(id)),
    remember: null,
  }
}
