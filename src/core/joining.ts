import { createHash } from "node:crypto"
import { planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { once } from "./command.js"
import { after, day } from "./interval.js"
import { countTry } from "./invitations.js"
import { type Language, languageSchema } from "./language.js"
import { tooOften } from "./once.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { Identity } from "./people.js"
import type { NoticeData } from "./reminders.js"
import type { Prisma } from "./store/generated/client.js"
import { transaction } from "./transaction.js"
import type { World } from "./world.js"
import { createdFrom, type NoticeRow } from "./write.js"

/**
 * Somebody unknown asks to join, and staff answer with a tap. Until then they are nobody to the desk: what is kept is the account, the
 * names they gave and nothing else, and it goes when it is answered or forgotten.
 */

export type JoinRequest = { id: string; platform: string; person: string; business: string; at: Date }

export type Requested =
  | { is: "asked"; business: string }
  /** Staff said no a short while ago. */
  | { is: "declined" }
  | { is: "too_many_tries"; until: Date }
  /** From their network address so many asked lately that no more are taken from there. */
  | { is: "too_many_here"; until: Date }

/** While so many requests are open, staff are told once a day that there are more, instead of each. */
const toldMost = 50
/** Names that are asked for in an hour from one network address: accounts of the web chat cost nothing. */
const perNetwork = 5

/** Asks the staff to take somebody in. Asking again corrects the name; the staff are told of each name once. */
export async function requestToJoin(
  world: World,
  { platform, userId, address, ...about }: Identity & Asking,
): Promise<Requested> {
  const { name, business, language, network, now } = about
  const until = await countTry(world, `${platform}:${userId}`, now)
  if (until) return { is: "too_many_tries", until }
  const account = { platform_userId: { platform, userId } }
  const before = await world.store.prisma.joinRequest.findUnique({ where: account })
  if (before?.status === "declined") return { is: "declined" }
  const isNew = before?.business !== business
  const wait = isNew && network !== undefined && (await tooManyFrom(world, network, now))
  if (wait) return { is: "too_many_here", until: wait }
  const readers = await staffReaders(world)
  // Whoever floods the list does not flood the staff's channel.
  const crowded = (await openRequestsCount(world)) >= toldMost
  const kept = { address, personName: name, business, language, at: now }
  const create = { id: world.newId(), platform, userId, status: "open", ...kept }
  // In one: asked again, a request that was kept is not new, and nobody would be told of it.
  await transaction(world, async ({ joinRequest, notice }) => {
    const { id } = await joinRequest.upsert({ where: account, create, update: kept })
    const about = crowded ? null : { id, business }
    if (isNew) await notice.createMany({ data: createdFrom(forStaff(readers, about, now)), skipDuplicates: true })
  })
  return { is: "asked", business }
}

/** `network`: the address they come from, where the platform knows one. */
type Asking = { name: string; business: string; language: Language; network?: string | undefined; now: Date }

/** The address itself is not kept. */
const tooManyFrom = (world: World, network: string, now: Date): Promise<Date | null> =>
  tooOften(world, `join:${hashed(network)}`, { most: perNetwork, now })

const hashed = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16)

/** To the staff's channels; where there are none, to each of the staff. `about` null: that there are more than they are told of. */
function forStaff(
  readers: Awaited<ReturnType<typeof staffReaders>>,
  about: { id: string; business: string } | null,
  now: Date,
): NoticeRow[] {
  const data: NoticeData = about ? { kind: "request", request: about.id } : { kind: "requests" }
  const row = { kind: data.kind, booking_id: null, due_at: now, stale_at: after(now, 7 * day), data }
  const of = about ? `request:${about.id}:${hashed(about.business)}` : `requests:${now.toISOString().slice(0, 10)}`
  return readers.map(({ id, ...reader }) => ({ ...row, ...reader, key: `${of}:${id}` }))
}

/** Takes back one's request, and forgets what was said about it. */
export async function withdrawRequest({ store }: World, { platform, userId }: Identity): Promise<void> {
  await store.prisma.joinRequest.deleteMany({ where: { platform, userId, status: "open" } })
  if (platform === "web") await store.prisma.webEntry.deleteMany({ where: { userId } })
}

type Row = { id: string; platform: string; personName: string; business: string; at: Date }
const read = ({ id, platform, personName, business, at }: Row): JoinRequest => ({
  id,
  platform,
  person: personName,
  business,
  at,
})

/** Those that nobody has answered, the oldest first, up to a number: anybody can make more of them. */
export async function openRequests({ store }: World, most = 50): Promise<JoinRequest[]> {
  const rows = await store.prisma.joinRequest.findMany({
    where: { status: "open" },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: most,
  })
  return rows.map(read)
}

export const openRequestsCount = ({ store }: World): Promise<number> =>
  store.prisma.joinRequest.count({ where: { status: "open" } })

/** @returns null once it was answered or taken back */
export async function openRequest({ store }: World, id: string): Promise<JoinRequest | null> {
  const row = await store.prisma.joinRequest.findUnique({ where: { id } })
  return row?.status === "open" ? read(row) : null
}

/** As a new member on this plan, or to one that there is. */
export type AdmitTo = { plan: string } | { member: string }
export type Admitted =
  | { is: "admitted"; person: string; member: { id: string; name: string } }
  /** There is a member of that name already. */
  | { is: "name_taken"; member: { id: string; name: string } }
  | Refused

/** Takes somebody in: as the owner of a new member, or as one of the staff of a member that has an owner. Staff only. */
export async function admit(world: World, ask: Ask, about: { request: string; to: AdmitTo }): Promise<Admitted> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const centre = await currentCentre(world)
  const { to } = about
  if ("plan" in to && !planOf(centre, to.plan)) return refused({ why: "not_found" })
  return once<Exclude<Admitted, Refused>>(world, ask, {
    what: { do: "admit", ...about },
    decide: (tx) => admitWithin(tx, { world, ask, ...about }),
  })
}

type Admitting = { world: World; ask: Ask; request: string; to: AdmitTo }

async function admitWithin(tx: Prisma.TransactionClient, { world, ask, request, to }: Admitting): Promise<Admitted> {
  // Of two who answer at once, the second waits here for the first.
  const [open] = await tx.$queryRaw<{ id: string }[]>`
    select id from join_request where id = ${request} and status = 'open' for update`
  const row = open && (await tx.joinRequest.findUnique({ where: { id: request } }))
  if (!row) return refused({ why: "answered" })
  // Two of one name at once, in another case: the second waits, and finds the first.
  if ("plan" in to) await tx.$executeRaw`lock table member in share row exclusive mode`
  const language = languageSchema.parse(row.language)
  const named = { equals: row.business, mode: "insensitive" } as const
  const there = await tx.member.findFirst({ where: "plan" in to ? { name: named } : { id: to.member } })
  if ("plan" in to && there) return { is: "name_taken", member: { id: there.id, name: there.name } }
  if (!("plan" in to) && !there) return refused({ why: "not_found" })
  const { now } = ask
  const joining = { name: row.business, planId: "plan" in to ? to.plan : "", language, createdAt: now }
  const member = there ?? (await tx.member.create({ data: { id: world.newId(), ...joining } }))
  const person = row.personName || row.business
  const personId = await personFor(tx, world, { ...row, language, person, now })
  const owners = await tx.personMember.count({ where: { memberId: member.id, role: "owner" } })
  const role = owners > 0 ? "staff" : "owner"
  await tx.personMember.createMany({ data: [{ personId, memberId: member.id, role }], skipDuplicates: true })
  await tx.person.update({ where: { id: personId }, data: { actingForId: member.id } })
  await tx.joinRequest.delete({ where: { id: request } })
  await tx.notice.create({
    data: {
      key: `admitted:${request}`,
      kind: "admitted",
      personId,
      dueAt: now,
      staleAt: after(now, 7 * day),
      data: { kind: "admitted", member: member.name } satisfies NoticeData,
    },
  })
  await tx.audit.create({
    data: {
      ...entry(ask, "admit", `member:${member.id}`),
      memberId: member.id,
      data: { person: personId, role, ...to },
    },
  })
  return { is: "admitted", person, member: { id: member.id, name: member.name } }
}

type Newcomer = { platform: string; userId: string; address: string; person: string; language: Language; now: Date }

/** Whoever has that account by now, else a new person. */
async function personFor(tx: Prisma.TransactionClient, world: World, newcomer: Newcomer): Promise<string> {
  const { platform, userId, address, person: name, language, now } = newcomer
  const account = await tx.account.findUnique({ where: { platform_userId: { platform, userId } } })
  if (account) return account.personId
  const personId = world.newId()
  await tx.person.create({ data: { id: personId, name, language, createdAt: now } })
  await tx.account.create({ data: { id: world.newId(), platform, userId, address, personId, createdAt: now } })
  return personId
}

/** Says no: they are told, and what they gave of names is gone. Staff only. */
export async function decline(
  world: World,
  ask: Ask,
  request: string,
): Promise<{ is: "declined"; business: string } | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { now } = ask
  const decide = async (tx: Prisma.TransactionClient): Promise<{ is: "declined"; business: string } | Refused> => {
    const row = await tx.joinRequest.findUnique({ where: { id: request } })
    const { count } = await tx.joinRequest.updateMany({
      where: { id: request, status: "open" },
      data: { status: "declined", personName: "", business: "", at: now },
    })
    if (!row || count === 0) return refused({ why: "answered" })
    const data: NoticeData = { kind: "declined", language: languageSchema.parse(row.language) }
    const { address } = row
    await tx.notice.create({
      data: { key: `declined:${request}`, kind: data.kind, address, dueAt: now, staleAt: after(now, 7 * day), data },
    })
    await tx.audit.create({ data: { ...entry(ask, "decline", `request:${request}`), data: {} } })
    return { is: "declined", business: row.business }
  }
  return once(world, ask, { what: { do: "decline", request }, decide })
}

const entry = ({ actor: { person, via }, now }: Ask, action: string, entity: string) => ({
  at: now,
  personId: person.id,
  via,
  action,
  entity,
})
