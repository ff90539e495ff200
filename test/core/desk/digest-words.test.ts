import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { digestLines, shortDigest } from "../../../src/core/desk/dialogs/digest-words.js"
import { phrasing } from "../../../src/core/desk/phrasing.js"
import type { Line } from "../../../src/core/desk/turn.js"
import type { DigestFacts } from "../../../src/core/digest.js"
import { after, hour } from "../../../src/core/interval.js"
import { languages } from "../../../src/core/language.js"
import type { Booking } from "../../../src/core/outcome.js"
import { schoolDesk } from "../../support/desk-centre.js"

/** The digest that stands under a picture: Telegram takes 1,024 characters there, and it lives only as long as it is one message. */

const now = new Date("2026-11-24T09:00:00+08:00")
const late = { due: now, sent: after(now, 3 * hour) }
const most = 1000
const sizeOf = (text: readonly Line[]): number => plain(text).length
const plain = (text: readonly Line[]): string =>
  text.map((line) => line.map((span) => (typeof span === "string" ? span : Object.values(span)[0])).join("")).join("\n")
const many = <T>(count: number, one: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n))

const booking = (n: number, name = `Lotus Live ${n}`): Booking => ({
  ...{ id: `b${n}`, member: { id: `m${n}`, name }, madeBy: null, room: `studio-${(n % 7) + 1}`, roomClass: null },
  ...{ start: after(now, n * hour), end: after(now, (n + 2) * hour), hosts: 2, gear: [], title: null, named: [] },
  ...{ status: "confirmed", version: 1, minutes: 120, peakMinutes: 0, month: "2026-11", seriesId: null, show: {} },
  ...{ checkedInAt: null, heldUntil: null, setup: 0, teardown: 0, went: null },
})
const closure = (n: number, reason: string): DigestFacts["closures"][number] => ({
  ...{
    what: { room: `studio-${(n % 7) + 1}` },
    start: now,
    end: after(now, 8 * hour),
    reason,
    id: `c${n}`,
    version: 1,
  },
  ...{ madeBy: null, createdAt: now, effects: [] },
})
const course = (n: number): DigestFacts["courses"][number] => ({
  ...{ id: `s${n}`, course: "lighting", room: "studio-5", start: now, end: after(now, hour), hosts: 2, trainer: null },
  ...{ seats: 6, left: 3, least: 2, taken: 3, decideAt: null, status: "scheduled", version: 1, madeBy: null },
  createdAt: now,
})
const ballot = (n: number, name: string): DigestFacts["ballots"][number] => ({
  ballot: {
    ...{ id: `l${n}`, name, windows: [{ start: now, end: after(now, hour) }], deadline: after(now, hour) },
    ...{ wishesMax: 3, winsMax: 1, status: "open", version: 1, commitment: "" },
  },
  ...{ members: 12, wishes: 30 },
})
const nothing: DigestFacts = {
  ...{ day: "2026-11-24", sessions: [], peak: null, floor: 12, gear: [], changes: [], undeliverable: [], closures: [] },
  ...{ before: { sessions: 34, cancelled: 2, missed: 1, use: 0.62 }, courses: [], coursesNext: [], coursesClosed: [] },
  ...{ unqualified: [], todo: [], waiting: 0, requests: 0, ballots: [], asking: 0 },
}
const busy: DigestFacts = {
  ...{
    ...nothing,
    sessions: many(40, (n) => booking(n)),
    peak: { anchors: 11, at: { start: now, end: after(now, hour) } },
  },
  closures: many(4, (n) => closure(n, "the sprinklers are tested and the floor is wet")),
  ...{ waiting: 3, requests: 1, asking: 2 },
  gear: schoolDesk.gear.map(({ id }) => ({ id, quantity: 4 })),
  todo: many(4, (n) => ({ booking: booking(n), slot: booking(n), fate: "cancelled", untold: true })),
  changes: many(9, (n) => ({ action: "cancel", at: now, booking: booking(n) })),
  undeliverable: many(5, (n) => ({ name: `Mei ${n}`, kind: "reminder", state: "blocked", count: 2 })),
}

describe.each(languages)("in %s", (language) => {
  const say = phrasing(language, schoolDesk, now)

  test("a busy day with closures fits beside the picture, what is to be done and what waits before the rest", () => {
    const { text, more } = shortDigest(say, busy, late)
    expect(sizeOf(text)).toBeLessThanOrEqual(most)
    const said = plain(text)
    const { words } = say
    for (const line of [words.closure.todo, words.requests.waiting(2), words.staff.changes, words.staff.undelivered])
      expect(said).toContain(line)
    // The latest of what changed, and how much more there is of each.
    expect(said).toContain(say.slot(booking(8)))
    expect(said).toMatch(/\n\+ \d+\n/)
    expect(more).toBe(true)
  })

  test("sessions fill what is left", () => {
    const { text } = shortDigest(say, { ...nothing, sessions: busy.sessions }, null)
    expect(sizeOf(text)).toBeLessThanOrEqual(most)
    expect(sizeOf(text)).toBeGreaterThan(most - 120)
  })

  test("a quiet day is said in full", () => {
    const few = { ...busy, sessions: busy.sessions.slice(0, 2), closures: [], todo: [], changes: [], undeliverable: [] }
    expect(plain(shortDigest(say, few, null).text)).toBe(plain(digestLines(say, few)))
    expect(shortDigest(say, { ...few, sessions: [] }, null).more).toBe(false)
    expect(shortDigest(say, { ...few, sessions: [], todo: busy.todo }, null).more).toBe(true)
  })

  test("whatever the day is like", () => {
    const text = (max: number) => fc.string({ unit: "grapheme", minLength: 1, maxLength: max / 4 })
    const count = fc.nat({ max: 12 })
    const day = fc.record({
      sessions: fc.nat({ max: 60 }),
      others: count,
      closures: count,
      name: text(240),
      reason: text(480),
    })
    fc.assert(
      fc.property(day, fc.boolean(), ({ sessions, others, closures, name, reason }, delayed) => {
        const named = (n: number) => booking(n, name)
        const facts: DigestFacts = {
          ...{ ...busy, sessions: many(sessions, named), closures: many(closures, (n) => closure(n, reason)) },
          gear: many(others * 4, (n) => ({ id: schoolDesk.gear[n % 4]?.id ?? "", quantity: 99 })),
          todo: many(others, (n) => ({ booking: named(n), slot: named(n), fate: "short", untold: true })),
          changes: many(others, (n) => ({ action: "move", at: now, booking: named(n) })),
          undeliverable: many(others, () => ({ name, kind: "reminder", state: "dropped", count: 9 })),
          unqualified: many(others, (n) => ({ booking: named(n), kind: "mixing" })),
          ...{ courses: many(others, course), coursesNext: many(others, course), coursesClosed: many(others, course) },
          ballots: many(others, (n) => ballot(n, name)),
        }
        expect(sizeOf(shortDigest(say, facts, delayed ? late : null).text)).toBeLessThanOrEqual(most)
      }),
      { numRuns: 60 },
    )
  })
})
