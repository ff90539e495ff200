import { spawnSync } from "node:child_process"
import { beforeEach, expect } from "vitest"
import { publishedBallot } from "../../src/core/ballot-record.js"
import { entriesOf, type Opening, openBallot } from "../../src/core/ballots.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { after, hour } from "../../src/core/interval.js"
import type { RoomWish, Wish } from "../../src/core/outcome.js"
import type { Store } from "../../src/core/store/open.js"
import { addWishes } from "../../src/core/wishing.js"
import { smallCentre } from "./centre.js"
import { classOracle, judge } from "./oracle.js"
import { withCentre } from "./store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "./world.js"

/** A campaign day of the small centre, its members, and what is asked of a ballot over its evening. */

export const begins = new Date("2026-12-12T18:00:00+08:00")
export const window = { start: begins, end: after(begins, 8 * hour) }
export const deadline = new Date("2026-12-08T18:00:00+08:00")

export const opening = (more: Partial<Opening> = {}): Opening => ({
  ...{ name: "12.12", windows: [window], deadline, wishesMax: 5, winsMax: 1, announce: true },
  ...more,
})

/** Two hours in the large room, so many hours after the first that is given out. */
export const at = (from: number, hours = 2, room: RoomWish = { room: "l1" }): Wish => ({
  ...{ room, start: after(begins, from * hour), end: after(begins, (from + hours) * hour), hosts: 2, gear: [] },
})

/** Sets it up before each test of the suite that calls this. */
export function campaign(store: () => Store) {
  let world: TestWorld
  const plans: Record<string, string> = { ana: "standard", bo: "tiny", cy: "standard", di: "standard" }
  const who = (id: string) => actorFor(id, plans[id] ?? "standard")
  const by = (id: string) => ask(world, who(id))
  const staff = () => ask(world, staffActor("boss"))
  const open = async (more: Partial<Opening> = {}): Promise<string> => {
    const opened = await openBallot(world, staff(), opening(more))
    if (opened.is !== "opened") throw new Error(opened.is)
    return opened.ballot
  }
  const wish = (id: string, ballot: string, ...wishes: Wish[]) => addWishes(world, by(id), { ballot, wishes })
  const published = async (id: string) => {
    const all = await publishedBallot(world, id)
    if (!all?.turns || !all.order || !all.list) throw new Error("not drawn")
    return { ...all, turns: all.turns, order: all.order, list: all.list }
  }
  const ticket = async (ballot: string, id: string) =>
    (await entriesOf(world, ballot)).find(({ member }) => member === id)?.ticket ?? ""
  const bookings = () => store().prisma.booking.findMany({ where: { status: "confirmed" }, orderBy: { id: "asc" } })
  const judged = async () => [
    ...(await judge(store().pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })),
    ...(await classOracle(store().pool)),
  ]
  const redrawn = async (ballot: string) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["scripts/redraw.mjs"], {
      input: JSON.stringify(await published(ballot)),
      encoding: "utf8",
    })
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 })
    return stdout.split("\n").filter(Boolean)
  }

  beforeEach(async () => {
    world = testWorld(store(), "2026-12-01T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, plans)
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
  })

  return { world: () => world, by, staff, open, wish, published, ticket, bookings, judged, redrawn }
}
