import { describe, expect, test } from "vitest"
import { stage, text, ways } from "./setup.js"

describe.each(ways)("Slack over %s", (way) => {
  test("a direct message is heard and answered with text and buttons", async () => {
    const { fake, turns } = await stage(way, () => [
      {
        text: [["Studio 2 is free, ", { bold: "15:00" }]],
        buttons: [[{ label: "Book", press: "book 1", style: "primary" }]],
      },
    ])
    const ann = fake.person("U0ANN", { name: "Ann", locale: "zh-TW" })
    expect(await ann.says("studio 2 &lt;tomorrow&gt; &amp; <https://x.mo|x.mo>?")).toMatchObject({ status: 200 })
    const seen = await fake.until(() => ann.last())
    expect(seen).toEqual({ text: "Studio 2 is free, 15:00", labels: ["Book"] })
    expect(turns).toEqual([
      {
        key: expect.stringMatching(/^slack:T0TEAM01:D0ANN:/),
        platform: "slack",
        from: { id: "T0TEAM01:U0ANN", name: "Ann", language: "zh-TW" },
        chat: { address: "slack:D0ANN", kind: "private" },
        direct: "slack:U0ANN",
        addressed: true,
        said: { kind: "text", text: "studio 2 <tomorrow> & x.mo?" },
      },
    ])
  })

  test("a command's very first word comes with the language Slack knows; without Slack's knowledge, with what the delivery says", async () => {
    const { fake, turns } = await stage(way, () => [])
    await fake.person("U0ANN", { name: "Ann", locale: "pt-BR" }).command("join CODE")
    await fake.until(() => turns.length === 1)
    fake.fail("users.info", { error: "fatal_error" })
    await fake.person("U0BOB", { name: "bob", locale: "pt-BR" }).command("join CODE")
    await fake.until(() => turns.length === 2)
    expect(turns.map(({ from }) => from)).toEqual([
      { id: "T0TEAM01:U0ANN", name: "Ann", language: "pt-BR" },
      { id: "T0TEAM01:U0BOB", name: "bob" },
    ])
  })

  test("a pressed button is heard with its data, and its message is edited in place", async () => {
    const { fake, turns } = await stage(way, ({ said }) =>
      said.kind === "press"
        ? [{ text: text("Booked"), edit: true }]
        : [{ text: text("Sure?"), buttons: [[{ label: "Yes", press: "book 2026-11-24T15:00" }]] }],
    )
    const ann = fake.person("U0ANN")
    await ann.says("book")
    await fake.until(() => ann.last()?.labels.includes("Yes"))
    await ann.presses("Yes")
    await fake.until(() => ann.last()?.text === "Booked")
    expect(ann.sees()).toHaveLength(1)
    expect(turns.at(-1)?.said).toEqual({ kind: "press", data: "book 2026-11-24T15:00" })
  })
})
