import { rmSync } from "node:fs"
import { setTimeout as delay } from "node:timers/promises"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { seeded } from "../../support/random.js"
import { freshDataDir } from "../../support/store.js"
import type { Measure } from "../measure.js"
import { fallen, fleet } from "./fleet.js"
import { load, open, opening, verdict } from "./load.js"
import { spread } from "./spread.js"

/** R4. From a hundred kills on, a million rows are there, so that opening again is measured on a store that has lived. */
export const embeddedKilled: Measure = {
  id: "R4",
  promise: "the embedded store killed under load opens again each time, with everything that was said",
  counts: "kills",
  times: { quick: 3, full: 500 },
  needs: [],
  plants: ["said before the commit"],
  async run({ seed, times, plant, say }) {
    const dataDir = await freshDataDir()
    const reopened = async <T>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
      const store = await openStore({ dataDir, log: silent })
      return work(store).finally(() => store.close())
    }
    await reopened(async (store) => {
      await open(store)
      if (times >= 100)
        await store.pool.query(
          "insert into turn (key, digest, outcome, at) select 'old-' || n, md5(n::text), '{}', $1 from generate_series(1, 1000000) n",
          [opening],
        )
    })
    const random = seeded(seed)
    const one = await fleet(1, { dataDir, plant }, { random, now: opening })
    const loading = load(one, { seed, callers: 8 })
    const ready: number[] = []
    for (let kill = 0; kill < times; kill++) {
      const enough = loading.decided() + 20 + random.int(40)
      while (loading.decided() < enough) await delay(2)
      ready.push(await one.killOne())
      if (kill % 25 === 24) say(`${kill + 1} kills, ${loading.decided()} decisions, ${one.unknown()} unknown`)
    }
    loading.stop()
    await loading.done
    const ended = fallen(one)
    await one.end()
    const violations = await reopened(({ pool }) => verdict(pool, loading.told))
    const opened: number[] = []
    for (let n = 0; n < Math.min(times, 50); n++) {
      const from = performance.now()
      await reopened(async () => opened.push(performance.now() - from))
    }
    rmSync(dataDir, { recursive: true, force: true })
    return {
      figures: {
        decisions: loading.decided(),
        "answers that never came": one.unknown(),
        bookings: loading.told.size,
        ...spread("a successor's process answers, ms", ready),
        ...spread("the store alone opens, ms", opened),
      },
      violations: [...loading.violations, ...ended, ...violations],
    }
  },
}
