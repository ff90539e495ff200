import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import type { deliver as Deliver, keepDelivering as KeepDelivering, Outlet } from "../src/core/desk/deliver.js"
import type { createDesk as CreateDesk } from "../src/core/desk/desk.js"
import { newId } from "../src/core/ids.js"
import type { openStore as OpenStore } from "../src/core/store/open.js"
import type { World } from "../src/core/world.js"
import { silent } from "../test/support/log.js"
import { type Crowd, openCrowd } from "./crowd.js"
import { graphile } from "./hand/graphile.js"
import { abba, type Benchmark, built, percentile } from "./harness.js"
import { post } from "./post.js"

/** The outbox, on Postgres: how fast what is due goes out, and how late. What it sends is what people read, phrased for each of them. */

const notices = 2_000
const people = 500
const atOnce = 100

const json = { "content-type": "application/json" }

type Sink = { url: string; seen: number; close(): Promise<void> }

/** Takes messages as a platform does. */
async function openSink(): Promise<Sink> {
  const sink: Sink = { url: "", seen: 0, close: () => new Promise((closed) => server.close(() => closed())) }
  const server = createServer((incoming, answer) => {
    incoming.resume().once("end", () => {
      sink.seen++
      answer.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}')
    })
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  sink.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return sink
}

type Outbox = { world: World; outlet: Outlet; deliver: typeof Deliver; keepDelivering: typeof KeepDelivering }

async function openOutbox({ databaseUrl }: Crowd, sink: Sink): Promise<Outbox & { close(): Promise<void> }> {
  const { openStore } = await built<{ openStore: typeof OpenStore }>("core/store/open.js")
  const { createDesk } = await built<{ createDesk: typeof CreateDesk }>("core/desk/desk.js")
  const delivering = await built<Pick<Outbox, "deliver" | "keepDelivering">>("core/desk/deliver.js")
  const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
  const world: World = { store, clock: () => new Date(), newId, speed: 1, log: silent }
  const { phrase } = createDesk(world)
  const send: Outlet["send"] = async (_address, reply) => {
    await post(sink.url, json, JSON.stringify(reply.text))
    return { is: "sent", message: "1" }
  }
  return { world, outlet: { phrase, send }, ...delivering, close: () => store.close() }
}

/** Sessions in an hour, and the reminder of each, due at once or a little later one after the other. */
async function remind({ pool }: Crowd, { count, everyMs }: { count: number; everyMs: number }): Promise<void> {
  await pool.query("delete from notice")
  await pool.query("delete from booking")
  await pool.query(
    `insert into booking (id, member_id, made_by_id, room_id, starts_at, ends_at, hosts, status, version, month, minutes, peak_minutes,
                          created_at, changed_at)
     select 'b' || n, 'm' || n % $2, 'p-m' || n % $2, 'r' || n % 24, now() + interval '1 hour', now() + interval '2 hours', 2, 'confirmed',
            1, to_char(now(), 'YYYY-MM'), 60, 0, now(), now() from generate_series(0, $1 - 1) n`,
    [count, people],
  )
  await pool.query(
    `insert into notice (key, kind, person_id, booking_id, due_at, stale_at, data)
     select 'remind:b' || n || ':60', 'reminder', 'p-m' || n % $2, 'b' || n, now() + make_interval(secs => 0.5 * sign($3) + n * $3 / 1000.0),
            now() + interval '1 hour', '{"kind":"reminder","minutesBefore":60}' from generate_series(0, $1 - 1) n`,
    [count, people, everyMs],
  )
  await pool.query("analyze notice")
}

const perSecond = (count: number, began: number): number => count / ((performance.now() - began) / 1000)

/** Reminders a second, to the last that is recorded as sent. */
async function drained(crowd: Crowd, { world, outlet, deliver }: Outbox, sink: Sink): Promise<number> {
  await remind(crowd, { count: notices, everyMs: 0 })
  sink.seen = 0
  const began = performance.now()
  await deliver(world, outlet)
  const rate = perSecond(notices, began)
  if (sink.seen !== notices) throw new Error(`${sink.seen} of ${notices} were sent`)
  return rate
}

/** The same messages a second, from memory. */
async function sent(sink: Sink): Promise<number> {
  const body = JSON.stringify([["Your session in Studio 12 starts in 1 hour: today, 15:00 to 16:00."]])
  let left = notices
  const began = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await post(sink.url, json, body)
    }),
  )
  return perSecond(notices, began)
}

/** The desk's outbox with people to remind and somewhere to send to, and graphile-worker in a database of its own. */
async function bothSides() {
  const crowd = await openCrowd({ rooms: 24 }, people)
  const theirs = await openCrowd({ rooms: 1 }, 1)
  const sink = await openSink()
  const outbox = await openOutbox(crowd, sink)
  const worker = await graphile(theirs.databaseUrl)
  return { crowd, theirs, sink, outbox, worker }
}

export const outboxSpeed: Benchmark = {
  id: "B8",
  title: "notices a second, phrased and sent to a loopback sink",
  cheap: false,
  async run({ pairs }) {
    const { crowd, theirs, sink, outbox, worker } = await bothSides()
    const ours = () => drained(crowd, outbox, sink)
    try {
      return [
        await abba({
          what: "notices sent / graphile-worker's jobs that do nothing",
          goal: { kind: "at_least", ratio: 1.5 },
          unit: "a second",
          pairs,
          ours,
          theirs: () => worker.drained(notices),
        }),
        await abba({
          what: "notices sent / the bare loop that sends them",
          goal: { kind: "at_least", ratio: 0.8 },
          unit: "a second",
          pairs,
          ours,
          theirs: () => sent(sink),
        }),
      ]
    } finally {
      await worker.close()
      await outbox.close()
      await sink.close()
      await crowd.dispose()
      await theirs.dispose()
    }
  },
}

const singles = 100
const gapMs = 20

export const outboxLateness: Benchmark = {
  id: "B10",
  title: "how late a reminder is that is due by itself",
  cheap: false,
  async run({ pairs }) {
    const { crowd, theirs, sink, outbox, worker } = await bothSides()
    let latest = 0
    const ours = async (): Promise<number> => {
      await remind(crowd, { count: singles, everyMs: gapMs })
      const late: number[] = []
      const phrase: Outlet["phrase"] = async (notice, now) => {
        late.push(Date.now() - notice.due.getTime())
        return outbox.outlet.phrase(notice, now)
      }
      const delivering = outbox.keepDelivering(outbox.world, { ...outbox.outlet, phrase })
      while (late.length < singles) await sleep(gapMs)
      await delivering.stop()
      latest = Math.max(latest, ...late)
      return percentile(late, 0.99)
    }
    try {
      const ratio = await abba({
        what: "lateness of a reminder / graphile-worker's from add to start",
        goal: { kind: "at_most", ratio: 10 },
        unit: "ms p99",
        pairs,
        ours,
        theirs: async () => percentile(await worker.started(singles, gapMs), 0.99),
      })
      return [{ ...ratio, facts: { ...ratio.facts, "the latest of all, ms": latest } }]
    } finally {
      await worker.close()
      await outbox.close()
      await sink.close()
      await crowd.dispose()
      await theirs.dispose()
    }
  },
}
