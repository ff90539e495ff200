import { constants, existsSync } from "node:fs"
import { access, statfs } from "node:fs/promises"
import { createServer } from "node:net"
import { dirname, resolve } from "node:path"
import type { Command } from "commander"
import { type Config, readConfig } from "../config.js"
import { centreFileOf, readConfiguredCentre } from "../configured-centre.js"
import { hour, minute } from "../core/interval.js"
import { OperatorError } from "../core/members.js"
import { dueNow } from "../core/notices.js"
import { readBack } from "../core/store/backup-file.js"
import { backupsIn, latestBackup } from "../core/store/backup-rotation.js"
import type { World } from "../core/world.js"
import { asked, type Check, clockCheck, publicAddress, slack, telegram } from "./doctor-network.js"
import type { Output } from "./output.js"
import { withWorld } from "./store.js"

/** Looks at everything the service needs, and says what to do about what is wrong. Changes nothing. */

const oldestNode = [20, 19] as const
const roomBytes = 200 * 1024 * 1024

export function doctorCommand(program: Command, output: Output): void {
  program
    .command("doctor")
    .description("check tokens, database, clock and permissions, and say what to fix")
    .option("--json", "print JSON")
    .action(async (_options, command: Command) => {
      const checks = await examine(process.env)
      const bad = checks.filter(({ ok }) => ok === false)
      output.say(command, { ok: bad.length === 0, checks }, () => checks.map(line).join("\n"))
      if (bad.length > 0) throw new OperatorError(`to fix: ${bad.map(({ name }) => name).join(", ")}`)
    })
}

const line = ({ name, ok, found, fix }: Check): string =>
  `${ok === null ? "–" : ok ? "✓" : "✗"} ${name}: ${found}${fix ? `\n    ${fix}` : ""}`

async function examine(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const node = nodeVersion(process.versions.node)
  const read = readConfig(env)
  if ("problem" in read)
    return [node, { name: "environment", ok: false, found: read.problem, fix: "See .env.example." }]
  const config = read.ok
  return [
    node,
    { name: "environment", ok: true, found: "every variable is as expected" },
    centreFile(config),
    await folder(config),
    ...(await store()),
    await backups(config),
    await port(config),
    ...(await publicAddress(config)),
    ...(await telegram(config)),
    ...(await slack(config)),
  ]
}

function nodeVersion(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  const [least, leastMinor] = oldestNode
  const ok = major > least || (major === least && minor >= leastMinor)
  return { name: "node", ok, found: version, ...(ok ? {} : { fix: `Install Node ${oldestNode.join(".")} or newer.` }) }
}

function centreFile(config: Config): Check {
  const name = "centre file"
  try {
    const centre = readConfiguredCentre(config)
    const size = `${centre.rooms.length} rooms, ${centre.floor} anchors at once`
    return {
      name,
      ok: true,
      found: `${centreFileOf(config) ?? "none, so the sample centre or what was applied"} (${size})`,
    }
  } catch (error) {
    return { name, ok: false, found: messageOf(error), fix: "Correct the file, or CENTRE_FILE; nothing was applied." }
  }
}

async function folder({ dataDir, databaseUrl }: Config): Promise<Check> {
  const name = "data folder"
  if (databaseUrl) return { name, ok: null, found: "not used, DATABASE_URL is set" }
  try {
    const there = existsSync(dataDir)
    await access(there ? dataDir : dirname(resolve(dataDir)), constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(there ? dataDir : dirname(resolve(dataDir)))
    const free = bavail * bsize
    const found = `${dataDir} can be written, ${Math.floor(free / 2 ** 20)} MB free`
    return free > roomBytes ? { name, ok: true, found } : { name, ok: false, found, fix: "Make room on this disk." }
  } catch (error) {
    return {
      name,
      ok: false,
      found: messageOf(error),
      fix: "Give the service's user this folder, or set another DATA_DIR.",
    }
  }
}

async function store(): Promise<Check[]> {
  const name = "store"
  try {
    return await withWorld(async (world) => {
      const { kind, pool, prisma } = world.store
      const before = Date.now()
      const { rows } = await pool.query<{ now: Date; version: string }>(
        "select clock_timestamp() as now, current_setting('server_version') as version",
      )
      const off = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2)
      const [members, people] = [await prisma.member.count(), await prisma.person.count()]
      const found = `${kind === "pglite" ? "embedded" : "Postgres"} ${rows[0]?.version ?? ""}, members: ${members}, people: ${people}`
      return [{ name, ok: true, found }, clockCheck("database clock", off), await outbox(world)]
    })
  } catch (error) {
    return [
      {
        name,
        ok: false,
        found: messageOf(error),
        fix: "Check DATABASE_URL and that the database runs, or leave it empty for the embedded store.",
      },
    ]
  }
}

/** As `/readyz` has it. */
const outboxOldMs = 5 * minute
/** Older than this, a night was left out. */
const backupOldMs = 36 * hour

async function backups({ dataDir, databaseUrl, demo }: Config): Promise<Check> {
  const name = "backups"
  if (databaseUrl) return { name, ok: null, found: "yours to make, with pg_dump or base backups" }
  try {
    const latest = await latestBackup(backupsIn(dataDir))
    if (!latest)
      return { name, ok: true, found: demo ? "none of a demonstration" : "none yet, the service makes one each night" }
    const { tables } = await readBack(latest.file)
    const age = Date.now() - latest.made.getTime()
    const found = `${latest.file}, ${Math.round(age / hour)} h old, ${tables.length} tables, whole`
    if (age < backupOldMs) return { name, ok: true, found }
    return { name, ok: false, found, fix: 'Does the service run? Look in its log for "the nightly backup failed".' }
  } catch (error) {
    return {
      name,
      ok: false,
      found: messageOf(error),
      fix: "Make one now: anchordesk backup FILE; and check the disk.",
    }
  }
}

/** What is due goes out, and what could not be sent is known. */
async function outbox(world: World): Promise<Check> {
  const name = "outbox"
  const { count, oldest } = await dueNow(world)
  const lost = await world.store.prisma.notice.count({ where: { state: { in: ["failed", "blocked"] } } })
  const waited = oldest ? world.clock().getTime() - oldest.getTime() : 0
  const found = `${count} due, ${lost} of the last 30 days reached nobody`
  return waited < outboxOldMs
    ? { name, ok: true, found }
    : {
        name,
        ok: false,
        found: `${found}; the oldest waits for ${Math.round(waited / minute)} min`,
        fix: "Is the service running? Start it; then see: anchordesk notices --due",
      }
}

async function port({ host, port }: Config): Promise<Check> {
  const name = "port"
  const taken = await new Promise<string | null>((done) => {
    const server = createServer()
    server.once("error", (error) => done("code" in error ? String(error.code) : error.message))
    server.listen({ host, port }, () => server.close(() => done(null)))
  })
  if (taken === null) return { name, ok: true, found: `${host}:${port} is free` }
  const answer = await asked(`http://${host}:${port}/healthz`).catch(() => null)
  if (answer?.body.ok === true) return { name, ok: true, found: `${host}:${port}: the service runs` }
  return { name, ok: false, found: `${host}:${port}: ${taken}`, fix: "Stop what listens there, or set another PORT." }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n").filter(Boolean).join("; ")
