import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PassThrough, Writable } from "node:stream"
import { terminal } from "../../../../src/bots/console/index.js"
import type { Hear, Platform } from "../../../../src/core/desk/turn.js"
import { silent } from "../../../support/log.js"
import { floodCase } from "../cases/flood.js"
import { groupCases } from "../cases/groups.js"
import { updateCase } from "../cases/updates.js"
import { type Driver, faults, type Person, type Seen, type Session, specials } from "../driver.js"

/** Terminals, one for each person: what is typed goes in as bytes, what they read are the bytes that come out. */

const noApi = "a terminal calls nobody's API"
const noGroups = "a terminal is one person's"
const typed = "only text can be typed"
const once = "a line that is typed is delivered once, or the process is gone with it"
const numbered = "a number is a button only where it was shown; anything else is text"

export const consoleDriver: Driver = {
  name: "console",
  cannot: {
    [floodCase]: "whoever types there has the terminal to themselves",
    ...Object.fromEntries(Object.keys(groupCases).map((name) => [name, noGroups])),
    ...Object.fromEntries(
      faults.flatMap((fault) => [
        [`an answer when the API says: ${fault}`, noApi],
        [`a notice when the API says: ${fault}`, noApi],
      ]),
    ),
    ...Object.fromEntries(specials.filter((what) => what !== "empty").map((what) => [updateCase(what), typed])),
    "the same delivery twice has one effect and one answer": once,
    "the same delivery five times has one effect and one answer": once,
    "the same delivery five times at once has one effect and one answer": once,
    "the same delivery after a restart has no second effect": once,
    "a first delivery that was lost is made up for by the next": once,
    "a forged button is answered kindly, and has no effect": numbered,
    "another person's buttons give nothing of theirs": numbered,
  },
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "anchordesk-console-"))
    const people = new Map<string, ReturnType<typeof person>>()
    let hear: Hear = async () => []
    const platform: Platform = {
      name: "console",
      start: async () => {},
      send: async (address, reply) =>
        people.get(address)?.platform.send(address, reply) ?? { is: "blocked", why: "no terminal" },
      stop: async () => {},
    }
    const session: Session = {
      async start(listener) {
        hear = listener
        return platform
      },
      stop: async () => {
        for (const { platform } of people.values()) await platform.stop()
      },
      person(n, name) {
        const one = person((turn) => hear(turn), { n, name, folder })
        people.set(one.platform.address, one)
        return one
      },
      fail: () => {
        throw new Error(noApi)
      },
      silent: () => false,
      endSilence: () => {},
      busy: () => 0,
      close: async () => rmSync(folder, { recursive: true, force: true }),
    }
    return session
  },
}

function person(hear: Hear, { n, name, folder }: { n: number; name: string; folder: string }) {
  const input = new PassThrough()
  const messages: string[] = []
  const output = new Writable({
    write(chunk, _, done) {
      messages.push(String(chunk))
      done()
    },
  })
  const platform = terminal(
    { user: { id: `p${n}`, name, language: "en" }, folder, run: `r${n}` },
    { input, output, log: silent },
  )
  void platform.start(hear)
  const types = (line: string) => async () => void input.write(`${line}\n`)
  const sees = () => messages.map(seen)
  const found: Person & { platform: typeof platform } = {
    platform,
    address: platform.address,
    joins: (code) => types(`join ${code}`),
    says: types,
    presses(label) {
      const button = sees()
        .flatMap(({ buttons }) => buttons)
        .findLast((one) => one.label === label)
      if (!button) throw new Error(`${name} sees no button "${label}"`)
      return types(button.data)
    },
    forges: types,
    special: () => types(""),
    sees,
  }
  return found
}

/** Reads a message back from its lines; what is pressed is the number before the label. */
function seen(chunk: string, place: number): Seen {
  const lines = chunk.trimEnd().split("\n")
  const within = (line: string, what: string) => line.startsWith(`(${what}: `) && line.endsWith(")")
  const isRow = (line: string) => /^\[\d+\] /.test(line)
  return {
    id: String(place),
    text: lines.filter((line) => !isRow(line) && !within(line, "picture") && !within(line, "file")).join("\n"),
    buttons: lines
      .filter(isRow)
      .flatMap((line) => [...line.matchAll(/\[(\d+)\] (.*?)(?= {2}\[\d+\] |$)/g)])
      .map(([, data = "", label = ""]) => ({ label, data })),
    pictures: lines.filter((line) => within(line, "picture")).map((line) => line.slice("(picture: ".length, -1)),
    files: lines
      .filter((line) => within(line, "file"))
      .map((line) => readFileSync(line.slice("(file: ".length, -1), "utf8")),
  }
}
