import type { AddressInfo } from "node:net"
import type { FastifyInstance } from "fastify"
import { board } from "../../../../src/bots/board/index.js"
import { createHttp } from "../../../../src/bots/http.js"
import { slack } from "../../../../src/bots/slack/index.js"
import { telegram } from "../../../../src/bots/telegram/index.js"
import { web } from "../../../../src/bots/web/index.js"
import { browsers } from "../../../../src/core/browsers.js"
import { boardOf } from "../../../../src/core/desk/board.js"
import { freeTimes } from "../../../../src/core/desk/free-times.js"
import type { Hear, Turn } from "../../../../src/core/desk/turn.js"
import { first } from "../../../../src/core/once.js"
import { secret } from "../../../../src/core/secret.js"
import { webHistory } from "../../../../src/core/web-history.js"
import { fakeSlack, secrets } from "../../../support/fake-slack.js"
import { fakeTelegram, token } from "../../../support/fake-telegram.js"
import { visitor } from "../../../support/web-client.js"
import { type House, noting, speakers } from "./house.js"

/** The platforms on real HTTP, in this process, where what is not handled is seen: one server for each of Telegram's frameworks. */

export const hookSecret = "hostile-webhook-secret-0123456789"
export const publicUrl = "http://desk.example.test"

/** What Slack really says so; and what is none of its deliveries, which Bolt refuses after three seconds. */
const toBeLogged = /the app was uninstalled or its token revoked|was not acknowledged within 3 seconds/

export type Servers = Awaited<ReturnType<typeof openServers>>

/** @param answer what the desk says to a turn, at the moment */
export async function openServers(
  house: House,
  answer: (turn: Turn) => ReturnType<Hear>,
  prepare: ((http: FastifyInstance) => void) | undefined,
) {
  const [api, workspace] = [await fakeTelegram(), await fakeSlack()]
  for (const id of Object.values(speakers.slack)) workspace.person(id.split(":")[1] ?? "", { name: "Ana" })
  const failures: string[] = []
  const log = noting(failures)
  // Waiting for a platform's pace takes no time: the clock goes on instead.
  let ahead = 0
  const sleep = async (ms: number): Promise<void> => {
    ahead += ms
  }
  const clock = { now: () => Date.now() + ahead, sleep }
  const heard = new Map<string, Turn>()
  const hear: Hear = (turn) => {
    heard.set(turn.key, turn)
    // Few people say all of it: a second apart, or they would be told to be slower.
    ahead += 1000
    return answer(turn)
  }
  const app = {
    label: "Free",
    times: (userId: string, about: object) =>
      freeTimes(house.world, { platform: "telegram", userId, address: `telegram:${userId}` }, about),
    first: (what: string) => first(house.world, what, house.world.now),
  }
  const onTelegram = (framework: "grammy" | "telegraf", http: FastifyInstance) =>
    telegram(
      {
        token: secret(token),
        framework,
        apiRoot: api.apiRoot,
        webhook: { publicUrl: "https://desk.example.test", secret: secret(hookSecret) },
      },
      { http, log, menus: [], app, ...clock },
    )
  const machine = () => new Date(clock.now())
  const endless = { burst: 1e9, perSecond: 1e9 }
  const shared = (http: FastifyInstance) => ({ http, log, now: machine })
  const open = async (framework: "grammy" | "telegraf") => {
    const http = createHttp({ host: "127.0.0.1", publicUrl, log })
    prepare?.(http)
    const platforms = [
      onTelegram(framework, http),
      web(
        { secureCookies: false, publicUrl, paces: { user: endless, address: endless, newcomers: endless } },
        { ...shared(http), sessions: browsers(house.world), inbox: webHistory(house.world) },
      ),
      board({ secureCookies: false, publicUrl, pace: endless }, { ...boardOf(house.world), ...shared(http) }),
      slack(
        { botToken: secret(secrets.botToken), apiUrl: workspace.apiUrl, signingSecret: secret(secrets.signingSecret) },
        { ...shared(http), sleep },
      ),
    ]
    for (const platform of platforms) await platform.start(hear)
    await http.listen({ host: "127.0.0.1", port: 0 })
    const close = async () => {
      for (const platform of platforms) await platform.stop()
      await http.close()
    }
    return { url: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`, close }
  }
  const [grammy, telegraf] = [await open("grammy"), await open("telegraf")]
  const browser = visitor(grammy.url)
  await browser.post("/api/session", {})
  const boardSecret = await boardOf(house.world).openAs("clerk")
  return {
    ...{ grammy: grammy.url, telegraf: telegraf.url, heard, api, workspace, browser, now: machine },
    cookie: `${browser.cookie()}; anchordesk-board=${boardSecret}`,
    failures: () => failures.splice(0).filter((one) => !toBeLogged.test(one)),
    async close() {
      await grammy.close()
      await telegraf.close()
      await Promise.all([api.close(), workspace.close()])
    },
  }
}
