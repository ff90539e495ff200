import { book, cancel, extend, move } from "../../src/core/booking.js"
import { type Centre, hostsMax } from "../../src/core/centre.js"
import { dropHold } from "../../src/core/holds.js"
import { after, minute } from "../../src/core/interval.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import type { Booking, Outcome, Refused, Wish } from "../../src/core/outcome.js"
import { quote, quoteMove } from "../../src/core/quote.js"
import { type AnswerTo, approve, awaitingYes, deny } from "../../src/core/requests.js"
import { fixRooms } from "../../src/core/room-numbers.js"
import { bookSeries, cancelSeries, moveSeries, type SeriesOutcome } from "../../src/core/series.js"
import { type Undone, undo } from "../../src/core/undo.js"

import { type Balloted, ballotDoings } from "./ballot-storm.js"
import { addColleagues, type Clerked, clerks, someoneOf } from "./clerk-storm.js"

import { type Closed, closeOrLift } from "./closing-storm.js"
import { type Learnt, learn } from "./course-storm.js"
import { seeded } from "./random.js"
import { type Handed, handOn, serveAndAnswer, type Waited, wait } from "./waiting-storm.js"
import { ask, staffActor, type TestWorld } from "./world.js"

/** Many callers who all want the same few evenings. Everything a caller was told is kept, for the judge. */

export type Storm = {
  seed: number
  decisions: number
  callers: number
  members: Record<string, string>
  centre: Centre
}
export type Told = { counts: Record<string, number>; bookings: Map<string, { version: number; status: string }> }

export async function storm(world: TestWorld, { seed, decisions, callers, members, centre }: Storm): Promise<Told> {
  const told: Told = { counts: {}, bookings: new Map() }
  const state = await addColleagues(world, members)
  let left = decisions
  const caller = async (number: number): Promise<void> => {
    const random = seeded(seed * 1000 + number)
    const held = new Map<string, string[]>()
    const open: string[] = []
    while (left-- > 0) {
      const id = random.pick(Object.keys(members))
      const mine = held.get(id) ?? []
      held.set(id, mine)
      if (number % 16 === 0 && random.next() < 0.2) {
        const closed = await closeOrLift(world, { random, centre, start: someStart(random, world), open })
        note(told, [], closed)
        if (closed.is === "closed") state.displaced.push(...closed.bookings.filter(live))
        continue
      }
      if (number % 4 === 1 && random.next() < 0.15) {
        note(told, [], await clerks(world, state, random))
        continue
      }
      const by = ask(world, someoneOf(state, id, random))
      if (number % 4 === 2 && centre.courses.length > 0 && random.next() < 0.25) {
        note(told, [], await learn(world, { random, by, start: someStart(random, world), centre }))
        continue
      }
      const turn = { random, by, mine, centre }
      const passing = random.next()
      if (passing > 0.99) {
        note(told, [], await ballotDoings(world, { random, by, start: someStart(random, world), centre }))
        continue
      }
      if (passing > 0.94 && centre.approvals) {
        note(told, [], await answerOne(world, random))
        continue
      }
      const others = passing < 0.03 ? await handOrWait(world, turn, members) : null
      if (others?.is === "handed") mine.splice(mine.indexOf(others.booking.id), 1)
      note(told, others ? [] : mine, others ?? (await decideSomething(world, turn)))
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)))
  return told
}

type Turn = { random: ReturnType<typeof seeded>; by: ReturnType<typeof ask>; mine: string[]; centre: Centre }

const live = ({ status }: Booking): boolean => status === "confirmed"

/** The confirmation card, for a booking or a change of one: what it keeps is in everybody else's way. */
async function kept(world: TestWorld, by: Turn["by"], wanted: Wish, moved: string | null): Promise<Done> {
  const shown = await quoteAndKeep(world, by, () =>
    moved ? quoteMove(world, by, moved, { start: wanted.start }) : quote(world, by, wanted),
  )
  if (shown.is === "refused") return shown
  return { is: shown.until === null ? "not_kept" : moved ? "kept_to_move" : "kept", bookings: [] }
}

/** Numbers are told for some of the evenings, as if it were the day before. */
async function numbered(world: TestWorld, random: Turn["random"]): Promise<Done> {
  await fixRooms(world, after(someStart(random, world), -24 * 60 * minute))
  return { is: "numbered", bookings: [] }
}

async function dropped(world: TestWorld, by: Turn["by"]): Promise<Done> {
  await dropHold(world, by.actor.person.id)
  return { is: "dropped", bookings: [] }
}

/** Bookings go from one member to another; members wait, and are offered what is free: rarely, since each offer looks at all that is. */
async function handOrWait(
  world: TestWorld,
  { random, by, mine, centre }: Turn,
  members: Record<string, string>,
): Promise<Handed | Waited> {
  const dice = random.next()
  if (mine.length > 0 && dice < 0.6) return handOn(world, { random, bookingId: random.pick(mine), members })
  if (dice < 0.85) return wait(world, { random, by, start: someStart(random, world), centre })
  return serveAndAnswer(world, { random, members })
}

/** One of the staff answers a request, or takes an answer back: any of those that wait, so that several are at the same one. */
async function answerOne(world: TestWorld, random: Turn["random"]): Promise<AnswerTo | Undone | Done> {
  const staff = ask(world, staffActor("staff"))
  if (random.next() < 0.1) return undo(world, staff)
  const open = await awaitingYes(world, world.now)
  const request = open.length > 0 ? random.pick(open.slice(0, 3)) : null
  if (!request) return { is: "nothing_asked", bookings: [] }
  const about = { bookingId: request.id, version: request.version, all: random.next() < 0.2 }
  return random.next() < 0.6 ? approve(world, staff, about) : deny(world, staff, { ...about, reason: "needed" })
}

/** What leaves no booking behind. */
type Done =
  | { is: "kept" | "kept_to_move" | "not_kept" | "dropped" | "numbered" | "nothing_asked"; bookings: [] }
  | Refused

function decideSomething(
  world: TestWorld,
  { random, by, mine, centre }: Turn,
): Promise<Outcome | SeriesOutcome | Undone | Done> {
  const dice = random.next()
  if (dice > 0.96) return undo(world, by)
  if (dice < 0.05) return kept(world, by, wish(random, world, centre), dice < 0.02 ? (mine[0] ?? null) : null)
  if (dice < 0.08) return dropped(world, by)
  if (dice < 0.081) return numbered(world, random)
  if (mine.length === 0 || dice < 0.46) return book(world, by, wish(random, world, centre))
  if (dice < 0.5) return bookSeries(world, by, nightly(wish(random, world, centre)))
  const id = random.pick(mine)
  if (dice < 0.52)
    return moveSeries(world, by, { bookingId: id, scope: "all", change: { start: someStart(random, world) } })
  if (dice < 0.54) return cancelSeries(world, by, { bookingId: id, scope: "following" })
  if (dice < 0.65) return move(world, by, id, { start: someStart(random, world) })
  if (dice < 0.75) return extend(world, by, id, 15 * (1 + random.int(4)))
  return cancel(world, by, id)
}

/** Quarter hours of three evenings, 18:00 to 01:00, a day and more ahead. */
const someStart = (random: Turn["random"], world: TestWorld): Date => {
  const midnight = after(world.now, (24 - 10) * 60 * minute)
  return after(midnight, (random.int(3) * 24 * 60 + 18 * 60 + random.int(28) * 15) * minute)
}

function wish(random: Turn["random"], world: TestWorld, centre: Centre): Wish {
  const start = someStart(random, world)
  const room = random.pick(centre.rooms)
  const gear = random.next() < 0.5 ? [{ id: random.pick(centre.gear).id, quantity: 1 }] : []
  return {
    room: random.next() < 0.55 ? { room: room.id } : random.next() < 0.8 ? { class: room.class } : "any",
    start,
    end: after(start, (30 + random.int(7) * 15) * minute),
    hosts: 1 + random.int(hostsMax(centre, room)),
    gear,
    ...(random.next() < 0.2 ? { named: [{ name: random.pick(everybody) }] } : {}),
    ...(random.next() < 0.08 ? { phases: { setup: 15 * random.int(2), teardown: 15 * random.int(2) } } : {}),
  }
}

/** Hosts that all merchants want: by their whole names, in either script. */
const everybody = ["Chan Mei Ling", "chan mei-ling", "陳美玲", "陈美玲", "Rita Sá", "Bo"]

/** The same on the next evening too. */
const nightly = (wish: Wish): Wish[] => [
  wish,
  { ...wish, start: after(wish.start, 24 * 60 * minute), end: after(wish.end, 24 * 60 * minute) },
]

type Answer =
  | Outcome
  | SeriesOutcome
  | Undone
  | Done
  | Closed
  | Handed
  | Waited
  | Clerked
  | Balloted
  | AnswerTo
  | Learnt

function note(told: Told, mine: string[], outcome: Answer): void {
  const name = outcome.is === "refused" ? outcome.refusal.why : outcome.is === "done" ? "series" : outcome.is
  told.counts[name] = (told.counts[name] ?? 0) + 1
  if (outcome.is === "refused") return
  for (const { id, version, status } of "bookings" in outcome ? outcome.bookings : [outcome.booking]) {
    if ((status === "confirmed" || status === "requested") && !mine.includes(id)) mine.push(id)
    if (status === "cancelled" && mine.includes(id)) mine.splice(mine.indexOf(id), 1)
    if (version > (told.bookings.get(id)?.version ?? 0)) told.bookings.set(id, { version, status })
  }
}
