import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { createHttp } from "../src/bots/http.js"
import { telegram } from "../src/bots/telegram/index.js"
import type { Clock } from "../src/bots/telegram/pace.js"
import { deliver } from "../src/core/desk/deliver.js"
import { newId } from "../src/core/ids.js"
import { after, hour } from "../src/core/interval.js"
import { nextDue } from "../src/core/notices.js"
import { secret } from "../src/core/secret.js"
import { openStore } from "../src/core/store/open.js"
import type { World } from "../src/core/world.js"
import { fakeTelegram, token } from "../test/support/fake-telegram.js"
import { silent } from "../test/support/log.js"
import { type Crowd, openCrowd } from "./crowd.js"
import type { Benchmark } from "./harness.js"

/** Reminders that are due in one minute against Telegram's law, on a clock that moves only when nothing else can happen. */

const count = 3_000
const perSecond = 30
/** Turns of the event loop in which nothing begins or ends: then everybody sleeps. */
const restful = 8

/** Calls and questions that are on their way. */
function stirring() {
  let now = 0
  let ever = 0
  const begin = (): void => {
    now++
    ever++
  }
  const end = (): void => {
    now--
    ever++
  }
  subscribe("http.client.request.start", begin)
  subscribe("http.client.response.finish", end)
  return {
    begin,
    end,
    async rested(): Promise<void> {
      for (let before = -1; now > 0 || before !== ever; ) {
        before = ever
        for (let turn = 0; turn < restful; turn++) await new Promise(setImmediate)
      }
    },
    stop() {
      unsubscribe("http.client.request.start", begin)
      unsubscribe("http.client.response.finish", end)
    },
  }
}

function virtualClock(startMs: number, rested: () => Promise<void>) {
  let now = startMs
  const sleepers: { at: number; wake: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: now + Math.max(ms, 0), wake })),
  }
  /** Wakes whoever wakes first, once nothing stirs. */
  const advance = async (): Promise<void> => {
    await rested()
    sleepers.sort((a, b) => a.at - b.at)
    const next = sleepers.shift()
    if (!next) return
    now = Math.max(now, next.at)
    next.wake()
  }
  return { clock, advance }
}

export const lawfulSpeed: Benchmark = {
  id: "B9",
  title: `${count} reminders of one minute under Telegram's law`,
  cheap: true,
  async run() {
    const crowd = await openCrowd({ rooms: 1 }, count)
    const store = await openStore({ databaseUrl: crowd.databaseUrl, dataDir: "unused", log: silent })
    const start = new Date()
    const life = stirring()
    const { clock, advance } = virtualClock(start.getTime(), life.rested)
    const api = await fakeTelegram({ law: true, now: clock.now })
    const query: World["store"]["query"] = async (statement) => {
      life.begin()
      try {
        return await store.query(statement)
      } finally {
        life.end()
      }
    }
    const world: World = {
      store: { ...store, query },
      clock: () => new Date(clock.now()),
      newId,
      speed: 1,
      log: silent,
    }
    const http = createHttp({ host: "127.0.0.1", log: silent })
    const options = { token: secret(token), framework: "grammy", apiRoot: api.apiRoot } as const
    const platform = telegram(options, { http, log: silent, now: clock.now, sleep: clock.sleep, menus: [] })
    await remindAll(crowd, start)
    let done = false
    const draining = (async () => {
      for (let next = await nextDue(world); next; next = await nextDue(world)) {
        if (next.getTime() > clock.now()) await clock.sleep(next.getTime() - clock.now())
        await deliver(world, {
          phrase: async () => ({ text: [["Your session starts in 1 hour."]] }),
          send: platform.send,
        })
      }
    })().finally(() => {
      done = true
    })
    while (!done) await advance()
    await draining
    const sent = api.calls.filter(({ method }) => method === "sendMessage")
    const took = (sent.at(-1)?.at ?? Number.NaN) - start.getTime()
    const least = ((count - 1) / perSecond) * 1000
    const refused = sent.length - api.shown.length
    const { violations } = api
    life.stop()
    await store.close()
    await api.close()
    await crowd.dispose()
    return [
      {
        what: "time to the last reminder / the least that 30 a second allow",
        goal: { kind: "at_most", ratio: 1.02, margin: 1.05 },
        ratio: took / least,
        spread: 0,
        pairs: 1,
        facts: {
          "took, s": took / 1000,
          "least, s": least / 1000,
          "refused by 429": refused,
          "429s not obeyed": violations.length,
          sent: api.shown.length,
        },
      },
    ]
  },
}

/** One after the other within the minute. */
async function remindAll({ pool }: Crowd, start: Date): Promise<void> {
  await pool.query(
    `insert into notice (key, kind, person_id, due_at, stale_at, data)
     select 'b9:' || id, 'broadcast', id, $1::timestamptz + (row_number() over (order by id) * 20) * interval '1 millisecond', $2, '{"kind":"broadcast","text":"x"}'
       from person`,
    [start, after(start, hour)],
  )
}
