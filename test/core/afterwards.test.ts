import { beforeEach, expect, test } from "vitest"
import { tellHow } from "../../src/core/afterwards.js"
import { book } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { checkIn } from "../../src/core/checkin.js"
import { weeklyLines } from "../../src/core/desk/dialogs/weekly-words.js"
import { phrasing } from "../../src/core/desk/phrasing.js"
import { lift } from "../../src/core/lifting.js"
import { nudge } from "../../src/core/no-shows.js"
import type { Wish } from "../../src/core/outcome.js"
import type { Store } from "../../src/core/store/open.js"
import { weekOf } from "../../src/core/weekly.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** After a session: asked once, what broke is out of use, and the report knows. */

await describeEachStore("afterwards", (store: () => Store) => {
  let world: TestWorld
  const at = (time: string) => new Date(`2026-11-24T${time}:00+08:00`)
  const by = (id: string) => ask(world, actorFor(id, "standard"))
  const wish = (room: string, times: [string, string], gear: Wish["gear"] = []): Wish => ({
    room: { room },
    start: at(times[0]),
    end: at(times[1]),
    hosts: 1,
    gear,
  })
  const session = async (member: string, one: Wish): Promise<string> => {
    const done = await book(world, by(member), one)
    if (done.is !== "booked") throw new Error(JSON.stringify(done))
    return done.booking.id
  }
  const asked = () => store().prisma.notice.findMany({ where: { kind: "after" } })
  const look = async (time: string) => {
    world.now = at(time)
    await nudge(world, world.now)
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { lotus: "standard", vento: "standard" })
    await store().prisma.channel.create({
      data: { address: "test:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
  })

  test("whoever was there is asked once, some minutes after the end; nobody else", async () => {
    const here = await session("lotus", wish("s1", ["15:00", "16:00"]))
    await session("vento", wish("s2", ["15:00", "16:00"]))
    world.now = at("15:00")
    await checkIn(world, by("lotus"), here)
    await look("16:04")
    expect(await asked()).toEqual([])
    await look("16:05")
    await look("16:06")
    expect(
      (await asked()).map(({ bookingId, personId, dueAt, staleAt }) => [bookingId, personId, dueAt, staleAt]),
    ).toEqual([[here, "p-lotus", at("16:05"), at("19:00")]])
    // Away for more than an hour, nobody remembers the question.
    const later = await session("vento", wish("s3", ["18:00", "19:00"]))
    world.now = at("18:00")
    await checkIn(world, by("vento"), later)
    await look("20:30")
    expect((await asked()).length).toBe(1)
  })

  test("what broke is one unit out of use from then on; whoever had it next is seen to; staff know, and may lift it", async () => {
    const here = await session("lotus", wish("s1", ["15:00", "16:00"], [{ id: "camera", quantity: 1 }]))
    const next = await session("vento", wish("s2", ["18:00", "19:00"], [{ id: "camera", quantity: 1 }]))
    world.now = at("15:59")
    expect(await tellHow(world, by("lotus"), here, "gear:camera")).toMatchObject({ refusal: { why: "too_early" } })
    world.now = at("16:07")
    expect(await tellHow(world, by("vento"), here, "gear:camera")).toMatchObject({ refusal: { why: "not_found" } })
    expect(await tellHow(world, by("lotus"), here, "gear:ring-light")).toMatchObject({
      refusal: { why: "no_such_gear" },
    })
    // A change of mind is heard, until something is broken.
    expect(await tellHow(world, by("lotus"), here, "fine")).toMatchObject({ is: "told", again: false })
    const told = await tellHow(world, by("lotus"), here, "gear:camera")
    expect(told).toMatchObject({
      is: "told",
      again: false,
      out: { gear: "camera", until: new Date("2026-11-27T16:00:00+08:00") },
    })
    expect(await tellHow(world, by("lotus"), here, "gear:camera")).toMatchObject({ again: true, out: null })
    expect(await tellHow(world, by("lotus"), here, "room")).toMatchObject({ again: true })
    const [closure] = await store().prisma.closure.findMany()
    expect([closure?.gearId, closure?.quantity, closure?.startsAt, closure?.madeById]).toEqual([
      "camera",
      1,
      at("16:00"),
      "p-lotus",
    ])
    expect(await store().prisma.bookingGear.count({ where: { bookingId: next } })).toBe(0)
    const notices = await store().prisma.notice.findMany({
      where: { state: "due", kind: { in: ["went", "closure", "closed"] } },
    })
    expect(notices.map(({ kind, personId, address }) => [kind, personId ?? address]).sort()).toEqual([
      ["closed", "p-vento"],
      ["closure", "test:floor"],
      ["went", "test:floor"],
    ])
    await store().prisma.person.create({
      data: { id: "boss", name: "boss", language: "en", staff: true, createdAt: world.now },
    })
    expect((await lift(world, ask(world, staffActor("boss")), closure?.id ?? "")).is).toBe("lifted")
    expect(await store().prisma.bookingGear.count({ where: { bookingId: next } })).toBe(1)
    const week = await weekOf(world, "2026-11-23")
    expect(week.went).toEqual({ fine: 0, broken: [{ went: "gear:camera", room: "s1", count: 1 }] })
    const report = weeklyLines(phrasing("en", smallCentre, world.now), week).flat()
    expect(report).toContain("How it went: 0 fine, 1 with something broken.")
    expect(report).toContain("camera: 1")
  })

  test("a room is for the staff to close; where every unit is out already, there is nothing to close", async () => {
    const here = await session("lotus", wish("s1", ["15:00", "16:00"], [{ id: "camera", quantity: 1 }]))
    const other = await session("vento", wish("s2", ["16:00", "17:00"], [{ id: "camera", quantity: 1 }]))
    world.now = at("17:05")
    expect(await tellHow(world, by("lotus"), here, "room")).toMatchObject({ is: "told", out: null })
    expect(await store().prisma.closure.count()).toBe(0)
    expect(await tellHow(world, by("vento"), other, "gear:camera")).toMatchObject({ out: { gear: "camera" } })
    const third = await store().prisma.booking.findUniqueOrThrow({ where: { id: here } })
    await store().prisma.booking.update({ where: { id: here }, data: { went: null } })
    expect(await tellHow(world, by("lotus"), here, "gear:camera")).toMatchObject({
      is: "told",
      again: false,
      out: null,
    })
    expect([third.went, (await store().prisma.booking.findUniqueOrThrow({ where: { id: here } })).went]).toEqual([
      "room",
      "gear:camera",
    ])
    expect(await store().prisma.closure.count()).toBe(1)
    world.now = new Date("2026-11-28T12:00:00+08:00")
    expect(await tellHow(world, by("lotus"), here, "fine")).toMatchObject({ refusal: { why: "too_late" } })
  })
})
