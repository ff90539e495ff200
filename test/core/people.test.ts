import { beforeEach, expect, test } from "vitest"
import { after, day, hour } from "../../src/core/interval.js"
import { hashOf, invite, newCode } from "../../src/core/invitations.js"
import { actFor, join, personAt, saveDraft, setLanguage } from "../../src/core/people.js"
import { describeEachStore } from "../support/store.js"
import { ask, type TestWorld, testWorld } from "../support/world.js"

test("a code is 80 random bits in four groups, and is the same however it is typed", () => {
  const code = newCode()
  expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
  expect(new Set(Array.from({ length: 1000 }, newCode)).size).toBe(1000)
  for (const typed of [code.toLowerCase(), code.replaceAll("-", ""), ` ${code.replaceAll("-", " ")} `])
    expect(hashOf(typed)).toBe(hashOf(code))
})

await describeEachStore("joining", (store) => {
  let world: TestWorld
  const who = (userId: string, name = userId) => ({
    platform: "telegram",
    userId,
    address: `telegram:${userId}`,
    name,
    language: "en" as const,
    now: world.now,
  })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    for (const id of ["m1", "m2"]) {
      await store().prisma.member.create({
        data: { id, name: `Member ${id}`, planId: "standard", language: "pt", createdAt: world.now },
      })
    }
  })
  const code = (memberId = "m1") =>
    invite(world, { kind: "member", memberId, role: "owner" }, { now: world.now, via: "test" })

  test("a stranger is nobody; with a code they act for the member", async () => {
    expect(await personAt(world, who("7"))).toBeNull()
    expect(await join(world, { ...who("7", "Ana"), code: await code() })).toMatchObject({
      is: "joined",
      member: "Member m1",
    })
    expect(await personAt(world, who("7"))).toMatchObject({
      actor: { person: { name: "Ana", language: "en", staff: false }, member: { id: "m1", role: "owner" } },
    })
  })

  test("wrong, used and expired codes are answered alike", async () => {
    const used = await code()
    await join(world, { ...who("1"), code: used })
    const [old, last] = [await code(), await code()]
    const refused = async (bad: string) =>
      expect(await join(world, { ...who("2"), code: bad }), bad).toEqual({ is: "bad_code" })
    for (const bad of [used, "AAAA-AAAA-AAAA-AAAA", "", "'; drop table invitation; --"]) await refused(bad)
    world.now = after(world.now, 7 * day - 1)
    expect(await join(world, { ...who("3"), code: last })).toMatchObject({ is: "joined" })
    world.now = after(world.now, 1)
    for (const bad of [used, old]) await refused(bad)
    expect(await personAt(world, who("2"))).toBeNull()
  })

  test("the same code from the same account again is told as already done", async () => {
    const mine = await code()
    await join(world, { ...who("1"), code: mine })
    expect(await join(world, { ...who("1"), code: mine })).toMatchObject({ is: "already" })
  })

  test("two hundred race for one code: one joins", async () => {
    const one = await code()
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) => join(world, { ...who(`r${n}`), code: one })),
    )
    expect(outcomes.filter((outcome) => outcome.is === "joined")).toHaveLength(1)
    expect(await store().prisma.account.count()).toBe(1)
  })

  test("one newcomer who uses two codes at once becomes one person, with both members", async () => {
    const codes = [await code("m1"), await code("m2")]
    const outcomes = await Promise.all(codes.map((one) => join(world, { ...who("1", "Ana"), code: one })))
    expect(outcomes.map(({ is }) => is)).toEqual(["joined", "joined"])
    expect(await store().prisma.person.count()).toBe(1)
    expect((await personAt(world, who("1")))?.actor.members).toMatchObject([{ id: "m1" }, { id: "m2" }])
  })

  test("who invited, who joined, and every change of language or member is on record", async () => {
    await join(world, { ...who("1"), code: await code("m1") })
    await join(world, { ...who("1"), code: await code("m2") })
    const actor = (await personAt(world, who("1")))?.actor
    if (!actor) throw new Error("unknown")
    await setLanguage(world, ask(world, actor), { language: "pt", by: "choice" })
    await actFor(world, ask(world, actor), "m1")
    const entries = await store().prisma.audit.findMany({ orderBy: { id: "asc" } })
    const kinds = ["invite m1", "join m1", "invite m2", "join m2", "language m2", "act_for m1"]
    expect(entries.map(({ action, memberId }) => `${action} ${memberId}`)).toEqual(kinds)
    expect(entries.slice(-2).map(({ data }) => data)).toEqual([{ was: "en", language: "pt" }, { was: "m2" }])
  })

  test("guessing is over after ten tries in an hour, also for the right code, and success gives no tries back", async () => {
    for (let n = 0; n < 9; n++) await join(world, { ...who("9"), code: "AAAA-AAAA-AAAA-AAAA" })
    expect((await join(world, { ...who("9"), code: await code() })).is).toBe("joined")
    const right = await code("m2")
    expect(await join(world, { ...who("9"), code: right })).toEqual({
      is: "too_many_tries",
      until: new Date("2026-11-23T11:00:00+08:00"),
    })
    world.now = after(world.now, hour)
    expect((await join(world, { ...who("9"), code: right })).is).toBe("joined")
  })

  test("everybody together has a limit too, which one address cannot reach", async () => {
    // Five newcomers a second, with ten tries each.
    await store().prisma.attempt.create({ data: { subject: "all", windowStart: world.now, count: 5 * 10 * 3_600 } })
    expect((await join(world, { ...who("4"), code: await code() })).is).toBe("joined")
    await store().prisma.attempt.updateMany({ where: { subject: "all" }, data: { count: 999_999 } })
    expect((await join(world, { ...who("5"), code: await code() })).is).toBe("joined")
    expect((await join(world, { ...who("6"), code: await code() })).is).toBe("too_many_tries")
  })

  test("somebody known who redeems another member's code acts for it from then on, and can go back", async () => {
    await join(world, { ...who("1"), code: await code("m1") })
    await join(world, { ...who("1"), code: await code("m2") })
    const known = await personAt(world, who("1"))
    if (!known) throw new Error("unknown")
    expect(known.actor).toMatchObject({ member: { id: "m2" }, members: [{ id: "m1" }, { id: "m2" }] })
    expect(await actFor(world, ask(world, known.actor), "m1")).toBe(true)
    expect(await actFor(world, ask(world, known.actor), "m3")).toBe(false)
    expect(await personAt(world, who("1"))).toMatchObject({ actor: { member: { id: "m1" } } })
  })

  test("an invitation of staff makes staff, and nothing of a member", async () => {
    const staffCode = await invite(world, { kind: "staff", name: "Lai" }, { now: world.now, via: "test" })
    expect(await join(world, { ...who("8"), code: staffCode })).toMatchObject({
      is: "joined",
      member: null,
      actor: { person: { staff: true }, member: null },
    })
  })

  test("one who was out of reach is within reach again when they write", async () => {
    await join(world, { ...who("1"), code: await code() })
    await store().prisma.account.updateMany({ data: { blockedAt: world.now } })
    await personAt(world, { ...who("1"), address: "telegram:new" })
    expect(await store().prisma.account.findMany()).toMatchObject([{ blockedAt: null, address: "telegram:new" }])
  })

  test("a draft is kept and dropped", async () => {
    await join(world, { ...who("1"), code: await code() })
    const id = (await personAt(world, who("1")))?.actor.person.id ?? ""
    await saveDraft(world, id, { hosts: 2 }, world.now)
    expect((await personAt(world, who("1")))?.draft).toEqual({ hosts: 2 })
    await saveDraft(world, id, null, world.now)
    expect((await personAt(world, who("1")))?.draft).toBeNull()
  })
})
