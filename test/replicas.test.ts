import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { fakeTelegram, token } from "./support/fake-telegram.js"
import { judge } from "./support/oracle.js"
import { listensAt, services } from "./support/service.js"
import { freshDatabase, postgresAnswers } from "./support/store.js"
import { webhook } from "./support/webhook.js"

/** Two processes of the built program on one Postgres, written to by webhook through both, one of them killed in the middle. */

const secret = "a-webhook-secret-of-32-characters"
const people = 14
const patienceMs = 90_000

describe.skipIf(!(await postgresAnswers()))("two replicas on one Postgres", () => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let pool: pg.Pool
  let folder: string
  let drop: () => Promise<void>
  let run: ReturnType<typeof services>

  beforeEach(async () => {
    api = await fakeTelegram()
    folder = mkdtempSync(join(tmpdir(), "anchordesk-replicas-"))
    const database = await freshDatabase()
    drop = database.drop
    pool = new pg.Pool({ connectionString: database.databaseUrl })
    pool.on("error", () => {})
    run = services({
      DATABASE_URL: database.databaseUrl,
      DATA_DIR: folder,
      PUBLIC_URL: "https://desk.example.com",
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: api.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: secret,
      ANCHORDESK_DEMO: "1",
      ANCHORDESK_NOW: "2026-11-23T10:00:00+08:00",
    })
  })
  afterEach(async () => {
    await run.end()
    await api.close()
    await pool.end()
    await drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const rows = async <T>(sql: string): Promise<T[]> => (await pool.query(sql)).rows
  const both = (more: NodeJS.ProcessEnv = {}) => Promise.all([run.start(more), run.start(more)])

  test("one is killed while all press twice: nothing is lost, nothing is doubled", async () => {
    const replicas = await both()
    const [first, second] = replicas
    const addresses = await Promise.all(replicas.map(listensAt))
    const hook = webhook(api, { secret, replicas: addresses, twice: 3 })
    const names = Array.from({ length: people }, (_, n) => `Merchant ${n + 1}`)
    writeFileSync(
      join(folder, "members.csv"),
      `name,plan,language\n${names.map((name) => `${name},standard,en`).join("\n")}\n`,
    )
    const codes: { inviteCode: string }[] = run.command("members", "import", join(folder, "members.csv"))
    const crowd = names.map((name, n) => api.person(100 + n, name))
    const all = (what: string, seen: (person: (typeof crowd)[number]) => boolean) =>
      api.until(() => crowd.every(seen), what, patienceMs)

    for (const [n, person] of crowd.entries()) await person.sayOnly(`/start ${codes[n]?.inviteCode}`)
    await all("everybody to be in", (person) => person.seen().length > 0)
    for (const [n, person] of crowd.entries())
      await person.sayOnly(`book Studio ${n + 1} tomorrow 3pm-4pm, 1 host, 1 camera`)
    const card = (person: (typeof crowd)[number]) =>
      person.seen().find(({ buttons }) => buttons.flat().some(({ label }) => label.includes("Confirm")))
    await all("everybody to have a card", (person) => card(person) !== undefined)

    // Everybody presses twice, and one replica dies before half of them have their answer.
    const confirmed = (person: (typeof crowd)[number]) => person.seen().some(({ text }) => text.startsWith("Booked"))
    for (const person of crowd) {
      const shown = card(person)
      const data = shown?.buttons.flat().find(({ label }) => label.includes("Confirm"))?.data ?? ""
      for (let tap = 0; tap < 2; tap++) await person.pressOnly(data, shown)
    }
    await api.until(() => crowd.filter(confirmed).length >= 3, "the first bookings", patienceMs)
    expect(crowd.filter(confirmed).length).toBeLessThan(people)
    await first?.stop("SIGKILL")
    await all("everybody to have booked", confirmed)
    await api.until(() => api.pending().length === 0, "every update to be done", patienceMs)

    expect(await rows("select member_id from booking")).toHaveLength(people)
    expect(await rows("select distinct member_id from booking where status = 'confirmed'")).toHaveLength(people)
    expect(await rows("select 1 from audit where action = 'book'")).toHaveLength(people)
    expect(await rows("select month, sum(used)::int as used from quota where used > 0 group by month")).toEqual([
      { month: "2026-11", used: 60 * people },
    ])
    expect(await judge(pool, { turnoverMinutes: 15, floor: 52, gear: { camera: 20 } })).toEqual([])
    expect(addresses.map((address) => hook.answered(address) > people / 2)).toEqual([true, true])
    expect(api.violations).toEqual([])
    // And the one that is left goes on by itself.
    crowd[0]?.sayOnly("my bookings")
    await api.until(() => crowd[0]?.last().text.includes("Studio 1") === true, "an answer from the other", patienceMs)
    await hook.stop()
    expect(await second?.stop("SIGTERM")).toBe(0)

    await reminded(crowd)
  }, 400_000)

  /** An hour before: two replicas again, and again one of them dies among the reminders. Each comes, and what may come twice is logged. */
  async function reminded(crowd: ReturnType<typeof api.person>[]): Promise<void> {
    // However late the hour's reminder is by this fast clock: those of a replica that died wait until its lease is over.
    const isReminder = ({ text }: { text: string }) => /starts in (1 hour|[345]\d min)/.test(text)
    const had = () => crowd.map((person) => person.seen().filter(isReminder).length)
    await pool.query("update notice set state = 'dropped' where due_at < '2026-11-24T13:55:00+08:00'")
    const soon = { ANCHORDESK_NOW: "2026-11-24T13:58:00+08:00", ANCHORDESK_SPEED: "10" }
    const [first, second] = await both(soon)
    await api.until(() => had().some((count) => count > 0), "the first reminder", patienceMs)
    await first?.stop("SIGKILL")
    await api.until(() => had().every((count) => count > 0), "everybody to be reminded", patienceMs)
    await second?.stop("SIGTERM")
    const doubled = had().reduce((sum, count) => sum + count - 1, 0)
    const owned = second?.log.filter((line) => line.includes("maybe_duplicate")).length ?? 0
    expect(doubled).toBeLessThanOrEqual(owned)
    expect(
      await rows(
        "select 1 from notice where kind = 'reminder' and state = 'due' and due_at <= '2026-11-24T14:00:00+08:00'",
      ),
    ).toEqual([])
  }
})
