import { setTimeout as sleep } from "node:timers/promises"
import { Logger, run, runMigrations } from "graphile-worker"
import pg from "pg"

/** graphile-worker 0.16.6, the last that runs on Node 20, as its own speed test runs it: 24 jobs at once. */

export async function graphile(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: 2 })
  let began: (payload: unknown) => void = () => {}
  const options = {
    connectionString,
    concurrency: 24,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: { nothing: (payload: unknown) => began(payload) },
  }
  await runMigrations(options)
  return {
    /** Jobs a second, from the first to the last, of so many that are there when it starts. */
    async drained(count: number): Promise<number> {
      await pool.query("select graphile_worker.add_job('nothing', '{}'::json) from generate_series(1, $1)", [count])
      const all = times(count)
      began = all.note
      const runner = await run(options)
      await all.done
      await runner.stop()
      return count / ((all.last() - all.first()) / 1000)
    },
    /** Milliseconds from adding to start, of jobs that come one by one to a worker at rest. */
    async started(count: number, gapMs: number): Promise<number[]> {
      const runner = await run(options)
      const late: number[] = []
      began = (payload) => late.push(performance.now() - (payload as { at: number }).at)
      for (let n = 0; n < count; n++) {
        await runner.addJob("nothing", { at: performance.now() })
        await sleep(gapMs)
      }
      while (late.length < count) await sleep(gapMs)
      await runner.stop()
      return late
    },
    close: () => pool.end(),
  }
}

function times(count: number) {
  let seen = 0
  let [first, last] = [0, 0]
  let finish: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  return {
    done,
    first: () => first,
    last: () => last,
    note: () => {
      last = performance.now()
      if (seen++ === 0) first = last
      if (seen === count) finish()
    },
  }
}
