import { beforeEach, expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { inviteColleague, removeColleague, setRole } from "../../src/core/colleagues.js"
import { hand } from "../../src/core/hand.js"
import { after, hour } from "../../src/core/interval.js"
import type { Actor } from "../../src/core/outcome.js"
import { join, personAt } from "../../src/core/people.js"
import { chooseReminders } from "../../src/core/reminding.js"
import { bookSeries } from "../../src/core/series.js"
import { undo } from "../../src/core/undo.js"
import { joinLine } from "../../src/core/waitlist.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

await describeEachStore("an owner's colleagues", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-25T20:00:00+08:00")
  const owner = actorFor("ana", "standard")
  /** Ben, one of Ana's. */
  let ben: Actor
  const wish = { room: { room: "s1" }, start, end: after(start, 2 * hour), hosts: 1, gear: [] }
  const reminders = () =>
    store().prisma.notice.findMany({ where: { kind: "reminder", state: "due" }, orderBy: { dueAt: "asc" } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
    const invited = await inviteColleague(world, ask(world, owner), "staff")
    if (invited.is === "refused") throw new Error(invited.refusal.why)
    const account = { platform: "test", userId: "ben", address: "test:ben" }
    await join(world, { ...account, code: invited.code, name: "Ben", language: "en", now: world.now })
    const known = await personAt(world, account)
    if (!known) throw new Error("not in")
    ben = known.actor
  })

  test("an invitation whose turn comes twice, or in two places at once, is one code, kept as a hash alone", async () => {
    const asking = ask(world, owner)
    const codes = await Promise.all([1, 2, 3].map(() => inviteColleague(world, asking, "staff")))
    const [given, ...rest] = codes.sort((a, b) => a.is.localeCompare(b.is))
    if (given?.is !== "invited") throw new Error("nobody invited")
    for (const one of rest) expect(one).toEqual({ is: "refused", refusal: { why: "key_reused" } })
    expect(await store().prisma.invitation.count({ where: { usedAt: null } })).toBe(1)
    expect(JSON.stringify(await store().prisma.turn.findMany())).not.toContain(given.code)
    // Ben's own, and this.
    expect(await store().prisma.audit.count({ where: { action: "invite", personId: "p-ana" } })).toBe(2)
  })

  test("whoever is an owner no more when it is done invites nobody", async () => {
    await store().prisma.personMember.updateMany({ where: { personId: "p-ana" }, data: { role: "staff" } })
    expect(await inviteColleague(world, ask(world, owner), "owner")).toMatchObject({ refusal: { why: "not_owner" } })
  })

  test("what a colleague booked stays, and the owner is reminded of it, as the owner chose", async () => {
    await chooseReminders(world, ask(world, owner), { lead: 1440, on: false })
    const booked = await book(world, ask(world, ben), wish)
    if (booked.is !== "booked") throw new Error(booked.is)
    await joinLine(world, ask(world, ben), {
      room: "any",
      minutes: 60,
      hosts: 1,
      gear: [],
      windows: [{ start, end: after(start, 4 * hour) }],
    })
    expect(new Set((await reminders()).map(({ personId }) => personId))).toEqual(new Set([ben.person.id]))

    const removed = await removeColleague(world, ask(world, owner, "tap"), ben.person.id)
    expect(removed).toEqual({ is: "removed", name: "Ben", self: false, heir: "Person ana", bookings: 1 })
    expect((await reminders()).map(({ personId, dueAt }) => [personId, start.getTime() - dueAt.getTime()])).toEqual([
      ["p-ana", hour],
      ["p-ana", hour / 4],
    ])
    expect(await store().prisma.waiting.findMany()).toMatchObject([{ personId: "p-ana" }])
    expect(await store().prisma.booking.findFirst()).toMatchObject({ madeById: "p-ana", version: 2 })
    expect(await store().prisma.audit.count({ where: { entity: `booking:${booked.booking.id}` } })).toBe(2)
    // The same tap again: the same answer.
    expect(await removeColleague(world, ask(world, owner, "tap"), ben.person.id)).toEqual(removed)
    // And moving it later reminds the owner, nobody else.
    await move(world, ask(world, owner), booked.booking.id, { start: after(start, hour) })
    expect(new Set((await reminders()).map(({ personId }) => personId))).toEqual(new Set(["p-ana"]))
  })

  test("what a colleague was about to do when they were removed is refused, as of nobody's", async () => {
    const cancelled = await book(world, ask(world, ben), wish)
    if (cancelled.is !== "booked") throw new Error(cancelled.is)
    await cancel(world, ask(world, owner), cancelled.booking.id)
    await removeColleague(world, ask(world, owner), ben.person.id)

    const nobody = { is: "refused", refusal: { why: "not_member" } }
    expect(await book(world, ask(world, ben), wish)).toEqual(nobody)
    expect(await bookSeries(world, ask(world, ben), [wish])).toEqual(nobody)
    const windows = [{ start, end: after(start, 4 * hour) }]
    expect(await joinLine(world, ask(world, ben), { room: "any", minutes: 60, hosts: 1, gear: [], windows })).toEqual(
      nobody,
    )
    // What the owner cancelled and takes back is not theirs again; removing somebody is what they did last, and stays.
    expect(await undo(world, ask(world, owner))).toMatchObject({ refusal: { why: "last_stays" } })
    expect(await undo(world, ask(world, owner), cancelled.booking.id)).toMatchObject({
      is: "undone",
      bookings: [{ madeBy: "p-ana" }],
    })
  })

  test("a colleague cannot say who belongs, nor hand bookings to others; an owner can", async () => {
    const booked = await book(world, ask(world, ben), wish)
    if (booked.is !== "booked") throw new Error(booked.is)
    expect(await inviteColleague(world, ask(world, ben), "staff")).toMatchObject({ refusal: { why: "not_owner" } })
    expect(await setRole(world, ask(world, ben), { person: ben.person.id, role: "owner" })).toMatchObject({
      refusal: { why: "not_owner" },
    })
    expect(await removeColleague(world, ask(world, ben), "p-ana")).toMatchObject({ refusal: { why: "not_owner" } })
    const both = (actor: Actor): Actor => ({
      ...actor,
      members: [...actor.members, { id: "bo", name: "Member bo", role: "staff" }],
    })
    const about = { bookingId: booked.booking.id, to: "bo" }
    expect(await hand(world, ask(world, both(ben)), about)).toMatchObject({ refusal: { why: "not_owner" } })
    expect(await hand(world, ask(world, both(owner)), about)).toMatchObject({ is: "handed" })
  })

  test("the last owner stays, whoever asks, and though two go at once", async () => {
    expect(await removeColleague(world, ask(world, owner), "p-ana")).toMatchObject({ refusal: { why: "last_owner" } })
    expect(await setRole(world, ask(world, owner), { person: ben.person.id, role: "owner" })).toMatchObject({
      is: "changed",
      role: "owner",
    })
    const nowOwner: Actor = { ...ben, member: ben.member && { ...ben.member, role: "owner" } }
    const gone = await Promise.all([
      removeColleague(world, ask(world, owner), "p-ana"),
      removeColleague(world, ask(world, nowOwner), ben.person.id),
    ])
    expect(gone.map(({ is }) => is).sort()).toEqual(["refused", "removed"])
    expect(await store().prisma.personMember.count({ where: { memberId: "ana", role: "owner" } })).toBe(1)
  })

  test("whoever is removed acts for nobody, or for another of theirs; nobody of another member is touched", async () => {
    expect(await removeColleague(world, ask(world, owner), "p-bo")).toMatchObject({
      refusal: { why: "no_such_person" },
    })
    await removeColleague(world, ask(world, owner), ben.person.id)
    const known = await personAt(world, { platform: "test", userId: "ben", address: "test:ben" })
    expect(known?.actor).toMatchObject({ member: null, members: [] })
    expect(await book(world, ask(world, known?.actor ?? owner), wish)).toMatchObject({ refusal: { why: "not_member" } })
  })
})
