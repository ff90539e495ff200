import { expect, test } from "vitest"
import { stage, text } from "./setup.js"

test.each(["refresh", "cut"] as const)(
  "the socket is made again after it ended (%s), and what came meanwhile is answered",
  async (how) => {
    const { fake, turns } = await stage("socket", () => [{ text: text("Here") }])
    const ann = fake.person("U0ANN")
    fake.hangUp(how)
    await fake.until(
      () => fake.calls("apps.connections.open").length === 2 && fake.sockets() > 0,
      "a second connection",
    )
    await ann.says("are you there")
    await fake.until(() => ann.last()?.text === "Here")
    expect(turns).toHaveLength(1)
  },
)

test("a token that is revoked while reconnecting is reported and tried again, and ends nothing", async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown) => void unhandled.push(error)
  process.on("unhandledRejection", note)
  const { fake, lines } = await stage("socket", () => [{ text: text("Here") }])
  const ann = fake.person("U0ANN")
  fake.fail("apps.connections.open", { error: "invalid_auth" })
  fake.hangUp("cut")
  await fake.until(() => fake.calls("apps.connections.open").length === 3 && fake.sockets() > 0, "a third connection")
  await ann.says("hello")
  await fake.until(() => ann.last()?.text === "Here")
  process.off("unhandledRejection", note)
  expect(unhandled).toEqual([])
  expect(lines.filter(({ text }) => text.includes("could not be connected"))).toMatchObject([
    { level: "warn", facts: { why: { why: "invalid_auth" } } },
  ])
})
