import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../src/core/booking.js"
import type { Centre } from "../../src/core/centre.js"
import { applyCentre, checkCentre, currentCentre } from "../../src/core/centre-store.js"
import { after, day, second } from "../../src/core/interval.js"
import type { Outcome, Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const tuesday = (time: string): Date => new Date(`2026-11-24T${time}:00+08:00`)

await describeEachStore("applying a centre", (store, kind) => {
  let world: TestWorld
  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    expect(await applyCentre(world, smallCentre, { now: world.now, via: "test" })).toEqual({
      is: "applied",
      version: 1,
    })
    await addMembers(world, { m1: "standard" })
  })

  const change = (to: Partial<Centre>) => applyCentre(world, { ...smallCentre, ...to }, { now: world.now, via: "test" })
  const booked = async (wish: Partial<Wish> = {}): Promise<Extract<Outcome, { is: "booked" }>> => {
    const whole = { room: { room: "s1" }, start: tuesday("15:00"), end: tuesday("17:00"), hosts: 2, gear: [], ...wish }
    const outcome = await book(world, ask(world, actorFor("m1", "standard")), whole)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome
  }
  const without = (id: string) => smallCentre.rooms.filter((room) => room.id !== id)
  const ringLights = (quantity: number) =>
    smallCentre.gear.map((gear) => (gear.id === "ring-light" ? { ...gear, quantity } : gear))

  test("again is no change: no version, no audit", async () => {
    expect(await change({})).toEqual({ is: "unchanged", version: 1 })
    expect(await store().prisma.audit.count({ where: { action: "apply" } })).toBe(1)
    expect(await change({ floor: 9 })).toEqual({ is: "applied", version: 2 })
    expect(await store().prisma.audit.count({ where: { action: "apply" } })).toBe(2)
  })

  test("rooms come, go and come back; each capacity is what the file says", async () => {
    expect(await change({ rooms: without("s3"), gear: ringLights(5).slice(0, 1), floor: 7 })).toMatchObject({
      version: 2,
    })
    expect(await store().prisma.room.findMany({ where: { retired: true } })).toEqual([{ id: "s3", retired: true }])
    expect(await store().prisma.resource.findMany({ orderBy: { id: "asc" } })).toEqual([
      { id: "camera", capacity: 0 },
      { id: "floor", capacity: 7 },
      { id: "ring-light", capacity: 5 },
    ])
    expect(await change({})).toMatchObject({ version: 3 })
    expect(await store().prisma.room.count({ where: { retired: true } })).toBe(0)
  })

  test("raised capacities hold for the quarters that are in use already", async () => {
    await booked({ hosts: 1, gear: [{ id: "ring-light", quantity: 3 }] })
    expect(await change({ gear: ringLights(4) })).toMatchObject({ is: "applied" })
    await booked({ room: { room: "s2" }, hosts: 1, gear: [{ id: "ring-light", quantity: 1 }] })
  })

  test.each<[what: string, to: () => Partial<Centre>, why: string]>([
    ["its room", () => ({ rooms: without("s1") }), "its room would be gone"],
    [
      "its room's size",
      () => ({ rooms: smallCentre.rooms.map((room) => ({ ...room, hostsMax: 1 })) }),
      "its room would take 1 hosts, not 2",
    ],
    [
      "its hours",
      () => ({ hours: { ...smallCentre.hours, week: Array(7).fill([{ from: 480, to: 990 }]) } }),
      "the centre would be closed then",
    ],
    [
      "its day",
      () => ({
        hours: { ...smallCentre.hours, holidays: [{ date: "2026-11-24", hours: [], names: smallCentre.name }] },
      }),
      "the centre would be closed then",
    ],
    ["its clock", () => ({ zone: "Asia/Tokyo" }), "its clock time would become 2026-11-24T16:00"],
  ])("a change that takes %s from a booking is refused and names it", async (_what, to, why) => {
    const { booking } = await booked()
    const name = `booking ${booking.id} (Member m1, s1, 2026-11-24T15:00)`
    expect(await change(to())).toEqual({ is: "refused", conflicts: [`${name}: ${why}`] })
    expect((await currentCentre(world, { fresh: true })).version).toBe(1)
    await cancel(world, ask(world, actorFor("m1", "standard")), booking.id)
    expect(await change(to())).toMatchObject({ is: "applied" })
  })

  test("a floor or a quantity below what is booked together is refused and names the bookings", async () => {
    const one = await booked({ gear: [{ id: "ring-light", quantity: 2 }] })
    const two = await booked({
      room: { room: "s2" },
      start: tuesday("16:00"),
      gear: [{ id: "ring-light", quantity: 1 }],
    })
    const three = await booked({ room: { room: "s3" }, start: tuesday("17:00"), end: tuesday("18:00") })
    const names = `booking ${one.booking.id} (Member m1, s1, 2026-11-24T15:00), booking ${two.booking.id} (Member m1, s2, 2026-11-24T16:00)`
    expect(await change({ floor: 3 })).toEqual({
      is: "refused",
      conflicts: [`floor: 4 are booked at once and there would be 3: ${names}`],
    })
    expect(await change({ gear: ringLights(2) })).toEqual({
      is: "refused",
      conflicts: [`ring-light: 3 are booked at once and there would be 2: ${names}`],
    })
    expect(await change({ gear: [] })).toMatchObject({ conflicts: [expect.stringContaining("there would be 0")] })
    expect(await change({ floor: 4, gear: ringLights(3) })).toMatchObject({ is: "applied" })
    expect(three.booking.room).toBe("s3")
    // What has been is not in the way.
    world.now = after(world.now, 2 * day)
    expect(await change({ floor: 6, gear: [], rooms: without("s1") })).toMatchObject({ is: "applied" })
  })

  test("a dry run says the same, line by line, and writes nothing", async () => {
    const { booking } = await booked({ gear: [{ id: "ring-light", quantity: 2 }] })
    const version = async () => (await currentCentre(world, { fresh: true })).version
    const check = (to: Partial<Centre>) => checkCentre(world, { ...smallCentre, ...to }, world.now)
    const name = `booking ${booking.id} (Member m1, s1, 2026-11-24T15:00)`
    expect(await check({})).toEqual({ is: "unchanged" })
    expect(await check({ rooms: without("s1") })).toEqual({
      is: "refused",
      conflicts: [`${name}: its room would be gone`],
      changes: ["room s1: gone"],
    })
    expect(await check({ gear: ringLights(1) })).toMatchObject({
      is: "refused",
      conflicts: [`ring-light: 2 are booked at once and there would be 1: ${name}`],
    })
    expect(await check({ plans: smallCentre.plans.filter(({ id }) => id !== "standard") })).toMatchObject({
      is: "refused",
      conflicts: ["member Member m1: its plan standard would be gone"],
      changes: ["plan standard: gone"],
    })
    // Fewer hours than are booked break nothing: it is said what stays.
    const plans = smallCentre.plans.map((plan) => (plan.id === "standard" ? { ...plan, hoursPerMonth: 1 } : plan))
    expect(await check({ plans, floor: 9, rooms: without("s2") })).toEqual({
      is: "could_be_applied",
      changes: ["room s2: gone", "floor: 8 to 9", "plan standard: changed"],
      kept: ["member Member m1: has booked 2 h of 2026-11, and plan standard would leave 1 h; what is booked stays"],
    })
    expect(await version()).toBe(1)
    expect(await change({ plans, floor: 9, rooms: without("s2") })).toMatchObject({ is: "applied" })
    expect(await check({ plans, floor: 9, rooms: without("s2") })).toEqual({ is: "unchanged" })
  })

  test("a plan that members have stays", async () => {
    const plans = smallCentre.plans.filter(({ id }) => id !== "standard")
    expect(await change({ plans })).toEqual({
      is: "refused",
      conflicts: ["member Member m1: its plan standard would be gone"],
    })
  })

  test("a plan's other hours count in the month begun, and never fall below what is used", async () => {
    const hours = async () =>
      (await store().prisma.quota.findMany()).map(({ granted, used, peakGranted }) => ({ granted, used, peakGranted }))
    const withHours = (hoursPerMonth: number) => ({
      plans: smallCentre.plans.map((plan) => (plan.id === "standard" ? { ...plan, hoursPerMonth } : plan)),
    })
    await booked()
    expect(await hours()).toEqual([{ granted: 2400, used: 120, peakGranted: 1200 }])
    await change(withHours(50))
    expect(await hours()).toEqual([{ granted: 3000, used: 120, peakGranted: 1500 }])
    await change(withHours(1))
    expect(await hours()).toEqual([{ granted: 120, used: 120, peakGranted: 30 }])
    const entries = await store().prisma.hoursEntry.findMany({ orderBy: { id: "asc" } })
    expect(entries.map(({ kind, minutes, peakMinutes }) => [kind, minutes, peakMinutes])).toEqual([
      ["granted", 2400, 1200],
      ["spent", 120, 0],
      ["granted", 600, 300],
      ["granted", -2880, -1470],
    ])
  })

  // The embedded store writes one transaction at a time by itself: there is no second to wait for.
  if (kind === "postgres")
    test("a booking that is being written when a change is applied is waited for, and refuses it", async () => {
      const { booking } = await booked()
      const other = await store().pool.connect()
      try {
        await other.query("begin")
        // As apply_write does: its turn first, then the rest.
        await other.query("insert into turn values ('other', '', '{}', now())")
        const applying = change({ rooms: without("s2") })
        await Promise.race([applying, waiting()])
        await other.query(
          `insert into booking select 'late', member_id, made_by_id, 's2', starts_at, ends_at, hosts, title, status, version, month,
           minutes, peak_minutes, held_until, created_at, changed_at from booking where id = $1`,
          [booking.id],
        )
        await other.query("commit")
        expect(await applying).toMatchObject({ is: "refused", conflicts: [expect.stringContaining("booking late")] })
      } finally {
        other.release()
      }
    })
  /** Until some statement waits for a lock. */
  const waiting = async (): Promise<void> => {
    for (;;) {
      const { rows } = await store().pool.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
      if (rows.length > 0) return
    }
  }

  test("a centre that an older or a newer version stored is read as this one knows it", async () => {
    const stored = JSON.parse(JSON.stringify(smallCentre))
    for (const one of [stored.sessions.noShow, stored.sessions.checkIn, stored.reminders, stored.hours.holidays])
      expect(one).toBeDefined()
    delete stored.sessions.noShow
    delete stored.sessions.checkIn
    delete stored.reminders
    delete stored.hours.holidays
    stored.hours.moon = "full"
    stored.plans[0].colour = "red"
    await store().prisma.centre.update({ where: { id: 1 }, data: { version: 2, data: stored } })
    expect(await currentCentre(world, { fresh: true })).toEqual({ ...smallCentre, version: 2, ballots: [] })
    expect(await change({})).toEqual({ is: "unchanged", version: 2 })
  })

  test("a process finds within a second that another one has applied a change", async () => {
    const service: TestWorld = { ...world, store: { ...store() }, clock: () => world.now }
    expect((await currentCentre(service)).floor).toBe(8)
    await change({ floor: 9 })
    expect((await currentCentre(service)).floor).toBe(8)
    world.now = after(world.now, second)
    expect((await currentCentre(service)).floor).toBe(9)
  })
})
