import { inspect } from "node:util"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createHttp } from "../../../src/bots/http.js"
import { telegram } from "../../../src/bots/telegram/index.js"
import type { Hear, Platform, Reply, Turn } from "../../../src/core/desk/turn.js"
import { secret } from "../../../src/core/secret.js"
import { fakeTelegram, token } from "../../support/fake-telegram.js"
import { silent } from "../../support/log.js"

/** What is Telegram's own, beside the contract: both frameworks, over HTTP, against a Bot API as strict as Telegram's. */
describe.each(["grammy", "telegraf"] as const)("telegram on %s", (framework) => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let platform: Platform
  let heard: Turn[]
  let logged: unknown[]
  let answer: (turn: Turn) => readonly Reply[] | Promise<readonly Reply[]>
  const log = {
    ...silent,
    warn: (...entry: unknown[]) => void logged.push(entry),
    error: (...entry: unknown[]) => void logged.push(entry),
  }
  const say = (text: string, more: Partial<Reply> = {}): Reply[] => [{ text: [[text]], ...more }]
  const hear: Hear = async (turn) => {
    heard.push(turn)
    return answer(turn)
  }
  const make = () => {
    const http = createHttp({ host: "127.0.0.1", log })
    const menus = [
      { commands: [{ command: "book", description: "Book" }] },
      { language: "pt", commands: [{ command: "book", description: "Reservar" }] },
    ]
    return telegram({ token: secret(token), framework, apiRoot: api.apiRoot }, { http, log, now: Date.now, menus })
  }

  beforeEach(async () => {
    api = await fakeTelegram()
    heard = []
    logged = []
    answer = (turn) => say(turn.said.kind === "text" ? `you said ${turn.said.text}` : "ok")
    platform = make()
    await platform.start(hear)
  })
  afterEach(async () => {
    await platform.stop()
    await api.close()
  })

  test("a message is heard with who said it, and answered", async () => {
    const ana = api.person(7, "Ana", { language: "pt-br" })
    expect((await ana.say("book a room")).text).toBe("you said book a room")
    expect(heard).toEqual([
      {
        key: expect.stringMatching(/^telegram:4242:\d+$/),
        platform: "telegram",
        from: { id: "7", name: "Ana", language: "pt-br" },
        chat: { address: "telegram:7", kind: "private" },
        addressed: true,
        said: { kind: "text", text: "book a room" },
      },
    ])
  })

  test("a press is answered, with its toast, and the message is changed in place", async () => {
    answer = (turn) =>
      turn.said.kind === "press"
        ? say(`pressed ${turn.said.data}`, { edit: true, toast: "Done" })
        : say("card", { buttons: [[{ label: "Confirm", press: "ok 1" }]] })
    const ana = api.person(7, "Ana")
    await ana.say("book")
    const edited = await ana.press("Confirm")
    expect(edited).toMatchObject({ text: "pressed ok 1", edited: 1, buttons: [] })
    expect([...api.answered.values()]).toEqual(["Done"])
    expect(ana.seen()).toHaveLength(1)
  })

  test("a button that Telegram would not take is left out, which is told to whoever runs the desk", async () => {
    const long = `plan 2026-11-24T15:00 120 @studio-2 "${"x".repeat(40)}`
    answer = () => say("card", { buttons: [[{ label: "Ana's", press: long }], [{ label: "Menu", press: "home" }]] })
    const { buttons } = await api.person(7, "Ana").say("book")
    expect(buttons).toEqual([[{ label: "Menu", data: "home" }]])
    expect(logged).toEqual([[{ step: "plan" }, "a button was left out: it is too long for Telegram"]])
  })

  test("pictures come with their words, are changed in place by pictures, and by words beneath them", async () => {
    const png = new Uint8Array([1, 2, 3])
    const picture = { name: "day.png", png, alt: "A day" }
    let step = 0
    answer = () =>
      say(`step ${step++}`, { edit: true, ...(step < 3 && { picture }), buttons: [[{ label: "Next", press: "n" }]] })
    const ana = api.person(7, "Ana")
    expect(await ana.say("free?")).toMatchObject({ photo: true, text: "step 0" })
    expect(await ana.press("Next")).toMatchObject({ photo: true, text: "step 1" })
    expect(await ana.press("Next")).toMatchObject({ photo: true, text: "step 2" })
    expect(ana.seen()).toHaveLength(1)
  })

  test("a long picture caption is a picture and a message", async () => {
    answer = () => say("long ".repeat(400), { picture: { name: "p.png", png: new Uint8Array([1]), alt: "A day" } })
    const ana = api.person(7, "Ana")
    await ana.say("x")
    await api.until(() => ana.seen().length === 2, "both")
    expect(ana.seen().map(({ photo, text }) => [photo, text.slice(0, 5)])).toEqual([
      [true, "A day"],
      [false, "long "],
    ])
  })

  test("in a group: only mentions, commands and replies are addressed, and what is private is said alone", async () => {
    answer = (turn) => (turn.addressed ? say("for you only", { private: true }) : [])
    const group = api.person(7, "Ana", { chatId: -100 })
    const alone = api.person(7, "Ana")
    await group.sayOnly("just talking")
    await group.sayOnly("/book@other_bot", { entities: [{ type: "bot_command", offset: 0, length: 15 }] })
    await group.sayOnly("/free@anchor_test_bot tomorrow", {
      entities: [{ type: "bot_command", offset: 0, length: 21 }],
    })
    await api.until(() => alone.seen().length === 1, "the private answer")
    await group.sayOnly("@anchor_test_bot book a room", { entities: [{ type: "mention", offset: 0, length: 16 }] })
    await group.sayOnly("tomorrow", { reply_to_message: { from: { id: 4242, is_bot: true, first_name: "Desk" } } })
    await api.until(() => alone.seen().length === 3, "three private answers")
    expect(heard.map(({ addressed, said }) => [addressed, said.kind === "text" && said.text])).toEqual([
      [false, "just talking"],
      [false, "/book@other_bot"],
      [true, "/free tomorrow"],
      [true, "book a room"],
      [true, "tomorrow"],
    ])
    expect(heard.every(({ direct }) => direct === "telegram:7")).toBe(true)
    api.block(7, "Forbidden: bot can't initiate conversation with a user")
    expect(
      (await group.say("@anchor_test_bot hi", { entities: [{ type: "mention", offset: 0, length: 16 }] })).text,
    ).toBe("@anchor_test_bot")
  })

  test("other bots, service messages and kinds of update that are new are nobody in particular", async () => {
    const ana = api.person(7, "Ana")
    await ana.send({ from: { id: 9, is_bot: true, first_name: "B" }, text: "x" })
    await ana.send({ new_chat_members: [] })
    await api.push({ something_new: { a: 1 } })
    await ana.send({ document: {} })
    await ana.send({ location: {} })
    await ana.sayOnly("and now me")
    await api.until(() => heard.length === 3, "what is somebody's")
    expect(heard.map(({ said }) => ("what" in said ? said.what : said.kind))).toEqual(["file", "location", "text"])
  })

  test("a photo's caption and a forwarded text are read", async () => {
    const ana = api.person(7, "Ana")
    await ana.send({ photo: [{}], caption: "book tomorrow" })
    await ana.next()
    await ana.say("forwarded", { forward_origin: { type: "user" } })
    expect(heard.map(({ said }) => said)).toEqual([
      { kind: "text", text: "book tomorrow" },
      { kind: "text", text: "forwarded" },
    ])
  })

  test("one chat in order, others beside it", async () => {
    const order: string[] = []
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    answer = async (turn) => {
      const text = turn.said.kind === "text" ? turn.said.text : ""
      if (text === "a1") await slow
      order.push(text)
      return say(text)
    }
    const [ana, bo] = [api.person(7, "Ana"), api.person(8, "Bo")]
    await ana.sayOnly("a1")
    await ana.sayOnly("a2")
    expect((await bo.say("b1")).text).toBe("b1")
    expect((await bo.say("b2")).text).toBe("b2")
    release()
    await api.until(() => ana.seen().length === 2, "Ana's answers")
    expect(order).toEqual(["b1", "b2", "a1", "a2"])
  })

  test("what is not done at a crash is given again; what is done is not", async () => {
    let release: (replies: Reply[]) => void = () => {}
    const never = new Promise<Reply[]>((resolve) => {
      release = resolve
    })
    answer = (turn) => (turn.said.kind === "text" && turn.said.text === "hang" ? never : say("done"))
    const ana = api.person(7, "Ana")
    await ana.say("first")
    const hanging = await api.person(8, "Bo").sayOnly("hang")
    await api.until(() => heard.length === 2, "the hanging turn")
    await ana.say("third")
    await api.until(() => !api.pending().includes(hanging - 1), "the first to be confirmed")
    expect(api.pending()).toContain(hanging)
    // Were the process killed here, nothing else would be confirmed, and the next one would get the rest.
    release([])
  })

  test("Telegram away, flooded or odd: polling goes on, and a second poller is told of plainly", async () => {
    api.fail("getUpdates", { code: 502, description: "Bad Gateway" }, "reset", {
      code: 409,
      description: "Conflict: terminated by other getUpdates request",
    })
    const ana = api.person(7, "Ana")
    expect((await ana.say("hello")).text).toBe("you said hello")
    await api.until(() => JSON.stringify(logged).includes("stop the other one"), "the plain word")
    expect((await ana.say("still there?")).text).toBe("you said still there?")
  })

  test("markup that Telegram cannot read is said plainly", async () => {
    api.fail("sendMessage", { code: 400, description: "Bad Request: can't parse entities: whatever" })
    answer = () => [{ text: [[{ bold: "A & B" }]] }]
    expect((await api.person(7, "Ana").say("x")).html).toBe("A & B")
  })

  test.each([
    [{ code: 400, description: "Bad Request: wrong something" }, { is: "refused" }],
    [{ code: 401, description: "Unauthorized" }, { is: "down" }],
    ["lost" as const, { is: "unsure" }],
  ])("a notice: %j is %j", async (fault, delivery) => {
    api.fail("sendMessage", fault)
    expect(await platform.send("telegram:7", { text: [["reminder"]] })).toMatchObject(delivery)
    expect(await platform.send("telegram:8", { text: [["reminder"]] })).toEqual({
      is: "sent",
      message: expect.stringMatching(/^8:\d+$/),
    })
  })

  test("a token that is revoked is reported in plain words, and ends nothing", async () => {
    const refusal = { code: 401, description: "Unauthorized" }
    api.fail("sendMessage", refusal, refusal)
    api.fail("getUpdates", refusal)
    expect(await platform.send("telegram:7", { text: [["reminder"]] })).toMatchObject({ is: "down" })
    const ana = api.person(7, "Ana")
    await ana.sayOnly("hello")
    await api.until(
      () => JSON.stringify(logged).split("copy it again").length > 3,
      "both, and the poll, to be reported",
    )
    expect((await ana.say("still there?")).text).toBe("you said still there?")
  })

  test("an earlier notice is replaced in place", async () => {
    const sent = await platform.send("telegram:-5", { text: [["digest"]] })
    if (sent.is !== "sent") throw new Error(sent.is)
    expect(await platform.send("telegram:-5", { text: [["digest, changed"]], replaces: sent.message })).toEqual(sent)
    expect(api.shown).toMatchObject([{ text: "digest, changed", edited: 1 }])
  })

  test("the token is in no log and no error", async () => {
    await platform.stop()
    const failing = telegram(
      { token: secret(token), framework, apiRoot: "http://127.0.0.1:1" },
      { http: createHttp({ host: "127.0.0.1", log }), log, now: Date.now, menus: [] },
    )
    const refused = await failing.start(hear).catch((error: unknown) => error)
    const wrong = telegram(
      { token: secret("4242:AAAnotherTokenThatNobodyKnows_9876543210"), framework, apiRoot: api.apiRoot },
      { http: createHttp({ host: "127.0.0.1", log }), log, now: Date.now, menus: [] },
    )
    const unknown = await wrong.start(hear).catch((error: unknown) => error)
    const printed = [refused, unknown, logged]
      .map((thing) => inspect(thing, { depth: 20, showHidden: true }) + JSON.stringify(thing))
      .join()
    expect(String(refused)).toContain("could not be reached")
    expect(String(unknown)).toContain("BotFather")
    expect(printed).not.toContain("FakeToken")
    expect(printed).not.toContain("AnotherToken")
  })
})
