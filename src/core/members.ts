import { parse } from "csv-parse/sync"
import { z } from "zod"
import { planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { invite } from "./invitations.js"
import { type Language, languageSchema } from "./language.js"
import type { World } from "./world.js"

/** Members as the operator keeps them. Every change is in the audit, `via` where it came from. */

export type MemberLine = { id: string; name: string; plan: string; language: Language; status: string; people: number }
type By = { now: Date; via: string }
type NewMember = { name: string; plan: string; language: Language }

/** One clear line for the operator; nothing was changed. */
export class OperatorError extends Error {}

/** Adds a member with the invitation of its owner. @throws {OperatorError} for an unknown plan or a name that is taken */
export async function addMember(world: World, member: NewMember, by: By): Promise<{ id: string; inviteCode: string }> {
  const wrong = await wrongWith(world, [member])
  if (wrong[0]) throw new OperatorError(wrong[0].problem)
  return create(world, member, by)
}

async function create(
  world: World,
  { name, plan, language }: NewMember,
  { now, via }: By,
): Promise<{ id: string; inviteCode: string }> {
  const id = world.newId()
  await world.store.prisma.$transaction([
    world.store.prisma.member.create({ data: { id, name, planId: plan, language, createdAt: now } }),
    world.store.prisma.audit.create({
      data: { at: now, memberId: id, via, action: "add", entity: `member:${id}`, data: { plan } },
    }),
  ])
  return { id, inviteCode: await invite(world, { kind: "member", memberId: id, role: "owner" }, now) }
}

/** What is wrong with each, by its place in the list. */
async function wrongWith(world: World, members: readonly NewMember[]): Promise<{ index: number; problem: string }[]> {
  const centre = await currentCentre(world)
  const names = members.map(({ name }) => name)
  const taken = new Set(
    (await world.store.prisma.member.findMany({ where: { name: { in: names } } })).map(({ name }) => name),
  )
  return members.flatMap(({ name, plan }, index) => {
    if (!planOf(centre, plan))
      return [{ index, problem: `no plan is called ${plan}; there are ${centre.plans.map(({ id }) => id).join(", ")}` }]
    if (taken.has(name)) return [{ index, problem: `there is a member called ${name} already` }]
    if (names.indexOf(name) !== index) return [{ index, problem: `${name} stands there twice` }]
    return []
  })
}

const row = z.object({
  name: z.string().trim().min(1).max(120),
  plan: z.string().trim().min(1),
  language: languageSchema.default("zh-Hant"),
})

export type Imported =
  | { is: "imported"; members: { id: string; name: string; inviteCode: string }[] }
  | { is: "wrong"; problems: string[] }

/**
 * Adds members from CSV with the columns name, plan and, if wanted, language. All or none: problems name their row as a
 * spreadsheet counts it. `dryRun` only checks.
 */
export async function importMembers(
  world: World,
  csv: string,
  { dryRun, ...by }: By & { dryRun: boolean },
): Promise<Imported> {
  let rows: unknown[]
  try {
    rows = parse(csv, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      trim: true,
    })
  } catch (error) {
    return { is: "wrong", problems: [error instanceof Error ? error.message : "not CSV"] }
  }
  const parsed = rows.map((line) => row.safeParse(line))
  const problems = parsed.flatMap((line, index) =>
    line.success
      ? []
      : [
          `row ${index + 2}: ${line.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`,
        ],
  )
  if (problems.length > 0) return { is: "wrong", problems }
  const members = parsed.flatMap((line) => (line.success ? [line.data] : []))
  const wrong = await wrongWith(world, members)
  if (wrong.length > 0)
    return { is: "wrong", problems: wrong.map(({ index, problem }) => `row ${index + 2}: ${problem}`) }
  if (dryRun) return { is: "imported", members: members.map(({ name }) => ({ id: "", name, inviteCode: "" })) }
  const added = []
  for (const member of members) added.push({ name: member.name, ...(await create(world, member, by)) })
  return { is: "imported", members: added }
}

export async function listMembers(world: World): Promise<MemberLine[]> {
  const members = await world.store.prisma.member.findMany({
    orderBy: { name: "asc" },
    include: { _count: { select: { people: true } } },
  })
  return members.map(({ id, name, planId, language, status, _count }) => ({
    id,
    name,
    plan: planId,
    language: languageSchema.parse(language),
    status,
    people: _count.people,
  }))
}

/** Suspends or resumes. What is booked stays booked; nothing new can be. @throws {OperatorError} when there is no such member */
export async function setStatus(
  world: World,
  id: string,
  { status, now, via }: By & { status: "active" | "suspended" },
): Promise<MemberLine> {
  const { count } = await world.store.prisma.member.updateMany({
    where: { id, status: { not: status } },
    data: { status, version: { increment: 1 } },
  })
  const member = (await listMembers(world)).find((line) => line.id === id)
  if (!member) throw new OperatorError(`no member has the id ${id}; npx anchordesk members list shows them`)
  if (count > 0) {
    const action = status === "active" ? "resume" : "suspend"
    await world.store.prisma.audit.create({
      data: { at: now, memberId: id, via, action, entity: `member:${id}`, data: {} },
    })
  }
  return member
}
