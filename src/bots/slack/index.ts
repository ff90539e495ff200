import { setTimeout as sleep } from "node:timers/promises"
import { App, type HTTPReceiver, type SocketModeReceiver, webApi } from "@slack/bolt"
import type { FastifyInstance } from "fastify"
import type { Hear, Platform, Turn } from "../../core/desk/turn.js"
import { type Log, turnName } from "../../core/log.js"
import type { Secret } from "../../core/secret.js"
import { flood } from "../flood.js"
import { answer, openDialog } from "./answer.js"
import { atOnce } from "./at-once.js"
import { codeOf, failure, tokenFaults } from "./failure.js"
import { sendNotice, type Wire, wire as wireOf } from "./post.js"
import { type Heard, homePress, read } from "./read.js"
import { boltLog, gate, httpReceiver, keepConnected, socketReceiver } from "./receive.js"
import { seen } from "./seen.js"

/** Slack, through Bolt: Socket Mode with an app token, else HTTP at `/slack/events`. */

export type SlackOptions = {
  botToken: Secret
  appToken?: Secret
  signingSecret?: Secret
  /** Another place than https://slack.com/api/. */
  apiUrl?: string
}

/**
 * `http` must not listen yet when the platform is made. `now` is the wall clock: Slack signs and limits by it, whatever time a demonstration shows. `sleep` waits on that clock.
 */
export type SlackDeps = { http: FastifyInstance; log: Log; now: () => Date; sleep?: (ms: number) => Promise<void> }

export function slack(options: SlackOptions, deps: SlackDeps): Platform {
  const { log } = deps
  const door = options.appToken || !options.signingSecret ? undefined : gate(deps.http, deps)
  const wire = wireOf(new webApi.WebClient(options.botToken.reveal(), onceOnly(options, log)), deps)
  const working = new Map<string, Promise<void>>()
  let leave: () => Promise<void> = async () => {}

  return {
    name: "slack",

    async start(hear) {
      const me = await whoAmI(wire, options.apiUrl)
      const receiver = receiverFor(options, log)
      const take = taker({ wire, hear, log, now: deps.now, working, bot: { user: me.user_id ?? "" } })
      listen(receiver, { options, me, log, take })
      if ("client" in receiver) {
        const connection = await keepConnected(receiver, deps).catch((error: unknown) => {
          throw new Error(startFault("SLACK_APP_TOKEN", error, options.apiUrl))
        })
        leave = () => connection.stop()
      } else {
        door?.open(receiver.requestListener)
        leave = async () => door?.close()
      }
    },

    send: (address, reply) => sendNotice(wire, address, reply),

    async stop() {
      await leave()
      while (working.size > 0) await Promise.all(working.values())
    },
  }
}

/** How calls to Slack are made. Each client needs an object of its own: some are written to. */
const calling = ({ apiUrl }: SlackOptions, log: Log): webApi.WebClientOptions => ({
  ...(apiUrl && { slackApiUrl: apiUrl }),
  logger: boltLog(log),
  timeout: 8000,
})

/** For what must not happen twice: whether to try again is decided where it is known what for. */
const onceOnly = (options: SlackOptions, log: Log): webApi.WebClientOptions => ({
  ...calling(options, log),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
})

function receiverFor(options: SlackOptions, log: Log): HTTPReceiver | SocketModeReceiver {
  const { appToken, signingSecret } = options
  const clientOptions = { ...calling(options, log), retryConfig: { retries: 2 } }
  if (appToken) return socketReceiver({ appToken, clientOptions }, log)
  if (signingSecret) return httpReceiver(signingSecret, log)
  throw new Error("Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).")
}

type Listening = { options: SlackOptions; me: webApi.AuthTestResponse; log: Log; take: (body: unknown) => void }

/**
 * Puts Bolt between the receiver and us. It is told who it is: left to ask by itself, it does so unawaited, and a refused token then
 * ends the process.
 */
function listen(receiver: HTTPReceiver | SocketModeReceiver, { options, me, log, take }: Listening): void {
  const app = new App({
    receiver,
    token: options.botToken.reveal(),
    botId: me.bot_id ?? "",
    botUserId: me.user_id ?? "",
    clientOptions: onceOnly(options, log),
    logger: boltLog(log),
    convoStore: false,
  })
  // Acknowledged before anything is looked at: Slack waits three seconds, and Bolt has already answered events.
  app.use(async ({ body, ...args }) => {
    if ("ack" in args && typeof args.ack === "function") await args.ack()
    take(body)
  })
  app.error(async (error) => log.error({ why: codeOf(error) }, "Slack: a delivery could not be read"))
}

type Taking = {
  wire: Wire
  hear: Hear
  log: Log
  now: () => Date
  working: Map<string, Promise<void>>
  bot: { user: string }
}

/**
 * More would leave little time between them to acknowledge what arrives: what four do between two waits keeps the event loop for up to
 * 30 ms of the processor, what two do for 15.
 */
const heardAtOnce = 2

/** One person's deliveries in order, different people's side by side; one that was taken before is let go. */
function taker({ wire, hear, log, now, working, bot }: Taking): (body: unknown) => void {
  const known = seen(now)
  const floods = flood({ now, log })
  const room = atOnce(heardAtOnce)
  return (body) => {
    const heard = read(body, bot)
    if (!heard) return
    if ("signal" in heard) {
      log.error(
        { signal: heard.signal },
        "Slack: the app was uninstalled or its token revoked; install it again and set SLACK_BOT_TOKEN",
      )
      return
    }
    const { place } = heard
    if (!known.first(heard.turn.key)) return
    const turn = floods.admit(heard.turn)
    if (!turn) return
    const since = now().getTime()
    const named = { ...wire, log: log.child({ turn: turnName(turn.key) }) }
    const dialog = openDialog(named, place)
    const work = async (): Promise<void> => {
      if (!floods.hears(turn)) return
      try {
        const said = await introduced(wire, { turn, place })
        const replies = await room(() => hear(said)).catch((error: unknown) => {
          // Nothing was done: should Slack deliver it again, it counts.
          known.forget(turn.key)
          throw error
        })
        await answer(named, { place, replies, dialog: await dialog, ageMs: now().getTime() - since })
        if (place.home === "used" && !replies.some((reply) => reply.edit || reply.form))
          await showHome(named, hear, said)
      } catch (error) {
        named.log.error({ why: failure(error) }, "Slack: a turn could not be answered")
      }
    }
    const before = working.get(place.user) ?? Promise.resolve()
    const mine = before.then(work).then(() => {
      if (working.get(place.user) === mine) working.delete(place.user)
    })
    working.set(place.user, mine)
  }
}

/** Adds the name and language Slack knows, unless that takes so long that a trigger would run out. */
async function introduced(wire: Wire, { turn, place }: Heard): Promise<Turn> {
  type Known = { name?: string; language?: string }
  const asked = wire.people.who(place.user).catch((): Known => ({}))
  const known: Known = await Promise.race([asked, sleep(1000, {}, { ref: false })])
  const name = known.name ?? (turn.from.name || place.user)
  return { ...turn, from: { ...turn.from, name, ...(known.language && { language: known.language }) } }
}

/** What was done from the app's home may have changed what it shows. */
async function showHome(wire: Wire, hear: Hear, turn: Turn): Promise<void> {
  const user = turn.from.id.split(":")[1] ?? ""
  const replies = await hear({ ...turn, key: `${turn.key}:home`, said: { kind: "press", data: homePress } })
  await answer(wire, { place: { user, home: "opened" }, replies, dialog: undefined, ageMs: 0 })
}

async function whoAmI(wire: Wire, apiUrl: string | undefined): Promise<webApi.AuthTestResponse> {
  try {
    return await wire.web.auth.test()
  } catch (error) {
    throw new Error(startFault("SLACK_BOT_TOKEN", error, apiUrl))
  }
}

function startFault(variable: string, error: unknown, apiUrl = "https://slack.com/api/"): string {
  const found = failure(error)
  if (found.is === "blocked" || found.is === "refused" || (found.is === "down" && tokenFaults.has(found.why))) {
    return `Slack refuses ${variable} (${found.why}): copy it again from the app's page at https://api.slack.com/apps.`
  }
  return `Slack could not be reached at ${apiUrl} (${"why" in found ? found.why : "it asks for patience"}).`
}
