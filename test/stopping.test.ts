import { rmSync } from "node:fs"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { fakeTelegram, token } from "./support/fake-telegram.js"
import { services } from "./support/service.js"
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
