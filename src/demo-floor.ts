import { checkIn } from "./core/checkin.js"
import { after, minute } from "./core/interval.js"
import type { World } from "./core/world.js"
import { castPrefix, deskActor } from "./demo-cast.js"

/** Real time between two looks at the door. */
const lookMs = 1000

/**
 * People of a demonstration's month come to what they have booked, as its clock goes on: most of them, and not all in time. Nobody else's
 * bookings are touched, and a demonstration without that month has none.
 */
export function keepArriving(world: World): { stop(): Promise<void> } {
  let letIn: Promise<unknown> = Promise.resolve()
  const since = world.clock()
  const look = (): void => {
    letIn = letIn
      .then(() => arrivals(world, { now: world.clock(), since }))
      .catch((error: unknown) => world.log.warn({ err: error }, "nobody could be let in"))
  }
  const timer = setInterval(look, lookMs)
  return {
    async stop() {
      clearInterval(timer)
      await letIn
    },
  }
}

/** Checks in who is there by now, of those who were to begin from `since` on: who was late before has missed it, or said until when. */
export async function arrivals(world: World, { now, since }: { now: Date; since: Date }): Promise<void> {
  const due = await world.store.prisma.booking.findMany({
    where: {
      status: "confirmed",
      startsAt: { gte: since, lte: after(now, 10 * minute) },
      endsAt: { gt: now },
      memberId: { startsWith: castPrefix },
      madeById: { startsWith: castPrefix },
    },
    select: { id: true, startsAt: true },
  })
  for (const { id, startsAt } of due) {
    const comes = comesAt(id)
    if (comes === null || after(startsAt, comes * minute) > now) continue
    await checkIn(world, { actor: deskActor, now, key: `demo:arrives:${id}` }, id)
  }
}

/** Minutes after the start, from ten before on; one in sixteen does not come. */
function comesAt(id: string): number | null {
  const lot = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 16_001, 7) % 16
  return lot === 0 ? null : lot - 10
}
