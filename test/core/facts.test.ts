import { describe, expect, test } from "vitest"
import {
  alone,
  type Facts,
  floorId,
  freeOf,
  hoursIn,
  planHours,
  presumedFree,
  shortagesFor,
  withSpent,
} from "../../src/core/facts.js"
import { day, hour, intersection, minute, second } from "../../src/core/interval.js"
import type { ActingFor } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"

/** What is known before anything is decided: nothing is taken until somebody takes it, and what is decided together counts. */

const at = (clock: string): Date => new Date(`2026-11-24T${clock}:00+08:00`)
const span = (from: string, to: string) => ({ start: at(from), end: at(to) })
const member: ActingFor = {
  ...{ id: "m", name: "M", role: "owner", planId: "standard", language: "en", status: "active", version: 1 },
}
const free = presumedFree(smallCentre)

test("presumed free: nothing taken, and all there is", () => {
  const { used, quota, capacity, openBookings, ...lists } = free
  expect(lists).toEqual({ claims: [], closures: [], missed: [], own: [], qualified: [] })
  expect([used.size, quota.size, openBookings]).toEqual([0, 0, 0])
  expect([...capacity]).toEqual([
    ["floor", 8],
    ["ring-light", 3],
    ["camera", 1],
  ])
})

test("a plan's hours, of which a share at peak in whole minutes; none where there is no plan", () => {
  const [standard] = smallCentre.plans
  if (!standard) throw new Error("there is a plan")
  expect(planHours(standard)).toEqual({ granted: 2400, used: 0, peakGranted: 1200, peakUsed: 0 })
  expect(planHours({ ...standard, hoursPerMonth: 7, peakShare: 0.333 }).peakGranted).toBe(139)
  expect(hoursIn(free, smallCentre, member, "2026-11")).toEqual(planHours(standard))
  const spent = { granted: 1, used: 2, peakGranted: 3, peakUsed: 4 }
  expect(hoursIn({ ...free, quota: new Map([["2026-11", spent]]) }, smallCentre, member, "2026-11")).toBe(spent)
  const none = { granted: 0, used: 0, peakGranted: 0, peakUsed: 0 }
  expect(hoursIn(free, smallCentre, { ...member, planId: "gone" }, "2026-11")).toEqual(none)
})

describe("what is decided together", () => {
  const about = { centre: smallCentre, member }
  const cost = (month: string, minutes: number, peakMinutes: number) => ({ month, minutes, peakMinutes })

  test("counts against hours, open bookings and rooms", () => {
    const claim = { room: "s1", ...span("15:00", "17:15") }
    const along = {
      ...alone,
      costs: [cost("2026-11", 120, 60), cost("2026-11", 60, 0), cost("2026-12", 30, 30)],
      claims: [claim],
    }
    const { quota, openBookings, claims } = withSpent({ ...free, openBookings: 2 }, { ...about, along })
    expect(quota.get("2026-11")).toEqual({ granted: 2400, used: 180, peakGranted: 1200, peakUsed: 60 })
    expect(quota.get("2026-12")).toEqual({ granted: 2400, used: 30, peakGranted: 1200, peakUsed: 30 })
    expect(openBookings).toBe(5)
    expect(claims).toEqual([claim])
    expect(free.quota.size).toBe(0)
  })
  test("alone, nothing changes", () => {
    expect(alone).toEqual({ costs: [], claims: [], moves: [], still: [] })
    expect(withSpent(free, { ...about, along: alone })).toEqual(free)
  })
})

describe("how much is free", () => {
  const facts: Facts = {
    ...free,
    used: new Map([
      [
        floorId,
        new Map([
          [at("15:00").getTime(), 6],
          [at("15:15").getTime(), 8],
          [at("15:30").getTime(), 2],
        ]),
      ],
      ["camera", new Map([[at("16:00").getTime(), 1]])],
    ]),
  }
  test("the least of its quarters; nothing of what is not there", () => {
    expect(freeOf(facts, floorId, span("15:00", "15:15"))).toBe(2)
    expect(freeOf(facts, floorId, span("14:00", "16:00"))).toBe(0)
    expect(freeOf(facts, floorId, span("15:30", "16:00"))).toBe(6)
    expect(freeOf(facts, floorId, span("15:50", "16:00"))).toBe(8)
    expect(freeOf(facts, floorId, span("15:40", "15:50"))).toBe(6)
    expect(freeOf(facts, "ring-light", span("15:00", "16:00"))).toBe(3)
    expect(freeOf(facts, "gone", span("15:00", "16:00"))).toBe(0)
  })
  test("the quarters in which there is too little of the floor, or of any gear", () => {
    const short = (hosts: number, ...gear: [string, number][]) =>
      shortagesFor(
        facts,
        hosts,
        gear.map(([id, quantity]) => ({ id, quantity })),
      )
    expect(short(1)).toEqual([span("15:15", "15:30")])
    expect(short(2)).toEqual([span("15:15", "15:30")])
    expect(short(3)).toEqual([span("15:00", "15:15"), span("15:15", "15:30")])
    expect(short(0, ["ring-light", 3])).toEqual([])
    expect(short(0, ["camera", 1])).toEqual([span("16:00", "16:15")])
    const lost = { ...facts, capacity: new Map() }
    expect(shortagesFor(lost, 1, [])).toHaveLength(3)
  })
})

test("what two intervals share, whichever comes first; nothing where they only touch", () => {
  const [early, late] = [span("15:00", "17:00"), span("16:00", "18:00")]
  for (const pair of [
    [early, late],
    [late, early],
  ] as const)
    expect(intersection(...pair)).toEqual(span("16:00", "17:00"))
  expect(intersection(early, span("17:00", "18:00"))).toBeNull()
  expect([second, minute, hour, day]).toEqual([1_000, 60_000, 3_600_000, 86_400_000])
})
