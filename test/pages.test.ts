import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Language, languages } from "../src/core/language.js"
import { hasBrowser, openBrowser, openPage } from "./support/browser.js"
import { faults, picture, serveMonth, speakers, unreadable } from "./support/pages.js"
import { fragment, signed, themes } from "./support/telegram-app.js"

/**
 * Every page, in every language, by day and by night, on a phone and on a wall, on a demonstration's full evening: nothing keeps anybody
 * out, nothing that is written is cut off, no script fails. `PAGE_PICTURES=folder` keeps a picture of each, to be looked at.
 */

const sizes = { phone: { width: 390, height: 844 }, wall: { width: 1920, height: 1080 } } as const
const schemes = ["light", "dark"] as const
type Size = keyof typeof sizes
type Stage = {
  /** Leads on from the stage before. */
  to?: (page: Page, language: Language) => Promise<void>
  /** There on this alone; else on each. */
  on?: Size
}

const noDemo = async (page: Page) => {
  await page.route("**/board/api/session", async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), demo: false } })
  })
  await page.reload()
}
const onBoard = async (page: Page) => {
  await page.locator(".door .primary").click()
  await page.locator(".link.online").waitFor()
}
const tab = (n: number): Stage => ({ on: "phone", to: (page) => page.locator(".tabs button").nth(n).click() })
const offline = async (page: Page, sign: string) => {
  await page.context().setOffline(true)
  await page.locator(sign).waitFor()
}

const people: Record<Language, string> = { "zh-Hant": "鉅發手信", "zh-Hans": "海韵珠宝", pt: "Padaria Sol", en: "Lai" }
const says: Record<Language, readonly string[]> = {
  "zh-Hant": ["後日夜晚有咩空?", "後日晏晝三點到五點訂一間中房,兩個主播"],
  "zh-Hans": ["后天晚上有什么空?", "后天下午三点到五点订一间中房,两个主播"],
  pt: ["o que há livre depois de amanhã à noite?", "depois de amanhã das 15h às 17h, um estúdio médio"],
  en: ["/today", "/requests"],
}
const conversing = async (page: Page, language: Language) => {
  await page.locator("#demo button", { hasText: people[language] }).click()
  await page.locator("#enter").waitFor({ state: "hidden" })
  for (const text of says[language]) {
    const before = await page.locator("#log .desk").count()
    await page.locator("#say").fill(text)
    await page.keyboard.press("Enter")
    await page.locator("#log .desk").nth(before).waitFor()
  }
}
const free = async (page: Page) => {
  await page.locator("table").waitFor()
  const wide = await page.locator("thead [colspan='2']").evaluateAll((all) => all.map((at) => at.clientWidth))
  expect(Math.max(...wide) - Math.min(...wide)).toBeLessThan(2)
  await page.waitForFunction(firstInView)
}
/** Is the earliest time that can be had where a finger finds it? Runs in the page. */
const firstInView = `(() => {
  const [cell] = [...document.querySelectorAll("tbody button")].sort((a, b) => a.dataset.at - b.dataset.at)
  const { left, top, width, height } = cell.getBoundingClientRect()
  return document.elementFromPoint(left + width / 2, top + height / 2) === cell
})()`

const chat: Record<string, Stage> = {
  door: { to: (page) => page.locator("#demo button").first().waitFor() },
  talk: { to: conversing },
  offline: {
    to: async (page) => {
      await offline(page, "#state[data-is=offline]")
      await page.locator("#say").fill("?")
      await page.keyboard.press("Enter")
      await page.locator(".note").waitFor()
    },
  },
}
const invited: Record<string, Stage> = {
  join: { to: (page) => page.locator("#join [name=code]").waitFor() },
  refused: {
    to: async (page) => {
      await page.locator("#join .primary").click()
      await page.locator("#log .desk").waitFor()
    },
  },
}
const board: Record<string, Stage> = {
  door: { to: (page) => page.locator(".door .primary").waitFor() },
  day: { to: onBoard },
  rooms: tab(1),
  gear: tab(2),
  requests: tab(3),
  session: {
    on: "wall",
    to: async (page) => {
      await page.locator(".session.later button").first().click()
      await page.locator("dialog .buttons").first().waitFor()
    },
  },
  offline: {
    to: async (page) => {
      await page.keyboard.press("Escape")
      await offline(page, ".link.offline")
    },
  },
}
const link: Record<string, Stage> = {
  link: { to: (page) => page.locator(".door .primary").waitFor() },
  over: {
    to: async (page) => {
      await page.locator(".door .primary").click()
      await page.locator(".door .soft").waitFor()
    },
  },
}
const told: Record<string, Stage> = {
  told: {
    to: async (page) => {
      await noDemo(page)
      await page.locator(".door h1").waitFor()
      const card = await page.locator(".door .card").boundingBox()
      const middle = (page.viewportSize()?.width ?? 0) / 2
      expect(Math.abs((card?.x ?? 0) + (card?.width ?? 0) / 2 - middle)).toBeLessThan(2)
    },
  },
}
const wall: Record<string, Stage> = {
  wall: {
    on: "wall",
    to: async (page) => {
      await onBoard(page)
      const names = page.locator(".room .name b")
      expect(await names.evaluateAll((all) => all.filter((at) => at.scrollWidth > at.clientWidth).length)).toBe(0)
    },
  },
}
const times: Record<string, Stage> = {
  day: { to: free },
  card: {
    to: async (page) => {
      await page.locator("tbody td button").last().click()
      await page.locator("#next").click()
      await page.locator("article").waitFor()
    },
  },
}
const pages: readonly { name: string; path: string; stages: Record<string, Stage> }[] = [
  { name: "chat", path: "/", stages: chat },
  { name: "chat", path: "/#join=ABCD-EFGH", stages: invited },
  { name: "board", path: "/board", stages: board },
  { name: "board", path: "/board#in=used", stages: link },
  { name: "board", path: "/board", stages: told },
  { name: "board", path: "/board?wall", stages: wall },
  { name: "free", path: "/app", stages: times },
  { name: "free", path: "/app?stranger", stages: { stranger: { to: (page) => page.locator("#back").waitFor() } } },
  { name: "free", path: "/app?elsewhere", stages: { elsewhere: {} } },
]

describe.skipIf(!hasBrowser)("every page in Chromium, on a full evening", () => {
  let browser: Browser
  let service: Awaited<ReturnType<typeof serveMonth>>
  beforeAll(async () => {
    service = await serveMonth()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
  })

  /** Telegram hands over who opens its page, and its colours. */
  const address = (path: string, language: Language): string => {
    const [page = "", as] = path.split("?")
    if (page !== "/app" || as === "elsewhere") return service.url + path
    const id = as === "stranger" ? 99 : speakers[language].telegram
    return `${service.url}/app${fragment(signed({ id, language }), themes.light)}`
  }

  type Seen = { page: Page; path: string; name: string; language: Language }
  /** Looks at a page as it is now, by day and by night. The checker takes its time: it looks at each in two languages of four. */
  const look = async ({ page, path, name, language }: Seen, size: Size): Promise<string[]> => {
    const found: string[] = []
    await page.setViewportSize(sizes[size])
    for (const [n, colorScheme] of schemes.entries()) {
      await page.emulateMedia({ colorScheme })
      const theme = JSON.stringify({ theme_params: themes[colorScheme] })
      if (path.startsWith("/app")) await page.evaluate(`Telegram.WebView.receiveEvent("theme_changed", ${theme})`)
      await picture(page, `${name}-${language}-${size}-${colorScheme}`)
      const turn = n + languages.indexOf(language) + (size === "wall" ? 1 : 0)
      const all = [...(turn % 2 === 0 ? await faults(page) : []), ...(await unreadable(page))]
      found.push(...all.map((what) => `${name} ${size} ${colorScheme}: ${what}`))
    }
    return found
  }

  const through = async ({ name, path, stages }: (typeof pages)[number], language: Language): Promise<string[]> => {
    const found: string[] = []
    const { page, context, wrong } = await openPage(browser, {
      ...{ locale: language, viewport: sizes.phone, bypassCSP: true, reducedMotion: "reduce" },
    })
    await page.addInitScript(`localStorage.setItem("board-language", "${language}")`)
    await page.goto(address(path, language))
    for (const [stage, { to, on }] of Object.entries(stages)) {
      await page.setViewportSize(sizes[on ?? "phone"])
      await to?.(page, language)
      const seen = { page, path, name: `${name}-${stage}`, language }
      for (const size of on ? [on] : (["phone", "wall"] as const)) found.push(...(await look(seen, size)))
    }
    await context.close()
    return [...found, ...wrong.map((what) => `${name} ${path}: ${what}`)]
  }

  test.concurrent.each(languages)("in %s", { timeout: 900_000 }, async (language) => {
    const found: string[] = []
    for (const one of pages) found.push(...(await through(one, language)))
    expect(found).toEqual([])
  })
})
