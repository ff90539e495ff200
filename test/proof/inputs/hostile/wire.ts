import { createHmac } from "node:crypto"
import { Agent, type OutgoingHttpHeaders, request } from "node:http"
import type { FastifyInstance } from "fastify"
import type { Turn } from "../../../../src/core/desk/turn.js"
import { secrets } from "../../../support/fake-slack.js"
import { seeded } from "../../../support/random.js"
import type { Found, Taken } from "./found.js"
import type { House } from "./house.js"
import { anyPayload, anyText, some } from "./material.js"
import { bodies, message, slackMessage, slackPayloads, updates } from "./payloads.js"
import { hookSecret, openServers, publicUrl, type Servers } from "./servers.js"

/** Over real HTTP: bodies cut in two at each of their bytes, and hostile ones on every path. */

export type Wired = {
  seed: number
  times: number
  found: Found
  prepare: ((http: FastifyInstance) => void) | undefined
}

export async function overTheWire(house: House, { seed, times, found, prepare }: Wired): Promise<void> {
  let saying = (turn: Turn): ReturnType<House["hear"]> => echo(turn)
  const servers = await openServers(house, (turn) => saying(turn), prepare)
  try {
    await cutAtEachByte(servers, { seed, times: Math.ceil(times / 2), found })
    saying = house.hear
    await mangled(house, servers, { seed, times: Math.floor(times / 2), found })
  } finally {
    await servers.close()
    // Slack's were acknowledged before they were heard.
    for (const failure of servers.failures()) found.violation("the platforms", failure, "")
  }
}

const echo = async ({ said }: Turn) => [{ text: [[said.kind === "text" ? said.text : "?"]] }]

type Sent = { path: string; headers: OutgoingHttpHeaders; body: Buffer; cut?: number }
type Answered = { status: number; body: string }
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** In two chunks of the transfer encoding, which Node reads as two pieces however they travel. */
function post(url: string, { path, headers, body, cut }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const whole = cut === undefined ? { "content-length": body.length } : { "transfer-encoding": "chunked" }
    const sent = request(
      { hostname, port, path, method: "POST", headers: { ...headers, ...whole }, agent },
      (response) => {
        const pieces: Buffer[] = []
        response.on("data", (piece: Buffer) => pieces.push(piece))
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }))
        response.on("error", reject)
      },
    )
    sent.once("error", (error) =>
      sent.reusedSocket
        ? resolve(post(url, { path, headers, body, ...(cut !== undefined && { cut }) }))
        : reject(error),
    )
    if (cut !== undefined) sent.write(body.subarray(0, cut))
    sent.end(cut === undefined ? body : body.subarray(cut))
  })
}

type Door = {
  name: string
  /** A text, on its way in. */
  parcel(servers: Servers, text: string, n: number): { url: string; sent: Sent; key: string }
}

const json = { "content-type": "application/json" }
const hook = { ...json, "x-telegram-bot-api-secret-token": hookSecret }
const onTelegram = (framework: "grammy" | "telegraf", from: number): Door => ({
  name: `Telegram on ${framework}`,
  parcel: (servers, text, n) => ({
    url: servers[framework],
    sent: {
      path: "/telegram/webhook",
      headers: hook,
      body: Buffer.from(JSON.stringify({ update_id: from + n, message: message(text) })),
    },
    key: `telegram:4242:${from + n}`,
  }),
})
const doors: readonly Door[] = [
  onTelegram("grammy", 10_000_000),
  onTelegram("telegraf", 20_000_000),
  {
    name: "Slack",
    parcel(servers, text, n) {
      const parcel = slackMessage(text) as { team_id: string; event: Record<string, unknown> }
      const ts = `${1_800_000_000 + n}.000001`
      const body = Buffer.from(JSON.stringify({ ...parcel, event: { ...parcel.event, ts } }))
      return {
        url: servers.grammy,
        sent: signed(servers, body, json),
        key: `slack:${parcel.team_id}:${parcel.event.channel}:${ts}`,
      }
    },
  },
  {
    name: "the web chat",
    parcel: (servers, text, n) => {
      const key = `cut-${String(n).padStart(8, "0")}`
      const body = Buffer.from(JSON.stringify({ key, text }))
      return {
        url: servers.grammy,
        sent: { path: "/api/turns", headers: { ...json, cookie: servers.cookie }, body },
        key,
      }
    },
  },
]

function signed(servers: Servers, body: Buffer, headers: OutgoingHttpHeaders): Sent {
  const at = String(Math.floor(servers.now().getTime() / 1000))
  const signature = createHmac("sha256", secrets.signingSecret).update(`v0:${at}:`).update(body).digest("hex")
  return {
    path: "/slack/events",
    headers: { ...headers, "x-slack-request-timestamp": at, "x-slack-signature": `v0=${signature}` },
    body,
  }
}

const scripts = ["聽日三點", "amanhã às três", "早晨😀", "👩‍👩‍👧‍👦", "مرحبا", "e\u0301", "ａｍ", "𠮷野家", "½", "🇲🇴"]

/** Each door by turns hears each text as it was sent, cut at each of its bytes, those within a character first; so is the web chat's answer. */
async function cutAtEachByte(servers: Servers, { seed, times, found }: Omit<Wired, "prepare">): Promise<void> {
  const dice = seeded(seed)
  let done = 0
  while (done < times) {
    const text = `${dice.pick(scripts)} ${dice.pick(scripts)}${done}${dice.pick(scripts)}`
    const cuts = doors.map((door) => cutsOf(door.parcel(servers, text, 0).sent.body))
    for (let place = 0; place < Math.max(...cuts.map(({ length }) => length)); place++)
      for (const [n, door] of doors.entries()) {
        const cut = cuts[n]?.[place]
        if (cut === undefined || done >= times) continue
        await found.judged(`${door.name}, cut`, `${text} at ${cut}`, () => whole(servers, door, { text, cut, n: done }))
        done++
      }
  }
}

/** Places within a character, and then all others. */
function cutsOf(body: Buffer): number[] {
  const all = Array.from({ length: body.length - 1 }, (_, n) => n + 1)
  const within = (cut: number): boolean => ((body[cut] ?? 0) & 0xc0) === 0x80
  return [...all.filter(within), ...all.filter((cut) => !within(cut))]
}

type Piece = { text: string; cut: number; n: number }
async function whole(servers: Servers, door: Door, { text, cut, n }: Piece): Promise<Taken> {
  const { url, sent, key } = door.parcel(servers, text, n)
  const { status, body } = await post(url, { ...sent, cut })
  if (status !== 200) throw new Error(`answered ${status}`)
  await heardAs(servers, key, text)
  if (door.name === "the web chat" && !body.includes(text)) throw new Error("the answer has other characters")
  return "read"
}

/** Slack is acknowledged before anything is heard: it is waited for. */
async function heardAs({ heard }: Servers, key: string, text: string): Promise<void> {
  const known = () => heard.get(key) ?? [...heard].find(([one]) => one.endsWith(`:${key}`))?.[1]
  while (known() === undefined) await new Promise((resolve) => setImmediate(resolve))
  const said = known()?.said
  if (said?.kind !== "text" || said.text !== text) throw new Error(`heard in other characters: ${JSON.stringify(said)}`)
  heard.clear()
}

const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "")).slice(0, 8_000)
const form = { "content-type": "application/x-www-form-urlencoded" }

/** Whatever comes, on every path that takes anything: an answer below 500, and nothing fails inside. */
async function mangled(house: House, servers: Servers, { seed, times, found }: Omit<Wired, "prepare">): Promise<void> {
  const dice = seeded(seed)
  const share = Math.ceil(times / 4)
  const [onHook, onSlack, onWeb, texts] = [updates, slackPayloads, bodies]
    .map((from, n) => some(anyPayload(from), share, seed + n))
    .concat([some(anyText, share, seed + 3)])
  const asks: [string, () => Promise<Answered>, string][] = []
  for (const [n, body] of (onHook ?? []).entries()) {
    const fresh = body.replace(/"update_id":\d+/, `"update_id":${30_000_000 + n}`)
    const url = n % 2 === 0 ? servers.grammy : servers.telegraf
    asks.push([
      "Telegram's path",
      () => post(url, { path: "/telegram/webhook", headers: hook, body: Buffer.from(fresh) }),
      body,
    ])
  }
  for (const [n, body] of (onSlack ?? []).entries()) {
    const bytes = Buffer.from(n % 2 === 0 ? body : new URLSearchParams({ payload: body }).toString())
    asks.push(["Slack's path", () => post(servers.grammy, signed(servers, bytes, n % 2 === 0 ? json : form)), body])
  }
  const own = { ...json, cookie: servers.cookie, origin: publicUrl }
  for (const [n, body] of (onWeb ?? []).entries()) {
    const path = dice.pick([
      "/api/turns",
      "/api/turns",
      "/api/join",
      "/api/demo",
      "/api/app/turns",
      "/api/app/enter",
      "/board/api/turns",
      "/board/api/enter",
    ])
    const fresh = body.replace(/"key":"k\d"/, `"key":"m${n}"`)
    asks.push([path, () => post(servers.grammy, { path, headers: own, body: Buffer.from(fresh) }), body])
  }
  for (const text of texts ?? []) {
    const at = encoded(text)
    const path = dice.pick([
      `/board/api/day?day=${at}`,
      `/board/api/members?q=${at}`,
      `/api/files/${at}`,
      `/api/app/times?day=${at}&hosts=${at}`,
      `/${at}`,
    ])
    asks.push([path.split(/[?%]/)[0] ?? "", () => get(servers, path), text])
  }
  for (const [name, act, input] of asks) {
    await found.judged(`over HTTP: ${name}`, input, async (): Promise<Taken> => {
      const { status } = await act()
      for (const failure of [...servers.failures(), ...house.failures()]) throw new Error(failure)
      if (status >= 500) throw new Error(`answered ${status}`)
      return status < 300 ? "read" : "refused"
    })
  }
}

async function get({ grammy, cookie }: Servers, path: string): Promise<Answered> {
  const answer = await fetch(`${grammy}${path}`, { headers: { cookie } })
  return { status: answer.status, body: await answer.text() }
}
