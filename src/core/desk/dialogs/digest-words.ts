import type { DigestFacts, FloorFacts } from "../../digest.js"
import type { Booking } from "../../outcome.js"
import type { Phrasing } from "../phrasing.js"
import { lines } from "../scene.js"
import type { Line } from "../turn.js"
import { named, todoLines } from "./closed-lines.js"
import { digestCourses, inTheWayLines } from "./course-lines.js"

/** A digest in words: short for the message that is sent to all, in full for who asks. */

/** More sessions than this are counted rather than listed: a chat message ends somewhere. */
const listedMost = 60

/** In full: the busiest moment, what to prepare, then every session by time and room with its gear. */
export function digestLines(say: Phrasing, facts: DigestFacts): Line[] {
  const { sessions } = facts
  const rest = sessions.length - listedMost
  return [
    ...headLines(say, facts),
    ...lines(sessions.length > 0 && ""),
    ...sessions.slice(0, listedMost).map((booking): Line => [sessionLine(say, booking, true)]),
    ...lines(rest > 0 && `+ ${say.words.sessions(rest)}`),
    ...newsLines(say, facts, 20),
  ]
}

/**
 * It stands under a picture, and Telegram's captions take 1,024 characters; longer ones would be two messages, which cannot be edited
 * as one. Figures as https://core.telegram.org/bots/api#sendphoto.
 */
const shortMost = 1000

/** What fits beside the picture; sessions that do not are behind the button. `late`: when it was due and sent, if that was not at once. */
export function shortDigest(
  say: Phrasing,
  facts: DigestFacts,
  late: { due: Date; sent: Date } | null,
): { text: Line[]; more: boolean } {
  const { staff } = say.words
  const head = [
    ...headLines(say, facts),
    ...lines(late !== null && staff.late(say.time(late.due), say.timeOn(late.sent, facts.day))),
  ]
  const news = newsLines(say, facts, 3)
  const sessions = facts.sessions.map((booking) => sessionLine(say, booking, false))
  const room = shortMost - sizeOf(head) - sizeOf(news) - staff.more(sessions.length).length - 2
  const shown = fitting(sessions, room)
  const hidden = sessions.length - shown.length
  const text = [...head, ...lines(sessions.length > 0 && "", ...shown, hidden > 0 && staff.more(hidden)), ...news]
  return { text, more: sessions.length > 0 }
}

function fitting(all: readonly string[], room: number): string[] {
  let left = room
  const end = all.findIndex((line) => {
    left -= line.length + 1
    return left < 0
  })
  return end < 0 ? [...all] : all.slice(0, end)
}

const sizeOf = (all: readonly Line[]): number =>
  all.reduce((sum, line) => sum + line.reduce((length, span) => length + textOf(span), 0) + 1, 0)
const textOf = (span: Line[number]): number =>
  (typeof span === "string" ? span : "bold" in span ? span.bold : "code" in span ? span.code : span.link).length

function headLines(say: Phrasing, facts: DigestFacts): Line[] {
  const { day, gear, before, waiting, requests, asking, ballots } = facts
  const { staff } = say.words
  return [
    [{ bold: staff.digest(say.date(day)) }],
    ...floorLines(say, facts),
    ...lines(
      ...facts.closures.slice(0, 4).map((closure) => `${say.words.picture.kinds.closed}: ${named(say, closure)}`),
      ...digestCourses(say, facts),
      gear.length > 0 && staff.prepare(say.gearList(gear)),
      staff.before(before.sessions, before.cancelled, before.use === null ? null : say.percent(before.use)),
      before.missed > 0 && say.words.arrival.dayBefore(before.missed),
      waiting > 0 && say.words.waitlist.inLine(waiting),
      asking > 0 && say.words.requests.waiting(asking),
      requests > 0 && say.words.joining.waiting(requests),
      ...ballots.map(({ ballot, members, wishes }) =>
        say.words.ballot.digest(ballot.name, members, wishes, say.moment(ballot.deadline)),
      ),
    ),
  ]
}

/** What closures left to do, what changed, and what reached nobody; so many of each, the latest. */
function newsLines(say: Phrasing, facts: DigestFacts, most: number): Line[] {
  const { changes, undeliverable, todo, coursesClosed } = facts
  const { staff, dot, courses } = say.words
  const unqualified = facts.unqualified
    .slice(0, most)
    .map(
      ({ booking, kind }) =>
        `${courses.unqualifiedStaff(booking.member.name, say.qualification(kind))} ${say.slot(booking)}`,
    )
  const rest = (count: number) => count > most && `+ ${count - most}`
  const missed = undeliverable
    .slice(-most)
    .map(({ name, kind, state, count }) =>
      staff.undeliveredLine({ name, kind: staff.kind[kind] ?? kind, state: staff.state[state], count }),
    )
  const changed = changes
    .slice(-most)
    .map(({ action, booking }) => staff.change[action](`${say.slot(booking)}${dot}${booking.member.name}`))
  return [
    ...(todo.length > 0 ? [...lines(""), ...todoLines(say, todo, most)] : []),
    ...(coursesClosed.length > 0 ? [...lines(""), ...inTheWayLines(say, coursesClosed)] : []),
    ...(unqualified.length > 0 ? lines("", ...unqualified, rest(facts.unqualified.length)) : []),
    ...(changed.length > 0 ? lines("", staff.changes, ...changed, rest(changes.length)) : []),
    ...(missed.length > 0 ? lines("", staff.undelivered, ...missed, rest(undeliverable.length)) : []),
  ]
}

/** How many sessions, and how full the floor gets. */
export function floorLines({ words, range }: Phrasing, { sessions, peak, floor }: FloorFacts): Line[] {
  return lines(
    sessions.length === 0 ? words.staff.quiet : words.sessions(sessions.length),
    peak !== null && words.staff.peak(peak.anchors, floor, range(peak.at)),
  )
}

function sessionLine(say: Phrasing, booking: Booking, full: boolean): string {
  const { hosts, dot } = say.words
  const gear = full && booking.gear.length > 0 ? [say.gearList(booking.gear)] : []
  const asked = booking.status === "requested" ? [say.words.requests.short] : []
  return [say.range(booking), say.place(booking), booking.member.name, hosts(booking.hosts), ...gear, ...asked].join(
    dot,
  )
}
