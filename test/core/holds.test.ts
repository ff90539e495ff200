import { beforeEach, expect, test } from "vitest"
import { availability } from "../../src/core/availability.js"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import type { Change } from "../../src/core/case.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { dropHold, freeExpired } from "../../src/core/holds.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { quoteAllAndKeep, quoteAndKeep } from "../../src/core/keeping.js"
import { serveWaitlist } from "../../src/core/offers.js"
import type { Ask, Outcome, Refused, Wish } from "../../src/core/outcome.js"
import { quote, quoteExtension, quoteMove } from "../../src/core/quote.js"
import { bookSeries, quoteSeries } from "../../src/core/series.js"
import { undo } from "../../src/core/undo.js"
import { joinLine } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** 24 November 2026 in Macau. */
const at = (clock: string): Date => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number)
  return new Date(Date.UTC(2026, 10, 24, hour - 8, minute))
}
const wish = (room: string, from: string, to: string, more: Partial<Wish> = {}): Wish => ({
  room: { room },
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
  ...more,
})
const day = 24 * hour
const said = (outcome: Outcome | Refused | { is: string }): string =>
  "refusal" in outcome ? outcome.refusal.why : outcome.is

await describeEachStore("holds", (store) => {
  let world: TestWorld
  const by = (id: string, person = `p-${id}`): Ask => {
    const actor = actorFor(id, "standard")
    return ask(world, { ...actor, person: { ...actor.person, id: person } })
  }
  const card = (who: Ask, wanted: Wish) => quoteAndKeep(world, who, () => quote(world, who, wanted))
  const moveCard = (who: Ask, id: string, change: Change) =>
    quoteAndKeep(world, who, () => quoteMove(world, who, id, change))
  const booked = async (who: Ask, wanted: Wish): Promise<string> => {
    const outcome = await book(world, who, wanted)
    if (outcome.is !== "booked") throw new Error(said(outcome))
    return outcome.booking.id
  }
  const rows = async () => ({
    holds: await store().prisma.hold.count(),
    claims: await store().prisma.claim.count(),
    usage: await store().prisma.usage.count(),
  })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { ana: "standard", bo: "standard" })
  })

  test("who sees the card has the place: others are told that it is taken, and what is free instead", async () => {
    const shown = await card(by("ana"), wish("s1", "15:00", "17:00"))
    expect(shown).toMatchObject({ is: "quote", until: after(world.now, 5 * minute) })
    const other = await book(world, by("bo"), wish("s1", "16:00", "18:00"))
    expect(said(other)).toBe("taken")
    expect(other).toHaveProperty("refusal.alternatives.0.room", "s2")
    expect(said(await card(by("bo"), wish("s1", "16:00", "18:00")))).toBe("taken")
    expect(said(await book(world, by("ana"), wish("s1", "15:00", "17:00")))).toBe("booked")
    expect(await rows()).toEqual({ holds: 0, claims: 1, usage: 1 })
  })

  test("one's own place is in nobody's way: another card takes it along, and the earlier place is free", async () => {
    await card(by("ana"), wish("s1", "15:00", "17:00"))
    expect(said(await card(by("ana"), wish("s1", "16:00", "18:00")))).toBe("quote")
    expect(said(await card(by("bo"), wish("s1", "14:00", "15:30")))).toBe("quote")
    expect(await rows()).toEqual({ holds: 2, claims: 2, usage: 2 })
  })

  test("what is held is offered to its holder alone; what has lapsed is offered to all", async () => {
    await card(by("ana"), wish("s1", "15:00", "17:00"))
    const free = async (except: string[]) => {
      const question = { from: at("15:00"), to: at("17:00"), minutes: 60, hosts: 1, gear: [], rooms: ["s1"] }
      return (await availability(world, { ...question, except, now: world.now })).rooms.length
    }
    expect([await free(["hold:p-bo"]), await free(["hold:p-ana"])]).toEqual([0, 1])
    world.now = after(world.now, 5 * minute)
    expect(await free(["hold:p-bo"])).toBe(1)
  })

  test("when it has lapsed it stands in nobody's way, and cleaning takes only what has lapsed", async () => {
    await card(by("ana"), wish("s1", "15:00", "17:00"))
    world.now = after(world.now, 4 * minute)
    await card(by("bo"), wish("s2", "15:00", "17:00"))
    expect(await freeExpired(world, world.now)).toBe(0)
    world.now = after(world.now, minute)
    expect(said(await book(world, by("bo"), wish("s1", "15:00", "17:00")))).toBe("booked")
    expect(await rows()).toEqual({ holds: 0, claims: 1, usage: 1 })
    // Whoever had it is told like anybody else.
    expect(said(await book(world, by("ana"), wish("s1", "15:00", "17:00")))).toBe("taken")
  })

  test("floor and gear are kept too", async () => {
    await card(by("ana"), wish("s1", "15:00", "17:00", { gear: [{ id: "camera", quantity: 1 }] }))
    const second = await card(by("bo"), wish("s2", "15:00", "17:00", { gear: [{ id: "camera", quantity: 1 }] }))
    expect(said(second)).toBe("gear_short")
    await dropHold(world, "p-ana")
    expect(await rows()).toEqual({ holds: 0, claims: 0, usage: 0 })
  })

  test("a member has two places kept at most; the third card comes all the same, and keeps nothing", async () => {
    await card(by("ana"), wish("s1", "15:00", "16:00"))
    await card(by("ana", "p-two"), wish("s1", "17:00", "18:00"))
    expect(await card(by("ana", "p-three"), wish("s2", "15:00", "16:00"))).toMatchObject({ is: "quote", until: null })
    expect(await rows()).toEqual({ holds: 2, claims: 2, usage: 2 })
    world.now = after(world.now, 5 * minute)
    const later = await card(by("ana", "p-three"), wish("s2", "15:00", "16:00"))
    expect(later).toMatchObject({ until: after(world.now, 5 * minute) })
    expect(await rows()).toMatchObject({ holds: 1 })
  })

  test("a card for moving keeps the new place, also where it overlaps the old one; moving takes it", async () => {
    const id = await booked(by("ana"), wish("s1", "15:00", "17:00", { hosts: 2 }))
    const change = { start: at("16:00"), end: at("18:00"), hosts: 1 }
    expect(await moveCard(by("ana"), id, change)).toMatchObject({ is: "quote", until: after(world.now, 5 * minute) })
    expect(said(await book(world, by("bo"), wish("s1", "17:30", "18:30")))).toBe("taken")
    expect(said(await move(world, by("ana"), id, change))).toBe("moved")
    expect(await rows()).toEqual({ holds: 0, claims: 1, usage: 1 })
    await cancel(world, by("ana"), id)
    expect(await rows()).toEqual({ holds: 0, claims: 0, usage: 0 })
    expect(await store().prisma.ledger.count({ where: { used: { not: 0 } } })).toBe(0)
  })

  test("a card for a change within what the booking has keeps nothing, and lets go what was kept; one more host is kept", async () => {
    const id = await booked(by("ana"), wish("s1", "15:00", "17:00"))
    const own = await rows()
    await card(by("ana"), wish("s1", "20:00", "21:00"))
    expect(await moveCard(by("ana"), id, { start: at("15:30"), end: at("16:30") })).toMatchObject({ until: null })
    expect(await rows()).toEqual(own)
    expect(await moveCard(by("ana"), id, { hosts: 2 })).toMatchObject({ until: after(world.now, 5 * minute) })
    expect(await rows()).toEqual({ ...own, holds: 1, usage: own.usage + 1 })
    const { floor } = smallCentre
    expect(await judge(store().pool, { turnoverMinutes: 15, floor, gear: {} })).toEqual([])
  })

  test("a card for a longer session keeps what it would take; let go, it is offered to whoever waits; taken, it is theirs", async () => {
    const id = await booked(by("ana"), wish("s1", "15:00", "17:00"))
    const longer = (who: Ask) => quoteAndKeep(world, who, () => quoteExtension(world, who, id, at("18:30")))
    const waits = {
      room: { room: "s1" },
      minutes: 60,
      hosts: 1,
      gear: [],
      windows: [{ start: at("17:15"), end: at("18:15") }],
    }
    // Also while it runs.
    world.now = at("16:50")
    expect(await longer(by("ana"))).toMatchObject({ is: "quote", until: after(world.now, 5 * minute) })
    expect(said(await book(world, by("bo"), wish("s1", "17:15", "18:15")))).toBe("taken")
    await joinLine(world, by("bo"), waits)
    expect(await serveWaitlist(world, world.now)).toBe(0)
    expect(said(await extend(world, by("ana"), id, { until: at("18:30") }))).toBe("extended")
    expect(await rows()).toEqual({ holds: 0, claims: 1, usage: 1 })

    await undo(world, by("ana"))
    await longer(by("ana"))
    await dropHold(world, "p-ana")
    expect(await serveWaitlist(world, world.now)).toBe(1)
    expect(said(await longer(by("ana")))).toBe("taken")
  })

  test("a card for a series keeps each date that fits, as one; let go, lapsed or booked together", async () => {
    await booked(
      by("bo"),
      wish("s1", "15:00", "17:00", { start: after(at("15:00"), 7 * day), end: after(at("17:00"), 7 * day) }),
    )
    const weekly = [0, 7, 14].map((days) =>
      wish("s1", "15:00", "17:00", { start: after(at("15:00"), days * day), end: after(at("17:00"), days * day) }),
    )
    const series = (who: Ask) => quoteAllAndKeep(world, who, () => quoteSeries(world, who, weekly))
    const shown = await series(by("ana"))
    expect(Array.isArray(shown) && shown.map(({ is }) => is)).toEqual(["fits", "not", "fits"])
    const last = weekly[2] ?? wish("s1", "15:00", "17:00")
    expect(said(await book(world, by("bo"), last))).toBe("taken")
    expect(await rows()).toEqual({ holds: 1, claims: 3, usage: 3 })
    // Its own card again, and one more person's: one for each, whatever is in it.
    await series(by("ana"))
    await card(by("ana", "p-two"), wish("s2", "15:00", "16:00"))
    expect(await card(by("ana", "p-three"), wish("s2", "17:00", "18:00"))).toMatchObject({ is: "quote", until: null })
    expect(await rows()).toEqual({ holds: 2, claims: 4, usage: 4 })
    await dropHold(world, "p-ana")
    await dropHold(world, "p-two")
    expect(await rows()).toEqual({ holds: 0, claims: 1, usage: 1 })

    await series(by("ana"))
    const both = weekly.filter((_, n) => n !== 1)
    expect((await bookSeries(world, by("ana"), both)).is).toBe("done")
    expect(await rows()).toEqual({ holds: 0, claims: 3, usage: 3 })
    await quoteAllAndKeep(world, by("bo"), () =>
      quoteSeries(
        world,
        by("bo"),
        both.map((one) => ({ ...one, room: { room: "s2" } })),
      ),
    )
    world.now = after(world.now, 5 * minute)
    expect(await freeExpired(world, world.now)).toBe(1)
    expect(await rows()).toEqual({ holds: 0, claims: 3, usage: 3 })
  })

  test("staff who act for nobody keep the new place for the member whose session they move", async () => {
    const id = await booked(by("ana"), wish("s1", "15:00", "17:00"))
    const sam = ask(world, staffActor("sam"))
    await store().prisma.person.create({
      data: { id: "sam", name: "Sam", language: "en", staff: true, createdAt: world.now },
    })
    expect(await moveCard(sam, id, { start: at("18:00"), end: at("20:00") })).toMatchObject({
      until: after(world.now, 5 * minute),
    })
    expect(await store().prisma.hold.findMany()).toMatchObject([{ personId: "sam", memberId: "ana", roomId: "s1" }])
    expect(said(await book(world, by("bo"), wish("s1", "19:00", "21:00")))).toBe("taken")
  })

  test("whoever acts for two has what was kept for one let go, also when enough is kept for the other", async () => {
    await card(by("ana"), wish("s1", "15:00", "16:00"))
    await card(by("ana", "p-two"), wish("s1", "17:00", "18:00"))
    expect(await card(by("bo", "p-three"), wish("s2", "15:00", "16:00"))).toMatchObject({
      until: after(world.now, 5 * minute),
    })
    expect(await card(by("ana", "p-three"), wish("s3", "15:00", "16:00"))).toMatchObject({ until: null })
    expect((await store().prisma.hold.findMany({ orderBy: { id: "asc" } })).map(({ personId }) => personId)).toEqual([
      "p-ana",
      "p-two",
    ])
    expect(said(await book(world, by("bo"), wish("s2", "15:00", "16:00")))).toBe("booked")
  })

  test("where cards keep nothing, the place is whose tap is first", async () => {
    const sessions = { ...smallCentre.sessions, hold: 0 }
    await applyCentre(world, { ...smallCentre, sessions }, { now: world.now, via: "test" })
    expect(await card(by("ana"), wish("s1", "15:00", "17:00"))).toMatchObject({ is: "quote", until: null })
    expect(await rows()).toEqual({ holds: 0, claims: 0, usage: 0 })
    expect(said(await book(world, by("bo"), wish("s1", "15:00", "17:00")))).toBe("booked")
  })

  test("what is closed is kept for nobody any more; what is kept elsewhere stays", async () => {
    const lit = { gear: [{ id: "camera", quantity: 1 }] }
    await card(by("ana"), wish("s1", "15:00", "17:00"))
    await card(by("bo"), wish("s2", "15:00", "17:00", lit))
    await card(by("bo", "p-two"), wish("s3", "18:00", "19:00", lit))
    const kept = async () =>
      (await store().prisma.hold.findMany({ orderBy: { id: "asc" } })).map(({ personId }) => personId)
    const closing = { start: at("14:00"), end: at("17:30"), reason: null }
    await close(world, ask(world, staffActor("sam")), { ...closing, what: { room: "s1" } })
    expect(await kept()).toEqual(["p-bo", "p-two"])
    await close(world, ask(world, staffActor("sam")), { ...closing, what: { gear: "camera", quantity: 1 } })
    expect(await kept()).toEqual(["p-two"])
  })

  test("of many who are shown overlapping series at once, one is shown each date", async () => {
    const members = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`m${n}`, "standard"]))
    await addMembers(world, members)
    const dates = [0, 7].map((days) =>
      wish("s1", "15:00", "17:00", { start: after(at("15:00"), days * day), end: after(at("17:00"), days * day) }),
    )
    const shown = await Promise.all(
      Object.keys(members).map((id) => quoteAllAndKeep(world, by(id), () => quoteSeries(world, by(id), dates))),
    )
    const fitting = shown.map(
      (sessions) => Array.isArray(sessions) && sessions.filter(({ is }) => is === "fits").length,
    )
    expect(fitting.sort()).toEqual([0, 0, 0, 2])
  })

  test("of many who ask at once for one place, one is shown it", async () => {
    const members = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`m${n}`, "standard"]))
    await addMembers(world, members)
    const shown = await Promise.all(Object.keys(members).map((id) => card(by(id), wish("s1", "15:00", "17:00"))))
    expect(shown.map(said).sort()).toEqual(["quote", ...Array<string>(7).fill("taken")])
  })
})
