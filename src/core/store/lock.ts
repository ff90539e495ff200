import { randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { reachable } from "./short-path.js"

/**
 * One holder per data folder. Whoever wants it puts a listening socket of its own into the folder, and holds the folder once it finds
 * no other socket there that lives. The kernel knows which live, however their processes ended, and knows it across containers that
 * share the folder: nothing goes stale, no heartbeat can be missed, no process id can be mistaken. Names are never used twice, so
 * clearing away a dead one cannot hit a living one. The folder must be on a local file system.
 */
export type Lock = { release(): Promise<void> }

/** A service stays; a command is through in a moment, and worth waiting for. */
export type Role = "service" | "command"

/** Somebody else holds the folder, or is about to: `candidate`. A holder may be `silent` (stopped, say): it holds it all the same. */
export class FolderHeld extends Error {
  readonly pid: number
  readonly by: Answer
  constructor(folder: string, { pid, by }: { pid: number; by: Answer }) {
    super(`${folder} is in use by process ${pid}${by === "silent" ? ", which does not answer" : ""}`)
    this.pid = pid
    this.by = by
  }
}

type Answer = Role | "candidate" | "silent"
/** Another's socket; of two candidates the lower name goes first. */
type Other = { name: string; pid: number; by: Answer }

const answerMs = 400
const settleMs = 10
const rounds = 40
const lockName = /^lock-[0-9a-f]{16}-(\d+)$/

/** @throws {FolderHeld} within a second when another process holds the folder */
export async function lockFolder(folder: string, role: Role = "service"): Promise<Lock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const short = reachable(folder)
  const name = `lock-${randomBytes(8).toString("hex")}-${process.pid}`
  let answer: Answer = "candidate"
  const server = createServer((socket) => socket.on("error", () => {}).end(answer))
  server.unref()
  const release = async (): Promise<void> => {
    rmSync(join(folder, name), { force: true })
    await new Promise<void>((resolve) => server.close(() => resolve()))
    short.dispose()
  }
  try {
    // It appears under its name only once it listens: a socket that refuses is a dead one.
    await listen(server, join(short.path, `${name}.new`))
    renameSync(join(short.path, `${name}.new`), join(short.path, name))
    await waitForNoOther(folder, short.path, name)
    answer = role
    return { release }
  } catch (error) {
    await release()
    throw error
  }
}

/** Of any two, the later to appear sees the earlier; so at most one can see nobody and go on. */
async function waitForNoOther(folder: string, path: string, own: string): Promise<void> {
  for (let round = 0; ; round++) {
    const others = await livingOthers(path, own)
    const first = others.find(({ by, name }) => by !== "candidate" || name < own) ?? (round === rounds && others[0])
    if (first) throw new FolderHeld(folder, first)
    if (others.length === 0) return
    // A later candidate leaves when it sees this one, unless it had gone through before this one appeared.
    await delay(settleMs)
  }
}

async function livingOthers(path: string, own: string): Promise<Other[]> {
  const names = readdirSync(path).filter((name) => lockName.test(name) && name !== own)
  const asked = await Promise.all(
    names.map(async (name): Promise<Other | null> => {
      const by = await ask(join(path, name))
      if (by !== "dead") return { name, pid: Number(lockName.exec(name)?.[1]), by }
      rmSync(join(path, name), { force: true })
      return null
    }),
  )
  return asked.filter((other) => other !== null)
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(path, resolve)
  })

const ask = (path: string): Promise<Answer | "dead"> =>
  new Promise((resolve) => {
    let said = ""
    const socket = connect(path)
    const silent = () => {
      socket.destroy()
      resolve("silent")
    }
    socket.setTimeout(answerMs, silent)
    socket.on("data", (data) => {
      said += data
    })
    socket.on("end", () => resolve(said === "service" || said === "command" || said === "candidate" ? said : "silent"))
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" || error.code === "ENOENT" ? resolve("dead") : silent(),
    )
  })
