import { Telegraf, TelegramError } from "telegraf"
import {
  botOf,
  CallError,
  networkError,
  patience,
  type Transport,
  type TransportOptions,
  withUploads,
} from "./transport.js"

/**
 * Telegram through Telegraf. Its last release is of 2024: the webhook reader, the polling and the error printing that it brings are
 * not used. Its `apiRoot` keeps a path only when it ends with a slash.
 */
export function telegrafTransport({ token, apiRoot, onUpdate, patienceMs = patience }: TransportOptions): Transport {
  const bot = new Telegraf(token.reveal(), {
    telegram: { apiRoot: `${apiRoot}/`, webhookReply: false },
    handlerTimeout: Number.POSITIVE_INFINITY,
  })
  bot.use((ctx) => onUpdate(ctx.update))
  // Methods are called by name; its types know those of 2024 only.
  const call = bot.telegram.callApi.bind(bot.telegram) as (
    method: string,
    payload: unknown,
    options: { signal?: AbortSignal },
  ) => Promise<unknown>
  return {
    async call(method, payload, signal) {
      try {
        const own = withUploads(payload, ({ upload, name }) => ({ source: Buffer.from(upload), filename: name }))
        const late = AbortSignal.timeout(patienceMs)
        return await call(method, own, { signal: signal ? AbortSignal.any([signal, late]) : late })
      } catch (error) {
        if (error instanceof TelegramError) {
          const { code, description, parameters } = error
          throw new CallError(method, { kind: "refused", code, description, parameters })
        }
        throw networkError(method, error)
      }
    },
    async handle(update, me) {
      bot.botInfo ??= botOf(me) as NonNullable<typeof bot.botInfo>
      await bot.handleUpdate(update as Parameters<typeof bot.handleUpdate>[0])
    },
  }
}
