import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { difference } from "../../../scripts/schema.mjs"

const folder = mkdtempSync(join(tmpdir(), "anchordesk-schema-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the migrations make exactly what the schema says", async () => {
  expect(await difference()).toEqual({ summary: "", sql: "" })
})

test("a column, an index or a type that the migrations lack is a difference", async () => {
  const schema = readFileSync("prisma/schema.prisma", "utf8")
  const changed = schema
    .replace("model Room {", 'model Room {\n  floorArea Int? @map("floor_area")')
    .replace('@@index([endsAt])\n  @@map("claim")', '@@index([startsAt])\n  @@map("claim")')
    .replace("capacity Int\n  ledger", "capacity BigInt\n  ledger")
  expect(changed).not.toBe(schema)
  writeFileSync(join(folder, "schema.prisma"), changed)
  const { summary, sql } = await difference({ schema: join(folder, "schema.prisma") })
  expect(summary).toContain("floor_area")
  expect(sql.split("\n").filter((line) => line && !line.startsWith("--"))).toEqual([
    'DROP INDEX "claim_ends_at_idx";',
    'ALTER TABLE "resource" ALTER COLUMN "capacity" SET DATA TYPE BIGINT;',
    'ALTER TABLE "room" ADD COLUMN     "floor_area" INTEGER;',
    'CREATE INDEX "claim_starts_at_idx" ON "claim"("starts_at");',
  ])
})
