import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { boardOf } from "../src/core/desk/board.js"
import { freeExpired } from "../src/core/holds.js"
import { after, hour, minute } from "../src/core/interval.js"
import { openRequests } from "../src/core/joining.js"
import { arrivals } from "../src/demo-floor.js"
import { demoMonth } from "../src/demo-month.js"
import { sampleCentre } from "./support/board.js"
import { courseOracle } from "./support/course-storm.js"
import { silent } from "./support/log.js"
import { judge } from "./support/oracle.js"
import { services } from "./support/service.js"
import { freshStore } from "./support/store.js"
import { testWorld } from "./support/world.js"

/** The month of a demonstration. */

const evening = "2026-11-24T20:10:00+08:00"
let fresh: Awaited<ReturnType<typeof freshStore>>
let count = 0

beforeAll(async () => {
  fresh = await freshStore("pglite")
  count = await demoMonth({ store: fresh.store, log: silent }, new Date(evening))
})
afterAll(() => fresh.dispose())

test("is full of what there is to see", async () => {
  const { prisma } = fresh.store
  const world = testWorld(fresh.store, evening)
  expect(count).toBeGreaterThan(250)
  const day = await boardOf(world).day({ id: "mei", name: "Mei", language: "en" }, "2026-11-24", "en")
  const now = world.now.getTime()
  const on = day.sessions.filter(({ startAt, endAt }) => startAt <= now && now < endAt)
  expect(on.length).toBeGreaterThan(14)
  expect(on.filter(({ status }) => status === "confirmed")).toHaveLength(2)
  expect(day.sessions.some(({ toldLate }) => toldLate)).toBe(true)
  expect(day.sessions.some(({ status }) => status === "requested")).toBe(true)
  expect(day.sessions.some(({ named, show }) => named && show.length > 0)).toBe(true)
  expect(day.closures).toHaveLength(1)
  expect(day.kept).toHaveLength(1)
  expect(day.requests).toHaveLength(5)
  expect(await openRequests(world)).toHaveLength(2)
  expect(await prisma.courseSession.count()).toBe(4)
  expect(await prisma.enrolment.count({ where: { status: "waiting" } })).toBe(2)
  expect(await prisma.booking.count({ where: { seriesId: { not: null } } })).toBe(8)
  expect(await prisma.waiting.count({ where: { status: "waiting" } })).toBe(3)
  expect(await prisma.ballotEntry.count()).toBe(4)
  expect(await prisma.booking.count({ where: { status: "no_show" } })).toBeGreaterThan(3)
  const languages = await prisma.member.groupBy({ by: ["language"] })
  expect(languages.map(({ language }) => language).sort()).toEqual(["en", "pt", "zh-Hans", "zh-Hant"])
})

test("breaks no rule", async () => {
  const { turnover } = sampleCentre.sessions
  const gear = Object.fromEntries(sampleCentre.gear.map(({ id, quantity }) => [id, quantity]))
  const { pool } = fresh.store
  // The judge looks at what is booked: the place that is kept is let go first.
  await freeExpired(testWorld(fresh.store, evening), after(new Date(evening), hour))
  expect(await judge(pool, { turnoverMinutes: turnover, floor: sampleCentre.floor, gear })).toEqual([])
  expect(await courseOracle(pool, turnover)).toEqual([])
})

test("is for an empty store alone", async () => {
  await expect(demoMonth({ store: fresh.store, log: silent }, new Date(evening))).rejects.toThrow("empty store")
})

test("goes on by itself: most come to what they booked, and somebody does not", async () => {
  const { store } = fresh
  const world = testWorld(store, evening)
  const from = world.now.getTime()
  for (let minutes = 0; minutes <= 90; minutes += 5)
    await arrivals(world, { now: after(world.now, minutes * minute), since: world.now })
  const begun = { startsAt: { gt: new Date(from), lte: after(new Date(from), hour) } }
  const came = await store.prisma.booking.count({ where: { ...begun, status: "checked_in" } })
  const awaited = await store.prisma.booking.count({ where: { ...begun, status: "confirmed" } })
  expect(came).toBeGreaterThan(3)
  expect(awaited).toBeLessThan(came)
})

test("`npm run demo` makes it in a folder of its own, opens, and ends when it is told to", async () => {
  execFileSync(process.execPath, ["scripts/build.mjs"])
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-demo-"))
  const demo = services({ DEMO_DIR: join(folder, "data") })
  try {
    const { address, log, stop } = await demo.start({}, ["scripts/demo.mjs"])
    expect(log.join("\n")).toMatch(/A month of \d{3} sessions is in/)
    expect(await (await fetch(`${address}/board`)).text()).toContain("<title>")
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    expect(await stop("SIGTERM")).toBe(0)
  } finally {
    await demo.end()
    rmSync(folder, { recursive: true, force: true })
  }
}, 300_000)

test("is the same whenever it is made anew", async () => {
  const listed = async (store: typeof fresh.store) =>
    (await store.pool.query("select id, room_id, starts_at, hosts from booking order by id")).rows
  const again = await freshStore("pglite")
  await demoMonth({ store: again.store, log: silent }, new Date(evening))
  expect(await listed(again.store)).toEqual(await listed(fresh.store))
  await again.dispose()
})
