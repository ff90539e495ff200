import type { Centre } from "../../src/core/centre.js"
import { hand } from "../../src/core/hand.js"
import { after, minute } from "../../src/core/interval.js"
import { passOffer, serveWaitlist, takeOffer } from "../../src/core/offers.js"
import type { Ask, Booking, Refused, RoomWish } from "../../src/core/outcome.js"
import { joinLine } from "../../src/core/waitlist.js"
import type { seeded } from "./random.js"
import { actorFor, ask, staffActor, type TestWorld } from "./world.js"

/** Members who wait for what is taken amid the storm, and are offered it; bookings that go from one member to another. */

type Random = ReturnType<typeof seeded>
export type Waited = { is: "waiting" | "too_many" | "offered" | "offer_taken"; bookings: Booking[] } | Refused

export type Waiting = { random: Random; by: Ask; start: Date; centre: Centre }

/** An hour within the two from `start` on. */
export async function wait(world: TestWorld, { random, by, start, centre }: Waiting): Promise<Waited> {
  const { id: room, class: kind } = random.pick(centre.rooms)
  const wished: RoomWish = random.pick<RoomWish>([{ room }, { class: kind }, "any"])
  const windows = [{ start, end: after(start, 120 * minute) }]
  const joined = await joinLine(world, by, { room: wished, minutes: 60, hosts: 1, gear: [], windows })
  return joined.is === "refused" ? joined : { is: joined.is, bookings: [] }
}

/**
 * What is free is offered along the line, at some minute of the next half hour, so that offers lapse as well; then what is open is
 * taken or let go, from two telephones at once.
 */
export async function serveAndAnswer(
  world: TestWorld,
  { random, members }: { random: Random; members: Record<string, string> },
): Promise<Waited> {
  await serveWaitlist(world, after(world.now, random.int(30) * minute))
  const offers = await world.store.prisma.offer.findMany({ where: { status: "open" }, orderBy: { id: "asc" }, take: 6 })
  const bookings: Booking[] = []
  for (const { id, waitingId } of offers) {
    const { memberId } = await world.store.prisma.waiting.findUniqueOrThrow({ where: { id: waitingId } })
    const telephone = () => ask(world, actorFor(memberId, members[memberId] ?? ""))
    const second = random.next() < 0.5 ? takeOffer(world, telephone(), id) : passOffer(world, telephone(), id)
    const answers = await Promise.all([takeOffer(world, telephone(), id), second])
    bookings.push(...answers.flatMap((one) => (typeof one === "object" && "booking" in one ? [one.booking] : [])))
  }
  return { is: bookings.length > 0 ? "offer_taken" : "offered", bookings }
}

export type Handed = { is: "handed"; booking: Booking } | Refused

/** Staff give a booking to another member. */
export async function handOn(
  world: TestWorld,
  { random, bookingId, members }: { random: Random; bookingId: string; members: Record<string, string> },
): Promise<Handed> {
  return hand(world, ask(world, staffActor("boss")), { bookingId, to: random.pick(Object.keys(members)) })
}
