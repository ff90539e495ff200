import { request } from "node:http"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createHttp } from "../../../src/bots/http.js"
import { grammyTransport } from "../../../src/bots/telegram/grammy.js"
import { telegram } from "../../../src/bots/telegram/index.js"
import { telegrafTransport } from "../../../src/bots/telegram/telegraf.js"
import type { Platform, Turn } from "../../../src/core/desk/turn.js"
import { secret } from "../../../src/core/secret.js"
import { fakeTelegram, token } from "../../support/fake-telegram.js"
import { silent } from "../../support/log.js"

const hook = { publicUrl: "https://desk.example.com", secret: secret("0123456789abcdef-secret") }
const secretHeader = "x-telegram-bot-api-secret-token"
const updateOf = (id: number, text: string, who = 7) =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: 1,
      from: { id: who, is_bot: false, first_name: "Ana" },
      chat: { id: who, type: "private" },
      text,
    },
  })

describe.each(["grammy", "telegraf"] as const)("Telegram's webhook on %s", (framework) => {
  let api: Awaited<ReturnType<typeof fakeTelegram>>
  let platform: Platform
  let heard: Turn[]
  let thinking: Promise<void> | undefined
  let done = () => {}
  let port: number
  let close: () => Promise<void>

  beforeEach(async () => {
    api = await fakeTelegram()
    heard = []
    thinking = undefined
    const http = createHttp({ host: "127.0.0.1", log: silent })
    platform = telegram(
      { token: secret(token), framework, apiRoot: api.apiRoot, webhook: hook },
      { http, log: silent, now: Date.now, menus: [] },
    )
    await platform.start(async (turn) => {
      heard.push(turn)
      if (turn.from.id === "7") await thinking
      return []
    })
    await http.listen({ host: "127.0.0.1", port: 0 })
    port = (http.server.address() as { port: number }).port
    close = async () => {
      await platform.stop()
      await http.close()
      await api.close()
    }
  })
  afterEach(async () => {
    done()
    await close()
  })

  /** In two pieces, cut at a byte. */
  const sendCut = (body: Buffer, at: number, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const post = request(
        {
          host: "127.0.0.1",
          port,
          path: "/telegram/webhook",
          method: "POST",
          headers: { "content-type": "application/json", "content-length": body.length, ...headers },
        },
        (response) => {
          response.resume()
          response.on("end", () => resolve(response.statusCode ?? 0))
        },
      )
      post.on("error", reject)
      post.write(body.subarray(0, at), () => setImmediate(() => post.end(body.subarray(at))))
    })
  const send = (body: string, headers: Record<string, string> = { [secretHeader]: hook.secret.reveal() }) =>
    sendCut(Buffer.from(body), 1, headers)

  test("the secret is asked for, whatever the body", async () => {
    expect(api.webhook()).toEqual({ url: "https://desk.example.com/telegram/webhook", secret: hook.secret.reveal() })
    for (const given of [undefined, "", "0123456789abcdef", hook.secret.reveal().toUpperCase()]) {
      expect(await send(updateOf(1, "x"), given === undefined ? {} : { [secretHeader]: given })).toBe(401)
    }
    expect(await send("{ not json")).toBe(400)
    expect(await send("[]")).toBe(200)
    expect(heard).toEqual([])
  })

  test("an update is acknowledged when it is done, and done once however often it is given", async () => {
    thinking = new Promise((resolve) => {
      done = resolve
    })
    const answered: string[] = []
    const give = (id: number, who: number) =>
      send(updateOf(id, "x", who)).then((status) => answered.push(`${id} ${status}`))
    const first = give(1, 7)
    await expect.poll(() => heard).toHaveLength(1)
    const again = give(1, 7)
    // Others come and go meanwhile.
    for (const id of [2, 3]) await give(id, 8)
    expect(answered).toEqual(["2 200", "3 200"])
    done()
    await Promise.all([first, again])
    await give(1, 7)
    expect(answered.slice(2)).toEqual(["1 200", "1 200", "1 200"])
    expect(heard.map(({ from }) => from.id)).toEqual(["7", "8", "8"])
  })

  test("a Chinese message survives being cut at every byte", async () => {
    const text = "訂2號直播間😀"
    const bytes = (id: number) => Buffer.from(updateOf(id, text))
    const first = bytes(10_000).indexOf("訂")
    const cuts = Array.from({ length: Buffer.byteLength(text) + 1 }, (_, n) => first + n)
    for (const at of cuts) await sendCut(bytes(10_000 + at), at, { [secretHeader]: hook.secret.reveal() })
    expect(heard.map(({ said }) => said)).toEqual(cuts.map(() => ({ kind: "text", text })))
  })

  test("an API that falls silent is not waited for forever", async () => {
    api.fail("sendMessage", "silence")
    const make = framework === "grammy" ? grammyTransport : telegrafTransport
    const transport = make({ token: secret(token), apiRoot: api.apiRoot, onUpdate: async () => {}, patienceMs: 100 })
    const failed = await transport.call("sendMessage", { chat_id: 7, text: "x" }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ kind: "unheard" })
  })
})
