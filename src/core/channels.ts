import { currentCentre } from "./centre-store.js"
import { after, day, hour, minute } from "./interval.js"
import { type Language, languageSchema } from "./language.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import { addDays, instantAt, type LocalDay, localDay, weekday } from "./time.js"
import { transaction } from "./transaction.js"
import type { World } from "./world.js"

/** The places staff chose for their digests. */

/** `daily`: the day, in the morning. `evening`: tomorrow, the evening before. `weekly`: the report of the week before. */
export type DigestKind = "daily" | "evening" | "weekly"

/** Days of the week as staff write them, Monday first. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

/** `at` is local: `09:00`, for the weekly one `mon 09:00`. */
export type DigestSetting = { address: string; language: Language } & (
  | { kind: DigestKind; at: string }
  | { kind: DigestKind | "all"; at: null }
)

const columns = { daily: "digestAt", evening: "eveningAt", weekly: "weeklyAt" } as const
/** What the outbox calls them. */
const noticeKinds = { daily: "digest", evening: "evening", weekly: "weekly" } as const
const everyKind: readonly DigestKind[] = ["daily", "evening", "weekly"]

/** Chooses or switches off (`at: null`) a channel's digests of one kind, or all. Staff only. */
export async function setDigest(
  world: World,
  ask: Ask,
  setting: DigestSetting,
): Promise<{ is: "set"; setting: DigestSetting } | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { address, language, kind, at } = setting
  const kinds = kind === "all" ? everyKind : [kind]
  const chosen = Object.fromEntries(kinds.map((kind) => [columns[kind], at]))
  const waiting = kinds.flatMap((kind) => (kind === "daily" ? [noticeKinds[kind], "digest-edit"] : [noticeKinds[kind]]))
  await world.store.prisma.$transaction([
    world.store.prisma.channel.upsert({
      where: { address },
      create: { address, language, ...chosen, createdAt: ask.now },
      update: { language, ...chosen, createdAt: ask.now },
    }),
    world.store.prisma.notice.deleteMany({ where: { address, kind: { in: waiting }, state: "due" } }),
    world.store.prisma.audit.create({
      data: {
        at: ask.now,
        personId: ask.actor.person.id,
        via: ask.actor.via,
        action: "digest",
        entity: `channel:${address}`,
        data: { kind, at },
      },
    }),
  ])
  await planDigests(world, ask.now)
  return { is: "set", setting }
}

/**
 * A channel has become another: what staff chose for it holds there, and its notices go there, under keys that say so, or its digests
 * would be put once more. Where the new one has been chosen by itself, that holds. What is on its way is left to whoever has it, who is
 * told the same. Safe to repeat.
 */
export async function moveChannel(world: World, from: string, to: string): Promise<void> {
  const now = world.clock()
  await transaction(world, async (tx) => {
    await tx.$executeRaw`
      delete from notice n using notice o
       where n.address = ${from} and o.key = replace(n.key, ${from}, ${to}) and o.key <> n.key
         and (n.state <> 'due' or n.leased_until is null or n.leased_until <= ${now} or n.result is not null)`
    await tx.$executeRaw`
      update notice set key = replace(key, ${from}, ${to}), address = ${to}
       where address = ${from}
         and (state <> 'due' or leased_until is null or leased_until <= ${now} or result is not null)`
    await tx.$executeRaw`
      update channel set address = ${to}
       where address = ${from} and not exists (select 1 from channel where address = ${to})`
    await tx.$executeRaw`delete from channel where address = ${from}`
  })
  world.log.info({ from, to }, "a channel has become another, and was followed there")
}

/** When a channel gets its daily digest, `09:00`; null for a channel that gets none. */
export async function digestAt(world: World, address: string): Promise<string | null> {
  const channel = await world.store.prisma.channel.findUnique({ where: { address } })
  return channel?.digestAt ?? null
}

/** The language of a channel that gets a daily digest; null for any other place. */
export async function languageAt(world: World, address: string): Promise<Language | null> {
  const channel = await world.store.prisma.channel.findUnique({ where: { address } })
  return channel && channel.digestAt !== null ? languageSchema.parse(channel.language) : null
}

/** One who is told, as a row of the outbox has it; `id` tells them apart. */
export type StaffReader = { id: string } & ({ address: string; person_id: null } | { address: null; person_id: string })

/**
 * Who of the staff is told at once what cannot wait for a digest: every place that gets the daily one, unless the last that it was sent
 * did not get there; where there is no such place, each of the staff. Empty only where there are none.
 */
export async function staffReaders({ store }: World): Promise<StaffReader[]> {
  const { rows } = await store.query<{ address: string }>({
    name: "staff-places",
    text: `select address from channel c
            where digest_at is not null and 'blocked' is distinct from
                  (select n.state from notice n where n.address = c.address and n.settled_at is not null
                    order by n.settled_at desc, n.key limit 1)
            order by created_at, address`,
    values: [],
  })
  if (rows.length > 0) return rows.map(({ address }) => ({ id: address, address, person_id: null }))
  const staff = await store.prisma.person.findMany({
    where: { staff: true },
    select: { id: true },
    orderBy: { id: "asc" },
  })
  return staff.map(({ id }) => ({ id, address: null, person_id: id }))
}

type Planned = { key: string; kind: string; due: Date; usefulMs: number; data: NoticeData }

/**
 * Makes sure that each channel's digests of today and tomorrow are in the outbox: exactly one per channel, kind and day, by their key.
 * One whose hour passed while everything was down is sent late; one whose hour had passed when the channel was chosen is not.
 */
export async function planDigests(world: World, now: Date): Promise<void> {
  const { zone } = await currentCentre(world)
  const channels = await world.store.prisma.channel.findMany()
  const today = localDay(now, zone)
  const at = (date: LocalDay, time: string) => {
    const [hours = 0, minutes = 0] = time.slice(-5).split(":").map(Number)
    return instantAt(date, hours * 60 + minutes, zone)
  }
  const rows = channels.flatMap(({ address, digestAt, eveningAt, weeklyAt, createdAt }) =>
    [today, addDays(today, 1)]
      .flatMap((date): (Planned | false)[] => [
        digestAt !== null && {
          key: `digest:${address}:${date}`,
          kind: noticeKinds.daily,
          due: at(date, digestAt),
          usefulMs: day - minute,
          data: { kind: "digest", day: date },
        },
        eveningAt !== null && {
          key: `evening:${address}:${date}`,
          kind: noticeKinds.evening,
          due: at(date, eveningAt),
          usefulMs: 8 * hour,
          data: { kind: "digest", day: addDays(date, 1) },
        },
        weeklyAt?.startsWith(weekdays[weekday(date) - 1] ?? "-") === true && {
          key: `weekly:${address}:${date}`,
          kind: noticeKinds.weekly,
          due: at(date, weeklyAt),
          usefulMs: 3 * day,
          data: { kind: "weekly", from: addDays(date, -7) },
        },
      ])
      .flatMap((planned) => {
        if (!planned || planned.due <= createdAt) return []
        const { key, kind, due, usefulMs, data } = planned
        return [{ key, kind, address, dueAt: due, staleAt: after(due, usefulMs), data }]
      }),
  )
  await world.store.prisma.notice.createMany({ data: rows, skipDuplicates: true })
}
