import { describe, expect, test } from "vitest"
import type { Form, Reply } from "../../../src/core/desk/turn.js"
import { stage, text, ways } from "./setup.js"

const form: Form = {
  id: "booking",
  title: "Reservar um estúdio de transmissão",
  submit: "Continue",
  fields: [
    { name: "day", label: "Day", kind: "date", value: "2026-11-24" },
    { name: "time", label: "Time", kind: "time", value: "15:00" },
    {
      name: "room",
      label: "Room",
      kind: "choice",
      value: "s2",
      options: [
        { label: "Studio 1", value: "s1" },
        { label: "Studio 2", value: "s2" },
      ],
    },
    {
      name: "gear",
      label: "Gear",
      kind: "choices",
      optional: true,
      options: [
        { label: "Ring light", value: "ring-light" },
        { label: "Camera", value: "camera" },
      ],
    },
    { name: "title", label: "Title", kind: "text", optional: true, lines: 3 },
    { name: "nothing", label: "Nothing to choose", kind: "choice", options: [] },
  ],
}
const asking: Reply = { text: text("When?"), buttons: [[{ label: "Tomorrow", press: "tomorrow" }]], form }

describe.each(ways)("dialogs over %s", (way) => {
  test("a command opens the form; what is entered is heard once, and the answer returns to the channel", async () => {
    const { fake, turns, platform } = await stage(way, ({ said }) =>
      said.kind === "form" ? [{ text: text("Studio 2, 15:00: sure?"), private: true }] : [asking],
    )
    const ann = fake.person("U0ANN")
    fake.channel("C0HALL", { members: [ann.id] })
    await ann.command("book", "C0HALL")
    await fake.until(() => ann.dialog())
    expect(ann.sees("C0HALL"), "the form speaks for itself").toEqual([])
    const sent = ann.parcels.submission({ day: "2026-11-25", time: "20:00", room: "s2", gear: ["camera"] })
    expect(await fake.courier.deliver(sent)).toMatchObject({ status: 200 })
    await fake.courier.deliver(sent)
    await fake.until(() => ann.last("C0HALL")?.text.startsWith("Studio 2"))
    await platform.stop()
    expect(turns).toHaveLength(2)
    expect(turns[1]).toMatchObject({
      key: expect.stringMatching(/^slack:T0TEAM01:V\d+:hash\./),
      from: { id: "T0TEAM01:U0ANN" },
      chat: { address: "slack:C0HALL", kind: "group" },
      direct: "slack:U0ANN",
      said: {
        kind: "form",
        form: "booking",
        values: { day: "2026-11-25", time: "20:00", room: "s2", gear: ["camera"] },
      },
    })
    expect(ann.sees("C0HALL").at(-1)?.only).toBe(ann.id)
  })

  test("what is wrong with an entry is said where the person can read it", async () => {
    const { fake } = await stage(way, ({ said }) =>
      said.kind === "form"
        ? [{ text: text("Studio 2 is taken"), buttons: [[{ label: "Studio 3", press: "s3" }]] }]
        : [asking],
    )
    const ann = fake.person("U0ANN")
    await ann.command("book")
    await fake.until(() => ann.dialog())
    await ann.submits({ day: "2026-11-25", time: "20:00" })
    await fake.until(() => ann.last()?.labels.includes("Studio 3"))
  })

  test("a form that would come too late is said in words and buttons", async () => {
    const { fake } = await stage(way, ({ said }) =>
      said.kind === "press" ? [asking] : [{ text: text("Hi"), buttons: [[{ label: "Book", press: "book" }]] }],
    )
    const ann = fake.person("U0ANN")
    await ann.says("hi")
    await fake.until(() => ann.last())
    await ann.presses("Book", { triggerMs: -1 })
    await fake.until(() => ann.last()?.labels.includes("Tomorrow"))
    expect(ann.dialog()).toBeUndefined()
  })

  test("without a trigger, as for a message, the form is said in words and buttons", async () => {
    const { fake } = await stage(way, () => [asking])
    const ann = fake.person("U0ANN")
    await ann.says("book")
    await fake.until(() => ann.last()?.labels.includes("Tomorrow"))
  })

  test("the shortcut shows at once that a dialog is coming, then fills it", async () => {
    let decide = () => {}
    const thinking = new Promise<void>((resolve) => {
      decide = resolve
    })
    const { fake, turns } = await stage(way, async () => {
      await thinking
      return [asking]
    })
    const ann = fake.person("U0ANN")
    await ann.shortcut()
    const waiting = await fake.until(() => ann.dialog())
    expect(waiting.view).not.toHaveProperty("callback_id")
    decide()
    await fake.until(() => ann.dialog()?.view.callback_id === "booking")
    expect(turns[0]).toMatchObject({
      chat: { address: "slack:U0ANN", kind: "private" },
      said: { kind: "press", data: "plan" },
    })
  })

  test("the shortcut's dialog says why when there is nothing to fill in, and its message has the buttons", async () => {
    const { fake } = await stage(way, () => [
      { text: text("You are not a member yet"), buttons: [[{ label: "Help", press: "help" }]] },
    ])
    const ann = fake.person("U0ANN")
    await ann.shortcut()
    await fake.until(() => ann.last()?.labels.includes("Help"))
    expect(JSON.stringify(ann.dialog()?.view)).toContain("You are not a member yet")
  })

  test("a dialog that was closed meanwhile stays closed", async () => {
    let decide = () => {}
    const thinking = new Promise<void>((resolve) => {
      decide = resolve
    })
    const { fake, platform } = await stage(way, async () => {
      await thinking
      return [asking]
    })
    const ann = fake.person("U0ANN")
    await ann.shortcut()
    await fake.until(() => ann.dialog())
    ann.closes()
    decide()
    await platform.stop()
    expect(ann.sees()).toEqual([])
  })

  test("the message shortcut reads the message for the one who used it, in their own messages", async () => {
    const { fake, turns } = await stage(way, () => [{ text: text("Sure?") }])
    const ann = fake.person("U0ANN")
    fake.channel("C0HALL", { members: [ann.id, "U0OTHER1"] })
    await ann.messageShortcut("studio 2 tomorrow &lt;3pm&gt;", "C0HALL")
    await fake.until(() => ann.last()?.text === "Sure?")
    expect(turns[0]).toMatchObject({
      from: { id: "T0TEAM01:U0ANN" },
      said: { kind: "text", text: "studio 2 tomorrow <3pm>" },
    })
    expect(ann.sees("C0HALL")).toEqual([])
  })
})

describe.each(ways)("the app's home over %s", (way) => {
  test("shows what the desk says, edits in place, and is fresh after what was done from it", async () => {
    let bookings = 1
    const { fake, turns } = await stage(way, ({ said }) => {
      if (said.kind === "form") {
        bookings = 2
        return [{ text: text("Booked") }]
      }
      if (said.kind === "press" && said.data === "book") return [asking]
      if (said.kind === "press" && said.data === "more") return [{ text: text("Page two"), edit: true }]
      return [
        {
          text: text(`${bookings} bookings`),
          buttons: [
            [
              { label: "Book", press: "book" },
              { label: "More", press: "more" },
            ],
          ],
        },
        { text: text("12 hours left") },
      ]
    })
    const ann = fake.person("U0ANN", { locale: "pt-BR" })
    await ann.opensHome()
    await fake.until(() => ann.home()?.text === "1 bookings\n12 hours left")
    expect(turns[0]).toMatchObject({
      from: { language: "pt-BR" },
      chat: { address: "slack:home:U0ANN", kind: "private" },
      direct: "slack:U0ANN",
      said: { kind: "press", data: "glance" },
    })
    await ann.pressesAtHome("Book")
    await fake.until(() => ann.dialog())
    await ann.submits({ day: "2026-11-25", time: "20:00" })
    await fake.until(() => ann.home()?.text.startsWith("2 bookings"))
    expect(ann.last()?.text).toBe("Booked")
    await ann.pressesAtHome("More")
    await fake.until(() => ann.home()?.text === "Page two")
    expect(new Set(turns.map(({ key }) => key)).size).toBe(turns.length)
  })
})
