import type pg from "pg"
import { Temporal } from "temporal-polyfill"
import * as time from "../../../src/core/time.js"
import { bare } from "../../support/bare.js"
import { seeded } from "../../support/random.js"
import type { Measure } from "../measure.js"

/** What is judged. A planted fault stands in for one of its functions. */
type Clock = Pick<typeof time, "instantAt" | "localMinute" | "wallMinutes" | "wholeDay" | "addDays">

const hour = 3_600_000
const from = Date.UTC(2000, 0, 1)
const to = Date.UTC(2037, 11, 31)

/** The changes of a zone's clocks. */
function changesOf(zone: string): number[] {
  const changes: number[] = []
  let next = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).getTimeZoneTransition("next")
  while (next && next.epochMilliseconds < to) {
    changes.push(next.epochMilliseconds)
    next = next.getTimeZoneTransition("next")
  }
  return changes
}

type Case = { zone: string; day: string; minutes: number; instant: Date }

/** Starts on the quarter of an hour, from a day before some change of some zone's clocks until a day after. */
function* cases(options: { seed: number; times: number; zones: readonly string[]; clock: Clock }): Generator<Case> {
  const dice = seeded(options.seed)
  const changes = new Map<string, number[]>()
  for (let n = 0; n < options.times; n++) {
    const zone = dice.pick(options.zones)
    const known = changes.get(zone) ?? changesOf(zone)
    changes.set(zone, known)
    // Zones that never change are there too, on any day.
    const near = known.length > 0 ? dice.pick(known) : from + dice.int((to - from) / hour) * hour
    const change = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone).toPlainDateTime()
    // On the wall, so that times which the clock skips are said too; half of them within hours of the change.
    const away = dice.int(2) === 0 ? dice.int(192) - 96 : dice.int(16) - 12
    const said = change.add({ minutes: away * 15 })
    const clocked = said.hour * 60 + said.minute
    // Some say the small hours as those of the evening before.
    const late = clocked < 360 && dice.int(2) === 0
    const day = said
      .toPlainDate()
      .subtract({ days: late ? 1 : 0 })
      .toString()
    const minutes = late ? clocked + 1440 : clocked
    yield { zone, day, minutes, instant: options.clock.instantAt(day, minutes, zone) }
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** What the platform's own formatter shows on the wall. */
function shown(instant: Date, zone: string): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
  formats.set(zone, format)
  return format.format(instant).replace(" ", "T")
}

type Told = { shown: string; wall: string; back: string; instant: string }
/** What Postgres says of the same: what an instant shows, the wall time that was said, and which instant that is. */
async function asked(pool: pg.Pool, some: readonly Case[]): Promise<Told[]> {
  const { rows } = await pool.query<Told>({
    text: `
      select to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI') as shown, to_char(said, 'YYYY-MM-DD"T"HH24:MI') as wall,
        to_char((said at time zone zone) at time zone zone, 'YYYY-MM-DD"T"HH24:MI') as back,
        (extract(epoch from said at time zone zone) * 1000)::bigint::text as instant
      from (select n, zone, timestamptz 'epoch' + ms * interval '1 millisecond' as at, day + minutes * interval '1 minute' as said
        from unnest($1::text[], $2::timestamp[], $3::int[], $4::float8[]) with ordinality as one(zone, day, minutes, ms, n)) as one
      order by n`,
    values: [
      some.map(({ zone }) => zone),
      some.map(({ day }) => day),
      some.map(({ minutes }) => minutes),
      some.map(({ instant }) => instant.getTime()),
    ],
  })
  return rows
}

/** Everything that Postgres, Temporal and the platform's formatter say otherwise. */
function wrong(clock: Clock, one: Case, told: Told): string[] {
  const { zone, day, minutes, instant } = one
  const ours = clock.localMinute(instant, zone)
  const plain = (of: string) => Temporal.PlainDate.from(of).toPlainDateTime().add({ minutes })
  const start = plain(day).toZonedDateTime(zone)
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime(zone)
  const skipped = told.back !== told.wall
  const next = clock.addDays(day, 7)
  const checks: [string, unknown, unknown][] = [
    ["shown, says Postgres", ours, told.shown],
    ["shown, says the formatter", ours, shown(instant, zone)],
    ["the instant, says Temporal", instant.getTime(), start.epochMilliseconds],
    // Postgres takes the second of two where the clock shows a time twice; the desk the first.
    ["the wall, says Postgres", ours, skipped ? told.back : told.wall],
    ["no later than Postgres has it", instant.getTime() <= Number(told.instant), true],
    ["minutes of its day", skipped ? minutes : clock.wallMinutes(instant, day, zone), minutes],
    ["a week on", clock.instantAt(next, minutes, zone).getTime(), plain(next).toZonedDateTime(zone).epochMilliseconds],
    [
      "the day's length",
      clock.wholeDay(day, zone).end.getTime() - clock.wholeDay(day, zone).start.getTime(),
      // A day that a zone skips, as Samoa did in 2011, has none.
      midnight.toPlainDate().toString() === day ? midnight.hoursInDay * hour : 0,
    ],
  ]
  return checks.flatMap(([what, is, should]) =>
    is === should ? [] : [`${zone} ${day} +${minutes} min: ${what}: ${String(is)}, not ${String(should)}`],
  )
}

const faults: Record<string, Partial<Clock>> = {
  "a zone keeps the offset that it has at noon": {
    instantAt(day, minutes, zone) {
      const noon = time.instantAt(day, 720, zone)
      return new Date(noon.getTime() + (minutes - 720) * 60_000)
    },
  },
  "a day is 24 hours": {
    wholeDay(day, zone) {
      const start = time.instantAt(day, 0, zone)
      return { start, end: new Date(start.getTime() + 24 * hour) }
    },
  },
  "the second of two": {
    instantAt(day, minutes, zone) {
      const plain = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes })
      return new Date(plain.toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds)
    },
  },
}

export const civilTime: Measure = {
  id: "R11",
  promise: "the wall clock of every zone is read right, on the days when it changes too",
  counts: "cases",
  times: { quick: 4000, full: 1_000_000 },
  needs: ["postgres"],
  plants: Object.keys(faults),
  async run({ seed, times, plant, say }) {
    const clock: Clock = { ...time, ...(plant === undefined ? {} : faults[plant]) }
    const { pool, close } = await bare("postgres")
    try {
      const { rows } = await pool.query<{ name: string }>("select name from pg_timezone_names")
      const known = new Set(rows.map(({ name }) => name))
      const zones = Intl.supportedValuesOf("timeZone").filter((zone) => known.has(zone))
      const violations: string[] = []
      let [skipped, done, some] = [0, 0, [] as Case[]]
      const judge = async () => {
        const told = await asked(pool, some)
        skipped += told.filter(({ back, wall }) => back !== wall).length
        violations.push(...some.flatMap((one, n) => (told[n] ? wrong(clock, one, told[n]) : ["no answer"])))
        done += some.length
        some = []
        if (done % 100_000 === 0) say(`${done} cases, ${violations.length} wrong`)
      }
      for (const one of cases({ seed, times, zones, clock })) if (some.push(one) === 2000) await judge()
      await judge()
      return { figures: { cases: done, zones: zones.length, "said times that a clock skips": skipped }, violations }
    } finally {
      await close()
    }
  },
}
