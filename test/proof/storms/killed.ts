import pg from "pg"
import { after, minute, second } from "../../../src/core/interval.js"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { seeded } from "../../support/random.js"
import { freshDatabase } from "../../support/store.js"
import type { Measure } from "../measure.js"
import { type Fleet, fallen, fleet } from "./fleet.js"
import { load, open, opening, verdict } from "./load.js"
import { spread } from "./spread.js"

/** R3. The clock is the driver's: it goes on three quarters of an hour with each kill, so that reminders come due while replicas die. */
export const killed: Measure = {
  id: "R3",
  promise:
    "replicas killed under load lose nothing that was said, do nothing twice, and their notices are free within 30 s",
  counts: "kills",
  times: { quick: 3, full: 1000 },
  needs: ["postgres"],
  plants: ["turn's key ignored", "said before the commit", "leases for ever"],
  async run({ seed, times, plant, say }) {
    const { databaseUrl, drop } = await freshDatabase()
    const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
    await open(store)
    await store.close()
    const pool = new pg.Pool({ connectionString: databaseUrl })
    const random = seeded(seed)
    const sent = new Map<string, number>()
    const sending = (notice: string) => sent.set(notice, (sent.get(notice) ?? 0) + 1)
    const replicas = await fleet(3, { databaseUrl, plant }, { random, now: opening, sent: sending })
    const loading = load(replicas, { seed, callers: 12 })
    const violations: string[] = []
    const ready: number[] = []
    let doubled = 0
    for (let kill = 0; kill < times; kill++) {
      const enough = loading.decided() + 20 + random.int(40)
      replicas.now = after(replicas.now, 45 * minute)
      while (loading.decided() < enough) await new Promise((resolve) => setTimeout(resolve, 5))
      await writeNotices(pool, replicas.now, kill)
      ready.push(await replicas.killOne())
      violations.push(...(await reclaimed(replicas, pool)))
      if (kill % 50 === 49) say(`${kill + 1} kills, ${loading.decided()} decisions, ${replicas.unknown()} unknown`)
    }
    loading.stop()
    await loading.done
    for (const count of sent.values()) doubled += count - 1
    violations.push(
      ...loading.violations,
      ...fallen(replicas),
      ...(await verdict(pool, loading.told)),
      ...(await unsent(pool, sent)),
    )
    await replicas.end()
    await pool.end()
    await drop()
    return {
      figures: {
        decisions: loading.decided(),
        "answers that never came": replicas.unknown(),
        bookings: loading.told.size,
        "notices sent": sent.size,
        "notices sent twice": doubled,
        ...spread("a successor answers, ms", ready),
      },
      violations,
    }
  },
}

/** Something is due at every death, whatever was booked. */
const writeNotices = (pool: pg.Pool, now: Date, kill: number) =>
  pool.query(
    `insert into notice (key, kind, person_id, due_at, stale_at, data)
     select 'note:' || $2::int || ':' || n, 'note', 'p-m' || n, $1, $1::timestamptz + interval '1 day', '{}' from generate_series(0, 5) n`,
    [now, kill],
  )

/** Thirty seconds after the death everything that was due is free again, and sent by the next that looks. */
async function reclaimed(replicas: Fleet, pool: pg.Pool): Promise<string[]> {
  const due = replicas.now
  replicas.now = after(due, 30 * second)
  await replicas.ask({ does: "deliver" })
  const { rows } = await pool.query<{ key: string }>("select key from notice where state = 'due' and due_at <= $1", [
    due,
  ])
  return rows.map(({ key }) => `not free 30 s after its replica died: ${key}`)
}

/** What is recorded as sent was sent. */
async function unsent(pool: pg.Pool, sent: ReadonlyMap<string, number>): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>("select key from notice where state = 'sent'")
  return rows.flatMap(({ key }) => (sent.has(key) ? [] : [`recorded as sent, and never was: ${key}`]))
}
