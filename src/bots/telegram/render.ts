import { clipped } from "../../core/clipped.js"
import { type Button, type Line, type Reply, type Span, textOf } from "../../core/desk/turn.js"
import type { Upload } from "./transport.js"

/** A reply as Bot API payloads. Pure; within Telegram's limits by construction (https://core.telegram.org/bots/api). */

/** Characters after entities are parsed. */
const textMax = 4096
const captionMax = 1024
const labelMax = 64
const dataBytesMax = 64
const rowMax = 8
const buttonsMax = 100
export const toastMax = 200

type Key = Record<string, string | { url: string }>
type Keyboard = { inline_keyboard: Key[][] }
export type Part =
  | { kind: "text"; html: string; keyboard?: Keyboard }
  | { kind: "photo"; photo: Upload; html: string; keyboard?: Keyboard }
  | { kind: "document"; document: Upload }

/**
 * In order; the keyboard is on the last part that says something.
 * @param app the address of the picker's page, in private chats where there is one: Telegram opens pages from nowhere else
 */
export function render(reply: Reply, app?: string): Part[] {
  const keyboard = keyboardOf(reply.buttons, app === undefined ? [] : pickerRow(reply, app))
  const files: Part[] = reply.file
    ? [{ kind: "document", document: { upload: reply.file.bytes, name: reply.file.name } }]
    : []
  const photo = reply.picture && { upload: reply.picture.png, name: reply.picture.name }
  if (photo && lengthOf(reply.text) <= captionMax) {
    return [{ kind: "photo", photo, html: htmlOf(reply.text), ...keyboard }, ...files]
  }
  const pages = split(reply.text, textMax)
  const texts = pages.map(
    (page, index): Part => ({
      kind: "text",
      html: htmlOf(page),
      ...(index === pages.length - 1 && keyboard),
    }),
  )
  const alone: Part[] = photo
    ? [{ kind: "photo", photo, html: escaped(clipped(reply.picture?.alt ?? "", captionMax)) }]
    : []
  return [...alone, ...texts, ...files]
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

function spanHtml(span: Span): string {
  if (typeof span === "string") return escaped(span)
  if ("bold" in span) return `<b>${escaped(span.bold)}</b>`
  if ("code" in span) return `<code>${escaped(span.code)}</code>`
  return `<a href="${escaped(span.url).replaceAll('"', "&quot;")}">${escaped(span.link)}</a>`
}

const htmlOf = (lines: readonly Line[]): string => lines.map((line) => line.map(spanHtml).join("")).join("\n")

const lineLength = (line: Line): number => line.reduce((sum, span) => sum + textOf(span).length, 0)
const lengthOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + lineLength(line) + 1, -1)

/** The same without markup, for when Telegram finds fault with it. */
export const plainOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")

/** Into pages of at most `max` characters, at line ends; a longer line loses its markup and is cut, never inside a character. */
function split(lines: readonly Line[], max: number): Line[][] {
  const pages: Line[][] = [[]]
  let length = 0
  for (const line of lines.flatMap((line) => (lineLength(line) > max ? pieces(line, max) : [line]))) {
    const more = lineLength(line) + 1
    const page = pages.at(-1)
    if (page && (page.length === 0 || length + more <= max)) {
      page.push(line)
      length += more
    } else {
      pages.push([line])
      length = more
    }
  }
  // Telegram refuses a message of nothing but white space.
  const filled = pages.filter((page) => page.some((line) => line.map(textOf).join("").trim() !== ""))
  return filled.length > 0 ? filled : [[["…"]]]
}

function pieces(line: Line, max: number): Line[] {
  const cut: Line[] = []
  let piece = ""
  for (const letter of line.map(textOf).join("")) {
    if (piece.length + letter.length > max) {
      cut.push([piece])
      piece = ""
    }
    piece += letter
  }
  return piece ? [...cut, [piece]] : cut
}

const pickerRow = ({ picker }: Reply, app: string): Key[][] =>
  picker ? [[{ text: picker.label, web_app: { url: `${app}?day=${picker.day}` } }]] : []

function keyboardOf(rows: Reply["buttons"], before: Key[][]): { keyboard?: Keyboard } {
  const own = (rows ?? []).flatMap((row) => chunks(row.flatMap(buttonOf), rowMax)).filter((row) => row.length > 0)
  // Telegram counts buttons, however many rows they are in.
  let buttons = 0
  const kept = [...before, ...own].filter((row) => {
    buttons += row.length
    return buttons <= buttonsMax
  })
  return kept.length > 0 ? { keyboard: { inline_keyboard: kept } } : {}
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))

const tooLong = (press: string): boolean => Buffer.byteLength(press) > dataBytesMax

/** What the buttons do that are left out since Telegram does not take them: their verbs, without what may be somebody's. */
export const leftOut = ({ buttons = [] }: Reply): string[] =>
  buttons.flat().flatMap((button) => ("press" in button && tooLong(button.press) ? [verbOf(button.press)] : []))
const verbOf = (press: string): string => /^[a-z]{1,12}/.exec(press)?.[0] ?? "?"

/** Telegram takes no addresses of this machine on buttons, and no data over 64 bytes. */
function buttonOf(button: Button): Record<string, string>[] {
  const text = [...button.label.trim()].slice(0, labelMax).join("") || "…"
  if ("url" in button) return /^https:\/\//.test(button.url) ? [{ text, url: button.url }] : []
  return tooLong(button.press) || button.press === "" ? [] : [{ text, callback_data: button.press }]
}
