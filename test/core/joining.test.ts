import { beforeEach, expect, test } from "vitest"
import { after, day, hour } from "../../src/core/interval.js"
import { invite } from "../../src/core/invitations.js"
import {
  admit,
  decline,
  openRequests,
  openRequestsCount,
  requestToJoin,
  withdrawRequest,
} from "../../src/core/joining.js"
import { join, personAt } from "../../src/core/people.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { forget } from "../../src/core/retention.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("asking to join", (store) => {
  let world: TestWorld
  const zoe = { platform: "test", userId: "zoe", address: "test:zoe" }
  const request = (business = "Lotus Live", who = zoe) =>
    requestToJoin(world, { ...who, name: "Zoe", business, language: "pt", now: world.now })
  const requested = async (business?: string) => {
    await request(business)
    const [one] = await openRequests(world)
    if (!one) throw new Error("nobody asks")
    return one.id
  }
  const by = (key?: string) => ask(world, staffActor("p-boss"), key)

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard" })
    await store().prisma.person.create({
      data: { id: "p-boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
  })

  const from = (n: number, network?: string) =>
    requestToJoin(world, {
      ...{ platform: "web", userId: `flood-${n}`, address: `web:flood-${n}`, ...(network && { network }) },
      ...{ name: "Zoe", business: `Shop ${n}`, language: "pt", now: world.now },
    })
  const told = (kind: string) => store().prisma.notice.count({ where: { kind } })

  test("a hundred who ask do not flood the staff's channel: once a day it says that there are more", async () => {
    for (let n = 0; n < 100; n++) await from(n)
    expect(await openRequests(world)).toHaveLength(50)
    expect(await openRequests(world, 70)).toHaveLength(70)
    expect(await openRequestsCount(world)).toBe(100)
    expect([await told("request"), await told("requests")]).toEqual([50, 1])
    world.now = after(world.now, day)
    await from(100)
    await from(101)
    expect([await told("request"), await told("requests")]).toEqual([50, 2])
  })

  test("one network address has five names asked for in an hour, whichever accounts it makes", async () => {
    const asks = async (n: number, network: string) => (await from(n, network)).is
    for (let n = 0; n < 5; n++) expect(await asks(n, "203.0.113.9")).toBe("asked")
    expect(await from(5, "203.0.113.9")).toEqual({ is: "too_many_here", until: new Date("2026-11-23T11:00:00+08:00") })
    // Who has asked is not refused for asking again, nor who asks from elsewhere.
    expect([await asks(4, "203.0.113.9"), await asks(5, "203.0.113.10")]).toEqual(["asked", "asked"])
    expect(await openRequestsCount(world)).toBe(6)
    world.now = after(world.now, hour)
    expect(await asks(6, "203.0.113.9")).toBe("asked")
    // The address itself is kept nowhere.
    expect(JSON.stringify(await store().prisma.attempt.findMany())).not.toContain("203.0.113")
  })

  test("staff are told of a request that was kept, or it was not kept", async () => {
    await store().pool.query('alter table notice rename to "notice, away"')
    try {
      await expect(request()).rejects.toThrow()
    } finally {
      await store().pool.query('alter table "notice, away" rename to notice')
    }
    expect(await openRequestsCount(world)).toBe(0)
    await request()
    expect(await told("request")).toBe(1)
  })

  test("a newcomer becomes the owner of a new member, speaks their language, and is told", async () => {
    const id = await requested()
    const admitted = await admit(world, by(), { request: id, to: { plan: "tiny" } })
    expect(admitted).toMatchObject({ is: "admitted", person: "Zoe", member: { name: "Lotus Live" } })
    const known = await personAt(world, zoe)
    expect(known?.actor).toMatchObject({
      person: { name: "Zoe", language: "pt" },
      member: { name: "Lotus Live", role: "owner", planId: "tiny" },
    })
    expect(await store().prisma.notice.findMany({ where: { kind: "admitted" } })).toMatchObject([
      { personId: known?.actor.person.id, data: { kind: "admitted", member: "Lotus Live" } },
    ])
    expect(await store().prisma.joinRequest.count()).toBe(0)
    expect(await store().prisma.audit.findFirst({ where: { action: "admit" } })).toMatchObject({ personId: "p-boss" })
  })

  test("the same tap delivered twice has one effect and one answer; another's comes too late", async () => {
    const id = await requested()
    const to = { plan: "tiny" }
    const [first, again, other] = await Promise.all([
      admit(world, by("one"), { request: id, to }),
      admit(world, by("one"), { request: id, to }),
      admit(world, by(), { request: id, to: { member: "ana" } }),
    ])
    expect(again).toEqual(first)
    const won = [first, other].filter(({ is }) => is === "admitted")
    expect(won).toHaveLength(1)
    expect(await decline(world, by(), id)).toEqual({ is: "refused", refusal: { why: "answered" } })
    expect(await store().prisma.personMember.count({ where: { person: { name: "Zoe" } } })).toBe(1)
  })

  test("two requests for one name, answered at once: one member, and the other is asked about", async () => {
    await request("Jade")
    await request("JADE", { platform: "test", userId: "yan", address: "test:yan" })
    const [a, b] = await openRequests(world)
    const answers = await Promise.all(
      [a, b].map((one) => admit(world, by(), { request: one?.id ?? "", to: { plan: "tiny" } })),
    )
    expect(await store().prisma.member.count({ where: { name: { equals: "jade", mode: "insensitive" } } })).toBe(1)
    expect(answers.map(({ is }) => is).sort()).toEqual(["admitted", "name_taken"])
  })

  test("to a member that is there: as one of its staff", async () => {
    const id = await requested()
    await admit(world, by(), { request: id, to: { member: "ana" } })
    expect((await personAt(world, zoe))?.actor.member).toMatchObject({ id: "ana", role: "staff" })
  })

  test("whoever came in by a code meanwhile keeps that, and the request is gone", async () => {
    const id = await requested()
    const code = await invite(
      world,
      { kind: "member", memberId: "ana", role: "owner" },
      { now: world.now, via: "test" },
    )
    await join(world, { ...zoe, code, name: "Zoe", language: "pt", now: world.now })
    expect(await admit(world, by(), { request: id, to: { plan: "tiny" } })).toMatchObject({
      refusal: { why: "answered" },
    })
  })

  test("declined: told, forgotten by name, and heard again after a week", async () => {
    const id = await requested()
    expect(await decline(world, by(), id)).toEqual({ is: "declined", business: "Lotus Live" })
    expect(await store().prisma.joinRequest.findFirst()).toMatchObject({ business: "", personName: "" })
    expect(await store().prisma.notice.findMany({ where: { kind: "declined" } })).toMatchObject([
      { address: "test:zoe", data: { language: "pt" } },
    ])
    expect(await request()).toEqual({ is: "declined" })
    world.now = after(world.now, 8 * day)
    await forget(world, world.now)
    expect(await request()).toMatchObject({ is: "asked" })
  })

  test("staff are told of each name once; what is taken back or never answered is forgotten", async () => {
    await request("Lotus Live")
    await request("Lotus Live")
    await request("Lotus Live Macau")
    expect(await store().prisma.notice.count({ where: { kind: "request", personId: "p-boss" } })).toBe(2)
    await withdrawRequest(world, zoe)
    expect(await openRequests(world)).toEqual([])
    await request()
    world.now = after(world.now, 31 * day)
    await forget(world, world.now)
    expect(await store().prisma.joinRequest.count()).toBe(0)
  })

  test("only staff answer; ten times an hour anybody may ask", async () => {
    const id = await requested()
    const ana = ask(world, actorFor("ana", "standard"))
    expect(await admit(world, ana, { request: id, to: { plan: "tiny" } })).toMatchObject({
      refusal: { why: "not_staff" },
    })
    expect(await decline(world, ana, id)).toMatchObject({ refusal: { why: "not_staff" } })
    for (let n = 0; n < 9; n++) await request(`Lotus ${n}`)
    expect(await request("once more")).toMatchObject({ is: "too_many_tries" })
  })

  test("erasing a person leaves no request of theirs", async () => {
    await admit(world, by(), { request: await requested(), to: { plan: "tiny" } })
    const known = await personAt(world, zoe)
    if (!known) throw new Error("not in")
    await forgetMe(world, ask(world, known.actor))
    await request()
    expect(await openRequests(world)).toHaveLength(1)
  })
})
