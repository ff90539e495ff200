// Writes the next migration: what prisma/schema.prisma has and prisma/migrations lack, as SQL to be read and completed by hand.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { difference } from "./schema.mjs"

const [name] = process.argv.slice(2)
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("usage: node scripts/migration.mjs NAME (lower case, digits and _)\n")
  process.exit(2)
}
const { sql } = await difference()
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14)
const file = join("prisma", "migrations", `${stamp}_${name}`, "migration.sql")
mkdirSync(join(file, ".."), { recursive: true })
writeFileSync(file, sql || "-- The schema asks for nothing new; write what Prisma cannot say.\n")
process.stdout.write(`${file}\n`)
