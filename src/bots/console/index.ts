import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Readable, Writable } from "node:stream"
import type { Address, Hear, Platform, Reply, Said } from "../../core/desk/turn.js"
import type { Log } from "../../core/log.js"
import { plain, rendered, type Shown } from "./render.js"

/** A terminal with one person at it: lines in, replies out, buttons by their numbers. */

export type ConsoleOptions = {
  user: { id: string; name: string; language?: string }
  /** Pictures and files are put here, since a terminal shows none. */
  folder: string
  /** Tells this run's turns from any other's. */
  run: string
}
export type ConsoleDeps = { input: Readable; output: Writable; log: Log }

/** Older buttons are forgotten. */
const numbersMax = 500

/** `ended` resolves when nothing more will be typed and everything is answered. */
export function terminal(
  options: ConsoleOptions,
  deps: ConsoleDeps,
): Platform & { address: Address; ended: Promise<void> } {
  const { user, folder, run } = options
  const address: Address = `console:${user.id}`
  const lines = createInterface({ input: deps.input, terminal: false })
  const buttons = new Map<number, string>()
  /** What the newest buttons say: a label typed in full presses it too, so that "2" answers "how many?". */
  let labels = new Map<string, string>()
  let typed = 0
  let said = 0
  let queue = Promise.resolve()
  let end = (): void => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })

  const keep = (name: string, bytes: Uint8Array): string => {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `${run}-${++said}-${name.replace(/[^\p{L}\p{N}._-]+/gu, "-")}`)
    writeFileSync(path, bytes)
    return path
  }
  /** Numbers count on and are never given twice: what arrives meanwhile must not change what a number means. */
  const show = (reply: Reply): void => {
    const shown: Shown = rendered(reply, { next: (buttons.size === 0 ? 0 : Math.max(...buttons.keys())) + 1, keep })
    for (const { number, press } of shown.buttons) buttons.set(number, press)
    for (const number of [...buttons.keys()].slice(0, -numbersMax)) buttons.delete(number)
    if (shown.buttons.length > 0) labels = new Map(shown.buttons.map(({ label, press }) => [label, press]))
    deps.output.write(`${shown.text}\n\n`)
  }
  const meant = (line: string): Said => {
    const press = labels.get(line) ?? (/^\d{1,6}$/.test(line) ? buttons.get(Number(line)) : undefined)
    return press === undefined ? { kind: "text", text: line } : { kind: "press", data: press }
  }
  const answer = async (hear: Hear, line: string): Promise<void> => {
    const replies = await hear({
      key: `console:${user.id}:${run}:${++typed}`,
      platform: "console",
      from: { id: user.id, name: user.name, ...(user.language && { language: user.language }) },
      chat: { address, kind: "private" },
      addressed: true,
      said: meant(line),
    })
    for (const reply of replies) show(reply)
  }

  return {
    name: "console",
    address,
    ended,
    async start(hear) {
      lines.on("line", (raw) => {
        const line = plain(raw).trim()
        if (line === "") return
        queue = queue
          .then(() => answer(hear, line))
          .catch((error: unknown) => deps.log.error({ err: error }, "a line could not be answered"))
      })
      lines.once("close", () => void queue.then(end))
    },
    async send(_, reply) {
      if (deps.output.destroyed) return { is: "down", why: "the terminal is closed" }
      show(reply)
      return { is: "sent", message: `${run}:${++said}` }
    },
    async stop() {
      lines.close()
      await queue
    },
  }
}
