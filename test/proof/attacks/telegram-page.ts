import { token } from "../../support/fake-telegram.js"
import { type Launch, signed } from "../../support/telegram-app.js"
import type { Measure } from "../measure.js"
import { ask, attack, json, onBoth, siege } from "./siege.js"

/** S15: the page inside of Telegram, opened with what Telegram did not sign for this bot, for this person, now. */

const minutes = (n: number): Date => new Date(Date.now() + n * 60_000)
const changedIn = (text: string, change: (fields: URLSearchParams) => void): string => {
  const fields = new URLSearchParams(text)
  change(fields)
  return fields.toString()
}

/** Init data that Telegram did not sign for this bot, for this person, now. */
const forgeries: Record<string, (ana: Launch) => string> = {
  nothing: () => "",
  "another bot's": (ana) => signed({ ...ana, bot: "4243:AAFakeTokenOfAnotherBotOnTheLoopback_012345" }),
  "no hash": (ana) => changedIn(signed(ana), (fields) => fields.delete("hash")),
  "an empty hash": (ana) => changedIn(signed(ana), (fields) => fields.set("hash", "")),
  "a cut hash": (ana) => signed(ana).slice(0, -1),
  "a hash in capitals": (ana) =>
    changedIn(signed(ana), (fields) => fields.set("hash", (fields.get("hash") ?? "").toUpperCase())),
  "two hashes": (ana) => `${signed(ana)}&hash=${"0".repeat(64)}`,
  "another person": (ana) =>
    changedIn(signed({ ...ana, id: 7_004_004, name: "Eve" }), (fields) =>
      fields.set("user", JSON.stringify({ id: ana.id, first_name: "Ana" })),
    ),
  "two persons": (ana) =>
    `${signed({ ...ana, id: 7_004_004 })}&user=${encodeURIComponent(JSON.stringify({ id: ana.id }))}`,
  "a field more": (ana) => `${signed(ana)}&start_param=x`,
  "a field less": (ana) => changedIn(signed(ana), (fields) => fields.delete("query_id")),
  "an hour old": (ana) => signed({ ...ana, at: minutes(-60) }),
  "six minutes old": (ana) => signed({ ...ana, at: minutes(-6) }),
  "two minutes ahead": (ana) => signed({ ...ana, at: minutes(2) }),
  "no date": (ana) => signed({ ...ana, more: { auth_date: "" } }),
  "a date that is none": (ana) => signed({ ...ana, more: { auth_date: "NaN" } }),
  "a bot": (ana) => signed({ ...ana, more: { user: JSON.stringify({ id: ana.id, is_bot: true }) } }),
  "no person": (ana) => signed({ ...ana, more: { user: "null" } }),
  "a person without an id": (ana) => signed({ ...ana, more: { user: JSON.stringify({ id: "x" }) } }),
  "what is too long": (ana) => signed({ ...ana, more: { start_param: "x".repeat(5_000) } }),
  "a third party's signature": (ana) =>
    changedIn(signed(ana), (fields) => {
      fields.set("hash", "f".repeat(64))
      fields.set("signature", "AAAA")
    }),
}

/** Passes that this desk did not write. */
const passes = (right: string): Record<string, string> => {
  const [text = "", mac = ""] = right.split(".")
  const eve = Buffer.from(JSON.stringify({ id: 7_001_001, name: "x", until: Date.now() + 1e9 })).toString("base64url")
  return {
    "no pass": "",
    "a pass of another": `${eve}.${mac}`,
    "a pass without a seal": `${text}.`,
    "a pass with more": `${text}.${mac}.x`,
    "a cut pass": `${text}.${mac.slice(0, -2)}`,
    "the token": token,
    "nothing known": `${eve}.${Buffer.alloc(32).toString("base64url")}`,
  }
}

export const s15: Measure = attack({
  id: "S15",
  promise: "Telegram's page opens only for whom Telegram signed it, once, for minutes",
  counts: "rounds of all ways",
  times: { quick: 1, full: 20 },
  needs: ["postgres"],
  plants: ["signature unchecked"],
  run: ({ times, plant }) =>
    onBoth((scene) => {
      const ana: Launch = { id: scene.cast.telegram.ana.from.id, name: "Anabela" }
      const headers = { ...json, "sec-fetch-site": "same-origin" }
      const enter = (initData: string, url = scene.url) =>
        ask(url, { path: "/api/app/enter", headers, body: JSON.stringify({ initData }) })
      const withPass = (pass: string, path: string, body?: string) =>
        ask(scene.url, {
          method: body ? "POST" : "GET",
          path,
          headers: { ...headers, authorization: `Bearer ${pass}` },
          ...(body && { body }),
        })
      const press = JSON.stringify({ key: `k${Date.now()}`, action: "reminders +30" })
      const open = async () => (JSON.parse((await enter(signed(ana))).body) as { pass: string }).pass
      return siege(scene, {
        async attack({ probe }) {
          for (let n = 0; n < times; n++)
            for (const [name, forge] of Object.entries(forgeries)) {
              const { status, body } = await enter(plant ? signed(ana) : forge(ana))
              probe(name, status === 401 || status === 400, body)
            }
          const taken = signed(ana)
          await enter(taken)
          const again = new URLSearchParams([...new URLSearchParams(taken)].reverse()).toString()
          for (const url of scene.urls) {
            for (const data of [taken, again]) {
              const { status, body } = await enter(data, url)
              probe("what was taken, again", status === 401, body)
            }
          }
          for (const [name, pass] of Object.entries(passes(await open()))) {
            const [looked, pressed] = [
              await withPass(pass, "/api/app/times"),
              await withPass(pass, "/api/app/turns", press),
            ]
            probe(`${name}, looking`, looked.status === 401, looked.body)
            probe(`${name}, pressing`, pressed.status === 401, pressed.body)
          }
        },
        async control() {
          const { status } = await withPass(await open(), "/api/app/times")
          return status === 200 ? undefined : `her own pass: ${status}`
        },
      })
    }),
})
