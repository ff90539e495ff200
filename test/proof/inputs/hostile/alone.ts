import { createContext, Script } from "node:vm"
import { type Found, placeOf } from "./found.js"
import { some } from "./material.js"
import type { Reader } from "./readers.js"

/** Few enough to be done within the limit on a machine that has much else to do. */
const batch = 20
const limitMs = 10_000

type Alone = { seed: number; times: number; found: Found; say(line: string): void }

/** Each reader its share. One that never comes back is stopped: a time limit is all that ends synchronous work. */
export function alone(all: Readonly<Record<string, Reader>>, { seed, times, found, say }: Alone): void {
  const whole = Object.values(all).reduce((sum, { weight }) => sum + weight, 0)
  for (const [place, [name, one]] of Object.entries(all).entries()) {
    const count = Math.round((times * one.weight) / whole)
    let answers = true
    for (let done = 0; answers && done < count; done += drawn) {
      const inputs = some(one.of, Math.min(drawn, count - done), seed + place * 7_919 + done)
      for (let at = 0; answers && at < inputs.length; at += batch)
        answers = limited(name, { take: one.take, inputs: inputs.slice(at, at + batch), found })
    }
    if (times > 20_000) say(`${name}: ${count}`)
  }
}

/** Generated at once; more would only take memory. */
const drawn = 200

type Batch = { take: Reader["take"]; inputs: readonly string[]; found: Found }
const apart = createContext({ work: () => {} })
const call = new Script("work()")

/** @returns false when one was never answered */
function limited(name: string, { take, inputs, found }: Batch): boolean {
  let at = 0
  apart.work = () => {
    for (; at < inputs.length; at++) {
      const input = inputs[at] ?? ""
      const began = performance.now()
      try {
        found.took(name, take(input), performance.now() - began)
      } catch (error) {
        found.violation(name, error instanceof Error ? `${error.message} ${placeOf(error)}` : String(error), input)
      }
    }
  }
  try {
    call.runInContext(apart, { timeout: limitMs })
    return true
  } catch {
    found.violation(name, "was never answered", inputs[at] ?? "")
    return false
  }
}
