import { readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { currentCentre } from "../../../src/core/centre-store.js"
import { deliver } from "../../../src/core/desk/deliver.js"
import { freeExpired } from "../../../src/core/holds.js"
import { after, day, hour } from "../../../src/core/interval.js"
import { dueNow } from "../../../src/core/notices.js"
import { forget } from "../../../src/core/retention.js"
import { openStore, type Store } from "../../../src/core/store/open.js"
import { upkeep } from "../../../src/core/store/upkeep.js"
import { silent } from "../../support/log.js"
import { freshDataDir } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"
import type { Measure } from "../measure.js"
import { decide } from "./decide.js"
import { judged, load, open, opening } from "./load.js"

const megabyte = 1024 * 1024
/** The write-ahead log of the embedded store, on disk. */
const logMost = 256 * megabyte
/** Upkeep has its turns within a virtual hour as it has them within a real one, only fewer. */
const stretch = 6 * hour

/** R16. Days of a busy centre on the embedded store, with all that the service does in a day: what grows, and what is given back. */
export const soak: Measure = {
  id: "R16",
  promise: "over months nothing grows that should not: memory, the outbox, dead rows, the embedded store's log",
  counts: "virtual days",
  times: { quick: 2, full: 90 },
  needs: [],
  plants: ["no upkeep", "nothing is sent"],
  async run({ seed, times, plant, say }) {
    const dataDir = await freshDataDir()
    const store = await openStore({ dataDir, log: silent })
    await open(store)
    const world = testWorld(store, opening.toISOString())
    const perStretch = times >= 30 ? 300 : 40
    const violations: string[] = []
    const memory: number[] = []
    let [log, dead, decisions] = [0, 0, 0]
    for (let n = 0; n < times; n++) {
      for (let part = 0; part < day / stretch; part++) {
        world.now = after(opening, n * day + part * stretch)
        const loading = load(
          { ask: (asked) => decide(world, asked, world.now), now: world.now },
          { seed: seed * 10_000 + n * 10 + part, callers: 8, decisions: perStretch },
        )
        await loading.done
        decisions += loading.decided()
        violations.push(...loading.violations)
        await lookAfter(world, plant)
        dead = Math.max(dead, await deadRows(store))
        log = Math.max(log, logBytes(dataDir))
      }
      const { count } = await dueNow(world)
      if (count > 0) violations.push(`day ${n + 1}: ${count} notices are due and not sent`)
      memory.push(process.memoryUsage().rss / megabyte)
      if (n % 10 === 9)
        say(
          `${n + 1} days, ${decisions} decisions, ${Math.round(memory.at(-1) ?? 0)} MB, log ${Math.round(log / megabyte)} MB`,
        )
    }
    if (dead > 0) violations.push(`${dead} tables have more dead rows than upkeep leaves`)
    if (log > logMost) violations.push(`the log took ${Math.round(log / megabyte)} MB`)
    const { retention } = await currentCentre(world)
    violations.push(...grown(memory), ...(await judged(store.pool, after(world.now, -retention.messages * day))))
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
    return {
      figures: {
        decisions,
        "memory at a third, MB": Math.round(third(memory)),
        "memory at the end, MB": Math.round(memory.at(-1) ?? 0),
        "log at most, MB": Math.round(log / megabyte),
        "tables with too many dead rows": dead,
      },
      violations,
    }
  },
}

/** What the service does beside answering. */
async function lookAfter(world: TestWorld, plant: string | undefined): Promise<void> {
  await freeExpired(world, world.now)
  await forget(world, world.now)
  if (plant !== "nothing is sent") {
    await deliver(world, {
      phrase: async ({ key }) => ({ text: [[key]] }),
      send: async () => ({ is: "sent", message: "1" }),
    })
  }
  if (plant !== "no upkeep") await upkeep(world.store.pool)
}

/** Tables beyond the threshold at which Postgres itself would clear them. */
async function deadRows({ pool }: Store): Promise<number> {
  await pool.query("select pg_stat_force_next_flush()")
  const { rows } = await pool.query("select 1 from pg_stat_user_tables where n_dead_tup > 50 + 0.2 * n_live_tup")
  return rows.length
}

function logBytes(dataDir: string): number {
  const folder = join(dataDir, "pg", "pg_wal")
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

const third = (memory: readonly number[]): number => memory[Math.floor(memory.length / 3)] ?? 0

/** After a month what is needed is there: from a third on, memory grows by a tenth at most. Fewer days say nothing. */
function grown(memory: readonly number[]): string[] {
  const [then, now] = [third(memory), memory.at(-1) ?? 0]
  return memory.length >= 30 && now > then * 1.1
    ? [`memory grew from ${Math.round(then)} to ${Math.round(now)} MB`]
    : []
}
