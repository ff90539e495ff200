import { beforeEach, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { forgetMe } from "../../src/core/personal-data.js"
import type { Word } from "../../src/core/reminders.js"
import type { Store } from "../../src/core/store/open.js"
import { tellStaff } from "../../src/core/telling.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/** What people tell the staff: everybody of them once, not without end, and forgotten with who told it. */

await describeEachStore("telling the staff", (store: () => Store) => {
  let world: TestWorld
  const by = (id: string, key?: string) => ask(world, actorFor(id, "standard"), key)
  const fault = (text: string, of: Partial<Word> = {}): Word => ({
    about: "fault",
    text,
    room: null,
    gear: null,
    ...of,
  })
  const told = () => store().prisma.notice.findMany({ where: { kind: "word" }, orderBy: { key: "asc" } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { lotus: "standard", vento: "standard" })
  })

  const floor = async (...addresses: string[]) => {
    for (const address of addresses)
      await store().prisma.channel.create({
        data: { address, language: "en", digestAt: "09:00", createdAt: world.now },
      })
  }

  test("each channel with a digest is told once, however often the turn comes", async () => {
    await floor("test:floor", "test:office")
    const first = await tellStaff(world, by("lotus", "turn"), fault("the light flickers", { room: "s2" }))
    expect(await tellStaff(world, by("lotus", "turn"), fault("the light flickers", { room: "s2" }))).toEqual(first)
    expect((await told()).map(({ address, data }) => [address, data])).toEqual(
      ["test:floor", "test:office"].map((address) => [
        address,
        {
          kind: "word",
          about: "fault",
          text: "the light flickers",
          room: "s2",
          gear: null,
          person: "p-lotus",
          member: "lotus",
          during: null,
        },
      ]),
    )
  })

  test("a fault in a session that is on is in its room", async () => {
    await floor("test:floor")
    const wish = {
      room: { room: "s2" },
      start: world.now,
      end: new Date("2026-11-23T12:00:00+08:00"),
      hosts: 1,
      gear: [],
    }
    world.now = new Date("2026-11-23T09:00:00+08:00")
    const booked = await book(world, by("lotus"), wish)
    world.now = new Date("2026-11-23T10:30:00+08:00")
    expect(await tellStaff(world, by("lotus"), fault("no sound"))).toMatchObject({
      word: { room: "s2" },
      during: { id: booked.is === "booked" ? booked.booking.id : "" },
    })
    // Somebody else's session is none of theirs.
    expect(await tellStaff(world, by("vento"), fault("no sound"))).toMatchObject({ word: { room: null }, during: null })
  })

  test("four within an hour; then no more of theirs, but of others", async () => {
    await floor("test:floor")
    for (const text of ["a", "b", "c", "d"]) expect((await tellStaff(world, by("lotus"), fault(text))).is).toBe("told")
    expect((await tellStaff(world, by("lotus"), fault("e"))).is).toBe("enough")
    expect((await tellStaff(world, by("vento"), fault("f"))).is).toBe("told")
    world.now = new Date("2026-11-23T11:00:00+08:00")
    expect((await tellStaff(world, by("lotus"), fault("g"))).is).toBe("told")
    expect((await told()).length).toBe(6)
  })

  test("without a channel each of the staff is told; without staff it is said that nobody is there", async () => {
    const talk: Word = { about: "talk", text: null, room: null, gear: null }
    expect(await tellStaff(world, by("lotus"), talk)).toEqual({ is: "nobody" })
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
    expect((await tellStaff(world, by("lotus"), talk)).is).toBe("told")
    expect((await told()).map(({ personId }) => personId)).toEqual(["boss"])
  })

  test("it is forgotten with who told it", async () => {
    await floor("test:floor")
    await tellStaff(world, by("lotus"), fault("the light flickers"))
    await forgetMe(world, by("lotus"))
    expect(await told()).toEqual([])
  })
})
