import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { dropDatabasesOf } from "./store.js"

/** What a whole run of the tests has in common: a place for what its workers share, gone when it ends. */
export function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-run-"))
  const run = randomBytes(4).toString("hex")
  Object.assign(process.env, { TEST_RUN: run, TEST_RUN_DIR: folder })
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    await dropDatabasesOf(run)
  }
}
