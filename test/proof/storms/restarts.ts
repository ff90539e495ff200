import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { seeded } from "../../support/random.js"
import type { Measure } from "../measure.js"
import { type Cluster, startCluster } from "./cluster.js"
import { fallen, fleet } from "./fleet.js"
import { load, open, opening, verdict } from "./load.js"
import { spread } from "./spread.js"

/** R7. By turns the whole database crashes and one of its backends is killed; whoever heard nothing asks again under the same key. */
export const restarts: Measure = {
  id: "R7",
  promise:
    "the database crashes under load: nothing that was said is lost, and asking again under the same key tells what became of it",
  counts: "crashes",
  times: { quick: 3, full: 200 },
  needs: ["cluster"],
  plants: ["turn's key ignored"],
  async run({ seed, times, plant, say }) {
    const cluster = await startCluster()
    const { databaseUrl } = cluster
    const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
    await open(store)
    await store.close()
    const random = seeded(seed)
    const replicas = await fleet(3, { databaseUrl, plant }, { random, now: opening })
    const loading = load(replicas, { seed, callers: 24 })
    const recovered: number[] = []
    const back: number[] = []
    for (let crash = 0; crash < times; crash++) {
      const before = loading.decided()
      while (loading.decided() < before + 40 + random.int(60)) await delay(2)
      if (crash % 2 === 1) await killBackend(cluster, random)
      else {
        recovered.push(await cluster.crash())
        const up = performance.now()
        const then = loading.decided()
        while (loading.decided() === then) await delay(1)
        back.push(performance.now() - up)
      }
      if (crash % 20 === 19) say(`${crash + 1} crashes, ${loading.decided()} decisions, ${replicas.unknown()} unknown`)
    }
    loading.stop()
    await loading.done
    const pool = new pg.Pool({ connectionString: databaseUrl })
    const violations = [...loading.violations, ...fallen(replicas), ...(await verdict(pool, loading.told))]
    await pool.end()
    await replicas.end()
    await cluster.end()
    return {
      figures: {
        decisions: loading.decided(),
        "answers that never came": replicas.unknown(),
        bookings: loading.told.size,
        ...spread("the database is back, ms", recovered),
        ...spread("the desk answers after it, ms", back),
      },
      violations,
    }
  },
}

/** SIGKILL to one backend: the server then ends all its connections and recovers by itself. */
async function killBackend({ databaseUrl }: Cluster, random: ReturnType<typeof seeded>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on("error", () => {})
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'anchordesk' and pid <> pg_backend_pid()",
  )
  const victim = rows.length > 0 ? random.pick(rows).pid : 0
  const gone = new Promise((resolve) => client.once("end", resolve))
  if (victim > 0) process.kill(victim, "SIGKILL")
  await gone
}
