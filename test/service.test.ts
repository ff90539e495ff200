import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { fakeTelegram, type Shown, token } from "./support/fake-telegram.js"
import { freshDatabase, freshDataDir, postgresAnswers } from "./support/store.js"

/** The built program as an operator runs it, with a loopback Bot API: join, book, be reminded, digest, kill, and start again. */

const kinds = (await postgresAnswers()) ? (["pglite", "postgres"] as const) : (["pglite"] as const)

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"])
})

describe.each(kinds)("the service on %s", (kind) => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let env: NodeJS.ProcessEnv
  let running: ChildProcess[]
  let dispose: () => Promise<void>

  beforeEach(async () => {
    api = await fakeTelegram()
    running = []
    const database = kind === "postgres" ? await freshDatabase() : null
    const dataDir = database ? mkdtempSync(join(tmpdir(), "anchordesk-")) : await freshDataDir()
    dispose = async () => {
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    }
    env = {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      ...(database && { DATABASE_URL: database.databaseUrl }),
      PORT: "0",
      LOG_LEVEL: "warn",
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: api.apiRoot,
      ANCHORDESK_DEMO: "1",
      ANCHORDESK_NOW: "2026-11-23T10:00:00+08:00",
    }
  })
  afterEach(async () => {
    await Promise.all(running.map((child) => stop(child, "SIGKILL")))
    await api.close()
    await dispose()
  })

  const stop = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once("exit", resolve))
    child.kill(signal)
    await exited
  }
  const start = async (more: NodeJS.ProcessEnv = {}): Promise<{ child: ChildProcess; address: string }> => {
    const child = spawn(process.execPath, ["bin/anchordesk.js", "start"], {
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "inherit"],
    })
    running.push(child)
    const address = await new Promise<string>((resolve, reject) => {
      let said = ""
      child.stdout?.on("data", (data) => {
        said += data
        const open = /is open: (\S+)/.exec(said)?.[1]
        if (open) resolve(open)
      })
      child.once("exit", (code) => reject(new Error(`the service ended (${code}): ${said}`)))
    })
    return { child, address }
  }
  const command = (...args: string[]) =>
    JSON.parse(execFileSync(process.execPath, ["bin/anchordesk.js", ...args, "--json"], { env, encoding: "utf8" }))
  const code = (name: string): string => command("members", "add", "--name", name, "--plan", "standard").inviteCode
  const labels = (message: Shown): string[] => message.buttons.flat().map(({ label }) => label)

  test("a member joins, books, is reminded; another is offered alternatives; staff get the digest; nothing is lost by kill -9", async () => {
    const first = await start()
    const [ana, bo, rui, lai] = [
      api.person(7, "Ana"),
      api.person(8, "Bo", { language: "zh-hant" }),
      api.person(9, "Rui", { language: "pt" }),
      api.person(10, "Lai"),
    ]
    expect((await ana.say("hello?")).text).toMatch(/join CODE/)
    await ana.say(`/start ${code("Ana Bakery")}`)
    const card = await ana.say("book Studio 2 tomorrow 3-5pm, 2 hosts")
    expect(card.text).toMatch(/Studio 2\nTuesday, 24 November 2026\n15:00–17:00 · 2 hours\n2 hosts/)
    expect(command("bookings", "list")).toEqual([])
    expect((await ana.press("Confirm")).text).toMatch(/^Booked/)

    // While the service runs, a command sees what was booked.
    const booked = {
      member: "Ana Bakery",
      room: "Studio 2",
      start: "2026-11-24T15:00",
      end: "2026-11-24T17:00",
      hosts: 2,
      gear: [],
      status: "confirmed",
    }
    expect(command("bookings", "list")).toEqual([{ id: expect.any(String), ...booked }])

    await bo.say(`/start ${code("記得食餅家")}`)
    const taken = await bo.say("聽日下晝三點到五點訂2號直播間,兩個主播")
    expect(taken.text).toContain("已經有人")
    expect(taken.text).not.toContain("Ana")
    await bo.press(labels(taken)[0] ?? "", taken)
    expect((await bo.press("確認")).text).toMatch(/^訂好/)

    // One's own calendar reads what was booked, cheaply.
    const link = (await ana.say("/calendar")).text
    const feed = `${first.address}/calendar/${/calendar\/([\w-]+\.ics)/.exec(link)?.[1]}`
    const read = await fetch(feed)
    expect([read.status, read.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"])
    expect(await read.text()).toContain("DTSTART:20261124T070000Z")
    const etag = read.headers.get("etag") ?? ""
    expect((await fetch(feed, { headers: { "if-none-match": etag } })).status).toBe(304)
    const another = feed.replace(/.(?=\.ics)/, (last) => (last === "_" ? "-" : "_"))
    expect((await fetch(another)).status).toBe(404)

    await rui.say(`/start ${code("Padaria Lua")}`)
    let step = await rui.say("/book")
    for (let taps = 0; !labels(step).includes("Confirmar") && taps < 6; taps++)
      step = await rui.press(labels(step)[taps === 0 ? 1 : 0] ?? "", step)
    expect((await rui.press("Confirmar", step)).text).toMatch(/^Reservado/)

    await lai.say(`/start ${command("staff", "invite", "--name", "Lai").inviteCode}`)
    expect((await lai.say("/digest here 09:00")).text).toContain("09:00")

    // Killed in the middle of use: what was acknowledged is there, and a button sent before works.
    const before = command("bookings", "list")
    const mine = await ana.say("my bookings")
    await stop(first.child, "SIGKILL")
    const second = await start()
    expect(command("bookings", "list")).toEqual(before)
    expect((await ana.press("Cancel booking", mine)).text).toContain("Studio 2")
    await stop(second.child, "SIGTERM")
    expect(second.child.exitCode).toBe(0)

    // An afternoon goes by in a minute: the reminders come, each once, and the digest that was missed at nine.
    const seen = ana.seen().length
    const digests = lai.seen().length
    const goesBy = async (from: string, speed: string, until: () => boolean): Promise<void> => {
      const { child } = await start({ ANCHORDESK_NOW: `2026-11-24T${from}:00+08:00`, ANCHORDESK_SPEED: speed })
      await api.until(until, "the reminders and the digest", 120_000)
      await stop(child, "SIGTERM")
    }
    await goesBy("13:40", "60", () => ana.seen().length >= seen + 2 && lai.seen().length > digests)
    await goesBy("14:40", "30", () => ana.seen().length >= seen + 3)
    const reminders = ana
      .seen()
      .slice(seen)
      .filter(({ text }) => text.includes("Studio 2"))
    // The day-before reminder was missed while nothing ran and still helps: it comes late, and says how long is left.
    expect(reminders.map(({ text }) => text.split("\n")[0])).toEqual([
      expect.stringMatching(/starts in 1 hour \d+ min/),
      expect.stringMatching(/starts in (1 hour|5\d min)/),
      expect.stringMatching(/starts in 1\d min/),
    ])
    expect(
      lai
        .seen()
        .slice(digests)
        .map(({ text }) => text)[0],
    ).toMatch(/記得食餅家[\s\S]*Ana Bakery/)
  }, 400_000)

  /** How a start that cannot be ends. */
  const failing = (more: NodeJS.ProcessEnv): { status: number | null; stderr: string } => {
    const how = { env: { ...env, ...more }, encoding: "utf8", timeout: 40_000 } as const
    const { status, stderr } = spawnSync(process.execPath, ["bin/anchordesk.js", "start"], how)
    return { status, stderr }
  }

  test("one wrong variable stops the start with one line", () => {
    const said = "anchordesk: PORT: expected a port from 0 to 65535\n"
    expect(failing({ PORT: "http" })).toEqual({ status: 1, stderr: said })
  })

  test("a platform that cannot be reached ends the start, with one line", () => {
    const said = "anchordesk: Telegram could not be reached: getMe: ECONNREFUSED.\n"
    expect(failing({ TELEGRAM_API_ROOT: "http://127.0.0.1:1" })).toEqual({ status: 1, stderr: said })
  })
})
