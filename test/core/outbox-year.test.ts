import { describe, expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { deliver } from "../../src/core/desk/deliver.js"
import type { Address, Delivery, Reply } from "../../src/core/desk/turn.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { type Notice, nextDue } from "../../src/core/notices.js"
import { forget } from "../../src/core/retention.js"
import type { World } from "../../src/core/world.js"
import { smallCentre } from "../support/centre.js"
import { silent } from "../support/log.js"
import { blockedPerson, judge, type Life, quiet, type Result, type Sent } from "../support/outbox-judge.js"
import { seeded } from "../support/random.js"
import { freshStore, postgresAnswers, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/**
 * A busy centre, day after day with the clock in hand: bookings, moves, cancellations; two replicas, some of which die between sending and
 * recording; downtime; platforms that ask for patience, break, lose their answers, refuse a message, and are blocked; once through each
 * change of the clock in another zone. What was sent is read from the platform's own ledger, and compared with what the bookings' own
 * history says should have been: not with the outbox. A year: `OUTBOX_DAYS=365 npx vitest run test/core/outbox-year.test.ts`.
 */
const wanted = Number(process.env.OUTBOX_DAYS ?? 10)
/** The days around both changes of the clock are never left out; a year has more of them. */
const around = Math.ceil(wanted / 60) + 2
const places = [
  { zone: "Asia/Macau", from: "2026-11-23T06:00:00+08:00", days: Math.max(1, wanted - 2 * around) },
  { zone: "Europe/Lisbon", from: "2026-10-24T06:00:00+01:00", days: around },
  { zone: "Europe/Lisbon", from: "2027-03-27T06:00:00+00:00", days: around },
]
type Place = (typeof places)[number]
async function simulate({ zone, from, days }: Place, seed: number): Promise<Result> {
  const first = new Date(from)
  // Replicas share a Postgres; the embedded store is one process's.
  const fresh = await freshStore((await postgresAnswers()) ? "postgres" : "pglite")
  const world = testWorld(fresh.store, first.toISOString())
  const random = seeded(seed)
  const members = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`m${n}`, "busy"]))
  const plan = {
    id: "busy",
    names: smallCentre.plans[0]?.names,
    hoursPerMonth: 700,
    peakShare: 1,
    daysAhead: 30,
    openBookings: 500,
  }
  const rooms = Array.from({ length: 12 }, (_, n) => ({ ...smallCentre.rooms[0], id: `r${n}` }))
  const centre = { ...smallCentre, zone, quiet, floor: 60, rooms, plans: [plan] } as unknown as typeof smallCentre
  await withCentre(fresh.store, centre, world.now)
  await addMembers(world, members)
  await fresh.store.prisma.account.createMany({
    data: Object.keys(members).map((id) => ({
      id: `a-${id}`,
      platform: "tg",
      userId: id,
      address: `tg:p-${id}`,
      personId: `p-${id}`,
      createdAt: world.now,
    })),
  })
  const ledger: Sent[] = []
  const told = { wait: 0, down: 0, lost: 0, killed: 0, blocked: 0, refused: 0, restarts: 0 }
  const logged = new Set<string>()
  const log = {
    ...silent,
    warn: (about: unknown, message?: string) => {
      if (message !== "maybe_duplicate") return
      const { notice } = about as { notice: string }
      logged.add(notice.split(":").slice(1, 3).join(" "))
    },
  }
  /** Trouble since then, per notice: a reminder may be late by as long as it lasted. */
  const troubled = new Set<string>()
  /** The platform will not have these, ever. */
  const refused = new Set<string>()
  const down: { from: number; to: number }[] = []

  const platform = async (to: Address, reply: Reply, dying: boolean): Promise<Delivery> => {
    const [booking = "", lead = "", start = ""] = String(reply.text[0]?.[0]).split(" ")
    const accept = (heard: boolean) =>
      ledger.push({ booking, lead: Number(lead), start: Number(start), at: world.now.getTime(), heard })
    if (to === `tg:${blockedPerson}`) {
      told.blocked++
      return { is: "blocked", why: "403" }
    }
    const dice = random.next()
    if (dice < 0.02) {
      told.wait++
      troubled.add(`${booking} ${lead} ${start}`)
      return { is: "wait", seconds: 1 + random.int(30) }
    }
    if (dice < 0.04) {
      told.down++
      troubled.add(`${booking} ${lead} ${start}`)
      return { is: "down", why: "502" }
    }
    if (dice < 0.045) {
      told.lost++
      accept(false)
      return { is: "unsure", why: "timeout" }
    }
    if (dice < 0.047) {
      told.refused++
      refused.add(`${booking} ${lead} ${start}`)
      return { is: "refused", why: "400" }
    }
    accept(!dying)
    if (dying) told.killed++
    return { is: "sent", message: String(ledger.length) }
  }
  const phrase = async (notice: Notice): Promise<Reply | null> => {
    const { data, bookingId } = notice
    if (data.kind !== "reminder" || !bookingId) return null
    const row = await fresh.store.prisma.booking.findUniqueOrThrow({ where: { id: bookingId } })
    if (row.status === "cancelled" || row.startsAt <= world.now) return null
    return { text: [[`${bookingId} ${data.minutesBefore} ${row.startsAt.getTime()}`]] }
  }

  /** A replica: a world object of its own on the shared store. */
  const replica = (): World => ({ ...world, clock: () => world.now, log })
  let replicas = [replica(), replica()]
  const round = async (): Promise<void> => {
    // One in two hundred rounds a replica dies after the platform took the message and before that was recorded.
    const killed = random.next() < 0.005
    await Promise.all(
      replicas.map((one, index) => {
        const dying = killed && index === 0
        const send = (to: Address, reply: Reply): Promise<Delivery> => platform(to, reply, dying)
        const store = dying ? { ...one.store, query: dead(one.store.query) } : one.store
        return deliver({ ...one, store }, { phrase, send }).catch(() => {})
      }),
    )
    if (killed) {
      replicas = [replica(), replica()]
      told.restarts++
    }
  }
  /** Delivers whatever is due up to then, each at its moment. */
  const runTo = async (until: Date): Promise<void> => {
    for (;;) {
      await round()
      const next = await nextDue(world)
      if (!next || next > until) break
      world.now = next > world.now ? next : after(world.now, 1000)
    }
    world.now = until
  }

  const lives = new Map<string, Life>()
  const result = (): Result => ({
    lives,
    ledger,
    told,
    logged,
    troubled,
    refused,
    down,
    end: world.now.getTime(),
    zone,
  })
  const happening = { random, lives, open: new Map<string, Life>(), first: first.getTime() }
  for (let n = 0; n < days; n++) {
    const midnight = after(first, n * day)
    for (let h = 0; h < 20; h++) {
      const at = after(midnight, h * hour + random.int(4) * 15 * minute + random.int(60) * 1000)
      // Nobody sends for minutes or hours, about twice a week; people go on booking (the web of another cell, say).
      const gap = random.next() < 0.015 ? random.pick([3, 20, 90, 400]) * minute : 0
      if (gap > 0 && at > world.now) {
        await runTo(at)
        down.push({ from: at.getTime(), to: at.getTime() + gap })
        await happen(world, happening)
        world.now = after(at, gap)
        replicas = [replica(), replica()]
        told.restarts++
      }
      if (at > world.now) await runTo(at)
      for (let k = 0; k < 5; k++) await happen(world, happening)
    }
    await forget(world, world.now)
    if (n % 30 === 29) judge(result())
  }
  await runTo(after(world.now, 4 * day))
  await fresh.dispose()
  return result()
}

/** The claim works, the record of what was sent is never written. */
const dead =
  (query: World["store"]["query"]): World["store"]["query"] =>
  (statement) =>
    statement.name === "settle" ? Promise.reject(new Error("killed")) : query(statement)

type Happening = { random: ReturnType<typeof seeded>; lives: Map<string, Life>; open: Map<string, Life>; first: number }

async function happen(world: TestWorld, { random, lives, open, first }: Happening): Promise<void> {
  const at = world.now.getTime()
  const dice = random.next()
  for (const [id, { versions }] of open) if ((versions.at(-1)?.start ?? 0) <= at + 2 * hour) open.delete(id)
  const upcoming = [...open]
  const quarter = 15 * minute
  const slot = () => {
    const date = new Date(Math.floor((at - first) / day) * day + first + random.int(3) * day)
    return new Date(date.getTime() + 2 * hour + random.int(60) * quarter)
  }
  if (dice < 0.78 || upcoming.length === 0) {
    const who = `m${random.int(12)}`
    const start = slot()
    const wish = { room: "any" as const, start, end: after(start, hour), hosts: 1, gear: [] }
    const outcome = await book(world, ask(world, actorFor(who, "busy")), wish)
    if (outcome.is === "booked") {
      const life = { who, versions: [{ at, start: start.getTime() }] }
      lives.set(outcome.booking.id, life)
      open.set(outcome.booking.id, life)
    }
    return
  }
  const [id, life] = random.pick(upcoming)
  const asking = ask(world, actorFor(life.who, "busy"))
  if (dice < 0.9) {
    const start = slot()
    // There and back again would earn the same reminder twice, rightly; the ledger could not tell that from a double.
    if (life.versions.some((version) => version.start === start.getTime())) return
    const outcome = await move(world, asking, id, { start })
    if (outcome.is === "moved") life.versions.push({ at, start: start.getTime() })
  } else if ((await cancel(world, asking, id)).is === "cancelled") life.versions.push({ at, start: null })
}

describe.each(places)("the outbox over $days days in $zone from $from", (place) => {
  test(
    "every reminder that should have been sent was, within a minute of due or recovery; none that should not",
    async () => {
      const { bookings, wait, down, lost, killed, gaps, blocked } = judge(await simulate(place, 20261123))
      expect(bookings).toBeGreaterThan(place.days * 40)
      expect([wait, down, blocked].every((count) => count > 0)).toBe(true)
      if (place.days >= 60) expect([lost, killed, gaps].every((count) => count > 0)).toBe(true)
    },
    6 * hour,
  )
})
