import type { Centre } from "./core/centre.js"
import type { Language } from "./core/language.js"
import type { Actor, Ask } from "./core/outcome.js"
import type { LocalDay } from "./core/time.js"
import type { World } from "./core/world.js"

/** Who is in a demonstration's month: its merchants and the front desk; and dice that fall alike for the same seed. */

type Shop = { id: string; name: string; plan: "starter" | "standard" | "pro"; language: Language; contact: string }

/** The first three are those whom the web chat lets one be. */
const shops: readonly Shop[] = [
  { id: "demo-cookies", name: "鉅發手信", plan: "standard", language: "zh-Hant", contact: "阿娟" },
  { id: "demo-pearls", name: "海韵珠宝", plan: "pro", language: "zh-Hans", contact: "林晓" },
  { id: "demo-bakery", name: "Padaria Sol", plan: "starter", language: "pt", contact: "Rosa Sales" },
  { id: "demo-lotus", name: "蓮花直播 Lotus Live", plan: "pro", language: "zh-Hant", contact: "Carmen Ho" },
  { id: "demo-jade", name: "Jade Beauty", plan: "pro", language: "en", contact: "Jade Wong" },
  { id: "demo-mar", name: "Casa do Mar", plan: "standard", language: "pt", contact: "Inês Rocha" },
  { id: "demo-glow", name: "明珠美妝", plan: "pro", language: "zh-Hant", contact: "阿明" },
  { id: "demo-toys", name: "Harbour Toys", plan: "standard", language: "en", contact: "Priya Nair" },
  { id: "demo-bun", name: "阿婆豬扒包", plan: "standard", language: "zh-Hant", contact: "婆婆" },
  { id: "demo-diary", name: "小红日记", plan: "pro", language: "zh-Hans", contact: "小红" },
  { id: "demo-douro", name: "Vinhos do Douro", plan: "pro", language: "pt", contact: "Duarte Nunes" },
  { id: "demo-night", name: "Night Market TV", plan: "pro", language: "en", contact: "Sam Lei" },
  { id: "demo-tart", name: "澳門葡撻之家", plan: "starter", language: "zh-Hant", contact: "陳師傅" },
  { id: "demo-silk", name: "Silk Road Tea", plan: "pro", language: "en", contact: "Ada Cheong" },
  { id: "demo-shoes", name: "Lusitano Sapatos", plan: "pro", language: "pt", contact: "Miguel Lobo" },
  { id: "demo-tide", name: "潮汐茶飲", plan: "pro", language: "zh-Hant", contact: "家欣" },
]

/** Bookings of theirs come and go by themselves; nobody else's do. */
export const castPrefix = "demo-"

const contactOf = (shop: string): string => `${shop}-contact`

/** Takes them in, and says in whose name each of them acts. */
export async function castIn(world: World, now: Date): Promise<{ staff: Actor; merchants: readonly Actor[] }> {
  const { member, person, personMember } = world.store.prisma
  for (const { id, name, plan, language, contact } of shops) {
    await member.upsert({ where: { id }, create: { id, name, planId: plan, language, createdAt: now }, update: {} })
    await person.create({
      data: { id: contactOf(id), name: contact, language, actingForId: id, createdAt: now },
    })
    await personMember.create({ data: { personId: contactOf(id), memberId: id, role: "owner" } })
  }
  await person.create({ data: { ...desk, createdAt: now } })
  return { staff: deskActor, merchants: shops.map(actorOf) }
}

const desk = { id: "demo-desk", name: "Mei", language: "en", staff: true } as const
export const deskActor: Actor = { person: desk, member: null, members: [], via: "demo" }

const actorOf = ({ id, name, plan, language, contact }: Shop): Actor => ({
  person: { id: contactOf(id), name: contact, language, staff: false },
  member: { id, name, role: "owner", planId: plan, language, status: "active", version: 1 },
  members: [{ id, name, role: "owner" }],
  via: "demo",
})

/** Mulberry32. */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  /** @param from is not empty */
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[below(from.length)] as T
  return { below, pick }
}

/** What the month is made with. */
export type Month = {
  world: World
  centre: Centre
  today: LocalDay
  /** When the demonstration begins. */
  now: Date
  staff: Actor
  merchants: readonly Actor[]
  dice: ReturnType<typeof dice>
  /** A time of the centre's clock, so many days from today. */
  at(days: number, hours: number): Date
  /** One command of theirs, given then. */
  by(actor: Actor, now: Date): Ask
}
