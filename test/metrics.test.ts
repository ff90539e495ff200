import { beforeEach, expect, test } from "vitest"
import { createHttp } from "../src/bots/http.js"
import { book } from "../src/core/booking.js"
import { deliver } from "../src/core/desk/deliver.js"
import type { Delivery } from "../src/core/desk/turn.js"
import { after, hour, minute } from "../src/core/interval.js"
import { rotation } from "../src/core/store/backup-rotation.js"
import { createMetrics } from "../src/metrics.js"
import { operatingRoutes } from "../src/operating.js"
import { readiness } from "../src/ready.js"
import { smallCentre } from "./support/centre.js"
import { silent } from "./support/log.js"
import { describeEachStore, withCentre } from "./support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "./support/world.js"

const start = new Date("2026-11-24T15:00:00+08:00")

await describeEachStore("what an operator watches", (store) => {
  let world: TestWorld
  const machine = Date.now

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
    const metrics = createMetrics(world, { version: "1.2.3", lines: new Map([["error", 2]]) })
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
    expect(await readiness(world, { platforms: false, machine })).toMatchObject({
      ready: false,
      store: true,
      notices: true,
    })
    expect((await readiness(world, { platforms: true, machine })).ready).toBe(true)
    world.now = after(start, -24 * hour + 4 * minute)
    expect((await readiness(world, { platforms: true, machine })).ready).toBe(true)
    world.now = after(start, -24 * hour + 5 * minute)
    expect(await readiness(world, { platforms: true, machine })).toMatchObject({ ready: false, notices: false })
    await deliver(world, { phrase: async () => ({ text: [] }), send: async () => ({ is: "wait", seconds: 3000 }) })
    expect((await readiness(world, { platforms: true, machine })).ready).toBe(true)
  })

  test("whoever looks on and on from one address is asked to go slower; alive is told to anybody", async () => {
    const http = createHttp({ host: "127.0.0.1", log: silent })
    const now = machine()
    const metrics = createMetrics(world, { version: "1.2.3", lines: new Map() })
    operatingRoutes(world, http, { metrics, started: () => true, machine: () => now })
    const statuses = async (url: string, times: number, remoteAddress = "127.0.0.1") => {
      const all = new Map<number, number>()
      for (let n = 0; n < times; n++) {
        const { statusCode } = await http.inject({ url, remoteAddress, headers: { host: "localhost" } })
        all.set(statusCode, (all.get(statusCode) ?? 0) + 1)
      }
      return Object.fromEntries(all)
    }
    expect(await statuses("/calendar/none.ics", 299)).toEqual({ 404: 299 })
    expect(await statuses("/metrics", 2)).toEqual({ 200: 1, 429: 1 })
    expect(await statuses("/readyz", 1)).toEqual({ 429: 1 })
    expect(await statuses(`/calendar/${"A".repeat(32)}.ics`, 1)).toEqual({ 429: 1 })
    expect(await statuses(`/calendar/${"A".repeat(32)}.ics`, 1, "192.0.2.7")).toEqual({ 404: 1 })
    expect(await statuses("/healthz", 5)).toEqual({ 200: 5 })
    await http.close()
  })

  test("not ready with a clock that is not the store's", async () => {
    const off = (ms: number) => readiness(world, { platforms: true, machine: () => Date.now() + ms })
    expect(await off(9_000)).toMatchObject({ ready: true, clock: true })
    for (const ms of [-3_600_000, -30_000, 30_000]) expect(await off(ms)).toMatchObject({ ready: false, clock: false })
  })

  test("every name and unit is as Prometheus' conventions have it", async () => {
    const backups = rotation(store().pool, "/nowhere")
    const metrics = createMetrics(world, { version: "1.2.3", lines: new Map([["error", 2]]), backups })
    metrics.settled({ data: { kind: "reminder" }, due: world.now } as Parameters<typeof metrics.settled>[0], {
      is: "sent",
      message: "1",
    })
    const text = await metrics.text()
    expect(faults(text)).toEqual([])
    for (const line of [
      'anchordesk_build_info{version="1.2.3"} 1',
      'anchordesk_log_lines_total{level="error"} 2',
      "anchordesk_store_up 1",
      "anchordesk_backup_last_success_timestamp_seconds 0",
    ])
      expect(text).toContain(`${line}\n`)
    const bad =
      "# HELP turns_ms x\n# TYPE turns_ms counter\nturns_ms 1\nlost 1\n# HELP a_total y\n# TYPE a_total gauge\n"
    expect(faults(bad)).toEqual([
      "turns_ms: a counter ends with _total",
      "turns_ms: not a base unit",
      "lost: has no HELP and TYPE",
      "a_total: only a counter ends with _total",
    ])
  })

  test("while the store is away, the figures that need none are told", async () => {
    const away = Object.assign(async () => Promise.reject(new Error("away")), {})
    const text = await createMetrics(
      { ...world, store: { ...store(), query: away } },
      { version: "1.2.3", lines: new Map() },
    ).text()
    expect(text).toContain("anchordesk_store_up 0\n")
    expect(text).not.toMatch(/^anchordesk_notices_due /m)
  })
})

/** What `promtool check metrics` would say of it. */
function faults(text: string): string[] {
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const found: string[] = []
  for (const line of text.split("\n").filter(Boolean)) {
    const [, what, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (what === "HELP" && rest !== "") helped.add(name)
    if (what === "TYPE") {
      types.set(name, rest)
      if (rest === "counter" && !name.endsWith("_total")) found.push(`${name}: a counter ends with _total`)
      if (rest !== "counter" && /_(total|count|sum|bucket)$/.test(name))
        found.push(`${name}: only a counter ends with _total`)
      if (/_(ms|millis|milliseconds|minutes|hours|days|kb|mb|kilobytes|megabytes|percent)(_|$)/.test(name))
        found.push(`${name}: not a base unit`)
      if (!/^[a-z][a-z0-9_]*$/.test(name) || name.includes("__")) found.push(`${name}: not snake_case`)
    }
    if (line.startsWith("#")) continue
    const sample = /^[a-z0-9_]+/.exec(line)?.[0] ?? ""
    const base = [sample, sample.replace(/_(bucket|sum|count)$/, "")].find((one) => types.has(one))
    if (!base || !helped.has(base)) found.push(`${sample}: has no HELP and TYPE`)
  }
  return found
}
