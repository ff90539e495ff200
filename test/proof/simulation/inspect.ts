import { createHash } from "node:crypto"
import { minute, second } from "../../../src/core/interval.js"
import type { Notice } from "../../../src/core/notices.js"
import { courseOracle } from "../../support/course-storm.js"
import { classOracle, judge } from "../../support/oracle.js"
import { type Record as Befell, skewMost } from "./chaos.js"
import type { Seat } from "./door.js"
import type { MemoryStore } from "./memory-store.js"
import { judgeOutbox } from "./outbox.js"
import type { Platform } from "./platform.js"
import type { Schedule } from "./schedule.js"
import type { Claim } from "./told.js"
import { leads, noShowMinutes, type Place } from "./world.js"

/** Looks at the store, past everything that is simulated, and says what may not be: one line for each. */
export type Inspector = {
  /** What was just told, as the store has it. */
  claimed(claim: Claim): Promise<string[]>
  /** What must hold at every moment. */
  inspect(): Promise<string[]>
  /** What must hold once everything has been calm for some minutes. */
  atRest(befell: Befell): Promise<string[]>
  /** Is what a notice says still so? */
  stands(notice: Notice): Promise<boolean>
  digest(): Promise<string>
}

type Given = { store: MemoryStore; judge: Seat; place: Place; schedule: Schedule; platform: Platform }

export function createInspector({ store, judge: seat, place, schedule, platform }: Given): Inspector {
  const { centre } = place
  const { pool } = seat.store
  const rows = async (sql: string, values: unknown[] = []) =>
    (await store.line.query(sql, values)).rows as Record<string, unknown>[]
  // The judge reads between two statements of a transaction as well: what is not committed would be seen.
  const settled = async <T>(look: () => Promise<T>, otherwise: T): Promise<T> =>
    store.inTransaction() ? otherwise : look()
  const look = async (name: string, sql: string, values: unknown[] = []): Promise<string[]> =>
    (await rows(sql, values)).map((row) => `${name}: ${JSON.stringify(row)}`)
  const gear = Object.fromEntries(centre.gear.map(({ id, quantity }) => [id, quantity]))
  const now = (): Date => new Date(schedule.now())

  return {
    claimed: ({ key, is }) =>
      settled(
        () =>
          look(
            `told "${is}" by ${key}, and the store knows nothing of it`,
            `select $1::text as key where not exists (
               select 1 from turn t join booking b on b.id = t.outcome->'booking'->>'id'
                where t.key = $1 and t.outcome->>'is' = $2 and b.version >= (t.outcome->'booking'->>'version')::integer)`,
            [key, is],
          ),
        [],
      ),
    inspect: () =>
      settled(
        async () => [
          ...(await judge(pool, { turnoverMinutes: centre.sessions.turnover, floor: centre.floor, gear, leads })),
          ...(await classOracle(pool)),
          ...(await courseOracle(pool, centre.sessions.turnover)),
          ...(await look("a booking that no turn has made", byNoTurn)),
          ...(await look("a change that no turn has made", changedByNoTurn)),
          ...(await look("given up too early", givenUpEarly, [noShowMinutes * 60 - (skewMost / second) * 2])),
        ],
        [],
      ),
    atRest: async (befell) => [
      ...(await look("kept beyond its time", "select * from hold where until < $1", [before(now(), 2)])),
      ...(await look("offered beyond its time", "select * from offer where status = 'open' and until < $1", [
        before(now(), 2),
      ])),
      // What is to be tried again later waits by the clock of whoever said so: no longer than the longest pause after that.
      ...(await look(
        "due, and never said",
        `select key, due_at, leased_until, attempts, result from notice
          where state = 'due' and due_at < $1 and (leased_until is null or leased_until < $1 or leased_until > $2)`,
        [before(now(), 3), new Date(now().getTime() + longestPause + befell.ahead)],
      )),
      ...judgeOutbox({
        platform,
        befell,
        notices: await rows(sentNotices),
        reminders: await rows(remindersOwed, [leads]),
        now: schedule.now(),
      }),
    ],
    async stands({ data, bookingId }) {
      if (data.kind !== "reminder" || store.inTransaction()) return true
      return (await rows("select 1 from booking where id = $1 and status = 'confirmed'", [bookingId])).length > 0
    },
    async digest() {
      const hash = createHash("sha256")
      for (const table of tables) hash.update(JSON.stringify(await rows(`select * from ${table} order by 1, 2`)))
      return hash.digest("hex")
    },
  }
}

/** From `retryAt`: five minutes and a quarter. */
const longestPause = 1.25 * 5 * minute

const before = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * minute)

const tables = [
  "booking",
  "claim",
  "usage",
  "ledger",
  "quota",
  "hold",
  "offer",
  "waiting",
  "closure",
  "notice",
  "audit",
  "turn",
  "enrolment",
  "course_session",
]

const byNoTurn = `select b.id, b.created_at from booking b where not exists (
  select 1 from turn t where t.outcome->>'is' = 'booked' and t.outcome->'booking'->>'id' = b.id)`

/** Every version of a booking that a person made by one of these commands is the outcome of a turn. */
const changedByNoTurn = `
select v.entity, v.version, v.action from (
  select entity, action, via, row_number() over (partition by entity order by id) as version from audit where entity like 'booking:%') v
 where v.via <> 'desk' and v.action in ('book', 'move', 'extend', 'cancel', 'checkin') and not exists (
  select 1 from turn t where t.outcome->'booking'->>'id' = substr(v.entity, 9) and (t.outcome->'booking'->>'version')::integer = v.version)`

const givenUpEarly = `
select a.entity, a.at, b.starts_at from audit a join booking b on 'booking:' || b.id = a.entity
 where a.action = 'no_show' and a.via = 'desk' and a.at < b.starts_at + make_interval(secs => $1) and b.status = 'no_show'`

const sentNotices = "select key, state, due_at, result, kind from notice"

/** Of sessions that stand, and have stood unchanged since before a reminder was due: what is owed, from the bookings alone. */
const remindersOwed = `
select 'remind:' || b.id || ':' || lead || ':' || b.made_by_id as key, b.id, lead, b.starts_at,
       b.starts_at - make_interval(mins => lead) as due,
       coalesce(b.starts_at - make_interval(mins => (select max(l) from unnest($1::integer[]) l where l < lead)), b.starts_at) as useful,
       (select max(a.at) from audit a where a.entity = 'booking:' || b.id and a.action not in ('checkin', 'no_show', 'reassign', 'fix', 'late')) as changed,
       (select min(a.at) from audit a where a.entity = 'booking:' || b.id and a.action in ('checkin', 'no_show')) as arrived
  from booking b, unnest($1::integer[]) lead
 where b.status in ('confirmed', 'checked_in', 'no_show') and b.made_by_id is not null`
