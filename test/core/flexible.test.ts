import { beforeEach, expect, test } from "vitest"
import { availability, freeThroughout } from "../../src/core/availability.js"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { findBooking } from "../../src/core/booking-record.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import type { Ask, Outcome, Refused, RoomWish, Wish } from "../../src/core/outcome.js"
import { quote } from "../../src/core/quote.js"
import { fixRooms } from "../../src/core/room-numbers.js"
import { bookSeries } from "../../src/core/series.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/** Hours of 26 November 2026 in Macau, three days ahead. The centre has three small rooms and one large. */
const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 26, 0, (hours - 8) * 60))
const wish = (room: string, from: number, to: number, more: Partial<Wish> = {}): Wish => ({
  room: room === "small" ? { class: room } : { room },
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
  ...more,
})
const said = (outcome: Outcome | Refused | { is: string }): string =>
  "refusal" in outcome ? outcome.refusal.why : outcome.is

await describeEachStore("any room of a class", (store) => {
  let world: TestWorld
  const by = (id: string): Ask => ask(world, actorFor(id, "standard"))
  const booked = async (who: string, wanted: Wish) => {
    const outcome = await book(world, by(who), wanted)
    if (outcome.is !== "booked") throw new Error(said(outcome))
    return outcome.booking
  }
  const roomOf = async (id: string) => (await findBooking(world, id))?.booking.room
  const judged = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cleo: "standard", dee: "standard" })
  })

  test("a room is promised and no number; a certain room is still to be had, by moving whoever sits there for now", async () => {
    const flexible = await booked("ana", wish("small", 18, 20))
    expect(flexible).toMatchObject({ room: "s1", roomClass: "small", version: 1 })
    const certain = await booked("bo", wish("s1", 19, 21))
    expect(certain).toMatchObject({ room: "s1", roomClass: null })
    expect((await findBooking(world, flexible.id))?.booking).toMatchObject({
      room: "s2",
      roomClass: "small",
      version: 2,
    })
    expect(await judged()).toEqual([])
  })

  test("one makes way so that a longer one fits, and a fixed one never does", async () => {
    const long = await booked("bo", wish("s3", 16, 24))
    const early = await booked("ana", wish("small", 14, 17))
    const late = await booked("ana", wish("small", 18, 21))
    await booked("bo", wish("s2", 14, 15))
    // s1: early, late; s2: until 15:15; s3: taken. From 17:30 to 22: only if the late one goes to s2.
    const third = await booked("cleo", wish("s1", 17.5, 22))
    expect(await roomOf(late.id)).toBe("s2")
    expect(await roomOf(early.id)).toBe("s1")
    expect(third.room).toBe("s1")
    expect((await findBooking(world, long.id))?.booking).toMatchObject({ room: "s3", version: 1 })
    // Now nothing would help.
    const no = await book(world, by("cleo"), wish("small", 18, 20))
    expect(no).toMatchObject({ is: "refused", refusal: { why: "taken", room: null } })
    expect(await judged()).toEqual([])
  })

  test("a class is full only when its load is, and availability says the same", async () => {
    await booked("bo", wish("s1", 18, 20))
    const flexible = [
      await booked("ana", wish("small", 18, 20)),
      await booked("ana", wish("small", 18, 20, { nth: 2 })),
    ]
    expect(new Set(flexible.map(({ room }) => room))).toEqual(new Set(["s2", "s3"]))
    const question = { from: at(18), to: at(20), minutes: 120, hosts: 1, gear: [] }
    expect((await availability(world, question)).rooms.map(({ room }) => room)).toEqual(["l1"])
    expect((await freeThroughout(world, question)).atOnce("small")).toBe(0)
    const [one] = flexible
    if (one) await cancel(world, by("ana"), one.id)
    // Either of the two can be had now, and not both at once.
    expect((await availability(world, question)).rooms.map(({ room }) => room)).toEqual(["s2", "s3", "l1"])
    expect((await freeThroughout(world, question)).atOnce("small")).toBe(1)
    expect(await judged()).toEqual([])
  })

  test("two at once for the last one: one has it", async () => {
    await booked("bo", wish("s1", 18, 20))
    await booked("ana", wish("small", 18, 20))
    const both = await Promise.all([
      book(world, by("bo"), wish("small", 18, 20, { nth: 2 })),
      book(world, by("cleo"), wish("s2", 18, 20)),
      book(world, by("dee"), wish("small", 18, 20)),
    ])
    expect(both.map(said).sort()).toEqual(["booked", "taken", "taken"])
    expect(await judged()).toEqual([])
  })

  test("who has a certain room and wishes for any of its class then has what was wished for", async () => {
    const certain = await booked("cleo", wish("s2", 18, 20))
    expect((await booked("cleo", wish("small", 18, 20))).id).toBe(certain.id)
  })

  test("a tap that comes twice books once; the card of a second one books a second", async () => {
    const first = await booked("ana", wish("small", 18, 20))
    expect((await booked("ana", wish("small", 18, 20))).id).toBe(first.id)
    const card = await quote(world, by("ana"), wish("small", 18, 20))
    expect(card).toMatchObject({ is: "quote", quote: { nth: 2, roomClass: "small" } })
    const second = await booked("ana", wish("small", 18, 20, { nth: 2 }))
    expect(second.id).not.toBe(first.id)
    expect((await booked("ana", wish("small", 18, 20, { nth: 2 }))).id).toBe(second.id)
    // Whatever is written to the first, and wherever the database keeps it then.
    for (const minutes of [-15, 15])
      await world.store.pool.query(
        "update booking set starts_at = starts_at + $1 * interval '1 minute' where id = $2",
        [minutes, first.id],
      )
    expect((await booked("ana", wish("small", 18, 20, { nth: 2 }))).id).toBe(second.id)
  })

  test("the card keeps a place for which others make way", async () => {
    const flexible = await booked("ana", wish("small", 18, 20))
    const shown = await quoteAndKeep(world, by("bo"), () => quote(world, by("bo"), wish("s1", 18, 20)))
    expect(shown).toMatchObject({ is: "quote", until: after(world.now, 5 * minute) })
    expect(await roomOf(flexible.id)).toBe("s2")
    expect(said(await book(world, by("bo"), wish("s1", 18, 20)))).toBe("booked")
  })

  test("longer: where it sits if it can be, elsewhere if not; moved within a day, it has its number at once", async () => {
    const flexible = await booked("ana", wish("small", 18, 20))
    await booked("bo", wish("s2", 21, 22))
    await booked("bo", wish("s1", 21, 22))
    const longer = await extend(world, by("ana"), flexible.id, 120)
    expect(longer).toMatchObject({ is: "extended", booking: { room: "s3", roomClass: "small" } })
    const near = { start: after(world.now, 5 * hour), end: after(world.now, 6 * hour) }
    const moved = await move(world, by("ana"), flexible.id, near)
    expect(moved).toMatchObject({ is: "moved", booking: { roomClass: null } })
    expect(await judged()).toEqual([])
  })

  test("a change to a certain room, and to any", async () => {
    const { id } = await booked("ana", wish("s1", 18, 20))
    const change = async (room: RoomWish) => {
      const outcome = await move(world, by("ana"), id, { room })
      return outcome.is === "moved" ? [outcome.booking.room, outcome.booking.roomClass] : said(outcome)
    }
    expect(await change({ class: "small" })).toEqual(["s1", "small"])
    expect(await change({ room: "s3" })).toEqual(["s3", null])
    // Undone, it is promised a class again.
    expect(said(await undo(world, by("ana"), id))).toBe("undone")
    expect((await findBooking(world, id))?.booking).toMatchObject({ room: "s1", roomClass: "small" })
  })

  test("a day before the number is told once, and from then on nobody makes it move", async () => {
    const { id } = await booked("ana", wish("small", 18, 20))
    expect(await fixRooms(world, after(at(18), -24 * hour - minute))).toBe(0)
    world.now = after(at(18), -24 * hour)
    const both = await Promise.all([fixRooms(world, world.now), fixRooms(world, world.now)])
    expect(both.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect((await findBooking(world, id))?.booking).toMatchObject({ room: "s1", roomClass: null, version: 2 })
    expect(await store().prisma.notice.count({ where: { kind: "room", bookingId: id } })).toBe(1)
    expect(said(await book(world, by("bo"), wish("s1", 18, 20)))).toBe("taken")
    // Booked within the day, it is a booking of that room.
    expect(await booked("bo", wish("small", 18, 19))).toMatchObject({ roomClass: null })
    expect(await judged()).toEqual([])
  })

  test("undoing a booking that made way meanwhile", async () => {
    const { id } = await booked("ana", wish("small", 18, 20))
    await booked("bo", wish("s1", 18, 20))
    expect(said(await undo(world, by("ana"), id))).toBe("undone")
    expect((await findBooking(world, id))?.booking.status).toBe("cancelled")
    expect(await judged()).toEqual([])
  })

  test("a cancellation is undone as long as some room of the class can be had", async () => {
    const { id } = await booked("ana", wish("small", 18, 20))
    await cancel(world, by("ana"), id)
    await booked("bo", wish("s1", 18, 20))
    expect(said(await undo(world, by("ana"), id))).toBe("undone")
    expect((await findBooking(world, id))?.booking).toMatchObject({
      status: "confirmed",
      room: "s2",
      roomClass: "small",
    })
    expect(await judged()).toEqual([])
  })

  test("a series makes others move once each", async () => {
    const evening = (day: number): Wish => ({
      ...wish("s1", 18 + 24 * day, 20 + 24 * day),
    })
    const in3 = await Promise.all([0, 1, 2].map((day) => booked("ana", { ...evening(day), room: { class: "small" } })))
    const series = await bookSeries(world, by("bo"), [0, 1, 2].map(evening))
    expect(series).toMatchObject({ is: "done" })
    expect(await Promise.all(in3.map(({ id }) => roomOf(id)))).toEqual(["s2", "s2", "s2"])
    expect(await judged()).toEqual([])
  })
})
