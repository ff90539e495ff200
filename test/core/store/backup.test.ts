import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import type pg from "pg"
import { afterEach, beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../../src/core/booking.js"
import { backup, restore } from "../../../src/core/store/backup.js"
import { readBack } from "../../../src/core/store/backup-file.js"
import { smallCentre } from "../../support/centre.js"
import { judge } from "../../support/oracle.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../../support/world.js"

await describeEachStore("backup", (store) => {
  let world: TestWorld
  let folder: string
  let file: string
  const bo = () => ask(world, actorFor("bo", "standard"))
  const wish = (room: string, day: number) => {
    const start = new Date(Date.UTC(2026, 10, day, 7))
    const end = new Date(start.getTime() + 3_600_000)
    return { room: { room }, start, end, hosts: 2, gear: [{ id: "ring-light", quantity: 1 }], title: "雙十二 “預熱”\n" }
  }
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anchordesk-backup-"))
    file = join(folder, "desk.backup")
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { bo: "standard" })
    for (const day of [24, 25, 26]) await book(world, bo(), wish("s1", day))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const made = () => backup(store().pool, { file, at: world.now })
  const told = async () => (await made()).tables

  test("brings everything back as it was, and the desk goes on from there", async () => {
    const before = await told()
    const { rows: tables } = await store().pool.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = current_schema() and tablename <> '_prisma_migrations'",
    )
    expect(before.map(({ name }) => name).sort()).toEqual(tables.map(({ name }) => name).sort())
    expect(before.find(({ name }) => name === "booking")).toMatchObject({ rows: 3 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const [first] = await store().prisma.booking.findMany()
    await cancel(world, bo(), first?.id ?? "")
    await book(world, bo(), wish("s2", 27))
    expect(await told()).not.toEqual(before)

    const kept = join(folder, "kept")
    await backup(store().pool, { file: kept, at: world.now })
    await restore(store().pool, kept)
    expect(await told()).toEqual((await readBack(kept)).tables)
    expect(await book(world, bo(), wish("s3", 27))).toMatchObject({ is: "booked" })
    expect(await book(world, bo(), wish("s1", 26))).toMatchObject({ is: "booked" })
    expect(await store().prisma.booking.count({ where: { status: "confirmed" } })).toBe(4)
    expect(await violations()).toEqual([])
  })

  test("what does not read back as it was counted is said to be so, and left nowhere", async () => {
    const lossy = {
      async connect() {
        const client = await store().pool.connect()
        const query = async (text: string) => {
          const result = await client.query(text)
          return text.startsWith("fetch") ? { ...result, rows: result.rows.slice(1) } : result
        }
        return { query, release: (broken?: boolean) => client.release(broken) }
      },
    } as unknown as pg.Pool
    await expect(backup(lossy, { file, at: world.now })).rejects.toThrow("the backup lacks rows of")
    expect(readdirSync(folder)).toEqual([])
    await made()
  })

  test("what is cut off, changed or something else is refused, and the store stays as it is", async () => {
    const before = await made()
    const plain = gunzipSync(readFileSync(file)).toString()
    const bad: [string, Buffer, RegExp][] = [
      ["cut off", readFileSync(file).subarray(0, -40), /cut off|no backup/],
      ["without its end", gzipSync(plain.split("\n").slice(0, -2).join("\n")), /cut off/],
      ["changed", gzipSync(plain.replace("Person bo", "Person ob")), /cut off or was changed/],
      ["another file", Buffer.from("PK\u0003\u0004"), /no backup/],
      ["another JSON", gzipSync("{}\n"), /no backup/],
      [
        "of a newer version",
        gzipSync(plain.replace('"migrations":[', '"migrations":["20991231000000_later",')),
        /changed/,
      ],
    ]
    for (const [name, bytes, says] of bad) {
      writeFileSync(file, bytes)
      await expect(restore(store().pool, file), name).rejects.toThrow(says)
    }
    await expect(restore(store().pool, join(folder, "none"))).rejects.toThrow("ENOENT")
    expect((await made()).tables).toEqual(before.tables)
  })
})
