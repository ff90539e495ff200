import { describe, expect, test } from "vitest"
import { type Script, stage, text, ways } from "./setup.js"

const png = new Uint8Array([137, 80, 78, 71])
const card: Script = ({ said }) =>
  said.kind === "press"
    ? [{ text: text(`Pressed ${said.data}`), edit: true }]
    : [{ text: text("Sure?"), buttons: [[{ label: "Yes", press: "yes" }]], private: true }]

describe.each(ways)("where answers go, over %s", (way) => {
  test("a mention in a channel is answered there, in its thread; what is private only for the one who asked", async () => {
    const { fake, turns } = await stage(way, ({ said }) =>
      said.kind === "text" && said.text === "mine"
        ? [{ text: text("Your bookings"), private: true }]
        : [{ text: text("Free") }],
    )
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    fake.channel("C0HALL", { members: [ann.id, bob.id] })
    await ann.mentions("C0HALL", "what is free")
    await fake.until(() => bob.last("C0HALL")?.text === "Free")
    await ann.mentions("C0HALL", "mine", { thread: "1795500000.000001" })
    await fake.until(() => ann.last("C0HALL")?.text === "Your bookings")
    expect(ann.sees("C0HALL").at(-1)).toMatchObject({ only: ann.id, thread: "1795500000.000001" })
    expect(bob.last("C0HALL")?.text).toBe("Free")
    expect(turns[0]).toMatchObject({
      chat: { address: "slack:C0HALL", kind: "group" },
      direct: "slack:U0ANN",
      addressed: true,
      said: { kind: "text", text: "what is free" },
    })
    await ann.mentions("C0HALL", "")
    await fake.until(() => turns.length === 3)
    expect(turns.at(-1)?.said).toEqual({ kind: "text", text: "/menu" })
  })

  test("what is private goes to the person's own messages when the channel cannot show it to them alone", async () => {
    const { fake } = await stage(way, () => [{ text: text("Your bookings"), private: true }])
    const ann = fake.person("U0ANN")
    fake.channel("C0HALL", { members: [ann.id] })
    fake.fail("chat.postEphemeral", { error: "user_not_in_channel" })
    await ann.mentions("C0HALL", "mine")
    await fake.until(() => ann.last()?.text === "Your bookings")
    expect(ann.sees("C0HALL")).toEqual([])
  })

  test("a command works in a channel that the app is not in, and its private card is edited in place", async () => {
    const { fake, turns } = await stage(way, card)
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    fake.channel("C0FAR", { members: [ann.id, bob.id], withoutApp: true })
    await ann.command("tomorrow 3pm", "C0FAR")
    await fake.until(() => ann.last("C0FAR"))
    expect(bob.sees("C0FAR")).toEqual([])
    await ann.presses("Yes", { channel: "C0FAR" })
    await fake.until(() => ann.last("C0FAR")?.text === "Pressed yes")
    expect(ann.sees("C0FAR")).toHaveLength(1)
    expect(turns.map(({ key }) => key).every((key) => /^slack:T0TEAM01:trigger\./.test(key))).toBe(true)
    expect(fake.calls("chat.update")).toEqual([])
  })

  test("a command's open answer is for the channel, also where the app is not in it", async () => {
    const { fake } = await stage(way, () => [{ text: text("Free") }])
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    fake.channel("C0FAR", { members: [ann.id, bob.id], withoutApp: true })
    await ann.command("free today", "C0FAR")
    await fake.until(() => bob.last("C0FAR")?.text === "Free")
  })

  test("a command in the app's own messages is answered there; between two people, for the asker's eyes", async () => {
    const { fake, turns } = await stage(way, ({ said }) => [{ text: text(said.kind === "text" ? said.text : "") }])
    const ann = fake.person("U0ANN")
    await ann.command("")
    await fake.until(() => ann.last()?.text === "/menu")
    expect(turns[0]?.chat).toEqual({ address: "slack:U0ANN", kind: "private" })
    fake.channel("D0PAIR", { name: "directmessage", members: [ann.id, "U0BOB"], withoutApp: true })
    await ann.command("join CODE", "D0PAIR")
    await fake.until(() => ann.last("D0PAIR")?.text === "join CODE")
    expect(ann.sees("D0PAIR")[0]?.only).toBe(ann.id)
  })

  test("a private answer to a press does not overwrite what everyone in the channel sees", async () => {
    const { fake } = await stage(way, ({ said }) =>
      said.kind === "press"
        ? [{ text: text("For you"), edit: true, private: true }]
        : [{ text: text("Open class"), buttons: [[{ label: "Enrol", press: "enrol" }]] }],
    )
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    fake.channel("C0HALL", { members: [ann.id, bob.id] })
    await ann.mentions("C0HALL", "courses")
    await fake.until(() => bob.last("C0HALL"))
    await bob.presses("Enrol", { channel: "C0HALL" })
    await fake.until(() => bob.last("C0HALL")?.text === "For you")
    expect(ann.last("C0HALL")?.text).toBe("Open class")
  })

  test("pictures come with their description, files with their name; in a channel's private answer to the person", async () => {
    const { fake } = await stage(way, () => [
      {
        text: text("Today"),
        private: true,
        picture: { name: "today.png", png, alt: "Studio 1 is free from 10:00" },
        file: { name: "booking.ics", type: "text/calendar", bytes: new Uint8Array([1, 2, 3]) },
      },
    ])
    const ann = fake.person("U0ANN")
    fake.channel("C0HALL", { members: [ann.id] })
    await ann.says("today")
    const both = () => ann.sees().flatMap(({ files }) => files ?? [])
    await fake.until(() => both().length === 2)
    expect(both()).toMatchObject([
      { name: "today.png", alt: "Studio 1 is free from 10:00", bytes: png },
      { name: "booking.ics", bytes: new Uint8Array([1, 2, 3]) },
    ])
    expect(both()[1]).not.toHaveProperty("alt")
    await ann.mentions("C0HALL", "today")
    await fake.until(() => both().length === 4)
    expect(ann.sees("C0HALL").flatMap(({ files }) => files ?? [])).toEqual([])
  })

  test("an answer whose blocks Slack refuses goes as plain text", async () => {
    const { fake } = await stage(way, () => [{ text: text("a < b & c") }])
    const ann = fake.person("U0ANN")
    fake.fail("chat.postMessage", { error: "invalid_blocks" })
    await ann.says("book")
    await fake.until(() => ann.last()?.text === "a < b & c")
    expect(ann.sees()[0]?.blocks).toEqual([])
  })
})

test("an answer survives a Slack that is away for a moment", async () => {
  const { fake } = await stage("socket", () => [{ text: text("Done") }])
  const ann = fake.person("U0ANN")
  fake.fail("chat.postMessage", { status: 500 }, { error: "internal_error" })
  await ann.says("book")
  await fake.until(() => ann.last()?.text === "Done")
  expect(ann.sees()).toHaveLength(1)
})

test("a picture without words has its description for text", async () => {
  const { fake } = await stage("socket", () => [{ text: [], picture: { name: "day.png", png, alt: "Free from ten" } }])
  const ann = fake.person("U0ANN")
  await ann.says("today")
  await fake.until(() => ann.sees().length === 2)
  expect(ann.sees()[0]?.text).toBe("Free from ten")
})
