import { isDeepStrictEqual } from "node:util"
import type pg from "pg"
import type { Centre } from "../../../src/core/centre.js"
import { after, hour, minute } from "../../../src/core/interval.js"
import type { Booking, Outcome } from "../../../src/core/outcome.js"
import type { Store } from "../../../src/core/store/open.js"
import { smallCentre } from "../../support/centre.js"
import { judge } from "../../support/oracle.js"
import { seeded } from "../../support/random.js"
import { withCentre } from "../../support/store.js"
import { addMembers, testWorld } from "../../support/world.js"
import type { Asked, Command } from "./fleet.js"

/** Mixed load from callers who keep everything they were told, until it is held against the store. */

export const opening = new Date("2026-11-23T11:50:00+08:00")
const plan = { hoursPerMonth: 700, peakShare: 1, daysAhead: 30, openBookings: 300 }
const members = ["m0", "m1", "m2", "m3", "m4", "m5"]

/** Nine rooms, busy members, little gear. */
const centre: Centre = {
  ...smallCentre,
  floor: 12,
  rooms: smallCentre.rooms.flatMap((room) =>
    room.class === "small" ? [0, 1, 2].map((n) => ({ ...room, id: `${room.id}${n}` })) : [],
  ),
  plans: smallCentre.plans.map((one) => (one.id === "standard" ? { ...one, ...plan } : one)),
}

/** The centre and its members, each with an account that takes messages. */
export async function open(store: Store): Promise<void> {
  const world = testWorld(store, opening.toISOString())
  await withCentre(store, centre, opening)
  await addMembers(world, Object.fromEntries(members.map((id) => [id, "standard"])))
  await store.prisma.account.createMany({
    data: members.map((id) => ({
      id: `a-${id}`,
      platform: "tg",
      userId: id,
      address: `tg:${id}`,
      personId: `p-${id}`,
      createdAt: opening,
    })),
  })
}

/** Whom callers ask, and what time it is. */
type Desk = { ask(asked: Asked): Promise<unknown>; now: Date }
export type Load = {
  /** Goes on until so many are decided or it is told to stop. @returns when all have their answers */
  done: Promise<void>
  stop(): void
  stopped(): boolean
  decided(): number
  /** What callers were told last of each booking. */
  told: Map<string, Booking>
  counts: Record<string, number>
  /** Repeats that were answered otherwise than the first time. */
  violations: string[]
}

export function load(
  desk: Desk,
  { seed, callers, decisions = Number.POSITIVE_INFINITY }: { seed: number; callers: number; decisions?: number },
): Load {
  let left = decisions
  let decided = 0
  const self: Load = {
    done: Promise.resolve(),
    stop: () => {
      left = 0
    },
    stopped: () => left <= 0,
    decided: () => decided,
    told: new Map(),
    counts: {},
    violations: [],
  }
  const caller = async (number: number): Promise<void> => {
    const random = seeded(seed * 1000 + number)
    const mine: string[] = []
    const member = members[number % members.length] ?? ""
    for (let n = 0; left-- > 0; n++) {
      const work: Asked = {
        does: "command",
        turn: { key: `${seed}:${number}:${n}`, member, plan: "standard" },
        command: someCommand(random, desk.now, mine),
      }
      const outcome = (await desk.ask(work)) as Outcome
      decided++
      note(self, mine, outcome)
      if (random.next() > 0.1) continue
      const again = await desk.ask(work)
      if (!isDeepStrictEqual(plain(again), plain(outcome)))
        self.violations.push(`${work.turn.key} was answered ${outcome.is}, and repeated ${JSON.stringify(again)}`)
    }
  }
  self.done = Promise.all(Array.from({ length: callers }, (_, number) => caller(number))).then(() => {})
  return self
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function note({ told, counts }: Load, mine: string[], outcome: Outcome): void {
  const name = outcome.is === "refused" ? outcome.refusal.why : outcome.is
  counts[name] = (counts[name] ?? 0) + 1
  if (outcome.is === "refused") return
  const { booking } = outcome
  told.set(booking.id, booking)
  if (outcome.is === "booked") mine.push(booking.id)
  if (outcome.is === "cancelled") mine.splice(mine.indexOf(booking.id), 1)
}

/** Quarter hours of two afternoons that all want. */
function someCommand(random: ReturnType<typeof seeded>, now: Date, mine: readonly string[]): Command {
  const midnight = new Date(Math.floor(after(now, 8 * hour).getTime() / (24 * hour)) * 24 * hour + 16 * hour)
  const start = after(midnight, (random.int(2) * 24 * 60 + 12 * 60 + random.int(24) * 15) * minute)
  const dice = random.next()
  if (mine.length === 0 || dice < 0.5) {
    const gear = random.next() < 0.3 ? [{ id: "ring-light", quantity: 1 }] : []
    const room = random.next() < 0.7 ? { room: random.pick(centre.rooms).id } : ("any" as const)
    return {
      does: "book",
      wish: { room, start, end: after(start, (30 + 15 * random.int(4)) * minute), hosts: 1 + random.int(2), gear },
    }
  }
  const booking = random.pick(mine)
  if (dice < 0.62) return { does: "move", booking, start }
  if (dice < 0.72) return { does: "extend", booking, minutes: 15 }
  return { does: "cancel", booking }
}

/** Holds what was told against what is there: nothing of it is lost, and there is nothing else. */
export async function verdict(pool: pg.Pool, told: ReadonlyMap<string, Booking>): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; as: string }>(
    `select id, concat_ws(' ', version, status, room_id, extract(epoch from starts_at)::bigint, extract(epoch from ends_at)::bigint) as as from booking`,
  )
  const there = new Map(rows.map(({ id, as }) => [id, as]))
  const said = [...told.values()].map((booking): [string, string] => [booking.id, describe(booking)])
  return [
    ...said.flatMap(([id, as]) => (there.has(id) ? [] : [`lost: ${id} ${as}`])),
    ...said.flatMap(([id, as]) =>
      there.has(id) && there.get(id) !== as ? [`told ${id} ${as}, and it is ${there.get(id)}`] : [],
    ),
    ...rows.flatMap(({ id, as }) => (told.has(id) ? [] : [`nobody was told of ${id} ${as}`])),
    ...(await judged(pool)),
  ]
}

/** What the centre promises, whatever anybody was told. `messagesSince`: older ones are gone. */
export const judged = (pool: pg.Pool, messagesSince?: Date): Promise<string[]> =>
  judge(pool, {
    turnoverMinutes: 15,
    floor: centre.floor,
    gear: { "ring-light": 3, camera: 1 },
    ...(messagesSince ? { messagesSince } : {}),
  })

const describe = ({ version, status, room, start, end }: Booking): string =>
  [version, status, room, start.getTime() / 1000, end.getTime() / 1000].join(" ")
