import { afterEach, beforeEach, expect, test } from "vitest"
import type { ReplyJson, TurnJson } from "../../../src/bots/web/json.js"
import { browsers } from "../../../src/core/browsers.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Reply } from "../../../src/core/desk/turn.js"
import { addMember } from "../../../src/core/members.js"
import { webHistory } from "../../../src/core/web-history.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { startWeb, type WebServer } from "../../support/web.js"
import { visitor } from "../../support/web-client.js"
import { type TestWorld, testWorld } from "../../support/world.js"

/** Two services on one store: whichever a browser hangs on, it sees the same. */
await describeEachStore("the web chat on several replicas", (store) => {
  let world: TestWorld
  let one: WebServer
  let two: WebServer
  /** Where the next request goes, as a balancer decides. */
  let at: WebServer
  let inviteCode: string

  const replica = async () => {
    const desk = createDesk(world)
    return startWeb(
      desk.hear,
      { rhythm: { look: 10, beat: 100 } },
      { sessions: browsers(world) as WebServer["sessions"], inbox: webHistory(world), now: () => world.now },
    )
  }
  const browser = () => visitor(() => at.url)
  const joined = async () => {
    const someone = browser()
    expect((await someone.post("/api/join", { code: inviteCode, name: "Ana" })).status).toBe(200)
    return someone
  }
  const userOf = async () =>
    (await store().prisma.account.findFirstOrThrow({ where: { platform: "web" }, orderBy: { createdAt: "asc" } }))
      .userId
  const tell = async (server: WebServer, userId: string, reply: Reply) => server.platform.send(`web:${userId}`, reply)

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), deskCentre, world.now)
    const way = { now: world.now, via: "test" }
    const added = await addMember(world, { name: "Lotus Live", plan: "standard", language: "en" }, way)
    inviteCode = added.inviteCode
    one = await replica()
    two = await replica()
    at = one
  })
  afterEach(() => Promise.all([one.close(), two.close()]))

  test("a notice reaches the page that hangs on another replica, and its picture can be fetched there", async () => {
    const ana = await joined()
    at = two
    const page = await ana.events()
    const png = Buffer.alloc(40, 7)
    await tell(one, await userOf(), { text: [["In one hour"]], picture: { name: "day.png", png, alt: "The day" } })
    const told = (await page.next()).data as ReplyJson
    expect(told.text).toBe("In one hour")
    const picture = await ana.get(told.picture?.url ?? "")
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
    page.close()
  })

  test("the conversation outlives the service: all of it, in order, on another replica and on another device", async () => {
    const ana = await joined()
    await ana.turn("k1", "Studio 2 tomorrow 3pm to 5pm, 2 hosts")
    at = two
    const { code: device } = (await (await ana.post("/api/device", {})).json()) as { code: string }
    await one.close()
    one = await replica()
    at = one
    const phone = browser()
    await phone.post("/api/join", { code: device })
    const page = await phone.events("/api/events?turns")
    const events = [await page.next(), await page.next(), await page.next()]
    expect(events.map(({ event }) => event)).toEqual(["turn", "turn", "live"])
    expect(events[1]?.data).toMatchObject({ key: "k1", said: "Studio 2 tomorrow 3pm to 5pm, 2 hosts" })
    at = two
    await ana.turn("k2", "my bookings")
    expect((await page.next()).data).toMatchObject({ key: "k2", said: "my bookings" })
    page.close()
    const back = await phone.events("/api/events?turns", { "last-event-id": events[1]?.id ?? "" })
    expect((await back.next()).data).toMatchObject({ key: "k2" })
    expect((await back.next()).event).toBe("live")
    back.close()
  })

  test("one key, asked on both at once, has one effect, one answer and one entry", async () => {
    const ana = await joined()
    const card = await ana.turn("k1", "Studio 2 tomorrow 3pm to 5pm, 2 hosts")
    const confirm = card.replies[0]?.buttons.flat().find(({ label }) => label === "Confirm")
    const body = { key: "k2", action: confirm && "action" in confirm ? confirm.action : "" }
    const asked = [one, two, one, two].map((server) => {
      at = server
      return ana.post("/api/turns", body)
    })
    const answers = await Promise.all(
      (await Promise.all(asked)).map(async (answer) => (await answer.json()) as TurnJson),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await store().prisma.booking.count()).toBe(1)
    expect(await store().prisma.webEntry.count({ where: { key: "k2" } })).toBe(1)
    at = two
    expect((await ana.post("/api/turns", { ...body, action: "mine" })).status).toBe(422)
  })

  test("whoever signs out, or is forgotten, gets nothing more on any replica", async () => {
    const ana = await joined()
    at = two
    const page = await ana.events()
    at = one
    await ana.turn("f1", "/forgetme")
    const sure = (await ana.turn("f2", "/forgetme")).replies[0]?.buttons.flat()[0]
    const last = await ana.post("/api/turns", { key: "f3", action: sure && "action" in sure ? sure.action : "" })
    expect((await ana.replies(last))[0]?.text).toContain("I no longer know you")
    expect(await page.ended()).toBe(true)
    expect(await store().prisma.webEntry.count()).toBe(0)
    expect(await store().prisma.webFile.count()).toBe(0)
  })

  test("two browsers that became one person by a code show one conversation, from its beginning", async () => {
    const laptop = await joined()
    const userId = await userOf()
    at = two
    const phone = browser()
    await phone.turn("p1", "hello")
    const link = (await laptop.turn("l1", "/link")).replies[0]?.text ?? ""
    const [, given] = /\/link (\S+)/.exec(link) ?? []
    await phone.turn("p2", `/link ${given}`)
    const page = await phone.events("/api/events?turns")
    for (const event of ["turn", "turn", "live"]) expect((await page.next()).event).toBe(event)
    const question = await store().prisma.link.findFirstOrThrow()
    at = one
    await laptop.post("/api/turns", { key: "l2", action: `linked ${question.id} yes` })
    expect((await page.next()).event).toBe("other")
    expect(await page.ended()).toBe(true)
    const again = await phone.events("/api/events?turns")
    const keys: string[] = []
    for (let event = await again.next(); event.event !== "live"; event = await again.next())
      keys.push((event.data as TurnJson).key.slice(0, 4))
    expect(keys).toEqual(["join", "p1", "l1", "p2", "l2"])
    await tell(two, userId, { text: [["for both"]] })
    expect((await again.next()).data).toMatchObject({ text: "for both" })
    again.close()
  })
})
