import pg from "pg"
import type { Centre } from "../../../src/core/centre.js"
import { freeExpired } from "../../../src/core/holds.js"
import { after, day, hour } from "../../../src/core/interval.js"
import { openStore } from "../../../src/core/store/open.js"
import { smallCentre } from "../../support/centre.js"
import { courseOracle } from "../../support/course-storm.js"
import { schoolCentre } from "../../support/courses.js"
import { silent } from "../../support/log.js"
import { classOracle, judge } from "../../support/oracle.js"
import { freshDatabase, withCentre } from "../../support/store.js"
import type { Told } from "../../support/told.js"
import { addMembers, testWorld } from "../../support/world.js"
import type { Measure } from "../measure.js"
import { startReplica } from "./fleet.js"

const opening = new Date("2026-11-23T10:00:00+08:00")
const processes = 3
/** In each. More than its connections to the database wait for one. */
const callers = 6
/** Decisions of all processes between two looks of the judge. */
const chunk = 30_000
/** Whether a fault shows is chance: a run with one may go on for so many times as long. */
const chances = 20

const centre: Centre = {
  ...smallCentre,
  courses: schoolCentre.courses,
  qualifications: schoolCentre.qualifications,
  approvals: { classes: [], rooms: ["s3"], dates: [], notice: 0 },
}

/** Promises of the database that are taken away: the judge must find what the engine alone would let happen. */
const dropped: Record<string, string> = {
  "rooms not kept apart": "alter table claim drop constraint claim_no_overlap",
  "floor and gear not counted": "alter table usage disable trigger user",
}

/** R1. Each process has members of its own, and all want the same rooms, hosts, gear and floor in the same evenings. */
export const doubleBooking: Measure = {
  id: "R1",
  promise:
    "however many decide at once on however many processes: no room twice, no floor, gear or plan exceeded, nothing told is lost",
  counts: "decisions",
  times: { quick: 300, full: 1_000_000 },
  needs: ["postgres"],
  plants: Object.keys(dropped),
  async run({ seed, times, plant, say }) {
    const most = times * (plant === undefined ? 1 : chances)
    const { databaseUrl, drop } = await freshDatabase()
    const pool = new pg.Pool({ connectionString: databaseUrl })
    const replicas: ReturnType<typeof startReplica>[] = []
    const violations: string[] = []
    const counts: Record<string, number> = {}
    const told: Told["bookings"] = new Map()
    let [decided, deadlocks] = [0, 0]
    let stormed = 0
    try {
      const world = testWorld(await openStore({ databaseUrl, dataDir: "unused", log: silent }), opening.toISOString())
      await withCentre(world.store, centre, opening)
      replicas.push(...Array.from({ length: processes }, () => startReplica({ databaseUrl })))
      await Promise.all(replicas.map(({ ready }) => ready))
      await pool.query(dropped[plant ?? ""] ?? "select 1")
      for (let round = 0; decided < most; round++) {
        // A week further each time: the evenings fill up again.
        world.now = after(opening, round * 7 * day)
        const size = Math.ceil(Math.min(chunk, times, most - decided) / processes)
        const from = performance.now()
        const all = await Promise.all(
          replicas.map(async (replica, place) => {
            const members = Object.fromEntries(
              Array.from({ length: 6 }, (_, n) => [`r${round}p${place}m${n}`, n % 3 ? "standard" : "tiny"]),
            )
            await addMembers(world, members)
            const storm = { seed: seed + round * 10 + place, decisions: size, callers, members, centre }
            return replica.tell({ does: "storm", storm }, world.now).catch((error: unknown) => {
              violations.push(`process ${place + 1} could not go on: ${String(error)}`)
            }) as Promise<Told | undefined>
          }),
        )
        if (violations.length > 0) break
        stormed += performance.now() - from
        decided += size * processes
        for (const one of all) if (one) add({ counts, bookings: told }, one)
        await freeExpired(world, after(world.now, hour))
        violations.push(...(await judged(pool, told)))
        deadlocks = await deadlocksOf(pool)
        say(`${decided} decisions, ${Math.round(decided / (stormed / 1000))}/s, ${violations.length} violations`)
        if (violations.length > 0) break
      }
      await world.store.close()
    } finally {
      await Promise.all(replicas.map((replica) => replica.kill()))
      await pool.end()
      await drop()
    }
    return {
      figures: {
        decisions: decided,
        "decisions a second": Math.round(decided / (stormed / 1000)),
        bookings: told.size,
        deadlocks,
        answers: JSON.stringify(counts),
      },
      violations,
    }
  },
}

/** Of two turns that wait for each other the database ends one, which then decides again. */
async function deadlocksOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ deadlocks: number }>(
    "select deadlocks::int from pg_stat_database where datname = current_database()",
  )
  return rows[0]?.deadlocks ?? 0
}

function add(sum: Told, { counts, bookings }: Told): void {
  for (const [answer, count] of Object.entries(counts)) sum.counts[answer] = (sum.counts[answer] ?? 0) + count
  for (const [id, one] of bookings) if (one.version > (sum.bookings.get(id)?.version ?? 0)) sum.bookings.set(id, one)
}

/** What was told of each booking last is how it is; of the changes since, nobody is told. */
async function judged(pool: pg.Pool, told: Told["bookings"]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; status: string; actions: string[] }>(
    `select b.id, b.status, array_agg(a.action order by a.id) as actions from booking b join audit a on a.entity = 'booking:' || b.id group by b.id, b.status`,
  )
  const silently = ["reassign", "fix", "inherit"]
  const there = new Map(rows.map((row) => [row.id, row]))
  return [
    ...[...told].flatMap(([id, { status }]) =>
      there.get(id)?.status === status ? [] : [`told ${id} ${status}, and it is ${there.get(id)?.status}`],
    ),
    ...rows.flatMap(({ id, actions }) => {
      const untold = actions.slice(told.get(id)?.version ?? 0).filter((action) => !silently.includes(action))
      return untold.length > 0 ? [`nobody was told of ${id}: ${untold.join(", ")}`] : []
    }),
    ...(await judge(pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })),
    ...(await classOracle(pool)),
    ...(await courseOracle(pool, 15)),
  ]
}
