import type pg from "pg"
import type { Centre } from "../../../src/core/centre.js"
import { written } from "../../../src/core/desk/press.js"
import type { Reply } from "../../../src/core/desk/turn.js"
import { after, hour } from "../../../src/core/interval.js"
import { openStore, type Store } from "../../../src/core/store/open.js"
import { smallCentre } from "../../support/centre.js"
import { silent } from "../../support/log.js"
import { judge } from "../../support/oracle.js"
import { seeded } from "../../support/random.js"
import type { Courier } from "../../support/slack/deliveries.js"
import { actor } from "../../support/slack/person.js"
import { team, workspace } from "../../support/slack/world.js"
import { freshDatabase, withCentre } from "../../support/store.js"
import type { Measure } from "../measure.js"
import { fallen, fleet, type Heard } from "./fleet.js"

const opening = new Date("2026-11-23T10:00:00+08:00")
const slots = 24
const days = 25
const atOnce = 24

/**
 * R8. Each update is somebody's tap that books a place of their own, as Telegram or Slack delivers it, and reaches one replica or
 * another one to five times in any order; of some the first delivery reaches nobody. Read by the platforms' own readers.
 */
export const deliveries: Measure = {
  id: "R8",
  promise:
    "however often and wherever an update is delivered: one effect, the same answer, and none where its key comes with something else",
  counts: "updates",
  times: { quick: 60, full: 50_000 },
  needs: ["postgres"],
  plants: ["turn's key ignored", "a retry is dropped"],
  async run({ seed, times, plant, say }) {
    const { databaseUrl, drop } = await freshDatabase()
    const rooms = Math.ceil(times / (slots * days)) + 1
    const random = seeded(seed)
    const updates = Array.from({ length: times }, (_, n) => update(n, rooms))
    const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
    await open(store, updates, rooms)
    const replicas = await fleet(2, { databaseUrl, plant }, { random, now: opening })
    const answers = new Map<Update, string[]>()
    const deliver = async (one: Update, payload: unknown = one.payload) =>
      (await replicas.ask({ does: "hear", platform: one.platform, payload })) as Reply[]
    const parcels = updates.flatMap((one) => {
      const lost = random.next() < 0.2
      const times = 1 + random.int(5)
      if (lost && plant === "a retry is dropped") return []
      return Array.from({ length: lost ? Math.max(1, times - 1) : times }, () => one)
    })
    const give = async (one: Update) => {
      const said = asSaid(await deliver(one))
      answers.set(one, [...(answers.get(one) ?? []), said])
    }
    await sideBySide(shuffled(parcels, random), async (one, n) => {
      await give(one)
      if (n % 5000 === 4999) say(`${n + 1} of ${parcels.length} deliveries`)
    })
    // A day and more later some come once more; and some keys come with another wish.
    replicas.now = after(opening, 26 * hour)
    const late = updates.filter(() => random.next() < 0.1)
    await sideBySide(late, give)
    const forged = updates.filter(() => random.next() < 0.1)
    const taken: string[] = []
    await sideBySide(forged, async (one) => {
      const replies = await deliver(one, one.otherwise)
      if (JSON.stringify(replies).includes("Booked")) taken.push(`the key of ${one.who} booked something else`)
    })
    const violations = [...taken, ...fallen(replicas), ...different(answers), ...(await effects(store, times, rooms))]
    await replicas.end()
    await store.close()
    await drop()
    return {
      figures: {
        updates: times,
        deliveries: parcels.length,
        "26 h later": late.length,
        "with something else": forged.length,
        replies: [...answers.values()].flat().length,
      },
      violations,
    }
  },
}

type Update = Heard & { who: string; otherwise: unknown }

/** The tap of the n-th person: by turns on Telegram and in Slack. */
function update(n: number, rooms: number): Update {
  const [room, slot] = [n % rooms, Math.floor(n / rooms)]
  const minutes = 8 * 60 + (slot % slots) * 45
  const local = new Date(Date.UTC(2026, 10, 25 + Math.floor(slot / slots), 0, minutes)).toISOString().slice(0, 16)
  const tap = (where: number) =>
    written({ do: "book", sketch: { start: local, minutes: 30, room: { room: `r${where}` }, hosts: 1 } })
  if (n % 2 === 0) {
    const from = { id: 1000 + n, is_bot: false, first_name: `P${n}`, language_code: "en" }
    const press = (data: string) => ({ update_id: n, callback_query: { id: `cb${n}`, from, chat_instance: "1", data } })
    return { platform: "telegram", who: String(from.id), payload: press(tap(room)), otherwise: press(tap(rooms)) }
  }
  const id = `U${n}`
  const parcel = actor(workspace(), {} as Courier, { id, base: "http://127.0.0.1/" }).parcels.forged(tap(room)).payload
  const [action] = parcel.actions as Record<string, unknown>[]
  const named = { ...parcel, trigger_id: `trigger-${n}` }
  return {
    platform: "slack",
    who: `${team}:${id}`,
    payload: named,
    otherwise: { ...named, actions: [{ ...action, value: tap(rooms) }] },
  }
}

async function open(store: Store, updates: readonly Update[], rooms: number): Promise<void> {
  const [room] = smallCentre.rooms
  const plans = smallCentre.plans.map((plan) => ({ ...plan, daysAhead: 60 }))
  const centre: Centre = {
    ...smallCentre,
    floor: 500,
    plans,
    sessions: { ...smallCentre.sessions, shortest: 30 },
    rooms: room ? Array.from({ length: rooms + 1 }, (_, n) => ({ ...room, id: `r${n}` })) : [],
  }
  await withCentre(store, centre, opening)
  const named = updates.map(({ platform, who }, n) => ({ n: String(n), platform, userId: who }))
  const { prisma } = store
  for (let at = 0; at < named.length; at += 2000) {
    const some = named.slice(at, at + 2000)
    await prisma.member.createMany({
      data: some.map(({ n }) => ({
        id: `m${n}`,
        name: `Member ${n}`,
        planId: "standard",
        language: "en",
        createdAt: opening,
      })),
    })
    await prisma.person.createMany({
      data: some.map(({ n }) => ({
        id: `p-m${n}`,
        name: `Person ${n}`,
        language: "en",
        actingForId: `m${n}`,
        createdAt: opening,
      })),
    })
    await prisma.personMember.createMany({
      data: some.map(({ n }) => ({ personId: `p-m${n}`, memberId: `m${n}`, role: "owner" })),
    })
    await prisma.account.createMany({
      data: some.map(({ n, platform, userId }) => ({
        id: `a${n}`,
        platform,
        userId,
        address: `${platform}:${userId}`,
        personId: `p-m${n}`,
        createdAt: opening,
      })),
    })
  }
}

async function sideBySide<T>(all: readonly T[], work: (one: T, place: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let place = next++; place < all.length; place = next++) await work(all[place] as T, place)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function shuffled<T>(all: readonly T[], random: ReturnType<typeof seeded>): T[] {
  return all
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

/** The words, the buttons and the file's name: in a calendar's file stands when it was written. */
const asSaid = (replies: readonly Reply[]): string =>
  JSON.stringify(replies.map(({ text, buttons, file }) => ({ text, buttons, file: file?.name })))

/** Every answer to an update is its first, and says that it is booked. */
const different = (answers: ReadonlyMap<Update, string[]>): string[] =>
  [...answers].flatMap(([{ who }, [first = "", ...more]]) => [
    ...(first.includes("Booked") ? [] : [`${who} was not told "Booked": ${first}`]),
    ...more.filter((one) => one !== first).map((one) => `${who} was answered otherwise: ${one}`),
  ])

async function effects({ pool }: { pool: pg.Pool }, wanted: number, rooms: number): Promise<string[]> {
  const { rows } = await pool.query<{ bookings: number; members: number; entries: number }>(
    `select count(*)::int as bookings, count(distinct member_id)::int as members,
            (select count(*)::int from audit where entity like 'booking:%') as entries from booking where status = 'confirmed'`,
  )
  const [found] = rows
  const right = found?.bookings === wanted && found.members === wanted && found.entries === wanted
  return [
    ...(right ? [] : [`${wanted} effects wanted, found ${JSON.stringify(found)}`]),
    ...(await judge(pool, { turnoverMinutes: 15, floor: rooms > 0 ? 500 : 0, gear: {} })),
  ]
}
