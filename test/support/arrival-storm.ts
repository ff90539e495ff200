import { book, cancel, extend, move } from "../../src/core/booking.js"
import { type Centre, hostsMax } from "../../src/core/centre.js"
import { checkIn, forgive, markNoShow } from "../../src/core/checkin.js"
import { after, minute } from "../../src/core/interval.js"
import { runningLate } from "../../src/core/late.js"
import { nudge, releaseNoShows } from "../../src/core/no-shows.js"
import type { Actor, Wish } from "../../src/core/outcome.js"
import { approve, deny, lapseRequests } from "../../src/core/requests.js"
import { undo } from "../../src/core/undo.js"
import { seeded } from "./random.js"
import { actorFor, ask, type TestWorld } from "./world.js"

/** One evening at the desk: every quarter of an hour everybody comes at once, to arrive, to cancel, to book what somebody lost. */

/** `missing`: what of the answers was not given often enough; the evening goes on until it was, for three times its `rounds` at most. */
type Evening = {
  seed: number
  rounds: number
  callers: number
  members: Record<string, string>
  centre: Centre
  missing: (counts: Record<string, number>) => readonly string[]
}
type Ids = Record<"running" | "missed" | "ahead" | "asked", readonly string[]>
/** `own`: one of the merchant's, who has to ask where staff need not. */
type Round = { random: ReturnType<typeof seeded>; by: Actor; own: Actor; staff: Actor; ids: Ids; centre: Centre }

/** @returns how often each answer was given */
export async function arrivalStorm(world: TestWorld, evening: Evening): Promise<Record<string, number>> {
  const { seed, rounds, callers, members, centre, missing } = evening
  const counts: Record<string, number> = {}
  const random = seeded(seed)
  const one = async (number: number, ids: Ids): Promise<void> => {
    const own = seeded(seed * 7919 + number)
    const id = own.pick(Object.keys(members))
    const member = actorFor(id, members[id] ?? "")
    const staff: Actor = { ...member, person: { ...member.person, id: `s-${id}`, staff: true } }
    const by = own.next() < 0.7 ? staff : member
    const count = (told: string) => {
      counts[told] = (counts[told] ?? 0) + 1
    }
    count(await act(world, { random: own, by, own: member, staff, ids, centre }))
    if (own.next() < 0.3) count(await answer(undo(world, ask(world, by))))
  }
  for (let round = 0; round < rounds || (round < 3 * rounds && missing(counts).length > 0); round++) {
    const rows = await world.store.prisma.booking.findMany({
      where: { startsAt: { lte: after(world.now, 60 * minute) }, endsAt: { gt: after(world.now, -15 * minute) } },
      select: { id: true, status: true, startsAt: true },
      orderBy: { id: "asc" },
    })
    const these = (of: (row: (typeof rows)[number]) => boolean) => rows.filter(of).map(({ id }) => id)
    const ids: Ids = {
      running: these(({ status, startsAt }) => status === "confirmed" && startsAt <= world.now),
      missed: these(({ status }) => status === "no_show"),
      ahead: these(({ status, startsAt }) => status === "confirmed" && startsAt > world.now),
      asked: these(({ status }) => status === "requested"),
    }
    const released = Promise.all([1, 2].map(() => releaseNoShows(world, world.now)))
    const lapsed = Promise.all([1, 2].map(() => lapseRequests(world, world.now)))
    await Promise.all([
      ...Array.from({ length: callers }, (_, n) => one(round * callers + n, ids)),
      nudge(world, world.now),
      released,
      lapsed,
    ])
    counts.asked = (counts.asked ?? 0) + ids.asked.length
    counts.lapsed = (counts.lapsed ?? 0) + (await lapsed).reduce((sum, count) => sum + count, 0)
    counts.released = (counts.released ?? 0) + (await released).reduce((sum, count) => sum + count, 0)
    world.now = after(world.now, (5 + random.int(10)) * minute)
    // The desk was there all the while.
    await world.store.prisma.pulse.updateMany({ data: { at: world.now } })
  }
  return counts
}

async function act(world: TestWorld, round: Round): Promise<string> {
  const { random, by, own, staff, ids } = round
  const asked = ask(world, by)
  const one = (of: keyof Ids): string | null => (ids[of].length > 0 ? random.pick(ids[of]) : null)
  const [running, missed, ahead] = [one("running"), one("missed"), one("ahead")]
  const asking = one("asked")
  // Seldom enough that some wait until it is too late.
  if (asking && random.next() < 0.07)
    return answer((random.next() < 0.6 ? approve : deny)(world, ask(world, staff), { bookingId: asking }))
  const maybe: readonly (readonly [number, string | null, (id: string) => Promise<{ is: string }>])[] = [
    [35, missed, (id) => forgive(world, asked, id)],
    [7, missed, (id) => checkIn(world, asked, id)],
    [5, running, (id) => checkIn(world, asked, id)],
    [4, running, (id) => markNoShow(world, asked, id)],
    [2, running, (id) => runningLate(world, asked, id, 5 * random.int(4))],
    [3, running, (id) => extend(world, asked, id, 15)],
    [4, ahead, (id) => move(world, asked, id, { start: someStart(world, random) })],
    [4, ahead, (id) => cancel(world, asked, id)],
  ]
  let dice = random.int(100)
  for (const [weight, id, doing] of maybe) {
    if (dice < weight && id) return answer(doing(id))
    dice -= weight
    if (dice < 0) break
  }
  return answer(book(world, random.next() < 0.8 ? ask(world, own) : asked, wish(world, round)))
}

async function answer(outcome: Promise<{ is: string; refusal?: { why: string } }>): Promise<string> {
  const { is, refusal } = await outcome
  return refusal ? `no: ${refusal.why}` : is
}

/** The next quarter hours. */
const someStart = (world: TestWorld, random: Round["random"]): Date =>
  new Date((Math.ceil(world.now.getTime() / (15 * minute)) + random.int(5)) * 15 * minute)

function wish(world: TestWorld, { random, centre }: Round): Wish {
  const room = random.pick(centre.rooms)
  const start = someStart(world, random)
  const hosts = 1 + random.int(hostsMax(centre, room))
  return { room: { room: room.id }, start, end: after(start, (30 + random.int(3) * 15) * minute), hosts, gear: [] }
}
