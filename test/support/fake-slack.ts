import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { type WebSocket, WebSocketServer } from "ws"
import { type Courier, courier } from "./slack/deliveries.js"
import { type Actor, actor } from "./slack/person.js"
import { messageBody, webApi } from "./slack/web-api.js"
import { bot, type Fault, type Posted, type World, workspace } from "./slack/world.js"

/**
 * A Slack on the loopback, as strict as the real one: its Web API, response URLs, file uploads, dialogs, Socket Mode, and signed
 * deliveries over HTTP. People in it talk to the app through {@link FakeSlack.person}, and everything they saw is kept.
 */

export const secrets = {
  botToken: "xoxb-1111-canary-bot-token",
  appToken: "xapp-1-canary-app-token",
  signingSecret: "canary-signing-secret",
}

export type FakeSlack = {
  /** For `SLACK_API_URL`. */
  apiUrl: string
  world: World
  courier: Courier
  /** Delivers over HTTP to this address from now on; without it, over the app's socket. */
  deliverTo(url: string): void
  person(id: string, more?: { name?: string; locale?: string }): Actor
  channel(id: string, more?: { name?: string; members?: string[]; withoutApp?: true }): string
  /** The next calls of a method go wrong, one after the other. */
  fail(method: string, ...faults: Fault[]): void
  calls(method: string): Record<string, string>[]
  /** What stands in a channel, for one of its people. */
  seen(channel: string, by?: string): Posted[]
  until: World["until"]
  /** Closes the app's socket: as Slack does before it recycles a server, or as a cable does. */
  hangUp(how: "refresh" | "cut"): void
  sockets(): number
  close(): Promise<void>
}

export async function fakeSlack(): Promise<FakeSlack> {
  const world = workspace()
  const methods = webApi(world, () => base)
  const sockets = new Set<WebSocket>()
  let appUrl: string | undefined
  const server = createServer(async (req, res) => {
    world.busy += 1
    await serve(world, methods, req, res).finally(() => {
      world.busy -= 1
    })
  })
  const upgrade = new WebSocketServer({ server, path: "/link" })
  const post = courier({
    signingSecret: secrets.signingSecret,
    appUrl: () => appUrl,
    socket: () => [...sockets].at(-1),
    world,
  })
  upgrade.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => {
      sockets.delete(socket)
      world.changed.emit("change")
    })
    socket.on("message", (data) =>
      post.acknowledged(JSON.parse(String(data)) as { envelope_id: string; payload?: unknown }),
    )
    socket.send(JSON.stringify({ type: "hello", num_connections: 1 }))
    post.resend(socket)
    world.changed.emit("change")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  return {
    apiUrl: `${base}api/`,
    world,
    courier: post,
    deliverTo: (url) => {
      appUrl = url
    },
    person(id, { name = id, locale = "en-US" } = {}) {
      world.people.set(id, { id, name, locale })
      return actor(world, post, { id, base })
    },
    channel(id, { name = id.toLowerCase(), members = [], withoutApp } = {}) {
      world.channels.set(id, { id, name, members: new Set([...members, ...(withoutApp ? [] : [bot.user])]) })
      return id
    },
    fail: (method, ...faults) => void world.faults.set(method, [...(world.faults.get(method) ?? []), ...faults]),
    calls: (method) => world.calls.filter((call) => call.method === method).map(({ args }) => args),
    seen: (channel, by) =>
      world.messages.filter((message) => message.channel === channel && (!message.only || message.only === by)),
    until: world.until,
    hangUp(how) {
      for (const socket of sockets) {
        if (how === "cut") socket.terminate()
        else socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }))
      }
    },
    sockets: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.terminate()
      upgrade.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type { Actor }

async function serve(
  world: World,
  methods: ReturnType<typeof webApi>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const [, kind = "", name = ""] = (req.url ?? "").split("/")
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const answer = (status: number, value: unknown, headers: Record<string, string> = {}) => {
    res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value))
    world.changed.emit("change")
  }
  if (kind === "upload") {
    const file = world.files.get(name)
    if (file) file.bytes = new Uint8Array(body)
    return answer(file ? 200 : 404, "OK")
  }
  if (kind === "respond") return answer(...responded(world, name, JSON.parse(String(body)) as Record<string, unknown>))
  const method = methods[name]
  const args = Object.fromEntries(new URLSearchParams(String(body)))
  world.calls.push({ method: name, args, at: performance.timeOrigin + performance.now() })
  const token = name === "apps.connections.open" ? secrets.appToken : secrets.botToken
  if (req.headers.authorization !== `Bearer ${token}`) return answer(200, { ok: false, error: "invalid_auth" })
  if (!method) return answer(200, { ok: false, error: "unknown_method" })
  const fault = world.faults.get(name)?.shift()
  if (fault === "silence") return void world.hung.push(() => req.socket.destroy())
  if (fault && "error" in fault) return answer(200, { ok: false, ...fault })
  if (fault && "status" in fault) {
    const wait = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) }
    return answer(fault.status, fault.body ?? { ok: false, error: "failed" }, wait)
  }
  if (fault?.reset === "before") return void req.socket.destroy()
  if (name === "chat.postMessage" && world.limited && tooSoon(world, args.channel ?? "")) {
    return answer(429, { ok: false, error: "ratelimited" }, { "retry-after": "1" })
  }
  const result = method(args)
  world.changed.emit("change")
  if (fault?.reset === "after") return void req.socket.destroy()
  answer(200, result)
}

function tooSoon(world: World, channel: string): boolean {
  const last = world.lastPost.get(channel) ?? 0
  // A request may leave a second after the last and still arrive a little less than a second after it.
  if (Date.now() - last < 900) return true
  world.lastPost.set(channel, Date.now())
  return false
}

/** A response URL: five uses; it can say something new or replace the message it belongs to. */
function responded(world: World, id: string, body: Record<string, unknown>): [number, unknown] {
  const url = world.responses.get(id)
  if (!url || url.left-- <= 0) return [404, { ok: false, error: "used_url" }]
  const message = messageBody({ text: String(body.text ?? ""), blocks: JSON.stringify(body.blocks ?? []) })
  if ("error" in message) return [400, { ok: false, ...message }]
  const original = world.messages.find(({ ts }) => ts === url.ts)
  if (body.replace_original === true) {
    if (!original) return [404, { ok: false, error: "message_not_found" }]
    Object.assign(original, message, { edits: original.edits + 1 })
    return [200, { ok: true }]
  }
  const only = body.response_type === "in_channel" ? {} : { only: url.user }
  world.messages.push({ ts: world.ts(), channel: url.channel, by: bot.user, ...message, ...only, edits: 0 })
  return [200, { ok: true }]
}
