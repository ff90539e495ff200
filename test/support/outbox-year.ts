import { book, cancel, move } from "../../src/core/booking.js"
import { deliver } from "../../src/core/desk/deliver.js"
import type { Address, Delivery, Reply } from "../../src/core/desk/turn.js"
import { digestOf } from "../../src/core/digest.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { type Notice, nextDue } from "../../src/core/notices.js"
import { forget } from "../../src/core/retention.js"
import type { World } from "../../src/core/world.js"
import { smallCentre } from "./centre.js"
import { silent } from "./log.js"
import { blockedPerson, type Life, quiet, type Result, type Sent } from "./outbox-judge.js"
import { seeded } from "./random.js"
import { freshStore, postgresAnswers, withCentre } from "./store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "./world.js"

/**
 * A busy centre, day after day with the clock in hand: bookings, moves, cancellations; two replicas, some of which die between sending and
 * recording; downtime; platforms that ask for patience, break, lose their answers, refuse a message, and are blocked. What was sent is
 * read from the platform's own ledger, and compared with what the bookings' own history says should have been: not with the outbox.
 */

export type Place = { zone: string; from: string; days: number }

/** How much goes wrong: shares of messages, of rounds in which a replica dies, of hours in which all stop sending for so many minutes. */
export type Trouble = {
  wait: number
  down: number
  /** The connection breaks before the platform has taken it; or after. */
  reset: number
  lost: number
  refused: number
  dies: number
  stops: number
  minutes: readonly number[]
  /** Every message is sent again: a fault, to be found. */
  twice?: boolean
}
export const ordinary: Trouble = {
  wait: 0.02,
  down: 0.02,
  reset: 0,
  lost: 0.005,
  refused: 0.002,
  dies: 0.005,
  stops: 0.015,
  minutes: [3, 20, 90, 400],
}

/** Interferes: at the end of a day, when all send again after they stopped, and before the digest is read that tells of it. */
export type Meddle = (world: World, when: "day" | "recovering" | "telling") => Promise<void>

type Simulated = { seed: number; trouble?: Trouble; meddle?: Meddle; monthly?: (soFar: Result) => void }

async function busyCentre(zone: string, first: Date) {
  // Replicas share a Postgres; the embedded store is one process's.
  const fresh = await freshStore((await postgresAnswers()) ? "postgres" : "pglite")
  const world = testWorld(fresh.store, first.toISOString())
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
  return { ...fresh, world }
}

const kinds = ["wait", "down", "reset", "lost", "refused"] as const

/** What goes wrong with a message, if anything, by dice between 0 and 1. */
function kindOf(trouble: Trouble, dice: number): (typeof kinds)[number] | undefined {
  let below = 0
  for (const kind of kinds) {
    below += trouble[kind]
    if (dice < below) return kind
  }
  return undefined
}

/** A platform with a ledger of what it took. */
function platformOf(world: TestWorld, { random, trouble }: { random: ReturnType<typeof seeded>; trouble: Trouble }) {
  const ledger: Sent[] = []
  const told = { wait: 0, down: 0, reset: 0, lost: 0, killed: 0, blocked: 0, refused: 0, restarts: 0 }
  const troubled = new Set<string>()
  const refused = new Set<string>()
  const send = async (to: Address, reply: Reply, dying: boolean): Promise<Delivery> => {
    const name = String(reply.text[0]?.[0])
    const [booking = "", lead = "", start = ""] = name.split(" ")
    const accept = (heard: boolean) =>
      ledger.push({ booking, lead: Number(lead), start: Number(start), at: world.now.getTime(), heard })
    if (to === `tg:${blockedPerson}`) {
      told.blocked++
      return { is: "blocked", why: "403" }
    }
    const kind = kindOf(trouble, random.next())
    if (kind) told[kind]++
    if (kind === "wait" || kind === "down" || kind === "reset") troubled.add(name)
    switch (kind) {
      case "wait":
        return { is: "wait", seconds: 1 + random.int(30) }
      case "down":
        return { is: "down", why: "502" }
      case "reset":
        return { is: "unsure", why: "reset" }
      case "lost":
        accept(false)
        return { is: "unsure", why: "timeout" }
      case "refused":
        refused.add(name)
        return { is: "refused", why: "400" }
    }
    accept(!dying)
    if (trouble.twice) accept(true)
    if (dying) told.killed++
    return { is: "sent", message: String(ledger.length) }
  }
  return { ledger, told, troubled, refused, send }
}

/** Two replicas: world objects of their own on the shared store, of which one dies now and then after the platform took a message. */
function replicasOf(world: TestWorld, platform: ReturnType<typeof platformOf>, dies: () => boolean) {
  const logged = new Set<string>()
  const warn = (about: unknown, message?: string) => {
    if (message !== "maybe_duplicate") return
    const { notice } = about as { notice: string }
    logged.add(notice.split(":").slice(1, 3).join(" "))
  }
  const phrase = async ({ data, bookingId }: Notice): Promise<Reply | null> => {
    if (data.kind !== "reminder" || !bookingId) return null
    const row = await world.store.prisma.booking.findUniqueOrThrow({ where: { id: bookingId } })
    if (row.status === "cancelled" || row.startsAt <= world.now) return null
    return { text: [[`${bookingId} ${data.minutesBefore} ${row.startsAt.getTime()}`]] }
  }
  const replica = (): World => ({ ...world, clock: () => world.now, log: { ...silent, warn } })
  let replicas = [replica(), replica()]
  const restart = () => {
    replicas = [replica(), replica()]
    platform.told.restarts++
  }
  const round = async (killed = dies()): Promise<void> => {
    await Promise.all(
      replicas.map((one, index) => {
        const dying = killed && index === 0
        const send = (to: Address, reply: Reply): Promise<Delivery> => platform.send(to, reply, dying)
        const store = dying ? { ...one.store, query: dead(one.store.query) } : one.store
        return deliver({ ...one, store }, { phrase, send }).catch(() => {})
      }),
    )
    if (killed) restart()
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
  return { logged, round, runTo, restart }
}

export async function simulate(
  { zone, from, days }: Place,
  { seed, trouble = ordinary, meddle = async () => {}, monthly = () => {} }: Simulated,
): Promise<Result> {
  const first = new Date(from)
  const { world, dispose } = await busyCentre(zone, first)
  const random = seeded(seed)
  const platform = platformOf(world, { random, trouble })
  const replicas = replicasOf(world, platform, () => random.next() < trouble.dies)
  const down: Result["down"] = []
  const lives = new Map<string, Life>()
  const { ledger, told, troubled, refused } = platform
  const { logged, runTo } = replicas
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
  /** Nobody sends; people go on booking (the web of another cell, say). Then the staff read in the digest what came too late. */
  const stop = async (at: Date, gap: number): Promise<void> => {
    await runTo(at)
    await happen(world, happening)
    world.now = after(at, gap)
    replicas.restart()
    await meddle(world, "recovering")
    await replicas.round(false)
    await meddle(world, "telling")
    down.push({ from: at.getTime(), to: world.now.getTime(), told: await droppedSince(world, at) })
  }
  for (let n = 0; n < days; n++) {
    const midnight = after(first, n * day)
    for (let h = 0; h < 20; h++) {
      const at = after(midnight, h * hour + random.int(4) * 15 * minute + random.int(60) * 1000)
      const gap = random.next() < trouble.stops ? random.pick(trouble.minutes) * minute : 0
      if (gap > 0 && at > world.now) await stop(at, gap)
      if (at > world.now) await runTo(at)
      for (let k = 0; k < 5; k++) await happen(world, happening)
    }
    await forget(world, world.now)
    await meddle(world, "day")
    if (n % 30 === 29) monthly(result())
  }
  await runTo(after(world.now, 4 * day))
  await dispose()
  return result()
}

/** Reminders that the digest says reached nobody because they came too late. Who takes no messages is another matter. */
async function droppedSince(world: World, since: Date): Promise<number> {
  const { undeliverable } = await digestOf(world, since.toISOString().slice(0, 10), since)
  return undeliverable.reduce(
    (sum, { name, kind, state, count }) =>
      sum + (kind === "reminder" && state === "dropped" && name !== "Person m0" ? count : 0),
    0,
  )
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
