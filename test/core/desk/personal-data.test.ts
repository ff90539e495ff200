import { beforeEach, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { judge } from "../../support/oracle.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"

/** The person's name is also their id on the platform: wherever it stands in the store, it is theirs. */
const canary = "Quetzalcoatlus"
const title = "Vampyroteuthis launch"

await describeEachStore("personal data", (store) => {
  let world: TestWorld
  let say: (step: string) => Promise<string[]>

  /** Every table with a row that says one of these. */
  const tablesWith = async (...texts: string[]): Promise<string[]> => {
    const { rows: tables } = await store().pool.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1",
    )
    const found: string[] = []
    for (const { name } of tables) {
      const { rows } = await store().pool.query<{ count: number }>(
        `select count(*)::integer as count from "${name}" t where to_jsonb(t)::text like any($1)`,
        [texts.map((text) => `%${text}%`)],
      )
      if ((rows[0]?.count ?? 0) > 0) found.push(name)
    }
    return found
  }
  const personId = async () => (await store().prisma.person.findFirstOrThrow({ where: { name: canary } })).id

  beforeEach(async () => {
    world = Object.assign(testWorld(store(), "2026-11-23T10:00:00+08:00"), { pages: "https://desk.example.com" })
    await withCentre(store(), deskCentre, world.now)
    say = player(world, createDesk(world))
    for (const step of [
      "@ Bo, member Lotus Live, standard, en",
      `@ ${canary}, stranger en`,
      "! code for Lotus Live",
      `> ${canary}: /start {code}`,
      `> ${canary}: Studio 2 tomorrow 3pm to 5pm, 2 hosts, 1 ring light, titled "${title}"`,
      `> ${canary}: yes`,
      `> ${canary}: Studio 3 on Wednesday 3pm to 5pm, 1 host`,
      `> ${canary}: yes`,
      `> ${canary}: /calendar`,
      `> ${canary}: /reminders quiet 22:00-07:00`,
      `> ${canary}: /language en`,
      `> ${canary}: /digest here 09:00`,
      `> ${canary}: join ABCD-EFGH-2345-6789`,
      `> ${canary}: studio 4 on friday 3pm`,
      "! deliver",
    ])
      await say(step)
  })

  test("the file has all that the store has of the person, and nothing that opens a door", async () => {
    const lines = await say(`> ${canary}: /mydata`)
    expect(lines).toContain("< This is everything I know about you.")
    const data = await import("../../../src/core/personal-data.js")
    const actor = { person: { id: await personId() } }
    const mine = await data.myData(world, { actor, now: world.now, key: "k" } as Parameters<typeof data.myData>[1])
    expect(mine).toMatchObject({
      person: { name: canary, language: "en", quiet: "22:00-07:00" },
      accounts: [{ platform: "test", userId: canary }],
      memberships: [{ name: "Lotus Live", role: "owner" }],
      bookings: [{ title, gear: [{ gearId: "ring-light", quantity: 1 }] }, { hosts: 1 }],
    })
    expect(
      Object.entries(mine)
        .filter(([, part]) => Array.isArray(part) && part.length > 0)
        .map(([name]) => name),
    ).toEqual(expect.arrayContaining(["accounts", "memberships", "bookings", "notices", "audit"]))
    expect(JSON.stringify(mine)).not.toMatch(/token|hash/i)
  })

  test("is erased everywhere, at once, when that is asked for twice; the bookings stay, without a name", async () => {
    const id = await personId()
    const before = await tablesWith(canary, id, title)
    expect(before).toEqual(expect.arrayContaining(["person", "account", "booking", "notice", "audit", "turn", "feed"]))
    const asked = await say(`> ${canary}: /forgetme`)
    expect(asked).toContain(
      "< The 2 bookings you made stay with your shop, without your name. Cancel them first if they shouldn't.",
    )
    await say(`> ${canary} [Keep me]`)
    expect(await tablesWith(canary, id, title)).toEqual(before)

    await say(`> ${canary}: /forgetme`)
    expect(await say(`> ${canary} [Erase me]`)).toEqual(["~ Done: I no longer know you. Goodbye, and all the best."])
    expect(await tablesWith(canary, id, title)).toEqual([])
    expect(await store().prisma.booking.count({ where: { status: "confirmed" } })).toBe(2)
    expect((await say("> Bo: /my"))[0]).toBe("< 2 bookings coming up. Tap one to move, extend or cancel it.")
    const limits = {
      turnoverMinutes: 15,
      floor: deskCentre.floor,
      gear: Object.fromEntries(deskCentre.gear.map((g) => [g.id, g.quantity])),
    }
    expect(await judge(store().pool, limits)).toEqual([])
    // From here on they are a stranger like any other.
    expect((await say(`> ${canary}: /my`))[0]).toContain("front desk")
    expect((await say(`> ${canary} [Erase me]`))[0]).toContain("front desk")
  })
})
