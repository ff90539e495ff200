import { type Centre, courseOf, hostsMax, openBetween, roomOf } from "./centre.js"
import { capacities, floorId } from "./facts.js"
import { after, contains, type Interval, minute, overlaps } from "./interval.js"
import { liveStatuses } from "./outcome.js"
import type { Prisma } from "./store/generated/client.js"
import { addDays, localDay, localMinute } from "./time.js"

/** What a new centre would break of what was promised under the one before. */

export type Change = { before: Centre | null; after: Centre; now: Date }
export type Booked = Interval & {
  id: string
  member: string
  room: string
  roomClass: string | null
  hosts: number
  gear: readonly { id: string; quantity: number }[]
}
type Out = { id: string; quantity: number; until: Date }

export type Break =
  | { is: "booking"; booking: Booked; why: Why }
  /** `resource`: `floor` or a kind of gear, of which more is used at once than there would be. */
  | {
      is: "shortage"
      resource: string
      used: number
      left: number
      bookings: readonly Booked[]
      closures: readonly Out[]
    }
  | { is: "member"; name: string; plan: string }
  /** A date of a course. */
  | (Interval & { is: "course"; id: string; course: string; room: string; why: "no_course" | "no_room" | "closed" })

export type Why =
  | { is: "no_room" }
  | { is: "hosts"; max: number }
  /** Its local time would be another. */
  | { is: "clock"; shown: string }
  | { is: "closed" }

/** @returns what breaks, booking by booking, shortage by shortage, member by member; empty when nothing does */
export async function breaksOf(tx: Prisma.TransactionClient, change: Change): Promise<Break[]> {
  const bookings = await bookedFrom(tx, change.now)
  const gone = await tx.member.findMany({
    where: { planId: { notIn: change.after.plans.map(({ id }) => id) } },
    orderBy: { name: "asc" },
  })
  return [
    ...bookings.flatMap((booking): Break[] => {
      const why = brokenBooking(change, booking)
      return why ? [{ is: "booking", booking, why }] : []
    }),
    ...(await brokenCourses(tx, change)),
    ...(await shortages(tx, change, bookings)),
    ...gone.map(({ name, planId: plan }): Break => ({ is: "member", name, plan })),
  ]
}

/** @returns the same in the operator's words, a line each */
export async function conflictsOf(tx: Prisma.TransactionClient, change: Change): Promise<string[]> {
  return (await breaksOf(tx, change)).map((one) => told(change, one))
}

function told(change: Change, one: Break): string {
  switch (one.is) {
    case "booking":
      return `${named(change, one.booking)}: ${whyOf(one)}`
    case "member":
      return `member ${one.name}: its plan ${one.plan} would be gone`
    case "course": {
      const why = {
        no_course: "its course would be gone",
        no_room: "its room would be gone",
        closed: "the centre would be closed then",
      }
      return `course ${one.id} (${one.course}, ${one.room}, ${localMinute(one.start, (change.before ?? change.after).zone)}): ${why[one.why]}`
    }
    case "shortage": {
      const zone = (change.before ?? change.after).zone
      const out = one.closures.map(
        ({ id, quantity, until }) => `closure ${id} (${quantity} out of use until ${localMinute(until, zone)})`,
      )
      const names = [...one.bookings.map((booking) => named(change, booking)), ...out]
      return `${one.resource}: ${one.used} are booked at once and there would be ${one.left}: ${names.join(", ") || "not by bookings"}`
    }
  }
}

function whyOf({ booking, why }: Extract<Break, { is: "booking" }>): string {
  switch (why.is) {
    case "no_room":
      return "its room would be gone"
    case "hosts":
      return `its room would take ${why.max} hosts, not ${booking.hosts}`
    case "clock":
      return `its clock time would become ${why.shown}`
    case "closed":
      return "the centre would be closed then"
  }
}

/** Dates of courses that would have no room, or be of no course any more. */
async function brokenCourses(tx: Prisma.TransactionClient, { after: centre, now }: Change): Promise<Break[]> {
  const rows = await tx.courseSession.findMany({
    where: { status: "scheduled", endsAt: { gt: now } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  })
  return rows.flatMap(({ id, courseId, roomId, startsAt: start, endsAt: end }): Break[] => {
    const day = localDay(start, centre.zone)
    const open = openBetween(centre, addDays(day, -1), addDays(day, 1))
    const why = !courseOf(centre, courseId)
      ? "no_course"
      : !roomOf(centre, roomId)
        ? "no_room"
        : open.some((period) => contains(period, { start, end }))
          ? null
          : "closed"
    return why === null ? [] : [{ is: "course", id, course: courseId, room: roomId, start, end, why }]
  })
}

async function bookedFrom(tx: Prisma.TransactionClient, now: Date): Promise<Booked[]> {
  const rows = await tx.booking.findMany({
    where: { endsAt: { gt: now }, status: { in: liveStatuses } },
    include: { gear: true, member: { select: { name: true } } },
    orderBy: [{ startsAt: "asc" }, { roomId: "asc" }],
  })
  return rows.map((row) => ({
    id: row.id,
    member: row.member.name,
    room: row.roomId,
    roomClass: row.roomClass,
    start: row.startsAt,
    end: row.endsAt,
    hosts: row.hosts,
    gear: row.gear.map(({ gearId, quantity }) => ({ id: gearId, quantity })),
  }))
}

/** As members and staff know the time: by the clock of the centre under which it was booked. */
const named = ({ before, after }: Change, { id, member, room, start }: Booked): string =>
  `booking ${id} (${member}, ${room}, ${localMinute(start, (before ?? after).zone)})`

function brokenBooking({ before, after: centre }: Change, booking: Booked): Why | null {
  const room = roomOf(centre, booking.room)
  if (!room) return { is: "no_room" }
  const max = hostsMax(centre, room)
  if (max < booking.hosts) return { is: "hosts", max }
  const shown = localMinute(booking.start, centre.zone)
  if (before && shown !== localMinute(booking.start, before.zone)) return { is: "clock", shown }
  const first = localDay(booking.start, centre.zone)
  const open = openBetween(centre, addDays(first, -1), addDays(first, 1))
  return open.some((period) => contains(period, booking)) ? null : { is: "closed" }
}

const slotMs = 15 * minute

/** Resources of which more is used than there would be: as the ledger counts, whatever uses them. */
async function shortages(tx: Prisma.TransactionClient, change: Change, bookings: readonly Booked[]): Promise<Break[]> {
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
  return [...new Set(short.map(({ resource }) => resource))].map((resource): Break => {
    const slots = short.filter((line) => line.resource === resource)
    const then = (stretch: Interval) =>
      slots.some(({ slot }) => overlaps(stretch, { start: slot, end: after(slot, slotMs) }))
    const uses = ({ gear }: Booked) => resource === floorId || gear.some(({ id }) => id === resource)
    return {
      is: "shortage",
      resource,
      used: Math.max(...slots.map(({ used }) => used)),
      left: capacity.get(resource) ?? 0,
      bookings: bookings.filter((booking) => uses(booking) && then(booking)),
      closures: broken
        .filter(({ gearId, startsAt, endsAt }) => gearId === resource && then({ start: startsAt, end: endsAt }))
        .map(({ id, quantity, endsAt }) => ({ id, quantity: quantity ?? 0, until: endsAt })),
    }
  })
}
