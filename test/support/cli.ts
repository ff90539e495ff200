import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Writable } from "node:stream"
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest"
import { run } from "../../src/cli.js"
import { openStore, type Store } from "../../src/core/store/open.js"
import { silent } from "./log.js"
import { empty, freshDataDir } from "./store.js"

/** The operator's commands in this process, as one would type them. */

type Ended = { code: number; stdout: string; stderr: string }

export async function anchordesk(...words: string[]): Promise<Ended> {
  const said = { stdout: "", stderr: "" }
  const to = (name: "stdout" | "stderr") =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk)
        done()
      },
    })
  const code = await run(words, { stdout: to("stdout"), stderr: to("stderr") })
  return { code, ...said }
}

/** The one JSON document a command printed. */
export async function json(...words: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await anchordesk(...words, "--json")
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  return JSON.parse(stdout)
}

/** The one line with which a command failed. */
export async function complaint(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await anchordesk(...words)
  expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ code: 1, stdout: "", lines: 1 })
  return stderr
}

/** A store that a service has open while the commands of a suite run beside it, at this time; emptied for each test. */
export function besideService(now: string) {
  let dataDir: string
  let folder: string
  let store: Store
  beforeAll(async () => {
    dataDir = await freshDataDir()
    store = await openStore({ dataDir, log: silent })
  })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anchordesk-"))
    const environment = { DATA_DIR: dataDir, ANCHORDESK_DEMO: "1", ANCHORDESK_NOW: now, PORT: "0" }
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    await empty(store)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
  afterAll(async () => {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const path = (name: string): string => join(folder, name)
  return {
    get store() {
      return store
    },
    path,
    file(name: string, content: string | Uint8Array): string {
      writeFileSync(path(name), content)
      return path(name)
    },
  }
}
