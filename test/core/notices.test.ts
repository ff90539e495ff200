import { beforeEach, expect, test, vi } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { broadcastCounts, draftBroadcast, sendBroadcast } from "../../src/core/broadcast.js"
import { applyCentre } from "../../src/core/centre-store.js"
import { planDigests, setDigest } from "../../src/core/channels.js"
import { deliver } from "../../src/core/desk/deliver.js"
import type { Address, Delivery, Reply } from "../../src/core/desk/turn.js"
import { after, hour, minute } from "../../src/core/interval.js"
import { runningLate } from "../../src/core/late.js"
import { deliverDue, nextDue, retryAt } from "../../src/core/notices.js"
import { type Choice, chooseReminders, followCentre } from "../../src/core/reminding.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "../support/world.js"

const start = new Date("2026-11-24T15:00:00+08:00")
/** A second, as it is by default, is little on a busy machine. */
const patient = { timeout: 30_000 }

type Planned = { "Actual Rows": number; "Rows Removed by Filter"?: number; Plans?: Planned[] }
/** How many rows a statement read, all steps together. */
const read = (plan: Planned | undefined): number =>
  plan
    ? (plan.Plans ?? []).reduce((sum, part) => sum + read(part), plan["Actual Rows"]) +
      (plan["Rows Removed by Filter"] ?? 0)
    : Number.NaN

await describeEachStore("the outbox", (store, kind) => {
  let world: TestWorld
  /** What the platform saw, and what it answers next (`sent` when nothing is scripted). */
  let ledger: { to: Address; text: string; at: Date }[]
  let answers: Delivery[]

  beforeEach(async () => {
    world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    ledger = []
    answers = []
    await withCentre(store(), smallCentre, world.now)
    await addMembers(world, { ana: "standard" })
    const account = (id: string, platform: string, position: number) => ({
      id,
      platform,
      userId: id,
      address: `${platform}:${id}`,
      personId: "p-ana",
      createdAt: after(world.now, position),
    })
    await store().prisma.account.createMany({ data: [account("a1", "telegram", 0), account("a2", "slack", 1)] })
  })

  const outlet = {
    phrase: async (notice: { key: string }): Promise<Reply> => ({ text: [[notice.key.split(":").slice(2).join(":")]] }),
    send: async (to: Address, reply: Reply): Promise<Delivery> => {
      ledger.push({ to, text: String(reply.text[0]?.[0]), at: world.now })
      return answers.shift() ?? { is: "sent", message: `m${ledger.length}` }
    },
  }
  const run = async (until: Date): Promise<void> => {
    for (;;) {
      await deliver(world, outlet)
      const next = await nextDue(world)
      if (!next || next > until) break
      if (next > world.now) world.now = next
    }
    world.now = until
  }
  const bookIt = async (): Promise<string> => {
    const wish = { room: { room: "s1" }, start, end: after(start, hour), hosts: 1, gear: [] }
    const outcome = await book(world, ask(world, actorFor("ana", "standard")), wish)
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking.id
  }
  const texts = () => ledger.map(({ text, at }) => `${text} @${at.toISOString().slice(11, 16)}`)

  test("each reminder goes out once, on time, to the preferred account", async () => {
    await store().prisma.person.update({ where: { id: "p-ana" }, data: { preferredId: "a2" } })
    await bookIt()
    await run(after(start, hour))
    expect(texts()).toEqual(["1440:p-ana @07:00", "60:p-ana @06:00", "15:p-ana @06:45"])
    expect(ledger.every(({ to }) => to === "slack:a2")).toBe(true)
  })

  test("two replicas at once: nothing goes out twice", async () => {
    for (let n = 0; n < 3; n++) await bookIt()
    world.now = after(start, -hour)
    await Promise.all([deliver(world, outlet), deliver(world, outlet), deliver(world, outlet)])
    expect(ledger).toHaveLength(1)
  })

  test("which is next is found without reading all that are to come", async () => {
    await store().pool.query(
      `insert into notice (key, kind, person_id, due_at, stale_at, data)
       select 'later:' || n, 'broadcast', 'p-ana', $1::timestamptz + n * interval '1 hour', $1::timestamptz + interval '1 year', '{}'
         from generate_series(1, 3000) n`,
      [world.now],
    )
    await store().pool.query("analyze notice")
    const asked = vi.spyOn(store(), "query")
    expect(await nextDue(world)).toEqual(after(world.now, hour))
    const [{ text, values }] = asked.mock.lastCall ?? [{ text: "", values: [] }]
    asked.mockRestore()
    const { rows } = await store().pool.query<Record<"QUERY PLAN", [{ Plan: Planned }]>>(
      `explain (analyze, format json) ${text}`,
      values,
    )
    expect(read(rows[0]?.["QUERY PLAN"][0].Plan)).toBeLessThan(20)
  })

  test("moved: reminded of the new time only; cancelled: not at all", async () => {
    const id = await bookIt()
    await move(world, ask(world, actorFor("ana", "standard")), id, { start: after(start, 2 * hour) })
    await run(after(start, -30 * minute))
    expect(texts()).toEqual(["1440:p-ana @09:00"])
    await cancel(world, ask(world, actorFor("ana", "standard")), id)
    await run(after(start, 5 * hour))
    expect(ledger).toHaveLength(1)
  })

  test("moved to later after a reminder was sent: reminded again", async () => {
    const id = await bookIt()
    await run(after(start, -50 * minute))
    await move(world, ask(world, actorFor("ana", "standard")), id, { start: after(start, 3 * hour) })
    await run(after(start, 5 * hour))
    expect(texts()).toEqual(["1440:p-ana @07:00", "60:p-ana @06:00", "60:p-ana @09:00", "15:p-ana @09:45"])
  })

  test("told to stop in the middle: what is on its way is finished, the rest another sends at once and once", async () => {
    for (const hours of [0, 2, 4]) {
      const wish = { room: { room: "s1" }, start: after(start, hours * hour), end: after(start, (hours + 1) * hour) }
      await book(world, ask(world, actorFor("ana", "standard")), { ...wish, hosts: 1, gear: [] })
    }
    world.now = after(start, -19 * hour)
    const warned = vi.fn()
    world.log = { ...world.log, warn: warned }
    await deliver(world, { ...outlet, stopping: () => ledger.length > 0 })
    expect(ledger).toHaveLength(1)
    await deliver(world, outlet)
    expect(ledger).toHaveLength(3)
    expect(warned).not.toHaveBeenCalled()
    expect(await deliver(world, outlet)).toBe(0)
  })

  test("a replica that died in the middle: its notices are free again within 30 seconds", async () => {
    await bookIt()
    world.now = after(start, -hour)
    let died: () => void = () => {}
    let began: () => void = () => {}
    const claimed = new Promise<void>((resolve) => {
      began = resolve
    })
    const dead = deliverDue(world, () => {
      began()
      return new Promise<never>((_, reject) => {
        died = () => reject(new Error("killed"))
      })
    })
    await claimed
    await deliver(world, outlet)
    expect(ledger).toHaveLength(0)
    world.now = after(world.now, 30_000)
    await deliver(world, outlet)
    expect(ledger).toHaveLength(1)
    died()
    await (await dead).settled
  })

  test("a batch that waits at a platform's pace for longer than a lease stays with who has it", async () => {
    await bookIt()
    world.now = after(start, -hour)
    const leasedUntil = async () =>
      (await store().prisma.notice.findFirstOrThrow({ where: { state: "due", leasedUntil: { not: null } } }))
        .leasedUntil
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    try {
      let letGo: () => void = () => {}
      const paced = new Promise<void>((resolve) => {
        letGo = resolve
      })
      const slow = deliver(world, { ...outlet, send: (to, reply) => paced.then(() => outlet.send(to, reply)) })
      const leased = () => store().prisma.notice.count({ where: { leasedUntil: { not: null } } })
      await vi.waitUntil(async () => (await leased()) > 0, patient)
      for (let waited = 0; waited < 9; waited++) {
        const before = await leasedUntil()
        world.now = after(world.now, 10_000)
        vi.advanceTimersByTime(10_000)
        await vi.waitUntil(async () => Number(await leasedUntil()) > Number(before), patient)
        await deliver(world, outlet)
      }
      expect(ledger).toEqual([])
      letGo()
      await slow
    } finally {
      vi.useRealTimers()
    }
    await deliver(world, outlet)
    expect(texts()).toEqual(["60:p-ana @06:01"])
  })

  test("running late, said twice at the same moment: the staff are told once", async () => {
    const noRelease = { ...smallCentre, sessions: { ...smallCentre.sessions, noShow: null } }
    await applyCentre(world, noRelease, { now: world.now, via: "test" })
    await store().prisma.channel.create({
      data: { address: "slack:floor", language: "en", digestAt: "09:00", createdAt: world.now },
    })
    const id = await bookIt()
    const said = await Promise.all([1, 2, 3].map(() => runningLate(world, ask(world, actorFor("ana", "standard")), id)))
    expect(said.map(({ is }) => is).sort()).toEqual(["again", "again", "told"])
    await deliver(world, outlet)
    expect(ledger.filter(({ to }) => to === "slack:floor")).toHaveLength(1)
  })

  test("the centre's own reminders change: who goes by them is reminded anew, who chose is not", async () => {
    await bookIt()
    const apply = async (reminders: number[]) => {
      await applyCentre(world, { ...smallCentre, reminders }, { now: world.now, via: "test" })
      await followCentre(world, world.now)
    }
    const due = async () =>
      (
        await store().prisma.notice.findMany({ where: { kind: "reminder", state: "due" }, orderBy: { dueAt: "asc" } })
      ).map(({ dueAt }) => dueAt.toISOString().slice(11, 16))
    await apply([120, 30])
    expect(await due()).toEqual(["05:00", "06:30"])
    await chooseReminders(world, ask(world, actorFor("ana", "standard")), { lead: 30, on: false })
    await apply([60])
    expect(await due()).toEqual(["05:00"])
  })

  // The embedded store writes one transaction at a time by itself: there is no second to wait for.
  if (kind === "postgres")
    test("reminders are chosen while a booking is being cancelled: it gets none", async () => {
      const id = await bookIt()
      const other = await store().pool.connect()
      try {
        await other.query("begin")
        await other.query("update booking set status = 'cancelled', version = version + 1 where id = $1", [id])
        await other.query("delete from notice where booking_id = $1", [id])
        const choosing = chooseReminders(world, ask(world, actorFor("ana", "standard")), { lead: 30, on: true })
        await Promise.race([choosing, waiting()])
        await other.query("commit")
        expect(await choosing).toMatchObject({ reminding: { leads: expect.arrayContaining([30]) } })
        expect(await store().prisma.notice.findMany({ where: { bookingId: id } })).toEqual([])
      } finally {
        other.release()
      }
    })
  /** Until some statement waits for a lock. */
  const waiting = async (): Promise<void> => {
    for (;;) {
      const { rows } = await store().pool.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
      if (rows.length > 0) return
    }
  }

  test("a replica that died perhaps after sending: what it had in hand is sent again, and said to be perhaps a double", async () => {
    await bookIt()
    world.now = after(start, -hour)
    const warned: unknown[] = []
    world.log = { ...world.log, warn: (entry: unknown, message?: string) => void warned.push(message ?? entry) }
    void deliverDue(world, () => new Promise<never>(() => {}))
    while ((await store().prisma.notice.count({ where: { attempts: 1 } })) === 0) {}
    world.now = after(world.now, 30_000)
    await deliver(world, outlet)
    expect(warned).toEqual(["maybe_duplicate"])
  })

  test("choosing other reminders rewrites those to come, keeps what is on its way, and sends nothing twice", async () => {
    const id = await bookIt()
    const actor = actorFor("ana", "standard")
    const choose = (choice: Choice) => chooseReminders(world, ask(world, actor), choice)
    world.now = after(start, -24 * hour)
    answers = [{ is: "wait", seconds: 600 }]
    await deliver(world, outlet)
    await choose({ lead: 60, on: false })
    await choose({ lead: 120, on: true })
    await run(after(start, -23 * hour))
    await choose({ lead: 1440, on: false })
    await choose({ lead: 1440, on: true })
    await run(after(start, -20 * hour))
    expect(texts()).toEqual(["1440:p-ana @07:00", "1440:p-ana @07:10"])
    // Moved by somebody else: still as she chose.
    const staff = {
      ...actor,
      person: { ...actor.person, id: "p-staff", staff: true, reminding: { leads: [], quiet: null } },
    }
    await move(world, ask(world, staff), id, { start: after(start, hour) })
    ledger = []
    await run(after(start, 2 * hour))
    expect(texts().filter((text) => text.includes("p-ana"))).toEqual(["120:p-ana @06:00", "15:p-ana @07:45"])
  })

  test("all reminders off: none, for new bookings too", async () => {
    await bookIt()
    const actor = actorFor("ana", "standard")
    // As two devices do at once, neither of which has seen what the other chose.
    const chosen = await Promise.all(
      [1440, 60, 15].map((lead) => chooseReminders(world, ask(world, actor), { lead, on: false })),
    )
    expect(chosen.map(({ is }) => is)).toEqual(["chosen", "chosen", "chosen"])
    expect(await store().prisma.notice.count()).toBe(0)
    actor.person.reminding = { leads: [], quiet: null }
    const later = {
      room: { room: "s2" },
      start: after(start, 3 * hour),
      end: after(start, 4 * hour),
      hosts: 1,
      gear: [],
    }
    expect((await book(world, ask(world, actor), later)).is).toBe("booked")
    expect(await store().prisma.notice.count()).toBe(0)
  })

  test("a choice whose turn comes twice is made once, on record, and answered alike; hours that are none change nothing", async () => {
    const actor = actorFor("ana", "standard")
    const asking = ask(world, actor)
    const first = await chooseReminders(world, asking, { lead: 15, on: false })
    expect(first).toEqual({ is: "chosen", reminding: { leads: [1440, 60], quiet: null } })
    await chooseReminders(world, ask(world, actor), { quiet: "off" })
    expect(await chooseReminders(world, asking, { lead: 15, on: false })).toEqual(first)
    expect(await chooseReminders(world, ask(world, actor), { quiet: "25:00-26:00" })).toEqual({ is: "bad_hours" })
    const { reminders, quiet } = await store().prisma.person.findUniqueOrThrow({ where: { id: "p-ana" } })
    expect([reminders, quiet]).toEqual([[1440, 60], "off"])
    const was = { leads: null, quiet: null }
    expect(
      await store().prisma.audit.findMany({ where: { action: "reminders" }, orderBy: { id: "asc" } }),
    ).toMatchObject([
      { personId: "p-ana", entity: "person:p-ana", data: { was, leads: [1440, 60], quiet: null } },
      { data: { was: { leads: [1440, 60], quiet: null }, quiet: "off" } },
    ])
  })

  test("a broadcast: once to each person however often it is sent; who blocked us is counted; only by staff", async () => {
    await addMembers(world, { bo: "standard", cy: "standard" })
    const staff = {
      ...actorFor("ana", "standard"),
      person: { id: "p-s", name: "S", language: "en" as const, staff: true },
    }
    const drafted = await draftBroadcast(world, ask(world, staff), { text: "hello", booked: null })
    if (drafted.is === "refused") throw new Error(drafted.refusal.why)
    expect(drafted.people).toBe(3)
    const { id } = drafted.broadcast
    const refusedAs = await sendBroadcast(world, ask(world, actorFor("ana", "standard")), id)
    expect(refusedAs).toEqual({ is: "refused", refusal: { why: "not_staff" } })
    await Promise.all([1, 2, 3].map(() => sendBroadcast(world, ask(world, staff), id)))
    await deliver(world, outlet)
    await sendBroadcast(world, ask(world, staff), id)
    await deliver(world, outlet)
    expect(ledger).toHaveLength(1)
    // Bo and Cy have no account that takes messages.
    const counted = await broadcastCounts(world, ask(world, staff), id)
    expect(counted).toMatchObject({ counts: { sent: 1, waiting: 0, blocked: 2, failed: 0 } })
  })

  test("a notice replaced while it was being sent is not marked as sent", async () => {
    const id = await bookIt()
    world.now = after(start, -hour)
    await deliver(world, {
      ...outlet,
      send: async (to, reply) => {
        await move(world, ask(world, actorFor("ana", "standard")), id, { start: after(start, 2 * hour) })
        return outlet.send(to, reply)
      },
    })
    await run(after(start, 5 * hour))
    expect(texts()).toEqual(["60:p-ana @06:00", "60:p-ana @08:00", "15:p-ana @08:45"])
  })

  test("one reader's notices go out as they were due, however long the first takes to put into words; others do not wait", async () => {
    await addMembers(world, { bo: "standard" })
    await store().prisma.account.create({
      data: {
        id: "b1",
        platform: "telegram",
        userId: "b1",
        address: "telegram:b1",
        personId: "p-bo",
        createdAt: world.now,
      },
    })
    const due = (key: string, personId: string, n: number) => ({
      key,
      kind: "broadcast",
      personId,
      dueAt: after(world.now, n),
      staleAt: after(world.now, hour),
      data: { kind: "broadcast", text: key },
    })
    await store().prisma.notice.createMany({
      data: [due("x:y:first", "p-ana", 0), due("x:y:second", "p-ana", 1), due("x:y:bo", "p-bo", 2)],
    })
    world.now = after(world.now, minute)
    let ready = (): void => {}
    const words = new Promise<void>((resolve) => {
      ready = resolve
    })
    const delivered = deliver(world, {
      ...outlet,
      phrase: async (notice) => {
        if (notice.key.endsWith("first")) await words
        return outlet.phrase(notice)
      },
    })
    await expect.poll(() => ledger.map(({ text }) => text)).toEqual(["bo"])
    ready()
    await delivered
    expect(ledger.map(({ text }) => text)).toEqual(["bo", "first", "second"])
  })

  test("how long to wait is counted from the answer, however long that was on its way", async () => {
    await bookIt()
    world.now = after(start, -hour)
    await deliver(world, {
      ...outlet,
      send: async () => {
        world.now = after(world.now, 14_000)
        return { is: "wait", seconds: 59 }
      },
    })
    const { leasedUntil } = await store().prisma.notice.findFirstOrThrow({ where: { result: "asked to wait" } })
    expect(leasedUntil).toEqual(after(world.now, 59_000))
  })

  test("asked to wait: not before, then once", async () => {
    await bookIt()
    answers = [{ is: "wait", seconds: 40 }]
    await run(after(start, -50 * minute))
    const [first, second] = ledger
    expect((second?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0)).toBe(40_000)
  })

  test("the platform is away: tried again with growing pauses until it is back", async () => {
    await bookIt()
    answers = Array.from({ length: 5 }, () => ({ is: "down", why: "502" }))
    await run(after(start, -hour - minute))
    expect(ledger).toHaveLength(6)
    expect(await store().prisma.notice.count({ where: { state: "sent" } })).toBe(1)
  })

  test("blocked on one account: the next one is told, and the first is not tried again", async () => {
    await bookIt()
    answers = [{ is: "blocked", why: "403" }]
    await run(after(start, -50 * minute))
    expect(ledger.map(({ to }) => to)).toEqual(["telegram:a1", "slack:a2", "slack:a2"])
  })

  test("blocked everywhere: reported as such, at once", async () => {
    await bookIt()
    answers = [
      { is: "blocked", why: "403" },
      { is: "blocked", why: "403" },
    ]
    await run(after(start, -50 * minute))
    expect(await store().prisma.notice.findMany({ where: { state: "blocked" } })).toHaveLength(2)
    expect(ledger).toHaveLength(2)
  })

  test("a message the platform will never take fails alone; the queue goes on", async () => {
    await bookIt()
    answers = [{ is: "refused", why: "400" }]
    await run(after(start, 0))
    expect(
      (await store().prisma.notice.groupBy({ by: ["state"], _count: true })).map((g) => [g.state, g._count]).sort(),
    ).toEqual([
      ["failed", 1],
      ["sent", 2],
    ])
  })

  test("the answer was lost: sent again, and only then", async () => {
    await bookIt()
    answers = [{ is: "unsure", why: "timeout" }]
    const warned: unknown[] = []
    world.log = { ...world.log, warn: (entry: unknown, message?: string) => void warned.push(message ?? entry) }
    await run(after(start, -50 * minute))
    expect(ledger).toHaveLength(3)
    expect(warned).toEqual(["maybe_duplicate"])
  })

  test("after a day down: what helps nobody any more is dropped and counted, what does is sent once", async () => {
    await bookIt()
    world.now = after(start, -40 * minute)
    await deliver(world, outlet)
    expect(texts()).toEqual(["60:p-ana @06:20"])
    expect(await store().prisma.notice.count({ where: { state: "dropped" } })).toBe(1)
  })

  test("a digest: one per channel and day, late when everything was down, none for an hour that had passed when it was chosen", async () => {
    const staff = {
      ...actorFor("ana", "standard"),
      person: { id: "p-ana", name: "Staff", language: "en" as const, staff: true },
    }
    const chosen = await setDigest(world, ask(world, staff), {
      address: "slack:C1",
      language: "en",
      kind: "daily",
      at: "09:00",
    })
    expect(chosen.is).toBe("set")
    await planDigests(world, world.now)
    world.now = new Date("2026-11-24T11:30:00+08:00")
    await planDigests(world, world.now)
    await Promise.all([deliver(world, outlet), deliver(world, outlet)])
    await planDigests(world, world.now)
    await deliver(world, outlet)
    expect(ledger.map(({ to, text }) => `${to} ${text}`)).toEqual(["slack:C1 C1:2026-11-24"])
    await setDigest(world, ask(world, staff), { address: "slack:C1", language: "en", kind: "all", at: null })
    world.now = new Date("2026-11-25T11:30:00+08:00")
    await planDigests(world, world.now)
    await deliver(world, outlet)
    expect(ledger).toHaveLength(1)
  })

  test("no platform to send by, while a first answer is still unknown: that it may be a double is not forgotten", async () => {
    await bookIt()
    world.now = after(start, -hour)
    const warned: unknown[] = []
    world.log = { ...world.log, warn: (entry: unknown, message?: string) => void warned.push(message ?? entry) }
    answers = [{ is: "unsure", why: "timeout" }]
    await deliver(world, outlet)
    world.now = after(world.now, 10_000)
    await deliver(world, { ...outlet, send: async () => null })
    world.now = after(world.now, minute)
    await deliver(world, outlet)
    expect(warned).toEqual(["maybe_duplicate", "maybe_duplicate"])
    expect(ledger).toHaveLength(2)
  })

  test("only staff choose where the digest goes", async () => {
    const outcome = await setDigest(world, ask(world, actorFor("ana", "standard")), {
      address: "slack:C1",
      language: "en",
      kind: "daily",
      at: "09:00",
    })
    expect(outcome).toEqual({ is: "refused", refusal: { why: "not_staff" } })
  })
})

test("pauses grow to five minutes and are spread by a quarter either way", () => {
  const now = new Date(0)
  const pauses = [1, 2, 3, 8, 20].map((attempts) =>
    [0, 0.5, 1].map((random) => retryAt(now, attempts, () => random).getTime() / 1000),
  )
  expect(pauses).toEqual([
    [1.5, 2, 2.5],
    [3, 4, 5],
    [6, 8, 10],
    [192, 256, 320],
    [225, 300, 375],
  ])
})
