import { describe, expect, test } from "vitest"
import { answeredBy, needsYes, statusBy, yesNeeded } from "../../src/core/approvals.js"
import { centreSchema } from "../../src/core/centre.js"
import { after, hour, minute } from "../../src/core/interval.js"
import type { Booking } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"

/** What the staff must agree to, and where that begins: pure. Asking and answering are in requests.test.ts. */

const approvals = centreSchema.shape.approvals.unwrap().parse({
  ...{ classes: ["large"], longerThan: 180, hostsOver: 4, dates: ["2026-11-28"], notice: 60, answerWithin: 24 },
})
const strict = { ...smallCentre, approvals }
const start = new Date("2026-11-24T20:00:00+08:00")
const fromStart = (ms: number): Date => after(start, ms)
const session = { room: "s1", start, end: after(start, 180 * minute), hosts: 2 }

test("the room or its class, more minutes, more hosts, the broadcast day; nothing where the file says nothing", () => {
  expect(needsYes(strict, session)).toEqual([])
  expect(needsYes(strict, { ...session, end: after(start, 195 * minute) })).toEqual(["length"])
  expect(needsYes(strict, { ...session, hosts: 4 })).toEqual([])
  expect(needsYes(strict, { ...session, room: "l1", hosts: 5 })).toEqual(["room", "hosts"])
  expect(needsYes(strict, { ...session, room: "gone" })).toEqual([])
  expect(needsYes({ ...strict, approvals: { ...approvals, rooms: ["s1"] } }, session)).toEqual(["room"])
  // One in the morning belongs to the evening before.
  const night = new Date("2026-11-29T01:00:00+08:00")
  expect(needsYes(strict, { ...session, start: night, end: after(night, hour) })).toEqual(["date"])
  expect(needsYes(smallCentre, { ...session, room: "l1", hosts: 6 })).toEqual([])
  const { longerThan: _, hostsOver: __, ...others } = approvals
  expect(needsYes({ ...strict, approvals: others }, { ...session, hosts: 200 })).toEqual([])
})

describe("a session", () => {
  const large = { ...session, room: "l1" }
  const now = fromStart(-5 * hour)
  const needed = (about: Partial<Parameters<typeof yesNeeded>[1]>) =>
    yesNeeded(strict, { session: large, staff: false, now, ...about })
  const booked = (change: Partial<Booking> = {}) => ({ ...large, status: "confirmed", ...change }) as Booking
  const ask = { is: "ask", for: ["room"] }
  const soon = { is: "no", refusal: { why: "too_soon", minutes: 60 } }

  test("is asked for by members, an hour ahead or not at all; staff need nobody's word", () => {
    expect(needed({})).toEqual(ask)
    expect(needed({ session })).toEqual({ is: "free" })
    expect(needed({ staff: true })).toEqual({ is: "free" })
    expect(needed({ now: fromStart(-hour) })).toEqual(ask)
    expect(needed({ now: fromStart(-59 * minute) })).toEqual(soon)
    const { notice: _, ...others } = approvals
    const anyTime = (now: Date) =>
      yesNeeded({ ...strict, approvals: { ...others, notice: 0 } }, { session: large, staff: false, now })
    expect(anyTime(fromStart(-minute))).toEqual(ask)
    expect(anyTime(start)).toEqual({ is: "no", refusal: { why: "too_soon", minutes: 0 } })
  })
  test("that is booked stays so within what it was, and goes beyond it only by staff", () => {
    const beyond = { is: "no", refusal: { why: "needs_yes", for: ["room"] } }
    expect(needed({ was: booked() })).toEqual({ is: "free" })
    expect(needed({ was: booked({ hosts: 3, start: fromStart(-hour), end: fromStart(5 * hour) }) })).toEqual({
      is: "free",
    })
    for (const less of [{ room: "s1" }, { start: fromStart(minute) }, { end: fromStart(hour) }, { hosts: 1 }]) {
      expect(needed({ was: booked(less) }), JSON.stringify(less)).toEqual(beyond)
      expect(needed({ was: booked(less), staff: true })).toEqual({ is: "free" })
    }
  })
  test("that is asked for still is, by whoever changes it, and may be made less at any time", () => {
    const asked = booked({ status: "requested" })
    expect(needed({ was: asked })).toEqual(ask)
    expect(needed({ was: asked, staff: true })).toEqual(ask)
    const late = fromStart(-minute)
    expect(needed({ was: asked, now: late })).toEqual(ask)
    expect(needed({ was: { ...asked, hosts: 1 }, now: late })).toEqual(soon)
    expect(needed({ was: { ...asked, hosts: 1 }, now: late, staff: true })).toEqual(ask)
    expect(needed({ was: asked, session })).toEqual({ is: "free" })
  })
  test("waits for an answer, or is booked", () => {
    expect(statusBy({ is: "ask", for: ["room"] })).toBe("requested")
    expect(statusBy({ is: "free" })).toBe("confirmed")
  })
})

test("a request is answered within its hours, and before it begins", () => {
  expect(answeredBy(strict, { start }, fromStart(-30 * hour))).toEqual(fromStart(-6 * hour))
  expect(answeredBy(strict, { start }, fromStart(-20 * hour))).toEqual(start)
  const { answerWithin: _, ...others } = approvals
  expect(answeredBy({ ...strict, approvals: others }, { start }, fromStart(-30 * hour))).toEqual(start)
  expect(answeredBy(smallCentre, { start }, fromStart(-30 * hour))).toEqual(start)
})
