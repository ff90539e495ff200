import { after } from "./interval.js"
import type { Language } from "./language.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"

/**
 * The outbox. Notices are rows with a due time, written in the transaction that causes them. {@link deliverDue} claims what is due in
 * batches, sends outside any transaction, and records what became of each as it comes; any number of replicas may do so at once.
 *
 * At least once: a notice is lost never, and may double only when the platform took it and its answer, or our record of it, was lost.
 * That is logged as `maybe_duplicate`.
 */

/** A notice on its way, with everything that phrasing and addressing it needs. */
export type Notice = {
  key: string
  due: Date
  stale: Date
  attempts: number
  data: NoticeData
  bookingId: string | null
  to:
    | {
        kind: "person"
        personId: string
        language: Language
        accounts: readonly { id: string; address: string }[]
        /** Acts for several merchants, and is told for which of them this is. */
        several: boolean
      }
    | { kind: "channel"; address: string; language: Language }
  /** The outcome of an earlier attempt was never heard. */
  unsure: boolean
}

/** What became of one notice. `notBefore`: when to try again; `said`: a hash of the words, for a message that lives. */
export type Settled =
  | { is: "sent"; message: string; said?: string }
  | { is: "later"; notBefore: Date; why: string; unsure: boolean }
  | { is: "blocked"; why: string }
  | { is: "failed"; why: string }
  | { is: "dropped"; why: string }

/** Why a notice waits whose reader's platforms are not running in this process: another that has one may take it at once. */
export const notHere = "platform not running"

/** Told what became of each notice: for counting. */
export type Seen = (notice: Pick<Notice, "data" | "due">, outcome: Settled) => void

const batch = 100
/** How long a replica may take over a batch; a dead one's notices are free again after this. */
const leaseMs = 30_000

type Row = {
  key: string
  due_at: Date
  stale_at: Date
  attempts: number
  data: NoticeData
  booking_id: string | null
  person_id: string | null
  address: string | null
  /** What was recorded of the attempt before; null after the first, if nothing ever was. */
  earlier: string | null
  language: Language | null
  accounts: { id: string; address: string }[] | null
  several: boolean
}

const claimDue = `
with due as (
  select key, result as earlier from notice
   where state = 'due' and due_at <= $1
     and (leased_until is null or leased_until <= $1 or ($3::text is not null and result = '${notHere}'))
     and ($3::text is null or exists (
       select 1 from account a where a.person_id = notice.person_id and a.platform = $3 and a.blocked_at is null))
   order by due_at, key limit ${batch} for update skip locked),
claimed as (
  update notice n set leased_until = $2, attempts = n.attempts + 1, result = null
    from due where n.key = due.key returning n.*, due.earlier)
select c.key, c.due_at, c.stale_at, c.attempts, c.data, c.booking_id, c.person_id, c.address, c.earlier,
       coalesce(p.language, ch.language, c.data->>'language') as language,
       (select json_agg(json_build_object('id', a.id, 'address', a.address) order by (a.id = p.preferred_id) desc, a.created_at)
          from account a where a.person_id = c.person_id and a.blocked_at is null) as accounts,
       (select count(*) > 1 from person_member pm where pm.person_id = c.person_id) as several
  from claimed c left join person p on p.id = c.person_id left join channel ch on ch.address = c.address
 order by c.due_at, c.key`

/**
 * Claims what is due and begins to send it; with `only`, what people who have an account on that platform are to be told. `send` phrases and sends one notice and says what became of it; it must not throw for what a platform says.
 * @returns how many notices were claimed; a full batch means there may be more; `settled` resolves when all is sent and recorded
 */
export async function deliverDue(
  world: World,
  send: Send,
  { seen = () => {}, only = null }: { seen?: Seen | undefined; only?: string | null | undefined } = {},
): Promise<{ claimed: number; more: boolean; settled: Promise<void> }> {
  const now = world.clock()
  const lease = after(now, leaseMs * world.speed)
  const { rows } = await world.store.query<Row>({ name: "claim-due", text: claimDue, values: [now, lease, only] })
  const sending = async (): Promise<void> => {
    if (rows.length === 0) return
    const held = holding(world, { keys: rows.map(({ key }) => key), lease })
    const one = async (row: Row): Promise<void> => {
      const outcome = await settle(world, row, { now, send })
      seen({ data: row.data, due: row.due_at }, outcome)
      held.record(row.key, outcome)
    }
    const all = async (): Promise<void> => {
      // What is too late is on record before the rest is said: a digest of the same batch tells of it.
      await Promise.all(rows.filter((row) => row.stale_at <= now).map(one))
      await held.recorded()
      await Promise.all(
        inOrder(
          rows.filter((row) => row.stale_at > now),
          one,
        ),
      )
    }
    await all().finally(() => held.end())
  }
  return { claimed: rows.length, more: rows.length === batch, settled: sending() }
}

/** Side by side, but what one reader is to be told one after another, as it was due. */
function inOrder<T>(rows: readonly Row[], one: (row: Row) => Promise<T>): Promise<T>[] {
  const last = new Map<string, Promise<unknown>>()
  return rows.map((row) => {
    const reader = row.person_id ?? row.address ?? row.key
    const mine = (last.get(reader) ?? Promise.resolve()).then(() => one(row))
    last.set(reader, mine)
    return mine
  })
}

/**
 * A batch on its way. Outcomes are recorded as they come, so that a crash doubles only what it cut short: what settles during one
 * recording goes into the next. What is not settled has its lease renewed, for as long as a platform's pace or a silence takes.
 */
function holding(world: World, { keys, lease }: { keys: readonly string[]; lease: Date }) {
  let until = lease
  const held = new Set(keys)
  const settled = new Map<string, Settled>()
  let asked = false
  /** One after the other: recording and renewing go by the lease that the one before left in the rows. */
  let latest: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>, trouble: string): void => {
    latest = latest.then(work).catch((error: unknown) => world.log.warn({ err: error }, trouble))
  }
  const write = async (): Promise<void> => {
    asked = false
    const outcomes = [...settled]
    if (outcomes.length === 0) return
    await record(world, { outcomes, lease: until, now: world.clock() })
    for (const [key] of outcomes) {
      settled.delete(key)
      // One that is to wait may be another's soon, and keeps until when.
      held.delete(key)
    }
  }
  const renew = async (): Promise<void> => {
    const next = after(world.clock(), leaseMs * world.speed)
    const { rowCount } = await world.store.query({
      name: "renew-lease",
      text: "update notice set leased_until = $3 where key = any($1) and state = 'due' and leased_until = $2",
      values: [[...held], until, next],
    })
    // What could not be renewed is another's by now, and recording will find it so.
    if (rowCount) until = next
  }
  const timer = setInterval(() => {
    inTurn(renew, "a lease was not renewed")
    inTurn(write, unrecorded)
  }, leaseMs / 3)
  timer.unref()
  return {
    record(key: string, outcome: Settled): void {
      settled.set(key, outcome)
      if (!asked) inTurn(write, unrecorded)
      asked = true
    },
    /** Resolves when what has settled so far is on record, if the store takes it. */
    recorded: () => latest,
    /** Records what is left. @throws when the store does not take it */
    async end(): Promise<void> {
      clearInterval(timer)
      await latest
      await write()
    },
  }
}

/** It stays in hand and is recorded with what settles next. */
const unrecorded = "what became of some notices could not be recorded yet"

type Send = (notice: Notice, now: Date) => Promise<Settled>
type Sending = { now: Date; send: Send }

async function settle(world: World, row: Row, { now, send }: Sending): Promise<Settled> {
  if (row.stale_at <= now) return { is: "dropped", why: "stale" }
  const notice = toNotice(row)
  if (!notice) return { is: "dropped", why: "nobody to tell" }
  if (notice.unsure) world.log.warn({ notice: notice.key, attempts: notice.attempts }, "maybe_duplicate")
  try {
    return await send(notice, now)
  } catch (error) {
    world.log.error({ err: error, notice: notice.key }, "a notice could not be sent")
    return { is: "later", notBefore: retryAt(now, row.attempts), why: "trouble", unsure: notice.unsure }
  }
}

function toNotice(row: Row): Notice | null {
  const language = row.language
  if (!language) return null
  const to: Notice["to"] | null = row.person_id
    ? { kind: "person", personId: row.person_id, language, accounts: row.accounts ?? [], several: row.several }
    : row.address
      ? { kind: "channel", address: row.address, language }
      : null
  return (
    to && {
      key: row.key,
      due: row.due_at,
      stale: row.stale_at,
      attempts: row.attempts,
      data: row.data,
      bookingId: row.booking_id,
      to,
      // Claimed before, and nothing written down of it: that replica died, perhaps after it had sent.
      unsure: row.earlier === "unsure" || (row.attempts > 1 && row.earlier === null),
    }
  )
}

/** Growing pauses, 2 s to 5 min, spread by a quarter so that a crowd does not come back at once. */
export function retryAt(now: Date, attempts: number, random: () => number = Math.random): Date {
  const pause = Math.min(300_000, 1000 * 2 ** Math.min(attempts, 12))
  return after(now, pause * (0.75 + random() * 0.5))
}

type Recording = { outcomes: readonly [key: string, outcome: Settled][]; lease: Date; now: Date }

/** One statement for all of them. A notice that was replaced or withdrawn meanwhile no longer has our lease and is left alone. */
async function record(world: World, { outcomes, lease, now }: Recording): Promise<void> {
  const rows = outcomes.map(([key, outcome]) => ({
    key,
    state: outcome.is === "later" ? "due" : outcome.is,
    leased_until: outcome.is === "later" ? outcome.notBefore : null,
    settled_at: outcome.is === "later" ? null : now,
    result: outcome.is === "sent" ? outcome.message : outcome.is === "later" && outcome.unsure ? "unsure" : outcome.why,
    said: outcome.is === "sent" ? (outcome.said ?? null) : null,
  }))
  await world.store.query({
    name: "settle",
    text: `update notice n
              set state = s.state, leased_until = s.leased_until, settled_at = s.settled_at, result = s.result,
                  said = coalesce(s.said, n.said)
             from jsonb_to_recordset($1::jsonb)
               as s(key text, state text, leased_until timestamptz, settled_at timestamptz, result text, said text)
            where n.key = s.key and n.state = 'due' and n.leased_until = $2`,
    values: [JSON.stringify(rows), lease],
  })
}

/** How many notices are due, and since when the oldest has been free to be sent: not counting those that wait to be tried again. */
export async function dueNow(world: World): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await world.store.query<{ count: number; oldest: Date | null }>({
    name: "due-now",
    text: `select count(*)::int as count,
                  min(greatest(due_at, leased_until)) filter (where leased_until is null or leased_until <= $1) as oldest
             from notice where state = 'due' and due_at <= $1`,
    values: [world.clock()],
  })
  return rows[0] ?? { count: 0, oldest: null }
}

/**
 * When the next notice is due, or null when none is waiting. It is asked after every turn, and there are reminders for months ahead:
 * of those only the first is read.
 */
export async function nextDue(world: World): Promise<Date | null> {
  const { rows } = await world.store.query<{ next: Date | null }>({
    name: "next-due",
    text: `select least((select min(greatest(due_at, leased_until)) from notice where state = 'due' and due_at <= $1),
                        (select min(due_at) from notice where state = 'due' and due_at > $1)) as next`,
    values: [world.clock()],
  })
  return rows[0]?.next ?? null
}

/** An account the platform says is closed to us: notices go to the person's next one, until they write again. */
export async function markBlocked(world: World, accountId: string, now: Date): Promise<void> {
  await world.store.prisma.account.updateMany({ where: { id: accountId, blockedAt: null }, data: { blockedAt: now } })
}
