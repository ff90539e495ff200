import { Writable } from "node:stream"
import { expect } from "vitest"
import { run } from "../../src/cli.js"

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
