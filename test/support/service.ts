import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { join } from "node:path"

/** The built program, as an operator runs it: services and commands in one environment. */

export type Running = {
  child: ChildProcess
  address: string
  /** Everything that it printed, line by line. */
  log: string[]
  /** @returns its exit code, or the signal that ended it */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** @param root where the package is */
export function services(env: NodeJS.ProcessEnv, root = ".") {
  const bin = join(root, "bin", "anchordesk.js")
  const running: Running[] = []
  return {
    async start(more: NodeJS.ProcessEnv = {}, script: readonly string[] = [bin, "start"]): Promise<Running> {
      const child = spawn(process.execPath, script, {
        env: { PATH: process.env.PATH, PORT: "0", ...env, ...more },
        stdio: ["ignore", "pipe", "pipe"],
      })
      const log: string[] = []
      const exited = new Promise<number | NodeJS.Signals | null>((done) =>
        child.once("close", (code, signal) => done(code ?? signal)),
      )
      const one: Running = {
        child,
        address: "",
        log,
        stop(signal) {
          child.kill(signal)
          return exited
        },
      }
      running.push(one)
      one.address = await opened(child, log)
      return one
    },
    command: (...args: string[]) =>
      JSON.parse(
        execFileSync(process.execPath, [bin, ...args, "--json"], {
          env: { PATH: process.env.PATH, PORT: "0", ...env },
          encoding: "utf8",
        }),
      ),
    /** Ends whatever still runs. */
    end: () => Promise.all(running.map((one) => one.stop("SIGKILL"))),
  }
}

const opened = (child: ChildProcess, log: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ""
      stream?.on("data", (data) => {
        const lines = (rest + String(data)).split("\n")
        rest = lines.pop() ?? ""
        log.push(...lines)
        const address = lines.flatMap((line) => /is open: (\S+)/.exec(line)?.[1] ?? [])[0]
        if (address) resolve(address)
      })
    }
    child.once("exit", (code) => reject(new Error(`the service ended (${code}): ${log.join("\n")}`)))
  })

/** The service says where people reach it, and logs where it listens; its two streams of lines are in no order. */
export function listensAt({ log, child }: Running): Promise<string> {
  const find = () => log.flatMap((line) => /"address":"(http:[^"]+)"/.exec(line)?.[1] ?? [])[0]
  return new Promise((resolve) => {
    const look = () => {
      const url = find()
      if (url === undefined) return
      child.stdout?.off("data", look)
      resolve(url)
    }
    child.stdout?.on("data", look)
    look()
  })
}
