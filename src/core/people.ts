import { countTry, hashOf } from "./invitations.js"
import type { Language } from "./language.js"
import { languageBySchema, languageSchema, languages } from "./language.js"
import type { ActingFor, Actor, Ask } from "./outcome.js"
import type { World } from "./world.js"

/** Who is speaking, and how one becomes somebody the desk knows. */

/** An identity as a platform vouches for it. */
export type Identity = { platform: string; userId: string; address: string }

type Row = {
  id: string
  name: string
  language: string
  language_by: string
  staff: boolean
  draft: unknown
  reminders: readonly number[] | null
  quiet: string | null
  acting_for_id: string | null
  members:
    | {
        id: string
        name: string
        role: "owner" | "staff"
        plan_id: string
        language: string
        status: string
        version: number
      }[]
    | null
}
type AccountRow = { stored_address: string; account_id: string; blocked: boolean }

const personColumns = `p.id, p.name, p.language, p.language_by, p.staff, p.draft, p.reminders, p.quiet, p.acting_for_id,
                  (select json_agg(json_build_object('id', m.id, 'name', m.name, 'role', pm.role, 'plan_id', m.plan_id,
                                                     'language', m.language, 'status', m.status, 'version', m.version) order by m.name)
                     from person_member pm join member m on m.id = pm.member_id where pm.person_id = p.id) as members`

/** The person behind an account, with whom they act for and their draft; null for a stranger. One round trip. */
export async function personAt(world: World, identity: Identity): Promise<{ actor: Actor; draft: unknown } | null> {
  const { rows } = await world.store.query<Row & AccountRow>({
    name: "person-at",
    text: `select ${personColumns}, a.address as stored_address, a.id as account_id, a.blocked_at is not null as blocked
             from account a join person p on p.id = a.person_id
            where a.platform = $1 and a.user_id = $2`,
    values: [identity.platform, identity.userId],
  })
  const row = rows[0]
  if (!row) return null
  // Writing again opens a closed account, and tells where this person is to be written to now.
  if (row.blocked || row.stored_address !== identity.address) {
    await world.store.prisma.account.update({
      where: { id: row.account_id },
      data: { address: identity.address, blockedAt: null },
    })
  }
  const actor = toActor(row, identity.platform)
  return { actor: await onBehalf(world, actor, row.acting_for_id), draft: row.draft }
}

/** One of the centre's staff without any account, acting for a member or for nobody; null for whoever is none (any more). */
export async function staffMember(
  world: World,
  { person, member, via }: { person: string; member: string | null; via: string },
): Promise<Actor | null> {
  const { rows } = await world.store.query<Row>({
    name: "staff-member",
    text: `select ${personColumns} from person p where p.id = $1 and p.staff`,
    values: [person],
  })
  const [row] = rows
  return row ? onBehalf(world, { ...toActor(row, via), member: null }, member) : null
}

/** Staff may act for any member, though they are not among its people. */
async function onBehalf(world: World, actor: Actor, actingForId: string | null): Promise<Actor> {
  if (!actor.person.staff || actingForId === null || actor.member?.id === actingForId) return actor
  return { ...actor, member: (await actingFor(world, actingForId)) ?? actor.member }
}

/** A member as staff act for them: who of theirs is told of what is done. */
export async function actingFor(world: World, id: string): Promise<ActingFor | null> {
  const row = await world.store.prisma.member.findUnique({
    where: { id },
    include: { people: { include: { person: true }, orderBy: [{ role: "asc" }, { personId: "asc" }] } },
  })
  if (!row) return null
  const contact = row.people[0]?.person
  const { name, planId, version } = row
  return {
    id,
    name,
    role: "staff",
    planId,
    language: languageSchema.parse(row.language),
    status: row.status === "active" ? "active" : "suspended",
    version,
    contact: contact
      ? { id: contact.id, reminding: { leads: contact.reminders as readonly number[] | null, quiet: contact.quiet } }
      : null,
  }
}

function toActor(row: Row, via: string): Actor {
  const members = row.members ?? []
  const acting = members.find(({ id }) => id === row.acting_for_id) ?? members[0]
  const member: ActingFor | null = acting
    ? {
        id: acting.id,
        name: acting.name,
        role: acting.role,
        planId: acting.plan_id,
        language: languageSchema.parse(acting.language),
        status: acting.status === "active" ? "active" : "suspended",
        version: acting.version,
      }
    : null
  return {
    person: {
      id: row.id,
      name: row.name,
      language: languageSchema.parse(row.language),
      languageBy: languageBySchema.parse(row.language_by),
      staff: row.staff,
      reminding: { leads: row.reminders, quiet: row.quiet },
    },
    member,
    members: members.map(({ id, name, role }) => ({ id, name, role })),
    via,
  }
}

/** @property language as their platform tells; null: it tells none of ours, and a newcomer speaks as who invited them */
export type Joining = Identity & { code: string; name: string; language: Language | null; now: Date }
export type Joined =
  /** `member`: whose; null for the centre's own staff. */
  | { is: "joined"; actor: Actor; member: string | null }
  /** This account used this very code before: the answer to a repeat. */
  | { is: "already"; actor: Actor }
  /** Wrong, used or expired: the same answer for all, so that nothing can be learnt from it. */
  | { is: "bad_code" }
  | { is: "too_many_tries"; until: Date }

/**
 * Redeems an invitation. A newcomer becomes a person; somebody known is given the further member (an agency) and acts for it from
 * then on. An account is never merged with another person's.
 */
export async function join(world: World, joining: Joining): Promise<Joined> {
  const { now } = joining
  const until = await countTry(world, `${joining.platform}:${joining.userId}`, now)
  if (until) return { is: "too_many_tries", until }
  const hash = hashOf(joining.code)
  const redeemed = await redeem(world, joining, hash).catch((error: unknown) => {
    // The same newcomer has just become somebody by another code: now this one is used by somebody known.
    if (error instanceof Error && "code" in error && error.code === "P2002") return redeem(world, joining, hash)
    throw error
  })
  const known = await personAt(world, joining)
  if (redeemed.is === "yes" && known) return { is: "joined", actor: known.actor, member: redeemed.member }
  const before =
    known && (await world.store.prisma.invitation.findFirst({ where: { hash, usedById: known.actor.person.id } }))
  return before ? { is: "already", actor: known.actor } : { is: "bad_code" }
}

/** Marks the invitation used and makes the person in one transaction; of many who try at once, the first update wins. */
function redeem(
  world: World,
  joining: Joining,
  hash: string,
): Promise<{ is: "yes"; member: string | null } | { is: "no" }> {
  const { platform, userId, address, now } = joining
  return world.store.prisma.$transaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { platform_userId: { platform, userId } } })
    const personId = account?.personId ?? world.newId()
    const { count } = await tx.invitation.updateMany({
      where: { hash, usedAt: null, expiresAt: { gt: now }, kind: { in: ["member", "staff"] } },
      data: { usedAt: now, usedById: personId },
    })
    const invitation = count === 1 ? await tx.invitation.findUniqueOrThrow({ where: { hash } }) : null
    if (!invitation) return { is: "no" }
    const { memberId } = invitation
    const member = memberId ? await tx.member.findUniqueOrThrow({ where: { id: memberId } }) : null
    if (!account) {
      const language = joining.language ?? member?.language ?? languages[0]
      await tx.person.create({ data: { id: personId, name: joining.name, language, createdAt: now } })
      await tx.account.create({ data: { id: world.newId(), platform, userId, address, personId, createdAt: now } })
    }
    await tx.joinRequest.deleteMany({ where: { platform, userId } })
    if (memberId) {
      await tx.personMember.upsert({
        where: { personId_memberId: { personId, memberId } },
        create: { personId, memberId, role: invitation.role ?? "staff" },
        update: {},
      })
    }
    await tx.person.update({ where: { id: personId }, data: memberId ? { actingForId: memberId } : { staff: true } })
    await tx.audit.create({
      data: {
        at: now,
        personId,
        memberId,
        via: platform,
        action: "join",
        entity: `person:${personId}`,
        data: { kind: invitation.kind },
      },
    })
    return { is: "yes", member: member?.name ?? null }
  })
}

/** @param by `choice`: their own, which stays; `writing`: what they wrote in, until they choose or write in another */
export async function setLanguage(
  { store: { prisma } }: World,
  ask: Ask,
  { language, by }: { language: Language; by: "choice" | "writing" },
): Promise<void> {
  const { id, language: was } = ask.actor.person
  await prisma.$transaction([
    prisma.person.update({ where: { id }, data: { language, languageBy: by } }),
    prisma.audit.create({ data: { ...entry(ask, "language"), data: { was, language } } }),
  ])
}

/**
 * What a person is called, as they say it: one line of at most sixty characters.
 * @returns the name as it is kept; null where that is none, and nothing was changed
 */
export async function correctName({ store: { prisma } }: World, ask: Ask, said: string): Promise<string | null> {
  const name = said
    .normalize("NFC")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
  if (!/[\p{L}\p{N}]/u.test(name) || [...name].length > 60) return null
  // The entry says that it was corrected, not from what: the old name was wrong, or was to be forgotten.
  await prisma.$transaction([
    prisma.person.update({ where: { id: ask.actor.person.id }, data: { name } }),
    prisma.audit.create({ data: { ...entry(ask, "name"), data: {} } }),
  ])
  return name
}

const entry = ({ actor: { person, member, via }, now }: Ask, action: string) => ({
  at: now,
  personId: person.id,
  memberId: member?.id ?? null,
  via,
  action,
  entity: `person:${person.id}`,
})

/**
 * Keeps a half-finished wish for typed follow-ups; null drops it. The answer does not wait until it is on the disk: in a power cut what
 * was half said last may be forgotten, never what was done.
 */
export async function saveDraft(world: World, personId: string, draft: object | null, now: Date): Promise<void> {
  await world.store.query({
    name: "save-draft",
    text: `with unhurried as (select set_config('synchronous_commit', 'off', true))
           update person set draft = $2, draft_at = $3 from unhurried where id = $1`,
    values: [personId, draft === null ? null : JSON.stringify(draft), draft === null ? null : now],
  })
}

/**
 * Chooses which of their members a person acts for from now on; staff choose any, or none (`null`: their own, if they have one).
 * @returns false when it is not one of theirs
 */
export async function actFor(world: World, ask: Ask, memberId: string | null): Promise<boolean> {
  const { person, members, member } = ask.actor
  const { prisma } = world.store
  if (!person.staff && !members.some(({ id }) => id === memberId)) return false
  if (memberId !== null && !(await prisma.member.findUnique({ where: { id: memberId } }))) return false
  await prisma.$transaction([
    prisma.person.update({ where: { id: person.id }, data: { actingForId: memberId } }),
    prisma.audit.create({ data: { ...entry(ask, "act_for"), memberId, data: { was: member?.id ?? null } } }),
  ])
  return true
}
