import { readFileSync, rmSync } from "node:fs"
import { centreSchema } from "../src/core/centre.js"
import { newId } from "../src/core/ids.js"
import { after, day, hour, minute } from "../src/core/interval.js"
import type { Actor, Ask, Wish } from "../src/core/outcome.js"
import type { Store } from "../src/core/store/open.js"
import { instantAt, localDay } from "../src/core/time.js"
import type { World } from "../src/core/world.js"
import { silent } from "../test/support/log.js"
import { freshDatabase, freshDataDir, type StoreKind, withCentre } from "../test/support/store.js"
import { built } from "./harness.js"

const { openStore } = await built<typeof import("../src/core/store/open.js")>("core/store/open.js")

/** Where the engine is measured: a centre with so many rooms on a store of its own, members who may book without end, a real clock. */
export type Stage = { world: World; kind: StoreKind; dataDir: string; dispose(): Promise<void> }

export const zone = "Asia/Macau"
export const members = 1000
const named = (en: string) => ({ "zh-Hant": en, "zh-Hans": en, pt: en, en })

export type Size = { rooms: number; floor?: number }

export const benchCentre = ({ rooms, floor = rooms * 4 }: Size) =>
  centreSchema.parse({
    name: named("Measured"),
    zone,
    floor,
    hours: { week: { daily: "08:00-02:00" } },
    sessions: { shortest: 30, longest: 480, turnover: 15, cancelFree: 120 },
    classes: [{ id: "small", names: named("Small"), hostsMax: 4 }],
    rooms: Array.from({ length: rooms }, (_, n) => ({ id: `r${n}`, class: "small", names: named(`Studio ${n + 1}`) })),
    gear: [{ id: "ring-light", names: named("ring light"), quantity: rooms * 2 }],
    plans: [{ id: "all", names: named("All"), hoursPerMonth: 100_000, daysAhead: 3_000, openBookings: 1_000_000 }],
  })

/** `past`: so many bookings that are over, and eight a day in every room for the fortnight to come. */
export async function openStage(kind: StoreKind, size: Size & { past?: number }): Promise<Stage> {
  const fresh = kind === "postgres" ? await freshDatabase() : null
  const dataDir = fresh ? "unused" : await freshDataDir()
  const store = await openStore({ dataDir, log: silent, ...(fresh ? { databaseUrl: fresh.databaseUrl } : {}) })
  await withCentre(store, benchCentre(size), new Date())
  await addMembers(store, members)
  if (size.past !== undefined) await loadPast(store, { rooms: size.rooms, past: size.past })
  return {
    world: worldOn(store),
    kind,
    dataDir,
    async dispose() {
      await store.close()
      if (fresh) await fresh.drop()
      else rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function loadPast({ pool }: Store, { rooms, past }: { rooms: number; past: number }): Promise<void> {
  const sql = readFileSync("bench/hand/history.sql", "utf8")
  const filled = sql.replaceAll("MEMBERS", `${members}`).replaceAll("ROOMS", `${rooms}`).replaceAll("PAST", `${past}`)
  await pool.query(`begin; ${filled}; commit`)
  await pool.query("vacuum (analyze)")
  await pool.query("checkpoint")
}

export const worldOn = (store: Store): World => ({ store, clock: () => new Date(), newId, speed: 1, log: silent })

/** Members `m0`, `m1`, … of one person each, `p-m0`, `p-m1`, … */
export async function addMembers({ pool }: Store, count: number): Promise<void> {
  await pool.query(
    `insert into member (id, name, plan_id, language, created_at)
     select 'm' || n, 'Member ' || n, 'all', 'en', now() from generate_series(0, $1 - 1) n`,
    [count],
  )
  await pool.query(
    `insert into person (id, name, language, acting_for_id, created_at)
     select 'p-' || id, 'Person ' || id, 'en', id, now() from member`,
  )
  await pool.query("insert into person_member (person_id, member_id, role) select 'p-' || id, id, 'owner' from member")
}

export const actorOf = (n: number): Actor => {
  const id = `m${n % members}`
  const member = { id, name: `Member ${n % members}`, role: "owner" as const }
  return {
    person: { id: `p-${id}`, name: `Person ${id}`, language: "en", staff: false },
    member: { ...member, planId: "all", language: "en", status: "active", version: 1 },
    members: [member],
    via: "bench",
  }
}

/** How many bookings are past where history is measured. */
export const pastOf = Number(process.env.BENCH_PAST ?? 1_000_000)

let keys = 0
export const asking = (n: number): Ask => ({ actor: actorOf(n), now: new Date(), key: `${process.pid}:${++keys}` })

/** Fourteen sessions of an hour and their turnover fit into one room's broadcast day. */
export const sessionsADay = 14
export const midnight = (days: number): Date => instantAt(localDay(after(new Date(), days * day), zone), 0, zone)

/** Places that never meet, scattered over `days` so that neighbours in the count are not neighbours in time; `n` beyond the last begins again. */
export function placeOf(n: number, { rooms, days }: { rooms: number; days: number }): { room: string; start: Date } {
  const places = rooms * days * sessionsADay
  const place = (n * stride) % places
  const slot = Math.floor(place / rooms)
  const start = after(midnight(1 + Math.floor(slot / sessionsADay)), 8 * hour + (slot % sessionsADay) * 75 * minute)
  return { room: `r${place % rooms}`, start }
}
/** Prime, and no factor of any size used here. */
export const stride = 100_003

export const wishAt = ({ room, start }: { room: string; start: Date }): Wish => ({
  room: { room },
  start,
  end: after(start, hour),
  hosts: 2,
  gear: [{ id: "ring-light", quantity: 1 }],
})

/** Runs `work` for 0 to `count - 1`, so many at once. @returns how many a second, and how long each took, in ms */
export async function inFlight(
  count: number,
  ways: number,
  work: (n: number) => Promise<unknown>,
): Promise<{ perSecond: number; ms: number[] }> {
  const ms: number[] = []
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: ways }, async () => {
      for (let n = next++; n < count; n = next++) {
        const at = performance.now()
        await work(n)
        ms.push(performance.now() - at)
      }
    }),
  )
  return { perSecond: count / ((performance.now() - began) / 1000), ms }
}
