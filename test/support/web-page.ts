import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import type { Hear, Reply, Turn } from "../../src/core/desk/turn.js"
import { openBrowser, openPage } from "./browser.js"
import { memorySessions, startWeb, type WebServer } from "./web.js"
import { scriptedDesk } from "./web-desk.js"

type Deps = NonNullable<Parameters<typeof startWeb>[2]> & { sessions?: ReturnType<typeof memorySessions> }

/**
 * The page in a browser of its own for each test, and the server that it talks to. After each test nothing may have gone wrong in
 * it: no script error, no dialog, nothing that its policy refused.
 */
export function usePage() {
  let browser: Browser
  const contexts: Awaited<ReturnType<typeof openPage>>[] = []
  const use = {
    turns: [] as Turn[],
    /** Set anew by each `open`; a test that replaces it has its own closed afterwards. */
    server: undefined as unknown as WebServer,

    /** Opens the page as a stranger. Whoever sends an invitation has joined, unless it is USED. */
    open: async (desk: Hear = scriptedDesk, deps: Deps = {}, options: BrowserContextOptions = {}): Promise<Page> => {
      const sessions = deps.sessions ?? memorySessions()
      const hear: Hear = async (turn) => {
        use.turns.push(turn)
        const invited = turn.said.kind === "text" && /^\/start (?!USED)/.test(turn.said.text)
        if (invited) sessions.join(turn.from.id)
        return desk(turn)
      }
      use.turns = []
      use.server = await startWeb(hear, {}, { ...deps, sessions })
      const opened = await openPage(browser, options)
      contexts.push(opened)
      await opened.page.goto(use.server.url)
      await opened.page.locator("#hello").waitFor()
      return opened.page
    },

    /** Opens it and joins; what comes by itself can come. */
    joined: async (desk?: Hear, deps?: Deps): Promise<Page> => {
      const page = await use.open(desk, deps)
      await page.getByLabel("Invitation code").fill("CODE-1")
      await page.getByRole("button", { name: "Join" }).click()
      await page.getByText("Welcome").waitFor()
      await page.locator("#enter").waitFor({ state: "hidden" })
      await page.getByText("At the desk").waitFor()
      return page
    },

    /** Opens the page in a browser that shares nothing with the first. */
    another: async (url: string): Promise<Page> => {
      const opened = await openPage(browser)
      contexts.push(opened)
      await opened.page.goto(url)
      return opened.page
    },

    /** Tells whoever opened the page something unasked. */
    tell: (reply: Reply) => use.server.platform.send(use.turns[0]?.chat.address ?? "web:", reply),
  }

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    const opened = contexts.splice(0)
    await Promise.all(opened.map(({ context }) => context.close()))
    await use.server.close()
    expect(opened.flatMap(({ wrong }) => wrong)).toEqual([])
  })
  return use
}

export async function write(page: Page, text: string): Promise<void> {
  await page.locator("#say").fill(text)
  await page.keyboard.press("Enter")
}

export const countMessages = (page: Page): Promise<number> => page.locator("#log .desk").count()

/** The text of what has the keyboard. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>("document.activeElement?.textContent ?? ''")
