import { z } from "zod"
import { type Secret, secret } from "./core/secret.js"

/** The environment, read and validated once. A wrong value stops the start with one line that names the variable, never its secret. */

export type TelegramConfig = {
  token: Secret
  framework: "grammy" | "telegraf"
  apiRoot?: string
  webhook?: { publicUrl: string; secret: Secret }
}
export type SlackConfig = { botToken: Secret; appToken?: Secret; signingSecret?: Secret; apiUrl?: string }

export type Config = {
  databaseUrl?: Secret
  dataDir: string
  /** As it was named; absent, `./centre.yaml` counts when it is there. */
  centreFile?: string
  host: string
  port: number
  publicUrl?: string
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent"
  telegram?: TelegramConfig
  slack?: SlackConfig
  demo: boolean
  clock: { start: Date | null; speed: number }
}

const problem = (expected: string) => ({ error: expected })
const text = z.string().trim().min(1).optional()
const url = (protocols: RegExp, expected: string) => z.url({ protocol: protocols, ...problem(expected) }).optional()
const web = url(/^https?$/, "an address like https://desk.example.com")
const matching = (pattern: RegExp, expected: string) => z.string().regex(pattern, problem(expected)).optional()

const environment = z.object({
  DATABASE_URL: url(/^postgres(ql)?$/, "an address like postgres://user:password@host:5432/database"),
  DATA_DIR: z.string().default("./data"),
  CENTRE_FILE: text,
  HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, problem("a host name or address such as 127.0.0.1"))
    .default("127.0.0.1"),
  PORT: z.coerce
    .number(problem("a port from 0 to 65535"))
    .int(problem("a port from 0 to 65535"))
    .min(0, problem("a port from 0 to 65535"))
    .max(65535, problem("a port from 0 to 65535"))
    .default(3000),
  PUBLIC_URL: web,
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], problem("trace, debug, info, warn, error or silent"))
    .default("info"),
  TELEGRAM_BOT_TOKEN: matching(/^\d+:[\w-]{10,}$/, "a token from BotFather, like 123456:ABC-DEF…"),
  TELEGRAM_FRAMEWORK: z.enum(["grammy", "telegraf"], problem("grammy or telegraf")).default("grammy"),
  TELEGRAM_API_ROOT: web,
  TELEGRAM_WEBHOOK_SECRET: matching(/^[\w-]{16,256}$/, "16 to 256 characters of A-Z, a-z, 0-9, _ and -"),
  SLACK_BOT_TOKEN: matching(/^xoxb-/, "a bot token that begins with xoxb-"),
  SLACK_APP_TOKEN: matching(/^xapp-/, "an app-level token that begins with xapp-"),
  SLACK_SIGNING_SECRET: text,
  SLACK_API_URL: web,
  ANCHORDESK_DEMO: z.enum(["0", "1"], problem("1, or nothing")).default("0"),
  ANCHORDESK_NOW: matching(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
    "an instant like 2026-11-23T10:00+08:00",
  ).refine(
    (text) => text === undefined || !Number.isNaN(Date.parse(text)),
    problem("an instant like 2026-11-23T10:00+08:00"),
  ),
  ANCHORDESK_SPEED: z.coerce
    .number(problem("a number from 1 to 10000"))
    .min(1, problem("a number from 1 to 10000"))
    .max(10_000, problem("a number from 1 to 10000"))
    .optional(),
})
type Environment = z.output<typeof environment>

/** What one variable needs of another: the variable to name, and what was expected. */
function contradiction(env: Environment): [string, string] | null {
  if (env.TELEGRAM_BOT_TOKEN && env.PUBLIC_URL && !env.TELEGRAM_WEBHOOK_SECRET) {
    return ["TELEGRAM_WEBHOOK_SECRET", "a secret, since PUBLIC_URL is set and Telegram would write to it"]
  }
  if (env.TELEGRAM_WEBHOOK_SECRET && !env.PUBLIC_URL)
    return ["PUBLIC_URL", "an address, since TELEGRAM_WEBHOOK_SECRET is set"]
  if (env.SLACK_BOT_TOKEN && !env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET) {
    return ["SLACK_APP_TOKEN", "an app-level token (or SLACK_SIGNING_SECRET), since SLACK_BOT_TOKEN is set"]
  }
  if (!env.SLACK_BOT_TOKEN && (env.SLACK_APP_TOKEN || env.SLACK_SIGNING_SECRET)) {
    return ["SLACK_BOT_TOKEN", "a bot token, since SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is set"]
  }
  if (env.ANCHORDESK_DEMO !== "1" && env.ANCHORDESK_NOW) return ["ANCHORDESK_NOW", "nothing, unless ANCHORDESK_DEMO=1"]
  if (env.ANCHORDESK_DEMO !== "1" && env.ANCHORDESK_SPEED)
    return ["ANCHORDESK_SPEED", "nothing, unless ANCHORDESK_DEMO=1"]
  return null
}

/** @returns the configuration, or one line saying what is wrong with which variable */
export function readConfig(
  variables: Readonly<Record<string, string | undefined>>,
): { ok: Config } | { problem: string } {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ""),
  )
  const parsed = environment.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { problem: `${String(issue?.path[0])}: expected ${issue?.message}` }
  }
  const wrong = contradiction(parsed.data)
  return wrong ? { problem: `${wrong[0]}: expected ${wrong[1]}` } : { ok: toConfig(parsed.data) }
}

function toConfig(env: Environment): Config {
  const telegram = telegramConfig(env)
  const slack = slackConfig(env)
  return {
    dataDir: env.DATA_DIR,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    demo: env.ANCHORDESK_DEMO === "1",
    clock: { start: env.ANCHORDESK_NOW ? new Date(env.ANCHORDESK_NOW) : null, speed: env.ANCHORDESK_SPEED ?? 1 },
    ...(env.CENTRE_FILE && { centreFile: env.CENTRE_FILE }),
    ...(env.DATABASE_URL && { databaseUrl: secret(env.DATABASE_URL) }),
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL.replace(/\/+$/, "") }),
    ...(telegram && { telegram }),
    ...(slack && { slack }),
  }
}

function telegramConfig(env: Environment): TelegramConfig | null {
  if (!env.TELEGRAM_BOT_TOKEN) return null
  const { PUBLIC_URL, TELEGRAM_WEBHOOK_SECRET, TELEGRAM_API_ROOT } = env
  return {
    token: secret(env.TELEGRAM_BOT_TOKEN),
    framework: env.TELEGRAM_FRAMEWORK,
    ...(TELEGRAM_API_ROOT && { apiRoot: TELEGRAM_API_ROOT.replace(/\/+$/, "") }),
    ...(PUBLIC_URL &&
      TELEGRAM_WEBHOOK_SECRET && {
        webhook: { publicUrl: PUBLIC_URL.replace(/\/+$/, ""), secret: secret(TELEGRAM_WEBHOOK_SECRET) },
      }),
  }
}

function slackConfig(env: Environment): SlackConfig | null {
  if (!env.SLACK_BOT_TOKEN) return null
  return {
    botToken: secret(env.SLACK_BOT_TOKEN),
    ...(env.SLACK_APP_TOKEN && { appToken: secret(env.SLACK_APP_TOKEN) }),
    ...(env.SLACK_SIGNING_SECRET && { signingSecret: secret(env.SLACK_SIGNING_SECRET) }),
    ...(env.SLACK_API_URL && { apiUrl: env.SLACK_API_URL }),
  }
}

/** The clock the desk lives by: the machine's, or for demonstrations one that starts elsewhere and runs faster. */
export function clockOf({ clock: { start, speed } }: Pick<Config, "clock">, machine: () => number): () => Date {
  if (!start && speed === 1) return () => new Date(machine())
  const begun = machine()
  const origin = start?.getTime() ?? begun
  return () => new Date(origin + (machine() - begun) * speed)
}
