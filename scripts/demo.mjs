// `npm run demo`: a month of a centre's life in a folder of its own, and the service on it with a fast clock, on a full evening. Nothing
// of an installation is touched: no database that is set, no platform's token and no centre.yaml counts here. Each start is a new month.
// DEMO_DIR, PORT and ANCHORDESK_SPEED (60) may be set.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Not literals where they are used: types are checked with or without a dist/. */
const built = "../dist/"
const { demoMonth } = await import(`${built}demo-month.js`)
const { openStore } = await import(`${built}core/store/open.js`)
const { start } = await import(`${built}start.js`)

const { env } = process
const folder = env.DEMO_DIR ?? "./data-demo"
for (const name of Object.keys(env)) if (/^(DATABASE_URL|PUBLIC_URL|TELEGRAM_|SLACK_)/.test(name)) delete env[name]

/** Today at ten past eight in the evening, in Macau, which has no summer time. */
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const evening = `${today}T20:10:00+08:00`

/** @type {unknown} */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} }
const ours = join(folder, "made-by-npm-run-demo")
if (existsSync(folder) && !existsSync(ours)) {
  process.stderr.write(`${folder} was not made by npm run demo, and stays as it is: set DEMO_DIR to another folder\n`)
  process.exit(1)
}
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(ours, "")
const store = await openStore({ dataDir: folder, log: silent })
const sessions = await demoMonth({ store, log: silent }, new Date(evening))
await store.close()
process.stdout.write(
  `A month of ${sessions} sessions is in ${folder}; it is ${evening.slice(11, 16)} on a full evening.\n`,
)

Object.assign(env, {
  DATA_DIR: folder,
  CENTRE_FILE: fileURLToPath(new URL(`${built}core/sample-centre.yaml`, import.meta.url)),
  ANCHORDESK_DEMO: "1",
  ANCHORDESK_NOW: evening,
  ANCHORDESK_SPEED: env.ANCHORDESK_SPEED ?? "60",
  LOG_LEVEL: env.LOG_LEVEL ?? "warn",
})
await start()
