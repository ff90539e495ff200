import { Writable } from "node:stream"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Reply, Said, Turn } from "../../../src/core/desk/turn.js"
import { words } from "../../../src/core/desk/words/index.js"
import { invite } from "../../../src/core/invitations.js"
import { turnName } from "../../../src/core/log.js"
import type { Store } from "../../../src/core/store/open.js"
import { createLog, traced } from "../../../src/log.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"

let store: Store
let world: TestWorld
beforeAll(async () => {
  store = await sharedStore("pglite")
})
beforeEach(async () => {
  await empty(store)
  world = testWorld(store, "2026-11-23T10:00:00+08:00")
  await withCentre(store, deskCentre, world.now)
  await person("Ana", "en")
})

async function person(name: string, language: string): Promise<void> {
  const { prisma } = world.store
  const member = { id: `m-${name}`, name: `${name} Live`, planId: "standard", language, createdAt: world.now }
  await prisma.member.create({ data: member })
  await prisma.person.create({
    data: { id: `p-${name}`, name, language, actingForId: member.id, createdAt: world.now },
  })
  await prisma.personMember.create({ data: { personId: `p-${name}`, memberId: member.id, role: "owner" } })
  await prisma.account.create({
    data: {
      id: `a-${name}`,
      platform: "test",
      userId: name,
      address: `test:${name}`,
      personId: `p-${name}`,
      createdAt: world.now,
    },
  })
}

let keys = 0
const turn = (said: Said, more: Partial<Turn> = {}): Turn => ({
  key: `test:${++keys}`,
  platform: "test",
  from: { id: "Ana", name: "Ana" },
  chat: { address: "test:Ana", kind: "private" },
  addressed: true,
  said,
  ...more,
})
const text = (text: string, more: Partial<Turn> = {}) => turn({ kind: "text", text }, more)
const plain = (replies: readonly Reply[]): string =>
  replies
    .flatMap((reply) =>
      reply.text.map((line) => line.map((s) => (typeof s === "string" ? s : "bold" in s ? s.bold : "")).join("")),
    )
    .join("\n")
const press = (replies: readonly Reply[], label: string): string => {
  const button = replies.flatMap((reply) => reply.buttons?.flat() ?? []).find((button) => button.label === label)
  if (!button || !("press" in button)) throw new Error(`no button ${label}`)
  return button.press
}
const bookings = () => world.store.prisma.booking.count()

describe("hear", () => {
  it.each([
    ["en", "ask the centre for an invitation, or ask me again after Mon 23 Nov, 11:00"],
    ["pt", "Peça um convite ao centro"],
    ["zh-Hant", "請問中心攞邀請碼"],
    ["zh-Hans", "请向中心索取邀请码"],
  ])("tells a stranger in whose network many just asked to join what to do, in %s", async (language, line) => {
    const desk = createDesk(world)
    const asks = async (n: number) => {
      const from = { id: `u${n}`, name: "", language }
      return plain(await desk.hear(text(`/request Shop ${n}`, { platform: "web", from, network: "203.0.113.9" })))
    }
    for (let n = 0; n < 5; n++) expect(await asks(n)).not.toContain(line)
    expect(await asks(5)).toContain(line)
    expect((await asks(5)).split("\n")).toHaveLength(1)
  })

  it("tells whoever sends too fast to be slower, in their language, and hears nothing of it", async () => {
    await person("Bia", "pt")
    const desk = createDesk(world)
    const card = await desk.hear(text("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    const confirm: Said = { kind: "press", data: press(card, "Confirm") }
    const [told, ...rest] = await desk.hear(turn(confirm, { hasty: true }))
    expect([told?.toast, told?.edit, rest]).toEqual([words.en.slower, undefined, []])
    expect(await bookings()).toBe(0)
    expect(plain(await desk.hear(text("hi", { hasty: true, from: { id: "Bia", name: "Bia" } })))).toBe(words.pt.slower)
    const stranger = { id: "Cui", name: "Cui", language: "zh-hant" }
    expect(plain(await desk.hear(text("hi", { hasty: true, from: stranger })))).toBe(words["zh-Hant"].slower)
    for (const { slower } of Object.values(words)) expect([...slower].length).toBeLessThanOrEqual(200)
    // What was half done is as it was.
    await desk.hear(turn(confirm))
    expect(await bookings()).toBe(1)
  })

  it("answers a message of 100,000 characters with one answer, says it read the beginning, and changes nothing", async () => {
    const desk = createDesk(world)
    expect(plain(await desk.hear(text("x ".repeat(50_000))))).toContain("only read the beginning")
    for (const long of ["a".repeat(100_000), "book ".repeat(20_000), "訂".repeat(100_000), "9".repeat(100_000)]) {
      const replies = await desk.hear(text(long))
      expect(replies).toHaveLength(1)
      expect(plain(replies).length).toBeLessThan(1000)
    }
    expect(await bookings()).toBe(0)
  })

  it("tells an outage as one, in the person's language, and logs it with the turn's name but not the text", async () => {
    const logged: string[] = []
    const to = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk))
        done()
      },
    })
    const log = createLog("error", undefined, to)
    const broken = { ...world, log, store: { ...world.store, query: failing } }
    const from = { id: "Rita", name: "Rita", language: "pt" }
    const hear = traced(createDesk(broken).hear, log, () => 0)
    const said = plain(await hear(text("olá", { from })))
    expect(said).toBe("Neste momento temos um problema do nosso lado. Tente de novo daqui a pouco, por favor.")
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { msg: "a turn failed", turn: turnName(`test:${keys}`) },
    ])
    expect(logged.join()).not.toContain("olá")
    expect(said).not.toMatch(/database|query|Error|at /)
  })

  it("answers a change that is delivered again as it did first, whatever became of the booking since", async () => {
    const desk = createDesk(world)
    const card = await desk.hear(text("Studio 2 tomorrow 3-5pm, 2 hosts"))
    await desk.hear(turn({ kind: "press", data: press(card, "Confirm") }))
    const { id } = await world.store.prisma.booking.findFirstOrThrow()
    const moving = turn({ kind: "press", data: `book #${id} 2026-11-25T15:00` })
    const first = plain(await desk.hear(moving))
    expect(first).toContain("Changed.")
    await desk.hear(turn({ kind: "press", data: `extend ${id} 2026-11-25T18:00` }))

    expect(plain(await desk.hear(moving))).toBe(first)
    expect((await world.store.prisma.booking.findFirstOrThrow()).version).toBe(3)
  })

  it("answers a change that is delivered again as it did first, also when the booking is another's by then", async () => {
    await person("Bo", "en")
    const desk = createDesk(world)
    await desk.hear(text("Studio 2 tomorrow 3-5pm, 2 hosts"))
    await desk.hear(text("yes"))
    const { id } = await world.store.prisma.booking.findFirstOrThrow()
    const moving = turn({ kind: "press", data: `book #${id} 2026-11-25T15:00` })
    const first = plain(await desk.hear(moving))
    expect(first).toContain("Changed.")
    await world.store.prisma.booking.update({ where: { id }, data: { memberId: "m-Bo" } })

    expect(plain(await desk.hear(moving))).toBe(first)
    expect(plain(await desk.hear({ ...moving, key: "test:another" }))).toContain("can't find that booking")
  })

  it("has one effect for a turn that is delivered again, at the same time or later", async () => {
    const desk = createDesk(world)
    await desk.hear(text("Studio 2 tomorrow 3-5pm, 2 hosts"))
    const yes = text("yes")
    const first = await desk.hear(yes)
    expect(plain(first)).toContain("Booked.")
    expect(plain(await desk.hear(yes))).toBe(plain(first))
    const card = await desk.hear(text("Studio 3 tomorrow 3-5pm, 2 hosts"))
    const tap = turn({ kind: "press", data: press(card, "Confirm") })
    const both = await Promise.all([desk.hear(tap), desk.hear(tap)])
    expect(both.map(plain)).toEqual([plain(both[0] ?? []), plain(both[0] ?? [])])
    expect(await bookings()).toBe(2)
  })

  it("goes on with what was half done after a restart, by word and by button", async () => {
    await createDesk(world).hear(text("Studio 2 tomorrow 3-5pm, 2 hosts, 2 ring lights, 1 camera “Silk scarves”"))
    const card = await createDesk(world).hear(text("make it 3 hours"))
    expect(plain(card)).toContain("15:00–18:00")
    expect(plain(card)).toContain("Silk scarves")
    const booked = await createDesk(world).hear(turn({ kind: "press", data: press(card, "Confirm") }))
    expect(plain(booked)).toContain("Booked.")
  })

  it("forgets what a short answer was about after two hours", async () => {
    const desk = createDesk(world)
    await desk.hear(text("Studio 2 tomorrow 3-5pm, 2 hosts"))
    world.now = new Date("2026-11-23T12:01:00+08:00")
    expect(plain(await desk.hear(text("yes")))).toContain("nothing waiting")
    expect(await bookings()).toBe(0)
  })

  it("says nothing in a group unless it is spoken to", async () => {
    const desk = createDesk(world)
    const chat = { address: "test:floor", kind: "group" } as const
    expect(await desk.hear(text("lunch?", { chat, addressed: false }))).toEqual([])
    expect(await desk.hear(turn({ kind: "other", what: "sticker" }, { chat, addressed: false }))).toEqual([])
    const [reply] = await desk.hear(text("my bookings", { chat, direct: "test:Ana" }))
    expect(reply?.private).toBe(true)
  })

  it("does not show one person's card to the group when another presses its button", async () => {
    await person("Bo", "en")
    const desk = createDesk(world)
    const chat = { address: "test:floor", kind: "group" } as const
    const free = await desk.hear(text("what's free tomorrow?", { chat, direct: "test:Ana" }))
    const data = press(free, "Small (up to 2 hosts)")
    const [reply] = await desk.hear(
      turn({ kind: "press", data }, { chat, direct: "test:Bo", from: { id: "Bo", name: "Bo" } }),
    )
    expect(reply).toMatchObject({ private: true })
    expect(reply?.edit).toBeUndefined()
  })

  it("keeps names and titles with any character", async () => {
    const desk = createDesk(world)
    const odd = '\u0000\u202e𠮷\ud800 <b>&amp; "x"'
    const booked = await desk.hear(text(`Studio 2 tomorrow 3-5pm, 2 hosts 「${odd}」`))
    expect(plain(booked)).toContain("𠮷")
    expect(plain(await desk.hear(text("yes")))).toContain("Booked.")
  })
})

const failing = () => Promise.reject(new Error("connection refused by database at 10.0.0.1"))

describe("what is too long is never cut within a character", () => {
  const half = /\p{Surrogate}|\uFFFD/u
  /** So many letters, and one that is two units long. */
  const upTo = (units: number): string => `${"x".repeat(units - 1)}😀y`

  it("in a title, whose booking is made all the same", async () => {
    const { hear } = createDesk(world)
    const [card] = await hear(text(`book Studio 2 tomorrow 3pm-5pm, 2 hosts, titled "${upTo(80)}"`))
    const confirm = card?.buttons?.flat().find(({ label }) => label === "Confirm")
    const said = await hear(turn({ kind: "press", data: confirm && "press" in confirm ? confirm.press : "" }))
    expect(plain(said)).toMatch(/^Booked/)
    const long = {
      date: "2026-11-25",
      time: "15:00",
      minutes: "60",
      room: "room:studio-1",
      hosts: "1",
      title: upTo(120),
    }
    const [form] = await hear(turn({ kind: "form", form: "book", values: { ...long, category: upTo(60) } }))
    const yes = form?.buttons?.flat().find(({ label }) => label === "Confirm")
    expect(plain(await hear(turn({ kind: "press", data: yes && "press" in yes ? yes.press : "" })))).toMatch(/^Booked/)
  })

  it("in what is said of what was not understood", async () => {
    const { hear } = createDesk(world)
    const said = await hear(text(`来个今晚九点${"👩‍👩‍👧‍👦".repeat(9)}十一点的房间`))
    expect(plain(said)).toContain("…”")
    expect(JSON.stringify(said)).not.toMatch(/\\ud[89a-f]/i)
    expect(JSON.stringify(await hear(text(`who is called ${upTo(60)}`)))).not.toMatch(/\\ud[89a-f]/i)
  })

  it("in a newcomer's name", async () => {
    const code = await invite(
      world,
      { kind: "member", memberId: "m-Ana", role: "staff" },
      { now: world.now, via: "test" },
    )
    const { hear } = createDesk(world)
    await hear(
      text(`/start ${code}`, { from: { id: "Zoe", name: upTo(80) }, chat: { address: "test:Zoe", kind: "private" } }),
    )
    const { person } = await world.store.prisma.account.findFirstOrThrow({
      where: { userId: "Zoe" },
      include: { person: true },
    })
    expect(person.name).not.toMatch(half)
    expect(person.name).toBe("x".repeat(79))
  })
})

it("greets a newcomer of whose language the platform says nothing in that of who invited them", async () => {
  await world.store.prisma.member.update({ where: { id: "m-Ana" }, data: { language: "pt" } })
  const by = { now: world.now, via: "test" }
  const invited = () => invite(world, { kind: "member", memberId: "m-Ana", role: "staff" }, by)
  const { hear } = createDesk(world)
  const joins = async (id: string, language?: string) => {
    const from = { id, name: id, ...(language && { language }) }
    return plain(
      await hear(text(`/start ${await invited()}`, { from, chat: { address: `test:${id}`, kind: "private" } })),
    )
  }
  expect(await joins("Zoe")).toMatch(/^Boas-vindas, Zoe/)
  expect(await joins("Zac", "ja")).toMatch(/^Boas-vindas, Zac/)
  expect(await joins("Zed", "en-GB")).toMatch(/Zed/)
  const known = await world.store.prisma.person.findMany({
    where: { name: { startsWith: "Z" } },
    orderBy: { name: "asc" },
  })
  expect(known.map(({ language }) => language)).toEqual(["pt", "en", "pt"])
})
