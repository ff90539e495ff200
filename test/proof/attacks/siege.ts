import { Agent, type OutgoingHttpHeaders, request } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import type { Finding, Measure } from "../measure.js"
import { type Fault, planted } from "./plant.js"
import { changed, leaked, openScene, type Scene, type SceneKind, snapshot } from "./scene.js"

/** How an attack is made and judged: it was refused, nothing changed, and nothing was told. */

export type Siege = {
  /** Rows that speak of one of these are the attackers' own. */
  ignoring?: readonly string[]
  /** More words that nobody may hear, beside the service's own secrets and what is Ana's. */
  also?: readonly string[]
  attack(made: Made): Promise<void>
  /** The same tools in rightful hands: else a refusal might be an accident. @returns what did not work */
  control?(): Promise<string | undefined>
}
export type Made = {
  /** Notes one attempt; `answers` is what whoever made it heard. */
  probe(name: string, refused: boolean, ...answers: readonly string[]): void
}

export async function siege(scene: Scene, { ignoring = [], also = [], attack, control }: Siege): Promise<Finding> {
  const violations: string[] = []
  let probes = 0
  const before = await snapshot(scene.store, ignoring)
  await attack({
    probe(name, refused, ...answers) {
      probes += 1
      if (!refused) violations.push(`${name}: was not refused${said(answers)}`)
      for (const word of leaked(answers.join("\n"), also)) violations.push(`${name}: was told ${word}`)
    },
  })
  const rows = changed(before, await snapshot(scene.store, ignoring))
  violations.push(...rows.map((row) => `the store changed: ${row.slice(0, 300)}`))
  violations.push(...leaked(scene.output(), also).map((word) => `printed: ${word}`))
  const failed = await control?.()
  if (failed) violations.push(`what is rightful failed: ${failed}`)
  return { figures: { [`probes on ${scene.kind} with ${scene.framework}`]: probes }, violations }
}

const said = (answers: readonly string[]): string => (answers.length > 0 ? `: ${answers.join(" ").slice(0, 200)}` : "")

export const together = (...findings: readonly Finding[]): Finding => ({
  figures: Object.assign({}, ...findings.map(({ figures }) => figures)),
  violations: findings.flatMap(({ violations }) => violations),
})

/** One process on the embedded store; three replicas on one Postgres. */
const scenes = {
  alone: { store: "pglite", framework: "grammy" },
  replicas: { store: "postgres", framework: "telegraf", replicas: 3 },
} as const satisfies Record<string, SceneKind>

const open = new Map<string, Promise<Scene>>()

/** Opened once for all attacks of a process; one with a fault in the program is another. */
export function sceneOf(name: keyof typeof scenes, fault?: Fault): Promise<Scene> {
  const key = fault ? `${name} ${JSON.stringify(fault)}` : name
  const known = open.get(key) ?? openScene({ ...scenes[name], ...(fault && { env: planted(fault) }) })
  open.set(key, known)
  return known
}

/** The same on both. */
export async function onBoth(run: (scene: Scene) => Promise<Finding>): Promise<Finding> {
  return together(await run(await sceneOf("alone")), await run(await sceneOf("replicas")))
}

export async function closeScenes(): Promise<void> {
  const all = [...open.values()]
  open.clear()
  for (const scene of all) await (await scene).close()
}

/** An attack as a measure: all of them let go of the scenes they share. */
export const attack = (measure: Omit<Measure, "done">): Measure => ({ ...measure, done: closeScenes })

/** @property apart does not wait for a connection behind others; @property hasty takes "slow down" for an answer; else it is waited for, so that what is judged is what it was about */
export type Asked = {
  method?: string
  path: string
  headers?: OutgoingHttpHeaders
  body?: string
  hasty?: true
  apart?: true
}
export type Answered = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** A body this long gets a connection of its own, since the service may close it. */
const large = 64 * 1024
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** A request as it is, also one that no browser would send. */
export async function ask(url: string, asked: Asked): Promise<Answered> {
  for (;;) {
    const answer = await askOnce(url, asked)
    if (answer.status !== 429 || asked.hasty) return answer
    await sleep(Number(answer.headers["retry-after"] ?? 1) * 1000)
  }
}

function askOnce(url: string, asked: Asked): Promise<Answered> {
  const { method = "POST", path, headers = {}, body } = asked
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        headers,
        agent: asked.apart || (body?.length ?? 0) > large ? false : agent,
        setHost: !("host" in headers),
      },
      (response) => {
        let text = ""
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk
        })
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
        response.on("error", reject)
      },
    )
    // A kept connection that the other side had just closed.
    sent.once("error", (error) => (sent.reusedSocket ? resolve(askOnce(url, asked)) : reject(error)))
    // What is refused before it is all sent goes on breaking.
    sent.on("error", () => {})
    sent.end(body)
  })
}

/** For figures: times are never judged. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const json = { "content-type": "application/json" }

export type Run = { seed: number; times: number; plant?: string | undefined }

/** A planted fault is seen at once, and platforms let the desk answer a person once a second. */
export const fewer = (times: number, plant: string | undefined): number => (plant ? Math.min(times, 3) : times)
