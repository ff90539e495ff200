import { beforeEach, expect, test } from "vitest"
import { after, minute } from "../../src/core/interval.js"
import { accountsOf, answerLink, askLink, linkCode, preferHere, unlink } from "../../src/core/linking.js"
import { personAt } from "../../src/core/people.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("one person, several accounts", (store) => {
  let world: TestWorld
  const ana = actorFor("ana", "standard")
  const on = (platform: string, userId: string) => ({ platform, userId, address: `${platform}:${userId}` as const })
  const codeOf = async (asking = ask(world, ana)) => {
    const given = await linkCode(world, asking)
    if (given.is === "refused") throw new Error(given.refusal.why)
    return given.code
  }
  const give = (code: string, userId: string) =>
    askLink(world, { ...on("slack", userId), code, name: userId, now: world.now })
  const pending = async () => (await store().prisma.link.findFirstOrThrow()).id
  const link = async (userId: string) => {
    expect(await give(await codeOf(), userId)).toEqual({ is: "asked" })
    return answerLink(world, ask(world, ana), { id: await pending(), yes: true })
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
    for (const who of ["ana", "bo"])
      await store().prisma.account.create({
        data: { id: `a-${who}`, ...on("telegram", who), personId: `p-${who}`, createdAt: world.now },
      })
  })

  test("linked, the account is the same person, with their language, draft and member", async () => {
    expect(await link("U1")).toBe("slack")
    const there = await personAt(world, on("slack", "U1"))
    expect(there?.actor).toMatchObject({ person: { id: "p-ana" }, member: { id: "ana" } })
    expect(await store().prisma.audit.count({ where: { action: "link", personId: "p-ana" } })).toBe(1)
  })

  test("of a hundred who give one code, one is asked about", async () => {
    const code = await codeOf()
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => give(code, `U${n}`)))
    expect(answers.filter(({ is }) => is === "asked")).toHaveLength(1)
    expect(await store().prisma.link.count()).toBe(1)
  })

  test("a code ends after ten minutes, and when another is given out", async () => {
    const first = await codeOf()
    const second = await codeOf()
    expect(await give(first, "U1")).toEqual({ is: "bad_code" })
    world.now = after(world.now, 10 * minute)
    expect(await give(second, "U1")).toEqual({ is: "bad_code" })
  })

  test("asked for by a turn that comes twice, it is given out once, kept as a hash alone, and on record", async () => {
    const asking = ask(world, ana)
    const code = await codeOf(asking)
    expect(await linkCode(world, asking)).toEqual({ is: "refused", refusal: { why: "key_reused" } })
    expect(JSON.stringify(await store().prisma.turn.findMany())).not.toContain(code)
    expect(await store().prisma.audit.findMany({ where: { action: "link_code" } })).toMatchObject([
      { personId: "p-ana", entity: "person:p-ana", via: "test" },
    ])
    expect(await give(code, "U1")).toEqual({ is: "asked" })
  })

  test("nobody answers for another, and no answer is good after ten minutes", async () => {
    await give(await codeOf(), "U1")
    const id = await pending()
    expect(await answerLink(world, ask(world, actorFor("bo", "standard")), { id, yes: true })).toBeUndefined()
    world.now = after(world.now, 10 * minute)
    expect(await answerLink(world, ask(world, ana), { id, yes: true })).toBeUndefined()
    expect(await personAt(world, on("slack", "U1"))).toBeNull()
  })

  test("an account that is somebody is not taken over, also not when it becomes somebody meanwhile", async () => {
    const code = await codeOf()
    expect(await askLink(world, { ...on("telegram", "bo"), code, name: "Bo", now: world.now })).toEqual({ is: "taken" })
    await give(await codeOf(), "U1")
    await store().prisma.account.create({
      data: { id: "late", ...on("slack", "U1"), personId: "p-bo", createdAt: world.now },
    })
    expect(await answerLink(world, ask(world, ana), { id: await pending(), yes: true })).toBeUndefined()
    expect((await personAt(world, on("slack", "U1")))?.actor.person.id).toBe("p-bo")
  })

  test("eleven tries in an hour are too many", async () => {
    for (let n = 0; n < 10; n++) expect(await give("ABCD-EFGH-JKLM-2345", "U1")).toEqual({ is: "bad_code" })
    expect((await give(await codeOf(), "U1")).is).toBe("too_many_tries")
  })

  test("the last account stays, also when both are taken away at once", async () => {
    await link("U1")
    const own = await accountsOf(world, ask(world, ana), on("telegram", "ana"))
    const gone = await Promise.all(own.map(({ id }) => unlink(world, ask(world, ana), id)))
    expect(gone.filter((platform) => platform !== null)).toHaveLength(1)
    expect(await accountsOf(world, ask(world, ana), on("telegram", "ana"))).toHaveLength(1)
  })

  test("the preferred account that goes leaves the oldest preferred", async () => {
    await link("U1")
    await preferHere(world, ask(world, ana), on("slack", "U1"))
    const own = await accountsOf(world, ask(world, ana), on("telegram", "ana"))
    expect(own.map(({ platform, preferred }) => [platform, preferred])).toEqual([
      ["telegram", false],
      ["slack", true],
    ])
    await unlink(world, ask(world, ana), own[1]?.id ?? "")
    expect(await accountsOf(world, ask(world, ana), on("telegram", "ana"))).toMatchObject([
      { platform: "telegram", here: true, preferred: true },
    ])
  })
})
