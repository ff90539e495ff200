import { rmSync } from "node:fs"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { FolderHeld } from "../../../src/core/store/lock.js"
import { openStore, type Store } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { freshDataDir } from "../../support/store.js"

describe("the embedded store", () => {
  let dataDir: string
  let store: Store
  beforeAll(async () => {
    dataDir = await freshDataDir()
    store = await openStore({ dataDir, log: silent })
  })
  afterAll(async () => {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  test("statements of many connections, sent at once, each get their own answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        n % 2
          ? store
              .query<{ n: number }>({ name: "n", text: "select $1::integer as n", values: [n] })
              .then(({ rows }) => rows[0]?.n)
          : store
              .query<{ n: string }>({ name: "s", text: "select $1::text as n", values: [String(n)] })
              .then(({ rows }) => Number(rows[0]?.n)),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 400 }, (_, n) => n))
  })

  test("transactions of several connections do not mix, and single statements wait their turn", async () => {
    await store.pool.query("create table tally (who integer, n integer)")
    const transaction = async (who: number) => {
      const client = await store.pool.connect()
      try {
        await client.query("begin")
        for (let n = 0; n < 5; n++) {
          await client.query("insert into tally values ($1, $2)", [who, n])
          await new Promise((resolve) => setImmediate(resolve))
        }
        const { rows } = await client.query<{ count: string }>(
          "select count(*) from tally where who <> $1 and who % 2 = 1",
          [who],
        )
        // A rolled back neighbour must never be seen.
        expect(Number(rows[0]?.count)).toBe(0)
        await client.query(who % 2 ? "rollback" : "commit")
      } finally {
        client.release()
      }
    }
    await Promise.all([
      ...Array.from({ length: 12 }, (_, who) => transaction(who)),
      store.pool.query("select 1"),
      store.prisma.room.count(),
    ])
    const { rows } = await store.pool.query<{ who: number; n: string }>(
      "select who, count(*) as n from tally group by who order by who",
    )
    expect(rows).toEqual([0, 2, 4, 6, 8, 10].map((who) => ({ who, n: "5" })))
  })

  test("a connection lost in the middle of a transaction is rolled back, and the others go on", async () => {
    const client = new pg.Client({ host: dataDir, port: 5432, user: "postgres", database: "postgres" })
    client.on("error", () => {})
    await client.connect()
    await client.query("begin")
    await client.query("insert into room (id) values ('ghost')")
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
    connection.stream.destroy()
    expect(await store.prisma.room.count({ where: { id: "ghost" } })).toBe(0)
  })

  test("an error in a statement leaves the session usable, with its SQLSTATE", async () => {
    await expect(store.pool.query("select 1/0")).rejects.toMatchObject({ code: "22012" })
    await expect(store.prisma.$queryRaw`select 1/0`).rejects.toMatchObject({
      meta: { driverAdapterError: { cause: { originalCode: "22012" } } },
    })
    expect((await store.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }])
  })

  test("a large answer and a large parameter arrive whole", async () => {
    const big = "直播".repeat(300_000)
    const { rows } = await store.query<{ big: string }>({
      name: "big",
      text: "select $1::text || $1::text as big",
      values: [big],
    })
    expect(rows[0]?.big === big + big).toBe(true)
  })

  test("a second opener is refused, and told which process holds it; a command joins it instead", async () => {
    const error = await openStore({ dataDir, log: silent }).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(FolderHeld)
    expect(String(error)).toContain(`process ${process.pid}`)
    const beside = await openStore({ dataDir, log: silent, join: true })
    expect(await beside.prisma.room.count()).toBe(0)
    await beside.close()
    expect(await store.prisma.room.count()).toBe(0)
  })
})
