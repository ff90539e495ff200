import ical from "ical.js"
import { beforeEach, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import { readFeed } from "../../../src/core/desk/dialogs/feed.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"

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
    return component.getAllSubcomponents("vevent").map((event) => {
      const { startDate, summary } = new ical.Event(event)
      return `${startDate.toJSDate().toISOString().slice(0, 16)} ${summary}`
    })
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
})
