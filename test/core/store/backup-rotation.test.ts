import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { readBack } from "../../../src/core/store/backup-file.js"
import { backUpBeforeUpgrade, latestBackup, outlived, rotation } from "../../../src/core/store/backup-rotation.js"
import { readMigrations } from "../../../src/core/store/migrate.js"
import { addDays } from "../../../src/core/time.js"
import { smallCentre } from "../../support/centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { addMembers, type TestWorld, testWorld } from "../../support/world.js"

describe("which backups are kept", () => {
  const nights = (first: string, count: number) => Array.from({ length: count }, (_, n) => addDays(first, n))
  /** As it goes: a night, then what is outlived is removed. */
  const left = (days: readonly string[]): string[] => {
    let kept: string[] = []
    for (const day of days) {
      kept.push(day)
      const gone = outlived(kept)
      kept = kept.filter((one) => !gone.includes(one))
    }
    return kept
  }

  test("seven nights, and the last one of each of four weeks before", () => {
    // Saturday, 28 November 2026.
    const weeks = ["2026-11-01", "2026-11-08", "2026-11-15", "2026-11-21"]
    expect(left(nights("2026-06-01", 181))).toEqual([...weeks, ...nights("2026-11-22", 7)])
  })

  test("the latest seven whatever was missed, never more than eleven, never all of one week only", () => {
    const some = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(some, (gaps) => {
        let last = "2026-01-01"
        const days = gaps.map((gap) => {
          last = addDays(last, gap)
          return last
        })
        const kept = left(days)
        expect(kept.slice(-7)).toEqual(days.slice(-7))
        expect(kept.length).toBeLessThanOrEqual(11)
        const reach = Date.parse(kept.at(-1) ?? "") - Date.parse(kept[0] ?? "")
        const could = Date.parse(kept.at(-1) ?? "") - Date.parse(days[0] ?? "")
        // Of the first week only its last day is kept: up to six days less than there could be.
        expect(reach).toBeGreaterThanOrEqual(Math.min(could - 6 * 86_400_000, 21 * 86_400_000))
        expect(outlived(kept)).toEqual([])
      }),
    )
  })
})

await describeEachStore("backups by night", (store) => {
  let world: TestWorld
  let folder: string
  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), "anchordesk-nights-")), "backups")
    world = testWorld(store(), "2026-11-23T04:59:00+08:00")
    await withCentre(store(), smallCentre, world.now)
  })
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }))
  const zone = smallCentre.zone
  const night = (at: string) => new Date(`${at}+08:00`)

  test("one a night at five, whole, and none for a desk that nobody has come to", async () => {
    const { tick } = rotation(store().pool, folder)
    expect(await tick(night("2026-11-23T05:00"), zone)).toBeNull()
    await addMembers(world, { bo: "standard" })
    expect(await tick(night("2026-11-23T04:59"), zone)).toBeNull()
    const file = await tick(night("2026-11-23T05:00"), zone)
    expect(file).toBe(join(folder, "desk-2026-11-23.backup"))
    expect((await readBack(file ?? "")).tables.find(({ name }) => name === "member")?.rows).toBe(1)
    expect(await tick(night("2026-11-23T05:01"), zone)).toBeNull()
    expect(await tick(night("2026-11-24T04:59"), zone)).toBeNull()
    await tick(night("2026-11-24T05:00"), zone)
    expect(readdirSync(folder)).toEqual(["desk-2026-11-23.backup", "desk-2026-11-24.backup"])
    expect(await latestBackup(folder)).toMatchObject({ file: join(folder, "desk-2026-11-24.backup") })
    // The machine was off for two nights: not one more goes by.
    expect(await tick(night("2026-11-26T00:10"), zone)).toBe(join(folder, "desk-2026-11-26.backup"))
    expect(await tick(night("2026-11-26T05:00"), zone)).toBeNull()
    // A clock that went back makes none until the days go on.
    expect(await tick(night("2026-11-25T05:00"), zone)).toBeNull()
  })

  test("what is outlived goes, what somebody else put there stays", async () => {
    await addMembers(world, { bo: "standard" })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, "notes.txt"), "mine")
    writeFileSync(join(folder, "desk-2026-11-01.backup.old"), "mine too")
    const { tick } = rotation(store().pool, folder)
    for (let n = 1; n <= 20; n++) await tick(night(`2026-11-${String(n).padStart(2, "0")}T05:00`), zone)
    const days = readdirSync(folder).flatMap((name) => /^desk-2026-11-(\d\d)\.backup$/.exec(name)?.[1] ?? [])
    expect(days).toEqual(["01", "08", "13", "14", "15", "16", "17", "18", "19", "20"])
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["notes.txt", "desk-2026-11-01.backup.old"]))
  })

  test("one that cannot be made is said, leaves those before, and is tried again in an hour", async () => {
    await addMembers(world, { bo: "standard" })
    const kept = rotation(store().pool, folder)
    await kept.tick(night("2026-11-23T05:00"), zone)
    mkdirSync(join(folder, "desk-2026-11-24.backup.partial"))
    await expect(kept.tick(night("2026-11-24T05:00"), zone)).rejects.toThrow("EISDIR")
    expect(await kept.tick(night("2026-11-24T05:59"), zone)).toBeNull()
    expect(kept.failures()).toBe(1)
    rmSync(join(folder, "desk-2026-11-24.backup.partial"), { recursive: true, force: true })
    expect(await kept.tick(night("2026-11-24T06:00"), zone)).toContain("desk-2026-11-24")
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test("before a schema changes, what there was is kept", async () => {
    await addMembers(world, { bo: "standard" })
    expect(await backUpBeforeUpgrade(store().pool, folder)).toBeNull()
    const last = readMigrations().at(-1)?.name ?? ""
    await store().pool.query("delete from _prisma_migrations where migration_name = $1", [last])
    try {
      const file = await backUpBeforeUpgrade(store().pool, folder)
      expect(file).toBe(join(folder, `before-${last}.backup`))
      expect((await readBack(file ?? "")).migrations).not.toContain(last)
    } finally {
      const { checksum } = readMigrations().at(-1) ?? { checksum: "" }
      await store().pool.query(
        "insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ('again', $1, $2, now(), 1)",
        [checksum, last],
      )
    }
  })
})
