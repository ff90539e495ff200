import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { quoteAllAndKeep } from "../../src/core/keeping.js"
import { joinForLonger } from "../../src/core/longer.js"
import { serveWaitlist } from "../../src/core/offers.js"
import { quoteSeries } from "../../src/core/series.js"
import { joinLine } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { judge, lineOracle } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/** The judge of the storm sees what is wrong: each fault is planted beside what is right, and taken back. */

const bounds = { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } }

/** What is done to the store, and what the judge then says of it among other things. */
const faults: readonly (readonly [said: string, sql: string])[] = [
  ["booking without its claim", "delete from claim where owner_id = (select id from booking where room_id = 's1')"],
  ["ledger is not what is used", "update ledger set used = used + 1"],
  ["room given twice", "update booking set room_id = 's1'"],
  ["claim without a booking", "update claim set owner_id = 'nobody' where room_id = 's1'"],
  ["kept for a card that is over", "delete from hold where id like 'hold:%'"],
  [
    "a card that keeps nothing",
    "delete from claim where owner_id like 'hold:%'; delete from usage where owner_id like 'hold:%'",
  ],
  [
    "more kept for a member than two cards",
    `alter table hold disable trigger hold_limited;
     insert into hold select (jsonb_populate_record(h, jsonb_build_object('id', h.id || n))).* from hold h, generate_series(1, 3) n
      where h.id like 'hold:%'`,
  ],
  [
    "kept where a session is",
    `alter table claim drop constraint claim_no_overlap;
     update claim set room_id = 's1', starts_at = '2026-11-24T20:00:00+08:00', ends_at = '2026-11-24T21:00:00+08:00'
      where owner_id like 'hold:%'`,
  ],
  ["offered, and not kept", "delete from claim where owner_id like 'offer:%'"],
  ["kept, and offered to nobody", "update offer set status = 'lapsed'"],
  ["a place in line that tells another story", "update waiting set status = 'waiting'"],
  ["taken, and the session did not go on", "update offer set status = 'taken'"],
  ["hours overspent", "update booking set minutes = 100000"],
  ["hours do not add up", "update quota set used = used - 15 where used > 0"],
  ["booking without its reminders", "delete from notice where kind = 'reminder'"],
  ["change without an audit entry", "delete from audit where action = 'book'"],
]

await describeEachStore("the judge", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-24T20:00:00+08:00")
  const as = (id: string) => ask(world, actorFor(id, "standard"))
  const made = async (id: string, room: string, from: Date) => {
    const wish = { room: { room }, start: from, end: after(from, hour), hosts: 1, gear: [] }
    const booked = await book(world, as(id), wish)
    if (booked.is !== "booked") throw new Error(booked.is)
    return booked.booking.id
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard" })
    // A session that is offered to go on, a card of a series, an offer of a place, and a session.
    const own = await made("ana", "l1", start)
    await joinForLonger(world, as("ana"), { bookingId: own, minutes: 30 })
    await serveWaitlist(world, world.now)
    await made("bo", "s1", start)
    const evenings = [0, 24].map((hours) => {
      const from = after(start, hours * hour)
      return { room: { room: "s2" }, start: from, end: after(from, hour), hosts: 1, gear: [] }
    })
    await quoteAllAndKeep(world, as("bo"), () => quoteSeries(world, as("bo"), evenings))
  })

  const inLine = (id: string) =>
    joinLine(world, as(id), {
      room: { room: "s3" },
      minutes: 60,
      hosts: 1,
      gear: [],
      windows: [{ start, end: after(start, 2 * hour) }],
    })

  /** The judge's lines after a fault, which is taken back. */
  async function judged(sql: string): Promise<string[]> {
    const client = await store().pool.connect()
    try {
      await client.query(`begin; ${sql}`)
      return await judge(client, bounds)
    } finally {
      await client.query("rollback")
      client.release()
    }
  }

  test("has nothing against what the engine did", async () => {
    expect(await store().prisma.offer.count()).toBe(1)
    expect(await store().prisma.claim.count({ where: { ownerId: "hold:p-bo" } })).toBe(2)
    expect(await judge(store().pool, bounds)).toEqual([])
  })

  test("sees each planted fault", async () => {
    for (const [said, sql] of faults) {
      const lines = await judged(sql)
      expect(lines.filter((line) => line.startsWith(said)).length, said).toBeGreaterThan(0)
    }
    expect(await judge(store().pool, bounds)).toEqual([])
  })

  test("sees who was passed over in line", async () => {
    const taken = await made("ana", "s3", start)
    const next = await made("ana", "s3", after(start, 75 * minute))
    const line = []
    for (const [n, id] of ["bo", "cy"].entries()) {
      const joined = await inLine(id)
      if (joined.is === "waiting") line.push({ id: joined.place.id, asked: 2 * n, told: 2 * n + 1 })
    }
    for (const id of [taken, next]) await cancel(world, as("ana"), id)
    await serveWaitlist(world, world.now)
    expect(await store().prisma.offer.count({ where: { roomId: "s3" } })).toBeGreaterThan(0)
    expect(await lineOracle(store().pool, line, ["bo", "cy"])).toEqual([])
    const [first] = line
    await store().pool.query("update offer set waiting_id = $1 where waiting_id = $2", [line[1]?.id, first?.id])
    expect(await lineOracle(store().pool, line, ["bo", "cy"])).toEqual([])
    await store().pool.query("update waiting set status = 'waiting' where id = $1", [first?.id])
    expect(await lineOracle(store().pool, line, ["bo", "cy"])).not.toEqual([])
  })
})
