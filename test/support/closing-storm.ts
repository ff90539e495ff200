import type { Centre } from "../../src/core/centre.js"
import { close } from "../../src/core/closing.js"
import { after, minute } from "../../src/core/interval.js"
import { lift } from "../../src/core/lifting.js"
import type { Booking, Refused } from "../../src/core/outcome.js"
import type { seeded } from "./random.js"
import { ask, staffActor, type TestWorld } from "./world.js"

/** Staff who close rooms and gear amid the storm, and lift them again: never more than a few at once, or nobody could book. */

export type Closing = { random: ReturnType<typeof seeded>; centre: Centre; start: Date; open: string[] }
export type Closed = { is: "closed" | "closed_again" | "lifted"; bookings: Booking[] } | Refused

const boss = staffActor("boss")

const openMost = 3

export async function closeOrLift(world: TestWorld, { random, centre, start, open }: Closing): Promise<Closed> {
  const by = ask(world, boss)
  const id = open.length >= openMost || (open.length > 0 && random.next() < 0.4) ? open.shift() : undefined
  if (id) {
    const done = await lift(world, by, id)
    return done.is === "refused" ? done : { is: "lifted", bookings: [...done.back] }
  }
  const dice = random.next()
  const what =
    dice < 0.6
      ? { room: random.pick(centre.rooms).id }
      : dice < 0.9
        ? { gear: random.pick(centre.gear).id, quantity: 1 }
        : ("centre" as const)
  const done = await close(world, by, {
    what,
    start,
    end: after(start, (1 + random.int(8)) * 15 * minute),
    reason: null,
  })
  if (done.is === "refused") return done
  if (done.again) return { is: "closed_again", bookings: [] }
  open.push(done.id)
  return { is: "closed", bookings: done.placed.flatMap(({ now, fate }) => (fate === "stays" ? [] : [now])) }
}
