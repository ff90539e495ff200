import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { AnswerJson, SessionJson } from "../../../src/bots/board/json.js"
import { boardLink } from "../../../src/core/board-pass.js"
import { book } from "../../../src/core/booking.js"
import { currentCentre } from "../../../src/core/centre-store.js"
import type { BoardDay } from "../../../src/core/desk/board-day.js"
import { after, minute } from "../../../src/core/interval.js"
import { invite } from "../../../src/core/invitations.js"
import { addStaff, type BoardServer, startBoard } from "../../support/board.js"
import { deskCentre, schoolDesk } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { visitor } from "../../support/web-client.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../../support/world.js"

await describeEachStore("the board over HTTP", (store) => {
  let world: TestWorld
  let server: BoardServer
  let keys = 0

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-24T14:50:00+08:00")
    await withCentre(store(), deskCentre, world.now)
    await addMembers(world, { m1: "standard", m2: "standard" })
    await addStaff(world, "lai")
    await addStaff(world, "mei")
    server = await startBoard(world, { every: 20, beat: 40 })
  })
  afterEach(() => server.close())

  const linkOf = async (person = "lai"): Promise<string> => {
    const link = await boardLink(world, ask(world, staffActor(person)))
    return typeof link === "string" ? link : "none"
  }
  const enter = async (person = "lai") => {
    const browser = visitor(server.url)
    expect((await browser.post("/board/api/enter", { link: await linkOf(person) })).status).toBe(204)
    return browser
  }
  type Browser = ReturnType<typeof visitor>
  const press = async (browser: Browser, pressed: string, more: object = {}) => {
    keys += 1
    const body = { key: `k${keys}`, press: pressed, member: null, language: "en", ...more }
    return (await (await browser.post("/board/api/turns", body)).json()) as AnswerJson
  }
  const day = async (browser: Browser, query = "day=2026-11-24&language=en") =>
    (await (await browser.get(`/board/api/day?${query}`)).json()) as BoardDay
  const session = async (browser: Browser) => (await (await browser.get("/board/api/session")).json()) as SessionJson
  const booked = async (room: string, from: string, to: string, member = "m1") => {
    const wish = { start: new Date(`2026-11-24T${from}:00+08:00`), end: new Date(`2026-11-24T${to}:00+08:00`) }
    const actor = actorFor(member, "standard")
    const outcome = await book(world, ask(world, actor), { room: { room }, ...wish, hosts: 1, gear: [] })
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }

  describe("signing in", () => {
    test("takes a press: whatever fetches the link to preview it uses nothing up", async () => {
      const link = await linkOf()
      for (const path of [`/board#in=${link}`, "/board", "/board/api/enter"]) await fetch(server.url + path)
      await fetch(`${server.url}/board/api/enter`, { method: "HEAD" })
      const browser = visitor(server.url)
      expect((await session(browser)).staff).toBeNull()
      const entered = await browser.post("/board/api/enter", { link })
      expect(entered.status).toBe(204)
      const cookie = entered.headers.getSetCookie()[0] ?? ""
      expect(cookie).toMatch(/^anchordesk-board=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
      expect(cookie).not.toContain(link)
      expect((await session(browser)).staff).toEqual({ name: "lai", language: "en" })
      expect(JSON.stringify(server.logged)).not.toContain(link)
    })

    test("works once, and not after ten minutes", async () => {
      const link = await linkOf()
      const old = await linkOf()
      expect((await visitor(server.url).post("/board/api/enter", { link })).status).toBe(204)
      expect((await visitor(server.url).post("/board/api/enter", { link })).status).toBe(410)
      world.now = after(world.now, 10 * minute)
      expect((await visitor(server.url).post("/board/api/enter", { link: old })).status).toBe(410)
    })

    test("is not for other sites' pages, for other codes, or for who left", async () => {
      const link = await linkOf()
      const foreign = [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]
      for (const headers of foreign) {
        const answer = await visitor(server.url).post("/board/api/enter", { link }, headers as Record<string, string>)
        expect(answer.status).toBe(403)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
      const code = await invite(world, { kind: "staff", name: "X" }, { now: world.now, via: "test" })
      for (const wrong of [code, "x".repeat(43), "", 7, undefined])
        expect((await visitor(server.url).post("/board/api/enter", { link: wrong })).status).toBe(410)
      await store().prisma.person.update({ where: { id: "lai" }, data: { staff: false } })
      expect((await visitor(server.url).post("/board/api/enter", { link })).status).toBe(410)
    })

    test("ends when one signs out, or is no longer staff", async () => {
      const [one, two] = [await enter(), await enter()]
      expect((await one.post("/board/api/leave", {})).status).toBe(204)
      expect((await session(one)).staff).toBeNull()
      expect((await day(two)).day).toBe("2026-11-24")
      await store().prisma.person.update({ where: { id: "lai" }, data: { staff: false } })
      expect((await two.get("/board/api/day?day=2026-11-24&language=en")).status).toBe(401)
      expect((await two.post("/board/api/turns", { key: "a", press: "in", member: null, language: "en" })).status).toBe(
        401,
      )
    })

    test("has a cookie that goes over https alone where people come by it", async () => {
      const secure = await startBoard(world, { secureCookies: true, publicUrl: "https://desk.example.com" })
      const link = await linkOf()
      const entered = await visitor(secure.url).post(
        "/board/api/enter",
        { link },
        { origin: "https://desk.example.com" },
      )
      expect(entered.headers.getSetCookie()[0]).toMatch(/^__Host-anchordesk-board=.*; Secure; SameSite=Strict$/)
      await secure.close()
    })

    test("is open to anybody in a demonstration, and only there", async () => {
      expect((await visitor(server.url).post("/board/api/demo", {})).status).toBe(404)
      const demo = await startBoard(world, { demo: "mei" })
      const anybody = visitor(demo.url)
      expect((await anybody.post("/board/api/demo", {})).status).toBe(204)
      expect((await session(anybody)).staff?.name).toBe("mei")
      await demo.close()
    })
  })

  test("shows nothing to a stranger", async () => {
    const browser = visitor(server.url)
    for (const path of ["day?day=2026-11-24&language=en", "members?q=", "events"])
      expect((await browser.get(`/board/api/${path}`)).status).toBe(401)
    expect(
      (await browser.post("/board/api/turns", { key: "a", press: "in", member: null, language: "en" })).status,
    ).toBe(401)
  })

  test("shows a day: sessions, the floor, what is kept and closed, who asks", async () => {
    await booked("studio-2", "15:00", "17:00")
    await booked("studio-3", "16:00", "18:00", "m2")
    const browser = await enter()
    await press(browser, "close @studio-5 2026-11-24T16:00 2026-11-24T20:00 yes heating")
    await press(browser, "plan 2026-11-24T20:00 60 @studio-1 h1 +", { member: "m2" })
    const shown = await day(browser)
    expect(shown).toMatchObject({ from: 480, to: 1560, short: "Tue 24 Nov", rooms: { length: 7 } })
    expect(shown.sessions.map(({ room, member, from, to, status }) => [room, member.name, from, to, status])).toEqual([
      ["studio-2", "Member m1", 900, 1020, "confirmed"],
      ["studio-3", "Member m2", 960, 1080, "confirmed"],
    ])
    expect(shown.kept).toMatchObject([{ room: "studio-1", from: 1200, to: 1260, who: "Member m2", offer: false }])
    expect(shown.closures).toMatchObject([{ rooms: ["studio-5"], from: 960, to: 1200, reason: "heating" }])
    const at = (minutes: number) => shown.floor.load[(minutes - 480) / 15]
    expect([at(885), at(900), at(960), at(1020), at(1080), at(1200)]).toEqual([0, 1, 2, 1, 0, 1])
    expect((await day(browser, "day=2026-11-24&language=zh-Hant")).rooms[0]?.name).toBe("1號直播間")
    expect((await day(browser, "day=2026-12-25&language=en")).to).toBe((await day(browser, "day=2026-12-25")).from)
    expect((await browser.get("/board/api/day?day=2026-13-01&language=en")).status).toBe(400)
  })

  test("shows dates of courses, and what the desk says of one", async () => {
    const browser = await enter()
    expect((await day(browser)).courses).toEqual([])
    const [kind] = schoolDesk.courses
    await store().prisma.centre.updateMany({ data: { data: JSON.parse(JSON.stringify(schoolDesk)), version: 2 } })
    await currentCentre(world, { fresh: true })
    const when = { startsAt: new Date("2026-11-24T18:00:00+08:00"), endsAt: new Date("2026-11-24T20:00:00+08:00") }
    await store().prisma.courseSession.create({
      data: {
        ...{
          id: "c1",
          courseId: kind?.id ?? "",
          roomId: "studio-7",
          hosts: 1,
          seats: 4,
          least: 1,
          status: "scheduled",
        },
        ...{ ...when, version: 1, createdAt: world.now },
      },
    })
    const [shown] = (await day(browser)).courses
    expect(shown).toMatchObject({ room: "studio-7", from: 1080, to: 1200, taken: 0, seats: 4, name: kind?.names.en })
    const { replies } = await press(browser, shown?.press ?? "")
    expect(JSON.stringify(replies)).toContain(kind?.names.en)
  })

  test("answers that nothing changed, without sending the day again", async () => {
    await booked("studio-2", "15:00", "17:00")
    const browser = await enter()
    const first = await browser.get("/board/api/day?day=2026-11-24&language=en")
    const etag = first.headers.get("etag") ?? ""
    const again = { "if-none-match": etag }
    expect((await browser.get("/board/api/day?day=2026-11-24&language=en", again)).status).toBe(304)
    await booked("studio-3", "15:00", "17:00")
    const changed = await browser.get("/board/api/day?day=2026-11-24&language=en", again)
    expect(changed.status).toBe(200)
    expect(((await changed.json()) as BoardDay).sessions).toHaveLength(2)
  })

  test("does the desk's commands, with its refusals and buttons that lead somewhere here", async () => {
    const id = await booked("studio-2", "15:00", "17:00")
    await booked("studio-3", "15:00", "17:00", "m2")
    const browser = await enter()
    const refused = await press(browser, `book #${id} 2026-11-24T15:30 120 @studio-3`)
    expect(JSON.stringify(refused.replies[0]?.lines)).toContain("taken")
    const presses = refused.replies.flatMap(({ buttons }) => buttons.flat().map(({ press }) => press))
    expect(presses.some((one) => one.startsWith("plan #"))).toBe(true)
    const verbs = new Set(presses.map((one) => one.split(" ", 1)[0]))
    for (const verb of ["home", "help", "mine", "today", "act"]) expect(verbs).not.toContain(verb)
    const done = await press(browser, `checkin ${id}`)
    expect(done.replies[0]?.toast).toContain("Member m1")
    expect((await day(browser)).sessions[0]?.status).toBe("checked_in")
    expect((await press(browser, "nonsense")).replies).toHaveLength(1)
  })

  test("has one effect for a press that comes twice", async () => {
    const browser = await enter()
    const body = { key: "same", press: "book 2026-11-24T20:00 60 @studio-1 h1 +", member: "m1", language: "en" }
    const [one, two] = await Promise.all([
      browser.post("/board/api/turns", body),
      browser.post("/board/api/turns", body),
    ])
    expect([one.status, two.status]).toEqual([200, 200])
    expect((await day(browser)).sessions).toHaveLength(1)
  })

  test("finds members by a part of their name", async () => {
    const browser = await enter()
    expect(await (await browser.get("/board/api/members?q=BER%20M2")).json()).toEqual({
      members: [{ id: "m2", name: "Member m2" }],
    })
    // What no store takes is no part of a name.
    expect(await (await browser.get("/board/api/members?q=m2%00")).json()).toEqual({
      members: [{ id: "m2", name: "Member m2" }],
    })
  })

  test("tells everybody who looks on, on every replica, that something changed", async () => {
    const replica = await startBoard(world, { every: 20, beat: 40 })
    const [lai, mei] = [await enter(), visitor(replica.url)]
    await mei.post("/board/api/enter", { link: await linkOf("mei") })
    const streams = [await lai.events("/board/api/events"), await mei.events("/board/api/events")]
    for (const stream of streams) expect((await stream.next()).event).toBe("change")
    const changed = streams.map(async (stream) => {
      let next = await stream.next()
      while (next.event !== "change") next = await stream.next()
    })
    await booked("studio-2", "15:00", "17:00")
    await Promise.all(changed)
    expect((await day(mei)).sessions).toHaveLength(1)
    for (const stream of streams) stream.close()
    await replica.close()
  })

  test("keeps its clock, and lets go of who is no longer let in", async () => {
    const browser = await enter()
    const stream = await browser.events("/board/api/events")
    await stream.next()
    expect(await stream.next()).toMatchObject({
      event: "clock",
      data: { now: world.now.getTime(), speed: 1, today: "2026-11-24", zone: "Asia/Macau" },
    })
    await browser.post("/board/api/leave", {})
    let next = await stream.next()
    while (next.event === "clock") next = await stream.next()
    expect(next.event).toBe("out")
    expect(await stream.ended()).toBe(true)
  })

  test("is found with a slash behind it, as people type it", async () => {
    const [page, slashed] = await Promise.all(["/board", "/board/"].map((path) => fetch(server.url + path)))
    expect(slashed?.status).toBe(200)
    expect(await slashed?.text()).toBe(await page?.text())
  })

  test("is light: everything the page needs is below 40 kB on the wire", async () => {
    const sizes = await Promise.all(
      ["/board", "/board/app.js", "/board/app.css", "/board/icon.svg"].map(async (path) => {
        const answer = await fetch(server.url + path, { headers: { "accept-encoding": "br" } })
        expect(answer.headers.get("content-security-policy")).toContain("script-src 'self'")
        await answer.arrayBuffer()
        return Number(answer.headers.get("content-length"))
      }),
    )
    expect(Math.min(...sizes)).toBeGreaterThan(100)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(40_000)
  })
})
