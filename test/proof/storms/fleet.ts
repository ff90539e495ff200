import { spawn } from "node:child_process"
import { setTimeout as delay } from "node:timers/promises"
import type { Wish } from "../../../src/core/outcome.js"
import { compiled } from "../../support/compiled.js"
import type { seeded } from "../../support/random.js"
import type { Storm } from "../../support/storm.js"

/** Replicas in processes of their own, to be killed; and asking them as platforms do: again, under the same key, until there is an answer. */

export type ReplicaOptions = { databaseUrl?: string; dataDir?: string; plant?: string | undefined }
export type Command =
  | { does: "book"; wish: Wish }
  | { does: "move"; booking: string; start: Date }
  | { does: "extend"; booking: string; minutes: number }
  | { does: "cancel"; booking: string }
type Turn = { key: string; member: string; plan: string }
export type Asked = { does: "command"; turn: Turn; command: Command }
/** As the platform delivers it. */
export type Heard = { platform: "telegram" | "slack"; payload: unknown }
type Work = Asked | ({ does: "hear" } & Heard) | { does: "deliver" } | { does: "storm"; storm: Storm }
/** What a replica is told, and when that is. */
export type Job = Work & { id: number; now: Date }
export type Said =
  | { is: "ready" }
  | { is: "sent"; notice: string }
  | { is: "answer"; id: number; answer: unknown }
  | { is: "failed"; id: number; why: string }

/** It died, or its database was away: whether it was done is not known. */
class NoAnswer extends Error {}

export type Replica = {
  tell(work: Work, now: Date): Promise<unknown>
  kill(): Promise<void>
  ready: Promise<void>
  alive(): boolean
}

let ids = 0
export function startReplica(options: ReplicaOptions, sent: (notice: string) => void = () => {}): Replica {
  const script = compiled(new URL("replica-main.ts", import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  })
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let alive = true
  const ready = new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve())
    child.once("close", () => reject(new NoAnswer("it ended before it was ready")))
  })
  ready.catch(() => {})
  child.on("message", (said: Said) => {
    if (said.is === "ready") return
    if (said.is === "sent") return sent(said.notice)
    const one = waiting.get(said.id)
    waiting.delete(said.id)
    if (said.is === "answer") one?.resolve(said.answer)
    else one?.reject(new NoAnswer(said.why))
  })
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      alive = false
      for (const { reject } of waiting.values()) reject(new NoAnswer("it died"))
      resolve()
    }),
  )
  return {
    ready,
    alive: () => alive,
    tell: (work, now) =>
      new Promise((resolve, reject) => {
        if (!alive) return reject(new NoAnswer("it is dead"))
        const id = ++ids
        waiting.set(id, { resolve, reject })
        child.send({ ...work, id, now }, (error) => error && reject(new NoAnswer(error.message)))
      }),
    kill() {
      child.kill("SIGKILL")
      return ended
    },
  }
}

/** Replicas side by side on one store. Whoever is killed is followed by another. */
export type Fleet = {
  /** Asks one of them, and another when that gives no answer. */
  ask(work: Work): Promise<unknown>
  /** Kills one, amid its sending of notices when some are due, and starts its successor. @returns ms until that could answer */
  killOne(): Promise<number>
  end(): Promise<void>
  /** Turns whose first answer never came. */
  unknown(): number
  /** How many ended without having been killed. */
  fallen(): number
  now: Date
}

export async function fleet(
  size: number,
  options: ReplicaOptions,
  { random, now, sent }: { random: ReturnType<typeof seeded>; now: Date; sent?: (notice: string) => void },
): Promise<Fleet> {
  let hear = () => {}
  const start = () =>
    startReplica(options, (notice) => {
      sent?.(notice)
      hear()
    })
  const replicas = Array.from({ length: size }, start)
  await Promise.all(replicas.map(({ ready }) => ready))
  let unknown = 0
  let fallen = 0
  let killing: Replica | undefined
  const self: Fleet = {
    now,
    unknown: () => unknown,
    fallen: () => fallen,
    async ask(work) {
      for (let patience = 3000; ; patience--) {
        const place = random.int(replicas.length)
        if (replicas[place]?.alive() === false && replicas[place] !== killing) {
          fallen++
          replicas[place] = start()
        }
        const replica = replicas[place] ?? start()
        try {
          await replica.ready
          return await replica.tell(work, self.now)
        } catch (error) {
          if (!(error instanceof NoAnswer) || patience === 0) throw error
          unknown++
          await delay(10)
        }
      }
    },
    async killOne() {
      const place = random.int(replicas.length)
      const sending = new Promise<void>((resolve) => {
        hear = resolve
      })
      killing = replicas[place]
      await Promise.race([sending, killing?.tell({ does: "deliver" }, self.now).catch(() => {})])
      await killing?.kill()
      const killed = performance.now()
      const next = start()
      replicas[place] = next
      await next.ready
      return performance.now() - killed
    },
    async end() {
      await Promise.all(replicas.map((replica) => replica.kill()))
    },
  }
  return self
}

/** Nothing ends a replica but its killer. */
export const fallen = (replicas: Fleet): string[] =>
  replicas.fallen() > 0 ? [`${replicas.fallen()} replicas ended by themselves`] : []
