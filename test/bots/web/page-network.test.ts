import { describe, expect, it } from "vitest"
import { hasBrowser } from "../../support/browser.js"
import { memorySessions, startWeb } from "../../support/web.js"
import { scriptedDesk } from "../../support/web-desk.js"
import { memoryInbox } from "../../support/web-inbox.js"
import { countMessages, usePage, write } from "../../support/web-page.js"

describe.skipIf(!hasBrowser)("the page in Chromium, when things come and go", () => {
  const use = usePage()

  it("shows a notice as it comes, and in place of the one that it replaces", async () => {
    const page = await use.joined()
    const delivery = await use.tell({
      text: [["In one hour: Studio 2"]],
      buttons: [[{ label: "I am coming", press: "ok" }]],
    })
    await page.getByText("In one hour: Studio 2").waitFor()
    expect(await page.locator("#log").getAttribute("aria-live")).toBe("polite")
    const before = await countMessages(page)
    await use.tell({ text: [["Moved to Studio 4"]], replaces: delivery.is === "sent" ? delivery.message : "" })
    await page.getByText("Moved to Studio 4").waitFor()
    await expect.poll(() => page.getByText("In one hour").count()).toBe(0)
    expect(await countMessages(page)).toBe(before)
  })

  it("has another device take part by a code", async () => {
    const page = await use.joined()
    await write(page, "on the laptop")
    await page.getByText("You said: on the laptop").waitFor()
    await page.getByRole("button", { name: "Use on another device" }).click()
    const link = (await page.locator("#otherLink a").getAttribute("href")) ?? ""
    expect(link).toBe(`${use.server.url}/#join=${await page.locator("#otherCode").innerText()}`)
    await page.getByRole("button", { name: "Close" }).click()
    const phone = await use.another(link)
    await phone.getByRole("button", { name: "Join" }).click()
    await phone.getByText("You said: on the laptop").waitFor()
    await write(phone, "on the phone")
    await page.getByText("You said: on the phone").waitFor()
    expect(await page.locator(".own").last().textContent()).toBe("You: on the phone")
  })

  it("says when it was after a pause", async () => {
    let now = new Date("2026-11-24T07:00:00Z")
    const page = await use.joined(undefined, { now: () => now })
    await write(page, "one")
    await page.getByText("You said: one").waitFor()
    now = new Date("2026-11-24T07:20:00Z")
    await write(page, "two")
    await page.getByText("You said: two").waitFor()
    now = new Date("2026-11-25T01:05:00Z")
    await use.tell({ text: [["Good morning"]] })
    await page.getByText("Good morning").waitFor()
    const times = ["2026-11-24T07:00:00.000Z", "2026-11-25T01:05:00.000Z"]
    const shown = () => page.locator("time").evaluateAll((all) => all.map((one) => one.getAttribute("datetime")))
    await expect.poll(shown).toEqual(times)
    const order = await page.locator("#log").innerText()
    await page.reload()
    await page.getByText("Good morning").waitFor()
    await expect.poll(shown).toEqual(times)
    await expect.poll(() => page.locator("#log").innerText()).toBe(order)
  })

  it("keeps what was written offline, and sends it once when the network is back", async () => {
    const page = await use.joined()
    await page.context().setOffline(true)
    await write(page, "are you there?")
    await page.getByText("Will be sent when the connection is back").waitFor()
    await page.getByText("No connection").waitFor()
    expect(use.turns).toHaveLength(1)
    await page.context().setOffline(false)
    await page.getByText("You said: are you there?").waitFor()
    await page.getByText("At the desk").waitFor()
    expect(use.turns).toHaveLength(2)
    await expect.poll(() => page.getByText("Will be sent").count()).toBe(0)
    await use.tell({ text: [["still live"]] })
    await page.getByText("still live").waitFor()
  })

  it("asks again with the same key when an answer was lost, to one effect and one message", async () => {
    const page = await use.joined()
    let lost = 0
    await page.route("**/api/turns", async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await write(page, "book it")
    await page.getByText("You said: book it").waitFor()
    await expect.poll(() => lost).toBe(2)
    await expect.poll(() => page.locator(".note").count()).toBe(0)
    expect(use.turns.filter(({ said }) => said.kind === "text" && said.text === "book it")).toHaveLength(1)
    expect(await page.getByText("You said: book it").count()).toBe(1)
    expect(await page.locator(".own").count()).toBe(1)
  })

  it("comes back by itself to a service that was restarted, and shows nothing twice", async () => {
    const [sessions, inbox] = [memorySessions(), memoryInbox()]
    const page = await use.joined(scriptedDesk, { sessions, inbox })
    await write(page, "one")
    await page.getByText("You said: one").waitFor()
    const port = Number(new URL(use.server.url).port)
    await use.server.close()
    await page.getByText("No connection").waitFor()
    use.server = await startWeb(scriptedDesk, { port }, { sessions, inbox })
    await use.tell({ text: [["while you were away"]] })
    await page.getByText("while you were away").waitFor()
    await page.getByText("At the desk").waitFor()
    await write(page, "two")
    await page.getByText("You said: two").waitFor()
    expect(await page.getByText("You said: one").count()).toBe(1)
    await expect.poll(() => page.locator(".own").allTextContents()).toEqual(["You: one", "You: two"])
  })

  it("shows the same conversation after a reload and on a second page, live", async () => {
    const page = await use.joined()
    await write(page, "Studio 2 tomorrow")
    await page.getByRole("button", { name: "Change" }).click()
    await page.getByText("When should it begin?").waitFor()
    const shown = await page.locator("#log").innerText()
    await page.reload()
    await page.getByText("When should it begin?").waitFor()
    await expect.poll(() => page.locator("#log").innerText()).toBe(shown)
    const second = await page.context().newPage()
    await second.goto(use.server.url)
    await second.getByText("When should it begin?").waitFor()
    await page.bringToFront()
    await page.getByRole("button", { name: "Back" }).click()
    await page.getByRole("button", { name: "Confirm" }).waitFor()
    await second.bringToFront()
    await second.getByRole("button", { name: "Confirm" }).waitFor()
    await expect.poll(() => second.getByText("When should it begin?").count()).toBe(0)
  })

  it("begins a long answer at its beginning", async () => {
    const page = await use.joined()
    await write(page, "long")
    await page.getByText("Line 40").waitFor()
    const top = async (text: string) => (await page.getByText(text, { exact: true }).boundingBox())?.y ?? 0
    const height = page.viewportSize()?.height ?? 0
    await expect.poll(() => top("Line 2")).toBeLessThan(height / 2)
    expect(await top("Line 2")).toBeGreaterThan(0)
    expect(await top("Line 40")).toBeGreaterThan(height)
    expect(await page.locator("#newer").isHidden()).toBe(true)
  })

  it("stays with those who read further up, and says that something new came", async () => {
    const page = await use.joined()
    await write(page, "long")
    await page.getByText("Line 40").waitFor()
    await page.locator("#scroll").evaluate((scroll) => {
      scroll.scrollTop = 0
    })
    await use.tell({ text: [["a notice"]] })
    await page.getByRole("button", { name: "New messages" }).click()
    await expect.poll(() => page.getByText("a notice").isVisible()).toBe(true)
    await expect.poll(() => page.locator("#newer").isHidden()).toBe(true)
  })

  it("says kindly that a flood is one, and delivers it after a while", async () => {
    const page = await use.joined()
    let refused = 0
    await page.route("**/api/turns", (route) =>
      refused++ === 0 ? route.fulfill({ status: 429, headers: { "retry-after": "1" }, body: "{}" }) : route.continue(),
    )
    await write(page, "quick")
    await page.getByText("That was a little fast.").waitFor()
    await page.getByText("You said: quick").waitFor()
  })

  it("offers to try again what was refused", async () => {
    const page = await use.joined()
    await page.route("**/api/turns", (route) => route.fulfill({ status: 400, body: "{}" }))
    await write(page, "refuse me")
    await page.getByText("Not sent.").waitFor()
    await page.unroute("**/api/turns")
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("You said: refuse me").waitFor()
    expect(await page.locator(".own").count()).toBe(1)
  })
})
