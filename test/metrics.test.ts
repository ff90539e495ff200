import { beforeEach, expect, test } from "vitest"
import { book } from "../src/core/booking.js"
import { deliver } from "../src/core/desk/deliver.js"
import type { Delivery } from "../src/core/desk/turn.js"
import { after, hour, minute } from "../src/core/interval.js"
import { createMetrics } from "../src/metrics.js"
import { readiness } from "../src/ready.js"
import { smallCentre } from "./support/centre.js"
import { describeEachStore, withCentre } from "./support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "./support/world.js"

const start = new Date("2026-11-24T15:00:00+08:00")

await describeEachStore("what an operator watches", (store) => {
  let world: TestWorld

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard" })
    await store().prisma.account.create({
      data: {
        id: "a1",
        platform: "telegram",
        userId: "1",
        address: "telegram:1",
        personId: "p-ana",
        createdAt: world.now,
      },
    })
    const wish = { room: { room: "s1" }, start, end: after(start, hour), hosts: 1, gear: [] }
    await book(world, ask(world, actorFor("ana", "standard")), wish)
  })

  test("sent, late, due and refused notices are counted, and turns timed", async () => {
    const metrics = createMetrics(world)
    const answers: Delivery[] = [
      { is: "sent", message: "1" },
      { is: "down", why: "502" },
      { is: "refused", why: "400" },
    ]
    const outlet = {
      phrase: async () => ({ text: [] }),
      send: async () => answers.shift() ?? null,
      settled: metrics.settled,
    }
    world.now = after(start, -24 * hour + 20_000)
    expect(await metrics.text()).toContain("anchordesk_notices_due 1\n")
    await deliver(world, outlet)
    world.now = after(start, -hour)
    await deliver(world, outlet)
    world.now = after(start, -50 * minute)
    await deliver(world, outlet)
    const hear = metrics.timed(async () => [])
    await hear({
      key: "k",
      platform: "telegram",
      from: { id: "1", name: "Ana" },
      chat: { address: "telegram:1", kind: "private" },
      addressed: true,
      said: { kind: "text", text: "hello" },
    })
    const text = await metrics.text()
    for (const line of [
      'anchordesk_notices_sent_total{kind="reminder"} 1',
      'anchordesk_notices_retried_total{kind="reminder"} 1',
      'anchordesk_notices_failed_total{kind="reminder"} 1',
      "anchordesk_notices_due 0",
      'anchordesk_notice_late_seconds_bucket{le="15"} 0',
      'anchordesk_notice_late_seconds_bucket{le="30"} 1',
      "anchordesk_notice_late_seconds_sum 20",
      'anchordesk_turns_total{platform="telegram"} 1',
      "anchordesk_turn_seconds_count 1",
    ])
      expect(text).toContain(`${line}\n`)
    expect(text).not.toMatch(/ana|p-|telegram:1/)
  })

  test("ready: not before the platforms have started, not when what is due stays lying", async () => {
    expect(await readiness(world, false)).toMatchObject({ ready: false, store: true, notices: true })
    expect((await readiness(world, true)).ready).toBe(true)
    world.now = after(start, -24 * hour + 4 * minute)
    expect((await readiness(world, true)).ready).toBe(true)
    world.now = after(start, -24 * hour + 5 * minute)
    expect(await readiness(world, true)).toMatchObject({ ready: false, notices: false })
    await deliver(world, { phrase: async () => ({ text: [] }), send: async () => ({ is: "wait", seconds: 3000 }) })
    expect((await readiness(world, true)).ready).toBe(true)
  })
})
