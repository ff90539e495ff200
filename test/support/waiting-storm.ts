import { cancel } from "../../src/core/booking.js"
import { hand } from "../../src/core/hand.js"
import { after, minute } from "../../src/core/interval.js"
import { joinForLonger } from "../../src/core/longer.js"
import { passOffer, serveWaitlist, takeOffer } from "../../src/core/offers.js"
import type { Booking, RoomWish } from "../../src/core/outcome.js"
import { type Joined, joinLine, leaveLine } from "../../src/core/waitlist.js"
import { openOf } from "../../src/core/waitlist-rows.js"
import type { Turn } from "./storm.js"
import type { Answer } from "./told.js"
import { actorFor, ask, staffActor } from "./world.js"

/**
 * Members who wait for what is taken amid the storm, or that a session goes on, and are offered it; bookings that go from one member
 * to another.
 */

let ticks = 0
const hours = 60 * minute
const boss = staffActor("boss")

/** So many places at once, or whatever frees is an older one's. */
const placesMost = 2

/** An hour within the two from `start` on; often for those to whom nothing is refused but what is taken. Who waits for much leaves a place. */
export async function wait({ world, random, start, centre, tell, told, ...turn }: Turn): Promise<void> {
  const { id: room, class: kind } = random.pick(centre.rooms)
  const wished: RoomWish = random.pick<RoomWish>([{ room }, { class: kind }, "any"])
  const id = turn.patient.length > 0 && random.next() < 0.5 ? random.pick(turn.patient) : null
  const by = id === null ? turn.by : ask(world, actorFor(id, turn.members[id] ?? ""))
  const places = await openOf(world, by.actor.member?.id ?? null)
  if (places.length >= placesMost) {
    await leaveLine(world, by, random.pick(places).id)
    return tell({ is: "left_line", bookings: [] })
  }
  const windows = [{ start, end: after(start, 2 * hours) }]
  const asked = ++ticks
  const joined = await joinLine(world, by, { room: wished, minutes: 60, hosts: 1, gear: [], windows })
  if (joined.is === "waiting") told.line.push({ id: joined.place.id, asked, told: ++ticks })
  tell(waiting(joined))
}

const waiting = (joined: Joined): Answer => (joined.is === "refused" ? joined : { is: joined.is, bookings: [] })

/** A session is to go on, where another follows it; mostly that one is given up then: what they wait for comes about. */
export async function waitLonger(turn: Turn): Promise<void> {
  const { world, random, tell, told, patient, members } = turn
  const theirs = [...told.bookings].flatMap(([id, { member, live }]) => (live && patient.includes(member) ? [id] : []))
  const mine = patient.length > 0 ? theirs : turn.mine
  const own = mine.length > 0 ? await world.store.prisma.booking.findUnique({ where: { id: random.pick(mine) } }) : null
  if (!own) return tell({ is: "nothing_to_go_on", bookings: [] })
  const by = ask(world, actorFor(own.memberId, members[own.memberId] ?? ""))
  const minutes = random.pick([15, 30, 45])
  const joined = await joinForLonger(world, by, { bookingId: own.id, minutes })
  tell(joined.is === "waiting" ? { is: "waiting_longer", bookings: [] } : waiting(joined))
  const behind = await world.store.prisma.booking.findMany({
    where: {
      roomId: own.roomId,
      status: { in: ["requested", "confirmed"] },
      startsAt: { gte: own.endsAt, lt: after(own.endsAt, (minutes + 15) * minute) },
    },
  })
  for (const { id } of behind) if (random.next() < 0.9) tell(await cancel(world, ask(world, boss), id))
  await serveAndAnswer(turn)
}

/**
 * What is free is offered along the line, at some minute of the next half hour, so that offers lapse as well; then what is open is
 * taken or let go, from two telephones at once; some by nobody.
 */
export async function serveAndAnswer({ world, random, members, tell }: Turn): Promise<void> {
  const made = await serveWaitlist(world, after(world.now, random.int(30) * minute))
  const offers = await world.store.prisma.offer.findMany({
    where: { status: "open" },
    orderBy: { id: "desc" },
    take: 6,
  })
  const bookings: Booking[] = []
  for (const { id, waitingId } of offers) {
    const { memberId } = await world.store.prisma.waiting.findUniqueOrThrow({ where: { id: waitingId } })
    const telephone = () => ask(world, actorFor(memberId, members[memberId] ?? ""))
    if (nobodyAnswers(id)) continue
    const dice = random.next()
    const first = dice < 0.85 ? takeOffer(world, telephone(), id) : passOffer(world, telephone(), id)
    const second = dice < 0.75 ? takeOffer(world, telephone(), id) : passOffer(world, telephone(), id)
    const answers = await Promise.all([first, second])
    bookings.push(...answers.flatMap((one) => (typeof one === "object" && "booking" in one ? [one.booking] : [])))
  }
  tell({ is: made > 0 ? "offered" : "answered_offers", bookings })
}

const nobodyAnswers = (offer: string): boolean => offer.charCodeAt(offer.length - 1) % 3 === 0

/** Staff give a booking to another member. */
export async function handOn({ world, random, members }: Turn, bookingId: string): Promise<Answer> {
  return hand(world, ask(world, boss), { bookingId, to: random.pick(Object.keys(members)) })
}
