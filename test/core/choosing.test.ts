import { describe, expect, test } from "vitest"
import { assign } from "../../src/core/allocation.js"
import type { Centre } from "../../src/core/centre.js"
import { type Claimed, type Facts, floorId, presumedFree, withPlaces } from "../../src/core/facts.js"
import type { ActingFor, Wish } from "../../src/core/outcome.js"
import { makingWay, placeFor, placesOf, promisedClass } from "../../src/core/placing.js"
import { type Held, holds, lacking, needsNoMore, requiredBy, requiredFor } from "../../src/core/qualification.js"
import { type Case, decide, fittingRooms, isLast, onFloor, phasesIn, roomsFor } from "../../src/core/rules.js"
import { smallCentre } from "../support/centre.js"

/** Which room of those that would do, and who makes way: pure, with what has to be learnt. */

const now = new Date("2026-11-23T10:00:00+08:00")
const at = (text: string): Date => {
  const [day = 0, hour = 0, minute = 0] = text.split(/[ :]/).map(Number)
  return new Date(Date.UTC(2026, 10, day, hour - 8, minute))
}
const span = (from: string, to: string) => ({ start: at(from), end: at(to) })
const member: ActingFor = {
  ...{ id: "m", name: "M", role: "owner", planId: "standard", language: "en", status: "active", version: 1 },
}
const usual: Wish = { room: "any", ...span("24 15:00", "24 17:00"), hosts: 1, gear: [] }
const caseOf = (wish: Partial<Wish>, about: Partial<Case> = {}): Case => ({
  ...{ centre: smallCentre, now, member, facts: presumedFree(smallCentre) },
  ...about,
  wish: { ...usual, ...wish },
})
const decided = (wish: Partial<Wish>, about: Partial<Case> = {}) => decide(caseOf(wish, about))
const known = (facts: Partial<Facts>): Partial<Case> => ({ facts: { ...presumedFree(smallCentre), ...facts } })
const busy = (...rooms: string[]): Claimed[] => rooms.map((room) => ({ room, ...span("24 16:00", "24 18:00") }))

describe("of several rooms", () => {
  test("the smallest that fits comes first, and of one size the first in the file", () => {
    const rooms = smallCentre.rooms.map((room) => (room.id === "s1" ? { ...room, hostsMax: 4 } : room))
    const centre: Centre = { ...smallCentre, rooms: rooms.toReversed() }
    const ids = (hosts: number, planId = "standard") =>
      fittingRooms(caseOf({ hosts }, { centre, member: { ...member, planId } })).map(({ id }) => id)
    expect(ids(1)).toEqual(["s3", "s2", "s1", "l1"])
    expect(ids(2)).toEqual(["s3", "s2", "s1", "l1"])
    expect(ids(3)).toEqual(["s1", "l1"])
    expect(ids(4)).toEqual(["s1", "l1"])
    expect(ids(5)).toEqual(["l1"])
    expect(ids(1, "tiny")).toEqual(["s3", "s2", "s1"])
    expect(ids(1, "gone")).toEqual(["s3", "s2", "s1", "l1"])
  })
  test("those that are wished for", () => {
    const ids = (wish: Wish["room"]) => roomsFor(smallCentre, wish).map(({ id }) => id)
    expect(ids("any")).toEqual(["s1", "s2", "s3", "l1"])
    expect(ids({ class: "small" })).toEqual(["s1", "s2", "s3"])
    expect(ids({ room: "s2" })).toEqual(["s2"])
    expect(ids({ room: "s9" })).toEqual([])
  })
  test("whoever has one already stays there if they can", () => {
    const was = { month: "2026-11", minutes: 120, peakMinutes: 0, start: at("24 15:00"), room: "s2" }
    expect(decided({}, { was })).toMatchObject({ room: "s2" })
    expect(decided({}, { was, ...known({ claims: busy("s2") }) })).toMatchObject({ room: "s1" })
    expect(decided({}, { was: { ...was, room: "gone" } })).toMatchObject({ room: "s1" })
    expect(decided({ hosts: 3 }, { was })).toMatchObject({ room: "l1" })
  })
  test("yes says what it costs, which class is promised, and who is on air when", () => {
    const cost = { month: "2026-11", minutes: 120, peakMinutes: 60 }
    const friday = span("27 18:00", "27 20:00")
    const yes = { is: "yes", room: "s1", moves: [], cost, phases: { setup: 0, teardown: 0 } }
    expect(decided({ ...friday, room: { class: "small" } })).toEqual({ ...yes, roomClass: "small" })
    expect(decided(friday)).toEqual({ ...yes, roomClass: null })
  })
  test("the last is the last that this member could have", () => {
    const last = (claims: Claimed[], about: Partial<Case> = {}, room = "s1") =>
      isLast(caseOf({}, { ...known({ claims }), ...about }), { room, moves: [] })
    expect(last(busy("s2", "s3", "l1"))).toBe(true)
    expect(last(busy("s2", "s3"))).toBe(false)
    expect(last(busy("s2", "s3"), { member: { ...member, planId: "tiny" } })).toBe(true)
    // The turnover counts as well.
    expect(last(["s2", "s3", "l1"].map((room) => ({ room, ...span("24 17:15", "24 18:00") })))).toBe(false)
    expect(last(["s2", "s3", "l1"].map((room) => ({ room, ...span("24 17:00", "24 18:00") })))).toBe(true)
    const one: Centre = { ...smallCentre, rooms: smallCentre.rooms.slice(0, 1) }
    expect(last([], { centre: one })).toBe(false)
  })
  test("what somebody makes way to is not there for another", () => {
    const flexible = { id: "f", version: 1, class: "small", hosts: 1, member: "x" }
    const claims: Claimed[] = [...busy("s3", "l1"), { room: "s1", ...span("24 15:00", "24 17:15"), flexible }]
    const about = caseOf({}, known({ claims }))
    const to = (room: string) => [{ id: "f", version: 1, member: "x", was: "s1", room }]
    expect(isLast(about, { room: "s1", moves: to("s2") })).toBe(true)
    // Nor can whoever sits in the other room come over before the turnover is done.
    const two: Centre = { ...smallCentre, rooms: smallCentre.rooms.slice(0, 2) }
    const next = { room: "s2", ...span("24 17:00", "24 19:15"), flexible }
    const there = { ...presumedFree(two), claims: [next] }
    expect(isLast(caseOf({}, { centre: two, facts: there }), { room: "s1", moves: [] })).toBe(true)
    expect(isLast(about, { room: "s2", moves: [] })).toBe(true)
    expect(isLast(caseOf({}, known({ claims: claims.slice(1) })), { room: "s1", moves: to("s2") })).toBe(false)
  })
})

describe("set-up and tear-down", () => {
  const classes = smallCentre.classes.map((kind) => ({ ...kind, setup: kind.id === "small" ? 30 : 0, teardown: 20 }))
  const centre: Centre = { ...smallCentre, classes }
  const phases = (room: string, to: string, wished?: { setup: number; teardown: number }) =>
    phasesIn(centre, room, { ...span("24 15:00", to), ...(wished && { phases: wished }) })

  test("are the class's unless somebody says otherwise, and leave a quarter of an hour on air", () => {
    expect(phases("s1", "24 17:00")).toEqual({ setup: 30, teardown: 20 })
    expect(phases("l1", "24 17:00")).toEqual({ setup: 0, teardown: 20 })
    expect(phases("s1", "24 16:00")).toEqual({ setup: 30, teardown: 15 })
    expect(phases("s1", "24 15:30")).toEqual({ setup: 15, teardown: 0 })
    expect(phases("s1", "24 15:10")).toEqual({ setup: 0, teardown: 0 })
    expect(phases("gone", "24 17:00")).toEqual({ setup: 0, teardown: 0 })
    expect(phases("s1", "24 17:00", { setup: 5, teardown: 0 })).toEqual({ setup: 5, teardown: 0 })
  })
  test("are not on the floor, which is counted in whole quarters", () => {
    const floor = (setup: number, teardown: number) => onFloor({ ...span("24 15:00", "24 17:00"), setup, teardown })
    expect(floor(0, 0)).toEqual(span("24 15:00", "24 17:00"))
    expect(floor(30, 15)).toEqual(span("24 15:30", "24 16:45"))
    expect(floor(25, 20)).toEqual(span("24 15:15", "24 16:45"))
  })
  test("so a floor that is full before and after is no trouble", () => {
    const slots = ["24 15:00", "24 15:15", "24 16:45"].map((text) => [at(text).getTime(), 8] as const)
    const full = known({ used: new Map([[floorId, new Map(slots)]]) })
    expect(decided({ phases: { setup: 30, teardown: 15 } }, full)).toMatchObject({ is: "yes" })
    expect(decided({ phases: { setup: 15, teardown: 15 } }, full)).toMatchObject({ is: "no" })
  })
})

describe("what has to be learnt", () => {
  const centre: Centre = {
    ...smallCentre,
    classes: smallCentre.classes.map((kind) => (kind.id === "large" ? { ...kind, requires: "desk" } : kind)),
    rooms: smallCentre.rooms.map((room) => (room.id === "s1" ? { ...room, requires: "light" } : room)),
    gear: smallCentre.gear.map((gear) => (gear.id === "camera" ? { ...gear, requires: "camera" } : gear)),
  }
  const room = (id: string) =>
    roomsFor(centre, { room: id })[0] ?? { id, class: "none", names: {} as never, aliases: [] }
  const day = (from: string, until: string | null, kind = "light"): Held => ({ kind, from, until })
  const always = (...kinds: string[]) => kinds.map((kind) => day("2026-01-01", null, kind))
  const camera = [{ id: "camera", quantity: 1 }]

  test("a room needs its own, else its class's", () => {
    expect(["s1", "s2", "l1"].map((id) => requiredBy(centre, room(id)))).toEqual(["light", undefined, "desk"])
    expect(requiredFor(centre, { room: "l1", gear: camera })).toEqual(["desk", "camera"])
    expect(requiredFor(centre, { room: "s2", gear: [{ id: "ring-light", quantity: 1 }] })).toEqual([])
    expect(requiredFor(centre, { room: "gone", gear: [{ id: "gone", quantity: 1 }] })).toEqual([])
    expect(
      requiredFor(
        { ...centre, gear: centre.gear.map((one) => ({ ...one, requires: "desk" })) },
        { room: "l1", gear: camera },
      ),
    ).toEqual(["desk"])
  })
  test("it counts from its first day to its last, by the broadcast day", () => {
    const on = (held: Held) =>
      ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"].map((date) => holds([held], "light", date))
    expect(on(day("2026-11-23", "2026-11-24"))).toEqual([false, true, true, false])
    expect(on(day("2026-11-23", null))).toEqual([false, true, true, true])
    expect(on(day("2026-11-23", null, "desk"))).toEqual([false, false, false, false])
    const session = (text: string) => ({ room: "s1", start: at(text), gear: [] })
    expect(lacking(centre, [day("2026-01-01", "2026-11-24")], session("24 25:00"))).toEqual([])
    expect(lacking(centre, [day("2026-01-01", "2026-11-24")], session("25 08:00"))).toEqual(["light"])
  })
  test("a room may stand in for one that needs the same", () => {
    const may = (id: string, ...than: string[]) => needsNoMore(centre, room(id), than)
    expect(may("s2", "l1")).toBe(true)
    expect(may("s2")).toBe(true)
    expect(may("s1", "s1")).toBe(true)
    expect(may("s1", "s2")).toBe(false)
    expect(may("s1", "l1", "s2", "gone")).toBe(false)
    expect(may("l1", "s2", "l1")).toBe(true)
    expect(may("l1")).toBe(false)
  })

  const asked = (wish: Partial<Wish>, held: Held[] = [], about: Partial<Case> = {}) =>
    decided(wish, { centre, facts: { ...presumedFree(centre), qualified: held }, ...about })
  const refused = (qualification: string) => ({
    is: "no",
    refusal: { why: "not_qualified", qualification, courses: [] },
  })

  test("rooms that need what nobody has learnt are left out, and refused when there is no other", () => {
    expect(asked({})).toMatchObject({ room: "s2" })
    expect(asked({}, always("light"))).toMatchObject({ room: "s1" })
    expect(asked({ room: { room: "s1" } })).toEqual(refused("light"))
    expect(asked({ room: { room: "s1" } }, always("light"))).toMatchObject({ room: "s1" })
    expect(asked({ hosts: 3 })).toEqual(refused("desk"))
    expect(asked({ gear: camera })).toEqual(refused("camera"))
    expect(asked({ gear: camera }, always("camera"))).toMatchObject({ room: "s2" })
    expect(asked({ gear: camera, room: { room: "s1" } }, always("camera"))).toEqual(refused("light"))
  })
  test("staff let anybody in, where there is a choice to what they have learnt", () => {
    expect(asked({ room: { room: "s1" } }, [], { staff: true })).toMatchObject({ room: "s1" })
    expect(asked({}, [], { staff: true })).toMatchObject({ room: "s2" })
    expect(asked({ room: { room: "s1" } }, [], { staff: false })).toEqual(refused("light"))
  })
  test("the last is of those that they have learnt", () => {
    const last = (held: Held[], room: string) =>
      isLast(caseOf({}, { centre, facts: { ...presumedFree(centre), qualified: held, claims: busy("s3") } }), {
        room,
        moves: [],
      })
    expect(last([], "s2")).toBe(true)
    expect(last([], "s1")).toBe(false)
    const staffed: Centre = { ...centre, rooms: centre.rooms.slice(0, 2) }
    const taken = { ...presumedFree(staffed), claims: busy("s2") }
    expect(isLast(caseOf({}, { centre: staffed, facts: taken }), { room: "s1", moves: [] })).toBe(true)
    const two: Centre = { ...centre, rooms: centre.rooms.slice(0, 3) }
    const facts = { ...presumedFree(two), claims: busy("s3") }
    expect(isLast(caseOf({}, { centre: two, facts }), { room: "s2", moves: [] })).toBe(true)
    expect(
      isLast(caseOf({}, { centre: two, facts: { ...facts, qualified: always("light") } }), { room: "s2", moves: [] }),
    ).toBe(false)
  })
})

describe("making way", () => {
  const flexible = (id: string, room: string, hosts = 1, kind = "small"): Claimed => ({
    ...{ room, ...span("24 15:00", "24 17:15") },
    flexible: { id, version: 3, class: kind, hosts, member: `m-${id}` },
  })
  const place = (claims: Claimed[], rooms: string[], centre = smallCentre) =>
    placeFor({ centre, facts: { claims }, session: span("24 15:00", "24 17:00"), rooms })

  test("the first room that is free; else whoever was promised a class goes where it may", () => {
    expect(place([], ["s2", "s1"])).toEqual({ room: "s2", moves: [] })
    expect(place([flexible("f", "s1")], ["s1"])).toEqual({
      ...{ room: "s1", moves: [{ id: "f", version: 3, member: "m-f", was: "s1", room: "s2" }] },
    })
    expect(place([...busy("l1"), flexible("f", "s1"), flexible("g", "s2")], ["s1"])?.moves).toMatchObject([
      { id: "f", was: "s1", room: "s3" },
    ])
    expect(place([{ room: "s1", ...span("24 15:00", "24 17:15") }], ["s1"])).toBeNull()
    expect(place([flexible("f", "s1"), ...busy("s2", "s3")], ["s1"])).toBeNull()
  })
  test("never to another class, a smaller room, or one that needs to be learnt", () => {
    expect(place([flexible("f", "l1", 1, "large")], ["l1"])).toBeNull()
    const rooms = smallCentre.rooms.map((room) => (room.id === "s2" ? { ...room, hostsMax: 1 } : room))
    const moved = (hosts: number, centre: Centre) => place([flexible("f", "s1", hosts)], ["s1"], centre)?.moves[0]?.room
    expect(moved(1, { ...smallCentre, rooms })).toBe("s2")
    expect(moved(2, { ...smallCentre, rooms })).toBe("s3")
    const learnt = smallCentre.rooms.map((room) => (room.id === "s2" ? { ...room, requires: "light" } : room))
    expect(moved(1, { ...smallCentre, rooms: learnt })).toBe("s3")
    const all = smallCentre.rooms.map((room) => ({ ...room, requires: "light" }))
    expect(moved(1, { ...smallCentre, rooms: all })).toBe("s2")
  })
  test("what leaves its turnover is in nobody's way", () => {
    const before = { room: "s1", ...span("24 13:00", "24 15:00") }
    const next = (from: string) => ({ room: "s1", ...span(from, "24 19:00") })
    expect(place([before, next("24 17:15")], ["s1"])).toEqual({ room: "s1", moves: [] })
    expect(place([next("24 17:00")], ["s1"])).toBeNull()
  })
  test("a class is promised in place of a number well ahead, where there are several", () => {
    const promised = (room: Wish["room"], start: string) => promisedClass(smallCentre, { room, start: at(start) }, now)
    expect(promised({ class: "small" }, "24 10:15")).toBe("small")
    expect(promised({ class: "small" }, "24 10:00")).toBeNull()
    expect(promised({ class: "large" }, "26 10:00")).toBeNull()
    expect(promised({ room: "s1" }, "26 10:00")).toBeNull()
    expect(promised("any", "26 10:00")).toBeNull()
    const two = { ...smallCentre, rooms: smallCentre.rooms.slice(1) }
    expect(promisedClass(two, { room: { class: "small" }, start: at("26 10:00") }, now)).toBe("small")
  })
  test("the rows: each by its version, and an entry that nobody is told of", () => {
    expect(makingWay([{ id: "f", version: 3, member: "x", was: "s1", room: "s2" }])).toEqual({
      moves: [{ id: "f", version: 3, room_id: "s2" }],
      audit: [
        {
          ...{ person_id: null, member_id: "x", via: "desk", action: "reassign", entity: "booking:f" },
          data: { was: "s1", room: "s2" },
        },
      ],
    })
    const { start: starts_at, end: ends_at } = span("24 15:00", "24 17:15")
    expect(
      placesOf([
        { claims: [{ owner_id: "b", room_id: "s1", starts_at, ends_at }] },
        { moves: [{ id: "f", version: 3, room_id: "s2" }] },
      ]),
    ).toEqual({ claims: [{ room: "s1", start: starts_at, end: ends_at }], moves: [{ id: "f", room: "s2" }] })
  })
  test("once written, whoever moved or is rewritten stays", () => {
    const along = { claims: busy("l1"), moves: [{ id: "a", room: "s3" }], still: ["b"] }
    const [fixed, ...others] = [busy("s2")[0], flexible("a", "s1"), flexible("b", "s2"), flexible("c", "s3")]
    const { flexible: _, ...settled } = flexible("a", "s3")
    const { flexible: __, ...stays } = flexible("b", "s2")
    expect(withPlaces({ claims: fixed ? [fixed, ...others] : [] }, along)).toEqual([
      ...busy("s2"),
      settled,
      stays,
      flexible("c", "s3"),
      ...busy("l1"),
    ])
  })
  test("nobody moves for what a room is free for anyway", () => {
    const wanted = { ...span("24 15:00", "24 17:15"), rooms: ["s1", "s2"] }
    const one = { id: "f", room: "s1", rooms: ["s1", "s3"], ...span("24 15:00", "24 17:15") }
    expect(assign({ wanted, occupied: [], flexible: [one] })).toEqual({ room: "s2", moves: [] })
  })
})
