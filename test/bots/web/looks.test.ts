import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { hasBrowser, openBrowser, openPage } from "../../support/browser.js"
import { startWeb, type WebServer } from "../../support/web.js"
import { scriptedDesk } from "../../support/web-desk.js"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const people = [
  {
    id: "lily",
    name: "陳麗珊 · 海港直播 Harbour Live Streaming Company Limited",
    role: "member",
    language: "zh-Hant",
  } as const,
]

type Found = { id: string; impact: string; nodes: { target: string[] }[] }

/** What the accessibility checker finds on the page as it is now. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate<Found[]>("axe.run().then(({ violations }) => violations)")
  return found.flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target.join(" ")}`))
}

const overflow = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
    .filter((at) => at.checkVisibility() && !at.closest(".unseen, .skip, option") && at.getBoundingClientRect().right > innerWidth + 1)
    .map((at) => at.outerHTML.slice(0, 80))`)

describe.skipIf(!hasBrowser)("how the page looks in Chromium", () => {
  let browser: Browser
  let server: WebServer
  beforeAll(async () => {
    browser = await openBrowser()
    const demo = { people, enter: async () => "code" }
    const hear: typeof scriptedDesk = async (turn) => {
      server.sessions.join(turn.from.id)
      return scriptedDesk(turn)
    }
    server = await startWeb(
      hear,
      {},
      { demo, centre: async () => ({ en: "The Macau Live Streaming Commerce Centre" }) },
    )
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  /** A conversation with one of everything in it. */
  async function converse(page: Page) {
    await page.locator("#demo button").click()
    await page.getByText("Welcome").waitFor()
    for (const text of ["Studio 2", "what is free?", "form", "a".repeat(300)]) {
      const before = await page.locator(".desk").count()
      await page.locator("#say").fill(text)
      await page.keyboard.press("Enter")
      await page.locator(".desk").nth(before).waitFor()
    }
    await page.getByRole("button", { name: "Confirm" }).click()
    await page.getByText("Booked.").waitFor()
    await page.getByRole("button", { name: "Wednesday" }).click()
    await page.getByText("You pressed wed.").waitFor()
    await page.getByRole("button", { name: "Check" }).click()
    await page.getByText('"room"').waitFor()
  }

  it.each(["light", "dark"] as const)("has nothing that keeps anyone out (%s)", async (colorScheme) => {
    const { page, context } = await openPage(browser, { colorScheme, bypassCSP: true, reducedMotion: "reduce" })
    await page.goto(server.url)
    await page.locator("#demo button").waitFor()
    expect(await faults(page)).toEqual([])
    await converse(page)
    expect(await faults(page)).toEqual([])
    await page.locator("button.picture").click()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press("Escape")
    await page.locator("#device").click()
    await page.locator("#otherCode:has-text('-')").waitFor()
    expect(await faults(page)).toEqual([])
    await context.close()
  })

  it.each([320, 390, 1280])("fits a screen %i wide, in every language", async (width) => {
    const { page, context, wrong } = await openPage(browser, { viewport: { width, height: 844 } })
    await page.goto(server.url)
    await page.locator("#demo button").waitFor()
    const languages = ["zh-Hant", "zh-Hans", "pt", "en"]
    for (const language of languages) {
      await page.locator("#language").selectOption(language)
      expect(await overflow(page), language).toEqual([])
    }
    await converse(page)
    for (const language of languages) {
      await page.locator("#language").selectOption(language)
      expect(await overflow(page), language).toEqual([])
    }
    await page.locator("#device").click()
    await page.locator("#otherCode:has-text('-')").waitFor()
    expect(await overflow(page)).toEqual([])
    expect(wrong).toEqual([])
    await context.close()
  })

  it.each([
    ["zh-HK", "zh-Hant", "一句話，訂好直播間。"],
    ["zh-CN", "zh-Hans", "一句话，订好直播间。"],
    ["pt-PT", "pt", "Reserve um estúdio numa frase."],
    ["en-GB", "en", "Book a studio in one sentence."],
    ["fr", "zh-Hant", "一句話，訂好直播間。"],
  ])("speaks to a browser in %s, and remembers another choice", async (locale, lang, title) => {
    const { page, context } = await openPage(browser, { locale })
    await page.goto(server.url)
    await expect.poll(() => page.locator("#hello h2").textContent()).toBe(title)
    expect(await page.locator("html").getAttribute("lang")).toBe(lang)
    await page.locator("#language").selectOption("pt")
    await page.reload()
    await expect.poll(() => page.locator("#hello h2").textContent()).toBe("Reserve um estúdio numa frase.")
    await context.close()
  })

  it("can be installed: a manifest whose icons are there", async () => {
    const manifest = (await (await fetch(`${server.url}/manifest.webmanifest`)).json()) as {
      icons: { src: string; type: string }[]
    }
    for (const { src, type } of manifest.icons) {
      expect((await fetch(server.url + src)).headers.get("content-type")).toBe(type)
    }
  })
})
