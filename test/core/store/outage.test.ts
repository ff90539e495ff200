import type pg from "pg"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import type { Store } from "../../../src/core/store/open.js"
import { freshStore, postgresAnswers } from "../../support/store.js"

describe.skipIf(!(await postgresAnswers()))("a database that goes away", () => {
  let store: Store
  let dispose: () => Promise<void>
  beforeEach(async () => {
    const fresh = await freshStore("postgres")
    store = fresh.store
    dispose = fresh.dispose
  })
  afterEach(() => dispose())
  const asked = (text: string) => store.query({ name: `asked-${text.length}`, text, values: [] })

  test("fails what was being asked, and the next question has a connection that lives", async () => {
    const dying = Array.from({ length: 5 }, () => asked("select pg_terminate_backend(pg_backend_pid())"))
    for (const outcome of await Promise.allSettled(dying)) expect(outcome.status).toBe("rejected")
    for (let n = 0; n < 5; n++) expect((await asked("select 1 as one")).rows).toEqual([{ one: 1 }])
  })

  test("is not waited for without end: it gives a statement up after a while, and so does this end when it says nothing", async () => {
    expect((await store.pool.query("show statement_timeout")).rows).toEqual([{ statement_timeout: "15s" }])
    await store.pool.query("set statement_timeout = 0")
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    try {
      const silent = asked("select pg_sleep(600)")
      const outcome = expect(silent).rejects.toThrow("Query read timeout")
      await vi.advanceTimersByTimeAsync(20_000)
      await outcome
    } finally {
      vi.useRealTimers()
    }
    expect((await asked("select 1 as one")).rows).toEqual([{ one: 1 }])
    await store.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
    )
  })

  test("has all the time it needs for what goes through everything", async () => {
    expect((await store.jobs.query("show statement_timeout")).rows).toEqual([{ statement_timeout: "0" }])
  })

  test("ends no process: a connection that breaks amid a question fails that question", async () => {
    const uncaught: unknown[] = []
    const listener = (error: unknown) => void uncaught.push(error)
    process.on("uncaughtException", listener)
    store.pool.once("acquire", (client: pg.PoolClient) => {
      const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
      setImmediate(() => connection.stream.destroy())
    })
    await expect(asked("select pg_sleep(20)")).rejects.toThrow("Connection terminated")
    expect((await asked("select 1 as one")).rows).toEqual([{ one: 1 }])
    process.off("uncaughtException", listener)
    expect(uncaught).toEqual([])
  })
})
