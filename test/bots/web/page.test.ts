import { describe, expect, it } from "vitest"
import type { Hear } from "../../../src/core/desk/turn.js"
import { hasBrowser } from "../../support/browser.js"
import { countMessages, focused, usePage, write } from "../../support/web-page.js"

const people = [
  { id: "lily", name: "陳麗珊", role: "member", language: "zh-Hant" },
  { id: "ana", name: "Ana Lei", role: "staff", language: "en" },
] as const
const demo = { people, enter: async (id: string) => `code-of-${id}` }

describe.skipIf(!hasBrowser)("the page in Chromium", () => {
  const use = usePage()

  it("lets a stranger in by an invitation", async () => {
    const page = await use.open()
    expect(await page.locator("#hello").getByRole("heading").textContent()).toBe("Book a studio in one sentence.")
    await page.getByLabel("Invitation code").fill(" CODE-1 ")
    await page.getByLabel("Your name (optional)").fill("Ana")
    await page.getByRole("button", { name: "Join" }).click()
    await page.getByText("Welcome, Ana.").waitFor()
    expect(use.turns.map(({ said }) => said)).toEqual([{ kind: "text", text: "/start CODE-1" }])
    await expect.poll(() => page.locator("#enter").isHidden()).toBe(true)
    await page.locator("#say:focus").waitFor()
  })

  it("says of a code that lets nobody in why, where it was typed, on a telephone too", async () => {
    const no = "That code doesn't work."
    const desk: Hear = async () => [{ kind: "message", text: [[no]] }]
    const page = await use.open(desk, { demo }, { viewport: { width: 390, height: 700 } })
    await page.getByLabel("Invitation code").fill("USED-1")
    await page.getByRole("button", { name: "Join" }).click()
    const problem = page.getByRole("alert").filter({ hasText: no })
    await problem.waitFor()
    const inView =
      "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('.problem').getBoundingClientRect())"
    await expect.poll(() => page.evaluate<boolean>(inView)).toBe(true)
  })

  it("shows the code of an invitation link without using it", async () => {
    const page = await use.open()
    await page.goto("about:blank")
    await page.goto(`${use.server.url}/#join=CODE-7`)
    await expect.poll(() => page.getByLabel("Invitation code").inputValue()).toBe("CODE-7")
    expect(use.turns).toEqual([])
    await page.waitForURL(`${use.server.url}/`)
  })

  it("has a stranger write who has no invitation, and keeps the way in open", async () => {
    const page = await use.open()
    await write(page, "hello?")
    await page.getByText("You said: hello?").waitFor()
    expect(await page.locator("#enter").isVisible()).toBe(true)
    await page.locator("#hello").waitFor({ state: "hidden" })
  })

  it("books by a sentence and taps, editing in place", async () => {
    const page = await use.joined()
    await write(page, "Studio 2 tomorrow 3–5pm, 2 hosts")
    await page.getByRole("button", { name: "Confirm" }).waitFor()
    const before = await countMessages(page)
    await page.getByRole("button", { name: "Change" }).click()
    await page.getByText("When should it begin?").waitFor()
    await page.getByRole("button", { name: "Back" }).click()
    await page.getByRole("button", { name: "Confirm" }).click()
    await page.getByText("Booked.").waitFor()
    expect(await countMessages(page)).toBe(before)
    expect(use.turns.slice(1).map(({ said }) => said)).toEqual([
      { kind: "text", text: "Studio 2 tomorrow 3–5pm, 2 hosts" },
      { kind: "press", data: "change" },
      { kind: "press", data: "back" },
      { kind: "press", data: "confirm" },
    ])
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "studio-2.ics" }).click(),
    ])
    expect(download.suggestedFilename()).toBe("studio-2.ics")
  })

  it("quietens the buttons that were used, and says which", async () => {
    const page = await use.joined()
    await page.getByRole("button", { name: "My bookings" }).click()
    await page.getByText("You pressed mine.").waitFor()
    await expect.poll(() => page.locator(".desk.used .chosen").allTextContents()).toEqual(["My bookings"])
    await page.reload()
    await page.getByText("You pressed mine.").waitFor()
    await expect.poll(() => page.locator(".desk.used .chosen").allTextContents()).toEqual(["My bookings"])
  })

  it("can be used by keyboard alone", async () => {
    const page = await use.open()
    const tabTo = async (name: string) => {
      for (let at = 0; at < 30 && (await focused(page)) !== name; at++) await page.keyboard.press("Tab")
      expect(await focused(page)).toBe(name)
    }
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("Skip to the message box")
    await tabTo("Join")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.type("CODE-1")
    await page.keyboard.press("Enter")
    await page.getByText("Welcome").waitFor()
    await page.locator("#say:focus").waitFor()
    await page.keyboard.type("Studio 2 tomorrow 3pm")
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "Confirm" }).waitFor()
    for (const expected of ["Cancel", "Change"]) {
      await page.keyboard.press("Shift+Tab")
      await expect.poll(() => focused(page)).toBe(expected)
    }
    await page.keyboard.press("Enter")
    await page.getByText("When should it begin?").waitFor()
    await expect.poll(() => focused(page)).toBe("15:00")
  })

  it("lets a keyboard read a refusal while the form rests, and gives it back the code", async () => {
    const page = await use.open(async () => [{ text: Array.from({ length: 60 }, (_, at) => [`Line ${at + 1}`]) }])
    let letGo = () => {}
    const held = new Promise<void>((done) => {
      letGo = done
    })
    await page.route("**/api/session", async (route) => {
      if (route.request().method() === "GET") await held
      return route.continue()
    })
    await page.getByLabel("Invitation code").fill("USED-1")
    await page.keyboard.press("Enter")
    await page.getByText("Line 60").first().waitFor()
    const scroll = page.locator("#scroll")
    for (let at = 0; at < 10 && !(await scroll.evaluate((it) => it.matches(":focus-visible"))); at++)
      await page.keyboard.press("Tab")
    await page.keyboard.press("End")
    await expect.poll(() => scroll.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop)).toBeLessThan(2)
    letGo()
    await page.locator("#join [name=code]:focus").waitFor()
    expect(await page.evaluate<string>("getSelection().toString()")).toBe("USED-1")
    await page.unrouteAll({ behavior: "wait" })
  })

  it("writes a new line with shift, and does not send what is still being composed", async () => {
    const page = await use.joined()
    await page.locator("#say").fill("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    const composing = { key: "Enter", isComposing: true, bubbles: true, cancelable: true }
    await page.locator("#say").dispatchEvent("keydown", composing)
    expect(await page.locator("#say").inputValue()).toBe("one\ntwo")
    expect(use.turns).toHaveLength(1)
    await page.keyboard.press("Enter")
    await page.getByText("You said: one").waitFor()
    expect(use.turns[1]?.said).toEqual({ kind: "text", text: "one\ntwo" })
  })

  it("shows everything that anyone wrote as text", async () => {
    const nasty = `<img src=x onerror="alert(1)"><script>alert(2)</script>"'><svg onload=alert(3)>`
    const picture = { name: nasty, png: Buffer.from("not a picture"), alt: nasty }
    const page = await use.joined(async ({ said }) =>
      said.kind === "text" && said.text.startsWith("/start")
        ? [{ text: [["Welcome"]] }]
        : [
            {
              text: [[nasty, { bold: nasty }, { code: nasty }], [{ link: nasty, url: "javascript:alert(4)" }]],
              buttons: [
                [
                  { label: nasty, press: "x" },
                  { label: nasty, url: "javascript:alert(5)" },
                ],
              ],
              file: { name: nasty, type: "text/html", bytes: Buffer.from("<script>alert(6)</script>") },
              form: {
                id: "f",
                title: nasty,
                submit: nasty,
                fields: [{ name: "a", label: nasty, kind: "choice", options: [{ label: nasty, value: nasty }] }],
              },
              picture,
            },
          ],
    )
    await write(page, nasty)
    await page.locator(".desk code").waitFor()
    expect(await page.locator(".own p").first().innerText()).toContain(nasty)
    expect(await page.locator(".desk strong").innerText()).toBe(nasty)
    expect(await page.locator("#log :is(script, svg, [onerror], [onload]), #log a[href^='javascript']").count()).toBe(0)
    expect(await page.locator(".buttons > div > *").count()).toBe(1)
    const link = await page.locator("a.file").getAttribute("href")
    const file = await page.evaluate<string>(
      `fetch("${link}").then(({ headers }) => headers.get("content-disposition"))`,
    )
    expect(file).toMatch(/^attachment;/)
    // The picture that is none leaves its words.
    await expect.poll(() => page.locator(".gone").innerText()).toBe(nasty)
  })

  it("opens a picture large, and gives the keyboard back", async () => {
    const page = await use.joined()
    await write(page, "what is free?")
    const picture = page.locator("button.picture")
    await picture.waitFor()
    expect(await picture.locator("img").getAttribute("alt")).toContain("Studio 4 free 19:30 to 22:00")
    await picture.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    const width = () => page.evaluate<number>("document.querySelector('dialog img').naturalWidth")
    await expect.poll(width).toBeGreaterThan(300)
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "hidden" })
    await page.locator("button.picture:focus").waitFor()
  })

  it("fills in a form of the desk", async () => {
    const page = await use.joined()
    await write(page, "form")
    await page.getByLabel("Room").selectOption("Studio 2")
    await page.getByLabel("Ring light").check()
    await page.getByRole("button", { name: "Check" }).click()
    await page.getByText('"room":"studio-2"').waitFor()
    expect(use.turns.at(-1)?.said).toEqual({
      kind: "form",
      form: "book",
      values: { date: "2026-11-24", time: "15:00", room: "studio-2", gear: ["ring"] },
    })
  })

  it("makes a newcomer somebody of the demonstration with one tap", async () => {
    const page = await use.open(undefined, { demo })
    await page.getByRole("button", { name: /陳麗珊/ }).click()
    await page.getByText("Welcome").waitFor()
    expect(use.turns[0]?.said).toEqual({ kind: "text", text: "/start code-of-lily" })
  })

  it("signs out, and is a stranger's page again", async () => {
    const page = await use.joined()
    page.removeAllListeners("dialog")
    page.on("dialog", (dialog) => void dialog.accept())
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByLabel("Invitation code").waitFor()
    expect(await countMessages(page)).toBe(0)
  })
})
