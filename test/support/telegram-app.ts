import { createHmac } from "node:crypto"
import type { AddressInfo } from "node:net"
import { createHttp } from "../../src/bots/http.js"
import { telegram } from "../../src/bots/telegram/index.js"
import { createDesk } from "../../src/core/desk/desk.js"
import { freeTimes } from "../../src/core/desk/free-times.js"
import type { Hear } from "../../src/core/desk/turn.js"
import { first } from "../../src/core/once.js"
import { secret } from "../../src/core/secret.js"
import { fakeTelegram, token } from "./fake-telegram.js"
import { silent } from "./log.js"
import type { TestWorld } from "./world.js"

/** The picker's page as Telegram opens it: init data signed as Telegram signs, and the service that serves it. */

export type Launch = {
  id?: number
  name?: string
  language?: string
  at?: Date
  bot?: string
  more?: Record<string, string>
}

let queries = 0

/** Init data as a client hands it to the page. */
export function signed({
  id = 7,
  name = "Ana",
  language = "en",
  at = new Date(),
  bot = token,
  more = {},
}: Launch = {}) {
  const fields: Record<string, string> = {
    query_id: `AAH${++queries}`,
    user: JSON.stringify({ id, first_name: name, language_code: language, allows_write_to_pm: true }),
    auth_date: String(Math.floor(at.getTime() / 1000)),
    signature: "c2lnbmVkIGZvciB0aGlyZCBwYXJ0aWVz",
    ...more,
  }
  const text = Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join("\n")
  const key = createHmac("sha256", "WebAppData").update(bot).digest()
  return new URLSearchParams({ ...fields, hash: createHmac("sha256", key).update(text).digest("hex") }).toString()
}

export async function startApp(world: TestWorld, hear: Hear = createDesk(world).hear) {
  const api = await fakeTelegram()
  const publicUrl = "https://desk.example.mo"
  const http = createHttp({ host: "127.0.0.1", publicUrl, log: silent })
  let ahead = 0
  const now = () => Date.now() + ahead
  const heard: Parameters<Hear>[0][] = []
  const platform = telegram(
    { token: secret(token), framework: "grammy", apiRoot: api.apiRoot, webhook: { publicUrl, secret: secret("hook") } },
    {
      ...{ http, log: silent, now, menus: [] },
      app: {
        label: "空檔 · Free",
        times: (userId, about) =>
          freeTimes(world, { platform: "telegram", userId, address: `telegram:${userId}` }, about),
        first: (what) => first(world, what, world.now),
      },
    },
  )
  await platform.start(async (turn) => {
    heard.push(turn)
    return hear(turn)
  })
  await http.listen({ host: "127.0.0.1", port: 0 })
  const url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
  return {
    api,
    url,
    heard,
    platform,
    later: (ms: number) => {
      ahead += ms
    },
    now: () => new Date(now()),
    /** Hands init data in; resolves with the status, and the pass or the error's code. */
    enter: async (initData: string, headers: Record<string, string> = {}) => {
      const response = await post(`${url}/api/app/enter`, { initData }, headers)
      const body = (await response.json()) as { pass?: string; error?: string }
      return { status: response.status, ...body }
    },
    times: (pass: string, query = "") =>
      fetch(`${url}/api/app/times${query}`, { headers: { authorization: `Bearer ${pass}` } }),
    press: (pass: string, body: unknown) => post(`${url}/api/app/turns`, body, { authorization: `Bearer ${pass}` }),
    close: async () => {
      await platform.stop()
      await http.close()
      await api.close()
    },
  }
}

const post = (url: string, body: unknown, headers: Record<string, string>) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })

/** What Telegram puts behind the page's address. */
export const fragment = (initData: string, theme: Record<string, string>) =>
  `#${new URLSearchParams({ tgWebAppData: initData, tgWebAppVersion: "8.0", tgWebAppPlatform: "ios", tgWebAppThemeParams: JSON.stringify(theme) })}`

/** The colours of Telegram for iOS by day and by night. */
export const themes = {
  light: {
    ...{ bg_color: "#ffffff", text_color: "#000000", hint_color: "#8e8e93", link_color: "#007aff" },
    ...{ button_color: "#007aff", button_text_color: "#ffffff", secondary_bg_color: "#efeff4" },
  },
  dark: {
    ...{ bg_color: "#1c1c1d", text_color: "#ffffff", hint_color: "#98989e", link_color: "#3e88f7" },
    ...{ button_color: "#3e88f7", button_text_color: "#ffffff", secondary_bg_color: "#000000" },
  },
}
