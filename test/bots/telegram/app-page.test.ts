import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { languages } from "../../../src/core/language.js"
import type { Store } from "../../../src/core/store/open.js"
import { hasBrowser, openBrowser, openPage } from "../../support/browser.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { fragment, signed, startApp, themes } from "../../support/telegram-app.js"
import { addMembers, type TestWorld, testWorld } from "../../support/world.js"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const phone = { viewport: { width: 390, height: 760 }, hasTouch: true, deviceScaleFactor: 2 }
/** Where pictures of the page are wanted: `APP_PICTURES=folder`. */
const pictures = process.env.APP_PICTURES

/** A stand-in for Telegram's client: keeps what the page tells it. */
const client = `window.told = []
window.TelegramWebviewProxy = { postEvent: (type, data) => window.told.push([type, JSON.parse(data)]) }`

describe.skipIf(!hasBrowser)("the page of free times in Chromium, as Telegram opens it", () => {
  let browser: Browser
  let store: Store
  let world: TestWorld
  let app: Awaited<ReturnType<typeof startApp>>
  const opened: Awaited<ReturnType<typeof openPage>>[] = []

  beforeAll(async () => {
    browser = await openBrowser()
    store = await sharedStore("pglite")
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    await empty(store)
    world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, deskCentre, world.now)
    await addMembers(world, { m1: "standard", m2: "standard" })
    await store.prisma.account.createMany({
      data: [7, 8].map((id) => ({
        ...{ id: `a${id}`, platform: "telegram", userId: String(id), address: `telegram:${id}` },
        ...{ personId: `p-m${id - 6}`, createdAt: world.now },
      })),
    })
    app = await startApp(world)
  })
  afterEach(async () => {
    const all = opened.splice(0)
    await Promise.all(all.map(({ context }) => context.close()))
    await app.close()
    expect(all.flatMap(({ wrong }) => wrong)).toEqual([])
  })

  type Opening = { scheme?: "light" | "dark"; id?: number; query?: string; more?: object }
  const open = async ({
    scheme = "light",
    id = 7,
    query = "?day=2026-11-24",
    more = {},
  }: Opening = {}): Promise<Page> => {
    const one = await openPage(browser, { ...phone, bypassCSP: true, ...more })
    opened.push(one)
    await one.page.addInitScript(client)
    await one.page.goto(`${app.url}/app${query}${fragment(signed({ id, at: app.now() }), themes[scheme])}`)
    return one.page
  }
  const cell = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const told = (page: Page) => page.evaluate<[string, unknown][]>("window.told")
  const faults = async (page: Page) => {
    await page.evaluate(axe)
    type Found = { id: string; impact: string; nodes: { target: string[] }[] }
    const found = await page.evaluate<Found[]>("axe.run().then(({ violations }) => violations)")
    return found.flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target.join(" ")}`))
  }
  const picture = async (page: Page, name: string) => {
    if (!pictures) return
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: `${pictures}/${name}.png` })
  }

  test("a beginning and an end are the desk's card, and its Confirm is a booking, said in the chat too", async () => {
    const page = await open()
    await cell(page, "Studio 2 15:00").tap()
    await expect.poll(() => page.locator("#picked").textContent()).toBe("Studio 2 · 15:00–15:30 Now tap when to end.")
    await cell(page, "Studio 2 16:30").tap()
    await page.getByText("Shall I book this?").waitFor()
    expect(await page.locator("#card").innerText()).toContain("15:00–17:00 · 2 hours")
    await page.getByRole("button", { name: "Confirm" }).tap()
    await page.getByText("It is in your chat, too.").waitFor()
    expect(await store.prisma.booking.findFirst()).toMatchObject({ roomId: "studio-2", hosts: 1 })
    await app.api.until(() => app.api.shown.some(({ chatId, text }) => chatId === 7 && text.includes("Booked.")), "it")
    await page.getByRole("button", { name: "Back to the chat" }).tap()
    await expect
      .poll(async () => (await told(page)).map(([type]) => type))
      .toEqual(expect.arrayContaining(["web_app_ready", "web_app_expand", "web_app_close"]))
    await page.getByRole("button", { name: "Close" }).tap()
    await page.getByText("Yours").waitFor()
    await expect.poll(() => cell(page, "Studio 2 15:00").count()).toBe(0)
    expect(app.heard.map(({ said }) => (said.kind === "press" ? said.data : said.kind))).toEqual([
      "plan 2026-11-24T15:00 120 @studio-2 h1",
      "book 2026-11-24T15:00 120 @studio-2 h1",
    ])
  })

  test("after midnight is the next morning; what was put away keeps no place", async () => {
    const page = await open()
    await cell(page, "Studio 7 00:30").tap()
    await page.getByRole("button", { name: "Next" }).tap()
    await page.getByText("Shall I book this?").waitFor()
    expect(app.heard[0]?.said).toEqual({ kind: "press", data: "plan 2026-11-25T00:30 30 @studio-7 h1" })
    expect(await store.prisma.hold.count()).toBe(1)
    await page.getByRole("button", { name: "Close" }).tap()
    await expect.poll(() => store.prisma.hold.count()).toBe(0)
    await page.getByText("Tap when to begin.").waitFor()
  })

  test("another day and more hosts are looked up; what is too small goes", async () => {
    const page = await open({ query: "" })
    await cell(page, "Studio 1 10:00").waitFor()
    expect(await cell(page, "Studio 1 09:30").count()).toBe(0)
    await page.locator("#hosts select").selectOption("5")
    await expect.poll(() => page.locator("tr[data-room]").count()).toBe(1)
    await page.getByRole("button", { name: /^Wed\s*25\s*November$/ }).tap()
    await cell(page, "Studio 7 08:00").waitFor()
    await expect.poll(() => page.locator("#days [aria-current]").innerText()).toContain("25")
  })

  test("goes by keyboard", async () => {
    const page = await open()
    await cell(page, "Studio 1 08:00").focus()
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "Enter", "ArrowRight", "ArrowRight", "Enter"])
      await page.keyboard.press(key)
    await page.getByText("Shall I book this?").waitFor()
    expect(app.heard[0]?.said).toEqual({ kind: "press", data: "plan 2026-11-24T09:00 90 @studio-2 h1" })
    expect(await page.locator("tbody button[tabindex='0']").count()).toBe(1)
  })

  test("comes back after a reload without being let in anew, and leaves nothing in its address", async () => {
    const page = await open()
    await cell(page, "Studio 2 15:00").waitFor()
    await page.waitForURL(`${app.url}/app?day=2026-11-24`)
    await page.reload()
    await cell(page, "Studio 2 15:00").waitFor()
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor")
    await expect.poll(background).toBe("rgb(255, 255, 255)")
    await page.evaluate(
      `Telegram.WebView.receiveEvent("theme_changed", { theme_params: ${JSON.stringify(themes.dark)} })`,
    )
    await expect.poll(background).toBe("rgb(28, 28, 29)")
    app.later(3_600_001)
    await page.reload()
    await page.getByText("Please open this again").waitFor()
  })

  test("says so where it cannot be: outside Telegram, to strangers, without a network", async () => {
    const bare = await openPage(browser, phone)
    opened.push(bare)
    await bare.page.goto(`${app.url}/app`)
    await bare.page.getByText("opens inside Telegram").waitFor()
    const stranger = await open({ id: 99 })
    await stranger.getByText("The desk does not know you yet.").waitFor()
    const page = await open()
    await cell(page, "Studio 2 15:00").tap()
    await page.context().setOffline(true)
    await page.getByRole("button", { name: "Next" }).tap()
    await page.getByText("No connection.").waitFor()
    await page.context().setOffline(false)
    await page.getByRole("button", { name: "Try again" }).tap()
    await page.getByText("Shall I book this?").waitFor()
  })

  test.each(languages.flatMap((language) => (["light", "dark"] as const).map((scheme) => ({ language, scheme }))))(
    "looks right and keeps nobody out: $language, $scheme",
    async ({ language, scheme }) => {
      const { prisma } = store
      await prisma.person.updateMany({ data: { language } })
      const pass = (await app.enter(signed({ id: 8, at: app.now() }))).pass ?? ""
      for (const what of ["2026-11-24T12:00 180 @studio-2 h2", "2026-11-24T15:00 120 @studio-3 h1"]) {
        await app.press(pass, { key: what, action: `book ${what}` })
      }
      const mine = (await app.enter(signed({ id: 7, at: app.now() }))).pass ?? ""
      await app.press(mine, { key: "m", action: "book 2026-11-24T11:00 120 @studio-1 h2" })
      const page = await open({ scheme })
      await page.locator("table").waitFor()
      expect(await page.locator("html").getAttribute("lang")).toBe(language)
      expect(await faults(page)).toEqual([])
      await picture(page, `${language}-${scheme}-day`)
      const row = page.locator("tr[data-room=studio-4]")
      await row.locator("[data-at='600']").tap()
      await picture(page, `${language}-${scheme}-begin`)
      await row.locator("[data-at='660']").tap()
      await page.locator("article").waitFor()
      expect(await faults(page)).toEqual([])
      await picture(page, `${language}-${scheme}-card`)
      await page.locator("article .primary").tap()
      await page.locator(".also").waitFor()
      expect(await faults(page)).toEqual([])
      await picture(page, `${language}-${scheme}-booked`)
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")
      expect(wide).toBe(0)
    },
  )

  test("weighs at most 14 kB on the wire, and asks nobody else for anything", async () => {
    const one = await openPage(browser, phone)
    opened.push(one)
    const hosts = new Set<string>()
    const sizes: Promise<{ responseBodySize: number }>[] = []
    one.page.on("requestfinished", (request) => {
      hosts.add(new URL(request.url()).host)
      sizes.push(request.sizes())
    })
    await one.page.goto(`${app.url}/app?day=2026-11-24${fragment(signed({ at: app.now() }), themes.light)}`)
    await cell(one.page, "Studio 2 15:00").waitFor()
    const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
    expect([...hosts]).toEqual([new URL(app.url).host])
    expect(bytes).toBeLessThan(14_000)
  })
})
