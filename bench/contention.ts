import { after, hour, minute } from "../src/core/interval.js"
import type { Outcome, Wish } from "../src/core/outcome.js"
import { seeded } from "../test/support/random.js"
import { type Benchmark, built, median, pairedRatio, percentile, type Ratio } from "./harness.js"
import { asking, inFlight, midnight, openStage, placeOf, type Stage, wishAt } from "./stage.js"

const { book } = await built<typeof import("../src/core/booking.js")>("core/booking.js")

const rooms = 24
/** Anchors: not even half of the rooms can be in at once, so it is the floor that runs out. */
const floor = 20
const count = 384
const ways = 64

/** Quarter hours between 18:00 and 01:00 of one evening, any room. */
function inTheEvening(random: ReturnType<typeof seeded>, evening: number): Wish {
  const start = after(midnight(evening), 18 * hour + random.int(25) * 15 * minute)
  return { ...wishAt({ room: `r${random.int(rooms)}`, start }), end: after(start, hour), gear: [] }
}

type Side = { perSecond: number; ms: number[]; outcomes: Record<string, number> }

async function decided(stage: Stage, wishOf: (n: number) => Wish): Promise<Side> {
  const outcomes: Record<string, number> = {}
  const { perSecond, ms } = await inFlight(count, ways, async (n) => {
    const outcome: Outcome = await book(stage.world, asking(n), wishOf(n))
    const name = outcome.is === "refused" ? outcome.refusal.why : outcome.is
    outcomes[name] = (outcomes[name] ?? 0) + 1
  })
  return { perSecond, ms, outcomes }
}

/** @throws when a room was given twice or the floor holds more than it may, counted from the bookings themselves */
async function noExcess({ world }: Stage): Promise<void> {
  const { rows } = await world.store.pool.query<{ twice: number; most: number }>(
    `select (select count(*)::int from booking a join booking b on a.room_id = b.room_id and a.id < b.id
              and a.starts_at < b.ends_at + interval '15 minutes' and b.starts_at < a.ends_at + interval '15 minutes') as twice,
            (select coalesce(max(sum), 0)::int from (
               select sum(hosts) from booking, generate_series(starts_at, ends_at - interval '1 second', interval '15 minutes') slot
                group by slot) by_slot) as most`,
  )
  const [found] = rows
  if (!found || found.twice > 0 || found.most > floor) throw new Error(`given in excess: ${JSON.stringify(found)}`)
}

async function compared(stage: Stage, pairs: number): Promise<Ratio[]> {
  const random = seeded(3)
  const evenings: Side[] = []
  let spread = 0
  let evening = 1
  const full = async () => {
    evening += 1
    const side = await decided(stage, () => inTheEvening(random, evening))
    evenings.push(side)
    return side.perSecond
  }
  const scattered = async () => {
    const base = spread
    spread += count
    const side = await decided(stage, (n) => ({
      ...wishAt(placeOf(base + n, { rooms, days: 365 })),
      gear: [],
      hosts: 1,
    }))
    return side.perSecond
  }
  // The scattered ones keep to days that no evening uses.
  evening = 400
  const both: { ours: number; theirs: number }[] = []
  await full()
  await scattered()
  for (let n = 0; n < pairs; n++) both.push({ ours: await full(), theirs: await scattered() })
  await noExcess(stage)
  const ms = evenings.slice(1).flatMap((side) => side.ms)
  const last = evenings.at(-1)?.outcomes ?? {}
  const tail = evenings.slice(1).map((side) => percentile(side.ms, 0.99) / percentile(side.ms, 0.5))
  return [
    {
      what: "decisions/s, 64 in flight, one full evening / spread over a year",
      goal: { kind: "at_least", ratio: 1 },
      ...pairedRatio(both),
      facts: {
        "one evening, decisions/s": median(both.map(({ ours }) => ours)),
        "a year, decisions/s": median(both.map(({ theirs }) => theirs)),
        "last evening": Object.entries(last)
          .map(([name, n]) => `${n} ${name}`)
          .join(", "),
      },
    },
    {
      what: "p99 / p50 of a decision on the full evening",
      goal: { kind: "at_most", ratio: 6 },
      ratio: median(tail),
      spread: median(tail.map((one) => Math.abs(one - median(tail)))),
      pairs: tail.length,
      facts: { "p50, ms": percentile(ms, 0.5), "p99, ms": percentile(ms, 0.99) },
    },
  ]
}

export const contention: Benchmark = {
  id: "B3",
  title: "contention: everybody wants the same evening, on Postgres",
  cheap: false,
  async run({ pairs }) {
    const stage = await openStage("postgres", { rooms, floor })
    try {
      return await compared(stage, pairs)
    } finally {
      await stage.dispose()
    }
  },
}
