import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { deliver } from "../../src/core/desk/deliver.js"
import type { Address, Delivery, Reply } from "../../src/core/desk/turn.js"
import { after, day, hour, minute } from "../../src/core/interval.js"
import { type Notice, nextDue } from "../../src/core/notices.js"
import { forget } from "../../src/core/retention.js"
import type { World } from "../../src/core/world.js"
import { smallCentre } from "../support/centre.js"
import { silent } from "../support/log.js"
import { seeded } from "../support/random.js"
import { freshStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

/**
 * A busy centre, day after day with the clock in hand: bookings, moves, cancellations; two replicas, some of which die between sending and
 * recording; downtime; platforms that ask for patience, break, lose their answers, and are blocked. What was sent is read from the
 * platform's own ledger, and compared with what the bookings' own history says should have been: not with the outbox.
 */
const days = Number(process.env.OUTBOX_DAYS ?? 30)
const leads = [1440, 60, 15]
const first = new Date("2026-11-23T06:00:00+08:00")

type Sent = { booking: string; lead: number; start: number; at: number; heard: boolean }
/** What a booking was, from when on: starting then, or cancelled (`null`). */
type Life = { who: string; versions: { at: number; start: number | null }[] }

let fresh: Awaited<ReturnType<typeof freshStore>>
beforeAll(async () => {
  fresh = await freshStore("pglite")
})
afterAll(() => fresh?.dispose())

const blockedPerson = "p-m0"

async function simulate(seed: number) {
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
  const centre = { ...smallCentre, floor: 60, rooms, plans: [plan] } as unknown as typeof smallCentre
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
  const told = { wait: 0, down: 0, lost: 0, killed: 0, blocked: 0, restarts: 0 }
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
  for (let n = 0; n < days; n++) {
    const midnight = after(first, n * day)
    for (let h = 0; h < 20; h++) {
      const at = after(midnight, h * hour + random.int(4) * 15 * minute + random.int(60) * 1000)
      // Nobody sends for minutes or hours, about twice a week; people go on booking (the web of another cell, say).
      const gap = random.next() < 0.015 ? random.pick([3, 20, 90, 400]) * minute : 0
      if (gap > 0 && at > world.now) {
        await runTo(at)
        down.push({ from: at.getTime(), to: at.getTime() + gap })
        await happen(world, random, lives)
        world.now = after(at, gap)
        replicas = [replica(), replica()]
        told.restarts++
      }
      if (at > world.now) await runTo(at)
      for (let k = 0; k < 4; k++) await happen(world, random, lives)
    }
    await forget(world, world.now)
  }
  await runTo(after(world.now, 4 * day))
  return { lives, ledger, told, logged, troubled, down, end: world.now }
}

/** The claim works, the record of what was sent is never written. */
const dead =
  (query: World["store"]["query"]): World["store"]["query"] =>
  (statement) =>
    statement.name === "settle" ? Promise.reject(new Error("killed")) : query(statement)

async function happen(world: TestWorld, random: ReturnType<typeof seeded>, lives: Map<string, Life>): Promise<void> {
  const at = world.now.getTime()
  const dice = random.next()
  const upcoming = [...lives].filter(([, { versions }]) => (versions.at(-1)?.start ?? 0) > at + 2 * hour)
  const quarter = 15 * minute
  const slot = () => {
    const date = after(new Date(Math.floor((at - first.getTime()) / day) * day + first.getTime()), random.int(3) * day)
    return new Date(date.getTime() + 2 * hour + random.int(60) * quarter)
  }
  if (dice < 0.75 || upcoming.length === 0) {
    const who = `m${random.int(12)}`
    const start = slot()
    const wish = { room: "any" as const, start, end: after(start, hour), hosts: 1, gear: [] }
    const outcome = await book(world, ask(world, actorFor(who, "busy")), wish)
    if (outcome.is === "booked" && !lives.has(outcome.booking.id))
      lives.set(outcome.booking.id, { who, versions: [{ at, start: start.getTime() }] })
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

type Result = Awaited<ReturnType<typeof simulate>>

/** When each reminder should have come, from the bookings' history alone. `useful`: nobody needs it after that. */
function expected({ lives, down, end }: Result) {
  return [...lives].flatMap(([booking, { who, versions }]) =>
    versions.flatMap(({ at, start }, index) => {
      if (start === null || `p-${who}` === blockedPerson) return []
      const until = versions[index + 1]?.at ?? Number.POSITIVE_INFINITY
      return leads.flatMap((lead, position) => {
        const due = start - lead * minute
        const useful = start - (leads[position + 1] ?? 0) * minute
        const recovery = down.find(({ from, to }) => from <= due && due < to)?.to ?? due
        if (due <= at || due > end.getTime()) return []
        return [{ booking, lead, start, due, recovery, useful, until }]
      })
    }),
  )
}

describe(`the outbox over ${days} days`, () => {
  let result: Result
  beforeAll(async () => {
    result = await simulate(20261123)
  }, 3_600_000)

  test("every reminder that should have been sent was, within a minute of due or recovery; none that should not", () => {
    const { ledger, told, logged, troubled, lives, down: gaps } = result
    const name = (one: { booking: string; lead: number; start: number }) => `${one.booking} ${one.lead} ${one.start}`
    const sent = new Map<string, Sent[]>()
    for (const entry of ledger) sent.set(name(entry), [...(sent.get(name(entry)) ?? []), entry])
    const reminders = expected(result)
    const wanted = new Map(reminders.map((reminder) => [name(reminder), reminder]))
    let late = 0
    let stale = 0
    for (const reminder of reminders) {
      const entries = sent.get(name(reminder)) ?? []
      // Gone before it came due, or only useful while everything was down.
      const must = reminder.until > reminder.recovery && reminder.useful > reminder.recovery
      if (reminder.useful <= reminder.recovery && reminder.until > reminder.due) stale++
      const [once] = entries
      const time = Math.min(reminder.until, reminder.useful) - reminder.recovery
      if (must && (time > 10 * minute || !troubled.has(name(reminder))))
        expect(once, `missing: ${name(reminder)}`).toBeDefined()
      if (!once) continue
      const delay = once.at - reminder.recovery
      if (delay > minute) late++
      if (!troubled.has(name(reminder))) expect(delay, name(reminder)).toBeLessThanOrEqual(minute)
      expect(delay, name(reminder)).toBeLessThanOrEqual(10 * minute)
    }
    for (const [key, entries] of sent) {
      const reminder = wanted.get(key)
      expect(reminder, `nobody should have got ${key}`).toBeDefined()
      if (!reminder) continue
      for (const { at } of entries) {
        expect(at, key).toBeGreaterThanOrEqual(reminder.due)
        expect(at, key).toBeLessThan(reminder.useful)
        expect(at, key).toBeLessThanOrEqual(reminder.until)
      }
      // Twice only where the first answer never came.
      expect(
        entries.slice(0, -1).every(({ heard }) => !heard),
        `twice: ${key}`,
      ).toBe(true)
    }
    const doubles = [...sent].filter(([, entries]) => entries.length > 1)
    expect(doubles.length).toBeLessThanOrEqual(told.lost + told.killed)
    for (const [key] of doubles) expect(logged, key).toContain(key.split(" ").slice(0, 2).join(" "))
    expect([told.wait, told.down, told.lost, told.killed, told.blocked, gaps.length].every((count) => count > 0)).toBe(
      true,
    )
    process.stdout.write(
      `${JSON.stringify({ days, bookings: lives.size, reminders: reminders.length, messages: ledger.length, late, stale, doubles: doubles.length, gaps: gaps.length, ...told })}\n`,
    )
  })
})
