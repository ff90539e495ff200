import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { hasBrowser } from "../../support/browser.js"
import { scriptedDesk } from "../../support/web-desk.js"
import { usePage, write } from "../../support/web-page.js"

const folder = "src/bots/web/public"
/** In bytes on the wire, script and style and page and icon. */
const budget = 24_000

describe.skipIf(!hasBrowser)("the page in Chromium, without a network", () => {
  const use = usePage()
  const said = () => use.turns.flatMap(({ said }) => (said.kind === "text" ? [said.text] : []))

  it("sends what an earlier page had left unsent, under its key, once", async () => {
    const page = await use.joined()
    await page.route("**/api/turns", (route) => route.abort())
    await write(page, "one")
    await write(page, "two")
    await page.getByText("Will be sent when the connection is back").first().waitFor()
    await page.reload()
    await page.getByText("Will be sent when the connection is back").first().waitFor()
    await page.unroute("**/api/turns")
    await page.getByText("You said: two").waitFor()
    expect(await page.locator(".own").allTextContents()).toEqual(["You: one", "You: two"])
    expect(said().slice(1)).toEqual(["one", "two"])
    expect(await page.evaluate("localStorage.getItem('unsent')")).toBeNull()
    await page.reload()
    await page.getByText("You said: two").waitFor()
    expect(said()).toHaveLength(3)
  })

  it("does not ask again what was answered, though the answer was lost and the page closed", async () => {
    const page = await use.joined()
    await page.route("**/api/turns", async (route) => {
      await route.fetch()
      await route.abort()
    })
    await write(page, "book it")
    await expect.poll(() => said().length).toBe(2)
    await page.reload()
    await page.unroute("**/api/turns")
    await page.getByText("You said: book it").waitFor()
    await expect.poll(() => page.evaluate("localStorage.getItem('unsent')")).toBeNull()
    expect(await page.locator(".own").allTextContents()).toEqual(["You: book it"])
    expect(said()).toHaveLength(2)
  })

  it("only writes again what is an hour old, for the person to send", async () => {
    const page = await use.joined()
    const old = [{ key: "k", what: { text: "Studio 2 tomorrow" }, at: Date.now() - 3_600_001 }]
    await page.evaluate(`localStorage.setItem("unsent", ${JSON.stringify(JSON.stringify(old))})`)
    await page.reload()
    await expect.poll(() => page.locator("#say").inputValue()).toBe("Studio 2 tomorrow")
    expect(said()).toHaveLength(1)
    expect(await page.evaluate("localStorage.getItem('unsent')")).toBeNull()
  })

  it("leaves nothing unsent behind for the next person in this browser", async () => {
    const page = await use.joined()
    await page.route("**/api/turns", (route) => route.abort())
    await write(page, "mine")
    await page.getByText("Will be sent").waitFor()
    page.removeAllListeners("dialog")
    page.on("dialog", (dialog) => void dialog.accept())
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByLabel("Invitation code").waitFor()
    expect(await page.evaluate("localStorage.getItem('unsent')")).toBeNull()
    expect(await page.locator("#say").inputValue()).toBe("")
  })

  it("opens without a network, takes what is written, and sends it when there is one", async () => {
    const page = await use.open(scriptedDesk, {}, { serviceWorkers: "allow" })
    await page.getByLabel("Invitation code").fill("CODE-1")
    await page.getByRole("button", { name: "Join" }).click()
    await page.locator("#enter").waitFor({ state: "hidden" })
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    await page.reload()
    await page.getByText("At the desk").waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText("No connection").waitFor()
    await write(page, "from the tunnel")
    await page.getByText("Will be sent when the connection is back").waitFor()
    await page.context().setOffline(false)
    await page.getByText("You said: from the tunnel").waitFor()
    await page.getByText("At the desk").waitFor()
    expect(said().slice(1)).toEqual(["from the tunnel"])
    // What is the desk's is never kept by the browser.
    const kept = await page.evaluate<string[]>(
      "caches.open('shell').then((shell) => shell.keys()).then((keys) => keys.map(({ url }) => new URL(url).pathname))",
    )
    expect(kept.filter((path) => path.startsWith("/api"))).toEqual([])
  })

  const shell = [...readFileSync(`${folder}/shell.js`, "utf8").matchAll(/^ {2}"(\/[^"]*)",$/gm)].map(([, path]) => path)

  it("keeps all of its files for that, and no others", () => {
    const shown = readdirSync(folder).filter((name) => !/\.(png|webmanifest)$|^shell\.js$/.test(name))
    expect([...shell].sort()).toEqual(shown.map((name) => (name === "index.html" ? "/" : `/${name}`)).sort())
  })

  it("weighs no more than its budget, and asks nobody else for anything", async () => {
    const page = await use.open()
    const asked: URL[] = []
    page.on("request", (request) => void asked.push(new URL(request.url())))
    await page.reload()
    await page.locator("#hello").waitFor()
    expect([...new Set(asked.map(({ host }) => host))]).toEqual([new URL(use.server.url).host])
    const paths = asked.map(({ pathname }) => pathname).filter((path) => !path.startsWith("/api"))
    expect(paths).toEqual(expect.arrayContaining(["/", "/main.js", "/style.css"]))
    const weights = paths.map(async (path) => {
      const { headers } = await fetch(use.server.url + path, { method: "HEAD", headers: { "accept-encoding": "br" } })
      return Number(headers.get("content-length"))
    })
    const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(budget)
  })
})
