import { words } from "../../../src/core/desk/words/index.js"
import { seeded } from "../../support/random.js"
import type { Finding, Measure } from "../measure.js"
import { payloads } from "./payloads.js"
import type { Fault } from "./plant.js"
import { leaked, personal, type Scene, webhookSecret } from "./scene.js"
import { type Answered, ask, attack, json, sceneOf, siege } from "./siege.js"

/** S19 and S20: texts that mean something to whoever keeps or logs them. */

/** Everything that can be told: in texts, names, addresses and headers. */
const told = [
  personal.said,
  `${personal.said}\r\n{"level":"fatal","msg":"forged"}`,
  `${personal.said}\u001B[31m\u001B]0;owned\u0007`,
  `${personal.said} "},{"level":"fatal","msg":"forged"`,
  `${personal.said}\u2028\u2029\u0085`,
  `${"Quetzal ".repeat(20_000)}`,
]

const faults: Record<string, Fault> = {
  "what was said is logged": { file: "log.js", is: "said: turn.said.kind", becomes: "said: turn.said" },
}

let deliveries = 900_000_000

/** By Ana in the first round, then by somebody new in each. @returns the status */
async function toldOnTelegram({ cast, url }: Scene, round: number, text: string): Promise<number> {
  const { from, chat } = cast.telegram.ana
  const id = round === 0 ? from.id : 7_400_000 + round
  const message = { message_id: 1, date: 1, from: { ...from, id, last_name: text }, chat: { ...chat, id }, text }
  const { status } = await ask(url, {
    path: "/telegram/webhook",
    headers: { ...json, "x-telegram-bot-api-secret-token": webhookSecret },
    body: JSON.stringify({ update_id: ++deliveries, message }),
  })
  return status
}

async function inHeaders(url: string, text: string): Promise<void> {
  const headers = { "user-agent": "Quetzal 6600-1234-77", "x-forwarded-for": "Quetzal", referer: "https://Quetzal" }
  const part = encodeURIComponent(text).slice(0, 2_000)
  for (const path of [`/api/session?q=${part}`, `/${part}`, "/calendar/Quetzal.ics"])
    await ask(url, { method: "GET", path, headers })
}

const s19: Measure = attack({
  id: "S19",
  promise: "Nothing that people write, and no name, is in the log; nobody writes a line of it",
  counts: "rounds of all texts",
  times: { quick: 1, full: 50 },
  needs: [],
  plants: Object.keys(faults),
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone", plant === undefined ? undefined : faults[plant])
    const { cast, url, api, slack } = scene
    const finding = await siege(scene, {
      ignoring: [...cast.ids.bo, ...cast.ids.ana],
      async attack({ probe }) {
        for (let n = 0; n < times; n++)
          for (const [m, text] of told.entries()) {
            const { status } = await cast.web.bo.post("/api/turns", { key: `log-${seed}-${n}-${m}`, text })
            probe("on the web", status < 500)
            probe("on Telegram", (await toldOnTelegram(scene, n, text)) < 500)
            // Beside Ana, whoever comes is somebody new: one person alone would be told to be slower, and not heard.
            const teller = n === 0 ? cast.slack.ana : slack.person(`U0TELLER${n}`, { name: personal.owner })
            if (text.length < 4_000) await slack.courier.deliver(teller.parcels.message(text))
            await inHeaders(url, text)
          }
        const quoted = `Bad Request: can't parse "${personal.said}"`
        api.fail("sendMessage", { code: 400, description: quoted }, "reset", { code: 500, description: "Internal" })
        for (let n = 0; n < 3; n++) await toldOnTelegram(scene, times + n, personal.said)
        await ask(url, {
          path: "/telegram/webhook",
          headers: { ...json, "x-telegram-bot-api-secret-token": webhookSecret },
          body: `{"${personal.said}`,
        })
        await slack.until(() => slack.world.busy === 0, "quiet")
      },
    })
    const printed = scene.output()
    const lines = printed.split("\n").filter((line) => line !== "" && !line.startsWith("Anchordesk is open: "))
    const wrong = lines.filter((line) => !isLogLine(line) || /[\p{Cc}\u2028\u2029]|forged/u.test(line))
    return {
      figures: { ...finding.figures, "lines of log": lines.length },
      violations: [
        ...finding.violations,
        ...wrong.map((line) => `printed: ${line.slice(0, 200)}`),
        ...leaked(printed).map((word) => `printed ${word}`),
      ],
    }
  },
})

function isLogLine(line: string): boolean {
  try {
    return typeof (JSON.parse(line) as { level?: unknown }).level === "string"
  } catch {
    return false
  }
}

/** Fields that nobody gives. */
const extra = {
  role: "staff",
  staff: true,
  personId: "x",
  memberId: "x",
  status: "confirmed",
  as: { person: "x" },
  isAdmin: true,
}

const s20: Measure = attack({
  id: "S20",
  promise: "No text is part of a query, no field is taken that was not asked for",
  counts: "texts in every field",
  times: { quick: 5, full: 5_000 },
  needs: [],
  plants: ["a field taken"],
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone")
    const { pick } = seeded(seed)
    const { bo } = scene.cast.web
    const headers = { ...json, cookie: bo.cookie() }
    const post = (path: string, body: string) => ask(scene.url, { path, headers, body })
    const get = (path: string) => ask(scene.url, { method: "GET", path, headers: { cookie: bo.cookie() } })
    const failures = () =>
      scene
        .output()
        .split("\n")
        .filter((line) => /"level":"(?:error|fatal)"/.test(line)).length
    const before = failures()
    const trouble = Object.values(words).map((one) => one.trouble)
    return siege(scene, {
      ignoring: [...scene.cast.ids.bo],
      async attack({ probe }) {
        for (let n = 0; n < times; n++) {
          const text = pick(payloads)
          const key = `sql-${seed}-${n}`
          const at = encodeURIComponent(text.replace(/\p{Surrogate}/gu, ""))
          for (const { status, body } of [
            ...[
              await post("/api/turns", JSON.stringify({ key, text })),
              await post("/api/turns", JSON.stringify({ key: `${key}${text}`.slice(0, 100), text: `find ${text}` })),
            ],
            ...[await post("/api/turns", JSON.stringify({ key: `${key}p`, action: `show ${text}`.slice(0, 200) }))],
            ...[
              await post(
                "/api/turns",
                JSON.stringify({
                  key: `${key}f`,
                  form: "book",
                  values: { room: text, date: text, time: text, link: text, gear: [text] },
                }),
              ),
            ],
            ...[await post("/api/join", JSON.stringify({ code: text.slice(0, 100), name: text.slice(0, 40) }))],
            ...[
              await get(`/calendar/${at}.ics`),
              await get(`/api/files/${at}`),
              await get(`/api/events?after=${at}&x`.replace("/api/events", "/api/session")),
              await get(`/board/api/day?day=${at}`),
              await get(`/api/app/times?day=${at}&hosts=${at}`),
            ],
          ]) {
            probe(
              `${text}: ${status}`,
              status < 500 && !trouble.some((sentence) => body.includes(String(sentence))),
              body.replaceAll(text, ""),
            )
          }
        }
        await fields(post, probe, plant)
        probe("no turn failed in the log", failures() === before)
      },
      control: async () =>
        (await bo.turn(`ok-${Date.now()}`, "help")).replies.length > 0 ? undefined : "a plain text",
    })
  },
})

/** What nobody asked for, and what would change every object. */
async function fields(
  post: (path: string, body: string) => Promise<Answered>,
  probe: (name: string, refused: boolean, ...answers: string[]) => void,
  plant: string | undefined,
): Promise<void> {
  for (const [name, value] of Object.entries(extra)) {
    const { status, body } = await post(
      "/api/turns",
      JSON.stringify({ key: `extra-${name}-${Date.now()}`, text: "hello", ...(plant ? {} : { [name]: value }) }),
    )
    probe(`a field ${name}`, status === 400, body)
  }
  for (const body of [
    '{"key":"k","text":"x","__proto__":{"staff":true}}',
    '{"key":"k","form":"f","values":{"__proto__":"x"}}',
    '{"key":"k","text":"x","constructor":{"prototype":{"staff":true}}}',
  ])
    probe(body, (await post("/api/turns", body)).status === 400)
}

export const wordAttacks = [s19, s20]
