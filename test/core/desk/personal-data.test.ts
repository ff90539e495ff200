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

  test("one's own name is corrected: everybody sees the new one, and no entry keeps the old", async () => {
    const id = await personId()
    await say("> Bo: /people")
    expect(await say(`> ${canary}: /name   Ana\\u0007  Lei  `)).toEqual(["< Noted: you're Ana Lei."])
    expect(await say("> Bo: /people")).toContain("< Ana Lei · owner")
    for (const none of ["/name", "/name ---", `/name ${"x".repeat(61)}`])
      expect((await say(`> ${canary}: ${none}`))[0]).toContain("You're Ana Lei here.")
    expect(await store().prisma.person.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: "Ana Lei" })
    const entries = await store().prisma.audit.findMany({ where: { action: "name" } })
    expect(entries).toMatchObject([{ personId: id, entity: `person:${id}`, data: {} }])
  })

  test("staff reading a member's record is in the audit, as often as they do; digests are not, nor are one's own people", async () => {
    await say("@ Cleo, staff, en")
    const { id: memberId } = await store().prisma.member.findFirstOrThrow({ where: { name: "Lotus Live" } })
    const read = async () =>
      (await store().prisma.audit.findMany({ where: { action: "read" }, orderBy: { id: "asc" } })).map(
        ({ personId, memberId, entity, at }) => [personId, memberId, entity, at.getTime()],
      )
    await say("> Cleo: /today")
    await say("> Cleo: /in")
    await say("> Bo: /people")
    await say("> Bo: /find Lotus")
    expect(await read()).toEqual([])
    const entry = ["p-Cleo", memberId, `member:${memberId}`, world.now.getTime()]
    await say("> Cleo: /find Quetzal")
    expect(await read()).toEqual([entry])
    await say("> Cleo: /for Lotus Live")
    await say("> Cleo: /people")
    expect(await read()).toEqual([entry, entry])
  })

  /** Why a table that names a person is not told under a heading of its own. */
  const elsewhere: Readonly<Record<string, string>> = {
    person_member: "told as memberships",
    feed: "its address opens the calendar: a secret, shown by /calendar",
    staff_feed: "the same",
    invitation: "a code's hash, and whose it was until it was used: a secret",
    link: "an account that asks to be theirs, for ten minutes; told as a notice",
    closure: "the centre's own; its entries in the audit are told",
    ballot: "the same",
    offer: "of a place in line, which is told",
    turn: "first results for repeats, for two days; what they are about is told",
  }
  const told: Readonly<Record<string, string>> = {
    ...{ person: "person", account: "accounts", booking: "bookings", booking_host: "bookings", notice: "notices" },
    ...{ audit: "audit", broadcast: "broadcasts", hold: "holds", waiting: "waiting", ballot_entry: "wishes" },
    ...{ board_pass: "boardBrowsers", enrolment: "enrolments", qualification: "qualifications" },
    ...{ course_session: "courses", host_name: "hosts", web_entry: "conversation", web_file: "conversation" },
  }
  const strangers: Readonly<Record<string, string>> = {
    web_session: "browsers, by the hash of their cookie: a secret",
    join_request: "of somebody who is nobody here yet: it goes when they are let in",
    channel: "a chat of the staff's, for digests",
  }

  test("each table that points at a person, by the schema's columns, is told or has a reason not to be", async () => {
    const { rows } = await store().pool.query<{ table: string }>(
      `select distinct c.table_name as table from information_schema.columns c
        where c.table_schema = 'public' and c.table_name <> '_prisma_migrations'
          and (c.column_name in ('person_id', 'user_id', 'trainer_id', 'person_name', 'address', 'draft')
               or c.column_name like '%by_id')
        order by 1`,
    )
    const pointing = rows.map(({ table }) => table)
    expect(pointing.length).toBeGreaterThan(20)
    const known = new Set([...Object.keys(told), ...Object.keys(elsewhere), ...Object.keys(strangers)])
    expect(pointing.filter((table) => !known.has(table))).toEqual([])
    const { myData } = await import("../../../src/core/personal-data.js")
    const ask = { actor: { person: { id: await personId() } }, now: world.now, key: "k" }
    const mine = await myData(world, ask as Parameters<typeof myData>[1])
    expect(Object.keys(mine)).toEqual(expect.arrayContaining([...new Set(Object.values(told))]))
  })
})
