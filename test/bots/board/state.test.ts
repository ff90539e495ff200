import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BoardDay, BoardSession } from "../../../src/bots/board/json.js"
import { arrivals, changes, freeIn, gearTurns, shownHours, standing } from "../../../src/bots/board/page/state.js"
import { addDays, clock, localMinute, range } from "../../../src/bots/board/page/time.js"

const minute = 60_000
const at = (session: Partial<BoardSession>): BoardSession => {
  const { from = 600, to = 660 } = session
  return {
    id: "b1",
    version: 1,
    room: "s1",
    member: { id: "m", name: "Lotus Live" },
    title: null,
    hosts: 1,
    named: "",
    show: [],
    gear: "",
    place: null,
    status: "confirmed",
    startAt: from * minute,
    endAt: to * minute,
    checkInAt: (from - 15) * minute,
    keptAt: (from + 15) * minute,
    toldLate: false,
    ...session,
    from,
    to,
  }
}
const dayOf = (sessions: readonly BoardSession[]): BoardDay => ({
  day: "2026-11-24",
  date: "Tuesday",
  short: "Tue",
  from: 480,
  to: 1560,
  startAt: 480 * minute,
  gaps: [],
  rooms: [],
  sessions,
  kept: [],
  closures: [],
  courses: [],
  floor: { limit: 52, load: [] },
  requests: [],
  requestsMore: 0,
  hostsMost: 8,
  grid: 15,
  turnover: 15,
  shortest: 30,
})

describe("a session", () => {
  it.each([
    [at({}), 584, "later"],
    [at({}), 585, "due"],
    [at({}), 600, "late"],
    [at({ status: "checked_in" }), 590, "in"],
    [at({ status: "checked_in" }), 660, "over"],
    [at({}), 660, "over"],
    [at({ status: "no_show" }), 605, "missed"],
    [at({ status: "requested" }), 605, "asked"],
  ] as const)("is told by the clock", (session, now, is) => {
    expect(standing(session, now * minute)).toBe(is)
  })

  it("is on the list that it belongs to", () => {
    const all = [
      at({ id: "late" }),
      at({ id: "soon", from: 700 }),
      at({ id: "far", from: 800 }),
      at({ id: "in", status: "checked_in" }),
    ]
    const { late, expected, here } = arrivals(all, 610 * minute)
    expect([late, expected, here].map((list) => list.map(({ id }) => id))).toEqual([["late"], ["soon"], ["in"]])
  })
})

it("gear goes out and comes back, what comes back first", () => {
  const turns = gearTurns([
    at({ id: "a", gear: "lamp", from: 600, to: 660 }),
    at({ id: "b", gear: "lamp", from: 660, to: 700 }),
    at({ id: "c" }),
  ])
  expect(turns.map(({ id }) => id)).toEqual(["a out", "a back", "b out", "b back"])
})

it("says what changed, and nothing when nothing did", () => {
  const before = dayOf([at({ id: "a" }), at({ id: "b" }), at({ id: "c" }), at({ id: "d", status: "no_show" })])
  const after = dayOf([at({ id: "a", room: "s2" }), at({ id: "b", status: "checked_in" }), at({ id: "e" })])
  expect(changes(before, before, ({ id }) => id)).toEqual([])
  expect(changes(before, after, ({ id }) => id).map(({ what, about }) => `${what} ${about}`)).toEqual([
    "moved a",
    "arrived b",
    "booked e",
    "cancelled c",
  ])
})

describe("what is free", () => {
  const grid = fc.integer({ min: 0, max: 71 }).map((n) => 480 + n * 15)
  const taken = fc.array(fc.tuple(grid, fc.integer({ min: 2, max: 12 })), { maxLength: 8 })

  it("leaves every session its turnover, and lies within the day from now on", () => {
    fc.assert(
      fc.property(taken, fc.option(grid), (starts, now) => {
        const sessions = starts.map(([from, quarters], n) => at({ id: String(n), from, to: from + quarters * 15 }))
        for (const { from, to } of freeIn(dayOf(sessions), "s1", now)) {
          expect(to - from).toBeGreaterThanOrEqual(30)
          expect(from).toBeGreaterThanOrEqual(now ?? 480)
          expect(to).toBeLessThanOrEqual(1560)
          for (const other of sessions) expect(from >= other.to + 15 || to + 15 <= other.from).toBe(true)
        }
      }),
    )
  })

  it("is all of an empty day, also beside what nobody came to", () => {
    expect(freeIn(dayOf([at({ status: "no_show" })]), "s1", null)).toEqual([{ from: 480, to: 1560 }])
  })
})

it("a wall shows nine hours around now, within the day", () => {
  fc.assert(
    fc.property(fc.integer({ min: 480, max: 1559 }), (now) => {
      const { from, to } = shownHours({ from: 480, to: 1560 }, now)
      expect(to - from).toBe(540)
      expect(from).toBeGreaterThanOrEqual(480)
      expect(to).toBeLessThanOrEqual(1560)
      expect(from <= now && now < to).toBe(true)
    }),
  )
  expect(shownHours({ from: 495, to: 1545 }, null)).toEqual({ from: 480, to: 1560 })
})

it("minutes are told and written as the desk does", () => {
  expect([clock(1500), range({ from: 1380, to: 1440 }), range({ from: 1380, to: 1500 })]).toEqual([
    "01:00",
    "23:00–24:00",
    "23:00–01:00",
  ])
  expect(localMinute("2026-12-31", 1500)).toBe("2027-01-01T01:00")
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28")
})
