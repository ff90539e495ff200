import { beforeEach, expect, test } from "vitest"
import { book, extend, move } from "../../src/core/booking.js"
import { type Centre, centreSchema } from "../../src/core/centre.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { after, hour, minute } from "../../src/core/interval.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import { approve, decisionOf, deny, lapseRequests } from "../../src/core/requests.js"
import { undo } from "../../src/core/undo.js"
import { askForChange, refuseChange } from "../../src/core/wanted.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const strict: Centre = {
  ...smallCentre,
  approvals: centreSchema.shape.approvals.unwrap().parse({ classes: ["large"], answerWithin: 24 }),
}
const boss = staffActor("boss")

await describeEachStore("what needs the staff's yes, around it", (store) => {
  let world: TestWorld
  const start = new Date("2026-11-25T20:00:00+08:00")
  const ana = () => ask(world, actorFor("ana", "standard"))
  const wish = (room: string): Wish => ({ room: { room }, start, end: after(start, 2 * hour), hosts: 2, gear: [] })
  const booked = async (room: string): Promise<Booking> => {
    const outcome = await book(world, ana(), wish(room))
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const centreIs = (changed: Centre) => applyCentre(world, changed, { now: world.now, via: "test" })
  const statusOf = async (id: string) => (await store().prisma.booking.findUniqueOrThrow({ where: { id } })).status
  const told = async (kind: string) =>
    (await store().prisma.notice.findMany({ where: { kind }, orderBy: { key: "asc" } })).map(
      ({ personId, data, staleAt }) => ({ personId, data, staleAt }),
    )
  const reused = { is: "refused", refusal: { why: "key_reused" } }

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), strict, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
    const { id, name, language } = boss.person
    await store().prisma.person.create({ data: { id, name, language, staff: true, createdAt: world.now } })
  })

  test("a wish is told to the staff with all that is wished for, and another wish is another word", async () => {
    const { id, end } = await booked("s1")
    const about = { start: start.toISOString(), end: end.toISOString() }
    const wished = async (change: Parameters<typeof askForChange>[2]["change"]) =>
      expect(await askForChange(world, ana(), { bookingId: id, change })).toMatchObject({ is: "told" })
    await wished({ room: { room: "l1" }, hosts: 4 })
    await wished({ room: { room: "l1" }, hosts: 4 })
    await wished({ room: { class: "large" }, gear: [{ id: "camera", quantity: 1 }] })
    const said = (change: object) => ({
      personId: "boss",
      data: { kind: "wanted", change: { ...about, ...change }, name: expect.stringMatching(/^[0-9a-f]{16}$/) },
      staleAt: end,
    })
    const all = await told("wanted")
    expect(all).toHaveLength(2)
    expect(all).toContainEqual(said({ room: { room: "l1" }, hosts: 4 }))
    expect(all).toContainEqual(said({ room: { class: "large" }, gear: [{ id: "camera", quantity: 1 }] }))
  })

  test("the same tap is the same wish; its key with another wish, or another booking, is refused", async () => {
    const { id } = await booked("s1")
    const tap = ask(world, actorFor("ana", "standard"), "tap")
    const wishing = (hosts: number) => askForChange(world, tap, { bookingId: id, change: { hosts } })
    const first = await wishing(3)
    expect(first).toMatchObject({ is: "told" })
    expect(await wishing(3)).toEqual(first)
    expect(await wishing(4)).toEqual(reused)
    const no = ask(world, boss, "no")
    expect(await refuseChange(world, no, id)).toMatchObject({ is: "told" })
    expect(await refuseChange(world, no, "another")).toEqual(reused)
    expect(await refuseChange(world, ask(world, boss), "another")).toEqual({
      is: "refused",
      refusal: { why: "not_found" },
    })
    expect(await told("unchanged")).toMatchObject([{ personId: "p-ana", data: { kind: "unchanged" } }])
  })

  test("what was told is not told again: neither a wish to the staff, nor that it is not possible", async () => {
    const { id } = await booked("s1")
    for (let n = 0; n < 2; n++) {
      expect(await askForChange(world, ana(), { bookingId: id, change: { hosts: 3 } })).toMatchObject({ is: "told" })
      expect(await refuseChange(world, ask(world, boss), id)).toMatchObject({ is: "told" })
      const due = await store().prisma.notice.findMany({
        where: { state: "due", kind: { in: ["wanted", "unchanged"] } },
      })
      expect(due).toHaveLength(n === 0 ? 2 : 0)
      await store().prisma.notice.updateMany({ data: { state: "sent" } })
    }
  })

  test("there is no yes or no to what was booked without one", async () => {
    const { id } = await booked("s1")
    const refusal = { is: "refused", refusal: { why: "answered" } }
    expect(await approve(world, ask(world, boss), { bookingId: id })).toEqual(refusal)
    expect(await deny(world, ask(world, boss), { bookingId: id })).toEqual(refusal)
    expect(await statusOf(id)).toBe("confirmed")
  })

  test("an approval stands, whatever its owner changes and takes back", async () => {
    const { id } = await booked("l1")
    await approve(world, ask(world, boss), { bookingId: id })
    world.now = after(world.now, minute)
    await move(world, ana(), id, { end: after(start, hour) })
    world.now = after(world.now, minute)
    expect(await undo(world, ana())).toMatchObject({ is: "undone", what: "move" })
    expect(await decisionOf(world, id)).toEqual({ how: "approved", by: "boss", reason: null, text: null })
  })

  test("where no yes is needed any more, longer is booked, and whoever answers later is told so", async () => {
    const first = await booked("l1")
    await centreIs(smallCentre)
    world.now = after(world.now, 25 * hour)
    expect(await lapseRequests(world, world.now)).toBe(0)
    expect(await extend(world, ana(), first.id, 30)).toMatchObject({ is: "extended", booking: { status: "confirmed" } })
    expect(await approve(world, ask(world, boss), { bookingId: first.id })).toMatchObject({
      is: "decided",
      decision: { how: "unneeded", by: "Person ana" },
    })
  })

  test("a request of before, where no yes is needed any more, lapses when it begins", async () => {
    const { id } = await booked("l1")
    await centreIs(smallCentre)
    world.now = after(start, -minute)
    expect(await lapseRequests(world, world.now)).toBe(0)
    expect(await statusOf(id)).toBe("requested")
    world.now = start
    expect(await lapseRequests(world, world.now)).toBe(1)
    expect(await statusOf(id)).toBe("cancelled")
  })
})
