import { afterEach, expect, it } from "vitest"
import type { Inbox } from "../../../src/bots/web/inbox.js"
import type { Reply, Turn } from "../../../src/core/desk/turn.js"
import { startWeb, type WebServer } from "../../support/web.js"
import { visitor } from "../../support/web-client.js"
import { memoryInbox } from "../../support/web-inbox.js"

const servers: WebServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** Somebody who has been heard once, and a way to tell them something. */
async function start(...more: [Parameters<typeof startWeb>[1]?, Parameters<typeof startWeb>[2]?]) {
  const ids: string[] = []
  const hear = async ({ from, said }: Turn): Promise<Reply[]> => {
    ids.push(from.id)
    return [{ text: [[said.kind === "text" ? `heard ${said.text}` : said.kind]] }]
  }
  const server = await startWeb(hear, ...more)
  servers.push(server)
  const arrive = async () => {
    const someone = visitor(server.url)
    await someone.turn("first", "hello")
    const id = ids.at(-1) ?? ""
    return { ...someone, id, tell: (text: string) => server.platform.send(`web:${id}`, { text: [[text]] }) }
  }
  return { server, arrive }
}

it("sends a notice to every open page of its user, and to nobody else's", async () => {
  const { arrive } = await start()
  const [ana, rui] = [await arrive(), await arrive()]
  const [desk, phone, other] = [await ana.events(), await ana.events(), await rui.events()]
  expect(desk.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8")
  const delivery = await ana.tell("In one hour: Studio 2")
  const [told, again] = [await desk.next(), await phone.next()]
  expect(told.data).toMatchObject({ text: "In one hour: Studio 2", buttons: [] })
  expect(delivery).toEqual({ is: "sent", message: (told.data as { id: string }).id })
  expect(again).toEqual(told)
  await rui.tell("for Rui")
  expect((await other.next()).data).toMatchObject({ text: "for Rui" })
  for (const stream of [desk, phone, other]) stream.close()
})

it("keeps what came while nobody was looking, and goes on where a page left off", async () => {
  const { arrive } = await start()
  const ana = await arrive()
  await ana.tell("one")
  await ana.tell("two")
  const stream = await ana.events()
  const first = await stream.next()
  expect(first.data).toMatchObject({ text: "one" })
  expect((await stream.next()).data).toMatchObject({ text: "two" })
  stream.close()
  await ana.tell("three")
  const header = await ana.events("/api/events", { "last-event-id": first.id })
  expect([(await header.next()).data, (await header.next()).data]).toMatchObject([{ text: "two" }, { text: "three" }])
  header.close()
  const query = await ana.events(`/api/events?after=${first.id}`)
  expect((await query.next()).data).toMatchObject({ text: "two" })
  query.close()
})

it("sends everything that is kept to a page that left off in an earlier life of the service", async () => {
  const { arrive } = await start()
  const ana = await arrive()
  await ana.tell("one")
  const stream = await ana.events("/api/events", { "last-event-id": "zzz.9" })
  expect((await stream.next()).data).toMatchObject({ text: "one" })
  stream.close()
})

it("shows turns to those who ask for them: the conversation so far, then what other devices say", async () => {
  const { arrive } = await start()
  const ana = await arrive()
  await ana.tell("notice")
  const stream = await ana.events("/api/events?turns")
  expect(await stream.next()).toMatchObject({
    event: "turn",
    data: { key: "first", said: "hello", replies: [{ text: "heard hello" }] },
  })
  expect(await stream.next()).toMatchObject({ event: "message", data: { text: "notice" } })
  expect(await stream.next()).toMatchObject({ event: "live" })
  await ana.post("/api/turns", { key: "k", action: "b:1", label: "Confirm", on: "first/0" })
  expect(await stream.next()).toMatchObject({ event: "turn", data: { key: "k", label: "Confirm", on: "first/0" } })
  stream.close()
})

it("never tells an invitation code again", async () => {
  const { arrive } = await start()
  const ana = await arrive()
  await ana.post("/api/join", { code: "SECRET-CODE" })
  const stream = await ana.events("/api/events?turns")
  await stream.next()
  const joined = await stream.next()
  expect(joined.event).toBe("turn")
  expect(JSON.stringify({ ...(joined.data as object), replies: [] })).not.toContain("SECRET")
  stream.close()
})

it("shows nothing to strangers", async () => {
  const { server } = await start()
  expect((await visitor(server.url).get("/api/events")).status).toBe(401)
  expect((await visitor(server.url).get("/api/files/abc")).status).toBe(401)
})

it("brings what another replica put into a shared inbox, looking for it while pages are open and no longer", async () => {
  let looks = 0
  const shared = memoryInbox()
  const latest: Inbox["latest"] = (ids) => {
    looks += 1
    return shared.latest(ids)
  }
  const inbox: Inbox = { ...shared, latest }
  const { arrive } = await start({ rhythm: { look: 5 } }, { inbox })
  const ana = await arrive()
  const stream = await ana.events()
  const notice = { id: "n", text: "from elsewhere", lines: [], buttons: [] }
  await inbox.append(ana.id, { json: JSON.stringify({ notice }) })
  expect((await stream.next()).data).toMatchObject({ text: "from elsewhere" })
  expect(looks).toBeGreaterThan(0)
  stream.close()
  await expect
    .poll(async () => {
      const before = looks
      await new Promise((resolve) => setTimeout(resolve, 20))
      return looks - before
    })
    .toBe(0)
})

it("ends the pages of a browser that was signed out elsewhere, with the next beat", async () => {
  const { arrive, server } = await start({ rhythm: { beat: 10 } })
  const ana = await arrive()
  const stream = await ana.events()
  for (const hash of server.sessions.tokenHashes()) await server.sessions.remove(hash)
  expect(await stream.ended()).toBe(true)
})

it("stops offering streams to one user beyond what anyone needs", async () => {
  const { arrive } = await start()
  const ana = await arrive()
  const streams = await Promise.all(Array.from({ length: 20 }, () => ana.events()))
  expect((await ana.get("/api/events")).status).toBe(429)
  for (const stream of streams) stream.close()
  await expect
    .poll(async () => {
      const again = await ana.events()
      again.close()
      return again.response.status
    })
    .toBe(200)
})

it("says when each thing was said, by the clock that it was given", async () => {
  const at = new Date("2026-11-24T07:00:00.000Z")
  const { arrive } = await start({}, { now: () => at })
  const ana = await arrive()
  await ana.tell("one")
  const stream = await ana.events("/api/events?turns")
  expect((await stream.next()).data).toMatchObject({ key: "first", at: at.toISOString() })
  expect((await stream.next()).data).toMatchObject({ text: "one", at: at.toISOString() })
  stream.close()
})

it("takes a request for the headers alone as one for nothing", async () => {
  const { server } = await start()
  expect((await fetch(`${server.url}/api/events`, { method: "HEAD" })).status).toBe(404)
})
