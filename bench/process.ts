import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"

/** A `bench/worker.mjs`: what it says is waited for line by line. */
export type Worker = {
  /** The rest of its next line that begins so. */
  said(start: string): Promise<string>
  tell(task: unknown): void
  kill(signal: NodeJS.Signals): Promise<void>
}

export function worker(does: "open" | "answer" | "replica" | "bare", where: string): Worker {
  const child: ChildProcess = spawn(process.execPath, ["bench/worker.mjs", does, where], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
  const lines: string[] = []
  let wake = () => {}
  if (!child.stdout) throw new Error("no pipe to the worker")
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line)
    wake()
  })
  return {
    async said(start) {
      for (;;) {
        const found = lines.findIndex((line) => line.startsWith(start))
        const line = lines[found]
        if (line !== undefined) {
          lines.splice(found, 1)
          return line.slice(start.length).trim()
        }
        const over = await Promise.race([
          new Promise<false>((resolve) => {
            wake = () => resolve(false)
          }),
          ended.then(() => true),
        ])
        if (over && !lines.some((one) => one.startsWith(start))) throw new Error(`ended without saying "${start}"`)
      }
    },
    tell: (task) => child.stdin?.write(`${JSON.stringify(task)}\n`),
    kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}
