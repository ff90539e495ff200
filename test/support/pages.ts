import { once } from "node:events"
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { type AddressInfo, createServer } from "node:net"
import type { Page } from "playwright-core"
import { readConfig } from "../../src/config.js"
import { openStore } from "../../src/core/store/open.js"
import { demoMonth } from "../../src/demo-month.js"
import { serve } from "../../src/main.js"
import { opened } from "../../src/start.js"
import { fakeTelegram, token } from "./fake-telegram.js"
import { silent } from "./log.js"
import { freshDataDir } from "./store.js"

/** The whole service on a demonstration's full evening, with Telegram at a loopback Bot API, and what a look at one of its pages finds. */

/** Who speaks which language, and is known on Telegram by which number. */
export const speakers = {
  "zh-Hant": { telegram: 11, person: "demo-cookies-contact" },
  "zh-Hans": { telegram: 12, person: "demo-pearls-contact" },
  pt: { telegram: 13, person: "demo-mar-contact" },
  en: { telegram: 14, person: "demo-jade-contact" },
} as const

export async function serveMonth() {
  const dataDir = await freshDataDir()
  const evening = new Date("2026-11-24T20:10:00+08:00")
  const store = await openStore({ dataDir, log: silent })
  await demoMonth({ store, log: silent }, evening)
  await store.prisma.account.createMany({
    data: Object.values(speakers).map(({ telegram, person }) => ({
      ...{ id: `t${telegram}`, platform: "telegram", userId: String(telegram), address: `telegram:${telegram}` },
      ...{ personId: person, createdAt: evening },
    })),
  })
  await store.close()
  const api = await fakeTelegram()
  const port = await freePort()
  const read = readConfig({
    ...{
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: "error",
      ANCHORDESK_DEMO: "1",
      ANCHORDESK_NOW: evening.toISOString(),
    },
    ...{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api.apiRoot, CENTRE_FILE: "src/core/sample-centre.yaml" },
    ...{ PUBLIC_URL: "https://desk.example.mo", TELEGRAM_WEBHOOK_SECRET: "a-secret-of-the-hook" },
  })
  if ("problem" in read) throw new Error(read.problem)
  const service = await serve(read.ok, await opened(read.ok, Promise.resolve()))
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await service.stop()
      await api.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The service tells its public address alone. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
type Found = { id: string; impact: string; nodes: { html: string }[] }

/** What the accessibility checker finds on the page as it is now. */
export async function faults(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe)
  const found = await page.evaluate<Found[]>("axe.run({ resultTypes: ['violations'] }).then((at) => at.violations)")
  return found.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact} ${id}: ${html.slice(0, 120)}`))
}

/**
 * Text that cannot be read as it stands: beyond the edge of its button, or of a box that cuts it off without an ellipsis and cannot be
 * scrolled; and a page that scrolls sideways.
 */
export const unreadable = (page: Page): Promise<string[]> => page.evaluate<string[]>(findUnreadable)

const findUnreadable = `(() => {
  const found = new Set()
  if (document.documentElement.scrollWidth > innerWidth) found.add("the page scrolls sideways")
  const cutBy = (at, text) => {
    const { overflowX, overflowY } = getComputedStyle(at)
    const box = at.getBoundingClientRect()
    // A wall leaves out what it has no room for, whole.
    if (at.closest(".wall") && (text.top >= box.bottom - 1 || text.left >= box.right - 1)) return false
    return (
      (overflowX !== "visible" && (text.right > box.right + 1 || text.left < box.left - 1)) ||
      (overflowY !== "visible" && (text.bottom > box.bottom + 2 || text.top < box.top - 2)) ||
      (at.matches("button") && text.right > box.right + 1)
    )
  }
  const range = document.createRange()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { parentElement, textContent } = texts.currentNode
    if (!textContent.trim() || !parentElement.checkVisibility({ visibilityProperty: true })) continue
    if (parentElement.closest("script, noscript, select, .unseen, .skip")) continue
    range.selectNodeContents(texts.currentNode)
    const text = range.getBoundingClientRect()
    for (let at = parentElement; at && text.width > 0; at = at.parentElement) {
      const { clipPath, textOverflow, overflowX, overflowY, webkitLineClamp } = getComputedStyle(at)
      if (clipPath !== "none" || textOverflow === "ellipsis" || webkitLineClamp !== "none") break
      if (/auto|scroll/.test(overflowX + overflowY)) break
      if (cutBy(at, text)) found.add(textContent.trim().slice(0, 40) + " in " + at.outerHTML.slice(0, 80))
    }
  }
  return [...found]
})()`

/** Where pictures of the pages are wanted: `PAGE_PICTURES=folder`. */
const pictures = process.env.PAGE_PICTURES

export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png` })
}
