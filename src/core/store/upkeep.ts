import type pg from "pg"
import type { Log } from "../log.js"

/**
 * What a Postgres server's background processes do, for the embedded store, which has none: checkpoints (without them the write-ahead
 * log grows for ever), vacuum (dead rows stay) and analyze (the planner knows nothing of a table). Thresholds are Postgres' own.
 */

const everyMs = 15_000
const logBytesMax = 64 * 1024 * 1024

/** @returns ends it */
export function keepUp(pool: pg.Pool, log: Log): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = upkeep(pool)
      .catch((error: unknown) => log.warn({ err: error }, "upkeep of the embedded store failed"))
      .finally(() => {
        busy = false
      })
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    return running
  }
}

/** One round: a checkpoint when much was written or five minutes have passed, and whichever tables need vacuum or analyze. */
export async function upkeep(pool: pg.Pool): Promise<void> {
  // A session tells what it changed once a second at most; without this, the last second's work is not in the counts.
  await pool.query("select pg_stat_force_next_flush()")
  const { rows: tables } = await pool.query<{ name: string; vacuum: boolean }>(
    `select quote_ident(relname) as name, n_dead_tup > 50 + 0.2 * n_live_tup as vacuum
       from pg_stat_user_tables
      where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup`,
  )
  for (const { name, vacuum } of tables) await pool.query(`${vacuum ? "vacuum (analyze)" : "analyze"} ${name}`)
  const { rows } = await pool.query<{ due: boolean }>(
    `select written > $1 or (written > 0 and now() - checkpoint_time > interval '5 minutes') as due
       from (select pg_wal_lsn_diff(pg_current_wal_lsn(), checkpoint_lsn) as written, checkpoint_time from pg_control_checkpoint()) c`,
    [logBytesMax],
  )
  if (rows[0]?.due) await pool.query("checkpoint")
}
