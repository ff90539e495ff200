import { abba, type Benchmark, type Ratio } from "./harness.js"
import { type Worker, worker } from "./process.js"
import { asking, openStage, placeOf, wishAt } from "./stage.js"

const rooms = 60
const days = 300
const count = 960
const ways = 8

let taken = 0
/** How often any of them found that another had been there before. */
let again = 0

/** So many replicas share the same number of bookings, each with eight in flight. @returns bookings a second */
async function shared(replicas: readonly Worker[]): Promise<number> {
  const tasks = Array.from({ length: count }, () => {
    taken += 1
    return { ask: asking(taken), wish: wishAt(placeOf(taken, { rooms, days })) }
  })
  const began = performance.now()
  const said = await Promise.all(
    replicas.map((one, n) => {
      one.tell({ book: tasks.filter((_, task) => task % replicas.length === n), ways })
      return one.said("done")
    }),
  )
  const perSecond = count / ((performance.now() - began) / 1000)
  again += said.reduce((sum, one) => sum + Number(one), 0)
  return perSecond
}

/** Processes of their own on one Postgres, on the machine that also runs it. */
export const replicas: Benchmark = {
  id: "B11",
  title: "replicas on one Postgres",
  cheap: false,
  async run({ pairs }) {
    const stage = await openStage("postgres", { rooms })
    const address = String(stage.world.store.pool.options.connectionString)
    const all = Array.from({ length: 4 }, () => worker("replica", address))
    try {
      await Promise.all(all.map((one) => one.said("open")))
      const against = async (several: number, goal: number): Promise<Ratio> => {
        again = 0
        const ratio = await abba({
          what: `bookings/s of ${several} replicas / of 1`,
          goal: { kind: "at_least", ratio: goal },
          unit: "bookings/s",
          pairs,
          ours: () => shared(all.slice(0, several)),
          theirs: () => shared(all.slice(0, 1)),
        })
        return { ...ratio, facts: { ...ratio.facts, "decided again": again } }
      }
      return [await against(2, 1.15), await against(4, 1)]
    } finally {
      await Promise.all(all.map((one) => one.kill("SIGKILL")))
      await stage.dispose()
    }
  },
}
