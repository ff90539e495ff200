import { Bot, GrammyError, HttpError, InputFile } from "grammy"
import {
  botOf,
  CallError,
  networkError,
  patience,
  type Transport,
  type TransportOptions,
  withUploads,
} from "./transport.js"

/** Telegram through grammY. Its `apiRoot` must not end with a slash. */
export function grammyTransport({ token, apiRoot, onUpdate, patienceMs = patience }: TransportOptions): Transport {
  const bot = new Bot(token.reveal(), { client: { apiRoot, timeoutSeconds: patienceMs / 1000 } })
  bot.use((ctx) => onUpdate(ctx.update))
  // `raw` has one method per Bot API method, called here by name.
  const raw = bot.api.raw as unknown as Record<string, (...payloadAndSignal: unknown[]) => Promise<unknown>>
  return {
    async call(method, payload, signal) {
      try {
        const own = withUploads(payload, ({ upload, name }) => new InputFile(upload, name))
        // grammY's methods without parameters take the signal first.
        return await (method === "getMe" ? raw.getMe?.(signal) : raw[method]?.(own, signal))
      } catch (error) {
        if (error instanceof GrammyError) {
          const { error_code: code, description, parameters } = error
          throw new CallError(method, { kind: "refused", code, description, parameters })
        }
        throw networkError(method, error instanceof HttpError ? error.error : error)
      }
    },
    async handle(update, me) {
      if (!bot.isInited()) bot.botInfo = botOf(me) as typeof bot.botInfo
      // Updates are validated by read.ts; grammY only looks at their names.
      await bot.handleUpdate(update as Parameters<typeof bot.handleUpdate>[0])
    },
  }
}
