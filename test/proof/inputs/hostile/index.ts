import { Transform } from "node:stream"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { FastifyInstance } from "fastify"
import { read as readTelegram } from "../../../../src/bots/telegram/read.js"
import type { Measure } from "../../measure.js"
import { alone } from "./alone.js"
import { atTheDesk } from "./conversation.js"
import { Found } from "./found.js"
import { type House, openHouse } from "./house.js"
import { me } from "./payloads.js"
import { type Reader, readers } from "./readers.js"
import { overTheWire } from "./wire.js"

/**
 * R12. Every reader alone, by the thousand; the desk on a real store; and the platforms over HTTP. An input may be read or refused; it
 * may not throw, fail, stay without an answer or come out in other characters.
 */

/** Of a hundred inputs so many go to the desk, and over the wire; the rest to readers alone. */
const shares = { desk: 8, wire: 6 }

type Fault = {
  readers?: (all: typeof readers) => typeof readers
  hearing?: (house: House) => House["hear"]
  prepare?: (http: FastifyInstance) => void
}
/** The same readers, one of which has another in its place. */
const instead =
  (name: keyof typeof readers, take: Reader["take"]) =>
  (all: typeof readers): typeof readers => {
    const one = all[name]
    return one ? { ...all, [name]: { ...one, take } } : all
  }

const faults: Record<string, Fault> = {
  "a reader that trusts what it gets": {
    readers: instead("Telegram's updates", (text) => {
      const { message } = JSON.parse(text) as { message?: { text: string } }
      return message && message.text.trim() !== "" && readTelegram(message, me) === null ? "refused" : "read"
    }),
  },
  "an expression that goes back and forth": {
    readers: instead("commands", (text) => (/^(?:\w+\s?)*\$$/.test(text) ? "read" : "refused")),
  },
  "characters are made of pieces": {
    prepare: (http) => {
      http.addHook("preParsing", async ({ url }, _, payload) => {
        const piecewise = new Transform({
          transform: (piece: Buffer, _, done) => done(null, Buffer.from(piece.toString("utf8"))),
        })
        // Bolt reads the connection itself.
        return url.startsWith("/slack") ? payload : payload.pipe(piecewise)
      })
    },
  },
  "who writes with emoji or from right to left is not answered": {
    hearing:
      ({ hear }) =>
      async (turn) =>
        /[\u0590-\u07ff]|\p{Extended_Pictographic}|\p{Cf}/u.test(JSON.stringify(turn.said)) ? [] : hear(turn),
  },
  "a rejection that nobody handles": {
    hearing:
      ({ hear }) =>
      async (turn) => {
        if (turn.said.kind === "press") void Promise.reject(new Error("planted"))
        return hear(turn)
      },
  },
}

export const hostileInputs: Measure = {
  id: "R12",
  promise: "whatever comes is read or refused, whole: no crash, nothing unanswered, no character made another",
  counts: "inputs",
  times: { quick: 1_500, full: 1_000_000 },
  needs: [],
  plants: Object.keys(faults),
  async run({ seed, times, plant, say }) {
    const fault: Fault = (plant === undefined ? undefined : faults[plant]) ?? {}
    // A planted fault is looked for where it is.
    const asked = (part: keyof Fault): boolean => plant === undefined || fault[part] !== undefined
    const found = new Found()
    const unhandled = watched(found)
    const memory = memories()
    try {
      const share = (part: keyof typeof shares) => Math.floor((times * shares[part]) / 100)
      const [desk, wire] = [share("desk"), share("wire")]
      const rest = times - desk - wire
      if (asked("readers")) alone(fault.readers?.(readers) ?? readers, { seed, times: rest, found, say })
      memory.note()
      if (asked("hearing")) await inAHouse(fault, (house) => atTheDesk(house, { seed, times: desk, found }))
      if (asked("prepare"))
        await inAHouse(fault, (house) => overTheWire(house, { seed, times: wire, found, prepare: fault.prepare }))
      memory.note()
      const { read, refused } = found.counts
      const figures = {
        ...{ inputs: read + refused, read, refused, "turns at the desk": desk, "over HTTP": wire },
        "slowest, ms": `${Math.round(found.slowest.ms)} (${found.slowest.what})`,
        ...memory.figures(),
      }
      return { figures, violations: found.violations }
    } finally {
      unhandled()
    }
  },
}

async function inAHouse(fault: Fault, act: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse()
  try {
    await act({ ...house, hear: fault.hearing?.(house) ?? house.hear })
  } finally {
    await house.close()
  }
}

/** Rejections that nobody handles are found, and end nothing meanwhile. @returns puts back who listened before */
function watched(found: Found): () => void {
  const before = process.listeners("unhandledRejection")
  process.removeAllListeners("unhandledRejection")
  process.on("unhandledRejection", (error) =>
    found.violation(
      "the process",
      `a rejection that nobody handled: ${error instanceof Error ? error.message : ""}`,
      "",
    ),
  )
  return () => {
    process.removeAllListeners("unhandledRejection")
    for (const listener of before) process.on("unhandledRejection", listener)
  }
}

/** What is kept after everything that could be let go of was. */
function memories() {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  const noted: { rss: number; heap: number }[] = []
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
  return {
    note() {
      collect()
      const { rss, heapUsed } = process.memoryUsage()
      noted.push({ rss: megabytes(rss), heap: megabytes(heapUsed) })
    },
    figures: () => ({
      "memory before and after, MB": noted.map(({ rss }) => rss).join(" "),
      "of it in use by scripts, MB": noted.map(({ heap }) => heap).join(" "),
    }),
  }
}
