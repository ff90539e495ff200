import type pg from "pg"

/** What the promises rest on: an ORM knows nothing of these, so their absence must be loud. */
const promises = [
  { table: "claim", constraint: "claim_no_overlap", type: "x" },
  { table: "ledger", constraint: "ledger_within_capacity", type: "c" },
  { table: "quota", constraint: "quota_within_grant", type: "c" },
  { table: "course_session", constraint: "course_seats", type: "c" },
  { table: "course_session", constraint: "course_trainer_once", type: "x" },
  { table: "booking_host", constraint: "host_not_twice", type: "x" },
] as const
const triggers = [
  "usage_added",
  "usage_removed",
  "usage_never_updated",
  "hold_limited",
  "claim_removed_in_closure",
  "usage_removed_in_closure",
  "closed_all_of_it",
  "lifted_for_good",
  "booked_in_closure",
  "enrolment_counted",
  "course_line_moves_up",
  "course_off_leaves_nobody",
  "host_along_with_booking",
  "host_into_booking",
] as const

/** @throws naming each constraint or trigger that the database lacks, or has only deferrable or unvalidated */
export async function assertPromisesInCatalogue(pool: Pick<pg.Pool, "query">): Promise<void> {
  const { rows: constraints } = await pool.query<{ table: string; name: string; type: string }>(
    `select conrelid::regclass::text as table, conname as name, contype as type
       from pg_constraint where convalidated and not condeferrable and conname = any($1)`,
    [promises.map(({ constraint }) => constraint)],
  )
  const { rows: present } = await pool.query<{ name: string }>(
    "select tgname as name from pg_trigger where tgenabled <> 'D' and tgname = any($1)",
    [triggers],
  )
  const missing = [
    ...promises
      .filter((p) => !constraints.some((c) => c.table === p.table && c.name === p.constraint && c.type === p.type))
      .map((p) => `constraint ${p.constraint} on ${p.table}`),
    ...triggers.filter((name) => !present.some((trigger) => trigger.name === name)).map((name) => `trigger ${name}`),
  ]
  if (missing.length > 0) throw new Error(`the database cannot keep its promises: ${missing.join(", ")} missing`)
}
