import { beforeEach, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import { after, day } from "../../../src/core/interval.js"
import { forget } from "../../../src/core/retention.js"
import { weekOf } from "../../../src/core/weekly.js"
import { player } from "../../support/conversation.js"
import { schoolDesk } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { type TestWorld, testWorld } from "../../support/world.js"

/** What is only theirs, wherever it stands: names (ids on the platform too), what they wrote, whom they named. */
const theirs = {
  Quetzal: ["Vampyroteuthis", "Hostessa", "web-quetzal", "Wishtitle", "Velociword"],
  Therizino: ["Velociword", "Broadcastium", "Closurium", "web-theri", "Therizino"],
} as const
const monday = "2026-11-23"
type Whose = keyof typeof theirs

await describeEachStore("a whole life, forgotten", (store) => {
  let world: TestWorld
  let say: (step: string) => Promise<string[]>

  /** `table.column` of each cell, as text, that has one of these in it. */
  const cellsWith = async (texts: readonly string[]): Promise<string[]> => {
    const { rows: columns } = await store().pool.query<{ table: string; column: string; type: string }>(
      `select c.relname as table, a.attname as column, a.atttypid::regtype::text as type
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
          and c.relname <> '_prisma_migrations' order by 1, 2`,
    )
    expect(columns.length).toBeGreaterThan(150)
    const found: string[] = []
    for (const { table, column, type } of columns) {
      const text = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`
      const { rows } = await store().pool.query<{ cell: string }>(
        `select ${text} as cell from "${table}" where ${text} ilike any($1) limit 1`,
        [texts.map((one) => `%${one}%`)],
      )
      found.push(...rows.map(({ cell }) => `${table}.${column}: ${cell.slice(0, 300)}`))
    }
    return found
  }
  const tables = (cells: readonly string[]): string[] => [...new Set(cells.map((cell) => cell.split(".")[0] ?? ""))]

  /** What the store alone knows them by. */
  const secretsOf = async (name: Whose): Promise<string[]> => {
    const { prisma } = store()
    const { id } = await prisma.person.findFirstOrThrow({ where: { name } })
    const feeds = [
      ...(await prisma.feed.findMany({ where: { personId: id } })),
      ...(await prisma.staffFeed.findMany({ where: { personId: id } })),
    ]
    const passes = await prisma.boardPass.findMany({ where: { personId: id } })
    const sessions = await prisma.webSession.findMany({ where: { userId: { in: [...theirs[name]] } } })
    return [
      id,
      ...feeds.map(({ token }) => token),
      ...passes.map(({ hash }) => hash),
      ...sessions.map(({ tokenHash }) => tokenHash),
    ]
  }

  /** The parts of a life that no test platform has: further accounts, and what the pages of the web chat and the board keep. */
  const elsewhere = async (name: Whose, userId: string): Promise<void> => {
    const { prisma } = store()
    const { id: personId } = await prisma.person.findFirstOrThrow({ where: { name } })
    const { now } = world
    const account = { platform: "web", userId, address: `web:${userId}` }
    await prisma.account.create({ data: { id: world.newId(), ...account, personId, createdAt: now } })
    await prisma.webSession.create({ data: { tokenHash: `hash-${userId}`, userId, createdAt: now, seenAt: now } })
    await prisma.webEntry.create({ data: { userId, key: "1", asked: "a", json: `{"said":"${name}"}`, at: now } })
    const bytes = new TextEncoder().encode(name)
    await prisma.webFile.create({ data: { id: `file-${userId}`, userId, type: "text/plain", name, bytes, at: now } })
    await prisma.joinRequest.create({
      data: {
        id: world.newId(),
        ...account,
        personName: name,
        business: `${name} & Co`,
        language: "en",
        status: "declined",
        at: now,
      },
    })
    const key = `web:${userId}:17`
    await prisma.turn.create({ data: { key, digest: "d", outcome: { is: "removed", name }, at: now } })
    await prisma.turn.create({ data: { key: `board:${personId}:17`, digest: "d", outcome: { is: "ok" }, at: now } })
    await prisma.boardPass.create({
      data: { hash: `pass-${userId}`, kind: "browser", personId, createdAt: now, expiresAt: after(now, day) },
    })
    await prisma.link.create({
      data: {
        id: world.newId(),
        personId,
        ...account,
        userId: `${userId}-2`,
        name: `${name} else`,
        expiresAt: after(now, day),
      },
    })
  }

  const play = async (steps: string): Promise<void> => {
    for (const step of steps.trim().split("\n")) await say(step.trim())
  }

  beforeEach(async () => {
    world = Object.assign(testWorld(store(), "2026-11-23T10:00:00+08:00"), { pages: "https://desk.example.com" })
    await withCentre(store(), schoolDesk, world.now)
    say = player(world, createDesk(world))
    await play(`
      @ Bo, member Lotus Live, standard, en
      @ Cleo, staff, en
      @ Quetzal, stranger en
      @ Therizino, stranger en
      ! code for Lotus Live
      > Quetzal: /start {code}
      ! code for Therizino
      > Therizino: /start {code}
      > Therizino: /digest here 09:00
      > Cleo in Floor: /digest here 09:00
      > Quetzal: Studio 3 today 2pm to 3pm, 1 host
      > Quetzal: yes
      > Quetzal: /start
      > Quetzal: /book Studio 2 tomorrow 3pm to 5pm, hosts Hostessa, 1 ring light, on Douyin, titled "Vampyroteuthis launch"
      > Quetzal: yes
      > Quetzal: https://live.example.com/vampyroteuthis
      ! yes for studio-7
      > Quetzal: /start
      > Quetzal: /book Studio 7 on Wednesday 3pm to 5pm, 2 hosts, titled "Vampyroteuthis again"
      > Quetzal [Ask the staff]
      ! deliver
      > Therizino [Decline…]
      > Therizino: /decline Velociword is on that day
      ! deliver
      > Quetzal: /book Studio 7 on Thursday 3pm to 5pm, 2 hosts
      > Quetzal [Ask the staff]
      ! deliver
      > Cleo in Floor [Approve]
      > Therizino: /course lighting Thursday 15:00
      > Therizino [Led by Therizino]
      > Therizino [Confirm]
      > Quetzal: /courses
      > Quetzal: I'd like to join the lighting course on Thursday
      > Quetzal [Enrol]
      > Therizino: /ballot 12.12 6pm-2am until 8 December 6pm, 3 wishes
      > Therizino [Open, tell everyone]
      ! deliver
      > Quetzal: first choice 10pm-midnight studio 5 on 12 December
      > Bo: Studio 4 tomorrow 3pm to 5pm, 1 host
      > Bo: yes
      > Quetzal: Studio 4 tomorrow 3pm to 5pm, 1 host, titled "Wishtitle"
      > Quetzal [Waitlist]
      > Quetzal: /calendar
      > Therizino: /calendar Studio 2
      > Therizino [Whole floor's calendar]
      > Quetzal: /reminders quiet 22:00-07:00
      > Quetzal: /people
      > Quetzal: /invite
      > Quetzal: /link
      > Therizino: message everyone booked tomorrow: Broadcastium at noon
      > Therizino [Send]
      ! deliver
      > Therizino: /close studio 6 tomorrow 9am to 11am, Closurium
      > Therizino [Close]
      ! deliver
      = 2026-11-23T13:50
      > Quetzal: I'm running late
      ! deliver
      > Quetzal: I'm here
      ! deliver
      = 2026-11-23T15:06
      ! tick
      ! deliver
      > Quetzal [Something broke]
      > Quetzal: join ABCD-EFGH-2345-6789
      ! deliver
      > Therizino: /for Lotus Live
      > Therizino: /find Lotus
      > Quetzal: book tomorrow, titled "Vampyroteuthis"`)
    await elsewhere("Quetzal", "web-quetzal")
    await elsewhere("Therizino", "web-theri")
    const { prisma } = store()
    const { id } = await prisma.person.findFirstOrThrow({ where: { name: "Quetzal" } })
    await prisma.qualification.create({
      data: { id: "q1", personId: id, kind: "mixing", fromDay: "2026-11-01", usedAt: world.now, createdAt: world.now },
    })
  })

  test("nothing that a search over every column finds: a member", async () => {
    const strings = [...theirs.Quetzal, "Quetzal", ...(await secretsOf("Quetzal"))]
    const before = await cellsWith(strings)
    expect(tables(before)).toEqual(
      expect.arrayContaining([
        ...["account", "attempt", "audit", "ballot_entry", "board_pass", "booking", "enrolment", "feed", "host_name"],
        ...["invitation", "join_request", "link", "notice", "person", "person_member", "qualification", "turn"],
        ...["waiting", "web_entry", "web_file", "web_session"],
      ]),
    )
    const booked = await store().prisma.booking.count()
    const counted = await weekOf(world, monday)
    await say("> Quetzal: /forgetme")
    expect(await say("> Quetzal [Erase me]")).toHaveLength(1)
    expect(await cellsWith(strings)).toEqual([])
    expect(await store().prisma.booking.count()).toBe(booked)
    // How much was booked, and what became of it, is counted as before.
    expect(await weekOf(world, monday)).toEqual(counted)
  })

  test("nothing that a search over every column finds: one of the staff", async () => {
    const strings = [...theirs.Therizino, ...(await secretsOf("Therizino"))]
    const before = await cellsWith(strings)
    expect(tables(before)).toEqual(
      expect.arrayContaining([
        ...["account", "audit", "ballot", "board_pass", "broadcast", "channel", "closure", "course_session"],
        ...["invitation", "notice", "person", "staff_feed", "turn"],
      ]),
    )
    await say("> Therizino: /forgetme")
    expect(await say("> Therizino [Erase me]")).toHaveLength(1)
    expect(await cellsWith(strings)).toEqual([])
  })

  test("what the web chat has shown to others of them is gone when it is said to be", async () => {
    await store().prisma.webEntry.create({ data: { userId: "web-bo", json: `"Quetzal booked"`, at: world.now } })
    await say("> Quetzal: /forgetme")
    await say("> Quetzal [Erase me]")
    expect(tables(await cellsWith(["Quetzal"]))).toEqual(["web_entry"])
    await forget(world, after(world.now, 31 * day))
    expect(await cellsWith(["Quetzal"])).toEqual([])
  })
})
