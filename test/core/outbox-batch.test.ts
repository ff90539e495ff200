import { beforeEach, expect, test, vi } from "vitest"
import { deliver, keepDelivering } from "../../src/core/desk/deliver.js"
import type { Address, Delivery } from "../../src/core/desk/turn.js"
import { after, hour } from "../../src/core/interval.js"
import { smallCentre } from "../support/centre.js"
import { silent } from "../support/log.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { type TestWorld, testWorld } from "../support/world.js"

/** A whole batch of the outbox of which one message hangs: what the others came to is known meanwhile, whatever happens then. */

const many = 100
/** A second, as it is by default, is little on a busy machine. */
const patient = { timeout: 30_000 }

await describeEachStore("a batch of the outbox", (store) => {
  let world: TestWorld
  /** What the platform took or has in hand, oldest first. */
  let ledger: Address[]
  let letGo: () => void
  let stuck: Promise<void>
  const hung: Address = "telegram:40"

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    ledger = []
    stuck = new Promise((resolve) => {
      letGo = resolve
    })
    await withCentre(store(), smallCentre, world.now)
    const createdAt = world.now
    const ids = Array.from({ length: many }, (_, n) => String(n))
    const { person, account, notice } = store().prisma
    await person.createMany({ data: ids.map((id) => ({ id, name: id, language: "en", createdAt })) })
    await account.createMany({
      data: ids.map((id) => ({
        id,
        platform: "telegram",
        userId: id,
        address: `telegram:${id}`,
        personId: id,
        createdAt,
      })),
    })
    await notice.createMany({
      data: ids.map((id) => ({
        key: `broadcast:b:${id}`,
        kind: "broadcast",
        personId: id,
        dueAt: createdAt,
        staleAt: after(createdAt, hour),
        data: { kind: "broadcast", text: id },
      })),
    })
  })

  const outlet = {
    phrase: async () => ({ text: [["Closed tomorrow"]] }),
    send: async (to: Address): Promise<Delivery> => {
      ledger.push(to)
      return { is: "sent", message: to }
    },
  }
  const oneHangs = {
    ...outlet,
    send: async (to: Address): Promise<Delivery> => {
      if (to !== hung) return outlet.send(to)
      ledger.push(to)
      await stuck
      return { is: "sent", message: to }
    },
  }
  const count = (state: string) => store().prisma.notice.count({ where: { state } })

  test("one hangs and its process dies: the others were recorded as they came, in few statements, and only that one is sent again", async () => {
    const asked = vi.spyOn(store(), "query")
    const dying = deliver(world, oneHangs)
    await vi.waitUntil(async () => (await count("sent")) === many - 1, patient)
    const recorded = asked.mock.calls.filter(([{ name }]) => name === "settle").length
    asked.mockRestore()
    expect(recorded).toBeLessThan(many / 4)
    world.now = after(world.now, 30_000)
    const warned = vi.fn()
    await deliver({ ...world, log: { ...silent, warn: warned } }, outlet)
    expect(ledger).toHaveLength(many + 1)
    expect(ledger.at(-1)).toBe(hung)
    expect(warned.mock.calls).toEqual([[{ notice: "broadcast:b:40", attempts: 2 }, "maybe_duplicate"]])
    letGo()
    await dying
  })

  test("one hangs for longer than a lease: it stays in hand, and what was asked to wait meanwhile is not put off with it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    try {
      const slow = deliver(world, {
        ...outlet,
        // As long as the lease, to the millisecond.
        send: async (to) => (to === "telegram:7" ? { is: "wait", seconds: 30 } : oneHangs.send(to)),
      })
      await vi.waitUntil(async () => (await count("sent")) === many - 2, patient)
      const waits = () => store().prisma.notice.count({ where: { result: "asked to wait" } })
      await vi.waitUntil(async () => (await waits()) > 0, patient)
      const leasedUntil = async (id: string) =>
        (await store().prisma.notice.findUniqueOrThrow({ where: { key: `broadcast:b:${id}` } })).leasedUntil
      const asked = await leasedUntil("7")
      for (let waited = 0; waited < 4; waited++) {
        const before = await leasedUntil("40")
        world.now = after(world.now, 10_000)
        vi.advanceTimersByTime(10_000)
        await vi.waitUntil(async () => Number(await leasedUntil("40")) > Number(before), patient)
        if (waited < 3) expect(await leasedUntil("7")).toEqual(asked)
      }
      await deliver(world, outlet)
      expect(ledger.filter((to) => to === "telegram:7")).toHaveLength(1)
      letGo()
      await slow
    } finally {
      vi.useRealTimers()
    }
    expect(await count("sent")).toBe(many)
    expect(ledger).toHaveLength(many)
  })

  test("the store is away when they are recorded: they are recorded when it is back", async () => {
    let away = true
    const tried = vi.fn()
    const query: TestWorld["store"]["query"] = async (statement) => {
      if (statement.name === "settle" && away) {
        tried()
        throw new Error("away")
      }
      return store().query(statement)
    }
    const delivered = deliver({ ...world, store: { ...store(), query } }, oneHangs)
    await vi.waitUntil(() => ledger.length === many && tried.mock.calls.length > 0, patient)
    away = false
    letGo()
    await delivered
    expect(await count("sent")).toBe(many)
  })

  test("one hangs: what falls due meanwhile, for others, does not wait for it", async () => {
    const { notice } = store().prisma
    const delivering = keepDelivering(world, oneHangs)
    await vi.waitUntil(async () => (await count("sent")) === many - 1, patient)
    for (const next of ["c", "d"]) {
      const like = await notice.findUniqueOrThrow({ where: { key: "broadcast:b:41" } })
      await notice.create({
        data: {
          ...like,
          key: `broadcast:${next}:41`,
          state: "due",
          leasedUntil: null,
          data: { kind: "broadcast", text: next },
        },
      })
      delivering.poke()
      await vi.waitUntil(async () => (await notice.count({ where: { personId: "41", state: "due" } })) === 0, patient)
    }
    expect(ledger.filter((to) => to === "telegram:41")).toHaveLength(3)
    expect(await count("sent")).toBe(many + 1)
    letGo()
    await delivering.stop()
    expect(await count("sent")).toBe(many + 2)
    expect(ledger).toHaveLength(many + 2)
  })

  test("told to stop while one hangs: no more is claimed or begun, and that one is given back as perhaps sent", async () => {
    const { notice } = store().prisma
    const behind = await notice.findUniqueOrThrow({ where: { key: "broadcast:b:40" } })
    await notice.create({ data: { ...behind, key: "broadcast:c:40", data: { kind: "broadcast", text: "40" } } })
    // First of all that is due, so that both are in the batch.
    await notice.updateMany({ where: { personId: "40" }, data: { dueAt: after(world.now, -1) } })
    const delivering = keepDelivering(world, oneHangs)
    await vi.waitUntil(() => ledger.length === many, patient)
    let stopped = false
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    void delivering.stop().then(() => {
      stopped = true
    })
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    await vi.waitUntil(() => stopped, patient)
    expect(await count("sent")).toBe(many - 1)
    const left = await notice.findMany({ where: { state: "due" }, orderBy: { key: "asc" } })
    expect(left.map(({ result }) => result)).toEqual(["unsure", "stopping"])
    await deliver(world, outlet)
    expect(ledger.slice(many)).toEqual([hung])
    expect(await count("sent")).toBe(many)
  })
})
