import { clipped } from "../../clipped.js"
import type { DigestFacts, FloorFacts } from "../../digest.js"
import type { Booking } from "../../outcome.js"
import type { Phrasing } from "../phrasing.js"
import { lines } from "../scene.js"
import { type Line, textOf } from "../turn.js"
import { named, todoTexts } from "./closed-lines.js"
import { digestCourses, inTheWayTexts } from "./course-lines.js"

/** A digest in words: short for the message that is sent to all, in full for who asks. */

/** More sessions than this are counted rather than listed: a chat message ends somewhere. */
const listedMost = 60

/** In full: the busiest moment, what to prepare, then every session by time and room with its gear. */
export function digestLines(say: Phrasing, facts: DigestFacts): Line[] {
  const { sessions } = facts
  const rest = sessions.length - listedMost
  const { closures, courses, ballots, news } = listsOf(say, facts, 20)
  return [
    ...titleLines(say, facts),
    ...[closures, courses].flatMap(listLines),
    ...lines(...figures(say, facts)),
    ...listLines(ballots),
    ...lines(sessions.length > 0 && ""),
    ...sessions.slice(0, listedMost).map((booking): Line => [sessionLine(say, booking, true)]),
    ...lines(rest > 0 && `+ ${say.words.sessions(rest)}`),
    ...Object.values(news).flatMap(listLines),
  ]
}

/**
 * It stands under a picture, and Telegram's captions take 1,024 characters; longer ones would be two messages, which cannot be edited
 * as one. Figures as https://core.telegram.org/bots/api#sendphoto.
 */
const shortMost = 1000
/** No list and no line of it takes more, so that one does not crowd out the others. */
const listMost = 250

/** What fits beside the picture; what does not is behind the button. `late`: when it was due and sent, if that was not at once. */
export function shortDigest(
  say: Phrasing,
  facts: DigestFacts,
  late: { due: Date; sent: Date } | null,
): { text: Line[]; more: boolean } {
  const { staff } = say.words
  const { closures, courses, ballots, news } = listsOf(say, facts, 3)
  const { todo, inTheWay, unqualified, changed, missed } = news
  const title = titleLines(say, facts)
  const told = lines(...figures(say, facts).map((line) => line && clipped(line, listMost)))
  const delay = lines(late !== null && staff.late(say.time(late.due), say.timeOn(late.sent, facts.day)))
  const sessions = facts.sessions.map((booking) => clipped(sessionLine(say, booking, false), listMost))
  const fixed = [...title, ...told, ...delay, ...lines("", staff.more(sessions.length))]
  // What is to be done first, then what has changed, then what is good to know; sessions are in the picture too.
  const inTurn = [todo, closures, inTheWay, unqualified, missed, changed, courses, ballots]
  const { shown, left } = shared(inTurn, shortMost - sizeOf(fixed))
  const of = (...lists: List[]): Line[] => lists.flatMap((list) => shown.get(list) ?? [])
  const listed = fitting(sessions, left)
  const hidden = sessions.length - listed.length
  const text = [
    ...[...title, ...of(closures, courses), ...told, ...of(ballots), ...delay],
    ...lines(sessions.length > 0 && "", ...listed, hidden > 0 && staff.more(hidden)),
    ...of(todo, inTheWay, unqualified, changed, missed),
  ]
  return { text, more: sessions.length > 0 || sizeOf(digestLines(say, facts)) > sizeOf(text) }
}

/** Lines with what stands above them, and how many there are beyond them; `latest`: the last of them matter most. */
type List = { above?: Line[]; items: readonly string[]; beyond?: number; latest?: true }

const listLines = ({ above = [], items, beyond = 0 }: List): Line[] =>
  items.length + beyond > 0 ? [...above, ...lines(...items, beyond > 0 && `+ ${beyond}`)] : []

/** A line of each while there is room, then more of each in turn. */
function shared(all: readonly List[], room: number): { shown: Map<List, Line[]>; left: number } {
  const shown = new Map<List, Line[]>()
  let left = room
  for (const most of [1, Number.POSITIVE_INFINITY])
    for (const list of all) {
      const had = sizeOf(shown.get(list) ?? [])
      const cut = cutTo(list, { most, room: most === 1 ? left : Math.min(left + had, Math.max(had, listMost)) })
      shown.set(list, cut)
      left += had - sizeOf(cut)
    }
  return { shown, left }
}

/** So many of its lines that it takes no more room than this; how many there are says nothing by itself. */
function cutTo({ items: all, beyond = 0, ...list }: List, { most, room }: { most: number; room: number }): Line[] {
  const items = all.map((line) => clipped(line, listMost))
  const least = list.above?.some((line) => line.length > 0) ? 0 : 1
  for (let count = Math.min(items.length, most); count >= least; count--) {
    const shown = list.latest ? items.slice(items.length - count) : items.slice(0, count)
    const cut = listLines({ ...list, items: shown, beyond: beyond + items.length - count })
    if (sizeOf(cut) <= room) return cut
  }
  return []
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
  all.reduce((sum, line) => sum + line.reduce((length, span) => length + textOf(span).length, 0) + 1, 0)

const titleLines = (say: Phrasing, facts: DigestFacts): Line[] => [
  [{ bold: say.words.staff.digest(say.date(facts.day)) }],
  ...floorLines(say, facts),
]

function figures(say: Phrasing, { gear, before, waiting, requests, asking }: DigestFacts): (string | false)[] {
  const { staff } = say.words
  return [
    gear.length > 0 && staff.prepare(say.gearList(gear)),
    staff.before(before.sessions, before.cancelled, before.use === null ? null : say.percent(before.use)),
    before.missed > 0 && say.words.arrival.dayBefore(before.missed),
    waiting > 0 && say.words.waitlist.inLine(waiting),
    asking > 0 && say.words.requests.waiting(asking),
    requests > 0 && say.words.joining.waiting(requests),
  ]
}

/** What is out of use, courses and ballots; as news what closures left to do, what changed, and what reached nobody: so many of each. */
function listsOf(say: Phrasing, facts: DigestFacts, most: number) {
  const { staff, ballot, picture } = say.words
  return {
    closures: { items: facts.closures.slice(0, 4).map((closure) => `${picture.kinds.closed}: ${named(say, closure)}`) },
    courses: { items: digestCourses(say, facts) },
    ballots: {
      items: facts.ballots.map(({ ballot: { name, deadline }, members, wishes }) =>
        ballot.digest(name, members, wishes, say.moment(deadline)),
      ),
    },
    news: {
      todo: first(most, todoTexts(say, facts.todo), lines("", say.words.closure.todo)),
      inTheWay: { above: lines(""), items: inTheWayTexts(say, facts.coursesClosed) },
      unqualified: first(most, facts.unqualified.map(unqualifiedText(say)), lines("")),
      changed: last(most, facts.changes.map(changeText(say)), lines("", staff.changes)),
      missed: last(most, facts.undeliverable.map(undeliveredText(say)), lines("", staff.undelivered)),
    },
  } satisfies { [name: string]: List | Record<string, List> }
}

const first = (most: number, items: readonly string[], above: Line[]): List => ({
  ...{ above, items: items.slice(0, most), beyond: Math.max(0, items.length - most) },
})
const last = (most: number, items: readonly string[], above: Line[]): List => ({
  ...{ above, items: items.slice(-most), beyond: Math.max(0, items.length - most), latest: true },
})

const unqualifiedText =
  (say: Phrasing) =>
  ({ booking, kind }: DigestFacts["unqualified"][number]): string =>
    `${say.words.courses.unqualifiedStaff(booking.member.name, say.qualification(kind))} ${say.slot(booking)}`
const changeText =
  (say: Phrasing) =>
  ({ action, booking }: DigestFacts["changes"][number]): string =>
    say.words.staff.change[action](`${say.slot(booking)}${say.words.dot}${booking.member.name}`)
const undeliveredText =
  ({ words: { staff } }: Phrasing) =>
  ({ name, kind, state, count }: DigestFacts["undeliverable"][number]): string =>
    staff.undeliveredLine({ name, kind: staff.kind[kind] ?? kind, state: staff.state[state], count })

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
