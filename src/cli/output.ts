import type { Readable, Writable } from "node:stream"
import type { Command } from "commander"

export type Streams = {
  stdout: NodeJS.WritableStream & Writable
  stderr: NodeJS.WritableStream
  /** What is typed; the process's own unless given. */
  stdin?: Readable
}

/** How commands answer: a table or a sentence for people, one JSON document with `--json`. */
export type Output = {
  /** `human` is only called when people read it. */
  say(command: Command, document: unknown, human: () => string): void
  raw(text: string | Uint8Array): void
}

export function outputTo(stream: NodeJS.WritableStream): Output {
  return {
    say: (command, document, human) => {
      const { json } = command.optsWithGlobals<{ json?: true }>()
      stream.write(json ? `${JSON.stringify(document)}\n` : ended(human()))
    },
    raw: (text) => void stream.write(text),
  }
}

/** One line break ends what is said; a text whose lines end in CRLF is a file's. */
const ended = (text: string): string => (text.endsWith("\r\n") ? text : `${text.trimEnd()}\n`)

/** Columns as wide as their widest cell, Chinese characters counting for two. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell))
    })
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

const width = (text: string): number =>
  [...text].reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter)
        ? 2
        : 1),
    0,
  )
