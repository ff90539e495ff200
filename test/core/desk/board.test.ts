import { beforeEach, expect, test } from "vitest"
import { boardOf } from "../../../src/core/desk/board.js"
import { createDesk, type Desk } from "../../../src/core/desk/desk.js"
import type { Reply, Turn } from "../../../src/core/desk/turn.js"
import { after, day, minute } from "../../../src/core/interval.js"
import type { Language } from "../../../src/core/language.js"
import { forgetMe, myData } from "../../../src/core/personal-data.js"
import { forget } from "../../../src/core/retention.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"

await describeEachStore("the board's way in, and what is done on it", (store) => {
  let world: TestWorld
  let desk: Desk
  let say: (step: string) => Promise<string[]>

  beforeEach(async () => {
    world = Object.assign(testWorld(store(), "2026-11-23T10:00:00+08:00"), { pages: "https://desk.example.com" })
    await withCentre(store(), deskCentre, world.now)
    desk = createDesk(world)
    say = player(world, desk)
    await say("@ Ana, member Lotus Live, standard, en")
    await say("@ Lai, staff, en")
  })

  const linkIn = (lines: string[]) => /https:\/\/desk\.example\.com\/board#in=([\w-]{43})/.exec(lines.join("\n"))?.[1]
  const link = async () => linkIn(await say("> Lai: /board")) ?? "none"
  const later = (ms: number) => {
    world.now = after(world.now, ms)
  }
  const lai = async () => (await store().prisma.person.findFirstOrThrow({ where: { name: "Lai" } })).id
  let presses = 0
  const press = async (data: string, { member = null, language = null }: Partial<NonNullable<Turn["as"]>> = {}) => {
    const person = await lai()
    presses += 1
    return desk.hear({
      key: `board:${presses}`,
      platform: "board",
      from: { id: person, name: "Lai" },
      as: { person, member, language },
      chat: { address: `board:${person}`, kind: "private" },
      addressed: true,
      said: { kind: "press", data },
    })
  }
  const text = (replies: readonly Reply[]) => JSON.stringify(replies.map((reply) => reply.text))

  test("is a link for staff, which works once", async () => {
    const board = boardOf(world)
    const secret = await link()
    const browser = (await board.enter(secret)) ?? "none"
    expect(await board.staff(browser)).toMatchObject({ name: "Lai", language: "en" })
    expect(await board.enter(secret)).toBeNull()
    expect(await board.staff(secret)).toBeNull()
    // Neither secret is kept as it is.
    const kept = JSON.stringify(await store().prisma.boardPass.findMany())
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(browser)
  })

  test("lets one of two in who use a link at once", async () => {
    const board = boardOf(world)
    const secret = await link()
    const tries = await Promise.all([board.enter(secret), board.enter(secret), board.enter(secret)])
    expect(tries.filter((one) => one !== null)).toHaveLength(1)
  })

  test("is given to nobody else, and works for ten minutes", async () => {
    expect(linkIn(await say("> Ana: /board"))).toBeUndefined()
    const board = boardOf(world)
    const [late, early] = [await link(), await link()]
    later(10 * minute - 1)
    expect(await board.enter(early)).not.toBeNull()
    later(1)
    expect(await board.enter(late)).toBeNull()
    await forget(world, world.now)
    expect(await store().prisma.boardPass.count({ where: { kind: "link" } })).toBe(0)
  })

  test("is given as long where a demonstration's clock runs fast", async () => {
    world.speed = 60
    const [late, early] = [await link(), await link()]
    later(600 * minute - 1)
    expect(await boardOf(world).enter(early)).not.toBeNull()
    later(1)
    expect(await boardOf(world).enter(late)).toBeNull()
  })

  test("is shut for who leaves the staff, signs out, or stays away a month", async () => {
    const board = boardOf(world)
    const enter = async () => (await board.enter(await link())) ?? "none"
    const [one, two] = [await enter(), await enter()]
    await board.leave(one)
    expect([await board.staff(one), (await board.staff(two))?.name]).toEqual([null, "Lai"])
    // Whoever comes now and then stays in.
    for (let n = 0; n < 4; n++) {
      later(20 * day)
      expect((await board.staff(two))?.name).toBe("Lai")
    }
    later(30 * day)
    expect(await board.staff(two)).toBeNull()
    const three = await enter()
    await say("> Lai: /board off")
    expect(await board.staff(three)).toBeNull()
    const [four, unused] = [await enter(), await link()]
    await store().prisma.person.updateMany({ data: { staff: false } })
    expect([await board.staff(four), await board.enter(unused)]).toEqual([null, null])
    expect(text(await press("in"))).not.toContain("Lotus")
  })

  test("does for a member what staff do, leaving their chat alone", async () => {
    await say("> Lai: /for Lotus Live")
    await say("> Lai: book Studio 3 tomorrow 6pm to 7pm, 1 host")
    const before = await store().prisma.person.findUniqueOrThrow({ where: { id: await lai() } })
    const bo = await store().prisma.member.create({
      data: { id: "bo", name: "Jade Beauty", planId: "standard", language: "en", createdAt: world.now },
    })
    const card = await press("plan 2026-11-24T15:00 120 @studio-2 h2 +", { member: bo.id })
    const [confirm] = card.flatMap(({ buttons }) => buttons?.flat() ?? [])
    if (!confirm || !("press" in confirm)) throw new Error("no card")
    expect(text(await press(confirm.press, { member: bo.id }))).toContain("Booked")
    expect(await store().prisma.booking.findMany({ select: { memberId: true, roomId: true } })).toEqual([
      { memberId: "bo", roomId: "studio-2" },
    ])
    const [entry] = await store().prisma.audit.findMany({ where: { action: "book" } })
    expect(entry).toMatchObject({ via: "board", memberId: "bo", personId: before.id })
    expect(await store().prisma.person.findUniqueOrThrow({ where: { id: before.id } })).toEqual(before)
    expect((await say("> Lai: yes")).join("\n")).toContain("Lotus Live")
  })

  test("moves and checks in anybody's session by one press, refuses as in chat, and takes back", async () => {
    await say("> Ana: Studio 2 today 3pm to 5pm, 2 hosts")
    await say("> Ana [Confirm]")
    await say("> Ana: Studio 4 today 3pm to 5pm, 2 hosts")
    await say("> Ana [Confirm]")
    const { id } = await store().prisma.booking.findFirstOrThrow({ where: { roomId: "studio-2" } })
    expect(text(await press(`book #${id} 2026-11-23T16:00 120 @studio-4`))).toContain("taken")
    await press(`book #${id} 2026-11-23T16:00 120 @studio-3`)
    expect(await store().prisma.booking.findUniqueOrThrow({ where: { id } })).toMatchObject({
      roomId: "studio-3",
      startsAt: new Date("2026-11-23T16:00:00+08:00"),
    })
    await press(`undo ${id}`)
    expect((await store().prisma.booking.findUniqueOrThrow({ where: { id } })).roomId).toBe("studio-2")
    expect(text(await press(`checkin ${id}`))).toMatch(/from 14:45|14:45/)
    world.now = new Date("2026-11-23T15:05:00+08:00")
    await press(`checkin ${id}`)
    expect((await store().prisma.booking.findUniqueOrThrow({ where: { id } })).status).toBe("checked_in")
  })

  test("answers in the language that is looked at", async () => {
    const said = async (language: Language) => text(await press("in", { language }))
    expect(await said("en")).not.toBe(await said("pt"))
    expect((await store().prisma.person.findFirstOrThrow({ where: { name: "Lai" } })).language).toBe("en")
  })

  test("puts what is kept for a card back when it is let go", async () => {
    await say("> Lai: hello")
    await press("plan 2026-11-24T15:00 120 @studio-2 h2 +", {
      member: (await store().prisma.member.findFirstOrThrow()).id,
    })
    expect(await store().prisma.hold.count()).toBe(1)
    await press("drop")
    expect(await store().prisma.hold.count()).toBe(0)
  })

  test("is among what is told of a person, and goes with them", async () => {
    const board = boardOf(world)
    await board.enter(await link())

    const id = await lai()
    const actor = {
      person: { id, name: "Lai", language: "en" as const, staff: true },
      member: null,
      members: [],
      via: "test",
    }
    const told = await myData(world, { actor, now: world.now, key: "k" })
    expect(told.boardBrowsers).toMatchObject([{ kind: "browser" }])
    expect(JSON.stringify(told.boardBrowsers)).not.toContain("hash")
    await forgetMe(world, { actor, now: world.now, key: "k2" })
    expect(await store().prisma.boardPass.count()).toBe(0)
  })

  test("lists the first fifty who ask to join, tells how many more there are, and is not read anew for each of these", async () => {
    const board = boardOf(world)
    const asks = (n: number) => ({
      ...{
        id: `r${1000 + n}`,
        platform: "web",
        userId: `u${n}`,
        address: `web:u${n}`,
        personName: "",
        business: `Shop ${n}`,
      },
      ...{ language: "en", status: "open", at: after(world.now, n) },
    })
    await store().prisma.joinRequest.createMany({ data: Array.from({ length: 300 }, (_, n) => asks(n)) })
    const staff = { id: await lai(), name: "Lai", language: "en" as const }
    const day = await board.day(staff, "2026-11-23", "en")
    expect([day.requests.length, day.requests[0]?.what, day.requestsMore]).toEqual([50, "Shop 0", 250])
    const before = await board.version()
    await store().prisma.joinRequest.create({ data: asks(300) })
    expect(await board.version()).toBe(before)
    await store().prisma.joinRequest.update({ where: { id: "r1000" }, data: { business: "Lotus Live" } })
    const corrected = await board.version()
    await store().prisma.joinRequest.delete({ where: { id: "r1049" } })
    expect(new Set([before, corrected, await board.version()]).size).toBe(3)
  })

  test("sees each of a few who ask to join come and go", async () => {
    const board = boardOf(world)
    const seen = [await board.version()]
    for (const step of ["> Mei: /request Jade Beauty", "> Bo: /request Lotus Tea", "> Bo: /forgetme"]) {
      await say(step)
      seen.push(await board.version())
    }
    expect(seen[3]).toBe(seen[1])
    expect(new Set(seen).size).toBe(3)
  })
})
