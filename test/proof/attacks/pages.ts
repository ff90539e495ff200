import { readdirSync, readFileSync } from "node:fs"
import type { OutgoingHttpHeaders } from "node:http"
import { connect } from "node:net"
import { join } from "node:path"
import { hasBrowser, openBrowser, openPage } from "../../support/browser.js"
import type { Finding, Measure } from "../measure.js"
import { payloads } from "./payloads.js"
import type { Fault } from "./plant.js"
import { publicUrl, type Scene } from "./scene.js"
import { type Answered, ask, attack, json, sceneOf, siege } from "./siege.js"

/** S12 to S14: other people's pages and names at the pages of the chat, the board and Telegram. */

const served = [
  "/",
  "/main.js",
  "/style.css",
  "/board",
  "/board/app.js",
  "/app",
  "/app/main.js",
  "/api/session",
  "/api/files/x",
  "/nothing",
  "/calendar/x.ics",
]
const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
]

/** What is missing from what a page, or any answer, comes with. */
function unguarded(path: string, { headers, body }: Answered): string[] {
  const policy = String(headers["content-security-policy"])
  const frames = path.startsWith("/app") ? "frame-ancestors https://web.telegram.org" : "frame-ancestors 'none'"
  return [
    ...[...directives, frames].filter((directive) => !policy.split("; ").includes(directive)),
    ...(/unsafe|\*|data:|http:/.test(policy) ? [`too much is allowed: ${policy}`] : []),
    ...(headers["x-content-type-options"] === "nosniff" ? [] : ["nosniff"]),
    ...(/no-store|no-cache/.test(String(headers["cache-control"])) ? [] : ["cache-control"]),
    ...(headers["referrer-policy"] === "no-referrer" ? [] : ["no-referrer"]),
    ...(headers["strict-transport-security"] ? [] : ["strict-transport-security"]),
    ...(headers.server || headers["x-powered-by"] ? ["who made the server"] : []),
    ...(/<script(?![^>]*\ssrc=)|\son\w+=|javascript:|<style/i.test(path.includes(".") ? "" : body)
      ? ["script in the page"]
      : []),
  ]
}

const sinks =
  /\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|dangerouslySetInnerHTML|\.srcdoc\b|createContextualFragment/

/** Places in our pages' sources at which a text could become markup. */
const sinksIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(js|ts|tsx|html)$/.test(name))
    .filter((name) => sinks.test(readFileSync(join(folder, name), "utf8")))

const faults: Record<string, Fault> = {
  "the policy removed": { file: "bots/http.js", is: '"content-security-policy": contentSecurityPolicy,', becomes: "" },
}

const s12: Measure = attack({
  id: "S12",
  promise: "No text becomes markup or script on any page, and no page takes script from elsewhere",
  counts: "payloads seen in a browser",
  times: { quick: 6, full: 200 },
  needs: [],
  plants: Object.keys(faults),
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone", plant === undefined ? undefined : faults[plant])
    return siege(scene, {
      ignoring: scene.cast.ids.bo,
      async attack({ probe }) {
        for (const path of served) {
          const answer = await ask(scene.url, { method: "GET", path, headers: { host: "desk.example.com" } })
          const missing = unguarded(path, answer)
          probe(`${path}: ${missing.join()}`, missing.length === 0)
        }
        for (const folder of ["src/bots/web/public", "src/bots/board/page", "src/bots/telegram/public"])
          probe(`markup made of text in ${folder}: ${sinksIn(folder)}`, sinksIn(folder).length === 0)
        if (hasBrowser && !plant) await inABrowser(scene, probe, payloads.slice(0, times))
      },
    })
  },
})

/** Bo writes them, and looks at what is answered, in a real browser. */
async function inABrowser(
  scene: Scene,
  probe: (name: string, refused: boolean) => void,
  texts: readonly string[],
): Promise<void> {
  const browser = await openBrowser()
  try {
    // The cookie is for https alone, which the loopback is not: it is put before the requests here.
    const { page, context, wrong } = await openPage(browser, {
      extraHTTPHeaders: { cookie: scene.cast.web.bo.cookie() },
    })
    for (const [n, text] of texts.entries())
      await scene.cast.web.bo.post("/api/turns", { key: `page-${n}`, text: n % 2 === 0 ? `/name ${text}` : text })
    await page.goto(scene.url)
    await page.getByRole("log").locator("> *").nth(texts.length).waitFor()
    const hit = await page.evaluate("globalThis.hit")
    probe(`a script ran: ${hit}`, hit === undefined)
    probe(`went wrong: ${wrong.join("; ")}`, wrong.length === 0)
    const foreign = await page.evaluate(
      "[...document.querySelectorAll('img,iframe,object,embed,svg script,a[href^=\"javascript:\"]')].filter((one) => one.src && !one.src.startsWith(location.origin)).length",
    )
    probe("nothing foreign was put in", foreign === 0)
    await context.close()
  } finally {
    await browser.close()
  }
}

const writes: { path: string; body: unknown }[] = [
  { path: "/api/turns", body: { key: "csrf", text: "/name Mallory" } },
  { path: "/api/turns", body: { key: "csrf-press", action: "reminders +30" } },
  { path: "/api/join", body: { code: "AAAA-AAAA-AAAA-AAAA" } },
  { path: "/api/session", body: {} },
  { path: "/api/device", body: {} },
  { path: "/api/leave", body: {} },
  { path: "/board/api/enter", body: { link: "A".repeat(43) } },
  { path: "/board/api/leave", body: {} },
  { path: "/board/api/turns", body: { key: "csrf", press: "today", member: null, language: "en" } },
  { path: "/api/app/enter", body: { initData: "" } },
  { path: "/api/app/turns", body: { key: "csrf", action: "today" } },
]
const otherSites: OutgoingHttpHeaders[] = [
  { origin: "https://evil.test" },
  { origin: "null" },
  { origin: "https://desk.example.com.evil.test" },
  { origin: "http://desk.example.com" },
  { origin: "https://desk.example.com:8443" },
  { origin: "https://DESK.example.com" },
  { origin: "https://desk.example.com, https://evil.test" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { origin: publicUrl, "sec-fetch-site": "cross-site" },
]
/** What a page may send elsewhere without asking first. */
const simple = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]

const s13: Measure = attack({
  id: "S13",
  promise: "No other site has anything done in somebody's name",
  counts: "rounds of all ways",
  times: { quick: 1, full: 50 },
  needs: [],
  plants: ["origin unchecked"],
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone")
    const cookie = scene.cast.web.ana.cookie()
    const post = ({ path, body }: (typeof writes)[number], headers: OutgoingHttpHeaders) =>
      ask(scene.url, {
        path,
        headers: { ...json, cookie, ...(plant ? { ...json } : headers) },
        body: JSON.stringify(body),
      })
    return siege(scene, {
      async attack({ probe }) {
        for (let n = 0; n < times; n++)
          for (const write of plant ? writes.slice(0, 1) : writes) {
            for (const headers of otherSites) {
              const { status, body } = await post(write, headers)
              probe(`${write.path} from ${JSON.stringify(headers)}`, status === 403, body)
            }
            for (const type of simple) {
              const { status, body } = await post(write, { "content-type": type })
              probe(`${write.path} as ${type || "nothing"}`, status === 415 || status === 400, body)
            }
            const { status } = await ask(scene.url, {
              method: "GET",
              path: `${write.path}?${new URLSearchParams(write.body as Record<string, string>)}`,
              headers: { cookie },
            })
            probe(`${write.path} by GET`, status === 404 || write.path === "/api/session", String(status))
          }
      },
      async control() {
        const own = { ...json, cookie, origin: publicUrl, "sec-fetch-site": "same-origin" }
        const { status } = await ask(scene.url, {
          path: "/api/turns",
          headers: own,
          body: JSON.stringify({ key: `own-${Date.now()}`, text: "help" }),
        })
        return status === 200 ? undefined : `her own page: ${status}`
      },
    })
  },
})

const foreignHosts = [
  ...[
    "evil.test",
    "127.0.0.1.evil.test",
    "localhost.evil.test",
    "desk.example.com.evil.test",
    "desk.example.com@evil.test",
  ],
  ...[
    "2130706433",
    "0x7f000001",
    "127.1",
    "0.0.0.0",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::1].evil.test",
    "localhost:80:80",
    "localhost/",
    "",
    "*",
  ],
]

const s14: Measure = attack({
  id: "S14",
  promise: "The service answers browsers only under its own names, and opens no socket to anybody",
  counts: "rounds of all names",
  times: { quick: 1, full: 50 },
  needs: [],
  plants: ["host unchecked"],
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone")
    const cookie = scene.cast.web.ana.cookie()
    const turn = JSON.stringify({ key: "rebound", text: "/name Mallory" })
    return siege(scene, {
      async attack({ probe }) {
        for (let n = 0; n < times; n++)
          for (const name of foreignHosts) {
            const host = plant ? "localhost" : name
            for (const path of [
              "/",
              "/api/session",
              "/board",
              "/board/api/day?day=2026-12-01",
              "/app",
              "/calendar/x.ics",
            ]) {
              const { status, body } = await ask(scene.url, { method: "GET", path, headers: { host, cookie } })
              probe(`${path} under ${name}`, status === 421 || status === 400, plant ? "" : body)
            }
            const written = await ask(scene.url, {
              path: "/api/turns",
              headers: { ...json, host, cookie, origin: `http://${host}` },
              body: turn,
            })
            probe(`a turn under ${name}`, written.status === 421 || written.status === 400, written.body)
            const socket = await lineOf(
              scene.url,
              `GET /api/events HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
            )
            probe(`a socket under ${name}: ${socket}`, / 4\d\d/.test(socket))
            for (const path of ["/healthz", "/readyz", "/metrics"]) {
              const { body } = await ask(scene.url, { method: "GET", path, headers: { host } })
              probe(`${path} under any name tells nothing of anybody`, true, body)
            }
          }
        const absolute = await lineOf(scene.url, `GET http://evil.test/ HTTP/1.1\r\nHost: localhost\r\n\r\n`)
        probe(`another target: ${absolute}`, / 4\d\d/.test(absolute))
        const two = await lineOf(scene.url, `GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n`)
        probe(`two names: ${two}`, / 4\d\d/.test(two))
      },
      async control() {
        const { status } = await ask(scene.url, { method: "GET", path: "/", headers: { host: "desk.example.com" } })
        return status === 200 ? undefined : `its own name: ${status}`
      },
    })
  },
})

/** The first line of the answer to these bytes. */
function lineOf(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding("utf8")
    socket.once("data", (answer) => {
      resolve(String(answer).split("\r\n")[0] ?? "")
      socket.destroy()
    })
    socket.once("error", () => resolve("HTTP/1.1 400 closed"))
    socket.once("close", () => resolve("HTTP/1.1 400 closed"))
  })
}

export const pageAttacks = [s12, s13, s14]
