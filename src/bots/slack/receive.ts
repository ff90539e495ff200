import type { IncomingMessage, ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { HTTPReceiver, type Logger, LogLevel, SocketModeReceiver, type webApi } from "@slack/bolt"
import type { FastifyInstance } from "fastify"
import type { Log } from "../../core/log.js"
import type { Secret } from "../../core/secret.js"
import { refuse } from "../http.js"
import { codeOf, failure } from "./failure.js"

/** How deliveries come in: over HTTP on the desk's own server, or over a web socket that the app opens. */

const path = "/slack/events"
const skewSeconds = 60

export type Gate = { open(listener: (req: IncomingMessage, res: ServerResponse) => void): void; close(): void }

/**
 * Claims the path on the server, in a scope of its own so that no other route's body parsing changes. Until it is opened, and after it
 * is closed, Slack is told to come again. Requests dated in the future are refused here, because Bolt only refuses old ones.
 */
export function gate(http: FastifyInstance, deps: { log: Log; now: () => Date }): Gate {
  let listener: ((req: IncomingMessage, res: ServerResponse) => void) | undefined
  http.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null))
    scope.post(path, { config: { anyHost: true } }, async (request, reply) => {
      if (!listener) return refuse(reply, 503, "not_ready", "The desk is starting or stopping.")
      if (!timely(request.headers["x-slack-request-timestamp"], deps.now())) {
        deps.log.warn({ ip: request.ip }, "refused a request to Slack's path that is dated in the future")
        return refuse(reply, 401, "not_slack", "That is not a request of now.")
      }
      reply.hijack()
      listener(request.raw, reply.raw)
      return reply
    })
  })
  return {
    open: (found) => {
      listener = found
    },
    close: () => {
      listener = undefined
    },
  }
}

/** A missing or malformed date is Bolt's to refuse; so is one that is too old. */
function timely(header: string | string[] | undefined, now: Date): boolean {
  const seconds = Number(header)
  return !(seconds > now.getTime() / 1000 + skewSeconds)
}

export function httpReceiver(signingSecret: Secret, log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: signingSecret.reveal(),
    endpoints: [path],
    logger: boltLog(log),
    // What Bolt cannot take apart is none of Slack's deliveries: refused, and no failure of ours.
    processEventErrorHandler: async ({ error, response }) => {
      log.warn({ why: codeOf(error) }, "Slack: a delivery could not be read")
      if (!response.headersSent) response.writeHead(400).end()
      return false
    },
  })
}

export type SocketOptions = { appToken: Secret; clientOptions: webApi.WebClientOptions }

/**
 * A socket that is supervised here: Bolt's own reconnecting leaves a rejection unhandled, which ends the process, when the app token is
 * revoked meanwhile or Slack is away for long.
 */
export function socketReceiver({ appToken, clientOptions }: SocketOptions, log: Log): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: appToken.reveal(),
    logger: boltLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  })
}

/** Connects, and connects again whenever the connection ends, until `stop`. Rejects when the first connection cannot be made. */
export async function keepConnected(
  receiver: SocketModeReceiver,
  deps: { log: Log; now: () => Date; sleep?: (ms: number) => Promise<void> },
): Promise<{ stop(): Promise<void> }> {
  const { client } = receiver
  const stopping = new AbortController()
  const untilStop = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  const pause = deps.sleep ?? untilStop

  const reconnect = async (): Promise<void> => {
    const lost = deps.now().getTime()
    for (let tries = 0; !stopping.signal.aborted; tries++) {
      await pause(Math.min(tries * 1000, 30_000))
      if (stopping.signal.aborted) return
      try {
        await connect()
        if (tries > 0) deps.log.info("Slack is connected again")
        return
      } catch (error) {
        const seconds = Math.round((deps.now().getTime() - lost) / 1000)
        const facts = { why: failure(error), seconds }
        if (seconds > 60) deps.log.error(facts, "Slack has not been connected for more than a minute; still trying")
        else deps.log.warn(facts, "Slack could not be connected; trying again")
      }
    }
  }
  const connect = async (): Promise<void> => {
    await receiver.start()
    client.once("disconnected", () => {
      if (!stopping.signal.aborted) void reconnect()
    })
  }
  await connect()
  return {
    async stop() {
      stopping.abort()
      // Slack may leave the closing handshake unanswered.
      await Promise.race([client.disconnect(), sleep(2000, undefined, { ref: false })])
    },
  }
}

/** What Bolt says, without what people wrote: its debug lines quote whole deliveries. */
export function boltLog(log: Log): Logger {
  const say =
    (level: "warn" | "error") =>
    (...parts: unknown[]) =>
      log[level](parts.map(told).join(" "))
  return {
    debug() {},
    info() {},
    warn: say("warn"),
    error: say("error"),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}

const told = (part: unknown): string => {
  const text = typeof part === "string" ? part : part instanceof Error ? `${part.name} ${codeOf(part)}` : ""
  return text.replace(/x(?:ox[a-z]|app)-[\w-]+/g, "[secret]").replace(/(wss?:\/\/[^\s?]+)\?\S*/g, "$1")
}
