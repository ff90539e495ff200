import { describe, expect, test } from "vitest"
import { stage, text, ways } from "./setup.js"

describe.each(ways)("deliveries over %s", (way) => {
  test("are acknowledged while the desk still thinks, and answered when it has thought", async () => {
    let decide = () => {}
    const thinking = new Promise<void>((resolve) => {
      decide = resolve
    })
    const { fake } = await stage(way, async () => {
      await thinking
      return [{ text: text("Done") }]
    })
    const ann = fake.person("U0ANN")
    expect(await ann.says("book")).toMatchObject({ status: 200 })
    expect(await ann.command("book")).toMatchObject({ status: 200 })
    expect(ann.sees()).toHaveLength(0)
    decide()
    await fake.until(() => ann.sees().length === 2)
  })

  test("of one message under two event ids are one turn, with the same key on any replica", async () => {
    const { fake, platform, turns } = await stage(way, () => [])
    const ann = fake.person("U0ANN")
    const ts = "1795500000.900001"
    await fake.courier.deliver(ann.parcels.message("one", { ts, eventId: "Ev1" }))
    await fake.courier.deliver(ann.parcels.message("one", { ts, eventId: "Ev2" }))
    await platform.stop()
    expect(turns.map(({ key }) => key)).toEqual([`slack:T0TEAM01:D0ANN:${ts}`])
  })

  test("of one person are heard in order, of another meanwhile", async () => {
    let decide = () => {}
    const thinking = new Promise<void>((resolve) => {
      decide = resolve
    })
    const { fake, turns } = await stage(way, async ({ said }) => {
      if (said.kind === "text" && said.text === "slow") await thinking
      return []
    })
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    await ann.says("slow")
    await fake.until(() => turns.length === 1)
    await ann.says("next")
    await bob.says("mine")
    await fake.until(() => turns.some(({ from }) => from.id.endsWith("U0BOB")))
    expect(turns.map(({ said }) => said.kind === "text" && said.text)).toEqual(["slow", "mine"])
    decide()
    await fake.until(() => turns.length === 3)
  })

  test("that were acknowledged are finished before the platform has stopped", async () => {
    const { fake, platform } = await stage(way, async () => [{ text: text("Done") }])
    const ann = fake.person("U0ANN")
    await ann.says("book")
    await platform.stop()
    expect(ann.last()?.text).toBe("Done")
  })

  test("that the desk failed on count again when Slack repeats them", async () => {
    let broken = true
    const { fake, turns } = await stage(way, () => {
      if (broken) throw new Error("the store is away")
      return [{ text: text("Done") }]
    })
    const ann = fake.person("U0ANN")
    const parcel = ann.parcels.message("book")
    await fake.courier.deliver(parcel)
    await fake.until(() => turns.length === 1)
    await new Promise((resolve) => setImmediate(resolve))
    broken = false
    await fake.courier.deliver(parcel, 1)
    await fake.until(() => ann.last()?.text === "Done")
  })

  test("that are no one's speech are let go", async () => {
    const { fake, platform, turns, lines } = await stage(way, () => [])
    const ann = fake.person("U0ANN")
    fake.channel("C0HALL", { members: ["U0ANN"] })
    const event = (fields: Record<string, unknown>) => ({
      ...ann.parcels.message("x"),
      payload: { ...ann.parcels.message("x").payload, event: fields },
    })
    const ts = "1795500000.000009"
    await fake.courier.deliver(ann.parcels.message("edited", { subtype: "message_changed" }))
    await fake.courier.deliver(ann.parcels.message("", { subtype: "message_deleted" }))
    await fake.courier.deliver(ann.parcels.message("chatter", { channel: "C0HALL" }))
    await fake.courier.deliver(
      event({ type: "message", channel: "D0ANN", channel_type: "im", bot_id: "B9", text: "bot", ts }),
    )
    await fake.courier.deliver(
      event({ type: "message", channel: "D0ANN", channel_type: "im", user: "U0DESK01", text: "me", ts }),
    )
    await fake.courier.deliver(event({ type: "app_home_opened", user: "U0ANN", tab: "messages" }))
    await fake.courier.deliver(event({ type: "reaction_added", user: "U0ANN" }))
    await fake.courier.deliver(event({ type: "message", channel: "<!channel>", channel_type: "im", user: "U0ANN", ts }))
    await fake.courier.deliver({
      type: "interactive",
      payload: { type: "view_closed", user: { id: "U0ANN" }, team: { id: "T1" }, view: {} },
    })
    await fake.courier.deliver({
      type: "interactive",
      payload: { type: "block_suggestion", user: { id: "U0ANN" }, team: { id: "T1" }, action_id: "x", value: "y" },
    })
    await platform.stop()
    expect(turns).toEqual([])
    expect(lines.filter(({ level }) => level === "error")).toEqual([])
  })

  test("of pictures, voices and files are told apart", async () => {
    const { fake, turns } = await stage(way, () => [])
    const ann = fake.person("U0ANN")
    for (const mimetype of ["image/png", "audio/mp4", "application/pdf"]) await ann.says("", { files: [{ mimetype }] })
    await ann.says("")
    await ann.says("see this", { files: [{ mimetype: "image/png" }] })
    await fake.until(() => turns.length === 5)
    expect(turns.map(({ said }) => ("what" in said ? said.what : said.kind))).toEqual([
      "photo",
      "voice",
      "file",
      "empty",
      "text",
    ])
  })
})
