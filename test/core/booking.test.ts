import { beforeEach, expect, test } from "vitest"
import { availability } from "../../src/core/availability.js"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { bookingFor, bookingsOf } from "../../src/core/booking-record.js"
import { minutesOf } from "../../src/core/interval.js"
import type { Outcome, Wish } from "../../src/core/outcome.js"
import { hoursOf } from "../../src/core/quota.js"
import { quote } from "../../src/core/quote.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, interrupted, type TestWorld, testWorld } from "../support/world.js"

/** 24 November 2026 in Macau, a Tuesday; `24:30` is half past midnight of the same evening. */
const at = (clock: string, day = 24): Date => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number)
  return new Date(Date.UTC(2026, 10, day, hour - 8, minute))
}
const wish = (room: Wish["room"], from: string, to: string, more: Partial<Wish> = {}): Wish => ({
  room,
  start: at(from),
  end: at(to),
  hosts: 1,
  gear: [],
  ...more,
})
const s1 = { room: "s1" }
const said = (outcome: Outcome | { is: "quote" }): string =>
  outcome.is === "refused" ? outcome.refusal.why : outcome.is

await describeEachStore("booking", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const bo = () => ask(world, actorFor("bo", "standard"))
  const cy = () => ask(world, actorFor("cy", "tiny"))
  const staff = () => {
    const { actor, ...rest } = ana()
    return { ...rest, actor: { ...actor, person: { ...actor.person, id: "p-staff", staff: true }, member: null } }
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "tiny" })
  })
  const violations = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  test("a booking is there, costs its hours, and has its reminders and its audit entry", async () => {
    const outcome = await book(
      world,
      ana(),
      wish(s1, "15:00", "17:00", { gear: [{ id: "ring-light", quantity: 2 }], title: "Egg tarts" }),
    )
    expect(outcome).toMatchObject({
      is: "booked",
      leftAfter: 38 * 60,
      booking: { room: "s1", hosts: 1, title: "Egg tarts", minutes: 120 },
    })
    expect(await bookingsOf(world, ana().actor, { from: world.now })).toMatchObject([
      { room: "s1", gear: [{ id: "ring-light", quantity: 2 }] },
    ])
    expect(await hoursOf(world, ana().actor, world.now)).toMatchObject({ used: 120, granted: 2400, openBookings: 1 })
    const due = await store().prisma.notice.findMany({ orderBy: { dueAt: "asc" } })
    expect(due.map((notice) => notice.dueAt)).toEqual([at("15:00", 23), at("14:00"), at("14:45")])
    expect(await violations()).toEqual([])
  })

  test("no reminder is written that would already be past", async () => {
    world.now = at("14:30")
    await book(world, ana(), wish(s1, "15:00", "16:00"))
    const due = await store().prisma.notice.findMany()
    expect(due.map((notice) => notice.dueAt)).toEqual([at("14:45")])
  })

  test("existing 14–16: what touches it with the turnover is taken, what leaves the turnover is not", async () => {
    await book(world, ana(), wish(s1, "14:00", "16:00"))
    const tries: [string, string][] = [
      ["12:00", "13:00"],
      ["13:00", "14:00"],
      ["13:00", "15:00"],
      ["13:00", "17:00"],
      ["14:00", "16:00"],
      ["15:00", "17:00"],
      ["16:00", "17:00"],
      ["16:15", "17:15"],
    ]
    const answers = await Promise.all(
      tries.map(async ([from, to]) => `${from}–${to} ${said(await quote(world, bo(), wish(s1, from, to)))}`),
    )
    expect(answers).toEqual([
      "12:00–13:00 quote",
      "13:00–14:00 taken",
      "13:00–15:00 taken",
      "13:00–17:00 taken",
      "14:00–16:00 taken",
      "15:00–17:00 taken",
      "16:00–17:00 taken",
      "16:15–17:15 quote",
    ])
  })

  test("one ends when the turnover begins and the next starts when it is over, in either order", async () => {
    expect(said(await book(world, ana(), wish(s1, "13:15", "14:00")))).toBe("booked")
    expect(said(await book(world, bo(), wish(s1, "12:00", "13:00")))).toBe("booked")
    expect(said(await book(world, bo(), wish(s1, "14:15", "15:00")))).toBe("booked")
  })

  test("twenty at once for one slot: one has it, nineteen are refused with somewhere to go", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => book(world, n % 2 ? ana() : bo(), wish(s1, "15:00", `1${6 + (n % 3)}:00`))),
    )
    const refusals = outcomes.flatMap((outcome) => (outcome.is === "refused" ? [outcome.refusal] : []))
    const booked = new Set(outcomes.flatMap((outcome) => (outcome.is === "booked" ? [outcome.booking.id] : [])))
    expect(booked.size).toBe(1)
    expect(refusals.every((refusal) => refusal.why === "taken" && refusal.alternatives.length > 0)).toBe(true)
    expect(await violations()).toEqual([])
  })

  test("10–11 and 10:30–11:30 at once: exactly one wins", async () => {
    const outcomes = await Promise.all([
      book(world, ana(), wish(s1, "10:00", "11:00")),
      book(world, bo(), wish(s1, "10:30", "11:30")),
    ])
    expect(outcomes.map(said).sort()).toEqual(["booked", "taken"])
  })

  test("the same delivery five times at once has one effect and one answer", async () => {
    const turn = ana()
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => book(world, turn, wish(s1, "15:00", "17:00"))))
    expect(
      new Set(
        outcomes.map((outcome) => JSON.stringify(outcome.is === "booked" && [outcome.booking.id, outcome.leftAfter])),
      ).size,
    ).toBe(1)
    expect(await store().prisma.booking.count()).toBe(1)
  })

  test("two taps on the same confirmation, as two deliveries: one booking, and both answers call it theirs", async () => {
    const outcomes = await Promise.all([
      book(world, ana(), wish(s1, "15:00", "17:00")),
      book(world, ana(), wish(s1, "15:00", "17:00")),
    ])
    expect(outcomes.map(said)).toEqual(["booked", "booked"])
    expect(await store().prisma.booking.count()).toBe(1)
  })

  test("a refused turn that is delivered again later is refused again, though the slot is free by then", async () => {
    const first = await book(world, bo(), wish(s1, "15:00", "17:00"))
    const turn = ana()
    expect(said(await book(world, turn, wish(s1, "15:00", "17:00")))).toBe("taken")
    if (first.is === "booked") await cancel(world, bo(), first.booking.id)
    expect(said(await book(world, turn, wish(s1, "15:00", "17:00")))).toBe("taken")
  })

  test("a key that comes back with another wish is refused and changes nothing", async () => {
    const turn = ana()
    await book(world, turn, wish(s1, "15:00", "17:00"))
    expect(said(await book(world, turn, wish({ room: "s2" }, "15:00", "17:00")))).toBe("key_reused")
    expect(await store().prisma.booking.count()).toBe(1)
  })

  test("moving inside one's own old time is allowed, onto another's is not", async () => {
    const mine = await book(world, ana(), wish(s1, "15:00", "17:00"))
    await book(world, bo(), wish(s1, "18:00", "19:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    expect(said(await move(world, ana(), id, { start: at("15:30") }))).toBe("moved")
    expect(said(await move(world, ana(), id, { start: at("16:30") }))).toBe("taken")
    expect(await bookingFor(world, ana().actor, id)).toMatchObject({ start: at("15:30"), end: at("17:30") })
    expect(await violations()).toEqual([])
  })

  test("a moved booking takes its reminders along, a cancelled one's are gone", async () => {
    const mine = await book(world, ana(), wish(s1, "15:00", "17:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    await move(world, ana(), id, { start: at("20:00") })
    const due = await store().prisma.notice.findMany({ orderBy: { dueAt: "asc" } })
    expect(due.map((notice) => notice.dueAt)).toEqual([at("20:00", 23), at("19:00"), at("19:45")])
    await cancel(world, ana(), id)
    expect(await store().prisma.notice.count({ where: { state: "due" } })).toBe(0)
  })

  test("extending is refused by the next session and by closing time, and works while it runs", async () => {
    const mine = await book(world, ana(), wish(s1, "15:00", "16:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    await book(world, bo(), wish(s1, "17:00", "18:00"))
    world.now = at("15:30")
    expect(said(await extend(world, ana(), id, 60))).toBe("taken")
    expect(await extend(world, ana(), id, 45)).toMatchObject({
      is: "extended",
      booking: { end: at("16:45"), minutes: 105 },
    })
    world.now = at("16:45")
    expect(said(await extend(world, ana(), id, 15))).toBe("too_late")
    expect(await violations()).toEqual([])
  })

  test("cancelling early gives the hours back, cancelling late does not, staff always do", async () => {
    const ids = await Promise.all(
      ["15:00", "18:00", "21:00"].map(async (from) => {
        const outcome = await book(world, ana(), {
          ...wish(s1, from, "22:00"),
          end: new Date(at(from).getTime() + 3_600_000),
        })
        return outcome.is === "booked" ? outcome.booking.id : ""
      }),
    )
    world.now = at("13:00")
    expect(await cancel(world, ana(), ids[0] ?? "")).toMatchObject({ minutesBack: 60 })
    world.now = at("16:01")
    expect(await cancel(world, ana(), ids[1] ?? "")).toMatchObject({ minutesBack: 0 })
    world.now = at("20:59")
    expect(await cancel(world, staff(), ids[2] ?? "")).toMatchObject({ minutesBack: 60 })
    expect(await hoursOf(world, ana().actor, world.now)).toMatchObject({ used: 60 })
    const entries = await store().prisma.hoursEntry.findMany({ where: { memberId: "ana" }, orderBy: { id: "asc" } })
    const told = entries.map(({ kind, minutes, entity }) => [kind, minutes, entity])
    // The three were booked at once, in whichever order.
    expect(told.slice(1, 4).sort()).toEqual(ids.map((id) => ["spent", 60, `booking:${id}`]).sort())
    expect([...told.slice(0, 1), ...told.slice(4)]).toEqual([
      ["granted", 2400, null],
      ["returned", 60, `booking:${ids[0]}`],
      ["forfeited", 60, `booking:${ids[1]}`],
      ["returned", 60, `booking:${ids[2]}`],
    ])
    expect(await violations()).toEqual([])
  })

  test("what staff change is told to the person who booked", async () => {
    const mine = await book(world, ana(), wish(s1, "15:00", "17:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    await move(world, staff(), id, { room: { room: "s2" } })
    expect(await store().prisma.notice.findMany({ where: { kind: "changed" } })).toMatchObject([
      { personId: "p-ana", dueAt: world.now },
    ])
  })

  test("another member's booking and one that never was are refused in the same words", async () => {
    const mine = await book(world, ana(), wish(s1, "15:00", "17:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    const answers = await Promise.all([
      cancel(world, bo(), id),
      cancel(world, bo(), "nosuchid"),
      move(world, bo(), id, { start: at("20:00") }),
      extend(world, bo(), id, 15),
    ])
    expect(answers.map(said)).toEqual(["not_found", "not_found", "not_found", "not_found"])
    expect(await bookingFor(world, bo().actor, id)).toBeNull()
  })

  test("the floor holds on create, on move and on hosts added; the quote gives the same answer", async () => {
    await book(world, ana(), wish({ room: "l1" }, "15:00", "17:00", { hosts: 6 }))
    await book(world, ana(), wish(s1, "15:00", "16:00"))
    const late = await book(world, bo(), wish({ room: "s2" }, "19:00", "20:00", { hosts: 2 }))
    const id = late.is === "booked" ? late.booking.id : ""
    const wanted = wish({ room: "s2" }, "15:45", "16:45", { hosts: 2 })
    expect(said(await quote(world, bo(), wanted))).toBe("floor_full")
    expect(said(await book(world, bo(), wanted))).toBe("floor_full")
    expect(said(await move(world, bo(), id, { start: at("15:45") }))).toBe("floor_full")
    expect(said(await move(world, bo(), id, { start: at("16:00") }))).toBe("moved")
    expect(await violations()).toEqual([])
  })

  test("two phones of one merchant cannot spend the same last hour", async () => {
    await book(world, cy(), wish(s1, "10:00", "12:00"))
    const outcomes = await Promise.all([
      book(world, cy(), wish({ room: "s2" }, "15:00", "16:00")),
      book(world, cy(), wish({ room: "s3" }, "18:00", "19:00")),
    ])
    // The tiny plan has 3 hours and two open bookings: whichever loses is told one of the two.
    expect(outcomes.map(said).filter((word) => word === "booked")).toHaveLength(1)
    expect(await violations()).toEqual([])
  })

  test("editing without changing the time does not spend hours twice, and the last hour can be moved", async () => {
    const mine = await book(world, cy(), wish(s1, "10:00", "12:00"))
    const id = mine.is === "booked" ? mine.booking.id : ""
    await extend(world, cy(), id, 0)
    const last = await book(world, cy(), wish(s1, "15:00", "16:00"))
    expect(said(last)).toBe("booked")
    expect(await hoursOf(world, cy().actor, world.now)).toMatchObject({ used: 180, granted: 180 })
    expect(said(await move(world, cy(), id, { start: at("12:00") }))).toBe("moved")
  })

  test("a wish over the month's end is charged to the evening it begins", async () => {
    const outcome = await book(world, ana(), {
      ...wish(s1, "23:00", "25:00"),
      start: at("23:00", 30),
      end: at("25:00", 30),
    })
    expect(outcome).toMatchObject({ is: "booked", booking: { month: "2026-11", minutes: 120 } })
  })

  test("a member who was suspended meanwhile is refused, whatever the turn believed", async () => {
    await store().prisma.member.update({ where: { id: "ana" }, data: { status: "suspended", version: 2 } })
    expect(said(await book(world, ana(), wish(s1, "15:00", "17:00")))).toBe("suspended")
    expect(await store().prisma.booking.count()).toBe(0)
  })

  test("taken: other rooms at that time first, then the nearest times in that room, none of them past", async () => {
    world.now = at("14:00")
    await book(world, ana(), wish(s1, "15:00", "17:00"))
    const outcome = await book(world, bo(), wish(s1, "15:30", "16:30"))
    const slots = outcome.is === "refused" && "alternatives" in outcome.refusal ? outcome.refusal.alternatives : []
    expect(slots).toEqual([
      { room: "s2", start: at("15:30"), end: at("16:30") },
      { room: "s3", start: at("15:30"), end: at("16:30") },
      { room: "l1", start: at("15:30"), end: at("16:30") },
      { room: "s1", start: at("17:15"), end: at("18:15") },
    ])
    for (const slot of slots) {
      expect(
        said(
          await quote(world, bo(), {
            ...wish({ room: slot.room }, "0:00", "0:00"),
            ...slot,
            room: { room: slot.room },
          }),
        ),
      ).toBe("quote")
    }
  })

  test("the nearest other times come first, whichever side they are on; this very moment is one of them", async () => {
    world.now = at("14:00")
    await book(world, ana(), wish({ room: "l1" }, "17:00", "20:00", { hosts: 3 }))
    const around = async (from: string, to: string) => {
      const outcome = await quote(world, bo(), wish({ room: "l1" }, from, to, { hosts: 3 }))
      const slots = outcome.is === "refused" && "alternatives" in outcome.refusal ? outcome.refusal.alternatives : []
      return slots.map(({ start }) => start)
    }
    expect((await around("19:00", "20:00")).slice(0, 2)).toEqual([at("20:15"), at("15:45")])
    expect((await around("17:15", "18:15")).slice(0, 2)).toEqual([at("15:45"), at("20:15")])
    expect((await around("16:00", "18:45"))[0]).toEqual(at("14:00"))
  })

  test("the same time in the same room with more hosts is no second tap: it is taken", async () => {
    const first = await book(world, ana(), wish(s1, "15:00", "17:00"))
    const again = await book(world, ana(), wish(s1, "15:00", "17:00"))
    expect(again).toMatchObject({ is: "booked", booking: first.is === "booked" ? { id: first.booking.id } : {} })
    expect(said(await book(world, ana(), wish(s1, "15:00", "17:00", { hosts: 2 })))).toBe("taken")
  })

  for (const [done, change] of [
    ["moved", (id: string) => move(world, ana(), id, { start: at("18:00") })],
    ["cancelled", (id: string) => cancel(world, ana(), id)],
  ] as const)
    test(`what is ${done} while it is wished for again is no longer what was wished for: that is booked`, async () => {
      const first = await book(world, ana(), wish(s1, "15:00", "17:00"))
      if (first.is !== "booked") throw new Error(first.is)
      const meanwhile = interrupted(
        world,
        ({ name }) => name === "bookings",
        async () => expect(said(await change(first.booking.id))).toBe(done),
      )
      const again = await book(meanwhile, ana(), wish(s1, "15:00", "17:00"))
      expect(meanwhile.done()).toBe(true)
      expect(again).toMatchObject({
        is: "booked",
        booking: { start: at("15:00"), end: at("17:00"), status: "confirmed" },
      })
      expect(again.is === "booked" && again.booking.id).not.toBe(first.booking.id)
    })

  test("a key that cancelled one booking does not cancel another", async () => {
    const made = async (from: string, to: string) => {
      const outcome = await book(world, ana(), wish(s1, from, to))
      return outcome.is === "booked" ? outcome.booking.id : ""
    }
    const [one, other] = [await made("15:00", "16:00"), await made("18:00", "19:00")]
    const actor = ana().actor
    expect(said(await cancel(world, ask(world, actor, "once"), one))).toBe("cancelled")
    expect(said(await cancel(world, ask(world, actor, "once"), other))).toBe("key_reused")
    expect(said(await cancel(world, ask(world, actor, "once"), one))).toBe("cancelled")
  })

  test("out of hours: what would fit is offered", async () => {
    const outcome = await quote(world, ana(), wish(s1, "07:00", "08:30"))
    expect(outcome).toMatchObject({ refusal: { why: "closed", open: [{ start: at("8:00"), end: at("26:00") }] } })
    expect(
      outcome.is === "refused" && "alternatives" in outcome.refusal && outcome.refusal.alternatives[0],
    ).toMatchObject({ start: at("8:00") })
  })

  test("availability names no member and leaves room for the turnover, the floor and the gear", async () => {
    await book(
      world,
      ana(),
      wish({ room: "l1" }, "12:00", "14:00", { hosts: 6, gear: [{ id: "camera", quantity: 1 }] }),
    )
    await book(world, bo(), wish(s1, "16:00", "17:00"))
    const free = async (more: { hosts?: number; gear?: Wish["gear"] }) => {
      const question = { from: at("8:00"), to: at("26:00"), minutes: 60, hosts: 1, gear: [], ...more }
      const { rooms } = await availability(world, question)
      return Object.fromEntries(
        rooms.map(({ room, free }) => [
          room,
          free.map(
            ({ start, end }) =>
              `${(start.getTime() - at("0:00").getTime()) / 3.6e6}–${(end.getTime() - at("0:00").getTime()) / 3.6e6}`,
          ),
        ]),
      )
    }
    expect(await free({})).toEqual({
      s1: ["8–15.75", "17.25–26"],
      s2: ["8–26"],
      s3: ["8–26"],
      l1: ["8–11.75", "14.25–26"],
    })
    expect(await free({ hosts: 3 })).toEqual({ l1: ["8–11.75", "14.25–26"] })
    expect((await free({ gear: [{ id: "camera", quantity: 1 }] })).s2).toEqual(["8–12", "14–26"])
    expect(
      JSON.stringify(await availability(world, { from: at("8:00"), to: at("26:00"), minutes: 60, hosts: 1, gear: [] })),
    ).not.toMatch(/ana|bo\b|Member/)
  })

  test("every free stretch that is offered can be booked to its full length", async () => {
    await book(world, ana(), wish(s1, "12:00", "14:00"))
    const { rooms } = await availability(world, {
      from: at("8:00"),
      to: at("16:00"),
      minutes: 30,
      hosts: 1,
      gear: [],
      rooms: ["s1"],
    })
    for (const stretch of rooms[0]?.free ?? []) {
      expect(minutesOf(stretch)).toBeGreaterThanOrEqual(30)
      expect(said(await book(world, bo(), { ...wish(s1, "0:00", "0:00"), ...stretch }))).toBe("booked")
    }
    expect(await violations()).toEqual([])
  })

  test("a database that would take an excess cannot: usage is never updated, and the ledger follows it", async () => {
    await book(world, ana(), wish(s1, "15:00", "17:00"))
    const attempt = (sql: string) =>
      store()
        .pool.query(sql)
        .then(
          () => "taken",
          (error: { code?: string }) => error.code,
        )
    expect(await attempt("update usage set amount = amount + 1")).toBe("23514")
    expect(
      await attempt(
        "insert into usage (owner_id, resource_id, starts_at, ends_at, amount) select 'x', 'floor', starts_at, ends_at, 8 from usage limit 1",
      ),
    ).toBe("23514")
    expect(
      await attempt(
        "insert into claim (owner_id, room_id, starts_at, ends_at) select 'x', room_id, starts_at, ends_at from claim",
      ),
    ).toBe("23P01")
  })
})
