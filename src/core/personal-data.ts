import type { Ask } from "./outcome.js"
import { forgetNames } from "./same-host.js"
import { Prisma } from "./store/generated/client.js"
import { forgetTraces } from "./traces.js"
import { patience, transaction } from "./transaction.js"
import { takeBackWishes, wishesBy } from "./wishing.js"
import type { World } from "./world.js"

/**
 * What the desk knows of one person: all of it as one document, and erased. Bookings belong to the member and stay, without who made
 * them; entries of the audit stay as what happened, without who did it. Backups that were written before still have everything:
 * their keeping is the operator's.
 */

/** Everything about the person who asks, table by table, as it is kept; secrets that open something (codes, cookies) are left out. */
export async function myData(world: World, { actor, now }: Ask): Promise<Record<string, unknown>> {
  const { prisma } = world.store
  const personId = actor.person.id
  const found = await prisma.person.findUniqueOrThrow({
    where: { id: personId },
    include: { accounts: true, members: { include: { member: { select: { name: true } } } } },
  })
  const { accounts, members, ...person } = found
  const addresses = accounts.map(({ address }) => address)
  const web = { userId: { in: webUsers(accounts) } }
  const [bookings, notices, audit, broadcasts, holds, waiting, wishes, entries, files, boardBrowsers] =
    await Promise.all([
      bookingsBy(world, personId),
      prisma.notice.findMany({
        where: { OR: [{ personId }, { address: { in: addresses } }] },
        orderBy: { dueAt: "asc" },
      }),
      prisma.audit.findMany({ where: { OR: [{ personId }, { entity: entityOf(personId) }] }, orderBy: { id: "asc" } }),
      prisma.broadcast.findMany({ where: { madeById: personId } }),
      prisma.hold.findMany({ where: { personId } }),
      prisma.waiting.findMany({ where: { personId } }),
      wishesBy(prisma, personId),
      prisma.webEntry.findMany({ where: web, orderBy: { id: "asc" }, omit: { asked: true } }),
      prisma.webFile.findMany({ where: web, orderBy: { at: "asc" }, select: { name: true, type: true, at: true } }),
      prisma.boardPass.findMany({ where: { personId, kind: "browser" }, omit: { hash: true } }),
    ])
  const learning = await learningOf(world, personId)
  const hosts = await prisma.hostName.findMany({ where: { memberId: { in: members.map(({ memberId }) => memberId) } } })
  const conversation = { entries, files }
  const memberships = members.map(({ memberId, role, member }) => ({ memberId, role, name: member.name }))
  const all = {
    at: now,
    person,
    accounts,
    memberships,
    bookings,
    notices,
    audit,
    broadcasts,
    holds,
    waiting,
    wishes,
    conversation,
    boardBrowsers,
    ...learning,
    hosts,
  }
  return JSON.parse(JSON.stringify(all, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)))
}

const bookingsBy = ({ store }: World, madeById: string) =>
  store.prisma.booking.findMany({
    where: { madeById },
    include: { gear: true, named: true },
    orderBy: { startsAt: "asc" },
  })

async function learningOf({ store: { prisma } }: World, personId: string) {
  const [enrolments, qualifications, courses] = await Promise.all([
    prisma.enrolment.findMany({ where: { personId }, include: { session: true }, orderBy: { since: "asc" } }),
    prisma.qualification.findMany({ where: { personId }, orderBy: { createdAt: "asc" } }),
    prisma.courseSession.findMany({ where: { OR: [{ trainerId: personId }, { madeById: personId }] } }),
  ])
  return { enrolments, qualifications, courses }
}

const entityOf = (personId: string): string => `person:${personId}`

/** Erases the person who asks, everywhere and at once. @returns false where there is nobody to erase (any more) */
export function forgetMe(world: World, { actor, now }: Ask): Promise<boolean> {
  const personId = actor.person.id
  const erase = async (tx: Tx): Promise<boolean> => {
    const accounts = await tx.account.findMany({ where: { personId } })
    const person = await tx.person.findUnique({ where: { id: personId }, select: { name: true } })
    if (!person) return false
    await forgetAccounts(tx, accounts)
    await giveUpPlaces(tx, personId)
    await takeBackWishes(tx, personId)
    await tx.notice.deleteMany({ where: { personId } })
    await forgetTheirHosts(tx, personId)
    await forgetTraces(tx, { personId, name: person.name, accounts, now })
    // What is being changed at this moment is decided again, on a booking that nobody made.
    await tx.$executeRaw`
      with theirs as (update booking set made_by_id = null, title = null, show = null, version = version + 1
                       where made_by_id = ${personId} and ends_at > ${now} returning id, member_id)
      insert into audit (at, member_id, via, action, entity, data)
      select ${now}, member_id, ${actor.via}, 'forget', 'booking:' || id, '{}' from theirs`
    await tx.booking.updateMany({
      where: { madeById: personId },
      data: { madeById: null, title: null, show: Prisma.DbNull },
    })
    await tx.closure.updateMany({ where: { madeById: personId }, data: { madeById: null, reason: null } })
    await tx.ballot.updateMany({ where: { madeById: personId }, data: { madeById: null } })
    await leaveCourses(tx, personId)
    await tx.broadcast.deleteMany({ where: { madeById: personId } })
    await tx.invitation.deleteMany({ where: { OR: [{ personId }, { usedById: personId }] } })
    await tx.person.delete({ where: { id: personId } })
    await tx.audit.create({ data: { at: now, via: actor.via, action: "forget", entity: "person", data: {} } })
    return true
  }
  return transaction(world, erase, patience)
}

type Tx = Prisma.TransactionClient
type Account = { platform: string; userId: string; address: string }

const webUsers = (accounts: readonly Account[]): string[] =>
  accounts.filter(({ platform }) => platform === "web").map(({ userId }) => userId)

async function forgetAccounts(tx: Tx, accounts: readonly Account[]): Promise<void> {
  const address = { in: accounts.map(({ address }) => address) }
  const userId = { in: webUsers(accounts) }
  await tx.notice.deleteMany({ where: { address } })
  await tx.channel.deleteMany({ where: { address } })
  await tx.webSession.deleteMany({ where: { userId } })
  await tx.webEntry.deleteMany({ where: { userId } })
  await tx.webFile.deleteMany({ where: { userId } })
  const own = accounts.map(({ platform, userId }) => ({ platform, userId }))
  await tx.joinRequest.deleteMany({ where: { OR: own } })
  await tx.attempt.deleteMany({
    where: { subject: { in: accounts.map(({ platform, userId }) => `code:${platform}:${userId}`) } },
  })
}

/** Seats are the next one's; courses they led or put on stay, without them. */
async function leaveCourses(tx: Tx, personId: string): Promise<void> {
  await tx.enrolment.deleteMany({ where: { personId } })
  await tx.qualification.deleteMany({ where: { personId } })
  await tx.qualification.updateMany({ where: { givenById: personId }, data: { givenById: null } })
  for (const whose of ["trainerId", "madeById"] as const)
    await tx.courseSession.updateMany({
      where: { [whose]: personId },
      data: { [whose]: null, version: { increment: 1 } },
    })
}

/**
 * Whom they named for what they booked. Names that their merchant has on other bookings stay, unless they were its last person: then
 * none does.
 */
async function forgetTheirHosts(tx: Tx, personId: string): Promise<void> {
  const members = await tx.personMember.findMany({
    where: { personId },
    select: { memberId: true, member: { select: { people: { where: { personId: { not: personId } } } } } },
  })
  await tx.$executeRaw`
    delete from booking_host h using booking b where b.id = h.booking_id and b.made_by_id = ${personId}`
  for (const { memberId, member } of members) {
    const names = await tx.hostName.findMany({ where: { memberId }, distinct: ["hostId"], select: { hostId: true } })
    const kept = await tx.bookingHost.findMany({ where: { booking: { memberId } }, select: { hostId: true } })
    const still = new Set(member.people.length > 0 ? kept.map(({ hostId }) => hostId) : [])
    const hostIds = names.map(({ hostId }) => hostId).filter((id) => !still.has(id))
    if (hostIds.length > 0) await forgetNames(tx, { memberId, hostIds })
  }
}

/** What is kept for the person, and their places in line. */
async function giveUpPlaces(tx: Tx, personId: string): Promise<void> {
  const holds = await tx.hold.findMany({ where: { personId }, select: { id: true } })
  const waiting = await tx.waiting.findMany({ where: { personId }, select: { id: true } })
  const ownerId = { in: holds.map(({ id }) => id) }
  await tx.claim.deleteMany({ where: { ownerId } })
  await tx.usage.deleteMany({ where: { ownerId } })
  await tx.hold.deleteMany({ where: { personId } })
  await tx.offer.deleteMany({ where: { waitingId: { in: waiting.map(({ id }) => id) } } })
  await tx.waiting.deleteMany({ where: { personId } })
}
