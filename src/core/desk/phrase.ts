import { findBooking } from "../booking-record.js"
import { currentCentre } from "../centre-store.js"
import { canCheckIn } from "../checkin.js"
import { closureReport } from "../closure-report.js"
import { digestOf } from "../digest.js"
import { after, day as dayMs, minute } from "../interval.js"
import { openRequest, openRequestsCount } from "../joining.js"
import type { Notice } from "../notices.js"
import { offerNow } from "../offers.js"
import { type Booking, gone } from "../outcome.js"
import type { CourseNotice, NoticeData } from "../reminders.js"
import type { LocalDay } from "../time.js"
import { weekOf } from "../weekly.js"
import type { World } from "../world.js"
import { howDidItGo, reportedBroken } from "./dialogs/afterwards.js"
import { allowanceNotice } from "./dialogs/allowance.js"
import { hereOrLate } from "./dialogs/arrival.js"
import { arrivalAnswer } from "./dialogs/arrival-notices.js"
import { ballotNotice } from "./dialogs/ballot.js"
import { broadcastLines } from "./dialogs/broadcast.js"
import { calendarFile } from "./dialogs/calendar-file.js"
import { bookingChoices, sessionLines } from "./dialogs/card.js"
import { reported } from "./dialogs/closed-lines.js"
import { closedAnswer } from "./dialogs/closure-notice.js"
import { peopleNotice } from "./dialogs/colleagues.js"
import { courseNoticeAnswer } from "./dialogs/course-notice.js"
import { shortDigest } from "./dialogs/digest-words.js"
import { requestCard } from "./dialogs/joining.js"
import { linkQuestion } from "./dialogs/linking.js"
import { offered } from "./dialogs/offer.js"
import { type OfRequest, requestNotice } from "./dialogs/request-notices.js"
import { runUp } from "./dialogs/run-up.js"
import { wordNotice } from "./dialogs/telling.js"
import { dayPicture } from "./dialogs/timetable.js"
import { weeklyLines, weeklyPicture } from "./dialogs/weekly-words.js"
import { type Phrasing, phrasing } from "./phrasing.js"
import { written } from "./press.js"
import { replies } from "./reply.js"
import { type Answer, attributed, type Choice, lines, type Scene } from "./scene.js"
import type { Reply } from "./turn.js"

/** What the desk says unasked, in the reader's language. */

/** @returns null when there is nothing to say any more: the booking is gone, or was cancelled meanwhile */
export async function phrase(
  world: World,
  notice: Notice,
  now: Date,
  { pictures = true }: { pictures?: boolean } = {},
): Promise<Reply | null> {
  const centre = await currentCentre(world)
  const view: View = { world, centre, now, pictures, say: phrasing(notice.to.language, centre, now) }
  const found = await answerFor(view, notice)
  const answer = found && notice.to.kind === "person" && notice.to.several ? attributed(found, view.say) : found
  // None of its buttons rests on a draft.
  const [reply] = answer ? replies([answer], written, { group: false, pressed: false }) : []
  if (!reply) return null
  const replaces = replacedBy(notice.data)
  return replaces ? { ...reply, replaces } : reply
}

/** The message that this one takes the place of. */
function replacedBy(data: NoticeData): string | undefined {
  if (data.kind === "digest") return data.first?.message
  return data.kind === "asked" ? data.message : undefined
}

type View = Pick<Scene, "world" | "centre" | "say" | "now"> & { pictures: boolean }

async function answerFor(view: View, notice: Notice): Promise<Answer | null> {
  const { data, bookingId } = notice
  switch (data.kind) {
    case "late":
    case "arrive":
    case "ending":
    case "missed":
    case "closed":
    case "reminder":
    case "changed":
    case "after":
    case "went":
    case "room": {
      const found = bookingId ? await findBooking(view.world, bookingId) : null
      const said = found && (await ofBooking(view, found.booking, data))
      return said && { ...said, whose: whoseIs(found.booking, data) }
    }
    case "course":
    case "course_reminder":
    case "qualified":
    case "lapse":
    case "unqualified":
      return courseNoticeAnswer(view, data, {
        person: notice.to.kind === "person" ? notice.to.personId : null,
        booking: bookingId,
      })
    case "asked":
    case "answered":
    case "unanswered":
    case "wanted":
    case "unchanged":
      return bookingId ? requestNotice(view, bookingId, data) : null
    default:
      return ofOther(view, notice.due, data)
  }
}

/** Whoever it was taken from is not told who has it now. */
const whoseIs = ({ member }: Booking, data: NoticeData): string | undefined =>
  data.kind === "late" || data.kind === "went"
    ? undefined
    : data.kind === "changed" && data.how === "handed"
      ? data.whose
      : member.name

type OfBooking = {
  kind: "after" | "went" | "late" | "arrive" | "ending" | "missed" | "closed" | "reminder" | "changed" | "room"
}

async function ofBooking(view: View, booking: Booking, data: Extract<NoticeData, OfBooking>): Promise<Answer | null> {
  switch (data.kind) {
    case "late":
      return late(view, booking)
    case "closed":
      return closedAnswer(view, booking, data)
    case "reminder":
      return reminder(view, booking, data.minutesBefore)
    case "changed":
      return changed(view, booking, data)
    case "room":
      return numbered(view, booking)
    case "after":
      return howDidItGo(view, booking)
    case "went":
      return reportedBroken(view, booking)
    default:
      return arrivalAnswer(view, booking, data)
  }
}

async function ofOther(
  view: View,
  due: Date,
  data: Exclude<NoticeData, OfBooking | CourseNotice | OfRequest>,
): Promise<Answer | null> {
  const { world, say, now, centre } = view
  switch (data.kind) {
    case "digest":
      return digestAnswer(view, due, data)
    case "weekly":
      return weeklyAnswer(view, data.from)
    case "broadcast":
      return broadcastAnswer(view, data.text)
    case "word":
      return wordNotice(view, data)
    case "link":
      return linkQuestion(view, data)
    case "waited":
      return { text: lines(say.words.waitlist.over(say.moment(new Date(data.from)))), whose: data.member }
    case "closure": {
      const report = await closureReport(world, data, now)
      return report && reported(say, report, data.lifted)
    }
    case "offer": {
      const offer = await offerNow(world, data.offer, now)
      return offer && offered(say, data.offer, offer)
    }
    case "request": {
      const request = await openRequest(world, data.request)
      return request && requestCard(view, request)
    }
    case "requests": {
      const open = await openRequestsCount(world)
      return open > 0 ? { text: lines(say.words.joining.waiting(open)) } : null
    }
    case "admitted":
      return welcomed(say, data.member)
    case "declined":
      return { text: lines(say.words.joining.sorry(centre.name[say.language])) }
    case "ballot":
      return ballotNotice(view, data)
    case "people":
      return peopleNotice(say, data)
    case "hours":
    case "plan":
      return allowanceNotice(view, data)
  }
}

const welcomed = ({ words }: Phrasing, member: string): Answer => ({
  text: lines(words.joining.welcome(member), "", ...words.help),
  choices: [
    [
      { label: words.label.book, step: { do: "plan", sketch: {} }, style: "primary" },
      { label: words.label.free, step: { do: "free", sketch: {} } },
    ],
  ],
})

/** Later than this after its hour, it says so. */
const lateMs = 10 * minute

/** The same for the message and its edits: what changed is told from the day before its hour on, however late it is by now. */
async function digestAnswer(
  view: View,
  dueNow: Date,
  { day, first }: Extract<NoticeData, { kind: "digest" }>,
): Promise<Answer> {
  const { world, say, now, pictures } = view
  const [due, sent] = first ? [new Date(first.due), new Date(first.sent)] : [dueNow, now]
  const late = sent.getTime() - due.getTime() > lateMs ? { due, sent } : null
  const { text, more } = shortDigest(say, await digestOf(world, day, after(due, -dayMs)), late)
  const picture = pictures ? await dayPicture({ ...view, own: null, named: true }, day) : null
  return {
    text,
    ...(more ? { choices: [[{ label: say.words.label.details, step: { do: "details", day } }]] } : {}),
    ...(picture ? { picture } : {}),
  }
}

async function weeklyAnswer({ world, say, pictures }: View, from: LocalDay): Promise<Answer> {
  const facts = await weekOf(world, from)
  const picture = pictures ? await weeklyPicture(world, say, facts) : null
  return { text: weeklyLines(say, facts), ...(picture ? { picture } : {}) }
}

function reminder({ say, now, centre }: View, booking: Booking, promised: number): Answer | null {
  if (booking.status !== "confirmed" || booking.start <= now) return null
  const left = Math.ceil((booking.start.getTime() - now.getTime()) / minute)
  // The lead time that was promised, unless the message is late by more than a moment.
  const length = say.length(Math.abs(left - promised) <= 2 ? promised : left)
  return {
    text: [[{ bold: say.words.notice.reminder(length) }], ...runUp({ say, centre }, booking)],
    choices: reminderChoices(say, booking.id, { left, here: canCheckIn(centre, booking, now) }),
  }
}

/** Before this many minutes nobody knows that they will be late. */
const lateKnown = 180

function reminderChoices({ words }: Phrasing, id: string, { left, here }: { left: number; here: boolean }): Choice[][] {
  const { label } = words
  const [checkIn, late] = hereOrLate(words, id)
  const now = [...(checkIn && here ? [checkIn] : []), ...(late && left <= lateKnown ? [late] : [])]
  return [
    [...now, { label: label.move, step: { do: "ask", part: "day", sketch: { booking: id } } }],
    [
      { label: label.cancelBooking, step: { do: "cancel", booking: id }, style: "danger" },
      { label: label.mine, step: { do: "mine" } },
    ],
  ]
}

function late({ say, now }: View, booking: Booking): Answer | null {
  if (gone(booking) || booking.end <= now) return null
  const until = booking.heldUntil
  return {
    text: lines(
      say.words.late.notice(booking.member.name, say.slot(booking)),
      until !== null && say.words.arrival.keptFor(say.time(until)),
    ),
  }
}

const broadcastAnswer = ({ centre, say }: View, text: string): Answer => ({
  text: [[{ bold: say.words.broadcast.from(centre.name[say.language]) }], ...broadcastLines(text)],
})

/** Unless it was moved meanwhile, to where it has no number yet. */
function numbered(view: View, booking: Booking): Answer | null {
  const { say, now } = view
  if (gone(booking) || booking.roomClass !== null || booking.start <= now) return null
  const { file } = calendarFile(view, booking)
  return {
    text: [[{ bold: say.words.flexible.fixed(say.room(booking.room)) }], ...sessionLines(say, booking).slice(1)],
    choices: [bookingChoices(say, booking.id)],
    ...(file ? { file } : {}),
  }
}

function changed(view: View, booking: Booking, { how, was }: Extract<NoticeData, { kind: "changed" }>): Answer {
  const { words } = view.say
  const before = view.say.slot({ ...was, start: new Date(was.start), end: new Date(was.end) })
  const over = how === "cancelled" || how === "handed"
  const same = how === "booked" || how === "restored"
  // To whom it was, it is gone.
  const { file } = calendarFile(view, how === "handed" ? { ...booking, status: "cancelled" } : booking)
  return {
    text: [
      [{ bold: words.notice.changed[how] }],
      ...sessionLines(view.say, booking),
      ...lines(!over && !same && words.notice.was(before)),
    ],
    ...(over ? {} : { choices: [bookingChoices(view.say, booking.id)] }),
    ...(file ? { file } : {}),
  }
}
