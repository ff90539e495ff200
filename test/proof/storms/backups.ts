import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { gunzipSync, gzipSync } from "node:zlib"
import type pg from "pg"
import type { Booking } from "../../../src/core/outcome.js"
import { backup, restore } from "../../../src/core/store/backup.js"
import { freshStore, postgresAnswers, type StoreKind } from "../../support/store.js"
import { testWorld } from "../../support/world.js"
import type { Measure } from "../measure.js"
import { decide } from "./decide.js"
import { judged, type Load, load, open, opening } from "./load.js"
import { spread } from "./spread.js"

/** R15. Of each kind of store, restored into each kind, while callers go on booking. */
export const backups: Measure = {
  id: "R15",
  promise: "a backup taken under load is one moment of the store, and comes back whole in either kind of store",
  counts: "backups",
  times: { quick: 2, full: 100 },
  needs: [],
  plants: ["a row is left out", "not one moment"],
  async run({ seed, times, plant, say }) {
    const kinds: StoreKind[] = (await postgresAnswers()) ? ["pglite", "postgres"] : ["pglite"]
    const folder = mkdtempSync(join(tmpdir(), "anchordesk-backups-"))
    const targets = await Promise.all(kinds.map(freshStore))
    const violations: string[] = []
    const took: number[] = []
    let decisions = 0
    for (const [place, kind] of kinds.entries()) {
      const source = await freshStore(kind)
      await open(source.store)
      const world = testWorld(source.store, opening.toISOString())
      const loading = load(
        { ask: (asked) => decide(world, asked, world.now), now: opening },
        { seed: seed + place, callers: 2 },
      )
      for (let n = 0; n < times / kinds.length; n++) {
        const target = targets[(n + place + 1) % targets.length]?.store.pool
        if (!target) break
        const file = join(folder, `${kind}-${n}`)
        const enough = loading.decided() + 15
        while (loading.decided() < enough) await delay(2)
        const from = performance.now()
        const found = await oneBackup(
          plant === "not one moment" && kind === "postgres" ? torn(source.store.pool, loading) : source.store.pool,
          { file, target, loading, plant },
        )
        took.push(performance.now() - from)
        violations.push(...found.map((one) => `backup ${n + 1} of ${kind}: ${one}`))
        if (n % 10 === 9) say(`${n + 1} backups of ${kind}, ${loading.decided()} decisions`)
      }
      loading.stop()
      await loading.done
      violations.push(...loading.violations)
      decisions += loading.decided()
      await source.dispose()
    }
    for (const { dispose } of targets) await dispose()
    rmSync(folder, { recursive: true, force: true })
    return {
      figures: { decisions, "kinds of store": kinds.join(", "), ...spread("taken, restored and judged, ms", took) },
      violations,
    }
  },
}

type One = { file: string; target: pg.Pool; loading: Load; plant: string | undefined }

async function oneBackup(source: pg.Pool, { file, target, loading, plant }: One): Promise<string[]> {
  const before = new Map(loading.told)
  try {
    const head = await backup(source, { file, at: opening })
    if (plant === "a row is left out") leaveOut(file)
    await restore(target, file)
    const again = await backup(target, { file: `${file}-again`, at: opening })
    const differing = head.tables.filter(({ digest }, place) => again.tables[place]?.digest !== digest)
    return [
      ...differing.map(({ name }) => `${name} is not what it was`),
      ...(await missing(target, before)),
      ...(await judged(target)),
    ]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** What had been told before the backup began is in it, as it was or as it became. */
async function missing(pool: pg.Pool, told: ReadonlyMap<string, Booking>): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; version: number }>("select id, version from booking")
  const there = new Map(rows.map(({ id, version }) => [id, version]))
  return [...told].flatMap(([id, { version }]) =>
    (there.get(id) ?? 0) < version ? [`${id} was told before, and is not in it`] : [],
  )
}

/** The planted fault: a booking is not in the file, whose digests say that this is so. */
function leaveOut(file: string): void {
  const [first = "", ...rest] = gunzipSync(readFileSync(file)).toString().split("\n").slice(0, -2)
  const head: { tables: { name: string; rows: number; digest: string }[] } = JSON.parse(first)
  const place = head.tables.findIndex(({ name }) => name === "claim")
  const table = head.tables[place]
  const isOf = (line: string) => line.startsWith(`[${place},`)
  const dropped = rest.findIndex(isOf)
  const kept = rest.filter((_, at) => at !== dropped)
  const hashes = kept.filter(isOf).map((line) => md5(line.slice(`[${place},`.length, -1)))
  if (table) Object.assign(table, { rows: hashes.length, digest: md5(hashes.sort().join("")) })
  const text = `${[JSON.stringify(head), ...kept].join("\n")}\n`
  const proof = JSON.stringify({ sha256: createHash("sha256").update(text).digest("hex") })
  writeFileSync(file, gzipSync(`${text}${proof}\n`))
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

/** The planted fault: each table is read at a moment of its own. */
function torn(pool: pg.Pool, loading: Load): pg.Pool {
  const connect = async () => {
    const client = await pool.connect()
    const query = async (text: string, values?: unknown[]) => {
      const enough = loading.decided() + 20
      while (text.startsWith("declare") && loading.decided() < enough && !loading.stopped()) await delay(2)
      return client.query(text.startsWith("begin") ? "begin" : text, values)
    }
    return { query, release: (broken?: boolean) => client.release(broken) }
  }
  return { connect } as unknown as pg.Pool
}
