import { lookAround } from "../../alternatives.js"
import { findBooking } from "../../booking-record.js"
import { wishOf } from "../../case.js"
import { minutesOf } from "../../interval.js"
import { type Booking, gone } from "../../outcome.js"
import { actingFor } from "../../people.js"
import type { NoticeData } from "../../reminders.js"
import { decisionOf } from "../../requests.js"
import { localMinute } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { decidedCard, requestCard } from "./approving.js"
import { calendarFile } from "./calendar-file.js"
import { bookingChoices, sessionLines } from "./card.js"

/** What is said unasked of requests: to the staff, and to whoever asked. */

type View = Pick<Scene, "world" | "say" | "centre" | "now">
export type OfRequest = { kind: "asked" | "answered" | "unanswered" | "wanted" | "unchanged" }

/** Null once there is nothing to say any more. */
export async function requestNotice(
  view: View,
  bookingId: string,
  data: Extract<NoticeData, OfRequest>,
): Promise<Answer | null> {
  const record = await findBooking(view.world, bookingId)
  if (!record) return null
  const { booking } = record
  switch (data.kind) {
    case "asked":
      return card(view, booking, data.message !== undefined)
    case "answered":
      return answer(view, booking, data)
    case "unanswered":
      return {
        text: [...lines(view.say.words.requests.unanswered(booking.member.name)), ...sessionLines(view.say, booking)],
      }
    case "wanted":
      return gone(booking) || booking.end <= view.now ? null : wanted(view, booking, data)
    case "unchanged":
      return gone(booking)
        ? null
        : {
            text: [...lines(view.say.words.requests.unchanged), ...sessionLines(view.say, booking)],
            choices: [bookingChoices(view.say, booking.id)],
          }
  }
}

/** A card that was not sent yet has nothing to say once it is answered; one that was says who answered. */
async function card(view: View, booking: Booking, sent: boolean): Promise<Answer | null> {
  if (booking.status === "requested") return requestCard(view, booking)
  const decision = sent ? await decisionOf(view.world, booking.id) : null
  return decision && decidedCard(view, booking, decision)
}

type Answered = Extract<NoticeData, { kind: "answered" }>

/** What became of it, with what can be done now. Not told once it is not so any more: the next notice is. */
async function answer(view: View, booking: Booking, { how, reason, text, more = 0 }: Answered): Promise<Answer | null> {
  const { say } = view
  const { requests } = say.words
  const all = more > 0 ? `+ ${say.words.sessions(more)}` : null
  if (how === "approved" || how === "reopened") {
    if (booking.status !== (how === "approved" ? "confirmed" : "requested")) return null
    const { file } = calendarFile(view, booking)
    return {
      text: [
        [{ bold: how === "approved" ? requests.yes : requests.reopened }],
        ...sessionLines(say, booking),
        ...lines(all),
      ],
      choices: [bookingChoices(say, booking.id), ...(more > 0 ? [[mineChoice(view)]] : [])],
      ...(file ? { file } : {}),
    }
  }
  if (booking.status !== "cancelled") return null
  const why = text ?? (reason && requests.reasonTo[reason])
  const others = await instead(view, booking)
  return {
    text: [
      [{ bold: how === "declined" ? requests.no : requests.noAnswer }],
      ...sessionLines(say, booking),
      ...lines(
        all,
        why !== undefined && requests.because(why),
        booking.minutes > 0 && requests.back(say.length(booking.minutes)),
        others.length > 0 && say.words.instead,
      ),
    ],
    choices: [...rows(others, 1), nextSteps(view, booking)],
  }
}

const mineChoice = ({ say }: View): Choice => ({ label: say.words.label.mine, step: { do: "mine" } })

/** Other rooms at that time, and that room at other times. */
async function instead(view: View, booking: Booking): Promise<Choice[]> {
  const member = await actingFor(view.world, booking.member.id)
  if (!member || booking.start <= view.now) return []
  const slots = await lookAround(view.world, { member, wish: wishOf(booking), now: view.now, except: [] })
  // The very place that was declined is free again: it is not what to offer.
  const other = slots.filter(({ room, start }) => room !== booking.room || start.getTime() !== booking.start.getTime())
  return other.slice(0, 4).map((slot) => ({
    label: view.say.slot(slot),
    step: {
      do: "try",
      booking: booking.id,
      at: localMinute(slot.start, view.centre.zone),
      room: slot.roomClass ? `~${slot.roomClass}` : `@${slot.room}`,
    },
  }))
}

const nextSteps = (view: View, booking: Booking): Choice[] => {
  const { label } = view.say.words
  return [
    { label: label.otherDay, step: { do: "try", booking: booking.id, at: "day" } },
    { label: label.free, step: { do: "free", sketch: {} } },
  ]
}

type Wanted = Extract<NoticeData, { kind: "wanted" }>

/** What a member wishes to change; the staff make the change themselves, or say that it is not possible. */
function wanted({ say, centre, now }: View, booking: Booking, { change, name }: Wanted): Answer {
  const { requests } = say.words
  const [start, end] = [new Date(change.start), new Date(change.end)]
  const room = typeof change.room === "object" && "room" in change.room ? change.room.room : booking.room
  const roomClass = typeof change.room === "object" && "class" in change.room ? change.room.class : null
  const running = booking.start <= now
  // What has begun can only be made longer.
  const step: Step = running
    ? { do: "extend", booking: booking.id, until: localMinute(end, centre.zone) }
    : { do: "wanted", booking: booking.id, ...(name ? { wish: name } : {}) }
  const more = Math.max(0, minutesOf({ start: booking.end, end }))
  return {
    text: [
      [{ bold: requests.wanted(booking.member.name) }],
      ...lines(
        requests.now(say.slot(booking)),
        requests.wish(say.slot({ room, roomClass, start, end })),
        change.hosts !== undefined && say.words.hosts(change.hosts),
        change.gear !== undefined && change.gear.length > 0 && say.words.card.gear(say.gearList(change.gear)),
      ),
    ],
    choices: [
      [
        {
          label: running ? say.words.extendUntil(say.time(end), say.lengthShort(more)) : requests.showChange,
          step,
          style: "primary",
        },
        { label: requests.cannot, step: { do: "unchanged", booking: booking.id } },
      ],
    ],
  }
}
