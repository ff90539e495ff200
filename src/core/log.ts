import type { Logger } from "pino"

/** The structured logger everything is handed; it redacts secrets and never sees what people wrote. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error" | "child">
