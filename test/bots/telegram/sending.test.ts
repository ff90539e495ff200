import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createHttp } from "../../../src/bots/http.js"
import { grammyTransport } from "../../../src/bots/telegram/grammy.js"
import { telegram } from "../../../src/bots/telegram/index.js"
import { poll } from "../../../src/bots/telegram/poll.js"
import { queue } from "../../../src/bots/telegram/queue.js"
import { telegrafTransport } from "../../../src/bots/telegram/telegraf.js"
import type { Platform, Reply } from "../../../src/core/desk/turn.js"
import { secret } from "../../../src/core/secret.js"
import { fakeTelegram, token } from "../../support/fake-telegram.js"
import { silent } from "../../support/log.js"

/** Messages of several parts, and calls that fail: what is said again, and what is not. Waiting takes no time: the clock goes on. */
describe.each(["grammy", "telegraf"] as const)("saying things on Telegram by %s", (framework) => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let platform: Platform
  let logged: unknown[]
  let answer: () => readonly Reply[]
  let ahead: number

  beforeEach(async () => {
    api = await fakeTelegram()
    logged = []
    answer = () => []
    ahead = 0
    const log = { ...silent, warn: (...entry: unknown[]) => void logged.push(entry) }
    platform = telegram(
      { token: secret(token), framework, apiRoot: api.apiRoot },
      {
        http: createHttp({ host: "127.0.0.1", log }),
        log,
        now: () => Date.now() + ahead,
        sleep: async (ms) => {
          ahead += ms
        },
        menus: [],
      },
    )
    await platform.start(async () => answer())
  })
  afterEach(async () => {
    await platform.stop()
    await api.close()
  })

  const badGateway = { code: 502, description: "Bad Gateway" }
  const ics = { name: "booking.ics", bytes: Buffer.from("BEGIN:VCALENDAR"), type: "text/calendar" }
  const texts = () => api.shown.map(({ text, document }) => document ?? text.slice(0, 9))

  test.each([
    ["5xx", badGateway],
    ["400", { code: 400, description: "Bad Request: file must be non-empty" }],
    ["403", { code: 403, description: "Forbidden: bot was blocked by the user" }],
  ])("a notice whose file met a %s is said once, and counts as said", async (_, fault) => {
    api.fail("sendDocument", ...Array.from({ length: 4 }, () => fault))
    const said = await platform.send("telegram:7", { text: [["Moved."]], file: ics })
    expect(said).toEqual({ is: "sent", message: expect.stringMatching(/^7:\d+$/) })
    expect(texts()).toEqual(["Moved."])
    expect(JSON.stringify(logged)).toContain("went without its file")
    expect(await platform.send("telegram:8", { text: [["Moved."]], file: ics })).toMatchObject({ is: "sent" })
  })

  test.each([
    ["away", badGateway, "unsure"],
    ["closed to us", { code: 403, description: "Forbidden: bot was blocked by the user" }, "unsure"],
    ["of another mind", { code: 400, description: "Bad Request: wrong something" }, "refused"],
  ])("a notice whose second page finds Telegram %s is no clean failure", async (_, fault, is) => {
    api.fail("sendMessage", "none", ...Array.from({ length: 4 }, () => fault))
    const pages = [["first page"], ...Array.from({ length: 80 }, () => ["x".repeat(99)])]
    expect(await platform.send("telegram:7", { text: pages })).toMatchObject({ is })
    expect(texts()).toEqual(["first pag"])
  })

  const card = [[{ label: "Confirm", press: "ok" }]]
  /** A card, and the tap on it: what was booked is shown in its place, then comes the file. */
  const confirm = async () => {
    const ana = api.person(7, "Ana")
    answer = () => [{ text: [["Shall I?"]], buttons: card }]
    await ana.say("book")
    answer = () => [
      { text: [["Booked."]], edit: true },
      { text: [["For your calendar."]], file: ics },
    ]
    await ana.pressOnly("ok")
    await api.until(() => api.pending().length === 0, "the tap to be done with")
  }
  const whole = ["Booked.", "For your ", "BEGIN:VCALENDAR"]

  test.each([
    ["an edit", "editMessageText", [badGateway, badGateway, badGateway]],
    ["an edit, unheard", "editMessageText", ["reset", "lost", "reset"] as const],
    ["a message", "sendMessage", [badGateway, badGateway, badGateway]],
    ["a message that never left", "sendMessage", ["reset"] as const],
    ["a file", "sendDocument", [badGateway, { code: 500, description: "Internal Server Error" }]],
  ] as const)("an answer waits for Telegram to be back: %s", async (_, method, faults) => {
    api.fail(method, ...(method === "sendMessage" ? (["none"] as const) : []), ...faults)
    await confirm()
    expect(texts()).toEqual(whole)
    expect(api.shown[0]?.edited).toBe(1)
    expect(logged).toEqual([])
  })

  test("an answer that may have arrived is rather said twice than never, and not more often", async () => {
    api.fail("sendMessage", "none", "lost", "lost", "lost")
    await confirm()
    expect(texts()).toEqual(["Booked.", "For your ", "For your "])
    expect(JSON.stringify(logged)).toContain("an answer did not arrive")
  })

  test("one answer that is lost takes no other with it", async () => {
    api.fail("editMessageText", ...Array.from({ length: 4 }, () => badGateway))
    await confirm()
    expect(texts()).toEqual(["Shall I?", ...whole.slice(1)])
    expect(JSON.stringify(logged)).toContain("an answer did not arrive")
  })

  test("who is away for a moment is not told to open the chat that they have", async () => {
    answer = () => [{ text: [["For you only."]], private: true }]
    api.fail("sendMessage", ...Array.from({ length: 4 }, () => badGateway))
    await api.person(7, "Ana", { chatId: -100 }).sayOnly("mine?")
    await api.until(() => api.pending().length === 0, "the question to be done with")
    expect(texts()).toEqual([])
    expect(JSON.stringify(logged)).toContain("an answer did not arrive")
  })

  test("who the bot is was asked at the start, and is not asked again", async () => {
    api.fail("getMe", badGateway, "silence")
    answer = () => [{ text: [["Here."]] }]
    expect((await api.person(7, "Ana").say("hello")).text).toBe("Here.")
    expect(api.calls.filter(({ method }) => method === "getMe")).toHaveLength(1)
  })

  test("an update that could not be taken is logged", async () => {
    await platform.stop()
    const options = { token: secret(token), apiRoot: api.apiRoot, onUpdate: async () => {} }
    const transport = framework === "grammy" ? grammyTransport(options) : telegrafTransport(options)
    const errors: unknown[] = []
    const polling = poll({
      transport,
      queue: queue(),
      take: async () => {
        throw new Error("no room")
      },
      log: { ...silent, error: (...entry: unknown[]) => void errors.push(entry) },
      sleep: async () => {},
    })
    const id = await api.person(7, "Ana").sayOnly("hello")
    await api.until(() => errors.length > 0, "the word of it")
    await polling.stop()
    expect(errors).toEqual([[expect.objectContaining({ update: id }), "an update was not taken"]])
  })

  test("a group that became a supergroup is named, and no message there is taken for one of the old", async () => {
    const old = await platform.send("telegram:-5", { text: [["digest"]] })
    if (old.is !== "sent") throw new Error(old.is)
    api.upgrade(-5, -1005)
    expect(await platform.send("telegram:-5", { text: [["late"]] })).toEqual({ is: "moved", to: "telegram:-1005" })
    expect(await platform.send("telegram:-1005", { text: [["later"]], replaces: old.message })).toMatchObject({
      is: "sent",
    })
    expect(texts()).toEqual(["digest", "later"])
    expect(api.calls.filter(({ method }) => method.startsWith("edit"))).toEqual([])
  })

  describe("a message that lives", () => {
    const png = (n: number) => ({ name: "day.png", png: new Uint8Array([n]), alt: "The day" })
    const digest = (text: string, n: number): Reply => ({ text: [[text]], picture: png(n) })
    const long = (word: string) => word.repeat(1500)
    const said = async (reply: Reply, replaces?: string): Promise<string> => {
      const sent = await platform.send("telegram:-5", { ...reply, ...(replaces && { replaces }) })
      if (sent.is !== "sent") throw new Error(sent.is)
      return sent.message
    }
    const seen = () => api.shown.map(({ photo, text, edited }) => [photo ? "photo" : "text", text.slice(0, 7), edited])

    test("too long for a caption: its picture and its words are each changed in place", async () => {
      const first = await said(digest(long("a"), 1))
      const second = await said(digest(long("b"), 2), first)
      expect(await said(digest(long("c"), 3), second)).toBe(first)
      expect(api.shown.map(({ photo, text }) => [photo, text.slice(0, 3)])).toEqual([
        [true, "The"],
        [false, "ccc"],
      ])
      expect(api.shown[1]?.edited).toBe(2)
      const calls = api.calls.map(({ method, params }) => [method, Number(params.message_id)])
      // Telegram would make a picture of a text, and lose the words.
      const [photo, text] = api.shown.map(({ messageId }) => messageId)
      expect(calls).toContainEqual(["editMessageMedia", photo])
      expect(calls).not.toContainEqual(["editMessageMedia", text])
    })

    test("it grows out of its caption, and back into it, and leaves nothing behind", async () => {
      const first = await said(digest("short", 1))
      expect(await said(digest("shorter", 2), first)).toBe(first)
      const grown = await said(digest(long("b"), 3), first)
      expect(seen()).toEqual([
        ["photo", "The day", 2],
        ["text", "bbbbbbb", 0],
      ])
      expect(await said(digest("short", 4), grown)).toBe(first)
      expect(seen()).toEqual([["photo", "short", 3]])
    })

    test("of another kind, it takes the other's place once", async () => {
      const words = await said({ text: [["words"]] })
      const picture = await said(digest("picture", 1), words)
      expect(seen()).toEqual([["photo", "picture", 0]])
      expect(await said(digest("again", 2), picture)).toBe(picture)
      expect(seen()).toEqual([["photo", "again", 1]])
    })

    test("several pages are as many messages, also when they change", async () => {
      const pages = (word: string) => ({ text: Array.from({ length: 80 }, () => [word.repeat(99)]) })
      const first = await said(pages("x"))
      expect(await said(pages("y"), first)).toBe(first)
      expect(seen()).toEqual([
        ["text", "yyyyyyy", 1],
        ["text", "yyyyyyy", 1],
      ])
    })
  })
})
