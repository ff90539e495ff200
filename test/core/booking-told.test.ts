import { beforeEach, expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import type { Ask, Wish } from "../../src/core/outcome.js"
import { hoursOf } from "../../src/core/quota.js"
import { quote, quoteExtension, quoteMove } from "../../src/core/quote.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** What a booking, or a change of one, says: on the card before it, to whom it is told, on record, and instead where it cannot be. */

const at = (clock: string, day = 24): Date => new Date(`2026-11-${day}T${clock}:00+08:00`)
const wish = (from: string, to: string, more: Partial<Wish> = {}): Wish => ({
  room: { room: "s1" },
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
  ...more,
})

await describeEachStore("what a booking says", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const bo = () => ask(world, actorFor("bo", "standard"))
  const boss = () => ask(world, staffActor("boss"))
  /** Staff who act for ana's, of whom this person is told. */
  const bossFor = (contact: string | null): Ask => {
    const told = contact === null ? null : { id: contact, language: "en", reminding: { leads: [30], quiet: null } }
    return { ...boss(), actor: { ...staffActor("boss"), member: { ...ana().actor.member, contact: told } as never } }
  }
  const booked = async (by: Ask, wanted: Wish): Promise<string> => {
    const outcome = await book(world, by, wanted)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const told = async (personId: string) =>
    (await store().prisma.notice.findMany({ where: { kind: "changed", personId }, orderBy: { key: "asc" } })).map(
      ({ data }) => data,
    )
  const record = (id: string) =>
    store().prisma.audit.findMany({ where: { entity: `booking:${id}` }, orderBy: { id: "asc" } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
  })

  test("the card of a change says what then happens, and changes nothing; of what runs, only how it goes on", async () => {
    const id = await booked(ana(), wish("15:00", "17:00"))
    const shown = await quoteMove(world, ana(), id, { start: at("18:00"), end: at("21:00"), hosts: 2 })
    expect(shown).toMatchObject({
      is: "quote",
      was: { start: at("15:00"), version: 1 },
      quote: { room: "s1", start: at("18:00"), end: at("21:00"), hosts: 2, minutes: 180, leftAfter: 37 * 60, yes: [] },
    })
    expect(await hoursOf(world, ana().actor, world.now)).toMatchObject({ used: 120 })
    const moved = await move(world, ana(), id, { start: at("18:00"), end: at("21:00"), hosts: 2 })
    expect(moved).toMatchObject({
      is: "moved",
      was: { room: "s1", start: at("15:00"), end: at("17:00"), roomClass: null },
      booking: { minutes: 180, hosts: 2 },
      leftAfter: 37 * 60,
    })
    world.now = at("19:00")
    expect(await quoteMove(world, ana(), id, { end: at("22:00") })).toMatchObject({ refusal: { why: "too_late" } })
    const longer = await quoteExtension(world, ana(), id, at("22:00"))
    expect(longer).toMatchObject({
      is: "quote",
      was: { end: at("21:00") },
      quote: { minutes: 240, leftAfter: 36 * 60 },
    })
    expect(await extend(world, ana(), id, { until: at("22:00") })).toMatchObject({
      is: "extended",
      was: { end: at("21:00") },
      booking: { end: at("22:00"), minutes: 240 },
      leftAfter: 36 * 60,
    })
    expect(await quoteExtension(world, bo(), id, at("22:30"))).toMatchObject({ refusal: { why: "not_found" } })
  })

  test("what is refused on a card names where else, what they have themselves is in nobody's way", async () => {
    await booked(bo(), wish("18:00", "20:00"))
    const id = await booked(ana(), wish("15:00", "17:00"))
    const no = await quoteMove(world, ana(), id, { start: at("17:00") })
    if (no.is !== "refused" || no.refusal.why !== "taken") throw new Error(no.is)
    expect(no.refusal.alternatives.slice(0, 4)).toEqual([
      { room: "s2", start: at("17:00"), end: at("19:00") },
      { room: "s3", start: at("17:00"), end: at("19:00") },
      { room: "l1", start: at("17:00"), end: at("19:00") },
      { room: "s1", start: at("15:45"), end: at("17:45") },
    ])
    expect(await quoteExtension(world, ana(), id, at("18:30"))).toMatchObject({ refusal: { why: "taken" } })
  })

  test("a day that is closed: the three nearest times of any room, each at another hour", async () => {
    for (const [room, to] of [
      ["s2", "09:00"],
      ["s3", "10:00"],
      ["l1", "11:00"],
    ] as const)
      await booked(bo(), { ...wish("08:00", to), room: { room }, start: at("08:00", 25), end: at(to, 25) })
    await close(world, boss(), { what: "centre", start: at("08:00"), end: at("02:00", 25), reason: "typhoon" })
    const no = await quote(world, ana(), wish("15:00", "16:00"))
    if (no.is !== "refused" || no.refusal.why !== "blocked") throw new Error(no.is)
    expect(no.refusal.alternatives).toEqual([
      { room: "s1", start: at("01:00"), end: at("02:00") },
      { room: "s1", start: at("08:00", 25), end: at("09:00", 25) },
      { room: "s2", start: at("09:15", 25), end: at("10:15", 25) },
    ])
  })

  test("whom staff act for is told what staff do, with what was, and reminded as they wish; of nobody in chat, nobody is", async () => {
    const id = await booked(bossFor("p-ana"), wish("15:00", "17:00"))
    expect(await told("p-ana")).toMatchObject([{ how: "booked", was: { room: "s1", end: at("17:00").toISOString() } }])
    const reminders = await store().prisma.notice.findMany({ where: { kind: "reminder" } })
    expect(reminders.map(({ personId, dueAt }) => [personId, dueAt])).toEqual([["p-ana", at("14:30")]])
    await move(world, boss(), id, { room: { class: "small" }, start: at("16:00", 27), end: at("18:00", 27) })
    expect(await told("p-ana")).toMatchObject([{ how: "moved", was: { room: "s1", start: at("15:00").toISOString() } }])
    await cancel(world, boss(), id)
    expect(await told("p-ana")).toMatchObject([{ how: "cancelled", was: { roomClass: "small" } }])
    const quiet = await booked(bossFor(null), wish("15:00", "17:00"))
    await cancel(world, boss(), quiet)
    expect(await store().prisma.notice.count({ where: { bookingId: quiet } })).toBe(0)
    expect(await store().prisma.booking.findUnique({ where: { id: quiet } })).toMatchObject({ madeById: null })
  })

  test("on record is who did what, from where to where, and what was late", async () => {
    const id = await booked(ana(), wish("15:00", "17:00", { gear: [{ id: "camera", quantity: 1 }] }))
    await move(world, ana(), id, { start: at("16:00"), hosts: 2, gear: [] })
    world.now = at("15:00")
    await extend(world, ana(), id, 30)
    await move(world, ana(), id, { start: at("20:00") })
    await cancel(world, boss(), id)
    const slot = { room: "s1", start: at("16:00").toISOString(), roomClass: null }
    const entries = await record(id)
    expect(entries).toMatchObject([
      { action: "book", personId: "p-ana", memberId: "ana", via: "test", data: { room: "s1" } },
      {
        action: "move",
        data: { was: { start: at("15:00").toISOString(), hosts: 1, gear: [{ id: "camera" }] }, ...slot },
      },
      { action: "extend", data: { was: { ...slot, end: at("18:00").toISOString(), hosts: 2, gear: [] } } },
      { action: "move", data: { was: slot, start: at("20:00").toISOString(), late: true } },
      { action: "cancel", personId: "boss", data: { minutesBack: 150, was: "confirmed" } },
    ])
    expect(entries.map(({ data }) => "late" in Object(data))).toEqual([false, false, false, true, false])
  })

  test("what needs the staff's yes is asked for, with a card where they are; for who books for others it is not", async () => {
    await store().prisma.channel.create({
      data: { address: "test:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    const approvals = { classes: [], rooms: ["s1"], dates: [], notice: 0 }
    await applyCentre(world, { ...smallCentre, approvals }, { now: world.now, via: "test" })
    const asked = await book(world, ana(), wish("15:00", "17:00"))
    expect(asked).toMatchObject({ is: "booked", booking: { status: "requested", room: "s1", minutes: 120 } })
    expect(await store().prisma.notice.count({ where: { address: "test:floor" } })).toBe(1)
    const sure = await book(world, bossFor("p-ana"), wish("18:00", "19:00"))
    expect(sure).toMatchObject({ is: "booked", booking: { status: "confirmed" } })
    expect(await store().prisma.notice.count({ where: { address: "test:floor" } })).toBe(1)
  })

  test("a request that is moved waits on, and is booked where it needs no yes; what is booked is not moved to what does", async () => {
    const approvals = { classes: [], rooms: ["s1"], dates: [], notice: 0 }
    await applyCentre(world, { ...smallCentre, approvals }, { now: world.now, via: "test" })
    const id = await booked(ana(), wish("15:00", "17:00"))
    expect(await quoteMove(world, ana(), id, { start: at("18:00") })).toMatchObject({ quote: { yes: ["room"] } })
    expect(await move(world, ana(), id, { start: at("18:00") })).toMatchObject({ booking: { status: "requested" } })
    expect(await cancel(world, ana(), await booked(ana(), wish("11:00", "12:00")))).toMatchObject({ minutesBack: 60 })
    expect(await move(world, ana(), id, { room: { room: "s2" } })).toMatchObject({ booking: { status: "confirmed" } })
    expect(await quoteMove(world, ana(), id, { room: { room: "s1" } })).toMatchObject({ refusal: { why: "needs_yes" } })
    expect(await move(world, ana(), id, { room: { room: "s1" } })).toMatchObject({ refusal: { why: "needs_yes" } })
    expect(await move(world, boss(), id, { room: { room: "s1" } })).toMatchObject({ booking: { status: "confirmed" } })
  })

  test("who is nobody's books and changes nothing", async () => {
    const id = await booked(ana(), wish("15:00", "17:00"))
    const nobody = () => ({ ...ana(), actor: { ...ana().actor, member: null } })
    for (const answer of [
      await book(world, nobody(), wish("18:00", "19:00")),
      await quote(world, nobody(), wish("18:00", "19:00")),
      await move(world, nobody(), id, { start: at("18:00") }),
      await cancel(world, nobody(), id),
    ])
      expect(answer).toMatchObject({ refusal: { why: "not_member" } })
    expect(await hoursOf(world, nobody().actor, world.now)).toBeNull()
  })

  test("one question to the store where nobody is in the way; where somebody was a moment ago, it is looked first", async () => {
    let names: string[] = []
    const query: typeof world.store.query = async (statement) => {
      names.push(statement.name ?? "")
      return world.store.query(statement)
    }
    const watched = { ...world, store: { ...world.store, query } }
    const asked = async (wanted: Wish) => {
      names = []
      return [(await book(watched, ask(world, bo().actor), wanted)).is, ...names]
    }
    await hoursOf(watched, bo().actor, world.now)
    expect(await asked(wish("15:00", "16:00"))).toEqual(["booked", "apply_write"])
    expect((await asked(wish("15:00", "16:00", { room: { class: "small" } })))[1]).toMatch(/^facts/)
    expect((await asked(wish("15:00", "16:00", { room: { room: "s3" }, named: [{ name: "Mei" }] })))[1]).toMatch(
      /^facts/,
    )
    expect((await asked(wish("15:30", "16:30")))[1]).toBe("apply_write")
    expect((await asked(wish("15:00", "15:30", { room: { room: "l1" } })))[1]).toMatch(/^facts/)
    world.now = new Date(world.now.getTime() + 10_000)
    await hoursOf(watched, bo().actor, world.now)
    expect(await asked(wish("16:30", "17:00", { room: { room: "l1" } }))).toEqual(["booked", "apply_write"])
  })
})
