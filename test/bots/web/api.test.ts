import { expect, it } from "vitest"
import type { ReplyJson } from "../../../src/bots/web/json.js"
import type { Reply } from "../../../src/core/desk/turn.js"
import { visitor } from "../../support/web-client.js"
import { echo, useHearing } from "../../support/web-hearing.js"

const start = useHearing()

it("gives the same key the same answer, also to those who ask at the same time, and one effect", async () => {
  let effects = 0
  const { url } = await start(async () => {
    effects++
    await new Promise((resolve) => setImmediate(resolve))
    return [{ text: [[`effect ${effects}`]] }]
  })
  const someone = visitor(url)
  await someone.post("/api/session", {})
  const answers = await Promise.all(Array.from({ length: 8 }, () => someone.turn("same", "book")))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(effects).toBe(1)
  const other = visitor(url)
  expect((await other.turn("same", "book")).replies[0]?.text).toBe("effect 2")
})

it("refuses a key that was used for something else", async () => {
  const { turns, url } = await start(echo)
  const someone = visitor(url)
  await someone.turn("k", "book")
  const response = await someone.post("/api/turns", { key: "k", text: "cancel" })
  expect([response.status, await response.json()]).toMatchObject([422, { error: "key_reused" }])
  expect(turns).toHaveLength(1)
})

it("may be asked again under the same key after the desk failed, and says nothing of how it failed", async () => {
  let fails = true
  const { server, url } = await start(() => {
    if (fails) throw new Error("the database at 10.0.0.1 is on fire")
    return [{ text: [["done"]] }]
  })
  const someone = visitor(url)
  const response = await someone.post("/api/turns", { key: "k", text: "book" })
  expect(response.status).toBe(500)
  expect(await response.text()).not.toMatch(/fire|10\.0|\.ts|\.js/)
  expect(server.logged.join("")).toContain("on fire")
  fails = false
  expect((await someone.turn("k", "book")).replies[0]?.text).toBe("done")
})

it("passes on text, presses and forms, and calls what is blank blank", async () => {
  const { turns, url } = await start(echo)
  const someone = visitor(url)
  await someone.post("/api/turns", { key: "1", text: "聽晚八點" })
  await someone.post("/api/turns", { key: "2", action: "b:1:2", label: "Confirm", on: "1/0" })
  await someone.post("/api/turns", { key: "3", form: "book", values: { date: "2026-11-24", gear: ["ring", "green"] } })
  await someone.post("/api/turns", { key: "4", text: " \n" })
  expect(turns.map(({ said }) => said)).toEqual([
    { kind: "text", text: "聽晚八點" },
    { kind: "press", data: "b:1:2" },
    { kind: "form", form: "book", values: { date: "2026-11-24", gear: ["ring", "green"] } },
    { kind: "other", what: "empty" },
  ])
})

it("writes replies down whole: plain text, spans, buttons, form, file and picture", async () => {
  // The first bytes of a PNG of 300 by 200.
  const png = Buffer.from("89504e470d0a1a0a0000000d494844520000012c000000c8", "hex")
  const { url } = await start(() => [
    {
      text: [[{ bold: "Studio 2" }, " ", { code: "K7" }], [], [{ link: "map", url: "https://centre.example/map" }]],
      buttons: [
        [{ label: "Confirm", press: "c", style: "primary" }],
        [{ label: "Map", url: "https://centre.example/map" }],
      ],
      picture: { name: "日.png", png, alt: "Timetable" },
      file: { name: "session.ics", type: "text/calendar", bytes: Buffer.from("BEGIN:VCALENDAR") },
      form: { id: "f", title: "F", submit: "Go", fields: [{ name: "t", label: "T", kind: "text" }] },
      edit: true,
      toast: "ok",
    },
  ])
  const someone = visitor(url)
  const [reply] = (await someone.turn("k", "x")).replies
  expect(reply).toMatchObject({
    id: "k/0",
    text: "Studio 2 K7\n\nmap (https://centre.example/map)",
    lines: [[{ bold: "Studio 2" }, " ", { code: "K7" }], [], [{ link: "map", url: "https://centre.example/map" }]],
    buttons: [
      [{ label: "Confirm", action: "c", style: "primary" }],
      [{ label: "Map", url: "https://centre.example/map" }],
    ],
    picture: { alt: "Timetable", name: "日.png", width: 300, height: 200 },
    file: { name: "session.ics", type: "text/calendar" },
    form: { id: "f" },
    edit: true,
    toast: "ok",
  })
  const picture = await someone.get(reply?.picture?.url ?? "")
  expect(picture.headers.get("content-type")).toBe("image/png")
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
  const file = await someone.get(reply?.file?.url ?? "")
  expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''session.ics")
  expect(await file.text()).toBe("BEGIN:VCALENDAR")
})

it("lets a 100,000-character message through to the desk in any script", async () => {
  const { turns, url } = await start(() => [{ text: [["A little shorter, please."]] }])
  const text = "播".repeat(100_000)
  expect((await visitor(url).turn("k", text)).replies[0]?.text).toBe("A little shorter, please.")
  expect(turns[0]?.said).toEqual({ kind: "text", text })
})

it("slows down whoever is too fast, and says when to come back; others are not slowed", async () => {
  const { turns, url } = await start(echo, {
    paces: {
      user: { burst: 5, perSecond: 0.1 },
      address: { burst: 1000, perSecond: 1000 },
      newcomers: { burst: 100, perSecond: 1 },
    },
  })
  const flooder = visitor(url)
  await flooder.post("/api/session", {})
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, at) => flooder.post("/api/turns", { key: `${at}`, text: "x" })),
  )
  const refused = all.filter(({ status }) => status === 429)
  expect([turns.length, refused.length]).toEqual([5, 15])
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0)
  expect(await refused[0]?.json()).toMatchObject({ error: "slow_down" })
  expect((await visitor(url).post("/api/turns", { key: "a", text: "x" })).status).toBe(200)
})

it("finishes what it has heard before it stops, and hears no more", async () => {
  let finish = () => {}
  const { server, url } = await start(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    return [{ text: [["done"]] }] satisfies Reply[]
  })
  const someone = visitor(url)
  await someone.post("/api/session", {})
  const answer = someone.turn("a", "book")
  await expect.poll(() => finish.length === 0 && finish.toString()).not.toBe("() => {}")
  const stopped = server.platform.stop()
  expect((await someone.post("/api/turns", { key: "b", text: "late" })).status).toBe(503)
  finish()
  await stopped
  expect(((await answer).replies[0] as ReplyJson).text).toBe("done")
})
