import { beforeEach, expect, test } from "vitest"
import { accept, decline, unanswered } from "../../src/core/affected.js"
import { book, cancel } from "../../src/core/booking.js"
import { findBooking } from "../../src/core/booking-record.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { close, previewClosing } from "../../src/core/closing.js"
import { closureReport } from "../../src/core/closure-report.js"
import type { Closing } from "../../src/core/closures.js"
import { lift, previewLifting } from "../../src/core/lifting.js"
import type { Wish } from "../../src/core/outcome.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** What people answer whom a closure moved, and who goes back once it is lifted. */

const at = (clock: string, day = 24): Date => new Date(`2026-11-${day}T${clock}:00+08:00`)
const large = { room: { room: "l1" }, hosts: 4 }
const camera = [{ id: "camera", quantity: 1 }]

await describeEachStore("back where they were", (store) => {
  let world: TestWorld
  const boss = () => ask(world, staffActor("boss"))
  const by = (who: string) => ask(world, actorFor(who, "standard"))
  const booked = async (who: string, from: string, to: string, more: Partial<Wish> = {}): Promise<string> => {
    const wish = { room: { room: "s1" }, start: at(from), end: at(to), hosts: 1, gear: [], ...more }
    const outcome = await book(world, by(who), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const closed = async (what: Closing["what"], from: string, to: string): Promise<string> => {
    const done = await close(world, boss(), { what, start: at(from), end: at(to), reason: null })
    if (done.is !== "closed") throw new Error(JSON.stringify(done))
    return done.id
  }
  const lifted = async (id: string) => {
    const done = await lift(world, boss(), id)
    if (done.is !== "lifted") throw new Error(JSON.stringify(done))
    const ids = (all: typeof done.back) => all.map((booking) => booking.id)
    return { back: ids(done.back), stays: ids(done.stays) }
  }
  const stored = async (id: string) => (await findBooking(world, id))?.booking
  const notices = async (kind: string, bookingId: string) =>
    store().prisma.notice.findMany({ where: { kind, bookingId, state: "due" }, orderBy: { dueAt: "asc" } })
  const judged = () => judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { m0: "standard", m1: "standard", m2: "standard", m3: "standard" })
  })

  test("shown first, by staff alone, until it is over; who goes back is told so, and reminded of the old time", async () => {
    const one = await booked("m0", "15:00", "17:00", large)
    const id = await closed({ room: "l1" }, "14:00", "17:00")
    expect(await stored(one)).toMatchObject({ start: at("17:00") })
    const shown = await previewLifting(world, boss(), id)
    expect(shown).toMatchObject({ is: "lifted", back: [{ id: one, start: at("15:00"), version: 3 }], stays: [] })
    expect(await stored(one)).toMatchObject({ start: at("17:00"), version: 2 })
    expect(await lift(world, by("m0"), id)).toMatchObject({ refusal: { why: "not_staff" } })
    expect(await lift(world, boss(), id)).toEqual(shown)
    expect(await stored(one)).toMatchObject({ start: at("15:00"), end: at("17:00"), room: "l1", status: "confirmed" })
    const told = await notices("closed", one)
    expect(told.map(({ personId, data }) => [personId, data])).toMatchObject([
      ["p-m0", { how: "back", was: { start: at("17:00").toISOString() } }],
    ])
    expect((await notices("reminder", one)).map(({ dueAt }) => dueAt)).toEqual([
      at("15:00", 23),
      at("14:00"),
      at("14:45"),
    ])
    const again = await closed({ room: "s1" }, "10:00", "11:00")
    world.now = at("11:00")
    expect(await lift(world, boss(), again)).toMatchObject({ refusal: { why: "lifted" } })
  })

  test("a request goes back as one, and whoever was promised a class does not hear of it", async () => {
    const approvals = { classes: [], rooms: ["l1"], dates: [], notice: 0 }
    await applyCentre(world, { ...smallCentre, approvals }, { now: world.now, via: "test" })
    const asked = await booked("m0", "15:00", "16:00", { ...large, start: at("15:00", 26), end: at("16:00", 26) })
    const wish = { room: { class: "small" }, start: at("15:00", 26), end: at("16:00", 26) }
    const promised = await booked("m1", "15:00", "16:00", wish)
    const { room = "" } = (await stored(promised)) ?? {}
    const day = { start: at("08:00", 26), end: at("20:00", 26), reason: null }
    for (const what of [{ room: "l1" }, { room }]) {
      const done = await close(world, boss(), { what, ...day })
      if (done.is !== "closed") throw new Error(done.is)
      await lift(world, boss(), done.id)
    }
    expect(await stored(asked)).toMatchObject({ status: "requested", room: "l1", start: at("15:00", 26) })
    expect(await stored(promised)).toMatchObject({ room, roomClass: "small", version: 3 })
    expect(await notices("closed", promised)).toEqual([])
  })

  test("nobody goes back where the floor, the gear or their host has somewhere else to be since", async () => {
    const mei = [{ name: "Mei" }]
    const on = (day: number) => ({ start: at("15:00", day), end: at("16:00", day) })
    const since: ((when: Pick<Wish, "start" | "end">) => Promise<unknown>)[] = [
      async (when) => {
        await booked("m1", "", "", { ...when, hosts: 2 })
        await booked("m2", "", "", { ...when, room: { room: "s2" }, hosts: 2 })
        await booked("m2", "", "", { ...when, room: { room: "s3" } })
      },
      (when) => booked("m1", "", "", { ...when, gear: camera }),
      (when) => booked("m0", "", "", { ...when, named: mei }),
    ]
    for (const [n, happens] of since.entries()) {
      const when = on(24 + n)
      const one = await booked("m0", "", "", { ...large, ...when, gear: camera, named: mei })
      const what = { what: { room: "l1" }, start: at("14:00", 24 + n), end: at("17:00", 24 + n), reason: null }
      const done = await close(world, boss(), what)
      if (done.is !== "closed") throw new Error(done.is)
      expect(await stored(one)).toMatchObject({ start: what.end })
      await happens(when)
      expect(await lifted(done.id)).toEqual({ back: [], stays: [one] })
      expect(await stored(one)).toMatchObject({ start: what.end, version: 2 })
    }
    expect(await judged()).toEqual([])
  })

  test("whoever lost two and has hours for one has the first back; of peak hours as of all", async () => {
    const two = [await booked("m0", "15:00", "16:00"), await booked("m0", "17:00", "18:00")]
    const peak = { start: at("20:00", 27), end: at("21:00", 27) }
    const dear = await booked("m1", "", "", peak)
    const all = await close(world, boss(), { what: "centre", start: at("08:00"), end: at("02:00", 28), reason: null })
    if (all.is !== "closed") throw new Error(all.is)
    expect(all.placed.map(({ fate }) => fate)).toEqual(["cancelled", "cancelled", "cancelled"])
    await store().prisma.quota.updateMany({ where: { memberId: "m0" }, data: { granted: 119 } })
    await store().prisma.quota.updateMany({ where: { memberId: "m1" }, data: { peakGranted: 59 } })
    expect(await lifted(all.id)).toEqual({ back: two.slice(0, 1), stays: [two[1], dear] })
    const used = await store().prisma.quota.findMany({ orderBy: { memberId: "asc" } })
    expect(used.map((row) => row.used)).toEqual([60, 0])
  })

  test("what nobody has answered is asked about until they do, or until it begins; an answer counts once, for what it was about", async () => {
    const ids = [
      await booked("m0", "15:00", "16:00"),
      await booked("m1", "17:00", "18:00"),
      await booked("m2", "19:00", "20:00"),
    ]
    const [one = "", two = "", three = ""] = ids
    await closed({ room: "s1" }, "14:00", "22:00")
    const open = async (who: string) => (await unanswered(world, by(who))).map(({ booking }) => booking)
    expect(await unanswered(world, by("m0"))).toEqual([{ booking: one, version: 2 }])
    expect(await unanswered(world, boss())).toEqual([])
    const once = { ...by("m0"), key: "once" }
    expect(await accept(world, once, { booking: one, version: 1 })).toMatchObject({ refusal: { why: "changed_since" } })
    expect(await accept(world, once, { booking: one, version: 2 })).toMatchObject({ refusal: { why: "key_reused" } })
    expect(await decline(world, once, { booking: one, version: 2 })).toMatchObject({ refusal: { why: "key_reused" } })
    expect(await open("m0")).toEqual([one])
    expect(await accept(world, boss(), { booking: one, version: 2 })).toMatchObject({ booking: { version: 3 } })
    expect(await stored(one)).toMatchObject({ room: "s2", version: 3, status: "confirmed" })
    expect(await open("m0")).toEqual([])
    const [entry] = await store().prisma.audit.findMany({ where: { action: "accept" } })
    expect(entry).toMatchObject({ personId: "boss", memberId: "m0", entity: `booking:${one}` })
    expect(await decline(world, by("m0"), { booking: two, version: 2 })).toMatchObject({
      refusal: { why: "not_found" },
    })
    world.now = at("16:30")
    // However late it is.
    expect(await decline(world, by("m1"), { booking: two, version: 2 })).toMatchObject({ minutesBack: 60 })
    expect((await decline(world, by("m1"), { booking: two, version: 2 })).is).toBe("refused")
    expect((await accept(world, by("m1"), { booking: two, version: 3 })).is).toBe("refused")
    expect(await open("m2")).toEqual([three])
    world.now = at("19:00")
    expect(await open("m2")).toEqual([])
    expect(await accept(world, by("m2"), { booking: three, version: 2 })).toMatchObject({
      refusal: { why: "too_late" },
    })
  })

  test("what would be closed is shown to staff alone, and what was given up since is nobody's any more", async () => {
    const what = { what: { room: "s1" }, start: at("14:00"), end: at("22:00"), reason: null }
    expect(await previewClosing(world, by("m0"), what)).toMatchObject({ refusal: { why: "not_staff" } })
    const one = await booked("m0", "15:00", "16:00")
    const id = await closed({ room: "s1" }, "14:00", "22:00")
    await cancel(world, by("m0"), one)
    expect(await lifted(id)).toEqual({ back: [], stays: [one] })
    expect(await stored(one)).toMatchObject({ status: "cancelled" })
  })

  test("the other staff are told by whom, of whom no chat told, and which courses are in it; no more once that is over or lifted", async () => {
    await store().prisma.person.create({
      data: { id: "boss", name: "Mei", language: "en", staff: true, createdAt: world.now },
    })
    const one = await booked("m0", "15:00", "16:00")
    const quiet = await booked("m1", "15:00", "16:00", { room: { room: "s2" } })
    await store().prisma.booking.update({ where: { id: quiet }, data: { madeById: null } })
    const course = { courseId: "mixer", hosts: 1, seats: 3, least: 0, status: "scheduled", version: 1 }
    for (const [id, roomId, clock] of [
      ["early", "s3", "13:00"],
      ["late", "s3", "17:00"],
      ["other", "l1", "17:00"],
    ] as const)
      await store().prisma.courseSession.create({
        data: {
          ...course,
          id,
          roomId,
          startsAt: at(clock),
          endsAt: new Date(at(clock).getTime() + 3_600_000),
          createdAt: world.now,
        },
      })
    const closing = { start: at("12:00"), end: at("23:00"), reason: null }
    const ids: string[] = []
    for (const room of ["s1", "s2", "s3"]) {
      const done = await close(world, boss(), { what: { room }, ...closing })
      if (done.is !== "closed") throw new Error(done.is)
      ids.push(done.id)
    }
    const [first = "", second = "", third = ""] = ids
    const report = (closure: string, now = world.now, version = 1) =>
      closureReport(world, { kind: "closure", closure, version, by: "boss", lifted: false }, now)
    expect(await report(first)).toMatchObject({ by: "Mei", closure: { id: first }, todo: [], courses: [] })
    expect(await report(second)).toMatchObject({
      todo: [{ booking: { id: quiet }, slot: { room: "s2", start: at("15:00") }, fate: "moved", untold: true }],
    })
    expect((await report(third))?.courses.map(({ id }) => id)).toEqual(["early", "late"])
    expect((await report(third, at("13:00")))?.courses.map(({ id }) => id)).toEqual(["late"])
    expect(await report(third, at("23:00"))).toBeNull()
    await lift(world, boss(), second)
    expect(await report(second)).toBeNull()
    expect(await report(second, world.now, 2)).toMatchObject({ todo: [], courses: [] })
    expect((await stored(one))?.version).toBeGreaterThan(1)
  })
})
