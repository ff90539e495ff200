import type { Delivery, Reply } from "../../../src/core/desk/turn.js"
import type { Notice } from "../../../src/core/notices.js"
import type { Statement } from "./door.js"
import type { SchemaFault } from "./ground.js"

type Rewrite = (statement: Statement) => Statement

/** Faults to plant, each where the product meets the store or the platforms: what the simulation must find. */
export type Faults = {
  /** A seed that showed it, tried before the others: for what takes a rare meeting, which would be looked for in dozens of them. */
  seed?: number
  rewrite?: Rewrite
  /** Put into the database before a run, and taken out of it afterwards. */
  schema?: SchemaFault
  /** In place of the desk's words. */
  phrase?: (notice: Notice, now: Date) => Promise<Reply | null>
  /** Said though the desk has nothing to say any more. */
  saidAllTheSame?: (notice: Notice) => Reply | null
  /** What the desk hears of what a platform says. */
  heard?: (delivery: Delivery) => Delivery
  /** Of which statements "done" is said before they have been run. */
  early?: (statement: Statement) => boolean
}

const replaced =
  (about: RegExp, from: string | RegExp, to: string): Rewrite =>
  (statement) => {
    if (!about.test(statement.text)) return statement
    const text = statement.text.replace(from, to)
    if (text === statement.text) throw new Error(`the fault does not fit any more: ${statement.text}`)
    return { ...statement, text }
  }

const isWrite = ({ text }: Statement): boolean => /^select apply_(write|moving)/.test(text)

export const faults = {
  "turn key skipped": {
    schema: {
      plant: `create function forget_turn() returns trigger language plpgsql as
                'begin delete from turn where key = new.key; return new; end';
              create trigger forget_turn before insert on turn for each row execute function forget_turn()`,
      mend: "drop trigger forget_turn on turn; drop function forget_turn",
    },
  },
  "acknowledged before commit": { early: isWrite },
  "no exclusion constraint": {
    schema: {
      plant: "alter table claim drop constraint claim_no_overlap",
      mend: "alter table claim add constraint claim_no_overlap exclude using gist (room_id with =, tstzrange(starts_at, ends_at, '[)') with &&)",
    },
  },
  "no lease on what is sent": {
    seed: 30_000,
    rewrite: replaced(
      /set leased_until = \$2, attempts/,
      "leased_until = $2",
      "leased_until = case when $2::timestamptz is null then $2::timestamptz end",
    ),
  },
  "retry_after ignored": {
    seed: 30_019,
    heard: (delivery) => (delivery.is === "wait" ? { ...delivery, seconds: 0 } : delivery),
  },
  "reminders of what is cancelled": {
    rewrite: (statement) => {
      if (!isWrite(statement)) return statement
      const { hush: _, ...write } = JSON.parse(String(statement.values?.[0])) as { hush?: unknown }
      return { ...statement, values: [JSON.stringify(write)] }
    },
    saidAllTheSame: ({ data }) => (data.kind === "reminder" ? { text: [["Your session begins soon."]] } : null),
  },
  "due by the clock on the wall": {
    // Both what is due and when to look again: else the desk would look again at once, and for ever.
    rewrite: replaced(
      /^\s*with due as|^select least/,
      /due_at(?=\)| [<>,]| <=)/g,
      "(due_at at time zone 'Asia/Macau' at time zone 'UTC')",
    ),
  },
  "gear counted without a limit": {
    seed: 30_020,
    schema: {
      plant: "alter table ledger drop constraint ledger_within_capacity",
      mend: "alter table ledger add constraint ledger_within_capacity check (used >= 0 and used <= capacity)",
    },
  },
} satisfies Record<string, Faults>
