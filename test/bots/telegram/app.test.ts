import { afterEach, beforeEach, expect, test } from "vitest"
import type { AnswerJson, TimesJson } from "../../../src/bots/telegram/app/json.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { signed, startApp } from "../../support/telegram-app.js"
import { addMembers, type TestWorld, testWorld } from "../../support/world.js"

await describeEachStore("the page of free times inside Telegram", (store) => {
  let world: TestWorld
  let app: Awaited<ReturnType<typeof startApp>>

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), deskCentre, world.now)
    await addMembers(world, { m1: "standard", m2: "standard" })
    await store().prisma.account.createMany({
      data: [7, 8].map((id) => ({
        ...{ id: `a${id}`, platform: "telegram", userId: String(id), address: `telegram:${id}` },
        ...{ personId: `p-m${id - 6}`, createdAt: world.now },
      })),
    })
    app = await startApp(world)
  })
  afterEach(() => app.close())

  const passOf = async (id: number) => (await app.enter(signed({ id, at: app.now() }))).pass ?? ""
  const times = async (pass: string, query = "") => (await (await app.times(pass, query)).json()) as TimesJson
  const answer = async (pass: string, action: string, key = action) =>
    (await (await app.press(pass, { key, action })).json()) as AnswerJson
  const press = async (pass: string, action: string) => (await answer(pass, action)).replies
  const room = ({ rooms }: TimesJson, id: string) => rooms.find((one) => one.id === id)
  const button = (replies: AnswerJson["replies"], label: string): string => {
    const found = replies.flatMap(({ buttons }) => buttons.flat()).find((one) => one.label === label)
    return found && "action" in found ? found.action : ""
  }

  test("is let in by init data once, while that is young, and never by another's", async () => {
    const data = signed({ at: app.now() })
    expect(await app.enter(data)).toMatchObject({ status: 200, pass: expect.stringMatching(/^[\w-]+\.[\w-]+$/) })
    expect(await app.enter(data)).toMatchObject({ status: 401, error: "used" })
    expect(await app.enter(data.split("&").reverse().join("&"))).toMatchObject({ status: 401, error: "used" })
    expect(await app.enter(data.replace("%22id%22%3A7", "%22id%22%3A8"))).toMatchObject({
      status: 401,
      error: "forged",
    })
    const slow = signed({ at: app.now() })
    app.later(5 * 60_000 + 1000)
    expect(await app.enter(slow)).toMatchObject({ status: 401, error: "old" })
    const site = { origin: "https://evil.example", "sec-fetch-site": "cross-site" }
    expect(await app.enter(signed({ at: app.now() }), site)).toMatchObject({ status: 403 })
    expect((await app.times("nonsense")).status).toBe(401)
    expect((await app.press("", { key: "k", action: "mine" })).status).toBe(401)
  })

  test("shows a day: what is free, what is one's own, and nothing of others", async () => {
    const [ana, rui] = [await passOf(7), await passOf(8)]
    const card = await press(ana, "plan 2026-11-24T15:00 120 @studio-2 h2")
    await press(ana, button(card, "Confirm"))
    const mine = await times(ana, "?day=2026-11-24&hosts=2")
    expect(mine).toMatchObject({
      language: "en",
      centre: "Pearl River Live",
      from: 480,
      to: 1560,
      hosts: 2,
      hostsMost: 6,
    })
    expect(mine.days[0]).toBe("2026-11-23")
    expect(mine.days).toHaveLength(31)
    expect(room(mine, "studio-2")).toMatchObject({ name: "Studio 2", own: [{ from: 900, to: 1020 }] })
    expect(room(mine, "studio-2")?.free).toEqual([
      { from: 480, to: 885 },
      { from: 1035, to: 1560 },
    ])
    expect(room(mine, "studio-3")?.free).toEqual([{ from: 480, to: 1560 }])
    const theirs = await times(rui, "?day=2026-11-24&hosts=2")
    expect(room(theirs, "studio-2")).toMatchObject({ own: [], free: [{ to: 885 }, { from: 1035 }] })
    const many = await times(rui, "?day=2026-11-24&hosts=5")
    expect(many.rooms.map(({ id }) => id)).toEqual(["studio-7"])
    // As many hosts as last time; nonsense is as if nothing was said; today begins now.
    expect(await times(ana)).toMatchObject({ day: "2026-11-23", hosts: 2 })
    expect(room(await times(ana), "studio-3")?.free).toEqual([{ from: 600, to: 1560 }])
    expect(await times(ana, "?day=2031-01-01")).toMatchObject({ day: "2026-11-23" })
    expect((await app.times(ana, "?hosts=many")).status).toBe(400)
  })

  test("books as a press in the chat does, once, and says it there too", async () => {
    const ana = await passOf(7)
    const card = await press(ana, "plan 2026-11-24T15:00 120 @studio-2 h2")
    expect(
      card[0]?.lines.flat().map((span) => (typeof span === "object" && "bold" in span ? span.bold : span)),
    ).toContain("Studio 2")
    const confirm = button(card, "Confirm")
    const booked = await answer(ana, confirm, "k1")
    expect(booked).toMatchObject({
      inChat: true,
      replies: [{ lines: expect.arrayContaining([[{ bold: "Booked." }]]) }],
    })
    expect(await answer(ana, confirm, "k1")).toEqual(booked)
    expect(await store().prisma.booking.count()).toBe(1)
    await app.api.until(() => app.api.shown.filter(({ chatId }) => chatId === 7).length >= 3, "all of it in the chat")
    const seen = app.api.shown.filter(({ chatId }) => chatId === 7)
    expect(seen.map(({ text, document }) => [text.split("\n")[0], document !== undefined])).toEqual([
      ["Booked.", false],
      ["For your calendar.", false],
      ["", true],
    ])
    expect(app.heard[0]).toEqual({
      key: "telegram:4242:app:7:plan 2026-11-24T15:00 120 @studio-2 h2",
      platform: "telegram",
      from: { id: "7", name: "Ana", language: "en" },
      chat: { address: "telegram:7", kind: "private" },
      addressed: true,
      said: { kind: "press", data: "plan 2026-11-24T15:00 120 @studio-2 h2" },
    })
    const booking = await store().prisma.booking.findFirstOrThrow()
    expect(booking).toMatchObject({ memberId: "m1", madeById: "p-m1" })
    // Another member's booking is not theirs to touch, from here either.
    const rui = await passOf(8)
    await press(rui, `cancel ${booking.id} yes`)
    expect(await store().prisma.booking.count({ where: { status: "confirmed" } })).toBe(1)
  })

  test("says where a stranger joins, and shows them nothing", async () => {
    const stranger = await passOf(99)
    expect((await app.times(stranger)).status).toBe(404)
    const [reply] = await press(stranger, "plan 2026-11-24T15:00 120 @studio-2 h2")
    expect(JSON.stringify(reply?.lines)).toContain("invitation")
    expect(await store().prisma.booking.count()).toBe(0)
  })

  test("is offered by the chat's menu and beside what is free, in private", async () => {
    const menu = app.api.calls.find(({ method }) => method === "setChatMenuButton")?.params.menu_button
    expect(typeof menu === "string" ? JSON.parse(menu) : menu).toEqual({
      type: "web_app",
      text: "空檔 · Free",
      web_app: { url: "https://desk.example.mo/app" },
    })
    const update = (chat: object) => ({
      update_id: 1,
      message: {
        message_id: 1,
        date: 1,
        from: { id: 7, first_name: "Ana" },
        chat,
        text: "/free@anchor_test_bot tomorrow",
      },
    })
    for (const chat of [
      { id: 7, type: "private" },
      { id: -5, type: "supergroup", title: "Floor" },
    ]) {
      await fetch(`${app.url}/telegram/webhook`, {
        method: "POST",
        headers: { "x-telegram-bot-api-secret-token": "hook" },
        body: JSON.stringify({
          ...update(chat),
          update_id: chat.id + 10,
          message: {
            ...update(chat).message,
            entities: [{ type: "bot_command", offset: 0, length: "/free@anchor_test_bot".length }],
          },
        }),
      })
    }
    const [alone, together] = [7, -5].map((chat) => app.api.shown.find(({ chatId }) => chatId === chat))
    expect(alone?.buttons[0]).toEqual([
      { label: "Pick on the timetable", page: "https://desk.example.mo/app?day=2026-11-24" },
    ])
    expect(together?.buttons.flat().some(({ page }) => page)).toBe(false)
    const page = await fetch(`${app.url}/app`)
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors https://web.telegram.org;")
    expect(page.headers.get("x-frame-options")).toBeNull()
    const elsewhere = await fetch(`${app.url}/api/app/times`)
    expect(elsewhere.headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
  })
})
