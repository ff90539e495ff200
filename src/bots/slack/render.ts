import type { types } from "@slack/bolt"
import { clipped } from "../../core/clipped.js"
import { type Button, type Field, type Form, type Line, type Reply, type Span, textOf } from "../../core/desk/turn.js"

/**
 * Turns replies into Block Kit, within Slack's limits whatever the desk says: https://docs.slack.dev/reference/block-kit.
 *
 * The text goes into rich-text blocks: there a name can neither mention a channel nor become bold or a link, because nothing in it is
 * markup. The top-level text, which notifications and screen readers use, is escaped.
 */

export type Message = { text: string; blocks: types.KnownBlock[] }

/** A text block, as for a section. */
const blockChars = 3000
/** Slack refuses a message of about 13,000 characters in all, with `msg_blocks_too_long` (slackapi/bolt-js#2509); disarming adds up to half. */
const messageChars = 7900
const fallbackChars = 2900
/** 50 blocks a message; what the text does not need. */
const rowsPerMessage = 40
const buttonsPerRow = 25
const mostMessages = 8

/** @returns at least one message; a long reply becomes several, the last of which has the buttons */
export function messages(reply: Reply): [Message, ...Message[]] {
  const wordless: Line = [reply.picture?.alt ?? reply.file?.name ?? "…"]
  const pieces = split((reply.text.length > 0 ? reply.text : [wordless]).flatMap(pieced), messageChars)
  const shown = pieces.slice(0, mostMessages)
  if (pieces.length > mostMessages) shown[mostMessages - 1]?.push(["…"])
  const all: Message[] = shown.map((lines) => ({ text: fallback(lines), blocks: textBlocks(lines) }))
  const [first = { text: "…", blocks: [] }, ...rest] = all
  const last = rest.at(-1) ?? first
  last.blocks.push(...buttonRows(reply.buttons ?? []))
  return [first, ...rest]
}

/** The app's home: everything in one view. */
export function homeView(replies: readonly Reply[]): types.HomeView {
  const blocks = replies.flatMap((reply) => {
    const [lines = []] = split(reply.text.flatMap(pieced), messageChars)
    return [...textBlocks(lines), ...buttonRows(reply.buttons ?? [])]
  })
  return { type: "home", blocks: orDots(blocks).slice(0, 100) }
}

export function formView(form: Form, metadata: string): types.ModalView {
  return {
    type: "modal",
    callback_id: form.id,
    title: words(form.title, 24),
    submit: words(form.submit, 24),
    private_metadata: metadata,
    blocks: form.fields.filter(fillable).slice(0, 100).map(inputBlock),
  }
}

/** A dialog that only says something: what is coming, or why there is nothing to fill in. */
export function noteView(text: readonly Line[]): types.ModalView {
  const [lines = []] = split(text.flatMap(pieced), messageChars)
  return { type: "modal", title: words("⏳", 24), blocks: orDots(textBlocks(lines)) }
}

/** A view must hold something. */
const orDots = (blocks: types.KnownBlock[]): types.KnownBlock[] => (blocks.length > 0 ? blocks : textBlocks([["…"]]))

/** For notifications and for what cannot show blocks. Only `& < >` are Slack's markup here. */
function fallback(lines: readonly Line[]): string {
  const text = lines.map((line) => line.map(textOf).join("")).join("\n")
  if (text.trim() === "") return "…"
  return cut(text, fallbackChars).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}

const sizeOf = (line: Line): number => line.reduce((sum, span) => sum + textOf(span).length, 1)

/** Cuts a line that is too long for one block into several. */
function pieced(line: Line): Line[] {
  if (sizeOf(line) <= blockChars) return [line]
  return split(
    line.flatMap((span) => spanPieces(span).map((piece): Line => [piece])),
    blockChars,
  ).map((parts) => parts.flat())
}

function spanPieces(span: Span): Span[] {
  const text = textOf(span)
  if (text.length < blockChars / 2) return [span]
  const pieces: string[] = []
  for (let rest = text; rest !== ""; ) {
    const piece = clipped(rest, blockChars / 2)
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces.map((piece) => {
    if (typeof span === "string") return piece
    return "bold" in span ? { bold: piece } : "code" in span ? { code: piece } : { link: piece, url: span.url }
  })
}

/** Groups lines so that no group is longer than `limit`. */
function split(lines: readonly Line[], limit: number): Line[][] {
  const groups: Line[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const more = sizeOf(line)
    if (size + more > limit) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(line)
    size += more
  }
  return groups
}

function textBlocks(lines: readonly Line[]): types.KnownBlock[] {
  return split(lines, blockChars).flatMap((group): types.KnownBlock[] => {
    const elements = group.flatMap((line, index) => [
      ...(index > 0 ? [plainElement("\n")] : []),
      ...line.filter((span) => textOf(span) !== "").map(spanElement),
    ])
    if (elements.length === 0) return []
    return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: joined(elements) }] }]
  })
}

const plainElement = (text: string): types.RichTextElement => ({ type: "text", text })

function spanElement(span: Span): types.RichTextElement {
  if (typeof span === "string") return plainElement(disarmed(span))
  if ("bold" in span) return { type: "text", text: disarmed(span.bold), style: { bold: true } }
  if ("code" in span) return { type: "text", text: disarmed(span.code), style: { code: true } }
  return { type: "link", url: span.url, text: disarmed(span.link) }
}

/** Neighbouring unstyled texts as one, so that a message stays small. */
function joined(elements: readonly types.RichTextElement[]): types.RichTextElement[] {
  const all: types.RichTextElement[] = []
  for (const element of elements) {
    const before = all.at(-1)
    if (element.type === "text" && !element.style && before?.type === "text" && !before.style) {
      all[all.length - 1] = plainElement(before.text + element.text)
    } else all.push(element)
  }
  return all
}

/** Nothing here is markup; a client that shows the raw text again must still find no `<!channel>` in it. */
const disarmed = (text: string): string => text.replace(/<(?=[!@#])/g, "<\u2060")

function buttonRows(rows: readonly (readonly Button[])[]): types.ActionsBlock[] {
  const kept = rows.map((row) => row.filter(fitsSlack)).filter((row) => row.length > 0)
  const flat = kept.flat().slice(0, rowsPerMessage * buttonsPerRow)
  const fits = kept.length <= rowsPerMessage && kept.every((row) => row.length <= buttonsPerRow)
  const laid = fits
    ? kept
    : Array.from({ length: Math.ceil(flat.length / buttonsPerRow) }, (_, index) =>
        flat.slice(index * buttonsPerRow, (index + 1) * buttonsPerRow),
      )
  return laid.map((row, y) => ({
    type: "actions",
    elements: row.map((button, x) => buttonElement(button, `${y}:${x}`)),
  }))
}

const fitsSlack = (button: Button): boolean =>
  "url" in button ? button.url.length <= 3000 : button.press.length <= 2000

function buttonElement(button: Button, id: string): types.Button {
  const text = words(button.label, 75)
  if ("url" in button) return { type: "button", action_id: `open:${id}`, text, url: button.url }
  return {
    type: "button",
    action_id: `press:${id}`,
    text,
    value: button.press,
    ...(button.style && { style: button.style }),
  }
}

/** Slack has no choice among nothing. */
const fillable = (field: Field): boolean => !("options" in field) || field.options.length > 0

function inputBlock(field: Field): types.InputBlock {
  return {
    type: "input",
    block_id: field.name,
    label: words(field.label, 2000),
    optional: field.optional ?? false,
    element: inputElement(field),
  }
}

function inputElement(field: Field): types.InputBlock["element"] {
  const action_id = field.name
  switch (field.kind) {
    case "date":
      return { type: "datepicker", action_id, ...(field.value && { initial_date: field.value }) }
    case "time":
      return { type: "timepicker", action_id, ...(field.value && { initial_time: field.value }) }
    case "text":
      return {
        type: "plain_text_input",
        action_id,
        multiline: (field.lines ?? 1) > 1,
        ...(field.value && { initial_value: cut(field.value, 3000) }),
      }
    default:
      return choiceElement(field)
  }
}

function choiceElement(field: Extract<Field, { kind: "choice" | "choices" }>): types.InputBlock["element"] {
  const options = field.options.slice(0, 100).map(({ label, value }) => ({ text: words(label, 75), value }))
  const chosen = options.filter(({ value }) => [field.value ?? []].flat().includes(value))
  const action_id = field.name
  if (field.kind === "choices") {
    return { type: "multi_static_select", action_id, options, ...(chosen.length > 0 && { initial_options: chosen }) }
  }
  return { type: "static_select", action_id, options, ...(chosen[0] && { initial_option: chosen[0] }) }
}

const words = (text: string, limit: number): types.PlainTextElement => ({
  type: "plain_text",
  text: cut(disarmed(text), limit) || "…",
  emoji: false,
})

/** At most `limit` UTF-16 units, ending in "…" when something is missing, and never in half a character. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${clipped(text, limit - 1)}…`
}
