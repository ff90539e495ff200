import { setTimeout as sleep } from "node:timers/promises"
import type { fakeSlack } from "../test/support/fake-slack.js"
import type { fakeTelegram } from "../test/support/fake-telegram.js"
import { bot } from "../test/support/slack/world.js"
import { dateIn, slackId, telegramId, webToken } from "./crowd.js"
import type { Call, Kind } from "./hand/desk.js"
import { post } from "./post.js"

/** A crowd at loopback platforms: who takes turns with a service or a bare bot, and how long each waits for the reply. */

export const platforms = ["grammy", "telegraf", "bolt", "web"] as const
export type Platform = (typeof platforms)[number]
/** Where each platform's updates go. */
export type Ends = Record<Platform, string>
export const webhookSecret = "a-webhook-secret-of-32-characters"

type Telegram = Awaited<ReturnType<typeof fakeTelegram>>
type Slack = Awaited<ReturnType<typeof fakeSlack>>
type To = { to: string; by: "desk" | "hand" }
type Options = { telegram: Telegram; slack: Slack; people: number; rooms: number }

export type Chats = {
  /**
   * So many turns, one after the other, of those who have been quiet the longest. A card that a booking needs has been asked for by
   * then, and its reader has taken their time: no platform's pace is in the way. @returns ms until each reply arrived
   */
  turns(platform: Platform, kind: Kind, count: number, side: To): Promise<number[]>
  /** What was answered to the last of them. */
  said(): Call[]
}

/** What one takes for one turn, and what was answered to it. */
type Turn = { ms: number; said: Call[] }
type Act = () => Promise<Turn>
/** Somebody at a platform; each kind of turn as far as it can be made ready. */
type Somebody = Record<Kind, () => Promise<Act>>

const texts = { help: "help", free: "what is free tomorrow from 15:00 to 17:00?" }
/** Each desk keeps to a message a second in a chat. */
const quietMs = 1_100

export function chats({ telegram, slack, people, rooms }: Options): Chats {
  const places = placesIn(rooms)
  const at: Record<Platform, (who: number, side: To) => Somebody> = {
    grammy: onTelegram(telegram, places),
    telegraf: onTelegram(telegram, places),
    bolt: onSlack(slack, places),
    web: onWeb(places),
  }
  const last = new Map<string, number>()
  let said: Call[] = []
  let next = 0

  /** Once they may be answered at once. */
  const quiet = async <T>(who: string, act: () => Promise<T>): Promise<T> => {
    const wait = (last.get(who) ?? 0) + quietMs - performance.now()
    if (wait > 0) await sleep(wait)
    const done = await act()
    last.set(who, performance.now())
    return done
  }
  return {
    async turns(platform, kind, count, side) {
      const ready: { who: string; act: Act }[] = []
      for (let n = 0; n < count; n++) {
        const person = next++ % people
        const who = `${side.by} ${platform} ${person}`
        ready.push({ who, act: await quiet(who, at[platform](person, side)[kind]) })
      }
      const took: number[] = []
      for (const { who, act } of ready) {
        const turn = await quiet(who, act)
        took.push(turn.ms)
        said = turn.said
      }
      return took
    },
    said: () => said,
  }
}

const onTelegram =
  (telegram: Telegram, places: Places) =>
  (who: number, { to, by }: To): Somebody => {
    const from = { id: telegramId(who), is_bot: false, first_name: `Person ${who}`, language_code: "en" }
    const chat = { id: from.id, type: "private", first_name: from.first_name }
    const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": webhookSecret }
    const heard = async (update: object): Promise<Turn> => {
      const before = telegram.calls.length
      const start = performance.now()
      await post(`${to}/telegram/webhook`, headers, JSON.stringify({ update_id: serial++, ...update }))
      const calls = telegram.calls.slice(before)
      const reply = calls.find(({ method }) => method !== "answerCallbackQuery")
      return {
        ms: (reply?.at ?? Number.NaN) - start,
        said: calls.map(({ method, params }) => ({ method, params: plain(params) })),
      }
    }
    const say = (text: string) => {
      const entities = [{ type: "bot_command", offset: 0, length: text.split(" ")[0]?.length ?? 0 }]
      return heard({
        message: { message_id: serial++, date: 1, from, chat, text, ...(text.startsWith("/") && { entities }) },
      })
    }
    const press = (message_id: number, data: string) => () =>
      heard({
        callback_query: { id: `c${serial++}`, from, chat_instance: "1", data, message: { message_id, date: 1, chat } },
      })
    return {
      help: async () => () => say("/help"),
      free: async () => () => say(texts.free),
      async book() {
        if (by === "hand") {
          const shown = {
            chatId: chat.id,
            messageId: serial++,
            text: "",
            html: "",
            photo: false,
            buttons: [],
            edited: 0,
          }
          telegram.shown.push(shown)
          return press(shown.messageId, places.data())
        }
        await say(`/book ${places.wish()}`)
        const card = telegram.shown.findLast(({ chatId }) => chatId === chat.id)
        const data = card?.buttons.flat().find(({ label }) => label.includes("Confirm"))?.data
        if (!card || !data) throw new Error(`no card, but ${card?.text}`)
        return press(card.messageId, data)
      },
    }
  }

const onSlack =
  (slack: Slack, places: Places) =>
  (who: number, { to, by }: To): Somebody => {
    const { world, courier } = slack
    const person = slack.person(slackId(who))
    const heard = async (parcel: Parameters<typeof courier.sign>[0], method: string): Promise<Turn> => {
      const { headers, body } = courier.sign(parcel)
      const before = world.calls.length
      const start = performance.timeOrigin + performance.now()
      await post(`${to}/slack/events`, headers, body)
      const reply = await slack.until(
        () => world.calls.slice(before).find((call) => call.method === method && call.args.channel === person.dm),
        method,
      )
      await settled(world)
      return { ms: reply.at - start, said: [{ method, params: reply.args }] }
    }
    const say = (text: string) => heard(person.parcels.message(text), "chat.postMessage")
    return {
      help: async () => () => say(texts.help),
      free: async () => () => say(texts.free),
      async book() {
        if (by === "desk") await say(`book ${places.wish()}`)
        else world.messages.push(slackCard(slack, person.dm, places.data()))
        const { labels, text } = person.last() ?? { labels: [], text: "nothing" }
        if (!labels.includes("Confirm")) throw new Error(`no card, but ${text}`)
        return () => heard(person.parcels.press("Confirm"), "chat.update")
      },
    }
  }

/** What comes after the reply (a file, say) is not to be in the next turn's way. */
async function settled(world: Slack["world"]): Promise<void> {
  for (let seen = -1; seen < world.calls.length || world.busy > 0; ) {
    seen = world.calls.length
    await sleep(8)
  }
}

const onWeb =
  (places: Places) =>
  (who: number, { to, by }: To): Somebody => {
    const headers = {
      "content-type": "application/json",
      cookie: `__Host-anchordesk=${webToken(who)}`,
      "x-forwarded-for": `10.0.${who >> 8}.${who & 255}`,
    }
    const heard = async (body: object): Promise<Turn> => {
      const start = performance.now()
      const answer = await post(`${to}/api/turns`, headers, JSON.stringify({ key: `k${serial++}`, ...body }))
      const ms = performance.now() - start
      return { ms, said: [{ method: "", params: JSON.parse(answer) }] }
    }
    type Shown = { replies: { buttons: { label: string; action: string }[][] }[] }
    return {
      help: async () => () => heard({ text: texts.help }),
      free: async () => () => heard({ text: texts.free }),
      async book() {
        if (by === "hand") return () => heard({ action: places.data() })
        const { said } = await heard({ text: `book ${places.wish()}` })
        const turn = said[0]?.params as Shown | undefined
        const buttons = turn?.replies.flatMap((reply) => reply.buttons.flat()) ?? []
        const action = buttons.find(({ label }) => label === "Confirm")?.action
        if (!action) throw new Error(`no card: ${JSON.stringify(turn)}`)
        return () => heard({ action })
      },
    }
  }

let serial = 1_000_000

const plain = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString("utf8") : value]),
  )

function slackCard({ world }: Slack, channel: string, value: string): Slack["world"]["messages"][number] {
  const button = { type: "button", action_id: "press", value, text: { type: "plain_text", text: "Confirm" } }
  const blocks = [{ type: "actions", elements: [button] }]
  return { ts: world.ts(), channel, by: bot.user, text: "card", blocks, edits: 0 }
}

/** A room and an hour that nobody else is given, as a person writes it to the desk and as a bare bot's button says it. */
type Places = { wish(): string; data(): string }

/** Neighbours in the count are none in time: prime, and no factor of the places there are. */
const stride = 100_003
const daytimes = 12
const daysAhead = 60

/** In the daytime, so that no sentence about it is of two days. */
function placesIn(rooms: number): Places {
  let count = 0
  const place = (): { room: number; date: string; from: string; to: string } => {
    const n = (count++ * stride) % (rooms * daytimes * daysAhead)
    const [room, slot] = [n % rooms, Math.floor(n / rooms)]
    const minute = 8 * 60 + (slot % daytimes) * 75
    return { room, date: dateIn(2 + Math.floor(slot / daytimes)), from: clock(minute), to: clock(minute + 60) }
  }
  return {
    data() {
      const { room, date, from } = place()
      return `r${room}|${date}T${from}+08:00`
    },
    wish() {
      const { room, date, from, to } = place()
      return `Studio ${room + 1} on ${date} from ${from} to ${to}, 2 hosts, 1 ring light`
    },
  }
}

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":")

/** Where it listens, behind the name that it goes by; its log may be a moment behind. */
export async function addressOf({ log }: { log: string[] }): Promise<string> {
  for (;;) {
    const address = log.flatMap((line) => /"address":"(http:[^"]+)"/.exec(line)?.[1] ?? [])[0]
    if (address) return address
    await sleep(20)
  }
}
