import { beforeEach, expect, test } from "vitest"
import { book, cancel, extend, move } from "../../src/core/booking.js"
import { bookingFor } from "../../src/core/booking-record.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { checkIn, markNoShow } from "../../src/core/checkin.js"
import { close } from "../../src/core/closing.js"
import { hand } from "../../src/core/hand.js"
import { foldName, isFullName } from "../../src/core/host.js"
import { after, minute } from "../../src/core/interval.js"
import { lift } from "../../src/core/lifting.js"
import type { Booking, Outcome, Wish } from "../../src/core/outcome.js"
import { quote } from "../../src/core/quote.js"
import { findHosts, forgetHost, otherHost, sameHost } from "../../src/core/same-host.js"
import { bookSeries } from "../../src/core/series.js"
import { describeShow } from "../../src/core/show.js"
import type { Store } from "../../src/core/store/open.js"
import { undo } from "../../src/core/undo.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

/** Hosts by name, on both stores: never on air twice, whoever for, nor without their rest. */

test("names are compared in one script, case and width, without accents", () => {
  expect(foldName("陳美玲")).toBe(foldName("陈美玲"))
  expect(foldName("陳 美 玲")).toBe(foldName("陳美玲"))
  expect(foldName("  RITA   Sá ")).toBe(foldName("rita sa"))
  expect(foldName("Ｒｉｔａ")).toBe("rita")
  expect(foldName("Chan Mei-Ling")).toBe(foldName("CHAN Mei Ling"))
  expect(foldName("鄺")).toBe(foldName("邝"))
})

test("a whole name is somebody; a first name, a nickname and a title may be anybody", () => {
  for (const name of ["Chan Mei Ling", "Rita Sá", "陳美玲", "欧阳娜娜"])
    expect(isFullName(foldName(name)), name).toBe(true)
  for (const name of ["Mei", "Miss Chan", "陳小姐", "阿美玲", "陳美", "Ah Mei", "小美", "R Sá"])
    expect(isFullName(foldName(name)), name).toBe(false)
})

await describeEachStore("hosts", (store: () => Store) => {
  let world: TestWorld
  const at = (time: string) => new Date(`2026-11-24T${time}:00+08:00`)
  const wish = (room: string, times: [string, string], names: string[], more: Partial<Wish> = {}): Wish => ({
    room: { room },
    start: at(times[0]),
    end: at(times[1]),
    hosts: 1,
    gear: [],
    named: names.map((name) => ({ name })),
    ...more,
  })
  const by = (id: string, plan = "standard") => ask(world, actorFor(id, plan))
  const staff = () => ask(world, staffActor("boss"))
  const booked = async (outcome: Promise<Outcome>): Promise<Booking> => {
    const done = await outcome
    if (done.is === "refused") throw new Error(JSON.stringify(done.refusal))
    return done.booking
  }
  const changed = async (centre: Centre) => {
    const data = JSON.parse(JSON.stringify(centre))
    await store().prisma.centre.update({ where: { id: 1 }, data: { version: 2, data } })
    await currentCentre(world, { fresh: true })
  }
  const why = async (outcome: Promise<{ is: string; refusal?: { why: string } }>) => (await outcome).refusal?.why

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { lotus: "standard", vento: "standard" })
  })

  test("one host is on air once, for whichever member, with a rest between; the nearest times are told and can be had", async () => {
    await booked(book(world, by("lotus"), wish("s1", ["15:00", "17:00"], ["Chan Mei Ling"])))
    const no = await book(world, by("vento"), wish("s2", ["17:00", "18:00"], ["chan mei-ling"]))
    if (no.is !== "refused" || no.refusal.why !== "host_busy") throw new Error(no.is)
    // Nothing of the other's: neither whose nor where.
    expect(Object.keys(no.refusal).sort()).toEqual(["alternatives", "host", "until", "why"])
    expect([no.refusal.host, no.refusal.until]).toEqual(["chan mei-ling", at("17:15")])
    expect(no.refusal.alternatives.length).toBeGreaterThan(0)
    for (const { room, start, end } of no.refusal.alternatives) {
      const there = { ...wish("s2", ["17:00", "18:00"], ["Chan Mei Ling"]), room: { room }, start, end }
      expect((await quote(world, by("vento"), there)).is).toBe("quote")
    }
    await booked(book(world, by("vento"), wish("s2", ["17:15", "18:00"], ["CHAN MEI LING"])))
    // And the rest before: it is hers as much after what comes first.
    expect(await why(book(world, by("lotus"), wish("s3", ["14:00", "15:00"], ["Chan Mei Ling"])))).toBe("host_busy")
    expect(await why(book(world, by("lotus"), wish("s3", ["14:00", "14:45"], ["Chan Mei Ling"])))).toBe(undefined)
  })

  test("two merchants at the same moment: one has her", async () => {
    const both = await Promise.all([
      book(world, by("lotus"), wish("s1", ["15:00", "17:00"], ["陳美玲"])),
      book(world, by("vento"), wish("s2", ["15:00", "17:00"], ["陈美玲"])),
    ])
    expect(both.map(({ is }) => is).sort()).toEqual(["booked", "refused"])
    expect(both.flatMap((one) => (one.is === "refused" ? [one.refusal.why] : []))).toEqual(["host_busy"])
    expect(await store().prisma.host.count()).toBe(1)
  })

  test("a first name is each merchant's own; a nickname is remembered", async () => {
    await booked(book(world, by("lotus"), wish("s1", ["15:00", "17:00"], ["Mei"])))
    await booked(book(world, by("vento"), wish("s2", ["15:00", "17:00"], ["Mei"])))
    const [mei] = (await store().prisma.hostName.findMany({ where: { memberId: "lotus" } })).map(({ hostId }) => hostId)
    const named = [{ name: "Ah Mei", is: mei ?? "" }]
    const nick = await booked(book(world, by("lotus"), { ...wish("s1", ["19:00", "20:00"], []), named }))
    expect(nick.named).toEqual([{ id: mei, name: "Mei" }])
    expect(await why(book(world, by("lotus"), wish("s3", ["19:00", "20:00"], ["ah mei"])))).toBe("host_busy")
    // Another's host is nobody one could mean: the name is somebody new.
    const theirs = await booked(book(world, by("vento"), { ...wish("s3", ["20:00", "21:00"], []), named }))
    expect(theirs.named.map(({ id }) => id)).not.toContain(mei)
  })

  test("there are as many hosts as are named, and a series names its hosts each time", async () => {
    const two = await booked(book(world, by("lotus"), wish("l1", ["15:00", "16:00"], ["Ana", "Bei", "ana"])))
    expect([two.hosts, two.named.map(({ name }) => name)]).toEqual([2, ["Ana", "Bei"]])
    const first = wish("s1", ["20:00", "21:00"], ["Rita Sá"])
    const week = {
      ...first,
      start: after(first.start, 7 * 24 * 60 * minute),
      end: after(first.end, 7 * 24 * 60 * minute),
    }
    const done = await bookSeries(world, by("lotus"), [first, week])
    expect(done.is === "done" && done.bookings.map(({ named }) => named.map(({ name }) => name))).toEqual([
      ["Rita Sá"],
      ["Rita Sá"],
    ])
    expect(await why(book(world, by("vento"), { ...week, room: { room: "s2" } }))).toBe("host_busy")
  })

  test("whoever moves, cancels, is missed or comes back by undoing takes the host along", async () => {
    const free = async (times: [string, string]) =>
      (await why(quote(world, by("vento"), wish("s3", times, ["Rita Sá"])))) === undefined
    const { id } = await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Rita Sá"])))
    await booked(move(world, by("lotus"), id, { start: at("18:00") }))
    expect([await free(["15:00", "16:00"]), await free(["18:00", "19:00"])]).toEqual([true, false])
    await booked(extend(world, by("lotus"), id, 60))
    expect(await free(["20:00", "21:00"])).toBe(false)
    await cancel(world, by("lotus"), id)
    expect(await free(["18:00", "19:00"])).toBe(true)
    expect((await undo(world, by("lotus"))).is).toBe("undone")
    expect(await free(["18:00", "19:00"])).toBe(false)
    await cancel(world, by("lotus"), id)
    await booked(book(world, by("vento"), wish("s3", ["18:30", "19:00"], ["Rita Sá"])))
    // By now she is on air elsewhere.
    expect(await why(undo(world, by("lotus")))).toBe("cannot_undo")
    world.now = at("18:50")
    const [other] = await store().prisma.booking.findMany({ where: { memberId: "vento" } })
    await markNoShow(world, staff(), other?.id ?? "")
    expect(await free(["19:00", "20:00"])).toBe(true)
  })

  test("hosts are changed and changed back; a change that only names them moves nothing", async () => {
    const { id } = await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Rita Sá"])))
    const changed = await booked(move(world, by("lotus"), id, { named: [{ name: "Ana" }, { name: "Bei" }] }))
    expect([changed.hosts, changed.named.map(({ name }) => name)]).toEqual([2, ["Ana", "Bei"]])
    await undo(world, by("lotus"))
    const back = await bookingFor(world, by("lotus").actor, id)
    expect([back?.hosts, back?.named.map(({ name }) => name)]).toEqual([1, ["Rita Sá"]])
    const none = await booked(move(world, by("lotus"), id, { named: [] }))
    expect(none.named).toEqual([])
    expect(await why(book(world, by("vento"), wish("s2", ["15:00", "16:00"], ["Rita Sá"])))).toBe(undefined)
  })

  test("whom one merchant names is nothing to whoever is handed the booking", async () => {
    const { id } = await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Rita Sá"])))
    await describeShow(world, by("lotus"), id, { link: "https://live.example.com/1", platform: "Douyin" })
    const handed = await hand(world, staff(), { bookingId: id, to: "vento" })
    expect(handed.is === "handed" && [handed.booking.named, handed.booking.show]).toEqual([[], {}])
    const seen = await bookingFor(world, by("vento").actor, id)
    expect([seen?.named, seen?.show, seen?.hosts]).toEqual([[], {}, 1])
    expect(await store().prisma.hostName.count({ where: { memberId: "vento" } })).toBe(0)
    expect(await why(book(world, by("vento"), wish("s2", ["15:00", "16:00"], ["Rita Sá"])))).toBe(undefined)
  })

  test("set-up and tear-down are the room's, not the floor's nor the hosts'", async () => {
    const phases = { setup: 30, teardown: 15 }
    const one = await booked(
      book(world, by("lotus"), wish("l1", ["15:00", "17:00"], ["Rita Sá"], { phases, hosts: 6 })),
    )
    expect([one.setup, one.teardown, one.minutes]).toEqual([30, 15, 120])
    const floor = await store().prisma.ledger.findMany({
      where: { resourceId: "floor", used: { gt: 0 } },
      orderBy: { slot: "asc" },
    })
    expect([floor[0]?.slot, floor.at(-1)?.slot]).toEqual([at("15:30"), at("16:30")])
    // While the large room is being set up there is room on the floor, and she may be on air elsewhere.
    expect(await why(book(world, by("vento"), wish("s1", ["14:30", "15:15"], ["Rita Sá"], { hosts: 2 })))).toBe(
      undefined,
    )
    expect(await why(quote(world, by("vento"), wish("s2", ["17:00", "18:00"], ["Rita Sá"])))).toBe(undefined)
    expect(await why(quote(world, by("vento"), wish("l1", ["17:00", "18:00"], [])))).toBe("taken")
    expect(
      await why(quote(world, by("vento"), wish("s2", ["17:15", "18:00"], [], { phases: { setup: 30, teardown: 5 } }))),
    ).toBe("off_air")
  })

  test("a class of rooms may have its own set-up, which leaves a quarter of an hour on air", async () => {
    const raw = { ...smallCentre, classes: smallCentre.classes.map((kind) => ({ ...kind, setup: 30, teardown: 10 })) }
    await changed(raw)
    const long = await booked(book(world, by("lotus"), wish("s1", ["15:00", "17:00"], [])))
    expect([long.setup, long.teardown]).toEqual([30, 10])
    const short = await booked(book(world, by("lotus"), wish("s2", ["15:00", "15:30"], [])))
    expect([short.setup, short.teardown]).toEqual([15, 0])
    const none = await booked(
      book(world, by("lotus"), wish("s3", ["15:00", "16:00"], [], { phases: { setup: 0, teardown: 0 } })),
    )
    expect([none.setup, none.teardown]).toEqual([0, 0])
    expect(
      centreSchema.shape.classes.element.safeParse({ id: "a", names: smallCentre.name, hostsMax: 1, setup: 7 }).success,
    ).toBe(false)
  })

  test("a room that closes sends its session to where its host is free, and back only then", async () => {
    const staffed = staff()
    await store().prisma.person.create({
      data: { id: "boss", name: "boss", language: "en", staff: true, createdAt: world.now },
    })
    const { id } = await booked(book(world, by("lotus"), wish("l1", ["15:00", "16:00"], ["Rita Sá"], { hosts: 4 })))
    // Nowhere else is large enough then; and an hour later she is on air for somebody else.
    await booked(book(world, by("vento"), wish("s1", ["16:15", "18:00"], ["Rita Sá"])))
    const closing = { what: { room: "l1" }, start: at("14:30"), end: at("16:30"), reason: null }
    const closed = await close(world, staffed, closing)
    if (closed.is !== "closed") throw new Error(JSON.stringify(closed))
    const moved = await bookingFor(world, staffed.actor, id)
    expect([moved?.status, moved?.start]).toEqual(["confirmed", at("13:15")])
    // Where it came from she is on air by now.
    await booked(book(world, by("vento"), wish("s2", ["14:45", "16:00"], ["Rita Sá"])))
    const lifted = await lift(world, staff(), closed.id)
    expect(lifted.is === "lifted" && [lifted.back.length, lifted.stays.map((one) => one.id)]).toEqual([0, [id]])
  })

  test("a longer rest is for what is booked from then on: nobody who merely arrives is refused for it", async () => {
    const first = await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Rita Sá"])))
    await booked(book(world, by("vento"), wish("s2", ["16:15", "17:00"], ["Rita Sá"])))
    const rested = { ...smallCentre, sessions: { ...smallCentre.sessions, hostRest: 60 } }
    await changed(rested)
    world.now = at("14:50")
    expect((await checkIn(world, by("lotus"), first.id)).is).toBe("checked_in")
    expect(await why(quote(world, by("lotus"), wish("s3", ["17:15", "18:00"], ["Rita Sá"])))).toBe(undefined)
    await booked(book(world, by("lotus"), wish("s3", ["18:30", "19:00"], ["Rita Sá"])))
    expect(await why(quote(world, by("lotus"), wish("s1", ["19:30", "20:00"], ["Rita Sá"])))).toBe("host_busy")
  })

  test("staff say that two are one, and that one is two; never where they are on air at once", async () => {
    await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Mei"])))
    await booked(book(world, by("vento"), wish("s2", ["15:30", "16:30"], ["Chan Mei Ling"])))
    await booked(book(world, by("vento"), wish("s3", ["20:00", "21:00"], ["Bo"])))
    const idOf = async (name: string) => {
      const found = await findHosts(world, staff(), name)
      return "is" in found ? "" : (found[0]?.id ?? "")
    }
    expect(await findHosts(world, by("lotus"), "mei")).toMatchObject({ is: "refused", refusal: { why: "not_staff" } })
    const [mei, chan, bo] = [await idOf("Mei"), await idOf("Chan Mei Ling"), await idOf("Bo")]
    const meiOfLotus = (await store().prisma.hostName.findFirstOrThrow({ where: { memberId: "lotus" } })).hostId
    expect(await sameHost(world, staff(), { id: meiOfLotus, as: chan })).toEqual({ is: "clash" })
    expect([mei, chan].includes(meiOfLotus)).toBe(true)
    expect(await sameHost(world, staff(), { id: meiOfLotus, as: bo })).toMatchObject({ is: "merged" })
    expect(await why(book(world, by("lotus"), wish("s1", ["20:30", "21:00"], ["Mei"])))).toBe("host_busy")
    expect(await otherHost(world, staff(), { id: bo, memberId: "lotus" })).toMatchObject({ is: "parted", name: "Mei" })
    await booked(book(world, by("lotus"), wish("s1", ["20:30", "21:00"], ["Mei"])))
    // Whoever says a whole name that was found to be another's says the other.
    await sameHost(world, staff(), { id: chan, as: bo })
    await addMembers(world, { kam: "standard" })
    expect(await why(book(world, by("kam"), wish("l1", ["20:00", "20:30"], ["CHAN mei ling"])))).toBe("host_busy")
  })

  test("a forgotten host is nowhere any more", async () => {
    const { id } = await booked(book(world, by("lotus"), wish("s1", ["15:00", "16:00"], ["Zubaida Quux"])))
    await booked(book(world, by("lotus"), wish("s2", ["18:00", "19:00"], ["Zubaida Quux", "Ana"])))
    const [host] = await store().prisma.hostName.findMany({ where: { name: "Zubaida Quux" } })
    expect(await forgetHost(world, by("vento"), host?.hostId ?? "")).toMatchObject({ is: "refused" })
    expect(await forgetHost(world, by("lotus"), host?.hostId ?? "")).toEqual({ is: "forgotten", name: "Zubaida Quux" })
    const { rows: tables } = await store().pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    )
    for (const { name } of tables) {
      const { rows } = await store().pool.query(
        `select * from "${name}" t where t::text ~* 'zubaida|quux|${host?.hostId}' and '${name}' <> 'audit'`,
      )
      expect(rows, name).toEqual([])
    }
    expect((await bookingFor(world, by("lotus").actor, id))?.hosts).toBe(1)
  })
})
