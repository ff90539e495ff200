import { type ChildProcess, spawn } from "node:child_process"
import { compiled } from "./compiled.js"

/** Another process at a data folder, to be killed, stopped and raced against. */
export type StoreProcess = {
  child: ChildProcess
  /** Resolves with its next line that begins so; rejects when it ends without having said it. */
  said(start: string): Promise<string>
  /** Everything it has said. */
  lines: string[]
  exited: Promise<void>
}

/** What it does, until it is killed: `hold` the lock, `open` the store as a service, or `write` rows and say each that is committed. */
export type Does = "hold" | "open" | "write"

export function storeProcess(does: Does, folder: string, prefix: string[] = []): StoreProcess {
  const script = compiled(new URL("store-process-main.ts", import.meta.url))
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, script, does, folder]
  const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] })
  const lines: string[] = []
  const waiting = new Set<{ start: string; resolve(line: string): void; reject(error: Error): void }>()
  let tail = ""
  child.stdout.on("data", (data) => {
    const parts = (tail + String(data)).split("\n")
    tail = parts.pop() ?? ""
    for (const line of parts) {
      lines.push(line)
      for (const one of waiting) {
        if (!line.startsWith(one.start)) continue
        waiting.delete(one)
        one.resolve(line)
      }
    }
  })
  const exited = new Promise<void>((resolve) =>
    child.once("close", () => {
      for (const one of waiting) one.reject(new Error(`ended without saying "${one.start}"`))
      resolve()
    }),
  )
  const said = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const already = lines.find((line) => line.startsWith(start))
      if (already !== undefined) resolve(already)
      else waiting.add({ start, resolve, reject })
    })
  return { child, said, lines, exited }
}
