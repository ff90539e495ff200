import { format, inspect } from "node:util"
import { expect, test } from "vitest"
import { secret } from "../../src/core/secret.js"

test("a secret shows its value only when asked to", () => {
  const token = secret("hunter2")
  expect(token.reveal()).toBe("hunter2")
  const printed = [
    `${token}`,
    JSON.stringify({ token }),
    inspect({ token }),
    inspect(token),
    format("%s %o %O", token, token, token),
  ]
  for (const text of printed) {
    expect(text).toContain("[secret]")
    expect(text).not.toContain("hunter2")
  }
})
