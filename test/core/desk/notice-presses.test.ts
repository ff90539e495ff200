import { expect, test } from "vitest"
import { tellHow } from "../../../src/core/afterwards.js"
import { close } from "../../../src/core/closing.js"
import { after, hour } from "../../../src/core/interval.js"
import { deny } from "../../../src/core/requests.js"
import { askForChange } from "../../../src/core/wanted.js"
import { end, everyGear, longNames, pressOf, room, start } from "../../support/long-names.js"
import { describeEachStore } from "../../support/store.js"

/** What is pressed on a notice that carries less than it means. */

await describeEachStore("presses on notices", (store) => {
  const { world: at, boss, ana, booked, needsYes, account, sent, hear } = longNames(store)

  test("a free place instead of a declined one is one tap away, with all that was wished for", async () => {
    const world = at()
    await needsYes([room(7)])
    const declined = await booked()
    await deny(world, boss(), { bookingId: declined.id })
    const [reply] = await sent("answered")
    const card = await hear("ana", pressOf(reply, "Studio 5"))
    for (const part of [
      "Studio 5",
      "20:00",
      "Ah Mei",
      "30",
      "green screen ×2",
      "Winter sale, second evening",
      "Douyin",
    ])
      expect(card).toContain(part)
    expect(await hear("ana", pressOf(reply, "Another day"))).toContain("Which day")
    // Whose it is not, they learn nothing of.
    await account("bo")
    expect(await hear("bo", pressOf(reply, "Studio 5"))).not.toContain("Winter sale")
  })

  test("of two changes that were wished for, staff see the one that they press", async () => {
    const world = at()
    const { id } = await booked({ room: { room: room(5) } })
    await needsYes([room(7)])
    await askForChange(world, ana(), {
      ...{
        bookingId: id,
        change: { room: { room: room(7) }, gear: everyGear.map((one) => ({ ...one, quantity: 3 })) },
      },
    })
    await askForChange(world, ana(), { bookingId: id, change: { room: { room: room(7) }, hosts: 6 } })
    const told = await sent("wanted")
    const cards = await Promise.all(told.map((reply) => hear("boss", pressOf(reply, "Show the change"))))
    expect(cards.map((card) => [card.includes("×3"), card.includes("6 hosts")]).sort()).toEqual([
      [false, true],
      [true, false],
    ])
  })

  test("what a closure cancelled is asked for at another time, as it was", async () => {
    const world = at()
    const { id } = await booked({ room: { room: room(7) } })
    const everything = {
      what: "centre",
      start: after(start, -12 * hour),
      end: after(end, 12 * hour),
      reason: null,
    } as const
    await close(world, boss(), everything)
    expect(await store().prisma.booking.findUnique({ where: { id } })).toMatchObject({ status: "cancelled" })
    const [reply] = await sent("closed")
    expect(await hear("ana", pressOf(reply, "Another time"))).toContain("Which day")
    const next = await hear("ana", { kind: "text", text: "Friday at 8pm" })
    for (const part of ["20:00", "2 hours", "Winter sale", "green screen ×2"]) expect(next).toContain(part)
  })

  test("a broken room is closed from when staff press until its day is over", async () => {
    const world = at()
    const { prisma } = store()
    const had = await booked({
      room: { room: room(5) },
      start: after(world.now, hour),
      end: after(world.now, 2 * hour),
    })
    world.now = after(world.now, 2 * hour)
    await prisma.channel.create({
      data: { address: "test:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    await tellHow(world, ana(), had.id, "room")
    const [reply] = await sent("went")
    world.now = new Date("2026-11-23T15:20:00+08:00")
    expect(await hear("boss", pressOf(reply, "Close Studio 5"))).toContain("15:15")
    await hear("boss", { kind: "text", text: "yes" })
    expect(await prisma.closure.findFirst()).toMatchObject({
      startsAt: new Date("2026-11-23T15:15:00+08:00"),
      endsAt: new Date("2026-11-24T02:00:00+08:00"),
    })
    world.now = new Date("2026-11-24T09:00:00+08:00")
    expect(await hear("boss", pressOf(reply, "Close Studio 5"))).toContain("closed already")
    await prisma.closure.deleteMany()
    expect(await hear("boss", pressOf(reply, "Close Studio 5"))).toContain("already passed")
  })
})
