import { expect, test } from "vitest"
import type { Centre } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, hour } from "../../src/core/interval.js"
import { arrivalStorm } from "../support/arrival-storm.js"
import { smallCentre } from "../support/centre.js"
import { courseOracle } from "../support/course-storm.js"
import { schoolCentre } from "../support/courses.js"
import { classOracle, judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { storm } from "../support/storm.js"
import { addMembers, testWorld } from "../support/world.js"

/** STORM_DECISIONS and STORM_SEED repeat or enlarge it by hand. */
const decisions = Number(process.env.STORM_DECISIONS ?? 6000)
/** So many decisions bring about all kinds of answers but one at most, however they fall among each other; fewer may miss some that are rare. */
const sureOfAll = decisions >= 20_000
const seed = Number(process.env.STORM_SEED ?? 20_261_123)

/** Some rooms need a yes. */
const strict = (of: Centre, ...rooms: string[]) => ({ ...of, approvals: { classes: [], rooms, dates: [], notice: 0 } })

const common = [
  "booked",
  "moved",
  "extended",
  "cancelled",
  "series",
  "taken",
  "floor_full",
  "gear_short",
  "too_many_open",
  "kept",
  "blocked",
  "in_ballot",
  "host_busy",
  "closed",
  "waiting",
]
/** What staff and owners do, and what comes of offers and closures. */
const rare = [
  "lifted",
  "handed",
  "wished",
  // Others make way; a number is told.
  "reassign",
  "fix",
  "ballot_open",
  "ballot_off",
  "drawn",
  "approved",
  "offer_taken",
  "left_line",
  "expired",
  "accepted",
  "declined",
  "granted",
  "plan set",
  "suspended",
  "active",
  "removed",
  "let_in",
  "kept_to_move",
  // Courses.
  "scheduled",
  "enrolled",
  "in_line",
  "left",
]

/** With courses that nothing needs, or nobody could book. */
const stormCentre = { ...smallCentre, courses: schoolCentre.courses, qualifications: schoolCentre.qualifications }

await describeEachStore("storm", (store) => {
  test(
    `${decisions} conflicting decisions from 32 callers (seed ${seed}): nothing is given twice, nothing told is lost`,
    async () => {
      const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
      const centre = strict(stormCentre, "s3")
      await withCentre(store(), centre, world.now)
      const members = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`m${n}`, n % 3 ? "standard" : "tiny"]))
      await addMembers(world, members)

      const storming = await storm(world, { seed, decisions, callers: 32, members, centre })

      const keeping = await store().prisma.hold.groupBy({ by: ["memberId"], _count: true })
      expect(keeping.filter(({ _count }) => _count > 2)).toEqual([])
      await freeExpired(world, after(world.now, hour))

      expect(
        await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } }),
      ).toEqual([])
      const bookings = await store().prisma.booking.findMany()
      const told = new Map([...storming.bookings].map(([id, { status }]) => [id, status]))
      expect(new Map(bookings.map(({ id, status }) => [id, status]))).toEqual(told)
      // What happened to each since it was last told of is what nobody is told of.
      const { rows: entries } = await store().pool.query<{ id: string; actions: string[] }>(
        "select substr(entity, 9) as id, array_agg(action order by id) as actions from audit where entity like 'booking:%' group by entity",
      )
      const since = entries.flatMap(({ id, actions }) => actions.slice(storming.bookings.get(id)?.version ?? 0))
      expect([...new Set(since)].filter((action) => !["reassign", "fix", "inherit"].includes(action))).toEqual([])
      expect(await classOracle(store().pool)).toEqual([])
      expect(await courseOracle(store().pool, 15)).toEqual([])
      const all = entries.flatMap(({ actions }) => actions)
      for (const action of ["reassign", "fix"]) if (all.includes(action)) storming.counts[action] = 1
      if (process.env.STORM_DECISIONS) process.stdout.write(`${JSON.stringify(storming.counts)}\n`)
      // The storm must have been one: plenty of what is common, and what is rare.
      const missing = (answers: readonly string[], least: number) =>
        answers.filter((answer) => (storming.counts[answer] ?? 0) <= least)
      expect(missing(common, sureOfAll ? decisions / 5000 : 0)).toEqual([])
      const unseen = missing(rare, 0)
      expect(unseen.length, unseen.join()).toBeLessThanOrEqual(sureOfAll ? 1 : 4)
    },
    300_000 + decisions * 60,
  )

  test(`an evening of arrivals, no-shows, forgiving and undoing (seed ${seed}): every room, hour and entry is accounted for`, async () => {
    const world = testWorld(store(), "2026-11-23T18:00:00+08:00")
    const centre = strict(smallCentre, "s3", "l1")
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
    const members = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`m${n}`, "standard"]))
    await addMembers(world, members)

    const counts = await arrivalStorm(world, { seed, rounds: 40, callers: 8, members, centre })

    expect(await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })).toEqual(
      [],
    )
    // It must have been one: plenty of each.
    for (const answer of ["booked", "checked_in", "forgiven", "undone", "cancelled", "moved", "asked"])
      expect(counts[answer] ?? 0, answer).toBeGreaterThan(0)
    // Few of an evening's requests, answered in one way or another.
    const { approved = 0, declined = 0, lapsed = 0 } = counts
    expect(approved + declined + lapsed).toBeGreaterThan(0)
    expect((counts.no_show ?? 0) + (counts.released ?? 0)).toBeGreaterThan(0)
  }, 120_000)
})
