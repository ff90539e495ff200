import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { boardLink } from "../../../src/core/board-pass.js"
import { book } from "../../../src/core/booking.js"
import { checkIn } from "../../../src/core/checkin.js"
import type { Store } from "../../../src/core/store/open.js"
import { addStaff, type BoardServer, startBoard } from "../../support/board.js"
import { hasBrowser, openBrowser, openPage } from "../../support/browser.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../../support/world.js"

/** The board in a browser: on Tuesday at 14:50, in a centre of seven rooms. */
describe.skipIf(!hasBrowser)("the board in Chromium", () => {
  let store: Store
  let browser: Browser
  let world: TestWorld
  let server: BoardServer
  let opened: Awaited<ReturnType<typeof openPage>>[] = []

  beforeAll(async () => {
    store = await sharedStore("pglite")
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    await empty(store)
    world = testWorld(store, "2026-11-24T14:50:00+08:00")
    await withCentre(store, deskCentre, world.now)
    await addMembers(world, { lotus: "standard", jade: "standard" })
    await addStaff(world, "lai")
    server = await startBoard(world, { demo: "lai" })
    opened = []
  })
  afterEach(async () => {
    await Promise.all(opened.map(({ context }) => context.close()))
    await server.close()
    expect(opened.flatMap(({ wrong }) => wrong)).toEqual([])
  })

  const booked = async (room: string, from: string, to: string, member = "lotus"): Promise<string> => {
    const wish = { start: new Date(`2026-11-24T${from}:00+08:00`), end: new Date(`2026-11-24T${to}:00+08:00`) }
    const asked = ask(world, actorFor(member, "standard"))
    const outcome = await book(world, asked, { room: { room }, ...wish, hosts: 1, gear: [] })
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const kept = (id: string) => store.prisma.booking.findUniqueOrThrow({ where: { id } })
  const visit = async (path: string, viewport = { width: 1280, height: 800 }): Promise<Page> => {
    const one = await openPage(browser, { viewport, reducedMotion: "reduce" })
    opened.push(one)
    await one.page.goto(server.url + path)
    return one.page
  }
  const open = async (path = "/board", viewport?: { width: number; height: number }): Promise<Page> => {
    const page = await visit(path, viewport)
    await page.getByRole("button", { name: "Look in as the front desk" }).click()
    await page.locator(".link.online").waitFor()
    return page
  }
  const session = (page: Page, id: string) => page.locator(`[data-session="${id}"]`)
  /** Where a minute of the day is on a room's track. */
  const spot = async (page: Page, room: string, time: string) => {
    const track = page.locator(`[data-room="${room}"]`)
    await track.scrollIntoViewIfNeeded()
    const box = await track.boundingBox()
    if (!box) throw new Error("no such room")
    const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    return { x: box.x + ((minutes - 480) / (18 * 60)) * box.width + 2, y: box.y + box.height / 2 }
  }
  const drag = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2)
    await page.mouse.move(to.x, to.y)
  }
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? ''",
    )
  const toast = (page: Page) => page.locator(".toast")

  it("is entered by a link's button, once, and the link is gone from the address", async () => {
    const secret = await boardLink(world, ask(world, staffActor("lai")))
    const page = await visit(`/board#in=${secret}`)
    const enter = page.getByRole("button", { name: "Sign in to the board" })
    await enter.waitFor()
    await page.waitForURL(`${server.url}/board`)
    await enter.click()
    await page.locator(".link.online").waitFor()
    const another = await visit(`/board#in=${secret}`)
    await another.getByRole("button", { name: "Sign in to the board" }).click()
    await another.getByText("This link has been used or is too old.").waitFor()
    expect(await another.locator(".grid").count()).toBe(0)
  })

  it("moves a session that is dragged, and back", async () => {
    const id = await booked("studio-2", "16:00", "17:30")
    const page = await open()
    await session(page, id).waitFor()
    await drag(page, await spot(page, "studio-2", "16:15"), await spot(page, "studio-4", "18:15"))
    await page.locator(".ghost").getByText("18:00–19:30").waitFor()
    await page.mouse.up()
    await toast(page).waitFor()
    expect(await kept(id)).toMatchObject({ roomId: "studio-4", startsAt: new Date("2026-11-24T18:00:00+08:00") })
    await page.locator(`[data-room=studio-4] [data-session="${id}"]`).waitFor()
    expect(await page.locator("dialog").count()).toBe(0)
    await toast(page).getByRole("button", { name: "Undo" }).click()
    await page.locator(`[data-room=studio-2] [data-session="${id}"]`).waitFor()
    await expect.poll(async () => (await kept(id)).roomId).toBe("studio-2")
  })

  it("moves a session by a finger that rests on it first; one that moves at once moves nothing", async () => {
    const id = await booked("studio-2", "16:00", "17:30")
    const page = await open()
    await session(page, id).waitFor()
    const fingers = await page.context().newCDPSession(page)
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: { x: number; y: number }) =>
      fingers.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] })
    const [from, to] = [await spot(page, "studio-2", "16:15"), await spot(page, "studio-4", "18:15")]
    await touch("touchStart", from)
    await page.locator(".ghost").getByText("16:00–17:30").waitFor()
    await touch("touchMove", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 })
    await touch("touchMove", to)
    await page.locator(".ghost").getByText("18:00–19:30").waitFor()
    await touch("touchEnd")
    await toast(page).waitFor()
    expect(await kept(id)).toMatchObject({ roomId: "studio-4", startsAt: new Date("2026-11-24T18:00:00+08:00") })
    expect(await page.locator("dialog").count()).toBe(0)
    await touch("touchStart", to)
    await touch("touchMove", from)
    expect(await page.locator(".ghost").count()).toBe(0)
    await touch("touchEnd")
    expect(await kept(id)).toMatchObject({ roomId: "studio-4" })
  })

  it("puts back what the desk refuses, and offers what it offers", async () => {
    const id = await booked("studio-2", "16:00", "17:30")
    await booked("studio-3", "16:00", "18:00", "jade")
    const page = await open()
    await session(page, id).waitFor()
    await drag(page, await spot(page, "studio-2", "16:15"), await spot(page, "studio-3", "17:45"))
    await page.mouse.up()
    await page.getByRole("dialog").getByText("taken").first().waitFor()
    await page.locator(`[data-room=studio-2] [data-session="${id}"]`).waitFor()
    const offered = page
      .getByRole("dialog")
      .getByRole("button", { name: /Studio \d/ })
      .first()
    await offered.click()
    await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click()
    await toast(page).getByRole("button", { name: "Undo" }).waitFor()
    expect((await kept(id)).version).toBe(2)
  })

  it("lets go of a drag at Escape", async () => {
    const id = await booked("studio-2", "16:00", "17:30")
    const page = await open()
    await session(page, id).waitFor()
    await drag(page, await spot(page, "studio-2", "16:15"), await spot(page, "studio-4", "18:15"))
    await page.keyboard.press("Escape")
    await page.mouse.up()
    expect(await page.locator(".ghost").count()).toBe(0)
    expect((await kept(id)).version).toBe(1)
  })

  it("books a free time that is clicked, for a member, by the desk's card", async () => {
    const page = await open()
    const { x, y } = await spot(page, "studio-5", "20:00")
    await page.mouse.click(x, y)
    const dialog = page.getByRole("dialog")
    expect(await dialog.getByLabel("Room").inputValue()).toBe("studio-5")
    expect(await dialog.getByLabel("From").inputValue()).toBe("1200")
    await dialog.getByLabel("Hosts").selectOption("3")
    await dialog.getByLabel("Search").or(dialog.getByRole("searchbox")).first().fill("jade")
    await dialog.getByRole("button", { name: "Member jade" }).click()
    await dialog.getByText("3 hosts").waitFor()
    await dialog.getByRole("button", { name: "Confirm" }).click()
    await toast(page).waitFor()
    const [made] = await store.prisma.booking.findMany()
    expect(made).toMatchObject({ memberId: "jade", roomId: "studio-5", hosts: 3, madeById: "p-jade" })
    await session(page, made?.id ?? "").waitFor()
    await toast(page).getByRole("button", { name: "Undo" }).click()
    await session(page, made?.id ?? "").waitFor({ state: "detached" })
  })

  it("blocks a room with a reason, having shown whom it hits, and opens it again", async () => {
    const id = await booked("studio-5", "20:00", "21:00")
    const page = await open()
    await drag(page, await spot(page, "studio-5", "19:00"), await spot(page, "studio-5", "19:59"))
    await page.mouse.up()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("To").selectOption("1320")
    await dialog.getByRole("button", { name: "Block the room" }).click()
    await dialog.getByLabel("Reason").fill("a leak; 漏水")
    await dialog.getByRole("button", { name: "See whom it affects" }).click()
    await dialog.getByText("Member lotus").waitFor()
    await dialog.getByRole("button", { name: /Close/ }).last().click()
    await page.locator(".grid .closed").getByText("a leak; 漏水").waitFor()
    expect((await kept(id)).roomId).not.toBe("studio-5")
  })

  it("checks in with a tap on the list, and says so", async () => {
    const id = await booked("studio-1", "15:00", "16:00")
    const page = await open()
    await page.getByRole("button", { name: /^Check in: Member lotus/ }).click()
    await toast(page).waitFor()
    expect((await kept(id)).status).toBe("checked_in")
    await page.locator(".list.here .entry").waitFor()
  })

  it("can be used by keyboard alone", async () => {
    const id = await booked("studio-2", "16:00", "17:00")
    await booked("studio-1", "16:00", "17:00", "jade")
    const page = await open()
    await session(page, id).waitFor()
    await page.locator("[data-row=studio-1] .name").focus()
    await page.keyboard.press("ArrowRight")
    await expect.poll(() => focused(page)).toContain("Member jade")
    await page.keyboard.press("ArrowDown")
    await expect.poll(() => focused(page)).toMatch(/Member lotus16:00–17:00.*, Studio 2/)
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("button", { name: "Move" }).waitFor()
    await expect.poll(() => focused(page)).toBe("Member lotus")
    while ((await focused(page)) !== "Move") await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await dialog.getByLabel("Room").selectOption("studio-4")
    await dialog.getByLabel("From").selectOption("1200")
    await dialog.getByLabel("From").press("Tab")
    await page.keyboard.press("Enter")
    await toast(page).waitFor()
    expect(await kept(id)).toMatchObject({ roomId: "studio-4", startsAt: new Date("2026-11-24T20:00:00+08:00") })
    await expect.poll(() => focused(page)).toMatch(/Member lotus20:00–21:00.*, Studio 4/)
  })

  it("shows and says what others do, and leaves the keyboard where it was", async () => {
    const id = await booked("studio-2", "15:00", "16:00")
    const page = await open()
    await session(page, id).focus()
    const other = await booked("studio-6", "18:00", "19:00", "jade")
    await session(page, other).waitFor()
    expect(await focused(page)).toContain("Member lotus")
    await page
      .locator("[role=status]", { hasText: "Booked: Member jade, 18:00–19:00, Studio 6" })
      .waitFor({ state: "attached" })
    await checkIn(world, ask(world, staffActor("lai")), id)
    await page.locator("[role=status]", { hasText: "Arrived: Member lotus" }).waitFor({ state: "attached" })
    await expect.poll(() => focused(page)).toContain("In")
  })

  it("turns to other days, and is another's page once one is no longer staff", async () => {
    const page = await open()
    await page.getByRole("button", { name: "The day after" }).click()
    await page.getByText("Wednesday, 25 November 2026").first().waitFor()
    await page.waitForURL(/day=2026-11-25/)
    await page.reload()
    await page.getByText("Wednesday, 25 November 2026").first().waitFor()
    await page.getByRole("button", { name: "Today" }).click()
    await page.getByText("Tuesday, 24 November 2026").first().waitFor()
    await page.waitForURL((url) => !url.search.includes("day="))
    await store.prisma.person.update({ where: { id: "lai" }, data: { staff: false } })
    await page.getByRole("button", { name: "The day after" }).click()
    await page.getByRole("heading", { name: "Sign in to the board" }).waitFor()
  })

  it("works on a phone: lists, free times, the same dialogs", async () => {
    const id = await booked("studio-2", "15:00", "16:00")
    const page = await open("/board", { width: 390, height: 844 })
    await page.getByRole("button", { name: /^Check in: Member lotus/ }).waitFor()
    await page.getByRole("button", { name: "Rooms" }).click()
    await page.getByRole("button", { name: "16:15–02:00 · Free , Studio 2: Book or block" }).click()
    expect(await page.getByRole("dialog").getByLabel("From").inputValue()).toBe("975")
    await page.keyboard.press("Escape")
    await page.locator(`[data-focus="${id}"]`).click()
    await page.getByRole("dialog").locator(".primary").click()
    await expect.poll(async () => (await kept(id)).status).toBe("checked_in")
  })
})
