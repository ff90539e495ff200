import { describe, expect, test } from "vitest"
import { readInitData } from "../../../src/bots/telegram/app/init-data.js"
import { readPass, writePass } from "../../../src/bots/telegram/app/pass.js"
import { secret } from "../../../src/core/secret.js"
import { token } from "../../support/fake-telegram.js"
import { signed } from "../../support/telegram-app.js"

const at = new Date("2026-11-24T07:00:00Z")
const now = at.getTime()
const minute = 60_000
const read = (initData: string, when = now) => readInitData(initData, { token: secret(token), now: when }).is

describe("init data", () => {
  test("is what Telegram itself signs: an opening of a real bot's page", () => {
    // https://docs.telegram-mini-apps.com/platform/init-data, of a bot whose token is public.
    const real =
      "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
    const of = { token: secret("5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"), now: 1662771648_000 }
    expect(readInitData(real, of)).toEqual({
      is: "opened",
      by: { id: 279058397, name: "Vladislav Kibenko", language: "ru", hash: expect.stringMatching(/^c501b71e/) },
    })
    expect(readInitData(real.replace("279058397", "279058398"), of).is).toBe("forged")
  })

  test("says who opened the page, whatever the order of its fields", () => {
    const data = signed({ id: 7, name: "陳麗珊", language: "zh-hant", at })
    expect(readInitData(data, { token: secret(token), now })).toMatchObject({
      is: "opened",
      by: { id: 7, name: "陳麗珊", language: "zh-hant" },
    })
    expect(read(data.split("&").reverse().join("&"))).toBe("opened")
  })

  test.each([
    ["another bot's token", signed({ at, bot: "4243:AAAnotherBotsToken_012345678901234567890123" })],
    ["a user who was edited", signed({ at }).replace("%22id%22%3A7", "%22id%22%3A8")],
    ["a time that was edited", signed({ at }).replace(/auth_date=\d/, "auth_date=2")],
    ["a field that was added", `${signed({ at })}&can_send_after=1`],
    ["a field that was taken out", signed({ at }).replace(/query_id=[^&]*&/, "")],
    ["a field that comes twice", `user=%7B%22id%22%3A8%7D&${signed({ at })}`],
    ["a hash that is cut", signed({ at }).slice(0, -2)],
    ["a hash in capitals", signed({ at }).replace(/hash=.*/, (hash) => hash.toUpperCase().replace("HASH", "hash"))],
    ["no hash", signed({ at }).replace(/&hash=.*/, "")],
    ["a bot", signed({ at, more: { user: '{"id":9,"is_bot":true}' } })],
    ["nobody", signed({ at, more: { user: "" } })],
    ["a user who is no JSON", signed({ at, more: { user: "{" } })],
    ["no time", signed({ at, more: { auth_date: "" } }).replace("auth_date=&", "auth_date=x&")],
    ["nothing", ""],
    ["far too much", signed({ at, more: { start_param: "x".repeat(5000) } })],
  ])("of %s is refused", (_, data) => {
    expect(read(data)).toBe("forged")
  })

  test("is good for five minutes, and for a clock that is a little ahead", () => {
    const data = signed({ at })
    expect([-61_000, -60_000, 0, 5 * minute, 5 * minute + 1].map((ms) => read(data, now + ms))).toEqual([
      "old",
      "opened",
      "opened",
      "opened",
      "old",
    ])
  })
})

describe("a pass", () => {
  const of = (bot: string, when: number) => ({ token: secret(bot), now: when })
  const pass = writePass({ id: 7, name: "Ana", language: "pt" }, of(token, now))

  test("is good for an hour, to whom it was given", () => {
    expect(readPass(pass, of(token, now))).toEqual({ id: 7, name: "Ana", language: "pt" })
    expect(readPass(pass, of(token, now + 60 * minute - 1))).not.toBeNull()
    expect(readPass(pass, of(token, now + 60 * minute))).toBeNull()
  })

  test("of another bot, edited, cut or made up is none", () => {
    const [text = "", sign = ""] = pass.split(".")
    const edited = Buffer.from(Buffer.from(text, "base64url").toString().replace('"id":7', '"id":8')).toString(
      "base64url",
    )
    const made = [
      `${edited}.${sign}`,
      text,
      `${text}.`,
      `${text}.${sign}.x`,
      `${text}.${sign.slice(2)}`,
      "",
      ".",
      "a.b",
    ]
    for (const one of made) expect(readPass(one, of(token, now)), one).toBeNull()
    expect(readPass(pass, of("4243:another", now))).toBeNull()
    // The key of passes is not that of init data.
    expect(read(`user=${text}&hash=${Buffer.from(sign, "base64url").toString("hex")}`)).toBe("forged")
  })
})
