import { book, cancel, extend, move } from "../../src/core/booking.js"
import { type Centre, hostsMax } from "../../src/core/centre.js"
import { after, minute } from "../../src/core/interval.js"
import type { Ask, Wish } from "../../src/core/outcome.js"
import { approve, awaitingYes, deny } from "../../src/core/requests.js"
import { fixRooms } from "../../src/core/room-numbers.js"
import { bookSeries, cancelSeries, moveSeries } from "../../src/core/series.js"
import { undo } from "../../src/core/undo.js"

import { ballotDoings } from "./ballot-storm.js"
import { addColleagues, type Clerks, clerks, someoneOf } from "./clerk-storm.js"

import { closeOrLift } from "./closing-storm.js"
import { learn } from "./course-storm.js"
import { cards } from "./holding-storm.js"
import { seeded } from "./random.js"
import { type Answer, type Heard, note } from "./told.js"
import { handOn, serveAndAnswer, wait, waitLonger } from "./waiting-storm.js"
import { ask, staffActor, type TestWorld } from "./world.js"

/** Many callers who all want the same few evenings. Everything a caller was told is kept, for the judge. */

export type Storm = {
  seed: number
  decisions: number
  callers: number
  /** By their plans. */
  members: Record<string, string>
  /** Those of them who may always book: whatever is offered to them they may take. */
  patient?: readonly string[]
  centre: Centre
  /** Looks at everything, now and then while it goes on. */
  look?: () => Promise<void>
  /** What of the answers was not given often enough: how callers meet is chance, so it goes on until it was, for three times `decisions` at most. */
  missing?: (counts: Record<string, number>) => Promise<readonly string[]>
}

/** How often it is looked at. */
const looks = 4

export async function storm(world: TestWorld, about: Storm): Promise<Heard> {
  const { seed, decisions, callers, members, patient = [], centre, look, missing } = about
  const told: Heard = { counts: {}, bookings: new Map(), line: [], broken: [] }
  const state = await addColleagues(world, members, patient)
  const closed: string[] = []
  const ids = Object.keys(members)
  let left = decisions
  const randoms = Array.from({ length: callers }, (_, number) => seeded(seed * 1000 + number))
  const caller = async (random: Turn["random"]): Promise<void> => {
    while (left-- > 0) {
      if (left > 0 && left % Math.ceil(decisions / looks) === 0) await look?.()
      const id = random.pick(ids)
      const by = ask(world, someoneOf(state, id, random))
      const turn = { world, random, by, centre, members, patient, state, closed, told, start: someStart(random, world) }
      const mine = [...told.bookings].flatMap(([booking, { member, live }]) => (live && member === id ? [booking] : []))
      await some(random)({ ...turn, member: id, mine, tell: (answer) => note(told, answer) })
    }
  }
  await Promise.all(randoms.map(caller))
  for (let more = 0; more < 8 && (await missing?.(told.counts))?.length; more++) {
    left = Math.ceil(decisions / 4)
    await Promise.all(randoms.map(caller))
  }
  return told
}

/** One decision: who makes it, about what. `mine`: what the member has, as far as anybody was told. */
export type Turn = {
  world: TestWorld
  random: ReturnType<typeof seeded>
  by: Ask
  member: string
  mine: readonly string[]
  start: Date
  centre: Centre
  members: Record<string, string>
  patient: readonly string[]
  state: Clerks
  /** Closures that nobody has lifted. */
  closed: string[]
  told: Heard
  tell: (answer: Answer) => void
}

type Doing = (turn: Turn) => Promise<void>

/** What is done to a booking one has; without one, one is made. */
const toMine =
  (change: (turn: Turn, id: string) => Promise<Answer>): Doing =>
  async (turn) =>
    turn.tell(turn.mine.length > 0 ? await change(turn, turn.random.pick(turn.mine)) : await make(turn))

const make = (turn: Turn): Promise<Answer> => book(turn.world, turn.by, wish(turn))

/** How often each is done: what is rare to succeed is tried often enough to be seen. */
const odds: readonly (readonly [number, Doing])[] = [
  [280, async (turn) => turn.tell(await make(turn))],
  [20, async (turn) => turn.tell(await bookSeries(turn.world, turn.by, nightly(wish(turn), 2)))],
  [130, toMine(async (turn, id) => move(turn.world, turn.by, id, await elsewhere(turn, id)))],
  [70, toMine(({ world, by, random }, id) => extend(world, by, id, 15 * (1 + random.int(4))))],
  [170, toMine(({ world, by }, id) => cancel(world, by, id))],
  [12, toMine(({ world, by, start }, id) => moveSeries(world, by, { bookingId: id, scope: "all", change: { start } }))],
  [12, toMine(({ world, by }, id) => cancelSeries(world, by, { bookingId: id, scope: "following" }))],
  [30, async ({ world, by, tell }) => tell(await undone(world, by))],
  [2, numbered],
  [80, async (turn) => cards(turn, { wish: wish(turn), nightly: (wished) => nightly(wished, 3), elsewhere })],
  [12, async (turn) => closeSomething(turn)],
  [40, async ({ world, state, random, tell }) => tell(await clerks(world, state, random))],
  [60, async (turn) => turn.tell(await learn(turn.world, turn))],
  [18, async (turn) => turn.tell(await ballotDoings(turn.world, turn))],
  [50, answerOne],
  [20, toMine(handOn)],
  [15, wait],
  [90, waitLonger],
  [20, serveAndAnswer],
]

const all = odds.reduce((sum, [weight]) => sum + weight, 0)

function some(random: Turn["random"]): Doing {
  let at = random.next() * all
  for (const [weight, doing] of odds) {
    at -= weight
    if (at < 0) return doing
  }
  throw new Error("nothing to do")
}

/** Numbers are told for some of the evenings, as if it were the day before. */
async function numbered({ world, start, tell }: Turn): Promise<void> {
  await fixRooms(world, after(start, -24 * 60 * minute))
  tell({ is: "numbered", bookings: [] })
}

async function closeSomething({ world, random, centre, start, closed, state, tell }: Turn): Promise<void> {
  const done = await closeOrLift(world, { random, centre, start, open: closed })
  tell(done)
  if (done.is === "closed") state.displaced.push(...done.bookings.filter(({ status }) => status === "confirmed"))
}

async function undone(world: TestWorld, by: Ask): Promise<Answer> {
  const done = await undo(world, by)
  return done.is === "lifted" ? { is: "lifted", bookings: [...done.back] } : done
}

/** One of the staff answers a request, or takes an answer back: any of those that wait, so that several are at the same one. */
async function answerOne({ world, random, tell }: Turn): Promise<void> {
  const staff = ask(world, staffActor("staff"))
  if (random.next() < 0.1) return tell(await undone(world, staff))
  const open = await awaitingYes(world, world.now)
  const request = open.length > 0 ? random.pick(open.slice(0, 3)) : null
  if (!request) return tell({ is: "nothing_asked", bookings: [] })
  const about = { bookingId: request.id, version: request.version, all: random.next() < 0.2 }
  tell(
    random.next() < 0.6 ? await approve(world, staff, about) : await deny(world, staff, { ...about, reason: "needed" }),
  )
}

/** Somewhat earlier or later, on another evening, or in another room. */
async function elsewhere(
  { world, random, start, centre }: Turn,
  id: string,
): Promise<{ start: Date; room?: { room: string } }> {
  const { startsAt } = await world.store.prisma.booking.findUniqueOrThrow({ where: { id } })
  const near = after(startsAt, random.pick([-45, -30, -15, 15, 30, 45]) * minute)
  return {
    start: random.next() < 0.5 ? near : start,
    ...(random.next() < 0.3 ? { room: { room: random.pick(centre.rooms).id } } : {}),
  }
}

/** Quarter hours of three evenings, 18:00 to 01:00, a day and more ahead. */
const someStart = (random: Turn["random"], world: TestWorld): Date => {
  const midnight = after(world.now, (24 - 10) * 60 * minute)
  return after(midnight, (random.int(3) * 24 * 60 + 18 * 60 + random.int(28) * 15) * minute)
}

function wish({ random, start, centre }: Turn): Wish {
  const room = random.pick(centre.rooms)
  const gear = random.next() < 0.5 ? [{ id: random.pick(centre.gear).id, quantity: 1 }] : []
  return {
    room: random.next() < 0.55 ? { room: room.id } : random.next() < 0.8 ? { class: room.class } : "any",
    start,
    end: after(start, (30 + random.int(7) * 15) * minute),
    hosts: 1 + random.int(hostsMax(centre, room)),
    gear,
    ...(random.next() < 0.35 ? { named: [{ name: random.pick(everybody) }] } : {}),
    ...(random.next() < 0.08 ? { phases: { setup: 15 * random.int(2), teardown: 15 * random.int(2) } } : {}),
  }
}

/** Hosts that all merchants want: by their whole names, in either script. */
const everybody = ["Chan Mei Ling", "chan mei-ling", "陳美玲", "陈美玲", "Rita Sá", "Bo"]

/** The same on the next evenings too. */
const nightly = (wish: Wish, evenings: number): Wish[] =>
  Array.from({ length: evenings }, (_, n) => ({
    ...wish,
    start: after(wish.start, n * 24 * 60 * minute),
    end: after(wish.end, n * 24 * 60 * minute),
  }))
