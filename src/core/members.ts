import { planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { once } from "./command.js"
import { type Invitation, invite } from "./invitations.js"
import { type Language, languageSchema } from "./language.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/** Members as the operator keeps them. Every change is in the audit, `via` where it came from. */

export type MemberLine = { id: string; name: string; plan: string; language: Language; status: string; people: number }
/** `person`: null for the operator at the terminal. */
export type By = { now: Date; via: string; person?: string | null }
export type NewMember = { name: string; plan: string; language: Language }

/** One clear line for the operator; nothing was changed. */
export class OperatorError extends Error {}

/** Adds a member with the invitation of its owner. @throws {OperatorError} for an unknown plan or a name that is taken */
export async function addMember(
  world: World,
  { name, plan, language }: NewMember,
  by: By,
): Promise<{ id: string; inviteCode: string }> {
  const { prisma } = world.store
  const centre = await currentCentre(world)
  if (!planOf(centre, plan))
    throw new OperatorError(`no plan is called ${plan}; there are ${centre.plans.map(({ id }) => id).join(", ")}`)
  const taken = await prisma.member.findUnique({ where: { name } })
  if (taken)
    throw new OperatorError(
      `there is a member called ${name} already: a new code is npx anchordesk members invite ${taken.id}`,
    )
  const id = world.newId()
  await prisma.$transaction([
    prisma.member.create({ data: { id, name, planId: plan, language, createdAt: by.now } }),
    prisma.audit.create({ data: { ...entry(by, "add", id), data: { plan } } }),
  ])
  return { id, inviteCode: await invite(world, { kind: "member", memberId: id, role: "owner" }, by) }
}

const entry = ({ now, via, person = null }: By, action: string, memberId: string) => ({
  at: now,
  personId: person,
  memberId,
  via,
  action,
  entity: `member:${memberId}`,
})

/** A fresh code for a member's owner or staff. @throws {OperatorError} when there is no such member */
export async function inviteTo(
  world: World,
  memberId: string,
  by: By & { role: Extract<Invitation, { kind: "member" }>["role"] },
): Promise<{ member: string; inviteCode: string }> {
  const member = await world.store.prisma.member.findUnique({ where: { id: memberId } })
  if (!member) throw noSuch(memberId)
  return { member: member.name, inviteCode: await invite(world, { kind: "member", memberId, role: by.role }, by) }
}

const noSuch = (id: string) => new OperatorError(`no member has the id ${id}; npx anchordesk members list shows them`)

const counted = { _count: { select: { people: true } } } as const

export async function listMembers(world: World): Promise<MemberLine[]> {
  return (await world.store.prisma.member.findMany({ orderBy: { name: "asc" }, include: counted })).map(lineOf)
}

type Row = { id: string; name: string; planId: string; language: string; status: string; _count: { people: number } }
const lineOf = ({ id, name, planId, language, status, _count }: Row): MemberLine => ({
  id,
  name,
  plan: planId,
  language: languageSchema.parse(language),
  status,
  people: _count.people,
})

type Standing = "active" | "suspended"

/** Suspends or resumes. What is booked stays booked; nothing new can be. @throws {OperatorError} when there is no such member */
export async function setStatus(
  world: World,
  id: string,
  { status, ...by }: By & { status: Standing },
): Promise<MemberLine> {
  const found = await world.store.prisma.$transaction((tx) => stand(tx, id, { status, ...by }))
  if (!found) throw noSuch(id)
  return found
}

/** The same by staff in chat, once a turn. */
export async function pauseOrResume(
  world: World,
  ask: Ask,
  { member: id, status }: { member: string; status: Standing },
): Promise<{ is: "standing"; member: string } | Refused> {
  const { actor, now } = ask
  if (!actor.person.staff) return refused({ why: "not_staff" })
  return once(world, ask, {
    what: { do: "standing", member: id, status },
    decide: async (tx) => {
      const found = await stand(tx, id, { status, now, via: actor.via, person: actor.person.id })
      return found ? { is: "standing" as const, member: found.name } : refused({ why: "not_found" })
    },
  })
}

async function stand(
  tx: Prisma.TransactionClient,
  id: string,
  { status, ...by }: By & { status: Standing },
): Promise<MemberLine | null> {
  const { count } = await tx.member.updateMany({
    where: { id, status: { not: status } },
    data: { status, version: { increment: 1 } },
  })
  const action = status === "active" ? "resume" : "suspend"
  if (count > 0) await tx.audit.create({ data: { ...entry(by, action, id), data: {} } })
  const found = await tx.member.findUnique({ where: { id }, include: counted })
  return found && lineOf(found)
}
