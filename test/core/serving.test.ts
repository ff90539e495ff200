import { beforeEach, expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { markNoShow } from "../../src/core/checkin.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import { passOffer, serveWaitlist } from "../../src/core/offers.js"
import type { Wish } from "../../src/core/outcome.js"
import { quote } from "../../src/core/quote.js"
import type { Store } from "../../src/core/store/open.js"
import { joinLine, leaveLine, lineOf } from "../../src/core/waitlist.js"
import type { Freed } from "../../src/core/world.js"
import { servingLine } from "../../src/each-minute.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** Serving a long line: who is looked at when something becomes free, and what that asks of the database. */

await describeEachStore("serving the line", (store) => {
  let world: TestWorld
  let taken: string
  const start = new Date("2026-11-24T20:00:00+08:00")
  const session = { start, end: after(start, 2 * hour) }
  const by = (id: string) => ask(world, actorFor(id, "standard"))
  const booking = (wished: Partial<Wish> = {}): Wish => ({
    ...{ room: { room: "l1" }, ...session, hosts: 2, gear: [] },
    ...wished,
  })
  const booked = async (id: string, wished: Partial<Wish> = {}): Promise<string> => {
    const done = await book(world, by(id), booking(wished))
    if (done.is !== "booked") throw new Error(JSON.stringify(done))
    return done.booking.id
  }
  const waiting = (windows = [session], minutes = 120) => ({
    ...{ room: { room: "l1" }, minutes, hosts: 2, gear: [] },
    windows: [...windows],
  })
  const offeredTo = async () => {
    const open = await store().prisma.offer.findMany({ where: { status: "open" }, select: { waitingId: true } })
    const rows = await store().prisma.waiting.findMany({ where: { id: { in: open.map((one) => one.waitingId) } } })
    return rows.map(({ memberId }) => memberId).sort()
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard", di: "standard" })
    taken = await booked("ana")
  })

  test("of two hundred in line for an evening nobody is looked up for whom nothing is free, and the first is served", async () => {
    for (let n = 0; n < 200; n++) {
      const row = {
        id: `w${String(n).padStart(3, "0")}`,
        memberId: ["bo", "cy", "di"][n % 3] ?? "bo",
        personId: "p-bo",
      }
      const wish = JSON.parse(JSON.stringify(waiting([session], n % 2 ? 120 : 90)))
      const more = { startsAt: session.start, endsAt: session.end, status: "waiting", version: 1 }
      await store().prisma.waiting.create({ data: { ...row, wish, ...more, createdAt: after(world.now, n) } })
    }
    let statements = 0
    const counted: Store = {
      ...store(),
      query(statement) {
        statements++
        return store().query(statement)
      },
      get prisma() {
        statements++
        return store().prisma
      },
    }
    const serve = async () => {
      statements = 0
      return [await serveWaitlist({ ...world, store: counted }, world.now), statements <= 40]
    }
    expect(await serve()).toEqual([0, true])
    await cancel(world, by("ana"), taken)
    expect(await serve()).toEqual([1, true])
    expect(await store().prisma.offer.findMany()).toMatchObject([{ waitingId: "w000", startsAt: start }])
    expect(await serve()).toEqual([0, true])
  })

  test("only whom it may help is looked at: near that time, or with hours that came back; the rest a minute later at most", async () => {
    const later = { start: after(start, 3 * day), end: after(start, 3 * day + 2 * hour) }
    for (const [id, window] of Object.entries({ bo: session, cy: later })) {
      await joinLine(world, by(id), waiting([window]))
      world.now = after(world.now, minute)
    }
    await cancel(world, by("ana"), taken)
    const far = { start: after(start, 10 * day), end: after(start, 10 * day + hour) }
    expect(await serveWaitlist(world, world.now, [])).toBe(0)
    expect(await serveWaitlist(world, world.now, [far, { ...far, member: "di" }])).toBe(0)
    expect(await serveWaitlist(world, world.now, [{ ...far, member: "cy" }])).toBe(1)
    expect(await offeredTo()).toEqual(["cy"])
    expect(await serveWaitlist(world, world.now, [{ start: after(start, -day), end: after(start, -day + 1) }])).toBe(1)
    expect(await offeredTo()).toEqual(["bo", "cy"])
  })

  test("whoever comes first is offered it, though what became free concerned only somebody behind them", async () => {
    const later = { start: after(start, 3 * day), end: after(start, 3 * day + 2 * hour) }
    await joinLine(world, by("bo"), waiting([later]))
    world.now = after(world.now, minute)
    await joinLine(world, by("cy"), waiting([session, later]))
    expect(await serveWaitlist(world, world.now, [session])).toBe(1)
    expect(await offeredTo()).toEqual(["bo"])
  })

  test("what becomes free is told: given up, moved, missed, let go, no longer kept, left; and a new place in line", async () => {
    const told: (readonly Freed[] | undefined)[] = []
    const telling = { ...world, freed: (what?: readonly Freed[]) => void told.push(what) }
    const said = (): unknown[] => told.splice(0).flatMap((what): unknown[] => [...(what ?? ["anything"])])
    await joinLine(telling, by("bo"), waiting())
    expect(said()).toEqual([session])
    await cancel(telling, by("ana"), taken)
    expect(said()).toEqual([{ ...session, member: "ana" }])
    await serveWaitlist(telling, world.now)
    const offer = async () => (await store().prisma.offer.findFirst({ where: { status: "open" } }))?.id ?? ""
    expect(said()).toEqual([])
    await passOffer(telling, by("bo"), await offer())
    expect(said()).toMatchObject([session])
    await joinLine(world, by("cy"), waiting())
    await serveWaitlist(telling, world.now)
    const [place] = await lineOf(world, by("cy"))
    await leaveLine(telling, by("cy"), place?.id ?? "")
    expect(said()).toMatchObject([session])
    const id = await booked("di")
    await move(telling, by("di"), id, { start: after(start, 4 * hour) })
    expect(said()).toEqual([{ ...session, member: "di" }])
    world.now = after(start, 4 * hour)
    await markNoShow(telling, ask(world, staffActor("boss")), id)
    expect(said()).toEqual([{ start: world.now, end: after(world.now, 2 * hour), member: "di" }])
    const next = booking({ start: after(start, day), end: after(start, day + hour) })
    await quoteAndKeep(world, by("di"), () => quote(world, by("di"), next))
    expect(await freeExpired(telling, after(world.now, hour))).toBe(1)
    expect(said()).toMatchObject([{ start: next.start }])
  })

  test("what becomes free while the line is served is served after it", async () => {
    const later = { start: after(start, 3 * day), end: after(start, 3 * day + 2 * hour) }
    await booked("di", later)
    await joinLine(world, by("bo"), waiting())
    await joinLine(world, by("cy"), waiting([later]))
    let pokes = 0
    const line = servingLine(world, () => pokes++)
    const [other] = await store().prisma.booking.findMany({ where: { memberId: "di" } })
    await Promise.all([
      cancel({ ...world, freed: line.freed }, by("ana"), taken),
      cancel({ ...world, freed: line.freed }, by("di"), other?.id ?? ""),
    ])
    await line.done()
    expect(await offeredTo()).toEqual(["bo", "cy"])
    expect(pokes).toBeGreaterThan(0)
  })
})
