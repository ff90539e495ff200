import { createHash } from "node:crypto"
import type { Logger } from "pino"

/** The structured logger everything is handed; it redacts secrets and never sees what people wrote. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error" | "child">

/**
 * What a turn is called in the log, the same for each delivery of it. Derived from its key, which may have been chosen by whoever sent
 * it. Within the desk every line has it by itself; platforms say it of what comes before and after.
 */
export const turnName = (key: string): string => createHash("sha256").update(key).digest("base64url").slice(0, 12)
