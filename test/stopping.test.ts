import { rmSync } from "node:fs"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { fakeTelegram, token } from "./support/fake-telegram.js"
import { listensAt, services } from "./support/service.js"
import { freshDatabase, freshDataDir, postgresAnswers } from "./support/store.js"

/** The built program while it runs and stops: what it logs, what it finishes, what it gives back. */

const now = "2026-11-23T10:00:00+08:00"

describe("the service", () => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let dispose: (() => Promise<unknown>)[]
  let env: NodeJS.ProcessEnv

  beforeEach(async () => {
    api = await fakeTelegram()
    const dataDir = await freshDataDir()
    env = {
      DATA_DIR: dataDir,
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: api.apiRoot,
      ANCHORDESK_DEMO: "1",
      ANCHORDESK_NOW: now,
    }
    dispose = [() => api.close(), async () => rmSync(dataDir, { recursive: true, force: true })]
  })
  afterEach(async () => {
    for (const one of dispose) await one()
  })

  test("logs each turn by its name, and nothing that people wrote or are called", async () => {
    const { start, command, end } = services({ ...env, LOG_LEVEL: "trace" })
    dispose.unshift(end)
    const service = await start()
    const { inviteCode } = command("members", "add", "--name", "Confeitaria Ximénia", "--plan", "standard")
    const person = api.person(7, "Zulmira")
    await person.say(`/start ${inviteCode}`)
    await person.say("book Studio 2 tomorrow 3-5pm, 2 hosts")
    await person.press("Confirm")
    await person.say("call it Grande Liquidação Xpto")
    await person.say("/calendar")
    // What goes wrong is logged too: the answer is refused, and does not arrive.
    api.fail("sendMessage", { code: 400, description: 'Bad Request: tag "Xpto"' })
    await person.sayOnly("segredo Xpto")
    await api.until(
      () => api.calls.filter(({ params }) => params.chat_id !== undefined).length > 6,
      "the refused answer",
    )
    expect(await service.stop("SIGTERM")).toBe(0)

    const lines = service.log.filter((line) => !/ is open: /.test(line)).map((line) => JSON.parse(line))
    const answered = lines.filter(({ msg }) => msg === "answered")
    expect(answered.length).toBeGreaterThanOrEqual(6)
    for (const line of answered)
      expect(line).toMatchObject({ turn: expect.stringMatching(/^[\w-]{12}$/), platform: "telegram" })
    const refused = lines.find(({ msg }) => msg === "an answer did not arrive")
    expect(answered.map(({ turn }) => turn)).toContain(refused?.turn)
    const all = service.log.join("\n")
    for (const secret of [
      "Zulmira",
      "Ximénia",
      "Xpto",
      "Studio 2",
      "book ",
      "segredo",
      inviteCode,
      token,
      token.slice(5),
    ])
      expect(all).not.toContain(secret)
    expect(all).not.toMatch(/calendar\/[\w-]{20}/)
  })

  test("told to stop in the middle of a turn, finishes and answers it", async (context) => {
    if (!(await postgresAnswers())) return context.skip("no Postgres answers")
    const { databaseUrl, drop } = await freshDatabase()
    const { start, command, end } = services({ ...env, DATABASE_URL: databaseUrl })
    const client = new pg.Client({ connectionString: databaseUrl })
    dispose.unshift(end, () => client.end(), drop)
    const service = await start()
    await client.connect()
    const person = api.person(7, "Ana")
    const { inviteCode } = command("members", "add", "--name", "Ana Bakery", "--plan", "standard")
    await person.say(`/start ${inviteCode}`)
    const card = await person.say("book Studio 2 tomorrow 3-5pm, 2 hosts")

    await client.query("begin")
    await client.query("lock table turn in access exclusive mode")
    const pressed = person.press("Confirm", card)
    await until(async () => {
      const { rows } = await client.query(
        "select 1 from pg_locks where not granted and relation = 'turn'::regclass limit 1",
      )
      return rows.length > 0
    })
    const stopped = service.stop("SIGTERM")
    await until(async () => !(await ready(service.address)))
    await client.query("commit")
    expect(await stopped).toBe(0)
    expect((await pressed).text).toMatch(/^Booked/)
    // Confirmed to Telegram, which does not give it again.
    expect(api.pending()).toEqual([])
    expect(command("bookings", "list")).toHaveLength(1)
  })

  test("told to stop while Telegram hangs: what it took is recorded, the rest given back, and the end is in order", async (context) => {
    if (!(await postgresAnswers())) return context.skip("no Postgres answers")
    const { databaseUrl, drop } = await freshDatabase()
    const webhook = {
      PUBLIC_URL: "https://desk.example.com",
      TELEGRAM_WEBHOOK_SECRET: "a-webhook-secret-of-32-characters",
    }
    const { start, end } = services({ ...env, ...webhook, DATABASE_URL: databaseUrl })
    const client = new pg.Client({ connectionString: databaseUrl })
    dispose.unshift(end, () => client.end(), drop)
    const service = await start()
    await client.connect()
    await client.query(
      `with reader as (insert into person (id, name, language, created_at) select 'r' || n, 'Reader', 'en', now() from generate_series(1, 5) n returning id),
            address as (insert into account (id, platform, user_id, address, person_id, created_at)
                        select 'a' || n, 'telegram', 100 + n, 'telegram:' || 100 + n, 'r' || n, now() from generate_series(1, 5) n)
       insert into notice (key, kind, person_id, due_at, stale_at, data)
       select 'broadcast:b:' || id, 'broadcast', id, '2026-11-23T09:00:00+08:00', '2026-11-24T09:00:00+08:00', '{"kind":"broadcast","text":"Closed"}'
         from reader`,
    )
    // The answer to somebody, and a notice at least.
    api.fail("sendMessage", "silence", "silence")
    const person = api.person(7, "Ana")
    await person.sayOnly("hello")
    void fetch(`${await listensAt(service)}/telegram/webhook`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": webhook.TELEGRAM_WEBHOOK_SECRET,
      },
      body: JSON.stringify(api.updates()[0]),
    }).catch(() => {})
    const told = () => api.shown.filter(({ chatId }) => chatId > 100).map(({ chatId }) => `r${chatId - 100}`)
    await api.until(() => api.calls.filter(({ method }) => method === "sendMessage").length === 6, "all to be begun")

    expect(await service.stop("SIGTERM")).toBe(0)
    expect(told().length).toBeLessThan(5)
    const { rows } = await client.query("select person_id, state, result = 'unsure' as unsure from notice order by key")
    expect(rows).toEqual(
      [1, 2, 3, 4, 5].map((n) =>
        told().includes(`r${n}`)
          ? { person_id: `r${n}`, state: "sent", unsure: false }
          : { person_id: `r${n}`, state: "due", unsure: true },
      ),
    )
  })
})

/** A stopping service is not to be given work: it says so, or does not answer any more. */
const ready = (address: string): Promise<boolean> =>
  fetch(`${address}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  )

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 20))
}
