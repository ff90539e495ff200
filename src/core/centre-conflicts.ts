import { type Centre, hostsMax, openBetween, roomOf } from "./centre.js"
import { capacities, floorId } from "./facts.js"
import { after, contains, type Interval, minute, overlaps } from "./interval.js"
import type { Prisma } from "./store/generated/client.js"
import { addDays, localDay, localMinute } from "./time.js"

/** What a new centre would break of what was promised under the one before. */

type Change = { before: Centre | null; after: Centre; now: Date }
type Booked = Interval & {
  id: string
  member: string
  room: string
  hosts: number
  gear: readonly { id: string; quantity: number }[]
}

/** @returns one line for each booking, shortage or member, naming them; empty when nothing breaks */
export async function conflictsOf(tx: Prisma.TransactionClient, change: Change): Promise<string[]> {
  const bookings = await bookedFrom(tx, change.now)
  const gone = await tx.member.findMany({
    where: { planId: { notIn: change.after.plans.map(({ id }) => id) } },
    orderBy: { name: "asc" },
  })
  return [
    ...bookings.flatMap((booking) => {
      const why = brokenBooking(change, booking)
      return why ? [`${named(change, booking)}: ${why}`] : []
    }),
    ...(await shortages(tx, change, bookings)),
    ...gone.map(({ name, planId }) => `member ${name}: its plan ${planId} would be gone`),
  ]
}

async function bookedFrom(tx: Prisma.TransactionClient, now: Date): Promise<Booked[]> {
  const rows = await tx.booking.findMany({
    where: { endsAt: { gt: now }, status: { in: ["confirmed", "checked_in"] } },
    include: { gear: true, member: { select: { name: true } } },
    orderBy: [{ startsAt: "asc" }, { roomId: "asc" }],
  })
  return rows.map((row) => ({
    id: row.id,
    member: row.member.name,
    room: row.roomId,
    start: row.startsAt,
    end: row.endsAt,
    hosts: row.hosts,
    gear: row.gear.map(({ gearId, quantity }) => ({ id: gearId, quantity })),
  }))
}

/** As members and staff know the time: by the clock of the centre under which it was booked. */
const named = ({ before, after }: Change, { id, member, room, start }: Booked): string =>
  `booking ${id} (${member}, ${room}, ${localMinute(start, (before ?? after).zone)})`

function brokenBooking({ before, after: centre }: Change, booking: Booked): string | null {
  const room = roomOf(centre, booking.room)
  if (!room) return "its room would be gone"
  const max = hostsMax(centre, room)
  if (max < booking.hosts) return `its room would take ${max} hosts, not ${booking.hosts}`
  const shown = localMinute(booking.start, centre.zone)
  if (before && shown !== localMinute(booking.start, before.zone)) return `its clock time would become ${shown}`
  const first = localDay(booking.start, centre.zone)
  const open = openBetween(centre, addDays(first, -1), addDays(first, 1))
  return open.some((period) => contains(period, booking)) ? null : "the centre would be closed then"
}

const slotMs = 15 * minute

/** Resources of which more is used than there would be: as the ledger counts, whatever uses them. */
async function shortages(tx: Prisma.TransactionClient, change: Change, bookings: readonly Booked[]): Promise<string[]> {
  const capacity = capacities(change.after)
  const there = JSON.stringify([...capacity].map(([id, capacity]) => ({ id, capacity })))
  const short = await tx.$queryRaw<{ resource: string; slot: Date; used: number }[]>`
    select l.resource_id as resource, l.slot, l.used
      from ledger l left join jsonb_to_recordset(${there}::jsonb) n(id text, capacity integer) on n.id = l.resource_id
     where l.slot > ${after(change.now, -slotMs)} and l.used > coalesce(n.capacity, 0)
     order by l.resource_id, l.slot`
  const broken = await tx.closure.findMany({
    where: { liftedAt: null, gearId: { not: null }, endsAt: { gt: change.now } },
    orderBy: { id: "asc" },
  })
  const at = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Interval => ({ start: startsAt, end: endsAt })
  return [...new Set(short.map(({ resource }) => resource))].map((resource) => {
    const slots = short.filter((line) => line.resource === resource)
    const uses = ({ gear }: Booked) => resource === floorId || gear.some(({ id }) => id === resource)
    const then = (booking: Booked) =>
      slots.some(({ slot }) => overlaps(booking, { start: slot, end: after(slot, slotMs) }))
    const names = [
      ...bookings.filter((booking) => uses(booking) && then(booking)).map((one) => named(change, one)),
      ...broken
        .filter(
          (closure) =>
            closure.gearId === resource &&
            slots.some(({ slot }) => overlaps(at(closure), { start: slot, end: after(slot, slotMs) })),
        )
        .map(
          (closure) =>
            `closure ${closure.id} (${closure.quantity} out of use until ${localMinute(closure.endsAt, (change.before ?? change.after).zone)})`,
        ),
    ]
    const most = Math.max(...slots.map(({ used }) => used))
    const left = capacity.get(resource) ?? 0
    return `${resource}: ${most} are booked at once and there would be ${left}: ${names.join(", ") || "not by bookings"}`
  })
}
