import { describe, expect, test } from "vitest"
import { hour } from "../../src/core/interval.js"
import { judge, type Result } from "../support/outbox-judge.js"
import { simulate } from "../support/outbox-year.js"

/**
 * The simulated outbox, once through each change of the clock in another zone. A year: `OUTBOX_DAYS=365 npx vitest run
 * test/core/outbox-year.test.ts`.
 */
const wanted = Number(process.env.OUTBOX_DAYS ?? 10)
/** The days around both changes of the clock are never left out; a year has more of them. */
const around = Math.ceil(wanted / 60) + 2
const places = [
  { zone: "Asia/Macau", from: "2026-11-23T06:00:00+08:00", days: Math.max(1, wanted - 2 * around) },
  { zone: "Europe/Lisbon", from: "2026-10-24T06:00:00+01:00", days: around },
  { zone: "Europe/Lisbon", from: "2027-03-27T06:00:00+00:00", days: around },
]

describe.each(places)("the outbox over $days days in $zone from $from", (place) => {
  test(
    "every reminder that should have been sent was, within a minute of due or recovery; none that should not",
    async () => {
      const held = (result: Result) => {
        const { figures, wrong } = judge(result)
        process.stdout.write(`${JSON.stringify(figures)}\n`)
        expect(wrong).toEqual([])
        return figures
      }
      const { bookings, wait, down, lost, killed, gaps, blocked } = held(
        await simulate(place, { seed: 20261123, monthly: held }),
      )
      expect(bookings).toBeGreaterThan(place.days * 40)
      expect([wait, down, blocked].every((count) => count > 0)).toBe(true)
      if (place.days >= 60) expect([lost, killed, gaps].every((count) => count > 0)).toBe(true)
    },
    6 * hour,
  )
})
