import { book } from "./core/booking.js"
import { parseCentre, sampleCentreText } from "./core/centre-file.js"
import { applyCentre, currentCentre } from "./core/centre-store.js"
import { checkIn, markNoShow } from "./core/checkin.js"
import { after, hour, minute } from "./core/interval.js"
import { runningLate } from "./core/late.js"
import type { Actor, Ask, Booking, HostWish, Outcome, Show, Wish } from "./core/outcome.js"
import { addDays, instantAt, localDay } from "./core/time.js"
import type { World } from "./core/world.js"
import { longBefore, untilNow } from "./demo-around.js"
import { castIn, dice, type Month } from "./demo-cast.js"

/**
 * A believable month for a demonstration: three weeks that were, a full evening today, three weeks to come. All of it is decided by the
 * engine's own commands, at the time at which people would have given them; what it refuses is not there.
 */

const daysBefore = 21
const daysAhead = 21

/** Fills an empty store. @returns how many sessions there are; the same `now` gives the same month */
export async function demoMonth({ store, log }: Pick<World, "store" | "log">, now: Date): Promise<number> {
  const month = await opened({ store, log }, now)
  await longBefore(month)
  for (let days = -daysBefore; days <= daysAhead; days++) await (days === 0 ? theDay(month) : oneDay(month, days))
  await untilNow(month)
  await asSaid(month)
  return store.prisma.booking.count()
}

async function opened({ store, log }: Pick<World, "store" | "log">, now: Date): Promise<Month> {
  if ((await store.prisma.member.count()) > 0) throw new Error("a demonstration begins with an empty store")
  const read = parseCentre(sampleCentreText(), "the sample centre")
  if (read.is === "wrong") throw new Error(read.problems.join("; "))
  const { centre } = read
  const fortune = dice(20_261_124)
  const letters = "abcdefghjkmnpqrstuvwxyz23456789"
  const newId = (): string => Array.from({ length: 10 }, () => letters[fortune.below(letters.length)]).join("")
  const world: World = { store, log, clock: () => now, newId, speed: 1 }
  const today = localDay(now, centre.zone)
  const at = (days: number, hours: number): Date => instantAt(addDays(today, days), hours * 60, centre.zone)
  const begun = at(-daysBefore - 7, 9)
  await applyCentre(world, centre, { now: begun, via: "demo" })
  await currentCentre(world, { fresh: true })
  const cast = await castIn(world, begun)
  const by = (actor: Actor, then: Date): Ask => ({ actor, now: then < now ? then : now, key: `demo:${newId()}` })
  return { world, centre, today, now, ...cast, dice: fortune, at, by }
}

const gear = ["ring-light", "fill-light", "camera", "microphone", "turntable", "green-screen"] as const
const shows: readonly Show[] = [
  { platform: "Douyin", category: "pearls" },
  { platform: "TikTok", category: "egg rolls", link: "https://www.tiktok.com/@demo/live" },
  { category: "vinho do Porto" },
  { platform: "Xiaohongshu", category: "護膚" },
]
const hosts: readonly HostWish[] = ["Ana Lei", "陳美琪", "Bruno Sá", "林小雨", "Kelly Chan", "Marta Dias"].map(
  (name) => ({ name }),
)

/** What somebody might wish for in that room then. */
function wished({ dice: { below, pick }, centre }: Month, room: string, start: Date): Wish {
  const kind = centre.rooms.find(({ id }) => id === room)?.class
  const most = centre.classes.find(({ id }) => id === kind)?.hostsMax ?? 1
  const count = 1 + below(Math.min(most, 3))
  const minutes = pick([60, 90, 90, 120, 120, 150, 180])
  return {
    room: { room },
    start,
    end: after(start, minutes * minute),
    hosts: count,
    gear: below(3) === 0 ? [{ id: pick(gear), quantity: 1 + below(2) }] : [],
    ...(below(4) === 0 ? { named: [pick(hosts)], show: pick(shows) } : {}),
    ...(below(8) === 0 ? { phases: { setup: 15, teardown: 15 } } : {}),
  }
}

/** Small plans keep room for what a visitor books. */
const onPlans = ({ merchants }: Month, plans: readonly string[]): Actor[] =>
  merchants.filter(({ member }) => member && plans.includes(member.planId))

const bookedBy = (outcome: Outcome): Booking | null => (outcome.is === "booked" ? outcome.booking : null)

/** Six or seven sessions, booked a day or two before; of days that are over people came, or did not. */
async function oneDay(month: Month, days: number): Promise<void> {
  const { world, dice: chance, centre, at, by } = month
  const merchants = onPlans(month, days > 0 ? ["pro"] : ["starter", "standard", "pro"])
  const rooms = centre.rooms.filter((room) => room.class !== "showroom").map(({ id }) => id)
  for (let n = 0; n < 6; n++) {
    const start = at(days, 10 + 2 * n + chance.below(8) / 4)
    const ask = by(chance.pick(merchants), at(days - 2, 11 + n))
    const booking = bookedBy(await book(world, ask, wished(month, chance.pick(rooms), start)))
    if (booking?.status === "confirmed" && start < month.now) await came(month, booking)
  }
}

/** One in fifteen does not. */
async function came({ world, staff, by, dice: chance }: Month, { id, start }: Booking): Promise<void> {
  if (chance.below(15) === 0) await markNoShow(world, by(staff, after(start, 20 * minute)), id)
  else await checkIn(world, by(staff, after(start, -chance.below(10) * minute)), id)
}

/** What was to be said by now has been: nobody is reminded of last week. */
const asSaid = ({ world, now }: Month) =>
  world.store.prisma.notice.updateMany({
    where: { state: "due", dueAt: { lte: now } },
    data: { state: "sent", settledAt: now },
  })

/** The first of a few who may have the room then. */
async function whoever(month: Month, room: string, start: Date): Promise<Booking | null> {
  const { world, by, dice: chance, at } = month
  const merchants = onPlans(month, ["standard", "pro"])
  for (let tries = 0; tries < 4; tries++) {
    const ask = by(chance.pick(merchants), at(-1, 15))
    const booking = bookedBy(await book(world, ask, wished(month, room, start)))
    if (booking) return booking
  }
  return null
}

/** Every room has somebody, in the evening one after another; two are late, one of whom said so, and one did not come. */
async function theDay(month: Month): Promise<void> {
  const { world, centre, dice: chance, at, by, staff, now } = month
  const running: Booking[] = []
  for (const { id: room } of centre.rooms.filter(({ id, class: kind }) => kind !== "showroom" && id !== "s7")) {
    let start = at(0, 10 + chance.below(12) / 4)
    while (start < at(0, 24)) {
      const booking = await whoever(month, room, start)
      const end = booking?.end ?? after(start, hour / 2)
      if (booking && end > now && start < now) running.push(booking)
      else if (booking && start < now) await came(month, booking)
      start = after(end, (15 + chance.below(end < at(0, 17) ? 9 : 2) * 15) * minute)
    }
  }
  running.sort((a, b) => a.start.getTime() - b.start.getTime() || (a.id < b.id ? -1 : 1))
  const late = running.slice(-2)
  for (const { id, start } of running.slice(0, -2)) await checkIn(world, by(staff, start), id)
  const [said] = late
  if (said) await runningLate(world, by(staff, now), said.id, 30)
}
