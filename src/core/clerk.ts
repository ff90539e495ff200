import { bookingsBetween, bookingsOf } from "./booking-record.js"
import { currentCentre } from "./centre-store.js"
import { after, day, hour } from "./interval.js"
import { type ActingFor, type Ask, type Booking, gone, type Refused, refused } from "./outcome.js"
import { actingFor } from "./people.js"
import { hoursOf, type PlanUse } from "./quota.js"
import { recordReading } from "./reading.js"
import type { World } from "./world.js"

/** What staff ask and do at the desk: who is in, who comes next, a member and what concerns them. Staff only. */

const ahead = 12 * hour
const arrived = ({ status }: Booking): boolean => status === "checked_in"

export type Found = { id: string; name: string }

/** Members with these words in their name, or in that of somebody of theirs. */
export async function findMembers(world: World, ask: Ask, part: string): Promise<Found[] | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const contains = { contains: part, mode: "insensitive" } as const
  return world.store.prisma.member.findMany({
    where: { OR: [{ name: contains }, { people: { some: { person: { name: contains } } } }] },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
    take: 12,
  })
}

/** All names: for finding whom a sentence means. */
export const memberNames = (world: World): Promise<Found[]> =>
  world.store.prisma.member.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } })

/** A member by all the names that one knows them by. */
export type Named = Found & { people: readonly string[] }

export async function everyName(world: World): Promise<Named[]> {
  const members = await world.store.prisma.member.findMany({
    select: { id: true, name: true, people: { select: { person: { select: { name: true } } } } },
    orderBy: { name: "asc" },
  })
  return members.map(({ id, name, people }) => ({ id, name, people: people.map(({ person }) => person.name) }))
}

export type MemberCard = {
  member: ActingFor
  people: readonly string[]
  hours: PlanUse | null
  upcoming: readonly Booking[]
  /** In the last 30 days. */
  missed: number
}

/** One member, with its people's names: that it was read, and by whom, is in the audit. */
export async function memberCard(world: World, ask: Ask, id: string): Promise<MemberCard | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const member = await actingFor(world, id)
  if (!member) return refused({ why: "not_found" })
  const actor = { ...ask.actor, member }
  await recordReading(world, ask, id)
  const people = await world.store.prisma.personMember.findMany({
    where: { memberId: id },
    include: { person: { select: { name: true } } },
    orderBy: [{ role: "asc" }, { personId: "asc" }],
  })
  return {
    member,
    people: people.map(({ person }) => person.name),
    hours: await hoursOf(world, actor, ask.now),
    upcoming: await bookingsOf(world, actor, { from: ask.now, limit: 8 }),
    missed: await world.store.prisma.booking.count({
      where: { memberId: id, status: "no_show", startsAt: { gt: after(ask.now, -30 * day) } },
    }),
  }
}

/** Whose session runs now, arrived or not, and who has arrived for one to come, room by room as the centre lists them. */
export async function whoIsIn(world: World, ask: Ask): Promise<Booking[] | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { rooms } = await currentCentre(world)
  const place = (booking: Booking) => rooms.findIndex(({ id }) => id === booking.room)
  const near = await bookingsBetween(world, { from: ask.now, to: after(ask.now, ahead) })
  const here = near.filter(
    (booking) => !gone(booking) && booking.status !== "requested" && (booking.start <= ask.now || arrived(booking)),
  )
  return here.sort((a, b) => place(a) - place(b) || a.start.getTime() - b.start.getTime())
}

/** Whose session runs now, by when it began to be on air: being set up, on air, or being torn down. */
export async function whoIsLive(world: World, ask: Ask): Promise<Booking[] | Refused> {
  const here = await whoIsIn(world, ask)
  return "is" in here ? here : here.filter(({ start }) => start <= ask.now)
}

/** Who comes in the next hours, soonest first. */
export async function whoComesNext(world: World, ask: Ask): Promise<Booking[] | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const near = await bookingsBetween(world, { from: ask.now, to: after(ask.now, ahead) })
  return near.filter((booking) => booking.start > ask.now && !arrived(booking))
}
