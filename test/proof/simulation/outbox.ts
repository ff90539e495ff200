import { minute } from "../../../src/core/interval.js"
import { type Record as Befell, skewMost } from "./chaos.js"
import type { Platform, Taken } from "./platform.js"
import type { Owner } from "./schedule.js"

/** Judges what people got by the platforms' own ledger: nothing missing, nothing too early, nothing twice without a reason. */

type Row = Record<string, unknown>
type Given = { platform: Platform; befell: Befell; notices: readonly Row[]; reminders: readonly Row[]; now: number }

/** Between due and useless there must have been so much time in which the desk was there, or nobody is owed anything. */
const enough = 6 * minute

export function judgeOutbox(given: Given): string[] {
  return [
    ...missing(given),
    ...early(given),
    ...doubled(given),
    ...neverTaken(given),
    ...needless(given),
    ...hasty(given),
  ]
}

const time = (value: unknown): number => (value instanceof Date ? value.getTime() : Number.NaN)
const name = (key: unknown, due: number): string => `${key} due ${new Date(due).toISOString()}`

/** Did something befall it (or everybody) meanwhile? */
const befallen = ({ befallen }: Befell, by: Owner | null, { from, to }: { from: number; to: number }): boolean =>
  befallen.some((one) => (one.by === null || one.by === by) && one.from <= to && one.to >= from)

function missing({ platform, befell, reminders, now }: Given): string[] {
  const got = new Set(platform.ledger.map(({ key, due }) => name(key, due)))
  const people = new Set([...platform.blocked].map((address) => address.split(":")[1]))
  return reminders.flatMap((row) => {
    const due = time(row.due)
    const arrived = row.arrived instanceof Date ? time(row.arrived) : Number.POSITIVE_INFINITY
    const until = Math.min(time(row.useful), arrived, now)
    const away = befell.stood.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - Math.max(from, due)),
      0,
    )
    const owed = due > time(row.changed) + 2 * skewMost && until - due - away > enough
    const forgiven = platform.closed.has(String(row.key)) || people.has(String(row.key).split(":").at(-1))
    return owed && !forgiven && !got.has(name(row.key, due))
      ? [`a reminder that never came: ${name(row.key, due)}`]
      : []
  })
}

const early = ({ platform, befell }: Given): string[] =>
  platform.ledger.flatMap(({ key, due, phrased }) =>
    phrased < due - skewMost && !befallen(befell, null, { from: phrased, to: phrased })
      ? [`before its time: ${name(key, due)} at ${new Date(phrased).toISOString()}`]
      : [],
  )

/** Twice is right only where the platform's first answer, or the record of it, was lost. */
function doubled({ platform, befell }: Given): string[] {
  const each = new Map<string, Taken[]>()
  for (const taken of platform.ledger) {
    const id = name(taken.key, taken.due)
    each.set(id, [...(each.get(id) ?? []), taken])
  }
  return [...each].flatMap(([id, all]) =>
    all.slice(1).flatMap((later, place) => {
      const first = all[place]
      const lost = !first?.answered || befallen(befell, first.by, { from: first.phrased - minute, to: later.at })
      return lost ? [] : [`twice, and nothing had been lost: ${id}`]
    }),
  )
}

function neverTaken({ platform, notices }: Given): string[] {
  const got = new Set(platform.ledger.map(({ key }) => key))
  return notices.flatMap(({ key, state }) =>
    state === "sent" && !got.has(String(key)) ? [`recorded as sent, and never taken: ${key}`] : [],
  )
}

const needless = ({ platform }: Given): string[] =>
  platform.ledger.flatMap(({ key, due, kind, stood }) =>
    kind === "reminder" && !stood ? [`a reminder of what was given up before: ${name(key, due)}`] : [],
  )

/** A clock that is a little ahead comes a little early; a replica that died did not tell the next how long to wait. */
const hasty = ({ platform, befell }: Given): string[] =>
  platform.hasty.flatMap(({ what, by, told, until, at }) =>
    at < until - 2 * skewMost && !befallen(befell, by, { from: told - minute, to: at })
      ? [`sent ${Math.round((until - at) / 1000)} s before the platform would have it: ${what}`]
      : [],
  )
