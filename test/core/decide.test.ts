import { describe, expect, test } from "vitest"
import type { Centre } from "../../src/core/centre.js"
import { type Facts, floorId, presumedFree } from "../../src/core/facts.js"
import type { ActingFor, Refusal, Wish } from "../../src/core/outcome.js"
import { ballotRefusal, type Case, decide, limitedByMissing } from "../../src/core/rules.js"
import { smallCentre } from "../support/centre.js"

/** What comes with each refusal, and where exactly each rule begins: pure, so that every part of a rule is held by itself. */

const now = new Date("2026-11-23T10:00:00+08:00")
const at = (text: string): Date => {
  const [day = 0, hour = 0, minute = 0, second = 0] = text.split(/[ :]/).map(Number)
  return new Date(Date.UTC(2026, 10, day, hour - 8, minute, second))
}
const member = (planId = "standard"): ActingFor => ({
  ...{ id: "m", name: "M", role: "owner", planId, language: "en", status: "active", version: 1 },
})
const usual: Wish = { room: { room: "s1" }, start: at("24 15:00"), end: at("24 17:00"), hosts: 1, gear: [] }
const told = (wish: Partial<Wish>, about: Partial<Case> = {}): Refusal | string => {
  const centre = about.centre ?? smallCentre
  const facts = presumedFree(centre)
  const decision = decide({ centre, now, member: member(), facts, ...about, wish: { ...usual, ...wish } })
  return decision.is === "no" ? decision.refusal : `yes ${decision.room}`
}
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])
const span = (from: string, to: string) => ({ start: at(from), end: at(to) })
const was = { month: "2026-11", minutes: 120, peakMinutes: 0, start: at("24 15:00"), room: "s1" }
const known = (facts: Partial<Facts>): Partial<Case> => ({ facts: { ...presumedFree(smallCentre), ...facts } })

describe("when", () => {
  test("starts and ends are whole quarters, to the second", () => {
    const off = { why: "off_grid", grid: 15 }
    expect(told({ start: at("24 15:00:30") })).toEqual(off)
    expect(told({ end: at("24 17:00:30") })).toEqual(off)
    expect(told({ start: at("24 15:10") })).toEqual(off)
  })

  test("what has begun keeps its start, and takes no other that is past", () => {
    expect(told(span("23 10:00", "23 11:00"))).toBe("yes s1")
    expect(told(span("23 09:45", "23 11:00"))).toEqual({ why: "past" })
    expect(told(span("23 09:45", "23 11:00"), { was: { ...was, start: at("23 09:45") } })).toBe("yes s1")
    expect(told(span("23 09:45", "23 11:00"), { was: { ...was, start: at("23 09:30") } })).toEqual({ why: "past" })
  })

  test("as far ahead as the plan, to the minute; drawn by lot, further", () => {
    const wide: Centre = { ...smallCentre, hours: { ...smallCentre.hours, week: always } }
    const far = { why: "too_far", days: 30, until: at("54 00:00") }
    const first = span("54 00:00", "54 01:00")
    expect(told(span("53 23:00", "54 00:00"), { centre: wide })).toBe("yes s1")
    expect(told(first, { centre: wide })).toEqual(far)
    expect(told(first, { centre: wide, byLot: true })).toBe("yes s1")
    const ballot = { id: "b", name: "Sale", deadline: at("24 00:00") }
    expect(told(first, { centre: wide, ballot })).toMatchObject({ why: "in_ballot" })
  })

  test("as short and as long as the centre and the plan have it", () => {
    expect(told(span("24 15:00", "24 15:30"))).toBe("yes s1")
    expect(told(span("24 15:00", "24 15:15"))).toEqual({ why: "too_short", shortest: 30 })
    expect(told(span("24 09:00", "24 17:00"))).toBe("yes s1")
    expect(told(span("24 09:00", "24 17:15"))).toEqual({ why: "too_long", longest: 480 })
    expect(told(span("24 15:00", "24 17:15"), { member: member("tiny") })).toEqual({ why: "too_long", longest: 120 })
  })

  test("eight hours of the clock are eight, though the clocks go back meanwhile", () => {
    const lisbon: Centre = { ...smallCentre, zone: "Europe/Lisbon" }
    const night = { start: new Date("2026-10-24T17:00:00Z"), end: new Date("2026-10-25T02:00:00Z") }
    expect(told(night, { centre: lisbon, now: new Date("2026-10-20T10:00:00Z") })).toBe("yes s1")
  })

  test("closed: with when that day is open", () => {
    const closed = { why: "closed", open: [span("24 08:00", "24 26:00")], alternatives: [] }
    expect(told(span("24 07:00", "24 09:00"))).toEqual(closed)
    expect(told(span("24 25:00", "24 27:00"))).toEqual(closed)
    expect(told(span("24 08:00", "24 09:00"))).toBe("yes s1")
  })

  test("whoever has no plan that the centre knows has nothing", () => {
    expect(told({}, { member: member("gone") })).toEqual({ why: "too_many_open", max: 0 })
    expect(told(span("24 15:00", "24 17:15"), { member: member("gone"), was })).toMatchObject({
      why: "hours_spent",
      left: 120,
    })
  })
})

describe("whoever missed too many", () => {
  const plans = smallCentre.plans.map((plan) => ({ ...plan, noShows: { limit: 2, days: 10, daysAhead: 3 } }))
  const centre: Centre = { ...smallCentre, plans, hours: { ...smallCentre.hours, week: always } }
  const missed = (...starts: string[]): Partial<Case> => ({
    centre,
    facts: { ...presumedFree(centre), missed: starts.map(at) },
  })
  const ahead = span("27 00:00", "27 01:00")

  test("books no further ahead than the plan says, from that midnight on", () => {
    const two = missed("20 15:00", "21 15:00")
    expect(told(ahead, two)).toEqual({ why: "missed", count: 2, days: 10, daysAhead: 3 })
    expect(told(span("26 22:00", "26 23:00"), two)).toBe("yes s1")
    expect(told(ahead, missed("20 15:00"))).toBe("yes s1")
    expect(told(ahead, missed("20 15:00", "21 15:00", "22 15:00"))).toMatchObject({ count: 3 })
  })
  test("what was so many days ago counts no more", () => {
    expect(told(ahead, missed("13 10:00", "21 15:00"))).toBe("yes s1")
    expect(told(ahead, missed("13 10:15", "21 15:00"))).toMatchObject({ why: "missed" })
  })
  test("moves what is booked to where it was or sooner, never later", () => {
    const two = missed("20 15:00", "21 15:00")
    const moved = (start: string) => told(ahead, { ...two, was: { ...was, start: at(start) } })
    expect(moved("28 00:00")).toBe("yes s1")
    expect(moved("27 00:00")).toBe("yes s1")
    expect(moved("26 15:00")).toMatchObject({ why: "missed" })
  })
  test("is nobody where the plan does not say", () => {
    const [plan] = smallCentre.plans
    const [strict] = plans
    if (!plan || !strict) throw new Error("there are plans")
    expect(limitedByMissing(smallCentre, { plan, start: at("52 00:00"), now })).toBe(false)
    expect(limitedByMissing(centre, { plan: strict, start: at("27 00:00"), now })).toBe(true)
    expect(limitedByMissing(centre, { plan: strict, start: at("26 23:45"), now })).toBe(false)
    expect(
      told(ahead, { facts: { ...presumedFree(smallCentre), missed: [at("20 15:00"), at("21 15:00")] } }),
    ).not.toMatchObject({ why: "missed" })
  })
})

test("a ballot: until its deadline, and with none once that has come", () => {
  const ballot = { id: "b", name: "Sale", deadline: at("24 00:00") }
  const open = { why: "in_ballot", ballot: "b", name: "Sale", until: ballot.deadline }
  expect(ballotRefusal({ ballot, now })).toEqual(open)
  expect(ballotRefusal({ ballot, now: ballot.deadline })).toEqual({ ...open, until: null })
  expect(ballotRefusal({ ballot: null, now })).toBeNull()
  expect(told({}, { ballot })).toEqual(open)
})

describe("what is closed", () => {
  const closures = (...all: [string | null, string, string, string | null][]): Partial<Case> =>
    known({ closures: all.map(([room, from, to, reason]) => ({ room, reason, ...span(from, to) })) })
  const blocked = { why: "blocked", room: null, until: at("24 18:00"), reason: null, alternatives: [] }

  test("a room: which, until when and why", () => {
    const paint = closures(["s1", "24 12:00", "24 18:00", "paint"])
    expect(told({}, paint)).toEqual({ ...blocked, room: "s1", reason: "paint" })
    expect(told({ room: { room: "s2" } }, paint)).toBe("yes s2")
    expect(told(span("24 18:00", "24 19:00"), paint)).toBe("yes s1")
    expect(told(span("24 10:00", "24 12:00"), paint)).toBe("yes s1")
    expect(told(span("24 10:00", "24 12:15"), paint)).toMatchObject({ why: "blocked" })
  })
  test("the centre: no room is named", () => {
    expect(told({}, closures([null, "24 12:00", "24 18:00", "typhoon"]))).toEqual({ ...blocked, reason: "typhoon" })
    expect(told({ room: "any" }, closures([null, "24 12:00", "24 18:00", null]))).toEqual(blocked)
  })
  test("all of a class: until the first of them is open; one that is open does", () => {
    const all: [string, string, string, null][] = [
      ["s1", "24 12:00", "24 20:00", null],
      ["s2", "24 12:00", "24 18:00", null],
      ["s3", "24 12:00", "24 19:00", null],
    ]
    expect(told({ room: { class: "small" } }, closures(...all))).toEqual(blocked)
    expect(told({ room: { class: "small" } }, closures(...all.slice(0, 2)))).toMatch(/^yes/)
  })
})

describe("what", () => {
  test("too many hosts: how many there may be, and in which rooms of the plan", () => {
    expect(told({ hosts: 3 })).toEqual({ why: "too_many_hosts", max: 2, rooms: ["l1"] })
    expect(told({ hosts: 6 })).toEqual({ why: "too_many_hosts", max: 2, rooms: ["l1"] })
    expect(told({ room: "any", hosts: 7 })).toEqual({ why: "too_many_hosts", max: 6, rooms: [] })
    expect(told({ hosts: 3 }, { member: member("tiny") })).toEqual({ why: "too_many_hosts", max: 2, rooms: [] })
    expect(told({ hosts: 0 })).toEqual({ why: "bad_hosts" })
  })
  test("a class that the plan has not: those it has", () => {
    const tiny = { member: member("tiny") }
    expect(told({ room: { class: "large" } }, tiny)).toEqual({ why: "class_not_in_plan", classes: ["small"] })
    expect(told({ room: "any" }, tiny)).toBe("yes s1")
    expect(told({ room: { room: "s9" } })).toEqual({ why: "no_such_room" })
  })
  test("set-up and tear-down are whole minutes that leave a quarter of an hour on air", () => {
    const phases = (setup: number, teardown: number) => told({ phases: { setup, teardown } })
    expect(phases(60, 45)).toBe("yes s1")
    const off = { why: "off_air", most: 105 }
    for (const [setup, teardown] of [
      [60, 46],
      [106, 0],
      [-1, 0],
      [0, -1],
      [0.5, 0],
      [0, 2.5],
      [50, 56],
    ] as const)
      expect(phases(setup, teardown)).toEqual(off)
    expect(phases(0, 0)).toBe("yes s1")
  })
  test("gear: of a kind that there is, and as many as there are", () => {
    const gear = (id: string, quantity: number) => told({ gear: [{ id, quantity }] })
    expect(gear("ring-light", 3)).toBe("yes s1")
    expect(gear("ring-light", 4)).toEqual({ why: "gear_beyond_stock", gear: "ring-light", stock: 3 })
    for (const [id, quantity] of [
      ["drone", 1],
      ["camera", 0],
      ["camera", 0.5],
      ["camera", -1],
    ] as const)
      expect(gear(id, quantity)).toEqual({ why: "no_such_gear" })
  })
})

describe("how much", () => {
  const month = { granted: 2400, used: 0, peakGranted: 1200, peakUsed: 0 }
  const spent = (hours: Partial<typeof month>, openBookings = 0) =>
    known({ openBookings, quota: new Map([["2026-11", { ...month, ...hours }]]) })

  test("open bookings, but for what is open already", () => {
    expect(told({}, spent({}, 10))).toEqual({ why: "too_many_open", max: 10 })
    expect(told({}, spent({}, 9))).toBe("yes s1")
    expect(told({}, { ...spent({}, 10), was })).toBe("yes s1")
  })
  test("hours: what is left and what it needs, what is changed giving back its own of that month first", () => {
    const gone = spent({ used: 2340 })
    expect(told({}, gone)).toEqual({ why: "hours_spent", left: 60, needed: 120, month: "2026-11" })
    expect(told({}, { ...gone, was: { ...was, minutes: 60 } })).toBe("yes s1")
    expect(told({}, { ...gone, was: { ...was, minutes: 45 } })).toMatchObject({ why: "hours_spent", left: 105 })
    expect(told({}, { ...gone, was: { ...was, month: "2026-10" } })).toMatchObject({ why: "hours_spent", left: 60 })
  })
  test("hours at peak, the same", () => {
    const friday = { ...span("27 19:00", "27 21:00") }
    const gone = spent({ peakUsed: 1140 })
    expect(told(friday, gone)).toEqual({ why: "peak_spent", left: 60, needed: 120, month: "2026-11" })
    expect(told(friday, { ...gone, was: { ...was, peakMinutes: 60 } })).toBe("yes s1")
    expect(told(friday, { ...gone, was: { ...was, peakMinutes: 45 } })).toMatchObject({ left: 105 })
  })
})

describe("who has it", () => {
  const used = (resource: string, amount: number) =>
    known({ used: new Map([[resource, new Map([[at("24 16:00").getTime(), amount]])]]) })

  test("taken: the room that was named, or none", () => {
    const claims = ["s1", "s2", "s3", "l1"].map((room) => ({ room, ...span("24 16:00", "24 18:00") }))
    expect(told({}, known({ claims }))).toEqual({ why: "taken", room: "s1", alternatives: [] })
    expect(told({ room: "any" }, known({ claims }))).toEqual({ why: "taken", room: null, alternatives: [] })
    expect(told({ room: { class: "small" } }, known({ claims }))).toMatchObject({ room: null })
  })
  test("the floor and gear: how many are left, never less than none", () => {
    expect(told({ hosts: 2 }, used(floorId, 7))).toEqual({ why: "floor_full", free: 1, alternatives: [] })
    expect(told({}, used(floorId, 9))).toEqual({ why: "floor_full", free: 0, alternatives: [] })
    const two = { gear: [{ id: "ring-light", quantity: 2 }] }
    expect(told(two, used("ring-light", 2))).toEqual({
      why: "gear_short",
      gear: "ring-light",
      free: 1,
      alternatives: [],
    })
    expect(told(two, used("ring-light", 4))).toMatchObject({ why: "gear_short", free: 0 })
  })
  test("a host: who, and until when", () => {
    const cast = {
      named: [{ id: "h", name: "Mei" }],
      write: { hosts: [], host_names: [] },
      onAir: [{ host: "h", ...span("24 16:00", "24 18:00") }],
    }
    const busy = { why: "host_busy", host: "Mei", until: at("24 18:00"), alternatives: [] }
    expect(told({}, known({ cast }))).toEqual(busy)
    // 15 minutes of rest after the session.
    expect(told(span("24 14:00", "24 16:00"), known({ cast }))).toEqual(busy)
    expect(told(span("24 14:00", "24 15:45"), known({ cast }))).toBe("yes s1")
  })
})
