import { AsyncLocalStorage } from "node:async_hooks"
import { type DestinationStream, type Logger, pino } from "pino"
import type { Hear } from "./core/desk/turn.js"
import { turnName } from "./core/log.js"

/**
 * JSON lines on stdout. What people wrote and who they are stays out; tokens are blotted out wherever a library put them. Every line
 * that a turn causes carries its `turn`, the same for each delivery of it.
 */

const turns = new AsyncLocalStorage<string | undefined>()

const tokens = /\d{3,}:[\w-]{30,}|xox[a-z]-[\w-]+|xapp-[\w-]+|postgres(?:ql)?:\/\/\S+/g

/** @param lines counts what is logged, by level */
export function createLog(level: string, lines = new Map<string, number>(), to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: (_: object, number: number) => {
      const label = pino.levels.labels[number] ?? ""
      lines.set(label, (lines.get(label) ?? 0) + 1)
      const turn = turns.getStore()
      return turn === undefined ? {} : { turn }
    },
    serializers: { err: told, why: reason },
    hooks: { streamWrite: (line: string) => line.replace(tokens, "[secret]") },
  }
  return to ? pino(options, to) : pino(options)
}

/** The same desk, each turn named in all that it logs, and told of when it is answered. `now` counts milliseconds. */
export const traced =
  (hear: Hear, log: Logger, now: () => number): Hear =>
  (turn) =>
    turns.run(turnName(turn.key), async () => {
      const began = now()
      const replies = await hear(turn)
      const ms = Math.round(now() - began)
      log.info({ platform: turn.platform, said: turn.said.kind, replies: replies.length, ms }, "answered")
      return replies
    })

/** For work that serves everybody, whoever's turn set it off. */
export const untraced = <T>(work: () => T): T => turns.run(undefined, work)

/** An error without what it was about: databases and parsers quote what they were given. */
function told(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = "code" in error ? { code: error.code } : {}
  const cause = error.cause instanceof Error ? { cause: told(error.cause) } : {}
  const calls = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
  return { type: error.name, message: unquoted(error), ...code, ...cause, stack: calls.join("\n") }
}

function unquoted({ name, message }: Error): string {
  // Their last line says what is wrong; those above show the call with its arguments.
  const said = name.startsWith("Prisma") ? (message.trimEnd().split("\n").at(-1) ?? "") : message
  return withoutQuotes(said)
}

/** What platforms say of a message that they did not take may quote it. */
const reason = (why: unknown): unknown => {
  if (typeof why === "string") return withoutQuotes(why)
  return typeof why === "object" && why !== null && "why" in why ? { ...why, why: reason(why.why) } : why
}

const withoutQuotes = (text: string): string =>
  text.replace(/["“«「].*["”»」]/gs, '"…"').replace(/\(.*\)=\(.*\)/gs, "(…)")
