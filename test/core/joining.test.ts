import { beforeEach, expect, test } from "vitest"
import { after, day } from "../../src/core/interval.js"
import { invite } from "../../src/core/invitations.js"
import { admit, decline, openRequests, requestToJoin, withdrawRequest } from "../../src/core/joining.js"
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

  test("whoever asks a hundred times under a hundred names does not flood the staff's channel", async () => {
    for (let n = 0; n < 100; n++)
      await request(`Shop ${n}`, { platform: "test", userId: `flood-${n}`, address: `test:flood-${n}` })
    expect(await openRequests(world)).toHaveLength(100)
    expect(await store().prisma.notice.count({ where: { kind: "request" } })).toBe(50)
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
