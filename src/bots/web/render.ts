import type { Attachment, Button, Line, Picture, Reply, Span } from "../../core/desk/turn.js"
import type { Inbox } from "./inbox.js"
import type { ButtonJson, ReplyJson } from "./json.js"

export const plain = (lines: readonly Line[]): string => lines.map((line) => line.map(plainSpan).join("")).join("\n")

function plainSpan(span: Span): string {
  if (typeof span === "string") return span
  if ("bold" in span) return span.bold
  return "code" in span ? span.code : span.link === span.url ? span.url : `${span.link} (${span.url})`
}

/** What `Button.url` and links may be: a page, never a script. */
const isPage = (url: string): boolean => /^https?:\/\//i.test(url)

function buttonJson(button: Button): ButtonJson[] {
  const { label } = button
  if ("url" in button) return isPage(button.url) ? [{ label, url: button.url }] : []
  return [{ label, action: button.press, ...(button.style && { style: button.style }) }]
}

const safeLine = (line: Line): Line =>
  line.map((span) => (typeof span === "object" && "link" in span && !isPage(span.url) ? span.link : span))

/** Writes a reply down as the message `id` of a user, and puts what it comes with where only that user can fetch it. */
export async function replyJson(id: string, reply: Reply, { inbox, userId }: { inbox: Inbox; userId: string }) {
  const lines = reply.text.map(safeLine)
  const json: ReplyJson = {
    id,
    text: plain(lines),
    lines,
    buttons: (reply.buttons ?? []).map((row) => row.flatMap(buttonJson)),
    ...(reply.picture && { picture: await pictureJson(reply.picture, inbox, userId) }),
    ...(reply.file && { file: await fileJson(reply.file, inbox, userId) }),
    ...(reply.form && { form: reply.form }),
    ...(reply.edit && { edit: reply.edit }),
    ...(reply.replaces && { replaces: reply.replaces }),
    ...(reply.toast && { toast: reply.toast }),
  }
  return json
}

async function pictureJson({ name, png, alt }: Picture, inbox: Inbox, userId: string) {
  const id = await inbox.keep(userId, { type: "image/png", name, bytes: png })
  // A PNG begins with its signature and its size: https://www.w3.org/TR/png-3/#11IHDR
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = png.byteLength < 24 ? [0, 0] : [header.getUint32(16), header.getUint32(20)]
  return { url: `/api/files/${id}`, name, alt, width, height }
}

async function fileJson({ name, type, bytes }: Attachment, inbox: Inbox, userId: string) {
  return { url: `/api/files/${await inbox.keep(userId, { type, name, bytes })}`, name, type }
}
