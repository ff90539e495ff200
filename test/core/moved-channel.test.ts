import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { digestAt, moveChannel, planDigests, setDigest } from "../../src/core/channels.js"
import { createDesk } from "../../src/core/desk/desk.js"
import { refreshDigests } from "../../src/core/desk/living-digests.js"
import type { Delivery, Reply } from "../../src/core/desk/turn.js"
import { after, hour, minute, second } from "../../src/core/interval.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const staff = {
  ...actorFor("ana", "standard"),
  person: { id: "p-boss", name: "Boss", language: "en" as const, staff: true },
}
const [group, grown] = ["telegram:-5", "telegram:-1005"] as const
const nine = new Date("2026-11-24T09:00:00+08:00")

await describeEachStore("a channel that becomes another", (store) => {
  let world: TestWorld
  let upgraded: boolean
  let said: { to: string; replaces?: string | undefined }[]
  let answers: Delivery[]

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    upgraded = false
    said = []
    answers = []
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard" })
  })

  const send = async (to: string, { replaces }: Reply): Promise<Delivery> => {
    if (!to.startsWith("telegram:-")) return { is: "blocked", why: "nobody" }
    if (to === group && upgraded) return { is: "moved", to: grown }
    const answer = answers.shift() ?? { is: "sent", message: `${to.slice(9)}:${said.length + 1}` }
    if (answer.is === "sent") said.push({ to, replaces })
    return answer
  }
  const tick = async (at: Date): Promise<void> => {
    world.now = at
    await planDigests(world, at)
    await refreshDigests(world, at)
    await createDesk(world).deliver(send)
  }
  const choose = (address: string) =>
    setDigest(world, ask(world, staff), { address, language: "en", kind: "daily", at: "09:00" })
  const bookOne = (room: string) => {
    const start = new Date("2026-11-24T15:00:00+08:00")
    const wish = { room: { room }, start, end: after(start, hour), hosts: 2, gear: [] }
    return book(world, ask(world, actorFor("ana", "standard")), wish)
  }
  const addresses = async () => [
    ...new Set((await store().prisma.notice.findMany({ where: { address: { not: null } } })).map((one) => one.address)),
  ]

  test("is followed: what is due is said there at once, once, and from then on", async () => {
    await choose(group)
    await tick(after(nine, -minute))
    upgraded = true
    await tick(nine)
    expect(said).toEqual([{ to: grown, replaces: undefined }])
    expect(await digestAt(world, grown)).toBe("09:00")
    expect(await digestAt(world, group)).toBeNull()
    expect(await addresses()).toEqual([grown])
    await tick(after(nine, minute))
    expect(said).toHaveLength(1)
    // It lives on there, and so does the next day's.
    await bookOne("s1")
    await tick(after(nine, 3 * minute))
    expect(said[1]).toEqual({ to: grown, replaces: "-1005:1" })
    await tick(after(nine, 24 * hour))
    expect(said).toHaveLength(3)
    expect(said.every(({ to }) => to === grown)).toBe(true)
  })

  test("a digest of today that was said before is not put again, but edited", async () => {
    await choose(group)
    await tick(nine)
    upgraded = true
    await bookOne("s1")
    await tick(after(nine, 2 * minute))
    await tick(after(nine, 4 * minute))
    expect(said.map(({ to, replaces }) => [to, replaces])).toEqual([
      [group, undefined],
      [grown, "-5:1"],
    ])
  })

  test("what cannot be said there yet is tried again there", async () => {
    await choose(group)
    upgraded = true
    answers = [{ is: "down", why: "Bad Gateway" }]
    await tick(nine)
    expect(said).toEqual([])
    expect(await addresses()).toEqual([grown])
    await tick(after(nine, 30 * second))
    expect(said).toEqual([{ to: grown, replaces: undefined }])
  })

  test("one that was chosen there meanwhile holds, and nothing is said twice", async () => {
    await choose(group)
    await choose(grown)
    await tick(after(nine, -minute))
    await store().prisma.notice.create({
      data: {
        key: "declined:1",
        kind: "declined",
        address: group,
        dueAt: after(nine, hour),
        staleAt: after(nine, 2 * hour),
        data: {},
      },
    })
    await moveChannel(world, group, grown)
    await moveChannel(world, group, grown)
    const keys = (await store().prisma.notice.findMany({ where: { address: grown } })).map(({ key }) => key)
    expect(keys.sort()).toEqual(["declined:1", `digest:${grown}:2026-11-24`, `digest:${grown}:2026-11-25`])
    expect(await addresses()).toEqual([grown])
    expect(await store().prisma.channel.count()).toBe(1)
  })

  test("what is on its way elsewhere keeps its key until it is settled", async () => {
    await choose(group)
    await tick(after(nine, -minute))
    await store().prisma.notice.updateMany({
      where: { key: { endsWith: "11-24" } },
      data: { leasedUntil: after(world.now, 30 * second) },
    })
    await moveChannel(world, group, grown)
    expect((await addresses()).sort()).toEqual([grown, group].sort())
  })
})
