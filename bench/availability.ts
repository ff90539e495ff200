import { readFileSync } from "node:fs"
import type { Availability } from "../src/core/availability.js"
import { after, hour } from "../src/core/interval.js"
import { abba, type Benchmark, built, median, type Ratio } from "./harness.js"
import { pgbench } from "./pgbench.js"
import { actorOf, asking, midnight, openStage, pastOf, type Stage, wishAt } from "./stage.js"

const { availability } = await built<typeof import("../src/core/availability.js")>("core/availability.js")
const { book, cancel } = await built<typeof import("../src/core/booking.js")>("core/booking.js")

/** What is free in all rooms over a fortnight: 60 rooms, 14 broadcast days, eight sessions in each room and day. */

const rooms = 60
const days = 14
const question = () => ({
  from: after(midnight(1), 8 * hour),
  to: after(midnight(days), 26 * hour),
  minutes: 60,
  hosts: 2,
  gear: [],
  now: new Date(),
})

/** What was kept of earlier answers is of no use any more: another transaction has been. */
const somethingElseChanges = ({ world }: Stage) => world.store.pool.query("select pg_current_xact_id()")

/** @returns the median, in ms */
async function asked(stage: Stage, { times, cold }: { times: number; cold: boolean }): Promise<number> {
  const ms: number[] = []
  for (let n = 0; n < times; n++) {
    if (cold) await somethingElseChanges(stage)
    const began = performance.now()
    await availability(stage.world, question())
    ms.push(performance.now() - began)
  }
  return median(ms)
}

const freeIn = ({ rooms: all }: Availability, room: string): number =>
  all.find((one) => one.room === room)?.free.reduce((sum, { start, end }) => sum + (+end - +start), 0) ?? 0

/** Books and cancels between two questions. @throws when an answer is older than what was committed before it was asked */
async function neverStale({ world }: Stage): Promise<void> {
  const place = { room: "r7", start: after(midnight(5), 25 * hour) }
  const before = freeIn(await availability(world, question()), place.room)
  const outcome = await book(world, asking(7), wishAt(place))
  if (outcome.is !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`)
  const booked = freeIn(await availability(world, question()), place.room)
  await cancel(world, { ...asking(7), actor: actorOf(7) }, outcome.booking.id)
  const back = freeIn(await availability(world, question()), place.room)
  if (booked >= before || back !== before) throw new Error(`stale: ${before}, booked ${booked}, cancelled ${back}`)
}

async function againstSql(stage: Stage, pairs: number): Promise<Ratio[]> {
  const script = readFileSync("bench/hand/availability.sql", "utf8")
  const { from, to } = question()
  const variables = { from: +from / 1000, until: +to / 1000, days }
  const theirs = async () => (await pgbench(stage.world.store, { script, clients: 1, transactions: 10, variables })).p50
  const against = (what: string, goal: number, ours: () => Promise<number>) =>
    abba({ what, goal: { kind: "at_most", ratio: goal }, unit: "ms p50", pairs, ours, theirs })
  await neverStale(stage)
  const cold = await against("availability after a change / SQL by hand in pgbench", 1.2, () =>
    asked(stage, { times: 10, cold: true }),
  )
  const warm = await against("availability asked again / SQL by hand in pgbench", 0.1, () =>
    asked(stage, { times: 30, cold: false }),
  )
  await neverStale(stage)
  return [cold, warm]
}

export const availabilityAgainstSql: Benchmark = {
  id: "B5",
  title: "availability: 60 rooms, 14 days, on Postgres",
  cheap: true,
  async run({ pairs }) {
    const stage = await openStage("postgres", { rooms, past: 10_000 })
    try {
      return await againstSql(stage, pairs)
    } finally {
      await stage.dispose()
    }
  },
}

async function grown(kind: Stage["kind"], pairs: number): Promise<Ratio> {
  const few = await openStage(kind, { rooms, past: 10_000 })
  const many = await openStage(kind, { rooms, past: pastOf })
  try {
    const each = { times: 10, cold: true }
    return await abba({
      what: `availability with ${pastOf.toLocaleString("en")} past bookings / with 10,000 (${kind})`,
      goal: { kind: "at_most", ratio: 1.1 },
      unit: "ms p50",
      pairs,
      ours: () => asked(many, each),
      theirs: () => asked(few, each),
    })
  } finally {
    await few.dispose()
    await many.dispose()
  }
}

export const history: Benchmark = {
  id: "B4",
  title: "availability: 60 rooms, 14 days, after years of bookings",
  cheap: false,
  run: async ({ pairs }) => [await grown("postgres", pairs), await grown("pglite", pairs)],
}
