import { readFileSync } from "node:fs"
import { hour } from "../src/core/interval.js"
import type { Store } from "../src/core/store/open.js"
import { abba, type Benchmark, built, type Ratio } from "./harness.js"
import { pgbench } from "./pgbench.js"
import {
  asking,
  inFlight,
  members,
  midnight,
  openStage,
  placeOf,
  type Stage,
  sessionsADay,
  stride,
  wishAt,
} from "./stage.js"

const { book } = await built<typeof import("../src/core/booking.js")>("core/booking.js")

/** Bookings through the engine's public command against the same rows written by one hand-written call. */

const rooms = 60
const days = 300
const ways = 8
const each = 200
const count = ways * each

/** As {@link placeOf} counts, with each client's own numbers. */
const script = `
\\set n :base + :at * ${ways} + :client_id
\\set at :at + 1
\\set place (:n * ${stride}) % ${rooms * days * sessionsADay}
\\set slot :place / ${rooms}
\\set seconds :midnight + (:slot / ${sessionsADay}) * 86400 + (:slot % ${sessionsADay}) * 4500
select hand_book('hand:' || :n, 'h' || :n, 'm' || :n % ${members}, 'p-m' || :n % ${members}, 'r' || :place % ${rooms}, to_timestamp(:seconds), 2, 1);
`
const firstStart = (): number => (midnight(1).getTime() + 8 * hour) / 1000

/** Places are never taken twice: both sides count on from here. */
let taken = 0
const next = (): number => {
  taken += count
  return taken - count
}

async function ours({ world }: Stage): Promise<number> {
  const base = next()
  const { perSecond } = await inFlight(count, ways, async (n) => {
    const outcome = await book(world, asking(base + n), wishAt(placeOf(base + n, { rooms, days })))
    if (outcome.is !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`)
  })
  return perSecond
}

async function byPgbench({ store }: { store: Store }): Promise<number> {
  const variables = { base: next(), at: 0, midnight: firstStart() }
  return (await pgbench(store, { script, clients: ways, transactions: each, variables })).perSecond
}

/** The same call over the driver and the socket that the engine uses. */
async function byDriver({ store }: { store: Store }): Promise<number> {
  const base = next()
  const { perSecond } = await inFlight(count, ways, (m) => {
    const n = base + m
    const { room, start } = placeOf(n, { rooms, days })
    const values = [`hand:${n}`, `h${n}`, `m${n % members}`, `p-m${n % members}`, room, start, 2, 1]
    return store.query({ name: "hand-book", text: "select hand_book($1, $2, $3, $4, $5, $6, $7, $8)", values })
  })
  return perSecond
}

async function compared(kind: Stage["kind"], about: { what: string; goal: number; pairs: number }): Promise<Ratio> {
  const stage = await openStage(kind, { rooms })
  const { store } = stage.world
  try {
    await store.pool.query(readFileSync("bench/hand/booking.sql", "utf8"))
    return await abba({
      what: about.what,
      goal: { kind: "at_least", ratio: about.goal },
      unit: "bookings/s",
      pairs: about.pairs,
      ours: () => ours(stage),
      theirs: () => (kind === "postgres" ? byPgbench({ store }) : byDriver({ store })),
    })
  } finally {
    await stage.dispose()
  }
}

export const bookingOnPostgres: Benchmark = {
  id: "B1",
  title: "booking on Postgres, 8 in flight",
  cheap: true,
  run: async ({ pairs }) => [
    await compared("postgres", {
      what: "bookings/s / pgbench with one hand-written call, 8 clients",
      goal: 0.75,
      pairs,
    }),
  ],
}

export const bookingOnPglite: Benchmark = {
  id: "B2",
  title: "booking on the embedded store, 8 in flight",
  cheap: true,
  run: async ({ pairs }) => [
    await compared("pglite", {
      what: "bookings/s / one hand-written call over the same socket, 8 at once",
      goal: 0.85,
      pairs,
    }),
  ],
}
