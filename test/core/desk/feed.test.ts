import ical from "ical.js"
import { beforeEach, expect, test } from "vitest"
import { currentCentre } from "../../../src/core/centre-store.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { readFeed } from "../../../src/core/desk/dialogs/feed.js"
import { feedToken } from "../../../src/core/feeds.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { actorFor, ask, type TestWorld, testWorld } from "../../support/world.js"

await describeEachStore("calendar feed", (store) => {
  let world: TestWorld
  let say: (step: string) => Promise<string[]>

  beforeEach(async () => {
    world = Object.assign(testWorld(store(), "2026-11-23T10:00:00+08:00"), { pages: "https://desk.example.com" })
    await withCentre(store(), deskCentre, world.now)
    say = player(world, createDesk(world))
    await say("@ Ana, member Lotus Live, standard, zh-Hant")
    await say("@ Bo, member Jade Beauty, standard, en")
  })
  const tokenIn = (lines: string[]) =>
    /https:\/\/desk\.example\.com\/calendar\/([\w-]{32})\.ics/.exec(lines.join("\n"))?.[1] ?? "none"
  const events = async (token: string) => {
    const feed = await readFeed(world, token)
    const component = new ical.Component(ical.parse(feed?.ics ?? ""))
    return component
      .getAllSubcomponents("vevent")
      .map((event) => {
        const { startDate, summary } = new ical.Event(event)
        return `${startDate.toJSDate().toISOString().slice(0, 16)} ${summary}`
      })
      .sort()
  }

  test("has one's own bookings, in one's own language, as they are now", async () => {
    await say("> Ana: 聽日下晝三點到五點訂2號直播間,兩個主播")
    await say("> Ana: 好")
    await say("> Bo: Studio 3 tomorrow 3pm to 5pm, 1 host")
    await say("> Bo: yes")
    const token = tokenIn(await say("> Ana: /calendar"))
    expect(await events(token)).toEqual(["2026-11-24T07:00 2號直播間 · 濠江直播中心"])
    const first = await readFeed(world, token)
    world.now = new Date(world.now.getTime() + 60_000)
    expect(await readFeed(world, token)).toEqual(first)
    await say("> Ana: 改到六點")
    await say("> Ana: 好")
    expect((await readFeed(world, token))?.etag).not.toBe(first?.etag)
  })

  test("keeps its address until a new one is asked for; then the old one is nobody's", async () => {
    const token = tokenIn(await say("> Bo: /calendar"))
    expect(tokenIn(await say("> Bo: /calendar"))).toBe(token)
    const renewed = tokenIn(await say("> Bo [New address]"))
    expect(renewed).not.toBe(token)
    expect(await readFeed(world, token)).toBeNull()
    expect(await events(renewed)).toEqual([])
  })

  test("asked for twice by one turn, a new address is one, and on record", async () => {
    const token = tokenIn(await say("> Bo: /calendar"))
    const { personId } = await store().prisma.feed.findUniqueOrThrow({ where: { token } })
    const { member } = actorFor("bo", "standard")
    const person = { id: personId, name: "Bo", language: "en" as const, staff: false }
    const asking = ask(world, { person, member, members: [], via: "test" })
    const renewed = await Promise.all([1, 2, 3].map(() => feedToken(world, asking, { renew: true })))
    const [first] = renewed
    if (first?.is !== "feed") throw new Error("no address")
    expect(first.token).not.toBe(token)
    expect(renewed).toEqual([first, first, first])
    expect(await events(first.token)).toEqual([])
    expect(
      await store().prisma.audit.findMany({ where: { action: "calendar" }, orderBy: { id: "asc" } }),
    ).toMatchObject([
      { personId, entity: `person:${personId}`, data: { room: null, renew: false } },
      { personId, entity: `person:${personId}`, data: { room: null, renew: true } },
    ])
    expect(JSON.stringify(await store().prisma.turn.findMany())).not.toContain(first.token)
  })

  test("staff have the whole floor's and each room's, with who comes, for as long as they are staff", async () => {
    await say("@ Lai, staff, en")
    await say("> Ana: 聽日下晝三點到五點訂2號直播間,兩個主播")
    await say("> Ana: 好")
    await say("> Bo: book Studio 3 tomorrow 3pm to 5pm, 1 host")
    await say("> Bo: yes")
    const floor = tokenIn(await say("> Lai: /calendar"))
    const both = ["2026-11-24T07:00 Studio 2 · Lotus Live", "2026-11-24T07:00 Studio 3 · Jade Beauty"]
    expect(await events(floor)).toEqual(both)
    const room = tokenIn(await say("> Lai: /calendar studio 3"))
    expect(await events(room)).toEqual(both.slice(1))
    expect((await readFeed(world, room))?.ics).toContain("X-WR-CALNAME:Studio 3 · Pearl River Live")
    // Each has an address of its own, and a new one ends only its own.
    const renewed = tokenIn(await say("> Lai [New address]"))
    expect(await readFeed(world, room)).toBeNull()
    expect(await events(renewed)).toEqual(both.slice(1))
    expect(tokenIn(await say("> Lai [Whole floor's calendar]"))).toBe(floor)
    // A member's button or word for it gets them nothing.
    expect((await say("> Bo {calendar same *}")).join()).not.toContain("/calendar/")
    expect((await say("> Bo {calendar new studio-3}")).join()).not.toContain("/calendar/")
    const own = tokenIn(await say("> Bo: /calendar studio 2"))
    expect(await events(own)).toEqual(["2026-11-24T07:00 Studio 3 · Pearl River Live"])
    expect((await say("> Lai {calendar same studio-99}")).join()).not.toContain("/calendar/")
    await store().prisma.person.updateMany({ where: { staff: true }, data: { staff: false } })
    expect([await readFeed(world, floor), await readFeed(world, renewed)]).toEqual([null, null])
  })

  test("staff see what else takes a room: courses and closures, for as long as they are on", async () => {
    await say("@ Lai, staff, en")
    const floor = tokenIn(await say("> Lai: /calendar"))
    const room = tokenIn(await say("> Lai: /calendar studio 3"))
    const before = await readFeed(world, room)
    await say("> Lai: close Studio 3 tomorrow 9-13, leaking light")
    await say("> Lai [Close]")
    const at = { startsAt: new Date("2026-11-24T07:00Z"), endsAt: new Date("2026-11-24T09:00Z"), createdAt: world.now }
    const course = { id: "c1", courseId: "lighting", roomId: "studio-5", hosts: 1, seats: 8, least: 3 }
    const { prisma } = store()
    await prisma.courseSession.create({ data: { ...course, ...at, status: "scheduled", version: 1 } })
    expect(await events(floor)).toEqual([
      "2026-11-24T01:00 Studio 3 · Closed · leaking light",
      expect.stringMatching(/^2026-11-24T07:00 Studio 5 · /),
    ])
    expect(await events(room)).toEqual(["2026-11-24T01:00 Studio 3 · Closed · leaking light"])
    expect((await readFeed(world, room))?.etag).not.toBe(before?.etag)
    await prisma.courseSession.updateMany({ data: { status: "off", version: 2 } })
    await prisma.closure.updateMany({ data: { liftedAt: world.now } })
    expect([await events(floor), await events(room)]).toEqual([[], []])
    // A member's own has nothing of it.
    expect(await events(tokenIn(await say("> Bo: /calendar")))).toEqual([])
  })

  test("unchanged, it is not read again; whatever changes what it shows is seen", async () => {
    await say("@ Lai, staff, en")
    await say("> Bo: book Studio 3 tomorrow 3pm to 5pm, 1 host")
    await say("> Bo: yes")
    const [own, floor] = [tokenIn(await say("> Bo: /calendar")), tokenIn(await say("> Lai: /calendar"))]
    const changed = async (what: () => Promise<unknown>): Promise<[boolean, boolean]> => {
      const before = [await readFeed(world, own), await readFeed(world, floor)]
      await what()
      const answers = [own, floor].map(async (token, n) => {
        const after = await readFeed(world, token, ['"other"', before[n]?.etag ?? ""])
        return after?.ics !== undefined
      })
      return [(await answers[0]) ?? false, (await answers[1]) ?? false]
    }
    const { prisma } = store()
    expect(await changed(async () => {})).toEqual([false, false])
    expect(
      await changed(() => say("> Ana: 聽日下晝三點到五點訂2號直播間,兩個主播").then(() => say("> Ana: 好"))),
    ).toEqual([false, true])
    expect(await changed(() => say("> Bo: move it to 6pm").then(() => say("> Bo: yes")))).toEqual([true, true])
    expect(await changed(() => prisma.booking.updateMany({ data: { title: "Erased later" } }))).toEqual([true, true])
    expect(await changed(() => prisma.person.updateMany({ data: { language: "pt" } }))).toEqual([true, true])
    const anew = async () => {
      await prisma.centre.updateMany({ data: { version: 2 } })
      await currentCentre(world, { fresh: true })
    }
    expect(await changed(anew)).toEqual([true, true])
    const cancelled = () => prisma.booking.updateMany({ where: { roomId: "studio-3" }, data: { status: "cancelled" } })
    expect(await changed(cancelled)).toEqual([true, true])
    const queries: string[] = []
    const { query } = world.store
    world.store = {
      ...store(),
      query: (statement) => {
        queries.push(statement.name)
        return query(statement)
      },
    } as typeof world.store
    const etag = (await readFeed(world, floor))?.etag ?? ""
    queries.length = 0
    expect(await readFeed(world, floor, [etag])).toEqual({ etag })
    expect(queries).toEqual(["feed", "feed-stamp-beside", "feed-stamp-floor"])
  })
})
