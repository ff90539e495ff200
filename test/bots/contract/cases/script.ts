import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { meaning, play } from "../script.js"
import type { Cases } from "../suite.js"

const path = join(import.meta.dirname, "../one-booking.txt")

export const scriptCases: Cases = {
  "the same conversation has the same meaning": async (stage) => {
    const said = meaning(await play(stage, await stage.member("Ana")))
    if (process.env.REWRITE_CONVERSATIONS !== undefined) writeFileSync(path, said)
    expect(said).toBe(readFileSync(path, "utf8"))
  },
}
