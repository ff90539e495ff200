import { setTimeout as sleep } from "node:timers/promises"
import { words } from "../../../src/core/desk/words/index.js"
import { bot } from "../../support/slack/world.js"
import type { Finding } from "../measure.js"
import type { Fault } from "./plant.js"
import type { Scene } from "./scene.js"
import { ask, attack, json, type Made, quantile, sceneOf, siege } from "./siege.js"
import { memoryMost, spent } from "./strain.js"

/** S16: one person who floods each platform, while others ask. How long these wait is told and never judged; that they are served is. */

/** What reached somebody, and when. */
type Told = { at: number; text: string }

type Way = {
  name: string
  /** One more of the flood. @returns whether it was slowed down there and then; undefined where nobody is told so there */
  flood(n: number): Promise<boolean | undefined>
  /** Somebody else, once. @returns whether they were answered */
  asks(n: number): Promise<boolean>
  /** What the flooder was sent; absent where each message is answered by itself. */
  told?(): Told[]
}

/** Fewer than one person may ask at once. */
const asking = 10
/** Of a flood in the web chat so many are other messages; the rest come again, so that a busy machine hears them as fast as they come. */
const mostly = 40
/** Long for a machine with much else to do, and short for whoever waits behind a flood that is heard. */
const patienceMs = 120_000
/** The silence is longer, and begins a little before its notice has arrived. */
const silentMs = 30_000
const windowMs = 60_000
/** So many may come at once. */
const burst = 20

const newcomers = "every message is a newcomer's"
const faults: Record<string, Fault> = {
  "a flood is heard": { file: "bots/flood.js", is: "paces.take(turn.from.id, now()) === 0", becomes: "true" },
}

async function soon(look: () => boolean, patience = patienceMs): Promise<boolean> {
  const until = Date.now() + patience
  while (!look() && Date.now() < until) await sleep(5)
  return look()
}

function onTheWeb({ cast, url }: Scene, { seed, plant }: { seed: number; plant: string | undefined }): Way {
  const bo = plant === newcomers ? {} : { cookie: cast.web.bo.cookie() }
  const post = async (key: string, headers: object, apart: { apart?: true }): Promise<number> => {
    const body = JSON.stringify({ key, text: "help" })
    return (await ask(url, { path: "/api/turns", headers: { ...json, ...headers }, hasty: true, body, ...apart }))
      .status
  }
  return {
    name: "the web",
    flood: async (n) => {
      const status = await post(`flood-${seed}-${n % mostly}`, bo, {})
      return status === 200 || status === 429 ? status === 429 : undefined
    },
    asks: async (n) => (await post(`asks-${seed}-${n}`, { cookie: cast.web.ana.cookie() }, { apart: true })) === 200,
  }
}

let strangers = 0

/** Everybody who asks is somebody new, since each is answered once a second; so is who floods. */
function onTelegram({ api }: Scene): Way {
  const stranger = () => api.person(7_300_000 + ++strangers, "Stranger")
  const flooder = stranger()
  return {
    name: "Telegram",
    async flood() {
      await flooder.sayOnly("help")
      return undefined
    },
    async asks() {
      const one = stranger()
      await one.sayOnly("help")
      return soon(() => one.seen().length > 0)
    },
    told: () =>
      api.calls
        .filter(({ params }) => Number(params.chat_id) === flooder.chat.id)
        .map(({ at, params }) => ({ at, text: String(params.text) })),
  }
}

function onSlack({ slack }: Scene): Way {
  const stranger = () => slack.person(`U0STRANGER${++strangers}`, { name: "Stranger" })
  const flooder = stranger()
  return {
    name: "Slack",
    async flood() {
      await slack.courier.deliver(flooder.parcels.message("help"))
      return undefined
    },
    async asks() {
      const one = stranger()
      await slack.courier.deliver(one.parcels.message("help"))
      return soon(() => one.sees().some(({ by }) => by === bot.user))
    },
    told: () =>
      slack.world.calls
        .filter(({ method, args }) => method === "chat.postMessage" && args.channel === flooder.dm)
        .map(({ at, args }) => ({ at, text: JSON.stringify(args) })),
  }
}

type Flood = {
  messages: number
  asks: number
  /** How long a notice is waited for, in ms; a planted fault has none coming. */
  patience?: number
  probe: Made["probe"]
}

/** @returns figures of how long others waited, before and meanwhile */
async function flooded(
  way: Way,
  { messages, asks, patience = patienceMs, probe }: Flood,
): Promise<Record<string, string | number>> {
  const times = { calm: [] as number[], meanwhile: [] as number[] }
  let served = 0
  const another = async (when: keyof typeof times): Promise<void> => {
    const began = performance.now()
    served += (await way.asks(served)) ? 1 : 0
    times[when].push(performance.now() - began)
  }
  for (let n = 0; n < asks; n++) await another("calm")
  const began = Date.now()
  const flood: Promise<boolean | undefined>[] = []
  for (let n = 0; n < asks; n++) {
    while (flood.length < (messages * (n + 1)) / asks) flood.push(way.flood(flood.length).catch(() => undefined))
    await another("meanwhile")
  }
  const slowed = await Promise.all(flood)
  probe(`others are served on ${way.name}: ${served} of ${2 * asks}`, served === 2 * asks)
  const shares = [0.5, 0.99].map((share) =>
    [times.calm, times.meanwhile].map((one) => Math.round(quantile(one, share))).join(" "),
  )
  const figures = { [`others on ${way.name} before and meanwhile, median, slowest, ms`]: shares.join(", ") }
  if (way.told) return { ...figures, ...(await silenced(way.name, { told: way.told, began, patience, probe })) }
  for (const [n, one] of slowed.entries()) probe(`message ${n} of the flood is heard or slowed`, one !== undefined)
  const count = slowed.filter(Boolean).length
  probe(`the flood was slowed down: ${count}`, count > 0)
  return { ...figures, [`of ${messages} on ${way.name} slowed`]: count }
}

type Heard = Required<Pick<Flood, "patience" | "probe">> & { told: () => Told[]; began: number }

/** Once a minute a flood is heard a little, and told to be slower; then nothing. */
async function silenced(name: string, { told, began, patience, probe }: Heard): Promise<Record<string, number>> {
  const notices = () => told().filter(({ text }) => text.includes(words.en.slower))
  await soon(() => notices().length > 0, patience)
  const minutes = 1 + Math.floor((Date.now() - began) / windowMs)
  const said = told()
  const count = notices().length
  probe(`told once on ${name}: ${count} times in ${minutes} minutes`, count > 0 && count <= minutes)
  const broken = notices().some((notice) => said.some(({ at }) => at > notice.at && at < notice.at + silentMs))
  probe(`then silence on ${name}`, !broken)
  const answers = said.length - count
  probe(`little was answered on ${name}: ${answers}`, answers <= burst * minutes)
  const perSecond = new Map<number, number>()
  for (const { at } of said) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1)
  probe(`nobody is written to faster than ${name} allows`, Math.max(0, ...perSecond.values()) <= 4)
  return { [`answers to a flood on ${name}`]: answers, [`notices on ${name}`]: count }
}

export const s16 = attack({
  id: "S16",
  promise: "Who floods the desk is told to be slower, once, and others are served meanwhile",
  counts: "messages of one person in the web chat, and a quarter of them on Telegram and on Slack",
  times: { quick: 400, full: 20_000 },
  needs: [],
  plants: [newcomers, ...Object.keys(faults)],
  async run({ seed, times, plant }): Promise<Finding> {
    const fault = plant === undefined ? undefined : faults[plant]
    const scene = await sceneOf("alone", fault)
    const before = spent(scene)
    const figures: Record<string, string | number> = {}
    const finding = await siege(scene, {
      ignoring: scene.cast.ids.bo,
      async attack({ probe }) {
        const web = onTheWeb(scene, { seed, plant })
        const messages = plant === newcomers ? 200 : times
        if (!fault) Object.assign(figures, await flooded(web, { messages, asks: 2 * asking, probe }))
        const size = fault ? { messages: 60, asks: 2, patience: 0 } : { messages: times / 4, asks: asking }
        const chats = plant === newcomers ? [] : [onTelegram(scene), ...(fault ? [] : [onSlack(scene)])]
        for (const way of chats) Object.assign(figures, await flooded(way, { ...size, probe }))
      },
    })
    const grown = Math.round(spent(scene).megabytes - before.megabytes)
    return {
      figures: { ...finding.figures, ...figures, "memory grown, MB": grown },
      violations: [...finding.violations, ...(grown > memoryMost ? [`memory grew by ${grown} MB`] : [])],
    }
  },
})
