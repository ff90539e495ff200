import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { newId } from "../../../src/core/ids.js"
import { invite } from "../../../src/core/invitations.js"
import { addMember } from "../../../src/core/members.js"
import { openStore, type Store } from "../../../src/core/store/open.js"
import { localDay } from "../../../src/core/time.js"
import type { World } from "../../../src/core/world.js"
import { type FakeSlack, fakeSlack, secrets } from "../../support/fake-slack.js"
import { fakeTelegram, token } from "../../support/fake-telegram.js"
import { silent } from "../../support/log.js"
import { listensAt, services } from "../../support/service.js"
import { freshDatabase, freshDataDir } from "../../support/store.js"
import { visitor } from "../../support/web-client.js"
import { webhook } from "../../support/webhook.js"

/**
 * The service as an operator runs it, with loopback platforms and a few people in it, for those who attack it: everything that it
 * prints is kept, everything in its store can be compared, and what must not be seen has names that are found again.
 */

export type SceneKind = {
  store: "pglite" | "postgres"
  framework: "grammy" | "telegraf"
  replicas?: number
  env?: NodeJS.ProcessEnv
}

/** Secrets of the service's own: nowhere in what it prints or answers. */
export const webhookSecret = "canary-webhook-secret-0123456789"
const databasePassword = "canary-database-password"
export const ownSecrets = [token, ...Object.values(secrets), webhookSecret, databasePassword]

/** What is personal: for nobody's eyes but those whose it is. No word of the desk has these letters. */
export const personal = {
  member: "Quetzal Bakery",
  owner: "Anabela Quetzal",
  phone: "6600-1234-77",
  title: "Vampyroteuthis launch",
  said: "my telephone is 6600-1234-77, says Quetzal",
}
const personalWords = ["Quetzal", "Anabela", "6600-1234-77", "Vampyroteuthis"]

export const publicUrl = "https://desk.example.com"

export type Scene = Awaited<ReturnType<typeof openScene>>

export async function openScene({ store: kind, framework, replicas = 1, env = {} }: SceneKind) {
  const [api, slack] = [await fakeTelegram(), await fakeSlack()]
  const place = await placeFor(kind)
  const variables = {
    ...place.env,
    LOG_LEVEL: "debug",
    PUBLIC_URL: publicUrl,
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_FRAMEWORK: framework,
    TELEGRAM_API_ROOT: api.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ...env,
  }
  const { start, end } = services(variables)
  const running = await Promise.all(Array.from({ length: replicas }, () => start()))
  const urls = await Promise.all(running.map(listensAt))
  const [url = ""] = urls
  slack.deliverTo(url)
  const hook = webhook(api, { secret: webhookSecret, replicas: urls, twice: Number.POSITIVE_INFINITY })
  const store = await openStore({ ...place.open, log: silent, join: true })
  const world: World = { store, clock: () => new Date(), newId, speed: 1, log: silent }
  return {
    ...{ api, slack, store, world, url, urls, framework, kind },
    /** For commands beside it. */
    env: { PATH: process.env.PATH, ...variables } as NodeJS.ProcessEnv,
    cast: await castOf({ api, slack, world, url }),
    /** Everything that the service has printed. */
    output: () => running.flatMap(({ log }) => log).join("\n"),
    pids: running.map(({ child }) => child.pid ?? 0),
    async close() {
      await hook.stop()
      await store.close()
      await end()
      await Promise.all([api.close(), slack.close()])
      await place.remove()
    },
  }
}

async function placeFor(kind: SceneKind["store"]) {
  if (kind === "pglite") {
    const dataDir = await freshDataDir()
    const remove = async () => rmSync(dataDir, { recursive: true, force: true })
    return { env: { DATA_DIR: dataDir }, open: { dataDir }, remove }
  }
  const { databaseUrl, drop } = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), "anchordesk-attacks-"))
  const secret = new URL(databaseUrl)
  // Loopback servers that trust everybody do not look at it.
  if (secret.password === "") secret.password = databasePassword
  return {
    env: { DATA_DIR: dataDir, DATABASE_URL: secret.href },
    open: { dataDir, databaseUrl },
    async remove() {
      await drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

type Api = Awaited<ReturnType<typeof fakeTelegram>>
type Stage = { api: Api; slack: FakeSlack; world: World; url: string }

/** Ana's is attacked, Bo is a member like any other, Cleo is of the staff, Eve is nobody. */
async function castOf({ api, slack, world, url }: Stage) {
  const by = { now: world.clock(), via: "cli" }
  const ana = await addMember(world, { name: personal.member, plan: "standard", language: "en" }, by)
  const bo = await addMember(world, { name: "Rival Shop", plan: "standard", language: "en" }, by)
  const more = (memberId: string) => invite(world, { kind: "member", memberId, role: "staff" }, by)
  const staff = () => invite(world, { kind: "staff", name: "Cleo" }, by)
  const cast = {
    members: { ana: ana.id, bo: bo.id },
    telegram: {
      ana: api.person(7_001_001, personal.owner),
      bo: api.person(7_002_002, "Bo"),
      cleo: api.person(7_003_003, "Cleo"),
      eve: api.person(7_004_004, "Eve"),
    },
    slack: {
      ana: slack.person("U0ANAQ", { name: personal.owner }),
      bo: slack.person("U0BO", { name: "Bo" }),
      cleo: slack.person("U0CLEO", { name: "Cleo" }),
    },
    web: {
      ana: visitor(url, { patient: true }),
      bo: visitor(url, { patient: true }),
      eve: visitor(url, { patient: true }),
    },
  }
  await cast.telegram.ana.say(`/start ${ana.inviteCode}`)
  await cast.telegram.bo.say(`/start ${bo.inviteCode}`)
  await cast.telegram.cleo.say(`/start ${await staff()}`)
  await cast.web.ana.post("/api/join", { code: await more(ana.id), name: personal.owner })
  await cast.web.bo.post("/api/join", { code: await more(bo.id), name: "Bo" })
  for (const [who, code] of [
    ["ana", await more(ana.id)],
    ["bo", await more(bo.id)],
    ["cleo", await staff()],
  ] as const) {
    await cast.slack[who].command(`join ${code}`)
    await slack.until(() => cast.slack[who].last(), `${who} to be in on Slack`)
  }
  const whose = async (memberId: string, ...others: string[]) => {
    const people = await world.store.prisma.personMember.findMany({ where: { memberId } })
    return [memberId, ...people.map(({ personId }) => personId), ...others]
  }
  const ids = { ana: await whose(ana.id), bo: await whose(bo.id) }
  await booked(cast.telegram.ana, `book Studio 2 on ${dayAhead(10)} 3pm-5pm, 2 hosts, titled "${personal.title}"`)
  return { ...cast, ids }
}

/** "8 December", so many days from today. */
export function dayAhead(days: number): string {
  const day = localDay(new Date(Date.now() + days * 86_400_000), "Asia/Macau")
  return new Date(`${day}T00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" })
}

/** Says it, confirms the card, and has the calendar file that comes a moment later. */
export async function booked(person: ReturnType<Api["person"]>, sentence: string): Promise<void> {
  const card = await person.say(sentence)
  const files = () => person.seen().filter(({ document }) => document !== undefined).length
  const before = files()
  const said = await person.press("Confirm", card)
  while (files() === before) await person.next()
  if (!said.text.startsWith("Booked")) throw new Error(`not booked: ${said.text}`)
}

/** The same in the web chat. @returns whether there was a card to confirm */
export async function bookedOnWeb(browser: ReturnType<typeof visitor>, key: string, text: string): Promise<boolean> {
  type Shown = { replies: { buttons?: { label: string; action?: string }[][] }[] }
  const shown = (await (await browser.post("/api/turns", { key, text })).json()) as Shown
  const buttons = shown.replies.flatMap(({ buttons = [] }) => buttons.flat())
  const action = buttons.find(({ label }) => /^(?:Confirm|確認|确认)/.test(label))?.action
  if (action !== undefined) await browser.post("/api/turns", { key: `${key}-yes`, action })
  return action !== undefined
}

/** Words that must not be found in this text, or are. */
export const leaked = (text: string, also: readonly string[] = []): string[] =>
  [...ownSecrets, ...personalWords, ...also].filter((word) => text.includes(word))

/** What a request leaves behind whether it was allowed or not. */
const traces = ["turn", "attempt", "refusal", "pulse", "web_session", "web_entry", "web_file", "_prisma_migrations"]
/** What being written to, and being sent to, changes. */
const passing: Record<string, readonly string[]> = {
  person: ["draft", "draft_at"],
  account: ["address", "blocked_at"],
  notice: ["state", "attempts", "leased_until", "settled_at", "result", "said"],
}

/** Every row of the store as text, but for traces and rows that speak of whoever is in `ignoring`. */
export async function snapshot({ pool }: Store, ignoring: readonly string[] = []): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> all($1) order by 1",
    [traces],
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from "${name}" t order by 1`,
      [passing[name] ?? []],
    )
    found.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return found.filter((row) => !ignoring.some((whose) => row.includes(whose)))
}

/** Rows that are gone or new. */
export function changed(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)]
  return [
    ...before.filter((row) => !is.has(row)).map((row) => `gone: ${row}`),
    ...after.filter((row) => !was.has(row)).map((row) => `new: ${row}`),
  ]
}
