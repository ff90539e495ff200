import { beforeEach, expect, test } from "vitest"
import { grantHours } from "../../src/core/allowance.js"
import { publishedBallot } from "../../src/core/ballot-record.js"
import { callOff, openBallot } from "../../src/core/ballots.js"
import { book, extend, move } from "../../src/core/booking.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { draw, drawDue } from "../../src/core/draw.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { serveWaitlist } from "../../src/core/offers.js"
import { actingFor } from "../../src/core/people.js"
import { quote } from "../../src/core/quote.js"
import { forget } from "../../src/core/retention.js"
import { joinLine } from "../../src/core/waitlist.js"
import { rankWish, takeBack, wishesOf } from "../../src/core/wishing.js"
import { at, begins, campaign, deadline, opening, window } from "../support/ballots.js"
import { describeEachStore } from "../support/store.js"
import { staffActor, type TestWorld } from "../support/world.js"

/** Ballots: opened, wished for, called off; and what nobody books meanwhile. */

await describeEachStore("ballots", (store) => {
  const { bookings, by, judged, open, redrawn, staff, wish, world: theWorld } = campaign(store)
  let world: TestWorld
  beforeEach(() => {
    world = theWorld()
  })

  test("staff open it once for the same time, and nobody else does; whatever cannot be is said", async () => {
    expect(await openBallot(world, by("ana"), opening())).toEqual({ is: "refused", refusal: { why: "not_staff" } })
    for (const [more, what] of [
      [{ deadline: world.now }, "deadline"],
      [{ deadline: after(begins, minute) }, "deadline"],
      [{ windows: [{ start: world.now, end: after(world.now, hour) }] }, "begun"],
      [{ windows: [] }, "hours"],
      [{ windows: [window, { start: after(begins, hour), end: after(begins, 9 * hour) }] }, "hours"],
      [{ winsMax: 6 }, "numbers"],
      [{ wishesMax: 11 }, "numbers"],
    ] as const)
      expect(await openBallot(world, staff(), opening(more)), what).toEqual({ is: "bad", what })
    const both = await Promise.all([
      openBallot(world, staff(), opening()),
      openBallot(world, staff(), opening({ name: "again" })),
    ])
    expect(both.map(({ is }) => is).sort()).toEqual(["already", "opened"])
    const [first] = both.flatMap((one) => ("ballot" in one ? [one.ballot] : []))
    expect(both).toEqual(both.map((one) => ({ ...one, ballot: first })))
    const notices = await store().prisma.notice.findMany({ where: { kind: "ballot" } })
    expect(notices.map(({ personId }) => personId).sort()).toEqual(["p-ana", "p-bo", "p-cy", "p-di"])
    // Another day is another ballot.
    const next = [{ start: after(begins, day), end: after(begins, day + hour) }]
    expect(await openBallot(world, staff(), opening({ windows: next }))).toMatchObject({ is: "opened" })
  })

  test("the same delivery opens one, and tells nothing of the seed", async () => {
    const turn = staff()
    const opened = await openBallot(world, turn, opening())
    expect(await openBallot(world, turn, opening())).toEqual(opened)
    const id = "ballot" in opened ? opened.ballot : ""
    const { seed } = await store().prisma.ballot.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(await publishedBallot(world, id))).not.toContain(seed)
    const { rows } = await store().pool.query<{ told: string }>(
      "select data::text as told from audit union all select data::text from notice union all select outcome::text from turn",
    )
    expect(rows.filter(({ told }) => told.includes(seed))).toEqual([])
  })

  test("while it is open nobody but staff books what it covers; what was booked before stays, and may be given up", async () => {
    const before = await book(world, by("cy"), at(0))
    if (before.is !== "booked") throw new Error(before.is)
    const other = await book(world, by("cy"), { ...at(-6), room: { room: "s1" } })
    if (other.is !== "booked") throw new Error(other.is)
    const ballot = await open()
    const refusal = { why: "in_ballot", ballot, name: "12.12", until: deadline }
    for (const wished of [at(2), at(-1), at(-2, 3), at(3, 1, { class: "small" }), at(3, 1, "any")])
      expect(await book(world, by("ana"), wished)).toMatchObject({ is: "refused", refusal })
    expect(await quote(world, by("ana"), at(2))).toMatchObject({ is: "refused", refusal })
    expect(await quote(world, by("bo"), at(2, 1, { room: "s1" }))).toMatchObject({ refusal })
    expect(await move(world, by("cy"), other.booking.id, { start: after(begins, 3 * hour) })).toMatchObject({ refusal })
    expect(await extend(world, by("cy"), before.booking.id, 60)).toMatchObject({ refusal })
    expect(await move(world, by("cy"), before.booking.id, { hosts: 3 })).toMatchObject({ is: "moved" })
    expect(await move(world, by("cy"), before.booking.id, { start: after(begins, -5 * hour) })).toMatchObject({
      is: "moved",
    })
    const member = await actingFor(world, "ana")
    const forAna = { ...staff(), actor: { ...staffActor("boss"), member } }
    expect(await book(world, forAna, at(2))).toMatchObject({ is: "booked" })
    // What stands in line is offered nothing of it, and nobody gets in line for it.
    expect(
      await joinLine(world, by("ana"), { room: "any", minutes: 60, hosts: 1, gear: [], windows: [window] }),
    ).toMatchObject({
      is: "refused",
      refusal,
    })
    const long = { start: after(begins, -3 * hour), end: after(begins, 3 * hour) }
    expect(
      await joinLine(world, by("di"), { room: { room: "s2" }, minutes: 60, hosts: 1, gear: [], windows: [long] }),
    ).toMatchObject({
      place: { wish: { windows: [{ start: long.start, end: begins }] } },
    })
    expect(await serveWaitlist(world, world.now)).toBe(1)
    const [offer] = await store().prisma.offer.findMany()
    expect(offer?.endsAt.getTime()).toBeLessThanOrEqual(begins.getTime())
    // The deadline changes nothing of that; the draw does.
    world.now = deadline
    expect(await book(world, by("ana"), at(4.25))).toMatchObject({ refusal: { ...refusal, until: null } })
    await drawDue(world, world.now)
    expect(await book(world, by("ana"), at(4.25))).toMatchObject({ is: "booked" })
    expect(await judged()).toEqual([])
  })

  test("a process that does not know yet of an opening, or a draw, is told by the centre's version", async () => {
    const { version } = await currentCentre(world)
    // Another process opens it: this one goes by what it knows for a second.
    const elsewhere = { ...world, store: Object.create(store()) as typeof world.store }
    const opened = await openBallot(elsewhere, staff(), opening())
    expect((await currentCentre(world)).ballots).toEqual([])
    expect(await book(world, by("ana"), at(2))).toMatchObject({ refusal: { why: "in_ballot", name: "12.12" } })
    expect((await currentCentre(world)).version).toBe(version + 1)
    await callOff(elsewhere, staff(), "ballot" in opened ? opened.ballot : "")
    world.now = after(world.now, minute)
    expect(await book(world, by("ana"), at(2))).toMatchObject({ is: "booked" })
  })

  test("wishes: added, ranked, taken back, by any of the merchant's people, until the deadline and not by a moment longer", async () => {
    const ballot = await open({ wishesMax: 3 })
    expect(await wish("ana", ballot, at(0), at(2, 2, { class: "small" }))).toEqual({ is: "wished", added: [1, 2] })
    expect(await wish("ana", ballot, at(0))).toEqual({ is: "wished", added: [1] })
    expect(await wish("ana", ballot, at(4), at(6))).toEqual({ is: "full", most: 3 })
    expect(await wish("ana", ballot, at(4))).toEqual({ is: "wished", added: [3] })
    expect(await wish("ana", ballot, at(-1))).toEqual({ is: "outside" })
    expect(await wish("ana", ballot, { ...at(4), hosts: 9 })).toMatchObject({ refusal: { why: "too_many_hosts" } })
    expect(await wish("bo", ballot, at(4))).toMatchObject({ refusal: { why: "class_not_in_plan" } })
    // Further ahead than the plan books: that is what lots are for.
    expect(await wish("bo", ballot, at(4, 1, { room: "s1" }))).toEqual({ is: "wished", added: [1] })
    const mine = async () => (await wishesOf(world, by("ana"), ballot))?.entry?.wishes ?? []
    const [first, second, third] = await mine()
    const rank = (wish: string, rank: number) => rankWish(world, by("ana"), { ballot, wish, rank })
    expect(await rank(third?.id ?? "", 1)).toEqual({ is: "changed" })
    expect(await rank(third?.id ?? "", 1)).toEqual({ is: "changed" })
    expect((await mine()).map(({ id }) => id)).toEqual([third?.id, first?.id, second?.id])
    expect(await takeBack(world, by("ana"), { ballot, wish: first?.id ?? "" })).toEqual({ is: "changed" })
    expect(await takeBack(world, by("ana"), { ballot, wish: first?.id ?? "" })).toEqual({ is: "gone" })
    // Nobody else's list is theirs.
    expect(await rankWish(world, by("bo"), { ballot, wish: third?.id ?? "", rank: 1 })).toEqual({ is: "gone" })
    world.now = after(deadline, -1)
    expect(await takeBack(world, by("ana"), { ballot, wish: second?.id ?? "" })).toEqual({ is: "changed" })
    world.now = deadline
    expect(await wish("ana", ballot, at(0))).toEqual({ is: "over" })
    expect(await takeBack(world, by("ana"), { ballot })).toEqual({ is: "over" })
    expect(await mine()).toHaveLength(1)
  })

  test("wishes: hours granted beyond the plan count, as does what was learnt; hours that are spent may come back", async () => {
    const { version: _, ...centre } = await currentCentre(world)
    const rooms = centre.rooms.map((room) => (room.id === "s2" ? { ...room, requires: "live" } : room))
    const names = { "zh-Hant": "Live", "zh-Hans": "Live", pt: "Live", en: "Live" }
    const qualifications = [{ id: "live", names, months: 6, remindDays: [] }]
    const plans = centre.plans.map((plan) => (plan.id === "tiny" ? { ...plan, hoursPerMonth: 1 } : plan))
    await applyCentre(world, { ...centre, rooms, qualifications, plans }, { now: world.now, via: "test" })
    const ballot = await open()
    const [one, two] = [1, 2].map((hours) => at(0, hours, { room: "s1" }))
    if (!one || !two) throw new Error("no wishes")
    expect(await wish("bo", ballot, one, two)).toMatchObject({ refusal: { why: "hours_spent", left: 60 } })
    await grantHours(world, staff(), { member: "bo", minutes: 60 })
    expect((await book(world, by("bo"), at(-120, 2, { room: "s1" }))).is).toBe("booked")
    expect(await wish("bo", ballot, one, two)).toEqual({ is: "wished", added: [1, 2] })
    expect(await wish("di", ballot, at(0, 2, { room: "s2" }))).toMatchObject({ refusal: { why: "not_qualified" } })
    const learnt = { id: "q", personId: "p-di", kind: "live", fromDay: "2026-12-01", untilDay: null, idleDay: null }
    await store().prisma.qualification.create({ data: { ...learnt, usedAt: world.now, createdAt: world.now } })
    expect(await wish("di", ballot, at(0, 2, { room: "s2" }))).toEqual({ is: "wished", added: [1] })
  })

  test("two telephones of one merchant at once: both wishes are in the list", async () => {
    const ballot = await open()
    await Promise.all([0, 2, 4].map((from) => wish("ana", ballot, at(from))))
    expect((await wishesOf(world, by("ana"), ballot))?.entry?.wishes).toHaveLength(3)
  })

  test("called off: who wished is told, the wishes are gone, the hours are everybody's", async () => {
    const ballot = await open()
    await wish("ana", ballot, at(0))
    expect(await callOff(world, by("ana"), ballot)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await callOff(world, staff(), ballot)).toEqual({ is: "off", members: 1 })
    expect(await callOff(world, staff(), ballot)).toEqual({ is: "over" })
    const due = await store().prisma.notice.findMany({ where: { kind: "ballot", state: "due" } })
    expect(due.map(({ personId, data }) => [personId, data])).toEqual([
      ["p-ana", { kind: "ballot", ballot, how: "off", member: null }],
    ])
    expect(await store().prisma.ballotEntry.count()).toBe(0)
    expect(await book(world, by("cy"), at(0))).toMatchObject({ is: "booked" })
    world.now = deadline
    expect(await drawDue(world, world.now)).toBe(0)
  })

  test("who wished for what is forgotten some months later; what was published stays", async () => {
    const ballot = await open()
    await wish("ana", ballot, at(0))
    world.now = deadline
    await drawDue(world, world.now)
    await forget(world, after(window.end, 91 * day))
    expect(await store().prisma.ballotEntry.count()).toBe(0)
    expect(await redrawn(ballot)).toHaveLength(1)
  })

  test("what needs the staff's yes has it by the draw, however short before", async () => {
    const ballot = await open({ announce: false })
    await wish("ana", ballot, at(0))
    const { version: _, ...centre } = await currentCentre(world)
    const approvals = { classes: [], rooms: ["l1"], dates: [], notice: 60 * 24 * 30 }
    await applyCentre(world, { ...centre, approvals }, { now: world.now, via: "test" })
    world.now = deadline
    expect(await draw(world, staff(), ballot)).toMatchObject({ is: "drawn", wins: 1 })
    expect(await bookings()).toMatchObject([{ memberId: "ana", roomId: "l1", status: "confirmed" }])
    expect(await judged()).toEqual([])
  })
})
