import { z } from "zod"
import { course, qualification } from "./centre-courses.js"
import { aliases, id, minutes, names, quarters } from "./centre-parts.js"
import { retention } from "./centre-retention.js"
import { type Interval, joined } from "./interval.js"
import { addDays, instantAt, type LocalDay, localDay, partOfDay, wallMinutes, weekday } from "./time.js"

/**
 * The centre as its file describes it: rooms, gear, hours, plans and rules. Lengths are minutes, `grid` is the quarter hour that
 * the ledger counts in. Names are per language; `aliases` are further words people use, in any language.
 */

const hm = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
/** `08:00-02:00` or `08:00-26:00`, in minutes after midnight; what ends before it starts runs into the next morning. */
const period = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):(00|15|30|45) ?[-–] ?([0-3]\d):(00|15|30|45)$/,
    "hours like 08:00-02:00, on the quarter hour, were expected",
  )
  .transform((text) => {
    const from = hm(text)
    const to = hm(text.slice(-5))
    return { from, to: to > from ? to : to + 1440 }
  })
  .refine(({ from, to }) => to - from <= 1440, "that is more than a day")
/** The same for what is typed: null when it is no such period. */
export const readPeriod = (text: string): { from: number; to: number } | null => period.safeParse(text).data ?? null
const periods = z
  .union([z.literal("closed").transform(() => []), period.transform((one) => [one]), z.array(period)], {
    error: 'hours like 08:00-02:00, a list of them, or "closed" were expected',
  })
  .refine(
    (all) => all.every(({ from }, index) => index === 0 || from >= (all[index - 1]?.to ?? 0)),
    "hours of one day stand in order and do not overlap",
  )

const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
/** `daily`, `mon`, `mon-fri`, `fri-sun`: the ISO weekdays meant, 1 to 7. */
function daysOf(key: string): number[] | null {
  if (key === "daily") return [1, 2, 3, 4, 5, 6, 7]
  const [from = -1, to = from] = key.split("-").map((name) => dayNames.indexOf(name as (typeof dayNames)[number]))
  return from < 0 || to < from ? null : Array.from({ length: to - from + 1 }, (_, n) => from + n + 1)
}
const days = z
  .string()
  .refine((key) => daysOf(key) !== null, "daily, a day like mon, or days like mon-fri were expected")
type Periods = { from: number; to: number }[]
/** Of keys that mean the same day, the one that means the fewest days is for it: `daily: 08:00-02:00, sun: closed`. */
const week = z.record(days, periods).transform((entries) => {
  const all: Periods[] = Array.from({ length: 7 }, () => [])
  const meant = Object.entries(entries).map(([key, hours]) => ({ days: daysOf(key) ?? [], hours }))
  meant.sort((a, b) => b.days.length - a.days.length)
  for (const { days, hours } of meant) for (const day of days) all[day - 1] = hours
  return all
})

/** The id of a qualification that somebody of the member must hold on the day. */
const requires = id.optional()
const roomClass = z.strictObject({
  id,
  names,
  aliases,
  hostsMax: z.int().min(1).max(200),
  /** Minutes at the beginning and the end of a session that are not on air, unless somebody says otherwise. */
  setup: minutes.multipleOf(5).max(240).default(0),
  teardown: minutes.multipleOf(5).max(240).default(0),
  requires,
})
const room = z.strictObject({ id, class: id, names, aliases, hostsMax: z.int().min(1).max(200).optional(), requires })
const gear = z.strictObject({
  id,
  names,
  aliases,
  quantity: z.int().min(0),
  /** Kinds that serve as well, the best first: given instead when units are out of use. */
  equivalent: z.array(id).optional(),
  requires,
})
const plan = z.strictObject({
  id,
  names,
  hoursPerMonth: z.int().min(0),
  /** So many of the hours that are left of a month go over to the next. */
  rollOver: z.number().min(0).default(0),
  /** At most this share of the hours may be at peak, 0 to 1. */
  peakShare: z.number().min(0).max(1).default(1),
  daysAhead: z.int().min(1),
  openBookings: z.int().min(1),
  longest: quarters.optional(),
  classes: z.array(id).optional(),
  /** How many lots a member has in the draw of a ballot. */
  ballotWeight: z.int().min(1).max(1000).default(1),
  /** So many sessions missed within so many days: until then, no booking further ahead than this. */
  noShows: z.strictObject({ limit: z.int().min(1), days: z.int().min(1), daysAhead: z.int().min(0) }).optional(),
})

/** What members ask for, and staff agree to, before it is booked. */
const approvals = z.strictObject({
  classes: z.array(id).default([]),
  rooms: z.array(id).default([]),
  /** Sessions longer than so many minutes; with more hosts than so many. */
  longerThan: quarters.optional(),
  hostsOver: z.int().min(1).optional(),
  /** Broadcast days. */
  dates: z.array(z.iso.date("a date like 2026-11-11 was expected")).default([]),
  /** It is asked for at least so many minutes before the start. */
  notice: minutes.default(0),
  /** Unanswered for so many hours it lapses; in any case when it begins. */
  answerWithin: z.int().min(1).optional(),
})

const arrivals = {
  /** People check in from so long before the start. */
  checkIn: minutes.default(15),
  /** Whoever has not checked in so long after the start is not expected any more: the room is free again. `off`: it is kept. */
  noShow: z
    .union([z.int().min(5), z.literal("off").transform(() => null)], {
      error: "minutes from 5 on, or off, were expected",
    })
    .default(15),
}

export const centreSchema = z.strictObject({
  name: names,
  zone: z.string().refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }))
    } catch {
      return false
    }
  }, "an IANA zone such as Asia/Macau was expected"),
  floor: z.int().min(1),
  hours: z.strictObject({
    /** By weekday, Monday first; a day without periods is closed. */
    week,
    holidays: z
      .array(
        z.strictObject({ date: z.iso.date("a date like 2027-02-06 was expected"), hours: periods.default([]), names }),
      )
      .default([]),
    peak: z
      .array(z.strictObject({ days, hours: period }))
      .default([])
      .transform((all) => all.map(({ days, hours }) => ({ days: daysOf(days) ?? [], ...hours }))),
  }),
  sessions: z.strictObject({
    shortest: quarters,
    longest: quarters,
    turnover: minutes.multipleOf(15),
    /** Hours come back when cancelled at least this long before the start. */
    cancelFree: minutes,
    ...arrivals,
    /** Who was promised a room of a class is told its number so long before the start. */
    roomFixedHours: z
      .int()
      .min(0)
      .max(24 * 60)
      .default(24),
    /** For so long a place is kept for whoever is asked to confirm it; 0: it is not. */
    hold: minutes.max(60).default(5),
    /** For so long what became free is kept for the first in line. */
    offer: minutes.min(1).default(10),
    /** A named host rests for so long after one show before the next, whoever it is for. */
    hostRest: minutes.max(24 * 60).default(15),
  }),
  reminders: z.array(minutes).default([1440, 60, 15]),
  /** Hours in which nobody is reminded hours ahead, unless they chose others. */
  quiet: period.optional(),
  classes: z.array(roomClass).min(1),
  rooms: z.array(room).min(1),
  gear: z.array(gear),
  plans: z.array(plan).min(1),
  qualifications: z.array(qualification).default([]),
  courses: z.array(course).default([]),
  approvals: approvals.optional(),
  retention: retention.prefault({}),
})

export type Centre = z.output<typeof centreSchema>

const keptPeriod = z.object({ from: z.int(), to: z.int() })
const { hours: hoursShape } = centreSchema.shape
/** A centre as it is stored: what the file's schema makes of it, read again. What came to the schema since has its default. */
const keptSchema = centreSchema.extend({
  hours: hoursShape.extend({
    week: z.array(z.array(keptPeriod)).length(7),
    holidays: z
      .array(hoursShape.shape.holidays.unwrap().element.extend({ hours: z.array(keptPeriod).default([]) }))
      .default([]),
    peak: z.array(keptPeriod.extend({ days: z.array(z.int()) })).default([]),
  }),
  sessions: centreSchema.shape.sessions.extend({ noShow: z.int().nullable().default(15) }),
  quiet: keptPeriod.optional(),
})

/** Reads a centre from the store. What a newer version wrote and this one does not know is left out. @throws when it is no centre */
export function storedCentre(data: unknown): Centre {
  const read = keptSchema.safeParse(data)
  if (read.success) return read.data
  const known = structuredClone(data)
  for (const issue of read.error.issues)
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) drop(known, [...issue.path, key])
  return keptSchema.parse(known)
}

function drop(from: unknown, path: readonly PropertyKey[]): void {
  const [key = "", ...rest] = path
  if (typeof from !== "object" || from === null) return
  if (rest.length === 0) Reflect.deleteProperty(from, key)
  else drop(Reflect.get(from, key), rest)
}
export type Room = Centre["rooms"][number]
export type Gear = Centre["gear"][number]
export type Plan = Centre["plans"][number]
export type Course = Centre["courses"][number]

/** The quarter hour: every start, end and length is on it. */
export const gridMinutes = 15

export const roomOf = (centre: Centre, roomId: string): Room | undefined =>
  centre.rooms.find((room) => room.id === roomId)
export const gearOf = (centre: Centre, gearId: string): Gear | undefined =>
  centre.gear.find((gear) => gear.id === gearId)
export const planOf = (centre: Centre, planId: string): Plan | undefined =>
  centre.plans.find((plan) => plan.id === planId)
/** How many minutes a session may last at most, by the centre and the plan. */
export const longestOf = ({ sessions }: Centre, plan: Plan | null | undefined): number =>
  Math.min(sessions.longest, plan?.longest ?? sessions.longest)
export const courseOf = (centre: Centre, courseId: string): Course | undefined =>
  centre.courses.find((course) => course.id === courseId)

/** How many hosts a room takes: its own limit, else its class's. */
export function hostsMax(centre: Centre, room: Room): number {
  return room.hostsMax ?? centre.classes.find((kind) => kind.id === room.class)?.hostsMax ?? 0
}

/** The opening periods that begin on a local day, as minutes after its midnight. */
function periodsOn(centre: Centre, day: LocalDay): readonly { from: number; to: number }[] {
  const holiday = centre.hours.holidays.find((holiday) => holiday.date === day)
  return holiday ? holiday.hours : (centre.hours.week[weekday(day) - 1] ?? [])
}

/** When the centre is open on a day, in order; the last period may run into the next morning. */
export const openOn = (centre: Centre, day: LocalDay): Interval[] =>
  periodsOn(centre, day).map((period) => partOfDay(day, period, centre.zone))

/** Opening periods that touch, such as 08:00–24:00 and 00:00–02:00, are one. Looks at the days from `from` to `to`, both included. */
export function openBetween(centre: Centre, from: LocalDay, to: LocalDay): Interval[] {
  const all: Interval[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) all.push(...openOn(centre, day))
  return joined(all)
}

/**
 * The broadcast day an instant belongs to: the evening's, while its last period still runs (01:00 on Tuesday is Monday's show);
 * otherwise the calendar's.
 */
export function broadcastDay(centre: Centre, instant: Date): LocalDay {
  const today = localDay(instant, centre.zone)
  const yesterday = addDays(today, -1)
  const now = wallMinutes(instant, yesterday, centre.zone)
  return periodsOn(centre, yesterday).some(({ from, to }) => from <= now && now < to) ? yesterday : today
}

/** How many minutes of a session fall into peak hours. */
export function peakMinutes(centre: Centre, session: Interval): number {
  const first = addDays(localDay(session.start, centre.zone), -1)
  const last = localDay(session.end, centre.zone)
  let total = 0
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (const peak of centre.hours.peak.filter((peak) => peak.days.includes(weekday(day)))) {
      const start = Math.max(instantAt(day, peak.from, centre.zone).getTime(), session.start.getTime())
      const end = Math.min(instantAt(day, peak.to, centre.zone).getTime(), session.end.getTime())
      total += Math.max(0, end - start) / 60_000
    }
  }
  return total
}
