import { migrate, readMigrations } from "../../../src/core/store/migrate.js"
import { bareIn } from "../../support/bare.js"
import { cutting } from "./cut-migration.js"

/** A process that migrates the embedded database in a folder, and is killed at one of the statements. */
const [folder = "", place = "", point = "", oneByOne] = process.argv.slice(2)
const known = readMigrations()
const migration = known[Number(place)]
if (!migration) throw new Error(`there is no migration ${place}`)
const { pool } = await bareIn(folder)
const die = async () => {
  process.kill(process.pid, "SIGKILL")
  await new Promise(() => {})
}
await migrate(
  cutting(pool, { migration, point: Number(point), die, oneByOne: oneByOne === "one by one" }),
  known.slice(0, Number(place) + 1),
)
