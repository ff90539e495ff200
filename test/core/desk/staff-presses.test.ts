import { expect, test } from "vitest"
import { currentCentre } from "../../../src/core/centre-store.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Reply, Said } from "../../../src/core/desk/turn.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { addMembers, testWorld } from "../../support/world.js"

/** What staff press, a second time or made up. */

const strict = { ...deskCentre, approvals: { classes: [], rooms: ["studio-2"], dates: [], notice: 0 } }

const plain = (replies: readonly Reply[]): string =>
  replies
    .flatMap(({ text }) =>
      text.map((line) => line.map((s) => (typeof s === "string" ? s : "bold" in s ? s.bold : "")).join("")),
    )
    .join("\n")

await describeEachStore("what staff press", (store) => {
  /** Ana is a member, Boss of the staff. */
  async function open() {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const { prisma } = store()
    await withCentre(store(), strict, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { ana: "standard" })
    await prisma.person.update({ where: { id: "p-ana" }, data: { actingForId: "ana" } })
    await prisma.person.create({
      data: { id: "p-boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
    for (const who of ["ana", "boss"]) {
      const known = { id: `a-${who}`, platform: "test", userId: who, address: `test:${who}`, personId: `p-${who}` }
      await prisma.account.create({ data: { ...known, createdAt: world.now } })
    }
    const desk = createDesk(world)
    const hear = async (who: string, key: string, said: Said): Promise<string> => {
      const chat = { address: `test:${who}`, kind: "private" } as const
      return plain(
        await desk.hear({ key, platform: "test", from: { id: who, name: who }, chat, addressed: true, said }),
      )
    }
    return { prisma, hear }
  }

  test("a yes that is delivered again is answered as at first, also when it has been taken back", async () => {
    const { prisma, hear } = await open()
    await hear("ana", "1", { kind: "text", text: "Studio 2 tomorrow 3-5pm, 2 hosts" })
    await hear("ana", "2", { kind: "text", text: "yes" })
    const { id, version } = await prisma.booking.findFirstOrThrow({ where: { status: "requested" } })
    const agreeing: Said = { kind: "press", data: `agree ${id} ${version}` }
    const first = await hear("boss", "3", agreeing)
    expect(first).toContain("Approved by Boss")
    await hear("boss", "4", { kind: "text", text: "undo" })
    expect(await prisma.booking.findFirst()).toMatchObject({ status: "requested" })
    expect(await hear("boss", "3", agreeing)).toBe(first)
  })

  test("a membership that is resumed since is not paused by the tap that comes again", async () => {
    const { prisma, hear } = await open()
    const pausing: Said = { kind: "press", data: "standing ana suspended" }
    const first = await hear("boss", "1", pausing)
    expect(await prisma.member.findUnique({ where: { id: "ana" } })).toMatchObject({ status: "suspended" })
    await hear("boss", "2", { kind: "press", data: "standing ana active" })
    expect((await hear("boss", "1", pausing)).split("\n")[0]).toBe(first.split("\n")[0])
    expect(await prisma.member.findUnique({ where: { id: "ana" } })).toMatchObject({ status: "active" })
    expect(await prisma.audit.count({ where: { action: "suspend" } })).toBe(1)
    expect(await hear("boss", "3", { kind: "press", data: "standing nobody active" })).not.toContain("Member")
  })

  test("a button that somebody made up has no character that the store does not take", async () => {
    const { prisma, hear } = await open()
    const closing = "close @studio-1 2026-11-24T10:00 2026-11-24T11:00 yes a%00b"
    expect(await hear("boss", "1", { kind: "press", data: closing })).toContain("Closed")
    expect(await prisma.closure.findFirst()).toMatchObject({ reason: "a b" })
    const ballot = "lay 2026-12-12T18:00/2026-12-13T00:00 2026-12-08T18:00 3 1 a%00b quiet"
    expect(await hear("boss", "2", { kind: "press", data: ballot })).toContain("a b")
    expect(await prisma.ballot.findFirst()).toMatchObject({ name: "a b" })
  })
})
