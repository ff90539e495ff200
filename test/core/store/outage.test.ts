import type pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
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
