import { beforeEach, expect, test } from "vitest"
import { day, after as later } from "../../src/core/interval.js"
import { unlink } from "../../src/core/linking.js"
import type { Ask } from "../../src/core/outcome.js"
import { forgetMe, myData } from "../../src/core/personal-data.js"
import { forget } from "../../src/core/retention.js"
import { webHistory } from "../../src/core/web-history.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("the web chat's history", (store, kind) => {
  let world: TestWorld
  let history: ReturnType<typeof webHistory>
  const said = async (userId: string, after?: string) =>
    (await history.since(userId, after)).entries.map(({ json }) => json)
  const person = async (id: string, ...userIds: string[]) => {
    await store().prisma.person.create({ data: { id, name: id, language: "en", createdAt: world.now } })
    await store().prisma.account.createMany({
      data: userIds.map((userId) => ({
        ...{ id: `account-${userId}`, platform: "web", userId, address: `web:${userId}` },
        ...{ personId: id, createdAt: world.now },
      })),
    })
  }
  const ask = (id: string) => ({ actor: { person: { id }, via: "web" }, now: world.now, key: "k" }) as unknown as Ask

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    history = webHistory(world)
    const browser = (userId: string) => ({ tokenHash: userId, userId, createdAt: world.now, seenAt: world.now })
    await store().prisma.webSession.createMany({ data: ["ana", "ana2", "rui"].map(browser) })
    await person("p1", "ana")
  })

  test("is read on from any entry, and from the beginning when that is gone", async () => {
    for (const json of ["one", "two", "three"]) await history.append("ana", { json })
    await history.append("rui", { json: "Rui's" })
    const { entries, box } = await history.since("ana", undefined)
    expect(entries.map(({ json }) => json)).toEqual(["one", "two", "three"])
    expect(box).toBe("ana")
    expect(await said("ana", entries[0]?.id)).toEqual(["two", "three"])
    expect(await said("ana", entries[2]?.id)).toEqual([])
    const another = (await history.since("rui", undefined)).entries[0]?.id
    for (const foreign of ["no.id", "999", "", "9".repeat(40), another])
      expect(await said("ana", foreign)).toHaveLength(3)
    expect(await history.latest(["ana", "nobody"])).toEqual(new Map([["ana", entries[2]?.id]]))
  })

  test("keeps the first answer of a turn's key", async () => {
    expect(await history.append("ana", { json: "yes", turn: { key: "k", asked: "a" } })).toEqual({
      json: "yes",
      asked: "a",
    })
    const again = await history.append("ana", { json: "no", turn: { key: "k", asked: "b" } })
    expect(again).toMatchObject({ json: "yes", asked: "a" })
    expect(await history.append("rui", { json: "mine", turn: { key: "k", asked: "b" } })).toMatchObject({
      json: "mine",
    })
    expect(await said("ana")).toEqual(["yes"])
  })

  // The embedded store runs one transaction at a time.
  test.runIf(kind === "postgres")("shows entries in the order of their ids: who reads on misses none", async () => {
    await person("p2", "rui", "ana2")
    const { pool } = store()
    const slow = await pool.connect()
    const inside = (({ text, values }) => slow.query(text, values)) as typeof world.store.query
    await slow.query("begin")
    await webHistory({ ...world, store: { ...world.store, query: inside } }).append("rui", { json: "first" })
    let done = false
    const second = history.append("ana2", { json: "second" }).finally(() => {
      done = true
    })
    const waits = async () =>
      (await pool.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).rowCount !== 0
    while (!done && !(await waits()));
    const early = (await history.since("rui", undefined)).entries
    await slow.query("commit")
    slow.release()
    await second
    const late = (await history.since("rui", early.at(-1)?.id)).entries
    expect([...early, ...late].map(({ json }) => json)).toEqual(["first", "second"])
  })

  test("is one for all accounts of a person, until they part", async () => {
    await history.append("ana", { json: "on the laptop" })
    await history.append("ana2", { json: "as a stranger" })
    const file = await history.keep("ana", { type: "image/png", name: "day.png", bytes: Buffer.from([0, 255, 13, 10]) })
    expect(await said("ana2")).toEqual(["as a stranger"])
    expect(await history.file("ana2", file)).toBeUndefined()
    await store().prisma.account.create({
      data: {
        id: "second",
        platform: "web",
        userId: "ana2",
        address: "web:ana2",
        personId: "p1",
        createdAt: world.now,
      },
    })
    expect(await history.since("ana2", undefined)).toMatchObject({
      box: "ana ana2",
      entries: [{ json: "on the laptop" }, { json: "as a stranger" }],
    })
    expect(await said("ana")).toHaveLength(2)
    expect((await history.latest(["ana", "ana2"])).size).toBe(2)
    const found = await history.file("ana2", file)
    expect(found && [found.name, ...found.bytes]).toEqual(["day.png", 0, 255, 13, 10])
    expect(await history.file("rui", file)).toBeUndefined()
    await unlink(world, ask("p1"), "second")
    expect(await said("ana")).toEqual(["on the laptop"])
    expect(await said("ana2")).toEqual([])
  })

  test("keeps the latest hundred entries and twelve files of a user", async () => {
    for (let at = 0; at < 130; at++) await history.append("ana", { json: `${at}` })
    expect(await said("ana")).toEqual(Array.from({ length: 100 }, (_, at) => `${at + 30}`))
    expect(await store().prisma.webEntry.count()).toBe(100)
    const ids: string[] = []
    for (let at = 0; at < 14; at++) {
      world.now = later(world.now, 1000)
      ids.push(await history.keep("ana", { type: "t", name: `${at}`, bytes: Buffer.from("x") }))
    }
    expect(await history.file("ana", ids[1] ?? "")).toBeUndefined()
    expect(await history.file("ana", ids[2] ?? "")).toBeDefined()
  })

  test("is kept for thirty days, files for seven, what strangers said for one", async () => {
    const write = async () => {
      for (const userId of ["ana", "rui"]) {
        await history.append(userId, { json: userId })
        await history.keep(userId, { type: "t", name: userId, bytes: Buffer.from("x") })
      }
    }
    await write()
    const left = async (days: number) => {
      await forget(world, later(world.now, days * day))
      const entries = await store().prisma.webEntry.findMany({ orderBy: { id: "asc" } })
      const files = await store().prisma.webFile.findMany({ orderBy: { name: "asc" } })
      return [entries.map(({ userId }) => userId).join(), files.map(({ userId }) => userId).join()]
    }
    expect(await left(0.9)).toEqual(["ana,rui", "ana,rui"])
    expect(await left(1.1)).toEqual(["ana", "ana"])
    expect(await left(7.1)).toEqual(["ana", ""])
    expect(await left(29.9)).toEqual(["ana", ""])
    expect(await left(30.1)).toEqual(["", ""])
  })

  test("is told to whoever asks what is known of them, erased on request, and not begun again by the answer", async () => {
    await history.append("ana", { json: "mine", turn: { key: "k", asked: "digest" } })
    await history.keep("ana", { type: "image/png", name: "day.png", bytes: Buffer.from("x") })
    await history.append("rui", { json: "Rui's" })
    expect(await myData(world, ask("p1"))).toMatchObject({
      conversation: { entries: [{ userId: "ana", key: "k", json: "mine" }], files: [{ name: "day.png" }] },
    })
    expect(await forgetMe(world, ask("p1"))).toBe(true)
    await history.append("ana", { json: "Everything is erased.", turn: { key: "last", asked: "digest" } })
    await history.keep("ana", { type: "t", name: "late.ics", bytes: Buffer.from("x") })
    expect(await store().prisma.webFile.count()).toBe(0)
    expect(await store().prisma.webEntry.findMany()).toMatchObject([{ json: "Rui's" }])
  })
})
