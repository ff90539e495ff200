import { bookingsBetween } from "../../booking-record.js"
import { type Centre, gridMinutes, openBetween } from "../../centre.js"
import { checkInWindow } from "../../checkin.js"
import { after, contains, minute } from "../../interval.js"
import { type Booking, gone } from "../../outcome.js"
import type { NoticeData } from "../../reminders.js"
import { addDays, localDay } from "../../time.js"
import type { World } from "../../world.js"
import { type Answer, lines, type Scene } from "../scene.js"
import { hereOrLate } from "./arrival.js"
import { sessionLines } from "./card.js"

/** What is said unasked about arriving and leaving, with what can still be done about it. */

type View = Pick<Scene, "world" | "centre" | "say" | "now">
type Data = Extract<NoticeData, { kind: "arrive" | "ending" | "missed" }>

export function arrivalAnswer(view: View, booking: Booking, data: Data): Answer | null | Promise<Answer | null> {
  switch (data.kind) {
    case "arrive":
      return awaited(view, booking)
    case "ending":
      return ending(view, booking)
    case "missed":
      return missed(view, booking, data)
  }
}

function awaited({ say, centre, now }: View, booking: Booking): Answer | null {
  const { end: until } = checkInWindow(centre, booking)
  if (booking.status !== "confirmed" || until <= now) return null
  const { arrival, label } = say.words
  return {
    text: [[{ bold: arrival.awaited }], ...sessionLines(say, booking), ...lines(arrival.by(say.time(until)))],
    choices: [hereOrLate(say.words, booking.id), [{ label: label.mine, step: { do: "mine" } }]],
  }
}

async function ending({ world, say, centre, now }: View, booking: Booking): Promise<Answer | null> {
  if (gone(booking) || booking.end <= now) return null
  const { arrival, label } = say.words
  const next = await follows(world, booking)
  const extends_ = canGoOn(centre, booking, next)
  return {
    text: [
      [{ bold: arrival.ends(say.time(booking.end)) }],
      ...lines(next ? arrival.next(say.time(next.start)) : extends_ && arrival.free),
    ],
    ...(extends_ ? { choices: [[{ label: label.extend, step: { do: "extend", booking: booking.id } }]] } : {}),
  }
}

/** Further away than this, nobody hurries for it. */
const soon = 60 * minute

async function follows(world: World, { id, room, end }: Booking): Promise<Booking | null> {
  const near = await bookingsBetween(world, { from: end, to: after(end, soon) })
  return near.find((booking) => booking.room === room && booking.id !== id && booking.start >= end) ?? null
}

/** At least a quarter of an hour; whether the plan allows it is for the button to say. */
function canGoOn(centre: Centre, { start, end }: Booking, next: Booking | null): boolean {
  const longer = { start, end: after(end, gridMinutes * minute) }
  const day = localDay(start, centre.zone)
  const open = openBetween(centre, addDays(day, -1), addDays(day, 1)).some((period) => contains(period, longer))
  return open && (!next || after(longer.end, centre.sessions.turnover * minute) <= next.start)
}

function missed({ say }: View, booking: Booking, { how, minutes }: Extract<Data, { kind: "missed" }>): Answer | null {
  const { arrival, label } = say.words
  const length = say.length(minutes)
  const mine = { label: label.mine, step: { do: "mine" } } as const
  if (how === "forgiven")
    return {
      text: [[{ bold: arrival.forgiven }], [say.slot(booking)], ...lines(minutes > 0 && arrival.backHours(length))],
      choices: [[mine]],
    }
  if (booking.status !== "no_show") return null
  return {
    text: [
      [{ bold: arrival.missed }],
      [say.slot(booking)],
      ...lines(minutes > 0 && arrival.missedHours(length), arrival.stillHere),
    ],
    choices: [[{ label: label.bookAnother, step: { do: "plan", sketch: {} } }, mine]],
  }
}
