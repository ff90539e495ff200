import { after, hour } from "../src/core/interval.js"
import { localDay } from "../src/core/time.js"
import { type Benchmark, built, median, type Ratio } from "./harness.js"
import { asking, midnight, openStage, type Stage, wishAt, zone } from "./stage.js"

const { book } = await built<typeof import("../src/core/booking.js")>("core/booking.js")
const { quoteAndKeep } = await built<typeof import("../src/core/keeping.js")>("core/keeping.js")
const { quote } = await built<typeof import("../src/core/quote.js")>("core/quote.js")
const { digestOf } = await built<typeof import("../src/core/digest.js")>("core/digest.js")

const sizes = [10, 100, 1000] as const
type Measured = { rooms: number; booking: number[]; digest: number[] }

/** What a booking is to the engine: the card with the place kept, then the tap on it. Any room; seven in ten are taken. @returns ms */
async function booked({ world }: Stage, n: number): Promise<number> {
  const wish = { ...wishAt({ room: "", start: after(midnight(3 + (n % 10)), 25 * hour) }), room: "any" as const }
  const began = performance.now()
  const shown = await quoteAndKeep(world, asking(n), () => quote(world, asking(n), wish))
  if (shown.is !== "quote") throw new Error(`no card: ${JSON.stringify(shown)}`)
  const outcome = await book(world, asking(n), { ...wish, room: { room: shown.quote.room } })
  if (outcome.is !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`)
  return performance.now() - began
}

async function digested({ world }: Stage): Promise<number> {
  const began = performance.now()
  await digestOf(world, localDay(midnight(5), zone), after(new Date(), -24 * hour))
  return performance.now() - began
}

function ratioOf(what: string, of: readonly Measured[], values: (one: Measured) => number[]): Ratio {
  const [small, , large] = of
  const each = (large ? values(large) : []).map((ms) => ms / median(small ? values(small) : []))
  const ratio = median(each)
  return {
    what: `${what}: 1,000 rooms / 10 rooms`,
    goal: { kind: "at_most", ratio: 100 },
    ratio,
    spread: median(each.map((one) => Math.abs(one - ratio))),
    pairs: each.length,
    facts: Object.fromEntries(of.map((one) => [`${one.rooms} rooms, ms p50`, median(values(one))])),
  }
}

/** Rooms are booked alike, whatever the size: eight sessions in each, each day. A digest shows all of them: linear is as good as can be. */
export const growth: Benchmark = {
  id: "B17",
  title: "growth: 10, 100 and 1,000 rooms, on Postgres",
  cheap: false,
  async run({ pairs }) {
    const stages: Stage[] = []
    const measured = sizes.map((rooms): Measured => ({ rooms, booking: [], digest: [] }))
    try {
      for (const rooms of sizes) stages.push(await openStage("postgres", { rooms, past: 0 }))
      for (let n = 0; n <= pairs; n++) {
        for (const [size, stage] of stages.entries()) {
          const [booking, digest] = [await booked(stage, n), await digested(stage)]
          // The first round warms up.
          if (n === 0) continue
          measured[size]?.booking.push(booking)
          measured[size]?.digest.push(digest)
        }
      }
    } finally {
      for (const stage of stages) await stage.dispose()
    }
    return [
      ratioOf("a booking, card and tap", measured, ({ booking }) => booking),
      ratioOf("a day's digest", measured, ({ digest }) => digest),
    ]
  },
}
