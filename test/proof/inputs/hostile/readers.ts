import type fc from "fast-check"
import { read as readSlack } from "../../../../src/bots/slack/read.js"
import { homeView, messages, noteView } from "../../../../src/bots/slack/render.js"
import { readInitData } from "../../../../src/bots/telegram/app/init-data.js"
import { readPass } from "../../../../src/bots/telegram/app/pass.js"
import { idOf, read as readTelegram } from "../../../../src/bots/telegram/read.js"
import { render as telegramParts } from "../../../../src/bots/telegram/render.js"
import { demoBody, joinBody, language, said, shown, turnBody } from "../../../../src/bots/web/read.js"
import { readConfig } from "../../../../src/config.js"
import { parseCentre, sampleCentreText } from "../../../../src/core/centre-file.js"
import { clipped } from "../../../../src/core/clipped.js"
import { readCommand } from "../../../../src/core/desk/commands.js"
import { readForm } from "../../../../src/core/desk/dialogs/form.js"
import { readDraft, unpack } from "../../../../src/core/desk/draft.js"
import { written } from "../../../../src/core/desk/press.js"
import { cleaned, hinted } from "../../../../src/core/desk/text.js"
import type { Reply, Turn } from "../../../../src/core/desk/turn.js"
import { type Context, understand } from "../../../../src/core/desk/understand/index.js"
import { languages } from "../../../../src/core/language.js"
import { secret } from "../../../../src/core/secret.js"
import { centre } from "../../../core/desk/understand-centre.js"
import { token } from "../../../support/fake-telegram.js"
import { signed } from "../../../support/telegram-app.js"
import type { Taken } from "./found.js"
import { anyFile, anyPayload, anyText } from "./material.js"
import { bodies, me, presses, slackPayloads, slackSelf, updates } from "./payloads.js"

/** Whatever reads what comes from outside, without any I/O: each takes a text, and either reads it or refuses it. It never throws. */

export type Reader = {
  of: fc.Arbitrary<string>
  /** How many of the inputs are its, beside the others'. */
  weight: number
  /** @throws what is a violation: a crash, or a sentence that says what is wrong with what was read */
  take(text: string): Taken
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const taken = (read: boolean): Taken => (read ? "read" : "refused")

/** A turn is one whoever sent it. */
function whole({ key, from, chat, said }: Turn): true {
  const known = ["text", "press", "form", "other"].includes(said.kind)
  const texts = [key, from.id, from.name, chat.address, chat.title ?? ""]
  if (!known || texts.some((text) => typeof text !== "string") || from.id === "" || key === "")
    throw new Error("no turn")
  return true
}

const context: Context = { now: new Date("2026-11-23T12:00+08:00"), zone: "Asia/Macau", language: "en", centre }
const asked = { token: secret(token), now: Date.parse("2026-11-23T12:00+08:00") }
const opened = signed({ at: new Date(asked.now) })

export const readers: Record<string, Reader> = {
  "sentences, in four languages": {
    weight: 20,
    of: anyText,
    take(text) {
      for (const one of languages) understand(cleaned(text), { ...context, language: one })
      return taken(understand(text, context).intent !== "unknown")
    },
  },
  commands: {
    weight: 15,
    of: anyText,
    take: (text) => taken(readCommand(cleaned(text)).is !== "sentence"),
  },
  "languages of platforms": {
    weight: 3,
    of: anyText,
    take: (text) => taken(hinted(text) !== undefined || hinted(language(text)) !== undefined),
  },
  "Telegram's updates": {
    weight: 15,
    of: anyPayload(updates),
    take(text) {
      const raw = json(text)
      const inbound = readTelegram(raw, me)
      return taken(inbound !== null && idOf(raw) !== null && whole(inbound.turn))
    },
  },
  "Slack's events, presses, dialogs and commands": {
    weight: 15,
    of: anyPayload(slackPayloads),
    take(text) {
      const heard = readSlack(json(text), { user: slackSelf })
      return taken(heard !== null && ("signal" in heard || whole(heard.turn)))
    },
  },
  "the web chat's bodies": {
    weight: 10,
    of: anyPayload(bodies),
    take(text) {
      const body = json(text)
      const turn = turnBody.safeParse(body)
      if (turn.success) {
        const what = said(turn.data)
        if (JSON.stringify([what, shown(turn.data)]) === "") throw new Error("nothing")
      }
      return taken([turn, joinBody.safeParse(body), demoBody.safeParse(body)].some(({ success }) => success))
    },
  },
  "init data of Telegram's page": {
    weight: 5,
    of: anyPayload([{ id: 7, first_name: "Ana", language_code: "en" }]),
    take(user) {
      // Signed, so that what is in it is read; and as it is, so that it is not.
      const more = { user, auth_date: String(asked.now / 1000) }
      readInitData(user, asked)
      readInitData(`${opened}&${user}`, asked)
      return taken(readInitData(signed({ at: new Date(asked.now), more }), asked).is === "opened")
    },
  },
  "passes of Telegram's page": {
    weight: 2,
    of: anyText,
    take: (text) => taken(readPass(text, asked) !== null),
  },
  buttons: {
    weight: 8,
    of: anyPayload(presses).map((text) => String(json(text) ?? text)),
    take(text) {
      const step = unpack(text, null)
      if (step === null || step === "stale") return "refused"
      // What was read is written again as a button that reads the same.
      if (JSON.stringify(unpack(written(step), null)) !== JSON.stringify(step)) throw new Error(`another step: ${text}`)
      return "read"
    },
  },
  "the booking form": {
    weight: 4,
    of: anyPayload(bodies.flatMap((body) => ("values" in body ? [body.values] : []))),
    take(text) {
      const values = json(text)
      return taken(typeof values === "object" && values !== null && readForm(values as Record<string, string>) !== null)
    },
  },
  drafts: {
    weight: 3,
    of: anyPayload([
      {
        key: "k",
        at: "2026-11-23T12:00:00.000Z",
        sketch: { hosts: 2 },
        asking: null,
        yes: null,
        settled: null,
        list: [],
        stash: [],
      },
    ]),
    take: (text) => taken(readDraft(json(text)) !== null),
  },
  "the centre's file": {
    weight: 0.5,
    of: anyFile(sampleCentreText()),
    take: (text) => taken(parseCentre(text, "centre.yaml").is === "centre"),
  },
  "the environment": {
    weight: 2,
    of: anyPayload([
      {
        PORT: "3000",
        PUBLIC_URL: "https://desk.example.com",
        ANCHORDESK_DEMO: "1",
        ANCHORDESK_NOW: "2026-11-23T10:00+08:00",
        ANCHORDESK_SPEED: "60",
      },
    ]),
    take(text) {
      const found = json(text)
      // Variables are texts.
      const texts = Object.entries(typeof found === "object" && found !== null ? found : {}).filter(
        ([, value]) => typeof value === "string",
      )
      return taken("ok" in readConfig(Object.fromEntries(texts)))
    },
  },
  "what platforms draw": {
    weight: 4,
    of: anyText,
    take: drawn,
  },
}

const broken = (text: string): boolean => /\p{Surrogate}/u.test(text)

/** A name that people have given goes into every kind of place; no renderer cuts a character in two. */
function drawn(whole: string): Taken {
  const text = clipped(whole, 20_000)
  const reply: Reply = {
    text: [[text], [{ bold: text }, { code: text }, { link: text, url: "https://example.com" }]],
    buttons: [[{ label: text, press: "home" }]],
    picture: { name: "day.png", png: new Uint8Array(1), alt: text },
    toast: text,
  }
  const all = JSON.stringify([telegramParts(reply), messages(reply), homeView([reply]), noteView(reply.text)])
  if (!broken(text) && (broken(all) || /\\ud[89a-f]/i.test(all.replaceAll("\\\\", ""))))
    throw new Error("half of a character")
  return "read"
}
