import { existsSync } from "node:fs"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { skipped } from "./skipped.js"

const executablePath = "/usr/bin/chromium"

/** Is there a browser to test pages with? Where there is none, this says so: a silent skip would look like a pass. */
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser) skipped(`pages are not tested, there is no Chromium at ${executablePath}`)

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] })

/** A page of its own profile, and everything that went wrong in it: script errors, and what its policy refused. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: "en", serviceWorkers: "block", ...options })
  const page = await context.newPage()
  const wrong: string[] = []
  watch(page, wrong)
  return { context, page, wrong }
}

/** What the browser notes when it is offline or answered with an error is not the page's fault. */
export function watch(page: Page, wrong: string[]): void {
  page.on("pageerror", (error) => void wrong.push(error.message))
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(message.text())
  })
}
