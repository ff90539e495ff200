import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Store } from "../../../src/core/store/open.js"
import { addStaff, type BoardServer, fullEvening, startBoard } from "../../support/board.js"
import { hasBrowser, openBrowser, openPage } from "../../support/browser.js"
import { empty, sharedStore } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
type Found = { id: string; impact: string; nodes: { target: string[]; html: string }[] }

/** What the accessibility checker finds on the page as it is now. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate<Found[]>("axe.run().then(({ violations }) => violations)")
  return found.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact} ${id}: ${html.slice(0, 120)}`))
}

/** What sticks out of the screen, or of a button or a heading that should hold it. The grid scrolls, and its sessions are cut on purpose. */
const overflow = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
    .filter((at) => at.checkVisibility() && !at.closest(".unseen, .skip, option, .sheetgrid, .date, .title") && (
      at.getBoundingClientRect().right > innerWidth + 1 ||
      (at.matches("button, h2, h3, .what b, .what small") && at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).display !== "inline")))
    .map((at) => at.outerHTML.slice(0, 100))`)

const languages = ["zh-Hant", "zh-Hans", "pt", "en"] as const

/** Everything that there is to look at: the way to it, and how wide a screen it is for. */
const views: Record<string, (page: Page) => Promise<void>> = {
  lists: async () => undefined,
  rooms: (page) => page.locator(".tabs button").nth(1).click(),
  gear: (page) => page.locator(".tabs button").nth(2).click(),
  requests: (page) => page.locator(".tabs button").nth(3).click(),
}
const sheets: Record<string, (page: Page) => Promise<void>> = {
  "a session": async (page) => {
    await page.locator(".session.later button").first().click()
    await page.locator("dialog .buttons").first().waitFor()
  },
  "moving it": async (page) => {
    await page.locator(".session.later button").first().click()
    await page.locator("dialog .buttons button").first().click()
    await page.locator("dialog select").first().waitFor()
  },
  "booking or blocking": async (page) => {
    await page.locator(".room .name").nth(2).click()
    await page.locator("dialog .found button").first().waitFor()
  },
  "a card": async (page) => {
    await page.locator(".room .name").nth(2).click()
    await page.locator("dialog .found button").first().click()
    await page.locator("dialog .buttons").first().waitFor()
  },
  "a request": async (page) => {
    await page.locator(".list.requests button").first().click()
    await page.locator("dialog .buttons").first().waitFor()
  },
}

describe.skipIf(!hasBrowser)("how the board looks in Chromium, on a full evening", () => {
  let store: Store
  let browser: Browser
  let server: BoardServer

  beforeAll(async () => {
    store = await sharedStore("pglite")
    await empty(store)
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await fullEvening(world)
    await addStaff(world, "Lai")
    server = await startBoard(world, { demo: "Lai" })
    browser = await openBrowser()
  }, 300_000)
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  const open = async (path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) => {
    const { page, context, wrong } = await openPage(browser, { bypassCSP: true, reducedMotion: "reduce", ...options })
    await page.goto(server.url + path)
    await page.locator(".door .primary").click()
    await page.locator(".link.online").waitFor()
    await look(page)
    expect(wrong).toEqual([])
    await context.close()
  }
  /** Speaks each language in turn. */
  const inEach = async (page: Page, check: (language: string) => Promise<void>) => {
    for (const language of languages) {
      await page.locator(".language select").selectOption(language)
      await expect.poll(() => page.locator("html").getAttribute("lang")).toBe(language)
      await check(language)
    }
  }

  it.each(["light", "dark"] as const)("keeps nobody out (%s)", async (colorScheme) => {
    const { page, context } = await openPage(browser, { bypassCSP: true, colorScheme, reducedMotion: "reduce" })
    await page.goto(`${server.url}/board`)
    await page.locator(".door .primary").waitFor()
    expect(await faults(page)).toEqual([])
    await context.close()
    await open("/board", { colorScheme, viewport: { width: 1280, height: 900 } }, async (page) => {
      expect(await faults(page)).toEqual([])
      for (const [name, show] of Object.entries(sheets)) {
        await show(page)
        expect(await faults(page), name).toEqual([])
        await page.keyboard.press("Escape")
        await page.locator("dialog").waitFor({ state: "detached" })
      }
    })
    await open("/board?wall", { colorScheme, viewport: { width: 1920, height: 1080 } }, async (page) => {
      expect(await faults(page)).toEqual([])
    })
    await open("/board", { colorScheme, viewport: { width: 390, height: 844 } }, async (page) => {
      for (const [name, show] of Object.entries(views)) {
        await show(page)
        expect(await faults(page), name).toEqual([])
      }
    })
  })

  it.each([320, 390])("fits a phone %i wide, in every language", async (width) => {
    await open("/board", { viewport: { width, height: 844 } }, async (page) => {
      for (const [name, show] of Object.entries(views)) {
        await show(page)
        await inEach(page, async (language) => expect(await overflow(page), `${name} ${language}`).toEqual([]))
      }
    })
  })

  it.each([860, 1280, 1920])("fits a screen %i wide, in every language, with all that opens on it", async (width) => {
    await open("/board", { viewport: { width, height: 900 } }, async (page) => {
      await inEach(page, async (language) => {
        expect(await overflow(page), language).toEqual([])
        for (const [name, show] of Object.entries(sheets)) {
          await show(page)
          expect(await overflow(page), `${name} ${language}`).toEqual([])
          await page.keyboard.press("Escape")
          await page.locator("dialog").waitFor({ state: "detached" })
        }
      })
    })
  })

  it.each([
    [1280, 720],
    [1920, 1080],
  ])("shows every room on a wall of %i×%i", async (width, height) => {
    await open("/board?wall", { viewport: { width, height } }, async (page) => {
      await page.locator(".room").first().waitFor()
      const rooms = await page.locator(".room .name").evaluateAll((all) => all.map((at) => at.getBoundingClientRect()))
      expect(rooms).toHaveLength(24)
      const floor = await page.locator(".floor").boundingBox()
      expect(Math.max(...rooms.map(({ bottom }) => bottom))).toBeLessThanOrEqual((floor?.y ?? 0) + 1)
      expect((floor?.y ?? 0) + (floor?.height ?? 0)).toBeLessThanOrEqual(height + 1)
      expect(Math.min(...rooms.map((room) => room.height))).toBeGreaterThan(height / 40)
    })
  })
})
