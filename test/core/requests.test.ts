import { beforeEach, expect, test } from "vitest"
import { availability } from "../../src/core/availability.js"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { bookingsOf } from "../../src/core/booking-record.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { checkIn, markNoShow } from "../../src/core/checkin.js"
import { close } from "../../src/core/closing.js"
import { hand } from "../../src/core/hand.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { runningLate } from "../../src/core/late.js"
import { lift } from "../../src/core/lifting.js"
import { nudge, releaseNoShows } from "../../src/core/no-shows.js"
import { deliverDue } from "../../src/core/notices.js"
import { serveWaitlist, takeOffer } from "../../src/core/offers.js"
import type { Actor, Booking, Wish } from "../../src/core/outcome.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { quote, quoteMove } from "../../src/core/quote.js"
import { refreshCards } from "../../src/core/request-cards.js"
import { approve, decisionOf, deny, lapseRequests } from "../../src/core/requests.js"
import { forget } from "../../src/core/retention.js"
import { bookSeries, cancelSeries, moveSeries } from "../../src/core/series.js"
import { describeShow } from "../../src/core/show.js"
import { undo } from "../../src/core/undo.js"
import { joinLine } from "../../src/core/waitlist.js"
import { askForChange, refuseChange } from "../../src/core/wanted.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const centre = centreSchema.shape.approvals.unwrap().parse({
  classes: ["large"],
  longerThan: 180,
  hostsOver: 4,
  dates: ["2026-11-28"],
  notice: 60,
  answerWithin: 24,
})
const strict = { ...smallCentre, approvals: centre }

await describeEachStore("requests", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-25T20:00:00+08:00")
  const by = (id: string) => ask(world, actorFor(id, "standard"))
  const boss = staffActor("boss")
  const mei = staffActor("mei")
  const wish = (about: Partial<Wish> = {}): Wish => ({
    room: { room: "l1" },
    start,
    end: after(about.start ?? start, 2 * hour),
    hosts: 3,
    gear: [{ id: "camera", quantity: 1 }],
    ...about,
  })
  const asked = async (id = "ana", about: Partial<Wish> = {}): Promise<Booking> => {
    const outcome = await book(world, by(id), wish(about))
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const say = (who: Actor, { id, version }: Booking) => approve(world, ask(world, who), { bookingId: id, version })
  const no = (who: Actor, { id, version }: Booking) =>
    deny(world, ask(world, who), { bookingId: id, version, reason: "needed" })
  const used = async (memberId = "ana") => (await store().prisma.quota.findFirst({ where: { memberId } }))?.used ?? 0
  const statusOf = async ({ id }: Pick<Booking, "id">) =>
    (await store().prisma.booking.findUniqueOrThrow({ where: { id } })).status
  const due = (kind: string) =>
    store().prisma.notice.findMany({ where: { kind, state: "due" }, orderBy: [{ dueAt: "asc" }, { key: "asc" }] })
  const centreIs = (changed: Centre) => applyCentre(world, changed, { now: world.now, via: "test" })
  const channels = async (...addresses: string[]) => {
    const each = { language: "en", digestAt: "09:00", createdAt: world.now }
    await store().prisma.channel.createMany({ data: addresses.map((address) => ({ address, ...each })) })
  }
  /** Everything that is due is sent; the message's name is the notice's key. */
  const send = async () => {
    const round = await deliverDue(world, async ({ key }) => ({ is: "sent", message: `m:${key}`, said: "x" }))
    await round.settled
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), strict, world.now)
    await addMembers(world, { ana: "standard", bo: "standard", cy: "standard" })
    for (const { person } of [boss, mei]) {
      const { id, name, language } = person
      await store().prisma.person.create({ data: { id, name, language, staff: true, createdAt: world.now } })
    }
  })

  test("49: a request has its place and hours at once; a second one for the slot cannot even be made; the staff are told", async () => {
    const request = await asked()
    expect(request).toMatchObject({ status: "requested", version: 1 })
    expect(await used()).toBe(120)
    expect(await store().prisma.claim.findMany()).toMatchObject([{ ownerId: request.id, roomId: "l1" }])
    expect(await book(world, by("bo"), wish())).toMatchObject({ is: "refused", refusal: { why: "taken" } })
    expect(await book(world, by("bo"), wish({ room: { room: "s1" }, hosts: 1 }))).toMatchObject({
      refusal: { why: "gear_short" },
    })
    expect(await due("reminder")).toEqual([])
    expect((await due("asked")).map(({ personId, bookingId }) => [personId, bookingId])).toEqual([
      ["boss", request.id],
      ["mei", request.id],
    ])
    expect((await bookingsOf(world, by("ana").actor, { from: world.now })).map(({ id }) => id)).toEqual([request.id])
    // The same wish again is the same request.
    expect(await book(world, by("ana"), wish())).toMatchObject({ is: "booked", booking: { id: request.id } })
    expect(await used()).toBe(120)
  })

  test("the card says beforehand what needs a yes; for staff nothing does, and what they book is booked", async () => {
    expect(await quote(world, by("ana"), wish())).toMatchObject({ is: "quote", quote: { yes: ["room"] } })
    const member = {
      ...actorFor("ana", "standard").member,
      contact: { id: "p-ana", reminding: { leads: null, quiet: null } },
    }
    const forAna = ask(world, { ...boss, member: member as Actor["member"] })
    expect(await quote(world, forAna, wish())).toMatchObject({ quote: { yes: [] } })
    expect(await book(world, forAna, wish())).toMatchObject({ is: "booked", booking: { status: "confirmed" } })
    expect(await due("asked")).toEqual([])
    expect(await due("reminder")).not.toEqual([])
  })

  test("47: it is asked for an hour ahead or not at all; the staff book at any time", async () => {
    world.now = after(start, -60 * minute)
    expect(await quote(world, by("ana"), wish())).toMatchObject({ is: "quote" })
    world.now = after(start, -59 * minute)
    const late = { is: "refused", refusal: { why: "too_soon", minutes: 60 } }
    expect(await quote(world, by("ana"), wish())).toMatchObject(late)
    expect(await book(world, by("ana"), wish())).toMatchObject(late)
    const member = { ...actorFor("ana", "standard").member, contact: null } as Actor["member"]
    expect(await book(world, ask(world, { ...boss, member }), wish())).toMatchObject({
      booking: { status: "confirmed" },
    })
    // What needs no yes is nobody's business.
    expect(await book(world, by("bo"), wish({ room: { room: "s1" }, hosts: 1, gear: [] }))).toMatchObject({
      booking: { status: "confirmed" },
    })
  })

  test("yes: booked, reminded, told once; whoever answers then hears who was first, and how", async () => {
    const request = await asked()
    expect(await say(boss, request)).toMatchObject({
      is: "approved",
      bookings: [{ status: "confirmed", version: 2 }],
    })
    expect(await due("reminder")).toHaveLength(3)
    expect(await due("answered")).toMatchObject([{ personId: "p-ana", data: { how: "approved" } }])
    const first = { is: "decided", decision: { how: "approved", by: "boss" } }
    expect(await no(mei, request)).toMatchObject(first)
    expect(await say(mei, request)).toMatchObject(first)
    expect(await statusOf(request)).toBe("confirmed")
    expect(await due("answered")).toHaveLength(1)
    expect(await used()).toBe(120)
    // Cards that were not sent yet have nothing to say.
    expect(await due("asked")).toEqual([])
  })

  test("49: answered by many at the same instant: one answer counts, everybody else hears which", async () => {
    const request = await asked()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? say(boss, request) : no(mei, request))),
    )
    const [won, ...more] = answers.filter(({ is }) => is !== "decided")
    expect(more).toEqual([])
    const decided = answers.flatMap((answer) => (answer.is === "decided" ? [answer.decision] : []))
    expect(decided).toHaveLength(11)
    expect(new Set(decided.map(({ how }) => how))).toEqual(new Set([won?.is]))
    const audit = await store().prisma.audit.findMany({ where: { action: { in: ["approve", "decline"] } } })
    expect(audit).toHaveLength(1)
    expect(await due("answered")).toHaveLength(1)
    expect(await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })).toEqual(
      [],
    )
  })

  test("no: the place is free, the hours are back, whoever waits is offered it", async () => {
    const request = await asked()
    const session = { start, end: after(start, 2 * hour) }
    const line = { room: { room: "l1" }, minutes: 120, hosts: 2, gear: [], windows: [session] }
    await joinLine(world, by("bo"), line)
    expect(await no(boss, request)).toMatchObject({ is: "declined", bookings: [{ status: "cancelled" }] })
    expect([await used(), await store().prisma.claim.count()]).toEqual([0, 0])
    expect(await due("answered")).toMatchObject([{ personId: "p-ana", data: { how: "declined", reason: "needed" } }])
    expect(await decisionOf(world, request.id)).toEqual({ how: "declined", by: "boss", reason: "needed", text: null })
    expect(await serveWaitlist(world, world.now)).toBe(1)
    // What is offered needs a yes like anything else.
    const offer = await store().prisma.offer.findFirstOrThrow()
    expect(await takeOffer(world, by("bo"), offer.id)).toMatchObject({ is: "booked", booking: { status: "requested" } })
    expect(await due("asked")).toHaveLength(2)
  })

  test("too near its start to be asked for, it is offered to nobody", async () => {
    const taken = await asked()
    await say(boss, taken)
    const windows = [{ start, end: after(start, 2 * hour) }]
    await joinLine(world, by("bo"), { room: { room: "l1" }, minutes: 120, hosts: 2, gear: [], windows })
    world.now = after(start, -30 * minute)
    await cancel(world, by("ana"), taken.id)
    expect(await serveWaitlist(world, world.now)).toBe(0)
  })

  test("unanswered for a day, or until it begins, it lapses: all is given back, both sides are told once", async () => {
    const early = await asked()
    const late = await asked("bo", { start: after(world.now, 3 * hour), end: after(world.now, 5 * hour), gear: [] })
    expect(await lapseRequests(world, world.now)).toBe(0)
    world.now = late.start
    const looks = await Promise.all([lapseRequests(world, world.now), lapseRequests(world, world.now)])
    expect(looks[0] + looks[1]).toBe(1)
    expect([await statusOf(late), await statusOf(early)]).toEqual(["cancelled", "requested"])
    world.now = new Date("2026-11-24T10:00:00+08:00")
    expect(await lapseRequests(world, world.now)).toBe(1)
    expect([await used("ana"), await used("bo"), await store().prisma.claim.count()]).toEqual([0, 0, 0])
    expect((await due("answered")).map(({ personId, data }) => [personId, (data as { how: string }).how])).toEqual([
      ["p-bo", "lapsed"],
      ["p-ana", "lapsed"],
    ])
    expect(await due("unanswered")).toHaveLength(4)
  })

  test("a card that was sent long ago is not sent again while the session is still to come", async () => {
    await asked()
    await send()
    await store().prisma.notice.updateMany({ data: { settledAt: after(world.now, -31 * day) } })
    await forget(world, world.now)
    expect(await refreshCards(world, world.now)).toBe(0)
    expect(await due("asked")).toEqual([])
  })

  test("what is said of the show meanwhile leaves them no longer, what is asked anew does", async () => {
    const [shown, moved] = [await asked(), await asked("bo", { start: after(start, 3 * hour), gear: [] })]
    world.now = after(world.now, 20 * hour)
    await describeShow(world, by("ana"), shown.id, { link: "https://live.example/1" })
    await move(world, by("bo"), moved.id, { hosts: 4 })
    world.now = new Date("2026-11-24T10:00:00+08:00")
    expect(await say(boss, { ...shown, version: 2 })).toMatchObject({ is: "decided", decision: { how: "lapsed" } })
    expect(await lapseRequests(world, world.now)).toBe(0)
    const again = await asked("ana", { gear: [] })
    world.now = after(world.now, 20 * hour)
    await describeShow(world, by("ana"), again.id, { link: "https://live.example/2" })
    expect(await lapseRequests(world, world.now)).toBe(1)
    expect([await statusOf(shown), await statusOf(moved), await statusOf(again)]).toEqual([
      ...["cancelled", "cancelled", "requested"],
    ])
    world.now = after(world.now, 4 * hour)
    expect(await lapseRequests(world, world.now)).toBe(1)
  })

  test("answered once it has begun: it has lapsed, whatever is said, and nothing is left of it", async () => {
    const [one, two] = [
      await asked(),
      await asked("bo", { room: { room: "s1" }, hosts: 1, gear: [], end: after(start, 4 * hour) }),
    ]
    await centreIs({ ...strict, approvals: { ...centre, answerWithin: undefined } })
    world.now = start
    const lapsed = { is: "decided", decision: { how: "lapsed", by: null } }
    expect(await Promise.all([say(boss, one), say(mei, one), no(mei, two)])).toMatchObject([lapsed, lapsed, lapsed])
    expect([await statusOf(one), await statusOf(two), await used(), await used("bo")]).toEqual([
      "cancelled",
      "cancelled",
      0,
      0,
    ])
    expect(await due("answered")).toHaveLength(2)
  })

  test("taken back: all the hours return however late it is; undone, it is a request again and not a booking", async () => {
    const request = await asked()
    world.now = after(start, -90 * minute)
    await store().prisma.audit.updateMany({ data: { at: world.now } })
    expect(await cancel(world, by("ana"), request.id)).toMatchObject({ is: "cancelled", minutesBack: 120 })
    expect(await say(boss, request)).toMatchObject({ is: "decided", decision: { how: "withdrawn" } })
    expect(await undo(world, by("ana"))).toMatchObject({ is: "undone", bookings: [{ status: "requested" }] })
    expect([await used(), await due("reminder")]).toEqual([120, []])
    expect(await say(boss, { ...request, version: 3 })).toMatchObject({ is: "approved" })
  })

  test("50: a request is shortened and stays one; what was approved is shortened without being asked again", async () => {
    const request = await asked()
    const shorter = await move(world, by("ana"), request.id, { end: after(start, hour) })
    expect(shorter).toMatchObject({ is: "moved", booking: { status: "requested", minutes: 60 } })
    // What was shown before is not what would be approved.
    expect(await say(boss, request)).toMatchObject({ is: "changed", booking: { version: 2 } })
    expect(await statusOf(request)).toBe("requested")
    expect(await say(boss, { ...request, version: 2 })).toMatchObject({ is: "approved" })
    expect(await move(world, by("ana"), request.id, { end: after(start, 30 * minute) })).toMatchObject({
      is: "moved",
      booking: { status: "confirmed", minutes: 30 },
    })
    expect(await used()).toBe(30)
  })

  test("a request that is moved to what needs no yes is booked; to what does, it waits on", async () => {
    const request = await asked()
    const later = after(start, 24 * hour)
    expect(await move(world, by("ana"), request.id, { start: later })).toMatchObject({
      booking: { status: "requested" },
    })
    expect(await move(world, by("ana"), request.id, { room: { room: "s1" }, hosts: 1 })).toMatchObject({
      booking: { status: "confirmed" },
    })
    expect(await due("reminder")).toHaveLength(3)
    expect(await no(boss, request)).toMatchObject({ is: "decided", decision: { how: "unneeded" } })
    // Undone, it waits again.
    expect(await undo(world, by("ana"))).toMatchObject({ bookings: [{ status: "requested", room: "l1" }] })
    expect(await due("reminder")).toEqual([])
  })

  test("what is booked is not given up for a request: the change is refused, the staff are asked, and make it or say no", async () => {
    const booked = await asked("ana", { room: { room: "s1" }, hosts: 1, gear: [] })
    expect(booked.status).toBe("confirmed")
    const change = { room: { room: "l1" }, hosts: 3 }
    const refusal = { is: "refused", refusal: { why: "needs_yes", for: ["room"] } }
    expect(await quoteMove(world, by("ana"), booked.id, change)).toMatchObject(refusal)
    expect(await move(world, by("ana"), booked.id, change)).toMatchObject(refusal)
    expect(await extend(world, by("ana"), booked.id, 75)).toMatchObject({
      refusal: { why: "needs_yes", for: ["length"] },
    })
    expect(await extend(world, by("ana"), booked.id, 60)).toMatchObject({ is: "extended" })
    expect(await askForChange(world, by("bo"), { bookingId: booked.id, change })).toMatchObject({
      refusal: { why: "not_found" },
    })
    for (let n = 0; n < 2; n++)
      expect(await askForChange(world, by("ana"), { bookingId: booked.id, change })).toMatchObject({ is: "told" })
    expect((await due("wanted")).map(({ personId }) => personId)).toEqual(["boss", "mei"])
    expect(await refuseChange(world, by("ana"), booked.id)).toMatchObject({ refusal: { why: "not_staff" } })
    for (const who of [boss, mei])
      expect(await refuseChange(world, ask(world, who), booked.id)).toMatchObject({ is: "told" })
    expect(await due("unchanged")).toMatchObject([{ personId: "p-ana" }])
    expect(await move(world, ask(world, boss), booked.id, change)).toMatchObject({
      is: "moved",
      booking: { status: "confirmed", room: "l1" },
    })
  })

  test("undone within ten minutes: an approval, so that it waits again; a no, with its place and hours; never once it has begun", async () => {
    const request = await asked()
    await say(boss, request)
    expect(await undo(world, ask(world, boss))).toMatchObject({
      is: "undone",
      what: "approve",
      bookings: [{ status: "requested" }],
    })
    expect(await due("reminder")).toEqual([])
    expect(await due("answered")).toMatchObject([{ data: { how: "reopened" } }])
    expect(await no(mei, { ...request, version: 3 })).toMatchObject({ is: "declined" })
    expect(await used()).toBe(0)
    expect(await undo(world, ask(world, mei))).toMatchObject({ what: "decline", bookings: [{ status: "requested" }] })
    expect([await used(), await store().prisma.claim.count()]).toEqual([120, 1])
    expect(await decisionOf(world, request.id)).toBeNull()
    await no(mei, { ...request, version: 5 })
    await asked("bo")
    expect(await undo(world, ask(world, mei))).toMatchObject({ refusal: { why: "cannot_undo" } })
    const soon = await asked("cy", { start: after(world.now, 2 * hour), end: after(world.now, 3 * hour), gear: [] })
    world.now = after(soon.start, -minute)
    await no(mei, soon)
    world.now = after(soon.start, minute)
    expect(await undo(world, ask(world, mei))).toMatchObject({ refusal: { why: "too_late" } })
    expect(await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })).toEqual(
      [],
    )
  })

  test("a series: dates that need a yes wait, the others are booked; one card for all; answered together, told once", async () => {
    const night = (n: number) => ({ start: after(start, n * 24 * hour), end: after(start, n * 24 * hour + 2 * hour) })
    const plain = { room: { room: "s1" }, hosts: 1, gear: [] }
    const wishes = [0, 1, 3, 4].map((n) => wish({ ...plain, ...night(n) }))
    const some = await bookSeries(world, by("ana"), wishes)
    if (some.is !== "done") throw new Error(JSON.stringify(some))
    // Saturday the 28th is a day that needs one.
    expect(some.bookings.map(({ status }) => status)).toEqual(["confirmed", "confirmed", "requested", "confirmed"])
    const all = await bookSeries(
      world,
      by("bo"),
      [0, 1, 2].map((n) => wish(night(n))),
    )
    if (all.is !== "done") throw new Error(JSON.stringify(all))
    const [first] = all.bookings
    expect(first?.status).toBe("requested")
    const cards = async () =>
      (await due("asked")).filter(({ personId }) => personId === "boss").map((card) => card.bookingId)
    expect((await cards()).sort()).toEqual([some.bookings[2]?.id, first?.id].sort())
    await refreshCards(world, world.now)
    expect(await cards()).toHaveLength(2)
    if (!first) throw new Error("a first")
    const answer = await approve(world, ask(world, boss), { bookingId: first.id, version: 1, all: true })
    expect(answer).toMatchObject({ is: "approved", bookings: [{}, {}, {}] })
    expect(await due("answered")).toMatchObject([{ personId: "p-bo", data: { how: "approved", more: 2 } }])
    expect(await undo(world, ask(world, boss))).toMatchObject({ is: "undone", bookings: [{}, {}, {}] })
    expect(
      await moveSeries(world, by("bo"), { bookingId: first.id, scope: "all", change: { start: after(start, hour) } }),
    ).toMatchObject({ is: "done" })
    expect(await cancelSeries(world, by("bo"), { bookingId: first.id, scope: "all" })).toMatchObject({
      minutesBack: 360,
    })
  })

  test("one of a series is answered alone: the next of it comes up", async () => {
    await channels("test:Floor")
    const night = (n: number) => ({ start: after(start, n * 24 * hour), end: after(start, n * 24 * hour + 2 * hour) })
    const all = await bookSeries(
      world,
      by("bo"),
      [0, 1, 2].map((n) => wish(night(n))),
    )
    if (all.is !== "done") throw new Error(JSON.stringify(all))
    const [first, second] = all.bookings
    if (!first || !second) throw new Error("two")
    await send()
    await no(boss, first)
    expect(await due("asked")).toMatchObject([{ bookingId: second.id }])
  })

  test("a card in each channel, edited for all when the request changes and when it is answered; one that was lost is put again", async () => {
    await channels("test:Floor", "test:Office")
    const request = await asked()
    expect((await due("asked")).map(({ address }) => address)).toEqual(["test:Floor", "test:Office"])
    // A change before they are sent withdraws what was to be said of it: the cards come all the same.
    await move(world, by("ana"), request.id, { hosts: 4 })
    expect(await due("asked")).toEqual([])
    await refreshCards(world, world.now)
    await send()
    expect(await refreshCards(world, world.now)).toBe(0)
    const edits = () => due("asked-edit")
    await move(world, by("ana"), request.id, { hosts: 3 })
    expect(await refreshCards(world, world.now)).toBe(2)
    expect(await refreshCards(world, world.now)).toBe(0)
    expect((await edits()).map(({ data }) => data)).toMatchObject([
      { shown: "open:3", message: `m:asked:${request.id}:test:Floor` },
      { shown: "open:3", message: `m:asked:${request.id}:test:Office` },
    ])
    await send()
    await say(boss, { ...request, version: 3 })
    expect((await edits()).map(({ data }) => (data as { shown: string }).shown)).toEqual(["answered", "answered"])
    await send()
    // What becomes of the booking later is not the card's concern.
    await cancel(world, by("ana"), request.id)
    expect(await refreshCards(world, world.now)).toBe(0)
  })

  test("a closure moves a request like a booking; what it cancelled comes back as a request", async () => {
    const request = await asked("ana", { hosts: 1, gear: [] })
    const closing = { what: { room: "l1" }, start: after(start, -hour), end: after(start, 3 * hour), reason: null }
    const closed = await close(world, ask(world, boss), closing)
    if (closed.is !== "closed") throw new Error(JSON.stringify(closed))
    expect(closed.placed).toMatchObject([{ now: { status: "requested" } }])
    expect(await lift(world, ask(world, boss), closed.id)).toMatchObject({ is: "lifted" })
    expect(await statusOf(request)).toBe("requested")
    const day = {
      what: "centre" as const,
      start: new Date("2026-11-25T08:00:00+08:00"),
      end: new Date("2026-11-26T02:00:00+08:00"),
      reason: null,
    }
    const all = await close(world, ask(world, boss), day)
    if (all.is !== "closed") throw new Error(JSON.stringify(all))
    expect(await statusOf(request)).toBe("cancelled")
    expect(await lift(world, ask(world, boss), all.id)).toMatchObject({ is: "lifted" })
    expect([await statusOf(request), await used(), await due("reminder")]).toEqual(["requested", 120, []])
  })

  test("a request behind a closed room cannot be written past the rules either", async () => {
    const request = await asked("ana", { hosts: 1, gear: [] })
    const insert = store().pool.query(
      `insert into closure (id, room_id, starts_at, ends_at, data, version, created_at)
       values ('c1', 'l1', $1, $2, '{}', 1, $3)`,
      [request.start, request.end, world.now],
    )
    await expect(insert).rejects.toMatchObject({ code: "AD001" })
  })

  test("requests count as open bookings, in the database too", async () => {
    await centreIs({ ...strict, plans: strict.plans.map((plan) => ({ ...plan, openBookings: 1 })) })
    const wishes = [wish(), wish({ start: after(start, 24 * hour), end: after(start, 26 * hour) })]
    const outcomes = await Promise.all(wishes.map((one) => book(world, by("ana"), one)))
    expect(outcomes.filter(({ is }) => is === "booked")).toHaveLength(1)
    expect(outcomes.find(({ is }) => is === "refused")).toMatchObject({ refusal: { why: "too_many_open" } })
  })

  test("handed to another member it is theirs, and still a request", async () => {
    const request = await asked()
    expect(await hand(world, ask(world, boss), { bookingId: request.id, to: "bo" })).toMatchObject({
      is: "handed",
      booking: { status: "requested", member: { id: "bo" } },
    })
    expect([await used("ana"), await used("bo"), await due("reminder")]).toEqual([0, 120, []])
    expect(await say(mei, { ...request, version: 2 })).toMatchObject({ is: "approved" })
    expect(await due("answered")).toMatchObject([{ personId: "p-bo" }])
  })

  test("nobody is awaited for a request: no check-in, no running late, no missing it", async () => {
    await centreIs({ ...strict, approvals: { ...centre, notice: 0 } })
    const request = await asked("ana", { start: after(world.now, 15 * minute), end: after(world.now, 75 * minute) })
    const unanswered = { is: "refused", refusal: { why: "unanswered" } }
    expect(await checkIn(world, by("ana"), request.id)).toMatchObject(unanswered)
    expect(await runningLate(world, by("ana"), request.id, 10)).toMatchObject(unanswered)
    world.now = after(request.start, 20 * minute)
    await store().prisma.pulse.deleteMany()
    await nudge(world, world.now)
    expect(await releaseNoShows(world, world.now)).toBe(0)
    expect(await markNoShow(world, ask(world, boss), request.id)).toMatchObject(unanswered)
    expect([await due("arrive"), await due("ending")]).toEqual([[], []])
  })

  test("59: what is not theirs they cannot answer, cancel or ask about: the words are those of a booking that is not there", async () => {
    const request = await asked()
    const missing = { is: "refused", refusal: { why: "not_found" } }
    for (const id of [request.id, "nothing"]) {
      expect(await cancel(world, by("bo"), id)).toEqual(missing)
      expect(await askForChange(world, by("bo"), { bookingId: id, change: { hosts: 1 } })).toEqual(missing)
      expect(await approve(world, by("bo"), { bookingId: id })).toEqual({
        is: "refused",
        refusal: { why: "not_staff" },
      })
      expect(await deny(world, by("ana"), { bookingId: id })).toEqual({ is: "refused", refusal: { why: "not_staff" } })
    }
    expect(await statusOf(request)).toBe("requested")
    expect(await say(boss, { ...request, id: "nothing" })).toEqual(missing)
  })

  test("60: what is free says nothing of who has the rest, nor that somebody asks for it", async () => {
    const request = await asked()
    const free = await availability(world, {
      from: start,
      to: after(start, 2 * hour),
      minutes: 60,
      hosts: 1,
      gear: [],
      rooms: ["l1", "s1"],
      now: world.now,
    })
    expect(free.rooms.map(({ room }) => room)).toEqual(["s1"])
    const said = JSON.stringify(free)
    for (const word of [request.id, "ana", "Ana", "Member", "request"]) expect(said).not.toContain(word)
  })

  test("the same tap again gets the first answer; erased with whoever asked, the staff's words are gone", async () => {
    const request = await asked()
    const once = ask(world, boss)
    const about = { bookingId: request.id, version: 1, text: "Ana sings too loudly" }
    const [one, two] = [await deny(world, once, about), await deny(world, once, about)]
    expect(two).toEqual(one)
    expect(await deny(world, once, { ...about, text: "other" })).toMatchObject({ refusal: { why: "key_reused" } })
    await forgetMe(world, by("ana"))
    const { rows } = await store().pool.query(
      "select 1 from audit where data::text like '%sings%' union all select 1 from notice where data::text like '%sings%'",
    )
    expect(rows).toEqual([])
    expect(await decisionOf(world, request.id)).toMatchObject({ how: "declined", by: "boss", text: null })
  })
})
