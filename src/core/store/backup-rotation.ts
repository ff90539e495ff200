import { mkdir, readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import type pg from "pg"
import { day as dayMs, hour } from "../interval.js"
import { localDay, localMinute } from "../time.js"
import { backup } from "./backup.js"
import { pendingMigrations } from "./migrate.js"

/**
 * Backups that make themselves, of the embedded store: each night into a folder beside it, the latest of seven days and of four weeks
 * before kept, and one before every change of the schema. Each is read back before it counts. A Postgres has its own ways.
 */

/** When the day's backup is made, by the centre's clock: nobody is on air. A night that was missed is made up for at once. */
const atHour = 5
const daily = 7
const weekly = 4
const upgrades = 3
/** After one that failed, the next try waits: a full disk is not emptied by filling it each minute. */
const pauseMs = hour

const nightly = /^desk-(\d{4}-\d{2}-\d{2})\.backup$/
const beforeUpgrade = /^before-\d{14}_[a-z0-9_]+\.backup$/

export const backupsIn = (dataDir: string): string => join(dataDir, "backups")

/** Which of these days' backups are no longer kept. */
export function outlived(days: readonly string[]): string[] {
  const old = [...days].sort().reverse().slice(daily)
  const lastOfWeek = old.filter((day, at) => at === 0 || weekOf(day) !== weekOf(old[at - 1] ?? ""))
  const keep = new Set(lastOfWeek.slice(0, weekly))
  return old.filter((day) => !keep.has(day))
}

/** Weeks begin on Monday; 1 January 1970 was a Thursday. */
const weekOf = (day: string): number => Math.floor((Date.parse(day) / dayMs + 3) / 7)

/** The latest nightly backup in a folder, or null where there is none. */
export async function latestBackup(folder: string): Promise<{ file: string; made: Date } | null> {
  const day = (await nights(folder)).at(-1)
  if (day === undefined) return null
  const file = nightFile(folder, day)
  return { file, made: (await stat(file)).mtime }
}

const nightFile = (folder: string, day: string): string => join(folder, `desk-${day}.backup`)

/** @returns the days that have one, the earliest first */
const nights = async (folder: string): Promise<string[]> =>
  (await namesIn(folder)).flatMap((name) => nightly.exec(name)?.[1] ?? []).sort()

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}

export type Rotation = {
  folder: string
  /** Makes the backup that is due, if any. @returns its file. @throws when it could not be made; then not again for an hour */
  tick(now: Date, zone: string): Promise<string | null>
  /** How often one could not be made since the service started. */
  failures(): number
}

export function rotation(pool: pg.Pool, folder: string): Rotation {
  let failures = 0
  let notBefore = Number.NEGATIVE_INFINITY
  return {
    folder,
    failures: () => failures,
    async tick(now, zone) {
      if (now.getTime() < notBefore) return null
      try {
        return await makeDue(pool, { folder, now, zone })
      } catch (error) {
        failures += 1
        notBefore = now.getTime() + pauseMs
        throw error
      }
    },
  }
}

type Due = { folder: string; now: Date; zone: string }

async function makeDue(pool: pg.Pool, { folder, now, zone }: Due): Promise<string | null> {
  const days = await nights(folder)
  const today = localDay(now, zone)
  const latest = days.at(-1) ?? today
  const night = Number(localMinute(now, zone).slice(11, 13)) >= atHour
  const missed = Date.parse(today) - Date.parse(latest) > dayMs
  if (days.includes(today) || latest > today || !(night || missed) || (await isEmpty(pool))) return null
  const file = nightFile(folder, today)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await backup(pool, { file, at: now })
  for (const day of outlived([...days, today])) await rm(nightFile(folder, day), { force: true })
  return file
}

/** Nobody has come yet: there is nothing that the centre's file does not say. */
async function isEmpty(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query("select 1 from member union all select 1 from person limit 1")
  return rows.length === 0
}

/**
 * The store as it is before a newer version changes its schema: the way back, should one want the older version again.
 * @returns the file; null where no migration waits, or the store has nothing in it
 */
export async function backUpBeforeUpgrade(pool: pg.Pool, folder: string): Promise<string | null> {
  const [migration] = await pendingMigrations(pool)
  if (!migration || (await isEmpty(pool))) return null
  const file = join(folder, `before-${migration}.backup`)
  const { rows } = await pool.query<{ at: Date }>("select clock_timestamp() as at")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await backup(pool, { file, at: rows[0]?.at ?? new Date(0) })
  const all = (await namesIn(folder)).filter((name) => beforeUpgrade.test(name)).sort()
  for (const name of all.slice(0, -upgrades)) await rm(join(folder, name), { force: true })
  return file
}
