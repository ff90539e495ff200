import { beforeEach, expect, test } from "vitest"
import { book } from "../../../src/core/booking.js"
import { currentCentre } from "../../../src/core/centre-store.js"
import { boardOf } from "../../../src/core/desk/board.js"
import { after, minute } from "../../../src/core/interval.js"
import type { Wish } from "../../../src/core/outcome.js"
import { approve } from "../../../src/core/requests.js"
import { addStaff, startBoard } from "../../support/board.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { visitor } from "../../support/web-client.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../../support/world.js"

/** What the board knows of a session beside its time and place. */

const start = new Date("2026-11-24T15:00:00+08:00")
const strict = { ...deskCentre, approvals: { classes: [], rooms: ["studio-2"], dates: [], notice: 0 } }

await describeEachStore("sessions on the board", (store) => {
  let world: TestWorld
  beforeEach(async () => {
    world = testWorld(store(), "2026-11-24T10:00:00+08:00")
    await withCentre(store(), strict, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { m1: "standard" })
    await addStaff(world, "lai")
  })

  const booked = async (room: string, more: Partial<Wish> = {}): Promise<string> => {
    const wish: Wish = { room: { room }, start, end: after(start, 120 * minute), hosts: 2, gear: [], ...more }
    const outcome = await book(world, ask(world, actorFor("m1", "standard")), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const day = () => boardOf(world).day({ id: "lai", name: "lai", language: "en" }, "2026-11-24", "en")

  test("what needs a yes is asked for, seen by everybody who looks on, and answered from the board", async () => {
    const server = await startBoard(world, { demo: "lai" })
    const { version } = server.boards
    const before = await version()
    const id = await booked("studio-2")
    const asked = await version()
    expect(asked).not.toBe(before)
    const shown = await day()
    expect(shown.sessions).toMatchObject([{ id, status: "requested", title: null }])
    expect(shown.requests).toMatchObject([{ id, who: "Member m1" }])
    const browser = visitor(server.url)
    await browser.post("/board/api/demo", {})
    const press = async (key: string, pressed = "") => {
      const turn = { key, press: pressed, member: null, language: "en" }
      const answer = await browser.post("/board/api/turns", turn)
      return (await answer.json()) as { replies: { buttons: { label: string; press: string }[][] }[] }
    }
    const { replies } = await press("open", shown.requests[0]?.press)
    const buttons = replies.flatMap((reply) => reply.buttons.flat())
    expect(buttons.map(({ label }) => label)).toEqual(["Approve", "Decline…"])
    const why = await press("no", buttons.find(({ label }) => label === "Decline…")?.press)
    expect(JSON.stringify(why.replies)).toContain("Shorter, please")
    await press("yes", buttons.find(({ label }) => label === "Approve")?.press)
    expect(await version()).not.toBe(asked)
    expect(await day()).toMatchObject({ sessions: [{ id, status: "confirmed" }], requests: [] })
    await server.close()
  })

  test("an answer given elsewhere is seen too", async () => {
    const id = await booked("studio-2")
    const { version } = boardOf(world)
    const asked = await version()
    await approve(world, ask(world, staffActor("lai")), { bookingId: id })
    expect(await version()).not.toBe(asked)
  })

  test("who hosts a show, when it is on air and what it sells", async () => {
    const named = [{ name: "Ana" }, { name: "陳美" }]
    await booked("studio-3", { named, show: { category: "tea" }, phases: { setup: 15, teardown: 0 } })
    await booked("studio-4")
    const [shown, plain] = (await day()).sessions
    expect(shown?.named).toBe("2 hosts: Ana and 陳美")
    expect(shown?.show.join(" | ")).toMatch(/15:15.*tea/)
    expect([plain?.named, plain?.show]).toEqual(["", []])
  })
})
