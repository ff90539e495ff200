import type { IncomingMessage } from "node:http"

/** The fields of a request, JSON or multipart; uploads are buffers, `attach://` references are resolved. */
export async function fields(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const type = request.headers["content-type"] ?? ""
  if (body.length === 0) return {}
  if (type.includes("application/json")) return JSON.parse(body.toString("utf8")) as Record<string, unknown>
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(type)
  if (!boundary) return Object.fromEntries(new URLSearchParams(body.toString("utf8")))
  const parts: Record<string, unknown> = {}
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`)
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    const part = body.subarray(at + mark.length + 2, next - 2)
    const split = part.indexOf("\r\n\r\n")
    const head = part.subarray(0, split).toString("utf8")
    const name = /name="?([^";\r\n]+)"?/i.exec(head)?.[1]
    const content = part.subarray(split + 4)
    if (name) parts[name] = /filename=/i.test(head) ? content : content.toString("utf8")
    at = next
  }
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === "string" && value.startsWith("attach://")) parts[name] = parts[value.slice("attach://".length)]
  }
  return parts
}
