import { readConfig } from "../../../src/config.js"
import { token } from "../../support/fake-telegram.js"
import { seeded } from "../../support/random.js"
import type { Finding, Measure } from "../measure.js"
import { type Scene, webhookSecret } from "./scene.js"
import { type Asked, ask, attack, fewer, json, onBoth, siege } from "./siege.js"

/** S04 and S05: updates that are not Telegram's, and that are not from whom they seem. */

const path = "/telegram/webhook"
const header = "x-telegram-bot-api-secret-token"
let updates = 500_000_000

/** An update by Ana that would change her name. */
const byAna = ({ cast }: Scene) => ({
  update_id: ++updates,
  message: {
    ...{ message_id: updates, date: 1, from: cast.telegram.ana.from, chat: cast.telegram.ana.chat },
    text: `/name Mallory ${updates}`,
  },
})

const secretsGiven: Record<string, string | string[] | undefined> = {
  nothing: undefined,
  "an empty secret": "",
  "another secret": "another-webhook-secret-0123456789",
  "its beginning": webhookSecret.slice(0, -1),
  "more than it": `${webhookSecret}0`,
  "capital letters": webhookSecret.toUpperCase(),
  "the bot's token": token,
  "two of them": [webhookSecret, webhookSecret],
  "a wrong one and it": ["wrong", webhookSecret],
  "in quotes": `"${webhookSecret}"`,
  "as a bearer": `Bearer ${webhookSecret}`,
}
const elsewhere = [`${path}/`, `${path}/${token}`, `/bot${token}`, "/telegram", `/telegram/webhook%2f`, "/webhook"]

const s04: Measure = attack({
  id: "S04",
  promise: "An update without the webhook's secret is refused before it is read",
  counts: "requests",
  times: { quick: 100, full: 20_000 },
  needs: ["postgres"],
  plants: ["secret unchecked"],
  run: ({ seed, times, plant }) => onBoth((scene) => forgedUpdates(scene, { seed, times, plant })),
})

async function forgedUpdates(
  scene: Scene,
  { seed, times, plant }: { seed: number; times: number; plant: string | undefined },
): Promise<Finding> {
  const { pick } = seeded(seed)
  const kinds = Object.entries(secretsGiven)
  const took = new Map<string, number[]>()
  const right = { ...json, [header]: webhookSecret }
  const post = (request: Partial<Asked>) => ask(scene.url, { path, body: JSON.stringify(byAna(scene)), ...request })
  const finding = await siege(scene, {
    async attack({ probe }) {
      for (let n = 0; n < fewer(times, plant); n++) {
        const [name, value] = kinds[n] ?? pick(kinds)
        const given = { ...json, ...(value !== undefined && { [header]: value }) }
        const began = performance.now()
        const { status, body } = await post({ headers: plant ? right : given })
        took.set(name, [...(took.get(name) ?? []), performance.now() - began])
        probe(name, status === 401, body)
      }
      for (const wrong of elsewhere) {
        const { status, body } = await post({ path: wrong, headers: right })
        probe(`the right secret at ${wrong.replace(token, "TOKEN")}`, status === 404, body)
      }
      for (const method of ["GET", "PUT", "DELETE"]) {
        const { status, body } = await post({ method, headers: right })
        probe(`by ${method}`, status === 404 || status === 400, body)
      }
      const { TELEGRAM_WEBHOOK_SECRET: _, ...without } = environment
      probe("a start without a secret", "problem" in readConfig(without))
      probe("a start with a short one", "problem" in readConfig({ ...without, TELEGRAM_WEBHOOK_SECRET: "short" }))
    },
    async control() {
      const update = { ...byAna(scene), message: { ...byAna(scene).message, text: "/help" } }
      const { status } = await post({ headers: right, body: JSON.stringify(update) })
      return status === 200 && "ok" in readConfig(environment) ? undefined : `the right secret: ${status}`
    },
  })
  const [early, late] = [median(took.get("another secret")), median(took.get("its beginning"))]
  const figure = `answer to a wrong and to a nearly right secret, ms, on ${scene.kind}`
  return { ...finding, figures: { ...finding.figures, [figure]: `${early} ${late}` } }
}

const environment = {
  PUBLIC_URL: "https://desk.example.com",
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_WEBHOOK_SECRET: webhookSecret,
}
const median = (all: readonly number[] = []): string =>
  ([...all].sort((a, b) => a - b)[all.length >> 1] ?? 0).toFixed(3)

let strangers = 7_100_000

/** Updates by a stranger, or by nobody, that would have it that Ana speaks. Each is another's, since one is answered once a second. */
function impostors({ cast }: Scene): Record<string, (text: string) => Record<string, unknown>> {
  const { ana, eve } = cast.telegram
  const mallory = () => ({ ...eve.from, id: ++strangers })
  const message = ({ from = mallory(), ...more }: Record<string, unknown> & { from?: unknown }) => ({
    message: { message_id: ++updates, date: 1, from, chat: { ...eve.chat, id: strangers }, ...more },
  })
  const group = { id: -100_777, type: "supergroup", title: "Group" }
  const anonymous = { id: 1_087_968_824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" }
  return {
    "her names": (text) =>
      message({ text, from: { ...mallory(), first_name: "Anabela", last_name: "Quetzal", username: "ana" } }),
    "her id in the text": (text) => message({ text: `${text}\nfrom.id=${ana.from.id} user_id: ${ana.from.id}` }),
    "her message forwarded": (text) =>
      message({
        text,
        forward_from: ana.from,
        forward_date: 1,
        forward_origin: { type: "user", sender_user: ana.from, date: 1 },
      }),
    "her message quoted": (text) =>
      message({ text, reply_to_message: { message_id: 1, from: ana.from, chat: ana.chat, text } }),
    "her contact": (text) =>
      message({ text, contact: { phone_number: "+853", first_name: "Anabela", user_id: ana.from.id } }),
    "by way of her bot": (text) => message({ text, via_bot: { ...ana.from, is_bot: true } }),
    "a mention of her": (text) =>
      message({
        text: `${text} Ana`,
        entities: [{ type: "text_mention", offset: text.length + 1, length: 3, user: ana.from }],
      }),
    "an anonymous admin": (text) =>
      message({ text, from: anonymous, sender_chat: group, chat: group, author_signature: "Anabela" }),
    "a channel in her name": (text) =>
      message({ text, from: { ...ana.from }, sender_chat: { id: ana.chat.id, type: "channel" }, chat: group }),
    "a bot of her id": (text) => message({ text, from: { ...ana.from, is_bot: true } }),
    nobody: (text) => ({ message: { message_id: ++updates, date: 1, chat: ana.chat, text } }),
    "a channel post": (text) => ({
      channel_post: { message_id: ++updates, date: 1, chat: ana.chat, from: ana.from, text },
    }),
    "an edited message": (text) => ({
      edited_message: { message_id: 1, date: 1, edit_date: 2, from: ana.from, chat: ana.chat, text },
    }),
    "a business message": (text) => ({
      business_message: { message_id: 1, date: 1, from: ana.from, chat: ana.chat, text },
    }),
    "an inline query": (query) => ({ inline_query: { id: "1", from: ana.from, query, offset: "" } }),
    "her id as words": (text) => message({ text, from: { ...mallory(), id: String(ana.from.id) } }),
    "two of them": (text) => ({ ...message({ text, from: [ana.from, mallory()] }) }),
  }
}

const s05: Measure = attack({
  id: "S05",
  promise: "Who speaks is who the platform says, never what a message says of itself",
  counts: "rounds of all ways",
  times: { quick: 1, full: 500 },
  needs: ["postgres"],
  plants: ["identity from what is said"],
  run: ({ times, plant }) =>
    onBoth((scene) => {
      const { ana } = scene.cast.telegram
      const post = (update: Record<string, unknown>) =>
        ask(scene.url, {
          path,
          headers: { ...json, [header]: webhookSecret },
          body: JSON.stringify({ update_id: ++updates, ...update }),
        })
      return siege(scene, {
        async attack({ probe }) {
          const [before, shown] = [ana.seen().length, scene.api.shown.length]
          for (let n = 0; n < times; n++)
            for (const [name, update] of Object.entries(impostors(scene)).slice(0, fewer(99, plant))) {
              const text = `/name Mallory ${n}`
              const fooled = { message: { message_id: 1, date: 1, from: ana.from, chat: ana.chat, text } }
              const { status, body } = await post(plant ? fooled : update(text))
              probe(name, status === 200, body)
            }
          const heard = ana.seen().slice(before)
          probe(`nothing is said to her: ${heard.map(({ text }) => text).join(" ")}`, heard.length === 0)
          probe("nothing of hers is said to others", true, ...scene.api.shown.slice(shown).map(({ text }) => text))
          await otherTeams(scene, probe)
        },
        control: async () => ((await ana.say("/help")).text.length > 0 ? undefined : "her own message"),
      })
    }),
})

/** The same letters in another workspace are somebody else; so are bots and what was only changed. */
async function otherTeams(
  { slack, cast }: Scene,
  probe: (name: string, refused: boolean, ...answers: string[]) => void,
): Promise<void> {
  const { parcels } = cast.slack.ana
  const seen = cast.slack.ana.sees().length
  const event = (more: Record<string, unknown>) => {
    const parcel = parcels.message("/name Mallory")
    return { ...parcel, payload: { ...parcel.payload, event: { ...(parcel.payload.event as object), ...more } } }
  }
  const command = parcels.command("/name Mallory")
  const pressed = parcels.forged("reminders +45")
  const away = { id: "T0OTHER", domain: "other" }
  for (const [name, parcel] of [
    ["a guest of another workspace", event({ user_team: "T0OTHER", team: "T0OTHER" })],
    ["a command from another workspace", { ...command, payload: { ...command.payload, team_id: "T0OTHER" } }],
    [
      "a press from another workspace",
      { ...pressed, payload: { ...pressed.payload, team: away, user: { id: "U0ANAQ", team_id: "T0OTHER" } } },
    ],
    ["a bot in her name", event({ bot_id: "B0OTHER", username: "Anabela Quetzal" })],
    ["a changed message", event({ subtype: "message_changed", message: { user: "U0ANAQ", text: "/name Mallory" } })],
  ] as const) {
    const { status, body } = await slack.courier.deliver(parcel)
    probe(name, status === 200, String(body))
  }
  // Strangers are told how to join, where they wrote; what they are told is nothing of hers.
  await slack.until(() => slack.world.busy === 0, "quiet")
  probe(
    "strangers learn nothing",
    true,
    ...cast.slack.ana
      .sees()
      .slice(seen)
      .map(({ text }) => text),
  )
}

export const telegramAttacks = [s04, s05]
