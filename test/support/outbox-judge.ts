import { Temporal } from "temporal-polyfill"
import { day, minute } from "../../src/core/interval.js"

/** Judges what people got in a simulated time, by the platform's own ledger and the bookings' own history: not by the outbox. */

const leads = [1440, 60, 15]
/** No reminders of the day before in these hours: they begin and end within opening hours, so that many fall into them. */
export const quiet = { from: 21 * 60, to: (24 + 9) * 60 + 30 }

/** Has an account that takes no messages. */
export const blockedPerson = "p-m0"

export type Sent = { booking: string; lead: number; start: number; at: number; heard: boolean }
/** What a booking was, from when on: starting then, or cancelled (`null`). */
export type Life = { who: string; versions: { at: number; start: number | null }[] }

type Told = Record<"wait" | "down" | "reset" | "lost" | "killed" | "blocked" | "refused" | "restarts", number>
export type Result = {
  lives: Map<string, Life>
  ledger: Sent[]
  told: Told
  logged: Set<string>
  /** Trouble since then, per notice: a reminder may be late by as long as it lasted. */
  troubled: Set<string>
  /** The platform will not have these, ever. */
  refused: Set<string>
  /** When nobody sent, and of how many that came too late the digest told then. */
  down: { from: number; to: number; told: number }[]
  end: number
  zone: string
}

/** The law of quiet hours, said once more: minutes of the wall clock, and both ends tried. */
function keptQuiet(start: number, at: number, zone: string): number {
  const due = start - day
  if (due <= at) return due
  const local = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(zone)
  const evening = local.hour * 60 + local.minute >= quiet.from
  const morning = local.hour * 60 + local.minute < quiet.to - 1440
  if (!evening && !morning) return due
  const began = local.toPlainDate().add({ days: evening ? 0 : -1 })
  const wall = (date: Temporal.PlainDate, minutes: number) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor(minutes / 60), minute: minutes % 60 } })
      .epochMilliseconds
  const before = wall(began, quiet.from) - 5 * minute
  const ended = wall(began.add({ days: 1 }), quiet.to - 1440)
  return before > at && due - before <= ended - due ? before : ended
}

type Expected = Omit<Sent, "at" | "heard"> & { due: number; recovery: number; useful: number; until: number }

/** When each reminder should have come, from the bookings' history alone. `useful`: nobody needs it after that. */
function expected({ lives, down, end, zone }: Result): Expected[] {
  return [...lives].flatMap(([booking, { who, versions }]) =>
    versions.flatMap(({ at, start }, index) => {
      if (start === null || `p-${who}` === blockedPerson) return []
      const until = versions[index + 1]?.at ?? Number.POSITIVE_INFINITY
      return leads.flatMap((lead, position) => {
        const due = lead === 1440 ? keptQuiet(start, at, zone) : start - lead * minute
        const useful = start - (leads[position + 1] ?? 0) * minute
        // What was due in the very moment in which all stopped was sent in it.
        const recovery = down.find(({ from, to }) => from < due && due < to)?.to ?? due
        if (due <= at || due > end) return []
        return [{ booking, lead, start, due, recovery, useful, until }]
      })
    }),
  )
}

const name = ({ booking, lead, start }: { booking: string; lead: number; start: number }): string =>
  `${booking} ${lead} ${start}`

/** Holds the ledger against what should have been, so far. @returns its figures, and what is wrong */
export function judge(result: Result) {
  const { ledger, told, logged, lives, zone, down } = result
  const sent = new Map<string, Sent[]>()
  for (const entry of ledger) sent.set(name(entry), [...(sent.get(name(entry)) ?? []), entry])
  const reminders = expected(result)
  const wrong = [
    ...reminders.flatMap((one) => missingOrLate(one, sent.get(name(one))?.[0], result) ?? []),
    ...needless(sent, new Map(reminders.map((one) => [name(one), one]))),
  ]
  const doubles = [...sent].filter(([, entries]) => entries.length > 1)
  for (const [key] of doubles)
    if (!logged.has(key.split(" ").slice(0, 2).join(" "))) wrong.push(`double, not logged: ${key}`)
  const late = reminders.filter((one) => (sent.get(name(one))?.[0]?.at ?? 0) - one.recovery > minute).length
  const stale = reminders.filter((one) => one.useful <= one.recovery && one.until > one.due).length
  const days = Math.round(
    (result.end - Math.min(...[...lives.values()].map(({ versions }) => versions[0]?.at ?? 0))) / day,
  )
  const figures = {
    zone,
    days,
    bookings: lives.size,
    reminders: reminders.length,
    messages: ledger.length,
    late,
    stale,
  }
  if (doubles.length > told.lost + told.killed)
    wrong.push(`${doubles.length} doubles, and only ${told.lost + told.killed} had a cause`)
  wrong.push(...untold(reminders, down))
  return { figures: { ...figures, doubles: doubles.length, gaps: down.length, ...told }, wrong }
}

/** What came too late is told to the staff: each, or something else with it that was tried before all stopped. */
const untold = (reminders: readonly Expected[], down: Result["down"]): string[] =>
  down.flatMap(({ from, to, told }) => {
    const late = reminders.filter(({ due, useful, until }) => from < due && due < to && useful <= to && until > due)
    return told < late.length ? [`${late.length} came too late, and the digest told of ${told}`] : []
  })

function missingOrLate(
  reminder: Expected,
  once: Sent | undefined,
  { troubled, refused, end, down }: Result,
): string | null {
  const key = name(reminder)
  const { until, useful, due } = reminder
  // What the platform did not take, and would have been tried again while all had stopped, is tried when they go on.
  const stop = troubled.has(key) ? down.find(({ from }) => due < from && from - due <= 10 * minute) : undefined
  const recovery = stop?.to ?? reminder.recovery
  if (once) {
    const delay = once.at - recovery
    return delay > (troubled.has(key) ? 10 : 1) * minute ? `late by ${delay}: ${key}` : null
  }
  // Gone before it came due, or only useful while everything was down; or the platform had trouble, and there was no time left.
  const time = Math.min(until, useful, end) - recovery
  return time > (troubled.has(key) ? 10 : 1) * minute && !refused.has(key) ? `missing: ${key}` : null
}

/** What nobody should have got, or not then, or not twice: twice is right only where the first answer never came. */
const needless = (sent: Map<string, Sent[]>, wanted: Map<string, Expected>): string[] =>
  [...sent].flatMap(([key, entries]) => {
    const reminder = wanted.get(key)
    if (!reminder) return [`nobody should have got ${key}`]
    const { due, useful, until } = reminder
    return [
      ...entries.flatMap(({ at }) => (due <= at && at < useful && at <= until ? [] : [`at the wrong time: ${key}`])),
      ...(entries.slice(0, -1).every(({ heard }) => !heard) ? [] : [`twice: ${key}`]),
    ]
  })
