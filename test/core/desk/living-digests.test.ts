import { beforeEach, expect, test } from "vitest"
import { book, cancel } from "../../../src/core/booking.js"
import { planDigests, setDigest } from "../../../src/core/channels.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { refreshDigests } from "../../../src/core/desk/living-digests.js"
import type { Delivery, Reply } from "../../../src/core/desk/turn.js"
import { after, hour, minute } from "../../../src/core/interval.js"
import { countRefusals } from "../../../src/core/refusals.js"
import { smallCentre } from "../../support/centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../../support/world.js"

const staff = {
  ...actorFor("ana", "standard"),
  person: { id: "p-boss", name: "Boss", language: "en" as const, staff: true },
}
const nine = new Date("2026-11-24T09:00:00+08:00")

await describeEachStore("a digest that lives", (store) => {
  let world: TestWorld
  let ledger: { text: string; replaces?: string; picture: boolean; buttons: string[] }[]
  let answers: Delivery[]

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    ledger = []
    answers = []
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard", bo: "standard" })
  })

  const send = async (address: string, reply: Reply): Promise<Delivery> => {
    if (!address.startsWith("slack:")) return { is: "blocked", why: "nobody" }
    const answer = answers.shift() ?? { is: "sent", message: `C1:${ledger.length + 1}` }
    if (answer.is !== "sent") return answer
    const text = reply.text
      .map((line) => line.map((span) => (typeof span === "string" ? span : "bold" in span ? span.bold : "")).join(""))
      .join("\n")
    const buttons = (reply.buttons ?? []).flat().map(({ label }) => label)
    ledger.push({
      text,
      picture: reply.picture !== undefined,
      buttons,
      ...(reply.replaces ? { replaces: reply.replaces } : {}),
    })
    return answer
  }
  /** What the minute tick does, with the outbox behind it. A new desk each time: nothing is kept in memory. */
  const tick = async (at: Date): Promise<void> => {
    world.now = at
    await planDigests(world, at)
    await refreshDigests(world, at)
    await createDesk(world).deliver(send)
  }
  const bookAt = async (start: string, room = "s1", who = "ana", gear = [{ id: "camera", quantity: 1 }]) => {
    const from = new Date(`2026-11-${start}:00+08:00`)
    const wish = {
      room: { room },
      start: from,
      end: after(from, hour),
      hosts: 2,
      gear,
    }
    return book(world, ask(world, actorFor(who, "standard")), wish)
  }
  const choose = (kind: "daily" | "evening" | "weekly", at: string) =>
    setDigest(world, ask(world, staff), { address: "slack:C1", language: "en", kind, at })

  test("sent once, then edited when it would say something else, and only then", async () => {
    await choose("daily", "09:00")
    await bookAt("24T15:00")
    await tick(new Date("2026-11-23T16:00:00+08:00"))
    await tick(nine)
    expect(ledger).toHaveLength(1)
    expect(ledger[0]?.text).toContain("Person ana: reminder (blocked us)")
    expect(ledger[0]).toMatchObject({ picture: true, buttons: ["Details"] })
    expect(ledger[0]?.text).toContain("15:00–16:00 · Studio 1 · Member ana · 2 hosts")
    await tick(after(nine, 2 * minute))
    expect(ledger).toHaveLength(1)
    const late = await bookAt("24T17:00", "s2", "bo")
    await tick(after(nine, 4 * minute))
    expect(ledger).toHaveLength(2)
    expect(ledger[1]).toMatchObject({ replaces: "C1:1" })
    expect(ledger[1]?.text).toContain("Member bo")
    if (late.is !== "booked") throw new Error(late.is)
    await cancel(world, ask(world, actorFor("bo", "standard")), late.booking.id)
    await tick(after(nine, 6 * minute))
    // The platform may have named the edited message anew.
    expect(ledger[2]).toMatchObject({ replaces: "C1:2" })
    expect(ledger[2]?.text).toContain("Cancelled: Tue 24 Nov, 17:00–18:00")
    await tick(after(nine, 8 * minute))
    expect(ledger).toHaveLength(3)
  })

  test("at most one edit a minute, two replicas or not; what changed meanwhile is in the next", async () => {
    await choose("daily", "09:00")
    await tick(nine)
    for (const [n, room] of ["s1", "s2", "s3"].entries()) {
      await bookAt(`24T1${n + 2}:00`, room)
      const at = after(nine, (n + 1) * 30_000)
      world.now = at
      await Promise.all([refreshDigests(world, at), refreshDigests(world, at)])
      await Promise.all([createDesk(world).deliver(send), createDesk(world).deliver(send)])
    }
    expect(ledger).toHaveLength(2)
    await tick(after(nine, 3 * minute))
    expect(ledger).toHaveLength(3)
    expect(ledger[2]?.text).toContain("Studio 3")
  })

  test("never after its day is over, also when the platform was away until then", async () => {
    await choose("daily", "09:00")
    await tick(nine)
    await bookAt("24T23:00")
    answers = [{ is: "wait", seconds: 20 * 3600 }]
    await tick(after(nine, 5 * minute))
    await tick(new Date("2026-11-25T06:30:00+08:00"))
    await tick(new Date("2026-11-25T08:59:00+08:00"))
    expect(ledger).toHaveLength(1)
    expect(await refreshDigests(world, world.now)).toBe(0)
  })

  test("an edit the platform never takes is not tried for ever", async () => {
    await choose("daily", "09:00")
    await tick(nine)
    await bookAt("24T15:00")
    answers = [{ is: "refused", why: "400" }]
    await tick(after(nine, 5 * minute))
    await tick(after(nine, 7 * minute))
    await tick(after(nine, 9 * minute))
    expect(ledger).toHaveLength(1)
  })

  test("late: says so, and goes on saying so", async () => {
    await choose("daily", "09:00")
    await tick(new Date("2026-11-24T11:30:00+08:00"))
    expect(ledger[0]?.text).toContain("Late: due at 09:00, sent at 11:30.")
    expect(ledger[0]?.text).toContain("No sessions are booked.")
    await bookAt("24T15:00")
    await tick(new Date("2026-11-24T12:30:00+08:00"))
    expect(ledger[1]?.text).toContain("Late: due at 09:00, sent at 11:30.")
  })

  test("a busy day still fits under one picture", async () => {
    await addMembers(world, Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`m${n}`, "standard"])))
    await choose("daily", "09:00")
    for (let n = 0; n < 40; n++) {
      const start = `24T${String(8 + Math.floor(n / 4) + Math.floor(n / 8)).padStart(2, "0")}:00`
      await bookAt(start, ["s1", "s2", "s3", "l1"][n % 4], `m${n % 10}`, [])
    }
    await tick(nine)
    expect(ledger[0]?.text.length).toBeLessThanOrEqual(1024)
    expect(ledger[0]?.text).toMatch(/\d+ more: tap Details\./)
  })

  test("the evening one tells of tomorrow; switched off, neither comes", async () => {
    await choose("evening", "21:00")
    await bookAt("24T15:00")
    await tick(new Date("2026-11-23T21:00:00+08:00"))
    expect(ledger.map(({ text }) => text.split("\n")[0])).toEqual(["Sessions on Tuesday, 24 November 2026"])
    await setDigest(world, ask(world, staff), { address: "slack:C1", language: "en", kind: "all", at: null })
    await tick(new Date("2026-11-24T21:00:00+08:00"))
    expect(ledger).toHaveLength(1)
  })

  test("the weekly report: what took place, the busiest moment, how often and why we said no", async () => {
    await choose("weekly", "mon 09:00")
    await bookAt("24T15:00")
    await bookAt("24T15:00", "s1", "bo")
    await bookAt("24T15:00", "s2", "bo")
    await countRefusals(world, world.now)
    await countRefusals(world, world.now)
    await tick(new Date("2026-11-30T09:00:00+08:00"))
    const report = ledger.at(-1)
    expect(report?.picture).toBe(true)
    expect(report?.text.split("\n")).toEqual([
      "The week of Mon 23 Nov – Sun 29 Nov",
      "1 session, 0 cancelled.",
      "Rooms in use: 0% of opening hours.",
      "Small: 0%",
      "Large: 0%",
      "Busiest floor: 2 of 8 hosts on air, Tue 24 Nov, 15:00–16:00.",
      "Fullest hour: Small, Tuesday 15:00, 33%.",
      "",
      "Times we had to say no: 2",
      "Gear out: 1",
      "Room taken: 1",
    ])
  })
})
