import { onTestFinished } from "vitest"
import { createHttp } from "../../../src/bots/http.js"
import { slack } from "../../../src/bots/slack/index.js"
import type { Hear, Platform, Reply, Turn } from "../../../src/core/desk/turn.js"
import type { Log } from "../../../src/core/log.js"
import { secret } from "../../../src/core/secret.js"
import { type FakeSlack, fakeSlack, secrets } from "../../support/fake-slack.js"

export type Way = "socket" | "http"
export const ways: readonly Way[] = ["socket", "http"]

export type Line = { level: string; facts: unknown; text: string }

/** A log that is read. */
export function notebook(): { log: Log; lines: Line[] } {
  const lines: Line[] = []
  const at =
    (level: string) =>
    (first: unknown, second?: string): void =>
      void lines.push(
        typeof first === "string" ? { level, facts: {}, text: first } : { level, facts: first, text: second ?? "" },
      )
  const log = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => log,
  } as unknown as Log
  return { log, lines }
}

export type Stage = {
  fake: FakeSlack
  platform: Platform
  /** What the desk heard, oldest first. */
  turns: Turn[]
  lines: Line[]
  /** Where the app listens. */
  url: string
}

export type Script = (turn: Turn) => readonly Reply[] | Promise<readonly Reply[]>

/** The adapter with real Bolt against the loopback Slack, and a desk that answers from a script. */
export async function stage(way: Way, script: Script): Promise<Stage> {
  const fake = await fakeSlack()
  const { log, lines } = notebook()
  const http = createHttp({ host: "127.0.0.1", publicUrl: "https://desk.example.mo", log })
  const turns: Turn[] = []
  const hear: Hear = async (turn) => {
    turns.push(turn)
    fake.world.changed.emit("change")
    return script(turn)
  }
  // Waiting takes no time here: the clock goes on instead.
  let ahead = 0
  const clock = {
    now: () => new Date(Date.now() + ahead),
    async sleep(ms: number) {
      ahead += ms
    },
  }
  const platform = slack(
    {
      botToken: secret(secrets.botToken),
      apiUrl: fake.apiUrl,
      ...(way === "socket" ? { appToken: secret(secrets.appToken) } : { signingSecret: secret(secrets.signingSecret) }),
    },
    { http, log, ...clock },
  )
  const url = await http.listen({ host: "127.0.0.1", port: 0 })
  if (way === "http") fake.deliverTo(url)
  onTestFinished(async () => {
    await platform.stop()
    await http.close()
    await fake.close()
  })
  await platform.start(hear)
  return { fake, platform, turns, lines, url }
}

export const text = (...lines: string[]): Reply["text"] => lines.map((line) => [line])
