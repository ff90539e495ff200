import { expect, test } from "vitest"
import type { Centre } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { mendReminders } from "../../src/core/course-tick.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, hour } from "../../src/core/interval.js"
import { arrivalStorm } from "../support/arrival-storm.js"
import { smallCentre } from "../support/centre.js"
import { courseOracle } from "../support/course-storm.js"
import { schoolCentre } from "../support/courses.js"
import { classOracle, judge, lineOracle } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { storm } from "../support/storm.js"
import { addMembers, testWorld } from "../support/world.js"

/** STORM_DECISIONS and STORM_SEED repeat or enlarge it by hand. */
const decisions = Number(process.env.STORM_DECISIONS ?? 3000)
const seed = Number(process.env.STORM_SEED ?? 20_261_123)

/** Some rooms need a yes. */
const strict = (of: Centre, ...rooms: string[]) => ({ ...of, approvals: { classes: [], rooms, dates: [], notice: 0 } })

/** Each answered several times in a run of the usual size. */
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
  "blocked",
  "in_ballot",
  "host_busy",
  "closed",
  "waiting",
  // Cards.
  "kept",
  "kept_to_move",
  "kept_series",
  "moved_as_kept",
  "series_as_kept",
  "dropped",
  "late",
  // What staff and owners do.
  "lifted",
  "handed",
  "approved",
  "declined",
  "granted",
  "plan set",
  "removed",
  "let_in",
  "enrolled",
  "in_line",
  "left",
]
/** What comes of offers, closures and ballots, and what befalls a member. */
const rare = [
  "wished",
  // Others make way; a number is told.
  "reassign",
  "fix",
  "ballot_open",
  "ballot_off",
  "drawn",
  "offer_taken",
  "offer_passed",
  "offer_lapsed",
  "waiting_longer",
  "longer_taken",
  "longer_passed",
  "longer_lapsed",
  "left_line",
  "expired",
  "accepted",
  "declined",
  "suspended",
  "active",
  "scheduled",
]

/** Those that were given less often than that. */
const fewer = (counts: Record<string, number>, answers: readonly string[], least: number): string[] =>
  answers.flatMap((answer) => ((counts[answer] ?? 0) < least ? [`${answer} ${counts[answer] ?? 0}`] : []))

/** An evening of arrivals has some of each. */
const ofArrivals = ["booked", "checked_in", "forgiven", "undone", "cancelled", "moved", "asked"]
const missingArrivals = (counts: Record<string, number>): string[] =>
  fewer(counts, [...ofArrivals, "approved", "declined", "lapsed", "no_show", "released"], 1)

/** With courses that nothing needs, or nobody could book; and a plan by which nothing is refused. */
const stormCentre: Centre = {
  ...smallCentre,
  courses: schoolCentre.courses,
  qualifications: schoolCentre.qualifications,
  plans: smallCentre.plans.flatMap((plan) =>
    plan.id === "standard"
      ? [plan, { ...plan, id: "ample", hoursPerMonth: 2000, peakShare: 1, openBookings: 1000 }]
      : [plan],
  ),
}
const bounds = { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } }

await describeEachStore("storm", (store) => {
  /** All of it at one moment, while everybody goes on. */
  const look = async (): Promise<string[]> => {
    const client = await store().pool.connect()
    try {
      await client.query("begin isolation level repeatable read read only")
      const found = await judge(client, bounds)
      await client.query("commit")
      return found
    } finally {
      client.release()
    }
  }

  /** What became of the offers, and of what was promised a class. */
  const counted = async (): Promise<Record<string, number>> => {
    const { rows } = await store().pool.query<{ name: string; count: number }>(
      `select case when w.wish ? 'extends' then 'longer_' else 'offer_' end || o.status as name, count(*)::integer
         from offer o join waiting w on w.id = o.waiting_id group by 1
        union all
       select action, count(*)::integer from audit where action in ('reassign', 'fix') group by 1`,
    )
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
  }

  test(
    `${decisions} conflicting decisions from 32 callers (seed ${seed}): nothing is given twice, nothing told is lost`,
    async () => {
      const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
      const centre = strict(stormCentre, "s3")
      await withCentre(store(), centre, world.now)
      const patient = ["w0", "w1", "w2"]
      const members = Object.fromEntries([
        ...Array.from({ length: 12 }, (_, n) => [`m${n}`, n % 3 ? "standard" : "tiny"]),
        ...patient.map((id) => [id, "ample"]),
      ])
      await addMembers(world, members)

      const seen: string[] = []
      // The storm must be one: plenty of what is common, and what is rare.
      const missing = async (told: Record<string, number>): Promise<string[]> => {
        const counts = { ...told, ...(await counted()) }
        return [...fewer(counts, common, 3), ...fewer(counts, rare, 1)]
      }
      const storming = await storm(world, {
        ...{ seed, decisions, callers: 32, members, patient, centre, missing },
        look: async () => {
          seen.push(...(await look()))
        },
      })
      expect(seen).toEqual([])
      expect(storming.broken).toEqual([])
      expect(await judge(store().pool, bounds)).toEqual([])
      await freeExpired(world, after(world.now, hour))
      expect(await store().prisma.hold.count({ where: { id: { startsWith: "hold:" } } })).toBe(0)

      expect(await judge(store().pool, bounds)).toEqual([])
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
      await mendReminders(world, world.now)
      expect(await courseOracle(store().pool, 15)).toEqual([])
      expect(await lineOracle(store().pool, storming.line, patient)).toEqual([])
      if (process.env.STORM_DECISIONS)
        process.stdout.write(`${JSON.stringify({ ...storming.counts, ...(await counted()) })}\n`)
      expect(await missing(storming.counts)).toEqual([])
    },
    300_000 + decisions * 200,
  )

  test(`an evening of arrivals, no-shows, forgiving and undoing (seed ${seed}): every room, hour and entry is accounted for`, async () => {
    const world = testWorld(store(), "2026-11-23T14:00:00+08:00")
    const centre = strict(smallCentre, "s3", "l1")
    await withCentre(store(), centre, world.now)
    await currentCentre(world, { fresh: true })
    const members = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`m${n}`, "standard"]))
    await addMembers(world, members)

    const counts = await arrivalStorm(world, {
      seed,
      rounds: 65,
      callers: 8,
      members,
      centre,
      missing: missingArrivals,
    })

    expect(await judge(store().pool, bounds)).toEqual([])
    if (process.env.STORM_DECISIONS) process.stdout.write(`${JSON.stringify(counts)}\n`)
    expect(missingArrivals(counts)).toEqual([])
  })
})
