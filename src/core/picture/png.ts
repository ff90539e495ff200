import { createHash } from "node:crypto"
import { Worker } from "node:worker_threads"
import type { Drawing } from "./drawing.js"
import { fontFiles } from "./fonts.js"

type Answer = { id: number; bytes: Uint8Array } | { id: number; error: string }
type Waiting = { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }

/** About 100 kB each. */
const kept = 64
const cache = new Map<string, Promise<Uint8Array>>()

/**
 * The drawing as a PNG at twice its size in pixels. The same drawing is rendered once and then answered from memory, also while
 * it is still being drawn; do not change the bytes. Rejects when the drawing thread fails; the next call starts a new one.
 */
export function toPng(drawing: Drawing): Promise<Uint8Array> {
  const key = createHash("sha256").update(JSON.stringify(drawing)).digest("base64")
  const known = cache.get(key) ?? render(drawing)
  // Moved to the end: the front of the map is what was not asked for the longest.
  cache.delete(key)
  cache.set(key, known)
  known.catch(() => cache.delete(key))
  for (const oldest of cache.keys()) {
    if (cache.size <= kept) break
    cache.delete(oldest)
  }
  return known
}

/** The drawing thread and those who wait for it. */
type Thread = { worker: Worker; waiting: Map<number, Waiting> }
let thread: Thread | undefined
let last = 0

function render(drawing: Drawing): Promise<Uint8Array> {
  thread ??= startThread()
  const { worker, waiting } = thread
  // The process may end while the thread idles, but not while it draws.
  worker.ref()
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.postMessage({ id, drawing })
  })
}

function startThread(): Thread {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: fontFiles })
  const started: Thread = { worker, waiting: new Map() }
  const { waiting } = started
  worker.on("message", (answer: Answer) => {
    const job = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (waiting.size === 0) worker.unref()
    if ("bytes" in answer) job?.resolve(answer.bytes)
    else job?.reject(new Error(`A picture could not be drawn: ${answer.error}`))
  })
  const fail = (why: string) => {
    if (thread === started) thread = undefined
    for (const { reject } of waiting.values()) reject(new Error(`The drawing thread ended: ${why}`))
    waiting.clear()
  }
  worker.on("error", (error) => fail(error.message))
  worker.on("exit", (code) => fail(`exit code ${code}`))
  return started
}
