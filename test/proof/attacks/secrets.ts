import { spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { secrets } from "../../support/fake-slack.js"
import { token } from "../../support/fake-telegram.js"
import type { Finding, Measure } from "../measure.js"
import { type Fault, planted } from "./plant.js"
import { leaked, personal, type Scene, webhookSecret } from "./scene.js"
import { ask, attack, json, sceneOf, siege } from "./siege.js"

/** S18: every error there is, and none of them tells a secret. */

type Env = NodeJS.ProcessEnv
const databaseUrl = "postgres://desk:canary-database-password@127.0.0.1:1/desk"

/** Starts and commands that fail, or look at everything. */
const broken = (scene: Scene, empty: string): Record<string, { args: string[]; env: Env }> => {
  const fakes = scene.env
  return {
    "Telegram refuses the token": { args: ["start"], env: { ...fakes, TELEGRAM_API_ROOT: empty } },
    "Telegram is away": { args: ["start"], env: { ...fakes, TELEGRAM_API_ROOT: "http://127.0.0.1:1" } },
    "Slack is away": { args: ["start"], env: { ...fakes, SLACK_API_URL: "http://127.0.0.1:1/" } },
    "the database is away": { args: ["start"], env: { ...fakes, DATABASE_URL: databaseUrl } },
    "a database's address that is none": {
      args: ["start"],
      env: { ...fakes, DATABASE_URL: `mysql://u:canary-database-password@h/d` },
    },
    "a token that is none": { args: ["start"], env: { ...fakes, TELEGRAM_BOT_TOKEN: `${token} x` } },
    "a secret that is none": { args: ["start"], env: { ...fakes, TELEGRAM_WEBHOOK_SECRET: `${webhookSecret}!` } },
    "a Slack token that is none": { args: ["start"], env: { ...fakes, SLACK_BOT_TOKEN: `x${secrets.botToken}` } },
    "the doctor": { args: ["doctor"], env: fakes },
    "the doctor, without a database": { args: ["doctor", "--json"], env: { ...fakes, DATABASE_URL: databaseUrl } },
    "a command without a database": { args: ["members", "list"], env: { ...fakes, DATABASE_URL: databaseUrl } },
    "a backup nowhere": { args: ["backup", "/proc/none/desk.backup"], env: fakes },
  }
}

const quick = ["Telegram refuses the token", "the database is away", "the doctor"]

const planting: Record<string, Fault> = {
  "a token is printed": {
    file: "bots/telegram/index.js",
    is: "error instanceof CallError && (error.code === 401 || error.code === 404)",
    becomes: "false",
  },
}

export const s18: Measure = attack({
  id: "S18",
  promise: "No secret is in any log, error, answer or page, whatever goes wrong",
  counts: "ways to go wrong outside of the running service",
  times: { quick: quick.length, full: 12 },
  needs: ["postgres"],
  plants: Object.keys(planting),
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("replicas")
    const refusing = createServer((_, response) =>
      response
        .writeHead(401, json)
        .end(JSON.stringify({ ok: false, error_code: 401, description: `Unauthorized ${token}` })),
    )
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve))
    const ways = Object.entries(broken(scene, `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`))
    const fault = plant === undefined ? undefined : planting[plant]
    const chosen = ways.filter(([name]) => times >= ways.length || quick.includes(name))
    try {
      return await siege(scene, {
        ignoring: scene.cast.ids.ana,
        async attack({ probe }) {
          for (const [name, { args, env }] of chosen) {
            const at = {
              ...env,
              DEBUG: "*",
              PORT: "0",
              DATA_DIR: `${env.DATA_DIR}-other`,
              ...(fault && planted(fault)),
            }
            probe(name, true, await printed(args, at))
          }
          await faults(scene, probe)
          await oddities(scene, probe)
        },
      })
    } finally {
      refusing.close()
    }
  },
})

/** All that a command prints until it ends, which it must. */
async function printed(args: string[], env: Env): Promise<string> {
  const child = spawn(process.execPath, ["bin/anchordesk.js", ...args], { env, timeout: 90_000 })
  let all = ""
  const more = (data: unknown) => {
    all += String(data)
  }
  child.stdout.on("data", more)
  child.stderr.on("data", more)
  await new Promise((done) => child.once("close", done))
  rmSync(env.DATA_DIR ?? "none", { recursive: true, force: true })
  return all
}

/** What platforms answer when they are unwell, and addresses that tell of the service. */
async function faults(
  scene: Scene,
  probe: (name: string, refused: boolean, ...answers: string[]) => void,
): Promise<void> {
  const { api, slack, cast, url } = scene
  api.fail(
    "sendMessage",
    { code: 401, description: `Unauthorized: ${token}` },
    { code: 400, description: "Bad Request" },
    "reset",
    { code: 500, description: "x" },
  )
  slack.fail(
    "chat.postMessage",
    { error: "invalid_auth" },
    { status: 500 },
    { reset: "before" },
    { error: secrets.botToken },
  )
  const hook = { ...json, "x-telegram-bot-api-secret-token": webhookSecret }
  for (let n = 0; n < 5; n++) {
    const message = {
      message_id: n,
      date: 1,
      from: cast.telegram.ana.from,
      chat: cast.telegram.ana.chat,
      text: personal.said,
    }
    const { body } = await ask(url, {
      path: "/telegram/webhook",
      headers: hook,
      body: JSON.stringify({ update_id: 700_000_000 + n, message }),
    })
    probe("Telegram is unwell", true, body)
    await slack.courier.deliver(cast.slack.ana.parcels.message(personal.said))
  }
  probe("nothing in what the replicas printed", leaked(scene.output()).length === 0)
}

/** What is no update, and addresses that tell of a service. */
async function oddities(
  { url }: Scene,
  probe: (name: string, refused: boolean, ...answers: string[]) => void,
): Promise<void> {
  const hook = { ...json, "x-telegram-bot-api-secret-token": webhookSecret }
  for (const body of ["{", "null", "[]", '"x"', '{"update_id":{}}', '{"update_id":1,"message":{}}'])
    probe("what is no update", true, (await ask(url, { path: "/telegram/webhook", headers: hook, body })).body)
  for (const path of [
    "/healthz",
    "/readyz",
    "/metrics",
    "/",
    "/board",
    "/app",
    "/.env",
    "/package.json",
    "/..%2f.env",
    "/api/session",
    "/debug/pprof",
    "/server-status",
  ]) {
    const { body, headers } = await ask(url, { method: "GET", path })
    probe(path, true, body, JSON.stringify(headers))
  }
}
