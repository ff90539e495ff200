import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { invite } from "../src/core/invitations.js"
import { openStore } from "../src/core/store/open.js"
import { demoMonth } from "../src/demo-month.js"
import { sampleCentre } from "./support/board.js"
import { courseOracle } from "./support/course-storm.js"
import { silent } from "./support/log.js"
import { judge } from "./support/oracle.js"
import { services } from "./support/service.js"
import { emptyDatabase, freshDataDir, postgresAnswers } from "./support/store.js"
import { buildVersion, commitBefore } from "./support/version-before.js"
import { visitor } from "./support/web-client.js"
import { testWorld } from "./support/world.js"

/**
 * The version before the newest migration, its own code, on a store that this version has migrated and filled: as it is while replicas
 * are replaced one by one (Postgres: beside this version), and when an operator goes one version back (embedded).
 */

const commit = commitBefore()
if (!commit) process.stderr.write("\n*** SKIPPED: the version before is not tried, its history is not here ***\n\n")
const kinds = (await postgresAnswers()) ? (["postgres", "pglite"] as const) : (["pglite"] as const)
const evening = "2026-11-24T20:10:00+08:00"
/** An hour before what is booked below. */
const dayAfter = "2026-11-27T16:00:30+08:00"

describe.skipIf(!commit)("the version before", () => {
  let before: ReturnType<typeof buildVersion>
  beforeAll(() => {
    before = buildVersion(commit ?? "")
  }, 300_000)
  afterAll(() => before?.remove())

  test.each(kinds)(
    "books, moves, cancels and reminds on this version's store (%s)",
    { timeout: 300_000 },
    async (kind) => {
      const { databaseUrl, dataDir, drop } = await place(kind)
      const at = { dataDir, log: silent, ...(databaseUrl && { databaseUrl }) }
      const codes = await filled(at)
      const env = {
        ...{ DATA_DIR: dataDir, ANCHORDESK_DEMO: "1", ANCHORDESK_NOW: evening },
        // Both read the same file, as replicas do: it says nothing yet that only this version understands.
        CENTRE_FILE: join(before.root, "src/core/sample-centre.yaml"),
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      }
      const [now, then] = [services(env), services(env, before.root)]
      try {
        const ours = await now.start()
        if (kind === "pglite") await ours.stop("SIGTERM")
        const theirs = await then.start()
        await expect.poll(() => theirs.log.join("\n")).toContain("the database is newer than this version")
        let address = theirs.address
        const merchant = visitor(() => address)
        await merchant.post("/api/join", { code: codes.member })
        let turns = 0
        const say = async (text: string) => {
          const { replies } = await merchant.turn(`turn ${++turns}`, text)
          return replies.map((reply) => reply.text).join("\n")
        }
        await say("English")
        expect(await say("book Studio 9 on 27 November 3pm-5pm, 1 host")).toContain("Shall I book this?")
        expect(await say("yes")).toContain("Booked")
        expect(await say("move it to 27 November at 5pm")).toContain("17:00–19:00")
        expect(await say("yes")).toContain("17:00–19:00")
        expect(await say("book Studio 10 on 27 November 3pm-5pm, 1 host")).toContain("Shall I book this?")
        expect(await say("yes")).toContain("Booked")
        await say("cancel it")
        expect(await say("yes")).toMatch(/cancelled/i)
        await staffSee(address, codes.staff)
        expect(await theirs.stop("SIGTERM")).toBe(0)

        const later = await then.start({ ANCHORDESK_NOW: dayAfter })
        address = later.address
        const told = await merchant.events("/api/events?turns")
        let reminder = ""
        while (!reminder.includes("starts in")) reminder = JSON.stringify((await told.next()).data)
        expect(reminder).toMatch(/Studio 9.* starts in (1 hour|59 min)|starts in (1 hour|59 min).*Studio 9/)
        told.close()
        expect(await later.stop("SIGTERM")).toBe(0)

        // And forward again: what it wrote is there, and goes on.
        const again = kind === "pglite" ? await now.start({ ANCHORDESK_NOW: dayAfter }) : ours
        address = again.address
        expect(await say("my bookings")).toContain("bookings coming up")
        expect(await again.stop("SIGTERM")).toBe(0)
        const failed = ({ log }: { log: string[] }) => log.filter((line) => /"level":"(error|fatal)"/.test(line))
        expect([ours, again].flatMap(failed)).toEqual([])
        // Until this version, a stop did not wait for what happens each minute.
        expect(
          [theirs, later].flatMap(failed).filter((line) => !line.includes("after calling end on the pool")),
        ).toEqual([])
        expect(await judged(at)).toEqual([])
      } finally {
        await Promise.all([now.end(), then.end()])
        await drop()
      }
    },
  )
})

type At = Parameters<typeof openStore>[0]

async function place(kind: (typeof kinds)[number]) {
  if (kind === "postgres") return { ...(await emptyDatabase()), dataDir: "unused" }
  const dataDir = await freshDataDir()
  return { databaseUrl: undefined, dataDir, drop: async () => rmSync(dataDir, { recursive: true, force: true }) }
}

/** A month with everything that this version can write. */
async function filled(at: At) {
  const store = await openStore(at)
  await demoMonth({ store, log: silent }, new Date(evening))
  const world = testWorld(store, evening)
  const by = { now: world.now, via: "test" }
  const member = await invite(world, { kind: "member", memberId: "demo-lotus", role: "owner" }, by)
  const staff = await invite(world, { kind: "staff", name: "Lai" }, by)
  await store.close()
  return { member, staff }
}

/** Days as staff see them, with what the version before may not know. */
async function staffSee(address: string, code: string): Promise<void> {
  const staff = visitor(address)
  await staff.post("/api/join", { code })
  for (const text of ["English", "/today", "who is in?", "what is free tomorrow evening?"])
    expect((await staff.turn(text, text)).replies[0]?.text).not.toContain("Something went wrong")
  expect((await staff.post("/board/api/demo", {})).status).toBe(204)
}

async function judged(at: At): Promise<string[]> {
  const store = await openStore(at)
  const gear = Object.fromEntries(sampleCentre.gear.map(({ id, quantity }) => [id, quantity]))
  const { turnover: turnoverMinutes } = sampleCentre.sessions
  const found = [
    ...(await judge(store.pool, { turnoverMinutes, floor: sampleCentre.floor, gear })),
    ...(await courseOracle(store.pool, turnoverMinutes)),
  ]
  await store.close()
  return found
}
