import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Turn } from "../../../src/core/desk/turn.js"
import { startWeb, type WebServer } from "../../support/web.js"
import { raw, visitor, wire } from "../../support/web-client.js"

let server: WebServer
const turns: Turn[] = []
const quick = { burst: 1e6, perSecond: 1e6 }

beforeAll(async () => {
  server = await startWeb(
    async (turn) => {
      turns.push(turn)
      return [{ text: [["heard"]] }]
    },
    { publicUrl: "https://desk.example.mo", paces: { user: quick, address: quick, newcomers: quick } },
  )
})
afterAll(() => server.close())

const json = { "content-type": "application/json" }
const body = JSON.stringify({ key: "k", text: "hello" })

/** Sends it, and expects that it is refused with one of these and that the desk heard nothing. */
async function refused(request: Parameters<typeof raw>[1], ...statuses: number[]) {
  const before = turns.length
  const { status, body } = await raw(server.url, request)
  expect(statuses, request.path).toContain(status)
  expect(turns.length).toBe(before)
  expect(body).not.toMatch(/node_modules|\.ts:|at .*\(/)
  return body
}

describe("host names", () => {
  const port = () => new URL(server.url).port

  it.each([
    "evil.test",
    "127.0.0.1.evil.test",
    "localhost.evil.test",
    "2130706433",
    "0x7f000001",
    "127.1",
    "0.0.0.0",
    "[::ffff:127.0.0.1]",
    "[::]",
    "user@localhost",
    "localhost:80:80",
    "localhost/",
    "desk.example.mo.evil.test",
    "",
  ])("does not answer to %s", async (host) => {
    await refused({ headers: { host } }, 400, 421)
    await refused({ method: "POST", path: "/api/turns", headers: { host, ...json }, body }, 400, 421)
    await refused({ path: "/api/events", headers: { host, origin: `http://${host}` } }, 400, 421)
  })

  it("does not answer to an absolute target or to two host names", async () => {
    await refused({ path: "http://evil.test/" }, 400, 421)
    await refused({ path: "http://localhost/", headers: { host: "localhost" } }, 400, 421)
    const two = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nConnection: close\r\n\r\n"
    expect(await wire(server.url, two)).toMatch(/^HTTP\/1.1 4\d\d/)
  })

  it("answers to its own names, on any port that is forwarded to it", async () => {
    for (const host of [`127.0.0.1:${port()}`, "localhost", "LOCALHOST:8080", "[::1]:3000", "desk.example.mo"]) {
      expect((await raw(server.url, { headers: { host } })).status, host).toBe(200)
    }
  })

  it("logs a refusal without what was asked", async () => {
    await refused({ path: "/api/session?token=SECRET", headers: { host: "evil.test" } }, 421)
    expect(server.logged.join("")).toContain("foreign host name")
    expect(server.logged.join("")).not.toMatch(/SECRET|evil\.test/)
  })
})

describe("other sites", () => {
  it.each([
    { origin: "https://evil.test" },
    { origin: "null" },
    { origin: "http://localhost.evil.test" },
    { origin: "http://desk.example.mo" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://desk.example.mo", "sec-fetch-site": "cross-site" },
  ])("cannot have anything done: %j", async (headers) => {
    for (const path of ["/api/turns", "/api/join", "/api/session", "/api/demo", "/api/leave"]) {
      await refused({ method: "POST", path, headers: { ...json, ...headers } as Record<string, string>, body }, 403)
    }
  })

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "cannot have a body read that needs no asking first: %s",
    async (type) => {
      await refused({ method: "POST", path: "/api/turns", headers: type ? { "content-type": type } : {}, body }, 415)
    },
  )

  it("cannot do anything by having something fetched", async () => {
    for (const path of ["/api/turns", "/api/join?code=A", "/api/leave", "/api/demo?id=lily"]) {
      await refused({ path }, 404, 200)
    }
  })

  it("do not keep our own page from it", async () => {
    const own = [
      { origin: server.url, "sec-fetch-site": "same-origin" },
      { origin: "https://desk.example.mo", "sec-fetch-site": "same-origin" },
      { origin: server.url },
    ]
    for (const headers of own) {
      expect(
        (await visitor(server.url).post("/api/turns", { key: "k", text: "x" }, headers as Record<string, string>))
          .status,
      ).toBe(200)
    }
  })
})

describe("bodies", () => {
  const post = (path: string, body: string, ...statuses: number[]) =>
    refused({ method: "POST", path, headers: json, body }, ...statuses)

  it.each([
    ["nothing", ""],
    ["half of it", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["a text", '"text"'],
    ["an empty object", "{}"],
    ["a key alone", '{"key":"k"}'],
    ["a key that is a number", '{"key":1,"text":"x"}'],
    ["an empty key", '{"key":"","text":"x"}'],
    ["a text that is a list", '{"key":"k","text":["x"]}'],
    ["a text and a press", '{"key":"k","text":"x","action":"y"}'],
    ["a role", '{"key":"k","text":"x","role":"staff"}'],
    ["an empty press", '{"key":"k","action":""}'],
    ["a value that is a number", '{"key":"k","form":"f","values":{"a":1}}'],
    ["a value that is an object", '{"key":"k","form":"f","values":{"a":{"b":"c"}}}'],
    ["a prototype", '{"key":"k","text":"x","__proto__":{"staff":true}}'],
    ["a prototype among the values", '{"key":"k","form":"f","values":{"__proto__":"x"}}'],
    ["a constructor", '{"key":"k","form":"f","values":{"constructor":{"prototype":{"staff":true}}}}'],
    ["a long key", `{"key":"${"k".repeat(201)}","text":"x"}`],
    ["a long press", `{"key":"k","action":"${"a".repeat(257)}"}`],
    ["a key that no store takes", '{"key":"k\\u0000","text":"x"}'],
    ["half a character as a key", '{"key":"k\\ud800","text":"x"}'],
    ["a press that no store takes", '{"key":"k","action":"show \\u0000"}'],
    ["a deep pit", "[".repeat(30_000)],
  ])("refuses %s", async (_, body) => {
    await post("/api/turns", body, 400)
  })

  it("refuses what is too long before it is read", async () => {
    expect(await post("/api/turns", JSON.stringify({ key: "k", text: "x".repeat(600_000) }), 413)).toContain(
      "too_large",
    )
    await post("/api/join", JSON.stringify({ code: "x".repeat(70_000) }), 413)
    await post("/api/join", JSON.stringify({ code: "x".repeat(300) }), 400)
  })

  it("answers any JSON with a refusal or a reply, never with a failure", async () => {
    const someone = visitor(server.url)
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom("/api/turns", "/api/join", "/api/demo"), async (value, path) => {
        const response = await someone.post(path, value)
        expect([200, 400, 404, 422]).toContain(response.status)
      }),
      { numRuns: 150 },
    )
    expect(({} as Record<string, unknown>).staff).toBeUndefined()
  })
})

describe("whose it is", () => {
  it("takes no identity from a cookie that it did not give out", async () => {
    const cookies = [
      "anchordesk=",
      `anchordesk=${"A".repeat(43)}`,
      "anchordesk=../../x",
      `anchordesk=${"A".repeat(5000)}`,
    ]
    for (const cookie of cookies) {
      expect((await raw(server.url, { path: "/api/events", headers: { cookie } })).status).toBe(401)
      const answer = await fetch(`${server.url}/api/turns`, { method: "POST", headers: { ...json, cookie }, body })
      expect(answer.headers.get("set-cookie")).toBeTruthy()
    }
  })

  it("forgets a browser that stayed away half a year", async () => {
    const someone = visitor(server.url)
    await someone.turn("a", "x")
    const [tokenHash] = server.sessions.tokenHashes().slice(-1)
    await server.sessions.touch(tokenHash ?? "", new Date(Date.now() - 181 * 86_400_000))
    expect((await someone.get("/api/events")).status).toBe(401)
  })

  it("does not say of another's file that it is there", async () => {
    const other = await startWeb(async () => [
      { text: [[""]], picture: { name: "p", png: new Uint8Array(4), alt: "" } },
    ])
    const [ana, rui] = [visitor(other.url), visitor(other.url)]
    const picture = (await ana.turn("a", "x")).replies[0]?.picture?.url ?? ""
    await rui.turn("a", "x")
    const [theirs, none] = [await rui.get(picture), await rui.get(`/api/files/${"A".repeat(22)}`)]
    expect([theirs.status, await theirs.text()]).toEqual([none.status, await none.text()])
    expect((await rui.get("/api/files/%00")).status).toBe(none.status)
    expect((await ana.get(picture)).status).toBe(200)
    await other.close()
  })
})

describe("every answer", () => {
  it.each(["/", "/main.js", "/api/session", "/nothing", "/api/events", "/..%2f..%2fpackage.json"])(
    "%s forbids what is not ours",
    async (path) => {
      const { headers } = await fetch(server.url + path)
      const policy = headers.get("content-security-policy") ?? ""
      expect(policy).toMatch(/^default-src 'none'/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000")
      expect(headers.get("cache-control")).toMatch(/^no-(store|cache)$/)
      expect(headers.get("server") ?? headers.get("x-powered-by")).toBeNull()
    },
  )

  it("neither keeps scripts in the page nor offers other files than the page's", async () => {
    const page = await (await fetch(server.url)).text()
    expect(page).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=|https?:\/\//i)
    for (const path of ["/tsconfig.json", "/public/main.js", "/../package.json", "/%2e%2e/package.json", "/main.js/"]) {
      expect((await raw(server.url, { path })).status, path).toBe(404)
    }
  })

  it("weighs little, and nothing when it has not changed", async () => {
    const paths = [
      "/",
      "/style.css",
      "/talk.css",
      "/forms.css",
      "/dialogs.css",
      "/main.js",
      "/chat.js",
      "/log.js",
      "/message.js",
      "/form.js",
      "/words.js",
      "/icon.svg",
    ]
    let bytes = 0
    for (const path of paths) {
      const sent = await fetch(server.url + path, { headers: { "accept-encoding": "br" } })
      bytes += Number(sent.headers.get("content-length"))
      const again = await fetch(server.url + path, { headers: { "if-none-match": sent.headers.get("etag") ?? "" } })
      expect([again.status, await again.text()]).toEqual([304, ""])
    }
    expect(bytes).toBeGreaterThan(5_000)
    expect(bytes).toBeLessThan(20_000)
  })
})
