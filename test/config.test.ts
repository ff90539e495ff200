import { inspect } from "node:util"
import { describe, expect, test } from "vitest"
import { clockOf, readConfig } from "../src/config.js"

const telegram = { TELEGRAM_BOT_TOKEN: "123456:abcdefghijklmnop" }

describe("the environment", () => {
  test("nothing set is a desk on the embedded store with the web chat", () => {
    expect(readConfig({ PATH: "/bin", DATABASE_URL: "", PORT: " " })).toEqual({
      ok: {
        dataDir: "./data",
        host: "127.0.0.1",
        port: 3000,
        logLevel: "info",
        demo: false,
        clock: { start: null, speed: 1 },
      },
    })
  })

  test.each([
    ["DATABASE_URL", "mysql://root:hunter2@host/db"],
    ["DATABASE_URL", "hunter2"],
    ["HOST", "not a host"],
    ["PORT", "abc"],
    ["PORT", "70000"],
    ["PORT", "3.5"],
    ["PUBLIC_URL", "desk.example.com"],
    ["LOG_LEVEL", "loud"],
    ["TELEGRAM_BOT_TOKEN", "hunter2"],
    ["TELEGRAM_FRAMEWORK", "gramjs"],
    ["TELEGRAM_API_ROOT", "ftp://x"],
    ["TELEGRAM_WEBHOOK_SECRET", "hunter2 with spaces"],
    ["SLACK_BOT_TOKEN", "hunter2"],
    ["SLACK_APP_TOKEN", "hunter2"],
    ["SLACK_API_URL", "hunter2"],
    ["ANCHORDESK_DEMO", "yes"],
    ["ANCHORDESK_NOW", "tomorrow"],
    ["ANCHORDESK_NOW", "2026-11-23T10:00"],
    ["ANCHORDESK_NOW", "2026-13-45T10:00Z"],
    ["ANCHORDESK_SPEED", "fast"],
    ["ANCHORDESK_SPEED", "0"],
  ])("%s=%s is one line that names the variable and not its value", (name, value) => {
    const read = readConfig({ ...telegram, [name]: value })
    expect(read).toEqual({ problem: expect.stringMatching(new RegExp(`^${name}: expected .+$`)) })
    expect(JSON.stringify(read)).not.toContain("hunter2")
  })

  test.each([
    ["TELEGRAM_WEBHOOK_SECRET", { ...telegram, PUBLIC_URL: "https://desk.example.com" }],
    ["PUBLIC_URL", { ...telegram, TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef" }],
    ["SLACK_APP_TOKEN", { SLACK_BOT_TOKEN: "xoxb-1" }],
    ["SLACK_BOT_TOKEN", { SLACK_SIGNING_SECRET: "s" }],
    ["ANCHORDESK_NOW", { ANCHORDESK_NOW: "2026-11-23T10:00:00+08:00" }],
    ["ANCHORDESK_SPEED", { ANCHORDESK_SPEED: "60" }],
  ])("what one variable needs of another is said of %s", (name, env) => {
    expect(readConfig(env)).toEqual({ problem: expect.stringMatching(new RegExp(`^${name}: expected `)) })
  })

  test.each(["2026-11-23T10:00+08:00", "2026-11-23T10:00:00+08:00", "2026-11-23T02:00Z", "2026-11-23T02:00:00.000Z"])(
    "the demonstration may start at %s",
    (instant) => {
      const read = readConfig({ ANCHORDESK_DEMO: "1", ANCHORDESK_NOW: instant })
      expect("ok" in read && read.ok.clock.start).toEqual(new Date("2026-11-23T02:00:00Z"))
    },
  )

  test("secrets are read and never printed", () => {
    const read = readConfig({
      DATABASE_URL: "postgres://u:hunter2@h/d",
      TELEGRAM_BOT_TOKEN: "123456:hunter2hunter2",
      PUBLIC_URL: "https://desk.example.com/",
      TELEGRAM_WEBHOOK_SECRET: "hunter2hunter2hunter2",
      SLACK_BOT_TOKEN: "xoxb-hunter2",
      SLACK_APP_TOKEN: "xapp-hunter2",
      SLACK_SIGNING_SECRET: "hunter2",
    })
    if (!("ok" in read)) throw new Error(read.problem)
    expect(read.ok.telegram?.webhook?.publicUrl).toBe("https://desk.example.com")
    expect(read.ok.telegram?.token.reveal()).toBe("123456:hunter2hunter2")
    expect(inspect(read, { depth: 9 }) + JSON.stringify(read)).not.toContain("hunter2")
  })
})

test("a demonstration clock starts where it is told and runs as fast as it is told", () => {
  let machine = 1_000_000
  const clock = clockOf({ clock: { start: new Date("2026-11-23T02:00:00Z"), speed: 60 } }, () => machine)
  machine += 60_000
  expect(clock()).toEqual(new Date("2026-11-23T03:00:00Z"))
  expect(clockOf({ clock: { start: null, speed: 1 } }, () => machine)()).toEqual(new Date(machine))
})
