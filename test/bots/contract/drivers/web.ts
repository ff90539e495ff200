import type { AddressInfo } from "node:net"
import { createHttp } from "../../../../src/bots/http.js"
import type { Inbox } from "../../../../src/bots/web/inbox.js"
import { web } from "../../../../src/bots/web/index.js"
import type { ReplyJson, TurnJson } from "../../../../src/bots/web/json.js"
import { browsers } from "../../../../src/core/browsers.js"
import type { Address } from "../../../../src/core/desk/turn.js"
import { webHistory } from "../../../../src/core/web-history.js"
import { silent } from "../../../support/log.js"
import { visitor } from "../../../support/web-client.js"
import type { TestWorld } from "../../../support/world.js"
import { floodCase } from "../cases/flood.js"
import { groupCases } from "../cases/groups.js"
import { updateCase } from "../cases/updates.js"
import { type Driver, faults, type Parcel, type Person, type Seen, type Session, specials } from "../driver.js"

/** The web chat, through the JSON API that its page uses; the page itself has tests of its own, in a browser. */

const noApi = "a page asks the desk, nobody else's API is called"
const noGroups = "a page is one person's"
const typed = "a page sends text, presses and forms, nothing else"

export const webDriver: Driver = {
  name: "web",
  cannot: {
    [floodCase]: "who asks too fast is answered 429, and their page asks again: test/bots/web/api.test.ts",
    ...Object.fromEntries(Object.keys(groupCases).map((name) => [name, noGroups])),
    ...Object.fromEntries(
      faults.flatMap((fault) => [
        [`an answer when the API says: ${fault}`, noApi],
        [`a notice when the API says: ${fault}`, noApi],
      ]),
    ),
    ...Object.fromEntries(specials.filter((what) => what !== "empty").map((what) => [updateCase(what), typed])),
  },
  open: openWeb,
}

async function openWeb(world: TestWorld): Promise<Session> {
  let stop: (() => Promise<void>) | undefined
  const outside: Outside = { url: "", asking: 0, heardFrom: "web:nobody", notices: watched(webHistory(world)) }
  return {
    async start(hear) {
      const http = createHttp({ host: "127.0.0.1", log: silent })
      const sessions = browsers(world)
      // Nobody types as fast as a test.
      const pace = { burst: 10_000, perSecond: 1000 }
      const platform = web(
        { secureCookies: false, paces: { user: pace, address: pace, newcomers: pace } },
        { http, log: silent, now: () => world.now, sessions, inbox: outside.notices.inbox },
      )
      await platform.start((turn) => {
        outside.heardFrom = turn.chat.address
        return hear(turn)
      })
      await http.listen({ host: "127.0.0.1", port: 0 })
      outside.url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
      stop = async () => {
        await platform.stop()
        await http.close()
      }
      return platform
    },
    async stop() {
      const was = stop
      stop = undefined
      await was?.()
    },
    person: (n, name) => person(outside, { n, name }),
    fail: () => {
      throw new Error(noApi)
    },
    silent: () => false,
    endSilence: () => {},
    busy: () => outside.asking + outside.notices.underway(),
    close: async () => {},
  }
}

type Outside = {
  url: string
  /** Requests that are being answered. */
  asking: number
  /** Whom the desk heard last. */
  heardFrom: Address
  notices: ReturnType<typeof watched>
}

/** Counts the notices that pages which are open have still to show. */
function watched(inbox: Inbox) {
  const open = new Set<string>()
  let underway = 0
  const append: Inbox["append"] = (userId, said) => {
    if (open.has(userId) && said.json.startsWith('{"notice"')) underway += 1
    return inbox.append(userId, said)
  }
  return {
    inbox: { ...inbox, append },
    underway: () => underway,
    opened: (userId: string) => void open.add(userId),
    shown: () => {
      underway -= 1
    },
  }
}

/** The messages of a page, as it lays them out: a reply takes the place of what it edits, and one that is known is no other. */
function page(browser: ReturnType<typeof visitor>) {
  const lines: { json: ReplyJson; seen: Seen }[] = []
  return {
    lines,
    async show(json: ReplyJson, on?: string): Promise<void> {
      const place = json.edit ? on : json.replaces
      const at = lines.findIndex((line) => line.json.id === json.id || line.json.id === place)
      const seen: Seen = {
        id: lines[at]?.seen.id ?? json.id,
        text: json.text,
        buttons: json.buttons
          .flat()
          .flatMap((button) => ("action" in button ? [{ label: button.label, data: button.action }] : [])),
        pictures: json.picture ? [json.picture.alt] : [],
        files: json.file ? [await (await browser.get(json.file.url)).text()] : [],
      }
      if (at >= 0) lines.splice(at, 1)
      lines.push({ json, seen })
    },
  }
}

function person(outside: Outside, { n, name }: { n: number; name: string }): Person {
  const browser = visitor(() => outside.url)
  const { lines, show } = page(browser)
  let address: Address | undefined
  let keys = 0

  const listen = async (): Promise<void> => {
    address = outside.heardFrom
    const stream = await browser.events()
    outside.notices.opened(address.slice("web:".length))
    void (async () => {
      for (;;) {
        await show((await stream.next()).data as ReplyJson)
        outside.notices.shown()
      }
    })().catch(() => {})
  }
  const parcel =
    (path: string, body: Record<string, unknown>, on?: string): Parcel =>
    async () => {
      outside.asking += 1
      try {
        const response = await browser.post(path, body, { "accept-language": "en" })
        if (!response.ok) throw new Error(`${path} answered ${response.status}`)
        for (const json of ((await response.json()) as TurnJson).replies) await show(json, on)
        if (!address) await listen()
      } finally {
        outside.asking -= 1
      }
    }
  const turn = (said: Record<string, unknown>, on?: string) =>
    parcel("/api/turns", { key: `${n}-${++keys}`, ...said, ...(on && { on }) }, on)

  return {
    get address() {
      return address ?? "web:nobody"
    },
    joins: (code) => parcel("/api/join", { code, name }),
    says: (text) => turn({ text }),
    presses(label) {
      const line = lines.findLast(({ seen }) => seen.buttons.some((button) => button.label === label))
      const action = line?.seen.buttons.find((button) => button.label === label)?.data
      if (!action) throw new Error(`${name} sees no button "${label}"`)
      return turn({ action, label }, line?.json.id)
    },
    forges: (action) => turn({ action, label: "…" }, lines.at(-1)?.json.id),
    special: () => turn({ text: " " }),
    sees: () => lines.map(({ seen }) => seen),
  }
}
