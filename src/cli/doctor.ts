import { constants, existsSync } from "node:fs"
import { access, statfs } from "node:fs/promises"
import { createServer } from "node:net"
import { dirname, resolve } from "node:path"
import type { Command } from "commander"
import { z } from "zod"
import { type Config, readConfig } from "../config.js"
import { centreFileOf, readConfiguredCentre } from "../configured-centre.js"
import { OperatorError } from "../core/members.js"
import type { Output } from "./output.js"
import { withWorld } from "./store.js"

/** Looks at everything the service needs, and says what to do about what is wrong. Changes nothing. */

/** `ok` null: not set up, so not looked at. */
type Check = { name: string; ok: boolean | null; found: string; fix?: string }

const oldestNode = [20, 19] as const
const patienceMs = 8_000
/** A clock further off than this makes reminders late and webhooks refused. */
const clockOffMs = 5_000
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
    await port(config),
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
    return await withWorld(async ({ store: { kind, pool, prisma } }) => {
      const before = Date.now()
      const { rows } = await pool.query<{ now: Date; version: string }>(
        "select clock_timestamp() as now, current_setting('server_version') as version",
      )
      const off = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2)
      const [members, people] = [await prisma.member.count(), await prisma.person.count()]
      const found = `${kind === "pglite" ? "embedded" : "Postgres"} ${rows[0]?.version ?? ""}, ${members} members, ${people} people`
      return [{ name, ok: true, found }, clockCheck("database clock", off)]
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

const clockCheck = (name: string, offMs: number): Check =>
  offMs <= clockOffMs
    ? { name, ok: true, found: "agrees with this machine's" }
    : {
        name,
        ok: false,
        found: `${Math.round(offMs / 1000)} s apart from this machine's`,
        fix: "Set the clock by NTP.",
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

async function telegram({ telegram }: Config): Promise<Check[]> {
  const name = "telegram"
  if (!telegram) return [{ name, ok: null, found: "not set up" }]
  const api = `${telegram.apiRoot ?? "https://api.telegram.org"}/bot${telegram.token.reveal()}`
  return reached(name, async () => {
    const { body, off } = await asked(`${api}/getMe`)
    if (body.ok !== true) {
      const fix = "Copy TELEGRAM_BOT_TOKEN again from BotFather."
      return [{ name, ok: false, found: String(body.description ?? "the token was refused"), fix }]
    }
    const me = z.object({ result: z.object({ username: z.string() }) }).safeParse(body)
    return [{ name, ok: true, found: `@${me.data?.result.username ?? "?"}` }, ...clocks("telegram clock", off)]
  })
}

async function slack({ slack }: Config): Promise<Check[]> {
  const name = "slack"
  if (!slack) return [{ name, ok: null, found: "not set up" }]
  const api = (slack.apiUrl ?? "https://slack.com/api/").replace(/\/*$/, "/")
  const call = (method: string, token: string) => asked(`${api}${method}`, { authorization: `Bearer ${token}` })
  return reached(name, async () => {
    const { body, off } = await call("auth.test", slack.botToken.reveal())
    if (body.ok !== true)
      return [{ name, ok: false, found: String(body.error), fix: "Install the app again and copy SLACK_BOT_TOKEN." }]
    const found: Check[] = [{ name, ok: true, found: `${String(body.user)} in ${String(body.team)}` }]
    if (slack.appToken) {
      const { body: socket } = await call("apps.connections.open", slack.appToken.reveal())
      const fix = "Make SLACK_APP_TOKEN anew with connections:write, and switch Socket Mode on."
      found.push({
        name: "slack sockets",
        ...(socket.ok === true ? { ok: true, found: "open" } : { ok: false, found: String(socket.error), fix }),
      })
    }
    return [...found, ...clocks("slack clock", off)]
  })
}

const clocks = (name: string, off: number | null): Check[] => (off === null ? [] : [clockCheck(name, off)])

/** What a platform that cannot be reached looks like; never with the address, which has the token in it. */
async function reached(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer"
    return [{ name, ok: false, found: `not reached (${code})`, fix: "Check this machine's network, DNS and proxy." }]
  }
}

/** Asks an address for JSON. `off`: how far its clock is from this machine's, by the answer's date, which counts whole seconds. */
async function asked(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ body: Record<string, unknown>; off: number | null }> {
  const method = headers.authorization ? "POST" : "GET"
  const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(patienceMs) })
  const said = Date.parse(answer.headers.get("date") ?? "")
  const body = z.record(z.string(), z.unknown()).safeParse(await answer.json().catch(() => ({})))
  return { body: body.data ?? {}, off: Number.isNaN(said) ? null : Math.abs(Date.now() - said) }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n").filter(Boolean).join("; ")
