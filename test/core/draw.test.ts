import fc from "fast-check"
import { beforeEach, expect, test } from "vitest"
import { resultOf } from "../../src/core/ballot-record.js"
import { entriesOf } from "../../src/core/ballots.js"
import { book, cancel } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { close } from "../../src/core/closing.js"
import { draw, drawDue } from "../../src/core/draw.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { setStatus } from "../../src/core/members.js"
import { serveWaitlist } from "../../src/core/offers.js"
import type { RoomWish } from "../../src/core/outcome.js"
import { forgetMe, myData } from "../../src/core/personal-data.js"
import { quote } from "../../src/core/quote.js"
import { lineOf } from "../../src/core/waitlist.js"
import { addWishes } from "../../src/core/wishing.js"
import { at, begins, campaign, deadline } from "../support/ballots.js"
import { describeEachStore } from "../support/store.js"
import type { TestWorld } from "../support/world.js"

/** Draws: once, by lot, all or nothing; and what may come between. */

await describeEachStore("draws", (store) => {
  const { bookings, by, judged, open, published, redrawn, staff, ticket, wish, world: theWorld } = campaign(store)
  let world: TestWorld
  beforeEach(() => {
    world = theWorld()
  })

  test("drawn: in the order of the lots each gets the best that is left, the rest stand in line in that order, everybody is told", async () => {
    const ballot = await open({ announce: false, winsMax: 2 })
    for (const id of ["ana", "cy", "di"]) await wish(id, ballot, at(0), at(2.25), at(0, 1, { class: "small" }))
    expect(await draw(world, staff(), ballot)).toEqual({ is: "too_early", until: deadline })
    world.now = deadline
    expect(await draw(world, by("ana"), ballot)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await draw(world, staff(), ballot)).toEqual({ is: "drawn", members: 3, wins: 4, waiting: 2 })
    const { order, turns } = await published(ballot)
    expect(await redrawn(ballot)).toEqual(order)
    const members = new Map(
      await Promise.all(["ana", "cy", "di"].map(async (id) => [await ticket(ballot, id), id] as const)),
    )
    const [first = "", second = "", third = ""] = order.map((one) => members.get(one))
    const had = (await bookings()).map(({ memberId, roomId, startsAt, madeById }) => [
      memberId,
      roomId,
      startsAt,
      madeById,
    ])
    expect(had).toHaveLength(4)
    expect(had).toContainEqual([first, "l1", begins, `p-${first}`])
    expect(had).toContainEqual([second, "l1", after(begins, 2.25 * hour), `p-${second}`])
    expect(turns.map(({ tried }) => tried.map(({ is }) => is))).toEqual([
      ["won"],
      ["taken", "won"],
      ["taken", "taken", "won"],
      ["taken", "overlaps"],
      ["won"],
    ])
    // The first waits for the later hour, the second has won what it may. The third waits for the large room at the later hour alone: at the first it is on air already.
    expect(await lineOf(world, by(first))).toMatchObject([
      { place: 1, wish: { windows: [{ start: after(begins, 2.25 * hour) }] } },
    ])
    expect(await lineOf(world, by(second))).toEqual([])
    expect(await lineOf(world, by(third))).toMatchObject([
      { place: 2, wish: { windows: [{ start: after(begins, 2.25 * hour) }] } },
    ])
    const results = await Promise.all(
      [first, second, third].map(async (id) => {
        const entry = (await entriesOf(world, ballot)).find(({ member }) => member === id)
        return entry && (await resultOf(world, ballot, entry))?.map(({ is }) => is)
      }),
    )
    expect(results).toEqual([
      ["won", "taken", "overlaps"],
      ["taken", "won", "won"],
      ["taken", "taken", "won"],
    ])
    const notices = await store().prisma.notice.findMany({ where: { kind: "ballot" } })
    expect(notices.map(({ personId }) => personId).sort()).toEqual(["boss", "p-ana", "p-cy", "p-di"])
    expect((await store().prisma.notice.count({ where: { kind: "reminder" } })) > 0).toBe(true)
    expect(await store().prisma.audit.count({ where: { entity: `ballot:${ballot}`, action: "draw" } })).toBe(1)
    expect(await judged()).toEqual([])
  })

  test("in the line the drawn order holds: who was drawn before is offered first", async () => {
    const taken = await book(world, by("cy"), { ...at(0, 2, { room: "s1" }), hosts: 1 })
    if (taken.is !== "booked") throw new Error(taken.is)
    const ballot = await open()
    for (const id of ["ana", "cy", "di"]) await wish(id, ballot, at(0, 2, { room: "s1" }))
    world.now = deadline
    expect(await draw(world, staff(), ballot)).toEqual({ is: "drawn", members: 3, wins: 0, waiting: 3 })
    const line = await store().prisma.waiting.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] })
    const { order } = await published(ballot)
    expect(await Promise.all(line.map(({ memberId }) => ticket(ballot, memberId)))).toEqual(order)
    await cancel(world, staff(), taken.booking.id)
    expect(await serveWaitlist(world, world.now)).toBe(1)
    expect(await store().prisma.waiting.findFirst({ where: { status: "offered" } })).toMatchObject({ id: line[0]?.id })
  })

  test("whoever entered a wish and is none of the merchant's any more: what comes of it is a colleague's", async () => {
    const { prisma } = store()
    await prisma.person.create({ data: { id: "gone", name: "Gone", language: "en", createdAt: world.now } })
    await prisma.personMember.create({ data: { personId: "gone", memberId: "ana", role: "staff" } })
    const taken = await book(world, by("cy"), { ...at(0, 2, { room: "s1" }), hosts: 1 })
    if (taken.is !== "booked") throw new Error(taken.is)
    const ballot = await open({ winsMax: 2 })
    const asGone = by("ana")
    const turn = { ...asGone, actor: { ...asGone.actor, person: { ...asGone.actor.person, id: "gone" } } }
    await addWishes(world, turn, { ballot, wishes: [at(3), at(0, 2, { room: "s1" })] })
    await prisma.personMember.delete({ where: { personId_memberId: { personId: "gone", memberId: "ana" } } })
    world.now = deadline
    await drawDue(world, world.now)
    expect(await prisma.booking.findMany({ where: { memberId: "ana" } })).toMatchObject([{ madeById: "p-ana" }])
    expect(await prisma.waiting.findMany()).toMatchObject([{ memberId: "ana", personId: "p-ana" }])
    const told = await prisma.notice.findMany({ where: { personId: "gone" } })
    expect(told.map(({ key }) => key)).toEqual([`ballot:${ballot}:open:gone`])
    expect(await judged()).toEqual([])
  })

  test("is drawn exactly once, whoever ticks and presses at once; a repeated press gets the first answer", async () => {
    const ballot = await open({ winsMax: 2 })
    for (const id of ["ana", "cy", "di"]) await wish(id, ballot, at(0), at(3, 2, { class: "small" }))
    world.now = deadline
    const turn = staff()
    const answers = await Promise.all([
      draw(world, turn, ballot),
      draw(world, staff(), ballot),
      drawDue(world, world.now),
      drawDue(world, world.now),
      draw(world, turn, ballot),
    ])
    expect(await store().prisma.audit.count({ where: { action: "draw" } })).toBe(1)
    const drawn = answers.filter((one) => typeof one === "object" && one.is === "drawn")
    expect(drawn.length + answers.filter((one) => one === 1).length).toBeGreaterThan(0)
    expect(answers[4]).toEqual(answers[0])
    expect(await draw(world, staff(), ballot)).toEqual({ is: "over" })
    expect(await drawDue(world, after(world.now, hour))).toBe(0)
    expect(await bookings()).toHaveLength(4)
    expect(await judged()).toEqual([])
  })

  test("nobody was there at the deadline: what was wished by then is drawn on return, and what has begun meanwhile is not", async () => {
    const ballot = await open({ winsMax: 2 })
    await wish("ana", ballot, at(0), at(3))
    world.now = after(deadline, hour)
    expect(await wish("cy", ballot, at(0))).toEqual({ is: "over" })
    world.now = after(begins, hour)
    expect(await drawDue(world, world.now)).toBe(1)
    expect((await published(ballot)).turns.map(({ tried }) => tried)).toMatchObject([
      [
        { wish: 1, is: "past" },
        { wish: 2, is: "won", room: "l1" },
      ],
    ])
    expect(await redrawn(ballot)).toHaveLength(1)
  })

  test("a room that was closed in between is not drawn; a closure after the draw hits it like any booking", async () => {
    const ballot = await open()
    await wish("ana", ballot, at(0), at(3))
    const shut = { what: { room: "l1" }, start: begins, end: after(begins, 2 * hour), reason: "flood" }
    expect(await close(world, staff(), shut as Parameters<typeof close>[2])).toMatchObject({ is: "closed" })
    world.now = deadline
    await drawDue(world, world.now)
    expect(await bookings()).toMatchObject([{ roomId: "l1", startsAt: after(begins, 3 * hour) }])
    const again = {
      what: { room: "l1" },
      start: after(begins, 3 * hour),
      end: after(begins, 6 * hour),
      reason: "flood",
    }
    expect(await close(world, staff(), again as Parameters<typeof close>[2])).toMatchObject({ is: "closed" })
    expect((await bookings()).filter(({ roomId }) => roomId === "l1")).toEqual([])
    expect(await judged()).toEqual([])
  })

  test("erased in the middle, their wishes vanish; suspended, they are left out; the order of the others is that of what is published", async () => {
    const ballot = await open()
    for (const id of ["ana", "cy", "di"]) await wish(id, ballot, at(0), at(3))
    const theirs = await myData(world, by("ana"))
    expect(theirs.wishes).toMatchObject([{ ballotId: ballot, wishes: [{ hosts: 2 }, { hosts: 2 }] }])
    await forgetMe(world, by("ana"))
    expect(await entriesOf(world, ballot)).toHaveLength(2)
    await setStatus(world, "cy", { status: "suspended", now: world.now, via: "test" })
    world.now = deadline
    await drawDue(world, world.now)
    const { order, list } = await published(ballot)
    expect(order).toEqual([await ticket(ballot, "di")])
    expect(list).toHaveLength(1)
    expect(await redrawn(ballot)).toEqual(order)
    expect(await bookings()).toMatchObject([{ memberId: "di" }])
    // Erased after the draw: the merchant keeps what it won, by nobody.
    await forgetMe(world, by("di"))
    expect(await bookings()).toMatchObject([{ memberId: "di", madeById: null }])
    const { rows } = await store().pool.query(
      "select 1 from ballot b where to_jsonb(b)::text like '%p-di%' union all select 1 from ballot_entry e where to_jsonb(e)::text like '%p-di%'",
    )
    expect(rows).toEqual([])
    expect(await redrawn(ballot)).toEqual(order)
  })

  test("erased between the reading of a draw and its writing: the draw is decided again without them", async () => {
    const ballot = await open()
    for (const id of ["ana", "cy"]) await wish(id, ballot, at(0))
    world.now = deadline
    const query = world.store.query.bind(world.store)
    let erased = false
    const between: typeof world.store.query = async (...args) => {
      const name = args[0].name
      if ((name === "apply_write" || name === "apply_moving") && !erased) {
        erased = true
        await forgetMe({ ...world, store: store() }, by("ana"))
      }
      return query(...args)
    }
    const watched = { ...world, store: Object.assign(Object.create(store()), { query: between }) }
    expect(await draw(watched, staff(), ballot)).toMatchObject({ is: "drawn", members: 1, wins: 1 })
    expect(await bookings()).toMatchObject([{ memberId: "cy" }])
  })

  test("plans, floor and gear hold: whoever has no hours or may have no more open bookings wins nothing beyond", async () => {
    const ballot = await open({ winsMax: 3, wishesMax: 5 })
    const camera = { gear: [{ id: "camera", quantity: 1 }] }
    await wish("bo", ballot, ...[0, 2, 4, 6].map((from) => at(from, 1, { room: "s1" })))
    await wish("ana", ballot, { ...at(0, 2, { room: "s2" }), ...camera }, { ...at(0, 3), hosts: 3 })
    await wish("cy", ballot, { ...at(0, 2, { room: "s3" }), ...camera }, { ...at(0, 2, { room: "s3" }) })
    world.now = deadline
    await drawDue(world, world.now)
    const { turns } = await published(ballot)
    const of = async (id: string) => {
      const own = await ticket(ballot, id)
      return turns.filter((turn) => turn.ticket === own).flatMap(({ tried }) => tried.map(({ is }) => is))
    }
    expect(await of("bo")).toEqual(["won", "won", "too_many_open", "too_many_open"])
    expect([...(await of("ana")), ...(await of("cy"))].filter((is) => is === "gear_short")).toHaveLength(1)
    expect(await judged()).toEqual([])
  })

  const rooms: readonly RoomWish[] = [{ room: "l1" }, { room: "s1" }, { class: "small" }, "any"]
  const wished = fc.record({
    from: fc.integer({ min: 0, max: 24 }),
    quarters: fc.integer({ min: 2, max: 8 }),
    room: fc.constantFrom(...rooms),
    hosts: fc.integer({ min: 1, max: 2 }),
    camera: fc.boolean(),
  })

  test("whatever is wished: every win was a wish, nothing is exceeded, nobody is left without what is still free", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("ana", "bo", "cy", "di"), wished), { minLength: 1, maxLength: 16 }),
        fc.integer({ min: 1, max: 3 }),
        async (all, winsMax) => {
          await store().pool.query(
            "truncate booking, claim, usage, ledger, quota, waiting, offer, notice, turn, ballot, ballot_entry, hours_entry, booking_gear, audit cascade",
          )
          world.now = new Date("2026-12-01T10:00:00+08:00")
          await currentCentre(world, { fresh: true })
          const ballot = await open({ winsMax, announce: false })
          for (const [id, { from, quarters, room, hosts, camera }] of all) {
            const start = after(begins, from * 15 * minute)
            const gear = camera ? [{ id: "camera", quantity: 1 }] : []
            await wish(id, ballot, { room, start, end: after(start, quarters * 15 * minute), hosts, gear })
          }
          world.now = deadline
          expect(await drawDue(world, world.now)).toBe(1)
          expect(await judged()).toEqual([])
          const { turns, order } = await published(ballot)
          expect(await redrawn(ballot)).toEqual(order)
          const made = await bookings()
          const entries = await entriesOf(world, ballot)
          expect(made).toHaveLength(turns.filter(({ tried }) => tried.at(-1)?.is === "won").length)
          for (const { member, wishes } of entries) {
            const own = made.filter(({ memberId }) => memberId === member)
            expect(own.length).toBeLessThanOrEqual(winsMax)
            for (const { startsAt, endsAt, hosts } of own)
              expect(
                wishes.filter((one) => +one.start === +startsAt && +one.end === +endsAt && one.hosts === hosts),
              ).not.toEqual([])
            // Whoever might still win finds nothing free of what they wished for, but for what lies beside a win of theirs.
            if (own.length === winsMax) continue
            for (const one of wishes) {
              if (own.some(({ startsAt, endsAt }) => startsAt < one.end && one.start < endsAt)) continue
              expect(await quote(world, by(member), one)).toMatchObject({ is: "refused" })
            }
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})
