import { after, day, type Interval } from "./interval.js"
import { type Ask, liveList, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"

/** Messages from the centre's staff to everyone, or to those booked in a stretch of time. Staff only. */

/** How many characters a broadcast may have: with its frame it is one message on every platform. */
export const broadcastMost = 1000

export type Broadcast = {
  id: string
  text: string
  /** Null: everyone. */
  booked: Interval | null
  sentAt: Date | null
}
/** What became of it: `waiting` counts those on their way. */
export type Counts = { sent: number; waiting: number; blocked: number; failed: number }

/** Keeps a broadcast to be looked at before it is sent. `people`: how many it would reach now. */
export async function draftBroadcast(
  world: World,
  ask: Ask,
  { text, booked }: { text: string; booked: Interval | null },
): Promise<{ is: "draft"; broadcast: Broadcast; people: number } | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const id = world.newId()
  await world.store.prisma.broadcast.create({
    data: {
      id,
      text,
      startsAt: booked?.start ?? null,
      endsAt: booked?.end ?? null,
      madeById: ask.actor.person.id,
      createdAt: ask.now,
    },
  })
  const people = (await readers(world, booked)).length
  return { is: "draft", broadcast: { id, text, booked, sentAt: null }, people }
}

/** Puts a broadcast into the outbox, once however often it is asked: one notice for each person, by their keys. */
export async function sendBroadcast(
  world: World,
  ask: Ask,
  id: string,
): Promise<{ is: "sending"; people: number } | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const found = await find(world, id)
  if (!found) return refused({ why: "not_found" })
  const { prisma } = world.store
  const people = await readers(world, found.booked)
  const data: NoticeData = { kind: "broadcast", text: found.text }
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.broadcast.updateMany({ where: { id, sentAt: null }, data: { sentAt: ask.now } })
    if (count === 0)
      return { is: "sending", people: await tx.notice.count({ where: { key: { startsWith: keyOf(id) } } }) }
    await tx.notice.createMany({
      data: people.map((personId) => ({
        key: `${keyOf(id)}${personId}`,
        kind: "broadcast",
        personId,
        dueAt: ask.now,
        staleAt: found.booked && found.booked.end > ask.now ? found.booked.end : after(ask.now, day),
        data,
      })),
      skipDuplicates: true,
    })
    await tx.audit.create({
      data: {
        at: ask.now,
        personId: ask.actor.person.id,
        via: ask.actor.via,
        action: "broadcast",
        entity: `broadcast:${id}`,
        data: { people: people.length },
      },
    })
    return { is: "sending", people: people.length }
  })
}

/** A broadcast and what became of it; the latest that was sent when none is named, null when there is none. */
export async function broadcastCounts(
  world: World,
  ask: Ask,
  id?: string,
): Promise<{ is: "counts"; broadcast: Broadcast; counts: Counts } | { is: "none" } | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const broadcast = await find(world, id)
  if (!broadcast) return id ? refused({ why: "not_found" }) : { is: "none" }
  const groups = await world.store.prisma.notice.groupBy({
    by: ["state"],
    where: { key: { startsWith: keyOf(broadcast.id) } },
    _count: true,
  })
  const of = (state: string): number => groups.find((group) => group.state === state)?._count ?? 0
  return {
    is: "counts",
    broadcast,
    counts: { sent: of("sent"), waiting: of("due"), blocked: of("blocked"), failed: of("failed") + of("dropped") },
  }
}

const keyOf = (id: string): string => `broadcast:${id}:`

async function find(world: World, id?: string): Promise<Broadcast | null> {
  const { broadcast } = world.store.prisma
  const row = id
    ? await broadcast.findUnique({ where: { id } })
    : await broadcast.findFirst({ where: { sentAt: { not: null } }, orderBy: { sentAt: "desc" } })
  if (!row) return null
  const { startsAt, endsAt } = row
  return {
    id: row.id,
    text: row.text,
    booked: startsAt && endsAt ? { start: startsAt, end: endsAt } : null,
    sentAt: row.sentAt,
  }
}

/**
 * Who a broadcast is for: everybody who may book for an active member; or, for those booked, who made each booking, and when that was
 * not one of the merchant's own people, all of them.
 */
async function readers(world: World, booked: Interval | null): Promise<string[]> {
  const { rows } = booked
    ? await world.store.query<{ id: string }>({
        name: "readers-booked",
        text: `select distinct pm.person_id as id from booking b join person_member pm on pm.member_id = b.member_id
                where b.status in ${liveList} and b.starts_at < $2 and b.ends_at > $1
                  and (pm.person_id = b.made_by_id or not exists
                    (select 1 from person_member own where own.member_id = b.member_id and own.person_id = b.made_by_id))
                order by 1`,
        values: [booked.start, booked.end],
      })
    : await world.store.query<{ id: string }>({
        name: "readers-all",
        text: `select distinct pm.person_id as id from person_member pm join member m on m.id = pm.member_id
                where m.status = 'active' order by 1`,
        values: [],
      })
  return rows.map(({ id }) => id)
}
