import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import type { Centre } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { weekOf } from "../../src/core/weekly.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/** Weekdays 10:15–12:30, Saturdays 10:00–15:00, closed on Sundays. */
const workdays = Array.from({ length: 5 }, () => [{ from: 615, to: 750 }])
const short: Centre = {
  ...smallCentre,
  hours: { ...smallCentre.hours, week: [...workdays, [{ from: 600, to: 900 }], []], peak: [] },
}
const monday = "2026-11-23"

await describeEachStore("the report of a week", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+08:00`)
  type Became = { went?: string; status?: string }
  /** A session of a day of November, and what became of it. */
  async function had(day: number, room: string, [from, to]: [string, string], became: Became = {}, hosts = 1) {
    const wish = { room: { room }, start: at(day, from), end: at(day, to), hosts, gear: [] }
    const outcome = await book(world, ana(), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    await store().prisma.booking.update({ where: { id: outcome.booking.id }, data: became })
    return outcome.booking.id
  }
  async function open(centre: Centre) {
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-22T10:00:00+08:00")
    await addMembers(world, { ana: "standard" })
  })

  test("how much of each open hour was in use, room by class, and how full the floor was at most", async () => {
    await open(short)
    await had(23, "s1", ["10:15", "11:15"], {}, 2)
    await had(23, "s2", ["10:30", "11:30"], {}, 2)
    await had(24, "l1", ["11:00", "12:00"], {}, 5)
    await had(28, "l1", ["10:00", "12:00"])
    await had(30, "l1", ["10:15", "12:30"], {}, 6)
    // Neither who did not come nor who cancelled used it.
    await had(27, "s1", ["10:15", "11:15"], { status: "no_show" })
    await cancel(world, ana(), await had(26, "s1", ["10:15", "11:15"]))
    const week = await weekOf(world, monday)
    expect(week).toMatchObject({
      days: [23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}`),
      hours: { from: 600, to: 900 },
      sessions: 4,
      cancelled: 1,
      missed: 1,
      peak: { anchors: 5, at: { start: at(24, "11:00"), end: at(24, "12:00") } },
      floor: 8,
    })
    // Four rooms, 135 minutes on weekdays and 300 on Saturday, closed on Sunday.
    expect(week.use).toBeCloseTo((120 / 540 + 60 / 540 + 120 / 1200) / 6)
    const idle = [0, 0, 0, null, null]
    expect(week.classes).toEqual([
      {
        id: "small",
        use: [[75 / 135, 45 / 180, 0, null, null], idle, idle, idle, idle, [0, 0, 0, 0, 0], Array(5).fill(null)],
      },
      { id: "large", use: [idle, [0, 1, 0, null, null], idle, idle, idle, [1, 1, 0, 0, 0], Array(5).fill(null)] },
    ])
  })

  test("how it went: a kind of gear is one line, a room is one by itself, the most frequent first", async () => {
    await open(short)
    await had(23, "s1", ["10:15", "10:45"], { went: "fine" })
    await had(23, "s3", ["10:15", "10:45"], { went: "room" })
    await had(24, "s1", ["10:15", "10:45"], { went: "gear:camera" })
    await had(24, "s2", ["10:15", "10:45"], { went: "room" })
    await had(25, "s2", ["10:15", "10:45"], { went: "room" })
    await had(26, "s2", ["10:15", "10:45"], { went: "room" })
    await had(27, "s1", ["10:15", "10:45"], { went: "gear:camera" })
    await had(28, "s1", ["10:15", "10:45"])
    expect((await weekOf(world, monday)).went).toEqual({
      fine: 1,
      broken: [
        { went: "room", room: "s2", count: 3 },
        { went: "gear:camera", room: "s1", count: 2 },
        { went: "room", room: "s3", count: 1 },
      ],
    })
  })

  test("what was refused from its first day to its last, the most frequent first", async () => {
    await open(short)
    await store().prisma.refusal.createMany({
      data: [
        { day: "2026-11-22", why: "past", count: 9 },
        { day: "2026-11-23", why: "taken", count: 2 },
        { day: "2026-11-26", why: "closed", count: 3 },
        { day: "2026-11-29", why: "taken", count: 2 },
        { day: "2026-11-30", why: "past", count: 9 },
      ],
    })
    expect((await weekOf(world, monday)).refusals).toEqual([
      { why: "taken", count: 4 },
      { why: "closed", count: 3 },
    ])
  })

  test("closed all week: nothing was in use, and no hour is drawn", async () => {
    await open({ ...short, hours: { ...short.hours, week: Array.from({ length: 7 }, () => []) } })
    expect(await weekOf(world, monday)).toMatchObject({
      hours: null,
      classes: [],
      use: null,
      sessions: 0,
      peak: null,
      went: { fine: 0, broken: [] },
    })
  })
})
