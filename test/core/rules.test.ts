import { describe, expect, test } from "vitest"
import { type Facts, presumedFree } from "../../src/core/facts.js"
import type { ActingFor, Wish } from "../../src/core/outcome.js"
import { decide } from "../../src/core/rules.js"
import { smallCentre } from "../support/centre.js"

/**
 * The refusals as a table, in their documented order. A line reads: plan, room, from – to, hosts, gear → answer.
 * Now is Monday 23 November 2026, 10:00 in Macau. `24 15:00` is a day of November and a time; hours past 24 are the small hours.
 */
const now = new Date("2026-11-23T10:00:00+08:00")
const at = (text: string): Date => {
  const [day = 0, hour = 0, minute = 0] = text.split(/[ :]/).map(Number)
  return new Date(Date.UTC(2026, 10, day, hour - 8, minute))
}

const table = `
standard  s1     24 15:00 – 24 17:00  2           → yes s1
standard  any    24 15:00 – 24 17:00  2           → yes s1
standard  any    24 15:00 – 24 17:00  3           → yes l1
standard  small  24 15:00 – 24 17:00  2           → yes s1
standard  s1     24 23:00 – 24 26:00  1           → yes s1
standard  s1     23 10:00 – 23 11:00  1           → yes s1
suspended s1     24 15:00 – 24 17:00  2           → suspended
standard  s1     24 17:00 – 24 15:00  2           → backwards
standard  s1     24 15:00 – 24 15:00  2           → backwards
standard  s1     24 15:10 – 24 17:00  2           → off_grid
standard  s1     24 15:00 – 24 16:55  2           → off_grid
standard  s1     23 09:45 – 23 10:45  2           → past
standard  s1     22 15:00 – 22 16:00  2           → past
standard  s1     54 15:00 – 54 16:00  2           → too_far
standard  s1     53 15:00 – 53 16:00  2           → yes s1
tiny      s1     31 15:00 – 31 16:00  2           → too_far
tiny      s1     30 25:00 – 30 26:00  1           → too_far
standard  s1     24 15:00 – 24 15:15  2           → too_short
standard  s1     24 09:00 – 24 17:15  2           → too_long
tiny      s1     24 15:00 – 24 17:15  2           → too_long
standard  s1     24 07:00 – 24 09:00  2           → closed
standard  s1     24 25:00 – 24 27:00  2           → closed
standard  s1     24 04:00 – 24 06:00  2           → closed
standard  s9     24 15:00 – 24 17:00  2           → no_such_room
standard  huge   24 15:00 – 24 17:00  2           → no_such_room
tiny      l1     24 15:00 – 24 17:00  2           → class_not_in_plan
standard  s1     24 15:00 – 24 17:00  0           → bad_hosts
standard  s1     24 15:00 – 24 17:00  1.5         → bad_hosts
standard  s1     24 15:00 – 24 17:00  3           → too_many_hosts
standard  any    24 15:00 – 24 17:00  99          → too_many_hosts
standard  s1     24 15:00 – 24 17:00  2  drone:1  → no_such_gear
standard  s1     24 15:00 – 24 17:00  2  camera:0 → no_such_gear
standard  s1     24 15:00 – 24 17:00  2  camera:2 → gear_beyond_stock
tiny      s1     24 15:00 – 24 17:00  2  camera:1 → yes s1
`

const member = (plan: string): ActingFor => ({
  id: "m",
  name: "M",
  role: "owner",
  planId: plan === "suspended" ? "standard" : plan,
  language: "en",
  status: plan === "suspended" ? "suspended" : "active",
  version: 1,
})

const roomWish = (text: string): Wish["room"] =>
  text === "any" ? "any" : ["small", "large", "huge"].includes(text) ? { class: text } : { room: text }

const answer = (plan: string, wish: Wish, facts: Facts = presumedFree(smallCentre)): string => {
  const decision = decide({ centre: smallCentre, now, member: member(plan), wish, facts })
  return decision.is === "yes" ? `yes ${decision.room}` : decision.refusal.why
}

describe("what is refused, and why", () => {
  const lines = table.trim().split("\n")
  test.each(lines)("%s", (line) => {
    const [, plan = "", room = "", from = "", to = "", hosts = "", gear, expected] =
      /^(\S+)\s+(\S+)\s+(\d+ \S+) – (\d+ \S+)\s+(\S+)\s+(?:(\S+:\d+)\s+)?→ (.+)$/.exec(line) ?? []
    const [id = "", quantity] = gear?.split(":") ?? []
    const wish = {
      room: roomWish(room),
      start: at(from),
      end: at(to),
      hosts: Number(hosts),
      gear: gear ? [{ id, quantity: Number(quantity) }] : [],
    }
    expect(answer(plan, wish)).toBe(expected)
  })
})

const session = (from: string, to: string, hosts = 1): Wish => ({
  room: { room: "s1" },
  start: at(from),
  end: at(to),
  hosts,
  gear: [],
})

describe("what is spent", () => {
  const spent = (
    hours: Partial<{ granted: number; used: number; peakGranted: number; peakUsed: number }>,
    openBookings = 0,
  ): Facts => ({
    ...presumedFree(smallCentre),
    openBookings,
    quota: new Map([["2026-11", { granted: 2400, used: 0, peakGranted: 1200, peakUsed: 0, ...hours }]]),
  })
  test("the last hour can be booked, and not a quarter more", () => {
    expect(answer("standard", session("24 15:00", "24 16:00"), spent({ used: 2340 }))).toBe("yes s1")
    expect(answer("standard", session("24 15:00", "24 16:15"), spent({ used: 2340 }))).toBe("hours_spent")
  })
  test("peak hours count only where the session touches them", () => {
    const peakGone = spent({ peakUsed: 1200 })
    expect(answer("standard", session("27 18:00", "27 19:00"), peakGone)).toBe("yes s1")
    expect(answer("standard", session("27 18:00", "27 19:15"), peakGone)).toBe("peak_spent")
    expect(answer("standard", session("26 19:00", "26 21:00"), peakGone)).toBe("yes s1")
  })
  test("open bookings are counted before hours", () => {
    expect(answer("standard", session("24 15:00", "24 16:00"), spent({ used: 2400 }, 10))).toBe("too_many_open")
  })
  test("a session after midnight on the first is charged to the evening it belongs to", () => {
    const december = {
      ...presumedFree(smallCentre),
      quota: new Map([["2026-12", { granted: 0, used: 0, peakGranted: 0, peakUsed: 0 }]]),
    }
    expect(answer("standard", session("30 25:00", "30 26:00"), december)).toBe("yes s1")
    expect(answer("standard", session("31 08:00", "31 09:00"), december)).toBe("hours_spent")
  })
})

/** Scenarios other systems stumbled over, on the decision itself; the same on real stores is in booking.test.ts. */
describe("who has what", () => {
  const claimed = (...claims: [string, string, string][]): Facts => ({
    ...presumedFree(smallCentre),
    claims: claims.map(([room, from, to]) => ({ room, start: at(from), end: at(to) })),
  })
  // An existing session 12:00–14:00 claims its room until 14:15.
  test.each([
    ["24 10:00", "24 11:00", "yes s1"],
    ["24 11:00", "24 11:45", "yes s1"],
    ["24 11:00", "24 12:00", "taken"],
    ["24 11:00", "24 13:00", "taken"],
    ["24 11:00", "24 15:00", "taken"],
    ["24 12:00", "24 14:00", "taken"],
    ["24 12:30", "24 13:30", "taken"],
    ["24 13:00", "24 15:00", "taken"],
    ["24 14:00", "24 15:00", "taken"],
    ["24 14:15", "24 15:15", "yes s1"],
  ])("beside 12:00–14:00 with 15 minutes of turnover: %s – %s → %s", (from, to, expected) => {
    expect(answer("standard", session(from, to), claimed(["s1", "24 12:00", "24 14:15"]))).toBe(expected)
  })
  test("any room: the smallest free one that fits", () => {
    const facts = claimed(["s1", "24 12:00", "24 14:15"], ["s2", "24 12:00", "24 14:15"])
    expect(answer("standard", { ...session("24 13:00", "24 14:00"), room: "any" }, facts)).toBe("yes s3")
    expect(answer("standard", { ...session("24 13:00", "24 14:00"), room: { class: "large" } }, facts)).toBe("yes l1")
  })

  const used = (resource: string, ...lines: [string, string, number][]): Facts => {
    const slots = new Map<number, number>()
    for (const [from, to, amount] of lines) {
      for (let slot = at(from).getTime(); slot < at(to).getTime(); slot += 900_000)
        slots.set(slot, (slots.get(slot) ?? 0) + amount)
    }
    return { ...presumedFree(smallCentre), used: new Map([[resource, slots]]) }
  }
  test("gear: loans that never overlap each other leave the rest of the stock free throughout", () => {
    const loans = used(
      "ring-light",
      ["24 09:00", "24 11:00", 1],
      ["24 11:00", "24 13:00", 1],
      ["24 13:00", "24 15:00", 1],
    )
    const wish = (quantity: number): Wish => ({
      ...session("24 09:00", "24 15:00"),
      gear: [{ id: "ring-light", quantity }],
    })
    expect(answer("standard", wish(2), loans)).toBe("yes s1")
    expect(answer("standard", wish(3), loans)).toBe("gear_short")
  })
  test("the floor: what counts is the peak within the session, not the sum of who touches it", () => {
    const floor = used("floor", ["24 09:00", "24 11:00", 6], ["24 11:00", "24 13:00", 6])
    const wish = (hosts: number): Wish => ({ ...session("24 10:00", "24 12:00", hosts), room: { room: "l1" } })
    expect(answer("standard", wish(2), floor)).toBe("yes l1")
    expect(answer("standard", wish(3), floor)).toBe("floor_full")
  })
  test("a room that is taken is refused whatever is left of the gear", () => {
    const facts = claimed(["s1", "24 12:00", "24 14:15"])
    expect(
      answer("standard", { ...session("24 12:00", "24 13:00"), gear: [{ id: "camera", quantity: 1 }] }, facts),
    ).toBe("taken")
  })
})
