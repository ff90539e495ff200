import { Writable } from "node:stream"
import { expect, test } from "vitest"
import type { Turn } from "../src/core/desk/turn.js"
import { turnName } from "../src/core/log.js"
import { createLog, traced, untraced } from "../src/log.js"

/** What is logged, as an operator's tools read it. */

function listening(level = "debug") {
  const written: Record<string, unknown>[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const lines = new Map<string, number>()
  return { log: createLog(level, lines, to), lines, written }
}

const turn = (key: string): Turn => ({
  key,
  platform: "web",
  from: { id: "1", name: "Ana" },
  chat: { address: "web:1", kind: "private" },
  addressed: true,
  said: { kind: "text", text: "hello" },
})

test("every line that a turn causes has its name, and what serves everybody has none", async () => {
  const { log, written } = listening()
  const hear = traced(
    async ({ key }) => {
      log.warn(`in ${key}`)
      await new Promise((done) => setImmediate(done))
      untraced(() => log.info("for all"))
      return []
    },
    log,
    () => 5,
  )
  const platform = async (key: string) => {
    await hear(turn(key))
    log.info({ turn: turnName(key) }, `after ${key}`)
  }
  await Promise.all(["one", "two"].map(platform))
  log.info("outside")
  const names = (text: RegExp) => [
    ...new Set(written.filter(({ msg }) => text.test(String(msg))).map(({ turn }) => turn)),
  ]
  const [one, two] = [names(/ one$/), names(/ two$/)]
  expect([one, two]).toEqual([[expect.stringMatching(/^[\w-]{12}$/)], [expect.stringMatching(/^[\w-]{12}$/)]])
  expect(one).not.toEqual(two)
  expect(names(/^answered$/).sort()).toEqual([...one, ...two].sort())
  expect(names(/for all|outside/)).toEqual([undefined])
  expect(written.find(({ msg }) => msg === "answered")).toMatchObject({
    platform: "web",
    said: "text",
    replies: 0,
    ms: 0,
  })
  await platform("one")
  expect(names(/ one$/)).toEqual(one)
})

test("an error is told without what it was about", () => {
  const { log, lines, written } = listening()
  const database = Object.assign(new Error('duplicate key value violates unique constraint "member_name_key"'), {
    code: "23505",
    detail: "Key (name)=(金記直播) already exists.",
    where: "金記直播",
  })
  const parsing = (() => {
    try {
      return JSON.parse("金記直播 is here")
    } catch (error) {
      return error
    }
  })()
  const prisma = Object.assign(
    new Error("\nInvalid `create()` invocation:\n{ name: '金記直播' }\n\nArgument missing."),
    {
      name: "PrismaClientValidationError",
    },
  )
  for (const err of [database, parsing, prisma, new Error("outer", { cause: parsing }), "金記直播"])
    log.error({ err }, "broke")
  expect(JSON.stringify(written)).not.toContain("金記")
  expect(written[0]).toMatchObject({
    level: "error",
    msg: "broke",
    err: { code: "23505", stack: expect.stringContaining("at ") },
  })
  expect(written[2]).toMatchObject({ err: { message: "Argument missing." } })
  expect(written[3]).toMatchObject({ err: { message: "outer", cause: { type: "SyntaxError" } } })
  expect(lines.get("error")).toBe(5)
})

test("tokens are blotted out, whoever put them there", () => {
  const { log, written } = listening()
  log.warn({ url: "https://api.telegram.org/bot4242:AAFakeTokenForTheLoopbackBotApi_0123456789/getMe" }, "xoxb-12-ab")
  expect(written).toMatchObject([{ url: "https://api.telegram.org/bot[secret]/getMe", msg: "[secret]" }])
})
