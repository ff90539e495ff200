import { roomOf } from "../../centre.js"
import { standsSince } from "../../closures.js"
import type { Booking } from "../../outcome.js"
import type { NoticeData } from "../../reminders.js"
import { type Answer, type Choice, lines, type Scene } from "../scene.js"
import { calendarFile } from "./calendar-file.js"
import { bookingChoices, sessionLines } from "./card.js"

/** What people are told whose session a closure moved, changed or cancelled, with what they can answer. */

type View = Pick<Scene, "centre" | "say" | "now" | "world">
type Told = Extract<NoticeData, { kind: "closed" }>

/** The notice to whoever booked; null once it is not so any more. */
export async function closedAnswer(view: View, booking: Booking, told: Told): Promise<Answer | null> {
  const { how, was, reason, version } = told
  if (!(await standsSince(view.world, booking, version))) return null
  if (how === "cancelled") return cancelled(view, booking, told)
  const { say } = view
  const { closure } = say.words
  const titles = { moved: closure.moved, refitted: closure.changedGear, short: closure.lessGear, back: closure.back }
  const { file } = calendarFile(view, booking)
  return {
    text: [
      [{ bold: titles[how] }],
      ...sessionLines(say, booking),
      ...lines(
        how === "moved" && closure.was(say.slot(slotOf(told))),
        (how === "refitted" || how === "short") && closure.was(say.gearList(was.gear)),
        how !== "back" && reason !== null && closure.because(reason),
      ),
    ],
    choices: [how === "back" ? bookingChoices(say, booking.id) : answers(view, booking)],
    ...(file ? { file } : {}),
  }
}

const slotOf = ({ was }: Told) => ({ room: was.room, start: new Date(was.start), end: new Date(was.end) })

function answers({ say: { words } }: View, { id, version }: Booking): Choice[] {
  const of = { booking: id, version: String(version) }
  return [
    { label: words.closure.accept, step: { do: "accept", ...of }, style: "primary" },
    { label: words.label.otherTime, step: { do: "ask", part: "day", sketch: { booking: id } } },
    { label: words.label.cancel, step: { do: "decline", ...of }, style: "danger" },
  ]
}

function cancelled(view: View, booking: Booking, told: Told): Answer {
  const { say } = view
  const { closure, label } = say.words
  const kind = roomOf(view.centre, booking.room)?.class
  return {
    text: [
      [{ bold: closure.cancelled }],
      [say.slot(slotOf(told))],
      ...lines(
        told.reason !== null && closure.because(told.reason),
        booking.minutes > 0 && closure.hoursBack(say.length(booking.minutes)),
      ),
    ],
    choices: [
      [
        {
          label: label.otherTime,
          step: { do: "try", booking: booking.id, at: "time", ...(kind ? { room: `~${kind}` } : {}) },
          style: "primary",
        },
      ],
      [{ label: label.mine, step: { do: "mine" } }],
    ],
  }
}
