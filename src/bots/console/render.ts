import type { Reply, Span } from "../../core/desk/turn.js"

/** Replies as lines of text. What a terminal would obey, it must not be told: control characters never reach it. */

export type Shown = { text: string; buttons: readonly { number: number; label: string; press: string }[] }

type Keeping = {
  /** The first button's number. */
  next: number
  /** Keeps a file. @returns where */
  keep: (name: string, bytes: Uint8Array) => string
}

export const plain = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, " ")

const spanText = (span: Span): string => {
  if (typeof span === "string") return span
  if ("bold" in span) return span.bold
  return "code" in span ? span.code : span.link === span.url ? span.url : `${span.link} (${span.url})`
}

export function rendered({ text, buttons = [], picture, file }: Reply, { next, keep }: Keeping): Shown {
  let number = next
  const numbered: { number: number; label: string; press: string }[] = []
  const rows = buttons.map((row) =>
    row
      .map((button) => {
        const label = plain(button.label)
        if ("url" in button) return `${label}: ${plain(button.url)}`
        numbered.push({ number, label, press: button.press })
        return `[${number++}] ${label}`
      })
      .join("  "),
  )
  const lines = [
    ...text.map((line) => plain(line.map(spanText).join(""))),
    ...(picture ? [`(picture: ${plain(picture.alt)}: ${keep(picture.name, picture.png)})`] : []),
    ...(file ? [`(file: ${keep(file.name, file.bytes)})`] : []),
    ...rows.filter(Boolean),
  ]
  return { text: lines.join("\n"), buttons: numbered }
}
