import { request } from "node:http"
import { connect } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import type { ReplyJson, TurnJson } from "../../src/bots/web/json.js"

/** A browser's worth of HTTP: keeps its cookie, and reads event streams. */
export type Told = { id: string; event: string; data: unknown }

/** @param patient asks again after what the answer says, where it is told to go slower */
export function visitor(at: string | (() => string), { patient = false } = {}) {
  const to = (path: string): string => (typeof at === "string" ? at : at()) + path
  let cookie = ""
  const headers = () => (cookie ? { cookie } : undefined)

  const post = async (path: string, body: unknown, extra: Record<string, string> = {}): Promise<Response> => {
    const response = await fetch(to(path), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers(), ...extra },
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
    for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0] ?? ""
    if (response.status !== 429 || !patient) return response
    await sleep(Number(response.headers.get("retry-after") ?? 1) * 1000)
    return post(path, body, extra)
  }
  const get = (path: string, extra: Record<string, string> = {}) =>
    fetch(to(path), { headers: { ...headers(), ...extra } })
  const turn = async (key: string, text: string): Promise<TurnJson> =>
    (await (await post("/api/turns", { key, text })).json()) as TurnJson
  const replies = async (response: Response): Promise<readonly ReplyJson[]> =>
    ((await response.json()) as TurnJson).replies

  /** An open event stream; `next` waits for the next event, `close` hangs up. */
  const events = async (path = "/api/events", extra: Record<string, string> = {}) => {
    const hang = new AbortController()
    const response = await fetch(to(path), { headers: { ...headers(), ...extra }, signal: hang.signal })
    const told = eventsOf(response)
    return {
      response,
      next: async (): Promise<Told> => {
        const { value, done } = await told.next()
        if (done) throw new Error("The stream ended.")
        return value
      },
      ended: async () => (await told.next()).done === true,
      close: () => hang.abort(),
    }
  }
  return { post, get, turn, replies, events, cookie: () => cookie }
}

async function* eventsOf(response: Response): AsyncGenerator<Told> {
  let rest = ""
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + chunk).split("\n\n")
    rest = blocks.pop() ?? ""
    for (const block of blocks) {
      const fields = new Map(
        block.split("\n").map((line) => [line.split(": ", 1)[0], line.slice(line.indexOf(": ") + 2)]),
      )
      const data = fields.get("data")
      if (data) yield { id: fields.get("id") ?? "", event: fields.get("event") ?? "message", data: JSON.parse(data) }
    }
  }
}

export type Raw = {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

/** A request as it is, for what `fetch` would not send: other Host headers, odd targets. Resolves with its status and body. */
export function raw(url: string, { method = "GET", path = "/", headers = {}, body }: Raw) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request({ hostname, port, method, path, headers, setHost: headers.host === undefined }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    sent.on("error", reject)
    sent.end(body)
  })
}

/** The first line of the answer to bytes as they are. */
export function wire(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding("utf8").once("data", (answer) => {
      resolve(String(answer).split("\r\n")[0] ?? "")
      socket.destroy()
    })
    socket.once("error", reject)
  })
}
