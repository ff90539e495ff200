// Fails when prisma/schema.prisma says something else than prisma/migrations make. Needs no database and no network.
// What Prisma cannot say (exclusion, checks, triggers, functions) is looked for in the catalogue at every start instead.
import { difference } from "./schema.mjs"

const { summary, sql } = await difference()
if (sql !== "") {
  process.stderr.write(
    `prisma/schema.prisma and prisma/migrations differ. What the migrations lack:\n${summary}\n${sql}\nWrite it with: node scripts/migration.mjs NAME\n`,
  )
  process.exitCode = 1
}
