import { once } from "./command.js"
import { after, day } from "./interval.js"
import { expiry, inviteIn } from "./invitations.js"
import { type Actor, type Ask, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import { remindersAnew } from "./reminding.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/**
 * The people of one merchant. All of them book, move and cancel for it; its owners also say who they are, and hand bookings to other
 * members. The centre's staff may do for a merchant what its owners may.
 */

export type Role = "owner" | "staff"
export type Colleague = { id: string; name: string; role: Role; self: boolean }

/** May this person say who belongs to the member acted for? Checked again on what is stored when it is done. */
export const mayManage = ({ person, member }: Actor): boolean =>
  member !== null && (member.role === "owner" || (person.staff && member.contact !== undefined))

/** The people of the member acted for, owners first. */
export async function colleaguesOf({ store }: World, { member, person }: Actor): Promise<Colleague[]> {
  if (!member) return []
  const rows = await store.prisma.personMember.findMany({
    where: { memberId: member.id },
    include: { person: { select: { name: true } } },
    orderBy: [{ role: "asc" }, { person: { createdAt: "asc" } }, { personId: "asc" }],
  })
  return rows.map(({ personId: id, role, person: { name } }) => ({
    id,
    name,
    role: roleOf(role),
    self: id === person.id,
  }))
}

const roleOf = (role: string): Role => (role === "owner" ? "owner" : "staff")

export type Invited = { is: "invited"; code: string; until: Date } | Refused

/** A code that lets one more of theirs in; owners only. */
export function inviteColleague(world: World, ask: Ask, role: Role): Promise<Invited> {
  const { actor, now } = ask
  return once<Exclude<Invited, Refused>>(world, ask, {
    what: { do: "invite", role },
    secret: true,
    decide: async (tx) => {
      const found = await peopleIn(tx, ask)
      if ("is" in found) return found
      const { memberId, manages } = found
      if (!manages || !mayManage(actor)) return refused({ why: "not_owner" })
      const by = { now, via: actor.via, person: actor.person.id }
      return { is: "invited", code: await inviteIn(tx, { kind: "member", memberId, role }, by), until: expiry(now) }
    },
  })
}

export type Changed = { is: "changed"; name: string; role: Role } | Refused

/** Makes one of theirs an owner, or one owner of several no owner any more. */
export function setRole(world: World, ask: Ask, about: { person: string; role: Role }): Promise<Changed> {
  const { person: personId, role } = about
  return once<Exclude<Changed, Refused>>(world, ask, {
    what: { do: "role", ...about },
    decide: async (tx) => {
      const found = await theirs(tx, ask, personId)
      if ("is" in found) return found
      const { memberId, member, name, was } = found
      if (was === "owner" && role === "staff" && found.owners.length < 2) return refused({ why: "last_owner" })
      if (was === role) return { is: "changed", name, role }
      await tx.personMember.update({ where: { personId_memberId: { personId, memberId } }, data: { role } })
      if (role === "owner" && !found.self)
        await tell(tx, ask, { personId, data: { kind: "people", how: "owner", member } })
      await tx.audit.create({ data: { ...entry(ask, "role", memberId), data: { person: personId, was, role } } })
      return { is: "changed", name, role }
    },
  })
}

/** `bookings`: how many to come are somebody else's now, `heir`'s. */
export type Removed = { is: "removed"; name: string; self: boolean; heir: string; bookings: number } | Refused

/**
 * Somebody is no longer among a merchant's people: an owner says so, or they themselves. What they booked stays, and is an owner's from
 * then on, with its reminders; so are their places in line. The last owner stays.
 */
export async function removeColleague(world: World, ask: Ask, personId: string): Promise<Removed> {
  let heir: string | null = null
  const outcome = await once<Exclude<Removed, Refused>>(world, ask, {
    what: { do: "remove", personId },
    decide: async (tx) => {
      const found = await theirs(tx, ask, personId, { self: true })
      if ("is" in found) return found
      const { memberId, member, name, self, owners } = found
      const others = owners.filter(({ id }) => id !== personId)
      const next = others.find(({ id }) => id === ask.actor.person.id) ?? others[0]
      if (!next) return refused({ why: "last_owner" })
      heir = next.id
      const bookings = await inherit(tx, ask, { memberId, from: personId, to: next.id })
      await tx.personMember.delete({ where: { personId_memberId: { personId, memberId } } })
      // What they are about to book is decided again, and refused.
      await tx.member.update({ where: { id: memberId }, data: { version: { increment: 1 } } })
      await tx.person.updateMany({ where: { id: personId, actingForId: memberId }, data: { actingForId: null } })
      if (!self) await tell(tx, ask, { personId, data: { kind: "people", how: "removed", member } })
      if (next.id !== ask.actor.person.id)
        await tell(tx, ask, { personId: next.id, data: { kind: "people", how: "left", member, name, bookings } })
      await tx.audit.create({ data: { ...entry(ask, "remove", memberId), data: { person: personId, bookings } } })
      return { is: "removed", name, self, heir: next.name, bookings }
    },
  })
  // They are reminded as the colleague was until they are reminded as they chose.
  if (heir !== null) await remindersAnew(world, heir, ask.now)
  return outcome
}

type Theirs = {
  memberId: string
  member: string
  name: string
  was: Role
  self: boolean
  owners: readonly { id: string; name: string }[]
}

/** The member's people, and whether whoever asks may say who they are. Whoever else changes them waits. */
async function peopleIn(tx: Prisma.TransactionClient, { actor }: Ask) {
  const memberId = actor.member?.id
  if (memberId === undefined) return refused({ why: "not_member" })
  await tx.$queryRaw`select 1 from member where id = ${memberId} for update`
  const people = await tx.personMember.findMany({
    where: { memberId },
    include: { person: { select: { name: true } }, member: { select: { name: true } } },
    orderBy: [{ person: { createdAt: "asc" } }, { personId: "asc" }],
  })
  const owners = people.filter(({ role }) => role === "owner")
  const manages = actor.person.staff || owners.some(({ personId }) => personId === actor.person.id)
  return { memberId, people, owners, manages }
}

/** One of the member's people, if whoever asks may say who they are. */
async function theirs(
  tx: Prisma.TransactionClient,
  ask: Ask,
  personId: string,
  { self: alsoSelf = false } = {},
): Promise<Theirs | Refused> {
  const all = await peopleIn(tx, ask)
  if ("is" in all) return all
  const { memberId, people, owners, manages } = all
  const self = personId === ask.actor.person.id
  if (!manages && !(self && alsoSelf)) return refused({ why: "not_owner" })
  const found = people.find((one) => one.personId === personId)
  if (!found) return refused({ why: "no_such_person" })
  return {
    memberId,
    member: found.member.name,
    name: found.person.name,
    was: roleOf(found.role),
    self,
    owners: owners.map((one) => ({ id: one.personId, name: one.person.name })),
  }
}

type Heritage = { memberId: string; from: string; to: string }

/** @returns how many bookings to come changed hands */
async function inherit(tx: Prisma.TransactionClient, ask: Ask, { memberId, from, to }: Heritage): Promise<number> {
  const { now } = ask
  const bookings = await tx.$queryRaw<{ id: string }[]>`
    update booking set made_by_id = ${to}, version = version + 1, changed_at = ${now}
     where member_id = ${memberId} and made_by_id = ${from} and ends_at > ${now} and status in ('requested', 'confirmed', 'checked_in')
    returning id`
  // What is undone yet is the owner's then.
  await tx.booking.updateMany({ where: { memberId, madeById: from, endsAt: { gt: now } }, data: { madeById: to } })
  const ids = bookings.map(({ id }) => id)
  await tx.audit.createMany({
    data: ids.map((id) => ({
      ...entry(ask, "inherit", memberId),
      entity: `booking:${id}`,
      data: { from, to },
    })),
  })
  await tx.$executeRaw`
    insert into notice (key, kind, person_id, booking_id, due_at, stale_at, data, state, attempts)
    select left(key, -length(${from})) || ${to}, kind, ${to}, booking_id, due_at, stale_at, data, 'due', 0
      from notice where kind = 'reminder' and state = 'due' and person_id = ${from} and booking_id = any(${ids})
    on conflict do nothing`
  await tx.notice.deleteMany({ where: { kind: "reminder", state: "due", personId: from, bookingId: { in: ids } } })
  await tx.waiting.updateMany({
    where: { memberId, personId: from, status: { in: ["waiting", "offered"] } },
    data: { personId: to, version: { increment: 1 } },
  })
  await tx.hold.updateMany({
    where: { memberId, personId: from, id: { startsWith: "offer:" } },
    data: { personId: to },
  })
  return ids.length
}

async function tell(
  tx: Prisma.TransactionClient,
  { now, key }: Ask,
  { personId, data }: { personId: string; data: Extract<NoticeData, { kind: "people" }> },
): Promise<void> {
  await tx.notice.create({
    data: {
      key: `people:${key}:${personId}`,
      kind: data.kind,
      personId,
      dueAt: now,
      staleAt: after(now, 7 * day),
      data,
    },
  })
}

const entry = ({ actor: { person, via }, now }: Ask, action: string, memberId: string) => ({
  at: now,
  personId: person.id,
  memberId,
  via,
  action,
  entity: `member:${memberId}`,
})
