import { undrawn } from "../../src/core/ballot-rows.js"
import { callOff, openBallot } from "../../src/core/ballots.js"
import { type Centre, hostsMax } from "../../src/core/centre.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { draw } from "../../src/core/draw.js"
import { after, hour, minute } from "../../src/core/interval.js"
import type { Ask, Refused, Wish } from "../../src/core/outcome.js"
import { addWishes, takeBack, wishesOf } from "../../src/core/wishing.js"
import type { seeded } from "./random.js"
import type { Made } from "./told.js"
import { ask, staffActor, type TestWorld } from "./world.js"

/** Ballots amid the storm: opened over two hours of an evening, wished for, called off, and drawn by two of the staff at once. */

type Random = ReturnType<typeof seeded>
export type Balloted =
  | { is: "ballot_open" | "ballot_off" | "wished" | "unwished" | "ballot_passed" | "drawn"; bookings: Made[] }
  | Refused

type Doing = { random: Random; by: Ask; start: Date; centre: Centre }

const nothing = (is: Exclude<Balloted, Refused>["is"]): Balloted => ({ is, bookings: [] })
const deadlineOf = ({ now }: TestWorld): Date => after(now, minute)

export async function ballotDoings(world: TestWorld, doing: Doing): Promise<Balloted> {
  const { random, by, start } = doing
  const staff = (now = world.now): Ask => ({ ...ask(world, staffActor("boss")), now })
  const [ballot] = await undrawn(world)
  if (!ballot) {
    const opening = {
      name: "storm",
      windows: [{ start, end: after(start, 2 * hour) }],
      wishesMax: 5,
      winsMax: 1 + random.int(3),
    }
    const opened = await openBallot(world, staff(), {
      ...opening,
      deadline: deadlineOf(world),
      announce: random.next() < 0.2,
    })
    return opened.is === "refused" ? opened : nothing("ballot_open")
  }
  const dice = random.next()
  if (dice < 0.5) return wishFor(world, doing, ballot.id)
  if (dice < 0.6) {
    const wish = (await wishesOf(world, by, ballot.id))?.entry?.wishes[0]?.id
    const back = await takeBack(world, by, { ballot: ballot.id, ...(wish ? { wish } : {}) })
    return back.is === "refused" ? back : nothing("unwished")
  }
  if (dice < 0.72) {
    const off = await callOff(world, staff(), ballot.id)
    return off.is === "refused" ? off : nothing("ballot_off")
  }
  const later = after(deadlineOf(world), minute)
  const [first, second] = await Promise.all([
    draw(world, staff(later), ballot.id),
    draw(world, staff(later), ballot.id),
  ])
  if (first.is === "drawn" && second.is === "drawn") throw new Error("drawn twice")
  if (first.is !== "drawn" && second.is !== "drawn") return nothing("ballot_passed")
  const { rows } = await world.store.query<{ id: string; member: string }>({
    name: "made-by-lot",
    text: "select substr(entity, 9) as id, member_id as member from audit where action = 'book' and via = 'ballot'",
    values: [],
  })
  return {
    is: "drawn",
    bookings: rows.map(({ id, member }) => ({ id, version: 1, status: "confirmed", member: { id: member, name: "" } })),
  }
}

/** Up to three wishes in the hours that are given out. */
async function wishFor(world: TestWorld, { random, by, centre }: Doing, id: string): Promise<Balloted> {
  const window = (await currentCentre(world)).ballots.find((one) => one.id === id)?.windows[0]
  if (!window) return nothing("ballot_passed")
  const wishes = Array.from({ length: 1 + random.int(3) }, (): Wish => {
    const room = random.pick(centre.rooms)
    const start = after(window.start, random.int(5) * 15 * minute)
    return {
      room: random.next() < 0.5 ? { room: room.id } : random.next() < 0.8 ? { class: room.class } : "any",
      start,
      end: after(start, (30 + random.int(3) * 15) * minute),
      hosts: 1 + random.int(hostsMax(centre, room)),
      gear: random.next() < 0.3 ? [{ id: random.pick(centre.gear).id, quantity: 1 }] : [],
    }
  })
  const wished = await addWishes(world, by, { ballot: id, wishes })
  return wished.is === "refused" ? wished : nothing(wished.is === "wished" ? "wished" : "ballot_passed")
}
