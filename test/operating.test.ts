import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { fakeSlack, secrets } from "./support/fake-slack.js"
import { fakeTelegram, token } from "./support/fake-telegram.js"
import { freshDatabase, freshDataDir, postgresAnswers } from "./support/store.js"

/** Keeping the service well, by the built command line: what it says and writes, on both stores. */

const run = promisify(execFile)
type Ended = { stdout: string; stderr: string; code: number }

async function anchordesk(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  const all = { PATH: process.env.PATH, PORT: "0", ...env }
  try {
    return { ...(await run(process.execPath, ["bin/anchordesk.js", ...args], { env: all })), code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as Ended
    return { stdout, stderr, code }
  }
}

describe("the command line", () => {
  let folder: string
  let dataDir: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anchordesk-"))
    dataDir = await freshDataDir()
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  })

  test("a backup of the embedded store grows into Postgres, table by table the same", async (context) => {
    if (!(await postgresAnswers())) return context.skip("no Postgres answers")
    const file = join(folder, "desk.backup")
    const embedded = { DATA_DIR: dataDir }
    await anchordesk(embedded, "members", "add", "--name", "金記直播", "--plan", "standard")
    const written = await anchordesk(embedded, "backup", file, "--json")
    const database = await freshDatabase()
    try {
      const postgres = { DATA_DIR: join(folder, "data"), DATABASE_URL: database.databaseUrl }
      const restored = await anchordesk(postgres, "restore", file, "--json")
      expect(JSON.parse(restored.stdout)).toEqual({ ...JSON.parse(written.stdout), kept: null })
      const members = await anchordesk(postgres, "members", "list", "--json")
      expect(JSON.parse(members.stdout)).toMatchObject([{ name: "金記直播", plan: "standard" }])

      // And back: what a store has that has people in it is kept beside it.
      await anchordesk(postgres, "members", "add", "--name", "Casa Verde", "--plan", "pro")
      await anchordesk(postgres, "backup", file)
      const back = await anchordesk(embedded, "restore", file, "--json")
      const { kept } = JSON.parse(back.stdout)
      expect(readFileSync(kept).byteLength).toBeGreaterThan(0)
      const both = await anchordesk(embedded, "members", "list", "--json")
      expect(JSON.parse(both.stdout)).toHaveLength(2)
      await anchordesk(embedded, "restore", kept)
      const before = await anchordesk(embedded, "members", "list", "--json")
      expect(JSON.parse(before.stdout)).toHaveLength(1)
    } finally {
      await database.drop()
    }
  })

  test("a restore of what is no backup changes nothing, and says so in one line", async () => {
    const ended = await anchordesk({ DATA_DIR: dataDir }, "restore", "package.json", "--json")
    expect(ended).toEqual({
      stdout: "",
      stderr: "anchordesk: this is no backup of Anchordesk, or it is cut off\n",
      code: 1,
    })
  })

  test("the doctor finds a healthy desk healthy, and with a refused token says which, and never shows it", async () => {
    const telegram = await fakeTelegram()
    const slack = await fakeSlack()
    try {
      const env = {
        DATA_DIR: dataDir,
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        SLACK_BOT_TOKEN: secrets.botToken,
        SLACK_APP_TOKEN: secrets.appToken,
        SLACK_API_URL: slack.apiUrl,
      }
      const well = await anchordesk(env, "doctor", "--json")
      const { ok, checks } = JSON.parse(well.stdout) as { ok: boolean; checks: { name: string; ok: boolean | null }[] }
      expect({ ok, code: well.code, not: checks.filter((check) => check.ok !== true) }).toEqual({
        ok: true,
        code: 0,
        not: [],
      })
      expect(checks.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          "store",
          "outbox",
          "backups",
          "centre file",
          "data folder",
          "telegram",
          "slack",
          "slack sockets",
        ]),
      )

      const ill = await anchordesk({ ...env, TELEGRAM_BOT_TOKEN: `${token}x`, SLACK_BOT_TOKEN: "xoxb-other" }, "doctor")
      expect(ill.code).toBe(1)
      expect(ill.stderr).toBe("anchordesk: to fix: telegram, slack\n")
      expect(ill.stdout).toContain("✗ telegram: ")
      expect(ill.stdout + ill.stderr).not.toContain(token)
    } finally {
      await telegram.close()
      await slack.close()
    }
  })

  test("the doctor names a port that something else has, and a platform that is not reached", async () => {
    const other = createServer((_, answer) => answer.end("no"))
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done))
    const { port } = other.address() as AddressInfo
    const env = {
      DATA_DIR: dataDir,
      PORT: String(port),
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: "http://127.0.0.1:1",
    }
    const { stdout, stderr } = await anchordesk(env, "doctor", "--json")
    other.close()
    const bad = (JSON.parse(stdout).checks as { name: string; ok: boolean | null; fix?: string }[]).filter(
      (check) => check.ok === false,
    )
    expect(bad.map(({ name }) => name)).toEqual(["port", "telegram"])
    expect(bad.every(({ fix }) => fix)).toBe(true)
    expect(stdout + stderr).not.toContain(token)
  })
})
