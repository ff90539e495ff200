import type { Log } from "../../src/core/log.js"

/** A log that nobody reads. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent as never }
