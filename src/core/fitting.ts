import { type Availability, availability, type Question } from "./availability.js"
import { uncovered } from "./ballot-rows.js"
import { gridMinutes } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { after, type Interval, minute, overlaps } from "./interval.js"
import type { Quoted } from "./keeping.js"
import { languageSchema } from "./language.js"
import { longerFit } from "./longer.js"
import type { Ask, Slot } from "./outcome.js"
import { actingFor } from "./people.js"
import { quote } from "./quote.js"
import { roomsFor } from "./rules.js"
import { offeredBefore, wishIn } from "./waitlist-rows.js"
import type { World } from "./world.js"
import { apply, type WaitingRow } from "./write.js"

/** What could be offered to somebody in line. */

type Looking = (question: Question) => Promise<Availability>

/** What is free, asked once for all who wait for just the same. */
export function lookingOnce(world: World): Looking {
  const known = new Map<string, Promise<Availability>>()
  return (question) => {
    const about = JSON.stringify(question)
    const answer = known.get(about) ?? availability(world, question)
    known.set(about, answer)
    return answer
  }
}

/** As they would be quoted if they asked now; null when there is nothing, or they are gone. */
export async function fitFor(
  world: World,
  row: WaitingRow,
  now: Date,
  look: Looking = (question) => availability(world, question),
): Promise<Quoted | null> {
  const { extends: bookingId } = wishIn(row)
  if (!bookingId) return firstFit(world, row, { now, look })
  const ask = await askFor(world, row, now)
  return ask && fitLonger(world, row, { ask, bookingId })
}

/** The person who waits, as they would ask now; null when they are gone. */
async function askFor(world: World, row: WaitingRow, now: Date): Promise<Ask | null> {
  const member = await actingFor(world, row.member_id)
  const person = await world.store.prisma.person.findUnique({ where: { id: row.person_id } })
  if (!member || !person) return null
  const { id, name } = person
  const language = languageSchema.parse(person.language)
  return { actor: { person: { id, name, language, staff: false }, member, members: [], via: "desk" }, now, key: "" }
}

/** A session that may go on now; whoever waits for what cannot be any more leaves the line. */
async function fitLonger(
  world: World,
  row: WaitingRow,
  { ask, bookingId }: { ask: Ask; bookingId: string },
): Promise<Quoted | null> {
  const found = await longerFit(world, ask, { bookingId, windows: wishIn(row).windows, row })
  if (found !== "moot") return found
  await apply(world, { at: ask.now, waiting: [{ ...row, status: "left", version: row.version + 1 }] })
  return null
}

/** The earliest session that fits and that they were not offered before. Who they are is looked up once something is free. */
async function firstFit(
  world: World,
  row: WaitingRow,
  { now, look }: { now: Date; look: Looking },
): Promise<Quoted | null> {
  const centre = await currentCentre(world)
  const { room, minutes, hosts, gear, windows } = wishIn(row)
  let offered: readonly Slot[] | undefined
  let ask: Ask | null | undefined
  const rooms = roomsFor(centre, room).map(({ id }) => id)
  // What a ballot gives out is offered to nobody before it is drawn.
  for (const window of windows.flatMap((window) => uncovered(centre, window, minutes))) {
    const from = new Date(Math.max(window.start.getTime(), onGrid(now).getTime()))
    if (after(from, minutes * minute) > window.end) continue
    const free = await look({ from, to: window.end, minutes, hosts, gear, rooms, now })
    for (const { room: id, start } of startsIn(free.rooms, { minutes, window: { start: from, end: window.end } })) {
      const session = { start, end: after(start, minutes * minute) }
      offered ??= await offeredBefore(world, row)
      if (offered.some((before) => overlaps(before, session))) continue
      ask ??= await askFor(world, row, now)
      if (!ask) return null
      const quoted = await quote(world, ask, { room: { room: id }, ...session, hosts, gear })
      if (quoted.is === "quote") return quoted
      if (quoted.refusal.why === "too_soon") continue
      // What the plan does not allow now is no better in the next room.
      if (!("alternatives" in quoted.refusal)) return null
    }
  }
  return null
}

const grid = gridMinutes * minute
const onGrid = (instant: Date): Date => new Date(Math.ceil(instant.getTime() / grid) * grid)

/** One start for each stretch, the earliest first: what begins later in it is offered when this one was let go. */
function startsIn(
  rooms: readonly { room: string; free: readonly Interval[] }[],
  { minutes, window }: { minutes: number; window: Interval },
): { room: string; start: Date }[] {
  const starts = rooms.flatMap(({ room, free }) =>
    free.flatMap((stretch) => {
      const all: { room: string; start: Date }[] = []
      const last = Math.min(stretch.end.getTime(), window.end.getTime()) - minutes * minute
      const first = onGrid(new Date(Math.max(stretch.start.getTime(), window.start.getTime())))
      for (let at = first.getTime(); at <= last; at += minutes * minute) all.push({ room, start: new Date(at) })
      return all
    }),
  )
  return starts.sort((a, b) => a.start.getTime() - b.start.getTime())
}
