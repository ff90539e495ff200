import { readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import type { Finding, Measure } from "../measure.js"
import { type Scene, webhookSecret } from "./scene.js"
import { ask, attack, json, sceneOf, siege } from "./siege.js"

/** S17: what costs too much. Figures are of one machine; what must hold is that others are served and memory is bounded. */

/** MB that the service has in memory, and seconds that it has worked, as the kernel counts them. */
export function spent({ pids }: Scene): { megabytes: number; seconds: number } {
  const [pid] = pids
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0"
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
  return { megabytes: Number(rss) / 1024, seconds: (Number(stat[11]) + Number(stat[12])) / 100 }
}

export const memoryMost = 200
const workMost = 5

/** Sentences that ask for very much, or are hard to read. */
const costly = [
  "free from 1 January 2026 to 31 December 2126",
  "book Studio 2 every day from tomorrow 3pm for 1000000 weeks",
  "book 10000 rooms tomorrow 3pm-5pm, 999999 hosts, 999999 cameras",
  `book ${"studio 2 and ".repeat(3_000)} tomorrow`,
  `${"(".repeat(20_000)}${"a".repeat(20_000)}!`,
  `book ${"9".repeat(100_000)}pm`,
  `tomorrow ${"to ".repeat(30_000)}3pm`,
  `${"1:".repeat(30_000)}00`,
  `${"聽晚八點到".repeat(20_000)}`,
  `/name ${"\u0300".repeat(50_000)}`,
  `titled "${'"'.repeat(50_000)}`,
  "a".repeat(399_000),
]

export const s17: Measure = attack({
  id: "S17",
  promise: "No request costs more than it is worth: long sentences, deep JSON, huge bodies, idle connections",
  counts: "idle connections",
  times: { quick: 200, full: 8_000 },
  needs: ["postgres"],
  plants: ["a megabyte is let in"],
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone")
    const { cast, url } = scene
    const before = spent(scene)
    const most = { seconds: 0, what: "" }
    const cost = async (
      what: string,
      act: () => Promise<number>,
      ...statuses: number[]
    ): Promise<[string, boolean]> => {
      const was = spent(scene).seconds
      const status = await act()
      const seconds = spent(scene).seconds - was
      if (seconds > most.seconds) Object.assign(most, { seconds, what })
      return [`${what}: ${status}, ${seconds.toFixed(2)} s of work`, statuses.includes(status) && seconds < workMost]
    }
    const post =
      (path: string, body: string, headers = {}) =>
      async () =>
        (
          await ask(url, {
            path,
            headers: { ...json, cookie: cast.web.bo.cookie(), ...headers },
            body,
            hasty: true,
          }).catch(() => ({
            status: 413,
          }))
        ).status
    const finding = await siege(scene, {
      ignoring: cast.ids.bo,
      async attack({ probe }) {
        for (const [n, text] of costly.entries())
          probe(
            ...(await cost(
              text.slice(0, 40),
              post("/api/turns", JSON.stringify({ key: `cost-${seed}-${n}`, text })),
              200,
              429,
            )),
          )
        for (const deep of [
          "[".repeat(30_000),
          '{"a":'.repeat(10_000),
          `{"key":"k","text":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
        ])
          probe(...(await cost("deep JSON", post("/api/turns", deep), 400)))
        const bytes = "x".repeat((plant ? 0.1 : 8) * 1024 * 1024)
        const hook = { "x-telegram-bot-api-secret-token": webhookSecret }
        probe(...(await cost("8 MB to the chat", post("/api/turns", bytes), 413)))
        probe(...(await cost("8 MB to Telegram's path", post("/telegram/webhook", bytes, hook), 413)))
        probe(...(await cost("8 MB to Telegram's path, unsigned", post("/telegram/webhook", bytes), 401, 413)))
        probe(
          ...(await cost(
            "8 MB to Slack's path",
            post("/slack/events", bytes, { "x-slack-request-timestamp": String(Math.floor(Date.now() / 1000)) }),
            401,
            413,
          )),
        )
        await idle(scene, times, probe)
      },
    })
    const grown = Math.round(spent(scene).megabytes - before.megabytes)
    return {
      figures: {
        ...finding.figures,
        "most work, s": `${most.seconds.toFixed(2)} (${most.what})`,
        "memory grown, MB": grown,
      },
      violations: [...finding.violations, ...(grown > memoryMost ? [`memory grew by ${grown} MB`] : [])],
    }
  },
})

/** Connections that say nothing, or a little now and then. */
async function idle(
  { url, cast }: Scene,
  count: number,
  probe: (name: string, refused: boolean) => void,
): Promise<void> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = Array.from({ length: count }, (_, n) => {
    const socket = connect(
      Number(port),
      hostname,
      () => void (n % 2 === 0 && socket.write("POST /api/turns HTTP/1.1\r\nHost: localhost\r\nX-a: ")),
    )
    return socket.on("error", () => {})
  })
  const { status } = await ask(url, {
    path: "/api/turns",
    headers: { ...json, cookie: cast.web.ana.cookie() },
    body: JSON.stringify({ key: `idle-${Date.now()}`, text: "help" }),
  })
  probe(`others are served beside ${count} idle connections: ${status}`, status === 200)
  for (const socket of sockets) socket.destroy()
}
