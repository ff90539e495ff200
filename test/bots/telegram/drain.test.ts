import { beforeAll, expect, test } from "vitest"
import { type Clock, pace } from "../../../src/bots/telegram/pace.js"
import { say } from "../../../src/bots/telegram/send.js"
import { CallError, type Transport } from "../../../src/bots/telegram/transport.js"
import { deliver } from "../../../src/core/desk/deliver.js"
import type { Address, Delivery } from "../../../src/core/desk/turn.js"
import { after, hour } from "../../../src/core/interval.js"
import { nextDue } from "../../../src/core/notices.js"
import type { Store } from "../../../src/core/store/open.js"
import type { World } from "../../../src/core/world.js"
import { smallCentre } from "../../support/centre.js"
import { silent } from "../../support/log.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

/** Reminders that are all due at once, through the outbox and Telegram's pace, on a clock that only moves when nothing else can happen. */

const count = 3000
const perSecond = 30
const latencyMs = 200
const start = new Date("2026-11-24T14:00:00+08:00")

let store: Store
beforeAll(async () => {
  store = await sharedStore("pglite")
  await empty(store)
})

/** Time passes when the store is at rest and somebody sleeps. */
function virtualClock(startMs: number, busy: () => boolean) {
  let now = startMs
  const sleepers: { at: number; wake: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: now + Math.max(ms, 0), wake })),
  }
  const advance = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    if (busy() || sleepers.length === 0) return
    sleepers.sort((a, b) => a.at - b.at)
    const next = sleepers.shift()
    if (!next) return
    now = Math.max(now, next.at)
    next.wake()
  }
  return { clock, advance }
}

type Law = { calls: number[]; violations: number; silentUntil: number }

/** Telegram's side: 30 a second over all chats; now and then it asks for three seconds of silence, and means it. */
function loopback(law: Law, clock: Clock) {
  return async (): Promise<{ retryAfter: number } | null> => {
    const at = clock.now()
    if (at < law.silentUntil) law.violations++
    law.calls.push(at)
    if (law.calls.length > perSecond && at - (law.calls.at(-1 - perSecond) ?? 0) < 999) law.violations++
    const asks = law.calls.length === 1000 || law.calls.length === 2000
    await clock.sleep(latencyMs)
    if (!asks) return null
    law.silentUntil = clock.now() + 3000
    return { retryAfter: 3 }
  }
}

test(`${count} reminders due in one minute drain within 2% of what Telegram allows`, async () => {
  const world = testWorld(store, start.toISOString())
  await withCentre(store, smallCentre, world.now)
  const { prisma } = store
  const ids = Array.from({ length: count }, (_, n) => `p${n}`)
  await prisma.person.createMany({ data: ids.map((id) => ({ id, name: id, language: "en", createdAt: start })) })
  await prisma.account.createMany({
    data: ids.map((id, n) => ({
      id: `a-${id}`,
      platform: "telegram",
      userId: id,
      address: `telegram:${n + 1}`,
      personId: id,
      createdAt: start,
    })),
  })
  await prisma.notice.createMany({
    data: ids.map((id) => ({
      key: `remind:${id}`,
      kind: "reminder",
      personId: id,
      dueAt: start,
      staleAt: after(start, hour),
      data: { kind: "reminder", minutesBefore: 60 },
    })),
  })
  let inFlight = 0
  const { clock, advance } = virtualClock(start.getTime(), () => inFlight > 0)
  const query: World["store"]["query"] = async (statement) => {
    inFlight++
    try {
      return await store.query(statement)
    } finally {
      inFlight--
    }
  }
  const paced = pace(clock)
  const law: Law = { calls: [], violations: 0, silentUntil: 0 }
  const call = loopback(law, clock)
  const got = new Map<string, number>()
  const send = async (to: Address): Promise<Delivery> => {
    const refusal = await paced.run(
      { chatId: Number(to.slice("telegram:".length)), group: false, notice: true },
      async () => {
        const answer = await call()
        if (answer) paced.silence(clock.now() + answer.retryAfter * 1000)
        return answer
      },
    )
    if (refusal) return { is: "wait", seconds: refusal.retryAfter }
    got.set(to, (got.get(to) ?? 0) + 1)
    return { is: "sent", message: to }
  }
  const virtual: World = { ...world, clock: () => new Date(clock.now()), store: { ...store, query } }
  let done = false
  const draining = (async () => {
    for (let next = await nextDue(virtual); next; next = await nextDue(virtual)) {
      if (next.getTime() > clock.now()) await clock.sleep(next.getTime() - clock.now())
      await deliver(virtual, { phrase: async () => ({ text: [["x"]] }), send })
    }
  })().finally(() => {
    done = true
  })
  while (!done) await advance()
  await draining
  expect(got.size).toBe(count)
  expect([...got.values()].every((times) => times === 1)).toBe(true)
  expect(law.violations).toBe(0)
  const took = (law.calls.at(-1) ?? 0) - start.getTime()
  const least = ((law.calls.length - 1) / perSecond) * 1000 + 2 * 3000
  process.stdout.write(
    `${JSON.stringify({ count, calls: law.calls.length, tookMs: took, leastMs: least, ratio: took / least })}\n`,
  )
  expect(took / least).toBeLessThanOrEqual(1.02)
})

test("a silence longer than a notice may wait goes back to the outbox; an answer waits it out", async () => {
  const { clock, advance } = virtualClock(0, () => false)
  const paced = pace(clock)
  const said: string[] = []
  const job = (chatId: number, notice: boolean) => ({ chatId, group: false, notice })
  const waiting = paced.run(job(1, true), async () => void said.push("notice"))
  paced.silence(60_000)
  const refused = [waiting, paced.run(job(2, true), async () => void said.push("notice"))].map((run) =>
    run.catch((error: unknown) => error),
  )
  const answer = paced.run(job(3, false), async () => void said.push(`answer at ${clock.now()}`))
  for (let turn = 0; turn < 20; turn++) await advance()
  await answer
  expect(await Promise.all(refused)).toMatchObject([{ code: 429 }, { code: 429, retryAfter: 60 }])
  expect(said).toEqual(["answer at 60000"])
})

test("a crowd of notices into one group: what would wait there too long is given back, and nobody else waits for it", async () => {
  const { clock, advance } = virtualClock(0, () => false)
  const paced = pace(clock)
  const said: { chat: number; at: number }[] = []
  const run = (chatId: number) =>
    paced
      .run({ chatId, group: chatId < 0, notice: true }, async () => {
        said.push({ chat: chatId, at: clock.now() })
        return 0
      })
      .catch((error: unknown) => (error as CallError).retryAfter)
  const crowd = Array.from({ length: 60 }, () => run(-1))
  const other = run(2)
  for (let turn = 0; turn < 200; turn++) await advance()
  expect(await other).toBe(0)
  const asked = (await Promise.all(crowd)).flatMap((seconds) => (seconds ? [seconds] : []))
  const into = said.filter(({ chat }) => chat === -1)
  expect(into.length + asked.length).toBe(60)
  // A burst of twenty, one each three seconds after it, and nobody waits beyond ten.
  expect(into).toHaveLength(23)
  expect(into.at(-1)?.at).toBeLessThanOrEqual(10_000)
  expect(asked.every((seconds) => seconds > 0 && seconds <= 10)).toBe(true)
})

test("what Telegram asks for silences every chat, for as long as it says", async () => {
  const { clock, advance } = virtualClock(0, () => false)
  const calls: string[] = []
  const call: Transport["call"] = async (method, { chat_id }) => {
    calls.push(`${chat_id} at ${clock.now()}`)
    if (calls.length > 1) return { message_id: 1 }
    throw new CallError(method, {
      kind: "refused",
      code: 429,
      description: "Too Many Requests",
      parameters: { retry_after: 5 },
    })
  }
  const out = { transport: { call, handle: async () => {} }, pace: pace(clock), ...clock, log: silent }
  const said = (chatId: number) => say(out, { chatId, group: false, notice: false }, { text: [["x"]] })
  const first = said(1)
  await advance()
  const second = said(2)
  for (let turn = 0; turn < 20; turn++) await advance()
  await Promise.all([first, second])
  expect(calls.sort()).toEqual(["1 at 0", "1 at 5000", "2 at 5000"])
})
