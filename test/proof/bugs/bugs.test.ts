import { existsSync } from "node:fs"
import { expect, test } from "vitest"
import { held } from "../held.js"
import { bugs, planted as measure } from "./index.js"
import { planted } from "./trial.js"

test("each bug has a name of its own, fits the code as it is, and names a test that is there", () => {
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length)
  expect(bugs.length).toBeGreaterThanOrEqual(40)
  for (const bug of bugs) {
    expect(planted(bug)).not.toBe("")
    expect(existsSync(bug.test), bug.name).toBe(true)
  }
})

held([measure])
