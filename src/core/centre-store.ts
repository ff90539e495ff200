import { isDeepStrictEqual } from "node:util"
import { type Ballot, undrawn } from "./ballot-rows.js"
import { broadcastDay, type Centre, planOf, storedCentre } from "./centre.js"
import { changesOf, keptBeyond } from "./centre-changes.js"
import { conflictsOf } from "./centre-conflicts.js"
import { capacities } from "./facts.js"
import { after, minute, second } from "./interval.js"
import { regrant } from "./regrant.js"
import type { Prisma } from "./store/generated/client.js"
import type { Store } from "./store/open.js"
import { patience, transaction } from "./transaction.js"
import type { World } from "./world.js"

/** The centre as it was last applied. `version` is what a write is decided on; `ballots`: those that are not drawn yet. */
export type AppliedCentre = Centre & { version: number; ballots: readonly Ballot[] }

const cached = new WeakMap<Store, { centre: AppliedCentre; lookedAt: number }>()

/** How long a process may answer by a centre that another one (a command, a replica) has replaced. Writes never do. */
const lookEvery = second

/**
 * The centre, kept in memory: whether it is still the current one is looked up at most once a second. `fresh` reads it again at
 * once, as after a write that was decided on an outdated one.
 * @throws when no centre has been applied
 */
export async function currentCentre(world: World, { fresh = false } = {}): Promise<AppliedCentre> {
  const known = cached.get(world.store)
  if (!known || fresh) return readCentre(world)
  const now = world.clock().getTime()
  if (Math.abs(now - known.lookedAt) < lookEvery * world.speed) return known.centre
  // One looks; whoever asks meanwhile goes on with what is known.
  known.lookedAt = now
  const { rows } = await world.store.query<{ version: number }>({
    name: "centre-version",
    text: "select version from centre",
    values: [],
  })
  return rows[0]?.version === known.centre.version ? known.centre : readCentre(world)
}

async function readCentre(world: World): Promise<AppliedCentre> {
  // The version first: what is opened meanwhile raises it, and is read with the next.
  const { rows } = await world.store.query<{ version: number; data: unknown }>({
    name: "centre",
    text: "select version, data from centre",
    values: [],
  })
  const [row] = rows
  if (!row) throw new Error("no centre has been applied yet")
  const ballots = await undrawn(world)
  const centre = { ...storedCentre(row.data), version: row.version, ballots }
  cached.set(world.store, { centre, lookedAt: world.clock().getTime() })
  return centre
}

export type AppliedResult =
  | { is: "applied"; version: number }
  /** The same as before: nothing was written. */
  | { is: "unchanged"; version: number }
  /** Bookings or members that it would leave without what they have, one line each. Nothing was written. */
  | { is: "refused"; conflicts: readonly string[] }

type Change = { centre: Centre; now: Date; via: string }

/** What applying a centre would do. `kept`: what stays as it is booked though the new rules would not allow it. */
export type CheckedResult =
  | { is: "could_be_applied"; changes: readonly string[]; kept: readonly string[] }
  | { is: "unchanged" }
  | { is: "refused"; conflicts: readonly string[]; changes: readonly string[] }

/** Says what would come of applying a centre, by the same rules, and writes nothing. */
export async function checkCentre(world: World, centre: Centre, now: Date): Promise<CheckedResult> {
  return world.store.prisma.$transaction(async (tx) => {
    const { before, after, same } = await compared(tx, centre)
    if (same) return { is: "unchanged" }
    const changes = changesOf({ before, after })
    const conflicts = await conflictsOf(tx, { before, after, now })
    if (conflicts.length > 0) return { is: "refused", conflicts, changes }
    return { is: "could_be_applied", changes, kept: await keptBeyond(tx, { before, after, now }) }
  }, patience)
}

/** The current centre and the one to come, both as the store gives them back. */
async function compared(tx: Prisma.TransactionClient, centre: Centre) {
  const row = await tx.centre.findUnique({ where: { id: 1 } })
  const data = JSON.parse(JSON.stringify(centre)) as Prisma.InputJsonObject
  const [before, after] = [row && storedCentre(row.data), storedCentre(data)]
  return { version: row?.version ?? 0, data, before, after, same: isDeepStrictEqual(before, after) }
}

/** Makes a centre the current one. Safe to repeat; refused when it would break what is booked from `now` on. */
export async function applyCentre(
  world: World,
  centre: Centre,
  { now, via }: { now: Date; via: string },
): Promise<AppliedResult> {
  const result = await transaction(world, (tx) => applyWithin(tx, { centre, now, via }), patience)
  if (result.is === "applied") await currentCentre(world, { fresh: true })
  return result
}

async function applyWithin(tx: Prisma.TransactionClient, change: Change): Promise<AppliedResult> {
  const { centre, now, via } = change
  // Every booking writes its turn first: those under way are waited for, later ones find the new version and are decided again.
  await tx.$executeRaw`lock table turn, claim, usage in share row exclusive mode`
  const { before, data, same, version: last } = await compared(tx, centre)
  if (same) return { is: "unchanged", version: last }
  const conflicts = await conflictsOf(tx, { before, after: centre, now })
  if (conflicts.length > 0) return { is: "refused", conflicts }
  const version = last + 1
  const applied = { version, data, appliedAt: now }
  await tx.centre.upsert({ where: { id: 1 }, create: applied, update: applied })
  await writeRooms(tx, centre)
  await writeCapacities(tx, change)
  await keepClosed(tx, change)
  if (before) await writePlans(tx, before, change)
  await tx.audit.create({ data: { at: now, via, action: "apply", entity: "centre", data: { version } } })
  return { is: "applied", version }
}

async function writeRooms(tx: Prisma.TransactionClient, centre: Centre): Promise<void> {
  const ids = centre.rooms.map(({ id }) => id)
  await tx.room.createMany({ data: ids.map((id) => ({ id })), skipDuplicates: true })
  await tx.room.updateMany({ where: { id: { in: ids } }, data: { retired: false } })
  await tx.room.updateMany({ where: { id: { notIn: ids } }, data: { retired: true } })
}

/** What closes the whole centre closes rooms that come to it too; of gear that there is more of, what is out is out. */
async function keepClosed(tx: Prisma.TransactionClient, { centre, now }: Change): Promise<void> {
  const ids = centre.rooms.map(({ id }) => id)
  await tx.$queryRaw`
    select keep_room_closed(r.id, c.starts_at, c.ends_at)::text from closure c join room r on r.id = coalesce(c.room_id, r.id)
     where c.gear_id is null and c.lifted_at is null and c.ends_at > ${now} and r.id = any(${ids})`
  await tx.$queryRaw`
    select keep_gear_out(gear_id, greatest(starts_at, ${now}), ends_at)::text from closure
     where gear_id is not null and lifted_at is null and ends_at > ${now}`
}

/** Ledger rows carry their capacity, so that a check can hold it: those to come take the new one. */
async function writeCapacities(tx: Prisma.TransactionClient, { centre, now }: Change): Promise<void> {
  const there = [...capacities(centre)].map(([id, capacity]) => ({ id, capacity }))
  await tx.resource.updateMany({ where: { id: { notIn: there.map(({ id }) => id) } }, data: { capacity: 0 } })
  await tx.$executeRaw`
    insert into resource (id, capacity) select id, capacity from jsonb_to_recordset(${JSON.stringify(there)}::jsonb) r(id text, capacity integer)
    on conflict (id) do update set capacity = excluded.capacity`
  await tx.$executeRaw`
    update ledger l set capacity = r.capacity from resource r
     where r.id = l.resource_id and l.slot > ${after(now, -15 * minute)} and l.capacity <> r.capacity`
}

/** A plan with other hours has them in the months begun too. */
async function writePlans(tx: Prisma.TransactionClient, before: Centre, { centre, now }: Change): Promise<void> {
  const from = broadcastDay(centre, now).slice(0, 7)
  for (const plan of centre.plans) {
    if (planOf(before, plan.id)) await regrant(tx, { whose: "all", plan, from, now })
  }
}
