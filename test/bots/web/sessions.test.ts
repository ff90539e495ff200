import { expect, it } from "vitest"
import type { TurnJson } from "../../../src/bots/web/json.js"
import { visitor } from "../../support/web-client.js"
import { echo, useHearing } from "../../support/web-hearing.js"

const start = useHearing()

it("has a stranger write, who is known by the cookie from then on", async () => {
  const { turns, url } = await start(() => [{ text: [["Ask your centre for an invitation."]] }])
  const stranger = visitor(url)
  const response = await stranger.post(
    "/api/turns",
    { key: "a", text: "hello" },
    { "accept-language": "pt-PT,pt;q=0.9" },
  )
  expect(response.headers.get("set-cookie")).toMatch(
    /^anchordesk=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect(((await response.json()) as TurnJson).replies[0]?.text).toBe("Ask your centre for an invitation.")
  const again = await stranger.post("/api/turns", { key: "b", text: "again" })
  expect(again.headers.get("set-cookie")).toBeNull()
  const [first, second] = turns
  expect(first).toEqual({
    key: `web:${first?.from.id}:a`,
    platform: "web",
    from: { id: first?.from.id, name: "", language: "pt-PT" },
    chat: { address: `web:${first?.from.id}`, kind: "private" },
    network: "127.0.0.1",
    addressed: true,
    said: { kind: "text", text: "hello" },
  })
  expect(second?.from.id).toBe(first?.from.id)
})

it("marks the cookie for https where people come by https", async () => {
  const { url } = await start(echo, { secureCookies: true })
  const response = await visitor(url).post("/api/turns", { key: "a", text: "hello" })
  expect(response.headers.get("set-cookie")).toMatch(
    /^__Host-anchordesk=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
})

it("keeps only a hash of what the cookie holds", async () => {
  const { server, url } = await start(echo)
  const someone = visitor(url)
  await someone.turn("a", "hello")
  const token = someone.cookie().split("=")[1] ?? ""
  expect(server.sessions.tokenHashes()).toHaveLength(1)
  expect(server.sessions.tokenHashes()[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(server.sessions.tokenHashes()[0]).not.toContain(token)
  expect(server.logged.join("")).not.toContain(token)
})

it("joins with a code, once, however often the same code is sent", async () => {
  const { turns, url } = await start(({ from }) => [{ text: [[`Welcome ${from.name}`]] }])
  const someone = visitor(url)
  const first = await someone.post("/api/join", { code: " ABC-123 ", name: "Ana" })
  expect((await someone.replies(first))[0]?.text).toBe("Welcome Ana")
  await someone.post("/api/join", { code: "ABC-123", name: "Ana" })
  expect(turns).toHaveLength(1)
  expect(turns[0]?.said).toEqual({ kind: "text", text: "/start ABC-123" })
  expect(turns[0]?.key).not.toContain("ABC")
})

it("lets only so many newcomers in from one address", async () => {
  const { server, url } = await start(echo, {
    paces: {
      user: { burst: 5, perSecond: 1 },
      address: { burst: 1000, perSecond: 1000 },
      newcomers: { burst: 3, perSecond: 0.01 },
    },
  })
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at) => visitor(url).post("/api/turns", { key: `${at}`, text: "x" })),
  )
  expect(all.filter(({ status }) => status === 200)).toHaveLength(3)
  expect(server.sessions.tokenHashes()).toHaveLength(3)
})

it("tells who it knows", async () => {
  const { server, turns, url } = await start(echo, {}, { centre: async () => ({ en: "Macau Live" }) })
  const someone = visitor(url)
  expect(await (await someone.get("/api/session")).json()).toEqual({
    known: false,
    joined: false,
    demo: false,
    centre: { en: "Macau Live" },
  })
  await someone.turn("a", "hello")
  expect(await (await someone.get("/api/session")).json()).toMatchObject({ known: true, joined: false })
  server.sessions.join(turns[0]?.from.id ?? "")
  expect(await (await someone.get("/api/session")).json()).toMatchObject({ known: true, joined: true })
})

it("signs out: the cookie is worth nothing any more, and the streams end", async () => {
  const { server, turns, url } = await start(echo)
  const someone = visitor(url)
  await someone.turn("a", "hello")
  const cookie = someone.cookie()
  const stream = await someone.events()
  await someone.post("/api/device", {})
  expect((await someone.post("/api/leave", {})).status).toBe(204)
  expect(await stream.ended()).toBe(true)
  expect((await fetch(`${url}/api/events`, { headers: { cookie } })).status).toBe(401)
  expect(await server.platform.send(`web:${turns[0]?.from.id}`, { text: [["late"]] })).toMatchObject({ is: "blocked" })
})

it("has newcomers be somebody of the demonstration, one after the other", async () => {
  const entered: string[] = []
  const enter = async (id: string) => {
    entered.push(id)
    return `code-of-${id}`
  }
  const people = [{ id: "lily", name: "Lily", role: "member", language: "zh-Hant" } as const]
  const { server, turns, url } = await start(echo, {}, { demo: { people, enter } })
  const someone = visitor(url)
  expect(await (await someone.get("/api/demo")).json()).toEqual({ people })
  expect((await someone.post("/api/demo", { id: "nobody" })).status).toBe(404)
  await someone.post("/api/demo", { id: "lily" })
  await someone.post("/api/demo", { id: "lily" })
  expect(turns.map(({ said }) => said)).toEqual(Array(2).fill({ kind: "text", text: "/start code-of-lily" }))
  expect(turns[0]?.from.id).not.toBe(turns[1]?.from.id)
  expect(server.sessions.tokenHashes()).toHaveLength(1)
  expect(entered).toEqual(["lily", "lily"])
})

it("offers nobody where there is no demonstration", async () => {
  const { url } = await start(echo)
  expect(await (await visitor(url).get("/api/demo")).json()).toEqual({ people: [] })
  expect((await visitor(url).post("/api/demo", { id: "lily" })).status).toBe(404)
})

it("has another device join by a code of the first, once, for ten minutes", async () => {
  let now = new Date("2026-11-24T07:00:00Z")
  const { server, turns, url } = await start(echo, {}, { now: () => now })
  const laptop = visitor(url)
  await laptop.turn("a", "hello")
  expect((await laptop.post("/api/device", {})).status).toBe(401)
  server.sessions.join(turns[0]?.from.id ?? "")
  const offer = async () => ((await (await laptop.post("/api/device", {})).json()) as { code: string }).code
  const code = await offer()
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/)

  const phone = visitor(url)
  expect(await (await phone.post("/api/join", { code: code.toLowerCase().replace("0", "o") })).json()).toMatchObject({
    replies: [],
  })
  await phone.turn("b", "from the phone")
  expect(turns.map(({ from }) => from.id)).toEqual([turns[0]?.from.id, turns[0]?.from.id])
  expect(phone.cookie()).not.toBe(laptop.cookie())

  const thief = visitor(url)
  await thief.post("/api/join", { code })
  expect(turns.at(-1)).toMatchObject({ said: { kind: "text", text: `/start ${code}` } })
  expect(turns.at(-1)?.from.id).not.toBe(turns[0]?.from.id)

  const [late, two] = [await offer(), await offer()]
  const racers = await Promise.all(Array.from({ length: 5 }, () => visitor(url).post("/api/join", { code: two })))
  const replies = await Promise.all(racers.map((racer) => racer.json() as Promise<TurnJson>))
  expect(replies.filter(({ key }) => key === "device")).toHaveLength(1)
  now = new Date("2026-11-24T07:10:01Z")
  expect(await (await visitor(url).post("/api/join", { code: late })).json()).not.toMatchObject({ key: "device" })
})
