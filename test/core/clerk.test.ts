import { expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { findMembers, memberCard, whoComesNext, whoIsIn } from "../../src/core/clerk.js"
import { after, minute } from "../../src/core/interval.js"
import type { Actor, Wish } from "../../src/core/outcome.js"
import { actFor, personAt } from "../../src/core/people.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const wish = (start: Date): Wish => ({
  room: { room: "s1" },
  start,
  end: after(start, 60 * minute),
  hosts: 1,
  gear: [],
})

await describeEachStore("staff for members", (store) => {
  async function open(): Promise<TestWorld> {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { m1: "standard", m2: "standard" })
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
    for (const id of ["boss", "p-m2"])
      await store().prisma.account.create({
        data: {
          id: `a-${id}`,
          platform: "test",
          userId: id,
          address: `test:${id}`,
          personId: id,
          createdAt: world.now,
        },
      })
    return world
  }
  async function actor(world: TestWorld, userId: string): Promise<Actor> {
    const found = await personAt(world, { platform: "test", userId, address: `test:${userId}` })
    if (!found) throw new Error("known")
    return found.actor
  }

  test("staff act for any member: its people are told and reminded, the audit has both", async () => {
    const world = await open()
    expect((await actor(world, "boss")).member).toBeNull()
    expect(await actFor(world, ask(world, await actor(world, "boss")), "m1")).toBe(true)
    const boss = await actor(world, "boss")
    expect(boss.member).toMatchObject({ id: "m1", contact: { id: "p-m1" } })
    const booked = await book(world, ask(world, boss), wish(after(world.now, 24 * 60 * minute)))
    expect(booked).toMatchObject({ is: "booked", booking: { member: { id: "m1" }, madeBy: "p-m1" } })
    const notices = await store().prisma.notice.findMany()
    expect(new Set(notices.map(({ personId }) => personId))).toEqual(new Set(["p-m1"]))
    expect(notices.filter(({ kind }) => kind === "changed").map(({ data }) => data)).toMatchObject([{ how: "booked" }])
    expect(await store().prisma.audit.findMany({ where: { action: "book" } })).toMatchObject([
      { personId: "boss", memberId: "m1" },
    ])
    expect(await actFor(world, ask(world, boss), null)).toBe(true)
    expect((await actor(world, "boss")).member).toBeNull()
  })

  test("nobody else does, not even who was staff a moment ago", async () => {
    const world = await open()
    const member = await actor(world, "p-m2")
    expect(await actFor(world, ask(world, member), "m1")).toBe(false)
    await store().prisma.person.update({ where: { id: "p-m2" }, data: { actingForId: "m1" } })
    expect((await actor(world, "p-m2")).member).toMatchObject({ id: "m2" })
    await actFor(world, ask(world, await actor(world, "boss")), "m1")
    await store().prisma.person.update({ where: { id: "boss" }, data: { staff: false } })
    expect((await actor(world, "boss")).member).toBeNull()
    const no = { refusal: { why: "not_staff" } }
    expect(await findMembers(world, ask(world, member), "m")).toMatchObject(no)
    expect(await memberCard(world, ask(world, member), "m1")).toMatchObject(no)
    expect(await whoIsIn(world, ask(world, member))).toMatchObject(no)
    expect(await whoComesNext(world, ask(world, member))).toMatchObject(no)
  })

  test("a member with nobody: booked for all the same, with nobody to tell", async () => {
    const world = await open()
    await store().prisma.member.create({
      data: { id: "m3", name: "Alone", planId: "standard", language: "en", createdAt: world.now },
    })
    await actFor(world, ask(world, await actor(world, "boss")), "m3")
    const booked = await book(world, ask(world, await actor(world, "boss")), wish(after(world.now, 24 * 60 * minute)))
    expect(booked).toMatchObject({ is: "booked", booking: { madeBy: null } })
    expect(await store().prisma.notice.count()).toBe(0)
  })

  test("who is in, who comes next; a member's card", async () => {
    const world = await open()
    await actFor(world, ask(world, await actor(world, "boss")), "m1")
    const boss = await actor(world, "boss")
    const first = await book(world, ask(world, boss), wish(after(world.now, 60 * minute)))
    const second = await book(world, ask(world, boss), wish(after(world.now, 180 * minute)))
    if (first.is !== "booked" || second.is !== "booked") throw new Error("booked")
    expect(await whoIsIn(world, ask(world, boss))).toEqual([])
    expect(await whoComesNext(world, ask(world, boss))).toHaveLength(2)
    world.now = after(world.now, 61 * minute)
    expect(await whoIsIn(world, ask(world, boss))).toMatchObject([{ id: first.booking.id }])
    await cancel(world, ask(world, boss), second.booking.id)
    expect(await whoComesNext(world, ask(world, boss))).toEqual([])
    expect(await findMembers(world, ask(world, boss), "PERSON M1")).toEqual([{ id: "m1", name: "Member m1" }])
    expect(await memberCard(world, ask(world, boss), "m1")).toMatchObject({
      people: ["Person m1"],
      hours: { used: 60 },
      upcoming: [{ id: first.booking.id }],
      missed: 0,
    })
  })
})
