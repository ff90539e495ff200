import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Step } from "../src/core/desk/press.js"
import { fakeTelegram, token } from "../test/support/fake-telegram.js"
import { judge } from "../test/support/oracle.js"
import { services } from "../test/support/service.js"
import { addressOf, webhookSecret } from "./chats.js"
import { type Crowd, dateIn, openCrowd, telegramId } from "./crowd.js"
import { abba, type Benchmark, built } from "./harness.js"
import { post } from "./post.js"

/** A campaign opens: everybody asks for the same evening at once, through the real Telegram adapter, as Telegram brings it. */

const people = 5_000
const rooms = 24
/** As many updates as Telegram hands over at once: the `max_connections` that the desk asks for. */
const connections = 40
const steadyWays = 4
/** Sessions of an hour that begin in the evening, turnover between them. */
const evening = ["18:00", "19:15", "20:30", "21:45"]
/** Each evening is asked for once. */
const pairsMost = 3

type Asked = { place: string; began: number; answered: number; booked: boolean }

type Storm = { desk: string; api: Awaited<ReturnType<typeof fakeTelegram>>; written(step: Step): string }

export const stampede: Benchmark = {
  id: "B13",
  title: `the stampede: ${people} members ask for one evening within a second`,
  cheap: false,
  async run({ pairs }) {
    const crowd = await openCrowd({ rooms }, people)
    const api = await fakeTelegram()
    const folder = mkdtempSync(join(tmpdir(), "anchordesk-stampede-"))
    const run = services({
      DATABASE_URL: crowd.databaseUrl,
      DATA_DIR: folder,
      PUBLIC_URL: "https://desk.example.com",
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: api.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    })
    try {
      const desk = await addressOf(await run.start())
      const { written } = await built<Pick<Storm, "written">>("core/desk/press.js")
      let day = 3
      let booked = 0
      const faults: string[] = []
      const storm = async (ways: number): Promise<number> => {
        const asked = new Map<number, Asked>()
        const before = api.calls.length
        api.shown.splice(0)
        const perSecond = await turnsASecond(ways, (n) => tap({ desk, api, written }, { n, day, asked }))
        for (const { method, params, at } of api.calls.slice(before)) {
          const one = asked.get(Number(params.chat_id))
          if (method !== "editMessageText" || !one) continue
          one.answered = at
          one.booked = String(params.text).includes("Booked")
        }
        booked = [...asked.values()].filter((one) => one.booked).length
        faults.push(...(await faultsOf(crowd, asked)))
        day++
        return perSecond
      }
      const ratio = await abba({
        what: "turns in the stampede / the same turns, steadily",
        goal: { kind: "at_least", ratio: 0.9 },
        unit: "turns/s",
        pairs: Math.min(pairs, pairsMost),
        ours: () => storm(connections),
        theirs: () => storm(steadyWays),
      })
      if (faults.length > 0) throw new Error(faults.slice(0, 5).join("; "))
      return [{ ...ratio, facts: { ...ratio.facts, "booked of all who asked": `${booked} of ${people}` } }]
    } finally {
      await run.end()
      await api.close()
      await crowd.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** All of them, so many at once, in their order. */
async function turnsASecond(ways: number, turn: (n: number) => Promise<void>): Promise<number> {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: ways }, async () => {
      for (let n = next++; n < people; n = next++) await turn(n)
    }),
  )
  return people / ((performance.now() - began) / 1000)
}

let updates = 3_000_000

/** The tap on a card for one of the evening's places, as Telegram hands it over. */
async function tap(
  { desk, api, written }: Storm,
  { n, day, asked }: { n: number; day: number; asked: Map<number, Asked> },
): Promise<void> {
  const id = telegramId(n)
  const room = `r${Math.floor(n / evening.length) % rooms}`
  const start = `${dateIn(day)}T${evening[n % evening.length]}`
  const from = { id, is_bot: false, first_name: `Person ${n}`, language_code: "en" }
  const chat = { id, type: "private", first_name: from.first_name }
  const message = { message_id: updates, date: 1, chat }
  const data = written({ do: "book", sketch: { start, minutes: 60, room: { room }, hosts: 1 } })
  api.shown.push({ chatId: id, messageId: updates, text: "", html: "", photo: false, buttons: [], edited: 0 })
  const query = { id: `s${updates}`, from, chat_instance: "1", data, message }
  asked.set(id, { place: `${room} ${start}`, began: Date.now(), answered: 0, booked: false })
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": webhookSecret }
  const update = { update_id: updates++, callback_query: query }
  await post(`${desk}/telegram/webhook`, headers, JSON.stringify(update))
}

/** Everybody is answered, nobody who came later has what was refused to somebody who came before, and nothing is exceeded. */
async function faultsOf({ pool }: Crowd, asked: ReadonlyMap<number, Asked>): Promise<string[]> {
  const all = [...asked.values()]
  const unanswered = all.filter(({ answered }) => answered === 0).map(({ place }) => `no answer about ${place}`)
  const late = all.flatMap(({ place, booked, began }) =>
    booked && all.some((other) => other.place === place && !other.booked && other.answered < began)
      ? [`out of order: ${place}`]
      : [],
  )
  const excess = await judge(pool, { turnoverMinutes: 15, floor: rooms * 4, gear: { "ring-light": rooms * 2 } })
  return [...unanswered, ...late, ...excess]
}
