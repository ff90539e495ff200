import { rmSync } from "node:fs"
import { openStore } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { freshDataDir } from "../../support/store.js"

/** One embedded store for all mutants: opening one takes longer than most of the tests. */
export async function setup(): Promise<() => Promise<void>> {
  const dataDir = await freshDataDir()
  const store = await openStore({ dataDir, log: silent })
  process.env.TEST_DATA_DIR = dataDir
  return async () => {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
